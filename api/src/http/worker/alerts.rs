//! Alerts: what raised them, by when somebody acts, and how they end.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    alert::{Alert, Clock, Closing, ClosingError, Outcome, Proposal, Step, Verdict, clocks},
    contact::Contact,
    day::Hours,
    id::{AlertId, StaffId},
    questionnaire::Priority,
    text::Note,
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{Tag, happened::Happened, told::AnswerOut, told::Told, wire::Names};
use crate::{
    app::App,
    http::{
        auth::WithPeople,
        problem::{Kind, Problem, Result},
        valid::Valid,
        wire::Instant,
    },
    store::{AlertEvent, Tx, Words, scope::Caseload, tried},
};

pub struct Alerts;

#[OpenApi(tag = "Tag::People")]
impl Alerts {
    /// Open an alert
    ///
    /// The words that raised it as they were, those that came later beside them, and what was done about it. That you
    /// looked is kept.
    #[oai(path = "/alerts/:alert_id", method = "get", operation_id = "show_alert")]
    async fn show(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which alert.
        alert_id: Path<Uuid>,
    ) -> Result<Json<AlertShown>> {
        let app = app.0;
        app.store
            .write(*me.scope(), async |tx| {
                let alert = tx.alert(AlertId(alert_id.0)).await?;
                tx.note_access(app.new_id(), alert.person, "show_alert", app.now()).await?;
                Ok(Json(AlertShown::read(tx, app, &alert).await?))
            })
            .await
    }

    /// Take an alert
    ///
    /// Says that you are looking into it. Whoever is first has it; taking it again changes nothing.
    #[oai(
        path = "/alerts/:alert_id/acknowledgement",
        method = "put",
        operation_id = "acknowledge_alert"
    )]
    async fn acknowledge(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which alert.
        alert_id: Path<Uuid>,
    ) -> Result<Json<AlertOut>> {
        let app = app.0;
        app.store
            .write(*me.scope(), async |tx| {
                let id = AlertId(alert_id.0);
                let alert = tx.acknowledge(id, app.new_id(), app.now()).await?;
                tx.note_access(app.new_id(), alert.person, "acknowledge_alert", app.now()).await?;
                Ok(Json(AlertOut::read(tx, app, &alert).await?))
            })
            .await
    }

    /// Say that you have read the words of an alert
    ///
    /// What young people write in their own words is read by a person. Send which words you saw, so that none that came
    /// since are taken as read.
    #[oai(path = "/alerts/:alert_id/reading", method = "put", operation_id = "read_alert")]
    async fn mark_read(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which alert.
        alert_id: Path<Uuid>,
        body: Valid<ReadingIn>,
    ) -> Result<Json<AlertOut>> {
        let app = app.0;
        app.store
            .write(*me.scope(), async |tx| {
                let alert = tx.hold_alert(AlertId(alert_id.0)).await?;
                let words = tx.words_of(&alert).await?;
                if words.version() != body.0.seen {
                    return Err(Problem::new(
                        Kind::Conflict,
                        "They have written something since you opened this alert. Open it again and read that too.",
                    ));
                }
                tx.mark_read(&alert, &words, || app.new_id(), app.now()).await?;
                tx.note_access(app.new_id(), alert.person, "read_alert", app.now()).await?;
                let alert = tx.alert(alert.id).await?;
                Ok(Json(AlertOut::read(tx, app, &alert).await?))
            })
            .await
    }

    /// Say what came of an alert
    ///
    /// Closes it. Possible harm then waits until a second person has looked, and is not closed because nobody could be
    /// reached. A day for the next step becomes a task.
    #[oai(path = "/alerts/:alert_id/closing", method = "put", operation_id = "close_alert")]
    async fn close(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which alert.
        alert_id: Path<Uuid>,
        body: Valid<ClosingIn>,
    ) -> Result<Json<AlertOut>> {
        let (app, closing) = (app.0, body.0.read()?);
        let now = app.now();
        app.store
            .write(*me.scope(), async |tx| {
                let alert = tx.hold_alert(AlertId(alert_id.0)).await?;
                let own_words = tx.with_own_words(std::slice::from_ref(&alert)).await?;
                let unread = alert.read.is_none() && own_words.contains(&alert.id);
                match alert.close(&closing, unread, me.scope().staff(), now)? {
                    Verdict::SaidBefore => {}
                    Verdict::Waits => {
                        tx.propose_closing(&alert, &closing, app.new_id(), now).await?;
                    }
                    Verdict::Closes => {
                        tx.close_alert(&alert, &closing, app.new_id(), now).await?;
                    }
                }
                tx.note_access(app.new_id(), alert.person, "close_alert", now).await?;
                let shown = AlertOut::after(tx, app, &alert).await?;
                Ok(Json(shown))
            })
            .await
    }

    /// Look at what a colleague says came of possible harm
    ///
    /// As the second person, agree, which closes the alert, or send it back with what is still to be done. Send when your
    /// colleague said what you looked at, so that you never agree to other words.
    #[oai(path = "/alerts/:alert_id/second-look", method = "put", operation_id = "answer_closing")]
    async fn second_look(
        &self,
        app: Data<&App>,
        me: WithPeople,
        /// Which alert.
        alert_id: Path<Uuid>,
        body: Valid<SecondLookIn>,
    ) -> Result<Json<AlertOut>> {
        let (app, body, by) = (app.0, body.0, me.scope().staff());
        let words = body.words.as_deref().map(Note::new).transpose()?;
        let now = app.now();
        app.store
            .write(*me.scope(), async |tx| {
                let alert = tx.hold_alert(AlertId(alert_id.0)).await?;
                if body.agreed && alert.closed.as_ref().is_some_and(|it| it.by == Some(by)) {
                    return Ok(Json(AlertOut::read(tx, app, &alert).await?));
                }
                alert.second_look(body.agreed, words.as_ref(), by)?;
                let proposal = alert.proposal.as_ref().ok_or(ClosingError::NothingProposed)?;
                if proposal.at.timestamp_millis() != body.proposed_at.0.timestamp_millis() {
                    return Err(Problem::new(
                        Kind::Conflict,
                        "Your colleague has changed what came of this alert since you opened it. Open it again and look at that.",
                    ));
                }
                let words = words.as_ref();
                if body.agreed {
                    let task = app.new_id();
                    tx.agree_to_closing(&alert, proposal, words, task, now).await?;
                } else {
                    tx.send_closing_back(&alert, words, app.new_id(), now).await?;
                }
                tx.note_access(app.new_id(), alert.person, "answer_closing", now).await?;
                Ok(Json(AlertOut::after(tx, app, &alert).await?))
            })
            .await
    }
}

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
enum OutcomeCode {
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

/// Which words somebody has read.
#[derive(Object)]
#[oai(rename = "AlertReading", deny_unknown_fields)]
struct ReadingIn {
    /// The `version` that the alert had when you opened it.
    #[oai(validator(min_length = 1, max_length = 60, pattern = "^[0-9-]*$"))]
    seen: String,
}

/// What came of an alert.
#[derive(Object)]
#[oai(rename = "AlertClosing", deny_unknown_fields)]
struct ClosingIn {
    outcome: OutcomeCode,
    /// What was done and what is known now.
    #[oai(validator(min_length = 1, max_length = 4000))]
    note: String,
    /// The young person was told what happens, before anything was passed on.
    told_them: bool,
    /// Why not, if they were not.
    #[oai(validator(min_length = 1, max_length = 4000))]
    not_told_why: Option<String>,
    /// The day of the next step; needed where nobody could be reached.
    next_on: Option<NaiveDate>,
}

/// What a second person makes of it.
#[derive(Object)]
#[oai(rename = "AlertSecondLook", deny_unknown_fields)]
struct SecondLookIn {
    /// You agree, and the alert is closed. Otherwise it goes back to your colleague.
    agreed: bool,
    /// What is still to be done; needed where you do not agree.
    #[oai(validator(min_length = 1, max_length = 4000))]
    words: Option<String>,
    /// When your colleague said what you looked at: `at` of `proposal`.
    proposed_at: Instant,
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
    /// Who took it.
    acknowledged_by: Option<String>,
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

/// An alert with the words that raised it.
#[derive(Object)]
#[oai(rename = "AlertWithWords", skip_serializing_if_is_none)]
struct AlertShown {
    /// About whom.
    person_id: Uuid,
    alert: AlertOut,
    /// What raised it, as it was, and what was said later in its place, by when it came.
    words: Vec<WordOut>,
    /// Which words these are: send it back as `seen` when you have read them.
    version: String,
    /// What was done about it, the earliest first.
    events: Vec<EventOut>,
}

/// Something that the young person said.
#[derive(Object)]
#[oai(rename = "AlertWords", skip_serializing_if_is_none)]
struct WordOut {
    /// When it came.
    at: Instant,
    /// What it is: an answer, a wish to talk, a goal.
    what: String,
    /// The answer, if it is one.
    answer: Option<AnswerOut>,
    /// What they wrote, if it is none.
    text: Option<String>,
}

/// Something that was done about an alert.
#[derive(Object)]
#[oai(rename = "AlertEvent", skip_serializing_if_is_none)]
struct EventOut {
    /// When.
    at: Instant,
    /// What: `raised`, `taken`, `read`, `proposed`, `sent-back` or `closed`.
    what: String,
    /// Who did it.
    by: Option<String>,
    /// What they said about it, as it was then.
    words: Option<String>,
}

impl ClosingIn {
    fn read(self) -> Result<Closing> {
        let note = Note::new(&self.note)?;
        let why = self.not_told_why.as_deref().map(Note::new).transpose()?;
        if self.outcome == OutcomeCode::SettledInContact {
            let detail = "an alert is settled by a contact when you record the contact";
            return Err(Problem::new(Kind::RuleBroken, detail).at("/outcome", detail));
        }
        Ok(Closing::new(self.outcome.into(), note, self.told_them, why, self.next_on)?)
    }
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
    pub contacts: &'a [Contact],
    /// Who reads it.
    pub me: StaffId,
}

impl AlertOut {
    /// An alert as this member of staff sees it now.
    pub fn new(app: &App, alert: &Alert, around: &Around<'_>) -> Self {
        let (now, names) = (app.now(), around.names);
        let own_words = around.own_words.contains(&alert.id);
        let hours = Hours::default();
        let steps = clocks(alert, own_words, tried(around.contacts, alert.raised_at), &hours);
        let closed = alert.closed.as_ref();
        let by = |did: Option<(StaffId, DateTime<Utc>)>| did.map(|(by, _)| names.of(by));
        let at = |did: Option<(StaffId, DateTime<Utc>)>| did.map(|(_, at)| at.into());
        Self {
            id: alert.id.0,
            priority: alert.priority.into(),
            what: around.happened.words(app, alert),
            raised_at: alert.raised_at.into(),
            acknowledged_at: at(alert.acknowledged),
            acknowledged_by: by(alert.acknowledged),
            own_words,
            read_at: at(alert.read),
            read_by: by(alert.read),
            steps: steps.iter().map(|clock| StepOut::new(clock, &hours, now)).collect(),
            proposal: alert.proposal.as_ref().map(|it| ProposalOut::new(it, names, around.me)),
            closed_at: closed.map(|closed| closed.at.into()),
            closed_by: closed.and_then(|closed| closed.by).map(|by| names.of(by)),
            came_of_it: closed.and_then(|closed| closed.outcome).map(|it| it.words().to_owned()),
        }
    }

    async fn read(tx: &Tx<Caseload>, app: &App, alert: &Alert) -> Result<Self> {
        let one = std::slice::from_ref(alert);
        let around = Around {
            happened: &Happened::read(tx, app, one).await?,
            names: &Names::new(tx.workers().await?),
            own_words: &tx.with_own_words(one).await?,
            contacts: &tx.contacts_of(alert.person).await?,
            me: tx.scope().staff(),
        };
        Ok(Self::new(app, alert, &around))
    }

    /// The alert as it is after a change. Whoever reached the young person by nothing but this alert reaches them no
    /// longer once it is closed, and sees that it is.
    async fn after(tx: &Tx<Caseload>, app: &App, before: &Alert) -> Result<Self> {
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

impl AlertShown {
    async fn read(tx: &Tx<Caseload>, app: &App, alert: &Alert) -> Result<Self> {
        let names = Names::new(tx.workers().await?);
        let words = tx.words_of(alert).await?;
        Ok(Self {
            person_id: alert.person.0,
            version: words.version(),
            words: said(tx, app, alert, words).await?,
            events: events(alert, &tx.alert_events(alert.id).await?, &names),
            alert: AlertOut::read(tx, app, alert).await?,
        })
    }
}

/// What the young person said, in words.
async fn said(tx: &Tx<Caseload>, app: &App, alert: &Alert, words: Words) -> Result<Vec<WordOut>> {
    let mut all = Vec::new();
    if !words.answers.is_empty() {
        let promises = tx.promises_of(alert.person).await?;
        let promises: Vec<_> = promises.into_iter().map(|(promise, _)| promise).collect();
        let supporters = tx.supporters_of(alert.person).await?;
        let mut asked = tx.check_ins(alert.person).await?;
        asked.retain(|(check_in, _)| Some(check_in.id) == alert.check_in);
        let told = Told::new(app, &promises, &supporters, Vec::new()).asked(tx, &asked).await?;
        all.extend(words.answers.iter().map(|(check_in, answer)| WordOut {
            at: answer.received_at.into(),
            what: "answer".into(),
            answer: Some(told.answer(*check_in, answer)),
            text: None,
        }));
    }
    all.extend(words.talks.into_iter().map(|talk| WordOut {
        at: talk.asked_at.into(),
        what: "wish-to-talk".into(),
        answer: None,
        text: talk.words.map(|words| words.as_str().to_owned()),
    }));
    all.extend(words.goals.into_iter().map(|(words, at)| WordOut {
        at: at.into(),
        what: "goal".into(),
        answer: None,
        text: Some(words),
    }));
    Ok(all)
}

/// What was done about an alert. Before its events were kept, who took it was.
fn events(alert: &Alert, kept: &[AlertEvent], names: &Names) -> Vec<EventOut> {
    let event = |what: &str, at: DateTime<Utc>, by| EventOut {
        at: at.into(),
        what: what.to_owned(),
        by,
        words: None,
    };
    let mut all = vec![event("raised", alert.raised_at, None)];
    let is_kept = |what: &str| kept.iter().any(|event| event.what == what);
    if let Some((by, at)) = alert.acknowledged.filter(|_| !is_kept("taken")) {
        all.push(event("taken", at, Some(names.of(by))));
    }
    all.extend(kept.iter().map(|done| EventOut {
        words: done.words.clone(),
        ..event(&done.what, done.at, Some(names.of(done.by)))
    }));
    all
}
