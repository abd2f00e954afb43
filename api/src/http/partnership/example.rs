//! The reports that the reference shows: of young people who never were, drawn up like any other.

use chrono::NaiveDate;
use domain::{
    day::AcademicYear,
    id::{PersonId, SpellId},
    report::{
        Category, CellKey, DestinationCounts, DestinationReport, History, ReminderCounts,
        ReminderReport, Reply, ReportedPerson, Span,
    },
};
use uuid::Uuid;

/// One year group with figures, six months on, and those after it without.
pub fn report() -> DestinationReport {
    let mut counts = DestinationCounts::new(AcademicYear(2024), day(2026, 6, 30));
    for number in 1..=180 {
        counts.add(&somebody(number));
    }
    counts.publish(&CellKey::new([1; 32]).expect("it is not all zero"))
}

/// A month in which the second reminder of each tenth was late.
pub fn reminders(today: NaiveDate) -> ReminderReport {
    let mut counts = ReminderCounts::of_last_month(today);
    for number in 1..=180 {
        let person = PersonId(Uuid::from_u128(number));
        counts.add(person, true);
        counts.add(person, number % 10 > 0);
    }
    counts.publish(&CellKey::new([1; 32]).expect("it is not all zero"))
}

fn somebody(number: u128) -> ReportedPerson {
    let category = match number % 20 {
        0..=7 => Category::FurtherEducation,
        8 | 9 => Category::SupportedInternship,
        10..=13 => Category::Employment,
        14 | 15 => Category::NeetSeeking,
        16 => Category::Voluntary,
        _ => Category::NotKnown,
    };
    let span = Span {
        id: SpellId(Uuid::from_u128(number)),
        category,
        starts_on: day(2024, 9, 2),
        ends_on: None,
        known_until: None,
        weekly_hours: None,
    };
    ReportedPerson {
        id: PersonId(Uuid::from_u128(number)),
        anchor: day(2025, 1, 15),
        history: History { spans: vec![span], away: Vec::new() },
        replies: [if number % 5 < 3 { Reply::Answered } else { Reply::NoAnswer }; 4],
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("it is in the calendar")
}
