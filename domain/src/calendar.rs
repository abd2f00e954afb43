//! A worker's key days as a calendar that their own calendar program can subscribe to (iCalendar, RFC 5545). No name
//! and nothing else of anybody: a calendar is read on phones and on walls.

use chrono::{DateTime, Days, NaiveDate, Utc};
use uuid::Uuid;

use crate::code::codes;

codes! {
    /// What a day is for.
    FeedDay {
        /// A contact is to be followed up.
        FollowUp = "follow-up",
        /// A task is due.
        Task = "task",
        /// What somebody does is to be confirmed before it counts as not known.
        Lapse = "lapse",
        /// What somebody does is to be reviewed.
        Review = "review",
        /// The annual review of an EHC plan.
        AnnualReview = "annual-review",
        /// What somebody does is expected to end.
        End = "end",
        /// Somebody turns 18.
        Eighteenth = "eighteenth",
        /// The two years of somebody end.
        TwoYears = "two-years",
    }
}

impl FeedDay {
    /// What the calendar says.
    fn words(self, count: usize) -> String {
        let (one, many) = match self {
            Self::FollowUp => ("Follow up a contact", "Follow up contacts"),
            Self::Task => ("A task is due", "Tasks are due"),
            Self::Lapse => ("Confirm what somebody does", "Confirm what people do"),
            Self::Review => ("A review is due", "Reviews are due"),
            Self::AnnualReview => ("An annual review is due", "Annual reviews are due"),
            Self::End => {
                ("A course or job is expected to end", "Courses or jobs are expected to end")
            }
            Self::Eighteenth => ("An 18th birthday", "18th birthdays"),
            Self::TwoYears => ("Somebody's two years end", "People's two years end"),
        };
        if count == 1 { one.to_owned() } else { format!("{many} ({count})") }
    }
}

/// A calendar of these days. What several people have on one day is one entry with their number. `owner` keeps the
/// entries of two workers apart and says nothing of either.
pub fn ics(days: &[(NaiveDate, FeedDay)], owner: Uuid, made_at: DateTime<Utc>) -> String {
    let mut days = days.to_vec();
    days.sort_unstable();
    let mut out = String::new();
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Throughline//Key days//EN",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:Throughline",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ] {
        write(&mut out, line);
    }
    for same in days.chunk_by(|one, other| one == other) {
        let [(day, what), ..] = same else { continue };
        let next = day.checked_add_days(Days::new(1)).unwrap_or(*day);
        let stamp = made_at.format("%Y%m%dT%H%M%SZ");
        for line in [
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}-{}-{}@throughline", day.format("%Y%m%d"), what.code(), owner.simple()),
            format!("DTSTAMP:{stamp}"),
            format!("DTSTART;VALUE=DATE:{}", day.format("%Y%m%d")),
            format!("DTEND;VALUE=DATE:{}", next.format("%Y%m%d")),
            format!("SUMMARY:{}", what.words(same.len())),
            "TRANSP:TRANSPARENT".to_owned(),
            "END:VEVENT".to_owned(),
        ] {
            write(&mut out, &line);
        }
    }
    write(&mut out, "END:VCALENDAR");
    out
}

/// A line of at most 75 bytes; the rest of a longer one follows on lines that begin with a space.
fn write(out: &mut String, line: &str) {
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calendar_has_one_entry_for_a_day_and_what_it_is_for() {
        let day = |text: &str| text.parse().unwrap();
        let made_at = "2026-11-02T09:00:00Z".parse().unwrap();
        let days = [
            (day("2026-12-31"), FeedDay::Task),
            (day("2026-11-05"), FeedDay::FollowUp),
            (day("2026-12-31"), FeedDay::Task),
            (day("2026-12-31"), FeedDay::End),
        ];
        let calendar = ics(&days, Uuid::from_u128(7), made_at);
        let events: Vec<Vec<&str>> = calendar
            .split("BEGIN:VEVENT\r\n")
            .skip(1)
            .map(|event| event.split("\r\n").collect())
            .collect();
        assert_eq!(events.len(), 3);
        assert_eq!(events[0][2], "DTSTART;VALUE=DATE:20261105");
        assert_eq!(events[0][3], "DTEND;VALUE=DATE:20261106");
        assert_eq!(events[0][4], "SUMMARY:Follow up a contact");
        assert!(calendar.contains("SUMMARY:Tasks are due (2)\r\n"));
        assert!(calendar.contains("DTEND;VALUE=DATE:20270101"));
        assert!(calendar.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
        assert!(calendar.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
        assert!(calendar.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
        let uids: std::collections::BTreeSet<&str> =
            calendar.split("\r\n").filter(|line| line.starts_with("UID:")).collect();
        assert_eq!(uids.len(), 3);
    }

    #[test]
    fn a_long_line_goes_on_below() {
        let mut out = String::new();
        write(&mut out, &"ë".repeat(100));
        assert!(out.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(out.replace("\r\n ", "").trim_end(), "ë".repeat(100));
    }
}
