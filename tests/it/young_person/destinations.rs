//! What a young person says of where they are, as the worker sees it.

use serde_json::{Value, json};

use crate::{
    house::{Caller, House},
    story::{CORE, Cast, Said, Sketch, Young, said},
};

/// Wanda knows that Amina is at college, and Amina is asked.
async fn at_college(house: &House) -> (Cast<'_>, Caller<'_>, String) {
    let cast = house.cast(Sketch::default().since(CORE)).await;
    let college = json!({
        "code": 230, "started_on": "2026-09-01", "verified_on": "2026-09-02", "predicted_end_on": "2027-07-31",
        "provider": "Northside College",
    });
    let spell: uuid::Uuid = house.id();
    let path = format!("/people/{}/destinations/{spell}", cast.amina.id);
    cast.worker.put(&path, college).await.ok();
    let phone = cast.worker.phone_of(&cast.amina).await;
    house.wait(chrono::TimeDelta::minutes(10));
    house.ask().await;
    let id = phone.waiting_id("core").await;
    (cast, phone, id)
}

fn now(codes: &[(&str, &str)]) -> Said {
    said("2026-09-07T09:10:00Z", codes)
}

async fn spells(cast: &Cast<'_>, who: &Young) -> Vec<Value> {
    cast.worker.open(who).await["destinations"].as_array().unwrap().clone()
}

#[tokio::test]
async fn nobody_is_asked_again_what_is_known() {
    let house = House::new().await;
    let (_, phone, _) = at_college(&house).await;
    let steps = phone.waiting("core").await["steps"].clone();
    let asked =
        steps.as_array().unwrap().iter().find(|step| step["key"] == "same_as_before").unwrap();
    assert_eq!(
        asked["plain"]["text"],
        "Last time you were at Northside College. Is that still right?"
    );
    assert_eq!(asked["show_if"], json!([]));
}

#[tokio::test]
async fn still_there_confirms_what_was_known() {
    let house = House::new().await;
    let (cast, phone, id) = at_college(&house).await;

    phone.say(&id, &now(&[("same_as_before", "same")])).await.ok();

    let spells = spells(&cast, &cast.amina).await;
    assert_eq!(spells.len(), 1);
    assert_eq!(spells[0]["verified_on"], "2026-09-07");
    assert_eq!(spells[0]["provider"], "Northside College");
    assert_eq!((&spells[0]["current"], &spells[0]["source"]), (&json!(true), &json!("worker")));
}

#[tokio::test]
async fn something_new_ends_what_was_known_and_says_whose_word_it_is() {
    let house = House::new().await;
    let (cast, phone, id) = at_college(&house).await;

    let work = now(&[
        ("who_answering", "me_with_help"),
        ("helper_is", "family"),
        ("same_as_before", "changed"),
        ("activity_group", "work"),
        ("work_type", "paid_16_plus"),
        ("days_each_week", "d3"),
    ]);
    phone.say(&id, &work.clone().by("with-help", "family")).await.ok();

    let after = spells(&cast, &cast.amina).await;
    assert_eq!(after.len(), 2);
    assert_eq!(after[0]["source"], "young-person-with-help");
    assert_eq!(
        (&after[0]["started_on"], &after[0]["days_per_week"]),
        (&json!("2026-09-07"), &json!(3))
    );
    assert_eq!(
        (&after[0]["current"], &after[0]["headline"]),
        (&json!(true), &json!("in-education-or-work"))
    );
    assert_eq!(
        (&after[1]["ended_on"], &after[1]["current"]),
        (&json!("2026-09-06"), &json!(false))
    );
    let row = cast.worker.row(&cast.amina).await;
    assert_eq!(row["destination"]["code"], after[0]["code"]);

    phone.say(&id, &work.by("with-help", "family")).await.ok();
    assert_eq!(spells(&cast, &cast.amina).await, after, "sent again, it changes nothing");
}

#[tokio::test]
async fn a_change_of_mind_undoes_what_the_first_answer_did() {
    let house = House::new().await;
    let (cast, phone, id) = at_college(&house).await;
    let before = spells(&cast, &cast.amina).await;
    let work = now(&[
        ("same_as_before", "changed"),
        ("activity_group", "work"),
        ("work_type", "paid_16_plus"),
    ]);
    phone.say(&id, &work).await.ok();

    house.wait(chrono::TimeDelta::minutes(5));
    phone.say(&id, &said("2026-09-07T09:15:00Z", &[("same_as_before", "same")])).await.ok();

    let after = spells(&cast, &cast.amina).await;
    assert_eq!(after.len(), 1, "{after:#?}");
    assert_eq!((&after[0]["id"], after[0].get("ended_on")), (&before[0]["id"], None));
    assert_eq!(after[0]["current"], true);
}

#[tokio::test]
async fn not_being_sure_changes_nothing_and_asks_a_worker_to_look() {
    let house = House::new().await;
    let (cast, phone, id) = at_college(&house).await;
    let before = spells(&cast, &cast.amina).await;

    phone.say(&id, &now(&[("same_as_before", "not_sure")])).await.ok();

    assert_eq!(spells(&cast, &cast.amina).await, before);
    assert_eq!(cast.worker.row(&cast.amina).await["reasons"][0]["code"], "destination-at-risk");
}

#[tokio::test]
async fn having_nothing_now_needs_no_course_or_job_and_puts_them_on_the_list() {
    let house = House::new().await;
    let (cast, phone, id) = at_college(&house).await;

    let nothing = now(&[
        ("same_as_before", "changed"),
        ("activity_group", "nothing_now"),
        ("not_doing_reason", "looking"),
    ]);
    phone.say(&id, &nothing).await.ok();

    let after = spells(&cast, &cast.amina).await;
    assert_eq!(after[0]["headline"], "not-in-education-or-work");
    let row = cast.worker.row(&cast.amina).await;
    assert_eq!(row["destination"]["headline"], "not-in-education-or-work");
    assert_eq!(row["reasons"][0]["code"], "destination-at-risk");
}

#[tokio::test]
async fn the_next_check_in_asks_about_what_the_last_one_said() {
    let house = House::new().await;
    let (_, phone, id) = at_college(&house).await;
    let work = now(&[
        ("same_as_before", "changed"),
        ("activity_group", "work"),
        ("work_type", "apprenticeship"),
    ]);
    phone.say(&id, &work.finished()).await.ok();

    house.at("2026-10-07T09:00:00Z");
    house.ask().await;
    let steps = phone.waiting("pulse").await["steps"].clone();
    let asked =
        steps.as_array().unwrap().iter().find(|step| step["key"] == "same_as_before").unwrap();
    assert_eq!(
        asked["plain"]["text"],
        "Last time you were at your apprenticeship. Is that still right?"
    );
}

#[tokio::test]
async fn what_was_promised_is_asked_about_and_the_worker_sees_whether_it_came() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default().since(CORE)).await;
    let promise: uuid::Uuid = house.id();
    let body = json!({ "name": "a job coach every week", "easy_name": "a job coach", "agreed_on": "2026-07-01" });
    cast.worker.put(&format!("/people/{}/promises/{promise}", cast.amina.id), body).await.ok();
    let phone = cast.worker.phone_of(&cast.amina).await;
    house.wait(chrono::TimeDelta::minutes(10));
    house.ask().await;

    let check_in = phone.waiting("core").await;
    let key = format!("support_got:{promise}");
    let steps = check_in["steps"].as_array().unwrap();
    let asked = steps.iter().find(|step| step["key"] == key.as_str()).unwrap();
    assert_eq!(asked["item"], promise.to_string());
    assert!(asked["plain"]["text"].as_str().unwrap().contains("a job coach every week"));
    assert!(asked["easy"]["text"].as_str().unwrap().contains("a job coach."));

    phone.say(check_in["id"].as_str().unwrap(), &now(&[(&key, "none")])).await.ok();
    let record = cast.worker.open(&cast.amina).await;
    assert_eq!(
        record["promises"][0]["last_answer"],
        json!({ "code": "none", "label": "No", "on": "2026-09-07" })
    );
    assert_eq!(record["check_ins"][0]["answers"][0]["item"], "a job coach every week");
    assert_eq!(record["alerts"][0]["priority"], "p4");
}
