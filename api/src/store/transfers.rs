//! Young people who go to another partnership, as the one that they leave has it.

mod along;
mod coming;
mod taking;

use chrono::{DateTime, Utc};
use domain::{
    id::{PartnershipId, PersonId, StaffId, TransferId},
    referral::words,
    text::Line,
    transfer::{AgreedBy, Outcome, SaidHow, Transfer},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockType},
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    entity::{
        partnership,
        transfer::{ActiveModel, Column, Entity, Model},
    },
    scope::{Caseload, OpensRecord, Within},
};

pub use self::{
    along::{LEFT_OUT, TRAVELS},
    coming::Coming,
    taking::{NotMoved, Taking},
};

/// Why nobody is proposed.
#[derive(Debug, thiserror::Error)]
pub enum NotProposed {
    /// The database could not do it, or nobody is there.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Not another partnership of this installation.
    #[error("there is no such partnership")]
    Place,
}

/// A transfer, and what the other partnership is called.
#[derive(Clone, Debug)]
pub struct ToldTransfer {
    /// The transfer.
    pub transfer: Transfer,
    /// Where they go.
    pub to: String,
}

impl Tx<Caseload> {
    /// The other partnerships of this installation, by name.
    pub async fn other_partnerships(&self) -> Result<Vec<(PartnershipId, String)>> {
        let rows: Vec<(Uuid, String)> = partnership::Entity::find()
            .select_only()
            .columns([partnership::Column::Id, partnership::Column::Name])
            .filter(partnership::Column::Id.ne(self.scope.partnership().0))
            .order_by_asc(partnership::Column::Name)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(|(id, name)| (PartnershipId(id), name)).collect())
    }

    /// Keeps that somebody may go. Sent again it changes nothing; `Exists` where the id is another's, or where they go already.
    pub async fn save_transfer(&self, new: &Transfer) -> Result<(), NotProposed> {
        self.hold(new.person).await?;
        // Of nobody who is not in reach.
        self.person(new.person).await?;
        if !self.other_partnerships().await?.iter().any(|(id, _)| *id == new.to) {
            return Err(NotProposed::Place);
        }
        let here = self.scope.partnership().0;
        let known = Entity::find_by_id((here, new.id.0)).one(&self.db).await;
        if let Some(row) = known.map_err(StoreError::from)? {
            return match read(row)?.says_the_same(new) {
                true => Ok(()),
                false => Err(StoreError::Exists("id of a transfer").into()),
            };
        }
        let (name, why) = match &new.agreed_by {
            AgreedBy::Themselves => (None, None),
            AgreedBy::Representative { name, why_cannot } => {
                (Some(name.as_str().to_owned()), Some(why_cannot.as_str().to_owned()))
            }
        };
        let row = ActiveModel {
            partnership_id: Set(here),
            id: Set(new.id.0),
            person_id: Set(new.person.0),
            to_id: Set(new.to.0),
            said_by: Set(new.agreed_by.code().into()),
            said_how: Set(new.how.code().into()),
            representative: Set(name),
            why_cannot: Set(why),
            agreed_on: Set(new.agreed_on),
            moves_on: Set(new.moves_on),
            made_by: Set(new.made_by.0),
            made_at: Set(new.made_at),
            ended_by: Set(None),
            ended_at: Set(None),
            decided_by: Set(None),
            decided_at: Set(None),
            refused_why: Set(None),
            moved_on: Set(None),
            new_person_id: Set(None),
        };
        let exists = StoreError::or_exists("transfer of this young person");
        Entity::insert(row).exec_without_returning(&self.db).await.map_err(exists)?;
        Ok(())
    }

    /// Takes it back, if nobody has decided. Said again it changes nothing. `Exists` where somebody has decided.
    pub async fn end_transfer(
        &self,
        person: PersonId,
        id: TransferId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.person(person).await?;
        let here = self.scope.partnership().0;
        let row =
            Entity::find_by_id((here, id.0)).lock(LockType::NoKeyUpdate).one(&self.db).await?;
        let row = row.filter(|row| row.person_id == person.0);
        match read(row.ok_or(StoreError::NotFound("transfer"))?)?.outcome {
            Outcome::TakenBack(_) => return Ok(()),
            Outcome::Refused { .. } | Outcome::Moved { .. } => {
                return Err(StoreError::Exists("decision about the transfer"));
            }
            Outcome::Waits => {}
        }
        Entity::update_many()
            .col_expr(Column::EndedAt, Expr::value(now))
            .col_expr(Column::EndedBy, Expr::value(self.scope.staff().0))
            .filter(Column::PartnershipId.eq(here))
            .filter(Column::Id.eq(id.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Refuses to write in a record that has moved: what was recorded until then stands as it is.
    pub(super) async fn must_be_here(&self, person: PersonId) -> Result<()> {
        let moved: Option<Uuid> = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::PersonId.eq(person.0))
            .filter(Column::MovedOn.is_not_null())
            .into_tuple()
            .one(&self.db)
            .await?;
        if moved.is_some() { Err(StoreError::Moved) } else { Ok(()) }
    }
}

impl<S: OpensRecord> Tx<S> {
    /// Where somebody goes, went, or was to go; the latest first.
    pub async fn transfers_of(&self, person: PersonId) -> Result<Vec<ToldTransfer>> {
        let rows = Entity::find()
            .filter(Column::PersonId.eq(person.0))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .order_by_desc(Column::MadeAt)
            .order_by_desc(Column::Id)
            .all(&self.db)
            .await?;
        let names: Vec<(Uuid, String)> = partnership::Entity::find()
            .select_only()
            .columns([partnership::Column::Id, partnership::Column::Name])
            .filter(partnership::Column::Id.is_in(rows.iter().map(|row| row.to_id)))
            .into_tuple()
            .all(&self.db)
            .await?;
        let called = |id: Uuid| names.iter().find(|(one, _)| *one == id);
        rows.into_iter()
            .map(|row| {
                let to = called(row.to_id).map(|(_, name)| name.clone()).unwrap_or_default();
                Ok(ToldTransfer { transfer: read(row)?, to })
            })
            .collect()
    }
}

pub(super) fn read(row: Model) -> Result<Transfer> {
    let bad = |why| StoreError::Impossible { what: "transfer", why };
    let agreed_by = match (row.representative, row.why_cannot) {
        (None, None) => AgreedBy::Themselves,
        (Some(name), Some(why)) => AgreedBy::Representative {
            name: Line::new(&name).map_err(|_| bad("representative"))?,
            why_cannot: words(&why).map_err(|_| bad("why they could not decide"))?,
        },
        _ => return Err(bad("representative")),
    };
    let outcome = match (row.ended_at, row.decided_at, row.refused_why, row.moved_on) {
        (Some(at), None, None, None) => Outcome::TakenBack(at),
        (None, Some(at), Some(why), None) => {
            Outcome::Refused { why: words(&why).map_err(|_| bad("why not"))?, at }
        }
        (None, Some(_), None, Some(on)) => Outcome::Moved { on },
        (None, None, None, None) => Outcome::Waits,
        _ => return Err(bad("outcome")),
    };
    Ok(Transfer {
        id: TransferId(row.id),
        person: PersonId(row.person_id),
        to: PartnershipId(row.to_id),
        agreed_by,
        how: SaidHow::from_code(&row.said_how).ok_or(bad("how it was said"))?,
        agreed_on: row.agreed_on,
        moves_on: row.moves_on,
        made_by: StaffId(row.made_by),
        made_at: row.made_at,
        outcome,
    })
}
