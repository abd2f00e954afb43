//! The caseload: who needs a call, and why.

use api::jobs;
use domain::{person::CommunicationNeed, staff::Role};
use serde_json::{Value, json};

use crate::{
    house::House,
    story::{Cast, Sketch, said},
};

fn names(caseload: &Value) -> Vec<&str> {
    caseload["items"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect()
}

fn count(counts: &Value, state: &str) -> Value {
    let counts = counts["items"].as_array().unwrap();
    counts.iter().find(|count| count["state"] == state).unwrap()["count"].clone()
}

/// Where somebody is, so that nothing else is the matter.
async fn settled(cast: &Cast<'_>, who: &crate::story::Young) {
    let college = json!({
        "code": 230, "started_on": "2026-09-01", "verified_on": "2026-09-02", "predicted_end_on": "2027-07-31",
    });
    let spell: uuid::Uuid = cast.area.house.id();
    cast.worker.put(&format!("/people/{}/destinations/{spell}", who.id), college).await.ok();
}

#[tokio::test]
async fn whoever_needs_a_call_most_stands_first_and_the_row_says_why() {
    let house = House::new().await;
    let core = |name| Sketch::named(name).since("2026-06-07");
    let cast = house.cast(core("Amina Safe")).await;
    let others = cast
        .area
        .add_all([
            core("Ben Unsafe"),
            core("Cara Worried"),
            core("Dan Wanting"),
            core("Eve Unknown"),
            core("Fay Lost"),
        ])
        .await;
    for who in &others {
        cast.manager.assign(who, &cast.worker).await;
    }
    let [ben, cara, dan, _, fay] = others.as_slice() else { panic!("five more") };
    for who in [&cast.amina, ben, cara, dan, fay] {
        settled(&cast, who).await;
    }
    house.wait(chrono::TimeDelta::minutes(1));
    house.ask().await;
    for (who, codes) in [
        (&cast.amina, [("feel_week", "good")].as_slice()),
        (ben, &[("feel_safe", "no")]),
        (cara, &[("feel_safe", "not_always")]),
        (dan, &[("want_contact", "soon")]),
        (
            fay,
            &[
                ("same_as_before", "changed"),
                ("activity_group", "nothing_now"),
                ("not_doing_reason", "unwell"),
            ],
        ),
    ] {
        let phone = cast.worker.phone_of(who).await;
        let id = phone.waiting_id("core").await;
        phone.say(&id, &said("2026-09-07T09:01:00Z", codes).finished()).await.ok();
    }

    let caseload = cast.worker.get("/caseload").await.ok();

    assert_eq!(
        names(&caseload),
        ["Ben Unsafe", "Cara Worried", "Dan Wanting", "Fay Lost", "Eve Unknown", "Amina Safe"]
    );
    let first = |place: usize| caseload["items"][place]["reasons"][0]["code"].as_str().unwrap();
    let reasons: Vec<&str> = (0..6).map(first).collect();
    assert_eq!(
        reasons,
        [
            "possible-harm-not-taken",
            "concern",
            "wants-contact",
            "destination-at-risk",
            "destination-at-risk",
            "next-due",
        ]
    );
    assert_eq!(caseload["items"][5]["reasons"][0]["text"], "Next check-in on 7 October 2026");
    let counts = cast.worker.get("/caseload/counts").await.ok();
    assert_eq!(count(&counts, "all"), 6);
    assert_eq!(count(&counts, "call-today"), 5);
    assert_eq!(count(&counts, "not-invited"), 1);
    assert_eq!(counts["urgent"], 3);
}

#[tokio::test]
async fn counts_are_filters() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let over = cast.area.add(Sketch::named("Ola Over").since("2024-08-01")).await;
    cast.manager.assign(&over, &cast.worker).await;
    cast.worker.phone_of(&cast.amina).await;

    for (state, expected) in [
        ("all", vec!["Amina Rahman"]),
        ("not-invited", vec![]),
        ("completed", vec!["Ola Over"]),
        ("paused", vec![]),
        ("no-reply", vec![]),
    ] {
        let caseload = cast.worker.get(&format!("/caseload?state={state}")).await.ok();
        assert_eq!(names(&caseload), expected, "{state}");
        let counts = cast.worker.get("/caseload/counts").await.ok();
        assert_eq!(count(&counts, state), expected.len(), "{state}");
    }
    for (body, expected) in [
        (json!({ "name": "ola" }), vec!["Ola Over"]),
        (json!({ "name": "ola", "state": "completed" }), vec!["Ola Over"]),
        (json!({ "name": "ola", "state": "paused" }), vec![]),
    ] {
        let found = cast.worker.post("/caseload/search", body.clone()).await.ok();
        assert_eq!(names(&found), expected, "{body}");
    }
    let unknown = cast.worker.get("/caseload?state=asleep").await;
    assert_eq!(unknown.problem(), (400, "invalid-request"));
}

#[tokio::test]
async fn a_name_is_found_however_it_is_spelt() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    let manager = area.member("Maya Morris", Role::Manager).await;
    area.add_all([
        Sketch { preferred: Some("Zoë"), ..Sketch::named("Josephine O’Brien") },
        Sketch::named("Łukasz Wójcik"),
        Sketch::named("Siân Smith-Jones"),
    ])
    .await;

    for (name, expected) in [
        ("zoe", "Zoë O’Brien"),
        ("ZOË", "Zoë O’Brien"),
        ("josephine", "Zoë O’Brien"),
        ("obrien", "Zoë O’Brien"),
        ("o'brien", "Zoë O’Brien"),
        ("wojcik", "Łukasz Wójcik"),
        ("sian", "Siân Smith-Jones"),
        ("smith jones", "Siân Smith-Jones"),
        ("jones sian", "Siân Smith-Jones"),
        ("josephine brien", "Zoë O’Brien"),
    ] {
        let caseload = manager.post("/caseload/search", json!({ "name": name })).await.ok();
        assert_eq!(names(&caseload), [expected], "{name}");
    }
    jobs::stand(&house.app, house.system).await.unwrap();
    for (name, expected, found) in [
        ("zoe", "Zoë O’Brien", "whole"),
        ("josefine", "Zoë O’Brien", ""),
        ("josephin", "Zoë O’Brien", "beginning"),
        ("jospehine", "Zoë O’Brien", "one-letter"),
        ("obrian", "Zoë O’Brien", "one-letter"),
        ("O'Brien josephine", "Zoë O’Brien", "whole"),
        ("wojcick", "Łukasz Wójcik", "one-letter"),
        ("lukas", "Łukasz Wójcik", "beginning"),
        ("jones sian", "Siân Smith-Jones", "whole"),
        ("smith-jones", "Siân Smith-Jones", "whole"),
    ] {
        let caseload = manager.post("/caseload/search", json!({ "name": name })).await;
        assert_eq!(caseload.trips, 2, "{name}");
        let caseload = caseload.ok();
        if found.is_empty() {
            assert_eq!(names(&caseload), Vec::<&str>::new(), "{name}: two letters are wrong");
            continue;
        }
        assert_eq!(names(&caseload), [expected], "{name}");
        assert_eq!(caseload["items"][0]["found"], found, "{name}");
    }
    let search = async |name| manager.post("/caseload/search", json!({ "name": name })).await.ok();
    assert_eq!(names(&search("nobody rahman").await), Vec::<&str>::new());
    let everybody = search("%").await;
    assert_eq!(names(&everybody).len(), 3, "there is no letter to look for");
}

#[tokio::test]
async fn a_long_caseload_comes_in_pages_and_nobody_falls_between_them() {
    let house = House::new().await;
    let area = house.area("derbyshire").await;
    let manager = area.member("Maya Morris", Role::Manager).await;
    let all: Vec<Sketch> = (0..23).map(|_| Sketch::default()).collect();
    let everybody = area.add_all(all).await;

    let mut seen = Vec::new();
    let mut path = "/caseload?limit=10".to_owned();
    loop {
        let page = manager.get(&path).await.ok();
        seen.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["id"].as_str().unwrap().to_owned()),
        );
        match page.get("next") {
            Some(next) => path = format!("/caseload?limit=10&after={}", next.as_str().unwrap()),
            None => break,
        }
    }
    assert_eq!(seen.len(), 23);
    seen.sort();
    let mut ids: Vec<String> = everybody.iter().map(|who| who.id.to_string()).collect();
    ids.sort();
    assert_eq!(seen, ids);

    for wrong in ["limit=0", "limit=201", "limit=many", "after=-1", "after=x", "after=u.1.1.1.0"] {
        let refused = manager.get(&format!("/caseload?{wrong}")).await;
        assert_eq!(refused.problem(), (400, "invalid-request"), "{wrong}");
    }
    let nobody = "f".repeat(32);
    let end = format!("/caseload?after=u.99.1.{0}.{nobody}", "9".repeat(18));
    assert_eq!(manager.get(&end).await.ok()["items"], json!([]));
    let other = format!("/caseload?order=name&after=u.99.1.1.{nobody}");
    assert_eq!(manager.get(&other).await.problem(), (422, "rule-broken"));
}

#[tokio::test]
async fn each_role_sees_whom_it_is_for() {
    let house = House::new().await;
    let cast = house.cast(Sketch::named("Amina Rahman").since("2026-06-07")).await;
    let ben = cast.area.add(Sketch::named("Ben Okafor")).await;
    let nobodys = cast.area.add(Sketch::named("Cara Nobodys")).await;
    let other = cast.area.member("Olga Other", Role::Worker).await;
    cast.manager.assign(&ben, &other).await;
    let lead = cast.area.member("Lena Lead", Role::SafeguardingLead).await;
    let all = async |who: &crate::story::Member<'_>| {
        let caseload = who.get("/caseload").await.ok();
        let mut names: Vec<String> = names(&caseload).into_iter().map(str::to_owned).collect();
        names.sort();
        names
    };

    assert_eq!(all(&cast.worker).await, ["Amina Rahman"]);
    assert_eq!(all(&other).await, ["Ben Okafor"]);
    assert_eq!(all(&cast.manager).await, ["Amina Rahman", "Ben Okafor", "Cara Nobodys"]);
    assert_eq!(all(&lead).await, Vec::<String>::new());

    house.ask().await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    let id = phone.waiting_id("core").await;
    phone.say(&id, &said("2026-09-07T09:00:00Z", &[("feel_safe", "no")])).await.ok();
    assert_eq!(all(&lead).await, ["Amina Rahman"]);
    lead.open(&cast.amina).await;
    assert_eq!(lead.get(&format!("/people/{}", nobodys.id)).await.problem(), (404, "not-found"));
    let counts = cast.worker.get("/caseload/counts").await.ok();
    assert!(!counts.to_string().contains("unassigned"), "only a manager gives people to workers");
}

#[tokio::test]
async fn a_row_says_how_to_speak_to_somebody_and_what_is_to_come() {
    let house = House::new().await;
    let amina = Sketch {
        preferred: Some("Mina"),
        needs: vec![CommunicationNeed::Bsl, CommunicationNeed::TextNotCalls],
        ..Sketch::default().since("2026-10-20")
    };
    let Cast { worker, amina, .. } = house.cast(amina).await;

    let row = worker.row(&amina).await;
    assert_eq!((&row["name"], &row["age"]), (&json!("Mina Rahman"), &json!(17)));
    assert_eq!(row["needs"], json!(["BSL", "Text, not calls"]));
    assert_eq!((&row["journey"], row.get("month")), (&json!("approaching"), None));
    assert_eq!(row["next_due_on"], "2026-10-20");
    assert_eq!(row["key_dates"], json!([{ "what": "18th birthday", "on": "2026-10-20" }]));
    assert_eq!((&row["invitation"], &row["worker_name"]), (&json!("none"), &json!("Wanda Wójcik")));
}

#[tokio::test]
async fn a_destination_that_is_about_to_lapse_asks_to_be_confirmed() {
    let house = House::new().await;
    let cast = house.cast(Sketch::default()).await;
    let job = json!({ "code": 330, "started_on": "2026-03-01", "verified_on": "2026-03-20" });
    let spell: uuid::Uuid = house.id();
    cast.worker.put(&format!("/people/{}/destinations/{spell}", cast.amina.id), job).await.ok();

    let row = cast.worker.row(&cast.amina).await;
    assert_eq!(row["destination"]["current_until"], "2026-09-20");
    assert_eq!(
        row["reasons"][0]["text"],
        "What they do counts until 20 September 2026: confirm it"
    );
    house.at("2026-09-21T09:00:00Z");
    let worker = cast.area.member("Wendy Wright", Role::Manager).await;
    let row = worker.row(&cast.amina).await;
    assert_eq!(row["destination"]["current"], false);
    assert_eq!(
        row["reasons"][0]["text"],
        "What they do stopped counting on 20 September 2026: find out"
    );
}

#[tokio::test]
async fn whoever_has_an_open_alert_stays_in_sight_when_the_two_years_are_over() {
    let house = House::new().await;
    let Cast { area, worker, manager, amina } = house.cast(Sketch::default()).await;
    let ben = area.add(Sketch::named("Ben Okafor")).await;
    manager.assign(&ben, &worker).await;
    house.at("2028-09-07T09:00:00Z");
    let phone = area.page_of(&amina).await;
    let talk = json!({ "way": "call", "safe_time": "any", "message_ok": true });
    phone.put(&format!("/talks/{}", house.id::<uuid::Uuid>()), talk).await.ok();
    house.at("2028-10-07T09:00:00Z");

    let manager = area.signed_in(manager.id, Role::Manager).await;
    assert_eq!(names(&manager.get("/caseload").await.ok()), ["Amina Rahman"]);
    assert_eq!(names(&manager.get("/caseload?state=call-today").await.ok()), ["Amina Rahman"]);
    let over = manager.get("/caseload?state=completed").await.ok();
    assert_eq!(names(&over).len(), 2);
}

#[tokio::test]
async fn names_of_every_script_are_found_and_nobody_out_of_reach() {
    let house = House::new().await;
    let cast = house.cast(Sketch::named("عَلِيّ حسن")).await;
    let ben = cast.area.add(Sketch::named("علی حسین")).await;
    let other = cast.area.add(Sketch::named("Nguyễn An")).await;
    cast.manager.assign(&ben, &cast.manager).await;
    cast.manager.assign(&other, &cast.worker).await;
    for keyed in [false, true] {
        if keyed {
            jobs::stand(&house.app, house.system).await.unwrap();
        }
        let found = async |name: &str| {
            let body = json!({ "name": name });
            names(&cast.worker.post("/caseload/search", body).await.ok()).len()
        };
        assert_eq!(found("nguyen").await, 1);
        assert_eq!(found("حسین").await, 0, "a colleague's");
        if keyed {
            assert_eq!(found("علي").await, 1);
            assert_eq!(found("حسن").await, 1);
            assert_eq!(found("nguyem").await, 1);
        }
    }
    // Another name is found at once, and the old one is not.
    let sql = "UPDATE person SET family_name = 'Tran', search_name = 'nguyen tran' WHERE family_name = 'An'";
    house.database.run(sql).await;
    let found = async |name: &str| {
        let body = json!({ "name": name });
        names(&cast.worker.post("/caseload/search", body).await.ok()).len()
    };
    assert_eq!(found("tran").await, 1);
    jobs::stand(&house.app, house.system).await.unwrap();
    assert_eq!((found("tram").await, found("an").await), (1, 0));
}
