//! What the tests of the reports share.

use chrono::NaiveDate;
use serde_json::Value;
use uuid::Uuid;

use super::category::Category;
use super::ckr::CellKey;
use super::destinations::{DestinationCounts, Reply, ReportedPerson};
use super::figures::DestinationReport;
use super::history::{Away, AwayReason, History, Span, half_a_year_after};
use crate::day::AcademicYear;
use crate::id::{PersonId, SpellId};

/// The key of the known answers.
pub fn cell_key() -> CellKey {
    let mut bytes = [0xa5; 32];
    bytes[16..].fill(0x3c);
    CellKey::new(bytes).unwrap()
}

/// The people of the known answers: `00000000-0000-4000-8000-…`, numbered from 1.
pub fn person(number: u64) -> PersonId {
    PersonId(Uuid::from_u64_pair(0x4000, 0x8000 << 48 | number))
}

/// A file of known answers.
pub fn known_answers(name: &str) -> Value {
    let text = match name {
        "ckr" => include_str!("../../data/known_answers/ckr_kat.json"),
        _ => include_str!("../../data/known_answers/measures_kat.json"),
    };
    serde_json::from_str(text).unwrap()
}

/// Chance that is the same in every run (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    /// A number below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }
}

/// A day, written as text.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A span that never grows old.
pub fn span(number: u128, category: Category, start: &str, end: Option<&str>) -> Span {
    Span {
        id: SpellId(Uuid::from_u128(number)),
        category,
        starts_on: day(start),
        ends_on: end.map(day),
        known_until: None,
        weekly_hours: None,
    }
}

/// The people of the known answers: the case itself, the transition date and the history.
pub fn destination_cases() -> Vec<(Value, NaiveDate, History)> {
    let cases = known_answers("measures")["destinations"].as_array().unwrap().clone();
    cases
        .into_iter()
        .map(|case| {
            let mut history = History::default();
            for spell in case["spells"].as_array().unwrap() {
                add_spell(&mut history, spell);
            }
            let anchor = day(case["anchor"].as_str().unwrap());
            (case, anchor, history)
        })
        .collect()
}

fn add_spell(history: &mut History, spell: &Value) {
    let starts_on = day(spell["start"].as_str().unwrap());
    let ends_on = spell["end"].as_str().map(day);
    let code = spell["cat"].as_str().unwrap();
    if code == "left_england" {
        history.away.push(Away { reason: AwayReason::LeftEngland, starts_on, ends_on });
        return;
    }
    let is_it = |category: &Category| category.code().replace('-', "_") == code;
    let category = Category::ALL.into_iter().find(is_it).unwrap();
    let confirmed_on = day(spell["confirmed"].as_str().unwrap());
    history.spans.push(Span {
        id: SpellId(Uuid::from_u128(spell["id"].as_u64().unwrap().into())),
        category,
        starts_on,
        ends_on,
        known_until: half_a_year_after(category, confirmed_on),
        weekly_hours: spell["hours"].as_u64().map(|hours| hours as u16),
    });
}

/// Somebody in the cohort 2023/24 who has done one thing since, and answered every time.
pub fn reported(number: u64, category: Category) -> ReportedPerson {
    ReportedPerson {
        id: person(number),
        anchor: day("2024-01-15"),
        history: History {
            spans: vec![span(number.into(), category, "2023-09-01", None)],
            away: Vec::new(),
        },
        replies: [Reply::Answered; 4],
    }
}

/// A report on that many young people of the cohort 2023/24, half of them in further education and
/// the rest in work, a few apart.
pub fn report_of(people: u64, known_on: NaiveDate) -> DestinationReport {
    let mut counts = DestinationCounts::new(AcademicYear(2023), known_on);
    for number in 1..=people {
        let category = match number % 20 {
            0 => Category::OtherTraining,
            1..=10 => Category::FurtherEducation,
            _ => Category::Employment,
        };
        counts.add(&reported(number, category));
    }
    counts.publish(&cell_key())
}
