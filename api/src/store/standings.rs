//! Where everybody stands on the caseload: what rows are worked out from, the rows, and whose have to be worked out anew.
//! The marks themselves are left by the database, whatever changes ([`migrations::standing`]).

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    alert::{Alert, Task},
    check_in::CheckIn,
    id::{CheckInId, PartnershipId, PersonId, StaffId},
    invitation::{Invitation, InvitationState},
    person::Person,
    plan::Plan,
    spell::Spell,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QueryResult,
    QuerySelect, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, Func, OnConflict, Query},
};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{
    Result, StoreError, Tx, Version, alerts, check_ins,
    db::{What, listed, listed_columns, listed_from, read_list},
    destinations,
    entity::{
        alert, assignment, check_in, communication_need, contact, invitation, person, plan, spell,
        standing, standing_mark, task,
    },
    invitations, people, plans,
    scope::{OpensRecord, System},
};
use crate::standing::{Happened, Known, Stand};

/// How far back silence is counted: the two years, so that a row says the same as the person's own page.
const RECENT: TimeDelta = TimeDelta::days(800);

/// What one row is worked out from.
pub struct StandingFacts {
    /// Who.
    pub person: Person,
    /// Who works with them today.
    pub worker: Option<StaffId>,
    /// What is not closed.
    pub alerts: Vec<Alert>,
    /// Their check-ins of some time, and those that open alerts come from: earliest first, with what they ask.
    pub check_ins: Vec<(CheckIn, Version)>,
    /// When staff were last in touch with them, or tried.
    pub last_contact: Option<DateTime<Utc>>,
    /// The days of their EHC plan.
    pub plan: Option<Plan>,
    spells: Vec<Spell>,
    tasks: Vec<Task>,
    begun: HashSet<CheckInId>,
    /// The latest first.
    invitations: Vec<Invitation>,
}

impl StandingFacts {
    /// The same, as reasons are found from it.
    pub fn known(&self, happened: Happened) -> Known {
        Known {
            spells: self.spells.clone(),
            alerts: self.alerts.clone(),
            happened,
            tasks: self.tasks.clone(),
            check_ins: self.check_ins.iter().map(|(it, _)| it.clone()).collect(),
            begun: self.begun.clone(),
            invitation: None,
        }
    }

    /// How far their invitation has come at this moment.
    pub fn invitation(&self, at: DateTime<Utc>) -> InvitationState {
        InvitationState::of(self.invitations.iter().cloned(), at)
    }

    /// When the invitation that is open now runs out, if one is.
    pub fn invitation_runs_out(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let latest = self.invitations.first()?;
        let until = Ord::max(latest.link_expires_at, latest.code_expires_at);
        (self.invitation(now) == InvitationState::Sent).then_some(until)
    }
}

impl<S: OpensRecord> Tx<S> {
    /// Waits until nobody else works out rows of this partnership. SQLite has one writer.
    pub async fn hold_standing(&self, partnership: PartnershipId) -> Result<()> {
        if self.db.get_database_backend() == DbBackend::Sqlite {
            return Ok(());
        }
        let key = (partnership.0.as_u128() >> 64) as i64;
        let lock = Func::cust("pg_advisory_xact_lock").arg(key);
        self.db.query_one(&Query::select().expr(lock).take()).await?;
        Ok(())
    }

    /// What the rows of these people are worked out from, and the marks that are on them. It is one question.
    pub async fn facts_of(
        &self,
        partnership: PartnershipId,
        these: &[PersonId],
        now: DateTime<Utc>,
    ) -> Result<(Vec<StandingFacts>, Vec<i64>)> {
        let backend = self.db.get_database_backend();
        let ids = || these.iter().map(|id| id.0);
        macro_rules! theirs {
            ($table:ident) => {
                $table::Entity::find()
                    .filter($table::Column::PartnershipId.eq(partnership.0))
                    .filter($table::Column::PersonId.is_in(ids()))
            };
        }
        let people = person::Entity::find()
            .filter(person::Column::PartnershipId.eq(partnership.0))
            .filter(person::Column::Id.is_in(ids()))
            .filter(self.scope.reach(person::Column::PartnershipId, person::Column::Id));
        let open = theirs!(alert).filter(alert::Column::ClosedAt.is_null());
        let asked_in = open.clone().select_only().column(alert::Column::CheckInId).into_query();
        let recent = check_in::Column::OpenedAt
            .gte(now - RECENT)
            .or(check_in::Column::Id.in_subquery(asked_in));
        let unfinished = theirs!(check_in)
            .filter(check_in::Column::OpenedAt.gte(now - RECENT))
            .filter(check_in::Column::ExpiredAt.is_not_null())
            .filter(check_in::Column::FinishedAt.is_null())
            .filter(check_ins::begun());
        let last = contact::Column::HappenedAt.max();
        let contacts = theirs!(contact)
            .select_only()
            .column(contact::Column::PersonId)
            .column_as(last, "last")
            .group_by(contact::Column::PersonId)
            .into_query();
        let given = theirs!(assignment).filter(assignment::Column::EndedAt.is_null());
        let given_to = [assignment::Column::PersonId, assignment::Column::StaffId];
        let marks = theirs!(standing_mark)
            .select_only()
            .column(standing_mark::Column::Mark)
            .distinct()
            .into_query();

        let mut find = Query::select();
        find.expr_as(listed(backend, people), "people")
            .expr_as(listed(backend, theirs!(communication_need)), "needs")
            .expr_as(listed_columns(backend, given, given_to.into_iter()), "given")
            .expr_as(listed(backend, open), "alerts")
            .expr_as(listed(backend, theirs!(task).filter(task::Column::DoneAt.is_null())), "tasks")
            .expr_as(
                listed(backend, theirs!(spell).filter(spell::Column::VoidedAt.is_null())),
                "spells",
            )
            .expr_as(listed(backend, theirs!(check_in).filter(recent)), "check_ins")
            .expr_as(
                listed_columns(backend, unfinished, [check_in::Column::Id].into_iter()),
                "begun",
            )
            .expr_as(listed(backend, theirs!(invitation)), "invitations")
            .expr_as(listed(backend, theirs!(plan)), "plans")
            .expr_as(
                listed_from(backend, contacts, &[("person_id", true), ("last", false)]),
                "contacts",
            )
            .expr_as(listed_from(backend, marks, &[("mark", false)]), "marks");
        let row = self.db.query_one(&find).await?;
        let row = row.ok_or(StoreError::Impossible { what: "question", why: "no answer" })?;
        let marks: Vec<(i64,)> = read_list(&row, "marks")?;
        Ok((read_facts(&row)?, marks.into_iter().map(|(mark,)| mark).collect()))
    }

    /// Keeps rows that were worked out, and takes away the marks that were seen meanwhile.
    pub async fn save_standing(
        &self,
        partnership: PartnershipId,
        these: &[PersonId],
        rows: &[(PersonId, Option<StaffId>, Stand)],
        marks: &[i64],
        now: DateTime<Utc>,
    ) -> Result<()> {
        use standing::Column;
        if !rows.is_empty() {
            let rows = rows
                .iter()
                .map(|(person, worker, stand)| write(partnership, *person, *worker, stand, now))
                .collect::<Result<Vec<_>>>()?;
            let old = |column: Column| Expr::col((standing::Entity, column));
            let new = |column: Column| Expr::col((Alias::new("excluded"), column));
            let same = |column: Column| old(column).eq(new(column));
            let stays = same(Column::Place)
                .and(same(Column::WaitsSince))
                .and(same(Column::Name))
                .and(same(Column::NextDueOn))
                .and(same(Column::LastContactOn));
            let placed = Expr::case(stays, old(Column::PlacedAt)).finally(new(Column::PlacedAt));
            let changes = OnConflict::columns([Column::PartnershipId, Column::PersonId])
                .update_columns([
                    Column::WorkerId,
                    Column::Place,
                    Column::WaitsSince,
                    Column::Name,
                    Column::Here,
                    Column::Over,
                    Column::CallToday,
                    Column::NoReply,
                    Column::NotIn,
                    Column::Paused,
                    Column::Priority,
                    Column::Headline,
                    Column::Neet,
                    Column::Needs,
                    Column::NextDueOn,
                    Column::LastContactOn,
                    Column::Shown,
                    Column::LookAt,
                    Column::WorkedAt,
                ])
                .value(Column::PlacedAt, placed)
                .value(Column::Keyed, same(Column::Name).and(old(Column::Keyed)))
                .to_owned();
            let kept = standing::Entity::insert_many(rows).on_conflict(changes).into_query();
            self.db.later::<standing::Entity>(kept).await?;
        }
        // A transaction is seen whole or not at all: whichever of these people it has marked, its changes are in the rows.
        let gone = Query::delete()
            .from_table(standing_mark::Entity)
            .and_where(standing_mark::Column::PartnershipId.eq(partnership.0))
            .and_where(standing_mark::Column::PersonId.is_in(these.iter().map(|id| id.0)))
            .and_where(standing_mark::Column::Mark.is_in(marks.iter().copied()))
            .take();
        Ok(self.db.later::<standing_mark::Entity>(What::from(gone)).await?)
    }
}

impl Tx<System> {
    /// Whose rows have to be worked out anew, by partnership: some of those that have changed, and of those whose day has
    /// come.
    pub async fn stale_standing(
        &self,
        now: DateTime<Utc>,
        limit: u64,
    ) -> Result<BTreeMap<PartnershipId, Vec<PersonId>>> {
        use standing_mark::Column;
        let mut stale: Vec<(Uuid, Uuid)> = standing_mark::Entity::find()
            .select_only()
            .columns([Column::PartnershipId, Column::PersonId])
            .distinct()
            .order_by_asc(Column::PartnershipId)
            .order_by_asc(Column::PersonId)
            .limit(limit)
            .into_tuple()
            .all(&self.db)
            .await?;
        if (stale.len() as u64) < limit {
            let due: Vec<(Uuid, Uuid)> = standing::Entity::find()
                .select_only()
                .columns([standing::Column::PartnershipId, standing::Column::PersonId])
                .filter(standing::Column::LookAt.lte(now))
                .order_by_asc(standing::Column::LookAt)
                .limit(limit)
                .into_tuple()
                .all(&self.db)
                .await?;
            stale.extend(due);
        }
        let mut by_partnership = BTreeMap::<PartnershipId, Vec<PersonId>>::new();
        for (partnership, person) in stale {
            by_partnership.entry(PartnershipId(partnership)).or_default().push(PersonId(person));
        }
        for people in by_partnership.values_mut() {
            people.sort_unstable();
            people.dedup();
        }
        Ok(by_partnership)
    }
}

fn write(
    partnership: PartnershipId,
    person: PersonId,
    worker: Option<StaffId>,
    stand: &Stand,
    now: DateTime<Utc>,
) -> Result<standing::ActiveModel> {
    let bad = |_| StoreError::Impossible { what: "row", why: "it cannot be written" };
    let needs: String = stand.needs.iter().map(|need| format!("|{need}|")).collect();
    Ok(standing::ActiveModel {
        partnership_id: Set(partnership.0),
        person_id: Set(person.0),
        worker_id: Set(worker.map(|staff| staff.0)),
        place: Set(stand.place.into()),
        waits_since: Set(stand.waits_since),
        name: Set(stand.name.clone()),
        here: Set(stand.here),
        over: Set(stand.over),
        call_today: Set(stand.call_today),
        no_reply: Set(stand.no_reply),
        not_in: Set(stand.not_in),
        paused: Set(stand.paused),
        priority: Set(stand.priority.map(|priority| priority.code().into())),
        headline: Set(stand.headline.map(|headline| headline.code().into())),
        neet: Set(stand.neet.map(|neet| neet.code().into())),
        needs: Set(needs),
        next_due_on: Set(stand.next_due_on),
        last_contact_on: Set(stand.last_contact_on),
        shown: Set(serde_json::to_string(&stand.row).map_err(bad)?),
        look_at: Set(stand.look_at),
        placed_at: Set(now),
        keyed: Set(false),
        worked_at: Set(now),
    })
}

fn read_facts(row: &QueryResult) -> Result<Vec<StandingFacts>> {
    let needs: Vec<communication_need::Model> = read_list(row, "needs")?;
    let mut needs = grouped(needs, |it| it.person_id);
    let given: Vec<(Uuid, Uuid)> = read_list(row, "given")?;
    let given: HashMap<Uuid, Uuid> = given.into_iter().collect();
    let begun: Vec<(Uuid,)> = read_list(row, "begun")?;
    let begun: HashSet<CheckInId> = begun.into_iter().map(|(id,)| CheckInId(id)).collect();
    let contacts: Vec<(Uuid, DateTime<Utc>)> = read_list(row, "contacts")?;
    let contacts: HashMap<Uuid, DateTime<Utc>> = contacts.into_iter().collect();
    let planned: Vec<plan::Model> = read_list(row, "plans")?;
    let mut planned = grouped(planned, |it| it.person_id);
    let mut alerts =
        lists::<alert::Model, _>(row, "alerts", |it| (it.person_id, it.raised_at, it.id))?;
    let mut tasks = lists::<task::Model, _>(row, "tasks", |it| (it.person_id, it.due_on, it.id))?;
    let mut spells =
        lists::<spell::Model, _>(row, "spells", |it| (it.person_id, it.started_on, it.id))?;
    let mut asked =
        lists::<check_in::Model, _>(row, "check_ins", |it| (it.person_id, it.opened_at, it.id))?;
    let mut invited =
        lists::<invitation::Model, _>(row, "invitations", |it| (it.person_id, it.made_at, it.id))?;

    let people: Vec<person::Model> = read_list(row, "people")?;
    let each = people.into_iter().map(|row| {
        let id = row.id;
        let mut needs: Vec<String> =
            needs.remove(&id).unwrap_or_default().into_iter().map(|it| it.need).collect();
        needs.sort_unstable();
        let needs = needs.iter().map(|need| people::read_need(need)).collect::<Result<_>>()?;
        let check_ins = check_ins::read_all(asked.remove(&id).unwrap_or_default())?;
        let theirs = check_ins.iter().map(|(it, _)| it.id).filter(|it| begun.contains(it));
        let tasks = tasks.remove(&id).unwrap_or_default().into_iter();
        let alerts = alerts.remove(&id).unwrap_or_default().into_iter();
        let spells = spells.remove(&id).unwrap_or_default().into_iter();
        Ok(StandingFacts {
            person: people::read(row, needs)?,
            worker: given.get(&id).copied().map(StaffId),
            alerts: alerts.map(alerts::read).collect::<Result<_>>()?,
            begun: theirs.collect(),
            check_ins,
            last_contact: contacts.get(&id).copied(),
            plan: planned
                .remove(&id)
                .and_then(|mut one| one.pop())
                .map(plans::read)
                .transpose()?
                .map(|known| known.value),
            spells: spells.map(destinations::read_spell).collect::<Result<_>>()?,
            tasks: tasks.map(alerts::read_task).collect::<Result<_>>()?,
            invitations: invited
                .remove(&id)
                .unwrap_or_default()
                .iter()
                .rev()
                .map(invitations::read)
                .collect(),
        })
    });
    each.collect()
}

/// A list by person, each in order, the smallest first. The key begins with the person.
fn lists<M: DeserializeOwned, K: Ord>(
    row: &QueryResult,
    name: &str,
    key: impl Fn(&M) -> (Uuid, K, Uuid),
) -> Result<HashMap<Uuid, Vec<M>>> {
    let mut rows: Vec<M> = read_list(row, name)?;
    rows.sort_by_key(&key);
    Ok(grouped(rows, |it| key(it).0))
}

fn grouped<M>(rows: Vec<M>, person: impl Fn(&M) -> Uuid) -> HashMap<Uuid, Vec<M>> {
    let mut grouped = HashMap::<Uuid, Vec<M>>::new();
    for row in rows {
        grouped.entry(person(&row)).or_default().push(row);
    }
    grouped
}
