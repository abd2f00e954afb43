//! What a supporter reads and writes, and how they are reminded.

use chrono::{DateTime, Utc};
use domain::{
    check_in::{CheckIn, State},
    id::{CheckInId, PartnershipId, PersonId, SupporterId},
    partnership::Partnership,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockType},
};

use super::{
    Result, StoreError, Tx,
    check_ins::in_order,
    entity::{
        answer, person,
        supporter::{Column, Entity},
    },
    people,
    phones::PushAddress,
    scope::{Answers, Helper, Helping, System},
    supporters::{signed_out, without_push},
};

/// Whom a supporter helps: as much of them as a supporter is told.
#[derive(Clone, Debug)]
pub struct Helped {
    /// What they like to be called.
    pub first_name: String,
    /// Who follows them.
    pub partnership: Partnership,
    /// This phone gets reminders.
    pub reminded: bool,
}

/// A supporter's phone that takes reminders.
#[derive(Clone, Debug)]
pub struct SupporterPhone {
    /// Whose it is.
    pub supporter: SupporterId,
    /// Where it is told.
    pub at: PushAddress,
}

impl Tx<Helper> {
    /// Whom this supporter helps.
    pub async fn helped(&self) -> Result<Helped> {
        let scope = &self.scope;
        let young = person::Entity::find_by_id((scope.partnership().0, scope.person().0));
        let young = young.one(&self.db).await?.ok_or(StoreError::NotFound("young person"))?;
        let supporter = Entity::find().filter(self.myself()).one(&self.db).await?;
        let supporter = supporter.ok_or(StoreError::NotFound("supporter"))?;
        Ok(Helped {
            first_name: people::read(young, Vec::new())?.first_name().to_owned(),
            partnership: self.partnership_row(scope.partnership()).await?,
            reminded: supporter.push_endpoint.is_some(),
        })
    }

    /// The check-ins that wait for answers, the latest first. Nothing that was said in them. None for a supporter who
    /// neither helps nor reminds.
    pub async fn waiting_check_ins(&self, now: DateTime<Utc>) -> Result<Vec<CheckIn>> {
        let switches = self.scope.switches();
        if !switches.helps && !switches.gets_reminders {
            return Ok(Vec::new());
        }
        let all = in_order(&self.db, self.scope.partnership(), self.scope.person()).await?;
        let newer = |one: &CheckIn| all.iter().any(|other| other.opened_at > one.opened_at);
        let waits = |one: &CheckIn| {
            one.state() == State::Open && one.takes_answers(newer(one), now).is_ok()
        };
        Ok(all.iter().filter(|one| waits(one)).cloned().collect())
    }

    /// Keeps where this phone takes reminders. A phone that reminded somebody else's supporter before does so no longer.
    /// `NotFound` where reminders were switched off meanwhile.
    pub async fn save_reminder_phone(
        &self,
        endpoint: &str,
        p256dh: &str,
        auth: &str,
    ) -> Result<()> {
        without_push(Entity::update_many())
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::PushEndpoint.eq(endpoint))
            .filter(Column::Id.ne(self.scope.supporter().0))
            .exec(&self.db)
            .await?;
        let saved = Entity::update_many()
            .col_expr(Column::PushEndpoint, Expr::value(endpoint))
            .col_expr(Column::PushP256dh, Expr::value(p256dh))
            .col_expr(Column::PushAuth, Expr::value(auth))
            .filter(self.myself())
            .filter(Column::TokenHash.is_not_null())
            .filter(Column::GetsReminders.eq(true))
            .exec(&self.db)
            .await?;
        if saved.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound("supporter")) }
    }

    /// Takes this phone off the list.
    pub async fn remove_reminder_phone(&self) -> Result<()> {
        without_push(Entity::update_many()).filter(self.myself()).exec(&self.db).await?;
        Ok(())
    }

    /// Signs this phone out. The supporter stays on the young person's list, who may send a new link.
    pub async fn stop_helping(&self) -> Result<()> {
        signed_out(Entity::update_many()).filter(self.myself()).exec(&self.db).await?;
        Ok(())
    }

    fn myself(&self) -> Condition {
        myself(&self.scope)
    }
}

impl Tx<Helping> {
    /// Makes sure, until this transaction ends, that the supporter may still help. `NotFound` where the young person has
    /// removed them, or switched it off, since the request came in; whoever does so now waits for it to end.
    pub async fn still_helps(&self) -> Result<()> {
        // In the order in which the young person's changes take them.
        self.hold(self.scope.whose().1).await?;
        Entity::find()
            .filter(myself(self.scope.helper()))
            .filter(Column::Helps.eq(true))
            .filter(Column::TokenHash.is_not_null())
            .lock(LockType::Share)
            .one(&self.db)
            .await?
            .map(drop)
            .ok_or(StoreError::NotFound("supporter"))
    }
}

impl Tx<System> {
    /// The supporters' phones to remind about a check-in: of those who get reminders, unless a supporter has answered in
    /// it already.
    pub async fn phones_of_supporters(
        &self,
        partnership: PartnershipId,
        person: PersonId,
        about: CheckInId,
        now: DateTime<Utc>,
    ) -> Result<Vec<SupporterPhone>> {
        let helped_already = answer::Entity::find()
            .filter(answer::Column::PartnershipId.eq(partnership.0))
            .filter(answer::Column::CheckInId.eq(about.0))
            .filter(answer::Column::SupporterId.is_not_null())
            .one(&self.db)
            .await?;
        if helped_already.is_some() {
            return Ok(Vec::new());
        }
        let lifetime = domain::supporter::LIFETIME;
        let rows = Entity::find()
            .filter(Column::PartnershipId.eq(partnership.0))
            .filter(Column::PersonId.eq(person.0))
            .filter(Column::GetsReminders.eq(true))
            .filter(Column::JoinedAt.gt(now - lifetime.absolute))
            .filter(Column::LastUsedAt.gt(now - lifetime.idle))
            .order_by_asc(Column::Id)
            .all(&self.db)
            .await?;
        let phone = |row: super::entity::supporter::Model| {
            Some(SupporterPhone {
                supporter: SupporterId(row.id),
                at: PushAddress {
                    endpoint: row.push_endpoint?,
                    p256dh: row.push_p256dh?,
                    auth: row.push_auth?,
                    // Nobody notes it of them: whoever sends finds out.
                    key: None,
                },
            })
        };
        Ok(rows.into_iter().filter_map(phone).collect())
    }

    /// Forgets a supporter's phone whose push service says that it is gone.
    pub async fn forget_supporter_phone(
        &self,
        partnership: PartnershipId,
        phone: &SupporterPhone,
    ) -> Result<()> {
        without_push(Entity::update_many())
            .filter(Column::PartnershipId.eq(partnership.0))
            .filter(Column::Id.eq(phone.supporter.0))
            .filter(Column::PushEndpoint.eq(&phone.at.endpoint))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

fn myself(helper: &Helper) -> Condition {
    Condition::all()
        .add(Column::PartnershipId.eq(helper.partnership().0))
        .add(Column::Id.eq(helper.supporter().0))
}
