//! What staff have to do, by whom and by when. What the service asks for is in [`crate::alert::TaskKind`]; here is what they
//! make of it, and what they set themselves.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    alert::TaskKind,
    id::{PersonId, StaffId, TaskId},
    text::{Line, TextError},
    versioned::{Field, Recorded, Thing},
};

/// The most characters of what is to be done.
pub const WORDS_MAX_CHARS: usize = 500;

/// A task as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct ToDo {
    /// Which task.
    pub id: TaskId,
    /// About whom.
    pub person: PersonId,
    /// Why.
    pub kind: TaskKind,
    /// Whose it is; nobody's in particular is of whoever works with the young person.
    pub owner: Option<StaffId>,
    /// What is to be done, where the kind does not say.
    pub words: Option<Line>,
    /// By when.
    pub due_on: NaiveDate,
    /// Who set it; nobody, if the service did.
    pub made_by: Option<StaffId>,
    /// That it was done.
    pub done: Option<Done>,
}

/// That a task was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; nobody, where something else settled it.
    pub by: Option<StaffId>,
    /// What came of it.
    pub words: Option<Line>,
}

/// Why a task cannot be kept so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TaskError {
    /// Its day is over.
    #[error("this day is over; choose today or later")]
    DayOver,
    /// The service asked for it, and says itself what it is.
    #[error("the service set this task: change whose it is or its day, and leave the words out")]
    NotYours,
    /// It is done by something else.
    #[error(
        "this is done where it comes from: answer what they asked, take the handover, or review what was opened"
    )]
    SettledElsewhere,
    /// It is done.
    #[error("this task is done already")]
    Done,
}

/// What is to be done, or what came of it, in words.
pub fn words(text: &str) -> Result<Line, TextError> {
    let line = Line::new(text)?;
    match line.as_str().chars().count() > WORDS_MAX_CHARS {
        true => Err(TextError::TooLong(WORDS_MAX_CHARS)),
        false => Ok(line),
    }
}

impl TaskKind {
    /// Whether somebody says that it is done, rather than doing what it is about.
    pub fn is_ticked(self) -> bool {
        !matches!(
            self,
            Self::Request
                | Self::Handover
                | Self::ReviewGlass
                | Self::SupportGap
                | Self::ConcernAnswer
        )
    }
}

impl ToDo {
    /// What staff read.
    pub fn what(&self) -> &str {
        self.words.as_ref().map_or_else(|| self.kind.words(), Line::as_str)
    }

    /// Refuses what cannot be, where `known` is the task as it was. A day that is over stays as it was, and no other takes its
    /// place.
    pub fn check(self, known: Option<&Self>, today: NaiveDate) -> Result<Self, TaskError> {
        if known.is_some_and(|known| known.done.is_some()) {
            return Err(TaskError::Done);
        }
        if self.kind != TaskKind::Own && self.words != known.and_then(|known| known.words.clone()) {
            return Err(TaskError::NotYours);
        }
        let same_day = known.is_some_and(|known| known.due_on == self.due_on);
        if self.due_on < today && !same_day {
            return Err(TaskError::DayOver);
        }
        Ok(self)
    }

    /// The same, done by somebody.
    pub fn ticked(&self, done: Done) -> Result<Self, TaskError> {
        if self.done.is_some() {
            return Err(TaskError::Done);
        }
        if !self.kind.is_ticked() {
            return Err(TaskError::SettledElsewhere);
        }
        Ok(Self { done: Some(done), ..self.clone() })
    }
}

impl Recorded for ToDo {
    const THING: Thing = Thing::Task;
    const FOLLOWS: &[&'static str] = &[];

    fn fields(&self) -> Vec<Field> {
        let text = |line: Option<&Line>| line.map(|line| line.as_str().to_owned());
        vec![
            ("words", text(self.words.as_ref())),
            ("due_on", Some(self.due_on.to_string())),
            ("owner_id", self.owner.map(|id| id.to_string())),
            ("done_words", text(self.done.as_ref().and_then(|done| done.words.as_ref()))),
        ]
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn own() -> ToDo {
        ToDo {
            id: TaskId(Uuid::from_u128(1)),
            person: PersonId(Uuid::from_u128(2)),
            kind: TaskKind::Own,
            owner: Some(StaffId(Uuid::from_u128(3))),
            words: Some(words("Ring the college.").unwrap()),
            due_on: day("2026-09-08"),
            made_by: Some(StaffId(Uuid::from_u128(3))),
            done: None,
        }
    }

    fn done() -> Done {
        Done { at: DateTime::UNIX_EPOCH, by: None, words: None }
    }

    #[test]
    fn a_day_that_is_over_is_kept_and_not_chosen() {
        assert_eq!(own().check(None, day("2026-09-08")), Ok(own()));
        assert_eq!(own().check(None, day("2026-09-09")), Err(TaskError::DayOver));
        assert_eq!(
            own().check(Some(&own()), day("2026-09-09")),
            Ok(own()),
            "late, with other words"
        );
    }

    #[test]
    fn what_the_service_asks_for_keeps_its_words() {
        let call = ToDo { kind: TaskKind::Call, words: None, ..own() };
        let worded = ToDo { kind: TaskKind::Call, ..own() };
        assert_eq!(worded.check(Some(&call), day("2026-09-08")), Err(TaskError::NotYours));
        assert_eq!(call.what(), TaskKind::Call.words());
        assert_eq!(own().what(), "Ring the college.");
    }

    #[test]
    fn a_task_is_done_once_and_an_answer_is_no_tick() {
        let ticked = own().ticked(done()).unwrap();
        assert_eq!(ticked.ticked(done()), Err(TaskError::Done));
        assert_eq!(own().check(Some(&ticked), day("2026-09-08")), Err(TaskError::Done));
        let request = ToDo { kind: TaskKind::Request, ..own() };
        assert_eq!(request.ticked(done()), Err(TaskError::SettledElsewhere));
    }
}
