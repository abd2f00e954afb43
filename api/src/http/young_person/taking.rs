//! Taking answers, whoever's phone they come from. Answers, the alerts they raise and what they say of a destination are
//! one transaction (SAFE-03).

use std::{borrow::Cow, collections::BTreeSet};

use chrono::{DateTime, Utc};
use domain::{
    activity::AnswerActivities,
    alert::Alert,
    answer::{Answer, Merged, merge},
    check_in::{AnsweredAt, CheckIn, State},
    day::london_day,
    id::{CheckInId, PromiseId, SpellId, SupporterId},
    person::Reading,
    questionnaire::{
        AnswerGiven, AnswerSource, DestinationSaid, FreeText, Questionnaire, Said, Steps,
    },
    record::{Record, answering, given},
    safe_contact::{SafeWay, Told},
    spell::{About, Change, Evidence, Source, Word},
};
use poem_openapi::Object;

use super::check_ins::{find, questions};
use crate::{
    app::App,
    http::{
        problem::{Kind, Problem, Result},
        wire::Instant,
    },
    store::{Tx, scope::Answers},
};

/// The question whether somebody is still where they were last.
pub const STILL_THERE: &str = "same_as_before";
/// The question of what somebody does now.
const DOING_NOW: &str = "activity_group";
/// The effect of a trigger by which promised support that does not come is somebody's to look into.
const RAISES_GAP: &str = "raise_provision_gap";
/// The questions of which one says where somebody is.
pub const ABOUT_DESTINATION: [&str; 2] = [STILL_THERE, DOING_NOW];

/// Answers on their way in, and whose they are.
pub struct Sent<'a> {
    /// Whose words they are.
    pub source: AnswerSource,
    /// Who helps or answers, as a code of the question `helper_is`.
    pub helper: Option<&'a str>,
    /// The supporter whose phone they come from, and whether they see goals.
    pub supporter: Option<(SupporterId, bool)>,
    /// The wording that was read.
    pub reading: Reading,
    /// They are done.
    pub finished: bool,
    /// The answers.
    pub answers: &'a [AnswerIn],
}

/// What became of answers that were taken.
pub struct Taken {
    /// How far the check-in has come.
    pub state: State,
    /// When we got them.
    pub received_at: DateTime<Utc>,
    /// Some were given after the check-in closed.
    pub late: bool,
    /// Pages to show because of them.
    pub pages: Vec<String>,
    /// What was sent and is kept, whether or not it counts.
    pub sent: Vec<Answer>,
    /// Every answer of this check-in that counts now.
    pub current: Vec<Answer>,
}

/// Takes answers to a check-in.
pub async fn take<S: Answers>(
    app: &App,
    tx: &Tx<S>,
    id: CheckInId,
    sent: &Sent<'_>,
) -> Result<Taken> {
    tx.hold(tx.scope().whose().1).await?;
    let (record, versions) = tx.record().await?;
    let now = app.now();
    let check_in = find(&record, id)?.clone();
    check_in.takes_answers(record.newer_opened(&check_in), now)?;
    if sent.supporter.is_some() && check_in.state() != State::Open {
        return Err(Problem::new(Kind::CheckInClosed, "this check-in is over"));
    }
    let questions = questions(app, tx, versions.get(&check_in.id)).await?;
    let laid_out = LaidOut::new(app, &questions, &record, &check_in);

    let sent_answers = laid_out.read(sent, now)?;
    let late = sent_answers.iter().any(|answer| check_in.late(answer.answered_at));
    let merged = merge(record.answers_in(check_in.id), sent_answers.clone());
    tx.save_answers(check_in.id, &merged, now).await?;

    let steps = laid_out.steps_asked(&merged);
    let said = shown(&steps, &merged);
    let (alerts, pages) = laid_out.raise(&merged, &said, now);
    let repeats =
        |alert: &Alert| questions.trigger(&alert.trigger).is_some_and(|it| it.wants_several());
    let gap = |alert: &&Alert| {
        let trigger = questions.trigger(&alert.trigger);
        trigger.is_some_and(|it| it.effect.as_deref() == Some(RAISES_GAP))
    };
    let missing: Vec<PromiseId> =
        alerts.iter().filter(gap).filter_map(|it| it.item.map(PromiseId)).collect();
    tx.raise(alerts, repeats).await?;
    for (promise, _) in record.promises.iter().filter(|(it, _)| missing.contains(&it.id)) {
        let (ids, opened) = ((app.new_id(), app.new_id()), london_day(check_in.opened_at));
        tx.raise_gap((promise.id, &promise.name), opened, ids, now).await?;
    }
    if let Some(said) = laid_out.destination(&merged, &said) {
        tx.save_own_spells(&record.spells, &said, check_in.id, now).await?;
    }
    let told = how_to_reach(&merged);
    if sent.supporter.is_none() && sent.source != AnswerSource::Proxy && told != Told::default() {
        let said = merged.added.iter().map(|answer| answer.answered_at.min(answer.received_at));
        let on = said.max().map_or(london_day(now), london_day);
        tx.said_how_to_reach(told, on, Some(check_in.id), now).await?;
    }
    // What a supporter says tells nobody how the young person is.
    if merged.current.values().any(|answer| answer.supporter.is_none()) {
        tx.call_off(check_in.id, now).await?;
    }
    // A supporter never ends what the young person has still to say, nor the reminders about it.
    let over = sent.supporter.is_none() || !steps.left_to_themself(&said);
    let finished = sent.finished && over && check_in.finished_at.is_none();
    if finished {
        tx.finish_check_in(check_in.id, now).await?;
        tx.cancel_prompts(check_in.id, now).await?;
    }
    Ok(Taken {
        state: if finished { State::Answered } else { check_in.state() },
        received_at: now,
        late,
        pages,
        sent: sent_answers,
        current: merged.current.into_values().collect(),
    })
}

/// What was said just now about reaching them.
fn how_to_reach(merged: &Merged) -> Told {
    let chosen = |question: &str| {
        let mut answers = merged.added.iter().filter(|answer| answer.question == question);
        answers.next_back().and_then(|answer| match &answer.said {
            Said::Codes(codes) => codes.first().map(String::as_str),
            _ => None,
        })
    };
    Told {
        way: chosen("contact_how").and_then(SafeWay::answered),
        times: None,
        message_ok: chosen("safe_to_message").map(|code| code == "yes"),
    }
}

/// One answer: codes, text, or a skip.
#[derive(Object)]
#[oai(rename = "AnswerGiven", deny_unknown_fields)]
pub struct AnswerIn {
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

impl AnswerIn {
    /// One code, chosen.
    pub fn chosen(key: String, code: &str, answered_at: Instant) -> Self {
        Self { key, codes: Some(vec![code.to_owned()]), text: None, skipped: None, answered_at }
    }

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

/// A check-in as it was laid out, with what is known.
struct LaidOut<'a> {
    app: &'a App,
    questions: &'a Questionnaire,
    record: &'a Record,
    check_in: &'a CheckIn,
    steps: Steps,
}

impl<'a> LaidOut<'a> {
    fn new(
        app: &'a App,
        questions: &'a Questionnaire,
        record: &'a Record,
        check_in: &'a CheckIn,
    ) -> Self {
        let facts = record.facts(check_in, &app.activities);
        let steps = questions.steps(check_in.kind, &facts);
        Self { app, questions, record, check_in, steps }
    }

    /// The questions as they were put to whoever answered. A supporter is not asked whether somebody is still where they
    /// were last; until the young person says so themself, what the supporter says of now counts as it stands.
    fn steps_asked(&self, merged: &Merged) -> Cow<'_, Steps> {
        let by_supporter =
            merged.current.get(DOING_NOW).is_some_and(|answer| answer.supporter.is_some());
        if !by_supporter || merged.current.contains_key(STILL_THERE) {
            return Cow::Borrowed(&self.steps);
        }
        let facts = self.record.facts(self.check_in, &self.app.activities).without_destination();
        Cow::Owned(self.questions.steps(self.check_in.kind, &facts))
    }

    /// The answers as they are kept, or everything that is wrong with them. Answers to questions that do not apply are
    /// left over from a change of mind and are passed over.
    fn read(&self, sent: &Sent<'_>, now: DateTime<Utc>) -> Result<Vec<Answer>> {
        let steps = &self.steps;
        let theirs = sent.supporter.map(|(_, sees_goals)| {
            supporter_steps(self.app, self.questions, self.record, self.check_in, sees_goals)
        });
        let mut wrong =
            Problem::new(Kind::AnswerNotPossible, "Some of these answers cannot be taken.");
        let known = |helper: &str| steps.helpers().any(|known| known == helper);
        // Who a supporter is was settled when they were invited.
        if sent.supporter.is_none() && sent.helper.is_some_and(|helper| !known(helper)) {
            wrong = wrong.at("/helper", "choose one of the codes of `helper_is`");
        }
        let mut taken = Vec::new();
        for (index, answer) in sent.answers.iter().enumerate() {
            let read = answer.read(self.check_in, now).and_then(|given| {
                let check = |steps: &Steps| {
                    steps.check(&given, sent.source).map_err(|fault| fault.to_string())
                };
                check(steps)?;
                theirs.as_ref().map_or(Ok(()), check)?;
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
                id: self.app.new_id(),
                key: step.key.clone(),
                question: step.question.clone(),
                item: step.item,
                said: answer.said,
                source: sent.source,
                helper: sent.helper.map(str::to_owned),
                supporter: sent.supporter.map(|(id, _)| id),
                reading: sent.reading,
                language: self.questions.language().to_owned(),
                answered_at: answer.answered_at,
                received_at: now,
            })
        };
        Ok(taken.into_iter().filter_map(stored).collect())
    }

    /// The alerts that the answers raise, and the pages to show because of what was sent just now.
    fn raise(
        &self,
        merged: &Merged,
        said: &[AnswerGiven],
        now: DateTime<Utc>,
    ) -> (Vec<Alert>, Vec<String>) {
        let current: Vec<Answer> = merged.current.values().cloned().collect();
        let who = answering(self.questions, &current);
        let said: Vec<AnswerGiven> = said.iter().cloned().chain(who).collect();
        let history = self.record.history(self.check_in, self.questions);
        let raised = self.questions.raised(&said, &history);
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
                let (id, person) = (self.app.new_id(), self.record.around.person.id);
                Alert { answer, ..Alert::new(id, person, Some(self.check_in.id), raised, now) }
            })
            .collect();
        (alerts, pages.into_iter().collect())
    }

    /// What the answers do to the destination spells, and whose word that is. A check-in has one spell of its own, which takes its id, so that
    /// sending answers again changes that spell rather than adding another.
    fn destination(
        &self,
        merged: &Merged,
        said: &[AnswerGiven],
    ) -> Option<(Change, Option<Evidence>)> {
        let about = |question: &str| ABOUT_DESTINATION.contains(&question);
        let answers = merged.current.values().filter(|answer| about(&answer.question));
        let last = answers.max_by_key(|answer| answer.answered_at)?;
        let mut word = Word {
            id: SpellId(self.check_in.id.0),
            source: match last.source {
                AnswerSource::Self_ => Source::YoungPerson,
                AnswerSource::WithHelp => Source::YoungPersonWithHelp,
                AnswerSource::Proxy => Source::SomeoneForThem,
            },
            on: london_day(last.answered_at.min(last.received_at)),
            days_per_week: None,
        };
        let spells: Vec<_> = self.record.spells.iter().map(|known| known.spell.clone()).collect();
        match self.questions.destination(said)? {
            DestinationSaid::Unsure => None,
            DestinationSaid::StillThere => {
                let asked_about = self.record.asked_about(self.check_in, &self.app.activities)?;
                let change = Change::still_there(&spells, asked_about.id, word);
                let about = About::Spell(asked_about.id);
                let heard = Evidence::heard(&spells, &change, word, about);
                Some((change, heard))
            }
            DestinationSaid::Changed { destination, days_per_week } => {
                word.days_per_week = days_per_week;
                let plan = self.record.has_plan();
                let code = AnswerActivities::shipped().code(&destination, None, plan)?;
                let moved_on = merged.current.contains_key(STILL_THERE);
                let change = Change::told(&spells, word, code, moved_on);
                let heard = Evidence::heard(&spells, &change, word, About::Code(code));
                Some((change, heard))
            }
        }
    }
}

/// A check-in as a supporter is asked it.
pub fn supporter_steps(
    app: &App,
    questions: &Questionnaire,
    record: &Record,
    check_in: &CheckIn,
    sees_goals: bool,
) -> Steps {
    let facts = record.facts(check_in, &app.activities).for_supporter(sees_goals);
    questions.steps(check_in.kind, &facts).for_supporter()
}

/// The answers to questions that are asked, given the others: the rest is left over from a change of mind.
fn shown(steps: &Steps, merged: &Merged) -> Vec<AnswerGiven> {
    let all: Vec<AnswerGiven> = merged.current.values().cloned().map(given).collect();
    let asked: BTreeSet<&str> =
        steps.visible(&all).into_iter().map(|step| step.key.as_str()).collect();
    all.iter().filter(|answer| asked.contains(answer.key.as_str())).cloned().collect()
}
