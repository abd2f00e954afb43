//! Who is told of an alert, and when, until somebody has it and until it is closed (SAFE-05, SAFE-08, SAFE-09).

use api::{jobs, post::Posted};
use domain::{
    alert::Alert,
    proof::Reached::Email,
    questionnaire::{Priority, Raised},
    staff::Role,
};
use serde_json::{Value, json};

use crate::{
    house::{Caller, House},
    story::{Cast, Member, Sketch, email, said},
};

/// Everybody who hears of alerts, and Amina's alert, of which nobody has been told.
struct Alarm<'h> {
    cast: Cast<'h>,
    lead: Member<'h>,
    duty: Member<'h>,
    phone: Caller<'h>,
    check_in: String,
    alert: String,
}

/// Amina says something at ten in the morning of a Monday, with somebody on duty and a safeguarding lead at work.
async fn alarm<'h>(house: &'h House, code: (&str, &str)) -> Alarm<'h> {
    let (cast, phone, check_in) = house.asked().await;
    let lead = cast.area.member("Lena Lead", Role::SafeguardingLead).await;
    let duty = cast.area.member("Dora Duty", Role::Worker).await;
    cast.area.put_on_duty(&duty).await;
    for manager in [&cast.manager, &lead] {
        cast.area.put_off_duty(manager).await;
    }
    phone.say(&check_in, &said("2026-09-07T09:00:00Z", &[code])).await.ok();
    let alert = cast.worker.open(&cast.amina).await["alerts"][0]["id"].as_str().unwrap().to_owned();
    Alarm { cast, lead, duty, phone, check_in, alert }
}

/// Who was told since somebody last looked, by name.
async fn told(house: &House) -> Vec<&'static str> {
    house.escalate().await;
    names(house.post.taken().iter().map(|letter| letter.to.value.clone()))
}

fn names(addresses: impl Iterator<Item = String>) -> Vec<&'static str> {
    const ALL: [&str; 6] =
        ["Wanda Wójcik", "Maya Morris", "Lena Lead", "Dora Duty", "Olga Other", "Mo Manager"];
    let name = |address: String| *ALL.iter().find(|name| email(name) == address).unwrap_or(&"?");
    let mut all: Vec<_> = addresses.map(name).collect();
    all.sort_unstable();
    all
}

async fn take(by: &Member<'_>, alert: &str) -> Value {
    by.put(&format!("/alerts/{alert}/acknowledgement"), Value::Null).await.ok()
}

#[tokio::test]
async fn possible_harm_climbs_until_somebody_has_it() {
    let house = House::new().await;
    let Alarm { cast, lead, alert, .. } = alarm(&house, ("feel_safe", "no")).await;

    assert_eq!(told(&house).await, ["Dora Duty", "Wanda Wójcik"], "at once");
    assert_eq!(told(&house).await, Vec::<&str>::new(), "and once");
    house.at("2026-09-07T09:59:00Z");
    assert_eq!(told(&house).await, Vec::<&str>::new());
    house.at("2026-09-07T10:00:00Z");
    assert_eq!(told(&house).await, ["Maya Morris"], "after an hour");
    house.at("2026-09-07T11:00:00Z");
    assert_eq!(told(&house).await, ["Lena Lead"], "after two");
    house.at("2026-09-08T10:59:00Z");
    assert_eq!(told(&house).await, Vec::<&str>::new());
    house.at("2026-09-08T11:00:00Z");
    let all = ["Dora Duty", "Lena Lead", "Maya Morris", "Wanda Wójcik"];
    assert_eq!(told(&house).await, all, "and each working day");

    let lead = cast.area.signed_in(lead.id, Role::SafeguardingLead).await;
    let shown = lead.get(&format!("/alerts/{alert}")).await.ok();
    let list: Vec<_> = shown["told"].as_array().unwrap().iter().map(|it| &it["who"]).collect();
    assert_eq!(list.len(), 8, "{shown}");
    assert!(shown["told"].as_array().unwrap().iter().all(|it| it["sent"] == true), "{shown}");
}

#[tokio::test]
async fn whoever_has_it_stops_the_clock_and_is_reminded_when_it_is_late() {
    let house = House::new().await;
    let Alarm { cast, alert, .. } = alarm(&house, ("feel_safe", "no")).await;
    told(&house).await;
    take(&cast.worker, &alert).await;
    house.at("2026-09-07T15:00:00Z");
    assert_eq!(told(&house).await, Vec::<&str>::new(), "somebody has it");
    house.at("2026-09-08T08:59:00Z");
    assert_eq!(told(&house).await, Vec::<&str>::new());
    house.at("2026-09-08T09:00:00Z");
    assert_eq!(told(&house).await, ["Maya Morris", "Wanda Wójcik"], "a working day has gone by");
    house.at("2026-09-09T09:00:00Z");
    assert_eq!(told(&house).await, ["Maya Morris", "Wanda Wójcik"], "and again");
}

#[tokio::test]
async fn what_is_told_names_nobody_and_shows_nothing() {
    let house = House::new().await;
    alarm(&house, ("feel_safe", "no")).await;
    house.escalate().await;
    let letters = house.post.taken();
    assert_eq!(letters.len(), 2);
    for letter in letters {
        assert_eq!(
            (letter.subject.as_str(), letter.text.as_str()),
            (
                "Throughline: something is waiting",
                "A priority alert is waiting.\n\nSign in to look at it: https://throughline.example/worker/\n"
            )
        );
    }
}

#[tokio::test]
async fn with_no_instance_nothing_is_lost_and_with_two_each_is_told_once() {
    let house = House::new().await;
    let other = house.second_instance().await;
    alarm(&house, ("feel_safe", "no")).await;
    // Nobody was there for five hours.
    house.at("2026-09-07T14:00:00Z");
    for _ in 0..6 {
        let (one, two) = tokio::join!(
            jobs::escalate(&house.app, house.system),
            jobs::escalate(&other, house.system),
        );
        one.expect("it does its turn");
        two.expect("it does its turn");
    }
    let letters = names(house.post.taken().iter().map(|letter| letter.to.value.clone()));
    assert_eq!(letters, ["Dora Duty", "Lena Lead", "Maya Morris", "Wanda Wójcik"]);
    assert_eq!(house.database.count("staff_notice WHERE settled_at IS NULL").await, 0);
}

#[tokio::test]
async fn an_email_that_nobody_took_is_tried_again_and_one_that_may_have_come_is_not() {
    let house = House::new().await;
    alarm(&house, ("feel_safe", "no")).await;
    house.post.always(Email, Some(Posted::Later(None)));
    assert_eq!(told(&house).await.len(), 2);
    house.post.always(Email, None);
    assert_eq!(told(&house).await.len(), 0, "not at once");
    house.at("2026-09-07T09:06:00Z");
    house.post.next(Email, Posted::Unsure("no answer".into()));
    assert_eq!(told(&house).await.len(), 2);
    house.at("2026-09-07T09:20:00Z");
    assert_eq!(told(&house).await.len(), 0);
    let taken = house.database.count("staff_notice WHERE taken").await;
    assert_eq!((taken, house.database.count("staff_notice").await), (1, 2));
}

#[tokio::test]
async fn without_email_staff_see_it_on_their_page_alone() {
    let house = House::new().await;
    let Alarm { cast, alert, .. } = alarm(&house, ("feel_safe", "no")).await;
    house.post.has_only(&[]);
    assert_eq!(told(&house).await.len(), 0);
    let shown = cast.worker.get(&format!("/alerts/{alert}")).await.ok();
    assert_eq!(
        (&shown["told"][0]["why"], &shown["told"][0]["sent"]),
        (&json!("alert"), &json!(false))
    );
}

#[tokio::test]
async fn help_that_is_wanted_is_for_the_worker_and_for_managers_once_it_is_late() {
    let house = House::new().await;
    let Alarm { cast, alert, .. } = alarm(&house, ("want_contact", "later")).await;
    let shown = cast.worker.get(&format!("/alerts/{alert}")).await.ok();
    assert_eq!(shown["alert"]["priority"], "p3");
    assert!(shown["alert"].get("route").is_none(), "{shown}");
    assert_eq!(told(&house).await, ["Wanda Wójcik"]);
    house.at("2026-09-14T08:59:00Z");
    assert_eq!(told(&house).await, Vec::<&str>::new());
    house.at("2026-09-14T09:00:00Z");
    assert_eq!(told(&house).await, ["Maya Morris", "Wanda Wójcik"]);
}

#[tokio::test]
async fn own_words_that_nobody_reads_are_told_of_after_a_working_day() {
    let house = House::new().await;
    let (cast, phone, check_in) = house.asked().await;
    let at = "2026-09-07T09:00:00Z";
    let wrote = said(at, &[])
        .and(json!({ "key": "anything_else", "text": "My bus pass ran out.", "answered_at": at }));
    phone.say(&check_in, &wrote).await.ok();
    assert_eq!(told(&house).await, Vec::<&str>::new(), "it stands on a list");
    house.at("2026-09-08T09:00:00Z");
    assert_eq!(told(&house).await, ["Maya Morris", "Wanda Wójcik"]);
    let worker = cast.area.signed_in(cast.worker.id, Role::Worker).await;
    let person = worker.get(&format!("/people/{}", cast.amina.id)).await.ok();
    assert_eq!(person["alerts"][0]["steps"][0]["late"], false, "it is due this minute");
}

#[tokio::test]
async fn of_somebody_without_a_worker_whoever_is_on_duty_hears_and_reaches_them() {
    let house = House::new().await;
    let Alarm { cast, duty, phone, check_in, .. } = alarm(&house, ("want_contact", "later")).await;
    let unreached = duty.get(&format!("/people/{}", cast.amina.id)).await;
    assert_eq!(unreached.problem(), (404, "not-found"), "her worker has it on her list");
    told(&house).await;
    cast.area.end(&cast.worker).await;
    phone.say(&check_in, &said("2026-09-07T09:01:00Z", &[("feel_safe", "no")])).await.ok();
    assert_eq!(told(&house).await, ["Dora Duty"]);
    let seen = duty.open(&cast.amina).await;
    assert_eq!(seen["alerts"][0]["priority"], "p1");
    for alert in seen["alerts"].as_array().unwrap() {
        let id = alert["id"].as_str().unwrap();
        take(&duty, id).await;
    }
}

#[tokio::test]
async fn whoever_is_on_duty_reaches_possible_harm_and_nothing_else_of_a_colleagues_list() {
    let house = House::new().await;
    let Alarm { cast, duty, alert, .. } = alarm(&house, ("feel_safe", "no")).await;
    assert_eq!(duty.open(&cast.amina).await["alerts"][0]["id"], alert);
    cast.area.put_off_duty(&duty).await;
    let gone = duty.get(&format!("/alerts/{alert}")).await;
    assert_eq!(gone.problem(), (404, "not-found"), "off duty, they reach her no longer");
}

#[tokio::test]
async fn a_second_person_is_told_at_once_and_whoever_said_so_when_it_comes_back() {
    let house = House::new().await;
    let Alarm { cast, lead, alert, .. } = alarm(&house, ("feel_safe", "no")).await;
    told(&house).await;
    let safe = json!({ "outcome": "spoken-safe", "note": "With an aunt.", "told_them": true });
    let waits = cast.worker.put(&format!("/alerts/{alert}/closing"), safe).await.ok();
    assert_eq!(told(&house).await, ["Dora Duty", "Lena Lead", "Maya Morris"]);
    let back = json!({
        "agreed": false, "words": "Ring the college too.", "proposed_at": waits["proposal"]["at"],
    });
    lead.put(&format!("/alerts/{alert}/second-look"), back).await.ok();
    house.escalate().await;
    let letters = house.post.taken();
    assert_eq!(names(letters.iter().map(|it| it.to.value.clone())), ["Wanda Wójcik"]);
    assert!(letters[0].text.starts_with("A colleague has sent an alert back to you."));
}

#[tokio::test]
async fn a_closed_alert_is_told_of_no_more() {
    let house = House::new().await;
    let Alarm { cast, alert, .. } = alarm(&house, ("want_contact", "soon")).await;
    told(&house).await;
    let safe = json!({ "outcome": "spoken-safe", "note": "All is well.", "told_them": true });
    cast.worker.put(&format!("/alerts/{alert}/closing"), safe).await.ok();
    house.at("2026-09-30T12:00:00Z");
    assert_eq!(told(&house).await, Vec::<&str>::new());
}

#[tokio::test]
async fn a_partnerships_own_hours_and_shut_days_count() {
    let house = House::new().await;
    let Alarm { cast, alert, .. } = alarm(&house, ("feel_safe", "no")).await;
    let admin = cast.area.member("Adam Admin", Role::Administrator).await.caller.at("/admin/v1");
    let hours = json!({ "opens": "10:30", "closes": "15:30", "shut": ["2026-09-08"] });
    assert_eq!(admin.put("/working-hours", hours.clone()).await.ok(), hours);
    assert_eq!(admin.get("/working-hours").await.ok(), hours);
    for wrong in [
        json!({ "opens": "10:30", "closes": "11:00", "shut": [] }),
        json!({ "opens": "17:00", "closes": "09:00", "shut": [] }),
    ] {
        assert_eq!(admin.put("/working-hours", wrong).await.problem(), (422, "rule-broken"));
    }
    let shown = cast.worker.get(&format!("/alerts/{alert}")).await.ok();
    // Raised at ten; it opens at half past ten in London, which is 09:30 UTC.
    assert_eq!(shown["alert"]["steps"][0]["due_at"], "2026-09-07T11:30:00Z");
    told(&house).await;
    house.at("2026-09-07T10:29:00Z");
    assert_eq!(told(&house).await, Vec::<&str>::new());
    house.at("2026-09-07T10:30:00Z");
    assert_eq!(told(&house).await, ["Maya Morris"]);
}

#[tokio::test]
async fn two_people_stay_on_duty_while_safety_is_asked_about() {
    let house = House::new().await;
    let Alarm { cast, duty, .. } = alarm(&house, ("feel_safe", "no")).await;
    let admin = cast.area.member("Adam Admin", Role::Administrator).await;
    let page = cast.area.proven_page(admin.id, Role::Administrator).await.at("/admin/v1");
    let set = async |who: &Member<'_>, on_duty: bool| {
        page.put(&format!("/staff/{}/duty", who.id), json!({ "on_duty": on_duty })).await
    };
    assert_eq!(set(&cast.worker, true).await.ok()["on_duty"], true);
    let last = set(&duty, false).await;
    assert_eq!((last.problem(), last.pointers()), ((422, "rule-broken"), vec!["/on_duty"]));
    set(&cast.manager, true).await.ok();
    assert_eq!(set(&duty, false).await.ok()["on_duty"], false);
    assert_eq!(set(&admin, true).await.problem(), (422, "rule-broken"), "they reach nobody");
}

#[tokio::test]
async fn what_somebody_had_who_leaves_goes_to_everybody_at_once() {
    let house = House::new().await;
    let Alarm { cast, lead, alert, .. } = alarm(&house, ("feel_safe", "no")).await;
    told(&house).await;
    take(&cast.worker, &alert).await;
    assert_eq!(told(&house).await, Vec::<&str>::new());
    cast.area.end(&cast.worker).await;
    assert_eq!(told(&house).await, ["Dora Duty", "Lena Lead", "Maya Morris"]);
    let shown = lead.get(&format!("/alerts/{alert}")).await.ok();
    assert_eq!(shown["alert"].get("acknowledged_by"), None);
    let last = shown["events"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["what"], &last["by"]), (&json!("freed"), &json!("Somebody who has left")));
    take(&lead, &alert).await;
}

#[tokio::test]
async fn managers_are_told_once_a_day_of_more_than_one_person_can_look_after() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let raise = async |many: usize| {
        let now = house.app.now();
        let raised = || Raised {
            trigger: "contact_later".into(),
            what: "Asked for contact".into(),
            item: None,
            priority: Priority::P3,
            page: None,
            answer_key: None,
        };
        let one = |_| Alert::new(house.id(), cast.amina.id, None, raised(), now);
        let alerts: Vec<Alert> = (0..many).map(one).collect();
        house.write(async |tx| tx.raise_for(cast.area.id, &alerts).await).await;
    };
    let heard = async || {
        house.reroute().await;
        house.escalate().await;
        let letters = house.post.taken();
        letters.iter().filter(|it| it.text.starts_with("Somebody in your team has many")).count()
    };
    raise(15).await;
    assert_eq!(heard().await, 0);
    raise(1).await;
    assert_eq!((heard().await, heard().await), (1, 0), "the manager, once");
    house.at("2026-09-08T08:00:00Z");
    assert_eq!(heard().await, 1, "and the next day");
    house.at("2026-09-12T08:00:00Z");
    assert_eq!(heard().await, 0, "not on a Saturday");
}
