//! How young people can be reached safely, in the database.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{CheckInId, PartnershipId, PersonId},
    safe_contact::{SafeContact, SafeWay, SaidBy, Told},
    talk::SafeTime,
    text::Line,
    versioned::{Actor, Recorded, Versioned},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryTrait};

use super::{
    Result, StoreError, Tx,
    entity::safe_contact::{ActiveModel, Column, Entity, Model},
    history::{self, NewVersion},
    scope::{Answers, Caseload, OpensRecord, Within},
};

impl<S: OpensRecord> Tx<S> {
    /// How one young person can be reached safely, as far as anybody has said.
    pub async fn safe_contact_of(
        &self,
        person: PersonId,
    ) -> Result<Option<Versioned<SafeContact>>> {
        let row = Entity::find()
            .filter(Column::PersonId.eq(person.0))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .one(&self.db)
            .await?;
        row.map(read).transpose()
    }
}

impl Tx<Caseload> {
    /// Keeps what a member of staff wrote down, where `known` is what was known.
    pub async fn save_safe_contact(
        &self,
        person: PersonId,
        new: &SafeContact,
        known: Option<&Versioned<SafeContact>>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.person(person).await?;
        self.must_be_here(person).await?;
        let by = Actor::Staff(self.scope.staff());
        self.keep_safe_contact((self.scope.partnership(), person), new, known, (by, None), now)
            .await
    }
}

impl<S: Answers> Tx<S> {
    /// Keeps what the young person has said about reaching them, where that is something new.
    pub async fn said_how_to_reach(
        &self,
        told: Told,
        on: NaiveDate,
        check_in: Option<CheckInId>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (partnership, me) = self.scope.whose();
        let row = Entity::find_by_id((partnership.0, me.0)).one(&self.db).await?;
        let known = row.map(read).transpose()?;
        match SafeContact::told(known.as_ref().map(|known| &known.value), told, on) {
            Some(new) => {
                let by = (Actor::YoungPerson, check_in);
                self.keep_safe_contact((partnership, me), &new, known.as_ref(), by, now).await
            }
            None => Ok(()),
        }
    }
}

impl<S> Tx<S> {
    async fn keep_safe_contact(
        &self,
        (partnership, person): (PartnershipId, PersonId),
        new: &SafeContact,
        known: Option<&Versioned<SafeContact>>,
        (by, check_in): (Actor, Option<CheckInId>),
        now: DateTime<Utc>,
    ) -> Result<()> {
        let noted = NewVersion::of(person.0, known, new);
        let version = noted.version;
        let rows = history::rows(partnership, person, SafeContact::THING, noted, by, now);
        self.note_rows(rows.collect()).await?;
        let ways: Vec<&str> = new.ways.iter().map(|way| way.code()).collect();
        let row = ActiveModel {
            partnership_id: Set(partnership.0),
            person_id: Set(person.0),
            ways: Set(ways.join(",")),
            times: Set(new.times.code().into()),
            message_ok: Set(new.message_ok),
            not_to: Set(new.not_to.as_ref().map(|line| line.as_str().into())),
            said_by: Set(new.said_by.code().into()),
            said_on: Set(new.said_on),
            check_in_id: Set(check_in.map(|id| id.0)),
            recorded_by: Set(match by {
                Actor::Staff(staff) => Some(staff.0),
                _ => None,
            }),
            version: Set(history::stored(version)),
        };
        let rows = Entity::insert(row).on_conflict(history::anew::<Entity>(&[]));
        Ok(self.db.later::<Entity>(rows.into_query()).await?)
    }
}

pub(super) fn read(row: Model) -> Result<Versioned<SafeContact>> {
    let bad = |why| StoreError::Impossible { what: "safe contact", why };
    let ways = row.ways.split(',').filter(|code| !code.is_empty());
    let ways =
        ways.map(|code| SafeWay::from_code(code).ok_or(bad("way"))).collect::<Result<_>>()?;
    let value = SafeContact {
        ways,
        times: SafeTime::from_code(&row.times).ok_or(bad("times"))?,
        message_ok: row.message_ok,
        not_to: row.not_to.map(|text| Line::new(&text)).transpose().map_err(|_| bad("words"))?,
        said_by: SaidBy::from_code(&row.said_by).ok_or(bad("whose word"))?,
        said_on: row.said_on,
    };
    Ok(Versioned { version: history::read_version(row.version), value })
}
