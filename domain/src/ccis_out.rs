//! What a council's own system is told: one row for each young person, in the columns of a client record, and only what
//! keeps the national validation rules. Addresses, gender and ethnicity are not here, so this is an update, not a return.

use chrono::NaiveDate;
use csv::{Terminator, WriterBuilder};

use crate::{
    activity::{Activities, Activity, Group, Standing},
    day::{academic_age, age_on},
    person::{Person, SenProvision},
    report::Headline,
    spell::{Spell, latest},
};

/// The columns, in order, under their names in the national requirement.
pub const COLUMNS: [&str; 14] = [
    "YoungPersonsID",
    "SENDFlag",
    "SENSupportFlag",
    "ActivityCode",
    "StartDate",
    "DateAscertained",
    "DateVerified",
    "ReviewDate",
    "DueToLapseDate",
    "CurrencyLapsed",
    "EstablishmentName",
    "UKProviderReferenceNumber",
    "NEETStartDate",
    "PredictedEndDate",
];

/// A row of the update.
pub type CcisRow = [String; COLUMNS.len()];

/// A validation rule of the national requirement that somebody's row would break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Broken {
    /// Its number.
    pub rule: u16,
    /// What is wrong, and what to do.
    pub words: &'static str,
}

/// The row of somebody for the month that ends on this day, or every rule that it would break.
pub fn row(
    person: &Person,
    spells: &[Spell],
    activities: &Activities,
    period_end: NaiveDate,
) -> Result<CcisRow, Vec<Broken>> {
    let mut broken = Vec::new();
    let mut rule = |holds: bool, rule: u16, words: &'static str| {
        if !holds {
            broken.push(Broken { rule, words });
        }
    };
    let id = person.client_record_id.as_ref().map(|id| id.as_str()).unwrap_or_default();
    rule(
        id.chars().count() == 13,
        1,
        "The council's number is missing or not 13 characters: ask the council for it.",
    );
    let school_age = academic_age(person.birth_date, period_end);
    let plan = person.sen_provision == SenProvision::EhcPlan;
    rule(school_age <= 25, 9, "They are too old for the council's record.");
    rule(school_age >= 15, 10, "They are too young for the council's record.");
    rule(
        school_age < 18 || plan,
        40,
        "From 18 on the council's record needs a current EHC plan: check the plan.",
    );

    let spell = latest(spells, activities, period_end);
    let activity = spell.and_then(|spell| activities.get(spell.code));
    let active = activity.is_some_and(|activity| activity.standing != Standing::Retired);
    rule(
        active,
        201,
        "It is not known what they do: record a destination, or that it is not known.",
    );
    let (Some(spell), Some(activity)) = (spell, activity) else { return Err(broken) };

    let compulsory = activity.group == Group::CompulsorySchoolAge;
    rule(compulsory || school_age >= 16, 229, "This activity is for those who have left Year 11.");
    rule(!compulsory || school_age < 16, 230, "This activity is for pupils of up to Year 11.");
    rule(
        activity
            .min_age
            .is_none_or(|min| age_on(person.birth_date, spell.started_on) >= min.into()),
        253,
        "They were too young for this activity when it began.",
    );
    rule(
        !activity.send_flag_required || plan,
        if activity.code.number() == 460 { 255 } else { 254 },
        "This activity is only for somebody with a current EHC plan.",
    );
    rule(
        !activity.review_date_required || spell.review_on.is_some(),
        262,
        "This activity needs a review date.",
    );
    rule(
        !activity.expected_end_required || spell.predicted_end_on.is_some(),
        259,
        "This activity needs an expected end.",
    );
    let both = spell.review_on.zip(spell.predicted_end_on);
    rule(
        both.is_none_or(|(review, end)| review <= end),
        257,
        "The review is after the expected end.",
    );
    let verified = spell.verified_on;
    rule(
        verified.is_none_or(|day| day >= spell.started_on),
        256,
        "It was confirmed before it began.",
    );
    rule(
        verified.is_none_or(|day| day <= period_end),
        305,
        "It was confirmed after the end of the month: take a later month.",
    );

    let neet = (activity.headline == Some(Headline::NotInEducationOrWork))
        .then(|| neet_start(spell, spells, activities));
    rule(
        neet.is_none_or(|day| age_on(person.birth_date, day) >= 15),
        251,
        "Being in neither education nor work began before the 15th birthday.",
    );
    if !broken.is_empty() {
        return Err(broken);
    }
    Ok(whole(person, spell, activity, neet, period_end, id))
}

fn whole(
    person: &Person,
    spell: &Spell,
    activity: &Activity,
    neet: Option<NaiveDate>,
    period_end: NaiveDate,
    id: &str,
) -> CcisRow {
    let flag = |yes: bool| if yes { "Y" } else { "N" }.to_owned();
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let confirmed = spell.verified_on.unwrap_or(spell.started_on);
    let lapses = activity.current_until(confirmed, spell.review_on, spell.predicted_end_on);
    [
        id.to_owned(),
        flag(person.sen_provision == SenProvision::EhcPlan),
        flag(person.sen_provision == SenProvision::SenSupport),
        activity.code.to_string(),
        spell.started_on.to_string(),
        // When the council heard of it is not before it began, and not after it was confirmed.
        confirmed.to_string(),
        day(spell.verified_on),
        day(spell.review_on),
        day(lapses),
        flag(lapses.is_some_and(|lapses| lapses < period_end)),
        spell.provider.as_ref().map_or("", |name| name.as_str()).to_owned(),
        spell.ukprn.as_ref().map_or("", |number| number.as_str()).to_owned(),
        day(neet),
        day(spell.predicted_end_on),
    ]
}

/// Since when somebody is in neither education nor work: one such spell may follow another.
fn neet_start(spell: &Spell, spells: &[Spell], activities: &Activities) -> NaiveDate {
    let neet = |it: &Spell| {
        activities.get(it.code).and_then(|activity| activity.headline)
            == Some(Headline::NotInEducationOrWork)
    };
    let mut start = spell.started_on;
    let mut before: Vec<&Spell> = spells.iter().filter(|it| it.started_on < start).collect();
    before.sort_by_key(|it| std::cmp::Reverse(it.started_on));
    for earlier in before {
        let goes_over = earlier.ended_on.is_none_or(|end| end.succ_opt() >= Some(start));
        if !neet(earlier) || !goes_over {
            break;
        }
        start = earlier.started_on;
    }
    start
}

/// Rows as a CSV file (RFC 4180, UTF-8). A spreadsheet will not take any of it for a formula.
pub fn to_csv<const N: usize>(
    columns: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> String {
    let mut file = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    let mut write = |row: [String; N]| {
        file.write_record(row.map(harmless)).expect("writing to memory does not fail");
    };
    write(columns.map(str::to_owned));
    rows.for_each(write);
    let bytes = file.into_inner().expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("text goes in, so text comes out")
}

fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        activity::ActivityCode,
        id::{PartnershipId, PersonId, SpellId},
        identifier::CouncilCode,
        import::{Extract, Rules},
        journey::TransitionRule,
        need::NeedTypes,
        spell::Source,
    };

    const GOOD: &str = include_str!("../data/sample_ccis_extract.csv");
    const END: &str = "2026-10-31";

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn everybody() -> Vec<(Person, Vec<Spell>)> {
        let councils = ["830", "831"].map(|code| CouncilCode::parse(code).unwrap());
        let rules = Rules {
            activities: Activities::shipped(),
            needs: NeedTypes::shipped(),
            councils: &councils,
            as_of: day("2026-11-02"),
            transition: TransitionRule::EighteenthBirthday,
        };
        let mut extract = Extract::open(GOOD.as_bytes()).unwrap();
        let id = uuid::Uuid::from_u128;
        std::iter::from_fn(|| extract.next_row(&rules))
            .map(|record| {
                let record = record.unwrap();
                let spells = record.spell(SpellId(id(3))).into_iter().collect();
                (record.new_person(PersonId(id(1)), PartnershipId(id(2))), spells)
            })
            .collect()
    }

    fn broken(change: impl FnOnce(&mut Person, &mut Vec<Spell>)) -> Vec<u16> {
        let (mut person, mut spells) = everybody().remove(0);
        assert!(row(&person, &spells, Activities::shipped(), day(END)).is_ok());
        change(&mut person, &mut spells);
        match row(&person, &spells, Activities::shipped(), day(END)) {
            Ok(_) => Vec::new(),
            Err(broken) => broken.iter().map(|it| it.rule).collect(),
        }
    }

    #[test]
    fn what_came_from_a_council_goes_back_as_it_came() {
        let header = GOOD.trim_start_matches('\u{feff}').lines().next().unwrap();
        let places = COLUMNS.map(|name| header.split(',').position(|it| it == name).unwrap());
        let (mut told, mut withheld) = (0, 0);
        for ((person, spells), line) in everybody().iter().zip(GOOD.lines().skip(1)) {
            let cells: Vec<&str> = line.split(',').collect();
            let Ok(row) = row(person, spells, Activities::shipped(), day(END)) else {
                withheld += 1;
                continue;
            };
            told += 1;
            for (place, cell) in places.iter().zip(&row) {
                let name = header.split(',').nth(*place).unwrap();
                // What is not kept, and what the council counts on another day.
                if !["DateAscertained", "CurrencyLapsed"].contains(&name) {
                    assert_eq!(cell, cells[*place], "{name} of {line}");
                }
            }
        }
        assert_eq!(told + withheld, 400);
        assert!(told > 200, "{told} told, {withheld} withheld");
    }

    #[test]
    fn every_rule_is_broken_by_something_and_told_by_its_number() {
        fn code(code: u16) -> impl FnOnce(&mut Person, &mut Vec<Spell>) {
            move |_, spells| spells[0].code = ActivityCode::new(code)
        }
        fn until_summer(number: u16, person: &mut Person, spells: &mut Vec<Spell>) {
            code(number)(person, spells);
            spells[0].predicted_end_on = Some(day("2027-07-31"));
            person.sen_provision = SenProvision::SenSupport;
        }
        assert_eq!(broken(|person, _| person.client_record_id = None), [1]);
        assert_eq!(broken(|person, _| person.birth_date = day("2000-01-01")), [9]);
        assert_eq!(broken(|person, _| person.sen_provision = SenProvision::None), [40]);
        assert_eq!(broken(|_, spells| spells.clear()), [201]);
        let broken_by =
            |told: Vec<u16>, rule: u16| assert!(told.contains(&rule), "{rule}: {told:?}");
        broken_by(broken(code(720)), 201);
        broken_by(broken(code(110)), 230);
        broken_by(broken(|person, _| person.birth_date = day("2011-01-01")), 229);
        broken_by(broken(|person, _| person.birth_date = day("2012-01-01")), 10);
        broken_by(broken(code(440)), 253);
        broken_by(broken(|person, spells| until_summer(280, person, spells)), 254);
        broken_by(broken(|person, spells| until_summer(460, person, spells)), 255);
        broken_by(broken(code(350)), 262);
        broken_by(broken(code(230)), 259);
        let review_after_end = |_: &mut Person, spells: &mut Vec<Spell>| {
            spells[0].review_on = Some(day("2027-08-01"));
            spells[0].predicted_end_on = Some(day("2027-07-31"));
        };
        broken_by(broken(review_after_end), 257);
        let verified = |on: &'static str| {
            move |_: &mut Person, spells: &mut Vec<Spell>| spells[0].verified_on = Some(day(on))
        };
        broken_by(broken(verified("2026-11-01")), 305);
        broken_by(broken(verified("2026-01-01")), 256);
        broken_by(broken(|_, spells| spells[0].started_on = day("2022-01-01")), 251);
    }

    #[test]
    fn neither_education_nor_work_counts_from_where_it_began() {
        let (person, mut spells) = everybody().remove(0);
        let earlier = Spell {
            id: SpellId(uuid::Uuid::from_u128(4)),
            code: ActivityCode::new(640),
            source: Source::Import,
            started_on: day("2025-11-01"),
            ended_on: Some(day("2026-03-08")),
            ..spells[0].clone()
        };
        spells.push(earlier);
        let told = row(&person, &spells, Activities::shipped(), day(END)).unwrap();
        assert_eq!((told[4].as_str(), told[12].as_str()), ("2026-03-09", "2025-11-01"));
        spells[1].ended_on = Some(day("2026-02-01"));
        let told = row(&person, &spells, Activities::shipped(), day(END)).unwrap();
        assert_eq!(told[12], "2026-03-09");
    }

    #[test]
    fn no_cell_is_a_formula() {
        let csv = to_csv(["a"], [["=1+1".to_owned()], ["x,\"y\"".to_owned()]].into_iter());
        assert_eq!(csv, "a\r\n'=1+1\r\n\"x,\"\"y\"\"\"\r\n");
    }
}
