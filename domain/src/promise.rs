//! Support that was promised, and whether it came.

use chrono::NaiveDate;

use crate::{
    id::{PersonId, PromiseId},
    text::Line,
    versioned::{Field, Recorded, Thing},
};

/// One thing that was promised, from a plan or by agreement.
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    /// Which promise.
    pub id: PromiseId,
    /// To whom.
    pub person: PersonId,
    /// In plain words, as it stands in a question: "a job coach every week".
    pub name: Line,
    /// In easy-read words.
    pub easy_name: Line,
    /// Who should give it.
    pub provider: Option<Line>,
    /// How often.
    pub frequency: Option<Line>,
    /// When it was promised.
    pub agreed_on: NaiveDate,
    /// When it is no longer promised.
    pub ended_on: Option<NaiveDate>,
}

/// Why a promise cannot be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PromiseError {
    /// It ends before it was made.
    #[error("this promise ends before it was made; check both dates")]
    EndsBeforeMade,
    /// It is still to be made.
    #[error("this promise is in the future; record it when it has been made")]
    InTheFuture,
}

impl Recorded for Promise {
    const THING: Thing = Thing::Promise;
    const FOLLOWS: &[&'static str] = &[];

    fn fields(&self) -> Vec<Field> {
        let text = |line: Option<&Line>| line.map(|line| line.as_str().to_owned());
        vec![
            ("name", text(Some(&self.name))),
            ("easy_name", text(Some(&self.easy_name))),
            ("provider", text(self.provider.as_ref())),
            ("frequency", text(self.frequency.as_ref())),
            ("agreed_on", Some(self.agreed_on.to_string())),
            ("ended_on", self.ended_on.map(|day| day.to_string())),
        ]
    }
}

impl Promise {
    /// Refuses dates that cannot be.
    pub fn check(self, today: NaiveDate) -> Result<Self, PromiseError> {
        if self.agreed_on > today {
            return Err(PromiseError::InTheFuture);
        }
        match self.ended_on {
            Some(end) if end < self.agreed_on => Err(PromiseError::EndsBeforeMade),
            _ => Ok(self),
        }
    }

    /// Whether it is promised on `day`.
    pub fn stands(&self, day: NaiveDate) -> bool {
        self.agreed_on <= day && self.ended_on.is_none_or(|end| day <= end)
    }
}
