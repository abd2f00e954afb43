//! The education, health and care plan (EHC plan) of somebody, as far as its days go: when it was made and reviewed, what
//! the review came to, and when and why it ceased. The council decides all of this; here it is kept in mind.
//!
//! Source of the rules and codes: Children and Families Act 2014 (s. 44 to 46), SEND Regulations 2014 (reg. 46), and the
//! SEN2 person-level guide of 2025, as `domain/data/README.md` cites them.

use chrono::{Datelike, Days, NaiveDate};

use crate::{
    activity::{Activity, Group},
    code::codes,
    day::add_months,
    spell::Spell,
    versioned::{Field, Recorded, Thing},
};

/// A plan is reviewed within this many months of when it was made or last reviewed.
const REVIEWED_WITHIN: i32 = 12;

codes! {
    /// What a review came to.
    ReviewOutcome {
        /// The plan is to be changed.
        Amend = "amend",
        /// The plan stays as it is.
        Maintain = "maintain",
        /// The plan is to end.
        Cease = "cease",
    }

    /// Why a plan ceased, in the order in which SEN2 numbers it.
    CeaseReason {
        /// The end of the year in which they turned 25.
        MaximumAge = "maximum-age",
        /// What they need is met without a plan.
        MetWithout = "met-without",
        /// Higher education.
        HigherEducation = "higher-education",
        /// Paid work that is no apprenticeship.
        PaidWork = "paid-work",
        /// Another council in England.
        AnotherCouncil = "another-council",
        /// They no longer wish to learn or train.
        NoWish = "no-wish",
        /// They live outside England.
        LeftEngland = "left-england",
        /// They have died.
        Died = "died",
        /// Anything else.
        Other = "other",
    }
}

impl CeaseReason {
    /// The number that SEN2 gives it: 1 to 9.
    pub fn number(self) -> usize {
        Self::ALL.iter().take_while(|(why, _)| *why != self).count() + 1
    }
}

/// The plan of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// When it was first made final.
    pub started_on: Option<NaiveDate>,
    /// The day of the last annual review.
    pub reviewed_on: Option<NaiveDate>,
    /// What that review came to.
    pub review_outcome: Option<ReviewOutcome>,
    /// The day for which the next review is booked.
    pub review_booked_on: Option<NaiveDate>,
    /// When it ceased.
    pub ceased_on: Option<NaiveDate>,
    /// Why.
    pub cease_reason: Option<CeaseReason>,
}

/// Why the days of a plan cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// It is still to be made.
    #[error("the plan starts in the future; record it when it is final")]
    StartsInFuture,
    /// The review is still to come.
    #[error("this review is in the future; write that day where the next review is booked")]
    ReviewInFuture,
    /// Reviewed before it was made.
    #[error("the review is before the plan was made; check both dates")]
    ReviewBeforeStart,
    /// An outcome of no review.
    #[error("say on which day the review was that came to this")]
    OutcomeOfNothing,
    /// The next review is before the last one.
    #[error("the next review is before the last one; check both dates")]
    BookedBeforeReview,
    /// Ceased before it was made.
    #[error("the plan ceased before it was made; check both dates")]
    CeasedBeforeStart,
    /// It is still to cease.
    #[error("the plan ceases in the future; record it when it has ceased")]
    CeasesInFuture,
    /// Ceased without a reason.
    #[error("say why the plan ceased")]
    NoReason,
    /// A reason without a day.
    #[error("say on which day the plan ceased")]
    NoDay,
}

impl Recorded for Plan {
    const THING: Thing = Thing::Plan;
    const FOLLOWS: &[&'static str] = &[];

    fn fields(&self) -> Vec<Field> {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        vec![
            ("started_on", day(self.started_on)),
            ("reviewed_on", day(self.reviewed_on)),
            ("review_outcome", self.review_outcome.map(|it| it.code().to_owned())),
            ("review_booked_on", day(self.review_booked_on)),
            ("ceased_on", day(self.ceased_on)),
            ("cease_reason", self.cease_reason.map(|why| why.code().to_owned())),
        ]
    }
}

impl Plan {
    /// Refuses days that cannot be.
    pub fn checked(self, today: NaiveDate) -> Result<Self, PlanError> {
        let after_today = |day: Option<NaiveDate>| day.is_some_and(|day| day > today);
        let before = |one: Option<NaiveDate>, other: Option<NaiveDate>| {
            one.zip(other).is_some_and(|(one, other)| one < other)
        };
        let wrong = [
            (after_today(self.started_on), PlanError::StartsInFuture),
            (after_today(self.reviewed_on), PlanError::ReviewInFuture),
            (before(self.reviewed_on, self.started_on), PlanError::ReviewBeforeStart),
            (
                self.review_outcome.is_some() && self.reviewed_on.is_none(),
                PlanError::OutcomeOfNothing,
            ),
            (before(self.review_booked_on, self.reviewed_on), PlanError::BookedBeforeReview),
            (after_today(self.ceased_on), PlanError::CeasesInFuture),
            (before(self.ceased_on, self.started_on), PlanError::CeasedBeforeStart),
            (self.ceased_on.is_some() && self.cease_reason.is_none(), PlanError::NoReason),
            (self.cease_reason.is_some() && self.ceased_on.is_none(), PlanError::NoDay),
        ];
        match wrong.into_iter().find(|(is, _)| *is) {
            Some((_, error)) => Err(error),
            None => Ok(self),
        }
    }

    /// The day of the next annual review: the one that is booked, or else the last on which it may be. None for a plan that
    /// has ceased, and where no day is known from which to count.
    pub fn next_review(&self) -> Option<NaiveDate> {
        if self.ceased_on.is_some() {
            return None;
        }
        let last = self.reviewed_on.or(self.started_on);
        self.review_booked_on.or(last.map(|day| add_months(day, REVIEWED_WITHIN)))
    }
}

/// Until when a plan could last, as things are: the 25th birthday, or where they learn then, the end of that year of
/// learning, and never beyond the day before the 26th. It is a day to show and nothing happens on it by itself: a plan
/// ceases when the council says so. None in higher education, which ends a plan.
pub fn could_last_until(birth: NaiveDate, doing: Option<(&Spell, &Activity)>) -> Option<NaiveDate> {
    let turns_25 = add_months(birth, 25 * 12);
    let last = add_months(birth, 26 * 12).checked_sub_days(Days::new(1)).unwrap_or(turns_25);
    let Some((spell, activity)) = doing else { return Some(turns_25) };
    let until = match (activity.code.number(), activity.group) {
        (HIGHER_EDUCATION, _) => return None,
        (GAP_YEAR, _) => turns_25,
        (_, Group::Education) => end_of_july(turns_25),
        (APPRENTICESHIP, _) | (_, Group::Training) => spell.predicted_end_on.unwrap_or(turns_25),
        _ => turns_25,
    };
    Some(until.clamp(turns_25, last))
}

/// Activity codes that a plan has rules of its own for.
const HIGHER_EDUCATION: u16 = 240;
const GAP_YEAR: u16 = 260;
const APPRENTICESHIP: u16 = 310;

/// The end of the year of further education in which this day falls.
fn end_of_july(day: NaiveDate) -> NaiveDate {
    let july = |year| NaiveDate::from_ymd_opt(year, 7, 31).unwrap_or(day);
    if day <= july(day.year()) { july(day.year()) } else { july(day.year() + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        activity::{Activities, ActivityCode},
        id::SpellId,
        spell::Source,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn reviewed(started: &str, reviewed: Option<&str>) -> Plan {
        Plan { started_on: Some(day(started)), reviewed_on: reviewed.map(day), ..Plan::default() }
    }

    fn until(birth: &str, doing: Option<(u16, Option<&str>)>) -> Option<String> {
        let spell = doing.map(|(code, end)| Spell {
            id: SpellId(uuid::Uuid::from_u128(1)),
            code: ActivityCode::new(code),
            source: Source::Worker,
            started_on: day("2026-09-01"),
            ended_on: None,
            verified_on: None,
            review_on: None,
            predicted_end_on: end.map(day),
            provider: None,
            ukprn: None,
            establishment: None,
            days_per_week: None,
            weekly_hours: None,
        });
        let activities = Activities::shipped();
        let doing = spell.as_ref().map(|spell| (spell, activities.get(spell.code).unwrap()));
        could_last_until(day(birth), doing).map(|day| day.to_string())
    }

    #[test]
    fn a_plan_is_reviewed_a_year_after_the_last_time_or_when_it_is_booked() {
        assert_eq!(Plan::default().next_review(), None, "there is no day to count from");
        assert_eq!(reviewed("2025-02-28", None).next_review(), Some(day("2026-02-28")));
        let twice = reviewed("2024-01-31", Some("2025-11-30"));
        assert_eq!(twice.next_review(), Some(day("2026-11-30")));
        let booked = Plan { review_booked_on: Some(day("2026-10-12")), ..twice.clone() };
        assert_eq!(booked.next_review(), Some(day("2026-10-12")));
        let ceased = Plan { ceased_on: Some(day("2026-07-31")), ..booked };
        assert_eq!(ceased.next_review(), None);
    }

    #[test]
    fn days_that_cannot_be_are_refused() {
        let today = day("2026-09-07");
        let refused = |plan: Plan| plan.checked(today).unwrap_err();
        let fine = reviewed("2024-09-01", Some("2026-09-07"));
        assert_eq!(fine.clone().checked(today), Ok(fine.clone()));
        assert_eq!(refused(reviewed("2026-09-08", None)), PlanError::StartsInFuture);
        assert_eq!(refused(reviewed("2024-09-01", Some("2026-09-08"))), PlanError::ReviewInFuture);
        assert_eq!(
            refused(reviewed("2025-09-01", Some("2025-08-31"))),
            PlanError::ReviewBeforeStart
        );
        let of_nothing = Plan { review_outcome: Some(ReviewOutcome::Amend), ..Plan::default() };
        assert_eq!(refused(of_nothing), PlanError::OutcomeOfNothing);
        let booked = Plan { review_booked_on: Some(day("2026-09-06")), ..fine.clone() };
        assert_eq!(refused(booked), PlanError::BookedBeforeReview);
        let ceased = |on| Plan {
            ceased_on: Some(day(on)),
            cease_reason: Some(CeaseReason::Other),
            ..fine.clone()
        };
        assert_eq!(refused(ceased("2026-09-08")), PlanError::CeasesInFuture);
        assert_eq!(refused(ceased("2024-08-31")), PlanError::CeasedBeforeStart);
        let why = Plan { cease_reason: None, ..ceased("2026-09-01") };
        assert_eq!(refused(why), PlanError::NoReason);
        let when = Plan { ceased_on: None, ..ceased("2026-09-01") };
        assert_eq!(refused(when), PlanError::NoDay);
    }

    #[test]
    fn a_plan_could_last_until_25_or_the_end_of_that_years_learning() {
        // Nothing known, work, a gap year: the birthday.
        for doing in [None, Some((330, None)), Some((260, None)), Some((619, None))] {
            assert_eq!(until("2002-03-14", doing).as_deref(), Some("2027-03-14"), "{doing:?}");
        }
        assert_eq!(until("2002-03-14", Some((230, None))).as_deref(), Some("2027-07-31"));
        assert_eq!(until("2002-07-31", Some((280, None))).as_deref(), Some("2027-07-31"));
        assert_eq!(until("2002-08-01", Some((230, None))).as_deref(), Some("2028-07-31"));
        // Training lasts as long as it lasts, and never to the 26th birthday.
        let training = |end| until("2002-03-14", Some((310, Some(end))));
        assert_eq!(training("2027-09-30").as_deref(), Some("2027-09-30"));
        assert_eq!(training("2029-09-30").as_deref(), Some("2028-03-13"));
        assert_eq!(training("2026-12-31").as_deref(), Some("2027-03-14"));
        assert_eq!(until("2002-03-14", Some((240, None))), None);
        assert_eq!(until("2004-02-29", Some((330, None))).as_deref(), Some("2029-02-28"));
    }

    #[test]
    fn reasons_have_the_numbers_of_the_return() {
        let numbers: Vec<usize> = CeaseReason::ALL.iter().map(|(why, _)| why.number()).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        assert_eq!(CeaseReason::PaidWork.number(), 4);
    }
}
