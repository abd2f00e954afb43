//! The days on which offices in England are open.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Days that no rule foresees: (day, in place of the usual day), set by proclamation and listed at
/// <https://www.gov.uk/bank-holidays>. A new proclamation is a new line here.
const ONE_OFF: [(Ymd, Option<Ymd>); 5] = [
    ((2020, 5, 8), Some((2020, 5, 4))), // VE Day 75, in place of the early May holiday.
    ((2022, 6, 2), Some((2022, 5, 30))), // Spring holiday, moved next to the Platinum Jubilee.
    ((2022, 6, 3), None),               // Platinum Jubilee.
    ((2022, 9, 19), None),              // State funeral of Queen Elizabeth II.
    ((2023, 5, 8), None),               // Coronation of King Charles III.
];

type Ymd = (i32, u32, u32);

/// True of the bank holidays of England and Wales.
///
/// When a holiday falls on a weekend, the day off in its place is the bank holiday and the weekend
/// day itself is not, as in the official list.
pub fn is_bank_holiday(date: NaiveDate) -> bool {
    let ymd = (date.year(), date.month(), date.day());
    if ONE_OFF.iter().any(|(day, _)| *day == ymd) {
        return true;
    }
    if ONE_OFF.iter().any(|(_, instead_of)| *instead_of == Some(ymd)) {
        return false;
    }
    is_fixed_holiday(date) || is_monday_holiday(date) || is_easter_holiday(date)
}

/// True from Monday to Friday except on bank holidays.
pub fn is_working_day(date: NaiveDate) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) && !is_bank_holiday(date)
}

/// The `count`th working day after a day, which is itself not counted; with a count of nought, the
/// day itself.
pub fn add_working_days(date: NaiveDate, count: u32) -> NaiveDate {
    date.iter_days()
        .skip(1)
        .filter(|day| is_working_day(*day))
        .take(count as usize)
        .last()
        .unwrap_or(date)
}

/// New Year's Day, Christmas Day and Boxing Day, or the weekday that stands in for them.
fn is_fixed_holiday(date: NaiveDate) -> bool {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    match (date.month(), date.day(), date.weekday()) {
        (1, 1, Mon | Tue | Wed | Thu | Fri) | (1, 2 | 3, Mon) => true,
        (12, 25 | 26, day) => !matches!(day, Sat | Sun),
        // Two holidays: a Monday or Tuesday follows a weekend that took at least one of them.
        (12, 27, Mon | Tue) | (12, 28, Mon | Tue) => true,
        _ => false,
    }
}

/// The first Monday in May, the last in May and the last in August.
fn is_monday_holiday(date: NaiveDate) -> bool {
    date.weekday() == Weekday::Mon
        && match date.month() {
            5 => date.day() <= 7 || date.day() > 24,
            8 => date.day() > 24,
            _ => false,
        }
}

/// Good Friday and Easter Monday.
fn is_easter_holiday(date: NaiveDate) -> bool {
    let easter = easter_sunday(date.year());
    Some(date) == easter.checked_sub_days(Days::new(2))
        || Some(date) == easter.checked_add_days(Days::new(1))
}

/// Easter Sunday in the Gregorian calendar, by the anonymous computus printed in *Nature* in 1876.
fn easter_sunday(year: i32) -> NaiveDate {
    let golden = year.rem_euclid(19);
    let (century, rest) = (year.div_euclid(100), year.rem_euclid(100));
    let skipped_leap_days = century - century.div_euclid(4);
    let moon_correction = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let epact = (19 * golden + skipped_leap_days - moon_correction + 15).rem_euclid(30);
    let to_sunday =
        (32 + 2 * century.rem_euclid(4) + 2 * (rest / 4) - epact - rest % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let days = epact + to_sunday - 7 * late + 114;

    NaiveDate::from_ymd_opt(year, (days / 31) as u32, (days % 31 + 1) as u32)
        .expect("Easter is between 22 March and 25 April")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn holidays(year: i32) -> Vec<String> {
        let new_year = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        new_year
            .iter_days()
            .take_while(|day| day.year() == year)
            .filter(|day| is_bank_holiday(*day))
            .map(|day| day.format("%m-%d").to_string())
            .collect()
    }

    #[test]
    fn bank_holidays_are_those_of_the_official_list() {
        for (year, days) in [
            (2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
            (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
            (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
            (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
            (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
            (2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
            (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
            (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
        ] {
            assert_eq!(holidays(year), days.split(' ').collect::<Vec<_>>(), "{year}");
        }
    }

    #[test]
    fn every_ordinary_year_has_eight_bank_holidays_and_all_are_weekdays() {
        for year in (1980..2100).filter(|year| ![2022, 2023].contains(year)) {
            assert_eq!(holidays(year).len(), 8, "{year}");
            for month_day in holidays(year) {
                let weekday = day(&format!("{year}-{month_day}")).weekday();
                assert!(!matches!(weekday, Weekday::Sat | Weekday::Sun), "{year}-{month_day}");
            }
        }
    }

    #[test]
    fn easter_is_found_at_both_ends_of_its_range() {
        assert_eq!(easter_sunday(2285), day("2285-03-22"));
        assert_eq!(easter_sunday(2038), day("2038-04-25"));
        assert_eq!(easter_sunday(2000), day("2000-04-23"));
    }

    #[test]
    fn working_days_step_over_weekends_and_bank_holidays() {
        // From the Thursday before Easter.
        assert_eq!(add_working_days(day("2026-04-02"), 1), day("2026-04-07"));
        assert_eq!(add_working_days(day("2026-12-24"), 2), day("2026-12-30"));
        assert_eq!(add_working_days(day("2028-02-28"), 2), day("2028-03-01"));
        assert_eq!(add_working_days(day("2026-11-21"), 0), day("2026-11-21"));
        assert_eq!(add_working_days(day("2026-11-21"), 10), day("2026-12-04"));
    }
}
