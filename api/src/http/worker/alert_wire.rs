//! Alerts as they travel: what raised them, by when somebody acts, and what came of them.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    alert::{Alert, Clock, Outcome, Proposal, Step, clocks},
    contact::Contact,
    day::Hours,
    id::{AlertId, StaffId},
    questionnaire::Priority,
    versioned::Versioned,
};
use poem_openapi::{Enum, Object};
use uuid::Uuid;

use super::{
    owners::{PassedOnOut, RouteOut},
    wire::Names,
};
use crate::{
    app::App,
    http::{problem::Result, wire::Instant},
    standing::Happened,
    store::{AlertEvent, Tx, scope::Caseload, tried},
};

/// How soon somebody must act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Priority", rename_all = "lowercase", remote = "Priority")]
enum PriorityCode {
    /// Possible harm.
    P1,
    /// A concern.
    P2,
    /// Help wanted.
    P3,
    /// For the next contact.
    P4,
}

/// What came of an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "AlertOutcome", rename_all = "kebab-case", remote = "Outcome")]
pub enum OutcomeCode {
    /// Spoken to, and safe.
    SpokenSafe,
    /// Referred to children's social care.
    ChildrensSocialCare,
    /// A safeguarding concern about an adult was raised.
    AdultSafeguarding,
    /// The emergency services were called.
    EmergencyServices,
    /// Another service helps.
    OtherService,
    /// Nobody could be reached.
    CouldNotReach,
    /// It should not have been raised.
    RaisedInError,
    /// A recorded conversation settled it. Nobody can choose it.
    SettledInContact,
}

/// What somebody does about an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "AlertStep", rename_all = "kebab-case", remote = "Step")]
enum StepCode {
    /// Read what they wrote.
    Read,
    /// Say that they are looking into it.
    Take,
    /// Try to reach the young person.
    Contact,
    /// Say what came of it.
    Decide,
    /// Look at what a colleague says came of it.
    SecondLook,
    /// Do what was asked for.
    Act,
}

/// An alert.
#[derive(Object)]
#[oai(rename = "Alert", skip_serializing_if_is_none)]
pub struct AlertOut {
    /// Which alert.
    id: Uuid,
    priority: PriorityCode,
    /// What has happened.
    what: String,
    /// When it was raised.
    raised_at: Instant,
    /// When somebody took it.
    acknowledged_at: Option<Instant>,
    /// Who has it in hand.
    acknowledged_by: Option<String>,
    /// Their id. Send it to take the alert over.
    acknowledged_by_id: Option<Uuid>,
    /// You have it in hand.
    mine: bool,
    /// Somebody was asked to take it over, and has not yet.
    passed_on: Option<PassedOnOut>,
    /// Which way is open at their age on that day, where it may be about harm. It helps to think, and decides nothing.
    route: Option<RouteOut>,
    /// There are words of their own, for somebody to read.
    own_words: bool,
    /// When somebody read them.
    read_at: Option<Instant>,
    /// Who read them.
    read_by: Option<String>,
    /// What is done about it, in the order in which it is done, and by when.
    steps: Vec<StepOut>,
    /// What somebody says came of it.
    proposal: Option<ProposalOut>,
    /// When it was closed.
    closed_at: Option<Instant>,
    /// Who closed it.
    closed_by: Option<String>,
    /// What came of it, in words.
    came_of_it: Option<String>,
}

/// One step, and by when it is due. Times run while somebody is there, and at no other.
#[derive(Object)]
#[oai(rename = "AlertStepDue", skip_serializing_if_is_none)]
struct StepOut {
    step: StepCode,
    /// By when.
    due_at: Instant,
    /// When it was done.
    done_at: Option<Instant>,
    /// It was done later, or is to be done and late.
    late: bool,
    /// How many minutes of working time are left, while it is to be done.
    minutes_left: Option<u32>,
}

/// What somebody says came of an alert.
#[derive(Object)]
#[oai(rename = "AlertProposal", skip_serializing_if_is_none)]
struct ProposalOut {
    outcome: OutcomeCode,
    /// What was done and what is known now.
    note: String,
    /// The young person was told what happens.
    told_them: bool,
    /// Why not.
    not_told_why: Option<String>,
    /// The day of the next step.
    next_on: Option<NaiveDate>,
    /// Who says so.
    by: String,
    /// When they said so.
    at: Instant,
    /// You said so yourself, so a colleague has to look.
    mine: bool,
}

/// What is known around alerts, to show them.
pub struct Around<'a> {
    /// What has happened, in words.
    pub happened: &'a Happened,
    /// Who works here.
    pub names: &'a Names,
    /// Those that come with words of the young person's own.
    pub own_words: &'a HashSet<AlertId>,
    /// Every contact with the young person.
    pub contacts: &'a [Versioned<Contact>],
    /// When somebody is there.
    pub hours: &'a Hours,
    /// Those that were passed on and not taken since.
    pub passed_on: &'a [(AlertId, AlertEvent)],
    /// When the young person was born; nothing where they are out of reach by now.
    pub born: Option<NaiveDate>,
    /// Who reads it.
    pub me: StaffId,
}

impl AlertOut {
    /// An alert as this member of staff sees it now.
    pub fn new(app: &App, alert: &Alert, around: &Around<'_>) -> Self {
        let (now, names) = (app.now(), around.names);
        let own_words = around.own_words.contains(&alert.id);
        let hours = around.hours;
        let steps = clocks(alert, own_words, tried(around.contacts, alert.raised_at), hours);
        let closed = alert.closed.as_ref();
        let passed_on = around.passed_on.iter().find(|(id, _)| *id == alert.id);
        let by = |did: Option<(StaffId, DateTime<Utc>)>| did.map(|(by, _)| names.of(by));
        let at = |did: Option<(StaffId, DateTime<Utc>)>| did.map(|(_, at)| at.into());
        Self {
            id: alert.id.0,
            priority: alert.priority.into(),
            what: around.happened.words(app, alert),
            raised_at: alert.raised_at.into(),
            acknowledged_at: at(alert.acknowledged),
            acknowledged_by: by(alert.acknowledged),
            acknowledged_by_id: alert.acknowledged.map(|(by, _)| by.0),
            mine: alert.acknowledged.is_some_and(|(by, _)| by == around.me),
            passed_on: passed_on.map(|(_, event)| PassedOnOut::new(event, names, around.me)),
            route: around.born.and_then(|born| RouteOut::new(alert, born)),
            own_words,
            read_at: at(alert.read),
            read_by: by(alert.read),
            steps: steps.iter().map(|clock| StepOut::new(clock, hours, now)).collect(),
            proposal: alert.proposal.as_ref().map(|it| ProposalOut::new(it, names, around.me)),
            closed_at: closed.map(|closed| closed.at.into()),
            closed_by: closed.and_then(|closed| closed.by).map(|by| names.of(by)),
            came_of_it: closed.and_then(|closed| closed.outcome).map(|it| it.words().to_owned()),
        }
    }

    /// The same, with what is known around it read for it alone.
    pub async fn read(tx: &Tx<Caseload>, app: &App, alert: &Alert) -> Result<Self> {
        let one = std::slice::from_ref(alert);
        let around = Around {
            happened: &Happened::read(tx, app, one).await?,
            names: &Names::new(tx.workers().await?),
            own_words: &tx.with_own_words(one).await?,
            contacts: &tx.contacts_of(alert.person).await?,
            hours: &tx.hours().await?,
            passed_on: &tx.passed_on(&[alert.id]).await?,
            born: tx.born(alert.person).await?,
            me: tx.scope().staff(),
        };
        Ok(Self::new(app, alert, &around))
    }

    /// The alert as it is after a change. Whoever reached the young person by nothing but this alert reaches them no
    /// longer once it is closed, and sees that it is.
    pub async fn after(tx: &Tx<Caseload>, app: &App, before: &Alert) -> Result<Self> {
        let changed = tx.changed_alert(before.id).await?;
        Self::read(tx, app, &changed).await
    }
}

impl StepOut {
    fn new(clock: &Clock, hours: &Hours, now: DateTime<Utc>) -> Self {
        let left = hours.minutes_between(now, clock.by);
        Self {
            step: clock.step.into(),
            due_at: clock.by.into(),
            done_at: clock.done_at.map(Into::into),
            late: clock.done_at.unwrap_or(now) > clock.by,
            minutes_left: clock.done_at.is_none().then_some(left),
        }
    }
}

impl ProposalOut {
    fn new(proposal: &Proposal, names: &Names, me: StaffId) -> Self {
        let closing = &proposal.closing;
        Self {
            outcome: closing.outcome().into(),
            note: closing.note().as_str().to_owned(),
            told_them: closing.told(),
            not_told_why: closing.not_told_why().map(|why| why.as_str().to_owned()),
            next_on: closing.next_on(),
            by: names.of(proposal.by),
            at: proposal.at.into(),
            mine: proposal.by == me,
        }
    }
}
