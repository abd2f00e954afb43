//! Whether somebody kept to education or work for six months on end.

use chrono::NaiveDate;

use super::category::Category;
use super::history::{History, Standing};
use super::wave::Wave;
use crate::day::add_months;

/// How many months a destination has to last.
const MONTHS: usize = 6;

/// What the six tracking months before a point amount to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sustained {
    /// In an apprenticeship in every month.
    Apprenticeship,
    /// In learning in every month.
    Learning,
    /// In paid work in five months or more, and at the end or in the month after.
    Employment,
    /// In learning or paid work in every month, with one change between them at most.
    Combined,
    /// Something is known, and it is none of these.
    NotSustained,
    /// Nothing is known of any day.
    NotCaptured,
    /// Out of the figures at the point.
    Out,
}

impl Sustained {
    /// Its code in documents and files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Apprenticeship => "apprenticeship",
            Self::Learning => "learning",
            Self::Employment => "employment",
            Self::Combined => "combined",
            Self::NotSustained => "not-sustained",
            Self::NotCaptured => "not-captured",
            Self::Out => "out",
        }
    }
}

impl History {
    /// What the six tracking months before a point amount to, for somebody with this transition
    /// date. One known day makes a month; a gap of a whole month is forgiven in paid work only.
    pub fn sustained(&self, anchor: NaiveDate, wave: Wave) -> Sustained {
        let point = wave.point(anchor);
        if matches!(self.standing_on(point), Standing::Away(_)) {
            return Sustained::Out;
        }
        // Six months, and the month after. Each is counted from the transition date.
        let months: [(NaiveDate, NaiveDate); MONTHS + 1] = std::array::from_fn(|index| {
            let month = wave.months() - MONTHS as i32 + index as i32;
            (add_months(anchor, month), add_months(anchor, month + 1).pred_opt().unwrap_or(point))
        });
        let had =
            |kind: fn(Category) -> bool| months.map(|(first, last)| self.had(first, last, kind));
        let apprentice = had(|category| category == Category::Apprenticeship);
        let learning = had(Category::is_learning);
        let work = had(|category| category == Category::Employment);

        let all = |bits: &[bool]| bits.iter().all(|bit| *bit);
        let months_in_work = work[..MONTHS].iter().filter(|bit| **bit).count();
        if all(&apprentice[..MONTHS]) {
            Sustained::Apprenticeship
        } else if all(&learning[..MONTHS]) {
            Sustained::Learning
        } else if months_in_work >= MONTHS - 1 && (work[MONTHS - 1] || work[MONTHS]) {
            Sustained::Employment
        } else if (0..=MONTHS).any(|change| {
            all(&learning[..change]) && all(&work[change..MONTHS])
                || all(&work[..change]) && all(&learning[change..MONTHS])
        }) {
            Sustained::Combined
        } else if self.is_captured(months[0].0, months[MONTHS - 1].1) {
            Sustained::NotSustained
        } else {
            Sustained::NotCaptured
        }
    }

    /// True if anything at all is known of any day of a stretch.
    fn is_captured(&self, first: NaiveDate, last: NaiveDate) -> bool {
        self.had(first, last, |category| category != Category::NotKnown)
            || self
                .away
                .iter()
                .any(|away| away.starts_on <= last && away.ends_on.is_none_or(|end| end >= first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::history::{Away, AwayReason};
    use crate::report::testing::{day, destination_cases, span};

    #[test]
    fn sustained_destinations_are_the_known_ones() {
        for (case, anchor, history) in destination_cases() {
            let found = history.sustained(anchor, Wave::Month6).code().replace('-', "_");
            assert_eq!(found, case["sustained_6m"].as_str().unwrap(), "{case}");
        }
    }

    #[test]
    fn later_waves_look_at_their_own_six_months() {
        let anchor = day("2024-09-01");
        let college = span(1, Category::FurtherEducation, "2025-03-10", Some("2025-08-15"));
        let history = History { spans: vec![college], away: Vec::new() };

        let found = Wave::ALL.map(|wave| history.sustained(anchor, wave));
        assert_eq!(
            found,
            [
                Sustained::NotCaptured,
                Sustained::Learning,
                Sustained::NotCaptured,
                Sustained::NotCaptured
            ]
        );
    }

    #[test]
    fn five_months_of_work_are_enough_and_four_are_not() {
        let anchor = day("2024-09-01");
        let work = |from, to| History {
            spans: vec![span(1, Category::Employment, from, Some(to))],
            away: Vec::new(),
        };
        let five = work("2024-10-15", "2025-02-28").sustained(anchor, Wave::Month6);
        let four = work("2024-11-15", "2025-02-28").sustained(anchor, Wave::Month6);
        assert_eq!((five, four), (Sustained::Employment, Sustained::NotSustained));
    }

    #[test]
    fn time_in_custody_is_known_time() {
        let away = Away {
            reason: AwayReason::InCustody,
            starts_on: day("2024-10-01"),
            ends_on: Some(day("2024-10-20")),
        };
        let history = History { spans: Vec::new(), away: vec![away] };
        let found = history.sustained(day("2024-09-01"), Wave::Month6);
        assert_eq!(found, Sustained::NotSustained);
    }
}
