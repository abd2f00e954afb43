//! Rows of a file that may be about somebody who is here under another number.

use domain::staff::Role;
use futures_util::future::join;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::{Answer, House},
    story::council::{Council, counted, lines},
};

const ETHAN: &str = "8301000000000";
const ULN: &str = "1996030824";
const OTHER: &str = "8301000000999";

impl Council<'_> {
    async fn waiting(&self) -> Vec<Value> {
        let list = self.manager.get("/waiting-rows").await.ok();
        list["items"].as_array().expect("a list has items").clone()
    }

    async fn decide(&self, row: &Value, decision: Value) -> Answer {
        self.manager.put(&format!("/waiting-rows/{}", row["id"].as_str().unwrap()), decision).await
    }

    async fn send_delta(&self, file: &str) -> Answer {
        self.admin.send_text("POST", "/imports?delta=true", "text/csv", file).await
    }
}

/// Ethan's row under another number and without what makes him certain.
fn doubtful() -> String {
    lines(&[2]).replace(ETHAN, OTHER).replace(ULN, "")
}

fn found(report: &Value, what: &str) -> bool {
    let warnings = report["warnings"].as_array().expect("a report warns");
    warnings.iter().any(|odd| odd["what"].as_str().unwrap().contains(what))
}

#[tokio::test]
async fn a_doubtful_row_waits_while_the_rest_of_the_file_goes_in() {
    let house = House::new().await;
    let council = house.council().await;
    council.send(&lines(&[2])).await.ok();
    let ethan = council.record("Ethan Patel").await;

    let rest: String = lines(&[3, 4]).split_once('\n').unwrap().1.to_owned();
    let file = doubtful() + &rest;
    let dry = council.try_out(&file).await.ok();
    assert_eq!((&dry["waiting"], &dry["added"]), (&json!(1), &json!(2)));
    assert_eq!(council.waiting().await, Vec::<Value>::new(), "a dry run keeps nothing");

    let report = council.send(&file).await.ok();
    assert_eq!((counted(&report), &report["waiting"]), ([3, 2, 0, 0, 0], &json!(1)));
    assert!(found(&report, "may be somebody who is here"), "{report}");
    assert_eq!(council.everybody().await.len(), 3);

    let [row] = &council.waiting().await[..] else { panic!("one waits") };
    assert_eq!(row["record_number"], OTHER);
    assert_eq!((&row["given_name"], &row["line"]), (&json!("Ethan"), &json!(2)));
    let [like] = &row["alike"].as_array().unwrap()[..] else { panic!("he is like one") };
    assert_eq!((&like["person_id"], &like["record_number"]), (&ethan["id"], &json!(ETHAN)));
    assert_eq!(
        like["reasons"],
        json!([
            "They have the same name.",
            "They have the same birth date.",
            "They have the same mobile number.",
            "They have the same e-mail address.",
        ])
    );

    // The same file again: the row waits once, and nobody is added.
    let again = council.send(&file).await.ok();
    assert_eq!((counted(&again), &again["waiting"]), ([3, 0, 0, 2, 0], &json!(1)));
    assert_eq!(council.waiting().await.len(), 1);
    let runs = council.admin.get("/imports").await.ok();
    assert_eq!(runs["items"][0]["waiting"], 1);
}

#[tokio::test]
async fn of_somebody_who_is_here_the_number_is_known_from_then_on() {
    let house = House::new().await;
    let council = house.council().await;
    let known = lines(&[2]).replace("07700 900381", "");
    council.send(&known).await.ok();
    let ethan = council.record("Ethan Patel").await;
    council.send(&doubtful().replace("Patel", "Pattel")).await.ok();
    let row = council.waiting().await.remove(0);
    let same = json!({ "decision": "same", "person_id": ethan["id"] });
    let decided = council.decide(&row, same.clone()).await.ok();
    assert_eq!(decided["person_id"], ethan["id"]);
    assert_eq!(council.decide(&row, same).await.ok(), decided, "sent again");
    let other = council.decide(&row, json!({ "decision": "left-out" })).await;
    assert_eq!(other.problem(), (409, "already-exists"));

    // What was empty is filled in, what was known stays.
    let now = council.record("Ethan Patel").await;
    assert_eq!(now["mobile"], "+447700900381");
    assert_eq!(now["destinations"].as_array().unwrap().len(), 1);
    assert_eq!(council.waiting().await, Vec::<Value>::new());

    // Both numbers in one file: the first counts.
    let second: String = doubtful().split_once('\n').unwrap().1.replace("900381", "900555");
    let both = council.send(&(lines(&[2]) + &second)).await.ok();
    assert_eq!((counted(&both), &both["waiting"]), ([2, 0, 0, 2, 0], &json!(0)));
    assert!(found(&both, "is another number of somebody"), "{both}");

    // The council keeps the other number only: it is the same person.
    let renamed = doubtful().replace("900381", "900556");
    let report = council.send(&renamed).await.ok();
    assert_eq!(counted(&report), [1, 0, 1, 0, 0]);
    let now = council.record("Ethan Patel").await;
    assert_eq!((&now["mobile"], &now["id"]), (&json!("+447700900556"), &ethan["id"]));
    assert_eq!(council.everybody().await.len(), 1);

    // So does a file of changes; that the council has ended one of two numbers says nothing of him.
    let header = "YoungPersonsID,CohortStatus,MobileNumber\n";
    let change = format!("{header}{OTHER},,07700 900557\n");
    assert_eq!(counted(&council.send_delta(&change).await.ok()), [1, 0, 1, 0, 0]);
    let ended = format!("{header}{OTHER},M,\n");
    let report = council.send_delta(&ended).await.ok();
    assert_eq!((&report["leavers"], &report["unchanged"]), (&json!(0), &json!(1)));
    assert_eq!(council.record("Ethan Patel").await["mobile"], "+447700900557");
}

#[tokio::test]
async fn whoever_is_new_is_added_and_whoever_is_left_out_is_passed_over() {
    let house = House::new().await;
    let council = house.council().await;
    council.send(&lines(&[2])).await.ok();
    council.send(&doubtful()).await.ok();
    // A change of what waits is part of it.
    let change = format!("YoungPersonsID,MobileNumber\n{OTHER},07700 900558\n");
    assert_eq!(council.send_delta(&change).await.ok()["waiting"], 1);
    let row = council.waiting().await.remove(0);
    assert_eq!(row["mobile"], "+447700900558");
    let nobody = council.decide(&row, json!({ "decision": "same" })).await;
    assert_eq!(nobody.problem(), (422, "rule-broken"));

    let new = council.decide(&row, json!({ "decision": "new" })).await.ok();
    let path = format!("/people/{}", new["person_id"].as_str().unwrap());
    let twin = council.manager.get(&path).await.ok();
    assert_eq!((&twin["name"], &twin["mobile"]), (&json!("Ethan Patel"), &json!("+447700900558")));
    assert_eq!(twin["destinations"].as_array().unwrap().len(), 1);
    let again = council.send(&doubtful()).await.ok();
    assert_eq!(
        (counted(&again), &again["waiting"]),
        ([1, 0, 1, 0, 0], &json!(0)),
        "they are known"
    );

    let third = doubtful().replace(OTHER, "8301000000998");
    council.send(&third).await.ok();
    let row = council.waiting().await.remove(0);
    assert_eq!(row["alike"].as_array().unwrap().len(), 2);
    assert_eq!(council.decide(&row, json!({ "decision": "left-out" })).await.ok(), json!({}));
    let report = council.send(&third).await.ok();
    assert_eq!((counted(&report), &report["waiting"]), ([1, 0, 0, 1, 0], &json!(0)));
    assert!(found(&report, "was left out"), "{report}");
    assert_eq!(council.everybody().await.len(), 2);
}

#[tokio::test]
async fn a_learner_number_with_name_and_birth_date_leaves_nothing_to_ask() {
    let house = House::new().await;
    let council = house.council().await;
    council.send(&lines(&[2])).await.ok();

    let certain = lines(&[2]).replace(ETHAN, OTHER).replace("900381", "900559");
    let report = council.send(&certain).await.ok();
    assert_eq!((counted(&report), &report["waiting"]), ([1, 0, 1, 0, 0], &json!(0)));
    assert!(found(&report, "learner number, birth date and name say so"), "{report}");
    assert_eq!(council.record("Ethan Patel").await["mobile"], "+447700900559");

    // The number alone does not: one of the two was mistyped.
    let unlike = lines(&[2]).replace(ETHAN, "8301000000997").replace("Ethan,Patel", "Zoe,Carter");
    assert_eq!(council.send(&unlike).await.ok()["waiting"], 1);
    let row = council.waiting().await.remove(0);
    assert_eq!(row["alike"][0]["reasons"][0], "They have the same learner number.");

    // Day and month that changed places.
    let swapped = lines(&[3]).replace("2010-04-16", "2010-04-06");
    council.send(&swapped).await.ok();
    let other =
        swapped.replace("8301000000001", "8301000000996").replace("2010-04-06", "2010-06-04");
    assert_eq!(council.send(&other.replace("6276018952", "")).await.ok()["waiting"], 1);
}

#[tokio::test]
async fn of_two_who_decide_at_once_one_is_told_that_it_is_decided() {
    let house = House::new().await;
    let council = house.council().await;
    let other = council.area.member("Mo Manager", Role::Manager).await;
    council.send(&lines(&[2])).await.ok();
    for number in 0..4 {
        let number = format!("830100000090{number}");
        council.send(&doubtful().replace(OTHER, &number)).await.ok();
        let row = council.waiting().await.remove(0);
        let path = format!("/waiting-rows/{}", row["id"].as_str().unwrap());
        let new = json!({ "decision": "new" });
        let (one, two) = join(council.manager.put(&path, new.clone()), other.put(&path, new)).await;
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{} {}", one.text, two.text);
    }
    assert_eq!(council.everybody().await.len(), 5);
}

#[tokio::test]
async fn the_number_of_a_record_that_became_part_of_another_leads_to_that_one() {
    let house = House::new().await;
    let council = house.council().await;
    council.send(&lines(&[2])).await.ok();
    let ethan = council.record("Ethan Patel").await;
    council.send(&doubtful()).await.ok();
    let row = council.waiting().await.remove(0);
    let new = council.decide(&row, json!({ "decision": "new" })).await.ok();
    let path = format!("/people/{}/merges/{}", ethan["id"].as_str().unwrap(), house.id::<Uuid>());
    let merge = json!({ "gone_id": new["person_id"], "take": [] });
    council.manager.put(&path, merge).await.ok();
    assert_eq!(council.everybody().await.len(), 1);

    let second: String = doubtful().split_once('\n').unwrap().1.replace("900381", "900555");
    let both = council.send(&(lines(&[2]) + &second)).await.ok();
    assert_eq!((counted(&both), &both["waiting"]), ([2, 0, 0, 2, 0], &json!(0)));
    let renamed = doubtful().replace("900381", "900556");
    assert_eq!(counted(&council.send(&renamed).await.ok()), [1, 0, 1, 0, 0]);
    let now = council.record("Ethan Patel").await;
    assert_eq!((&now["mobile"], &now["id"]), (&json!("+447700900556"), &ethan["id"]));
    assert_eq!(council.everybody().await.len(), 1);
}
