//! Nobody writes over what they have not seen, and who changed what is kept.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::staff::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    house::{Answer, House},
    story::{CORE, Cast, Member, Said, Sketch, Young, council::SAMPLE, said},
};

/// Something that staff record under an id of their choice, in two of its sayings.
#[derive(Clone, Copy)]
struct Kind {
    /// The part of the path.
    path: &'static str,
    /// Where it stands on the person's page.
    list: &'static str,
    /// A field that anything can be written in.
    words: &'static str,
}

const KINDS: [Kind; 3] = [
    Kind { path: "destinations", list: "destinations", words: "provider" },
    Kind { path: "promises", list: "promises", words: "provider" },
    Kind { path: "contacts", list: "contacts", words: "note" },
];

impl Kind {
    fn body(self, words: &str, based_on: Option<u64>) -> Value {
        let mut body = match self.path {
            "destinations" => json!({
                "code": 230, "started_on": "2026-09-01", "verified_on": "2026-09-02",
                "predicted_end_on": "2027-07-31",
            }),
            "promises" => json!({ "name": "a job coach", "agreed_on": "2026-09-01" }),
            _ => json!({
                "kind": "call", "direction": "out", "outcome": "spoke",
                "happened_at": "2026-09-07T08:30:00.250Z",
            }),
        };
        body[self.words] = json!(words);
        if let Some(version) = based_on {
            body["based_on"] = json!(version);
        }
        body
    }

    async fn put(self, by: &Member<'_>, who: &Young, id: Uuid, body: Value) -> Answer {
        by.put(&format!("/people/{}/{}/{id}", who.id, self.path), body).await
    }
}

async fn changes(by: &Member<'_>, who: &Young, query: &str) -> Value {
    by.get(&format!("/people/{}/changes{query}", who.id)).await.ok()
}

fn texts<'a>(list: &'a Value, name: &str) -> Vec<&'a str> {
    let list = list.as_array().into_iter().flatten();
    list.map(|item| item[name].as_str().unwrap_or("-")).collect()
}

#[tokio::test]
async fn whoever_has_not_seen_what_is_there_is_shown_both_and_decides() {
    let house = House::new().await;
    let Cast { worker, manager, amina, .. } = house.cast(Sketch::default()).await;
    for kind in [KINDS[0], KINDS[1]] {
        let id = house.id();
        let first = kind.put(&worker, &amina, id, kind.body("Northside", None)).await.ok();
        assert_eq!(first["version"], 1);
        let second = kind.put(&worker, &amina, id, kind.body("Southside", Some(1))).await.ok();
        assert_eq!(second["version"], 2);

        let mut mine = kind.body("Eastside", Some(1));
        mine["ended_on"] = json!("2026-09-06");
        let refused = kind.put(&manager, &amina, id, mine.clone()).await;

        assert_eq!(refused.problem(), (409, "conflict"));
        let told = &refused.body["conflict"];
        assert_eq!(told["version"], 2);
        assert_eq!(
            told["changed"],
            json!([{
                "at": "2026-09-07T09:00:00Z", "by": "Wanda Wójcik", "field": "provider",
                "before": "Northside", "after": "Southside",
            }])
        );
        assert_eq!(
            told["fields"],
            json!([
                {
                    "field": "provider", "before": "Northside", "yours": "Eastside", "theirs": "Southside",
                    "clashes": true,
                },
                { "field": "ended_on", "yours": "2026-09-06", "clashes": false },
            ])
        );
        let kept = worker.open(&amina).await[kind.list][0].clone();
        assert_eq!((&kept["provider"], kept.get("ended_on")), (&json!("Southside"), None));

        mine["based_on"] = told["version"].clone();
        let settled = kind.put(&manager, &amina, id, mine).await.ok();
        assert_eq!((&settled["version"], &settled["provider"]), (&json!(3), &json!("Eastside")));
    }
}

#[tokio::test]
async fn what_three_people_changed_meanwhile_is_told_of_each() {
    let house = House::new().await;
    let Cast { area, worker, manager, amina } = house.cast(Sketch::default()).await;
    let (kind, id) = (KINDS[1], house.id());
    kind.put(&worker, &amina, id, kind.body("Northside", None)).await.ok();
    let others = [
        area.member("Mo Second", Role::Manager).await,
        area.member("Mia Third", Role::Manager).await,
    ];
    kind.put(&worker, &amina, id, kind.body("Southside", Some(1))).await.ok();
    kind.put(&others[0], &amina, id, kind.body("Westside", Some(2))).await.ok();
    let mut renamed = kind.body("Westside", Some(3));
    renamed["frequency"] = json!("every week");
    kind.put(&others[1], &amina, id, renamed).await.ok();

    let refused = kind.put(&manager, &amina, id, kind.body("Eastside", Some(1))).await;

    let told = &refused.body["conflict"];
    assert_eq!(texts(&told["changed"], "by"), ["Wanda Wójcik", "Mo Second", "Mia Third"]);
    assert_eq!(texts(&told["changed"], "field"), ["provider", "provider", "frequency"]);
    let clashes: Vec<_> =
        told["fields"].as_array().unwrap().iter().map(|it| &it["clashes"]).collect();
    assert_eq!(clashes, [true, false]);
    assert_eq!(told["fields"][0]["before"], "Northside");
}

#[tokio::test]
async fn the_same_again_is_taken_and_something_else_without_a_version_is_not() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default()).await;
    for kind in KINDS {
        let id = house.id();
        let first = kind.put(&worker, &amina, id, kind.body("Northside", None)).await.ok();
        for based_on in [None, Some(1), Some(7)] {
            let again = kind.put(&worker, &amina, id, kind.body("Northside", based_on)).await.ok();
            assert_eq!(again, first, "{}", kind.path);
        }
        for based_on in [None, Some(2)] {
            let refused = kind.put(&worker, &amina, id, kind.body("Southside", based_on)).await;
            assert_eq!(refused.problem(), (409, "conflict"), "{}", kind.path);
            let told = &refused.body["conflict"];
            assert_eq!(
                (&told["version"], &told["fields"][0]["clashes"]),
                (&json!(1), &json!(true))
            );
            assert_eq!(told["fields"].as_array().unwrap().len(), 1, "{told}");
        }
        let nobodys = kind.put(&worker, &amina, house.id(), kind.body("Southside", Some(1))).await;
        assert_eq!(nobodys.problem(), (409, "conflict"));
        assert_eq!(nobodys.body.get("conflict"), None);
    }
}

#[tokio::test]
async fn of_many_at_once_each_is_saved_or_told_and_no_version_is_missing() {
    let house = House::new().await;
    let Cast { area, worker, amina, .. } = house.cast(Sketch::default()).await;
    let mut callers = Vec::new();
    for name in ["One", "Two", "Three", "Four", "Five", "Six"] {
        callers.push(area.member(&format!("Mo {name}"), Role::Manager).await);
    }
    for kind in [KINDS[0], KINDS[1]] {
        let id: Uuid = house.id();
        kind.put(&worker, &amina, id, kind.body("Nowhere", None)).await.ok();
        let sent = async |by: &Member<'_>, words: String| {
            let mut based_on = 1;
            let mut tries = 0;
            loop {
                tries += 1;
                let answer = kind.put(by, &amina, id, kind.body(&words, Some(based_on))).await;
                if answer.status == 200 {
                    return (answer.body["version"].as_u64().unwrap(), tries);
                }
                assert_eq!(answer.problem(), (409, "conflict"), "{}", answer.text);
                based_on = answer.body["conflict"]["version"].as_u64().unwrap();
            }
        };
        let (a, b, c, d, e, f) = tokio::join!(
            sent(&callers[0], "place 0".into()),
            sent(&callers[1], "place 1".into()),
            sent(&callers[2], "place 2".into()),
            sent(&callers[3], "place 3".into()),
            sent(&callers[4], "place 4".into()),
            sent(&callers[5], "place 5".into()),
        );
        let done = [a, b, c, d, e, f];
        let versions: BTreeSet<u64> = done.iter().map(|(version, _)| *version).collect();
        assert_eq!(versions, (2..=7).collect(), "each made a version of its own");
        assert_eq!(
            done.iter().filter(|(_, tries)| *tries == 1).count(),
            1,
            "all but one were told"
        );

        let history = changes(&worker, &amina, "?limit=200").await;
        let of_this = |item: &&Value| item["thing_id"] == json!(id) && item["field"] == "provider";
        let mut steps: Vec<_> =
            history["items"].as_array().unwrap().iter().filter(of_this).collect();
        steps.sort_by_key(|item| item["version"].as_u64());
        assert_eq!(steps.len(), 7);
        for pair in steps.windows(2) {
            assert_eq!(pair[0]["after"], pair[1]["before"], "nothing was lost on the way");
        }
        let page = worker.open(&amina).await;
        let last =
            page[kind.list].as_array().unwrap().iter().find(|it| it["id"] == json!(id)).unwrap();
        assert_eq!((&last["version"], &last["provider"]), (&json!(7), &steps[6]["after"]));
    }
}

#[tokio::test]
async fn the_history_tells_who_changed_each_field_from_what_to_what_page_by_page() {
    let house = House::new().await;
    let Cast { area, worker, manager, amina } = house.cast(Sketch::default()).await;
    let ids: Vec<Uuid> = KINDS.iter().map(|_| house.id()).collect();
    for (kind, id) in KINDS.into_iter().zip(&ids) {
        kind.put(&worker, &amina, *id, kind.body("Northside", None)).await.ok();
    }
    house.at("2026-09-07T09:10:00Z");
    let all = [
        json!({
            "code": 330, "started_on": "2026-09-02", "verified_on": "2026-09-07", "provider": "Peak Bakery",
            "ukprn": "10004577", "days_per_week": 4, "review_on": "2027-01-01", "predicted_end_on": "2027-06-30",
            "ended_on": "2026-09-07", "based_on": 1,
        }),
        json!({
            "name": "a coach", "easy_name": "coach", "provider": "Peak", "frequency": "weekly",
            "agreed_on": "2026-09-02", "ended_on": "2026-09-30", "based_on": 1,
        }),
        json!({
            "kind": "text", "direction": "in", "outcome": "other", "note": "They wrote.",
            "happened_at": "2026-09-07T08:31:00Z", "follow_up_on": "2026-09-09", "based_on": 1,
        }),
    ];
    for ((kind, id), body) in KINDS.into_iter().zip(&ids).zip(&all) {
        kind.put(&worker, &amina, *id, body.clone()).await.ok();
    }

    let history = changes(&manager, &amina, "?limit=200").await;
    let items = history["items"].as_array().unwrap();
    assert_eq!(history.get("next"), None);
    for (id, body) in ids.iter().zip(&all) {
        for (field, value) in
            body.as_object().unwrap().iter().filter(|(field, _)| *field != "based_on")
        {
            let after = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let change = items.iter().find(|it| {
                it["thing_id"] == json!(id) && it["field"] == json!(field) && it["version"] == 2
            });
            let change = change.unwrap_or_else(|| panic!("{field} is not in {history}"));
            assert_eq!((&change["after"], &change["by"]), (&json!(after), &json!("Wanda Wójcik")));
            assert_eq!(change["at"], "2026-09-07T09:10:00Z");
            assert_ne!(change.get("before"), change.get("after"), "{field}");
        }
    }
    let moved = items.iter().find(|it| it["field"] == "code" && it["version"] == 2).unwrap();
    assert_eq!((&moved["before"], &moved["thing"]), (&json!("230"), &json!("destination")));
    assert!(items.windows(2).all(|pair| pair[0]["at"].as_str() >= pair[1]["at"].as_str()));

    let mut paged = Vec::new();
    let mut query = "?limit=4".to_owned();
    loop {
        let page = changes(&manager, &amina, &query).await;
        paged.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else { break };
        query = format!("?limit=4&after={next}");
    }
    assert_eq!(&paged, items, "nothing twice, and nothing left out");

    let path = format!("/people/{}/changes", amina.id);
    assert_eq!(
        worker.get(&format!("{path}?after=1.2.3")).await.problem(),
        (400, "invalid-request")
    );
    let other = area.member("Olga Other", Role::Worker).await;
    assert_eq!(other.get(&path).await.problem(), (404, "not-found"));
}

/// What they say they do, in the check-in that is open.
fn work(at: &str) -> Said {
    let codes =
        [("same_as_before", "changed"), ("activity_group", "work"), ("work_type", "paid_16_plus")];
    said(at, &codes)
}

#[tokio::test]
async fn what_a_young_person_says_makes_a_version_too_and_can_be_taken_back() {
    let house = House::new().await;
    let Cast { worker, amina, .. } = house.cast(Sketch::default().since(CORE)).await;
    let (kind, college): (_, Uuid) = (KINDS[0], house.id());
    kind.put(&worker, &amina, college, kind.body("Northside", None)).await.ok();
    let phone = worker.phone_of(&amina).await;
    house.wait(TimeDelta::minutes(5));
    house.ask().await;
    let id = phone.waiting_id("core").await;

    phone.say(&id, &work("2026-09-07T09:05:00Z")).await.ok();
    let spells = worker.open(&amina).await["destinations"].clone();
    assert_eq!((&spells[0]["version"], &spells[1]["version"]), (&json!(1), &json!(2)));
    let job: Uuid = spells[0]["id"].as_str().unwrap().parse().unwrap();
    let refused = kind.put(&worker, &amina, college, kind.body("Southside", Some(1))).await;
    let told = &refused.body["conflict"];
    assert_eq!(texts(&told["changed"], "by"), ["The young person"]);
    assert_eq!(texts(&told["changed"], "field"), ["ended_on"]);

    // They were there all along: what they said is taken back.
    house.wait(TimeDelta::minutes(1));
    phone.say(&id, &said("2026-09-07T09:06:00Z", &[("same_as_before", "same")])).await.ok();
    let spells = worker.open(&amina).await["destinations"].clone();
    assert_eq!((spells.as_array().unwrap().len(), &spells[0]["version"]), (1, &json!(3)));
    let mut still = json!({
        "code": 330, "started_on": "2026-09-07", "verified_on": "2026-09-07", "based_on": 1,
    });
    let gone = kind.put(&worker, &amina, job, still.clone()).await;
    assert_eq!(gone.problem(), (409, "conflict"));
    assert_eq!(gone.body.get("conflict"), None);

    // They are not. It goes on where it was.
    house.wait(TimeDelta::minutes(1));
    phone.say(&id, &work("2026-09-07T09:07:00Z")).await.ok();
    let spells = worker.open(&amina).await["destinations"].clone();
    assert_eq!((&spells[0]["id"], &spells[0]["version"]), (&json!(job), &json!(3)));
    still["based_on"] = json!(3);
    still["code"] = spells[0]["code"].clone();
    assert_eq!(kind.put(&worker, &amina, job, still).await.ok()["version"], 4);

    let history = changes(&worker, &amina, "").await;
    let items = history["items"].as_array().unwrap();
    let versions = |id: Uuid| -> BTreeSet<u64> {
        let of_it = items.iter().filter(|item| item["thing_id"] == json!(id));
        of_it.filter_map(|item| item["version"].as_u64()).collect()
    };
    assert_eq!((versions(college), versions(job)), ((1..=4).collect(), (1..=4).collect()));
    assert!(
        items.iter().any(|item| item["field"] == "taken_back" && item["thing_id"] == json!(job))
    );
    let by_them = items.iter().filter(|item| item["by_kind"] == "young-person");
    assert!(by_them.count() > 5, "{history}");
}

#[tokio::test]
async fn what_a_councils_file_changes_is_in_the_history_and_makes_a_version() {
    let house = House::new().await;
    let mut council = house.council().await;
    council.worker("r.black").await;
    council.send(SAMPLE).await.ok();
    let before = council.record("Ethan Patel").await;
    let who = before["id"].as_str().unwrap().to_owned();
    let path = format!("/people/{who}/changes");
    let none = council.manager.get(&path).await.ok();
    assert_eq!(none["items"], json!([]), "what is new has changed nothing");
    assert_eq!(before["destinations"][0]["version"], 1);

    council.at("2026-11-20T09:00:00Z").await;
    let later = SAMPLE.replacen("2026-09-12", "2026-11-12", 1);
    council.send(&later).await.ok();

    let after = council.record("Ethan Patel").await["destinations"][0].clone();
    assert_eq!((&after["version"], &after["verified_on"]), (&json!(2), &json!("2026-11-12")));
    let told = council.manager.get(&path).await.ok();
    let change = &told["items"][0];
    assert_eq!(
        [
            &change["by_kind"],
            &change["field"],
            &change["before"],
            &change["after"],
            &change["version"]
        ],
        [
            &json!("file"),
            &json!("verified_on"),
            &json!("2026-09-12"),
            &json!("2026-11-12"),
            &json!(2)
        ]
    );
}
