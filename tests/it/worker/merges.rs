//! Two records of one person become one, and two again.

use std::collections::BTreeSet;

use api::store::merges::{FOLLOWS, GOES, STAYS_WITH_THEM};
use domain::staff::Role;
use futures_util::future::join;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::{Answer, Caller, House},
    story::{Area, CORE, Cast, Member, Sketch, Young, said, supporter},
};

/// What is worked out anew, or tells of what was done.
const AROUND: [&str; 8] = [
    "access_event",
    "asking",
    "change",
    "likeness",
    "name_key",
    "same_person",
    "standing",
    "standing_mark",
];

struct Two<'h> {
    cast: Cast<'h>,
    other: Young,
}

impl<'h> Two<'h> {
    /// Amina twice: both records are in use, with phones, answers, alerts and work of a worker.
    async fn of(house: &'h House) -> Self {
        let cast = house.cast(Sketch::default().since(CORE)).await;
        let sketch = Sketch { preferred: Some("Mina"), ..Sketch::default().since(CORE) };
        let other = cast.area.add(sketch).await;
        Self { cast, other }
    }

    async fn lived_in(house: &'h House) -> (Self, Caller<'h>, Caller<'h>) {
        let two = Self::of(house).await;
        let other = two.cast.area.member("Olga Other", Role::Worker).await;
        two.cast.manager.assign(&two.other, &other).await;
        let phone = two.cast.worker.phone_of(&two.cast.amina).await;
        let second = other.phone_of(&two.other).await;
        house.ask().await;
        for phone in [&phone, &second] {
            let id = phone.waiting_id("core").await;
            let answers = said("2026-09-07T09:00:00Z", &[("feel_safe", "no")]);
            phone.say(&id, &answers).await.ok();
            let goal = format!("/me/goals/{}", house.id::<Uuid>());
            phone.put(&goal, json!({ "words": "A job.", "reached": false })).await.ok();
        }
        second
            .put(&format!("/me/supporters/{}", house.id::<Uuid>()), supporter("Auntie", &["helps"]))
            .await
            .ok();
        for (by, who) in [(&two.cast.worker, &two.cast.amina), (&other, &two.other)] {
            two.work(house, by, who).await;
        }
        (two, phone, second)
    }

    async fn work(&self, house: &House, by: &Member<'_>, who: &Young) {
        let path = |what: &str| format!("/people/{}/{what}/{}", who.id, house.id::<Uuid>());
        let call = json!({
            "kind": "call", "direction": "out", "outcome": "spoke", "happened_at": "2026-09-07T08:00:00Z",
        });
        by.put(&path("contacts"), call).await.ok();
        by.put(&path("promises"), json!({ "name": "a job coach", "agreed_on": "2026-09-01" }))
            .await
            .ok();
        let at_college = json!({
            "code": 330, "started_on": "2026-09-01", "verified_on": "2026-09-07", "sure": true,
        });
        by.put(&path("destinations"), at_college).await.ok();
        let safe =
            json!({ "ways": ["text"], "times": "any", "message_ok": false, "said_by": "worker" });
        by.put(&format!("/people/{}/safe-contact", who.id), safe).await.ok();
        by.put(&path("tasks"), json!({ "words": "Ring.", "due_on": "2026-09-08" })).await.ok();
    }

    async fn merge(&self, by: &Member<'_>, id: Uuid, take: Value) -> Answer {
        let path = format!("/people/{}/merges/{id}", self.cast.amina.id);
        by.put(&path, json!({ "gone_id": self.other.id, "take": take })).await
    }
}

async fn undo(by: &Member<'_>, id: Uuid) -> Answer {
    by.put(&format!("/merges/{id}/undoing"), Value::Null).await
}

fn many(record: &Value, what: &str) -> usize {
    record[what].as_array().unwrap_or_else(|| panic!("{what} is a list: {record}")).len()
}

#[tokio::test]
async fn two_who_are_in_use_become_one_and_undoing_puts_every_row_back() {
    let house = House::new().await;
    let (two, phone, second) = Two::lived_in(&house).await;
    let Two { cast, other } = &two;
    let told = [("person", "version"), ("person", "changed_at")];
    let before = house.database.rows_but(&AROUND, &told).await;
    let both = cast.manager.get(&format!("/people/{}", cast.amina.id)).await.ok();

    let beside = format!("/people/{}/others/{}", cast.amina.id, other.id);
    let preview = cast.manager.get(&beside).await.ok();
    assert_eq!(preview["clashes"], json!([]));
    assert_eq!(
        (&preview["supporters"], &preview["safe_in_both"]),
        (&json!(["Auntie"]), &json!(true))
    );
    assert_eq!(preview["gone"]["reasons"][0], "They have the same name.");
    let goes = preview["goes"].as_array().unwrap();
    assert!(goes.contains(&json!({ "what": "contact", "count": 1 })), "{goes:?}");

    let id = house.id();
    let made = two.merge(&cast.manager, id, json!([])).await.ok();
    assert_eq!(two.merge(&cast.manager, id, json!([])).await.ok(), made, "sent again");
    let one = cast.manager.get(&format!("/people/{}", cast.amina.id)).await.ok();
    assert_eq!(one["preferred_name"], "Mina", "what only one says is said");
    for what in ["contacts", "promises", "goals"] {
        assert_eq!(many(&one, what), 2 * many(&both, what), "{what}");
    }
    let asked = many(&both, "check_ins") + 1;
    assert_eq!(many(&one, "check_ins"), asked, "a check-in of which nobody said anything stays");
    assert_eq!(many(&one, "destinations"), many(&both, "destinations"), "the same counts once");
    assert_eq!(second.get("/me").await.status, 401, "its phone is signed out");
    assert_eq!(phone.get("/me").await.status, 200);
    let gone = cast.manager.get(&format!("/people/{}", other.id)).await;
    assert_eq!(gone.problem(), (404, "not-found"));
    let list = cast.manager.get("/caseload").await.ok();
    assert_eq!(many(&list, "items"), 1);
    let found = cast.manager.post("/caseload/search", json!({ "name": "amina" })).await.ok();
    assert_eq!(many(&found, "items"), 1);
    let history = cast.manager.get(&format!("/people/{}/changes", cast.amina.id)).await.ok();
    let fields = history["items"].as_array().unwrap().iter();
    assert!(fields.into_iter().any(|it| it["field"] == "merged_with"), "{history}");
    assert_eq!(cast.manager.get("/merges").await.ok()["items"][0]["gone_name"], "Mina Rahman");

    let undone = undo(&cast.manager, id).await.ok();
    assert!(undone["undone_at"].is_string());
    assert_eq!(undo(&cast.manager, id).await.ok(), undone, "sent again");
    let after = house.database.rows_but(&AROUND, &told).await;
    for (table, rows) in &before {
        assert_eq!(&after[table], rows, "{table}");
    }
    assert_eq!(second.get("/me").await.status, 200);
    let again = cast.manager.get(&format!("/people/{}", cast.amina.id)).await.ok();
    for what in ["contacts", "promises", "check_ins", "goals", "destinations"] {
        assert_eq!(many(&again, what), many(&both, what), "{what}");
    }
    assert_eq!(many(&cast.manager.get("/caseload").await.ok(), "items"), 2);
}

#[tokio::test]
async fn what_both_say_differently_is_chosen_and_no_file_writes_over_it() {
    let house = House::new().await;
    let two = Two::of(&house).await;
    let Two { cast, other } = &two;
    let path = |who: &Young| format!("/people/{}/details", who.id);
    let mend = |first: &str, mobile: &str| {
        json!({
            "first_name": first, "family_name": "Rahman", "mobile": mobile, "needs": [],
            "transition_on": CORE, "based_on": 1,
        })
    };
    cast.manager.put(&path(&cast.amina), mend("Amina", "07700 900111")).await.ok();
    cast.manager.put(&path(other), mend("Amna", "07700 900222")).await.ok();
    let beside = format!("/people/{}/others/{}", cast.amina.id, other.id);
    let preview = cast.manager.get(&beside).await.ok();
    let clashes: Vec<_> = preview["clashes"].as_array().unwrap().iter().collect();
    assert_eq!(
        clashes,
        [
            &json!({ "field": "given-name", "kept": "Amina", "gone": "Amna" }),
            &json!({ "field": "mobile", "kept": "+447700900111", "gone": "+447700900222" }),
        ]
    );
    let id = house.id();
    two.merge(&cast.manager, id, json!(["mobile"])).await.ok();
    let one = cast.manager.get(&format!("/people/{}", cast.amina.id)).await.ok();
    assert_eq!((&one["name"], &one["mobile"]), (&json!("Amina Rahman"), &json!("+447700900222")));

    undo(&cast.manager, id).await.ok();
    let one = cast.manager.get(&format!("/people/{}", cast.amina.id)).await.ok();
    assert_eq!(one["mobile"], "+447700900111");
}

#[tokio::test]
async fn of_two_at_once_one_is_told_and_a_later_merge_is_undone_first() {
    let house = House::new().await;
    let two = Two::of(&house).await;
    let Two { cast, other } = &two;
    let colleague = cast.area.member("Mo Manager", Role::Manager).await;
    let (first, second) = (house.id(), house.id());
    let (one, another) =
        join(two.merge(&cast.manager, first, json!([])), two.merge(&colleague, second, json!([])))
            .await;
    let mut statuses = [one.status, another.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{} {}", one.text, another.text);
    let made = if one.status == 200 { first } else { second };
    let third = house.id();
    assert_eq!(two.merge(&cast.manager, third, json!([])).await.problem(), (409, "already-exists"));

    let last = cast.area.add(Sketch::named("Amina Last")).await;
    let path = format!("/people/{}/merges/{third}", last.id);
    cast.manager.put(&path, json!({ "gone_id": cast.amina.id, "take": [] })).await.ok();
    assert_eq!(undo(&cast.manager, made).await.problem(), (422, "rule-broken"));
    undo(&cast.manager, third).await.ok();
    let (one, another) = join(undo(&cast.manager, made), undo(&colleague, made)).await;
    let mut statuses = [one.status, another.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{} {}", one.text, another.text);
    assert_eq!(cast.manager.get(&format!("/people/{}", other.id)).await.status, 200);
    let self_merge = format!("/people/{}/merges/{}", last.id, house.id::<Uuid>());
    let refused = cast.manager.put(&self_merge, json!({ "gone_id": last.id, "take": [] })).await;
    assert_eq!(refused.problem(), (422, "rule-broken"));
}

async fn pairs(area: &Area<'_>, manager: &Member<'_>) -> Vec<Value> {
    area.house.stand().await;
    manager.get("/likenesses").await.ok()["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn pairs_are_found_as_people_come_and_that_they_are_two_is_remembered() {
    let house = House::new().await;
    let two = Two::of(&house).await;
    let Two { cast, other } = &two;
    let brother = cast.area.add(Sketch::named("Karim Rahman").since(CORE)).await;
    let [pair] = &pairs(&cast.area, &cast.manager).await[..] else { panic!("one pair") };
    let ids = [&pair["one"]["person_id"], &pair["other"]["person_id"]];
    let ids: BTreeSet<_> = ids.iter().map(|id| id.as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, [cast.amina.id.to_string(), other.id.to_string()].into());
    assert!(!ids.contains(&brother.id.to_string()));
    assert_eq!(
        pair["other"]["reasons"],
        json!(["They have the same name.", "They have the same birth date."])
    );

    let path = format!("/people/{}/others/{}", cast.amina.id, other.id);
    cast.manager.put(&path, Value::Null).await.ok();
    cast.manager.put(&path, Value::Null).await.ok();
    assert_eq!(pairs(&cast.area, &cast.manager).await, Vec::<Value>::new());
    house.database.run("UPDATE standing SET keyed = FALSE").await;
    assert_eq!(pairs(&cast.area, &cast.manager).await, Vec::<Value>::new(), "found again");

    let third = cast.area.add(Sketch::named("Amina Rahmann").since(CORE)).await;
    assert_eq!(pairs(&cast.area, &cast.manager).await.len(), 2);
    two.merge(&cast.manager, house.id(), json!([])).await.ok();
    let [pair] = &pairs(&cast.area, &cast.manager).await[..] else { panic!("one pair is left") };
    let ids = [&pair["one"]["person_id"], &pair["other"]["person_id"]];
    assert!(ids.contains(&&json!(third.id)), "{pair}");
}

#[tokio::test]
async fn every_table_of_a_person_goes_follows_or_stays_for_a_reason() {
    let house = House::new().await;
    let mut all = BTreeSet::new();
    let tables = house.database.columns().await;
    for (table, columns) in tables {
        if columns.contains("person_id") {
            all.insert(table);
        }
    }
    let known: BTreeSet<String> = GOES
        .iter()
        .map(|(table, _)| *table)
        .chain(FOLLOWS.iter().map(|(table, ..)| *table))
        .chain(STAYS_WITH_THEM.iter().map(|(table, _)| *table))
        .map(str::to_owned)
        .collect();
    assert_eq!(all, known, "say in api/src/store/merges/moving.rs what becomes of it");
}
