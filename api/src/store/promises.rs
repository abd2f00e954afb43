//! Promised support in the database.

use chrono::{DateTime, Utc};
use domain::{
    id::{PersonId, PromiseId},
    promise::Promise,
    text::Line,
    versioned::{Thing, Versioned},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select};

use super::{
    Result, StoreError, Tx,
    entity::promise,
    history::{self, NewVersion},
    scope::{Asks, Caseload, Within},
};

impl<S: Asks> Tx<S> {
    /// What was promised to one young person, earliest first, with when it was recorded.
    pub async fn promises_of(&self, person: PersonId) -> Result<Vec<(Promise, DateTime<Utc>)>> {
        read_promises(self.find_promises(person).all(&self.db).await?)
    }

    pub(super) fn find_promises(&self, person: PersonId) -> Select<promise::Entity> {
        promise::Entity::find()
            .filter(promise::Column::PersonId.eq(person.0))
            .filter(self.scope.reach(promise::Column::PartnershipId, promise::Column::PersonId))
            .order_by_asc(promise::Column::AgreedOn)
            .order_by_asc(promise::Column::Id)
    }
}

impl Tx<Caseload> {
    /// The promise with this id, if there is one. An id that is a promise to somebody else is nobody's business here.
    pub async fn known_promise(
        &self,
        person: PersonId,
        id: PromiseId,
    ) -> Result<Option<Versioned<Promise>>> {
        self.person(person).await?;
        let row =
            promise::Entity::find_by_id((self.scope.partnership().0, id.0)).one(&self.db).await?;
        match row {
            Some(row) if row.person_id != person.0 => Err(StoreError::Exists("id of a promise")),
            row => row.as_ref().map(read_versioned).transpose(),
        }
    }

    /// Stores a promise that staff recorded, where `known` is what was known under its id.
    pub async fn save_promise(
        &self,
        new: &Promise,
        known: Option<&Versioned<Promise>>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.person(new.person).await?;
        let noted = NewVersion::of(new.id.0, known, new);
        let version = noted.version;
        self.note_change(new.person, Thing::Promise, noted, now).await?;
        let row = promise::ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            id: Set(new.id.0),
            person_id: Set(new.person.0),
            name: Set(new.name.as_str().into()),
            easy_name: Set(new.easy_name.as_str().into()),
            provider: Set(new.provider.as_ref().map(|line| line.as_str().into())),
            frequency: Set(new.frequency.as_ref().map(|line| line.as_str().into())),
            agreed_on: Set(new.agreed_on),
            ended_on: Set(new.ended_on),
            recorded_by: Set(Some(self.scope.staff().0)),
            recorded_at: Set(now),
            version: Set(history::stored(version)),
        };
        promise::Entity::insert(row)
            .on_conflict(history::anew::<promise::Entity>(&[promise::Column::PersonId]))
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }
}

pub(super) fn read_promises(rows: Vec<promise::Model>) -> Result<Vec<(Promise, DateTime<Utc>)>> {
    rows.into_iter().map(|row| Ok((read_promise(&row)?, row.recorded_at))).collect()
}

pub(super) fn read_versioned(row: &promise::Model) -> Result<Versioned<Promise>> {
    Ok(Versioned { version: history::read_version(row.version), value: read_promise(row)? })
}

fn read_promise(row: &promise::Model) -> Result<Promise> {
    let line = |text: &str| {
        Line::new(text).map_err(|_| StoreError::Impossible { what: "promise", why: "text" })
    };
    Ok(Promise {
        id: PromiseId(row.id),
        person: PersonId(row.person_id),
        name: line(&row.name)?,
        easy_name: line(&row.easy_name)?,
        provider: row.provider.as_deref().map(line).transpose()?,
        frequency: row.frequency.as_deref().map(line).transpose()?,
        agreed_on: row.agreed_on,
        ended_on: row.ended_on,
    })
}
