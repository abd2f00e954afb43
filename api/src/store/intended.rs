//! What young people mean to do next, in the database.

use chrono::{DateTime, Utc};
use domain::{
    id::{IntendedId, PersonId},
    intended::{Intended, Intent},
    text::Line,
    versioned::{Thing, Versioned},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{
    Result, StoreError, Tx,
    entity::intended::{ActiveModel, Column, Entity, Model},
    history::{self, NewVersion},
    scope::{Caseload, OpensRecord, Within},
};

impl<S: OpensRecord> Tx<S> {
    /// What one young person meant to do, the latest first.
    pub async fn intended_of(&self, person: PersonId) -> Result<Vec<Versioned<Intended>>> {
        let rows = Entity::find()
            .filter(Column::PersonId.eq(person.0))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .order_by_desc(Column::SaidOn)
            .order_by_desc(Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }
}

impl Tx<Caseload> {
    /// What is known under this id, if anything is. An id that is about somebody else is nobody's business here.
    pub async fn known_intended(
        &self,
        person: PersonId,
        id: IntendedId,
    ) -> Result<Option<Versioned<Intended>>> {
        self.person(person).await?;
        match Entity::find_by_id((self.scope.partnership().0, id.0)).one(&self.db).await? {
            Some(row) if row.person_id != person.0 => Err(StoreError::Exists("id of a plan")),
            row => row.map(read).transpose(),
        }
    }

    /// Keeps what somebody means to do, where `known` is what was known under its id.
    pub async fn save_intended(
        &self,
        new: &Intended,
        known: Option<&Versioned<Intended>>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let noted = NewVersion::of(new.id.0, known, new);
        let version = noted.version;
        self.note_change(new.person, Thing::Intended, noted, now).await?;
        let row = ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            id: Set(new.id.0),
            person_id: Set(new.person.0),
            intent: Set(new.intent.code().into()),
            words: Set(new.words.as_ref().map(|line| line.as_str().into())),
            for_on: Set(new.for_on),
            said_on: Set(new.said_on),
            recorded_by: Set(self.scope.staff().0),
            recorded_at: Set(now),
            version: Set(history::stored(version)),
        };
        Entity::insert(row)
            .on_conflict(history::anew::<Entity>(&[Column::PersonId]))
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }
}

pub(super) fn read(row: Model) -> Result<Versioned<Intended>> {
    let bad = |why| StoreError::Impossible { what: "what somebody means to do", why };
    let words = row.words.map(|text| Line::new(&text)).transpose();
    let value = Intended {
        id: IntendedId(row.id),
        person: PersonId(row.person_id),
        intent: Intent::from_code(&row.intent).ok_or(bad("unknown code"))?,
        words: words.map_err(|_| bad("words"))?,
        for_on: row.for_on,
        said_on: row.said_on,
    };
    Ok(Versioned { version: history::read_version(row.version), value })
}
