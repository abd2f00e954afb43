//! What was promised beside what came, month by month: what the young person said, and what whoever should give it says.

use chrono::{Datelike, NaiveDate};

use crate::{
    code::codes,
    id::{ClaimId, PersonId, PromiseId},
    text::Line,
    versioned::{Field, Recorded, Thing},
};

codes! {
    /// How much of it was given.
    Given {
        /// All of it.
        All = "all",
        /// Some of it.
        Some = "some",
        /// Nothing.
        None = "none",
    }

    /// Who says so.
    ClaimSource {
        /// Whoever should give it.
        Provider = "provider",
        /// A worker, from what they have seen.
        Worker = "worker",
    }
}

/// What somebody other than the young person says of what was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Which claim.
    pub id: ClaimId,
    /// To whom it was given.
    pub person: PersonId,
    /// Of what was promised.
    pub promise: PromiseId,
    /// Who says so.
    pub source: ClaimSource,
    /// The first day that it speaks of.
    pub from_on: NaiveDate,
    /// The last.
    pub until_on: NaiveDate,
    /// How much was given.
    pub given: Given,
    /// What they say about it.
    pub words: Option<Line>,
}

/// Why a claim cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimError {
    /// It ends before it begins.
    #[error("the last day is before the first; check both")]
    Backwards,
    /// Nobody can know yet.
    #[error("this day is still to come")]
    Later,
    /// It speaks of days before anything was promised.
    #[error("this is before the support was promised; check both dates")]
    BeforePromise,
}

impl Recorded for Claim {
    const THING: Thing = Thing::Claim;
    const FOLLOWS: &[&'static str] = &[];

    fn fields(&self) -> Vec<Field> {
        vec![
            ("source", Some(self.source.code().to_owned())),
            ("from_on", Some(self.from_on.to_string())),
            ("until_on", Some(self.until_on.to_string())),
            ("given", Some(self.given.code().to_owned())),
            ("words", self.words.as_ref().map(|line| line.as_str().to_owned())),
        ]
    }
}

impl Claim {
    /// The same, if it can be: of something that was promised on this day.
    pub fn check(self, agreed_on: NaiveDate, today: NaiveDate) -> Result<Self, ClaimError> {
        if self.until_on < self.from_on {
            return Err(ClaimError::Backwards);
        }
        if self.until_on > today {
            return Err(ClaimError::Later);
        }
        if self.until_on < agreed_on {
            return Err(ClaimError::BeforePromise);
        }
        Ok(self)
    }
}

/// One answer to whether it came: on which day, and its code.
pub type Answered = (NaiveDate, String);

/// One month of a promise.
#[derive(Clone, Debug, PartialEq)]
pub struct Month {
    /// Its first day.
    pub first: NaiveDate,
    /// What the young person said in it, the earliest first.
    pub said: Vec<Answered>,
    /// What others say of it.
    pub claims: Vec<ClaimId>,
    /// They say that all of it was given, and the young person that it was not.
    pub differs: bool,
}

/// The months of which anybody has spoken, the latest first.
pub fn months(answers: &[Answered], claims: &[Claim]) -> Vec<Month> {
    let month_of = |day: NaiveDate| day.with_day(1).unwrap_or(day);
    let spoken = answers.iter().map(|(day, _)| month_of(*day));
    let claimed = claims.iter().flat_map(|claim| {
        let (from, until) = (month_of(claim.from_on), month_of(claim.until_on));
        let next = |month: &NaiveDate| crate::day::add_months(*month, 1);
        // Nobody claims to know of more than a few years at once.
        std::iter::successors(Some(from), move |month| Some(next(month)))
            .take_while(move |month| *month <= until)
            .take(120)
    });
    let mut all: Vec<NaiveDate> = spoken.chain(claimed).collect();
    all.sort_unstable_by(|one, other| other.cmp(one));
    all.dedup();
    let month = |first: NaiveDate| {
        let mut said: Vec<Answered> =
            answers.iter().filter(|(day, _)| month_of(*day) == first).cloned().collect();
        said.sort();
        let covers =
            |claim: &&Claim| month_of(claim.from_on) <= first && first <= month_of(claim.until_on);
        let theirs: Vec<&Claim> = claims.iter().filter(covers).collect();
        let missed = said.last().is_some_and(|(_, code)| missing(code));
        let differs = missed && theirs.iter().any(|claim| claim.given == Given::All);
        Month { first, said, claims: theirs.iter().map(|claim| claim.id).collect(), differs }
    };
    all.into_iter().map(month).collect()
}

/// Since when, and how often in a row, the young person has said that not all of it came. None where they said last that it
/// did, or said something else.
pub fn gap(answers: &[Answered]) -> Option<(NaiveDate, usize)> {
    let mut all: Vec<&Answered> = answers.iter().collect();
    all.sort();
    let run = all.iter().rev().take_while(|(_, code)| missing(code)).count();
    let first = all.len().checked_sub(run).and_then(|at| all.get(at))?;
    (run > 0).then_some((first.0, run))
}

fn missing(code: &str) -> bool {
    matches!(Given::from_code(code), Some(Given::Some | Given::None))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn said(answers: &[(&str, &str)]) -> Vec<Answered> {
        answers.iter().map(|(on, code)| (day(on), (*code).to_owned())).collect()
    }

    fn claim(number: u128, from: &str, until: &str, given: Given) -> Claim {
        Claim {
            id: ClaimId(Uuid::from_u128(number)),
            person: PersonId(Uuid::from_u128(100)),
            promise: PromiseId(Uuid::from_u128(101)),
            source: ClaimSource::Provider,
            from_on: day(from),
            until_on: day(until),
            given,
            words: None,
        }
    }

    #[test]
    fn what_both_say_of_a_month_stands_side_by_side() {
        let answers = said(&[("2026-09-07", "none"), ("2026-11-02", "all")]);
        let claims = [claim(1, "2026-08-15", "2026-10-02", Given::All)];
        let months = months(&answers, &claims);
        let told: Vec<_> = months
            .iter()
            .map(|it| (it.first.to_string(), it.said.len(), it.claims.len(), it.differs))
            .collect();
        assert_eq!(
            told,
            [
                ("2026-11-01".to_owned(), 1, 0, false),
                ("2026-10-01".to_owned(), 0, 1, false),
                ("2026-09-01".to_owned(), 1, 1, true),
                ("2026-08-01".to_owned(), 0, 1, false),
            ]
        );
    }

    #[test]
    fn what_they_said_last_in_a_month_is_held_against_the_claim() {
        let answers = said(&[("2026-09-02", "none"), ("2026-09-20", "all")]);
        let claims = [claim(1, "2026-09-01", "2026-09-30", Given::All)];
        assert!(!months(&answers, &claims)[0].differs);
        let some = [claim(1, "2026-09-01", "2026-09-30", Given::Some)];
        assert!(!months(&answers[..1], &some)[0].differs);
    }

    #[test]
    fn a_gap_is_the_unbroken_run_of_what_did_not_come() {
        let since =
            |answers: &[(&str, &str)]| gap(&said(answers)).map(|(on, n)| (on.to_string(), n));
        assert_eq!(since(&[]), None);
        assert_eq!(since(&[("2026-09-07", "all")]), None);
        assert_eq!(since(&[("2026-09-07", "none")]), Some(("2026-09-07".into(), 1)));
        let run = [
            ("2026-07-07", "none"),
            ("2026-08-07", "all"),
            ("2026-09-07", "some"),
            ("2026-10-07", "none"),
        ];
        assert_eq!(since(&run), Some(("2026-09-07".into(), 2)));
        assert_eq!(since(&[("2026-09-07", "none"), ("2026-10-07", "not_wanted")]), None);
    }

    #[test]
    fn a_claim_speaks_of_days_that_are_over() {
        let check = |from, until| {
            claim(1, from, until, Given::All).check(day("2026-09-01"), day("2026-11-02"))
        };
        assert!(check("2026-08-01", "2026-11-02").is_ok());
        assert_eq!(check("2026-10-02", "2026-10-01"), Err(ClaimError::Backwards));
        assert_eq!(check("2026-10-02", "2026-11-03"), Err(ClaimError::Later));
        assert_eq!(check("2026-08-01", "2026-08-31"), Err(ClaimError::BeforePromise));
    }
}
