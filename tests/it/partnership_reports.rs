//! What a partnership sees: published figures, the same however they are fetched and wherever they are kept.

use std::ops::Range;

use api::store::{ImportedSpell, StoreError};
use chrono::NaiveDate;
use domain::{
    activity::ActivityCode,
    day::AcademicYear,
    id::{PersonId, SpellId},
    report::{Category, DestinationCounts, History, Reply, ReportedPerson, Span},
    spell::{Source, Spell},
    staff::Role,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    house::{Answer, Caller, House},
    story::{Area, Sketch},
};

/// A quarter's figures are out, and a whole year group has long been over six months.
const RELEASED: &str = "2026-11-22T09:00:00Z";
const TRANSITION: &str = "2024-01-15";
const COLLEGE: (u16, Category) = (230, Category::FurtherEducation);
const JOB: (u16, Category) = (330, Category::Employment);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A year group of 93: 47 go to college, 31 work, and of 15 nobody knows.
struct YearGroup<'h> {
    area: Area<'h>,
    people: Vec<PersonId>,
}

impl<'h> YearGroup<'h> {
    async fn of(house: &'h House) -> Self {
        let area = house.area("derbyshire").await;
        let sketches = vec![Sketch::default().since(TRANSITION); 93];
        let people = area.add_all(sketches).await.iter().map(|young| young.id).collect();
        let group = Self { area, people };
        group.record(0..47, COLLEGE.0).await;
        group.record(47..78, JOB.0).await;
        group
    }

    /// As an import would.
    async fn record(&self, whom: Range<usize>, code: u16) {
        let spells: Vec<_> =
            self.people[whom].iter().map(|who| imported(*who, spell(*who, code))).collect();
        let (house, scope) = (self.area.house, self.area.house.system.administer(self.area.id));
        let now = house.app.now();
        let saved = house.app.store.write::<_, _, StoreError>(scope, async |tx| {
            tx.save_imported_spells(&spells, now).await
        });
        saved.await.expect("they are kept");
    }

    async fn viewer(&self, name: &str) -> Caller<'h> {
        self.area.member(name, Role::PartnershipViewer).await.caller
    }

    /// The file as the rules alone would have it, without any database.
    fn file(&self, house: &House) -> String {
        let mut counts = DestinationCounts::new(AcademicYear(2023), day("2026-09-30"));
        for (place, id) in self.people.iter().enumerate() {
            let category = match place {
                0..47 => Some(COLLEGE.1),
                47..78 => Some(JOB.1),
                _ => None,
            };
            let until = |category| match category {
                Category::Employment => day("2024-12-01"),
                _ => day("2024-08-31"),
            };
            let span = |category| Span {
                id: SpellId(id.0),
                category,
                starts_on: day("2023-09-04"),
                ends_on: None,
                known_until: Some(until(category)),
                weekly_hours: None,
            };
            counts.add(&ReportedPerson {
                id: *id,
                anchor: day(TRANSITION),
                history: History {
                    spans: category.map(span).into_iter().collect(),
                    away: Vec::new(),
                },
                replies: [Reply::NotAsked; 4],
            });
        }
        counts.publish(&house.app.cell_key).to_csv("Derbyshire")
    }
}

fn imported(person: PersonId, spell: Spell) -> ImportedSpell {
    ImportedSpell { person, spell, known: None }
}

fn spell(who: PersonId, code: u16) -> Spell {
    Spell {
        id: SpellId(Uuid::from_u128(who.0.as_u128() ^ u128::from(code) << 64)),
        code: ActivityCode::new(code),
        source: Source::Import,
        started_on: day("2023-09-04"),
        ended_on: None,
        verified_on: Some(day("2024-06-01")),
        review_on: None,
        predicted_end_on: None,
        provider: None,
        ukprn: None,
        establishment: None,
        days_per_week: None,
        weekly_hours: None,
    }
}

async fn page(viewer: &Caller<'_>) -> Value {
    viewer.get("/reports/destinations").await.ok()
}

async fn file(viewer: &Caller<'_>) -> Answer {
    viewer.get("/reports/destinations.csv").await
}

#[tokio::test]
async fn the_same_records_and_key_make_the_same_file_whatever_the_database() {
    let house = House::new().await;
    let group = YearGroup::of(&house).await;
    house.at(RELEASED);

    let found = file(&group.viewer("Vera Vale").await).await;
    assert_eq!(found.header("content-disposition"), "attachment; filename=\"destinations.csv\"");
    assert_eq!(found.text, group.file(&house));
}

#[tokio::test]
async fn the_page_and_the_file_have_the_same_figures() {
    let house = House::new().await;
    let group = YearGroup::of(&house).await;
    house.at(RELEASED);
    let viewer = group.viewer("Vera Vale").await;

    let report = page(&viewer).await;
    let file = file(&viewer).await.text;
    let row = |line: &str| -> Vec<String> {
        let rows = file.lines().map(|row| row.split(',').map(str::to_owned).collect::<Vec<_>>());
        let mut found = rows.filter(|row| row[2] == "2023/24" && row[3] == "6" && row[6] == line);
        found.next().unwrap_or_else(|| panic!("{line} has a row"))
    };

    let wave = &report["cohorts"][0]["waves"][0];
    assert_eq!(
        (&wave["state"], report["as_known_on"].as_str()),
        (&"published".into(), Some("2026-09-30"))
    );
    let lines = wave["destinations"].as_array().unwrap();
    assert_eq!(lines.len(), Category::ALL.len());
    for line in lines {
        let row = row(line["category"].as_str().unwrap());
        let text = |value: &Value| match value {
            Value::Null => "[x]".to_owned(),
            Value::String(text) => text.clone(),
            number => number.to_string(),
        };
        let told =
            [&line["count"]["text"], &line["percent"], &line["low"], &line["high"]].map(text);
        assert_eq!([&row[8], &row[9], &row[11], &row[12]], told.each_ref());
    }
    assert_eq!(row("base")[8], wave["base"]["text"].as_str().unwrap());
}

#[tokio::test]
async fn figures_change_with_the_quarter_and_not_before() {
    let house = House::new().await;
    let group = YearGroup::of(&house).await;
    house.at(RELEASED);
    let first = page(&group.viewer("Vera Vale").await).await;

    group.record(78..93, JOB.0).await;
    assert_eq!(page(&group.viewer("Val Vale").await).await, first);

    house.at("2027-01-01T09:00:00Z");
    let next = page(&group.viewer("Viv Vale").await).await;
    assert_ne!(next["cohorts"][0]["waves"][0], first["cohorts"][0]["waves"][0]);
    assert_eq!(
        (&first["next_release_on"], &next["as_known_on"]),
        (&"2027-01-01".into(), &"2026-12-31".into())
    );
}

#[tokio::test]
async fn a_partnership_sees_its_own_figures_alone() {
    let house = House::new().await;
    let _derbyshire = YearGroup::of(&house).await;
    let elsewhere = house.area("barking").await;
    house.at(RELEASED);
    let viewer = elsewhere.member("Vera Vale", Role::PartnershipViewer).await;

    let report = page(&viewer).await;
    let wave = &report["cohorts"][0]["waves"][0];
    assert_eq!(report["partnership_name"], "Barking");
    assert_eq!((&wave["state"], &wave["base"]["text"]), (&"too-few".into(), &"[low]".into()));
    assert_eq!(wave["destinations"], Value::Null);
}
