//! Who may come from another partnership, with as much as is needed to decide; and a no.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{PartnershipId, PersonId, TransferId},
    person::listed_name,
    text::Note,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany,
    sea_query::{Expr, LockType},
};
use uuid::Uuid;

use super::NotMoved;
use crate::store::{
    CHUNK, Result, StoreError, Tx,
    entity::{
        access_event, partnership, partnership_council, person, staff,
        transfer::{Column, Entity, Model},
    },
    scope::{Receiving, Within},
};

/// How many are listed.
const MOST: u64 = 200;

/// Somebody who may come.
#[derive(Clone, Debug)]
pub struct Coming {
    /// The transfer.
    pub id: TransferId,
    /// Who, where they are now.
    pub person: PersonId,
    /// Where they are now.
    pub from: PartnershipId,
    /// What that is called.
    pub from_name: String,
    /// The name that they are known by.
    pub name: String,
    /// Birth date, for their age.
    pub birth_date: NaiveDate,
    /// Whom to ask there.
    pub asked: String,
    /// And at which address.
    pub email: String,
    /// From which day on they can be taken.
    pub moves_on: NaiveDate,
}

impl Tx<Receiving> {
    /// Who may come here, the earliest first. It is all that is read of them before somebody says yes.
    pub async fn coming(&self) -> Result<Vec<Coming>> {
        let rows = Entity::find()
            .filter(self.waiting())
            .order_by_asc(Column::MadeAt)
            .order_by_asc(Column::Id)
            .limit(MOST)
            .all(&self.db)
            .await?;
        let people: Vec<(Uuid, Uuid, String, Option<String>, String, NaiveDate)> =
            person::Entity::find()
                .select_only()
                .columns([
                    person::Column::PartnershipId,
                    person::Column::Id,
                    person::Column::GivenName,
                    person::Column::PreferredName,
                    person::Column::FamilyName,
                    person::Column::BirthDate,
                ])
                .filter(
                    person::Column::PartnershipId.is_in(rows.iter().map(|row| row.partnership_id)),
                )
                .filter(person::Column::Id.is_in(rows.iter().map(|row| row.person_id)))
                .into_tuple()
                .all(&self.db)
                .await?;
        let makers: Vec<(Uuid, String, String)> = staff::Entity::find()
            .select_only()
            .columns([staff::Column::Id, staff::Column::Name, staff::Column::Email])
            .filter(staff::Column::Id.is_in(rows.iter().map(|row| row.made_by)))
            .into_tuple()
            .all(&self.db)
            .await?;
        let places: Vec<(Uuid, String)> = partnership::Entity::find()
            .select_only()
            .columns([partnership::Column::Id, partnership::Column::Name])
            .filter(partnership::Column::Id.is_in(rows.iter().map(|row| row.partnership_id)))
            .into_tuple()
            .all(&self.db)
            .await?;
        rows.into_iter()
            .map(|row| {
                let whose = (row.partnership_id, row.person_id);
                let known = people.iter().find(|it| (it.0, it.1) == whose);
                let (.., given, preferred, family, birth_date) =
                    known.ok_or(StoreError::NotFound("young person"))?;
                let maker = makers.iter().find(|(id, ..)| *id == row.made_by);
                let place = places.iter().find(|(id, _)| *id == row.partnership_id);
                Ok(Coming {
                    id: TransferId(row.id),
                    person: PersonId(row.person_id),
                    from: PartnershipId(row.partnership_id),
                    from_name: place.map(|(_, name)| name.clone()).unwrap_or_default(),
                    name: listed_name(given, preferred.as_deref(), family),
                    birth_date: *birth_date,
                    asked: maker.map(|(_, name, _)| name.clone()).unwrap_or_default(),
                    email: maker.map(|(.., email)| email.clone()).unwrap_or_default(),
                    moves_on: row.moves_on,
                })
            })
            .collect()
    }

    /// Notes in the records of those who may come that somebody read of them.
    pub async fn note_coming(
        &self,
        ids: Vec<(Uuid, PartnershipId, PersonId)>,
        what: &'static str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let row = |(id, at, person): &(Uuid, PartnershipId, PersonId)| access_event::ActiveModel {
            partnership_id: Set(at.0),
            id: Set(*id),
            at: Set(now),
            actor_kind: Set("staff".into()),
            actor_id: Set(Some(self.scope.staff().0)),
            role: Set(Some(domain::staff::Role::Manager.code().into())),
            person_id: Set(Some(person.0)),
            what: Set(what.into()),
        };
        for some in ids.chunks(CHUNK) {
            let rows = some.iter().map(row);
            access_event::Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        }
        Ok(())
    }

    /// The councils of this partnership, by code.
    pub async fn our_councils(&self) -> Result<Vec<String>> {
        Ok(partnership_council::Entity::find()
            .select_only()
            .column(partnership_council::Column::CouncilCode)
            .filter(partnership_council::Column::PartnershipId.eq(self.scope.partnership().0))
            .order_by_asc(partnership_council::Column::CouncilCode)
            .into_tuple()
            .all(&self.db)
            .await?)
    }

    /// Says no, with a reason that the other partnership reads. Said again with the same words it changes nothing.
    pub async fn refuse_transfer(
        &self,
        id: TransferId,
        why: &Note,
        new_id: Uuid,
        now: DateTime<Utc>,
    ) -> Result<(), NotMoved> {
        let row = self.to_us(id).await?;
        if row.decided_by == Some(self.scope.staff().0)
            && row.refused_why.as_deref() == Some(why.as_str())
        {
            return Ok(());
        }
        let no = |update: UpdateMany<Entity>| {
            update.col_expr(Column::RefusedWhy, Expr::value(why.as_str()))
        };
        self.decide(&row, no, now).await?;
        let whose = (new_id, PartnershipId(row.partnership_id), PersonId(row.person_id));
        Ok(self.note_coming(vec![whose], "refuse_transfer", now).await?)
    }

    /// The transfer to this partnership with this id, whatever became of it, held until the end.
    pub(super) async fn to_us(&self, id: TransferId) -> Result<Model> {
        let row = Entity::find()
            .filter(Column::ToId.eq(self.scope.partnership().0))
            .filter(Column::Id.eq(id.0))
            .lock(LockType::NoKeyUpdate)
            .one(&self.db)
            .await?;
        // What was taken back is nobody's business here.
        row.filter(|row| row.ended_at.is_none()).ok_or(StoreError::NotFound("transfer"))
    }

    /// Writes down what was decided, if nobody has decided before.
    pub(super) async fn decide(
        &self,
        row: &Model,
        what: impl FnOnce(UpdateMany<Entity>) -> UpdateMany<Entity>,
        now: DateTime<Utc>,
    ) -> Result<(), NotMoved> {
        if row.decided_at.is_some() {
            return Err(NotMoved::Decided);
        }
        what(Entity::update_many())
            .col_expr(Column::DecidedAt, Expr::value(now))
            .col_expr(Column::DecidedBy, Expr::value(self.scope.staff().0))
            .filter(Column::PartnershipId.eq(row.partnership_id))
            .filter(Column::Id.eq(row.id))
            .exec(&self.db)
            .await
            .map_err(StoreError::from)?;
        Ok(())
    }

    fn waiting(&self) -> Condition {
        Condition::all()
            .add(Column::ToId.eq(self.scope.partnership().0))
            .add(Column::EndedAt.is_null())
            .add(Column::DecidedAt.is_null())
    }
}
