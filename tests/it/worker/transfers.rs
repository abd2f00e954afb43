//! Somebody goes to another partnership: proposed there, taken or refused here, and each side keeps what it may.

use domain::staff::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::{Answer, Caller, House},
    story::{Area, CORE, Cast, Member, Sketch, said},
};

struct Two<'h> {
    cast: Cast<'h>,
    phone: Caller<'h>,
    south: Area<'h>,
    sam: Member<'h>,
    sue: Member<'h>,
}

impl<'h> Two<'h> {
    /// Amina's record in Derbyshire, with what a worker and she have put there; Sam leads Southshire, where Sue works.
    async fn of(house: &'h House, safe: &str) -> Self {
        let cast = house.cast(Sketch::default().since(CORE)).await;
        let south = house.area("southshire").await;
        let sam = south.member("Sam South", Role::Manager).await;
        let sue = south.member("Sue South", Role::Worker).await;
        let phone = cast.worker.phone_of(&cast.amina).await;
        house.ask().await;
        let id = phone.waiting_id("core").await;
        phone.say(&id, &said("2026-09-07T09:00:00Z", &[("feel_safe", safe)])).await.ok();
        let goal = format!("/me/goals/{}", house.id::<Uuid>());
        phone.put(&goal, json!({ "words": "A job.", "reached": false })).await.ok();
        let put = async |what: &str, body: Value| {
            cast.worker.put(&format!("/people/{}/{what}", cast.amina.id), body).await.ok();
        };
        let new = |what: &str| format!("{what}/{}", house.id::<Uuid>());
        let call = json!({
            "kind": "call", "direction": "out", "outcome": "spoke", "happened_at": "2026-09-07T08:00:00Z",
            "note": "She moves in with her aunt.",
        });
        put(&new("contacts"), call).await;
        put(&new("promises"), json!({ "name": "a job coach", "agreed_on": "2026-09-01" })).await;
        let college = json!({
            "code": 330, "started_on": "2026-09-01", "verified_on": "2026-09-07", "sure": true,
        });
        put(&new("destinations"), college).await;
        let text =
            json!({ "ways": ["text"], "times": "any", "message_ok": false, "said_by": "worker" });
        put("safe-contact", text).await;
        Self { cast, phone, south, sam, sue }
    }

    async fn propose(&self, id: Uuid, more: Value) -> Answer {
        let mut body = json!({
            "to_id": self.south.id.0, "how": "by-phone", "agreed_on": "2026-09-07", "moves_on": "2026-09-07",
        });
        for (field, value) in more.as_object().unwrap() {
            body[field] = value.clone();
        }
        let path = format!("/people/{}/transfers/{id}", self.cast.amina.id);
        self.cast.worker.put(&path, body).await
    }

    async fn accept(&self, by: &Member<'_>, id: Uuid) -> Answer {
        let body = json!({ "worker_id": self.sue.id.0, "council_code": "301" });
        by.put(&format!("/coming/{id}/acceptance"), body).await
    }
}

fn call() -> Value {
    json!({
        "kind": "call", "direction": "out", "outcome": "spoke", "happened_at": "2026-09-07T08:30:00Z",
        "sure": true,
    })
}

/// Everything that staff record of somebody, tried on a record that has moved.
async fn nothing_is_added(house: &House, cast: &Cast<'_>, left: &Value) {
    let first = |what: &str| left[what][0]["id"].as_str().unwrap().to_owned();
    let (promise, spell) = (format!("promises/{}", first("promises")), first("destinations"));
    let (day, id) = ("2026-09-07", || house.id::<Uuid>());
    let tried = [
        (format!("contacts/{}", id()), call()),
        (
            format!("destinations/{}", id()),
            json!({ "code": 330, "started_on": "2026-09-01", "verified_on": day, "sure": true }),
        ),
        (format!("promises/{}", id()), json!({ "name": "a job coach", "agreed_on": "2026-09-01" })),
        (
            format!("{promise}/claims/{}", id()),
            json!({ "from_on": "2026-09-01", "until_on": day, "given": "all", "source": "provider" }),
        ),
        (
            format!("{promise}/concerns/{}", id()),
            json!({ "raised_by": "worker", "raised_on": day }),
        ),
        (
            format!("intended/{}", id()),
            json!({ "intent": "211", "for_on": "2027-09-01", "said_on": day }),
        ),
        ("plan".into(), json!({ "started_on": "2024-09-02" })),
        (
            "safe-contact".into(),
            json!({
                "ways": ["call"], "times": "any", "message_ok": false, "said_by": "worker",
                "based_on": left["safe_contact"]["version"],
            }),
        ),
        (
            format!("confirmations/{}", id()),
            json!({ "destination_id": spell, "known_as": "Amina Rahman", "basis": "agreed" }),
        ),
    ];
    for (what, body) in tried {
        let path = format!("/people/{}/{what}", cast.amina.id);
        let refused = cast.worker.put(&path, body).await;
        assert_eq!(refused.problem(), (422, "rule-broken"), "{what}: {}", refused.text);
        assert!(refused.text.contains("moved to another partnership"), "{what}: {}", refused.text);
    }
    let path = format!("/people/{}/invitations", cast.amina.id);
    let refused = cast.worker.post(&path, json!({ "route": "letter" })).await;
    assert_eq!(refused.problem(), (422, "rule-broken"), "{}", refused.text);
}

fn many(record: &Value, what: &str) -> usize {
    record[what].as_array().unwrap_or_else(|| panic!("{what} is a list: {record}")).len()
}

#[tokio::test]
async fn a_record_goes_along_once_somebody_says_yes_and_the_old_one_is_read_only() {
    let house = House::new().await;
    let two = Two::of(&house, "yes").await;
    let Two { cast, phone, sam, sue, .. } = &two;
    let before = cast.worker.open(&cast.amina).await;
    assert_eq!(many(&sam.get("/coming").await.ok(), "items"), 0);
    let id = house.id();
    let made = two.propose(id, json!({})).await.ok();
    assert_eq!(two.propose(id, json!({})).await.ok(), made, "sent again");
    let second = two.propose(house.id(), json!({})).await;
    assert_eq!(second.problem(), (409, "already-exists"), "nobody goes to two places");

    // What is told to decide by, and nothing else.
    let coming = sam.get("/coming").await.ok();
    let one = coming["items"][0].as_object().unwrap();
    let told: Vec<&str> = one.keys().map(String::as_str).collect();
    assert_eq!(
        told,
        ["age", "ask", "ask_email", "can_be_taken", "from", "id", "moves_on", "name"],
        "{coming}"
    );
    assert_eq!((&one["name"], &one["age"]), (&json!("Amina Rahman"), &json!(18)));
    let old = format!("/people/{}", cast.amina.id);
    assert_eq!(sam.get(&old).await.problem(), (404, "not-found"));
    assert_eq!(sam.get(&format!("{old}/transfers")).await.problem(), (404, "not-found"));
    assert_eq!(sue.get("/coming").await.problem(), (403, "not-allowed"));
    assert_eq!(cast.manager.get("/coming").await.ok()["items"], json!([]));
    assert_eq!(two.accept(&cast.manager, id).await.problem(), (404, "not-found"));

    let here = two.accept(sam, id).await.ok();
    assert_eq!(two.accept(sam, id).await.ok(), here, "sent again");
    let new = format!("/people/{}", here["person_id"].as_str().unwrap());
    let amina = sue.get(&new).await.ok();
    for what in ["contacts", "promises", "destinations", "goals", "check_ins"] {
        assert_eq!(many(&amina, what), many(&before, what), "{what}: {amina}");
    }
    assert_eq!(amina["safe_contact"]["ways"], json!(["text"]));
    assert_eq!((&amina["worker_name"], &amina["phones"]), (&json!("Sue South"), &json!(0)));
    assert!(!amina.to_string().contains("Wanda"), "names of staff stay: {amina}");
    assert_eq!(cast.manager.get(&new).await.problem(), (404, "not-found"));
    assert_eq!(cast.worker.get(&new).await.problem(), (404, "not-found"));
    assert_eq!(many(&sam.get("/coming").await.ok(), "items"), 0);

    // The old one can be read, and nothing is added.
    let left = cast.worker.open(&cast.amina).await;
    assert_eq!(left["details"]["left_reason"], "moved-away");
    assert_eq!(many(&left, "contacts"), many(&before, "contacts"));
    nothing_is_added(&house, cast, &left).await;
    let path = format!("{new}/contacts/{}", house.id::<Uuid>());
    sue.put(&path, call()).await.ok();
    let back = json!({
        "first_name": "Amina", "family_name": "Rahman", "needs": [], "transition_on": CORE,
        "based_on": left["details"]["version"],
    });
    let refused = cast.worker.put(&format!("{old}/details"), back).await;
    assert_eq!(refused.problem(), (422, "rule-broken"), "nobody is followed twice");
    assert_eq!(two.propose(house.id(), json!({})).await.problem(), (409, "already-exists"));

    // The young person reads it where they were, and comes in anew where they are.
    let looked = phone.get("/me/looks").await.ok();
    assert!(looked.to_string().contains("manager"), "{looked}");
    assert_eq!(amina["invitation"], "none");
    sue.post(&format!("{new}/invitations"), json!({ "route": "letter" })).await.ok();
}

#[tokio::test]
async fn what_is_open_stays_where_it_was_raised_and_possible_harm_is_closed_first() {
    let house = House::new().await;
    let two = Two::of(&house, "no").await;
    let Two { cast, sam, sue, .. } = &two;
    let raised = many(&cast.worker.open(&cast.amina).await, "alerts");
    assert_ne!(raised, 0);
    let id = house.id();
    two.propose(id, json!({})).await.ok();
    let refused = two.accept(sam, id).await;
    assert_eq!(refused.problem(), (422, "rule-broken"), "{}", refused.text);
    assert!(!refused.text.contains("alert") && !refused.text.contains("harm"), "{}", refused.text);
    assert_eq!(many(&sam.get("/caseload").await.ok(), "items"), 0, "nothing of it was kept");

    // Once it is no longer possible harm, the rest may stay open.
    house.database.run("UPDATE alert SET priority = 'p2' WHERE priority = 'p1'").await;
    let here = two.accept(sam, id).await.ok();
    let amina = sue.get(&format!("/people/{}", here["person_id"].as_str().unwrap())).await.ok();
    assert_eq!(many(&amina, "alerts"), 0, "{amina}");
    let came = amina["check_ins"].as_array().unwrap();
    assert!(came.iter().all(|one| one["kind"] != "core"), "what she said there stays: {amina}");
    let words = amina["to_dos"].to_string() + &amina["tasks"].to_string();
    assert!(words.contains("Ask Derbyshire what is still open there."), "{amina}");
    let left = cast.worker.open(&cast.amina).await;
    assert_eq!(many(&left, "alerts"), raised, "they can still act on them");
}

#[tokio::test]
async fn it_is_taken_back_or_refused_with_a_reason_and_then_it_can_be_proposed_again() {
    let house = House::new().await;
    let two = Two::of(&house, "yes").await;
    let Two { cast, sam, .. } = &two;
    let path = |id: Uuid| format!("/people/{}/transfers/{id}", cast.amina.id);
    let first: Uuid = house.id();
    two.propose(first, json!({})).await.ok();
    assert_eq!(cast.worker.delete(&path(first)).await.status, 204);
    assert_eq!(cast.worker.delete(&path(first)).await.status, 204, "sent again");
    assert_eq!(many(&sam.get("/coming").await.ok(), "items"), 0);
    assert_eq!(two.accept(sam, first).await.problem(), (404, "not-found"));

    let second: Uuid = house.id();
    let later = json!({
        "moves_on": "2026-09-09", "representative": "Her mother", "why_cannot": "She could not weigh it up.",
    });
    two.propose(second, later).await.ok();
    assert_eq!(two.accept(sam, second).await.problem(), (422, "rule-broken"), "it is not the day");
    let no = json!({ "why": "She lives in Northshire." });
    sam.put(&format!("/coming/{second}/refusal"), no.clone()).await.ok();
    sam.put(&format!("/coming/{second}/refusal"), no).await.ok();
    let told = cast.worker.get(&format!("/people/{}/transfers", cast.amina.id)).await.ok();
    assert_eq!(
        (&told["items"][0]["state"], &told["items"][0]["refused_why"], &told["items"][1]["state"]),
        (&json!("refused"), &json!("She lives in Northshire."), &json!("taken-back"))
    );
    assert_eq!(cast.worker.delete(&path(second)).await.problem(), (409, "already-exists"));
    assert_eq!(two.accept(sam, second).await.problem(), (409, "already-exists"));
    two.propose(house.id(), json!({})).await.ok();

    let refused = two.propose(house.id(), json!({ "agreed_on": "2026-09-08" })).await;
    assert_eq!(refused.problem(), (422, "rule-broken"));
    let refused = two.propose(house.id(), json!({ "representative": "Her mother" })).await;
    assert_eq!(refused.problem(), (422, "rule-broken"), "why could she not?");
    let refused = two.propose(house.id(), json!({ "to_id": cast.area.id.0 })).await;
    assert_eq!(refused.problem(), (422, "rule-broken"), "she is here");
}
