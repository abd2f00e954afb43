//! Pages of the caseload in the database, and how many there are.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::{
    caseload::{Cursor, Order, State, Waits, Wanted},
    day::{at_london, london_day},
    id::{PersonId, StaffId},
    staff::Role,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{self, Alias, Expr, ExprTrait, Func, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    db::{listed_from, read_list},
    entity::{staff, standing, standing::Column, standing_mark},
    record::same,
    scope::{Caseload, Reach, Within},
};
use crate::standing::{Row, Search};

/// Which part of the list is read.
pub struct Window<'a> {
    /// Whom, in which order.
    pub wanted: &'a Wanted,
    /// Whose names are like this.
    pub search: Option<&'a Search>,
    /// Where the page before ended.
    pub after: Option<&'a Cursor>,
    /// How many rows.
    pub limit: u64,
    /// Now.
    pub now: DateTime<Utc>,
    /// How many of those whose rows are old are named.
    pub stale: u64,
}

/// Part of the list.
pub struct Found {
    /// The rows, in order. Those who have changed their place since the page before come first, if they stand before it.
    pub rows: Vec<StandingRow>,
    /// Who stands last, where there are more.
    pub next: Option<(PersonId, u8, DateTime<Utc>)>,
    /// Whose rows are old, of all in reach.
    pub stale: Vec<PersonId>,
}

/// One row.
pub struct StandingRow {
    /// Who.
    pub person: PersonId,
    /// The number of the first reason.
    pub place: u8,
    /// As it is shown.
    pub row: Row,
    /// Who works with them.
    pub worker: Option<String>,
    /// Something has changed since it was worked out.
    pub stale: bool,
}

/// One row as it comes: who, place, since when, next due, last contact, the row, its worker and their name, and whether
/// it is old.
type Line =
    (Uuid, u8, DateTime<Utc>, NaiveDate, NaiveDate, String, Option<Uuid>, Option<String>, u8);

const LINE: [(&str, bool); 9] = [
    ("person_id", true),
    ("place", false),
    ("waits_since", false),
    ("next_due_on", false),
    ("last_contact_on", false),
    ("shown", false),
    ("worker_id", true),
    ("worker_name", false),
    ("stale", false),
];

/// How many at most are shown again because they have moved.
const MOST_MOVED: u64 = 200;

impl Tx<Caseload> {
    /// Part of the list of those in reach, with whose rows are old. It is one question.
    pub async fn standing_page(&self, window: &Window<'_>) -> Result<Found> {
        let backend = self.db.get_database_backend();
        let order = columns(window.wanted.order);
        let mut find = Query::select();
        let mut page = self.find_rows(window);
        page.limit(window.limit + 1);
        let mut moved = None;
        if let Some(after) = window.after {
            let here = self.keys_of(after);
            let key = || Expr::tuple(order.iter().map(|column| column.into_expr()));
            let mut before = self.find_rows(window);
            before
                .and_where(Column::PlacedAt.gt(after.at))
                .and_where(key().lte(here.clone()))
                .limit(MOST_MOVED);
            moved = Some(before);
            page.and_where(key().gt(here));
        }
        find.expr_as(listed_from(backend, page, &LINE), "page");
        if let Some(moved) = moved {
            find.expr_as(listed_from(backend, moved, &LINE), "moved");
        }
        self.also_stale(&mut find, window.now, window.stale);
        let row = self.db.query_one(&find).await?;
        let row = row.ok_or(StoreError::Impossible { what: "question", why: "no answer" })?;

        let mut page: Vec<Line> = read_list(&row, "page")?;
        let more = page.len() as u64 > window.limit;
        page.truncate(window.limit as usize);
        let next = page.last().filter(|_| more).map(|last| {
            let start = |day: NaiveDate| at_london(day, NaiveTime::MIN);
            let since = match window.wanted.order {
                Order::Urgency | Order::Name => last.2,
                Order::Due => start(last.3),
                Order::LastContact => start(last.4),
            };
            (PersonId(last.0), last.1, since)
        });
        let mut lines: Vec<Line> =
            if window.after.is_some() { read_list(&row, "moved")? } else { Vec::new() };
        lines.extend(page);
        Ok(Found {
            rows: lines.into_iter().map(read).collect::<Result<_>>()?,
            next,
            stale: stale(&row, window.stale)?,
        })
    }

    /// How many there are of each state and how many are urgent, of those in reach and whatever else is wanted; and whose
    /// rows are old. It is one question.
    pub async fn standing_counts(
        &self,
        wanted: &Wanted,
        now: DateTime<Utc>,
        most_stale: u64,
    ) -> Result<((BTreeMap<State, u64>, u64), Vec<PersonId>)> {
        let all = Wanted { state: State::All, waits: None, ..wanted.clone() };
        let count = |which: Condition| {
            let one = Expr::case(which, 1).finally(0);
            let sum = Func::sum(one);
            Expr::from(Func::coalesce([sum.into(), Expr::val(0)])).cast_as("bigint")
        };
        let states: Vec<State> = State::ALL
            .iter()
            .map(|(state, _)| *state)
            .filter(|it| *it != State::Unassigned || self.scope.role() == Role::Manager)
            .collect();
        let mut find = Query::select();
        find.from(standing::Entity)
            .cond_where(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .cond_where(of_kind(&all));
        for state in &states {
            find.expr_as(count(of_state(*state)), Alias::new(state.code()));
        }
        let urgent = of_state(State::All).add(waits(Waits::Urgent));
        find.expr_as(count(urgent), "urgent");
        self.also_stale(&mut find, now, most_stale);
        let row = self.db.query_one(&find).await?;
        let row = row.ok_or(StoreError::Impossible { what: "question", why: "no answer" })?;
        let number = |name: &str| row.try_get::<i64>("", name).map(i64::unsigned_abs);
        let mut counted = BTreeMap::new();
        for state in states {
            counted.insert(state, number(state.code())?);
        }
        Ok(((counted, number("urgent")?), stale(&row, most_stale)?))
    }

    /// The rows of those in reach who are wanted, in order.
    fn find_rows(&self, window: &Window<'_>) -> SelectStatement {
        let marked = standing_mark::Entity::find()
            .select_only()
            .column(standing_mark::Column::Mark)
            .filter(same(standing_mark::Column::PartnershipId, Column::PartnershipId))
            .filter(same(standing_mark::Column::PersonId, Column::PersonId))
            .into_query();
        let old = Expr::exists(marked).or(Column::LookAt.lte(window.now));
        let its_worker = Condition::all()
            .add(same(staff::Column::Id, Column::WorkerId))
            .add(staff::Column::EndedAt.is_null());
        let mut find = Query::select();
        for (name, _) in LINE {
            match name {
                "worker_name" => find.expr_as(staff::Column::Name.into_expr(), name),
                "stale" => find.expr_as(Expr::case(old.clone(), 1).finally(0), name),
                _ => find.expr_as(Expr::col((standing::Entity, Alias::new(name))), name),
            };
        }
        find.from(standing::Entity)
            .left_join(staff::Entity, its_worker)
            .cond_where(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .cond_where(of_kind(window.wanted));
        // Whoever is looked for by name may be anybody in reach: their two years may be over.
        if window.search.is_none() || window.wanted.state != State::All {
            find.cond_where(of_state(window.wanted.state));
        }
        if let Some(search) = window.search {
            find.cond_where(self.may_be_called(search));
        }
        // Few people are found by who they are, and the order is quickly made. In the order of an index the whole
        // partnership would be passed on the way.
        let whole = self.scope.role() == Role::Manager && window.search.is_none();
        for column in columns(window.wanted.order) {
            match column {
                Column::Place if !whole => find.order_by_expr(
                    Expr::col((standing::Entity, *column)).add(0),
                    sea_query::Order::Asc,
                ),
                _ => find.order_by((standing::Entity, *column), sea_query::Order::Asc),
            };
        }
        find
    }

    /// What the order goes by, of whoever stood last on the page before.
    fn keys_of(&self, after: &Cursor) -> Expr {
        let name = standing::Entity::find()
            .select_only()
            .column(Column::Name)
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::PersonId.eq(after.person.0))
            .into_query();
        // Of somebody who is gone the name is not known; whoever stands where they stood comes again.
        let name = Func::coalesce([name.into(), Expr::val("")]);
        let keys = columns(after.order).iter().map(|column| match column {
            Column::Place => Expr::val(i16::from(after.place)),
            Column::WaitsSince => Expr::val(after.since),
            Column::Name => name.clone().into(),
            Column::PersonId => Expr::val(after.person.0),
            _ => Expr::val(london_day(after.since)),
        });
        Expr::tuple(keys.collect::<Vec<_>>())
    }

    /// Asks on the way whose rows are old: those who are marked, and those whose day has come.
    fn also_stale(&self, find: &mut SelectStatement, now: DateTime<Utc>, most: u64) {
        if most == 0 {
            return;
        }
        let backend = self.db.get_database_backend();
        use standing_mark::Column as Mark;
        let marked = standing_mark::Entity::find()
            .select_only()
            .column(Mark::PersonId)
            .distinct()
            .filter(self.scope.reach(Mark::PartnershipId, Mark::PersonId))
            .limit(most)
            .into_query();
        let due = standing::Entity::find()
            .select_only()
            .column(Column::PersonId)
            .filter(Column::LookAt.lte(now))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .limit(most)
            .into_query();
        find.expr_as(listed_from(backend, marked, &[("person_id", true)]), "marked")
            .expr_as(listed_from(backend, due, &[("person_id", true)]), "due");
    }
}

fn stale(row: &sea_orm::QueryResult, most: u64) -> Result<Vec<PersonId>> {
    if most == 0 {
        return Ok(Vec::new());
    }
    let mut all: Vec<(Uuid,)> = read_list(row, "marked")?;
    all.extend(read_list::<(Uuid,)>(row, "due")?);
    let mut all: Vec<PersonId> = all.into_iter().map(|(id,)| PersonId(id)).collect();
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// What an order goes by. The last tells everybody apart.
fn columns(order: Order) -> &'static [Column] {
    match order {
        Order::Urgency => &[Column::Place, Column::WaitsSince, Column::Name, Column::PersonId],
        Order::Name => &[Column::Name, Column::PersonId],
        Order::Due => &[Column::NextDueOn, Column::Name, Column::PersonId],
        Order::LastContact => &[Column::LastContactOn, Column::Name, Column::PersonId],
    }
}

fn of_state(state: State) -> Condition {
    let all = Condition::all();
    let none = || Column::Over.eq(false);
    match state {
        State::All => all.add(Column::Here.eq(true)),
        State::CallToday => all.add(Column::CallToday.eq(true)),
        State::NoReply => all.add(Column::NoReply.eq(true)),
        State::NotInvited => all.add(Column::NotIn.eq(true)),
        State::Paused => all.add(Column::Paused.eq(true)),
        State::Unassigned => all.add(none()).add(Column::WorkerId.is_null()),
        State::Completed => all.add(Column::Over.eq(true)),
    }
}

/// Whatever else is wanted.
fn of_kind(wanted: &Wanted) -> Condition {
    Condition::all()
        .add_option(wanted.worker.map(|StaffId(id)| Column::WorkerId.eq(id)))
        .add_option(wanted.need.map(|need| Column::Needs.contains(format!("|{}|", need.code()))))
        .add_option(wanted.headline.map(|headline| Column::Headline.eq(headline.code())))
        .add_option(wanted.neet.map(|neet| Column::Neet.eq(neet.code())))
        .add_option(wanted.waits.map(waits))
}

fn waits(waits: Waits) -> Expr {
    match waits {
        Waits::Urgent => Column::Priority.is_in([Waits::P1.code(), Waits::P2.code()]),
        one => Column::Priority.eq(one.code()),
    }
}

fn read(line: Line) -> Result<StandingRow> {
    let (person, place, _, _, _, shown, worker, name, stale) = line;
    let bad = |_| StoreError::Impossible { what: "row", why: "it cannot be read" };
    let left = || worker.map(|_| "Somebody who has left".to_owned());
    Ok(StandingRow {
        person: PersonId(person),
        place,
        row: serde_json::from_str(&shown).map_err(bad)?,
        worker: name.or_else(left),
        stale: stale != 0,
    })
}
