//! What a partnership publishes of how well its reminders went out.

use api::post::Posted;
use domain::{
    id::PersonId,
    proof::Reached,
    report::{OF_EACH, ON_TIME, ReminderCounts, ReminderReport, SCHEME},
    staff::Role,
};
use serde_json::{Value, json};

use crate::{
    house::House,
    story::{Area, Sketch},
};

const OCTOBER: &str = "2026-11-22T09:00:00Z";

/// So many young people with a number, who are asked on 7 October.
async fn reminded(area: &Area<'_>, people: usize) -> Vec<PersonId> {
    let young = area.add_all(vec![Sketch::default(); people]).await;
    let house = area.house;
    house.database.run("UPDATE person SET mobile = '07700 900123'").await;
    house.at("2026-10-07T07:00:00Z");
    while house.ask().await.more {}
    young.iter().map(|young| young.id).collect()
}

/// Lets everything go that is due at this moment.
async fn goes(house: &House, at: &str) {
    house.at(at);
    while house.send().await.more {}
}

async fn report(area: &Area<'_>, name: &str) -> Value {
    area.member(name, Role::PartnershipViewer).await.get("/reports/reminders").await.ok()
}

/// The same by the rules alone, without any database: that many reminders each, of which so many were on time.
fn ruled(house: &House, people: &[PersonId], on_time: &[bool]) -> ReminderReport {
    let mut counts = ReminderCounts::of_last_month(house.app.today());
    for person in people {
        on_time.iter().for_each(|on_time| counts.add(*person, *on_time));
    }
    counts.publish(&house.app.cell_key)
}

#[tokio::test]
async fn a_partnership_reads_how_many_reminders_of_last_month_went_on_time() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    let people = reminded(&area, 80).await;
    goes(&house, "2026-10-07T15:30:00Z").await;
    // Nobody has a phone.
    goes(&house, "2026-10-09T08:30:00Z").await;
    // The second text goes an hour late.
    house.post.always(Reached::Mobile, Some(Posted::Later(None)));
    goes(&house, "2026-10-11T15:30:00Z").await;
    house.post.always(Reached::Mobile, None);
    for at in ["16:30", "16:40", "16:50", "17:00", "17:10", "17:20"] {
        goes(&house, &format!("2026-10-11T{at}:00Z")).await;
    }
    assert_eq!(house.database.count("prompt WHERE outcome = 'sent' AND late").await, 80);

    house.at(OCTOBER);
    let seen = report(&area, "Vera Vale").await;
    let rules = ruled(&house, &people, &[true, false]);
    let percent = rules.percent.expect("there are enough").to_string();
    assert_eq!(
        seen,
        json!({
            "partnership_name": "Derbyshire", "demonstration": false, "from": "2026-10-01", "to": "2026-10-31",
            "next_release_on": "2026-12-01", "scheme": SCHEME, "definition": format!("{ON_TIME} {OF_EACH}"),
            "finding": rules.finding(),
            "due": { "text": rules.due.to_string(), "value": rules.due.value() },
            "on_time": { "text": rules.on_time.to_string(), "value": rules.on_time.value() },
            "percent": percent,
        })
    );
    assert!((40..=60).contains(&percent.parse::<u32>().unwrap()), "half went on time: {percent}");

    let manager = area.member("Mo Manager", Role::Manager).await.at("/partnership/v1");
    assert_eq!(manager.get("/reports/reminders").await.ok(), seen, "whoever may read it");
    house.at("2026-11-30T23:00:00Z");
    house.forget().await;
    assert_eq!(report(&area, "Val Vale").await, seen, "it stays the same for as long as it is out");
    house.at("2026-12-01T09:00:00Z");
    let next = report(&area, "Viv Vale").await;
    assert_eq!((&next["from"], &next["due"]), (&json!("2026-11-01"), &json!({ "text": "[low]" })));
}

#[tokio::test]
async fn of_a_few_nothing_is_published_and_nothing_of_others() {
    let house = House::new().await;
    let (area, kent) = (house.area("derbyshire").await, house.area("kent").await);
    reminded(&area, 5).await;
    goes(&house, "2026-10-07T15:30:00Z").await;
    house.at(OCTOBER);
    assert!(house.database.count("prompt WHERE outcome = 'sent'").await >= 5);

    let (few, nobody) = (report(&area, "Vera Vale").await, report(&kent, "Kim Kent").await);
    assert_eq!((&few["due"], &few["on_time"]), (&json!({ "text": "[low]" }), &Value::Null));
    assert_eq!(few["percent"], Value::Null);
    assert_eq!(
        few["finding"],
        "Too few reminders were due in October 2026 to say how many were on time."
    );
    let mut same = nobody.clone();
    same["partnership_name"] = json!("Derbyshire");
    assert_eq!(same, few, "a few read the same as nobody");
}

#[tokio::test]
async fn what_had_not_gone_when_the_month_was_over_had_not_gone_on_time() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    let people = reminded(&area, 90).await;
    // Nobody sends anything, until it is too late.
    house.at(OCTOBER);
    let waiting = report(&area, "Vera Vale").await;
    let rules = ruled(&house, &people, &[false, false, false]);
    assert_eq!(waiting["finding"], rules.finding());
    assert_eq!(waiting["on_time"], json!({ "text": "[low]" }));
    while house.send().await.more {}
    assert_eq!(house.database.count("prompt WHERE settled_at IS NULL").await, 0);
    assert_eq!(report(&area, "Val Vale").await, waiting, "settled later, it reads the same");
}
