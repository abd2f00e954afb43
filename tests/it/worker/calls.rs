//! Leaving a call with the record right: all that came of it in one go, and nobody reached in a way that is not safe.

use domain::staff::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::{Answer, House},
    story::{Cast, Member, Sketch, Young, said},
};

fn call(outcome: &str) -> Value {
    json!({ "kind": "call", "direction": "out", "outcome": outcome, "happened_at": "2026-09-07T08:30:00Z" })
}

fn with(mut body: Value, changes: Value) -> Value {
    body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    body
}

async fn record(by: &Member<'_>, who: &Young, id: Uuid, body: Value) -> Answer {
    by.put(&format!("/people/{}/contacts/{id}", who.id), body).await
}

async fn safe(by: &Member<'_>, who: &Young, body: Value) -> Answer {
    by.put(&format!("/people/{}/safe-contact", who.id), body).await
}

fn evenings() -> Value {
    json!({
        "ways": ["text", "call"], "times": "evening", "message_ok": false, "said_by": "young-person",
        "not_to": "Her brother answers the house phone",
    })
}

#[tokio::test]
async fn a_call_is_kept_whole_with_where_they_are_and_what_is_to_be_done() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let spell: Uuid = house.id();
    let job = json!({ "code": 330, "started_on": "2026-09-01", "verified_on": "2026-09-07", "provider": "Peak Bakery" });
    let whole = with(
        call("spoke"),
        json!({
            "present": ["interpreter", "supporter"], "follow_up_on": "2026-09-14",
            "follow_up_words": "Ask how the first week went", "destination": { "spell_id": spell, "record": job },
        }),
    );
    let id = house.id();
    let first = record(&worker, &amina, id, whole.clone()).await.ok();
    assert_eq!(first["present"], json!(["supporter", "interpreter"]));
    assert_eq!(record(&worker, &amina, id, whole).await.ok(), first, "sent again it is one");

    let page = worker.open(&amina).await;
    assert_eq!(page["contacts"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&page["destinations"][0]["provider"], &page["destinations"][0]["source"]),
        (&json!("Peak Bakery"), &json!("worker"))
    );
    assert_eq!(
        (&page["tasks"][0]["what"], &page["tasks"][0]["due_on"]),
        (&json!("Ask how the first week went"), &json!("2026-09-14"))
    );
}

#[tokio::test]
async fn of_a_call_that_cannot_be_kept_whole_nothing_is_kept() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let later = json!({ "code": 330, "started_on": "2026-09-08", "verified_on": "2026-09-08" });
    let whole = with(
        call("spoke"),
        json!({
            "follow_up_on": "2026-09-14", "destination": { "spell_id": house.id::<Uuid>(), "record": later },
        }),
    );
    let refused = record(&worker, &amina, house.id(), whole).await;
    assert_eq!(
        (refused.problem(), refused.pointers()),
        ((422, "rule-broken"), vec!["/destination/record/started_on"])
    );
    let page = worker.open(&amina).await;
    for list in ["contacts", "destinations", "tasks"] {
        assert_eq!(page[list], json!([]), "{list}");
    }
    for (changes, pointer) in [
        (json!({ "present": ["alone", "supporter"] }), "/present"),
        (json!({ "follow_up_words": "Ring the college" }), "/follow_up_on"),
        (json!({ "still_there": house.id::<Uuid>() }), "/still_there"),
    ] {
        let refused = record(&worker, &amina, house.id(), with(call("spoke"), changes)).await;
        assert_eq!((refused.problem(), refused.pointers()), ((422, "rule-broken"), vec![pointer]));
    }
    assert_eq!(worker.open(&amina).await["contacts"], json!([]));
}

#[tokio::test]
async fn still_there_is_a_workers_word_of_the_day_of_the_call() {
    let house = House::new().await;
    let Cast { area, worker, amina, .. } = house.cast(Sketch::default()).await;
    let spell: Uuid = house.id();
    let college = json!({
        "code": 230, "started_on": "2026-09-01", "verified_on": "2026-09-02", "predicted_end_on": "2027-07-31",
    });
    worker.put(&format!("/people/{}/destinations/{spell}", amina.id), college).await.ok();
    let id = house.id();
    let whole = with(call("spoke"), json!({ "still_there": spell }));
    record(&worker, &amina, id, whole.clone()).await.ok();
    record(&worker, &amina, id, whole.clone()).await.ok();
    let now = worker.open(&amina).await["destinations"][0].clone();
    assert_eq!((&now["verified_on"], &now["version"]), (&json!("2026-09-07"), &json!(2)));
    assert_eq!(now["said"].as_array().unwrap().len(), 2);
    assert_eq!(now["said"][0]["by"], "Wanda Wójcik");

    // Where somebody is, a safeguarding lead does not record.
    let lead = area.member("Lena Lead", Role::SafeguardingLead).await;
    let refused = record(&lead, &amina, house.id(), whole).await;
    assert_eq!(refused.problem(), (403, "not-allowed"));
}

#[tokio::test]
async fn a_contact_that_left_what_is_safe_is_asked_about_and_marked() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let rule = safe(&worker, &amina, evenings()).await.ok();
    assert_eq!(
        rule["mind"],
        json!([
            "Only by call or text",
            "Only in the evening",
            "Do not leave a message",
            "Her brother answers the house phone"
        ])
    );
    assert_eq!(worker.open(&amina).await["safe_contact"], rule);

    let id = house.id();
    let asked = record(&worker, &amina, id, call("left-message")).await;
    assert_eq!(
        (asked.problem(), asked.pointers()),
        ((422, "are-you-sure"), vec!["/happened_at", "/outcome"])
    );
    assert_eq!(worker.open(&amina).await["contacts"], json!([]));
    let sure = with(call("left-message"), json!({ "sure": true }));
    let kept = record(&worker, &amina, id, sure).await.ok();
    assert_eq!(kept["safe_way"], false);
    // Mending the note asks nothing again.
    let mended = with(call("left-message"), json!({ "note": "No name was said.", "based_on": 1 }));
    assert_eq!(record(&worker, &amina, id, mended).await.ok()["safe_way"], false);

    let evening = with(call("no-answer"), json!({ "happened_at": "2026-09-06T17:30:00Z" }));
    assert_eq!(record(&worker, &amina, house.id(), evening).await.ok()["safe_way"], true);
    let theirs = with(call("spoke"), json!({ "direction": "in" }));
    assert_eq!(record(&worker, &amina, house.id(), theirs).await.ok().get("safe_way"), None);
}

#[tokio::test]
async fn what_is_odd_about_the_call_and_about_where_they_are_is_asked_at_once() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    safe(&worker, &amina, evenings()).await.ok();
    let job = json!({ "code": 330, "started_on": "2026-09-01", "verified_on": "2026-09-07", "weekly_hours": 80 });
    let whole = with(
        call("spoke"),
        json!({ "destination": { "spell_id": house.id::<Uuid>(), "record": job } }),
    );
    let id = house.id();
    let asked = record(&worker, &amina, id, whole.clone()).await;
    assert_eq!(
        (asked.problem(), asked.pointers()),
        ((422, "are-you-sure"), vec!["/happened_at", "/destination/record/weekly_hours"])
    );
    record(&worker, &amina, id, with(whole, json!({ "sure": true }))).await.ok();
    assert_eq!(worker.open(&amina).await["destinations"][0]["weekly_hours"], 80);
}

#[tokio::test]
async fn what_a_young_person_says_in_passing_becomes_the_rule_and_they_can_read_it() {
    let house = House::new().await;
    let (Cast { area, worker, amina, .. }, phone, check_in) = house.asked().await;
    safe(&worker, &amina, evenings()).await.ok();
    let answers = [("want_contact", "soon"), ("contact_how", "text"), ("safe_to_message", "yes")];
    phone.say(&check_in, &said("2026-09-07T09:00:00Z", &answers)).await.ok();
    let rule = worker.open(&amina).await["safe_contact"].clone();
    assert_eq!(
        (&rule["ways"], &rule["message_ok"], &rule["times"], &rule["version"]),
        (&json!(["text"]), &json!(true), &json!("evening"), &json!(2))
    );
    assert_eq!(rule["said_by"], "young-person");

    let talk: Uuid = house.id();
    let wish = json!({ "way": "call", "safe_time": "morning", "message_ok": false });
    phone.put(&format!("/talks/{talk}"), wish).await.ok();
    let rule = worker.open(&amina).await["safe_contact"].clone();
    assert_eq!(rule["mind"].as_array().unwrap().len(), 4, "{rule}");
    assert_eq!((&rule["times"], &rule["version"]), (&json!("morning"), &json!(3)));

    // Whoever has the old version open is shown both.
    let stale = with(evenings(), json!({ "based_on": 1, "times": "any" }));
    let refused = safe(&worker, &amina, stale).await;
    assert_eq!(refused.problem(), (409, "conflict"));
    assert_eq!(refused.body["conflict"]["changed"][0]["by"], "The young person");
    let history = worker.get(&format!("/people/{}/changes", amina.id)).await.ok();
    let of_it = |item: &&Value| item["thing"] == "safe-contact" && item["field"] == "message_ok";
    let changes: Vec<_> = history["items"].as_array().unwrap().iter().filter(of_it).collect();
    assert_eq!(changes.len(), 3, "{history}");

    let proven = area.proven_page_of(&amina).await;
    let record = proven.get("/me/record").await.ok();
    assert!(record.to_string().contains("How we reach you safely"), "{record}");
}

#[tokio::test]
async fn of_two_at_once_one_is_told_of_the_other() {
    let house = House::new().await;
    let Cast { worker, manager, amina, .. } = house.cast(Sketch::default()).await;
    safe(&worker, &amina, evenings()).await.ok();
    let mine = with(evenings(), json!({ "times": "any", "based_on": 1 }));
    let other = with(evenings(), json!({ "times": "morning", "based_on": 1 }));
    let (one, two) = tokio::join!(safe(&worker, &amina, mine), safe(&manager, &amina, other));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(worker.open(&amina).await["safe_contact"]["version"], 2);
}

#[tokio::test]
async fn what_is_typed_is_kept_for_whoever_typed_it_until_it_is_saved() {
    let house = House::new().await;
    let Cast { area, worker, manager, amina } = house.cast(Sketch::default()).await;
    let id: Uuid = house.id();
    let path = format!("/people/{}/drafts/{id}", amina.id);
    let draft = |words: &str| json!({ "thing": "contact", "body": words });
    let listed = async |by: &Member<'_>| by.get("/drafts").await.ok()["items"].clone();
    worker.put(&path, draft("We sp")).await.ok();
    // Two pages of one colleague at once: one row, and one of the two.
    let (one, two) =
        tokio::join!(worker.put(&path, draft("We spoke")), worker.put(&path, draft("We spoke.")));
    assert_eq!((one.status, two.status), (204, 204));
    worker.put(&path, draft("We spoke at length")).await.ok();
    let mine = listed(&worker).await;
    assert_eq!(mine.as_array().unwrap().len(), 1);
    assert_eq!((&mine[0]["body"], &mine[0]["id"]), (&json!("We spoke at length"), &json!(id)));
    assert_eq!(listed(&manager).await, json!([]), "nobody else reads it");

    let other: Uuid = house.id();
    let second = format!("/people/{}/drafts/{other}", amina.id);
    worker.put(&second, draft("Another")).await.ok();
    worker.delete(&second).await.ok();
    worker.delete(&second).await.ok();
    record(&worker, &amina, id, call("spoke")).await.ok();
    assert_eq!(listed(&worker).await, json!([]), "it is saved");

    worker.put(&path, draft("Again")).await.ok();
    let next = area.member("Nora Next", Role::Worker).await;
    manager.assign(&amina, &next).await;
    assert_eq!(listed(&worker).await, json!([]), "they look after somebody else now");
    assert_eq!(worker.put(&path, draft("More")).await.problem(), (404, "not-found"));
    house.wait(chrono::TimeDelta::minutes(1));
    manager.assign(&amina, &worker).await;
    assert_eq!(listed(&worker).await.as_array().unwrap().len(), 1);
    house.wait(chrono::TimeDelta::days(31));
    house.forget().await;
    let worker = Member { caller: area.signed_in(worker.id, Role::Worker).await, ..worker };
    assert_eq!(listed(&worker).await, json!([]));
}

#[tokio::test]
async fn destinations_and_promises_are_kept_while_they_are_typed_too() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    let listed = async || worker.get("/drafts").await.ok()["items"].as_array().unwrap().len();
    let path = |kind: &str, id: Uuid| format!("/people/{}/{kind}/{id}", amina.id);
    let (job, coach): (Uuid, Uuid) = (house.id(), house.id());
    for (id, thing) in [(job, "destination"), (coach, "promise")] {
        worker.put(&path("drafts", id), json!({ "thing": thing, "body": "{}" })).await.ok();
    }
    assert_eq!(listed().await, 2);
    let works = json!({ "code": 330, "started_on": "2026-09-01", "verified_on": "2026-09-07", "sure": true });
    worker.put(&path("destinations", job), works).await.ok();
    assert_eq!(listed().await, 1);
    let promised = json!({ "name": "a job coach", "agreed_on": "2026-09-01" });
    worker.put(&path("promises", coach), promised).await.ok();
    assert_eq!(listed().await, 0, "they are saved");
}

#[tokio::test]
async fn what_somebody_who_leaves_had_typed_is_for_whoever_takes_over_and_for_managers() {
    let house = House::new().await;
    let Cast { area, worker, manager, amina } = house.cast(Sketch::default()).await;
    let next = area.member("Nora Next", Role::Worker).await;
    let other = area.member("Olga Other", Role::Worker).await;
    let id: Uuid = house.id();
    let path = format!("/people/{}/drafts/{id}", amina.id);
    worker.put(&path, json!({ "thing": "contact", "body": "We spoke" })).await.ok();
    let listed = async |by: &Member<'_>| by.get("/drafts").await.ok()["items"].clone();
    assert_eq!(listed(&manager).await, json!([]), "she is still here");

    area.end(&worker).await;
    let left = listed(&manager).await;
    assert_eq!((&left[0]["body"], &left[0]["by"]), (&json!("We spoke"), &json!("Wanda Wójcik")));
    assert_eq!((listed(&next).await, listed(&other).await), (json!([]), json!([])));
    manager.assign(&amina, &next).await;
    assert_eq!(listed(&next).await[0]["by"], "Wanda Wójcik");
    assert_eq!(listed(&other).await, json!([]), "they look after somebody else");

    // Whoever goes on with it has it as their own, and saves it once.
    next.put(&path, json!({ "thing": "contact", "body": "We spoke." })).await.ok();
    let both = listed(&next).await;
    assert_eq!((both[0].get("by"), both.as_array().unwrap().len()), (None, 2), "{both}");
    record(&next, &amina, id, call("spoke")).await.ok();
    for by in [&next, &manager] {
        assert_eq!(listed(by).await, json!([]));
    }
}
