//! Taking answers. Answers, the alerts they raise and what they say of a destination are one transaction (SAFE-03).

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::{
    activity::AnswerActivities,
    alert::Alert,
    answer::{Answer, Merged, merge},
    check_in::{AnsweredAt, CheckIn, State},
    day::london_day,
    id::{CheckInId, SpellId},
    person::Reading,
    questionnaire::{
        AnswerGiven, AnswerSource, DestinationSaid, FreeText, Questionnaire, Said, Steps,
    },
    record::{Record, given},
    spell::{Change, Source, Word},
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    check_ins::{find, questions},
    wire::{AnswerOut, ReadingCode, StateCode},
};
use crate::{
    app::App,
    http::{
        auth::YoungPerson,
        problem::{Kind, Problem, Result},
        valid::Valid,
        wire::Instant,
    },
};

pub struct Answers;

#[OpenApi(tag = "Tag::CheckIns")]
impl Answers {
    /// Send answers
    ///
    /// Send each answer as it is given, and `finished` at the end. Safe to send again, in any order: of two answers to
    /// one question the one given later counts. Answers are taken late, until the next check-in opens.
    #[oai(path = "/check-ins/:check_in_id/answers", method = "put", operation_id = "send_answers")]
    async fn send(
        &self,
        app: Data<&App>,
        me: YoungPerson,
        /// Which check-in.
        check_in_id: Path<Uuid>,
        body: Valid<AnswersIn>,
    ) -> Result<Json<TakenOut>> {
        let (app, body) = (app.0, body.0);
        app.store
            .write(*me.scope(), async |tx| {
                let check_in_id = CheckInId(check_in_id.0);
                tx.hold(tx.scope().person()).await?;
                let (record, versions) = tx.record().await?;
                let now = app.now();
                let check_in = find(&record, check_in_id)?.clone();
                check_in.takes_answers(record.newer_opened(&check_in), now)?;
                let questions = questions(app, tx, versions.get(&check_in.id)).await?;
                let steps =
                    questions.steps(check_in.kind, &record.facts(&check_in, &app.activities));

                let sent = body.read(app, &check_in, &steps, questions.language(), now)?;
                let late = sent.iter().any(|answer| check_in.late(answer.answered_at));
                let merged = merge(record.answers_in(check_in.id), sent);
                tx.save_answers(check_in.id, &merged, now).await?;

                let said = shown(&steps, &merged);
                let (alerts, pages) =
                    raise(app, &questions, &record, &check_in, &merged, &said, now);
                let open = tx.open_alerts(None).await?;
                tx.raise(&without_repeats(&questions, alerts, &open)).await?;
                if let Some(change) =
                    destination(app, &questions, &record, &check_in, &merged, &said)
                {
                    tx.save_own_spells(&change, check_in.id, now).await?;
                }
                if !merged.current.is_empty() {
                    tx.call_off(check_in.id, now).await?;
                }
                let finished = body.finished && check_in.finished_at.is_none();
                if finished {
                    tx.finish_check_in(check_in.id, now).await?;
                    tx.cancel_prompts(check_in.id, now).await?;
                }
                let state = if finished { State::Answered } else { check_in.state() };
                Ok(Json(TakenOut {
                    state: state.into(),
                    received_at: now.into(),
                    late,
                    pages,
                    answers: merged.current.into_values().map(AnswerOut::from).collect(),
                }))
            })
            .await
    }
}

/// Whose words these are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "AnswerSource", rename_all = "kebab-case")]
enum SourceCode {
    /// The young person's own.
    #[oai(rename = "self")]
    Own,
    /// The young person's, with somebody helping.
    WithHelp,
    /// Somebody else's, for them.
    Proxy,
}

/// Answers.
#[derive(Object)]
#[oai(rename = "Answers", deny_unknown_fields)]
struct AnswersIn {
    source: SourceCode,
    /// Who helps or answers, as a code of the question `helper_is`.
    #[oai(validator(min_length = 1, max_length = 40))]
    helper: Option<String>,
    /// The wording they read.
    reading: ReadingCode,
    /// They are done. More can still be sent.
    finished: bool,
    /// The answers, one or many.
    #[oai(validator(max_items = 100))]
    answers: Vec<AnswerIn>,
}

/// One answer: codes, text, or a skip.
#[derive(Object)]
#[oai(rename = "AnswerGiven", deny_unknown_fields)]
struct AnswerIn {
    /// Which question.
    #[oai(validator(min_length = 1, max_length = 120))]
    key: String,
    /// What was chosen.
    #[oai(validator(max_items = 20))]
    codes: Option<Vec<String>>,
    /// What was written.
    #[oai(validator(min_length = 1, max_length = 1000))]
    text: Option<String>,
    /// It was skipped.
    skipped: Option<bool>,
    /// When it was answered, by the phone's clock.
    answered_at: Instant,
}

/// Answers were taken.
#[derive(Object)]
#[oai(rename = "Taken")]
struct TakenOut {
    state: StateCode,
    /// When we got them.
    received_at: Instant,
    /// Some were given after the check-in closed. They count all the same.
    late: bool,
    /// Pages to show now, before anything else.
    pages: Vec<String>,
    /// Every answer of this check-in that counts now.
    answers: Vec<AnswerOut>,
}

impl SourceCode {
    fn source(self) -> AnswerSource {
        match self {
            Self::Own => AnswerSource::Self_,
            Self::WithHelp => AnswerSource::WithHelp,
            Self::Proxy => AnswerSource::Proxy,
        }
    }
}

impl AnswersIn {
    /// The answers as they are kept, or everything that is wrong with them. Answers to questions that do not apply are
    /// left over from a change of mind and are passed over.
    fn read(
        &self,
        app: &App,
        check_in: &CheckIn,
        steps: &Steps,
        language: &str,
        now: DateTime<Utc>,
    ) -> Result<Vec<Answer>> {
        let source = self.source.source();
        let mut wrong =
            Problem::new(Kind::AnswerNotPossible, "Some of these answers cannot be taken.");
        if let Some(helper) = &self.helper
            && !steps.helpers().any(|known| known == helper)
        {
            wrong = wrong.at("/helper", "choose one of the codes of `helper_is`");
        }
        let mut taken = Vec::new();
        for (index, answer) in self.answers.iter().enumerate() {
            let read = answer.read(check_in, now).and_then(|given| {
                steps.check(&given, source).map_err(|fault| fault.to_string())?;
                Ok(given)
            });
            match read {
                Err(fault) => wrong = wrong.at(format!("/answers/{index}"), fault),
                Ok(given) => taken.push(given),
            }
        }
        if !wrong.faults().is_empty() {
            return Err(wrong);
        }
        let stored = |answer: AnswerGiven| {
            let step = steps.step(&answer.key)?;
            step.stored.then(|| Answer {
                id: app.new_id(),
                key: step.key.clone(),
                question: step.question.clone(),
                item: step.item,
                said: answer.said,
                source,
                helper: self.helper.clone(),
                reading: Reading::from(self.reading),
                language: language.to_owned(),
                answered_at: answer.answered_at,
                received_at: now,
            })
        };
        Ok(taken.into_iter().filter_map(stored).collect())
    }
}

impl AnswerIn {
    fn read(
        &self,
        check_in: &CheckIn,
        now: DateTime<Utc>,
    ) -> std::result::Result<AnswerGiven, String> {
        let said = match (&self.codes, &self.text, self.skipped) {
            (None, None, Some(true)) => Said::Skipped,
            (Some(codes), None, None | Some(false)) => Said::Codes(codes.clone()),
            (None, Some(text), None | Some(false)) => {
                Said::Text(FreeText::new(text).map_err(|fault| fault.to_string())?)
            }
            _ => return Err("send one of codes, text and skipped".into()),
        };
        let answered_at = AnsweredAt::new(self.answered_at.0, check_in.opened_at, now).at;
        Ok(AnswerGiven { key: self.key.clone(), said, answered_at })
    }
}

/// The answers to questions that are asked, given the others: the rest is left over from a change of mind.
fn shown(steps: &Steps, merged: &Merged) -> Vec<AnswerGiven> {
    let all: Vec<AnswerGiven> = merged.current.values().cloned().map(given).collect();
    let asked: BTreeSet<&str> =
        steps.visible(&all).into_iter().map(|step| step.key.as_str()).collect();
    all.iter().filter(|answer| asked.contains(answer.key.as_str())).cloned().collect()
}

/// The alerts that the answers raise, and the pages to show because of what was sent just now.
fn raise(
    app: &App,
    questions: &Questionnaire,
    record: &Record,
    check_in: &CheckIn,
    merged: &Merged,
    said: &[AnswerGiven],
    now: DateTime<Utc>,
) -> (Vec<Alert>, Vec<String>) {
    let raised = questions.raised(said, &record.history(check_in));
    let new: BTreeSet<&str> = merged.added.iter().map(|answer| answer.key.as_str()).collect();
    let page = |raised: &domain::questionnaire::Raised| {
        let just_now = raised.answer_key.as_deref().is_some_and(|key| new.contains(key));
        raised.page.clone().filter(|_| just_now)
    };
    let pages: BTreeSet<String> = raised.iter().filter_map(page).collect();
    let alerts = raised
        .into_iter()
        .map(|raised| {
            let answer = raised.answer_key.as_ref().and_then(|key| merged.current.get(key));
            let answer = answer.map(|answer| answer.id);
            let person = record.around.person.id;
            Alert { answer, ..Alert::new(app.new_id(), person, Some(check_in.id), raised, now) }
        })
        .collect();
    (alerts, pages.into_iter().collect())
}

/// The alerts without those that only say once more what is waiting already.
fn without_repeats(questions: &Questionnaire, alerts: Vec<Alert>, open: &[Alert]) -> Vec<Alert> {
    let repeats = |alert: &Alert| {
        let several =
            questions.trigger(&alert.trigger).is_some_and(|trigger| trigger.wants_several());
        several && open.iter().any(|open| open.key() == alert.key())
    };
    alerts.into_iter().filter(|alert| !repeats(alert)).collect()
}

/// What the answers do to the destination spells. A check-in has one spell of its own, which takes its id, so that
/// sending answers again changes that spell rather than adding another.
fn destination(
    app: &App,
    questions: &Questionnaire,
    record: &Record,
    check_in: &CheckIn,
    merged: &Merged,
    said: &[AnswerGiven],
) -> Option<Change> {
    let about = |question: &str| matches!(question, "same_as_before" | "activity_group");
    let answers = merged.current.values().filter(|answer| about(&answer.question));
    let last = answers.max_by_key(|answer| answer.answered_at)?;
    let mut word = Word {
        id: SpellId(check_in.id.0),
        source: match last.source {
            AnswerSource::Self_ => Source::YoungPerson,
            AnswerSource::WithHelp => Source::YoungPersonWithHelp,
            AnswerSource::Proxy => Source::SomeoneForThem,
        },
        on: london_day(last.answered_at.min(last.received_at)),
        days_per_week: None,
    };
    let spells: Vec<_> = record.spells.iter().map(|known| known.spell.clone()).collect();
    match questions.destination(said)? {
        DestinationSaid::Unsure => None,
        DestinationSaid::StillThere => {
            let asked_about = record.asked_about(check_in, &app.activities)?;
            Some(Change::still_there(&spells, asked_about.id, word))
        }
        DestinationSaid::Changed { destination, days_per_week } => {
            word.days_per_week = days_per_week;
            let code = AnswerActivities::shipped().code(&destination, None, record.has_plan())?;
            let moved_on = merged.current.contains_key("same_as_before");
            Some(Change::told(&spells, word, code, moved_on))
        }
    }
}
