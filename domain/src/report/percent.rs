//! A share in whole per cent, worked out from published figures only.

use std::{fmt, num::NonZeroU32};

use super::cell::Cell;

/// Smaller groups get no percentage: it could give the count away.
const SMALLEST_BASE: u32 = 25;

/// From here on a percentage is shown without the mark of low reliability.
const RELIABLE_BASE: u32 = 50;

/// Higher percentages are all shown as "95+", so that nobody can tell that a whole group is in one
/// place.
const TOP: u32 = 95;

/// A published percentage: a whole number up to 94, or "95+".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Percent {
    whole: u32,
    is_unreliable: bool,
}

impl Percent {
    /// What share one published figure is of another. There is none if either is low, or if the
    /// whole is below 25.
    pub fn of(part: Cell, whole: Cell) -> Option<Self> {
        Self::of_events(part, whole, NonZeroU32::MIN)
    }

    /// The same of things that happened to people, of which one person adds at most `cap` to a figure: the whole has to
    /// be that much larger.
    pub fn of_events(part: Cell, whole: Cell, cap: NonZeroU32) -> Option<Self> {
        let (part, whole) = (u64::from(part.value()?), whole.value()?);
        if whole < SMALLEST_BASE * cap.get() {
            return None;
        }
        let base = u64::from(whole);
        // Halves go up. The part may be rounded up beyond the whole; that too is 95+.
        let nearest = ((200 * part + base) / (2 * base)).min(u64::from(TOP));
        let whole_percent = u32::try_from(nearest).expect("at most 95");
        Some(Self { whole: whole_percent, is_unreliable: whole < RELIABLE_BASE * cap.get() })
    }

    /// True if the share is below this many per cent.
    pub fn is_below(self, percent: u32) -> bool {
        self.whole < percent
    }

    /// True of a share of fewer than 50 people, which is marked `[u]`.
    pub fn is_unreliable(self) -> bool {
        self.is_unreliable
    }

    /// "35%", or "95% or more", for use in a sentence.
    pub fn in_words(self) -> String {
        if self.whole >= TOP { format!("{TOP}% or more") } else { format!("{}%", self.whole) }
    }
}

/// "35" or "95+".
impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.whole, if self.whole >= TOP { "+" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::report::testing::known_answers;

    fn cell(value: &Value) -> Cell {
        value.as_u64().map_or(Cell::LOW, |figure| Cell::shown(figure as u32))
    }

    #[test]
    fn percentages_are_the_known_ones() {
        for case in known_answers("ckr")["percent"].as_array().unwrap() {
            let percent = Percent::of(cell(&case["num"]), cell(&case["den"]));
            let known = match &case["pct"] {
                Value::Null => None,
                Value::String(text) => Some(text.clone()),
                number => Some(number.to_string()),
            };
            assert_eq!(percent.map(|percent| percent.to_string()), known, "{case}");
        }
    }

    #[test]
    fn every_percentage_is_the_formula_applied_to_published_figures() {
        for whole in (10..=500).step_by(5) {
            for part in (10..=whole + 5).step_by(5) {
                let percent = Percent::of(Cell::shown(part), Cell::shown(whole));
                let exact = f64::from(part) * 100.0 / f64::from(whole);
                let expected = if exact + 0.5 >= 95.0 {
                    "95+".to_owned()
                } else {
                    (exact + 0.5).floor().to_string()
                };
                let expected = (whole >= 25).then_some(expected);
                assert_eq!(percent.map(|percent| percent.to_string()), expected, "{part}/{whole}");
            }
        }
    }

    #[test]
    fn small_groups_are_marked_as_unreliable() {
        let share = |whole| Percent::of(Cell::shown(10), Cell::shown(whole)).unwrap();
        assert!(share(25).is_unreliable());
        assert!(share(45).is_unreliable());
        assert!(!share(50).is_unreliable());
    }

    #[test]
    fn of_events_the_whole_has_to_be_as_much_larger_as_one_person_can_add() {
        let three = NonZeroU32::new(3).unwrap();
        let share = |whole| Percent::of_events(Cell::shown(30), Cell::shown(whole), three);
        assert_eq!(share(60), None);
        assert!(share(75).unwrap().is_unreliable());
        assert!(share(135).unwrap().is_unreliable());
        assert!(!share(150).unwrap().is_unreliable());
    }

    #[test]
    fn the_highest_shares_are_not_told_apart() {
        let share = |part| Percent::of(Cell::shown(part), Cell::shown(200)).unwrap();
        assert_eq!(share(190), share(200));
        assert_eq!(share(200).in_words(), "95% or more");
        assert_eq!(share(185).in_words(), "93%");
    }
}
