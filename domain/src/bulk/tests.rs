use std::collections::BTreeSet;

use uuid::Uuid;

use super::*;
use crate::{
    day::add_months,
    id::{PartnershipId, PersonId},
    identifier::CouncilCode,
    journey::Journey,
    person::{AskedWhen, LANGUAGE, Reading, SenProvision, TextSize},
    questionnaire::Questionnaire,
    safe_contact::SaidBy,
    schedule::Due,
    talk::SafeTime,
    text::Name,
};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    "2026-09-07T09:00:00Z".parse().unwrap()
}

fn amina() -> Person {
    let transition = date("2026-06-02");
    let birth = add_months(transition, -18 * 12);
    let name = |text: &str| Name::new(text).unwrap();
    Person {
        id: PersonId(Uuid::from_u128(1)),
        partnership: PartnershipId(Uuid::from_u128(2)),
        council: CouncilCode::parse("830").unwrap(),
        client_record_id: None,
        given_name: name("Amina"),
        family_name: name("Rahman"),
        preferred_name: None,
        birth_date: birth,
        sen_provision: SenProvision::EhcPlan,
        primary_need: None,
        communication_needs: Vec::new(),
        mobile: None,
        email: None,
        uln: None,
        journey: Journey::new(birth, transition).unwrap(),
        reading: Reading::Plain,
        text_size: TextSize::Normal,
        language: LANGUAGE.into(),
        asked: AskedWhen::default(),
    }
}

fn open() -> CheckIn {
    let due = Due { month: 3, kind: CheckInKind::Core, on: date("2026-09-02"), extra: 0 };
    let id = CheckInId(Uuid::from_u128(3));
    CheckIn::open(id, amina().id, due, &Questionnaire::shipped(), now())
}

fn known<'a>(person: &'a Person, check_in: &'a CheckIn) -> Known<'a> {
    Known {
        person,
        joined: true,
        check_ins: vec![check_in],
        safe: None,
        phones: true,
        mobile: false,
        email: false,
        reminded_at: None,
        worker: None,
        untaken_harm: false,
    }
}

fn decided(task: &Task, known: &Known<'_>) -> Result<Does, String> {
    task.of(known, Questionnaire::shipped().cadence(), now())
}

#[test]
fn a_check_in_is_sent_to_whoever_may_have_it() {
    let (amina, open) = (amina(), open());
    assert_eq!(decided(&Task::Send, &known(&amina, &open)), Ok(Does::Send(open.id)));
}

#[test]
fn everybody_who_is_left_out_is_left_out_for_a_reason() {
    let (usual, open) = (amina(), open());
    let why = |known: Known<'_>| decided(&Task::Send, &known).unwrap_err();
    let with = |change: fn(&mut Person)| {
        let mut person = amina();
        change(&mut person);
        why(known(&person, &open))
    };
    let words = [
        with(|it| it.journey.paused_until = Some(date("2026-10-01"))),
        with(|it| it.journey.left_on = Some(date("2026-09-01"))),
        with(|it| it.journey.ends_on = date("2026-09-01")),
        with(|it| it.journey.transition_on = date("2026-10-01")),
        with(|it| it.asked.stopped_at = Some(now())),
        with(|it| it.asked.unwanted.pushes = Some(now())),
        why(Known { joined: false, ..known(&usual, &open) }),
        why(Known { phones: false, ..known(&usual, &open) }),
        why(Known { reminded_at: Some(now()), ..known(&usual, &open) }),
        why(Known { check_ins: Vec::new(), ..known(&usual, &open) }),
    ];
    assert_eq!(words[0], "They paused until 1 October 2026.");
    assert_eq!(words[2], "Their two years are over.");
    assert_eq!(words[5], words[7], "no way that they want used");
    assert_eq!(BTreeSet::from(words).len(), 9);
}

#[test]
fn what_is_safe_comes_before_what_is_quick() {
    let (amina, open) = (amina(), open());
    let safe = |ways: &[SafeWay], message_ok| SafeContact {
        ways: ways.iter().copied().collect(),
        times: SafeTime::Any,
        message_ok,
        not_to: None,
        said_by: SaidBy::YoungPerson,
        said_on: date("2026-09-01"),
    };
    let sent = |safe: &SafeContact| {
        decided(&Task::Send, &Known { safe: Some(safe), ..known(&amina, &open) }).is_ok()
    };
    assert!(sent(&safe(&[], None)) && sent(&safe(&[SafeWay::Text], Some(true))));
    assert!(!sent(&safe(&[], Some(false))) && !sent(&safe(&[SafeWay::Meeting], None)));
}

#[test]
fn a_check_in_is_put_off_once_and_never_past_the_one_after_it() {
    let (mut amina, open) = (amina(), open());
    let put_off = |person: &Person, days| decided(&Task::Postpone(days), &known(person, &open));
    // Month four falls on 2 October, where one has to be, and month five on 2 November.
    let once = Postponed { from: date("2026-10-02"), to: date("2026-10-09") };
    assert_eq!(put_off(&amina, 7), Ok(Does::Postpone(once)));
    amina.asked.postponed = Some(once);
    let to_come = |person: &Person| {
        let all = schedule(&person.journey, &person.asked, Questionnaire::shipped().cadence());
        all.into_iter().map(|due| due.on).find(|on| *on > date("2026-09-07")).unwrap()
    };
    assert_eq!(to_come(&amina), once.to);
    assert!(put_off(&amina, 7).unwrap_err().contains("already, to 9 October 2026"));
    amina.asked.postponed = None;
    amina.asked.closer_from = Some(date("2026-09-01"));
    assert!(put_off(&amina, 28).unwrap_err().contains("before then"));
    amina.journey.paused_until = Some(date("2026-10-01"));
    assert!(put_off(&amina, 7).unwrap_err().starts_with("They paused"));
}

#[test]
fn nobody_changes_hands_over_untaken_harm() {
    let (amina, open) = (amina(), open());
    let (wanda, olga) = (StaffId(Uuid::from_u128(8)), StaffId(Uuid::from_u128(9)));
    let hers = || Known { worker: Some(wanda), ..known(&amina, &open) };
    assert_eq!(decided(&Task::Assign(olga), &hers()), Ok(Does::Assign(Some(wanda))));
    assert!(decided(&Task::Assign(wanda), &hers()).unwrap_err().contains("already"));
    let harm = Known { untaken_harm: true, ..hers() };
    assert!(decided(&Task::Assign(olga), &harm).unwrap_err().contains("take that alert first"));
}
