//! What a young person said, in the words that staff read.

use std::{collections::HashMap, sync::Arc};

use chrono::NaiveDate;
use domain::{
    answer::Answer,
    check_in::CheckIn,
    day::london_day,
    id::{CheckInId, PromiseId, SupporterId},
    promise::Promise,
    questionnaire::{Questionnaire, Said},
    supporter::Supporter,
    versioned::Versioned,
};
use poem_openapi::Object;
use uuid::Uuid;

use super::{promises::PromiseOut, supporters::relation};
use crate::{
    app::App,
    http::{
        problem::Result,
        wire::Instant,
        young_person::wire::{KindCode, ReadingCode, StateCode},
    },
    store::{Tx, Version},
};

/// A check-in with what was said.
#[derive(Object)]
#[oai(rename = "AnsweredCheckIn", skip_serializing_if_is_none)]
pub struct CheckInOut {
    /// Which check-in.
    id: Uuid,
    kind: KindCode,
    state: StateCode,
    /// The day it fell due.
    due_on: NaiveDate,
    /// When it opened.
    opened_at: Instant,
    /// When it was finished.
    answered_at: Option<Instant>,
    /// Whose words these are: `self`, `with-help` or `proxy`.
    source: Option<String>,
    /// Who helped or answered.
    helper: Option<String>,
    reading: Option<ReadingCode>,
    /// What was said.
    answers: Vec<AnswerOut>,
}

/// An answer in words.
#[derive(Object)]
#[oai(rename = "AnswerInWords", skip_serializing_if_is_none)]
pub struct AnswerOut {
    /// The question.
    question: String,
    /// The question in words.
    text: String,
    /// What it is about, where it is asked about several things.
    item: Option<String>,
    /// What was chosen. Nothing while it is `hidden`.
    labels: Vec<String>,
    /// What was written. Nothing while it is `hidden`.
    free_text: Option<String>,
    /// It was skipped.
    skipped: bool,
    /// It is about something sensitive, or in words of their own: keep it hidden until somebody asks to see it.
    sensitive: bool,
    /// There is an answer, and it is not told here: ask for the words of its check-in, which the young person can see.
    hidden: bool,
    /// A supporter sent it from a phone of their own, alone or together with the young person: who that was, in words.
    supporter: Option<String>,
}

impl AnswerOut {
    fn is_to_be_hidden(&self) -> bool {
        self.sensitive && !self.skipped
    }

    /// The same without what is said, where that is not for every look at the page.
    fn folded(self) -> Self {
        match self.is_to_be_hidden() {
            true => Self { labels: Vec::new(), free_text: None, hidden: true, ..self },
            false => self,
        }
    }
}

/// What somebody said about a promise: on which day, the code, and in words.
pub struct SaidOfPromise {
    /// When.
    pub on: NaiveDate,
    /// The code. Missing: it was skipped.
    pub code: Option<String>,
    /// In words.
    pub label: String,
}

/// What somebody said, in words.
pub struct Told<'a> {
    app: &'a App,
    /// What each check-in asked.
    asked: HashMap<CheckInId, Arc<Questionnaire>>,
    promises: HashMap<PromiseId, &'a str>,
    supporters: &'a [Supporter],
    answers: Vec<(CheckInId, Answer)>,
}

impl<'a> Told<'a> {
    /// What somebody said, who was promised these things and has these supporters.
    pub fn new(
        app: &'a App,
        promises: &'a [Promise],
        supporters: &'a [Supporter],
        answers: Vec<(CheckInId, Answer)>,
    ) -> Self {
        let promises = promises.iter().map(|promise| (promise.id, promise.name.as_str())).collect();
        Self { app, asked: HashMap::new(), promises, supporters, answers }
    }

    /// The same in the words in which these check-ins asked, as staff read them.
    pub async fn asked<S>(mut self, tx: &Tx<S>, check_ins: &[(CheckIn, Version)]) -> Result<Self> {
        for (check_in, version) in check_ins {
            if let Some(questions) = self.app.questions_for_staff(tx, version).await? {
                self.asked.insert(check_in.id, questions);
            }
        }
        Ok(self)
    }

    /// The same in the very words and the language in which they asked, for whoever answered.
    pub async fn as_asked<S>(
        mut self,
        tx: &Tx<S>,
        check_ins: &[(CheckIn, Version)],
    ) -> Result<Self> {
        for (check_in, version) in check_ins {
            if let Some(questions) = self.app.questions_if_readable(tx, version).await? {
                self.asked.insert(check_in.id, questions);
            }
        }
        Ok(self)
    }

    fn questions(&self, check_in: CheckInId) -> &Questionnaire {
        self.asked.get(&check_in).unwrap_or(&self.app.questionnaire)
    }

    /// The answers of one check-in that are hidden until somebody asks to see them, whole.
    pub fn hidden(&self, check_in: CheckInId) -> Vec<AnswerOut> {
        let said = self.answers.iter().filter(|(id, _)| *id == check_in);
        let told = said.map(|(_, answer)| self.answer(check_in, answer));
        told.filter(AnswerOut::is_to_be_hidden).collect()
    }

    /// One check-in, with what was said in it. What is sensitive, or in somebody's own words, is not among it (WK-11).
    pub fn check_in(&self, check_in: &CheckIn) -> CheckInOut {
        let said = || self.answers.iter().filter(|(id, _)| *id == check_in.id).map(|(_, a)| a);
        let last = said().max_by_key(|answer| answer.answered_at);
        let helper = said().find(|answer| answer.question == "helper_is");
        CheckInOut {
            id: check_in.id.0,
            kind: check_in.kind.into(),
            state: check_in.state().into(),
            due_on: check_in.due_on,
            opened_at: check_in.opened_at.into(),
            answered_at: check_in.finished_at.map(Instant::from),
            source: last.map(|answer| answer.source.code().to_owned()),
            helper: helper.map(|answer| self.labels(check_in.id, answer).join(", ")),
            reading: last.map(|answer| answer.reading.into()),
            answers: said().map(|answer| self.answer(check_in.id, answer).folded()).collect(),
        }
    }

    /// What was said in a check-in, as question and answer, for whoever said it.
    pub fn in_words(&self, check_in: CheckInId) -> impl Iterator<Item = (String, String)> {
        let said = self.answers.iter().filter(move |(id, _)| *id == check_in);
        said.map(move |(_, answer)| {
            let told = self.answer(check_in, answer);
            let words = match (told.free_text, told.skipped) {
                (Some(text), _) => text,
                (None, true) => "Skipped".to_owned(),
                (None, false) => told.labels.join(", "),
            };
            let by = told.supporter.map_or_else(String::new, |who| format!(" (sent by: {who})"));
            (told.text, format!("{words}{by}"))
        })
    }

    /// One answer, in the words in which it was asked and given.
    pub fn answer(&self, check_in: CheckInId, answer: &Answer) -> AnswerOut {
        let question = self.questions(check_in).question(&answer.question);
        let item = answer.item.and_then(|item| self.promises.get(&PromiseId(item)).copied());
        let free_text = match &answer.said {
            Said::Text(text) => Some(text.as_str().to_owned()),
            Said::Skipped | Said::Codes(_) => None,
        };
        AnswerOut {
            question: answer.question.clone(),
            text: question.map_or_else(|| answer.question.clone(), |q| q.text_for_staff(item)),
            item: item.map(str::to_owned),
            labels: self.labels(check_in, answer),
            // Of a question that can be read no more nobody knows what it was about.
            sensitive: question.is_none_or(|q| q.sensitive) || free_text.is_some(),
            free_text,
            hidden: false,
            skipped: answer.said == Said::Skipped,
            supporter: answer.supporter.map(|id| self.supporter(id, answer)),
        }
    }

    /// Who sent an answer. Of a supporter who was removed, only what they were to the young person is left.
    fn supporter(&self, id: SupporterId, answer: &Answer) -> String {
        let name = self.supporters.iter().find(|known| known.id == id).map(|it| it.name.as_str());
        let relation = relation(self.app, answer.helper.as_deref().unwrap_or_default());
        format!("{}, {relation}", name.unwrap_or("Somebody who helped then"))
    }

    fn labels(&self, check_in: CheckInId, answer: &Answer) -> Vec<String> {
        let question = self.questions(check_in).question(&answer.question);
        let label = |code: &String| {
            let choice = question.and_then(|q| q.choice(code));
            choice.map_or_else(|| code.clone(), |choice| choice.plain.clone())
        };
        match &answer.said {
            Said::Codes(codes) => codes.iter().map(label).collect(),
            Said::Skipped | Said::Text(_) => Vec::new(),
        }
    }

    /// What was said about one promise, in no order that matters.
    pub fn about_promise(&self, id: PromiseId) -> Vec<SaidOfPromise> {
        let about =
            |answer: &&Answer| answer.question == "support_got" && answer.item == Some(id.0);
        let said = self.answers.iter().filter(|(_, answer)| about(&answer));
        said.map(|(check_in, answer)| {
            let code = match &answer.said {
                Said::Codes(codes) => codes.first().cloned(),
                Said::Skipped | Said::Text(_) => None,
            };
            let labels = self.labels(*check_in, answer);
            let label = if labels.is_empty() { "Skipped".into() } else { labels.join(", ") };
            SaidOfPromise {
                on: london_day(answer.answered_at.min(answer.received_at)),
                code,
                label,
            }
        })
        .collect()
    }

    /// A promise, with what was last said about it.
    pub fn promise(&self, known: &Versioned<Promise>) -> PromiseOut {
        let promise = &known.value;
        let about = |answer: &&Answer| {
            answer.question == "support_got" && answer.item == Some(promise.id.0)
        };
        let last = self
            .answers
            .iter()
            .filter(|(_, answer)| about(&answer))
            .max_by_key(|(_, answer)| answer.answered_at);
        let last = last.map(|(check_in, answer)| (answer, self.labels(*check_in, answer)));
        PromiseOut::new(known, last)
    }
}
