//! Counting in months and years.

use chrono::{Datelike, Months, NaiveDate};

/// The same day of the month, `months` later (or earlier, if negative), or the last day of that
/// month if it is shorter.
///
/// Always count from the first date: adding six months twice may end on an earlier day than adding
/// twelve.
pub fn add_months(date: NaiveDate, months: i32) -> NaiveDate {
    let step = Months::new(months.unsigned_abs());
    if months < 0 {
        date.checked_sub_months(step).unwrap_or(NaiveDate::MIN)
    } else {
        date.checked_add_months(step).unwrap_or(NaiveDate::MAX)
    }
}

/// Somebody's age in whole years. Born on 29 February, they are a year older on 1 March of other
/// years, as English law has it.
pub fn age_on(birth: NaiveDate, on: NaiveDate) -> i32 {
    let had_birthday = (on.month(), on.day()) >= (birth.month(), birth.day());
    on.year() - birth.year() - i32::from(!had_birthday)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn months_are_clamped_to_the_end_of_a_shorter_month() {
        let known: Value =
            serde_json::from_str(include_str!("../../data/known_answers/measures_kat.json"))
                .unwrap();

        for case in known["add_months"].as_array().unwrap() {
            let start = day(case[0].as_str().unwrap());
            let months = case[1].as_i64().unwrap() as i32;
            assert_eq!(add_months(start, months), day(case[2].as_str().unwrap()), "{case}");
        }
    }

    #[test]
    fn months_can_be_counted_backwards() {
        assert_eq!(add_months(day("2024-03-31"), -1), day("2024-02-29"));
        assert_eq!(add_months(day("2025-03-31"), -1), day("2025-02-28"));
        assert_eq!(add_months(day("2025-01-15"), -13), day("2023-12-15"));
    }

    #[test]
    fn months_never_run_off_the_calendar() {
        assert_eq!(add_months(day("2024-01-01"), i32::MAX), NaiveDate::MAX);
        assert_eq!(add_months(day("2024-01-01"), i32::MIN), NaiveDate::MIN);
    }

    #[test]
    fn a_birthday_makes_somebody_a_year_older_on_the_day() {
        assert_eq!(age_on(day("2008-11-22"), day("2026-11-21")), 17);
        assert_eq!(age_on(day("2008-11-22"), day("2026-11-22")), 18);
    }

    #[test]
    fn born_on_a_leap_day_somebody_turns_eighteen_on_the_first_of_march() {
        assert_eq!(age_on(day("2008-02-29"), day("2026-02-28")), 17);
        assert_eq!(age_on(day("2008-02-29"), day("2026-03-01")), 18);
        assert_eq!(age_on(day("2008-02-29"), day("2028-02-29")), 20);
    }
}
