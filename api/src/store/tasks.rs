//! What staff have to do, in the database.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    alert::TaskKind,
    id::{PartnershipId, PersonId, StaffId, TaskId},
    person::listed_name,
    task::{self, Done, ToDo},
    text::Line,
    versioned::{Actor, Thing, Versioned},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    entity::{
        person,
        task::{ActiveModel, Column, Entity, Model},
    },
    history::{self, NewVersion},
    scope::{Caseload, Reach, Within},
};

impl Tx<Caseload> {
    /// What this member of staff has to do, by when: what is theirs, also of whom they are to meet before a handover to them, and
    /// what is nobody's in particular of those they look after. No more than `most`.
    pub async fn my_to_dos(&self, most: u64) -> Result<Vec<Versioned<ToDo>>> {
        let me = self.scope.staff().0;
        let whose = Condition::any().add(Column::OwnerId.eq(me)).add(
            Condition::all()
                .add(Column::OwnerId.is_null())
                .add(self.scope.looked_after(Column::PersonId)),
        );
        // Whoever comes to them by a handover they do not reach yet.
        let coming = Condition::all()
            .add(Column::OwnerId.eq(me))
            .add(Column::PersonId.in_subquery(self.coming()));
        let known = Condition::any()
            .add(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .add(coming);
        let rows = Entity::find()
            .filter(Column::DoneAt.is_null())
            .filter(whose)
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(known)
            .order_by_asc(Column::DueOn)
            .order_by_asc(Column::Id)
            .limit(most)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// The task with this id, if there is one. An id that is a task about somebody else is nobody's business here.
    pub async fn known_to_do(
        &self,
        person: PersonId,
        id: TaskId,
    ) -> Result<Option<Versioned<ToDo>>> {
        self.person(person).await?;
        match Entity::find_by_id((self.scope.partnership().0, id.0)).one(&self.db).await? {
            Some(row) if row.person_id != person.0 => Err(StoreError::Exists("id of a task")),
            row => row.map(read).transpose(),
        }
    }

    /// Keeps a task, where `known` is what was known under its id.
    pub async fn save_to_do(
        &self,
        new: &ToDo,
        known: Option<&Versioned<ToDo>>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let noted = NewVersion::of(new.id.0, known, new);
        let version = noted.version;
        self.note_change(new.person, Thing::Task, noted, now).await?;
        Entity::insert(row(self.scope.partnership(), new, version, now))
            .on_conflict(
                OnConflict::columns([Column::PartnershipId, Column::Id])
                    .update_columns([
                        Column::DueOn,
                        Column::DoneAt,
                        Column::OwnerId,
                        Column::Words,
                        Column::DoneBy,
                        Column::DoneWords,
                        Column::Version,
                    ])
                    .to_owned(),
            )
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }

    /// What those of these young people are called whom this member of staff reaches.
    pub async fn called(&self, people: &[PersonId]) -> Result<HashMap<PersonId, String>> {
        if people.is_empty() {
            return Ok(HashMap::new());
        }
        let reach = self.scope.reach(person::Column::PartnershipId, person::Column::Id);
        self.names_of(people, reach).await
    }

    /// What those of these people are called of whom `which` is true.
    pub(super) async fn names_of(
        &self,
        people: &[PersonId],
        which: Condition,
    ) -> Result<HashMap<PersonId, String>> {
        let rows: Vec<(Uuid, String, Option<String>, String)> = person::Entity::find()
            .select_only()
            .columns([
                person::Column::Id,
                person::Column::GivenName,
                person::Column::PreferredName,
                person::Column::FamilyName,
            ])
            .filter(person::Column::Id.is_in(people.iter().map(|id| id.0)))
            .filter(which)
            .into_tuple()
            .all(&self.db)
            .await?;
        let named = |(id, given, preferred, family): (Uuid, String, Option<String>, String)| {
            (PersonId(id), listed_name(&given, preferred.as_deref(), &family))
        };
        Ok(rows.into_iter().map(named).collect())
    }
}

impl<S> Tx<S> {
    /// The open tasks of one of the staff, of everybody or about one young person, are another's from now on; or nobody's in
    /// particular, which is whoever's who works with the young person.
    pub(super) async fn pass_tasks(
        &self,
        partnership: PartnershipId,
        from: StaffId,
        to: Option<StaffId>,
        about: Option<PersonId>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let rows = Entity::find()
            .filter(Column::PartnershipId.eq(partnership.0))
            .filter(Column::OwnerId.eq(from.0))
            .filter(Column::DoneAt.is_null())
            .apply_if(about, |find, person| find.filter(Column::PersonId.eq(person.0)))
            .all(&self.db)
            .await?;
        for row in rows {
            let known = read(row)?;
            let task = ToDo { owner: to, ..known.value.clone() };
            let noted = NewVersion::of(task.id.0, Some(&known), &task);
            Entity::update_many()
                .col_expr(Column::OwnerId, Expr::value(to.map(|id| id.0)))
                .col_expr(Column::Version, Expr::value(history::stored(noted.version)))
                .filter(Column::PartnershipId.eq(partnership.0))
                .filter(Column::Id.eq(task.id.0))
                .exec(&self.db)
                .await?;
            let rows =
                history::rows(partnership, task.person, Thing::Task, noted, Actor::System, now);
            self.note_rows(rows.collect()).await?;
        }
        Ok(())
    }
}

/// A task as it is stored.
pub(super) fn row(
    partnership: PartnershipId,
    new: &ToDo,
    version: u32,
    now: DateTime<Utc>,
) -> ActiveModel {
    let text = |line: Option<&Line>| line.map(|line| line.as_str().to_owned());
    let done = new.done.as_ref();
    ActiveModel {
        partnership_id: Set(partnership.0),
        id: Set(new.id.0),
        person_id: Set(new.person.0),
        kind: Set(new.kind.code().into()),
        about: Set(None),
        due_on: Set(new.due_on),
        created_at: Set(now),
        done_at: Set(done.map(|done| done.at)),
        owner_id: Set(new.owner.map(|id| id.0)),
        words: Set(text(new.words.as_ref())),
        made_by: Set(new.made_by.map(|id| id.0)),
        done_by: Set(done.and_then(|done| done.by).map(|id| id.0)),
        done_words: Set(text(done.and_then(|done| done.words.as_ref()))),
        version: Set(history::stored(version)),
    }
}

pub(super) fn read(row: Model) -> Result<Versioned<ToDo>> {
    let bad = |why| StoreError::Impossible { what: "task", why };
    let line = |text: Option<String>| {
        text.map(|text| task::words(&text)).transpose().map_err(|_| bad("words"))
    };
    let done_words = line(row.done_words)?;
    let done_by = row.done_by.map(StaffId);
    Ok(Versioned {
        version: history::read_version(row.version),
        value: ToDo {
            id: TaskId(row.id),
            person: PersonId(row.person_id),
            kind: TaskKind::from_code(&row.kind).ok_or(bad("unknown kind"))?,
            owner: row.owner_id.map(StaffId),
            words: line(row.words)?,
            due_on: row.due_on,
            made_by: row.made_by.map(StaffId),
            done: row.done_at.map(|at| Done { at, by: done_by, words: done_words }),
        },
    })
}
