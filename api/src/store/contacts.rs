//! Contacts in the database.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::{
    alert::{Task, TaskKind},
    contact::{Contact, ContactKind, ContactOutcome, Direction, Present},
    id::{ContactId, PersonId, StaffId, TaskId},
    text::{Line, Note},
    versioned::{Thing, Versioned},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict,
};

use super::{
    Result, StoreError, Tx,
    entity::contact::{ActiveModel, Column, Entity, Model},
    history::{self, NewVersion},
    scope::{Caseload, OpensRecord, Within},
};

impl Tx<Caseload> {
    /// The contact with this id, if there is one. Nobody but whoever recorded it changes it.
    pub async fn known_contact(
        &self,
        person: PersonId,
        id: ContactId,
    ) -> Result<Option<Versioned<Contact>>> {
        self.person(person).await?;
        let row = Entity::find_by_id((self.scope.partnership().0, id.0)).one(&self.db).await?;
        match row {
            Some(row) if row.person_id != person.0 || row.staff_id != self.scope.staff().0 => {
                Err(StoreError::Exists("id of a contact"))
            }
            row => row.map(read).transpose(),
        }
    }

    /// Records a contact, where `known` is what was recorded under its id. Having spoken settles the tasks that were due
    /// and the alerts that a conversation settles; a follow-up becomes a task of its own.
    pub async fn save_contact(
        &self,
        new: &Contact,
        known: Option<&Versioned<Contact>>,
        follow_up: TaskId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.person(new.person).await?;
        let noted = NewVersion::of(new.id.0, known, new);
        let version = noted.version;
        self.note_change(new.person, Thing::Contact, noted, now).await?;
        Entity::insert(self.row(new, version, now))
            .on_conflict(
                OnConflict::columns([Column::PartnershipId, Column::Id])
                    .update_columns([
                        Column::Kind,
                        Column::Direction,
                        Column::Outcome,
                        Column::Note,
                        Column::HappenedAt,
                        Column::FollowUpOn,
                        Column::Version,
                        Column::Present,
                        Column::FollowUpWords,
                        Column::SafeWay,
                    ])
                    .to_owned(),
            )
            .exec_without_returning(&self.db)
            .await?;
        if new.reached() {
            self.finish_tasks(new, now).await?;
            self.settle_alerts(new.person, new.happened_at, now).await?;
        }
        self.drop_follow_up(new).await?;
        if let Some(due_on) = new.follow_up_on {
            let task = Task {
                id: follow_up,
                person: new.person,
                kind: TaskKind::FollowUp,
                about: Some(new.id.0),
                due_on,
            };
            let words = (None, new.follow_up_words.as_ref());
            self.insert_task_for(self.scope.partnership(), &task, words, now).await?;
        }
        Ok(())
    }

    fn row(&self, new: &Contact, version: u32, now: DateTime<Utc>) -> ActiveModel {
        ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            id: Set(new.id.0),
            person_id: Set(new.person.0),
            staff_id: Set(new.by.0),
            kind: Set(new.kind.code().into()),
            direction: Set(new.direction.code().into()),
            outcome: Set(new.outcome.code().into()),
            note: Set(new.note.as_ref().map(|note| note.as_str().into())),
            happened_at: Set(new.happened_at),
            recorded_at: Set(now),
            follow_up_on: Set(new.follow_up_on),
            version: Set(history::stored(version)),
            present: Set((!new.present.is_empty()).then(|| new.present_codes())),
            follow_up_words: Set(new.follow_up_words.as_ref().map(|line| line.as_str().into())),
            safe_way: Set(new.safe_way),
        }
    }
}

impl<S: OpensRecord> Tx<S> {
    /// The contacts with one young person, latest first.
    pub async fn contacts_of(&self, person: PersonId) -> Result<Vec<Versioned<Contact>>> {
        let rows = Entity::find()
            .filter(Column::PersonId.eq(person.0))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .order_by_desc(Column::HappenedAt)
            .order_by_desc(Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }
}

pub(super) fn read(row: Model) -> Result<Versioned<Contact>> {
    let bad = |why| StoreError::Impossible { what: "contact", why };
    let version = history::read_version(row.version);
    let present = row.present.as_deref().unwrap_or_default().split(',').filter(|it| !it.is_empty());
    let present: Option<BTreeSet<Present>> = present.map(Present::from_code).collect();
    let value = Contact {
        id: ContactId(row.id),
        person: PersonId(row.person_id),
        by: StaffId(row.staff_id),
        kind: ContactKind::from_code(&row.kind).ok_or(bad("kind"))?,
        direction: Direction::from_code(&row.direction).ok_or(bad("direction"))?,
        outcome: ContactOutcome::from_code(&row.outcome).ok_or(bad("outcome"))?,
        note: row.note.map(|text| Note::new(&text)).transpose().map_err(|_| bad("note"))?,
        happened_at: row.happened_at,
        follow_up_on: row.follow_up_on,
        follow_up_words: row
            .follow_up_words
            .map(|text| Line::new(&text))
            .transpose()
            .map_err(|_| bad("follow-up"))?,
        present: present.ok_or(bad("who was there"))?,
        safe_way: row.safe_way,
    };
    Ok(Versioned { version, value })
}
