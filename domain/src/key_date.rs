//! Days to keep in mind about one young person: birthdays, reviews, and when something ends.

use chrono::NaiveDate;

use crate::{
    activity::Activity,
    code::codes,
    day::add_months,
    person::{Person, SenProvision},
    plan::{Plan, could_last_until},
    spell::Spell,
};

codes! {
    /// What a day is.
    KeyDate {
        /// They turn 18.
        Eighteenth = "eighteenth",
        /// The annual review of their plan.
        AnnualReview = "annual-review",
        /// Until when their plan could last.
        PlanCouldLast = "plan-could-last",
        /// What they do is expected to end.
        ExpectedEnd = "expected-end",
        /// The two years begin.
        TwoYearsBegin = "two-years-begin",
        /// The two years end.
        TwoYearsEnd = "two-years-end",
    }
}

impl KeyDate {
    /// What staff read.
    pub fn words(self) -> &'static str {
        match self {
            Self::Eighteenth => "18th birthday",
            Self::AnnualReview => "Annual review of the EHC plan",
            Self::PlanCouldLast => "The EHC plan could last until then",
            Self::ExpectedEnd => "What they do is expected to end",
            Self::TwoYearsBegin => "The two years begin",
            Self::TwoYearsEnd => "The two years end",
        }
    }
}

/// The days that are to come, and an annual review that is late: earliest first. `doing` is what they do, as it is shown.
pub fn key_dates(
    person: &Person,
    plan: Option<&Plan>,
    doing: Option<(&Spell, &Activity)>,
    today: NaiveDate,
) -> Vec<(KeyDate, NaiveDate)> {
    let ceased = plan.is_some_and(|plan| plan.ceased_on.is_some());
    let has_plan = person.sen_provision == SenProvision::EhcPlan && !ceased;
    let to_come = [
        (KeyDate::Eighteenth, Some(add_months(person.birth_date, 18 * 12))),
        (KeyDate::PlanCouldLast, could_last_until(person.birth_date, doing).filter(|_| has_plan)),
        (KeyDate::ExpectedEnd, doing.and_then(|(spell, _)| spell.predicted_end_on)),
        (KeyDate::TwoYearsBegin, Some(person.journey.transition_on)),
        (KeyDate::TwoYearsEnd, Some(person.journey.ends_on)),
    ];
    let mut dates: Vec<(KeyDate, NaiveDate)> = to_come
        .into_iter()
        .filter_map(|(what, on)| Some((what, on?)))
        .filter(|(_, on)| *on >= today)
        .collect();
    let review = plan.and_then(Plan::next_review).filter(|_| has_plan);
    dates.extend(review.map(|on| (KeyDate::AnnualReview, on)));
    dates.sort_by_key(|(what, on)| (*on, *what));
    dates
}
