//! A record that was kept of two people becomes two, and can be one again.

use domain::staff::Role;
use futures_util::future::join;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::{Answer, Caller, House},
    story::{CORE, Cast, Member, Sketch, said},
};

/// Amina's record, on which somebody has also kept what is her sister's.
struct Mixed<'h> {
    cast: Cast<'h>,
    phone: Caller<'h>,
    contact: Uuid,
    promise: Uuid,
    spoken: Uuid,
    spell: Uuid,
    task: Uuid,
}

impl<'h> Mixed<'h> {
    async fn of(house: &'h House) -> Self {
        let cast = house.cast(Sketch::default().since(CORE)).await;
        let ids: [Uuid; 5] = std::array::from_fn(|_| house.id());
        let [contact, promise, spoken, spell, task] = ids;
        let put = async |what: &str, id: Uuid, body: Value| {
            cast.worker.put(&format!("/people/{}/{what}/{id}", cast.amina.id), body).await.ok();
        };
        put("promises", spoken, json!({ "name": "a travel card", "agreed_on": "2026-08-01" }))
            .await;
        let phone = cast.worker.phone_of(&cast.amina).await;
        house.ask().await;
        let id = phone.waiting_id("core").await;
        phone.say(&id, &said("2026-09-07T09:00:00Z", &[("feel_safe", "no")])).await.ok();
        let raised = format!("/promises/{spoken}/concerns/{}", house.id::<Uuid>());
        let worry = json!({ "raised_by": "young-person", "raised_on": "2026-09-07" });
        let path = format!("/people/{}{raised}", cast.amina.id);
        cast.worker.put(&path, worry).await.ok();

        let call = json!({
            "kind": "call", "direction": "out", "outcome": "spoke", "note": "She starts in October.",
            "happened_at": "2026-09-07T08:00:00Z", "follow_up_on": "2026-09-10",
        });
        put("contacts", contact, call).await;
        put("promises", promise, json!({ "name": "a job coach", "agreed_on": "2026-09-01" })).await;
        let given = json!({
            "source": "provider", "from_on": "2026-09-01", "until_on": "2026-09-07", "given": "all",
        });
        put(&format!("promises/{promise}/claims"), house.id(), given).await;
        let at_college = json!({
            "code": 330, "started_on": "2026-09-01", "verified_on": "2026-09-07", "sure": true,
        });
        put("destinations", spell, at_college).await;
        put("tasks", task, json!({ "words": "Ring the sister.", "due_on": "2026-09-08" })).await;
        Self { cast, phone, contact, promise, spoken, spell, task }
    }

    async fn divisible(&self) -> Value {
        let path = format!("/people/{}/divisible", self.cast.amina.id);
        self.cast.manager.get(&path).await.ok()
    }

    /// Who the other one is, with these of the things that can go, as they stand now.
    async fn body(&self, ids: &[Uuid]) -> Value {
        let listed = self.divisible().await;
        let record = self.cast.manager.open(&self.cast.amina).await;
        let item = |it: &&Value| ids.iter().any(|id| it["id"] == id.to_string());
        let items = listed["items"].as_array().unwrap().iter().filter(item).map(|it| {
            let mut one = json!({ "what": it["what"], "id": it["id"] });
            if it["version"].is_number() {
                one["version"] = it["version"].clone();
            }
            one
        });
        json!({
            "first_name": "Bea", "family_name": "Rahman", "birth_date": "2008-06-07",
            "sen_provision": "sen-support", "transition_on": CORE, "take_mobile": false,
            "take_email": false, "take_uln": false, "take_record_numbers": [],
            "why": "The calls were with her sister.", "based_on": record["details"]["version"],
            "items": items.collect::<Vec<_>>(),
        })
    }

    async fn split(&self, by: &Member<'_>, id: Uuid, body: &Value) -> Answer {
        by.put(&format!("/people/{}/splits/{id}", self.cast.amina.id), body.clone()).await
    }
}

fn many(record: &Value, what: &str) -> usize {
    record[what].as_array().unwrap_or_else(|| panic!("{what} is a list: {record}")).len()
}

async fn changes(by: &Member<'_>, person: &Value) -> Vec<Value> {
    let path = format!("/people/{}/changes", person.as_str().unwrap());
    by.get(&path).await.ok()["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn what_was_chosen_goes_with_its_history_and_what_was_said_on_a_phone_stays() {
    let house = House::new().await;
    let mixed = Mixed::of(&house).await;
    let Mixed { cast, .. } = &mixed;
    let before = cast.manager.open(&cast.amina).await;
    let listed = mixed.divisible().await;
    let can: Vec<&str> =
        listed["items"].as_array().unwrap().iter().map(|it| it["what"].as_str().unwrap()).collect();
    assert_eq!(can, ["contact", "destination", "promise", "task"], "{listed}");
    assert!(!listed.to_string().contains(&mixed.spoken.to_string()), "spoken of on a phone");

    let body = mixed.body(&[mixed.contact, mixed.promise, mixed.spell, mixed.task]).await;
    let id = house.id();
    let made = mixed.split(&cast.manager, id, &body).await.ok();
    assert_eq!(mixed.split(&cast.manager, id, &body).await.ok(), made, "sent again");
    let bea = cast.manager.get(&format!("/people/{}", made["new_id"].as_str().unwrap())).await.ok();
    assert_eq!((&bea["name"], &bea["worker_name"]), (&json!("Bea Rahman"), &before["worker_name"]));
    for (what, count) in [("contacts", 1), ("promises", 1), ("destinations", 1), ("check_ins", 0)] {
        assert_eq!(many(&bea, what), count, "{what}: {bea}");
    }
    assert_eq!(many(&bea, "tasks"), 2, "the follow-up goes with the contact");
    assert_eq!(many(&bea, "alerts"), 0);
    let amina = cast.manager.open(&cast.amina).await;
    for (what, count) in [("contacts", 0), ("promises", 1), ("destinations", 0)] {
        assert_eq!(many(&amina, what), count, "{what}: {amina}");
    }
    for what in ["check_ins", "alerts"] {
        assert_eq!(amina[what], before[what], "{what}");
    }
    assert_eq!(mixed.phone.get("/me").await.status, 200, "the phone stays");

    let history = changes(&cast.manager, &made["new_id"]).await;
    for (thing, field) in [
        ("contact", "outcome"),
        ("claim", "given"),
        ("destination", "code"),
        ("details", "split_from"),
    ] {
        let there = |it: &&Value| it["thing"] == thing && it["field"] == field;
        assert!(history.iter().any(|it| there(&it)), "{thing} {field}: {history:?}");
    }
    let history = changes(&cast.manager, &made["person_id"]).await;
    assert!(history.iter().any(|it| it["field"] == "split_into" && it["after"] == "Bea Rahman"));
    assert!(history.iter().all(|it| it["thing"] != "contact"), "{history:?}");

    // What went can be changed where it is now, from the version that it had.
    let path = format!("/people/{}/tasks/{}", made["new_id"].as_str().unwrap(), mixed.task);
    let later = json!({ "words": "Ring Bea.", "due_on": "2026-09-09", "based_on": 1 });
    cast.worker.put(&path, later).await.ok();
    let told = cast.manager.get("/splits").await.ok();
    assert_eq!(
        (&told["items"][0]["new_name"], &told["items"][0]["joined"]),
        (&json!("Bea Rahman"), &json!(false))
    );
    house.stand().await;
    assert_eq!(many(&cast.manager.get("/likenesses").await.ok(), "items"), 0, "they are two");
    assert_eq!(many(&cast.manager.get("/caseload").await.ok(), "items"), 2);
    assert!(many(&mixed.phone.get("/me/looks").await.ok(), "items") > 0);
}

#[tokio::test]
async fn making_one_record_of_them_again_undoes_it() {
    let house = House::new().await;
    let mixed = Mixed::of(&house).await;
    let Mixed { cast, .. } = &mixed;
    let before = cast.manager.open(&cast.amina).await;
    let body = mixed.body(&[mixed.contact, mixed.promise, mixed.spell, mixed.task]).await;
    let made = mixed.split(&cast.manager, house.id(), &body).await.ok();
    let path = format!("/people/{}/merges/{}", cast.amina.id, house.id::<Uuid>());
    cast.manager.put(&path, json!({ "gone_id": made["new_id"], "take": [] })).await.ok();
    let after = cast.manager.open(&cast.amina).await;
    for what in ["contacts", "promises", "destinations", "check_ins", "alerts", "claims", "name"] {
        assert_eq!(after[what], before[what], "{what}");
    }
    assert_eq!(many(&after, "tasks"), many(&before, "tasks"));
    assert_eq!(cast.manager.get("/splits").await.ok()["items"][0]["joined"], true);
}

#[tokio::test]
async fn a_number_that_was_the_sisters_goes_and_one_of_the_phones_own_does_not() {
    let house = House::new().await;
    let mixed = Mixed::of(&house).await;
    let Mixed { cast, .. } = &mixed;
    let mend = json!({
        "first_name": "Amina", "family_name": "Rahman", "mobile": "07700 900111", "needs": ["easy-read"],
        "transition_on": CORE, "based_on": 1,
    });
    cast.worker.put(&format!("/people/{}/details", cast.amina.id), mend).await.ok();
    let number = "8301000000009";
    let sql = format!("UPDATE person SET client_record_id = '{number}'");
    house.database.run(&sql).await;
    let mut body = mixed.body(&[mixed.task]).await;
    body["take_record_numbers"] = json!([number, "8301000000001"]);
    let refused = mixed.split(&cast.manager, house.id(), &body).await;
    assert_eq!(refused.problem(), (422, "rule-broken"), "it is not on this record");
    body["take_record_numbers"] = json!([number]);
    body["take_email"] = true.into();
    let refused = mixed.split(&cast.manager, house.id(), &body).await;
    assert_eq!(refused.problem(), (422, "rule-broken"), "there is none");
    body["take_email"] = false.into();
    body["take_mobile"] = true.into();
    let made = mixed.split(&cast.manager, house.id(), &body).await.ok();
    let bea = cast.manager.get(&format!("/people/{}", made["new_id"].as_str().unwrap())).await.ok();
    assert_eq!(bea["mobile"], "+447700900111");
    let theirs = format!("/people/{}/divisible", made["new_id"].as_str().unwrap());
    assert_eq!(cast.manager.get(&theirs).await.ok()["record_numbers"], json!([number]));
    assert_eq!(mixed.divisible().await["record_numbers"], json!([]));
    let amina = cast.manager.open(&cast.amina).await;
    assert_eq!(amina["mobile"], Value::Null);
    assert!(amina["details"]["kept"].to_string().contains("mobile"), "no file brings it back");
    let mobile = |it: &&Value| it["field"] == "mobile" && it["after"].is_null();
    assert!(changes(&cast.manager, &made["person_id"]).await.iter().any(|it| mobile(&it)));
}

#[tokio::test]
async fn nobody_divides_what_they_have_not_seen() {
    let house = House::new().await;
    let mixed = Mixed::of(&house).await;
    let Mixed { cast, .. } = &mixed;
    let body = mixed.body(&[mixed.task]).await;
    let stale = async |what: &str, body: &Value| {
        let refused = mixed.split(&cast.manager, house.id(), body).await;
        assert_eq!(refused.problem(), (409, "conflict"), "{what}");
    };
    let path = format!("/people/{}/tasks/{}", cast.amina.id, mixed.task);
    let later = json!({ "words": "Ring her aunt.", "due_on": "2026-09-09", "based_on": 1 });
    cast.worker.put(&path, later).await.ok();
    stale("the task has changed", &body).await;
    let now = mixed.body(&[mixed.task]).await;
    let with = |items: Value| {
        let mut body = now.clone();
        body["items"] = items;
        body
    };
    stale(
        "spoken of on a phone",
        &with(json!([{ "what": "promise", "id": mixed.spoken, "version": 1 }])),
    )
    .await;
    let alert = cast.manager.open(&cast.amina).await["alerts"][0]["id"].clone();
    stale("an alert is no part", &with(json!([{ "what": "task", "id": alert, "version": 1 }])))
        .await;
    let mut older = now.clone();
    older["based_on"] = 7.into();
    stale("the details have changed", &older).await;
    let mut child = now.clone();
    child["birth_date"] = "2020-06-07".into();
    let refused = mixed.split(&cast.manager, house.id(), &child).await;
    assert_eq!(refused.problem(), (422, "rule-broken"));
    assert_eq!(many(&cast.manager.get("/splits").await.ok(), "items"), 0, "nothing was kept");

    // Of two who do so at once, one is told.
    let colleague = cast.area.member("Mo Manager", Role::Manager).await;
    let (one, other) = join(
        mixed.split(&cast.manager, house.id(), &now),
        mixed.split(&colleague, house.id(), &now),
    )
    .await;
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{} {}", one.text, other.text);
}
