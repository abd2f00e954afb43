//! A page of the caseload. Rows are read as they were worked out; whatever has changed since is worked out first, so
//! that nobody ever sees an old row.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::{
    caseload::{Cursor, Order, State, Wanted},
    id::{PersonId, StaffId},
    name::{Likeness, likeness, wanted},
    text::fold,
};

use super::{Happened, Row, stand, work_out};
use crate::{
    app::App,
    store::{
        Result, StoreError, Tx, Window,
        scope::{Caseload, Within},
    },
};

/// How many people at most one request works out. More than that have changed only just after a file, and the job is at
/// them; the rows that are shown are right all the same.
const MOST: u64 = 1000;

/// How many at most are looked at among whom somebody may mean. Whoever finds more types another letter.
const MOST_FOUND: u64 = 200;

/// One row of a page.
pub struct Listed {
    /// Who.
    pub person: PersonId,
    /// The row, as whoever asks sees it.
    pub row: Row,
    /// Who works with them.
    pub worker: Option<String>,
    /// Why they were found, where somebody looked for a name.
    pub found: Option<Likeness>,
}

/// What somebody looks for.
pub struct Search {
    /// What they typed.
    pub typed: String,
    /// The keys of each word.
    pub keys: Vec<BTreeSet<i32>>,
    /// The letters of each word.
    pub words: Vec<String>,
}

impl Search {
    /// Whoever is called like this.
    pub fn new(typed: &str) -> Self {
        let words = fold(typed).split_whitespace().map(str::to_owned).collect();
        Self { typed: typed.to_owned(), keys: wanted(typed), words }
    }
}

/// A page of the list.
pub struct Page {
    /// When it was true.
    pub as_of: DateTime<Utc>,
    /// Its rows, in order.
    pub rows: Vec<Listed>,
    /// Where the next one begins, if there is one.
    pub next: Option<Cursor>,
}

/// How many there are.
pub struct Counted {
    /// When it was true.
    pub as_of: DateTime<Utc>,
    /// Of each state.
    pub states: BTreeMap<State, u64>,
    /// With possible harm or a concern.
    pub urgent: u64,
}

/// A page of those in reach who are wanted.
pub async fn page(
    app: &App,
    scope: Caseload,
    wanted: &Wanted,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page> {
    let as_of = app.now();
    read(app, scope, Window { wanted, search: None, after, limit, now: as_of, stale: MOST }).await
}

/// Those in reach who are wanted and whose names are like this: the most like first, and of those who are as like in the
/// order of the list.
pub async fn search(
    app: &App,
    scope: Caseload,
    wanted: &Wanted,
    search: &Search,
    limit: u64,
) -> Result<Page> {
    let window = Window {
        wanted,
        search: Some(search),
        after: None,
        limit: MOST_FOUND,
        now: app.now(),
        stale: MOST,
    };
    let mut page = read(app, scope, window).await?;
    for listed in &mut page.rows {
        listed.found = likeness(&search.typed, &listed.row.names);
    }
    page.rows.retain(|listed| listed.found.is_some());
    page.rows.sort_by_key(|listed| listed.found);
    page.rows.truncate(limit as usize);
    page.next = None;
    Ok(page)
}

async fn read(app: &App, scope: Caseload, window: Window<'_>) -> Result<Page> {
    let (as_of, wanted) = (window.now, window.wanted);
    let look = async |tx: &Tx<Caseload>| tx.standing_page(&window).await;
    let mut found = app.store.look::<_, _, StoreError>(scope, look).await?;
    if !found.stale.is_empty() {
        let anew = async |tx: &Tx<Caseload>| {
            work_out(tx, app, tx.scope().partnership(), &found.stale).await?;
            let window = Window { now: app.now(), stale: 0, ..window };
            let mut found = tx.standing_page(&window).await?;
            refresh(tx, app, &mut found.rows).await?;
            Ok::<_, StoreError>(found)
        };
        found = app.store.write(scope, anew).await?;
    }
    let me = scope.staff();
    let next = found.next.map(|(last, place, since)| Cursor {
        order: wanted.order,
        place,
        since,
        at: as_of,
        person: last,
    });
    let mut rows: Vec<(u8, Listed)> = found
        .rows
        .into_iter()
        .map(|it| {
            let (place, row) = seen_by(me, it.place, it.row);
            (place, Listed { person: it.person, row, worker: it.worker, found: None })
        })
        .collect();
    // To whoever proposed how to close possible harm it stands a little lower. Such rows are few and all at the top.
    if wanted.order == Order::Urgency {
        rows.sort_by_key(|(place, _)| *place);
    }
    Ok(Page { as_of, rows: rows.into_iter().map(|(_, row)| row).collect(), next })
}

/// How many there are of each state, in reach and whatever else is wanted.
pub async fn counts(app: &App, scope: Caseload, wanted: &Wanted) -> Result<Counted> {
    let now = app.now();
    let look = async |tx: &Tx<Caseload>| tx.standing_counts(wanted, now, MOST).await;
    let (mut counted, stale) = app.store.look::<_, _, StoreError>(scope, look).await?;
    if !stale.is_empty() {
        let anew = async |tx: &Tx<Caseload>| {
            work_out(tx, app, tx.scope().partnership(), &stale).await?;
            Ok::<_, StoreError>(tx.standing_counts(wanted, app.now(), 0).await?.0)
        };
        counted = app.store.write(scope, anew).await?;
    }
    let (states, urgent) = counted;
    Ok(Counted { as_of: now, states, urgent })
}

/// Shows what is still not worked out as it is now. It stands where it stood until the job has come to it.
async fn refresh(
    tx: &Tx<Caseload>,
    app: &App,
    rows: &mut [crate::store::StandingRow],
) -> Result<()> {
    let old: BTreeSet<PersonId> = rows.iter().filter(|it| it.stale).map(|it| it.person).collect();
    if old.is_empty() {
        return Ok(());
    }
    let (now, old) = (app.now(), Vec::from_iter(old));
    let (known, _) = tx.facts_of(tx.scope().partnership(), &old, now).await?;
    for facts in &known {
        let happened = Happened::known(tx, app, &facts.alerts, &facts.check_ins).await?;
        let anew = stand(app, facts, happened, now);
        for it in rows.iter_mut().filter(|it| it.person == facts.person.id) {
            (it.row, it.place) = (anew.row.clone(), anew.place);
        }
    }
    Ok(())
}

/// A row as this member of staff sees it.
fn seen_by(me: StaffId, place: u8, mut row: Row) -> (u8, Row) {
    let mine = row.to_proposers.iter().position(|(by, ..)| *by == me.0);
    match mine.map(|mine| row.to_proposers.swap_remove(mine)) {
        Some((_, place, reasons)) => (place, Row { reasons, ..row }),
        None => (place, row),
    }
}
