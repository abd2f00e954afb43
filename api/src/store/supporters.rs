//! Supporters in the database: as the young person chose them, and how they come in.

use chrono::{DateTime, Utc};
use domain::{
    id::{PartnershipId, PersonId, SupporterId},
    supporter::{MOST, SignedIn, Supporter, Switches},
    text::Name,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, UpdateMany,
    sea_query::{Expr, OnConflict},
};

use super::{
    Result, StoreError, Tx,
    entity::supporter::{ActiveModel, Column, Entity, Model},
    scope::{Helper, OwnRecord, People, Reach, System, Within},
};

/// The one link that lets a supporter in.
#[derive(Clone, Copy, Debug)]
pub struct NewLink {
    /// SHA-256 of its token.
    pub hash: [u8; 32],
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
}

/// What became of a supporter who was to be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// They are new, and their link works.
    New,
    /// They were there already, and are changed. Their phone, or their link, stays as it is.
    Changed,
    /// There are as many already as anybody has.
    Full,
}

impl<S: People> Tx<S> {
    /// The supporters of a young person, in the order in which they were added.
    pub async fn supporters_of(&self, person: PersonId) -> Result<Vec<Supporter>> {
        let rows = Entity::find()
            .filter(Column::PersonId.eq(person.0))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .order_by_asc(Column::MadeAt)
            .order_by_asc(Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }
}

impl Tx<OwnRecord> {
    /// Keeps a supporter. Somebody new comes with a link; of somebody known, name, relation and switches change.
    pub async fn save_supporter(&self, supporter: &Supporter, link: NewLink) -> Result<Saved> {
        let (partnership, me) = (self.scope.partnership(), self.scope.person());
        // Two phones that add a fifth at once would make six.
        self.hold(me).await?;
        let known = Entity::find_by_id((partnership.0, supporter.id.0)).one(&self.db).await?;
        if known.as_ref().is_some_and(|known| known.person_id != me.0) {
            return Err(StoreError::Exists("id of a supporter"));
        }
        if known.is_none() && self.supporters_of(me).await?.len() >= MOST {
            return Ok(Saved::Full);
        }
        let row = ActiveModel {
            partnership_id: Set(partnership.0),
            id: Set(supporter.id.0),
            person_id: Set(me.0),
            name: Set(supporter.name.as_str().into()),
            relation: Set(supporter.relation.clone()),
            helps: Set(supporter.switches.helps),
            gets_reminders: Set(supporter.switches.gets_reminders),
            sees_goals: Set(supporter.switches.sees_goals),
            link_hash: Set(Some(link.hash.to_vec())),
            link_expires_at: Set(Some(link.expires_at)),
            token_hash: Set(None),
            made_at: Set(supporter.made_at),
            joined_at: Set(None),
            last_used_at: Set(None),
            push_endpoint: Set(None),
            push_p256dh: Set(None),
            push_auth: Set(None),
        };
        Entity::insert(row)
            .on_conflict(
                OnConflict::columns([Column::PartnershipId, Column::Id])
                    .update_columns([
                        Column::Name,
                        Column::Relation,
                        Column::Helps,
                        Column::GetsReminders,
                        Column::SeesGoals,
                    ])
                    .to_owned(),
            )
            .exec_without_returning(&self.db)
            .await?;
        Ok(if known.is_some() { Saved::Changed } else { Saved::New })
    }

    /// The supporter with this id.
    pub async fn supporter(&self, id: SupporterId) -> Result<Supporter> {
        let row = Entity::find().filter(self.mine_with(id)).one(&self.db).await?;
        read(row.ok_or(StoreError::NotFound("supporter"))?)
    }

    /// Makes a new link for a supporter. An older one, and the phone that is signed in, work no longer.
    pub async fn renew_supporter_link(&self, id: SupporterId, link: NewLink) -> Result<()> {
        let renewed = signed_out(Entity::update_many())
            .col_expr(Column::LinkHash, Expr::value(link.hash.to_vec()))
            .col_expr(Column::LinkExpiresAt, Expr::value(link.expires_at))
            .filter(self.mine_with(id))
            .exec(&self.db)
            .await?;
        if renewed.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound("supporter")) }
    }

    /// Forgets a supporter: their next request is refused. What they said stays.
    pub async fn remove_supporter(&self, id: SupporterId) -> Result<()> {
        let gone = Entity::delete_many().filter(self.mine_with(id)).exec(&self.db).await?;
        if gone.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound("supporter")) }
    }

    fn mine_with(&self, id: SupporterId) -> Condition {
        self.scope.reach(Column::PartnershipId, Column::PersonId).add(Column::Id.eq(id.0))
    }
}

impl Tx<System> {
    /// Swaps the token of a link for the token of a phone, once. `NotFound` for a link that never was, ran out or was
    /// used.
    pub async fn use_supporter_link(
        &self,
        partnership: PartnershipId,
        link: [u8; 32],
        token: [u8; 32],
        now: DateTime<Utc>,
    ) -> Result<()> {
        let used = Entity::update_many()
            .col_expr(Column::LinkHash, Expr::value(Option::<Vec<u8>>::None))
            .col_expr(Column::LinkExpiresAt, Expr::value(Option::<DateTime<Utc>>::None))
            .col_expr(Column::TokenHash, Expr::value(token.to_vec()))
            .col_expr(Column::JoinedAt, Expr::value(now))
            .col_expr(Column::LastUsedAt, Expr::value(now))
            .filter(Column::PartnershipId.eq(partnership.0))
            .filter(Column::LinkHash.eq(link.to_vec()))
            .filter(Column::LinkExpiresAt.gt(now))
            .exec(&self.db)
            .await?;
        if used.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound("link")) }
    }

    /// Whose token this is, and whether this use of it is worth noting.
    pub async fn supporter_signed_in(
        &self,
        partnership: PartnershipId,
        token: [u8; 32],
        now: DateTime<Utc>,
    ) -> Result<(Helper, bool)> {
        let row = Entity::find()
            .filter(Column::PartnershipId.eq(partnership.0))
            .filter(Column::TokenHash.eq(token.to_vec()))
            .one(&self.db)
            .await?;
        let supporter = read(row.ok_or(StoreError::NotFound("token"))?)?;
        let phone = supporter.signed_in.filter(|phone| phone.lasts(now));
        let phone = phone.ok_or(StoreError::NotFound("token"))?;
        let Supporter { id, person, relation, switches, .. } = supporter;
        self.is_whole(partnership, person).await?;
        let helper = Helper::new(partnership, person, id, relation, switches);
        Ok((helper, phone.is_worth_noting(now)))
    }

    /// Notes that a supporter was there.
    pub async fn note_supporter(&self, helper: &Helper, now: DateTime<Utc>) -> Result<()> {
        Entity::update_many()
            .col_expr(Column::LastUsedAt, Expr::value(now))
            .filter(Column::PartnershipId.eq(helper.partnership().0))
            .filter(Column::Id.eq(helper.supporter().0))
            .filter(Column::TokenHash.is_not_null())
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Forgets supporters who never came and cannot any more, and those not heard of for too long, if that was before
    /// `kept_since`. Gives back how many.
    pub async fn forget_supporters(&self, kept_since: DateTime<Utc>) -> Result<u64> {
        let lifetime = domain::supporter::LIFETIME;
        let over = Condition::any()
            .add(Column::JoinedAt.lt(kept_since - lifetime.absolute))
            .add(Column::LastUsedAt.lt(kept_since - lifetime.idle))
            .add(Column::LinkExpiresAt.lt(kept_since));
        Ok(Entity::delete_many().filter(over).exec(&self.db).await?.rows_affected)
    }
}

/// What is not there while nobody is signed in.
pub(super) fn signed_out(update: UpdateMany<Entity>) -> UpdateMany<Entity> {
    without_push(update)
        .col_expr(Column::TokenHash, Expr::value(Option::<Vec<u8>>::None))
        .col_expr(Column::JoinedAt, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(Column::LastUsedAt, Expr::value(Option::<DateTime<Utc>>::None))
}

/// What is not there while a phone takes no reminders.
pub(super) fn without_push(update: UpdateMany<Entity>) -> UpdateMany<Entity> {
    [Column::PushEndpoint, Column::PushP256dh, Column::PushAuth]
        .into_iter()
        .fold(update, |update, column| update.col_expr(column, Expr::value(Option::<String>::None)))
}

pub(super) fn read(row: Model) -> Result<Supporter> {
    let bad = |why| StoreError::Impossible { what: "supporter", why };
    let signed_in = match (row.joined_at, row.last_used_at) {
        (Some(since), Some(last_used_at)) => Some(SignedIn { since, last_used_at }),
        (None, None) => None,
        _ => return Err(bad("half signed in")),
    };
    Ok(Supporter {
        id: SupporterId(row.id),
        person: PersonId(row.person_id),
        name: Name::new(&row.name).map_err(|_| bad("name"))?,
        relation: row.relation,
        switches: Switches {
            helps: row.helps,
            gets_reminders: row.gets_reminders,
            sees_goals: row.sees_goals,
        },
        made_at: row.made_at,
        link_expires_at: row.link_expires_at,
        signed_in,
    })
}
