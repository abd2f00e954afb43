//! One young person's record as staff see it, in one statement: who they are, and a list for each table. With a statement
//! for each table the page took twenty-three.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::{
    alert::{Alert, OWN_WORDS, Task},
    answer::Answer,
    check_in::{CheckIn, State},
    concern::Concern,
    contact::Contact,
    data_request::DataRequest,
    goal::Goal,
    id::{AlertId, CheckInId, PersonId, StaffId},
    intended::Intended,
    invitation::InvitationState,
    person::Person,
    plan::Plan,
    promise::Promise,
    received::Claim,
    record::KnownSpell,
    safe_contact::SafeContact,
    staff::Role,
    supporter::Supporter,
    talk::Talk,
    task::ToDo,
    versioned::Versioned,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, Iterable, QueryFilter,
    QueryResult, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, Func, Query, SelectStatement},
};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{
    KnownDetails, KnownTry, KnownWord, Result, StoreError, Tx, Version, alerts, answers, check_ins,
    closing, concerns,
    db::{listed, listed_columns, read_list},
    destinations, details,
    entity::{
        access_event, alert, answer, assignment, check_in, claim, communication_need, concern,
        contact, data_request, glass, goal, intended, invitation, kept_detail, own_contact, person,
        plan, promise, safe_contact, session, spell, spell_try, spell_word, staff, supporter, talk,
        task,
    },
    evidence, goals, intended as meant, invitations, people, phones, plans, promises, requests,
    safe_contacts,
    scope::{Caseload, Reach, Within},
    supporters, talks,
};

/// What staff see of one young person.
pub struct Whole {
    /// Who they are.
    pub person: Person,
    /// Who works with them today.
    pub worker: Option<StaffId>,
    /// Who works with people here, by id.
    pub staff: Vec<(StaffId, String)>,
    /// What was promised, earliest first.
    pub promises: Vec<Versioned<Promise>>,
    /// Whom they asked to help, in the order in which they were added.
    pub supporters: Vec<Supporter>,
    /// The answers that count.
    pub answers: Vec<(CheckInId, Answer)>,
    /// What they were asked, the latest first.
    pub check_ins: Vec<(CheckIn, Version)>,
    /// What they did, earliest first.
    pub spells: Vec<KnownSpell>,
    /// What is not closed, oldest first.
    pub alerts: Vec<Alert>,
    /// Those of them that come with words of the young person's own.
    pub own_words: HashSet<AlertId>,
    /// What staff are to do, the most urgent first.
    pub tasks: Vec<Task>,
    /// The same with whose they are and what was said about them.
    pub to_dos: Vec<Versioned<ToDo>>,
    /// How far their invitation has come.
    pub invitation: InvitationState,
    /// The contacts with them, the latest first.
    pub contacts: Vec<Versioned<Contact>>,
    /// What they want, in the order in which they wrote it.
    pub goals: Vec<Goal>,
    /// What they asked for, the latest first.
    pub talks: Vec<Talk>,
    /// What they asked about what is held of them, the latest first.
    pub requests: Vec<DataRequest>,
    /// The numbers and addresses that they have shown to be their own.
    pub own_contacts: Vec<String>,
    /// On how many phones they are signed in.
    pub phones: u64,
    /// What staff can mend, with its version.
    pub details: KnownDetails,
    /// How they can be reached safely, if anybody has said.
    pub safe_contact: Option<Versioned<SafeContact>>,
    /// The days of their EHC plan, as far as they are known.
    pub plan: Option<Versioned<Plan>>,
    /// Until when it is open to whoever looks because they opened it in an emergency.
    pub open_until: Option<DateTime<Utc>>,
    /// What they meant to do next, the latest first.
    pub intended: Vec<Versioned<Intended>>,
    /// What others say was given of what was promised, the latest first.
    pub claims: Vec<Versioned<Claim>>,
    /// That promised support may not be coming, the latest first.
    pub concerns: Vec<Versioned<Concern>>,
    /// Every word about where they are and were, the latest first.
    pub words: Vec<KnownWord>,
    /// The tries behind the words of not knowing, the latest first.
    pub tries: Vec<KnownTry>,
}

impl Whole {
    /// Those of the check-ins that were closed unfinished in which the young person answered something all the same.
    pub fn begun(&self) -> HashSet<CheckInId> {
        let own = self.answers.iter().filter(|(_, answer)| answer.supporter.is_none());
        let said: HashSet<CheckInId> = own.map(|(check_in, _)| *check_in).collect();
        let closed = self.check_ins.iter().filter(|(it, _)| it.state() == State::Closed);
        closed.map(|(it, _)| it.id).filter(|id| said.contains(id)).collect()
    }
}

/// The names of the lists.
const NEEDS: &str = "needs";
const WORKER: &str = "worker_id";
const STAFF: &str = "staff_names";
const WRITTEN: &str = "written";
const PHONES: &str = "phones";
const KEPT: &str = "kept";
const GLASS: &str = "glass";

impl Tx<Caseload> {
    /// Everything that staff see of one young person in reach. It is one question to the database.
    pub async fn whole(&self, id: PersonId, now: DateTime<Utc>) -> Result<Whole> {
        let find = self.find_whole(id, now);
        let row = self.db.query_one(&find).await?.ok_or(StoreError::NotFound("young person"))?;
        read(&row, now)
    }

    /// Notes that this member of staff looks at a young person in reach; at nobody else there is anything to look at.
    pub async fn note_look(
        &self,
        id: Uuid,
        person: PersonId,
        what: &'static str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        use access_event::Column;
        let row = self.access(id, person, what, now);
        let value = |column: Column| {
            let value = sea_orm::ActiveModelTrait::get(&row, column).into_value();
            Expr::value(value.expect("every column is set above"))
        };
        let here = Query::select()
            .exprs(Column::iter().map(value))
            .from(person::Entity)
            .and_where(person::Column::Id.eq(person.0))
            .cond_where(self.scope.reach(person::Column::PartnershipId, person::Column::Id))
            .take();
        let note = Query::insert()
            .into_table(access_event::Entity)
            .columns(Column::iter())
            .select_from(here)
            .map_err(|error| StoreError::Database(sea_orm::DbErr::Custom(error.to_string())))?
            .take();
        match self.db.execute(&note).await?.rows_affected() {
            0 => Err(StoreError::NotFound("young person")),
            _ => Ok(()),
        }
    }

    fn find_whole(&self, id: PersonId, now: DateTime<Utc>) -> SelectStatement {
        let backend = self.db.get_database_backend();
        let partnership = self.scope.partnership().0;
        let mine = Theirs { partnership, person: id.0 };
        let mut find = person::Entity::find()
            .filter(person::Column::Id.eq(id.0))
            .filter(self.scope.reach(person::Column::PartnershipId, person::Column::Id))
            .into_query();

        macro_rules! lists {
            ($($table:ident $(if $more:expr)?;)*) => {$({
                let theirs = mine.of(
                    $table::Entity::find(),
                    $table::Column::PartnershipId,
                    $table::Column::PersonId,
                );
                $(let theirs = theirs.filter($more);)?
                find.expr_as(listed(backend, theirs), stringify!($table));
            })*};
        }
        lists! {
            alert if alert::Column::ClosedAt.is_null();
            answer if answer::Column::SupersededAt.is_null();
            check_in;
            claim;
            concern;
            contact;
            data_request;
            goal;
            intended;
            invitation;
            plan;
            promise;
            safe_contact;
            spell_try;
            spell_word;
            spell if spell::Column::VoidedAt.is_null();
            supporter;
            talk;
            task if task::Column::DoneAt.is_null();
        }

        use {communication_need as need, kept_detail as kept, own_contact as own};
        let mended =
            mine.of(kept::Entity::find(), kept::Column::PartnershipId, kept::Column::PersonId);
        let needs =
            mine.of(need::Entity::find(), need::Column::PartnershipId, need::Column::PersonId);
        let owned = mine.of(own::Entity::find(), own::Column::PartnershipId, own::Column::PersonId);
        let raised = mine
            .of(alert::Entity::find(), alert::Column::PartnershipId, alert::Column::PersonId)
            .filter(alert::Column::ClosedAt.is_null())
            .select_only()
            .column(alert::Column::AnswerId)
            .into_query();
        let written = mine
            .of(answer::Entity::find(), answer::Column::PartnershipId, answer::Column::PersonId)
            .filter(answer::Column::FreeText.is_not_null())
            .filter(answer::Column::Id.in_subquery(raised));
        let workers = staff::Entity::find()
            .filter(staff::Column::PartnershipId.eq(partnership))
            .filter(staff::Column::EndedAt.is_null())
            .filter(staff::Column::Role.is_in([
                Role::Worker.code(),
                Role::Manager.code(),
                Role::SafeguardingLead.code(),
            ]));
        let opened = mine
            .of(glass::Entity::find(), glass::Column::PartnershipId, glass::Column::PersonId)
            .filter(glass::Column::StaffId.eq(self.scope.staff().0))
            .filter(glass::Column::EndsAt.gt(now));
        let names = [staff::Column::Id, staff::Column::Name];
        let theirs = [own::Column::Kind, own::Column::Value];
        find.expr_as(listed_columns(backend, mended, [kept::Column::Field].into_iter()), KEPT)
            .expr_as(listed_columns(backend, needs, [need::Column::Need].into_iter()), NEEDS)
            .expr_as(listed_columns(backend, owned, theirs.into_iter()), "own_contact")
            .expr_as(listed_columns(backend, written, [answer::Column::Id].into_iter()), WRITTEN)
            .expr_as(listed_columns(backend, workers, names.into_iter()), STAFF)
            .expr_as(listed(backend, opened), GLASS)
            .expr_as(mine.worker(), WORKER)
            .expr_as(mine.phones(now), PHONES);
        find
    }
}

/// The rows of one young person.
struct Theirs {
    partnership: Uuid,
    person: Uuid,
}

impl Theirs {
    /// Of one table.
    fn of<E: EntityTrait>(
        &self,
        find: Select<E>,
        partnership: E::Column,
        person: E::Column,
    ) -> Select<E> {
        find.filter(partnership.eq(self.partnership)).filter(person.eq(self.person))
    }

    fn worker(&self) -> Expr {
        use assignment::Column;
        let find = self
            .of(assignment::Entity::find(), Column::PartnershipId, Column::PersonId)
            .filter(Column::EndedAt.is_null())
            .select_only();
        find.column(Column::StaffId).into_query().into()
    }

    fn phones(&self, now: DateTime<Utc>) -> Expr {
        use session::Column;
        let theirs: Condition = phones::live(now)
            .add(Column::PartnershipId.eq(self.partnership))
            .add(Column::PersonId.eq(self.person));
        let count = Func::count(Column::Id.into_expr());
        Query::select().expr(count).from(session::Entity).cond_where(theirs).take().into()
    }
}

fn read(row: &QueryResult, now: DateTime<Utc>) -> Result<Whole> {
    let mut needs: Vec<(String,)> = read_list(row, NEEDS)?;
    needs.sort_unstable();
    let needs = needs.iter().map(|(need,)| people::read_need(need)).collect::<Result<_>>()?;
    let staff: Vec<(Uuid, String)> = read_list(row, STAFF)?;
    let mut own_contacts: Vec<(String, String)> = read_list(row, "own_contact")?;
    own_contacts.sort_by(|(one, _), (other, _)| other.cmp(one));

    let check_ins = sorted::<check_in::Model, _>(row, "check_in", |it| (it.opened_at, it.id))?;
    let answers = sorted::<answer::Model, _>(row, "answer", |it| (it.answered_at, it.id))?;
    let promises = sorted::<promise::Model, _>(row, "promise", |it| (it.agreed_on, it.id))?;
    let spells = sorted::<spell::Model, _>(row, "spell", |it| (it.started_on, it.id))?;
    let alerts = sorted::<alert::Model, _>(row, "alert", |it| (it.raised_at, it.id))?;
    let tasks = sorted::<task::Model, _>(row, "task", |it| (it.due_on, it.id))?;
    let contacts = sorted::<contact::Model, _>(row, "contact", |it| (it.happened_at, it.id))?;
    let goals = sorted::<goal::Model, _>(row, "goal", |it| (it.made_at, it.id))?;
    let talks = sorted::<talk::Model, _>(row, "talk", |it| (it.asked_at, it.id))?;
    let asked = sorted::<data_request::Model, _>(row, "data_request", |it| (it.asked_at, it.id))?;
    let supporters = sorted::<supporter::Model, _>(row, "supporter", |it| (it.made_at, it.id))?;
    let invited = sorted::<invitation::Model, _>(row, "invitation", |it| (it.made_at, it.id))?;

    let alerts = each(alerts, alerts::read)?;
    let talks = each(talks.into_iter().rev(), talks::read)?;
    let written: Vec<(Uuid,)> = read_list(row, WRITTEN)?;
    let written = written.into_iter().map(|(id,)| id).collect();
    let planned = sorted::<intended::Model, _>(row, "intended", |it| (it.said_on, it.id))?;
    let claims = sorted::<claim::Model, _>(row, "claim", |it| (it.from_on, it.id))?;
    let raised = sorted::<concern::Model, _>(row, "concern", |it| (it.raised_on, it.id))?;
    let kept: Vec<(String,)> = read_list(row, KEPT)?;
    let safe: Vec<safe_contact::Model> = read_list(row, "safe_contact")?;
    let plan: Vec<plan::Model> = read_list(row, "plan")?;
    let words: Vec<spell_word::Model> = read_list(row, "spell_word")?;
    let mut words = each(words, evidence::read_word)?;
    words.sort_by_key(|known| std::cmp::Reverse((known.word.on, known.word.source)));
    let tries = sorted::<spell_try::Model, _>(row, "spell_try", |it| it.tried_at)?;
    let opened: Vec<glass::Model> = read_list(row, GLASS)?;
    let stored = person::Model::from_query_result(row, "")?;
    let (version, left_reason) = (stored.version, stored.left_reason.clone());
    let person = people::read(stored, needs)?;
    let kept = kept.into_iter().map(|(field,)| field);
    let details = details::read(&person, version, left_reason.as_deref(), kept)?;
    Ok(Whole {
        details,
        open_until: opened.iter().map(|open| open.ends_at).max(),
        safe_contact: each(safe, safe_contacts::read)?.pop(),
        plan: each(plan, plans::read)?.pop(),
        intended: each(planned.into_iter().rev(), meant::read)?,
        claims: each(claims.into_iter().rev(), concerns::read_claim)?,
        concerns: each(raised.into_iter().rev(), concerns::read_concern)?,
        words,
        tries: each(tries.into_iter().rev(), evidence::read_try)?,
        person,
        worker: row.try_get::<Option<Uuid>>("", WORKER)?.map(StaffId),
        staff: staff.into_iter().map(|(id, name)| (StaffId(id), name)).collect(),
        promises: promises.iter().map(promises::read_versioned).collect::<Result<_>>()?,
        supporters: each(supporters, supporters::read)?,
        answers: answers::read_all(answers)?,
        check_ins: check_ins::read_all(check_ins.into_iter().rev().collect())?,
        spells: destinations::read_known(spells)?,
        own_words: own_words(&alerts, &written, &talks),
        alerts,
        to_dos: each(tasks.clone(), super::tasks::read)?,
        tasks: each(tasks, alerts::read_task)?,
        invitation: InvitationState::of(invited.iter().rev().map(invitations::read), now),
        contacts: each(contacts.into_iter().rev(), super::contacts::read)?,
        goals: each(goals, goals::read)?,
        talks,
        requests: each(asked.into_iter().rev(), requests::read)?,
        own_contacts: own_contacts.into_iter().map(|(_, value)| value).collect(),
        phones: row.try_get::<i64>("", PHONES)?.unsigned_abs(),
    })
}

/// A list in order, the smallest first.
fn sorted<M: DeserializeOwned, K: Ord>(
    row: &QueryResult,
    name: &str,
    by: impl Fn(&M) -> K,
) -> Result<Vec<M>> {
    let mut rows: Vec<M> = read_list(row, name)?;
    rows.sort_by_key(by);
    Ok(rows)
}

fn each<M, T>(rows: impl IntoIterator<Item = M>, read: impl Fn(M) -> Result<T>) -> Result<Vec<T>> {
    rows.into_iter().map(read).collect()
}

/// Which of these alerts come with words of the young person's own, for somebody to read.
fn own_words(alerts: &[Alert], written: &HashSet<Uuid>, talks: &[Talk]) -> HashSet<AlertId> {
    let wrote = |alert: &&Alert| {
        alert.trigger == OWN_WORDS
            || alert.answer.is_some_and(|id| written.contains(&id.0))
            || (alert.trigger == closing::WISH
                && talks.iter().any(|it| it.asked_at >= alert.raised_at && it.words.is_some()))
    };
    alerts.iter().filter(wrote).map(|alert| alert.id).collect()
}
