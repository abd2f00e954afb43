//! The caseload: who needs a call, and why.

use chrono::{NaiveDate, TimeDelta};
use domain::{
    caseload::{self, Reason, call_today},
    day::{age_on, london_day},
    id::StaffId,
    invitation::InvitationState,
    journey::Stage,
    person::Person,
    spell::{self, Spell},
    staff::Role,
    text::fold,
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, param::Query, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    standing::{Known, everything, next_due, why},
    wire::{HeadlineCode, InvitationCode, Names, ReasonOut, SourceCode, SpellOut},
};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        valid::Valid,
        wire::Instant,
        young_person::me::StageCode,
    },
    store::{Tx, scope::Caseload},
};

pub struct CaseloadApi;

/// The most rows on one page.
const MOST: u32 = 200;
/// The rows of a page when nobody says how many.
const USUAL: u32 = 50;

#[OpenApi(tag = "Tag::Caseload")]
impl CaseloadApi {
    /// List my caseload
    ///
    /// In the order of who needs a call; the first reason of each row says why it stands there. A manager sees the whole
    /// partnership, a safeguarding lead those with an alert.
    #[oai(path = "/caseload", method = "get", operation_id = "list_caseload")]
    async fn list(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Only these.
        state: Query<Option<StateFilter>>,
        /// Go on after the page that gave this as `next`.
        #[oai(validator(max_length = 20, pattern = "^[0-9]{1,9}$"))]
        after: Query<Option<String>>,
        /// How many rows, 50 if nothing is said.
        #[oai(validator(minimum(value = "1"), maximum(value = "200")))]
        limit: Query<Option<u32>>,
    ) -> Result<Json<CaseloadOut>> {
        let page = Page { state: state.0, after: after.0, limit: limit.0 };
        Ok(Json(CaseloadOut::read(app.0, *me.scope(), "", &page).await?))
    }

    /// Search my caseload by name
    ///
    /// Takes parts of names in any order, without their accents. A name goes into the body, never into an address, which
    /// machines on the way may keep.
    #[oai(path = "/caseload/search", method = "post", operation_id = "search_caseload")]
    async fn search(
        &self,
        app: Data<&App>,
        me: WithPeople,
        body: Valid<SearchIn>,
    ) -> Result<Json<CaseloadOut>> {
        let SearchIn { name, state, after, limit } = body.0;
        let page = Page { state, after, limit };
        Ok(Json(CaseloadOut::read(app.0, *me.scope(), &name, &page).await?))
    }
}

/// Whom to look for.
#[derive(Object)]
#[oai(rename = "CaseloadSearch", deny_unknown_fields)]
struct SearchIn {
    /// Parts of a name.
    #[oai(validator(min_length = 1, max_length = 100, pattern = r"^[^\x00]*$"))]
    name: String,
    /// Only these.
    state: Option<StateFilter>,
    /// Go on after the page that gave this as `next`.
    #[oai(validator(max_length = 20, pattern = "^[0-9]{1,9}$"))]
    after: Option<String>,
    /// How many rows, 50 if nothing is said.
    #[oai(validator(minimum(value = "1"), maximum(value = "200")))]
    limit: Option<u32>,
}

/// Which part of the list.
struct Page {
    state: Option<StateFilter>,
    after: Option<String>,
    limit: Option<u32>,
}

impl CaseloadOut {
    async fn read(app: &App, scope: Caseload, name: &str, page: &Page) -> Result<Self> {
        let rows = app.store.read::<_, _, Problem>(scope, async |tx| rows(tx, app).await).await?;
        let counts = StateFilter::ALL
            .into_iter()
            .filter(|state| *state != StateFilter::Unassigned || scope.role() == Role::Manager)
            .map(|state| CountOut {
                state,
                label: state.label().to_owned(),
                count: rows.iter().filter(|row| state.takes(row)).count() as u32,
            })
            .collect();
        let wanted = fold(name);
        let state = page.state.unwrap_or(StateFilter::All);
        let found: Vec<Row> =
            rows.into_iter().filter(|row| state.takes(row) && row.is_called(&wanted)).collect();

        let after = page.after.as_ref().map_or(Ok(0), |after| {
            after
                .parse()
                .map_err(|_| Problem::new(Kind::InvalidRequest, "`after` comes from `next`."))
        })?;
        let limit = page.limit.unwrap_or(USUAL).min(MOST) as usize;
        let next = (after + limit < found.len()).then(|| (after + limit).to_string());
        let items = found.into_iter().skip(after).take(limit).map(|row| row.out).collect();
        Ok(Self { as_of: app.now().into(), counts, items, next })
    }
}

/// Which young people to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "CaseloadState", rename_all = "kebab-case")]
enum StateFilter {
    /// Everybody.
    All,
    /// Somebody should call them today.
    CallToday,
    /// The last check-ins brought no reply.
    NoReply,
    /// Not invited, or not in yet.
    NotInvited,
    /// Paused by themselves.
    Paused,
    /// Nobody works with them yet.
    Unassigned,
    /// Their two years are over, or they left.
    Completed,
}

impl StateFilter {
    const ALL: [Self; 7] = [
        Self::All,
        Self::CallToday,
        Self::NoReply,
        Self::NotInvited,
        Self::Paused,
        Self::Unassigned,
        Self::Completed,
    ];

    fn label(self) -> &'static str {
        match self {
            Self::All => "Everybody",
            Self::CallToday => "Call today",
            Self::NoReply => "No reply",
            Self::NotInvited => "Not in yet",
            Self::Paused => "Paused",
            Self::Unassigned => "Nobody's",
            Self::Completed => "Two years over",
        }
    }

    fn takes(self, row: &Row) -> bool {
        let over = matches!(row.stage, Stage::Completed | Stage::Left);
        // Somebody's last words may be a call for help: whoever has an alert that is not closed is never out of sight.
        let here = !over || row.out.open_alerts > 0;
        match self {
            Self::All => here,
            Self::CallToday => here && call_today(&row.reasons),
            Self::NoReply => !over && row.silent >= 1,
            Self::NotInvited => !over && row.out.invitation != InvitationCode::Joined,
            Self::Paused => row.stage == Stage::Paused,
            Self::Unassigned => !over && row.out.worker_name.is_none(),
            Self::Completed => over,
        }
    }
}

/// How many young people there are of one state.
#[derive(Object)]
#[oai(rename = "CaseloadCount")]
struct CountOut {
    state: StateFilter,
    /// In words.
    label: String,
    /// How many.
    count: u32,
}

/// A page of the caseload.
#[derive(Object)]
#[oai(rename = "Caseload", skip_serializing_if_is_none)]
struct CaseloadOut {
    /// When this was true.
    as_of: Instant,
    /// How many there are of each state, whatever was searched for.
    counts: Vec<CountOut>,
    /// The rows, most urgent first.
    items: Vec<RowOut>,
    /// Send it as `after` for the next page. Missing on the last one.
    next: Option<String>,
}

/// One young person on the caseload.
#[derive(Clone, Object)]
#[oai(rename = "CaseloadRow", skip_serializing_if_is_none)]
struct RowOut {
    /// Who.
    id: Uuid,
    /// What they like to be called, and their family name.
    name: String,
    /// In years.
    age: u8,
    /// How to speak to them.
    needs: Vec<String>,
    /// What they do, as last known.
    destination: Option<DestinationOut>,
    journey: StageCode,
    /// The tracking month, 0 to 24.
    month: Option<u8>,
    /// When they last answered.
    last_answered_on: Option<NaiveDate>,
    /// When the next check-in opens.
    next_due_on: Option<NaiveDate>,
    /// Alerts that are not closed.
    open_alerts: u32,
    /// Why they stand here, most urgent first. There is always one.
    reasons: Vec<ReasonOut>,
    invitation: InvitationCode,
    /// Who works with them.
    worker_name: Option<String>,
    /// Days to keep in mind.
    key_dates: Vec<KeyDateOut>,
}

/// What somebody does, in a line.
#[derive(Clone, Object)]
#[oai(rename = "Destination", skip_serializing_if_is_none)]
struct DestinationOut {
    /// What it is, with the provider if known.
    label: String,
    /// NCCIS activity code.
    code: u16,
    headline: HeadlineCode,
    /// Since when.
    since: NaiveDate,
    source: SourceCode,
    /// It counts today.
    current: bool,
    /// Until when it counts unless somebody confirms it.
    current_until: Option<NaiveDate>,
}

/// A day to keep in mind.
#[derive(Clone, Object)]
#[oai(rename = "KeyDate")]
struct KeyDateOut {
    /// What happens.
    what: String,
    /// When.
    on: NaiveDate,
}

/// A row with what it is filtered and sorted by.
struct Row {
    out: RowOut,
    reasons: Vec<Reason>,
    stage: Stage,
    silent: usize,
    search_name: String,
}

impl Row {
    /// Whether every word of a search is part of their names, in whatever order.
    fn is_called(&self, wanted: &str) -> bool {
        wanted.split_whitespace().all(|word| self.search_name.contains(word))
    }
}

async fn rows(tx: &Tx<Caseload>, app: &App) -> Result<Vec<Row>> {
    let names = Names::new(tx.workers().await?);
    let mut known = everything(tx, app).await?;
    let mut rows: Vec<Row> = tx
        .people()
        .await?
        .into_iter()
        .map(|(person, worker)| {
            let known = known.remove(&person.id).unwrap_or_default();
            row(app, (&person, worker), &known, &names, tx.scope().staff())
        })
        .collect();
    rows.sort_by(|a, b| {
        let key = |row: &Row| (caseload::rank(&row.reasons), row.search_name.clone());
        key(a).cmp(&key(b))
    });
    Ok(rows)
}

fn row(
    app: &App,
    (person, worker): (&Person, Option<StaffId>),
    known: &Known,
    names: &Names,
    me: StaffId,
) -> Row {
    let today = app.today();
    let reasons = why(app, person, worker.is_some(), known, me);
    let shown = spell::latest(&known.spells, &app.activities, today);
    let invitation = known.invitation.unwrap_or(InvitationState::None);
    let answered = known.check_ins.iter().filter_map(|c| c.finished_at).max();
    let out = RowOut {
        id: person.id.0,
        name: person.full_name(),
        age: age_on(person.birth_date, today).clamp(0, 120) as u8,
        needs: person.communication_needs.iter().map(|need| need.label().to_owned()).collect(),
        destination: shown.map(|spell| destination(app, spell, today)),
        journey: person.journey.stage(today).into(),
        month: person.journey.month(today),
        last_answered_on: answered.map(london_day),
        next_due_on: next_due(app, person, today),
        open_alerts: known.alerts.len() as u32,
        reasons: reasons.iter().map(ReasonOut::from).collect(),
        invitation: invitation.into(),
        worker_name: names.of_maybe(worker),
        key_dates: key_dates(person, today),
    };
    Row {
        silent: known.silence().0,
        search_name: person.search_name(),
        stage: person.journey.stage(today),
        reasons,
        out,
    }
}

fn destination(app: &App, spell: &Spell, today: NaiveDate) -> DestinationOut {
    // A row shows no version: nothing is changed from the list.
    let out = SpellOut::new(spell, 1, &app.activities, today);
    let label = match &out.provider {
        Some(provider) => format!("{provider} ({})", out.label),
        None => out.label,
    };
    DestinationOut {
        label,
        code: out.code,
        headline: out.headline,
        since: out.started_on,
        source: out.source,
        current: out.current,
        current_until: out.current_until,
    }
}

fn key_dates(person: &Person, today: NaiveDate) -> Vec<KeyDateOut> {
    let eighteenth = domain::day::add_months(person.birth_date, 18 * 12);
    let all = [
        ("18th birthday", eighteenth),
        ("The two years begin", person.journey.transition_on),
        ("The two years end", person.journey.ends_on),
    ];
    let soon = today + TimeDelta::days(180);
    let mut dates: Vec<KeyDateOut> = all
        .into_iter()
        .filter(|(_, on)| *on >= today && *on <= soon)
        .map(|(what, on)| KeyDateOut { what: what.to_owned(), on })
        .collect();
    dates.sort_by_key(|date| date.on);
    dates.dedup_by_key(|date| date.on);
    dates
}
