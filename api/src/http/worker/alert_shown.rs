//! One alert with everything about it: the words that raised it, what was done, and who was told.

use chrono::{DateTime, Utc};
use domain::{
    alert::{Alert, OWN_WORDS},
    questionnaire::Said,
};
use poem_openapi::Object;
use uuid::Uuid;

use super::{
    alert_wire::{AlertOut, Around},
    owners::ToldOut,
    told::{AnswerOut, Told},
    wire::Names,
};
use crate::{
    app::App,
    http::{problem::Result, wire::Instant},
    standing::Happened,
    store::{AlertEvent, Tx, Whole, Words, scope::Caseload},
};

/// An alert with the words that raised it.
#[derive(Object)]
#[oai(rename = "AlertWithWords", skip_serializing_if_is_none)]
pub struct AlertShown {
    /// About whom.
    person_id: Uuid,
    alert: AlertOut,
    /// What raised it, as it was, and what was said later in its place, by when it came.
    words: Vec<WordOut>,
    /// Which words these are: send it back as `seen` when you have read them.
    version: String,
    /// What was done about it, the earliest first.
    events: Vec<EventOut>,
    /// Who was told of it, the first first.
    told: Vec<ToldOut>,
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
    /// What: `raised`, `taken`, `read`, `passed-on`, `freed`, `proposed`, `sent-back` or `closed`.
    what: String,
    /// Who did it; where it was freed, who had it.
    by: Option<String>,
    /// Whom it was passed on to.
    to: Option<String>,
    /// What they said about it, as it was then.
    words: Option<String>,
}

impl AlertShown {
    /// An alert with everything about it.
    pub async fn read(tx: &Tx<Caseload>, app: &App, alert: &Alert) -> Result<Self> {
        let words = tx.words_of(alert).await?;
        let mut whole = tx.whole(alert.person, app.now()).await?;
        let names = Names::of_these(std::mem::take(&mut whole.staff));
        let own_words = has_own_words(alert, &words).then_some(alert.id).into_iter().collect();
        let one = std::slice::from_ref(alert);
        let kept = tx.alert_events(alert.id).await?;
        let latest = kept.iter().rfind(|it| ["taken", "passed-on"].contains(&it.what.as_str()));
        let passed_on = latest.filter(|it| it.what == "passed-on").cloned();
        let passed_on: Vec<_> = passed_on.into_iter().map(|event| (alert.id, event)).collect();
        let around = Around {
            happened: &Happened::known(tx, app, one, &whole.check_ins).await?,
            names: &names,
            own_words: &own_words,
            contacts: &whole.contacts,
            hours: &tx.hours().await?,
            passed_on: &passed_on,
            born: Some(whole.person.birth_date),
            me: tx.scope().staff(),
        };
        Ok(Self {
            person_id: alert.person.0,
            version: words.version(),
            alert: AlertOut::new(app, alert, &around),
            words: said(tx, app, alert, words, whole).await?,
            events: events(alert, &kept, &names),
            told: tx.told_of(alert.id).await?.iter().map(|it| ToldOut::new(it, &names)).collect(),
        })
    }
}

/// Whether there are words of the young person's own among those that belong to an alert.
fn has_own_words(alert: &Alert, words: &Words) -> bool {
    let first = words.answers.first().map(|(_, answer)| &answer.said);
    alert.trigger == OWN_WORDS
        || matches!(first, Some(Said::Text(_)))
        || words.talks.iter().any(|talk| talk.words.is_some())
}

/// What the young person said, in words.
async fn said(
    tx: &Tx<Caseload>,
    app: &App,
    alert: &Alert,
    words: Words,
    whole: Whole,
) -> Result<Vec<WordOut>> {
    let mut all = Vec::new();
    if !words.answers.is_empty() {
        let promises: Vec<_> = whole.promises.into_iter().map(|known| known.value).collect();
        let (supporters, mut asked) = (whole.supporters, whole.check_ins);
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
        to: None,
        words: None,
    };
    let mut all = vec![event("raised", alert.raised_at, None)];
    let is_kept = |what: &str| kept.iter().any(|event| event.what == what);
    if let Some((by, at)) = alert.acknowledged.filter(|_| !is_kept("taken")) {
        all.push(event("taken", at, Some(names.of(by))));
    }
    all.extend(kept.iter().map(|done| EventOut {
        to: names.of_maybe(done.to),
        words: done.words.clone(),
        ..event(&done.what, done.at, Some(names.of(done.by)))
    }));
    // What ends an alert comes last, whatever else is of the same moment.
    all.sort_by_key(|event| (event.at, event.what == "closed"));
    all
}
