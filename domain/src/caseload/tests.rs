use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn quiet() -> Facts {
    Facts {
        stage: Stage::OnTheJourney,
        alerts: vec![],
        standing: Standing::Sound,
        tasks: vec![],
        silent: (0, None),
        assigned: true,
        invited: true,
        next_due_on: Some(day("2026-10-01")),
    }
}

fn alert(priority: Priority, trigger: &str, taken: bool) -> OpenAlert {
    OpenAlert {
        priority,
        trigger: trigger.into(),
        what: format!("what {trigger} means"),
        raised_at: "2026-09-01T10:00:00Z".parse().unwrap(),
        taken,
        read: false,
        waits_for: None,
    }
}

fn waits_for(who: SecondLook) -> OpenAlert {
    OpenAlert { waits_for: Some(who), ..alert(Priority::P1, "unsafe", true) }
}

#[test]
fn the_order_is_the_one_the_page_explains() {
    let today = day("2026-09-07");
    let with = |change: &dyn Fn(&mut Facts)| {
        let mut facts = quiet();
        change(&mut facts);
        reasons(&facts, today)
    };
    let ordered = [
        with(&|f| f.alerts = vec![alert(Priority::P1, "unsafe", false)]),
        with(&|f| f.alerts = vec![waits_for(SecondLook::Yours)]),
        with(&|f| f.alerts = vec![alert(Priority::P1, "unsafe", true)]),
        with(&|f| f.alerts = vec![alert(Priority::P2, "worried_a_lot", false)]),
        with(&|f| f.alerts = vec![alert(Priority::P2, "contact_soon", false)]),
        with(&|f| f.standing = Standing::RanOut(day("2026-08-31"))),
        with(&|f| f.tasks = vec![("Call them", day("2026-09-01"))]),
        with(&|f| f.alerts = vec![alert(Priority::P4, "any_free_text", false)]),
        with(&|f| f.silent = (2, Some(day("2026-09-01")))),
        with(&|f| f.alerts = vec![alert(Priority::P3, "home_not_good", false)]),
        with(&|f| f.assigned = false),
        with(&|f| f.invited = false),
        with(&|_| ()),
    ];
    let ranks: Vec<_> = ordered.iter().map(|r| rank(r)).collect();
    assert!(ranks.is_sorted(), "{ranks:?}");
    assert_eq!(
        ranks.iter().map(|(why, _)| why).collect::<std::collections::BTreeSet<_>>().len(),
        13
    );
    assert!(ordered[..9].iter().all(|r| call_today(r)));
    assert!(!ordered[9..].iter().any(|r| call_today(r)));
}

#[test]
fn who_said_what_came_of_possible_harm_waits_and_everybody_else_is_asked() {
    let told = |who| {
        let mut facts = quiet();
        facts.alerts = vec![waits_for(who)];
        reasons(&facts, day("2026-09-07")).remove(0)
    };
    let (yours, colleagues) = (told(SecondLook::Yours), told(SecondLook::Colleagues));
    assert_eq!((yours.why, colleagues.why), (Why::HarmSecondLook, Why::HarmOpen));
    assert!(yours.text.ends_with("waits for you as a second person)"), "{}", yours.text);
    assert!(colleagues.text.ends_with("waits for a second person)"), "{}", colleagues.text);
}

#[test]
fn own_words_that_somebody_has_read_are_for_the_next_contact() {
    let words = |read| {
        let mut facts = quiet();
        facts.alerts = vec![OpenAlert { read, ..alert(Priority::P4, OWN_WORDS, false) }];
        reasons(&facts, day("2026-09-07"))[0].why
    };
    assert_eq!((words(false), words(true)), (Why::FreeText, Why::NextContact));
}

#[test]
fn every_reason_is_told_and_the_worst_comes_first() {
    let mut facts = quiet();
    facts.silent = (3, Some(day("2026-09-01")));
    facts.alerts =
        vec![alert(Priority::P3, "home_not_good", false), alert(Priority::P1, "unsafe", false)];
    let told = reasons(&facts, day("2026-09-07"));
    assert_eq!(
        told.iter().map(|reason| reason.text.as_str()).collect::<Vec<_>>(),
        [
            "what unsafe means (1 September 2026)",
            "No reply to the last 3 check-ins",
            "what home_not_good means (1 September 2026)"
        ]
    );
}

#[test]
fn a_destination_is_asked_after_28_days_before_it_lapses() {
    let mut facts = quiet();
    facts.standing = Standing::RunsOut(day("2026-10-05"));
    assert_eq!(rank(&reasons(&facts, day("2026-09-06"))).0, Why::NextDue);
    assert_eq!(rank(&reasons(&facts, day("2026-09-07"))).0, Why::DestinationAtRisk);
}

#[test]
fn of_two_alerts_of_one_morning_the_older_stands_first() {
    let at = |raised_at: &str| {
        let mut facts = quiet();
        let raised_at = raised_at.parse().unwrap();
        facts.alerts = vec![OpenAlert { raised_at, ..alert(Priority::P1, "unsafe", false) }];
        rank(&reasons(&facts, day("2026-09-07")))
    };
    assert!(at("2026-09-01T10:00:00Z") < at("2026-09-01T10:00:01Z"));
}

#[test]
fn the_number_of_a_reason_says_where_it_stands() {
    let places: Vec<u8> = Why::ALL.iter().map(|(why, _)| why.place()).collect();
    assert!(places.is_sorted() && places.iter().all(|place| *place <= 99), "{places:?}");
}

#[test]
fn somebody_whose_two_years_are_over_is_left_alone() {
    let mut facts = quiet();
    facts.stage = Stage::Completed;
    facts.standing = Standing::Unknown;
    facts.invited = false;
    assert_eq!(reasons(&facts, day("2026-09-07"))[0].text, "The two years are over");
}
