//! What is recorded of young people who are only numbers.

use std::ops::RangeInclusive;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    activity::{Activities, ActivityCode},
    check_in::CheckIn,
    check_in_kind::CheckInKind,
    day::add_months,
    id::{CheckInId, PartnershipId, PersonId, SpellId, StaffId},
    identifier::CouncilCode,
    journey::{Journey, TransitionRule},
    partnership::Partnership,
    person::{AskedWhen, LANGUAGE, Person, Reading, SenProvision, TextSize},
    report::{CellKey, DestinationReport},
    spell::{Source, Spell},
    staff::{Role, Staff},
    text::{Line, Name},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use crate::store::{
    Durability, File, ImportedSpell, Result, Store, Tx, Version,
    entity::{answer, spell},
    scope::{Area, System},
};

pub const HERE: PartnershipId = PartnershipId(Uuid::from_u128(1));
pub const ELSEWHERE: PartnershipId = PartnershipId(Uuid::from_u128(2));

pub const FURTHER_EDUCATION: u16 = 230;
pub const JOB: u16 = 330;
pub const CUSTODY: u16 = 710;

/// The last day on which anybody confirmed a spell.
const CONFIRMED_ON: &str = "2024-07-10";
const BEGINNING: &str = "2025-05-01T12:00:00Z";

type Numbers = RangeInclusive<u128>;

/// A database in memory, with two partnerships and nobody in them. No two tests may use one name.
pub struct Records {
    store: Store,
    system: System,
}

impl Records {
    pub async fn new(name: &str) -> Self {
        let url = format!("sqlite:file:reports-{name}?mode=memory&cache=shared");
        let (store, system) = Store::open(&url, Durability::None).await.unwrap();
        let records = Self { store, system };
        records
            .write(async |tx| {
                let questions = File {
                    version: questions(),
                    language: "en-GB".into(),
                    sha256: "0".repeat(64),
                    body: String::new(),
                };
                tx.keep_questionnaire(&questions, moment(BEGINNING)).await?;
                for (id, slug) in [(HERE, "here"), (ELSEWHERE, "elsewhere")] {
                    tx.add_partnership(&partnership(id, slug), moment(BEGINNING)).await?;
                }
                Ok(())
            })
            .await;
        records
    }

    pub async fn people(&self, of: PartnershipId, who: Numbers, transition: &str, created: &str) {
        let people: Vec<Person> = who.map(|number| person(of, number, day(transition))).collect();
        let admin = self.system.administer(of);
        let added =
            self.store.write(admin, async |tx| tx.add_people(&people, moment(created)).await);
        added.await.unwrap();
    }

    pub async fn spells(&self, who: Numbers, code: u16, started: &str, recorded: &str) {
        let spells: Vec<_> = who
            .map(|number| ImportedSpell {
                person: PersonId(Uuid::from_u128(number)),
                spell: spell_of(number, code, day(started)),
                known: None,
            })
            .collect();
        let admin = self.system.administer(HERE);
        let saved = self
            .store
            .write(admin, async |tx| tx.save_imported_spells(&spells, moment(recorded)).await);
        saved.await.unwrap();
    }

    pub async fn withdraw(&self, who: Numbers, code: u16, when: &str) {
        self.write(async |tx| {
            spell::Entity::update_many()
                .col_expr(spell::Column::VoidedAt, Expr::value(moment(when)))
                .filter(spell::Column::Id.is_in(who.map(|number| spell_id(number, code).0)))
                .exec(&tx.db)
                .await?;
            Ok(())
        })
        .await;
    }

    pub async fn ask(&self, who: Numbers, month: u8, kind: CheckInKind) {
        let asked: Vec<_> =
            who.map(|number| (HERE, check_in(number, month, kind), questions())).collect();
        self.write(async |tx| tx.open_check_ins(&asked).await).await;
    }

    pub async fn finish(&self, who: Numbers, month: u8, when: &str) {
        self.write(async |tx| {
            for number in who {
                tx.finish_check_in(check_in_id(number, month), moment(when)).await?;
            }
            Ok(())
        })
        .await;
    }

    pub async fn answer(&self, who: Numbers, month: u8, when: &str) {
        let rows = who.map(|number| answer_of(number, month, moment(when)));
        self.write(async |tx| {
            answer::Entity::insert_many(rows).exec_without_returning(&tx.db).await?;
            Ok(())
        })
        .await;
    }

    pub async fn report(&self, of: PartnershipId, today: &str) -> DestinationReport {
        let viewer = Staff {
            id: StaffId(Uuid::from_u128(9)),
            partnership: of,
            name: Name::new("Viewer").unwrap(),
            email: "viewer@example.org".into(),
            role: Role::PartnershipViewer,
        };
        let area = Area::of(&viewer).unwrap();
        let counts = self
            .store
            .read(area, async |tx| tx.destination_counts(Activities::shipped(), day(today)).await);
        counts.await.unwrap().publish(&CellKey::new([7; 32]).unwrap())
    }

    async fn write<T>(&self, work: impl AsyncFnOnce(&Tx<System>) -> Result<T>) -> T {
        self.store.write(self.system, work).await.unwrap()
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn questions() -> Version {
    Version { id: "default".into(), version: "1".into() }
}

fn partnership(id: PartnershipId, slug: &str) -> Partnership {
    Partnership {
        id,
        slug: slug.into(),
        name: Line::new(slug).unwrap(),
        service_name: Line::new("Next Steps").unwrap(),
        transition_rule: TransitionRule::EighteenthBirthday,
        staffed_hours: Line::new("9 to 5").unwrap(),
        safety_questions: false,
        demonstration: false,
        councils: vec![CouncilCode::parse("830").unwrap()],
    }
}

fn person(partnership: PartnershipId, number: u128, transition_on: NaiveDate) -> Person {
    let birth_date = add_months(transition_on, -18 * 12);
    Person {
        id: PersonId(Uuid::from_u128(number)),
        partnership,
        council: CouncilCode::parse("830").unwrap(),
        client_record_id: None,
        given_name: Name::new("Somebody").unwrap(),
        family_name: Name::new("Else").unwrap(),
        preferred_name: None,
        birth_date,
        sen_provision: SenProvision::EhcPlan,
        primary_need: None,
        communication_needs: Vec::new(),
        mobile: None,
        email: None,
        uln: None,
        journey: Journey::new(birth_date, transition_on).unwrap(),
        reading: Reading::Plain,
        text_size: TextSize::Normal,
        language: LANGUAGE.into(),
        asked: AskedWhen::default(),
    }
}

fn spell_id(number: u128, code: u16) -> SpellId {
    SpellId(Uuid::from_u128(1000 * number + u128::from(code)))
}

fn spell_of(number: u128, code: u16, started_on: NaiveDate) -> Spell {
    Spell {
        id: spell_id(number, code),
        code: ActivityCode::new(code),
        source: Source::Import,
        started_on,
        ended_on: None,
        verified_on: Some(day(CONFIRMED_ON)),
        review_on: None,
        predicted_end_on: None,
        provider: None,
        ukprn: None,
        establishment: None,
        days_per_week: None,
        weekly_hours: None,
    }
}

fn check_in_id(number: u128, month: u8) -> CheckInId {
    CheckInId(Uuid::from_u128(100 * number + u128::from(month)))
}

fn check_in(number: u128, month: u8, kind: CheckInKind) -> CheckIn {
    let due_on = add_months(day("2024-01-15"), month.into());
    let opened_at = due_on.and_hms_opt(8, 0, 0).unwrap().and_utc();
    CheckIn {
        id: check_in_id(number, month),
        person: PersonId(Uuid::from_u128(number)),
        kind,
        month,
        extra: 0,
        due_on,
        opened_at,
        closes_at: opened_at + TimeDelta::days(10),
        finished_at: None,
        expired_at: None,
    }
}

fn answer_of(number: u128, month: u8, at: DateTime<Utc>) -> answer::ActiveModel {
    answer::ActiveModel {
        partnership_id: Set(HERE.0),
        id: Set(check_in_id(number, month).0),
        check_in_id: Set(check_in_id(number, month).0),
        person_id: Set(Uuid::from_u128(number)),
        key: Set("mood".into()),
        question: Set("mood".into()),
        item_id: Set(None),
        codes: Set(None),
        free_text: Set(None),
        skipped: Set(true),
        source: Set("self".into()),
        helper: Set(None),
        reading: Set("plain".into()),
        language: Set("en-GB".into()),
        answered_at: Set(at),
        received_at: Set(at),
        superseded_at: Set(None),
        supporter_id: Set(None),
    }
}
