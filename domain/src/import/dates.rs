//! Days as files write them: as the standard says, as people in Britain do, as spreadsheets do.

use chrono::{Days, NaiveDate};

use crate::code::codes;

codes! {
    /// What comes first in `03/04/2008`.
    DateOrder {
        /// The third of April.
        DayFirst = "day-first",
        /// The fourth of March.
        MonthFirst = "month-first",
    }
}

/// What to do about a day that cannot be read.
pub(super) const WRITE_DATES: &str = "Write dates as 2007-02-28.";

/// A day that was read, and what is odd about how it was written, with what was made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ReadDay {
    pub(super) day: NaiveDate,
    pub(super) odd: Option<(&'static str, &'static str)>,
}

/// Why there is no day, and what to do.
pub(super) type NoDay = (&'static str, &'static str);

const TWO_WAYS: (&str, &str) =
    ("could have the day or the month first", "It was read with the day first.");
const SERIAL: (&str, &str) =
    ("is a spreadsheet's number for a day", "It was read as Excel for Windows counts.");
const SHORT_YEAR: (&str, &str) =
    ("has a year of two digits", "It was read as a year from 1930 to 2029.");

/// Reads a day. `order` is what the partnership said of its file; where it said nothing, the day comes first, and what
/// could be read either way is told.
pub(super) fn read(text: &str, order: Option<DateOrder>) -> Result<ReadDay, NoDay> {
    let text = without_midnight(text);
    let no_day = ("is not a date", WRITE_DATES);
    let plain = |day: Option<NaiveDate>| day.map(|day| ReadDay { day, odd: None }).ok_or(no_day);
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return serial(text).ok_or(no_day);
    }
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).collect();
    let [one, two, three] = parts.as_slice() else { return Err(no_day) };
    if text.len() == 10 && one.len() == 4 && two.len() == 2 {
        return plain(day(one, two, three));
    }
    if let Some(month) = month(two) {
        let (year, odd) = match three.len() {
            2 => (
                three.parse().ok().map(|year: i32| if year < 30 { 2000 } else { 1900 } + year),
                Some(SHORT_YEAR),
            ),
            4 => (three.parse().ok(), None),
            _ => (None, None),
        };
        let day = year.and_then(|year| NaiveDate::from_ymd_opt(year, month, number(one)?));
        return day.map(|day| ReadDay { day, odd }).ok_or(no_day);
    }
    if three.len() == 2 && day("2000", two, one).or(day("2000", one, two)).is_some() {
        return Err(("has a year of two digits", WRITE_DATES));
    }
    if three.len() != 4 {
        return Err(no_day);
    }
    let (day_first, month_first) = (day(three, two, one), day(three, one, two));
    match (order, day_first, month_first) {
        (Some(DateOrder::MonthFirst), _, read) | (Some(DateOrder::DayFirst), read, _) => {
            plain(read)
        }
        (None, Some(read), Some(other)) if read != other => {
            Ok(ReadDay { day: read, odd: Some(TWO_WAYS) })
        }
        (None, Some(read), _) => plain(Some(read)),
        (None, None, Some(_)) => Err((
            "is a date only with the month first",
            "Write dates as 2007-02-28, or say in a mapping that the month comes first.",
        )),
        (None, None, None) => Err(no_day),
    }
}

/// Spreadsheets put midnight behind days.
fn without_midnight(text: &str) -> &str {
    let end = text
        .find([' ', 'T'])
        .filter(|end| text[end + 1..].starts_with("00:00") || text[end + 1..].starts_with("0:00"));
    let midnight = |time: &str| time.bytes().all(|byte| matches!(byte, b'0' | b':' | b'.' | b'Z'));
    match end {
        Some(end) if midnight(&text[end + 1..]) => &text[..end],
        _ => text,
    }
}

/// Excel counts days from 1900, of which it thinks that it was a leap year. Only days that somebody who is 25 or 16 can
/// have had, or will have soon, are taken for such: a shorter or a longer number is a slip.
fn serial(text: &str) -> Option<ReadDay> {
    let number: u64 = text.parse().ok()?;
    let day = (text.len() == 5 && (30_000..=60_000).contains(&number))
        .then(|| NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(number)))??;
    Some(ReadDay { day, odd: Some(SERIAL) })
}

fn number(text: &str) -> Option<u32> {
    (matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

fn day(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let year = year.bytes().all(|byte| byte.is_ascii_digit()).then(|| year.parse().ok())??;
    NaiveDate::from_ymd_opt(year, number(month)?, number(day)?)
}

fn month(name: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.to_ascii_lowercase();
    let name = if name == "sept" { "sep" } else { &name };
    let place = MONTHS.iter().position(|month| name.len() >= 3 && month.starts_with(name))?;
    u32::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, order: Option<DateOrder>) -> Result<(String, bool), &'static str> {
        read(text, order).map(|it| (it.day.to_string(), it.odd.is_some())).map_err(|(what, _)| what)
    }

    #[test]
    fn a_day_is_read_however_it_is_written() {
        for (text, day, odd) in [
            ("2008-02-29", "2008-02-29", false),
            ("2008-02-29 00:00:00", "2008-02-29", false),
            ("2008-02-29T00:00:00Z", "2008-02-29", false),
            ("28/02/2007", "2007-02-28", false),
            ("28.2.2007", "2007-02-28", false),
            ("28-02-2007 00:00", "2007-02-28", false),
            ("03/03/2008", "2008-03-03", false),
            ("03/04/2008", "2008-04-03", true),
            ("18-Mar-08", "2008-03-18", true),
            ("18 March 2008", "2008-03-18", false),
            ("18-Sept-2008", "2008-09-18", false),
            ("39141", "2007-02-28", true),
        ] {
            assert_eq!(told(text, None), Ok((day.to_owned(), odd)), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "2007-02-29",
            "2025-13-40",
            "2007-2-8",
            "20070228",
            "60",
            "1",
            "391410",
            "31/02/2007",
            "?",
            "18-Ma-08",
            "2008-03-18 09:30",
            "a/b/c",
            "28/02/07/1",
            "+1/02/2008",
            "2008/03",
        ] {
            assert_eq!(told(text, None), Err("is not a date"), "{text}");
        }
        assert_eq!(told("28/02/07", None), Err("has a year of two digits"));
    }

    #[test]
    fn which_comes_first_is_told_or_asked() {
        use DateOrder::{DayFirst, MonthFirst};
        assert_eq!(told("03/04/2008", Some(DayFirst)), Ok(("2008-04-03".into(), false)));
        assert_eq!(told("03/04/2008", Some(MonthFirst)), Ok(("2008-03-04".into(), false)));
        assert_eq!(told("03/25/2008", Some(MonthFirst)), Ok(("2008-03-25".into(), false)));
        assert_eq!(told("03/25/2008", Some(DayFirst)), Err("is not a date"));
        assert_eq!(told("03/25/2008", None), Err("is a date only with the month first"));
    }
}
