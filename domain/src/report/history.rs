//! What is known of one young person's destinations, and where that puts them on a given day.

use std::cmp::Reverse;

use chrono::{Days, NaiveDate};

use super::category::{Category, Headline};
use crate::id::SpellId;

/// One stretch of doing something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The spell it stands for.
    pub id: SpellId,
    /// What it is.
    pub category: Category,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last day, if it has ended.
    pub ends_on: Option<NaiveDate>,
    /// The last day on which what was last heard still counts; `None` if that never grows old.
    pub known_until: Option<NaiveDate>,
    /// Hours a week, if known.
    pub weekly_hours: Option<u16>,
}

/// A stretch of time that leaves somebody out of the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Away {
    /// Why.
    pub reason: AwayReason,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last day, if it has ended or is no longer current.
    pub ends_on: Option<NaiveDate>,
}

/// Why somebody is left out of the figures, above and below the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AwayReason {
    /// They have died.
    Died,
    /// They live outside England.
    LeftEngland,
    /// They are in custody.
    InCustody,
}

/// Where somebody counts on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In the figures, with this as the main thing they do.
    In(Category),
    /// Out of the figures.
    Away(AwayReason),
}

/// Everything known about one young person's destinations, as of one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The destinations, in any order.
    pub spans: Vec<Span>,
    /// The times out of the figures, in any order.
    pub away: Vec<Away>,
}

impl History {
    /// Where somebody counts on this day.
    ///
    /// Being away comes first, then anything that counts as education or work, then the newest of
    /// anything else, and "not known" only if there is nothing. Two of a kind: the one with more
    /// hours, then the one that began earlier, then the one with the lower id.
    pub fn standing_on(&self, day: NaiveDate) -> Standing {
        if let Some(reason) = self.away_on(day) {
            return Standing::Away(reason);
        }
        let main = self.current_on(day).min_by_key(|span| match span.category.headline() {
            Headline::InEducationOrWork => (0, None, tie_break(span)),
            Headline::NotInEducationOrWork => (1, Some(Reverse(span.starts_on)), tie_break(span)),
            Headline::NotKnown => (2, None, tie_break(span)),
        });
        Standing::In(main.map_or(Category::NotKnown, |span| span.category))
    }

    /// Why somebody is out of the figures on this day, if they are.
    pub(super) fn away_on(&self, day: NaiveDate) -> Option<AwayReason> {
        self.away
            .iter()
            .filter(|away| away.starts_on <= day && away.ends_on.is_none_or(|end| day <= end))
            .map(|away| away.reason)
            .min()
    }

    /// True if on any day of a stretch something of this kind is known to have gone on.
    pub(super) fn had(
        &self,
        first: NaiveDate,
        last: NaiveDate,
        kind: impl Fn(Category) -> bool,
    ) -> bool {
        self.spans
            .iter()
            .filter(|span| kind(span.category))
            .any(|span| span.starts_on <= last && self.is_current_from(span, first))
    }

    fn current_on(&self, day: NaiveDate) -> impl Iterator<Item = &Span> {
        self.spans
            .iter()
            .filter(move |span| span.starts_on <= day && self.is_current_from(span, day))
    }

    /// True if the last known day of a span is no earlier than this day, nor than its first.
    fn is_current_from(&self, span: &Span, day: NaiveDate) -> bool {
        self.last_known_day(span).is_none_or(|last| last >= day && last >= span.starts_on)
    }

    /// The last day on which a span counts, if there is one.
    fn last_known_day(&self, span: &Span) -> Option<NaiveDate> {
        let told = [span.ends_on, span.known_until].into_iter().flatten().min();
        let is_education_or_work = span.category.headline() == Headline::InEducationOrWork;
        if is_education_or_work || span.ends_on.is_some() {
            return told;
        }
        // Being out of education and work goes on until something else begins.
        [told, self.next_start_after(span.starts_on).and_then(|start| start.pred_opt())]
            .into_iter()
            .flatten()
            .min()
    }

    fn next_start_after(&self, day: NaiveDate) -> Option<NaiveDate> {
        let spans = self.spans.iter().map(|span| span.starts_on);
        let away = self.away.iter().map(|away| away.starts_on);
        spans.chain(away).filter(|start| *start > day).min()
    }
}

/// The plainest rule for how long news counts: half a year for education and work, and for ever for
/// the rest. For records that come without a better rule.
pub fn half_a_year_after(category: Category, confirmed_on: NaiveDate) -> Option<NaiveDate> {
    (category.headline() == Headline::InEducationOrWork)
        .then(|| confirmed_on.checked_add_days(Days::new(183)).unwrap_or(NaiveDate::MAX))
}

fn tie_break(span: &Span) -> (Category, Reverse<Option<u16>>, NaiveDate, SpellId) {
    (span.category, Reverse(span.weekly_hours), span.starts_on, span.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{day, destination_cases, span};
    use crate::report::wave::Wave;

    fn history(spans: &[Span]) -> History {
        History { spans: spans.to_vec(), away: Vec::new() }
    }

    #[test]
    fn main_destinations_are_the_known_ones() {
        for (case, anchor, history) in destination_cases() {
            let point = Wave::Month6.point(anchor);
            assert_eq!(point, day(case["point_6m"].as_str().unwrap()), "{case}");
            let found = match history.standing_on(point) {
                Standing::In(category) => category.code().replace('-', "_"),
                Standing::Away(AwayReason::Died) => "out:deceased".to_owned(),
                Standing::Away(AwayReason::LeftEngland) => "out:left_england".to_owned(),
                Standing::Away(AwayReason::InCustody) => "out:custody".to_owned(),
            };
            assert_eq!(found, case["destination_6m"].as_str().unwrap(), "{case}");
        }
    }

    #[test]
    fn of_several_things_the_first_in_the_list_counts() {
        for (index, first) in Category::ALL[..6].iter().enumerate() {
            for second in &Category::ALL[index + 1..] {
                let both = history(&[
                    span(1, *second, "2025-02-01", None),
                    span(2, *first, "2025-01-01", None),
                ]);
                assert_eq!(both.standing_on(day("2025-03-01")), Standing::In(*first));
            }
        }
    }

    #[test]
    fn two_jobs_are_told_apart_by_hours_then_start_then_id() {
        let hours = |number, start, hours| Span {
            weekly_hours: hours,
            ..span(number, Category::Employment, start, None)
        };
        let rank = |one: Span, other: Span| tie_break(&one).cmp(&tie_break(&other));

        assert!(rank(hours(2, "2025-02-01", Some(20)), hours(1, "2025-01-01", Some(8))).is_lt());
        assert!(rank(hours(2, "2025-02-01", Some(1)), hours(1, "2025-01-01", None)).is_lt());
        assert!(rank(hours(2, "2025-01-01", Some(8)), hours(1, "2025-02-01", Some(8))).is_lt());
        assert!(rank(hours(1, "2025-01-01", Some(8)), hours(2, "2025-01-01", Some(8))).is_lt());
    }

    #[test]
    fn work_that_nobody_has_heard_of_for_long_is_not_known() {
        let mut job = span(1, Category::Employment, "2025-01-01", None);
        job.known_until = Some(day("2025-06-30"));
        let history = history(&[job]);

        assert_eq!(history.standing_on(day("2025-06-30")), Standing::In(Category::Employment));
        assert_eq!(history.standing_on(day("2025-07-01")), Standing::In(Category::NotKnown));
    }

    #[test]
    fn looking_for_work_goes_on_until_something_else_begins() {
        let looking = span(1, Category::NeetSeeking, "2025-01-01", None);
        let voluntary = span(2, Category::Voluntary, "2025-05-01", Some("2025-05-31"));
        let history = history(&[looking, voluntary]);

        assert_eq!(history.standing_on(day("2025-04-30")), Standing::In(Category::NeetSeeking));
        assert_eq!(history.standing_on(day("2025-05-31")), Standing::In(Category::Voluntary));
        assert_eq!(history.standing_on(day("2025-06-01")), Standing::In(Category::NotKnown));
    }

    #[test]
    fn of_what_is_not_work_the_newest_counts() {
        let voluntary = span(1, Category::Voluntary, "2025-01-01", Some("2025-12-31"));
        let looking = span(2, Category::NeetSeeking, "2025-03-01", Some("2025-04-30"));
        let history = history(&[voluntary, looking]);

        assert_eq!(history.standing_on(day("2025-02-28")), Standing::In(Category::Voluntary));
        assert_eq!(history.standing_on(day("2025-04-01")), Standing::In(Category::NeetSeeking));
        assert_eq!(history.standing_on(day("2025-05-01")), Standing::In(Category::Voluntary));
    }

    #[test]
    fn hearing_that_nobody_knows_does_not_outweigh_something_known() {
        let college = span(1, Category::FurtherEducation, "2025-01-01", None);
        let unknown = span(2, Category::NotKnown, "2025-02-01", None);
        let history = history(&[college, unknown]);
        assert_eq!(
            history.standing_on(day("2025-03-01")),
            Standing::In(Category::FurtherEducation)
        );
    }

    #[test]
    fn somebody_who_comes_back_counts_again() {
        let mut history = history(&[span(1, Category::Employment, "2025-01-01", None)]);
        history.away.push(Away {
            reason: AwayReason::InCustody,
            starts_on: day("2025-02-01"),
            ends_on: Some(day("2025-02-28")),
        });
        assert_eq!(history.standing_on(day("2025-01-31")), Standing::In(Category::Employment));
        assert_eq!(history.standing_on(day("2025-02-28")), Standing::Away(AwayReason::InCustody));
        assert_eq!(history.standing_on(day("2025-03-01")), Standing::In(Category::Employment));
    }

    #[test]
    fn a_span_that_ended_before_it_began_never_was() {
        let job = span(1, Category::Employment, "2025-03-01", Some("2025-02-01"));
        assert!(!history(&[job]).had(day("2025-01-01"), day("2025-12-31"), |_| true));
    }
}
