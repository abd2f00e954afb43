//! A council's file of young people, all of them made up, in the columns of a client record. The demonstration begins
//! as a real partnership would: by importing it.

use chrono::{Datelike, NaiveDate, TimeDelta};
use domain::{
    activity::{Activities, ActivityCode},
    day::{AcademicYear, add_months},
};

use super::chance::Chance;

/// How many young people there are.
const PEOPLE: usize = 400;

const GIVEN: [&str; 48] = [
    "Amina", "Ben", "Callum", "Daisy", "Ethan", "Freya", "George", "Hannah", "Isla", "Jacob",
    "Keira", "Leo", "Maisie", "Noah", "Olivia", "Poppy", "Quinn", "Rosie", "Sam", "Tara", "Uma",
    "Vikram", "Willow", "Xander", "Yusuf", "Zoë", "Priya", "Dáithí", "Siân", "Kai", "Bethany",
    "Connor", "Evie", "Finn", "Grace", "Harvey", "Imran", "Jasmine", "Kofi", "Lily", "Mohammed",
    "Niamh", "Oscar", "Ruby", "Sofia", "Tomasz", "Archie", "Chloe",
];
const FAMILY: [&str; 40] = [
    "Ahmed",
    "Bailey",
    "Clarke",
    "Davies",
    "Evans",
    "Foster",
    "Green",
    "Hall",
    "Iqbal",
    "Jackson",
    "Khan",
    "Lewis",
    "Morgan",
    "Nowak",
    "O'Brien",
    "Patel",
    "Quigley",
    "Roberts",
    "Smith-Jones",
    "Taylor",
    "Underwood",
    "Vaughan",
    "Walker",
    "Wójcik",
    "Young",
    "Begum",
    "Bennett",
    "Fitzgerald",
    "Holmes",
    "Hughes",
    "McDonald",
    "Okafor",
    "Osei",
    "Singh",
    "Turner",
    "Wright",
    "Baker",
    "Carter",
    "Shah",
    "Lowe",
];
const NEEDS: [(&str, u64); 9] = [
    ("ASD", 30),
    ("MLD", 20),
    ("SEMH", 18),
    ("SLCN", 12),
    ("SLD", 8),
    ("SPLD", 6),
    ("PD", 3),
    ("HI", 2),
    ("DS", 1),
];
/// Colleges that do not exist, with numbers that nobody has.
const COLLEGES: [(&str, &str); 4] = [
    ("Peak Valley College", "19990001"),
    ("Northside College", "19990002"),
    ("Derwent Training", "19990003"),
    ("Riverside Specialist College", "19990004"),
];

/// How many young people have their transition in each academic year, counted from the one in which the story begins.
const COHORTS: [(i32, usize); 5] = [(-2, 45), (-1, 115), (0, 125), (1, 85), (2, 30)];

/// The file, as of `day`, with these workers named in it.
pub fn write(day: NaiveDate, workers: &[&str], chance: &mut Chance) -> String {
    let mut lines = vec![
        "YoungPersonsID,CohortStatus,GivenName,FamilyName,PreferredName,DOB,LeadLEA,SENDFlag,SENSupportFlag,SENType,\
         ActivityCode,StartDate,DateAscertained,DateVerified,ReviewDate,DueToLapseDate,CurrencyLapsed,\
         EstablishmentName,UKProviderReferenceNumber,NEETStartDate,PredictedEndDate,TransitionDate,MobileNumber,Email,\
         WorkerEmail"
            .replace(' ', ""),
    ];
    let mut number = 0;
    for (offset, size) in COHORTS {
        for _ in 0..size {
            lines.push(row(number, transition(day, offset, chance), day, workers, chance));
            number += 1;
        }
    }
    debug_assert_eq!(number, PEOPLE);
    lines.join("\r\n") + "\r\n"
}

/// A day of transition in one academic year, for somebody who is at least 16 and whose two years are not over on `day`.
fn transition(day: NaiveDate, offset: i32, chance: &mut Chance) -> NaiveDate {
    let year = AcademicYear(AcademicYear::of(day).0 + offset);
    let earliest = year.starts_on().max(add_months(day, -24) + TimeDelta::days(20));
    let latest = year.ends_on().min(add_months(day, 23));
    earliest + TimeDelta::days(chance.between(0, (latest - earliest).num_days().max(0)))
}

fn row(
    number: usize,
    transition: NaiveDate,
    day: NaiveDate,
    workers: &[&str],
    chance: &mut Chance,
) -> String {
    let birth = add_months(transition, -18 * 12);
    let given = *chance.pick(&GIVEN);
    let preferred = if chance.percent(8) { given.chars().take(3).collect() } else { String::new() };
    let plan = chance.percent(72);
    let doing = doing(plan, day, chance);
    let worker = if chance.percent(96) { *chance.pick(workers) } else { "" };
    let mobile =
        if chance.percent(88) { format!("07700 900{:03}", number % 1000) } else { String::new() };
    let email =
        if chance.percent(35) { format!("person{number}@example.com") } else { String::new() };
    let transition = if transition == add_months(birth, 18 * 12) {
        String::new()
    } else {
        transition.to_string()
    };
    [
        format!("830{:010}", 9_000_000_000_u64 + number as u64),
        "P".into(),
        given.into(),
        (*chance.pick(&FAMILY)).into(),
        preferred,
        birth.to_string(),
        if chance.percent(75) { "830".into() } else { "831".into() },
        if plan { "Y".into() } else { "N".into() },
        if plan { "N".into() } else { "Y".into() },
        chance.weighted(&NEEDS).into(),
        doing.code.to_string(),
        doing.started.to_string(),
        doing.started.to_string(),
        doing.verified.to_string(),
        String::new(),
        doing.lapses.map(|day| day.to_string()).unwrap_or_default(),
        "N".into(),
        doing.provider.map(|(name, _)| name.into()).unwrap_or_default(),
        doing.provider.map(|(_, ukprn)| ukprn.into()).unwrap_or_default(),
        if doing.neet { doing.started.to_string() } else { String::new() },
        doing.ends.map(|day| day.to_string()).unwrap_or_default(),
        transition,
        mobile,
        email,
        worker.into(),
    ]
    .join(",")
}

/// What somebody does when the story begins.
struct Doing {
    code: u16,
    started: NaiveDate,
    verified: NaiveDate,
    ends: Option<NaiveDate>,
    lapses: Option<NaiveDate>,
    provider: Option<(&'static str, &'static str)>,
    neet: bool,
}

fn doing(plan: bool, day: NaiveDate, chance: &mut Chance) -> Doing {
    let code = chance.weighted(&[
        (230_u16, 40),
        (210, 14),
        (if plan { 280 } else { 250 }, 12),
        (if plan { 460 } else { 410 }, 6),
        (310, 5),
        (330, 5),
        (360, 5),
        (619, 8),
        (610, 3),
        (640, 2),
    ]);
    let activity =
        Activities::shipped().get(ActivityCode::new(code)).expect("these codes are on the list");
    let verified = day - TimeDelta::days(chance.between(3, 70));
    let education = (200..300).contains(&code);
    let year = AcademicYear::of(verified);
    let started = if education {
        // Some are in the second year of their course.
        year.starts_on()
            .with_year(year.0 - i32::from(chance.percent(40)))
            .unwrap_or(year.starts_on())
            + TimeDelta::days(chance.between(1, 9))
    } else {
        verified - TimeDelta::days(chance.between(20, 400))
    };
    let ends = activity.expected_end_required.then(|| {
        let end = year.ends_on() - TimeDelta::days(31);
        if end < verified { add_months(end, 12) } else { end }
    });
    let neet = activity.neet_start_required;
    let provider = (!neet && code < 300).then(|| *chance.pick(&COLLEGES));
    let lapses = activity.current_until(verified, None, ends);
    Doing { code, started, verified, ends, lapses, provider, neet }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_everybody_once_and_is_the_same_every_time() {
        let day: NaiveDate = "2025-05-22".parse().unwrap();
        let write = || write(day, &["a@example.org", "b@example.org"], &mut Chance::new(7));
        assert_eq!(write(), write());
        assert_eq!(write().lines().count(), PEOPLE + 1);
    }
}
