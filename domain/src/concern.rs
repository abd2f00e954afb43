//! Promised support that may not be coming: somebody says so early, an answer is owed by a day, and what came of it is kept
//! where the young person can read it.

use chrono::NaiveDate;

use crate::{
    alert::TaskKind,
    code::codes,
    day::add_working_days,
    id::{ConcernId, PersonId, PromiseId},
    text::{Line, Note},
    versioned::{Field, Recorded, Thing},
};

codes! {
    /// Who raised it.
    RaisedBy {
        /// The young person.
        YoungPerson = "young-person",
        /// Somebody who helps them.
        Supporter = "supporter",
        /// A worker.
        Worker = "worker",
        /// The service: twice in a row they said that not all of it came.
        Rule = "rule",
    }

    /// What came of it.
    ConcernOutcome {
        /// It comes again.
        Restored = "restored",
        /// Something else comes in its place.
        Replaced = "replaced",
        /// The promise was changed, with them.
        Changed = "changed",
        /// It is over, with them.
        Ended = "ended",
        /// Whoever promised it does not give it.
        Refused = "refused",
    }
}

impl ConcernOutcome {
    /// What young people and staff read.
    pub fn words(self) -> &'static str {
        match self {
            Self::Restored => "The support comes again",
            Self::Replaced => "You get something else instead",
            Self::Changed => "What was promised has changed",
            Self::Ended => "The support has ended",
            Self::Refused => "They do not give the support",
        }
    }
}

/// How many working days there are for an answer. Our own choice.
const DAYS: u32 = 10;

/// The same where the service raised it: a worker looks first. As long as for help that is wanted.
const DAYS_BY_RULE: u32 = 5;

/// That promised support may not be coming.
#[derive(Clone, Debug, PartialEq)]
pub struct Concern {
    /// Which concern.
    pub id: ConcernId,
    /// Whose.
    pub person: PersonId,
    /// About what was promised.
    pub promise: PromiseId,
    /// Who raised it.
    pub raised_by: RaisedBy,
    /// When.
    pub raised_on: NaiveDate,
    /// What is the matter, in words that the young person may read.
    pub words: Option<Line>,
    /// Who owes the answer.
    pub to_whom: Option<Line>,
    /// By when.
    pub due_on: NaiveDate,
    /// What came of it.
    pub answer: Option<ConcernAnswer>,
}

/// What came of a concern.
#[derive(Clone, Debug, PartialEq)]
pub struct ConcernAnswer {
    /// When.
    pub on: NaiveDate,
    /// What came of it.
    pub outcome: ConcernOutcome,
    /// In words that the young person reads.
    pub words: Note,
}

/// Why a concern cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConcernError {
    /// It is still to come.
    #[error("this day is still to come")]
    Later,
    /// It was raised before anything was promised.
    #[error("this is before the support was promised; check both dates")]
    BeforePromise,
    /// The answer is from before.
    #[error("the answer is from before it was raised; check both dates")]
    AnsweredBefore,
}

impl Recorded for Concern {
    const THING: Thing = Thing::Concern;
    const FOLLOWS: &[&'static str] = &["due_on"];

    fn fields(&self) -> Vec<Field> {
        let line = |line: &Option<Line>| line.as_ref().map(|line| line.as_str().to_owned());
        let answer = self.answer.as_ref();
        vec![
            ("raised_by", Some(self.raised_by.code().to_owned())),
            ("raised_on", Some(self.raised_on.to_string())),
            ("words", line(&self.words)),
            ("to_whom", line(&self.to_whom)),
            ("due_on", Some(self.due_on.to_string())),
            ("answered_on", answer.map(|answer| answer.on.to_string())),
            ("outcome", answer.map(|answer| answer.outcome.code().to_owned())),
            ("answer", answer.map(|answer| answer.words.as_str().to_owned())),
        ]
    }
}

/// By when an answer is owed.
pub fn due_on(raised_on: NaiveDate, by: RaisedBy) -> NaiveDate {
    add_working_days(raised_on, if by == RaisedBy::Rule { DAYS_BY_RULE } else { DAYS })
}

impl Concern {
    /// That something promised to somebody may not be coming, without a word more.
    pub fn new(
        id: ConcernId,
        (person, promise): (PersonId, PromiseId),
        raised_by: RaisedBy,
        raised_on: NaiveDate,
    ) -> Self {
        let due_on = due_on(raised_on, raised_by);
        let (words, to_whom, answer) = (None, None, None);
        Self { id, person, promise, raised_by, raised_on, words, to_whom, due_on, answer }
    }

    /// The same, if it can be: of something that was promised on this day.
    pub fn check(self, agreed_on: NaiveDate, today: NaiveDate) -> Result<Self, ConcernError> {
        if self.raised_on > today || self.answer.as_ref().is_some_and(|answer| answer.on > today) {
            return Err(ConcernError::Later);
        }
        if self.raised_on < agreed_on {
            return Err(ConcernError::BeforePromise);
        }
        if self.answer.as_ref().is_some_and(|answer| answer.on < self.raised_on) {
            return Err(ConcernError::AnsweredBefore);
        }
        Ok(self)
    }

    /// What staff have to do about it.
    pub fn task(&self) -> TaskKind {
        match self.raised_by {
            RaisedBy::Rule => TaskKind::SupportGap,
            RaisedBy::YoungPerson | RaisedBy::Supporter | RaisedBy::Worker => {
                TaskKind::ConcernAnswer
            }
        }
    }

    /// The same in words, about the support of this name.
    pub fn task_words(&self, name: &Line) -> Line {
        let words = format!("{}: {}", self.task().words(), name.as_str());
        // The longest name and the words before it are shorter than what a task may say.
        Line::new(&words).unwrap_or_else(|_| name.clone())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn concern() -> Concern {
        Concern {
            id: ConcernId(Uuid::from_u128(1)),
            person: PersonId(Uuid::from_u128(2)),
            promise: PromiseId(Uuid::from_u128(3)),
            raised_by: RaisedBy::Worker,
            raised_on: day("2026-09-07"),
            words: None,
            to_whom: None,
            due_on: day("2026-09-21"),
            answer: None,
        }
    }

    #[test]
    fn an_answer_is_owed_within_working_days() {
        assert_eq!(due_on(day("2026-09-07"), RaisedBy::Worker), day("2026-09-21"));
        assert_eq!(due_on(day("2026-09-07"), RaisedBy::Rule), day("2026-09-14"));
        assert_eq!(due_on(day("2026-12-18"), RaisedBy::YoungPerson), day("2027-01-06"));
    }

    #[test]
    fn what_cannot_have_been_is_refused() {
        let (promised, today) = (day("2026-09-01"), day("2026-09-10"));
        let answered = |on: &str| Concern {
            answer: Some(ConcernAnswer {
                on: day(on),
                outcome: ConcernOutcome::Restored,
                words: Note::new("The coach comes again from Monday.").unwrap(),
            }),
            ..concern()
        };
        assert!(concern().check(promised, today).is_ok());
        assert!(answered("2026-09-10").check(promised, today).is_ok());
        for (concern, wrong) in [
            (Concern { raised_on: day("2026-09-11"), ..concern() }, ConcernError::Later),
            (answered("2026-09-11"), ConcernError::Later),
            (Concern { raised_on: day("2026-08-31"), ..concern() }, ConcernError::BeforePromise),
            (answered("2026-09-06"), ConcernError::AnsweredBefore),
        ] {
            assert_eq!(concern.check(promised, today), Err(wrong));
        }
    }

    #[test]
    fn the_task_says_what_it_is_about() {
        let name = Line::new("a job coach").unwrap();
        let by_rule = Concern { raised_by: RaisedBy::Rule, ..concern() };
        assert_eq!(concern().task(), TaskKind::ConcernAnswer);
        assert_eq!(
            concern().task_words(&name).as_str(),
            "An answer is owed about promised support: a job coach"
        );
        assert_eq!(
            by_rule.task_words(&name).as_str(),
            "Twice in a row not all of what was promised came: a job coach"
        );
        let long = Line::new(&"x".repeat(200)).unwrap();
        for concern in [concern(), by_rule] {
            assert!(concern.task_words(&long).as_str().ends_with(long.as_str()));
        }
    }
}
