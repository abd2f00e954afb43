//! What staff do for several young people at once, in the database: a fixed number of statements, however many they are.

mod doing;
mod undoing;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::{
    bulk::{Action, Known, PEACE},
    check_in::CheckIn,
    id::{BulkId, PersonId, StaffId, TaskId},
    invitation::InvitationState,
    person::Person,
    questionnaire::Priority,
    safe_contact::SafeContact,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
    sea_query::{LockType, Query},
};
use uuid::Uuid;

pub use self::doing::{Done, NewBulk};
use super::{
    Result, StandingFacts, StoreError, Tx,
    db::{listed, listed_columns, read_list},
    entity::{
        bulk::{Column, Entity, Model},
        own_contact, person, prompt, push_subscription, safe_contact, session, task,
    },
    phones::live,
    safe_contacts,
    scope::{Caseload, Reach, System, Within},
};

/// What was done for one of several.
#[derive(Clone, Debug)]
pub struct BulkRow {
    /// With whom else.
    pub id: BulkId,
    /// For whom.
    pub person: PersonId,
    /// By whom.
    pub by: StaffId,
    /// What.
    pub action: Action,
    /// When.
    pub done_at: DateTime<Utc>,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
    /// The reminder or the task that was made.
    thing: Option<Uuid>,
    /// What it was before.
    before: Option<String>,
    /// What it became.
    after: Option<String>,
}

/// A task that is somebody's in particular.
struct Owned {
    id: TaskId,
    person: PersonId,
    owner: StaffId,
    version: u32,
}

/// What is known of those who were chosen, of whom this member of staff reaches.
pub struct Together {
    facts: Vec<StandingFacts>,
    safe: HashMap<PersonId, SafeContact>,
    phones: HashSet<PersonId>,
    own: HashSet<(PersonId, String)>,
    reminded: HashMap<PersonId, DateTime<Utc>>,
    owned: Vec<Owned>,
    /// What was done under this id already.
    pub done: Vec<BulkRow>,
}

impl Together {
    /// Everybody, by name, with what is known of them.
    pub fn all(&self, now: DateTime<Utc>) -> Vec<(&Person, Known<'_>)> {
        let mut all: Vec<_> = self.facts.iter().map(|it| (&it.person, self.one(it, now))).collect();
        all.sort_by_key(|(person, _)| (person.search_name(), person.id));
        all
    }

    fn one<'a>(&'a self, facts: &'a StandingFacts, now: DateTime<Utc>) -> Known<'a> {
        let (person, id) = (&facts.person, facts.person.id);
        let own = |kind: &str| self.own.contains(&(id, kind.to_owned()));
        Known {
            person,
            joined: facts.invitation(now) == InvitationState::Joined,
            check_ins: facts.check_ins.iter().map(|(it, _)| it).collect::<Vec<&CheckIn>>(),
            safe: self.safe.get(&id),
            phones: self.phones.contains(&id),
            mobile: person.mobile.is_some() || own("mobile"),
            email: person.email.is_some() || own("email"),
            reminded_at: self.reminded.get(&id).copied(),
            worker: facts.worker,
            untaken_harm: facts
                .alerts
                .iter()
                .any(|it| it.priority == Priority::P1 && it.acknowledged.is_none()),
        }
    }

    fn of(&self, id: PersonId) -> Option<&StandingFacts> {
        self.facts.iter().find(|it| it.person.id == id)
    }
}

impl Tx<Caseload> {
    /// Keeps the records of all these people to this transaction until it ends.
    pub async fn hold_all(&self, people: &[PersonId]) -> Result<()> {
        if self.db.get_database_backend() == DbBackend::Sqlite {
            return Ok(());
        }
        let reach = self.scope.reach(person::Column::PartnershipId, person::Column::Id);
        let mut these = person::Entity::find()
            .filter(reach)
            .filter(person::Column::Id.is_in(people.iter().map(|id| id.0)))
            .select_only()
            .column(person::Column::Id)
            // In one order, so that nobody waits for somebody who waits for them.
            .order_by_asc(person::Column::Id);
        QuerySelect::query(&mut these).lock_with_tables(LockType::NoKeyUpdate, [person::Entity]);
        these.into_tuple::<Uuid>().all(&self.db).await?;
        Ok(())
    }

    /// What is known of these people, and what was done under this id. It is two questions.
    pub async fn together(
        &self,
        id: Option<BulkId>,
        people: &[PersonId],
        now: DateTime<Utc>,
    ) -> Result<Together> {
        let (facts, _) = self.facts_of(self.scope.partnership(), people, now).await?;
        let (backend, here) = (self.db.get_database_backend(), self.scope.partnership().0);
        macro_rules! theirs {
            ($table:ident) => {
                $table::Entity::find()
                    .filter($table::Column::PartnershipId.eq(here))
                    .filter($table::Column::PersonId.is_in(people.iter().map(|id| id.0)))
                    .filter(
                        self.scope.reach($table::Column::PartnershipId, $table::Column::PersonId),
                    )
            };
        }
        let signed_in = session::Entity::find()
            .select_only()
            .column(session::Column::Id)
            .filter(session::Column::PartnershipId.eq(here))
            .filter(session::Column::PersonId.is_in(people.iter().map(|id| id.0)))
            .filter(live(now));
        let phones = theirs!(push_subscription)
            .filter(push_subscription::Column::SessionId.in_subquery(signed_in.into_query()));
        let went = Condition::all()
            .add(prompt::Column::SettledAt.gte(now - PEACE))
            .add(prompt::Column::Outcome.is_in(["sent", "unsure"]));
        let goes = Condition::all()
            .add(prompt::Column::SettledAt.is_null())
            .add(prompt::Column::DueAt.lte(now + PEACE));
        let prompts = theirs!(prompt).filter(Condition::any().add(went).add(goes));
        let owned = theirs!(task)
            .filter(task::Column::DoneAt.is_null())
            .filter(task::Column::OwnerId.is_not_null());
        let done = Entity::find()
            .filter(Column::PartnershipId.eq(here))
            .filter(Column::Id.eq(id.map_or(Uuid::nil(), |id| id.0)));
        let mut find = Query::select();
        find.expr_as(listed(backend, theirs!(safe_contact)), "safe")
            .expr_as(
                listed_columns(backend, phones, [push_subscription::Column::PersonId].into_iter()),
                "phones",
            )
            .expr_as(
                listed_columns(
                    backend,
                    theirs!(own_contact),
                    [own_contact::Column::PersonId, own_contact::Column::Kind].into_iter(),
                ),
                "own",
            )
            .expr_as(
                listed_columns(
                    backend,
                    prompts,
                    [prompt::Column::PersonId, prompt::Column::SettledAt, prompt::Column::DueAt]
                        .into_iter(),
                ),
                "prompts",
            )
            .expr_as(
                listed_columns(
                    backend,
                    owned,
                    [
                        task::Column::Id,
                        task::Column::PersonId,
                        task::Column::OwnerId,
                        task::Column::Version,
                    ]
                    .into_iter(),
                ),
                "owned",
            )
            .expr_as(listed(backend, done), "done");
        let row = self.db.query_one(&find).await?;
        let row = row.ok_or(StoreError::Impossible { what: "question", why: "no answer" })?;

        let safe: Vec<safe_contact::Model> = read_list(&row, "safe")?;
        let safe = safe.into_iter().map(|it| {
            let id = PersonId(it.person_id);
            safe_contacts::read(it).map(|known| (id, known.value))
        });
        let phones: Vec<(Uuid,)> = read_list(&row, "phones")?;
        let own: Vec<(Uuid, String)> = read_list(&row, "own")?;
        let prompts: Vec<(Uuid, Option<DateTime<Utc>>, DateTime<Utc>)> =
            read_list(&row, "prompts")?;
        let owned: Vec<(Uuid, Uuid, Uuid, i32)> = read_list(&row, "owned")?;
        let done: Vec<Model> = read_list(&row, "done")?;
        let mut reminded = HashMap::new();
        for (person, settled, due) in prompts {
            reminded.insert(PersonId(person), settled.unwrap_or(due));
        }
        Ok(Together {
            facts,
            safe: safe.collect::<Result<_>>()?,
            phones: phones.into_iter().map(|(id,)| PersonId(id)).collect(),
            own: own.into_iter().map(|(id, kind)| (PersonId(id), kind)).collect(),
            reminded,
            owned: owned
                .into_iter()
                .map(|(id, person, owner, version)| Owned {
                    id: TaskId(id),
                    person: PersonId(person),
                    owner: StaffId(owner),
                    version: super::history::read_version(version),
                })
                .collect(),
            done: done.into_iter().map(read).collect::<Result<_>>()?,
        })
    }

    /// What this member of staff has done for several at once since then, the latest first.
    pub async fn my_bulk(&self, since: DateTime<Utc>) -> Result<Vec<BulkRow>> {
        let rows = Entity::find()
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::StaffId.eq(self.scope.staff().0))
            .filter(Column::DoneAt.gte(since))
            .order_by_desc(Column::DoneAt)
            .order_by_asc(Column::Id)
            .order_by_asc(Column::PersonId)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// What was done under this id for those whom this member of staff reaches.
    pub async fn bulk(&self, id: BulkId) -> Result<Vec<BulkRow>> {
        let rows = Entity::find()
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::Id.eq(id.0))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .all(&self.db)
            .await?;
        match rows.is_empty() {
            true => Err(StoreError::NotFound("thing that was done for several at once")),
            false => rows.into_iter().map(read).collect(),
        }
    }
}

impl Tx<Caseload> {
    /// Those of these people whom this member of staff reaches. It is one question.
    pub async fn chosen(&self, people: &[PersonId], now: DateTime<Utc>) -> Result<Vec<Person>> {
        let (facts, _) = self.facts_of(self.scope.partnership(), people, now).await?;
        Ok(facts.into_iter().map(|it| it.person).collect())
    }
}

impl Tx<System> {
    /// Deletes what was done before `kept_since`.
    pub async fn forget_bulk(&self, kept_since: DateTime<Utc>) -> Result<u64> {
        let gone =
            Entity::delete_many().filter(Column::DoneAt.lt(kept_since)).exec(&self.db).await?;
        Ok(gone.rows_affected)
    }
}

fn read(row: Model) -> Result<BulkRow> {
    let bad = StoreError::Impossible { what: "thing done for several", why: "action" };
    Ok(BulkRow {
        id: BulkId(row.id),
        person: PersonId(row.person_id),
        by: StaffId(row.staff_id),
        action: Action::from_code(&row.action).ok_or(bad)?,
        done_at: row.done_at,
        undone_at: row.undone_at,
        thing: row.thing_id,
        before: row.before,
        after: row.after,
    })
}
