//! How sure a share is: intervals for proportions, and for the difference between two.

use super::cell::Cell;
use super::percent::Percent;

/// How many standard errors cover 95 %.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// How many standard errors cover 99.8 %.
pub const Z_998: f64 = 3.090_232_306_167_813;

/// The mean square of what rounding to a neighbouring multiple of five adds to a count.
const ROUNDING_VARIANCE: f64 = 4.0;

/// Two ends, both as proportions of one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// Both ends in whole per cent.
    pub fn whole_percent(self) -> (u32, u32) {
        let whole = |end: f64| (end * 100.0).round() as u32;
        (whole(self.low), whole(self.high))
    }
}

/// Wilson's score interval for `x` out of `n`, where `n` is above nought.
pub fn wilson(x: f64, n: f64, z: f64) -> Interval {
    let middle = 2.0 * x + z * z;
    let reach = z * (z * z + 4.0 * x * (1.0 - x / n)).sqrt();
    let double = 2.0 * (n + z * z);
    Interval {
        low: ((middle - reach) / double).max(0.0),
        high: ((middle + reach) / double).min(1.0),
    }
}

/// The 95 % interval of a published share, widened by what rounding may have done. There is one
/// wherever there is a percentage.
pub fn published_interval(part: Cell, whole: Cell) -> Option<Interval> {
    Percent::of(part, whole)?;
    let (part, n) = (f64::from(part.value()?), f64::from(whole.value()?));
    // Rounding can lift a part above its whole.
    let share = (part / n).min(1.0);
    let p = share.clamp(10.0 / n, 1.0 - 10.0 / n);
    let effective_n = n / (1.0 + ROUNDING_VARIANCE * (1.0 + p * p) / (n * p * (1.0 - p)));
    Some(wilson(share * effective_n, effective_n, Z_95))
}

/// The difference between two proportions `x` out of `n`, first less second, with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The difference itself.
    pub difference: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// The upper end of its interval.
    pub high: f64,
}

/// Newcombe's interval for a difference (his method 10, from two score intervals).
pub fn newcombe((x1, n1): (f64, f64), (x2, n2): (f64, f64), z: f64) -> Difference {
    let (p1, p2) = (x1 / n1, x2 / n2);
    let (first, second) = (wilson(x1, n1, z), wilson(x2, n2, z));
    let difference = p1 - p2;
    Difference {
        difference,
        low: difference - (p1 - first.low).hypot(second.high - p2),
        high: difference + (first.high - p1).hypot(p2 - second.low),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::report::testing::known_answers;

    fn number(value: &Value) -> f64 {
        value.as_f64().unwrap()
    }

    fn assert_near(found: f64, known: &Value) {
        assert!((found - number(known)).abs() < 1e-12, "{found} is not {known}");
    }

    #[test]
    fn wilson_intervals_are_the_known_ones() {
        for case in known_answers("measures")["wilson"].as_array().unwrap() {
            let z = if number(&case["conf"]) < 0.96 { Z_95 } else { Z_998 };
            let interval = wilson(number(&case["x"]), number(&case["n"]), z);
            assert_near(interval.low, &case["ci"][0]);
            assert_near(interval.high, &case["ci"][1]);
        }
    }

    #[test]
    fn differences_are_the_known_ones() {
        for case in known_answers("measures")["newcombe"].as_array().unwrap() {
            let given = |i: usize| number(&case["in"][i]);
            let found = newcombe((given(0), given(1)), (given(2), given(3)), Z_95);
            assert_near(found.difference, &case["out"][0]);
            assert_near(found.low, &case["out"][1]);
            assert_near(found.high, &case["out"][2]);
        }
    }

    #[test]
    fn a_published_interval_is_wider_than_one_of_exact_counts() {
        for whole in (25..=600).step_by(5) {
            for part in (10..=whole + 5).step_by(5) {
                let found = published_interval(Cell::shown(part), Cell::shown(whole)).unwrap();
                let (x, n) = (f64::from(part.min(whole)), f64::from(whole));
                let exact = wilson(x, n, Z_95);
                assert!(0.0 <= found.low && found.low <= exact.low, "{part}/{whole}");
                assert!(exact.high <= found.high && found.high <= 1.0, "{part}/{whole}");
                assert!(found.low <= x / n && x / n <= found.high, "{part}/{whole}");
            }
        }
    }

    #[test]
    fn a_published_interval_allows_for_rounding_as_worked_out_by_hand() {
        // 60 of 120: p = .5, and 120 people are worth 120 / (1 + 4 * 1.25 / (120 * .25)) = 102.857.
        let found = published_interval(Cell::shown(60), Cell::shown(120)).unwrap();
        let by_hand = wilson(60.0 * 6.0 / 7.0, 120.0 * 6.0 / 7.0, Z_95);
        assert!((found.low - by_hand.low).abs() < 1e-12);
        assert_eq!(found.whole_percent(), (41, 59));
    }

    #[test]
    fn there_is_no_interval_where_there_is_no_percentage() {
        assert_eq!(published_interval(Cell::LOW, Cell::shown(300)), None);
        assert_eq!(published_interval(Cell::shown(10), Cell::shown(20)), None);
        assert_eq!(published_interval(Cell::shown(10), Cell::LOW), None);
    }
}
