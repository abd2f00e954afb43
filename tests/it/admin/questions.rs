//! A partnership asks from a version of the questions that is its own.

mod uploading;

use domain::staff::Role;
use serde_json::{Value, json};

use crate::{
    house::{Caller, House},
    story::{
        Area, CORE, Cast, Sketch,
        questions::{SHIPPED, changed, own, welsh},
        said,
    },
};

/// The questions that a check-in asks.
fn asked(check_in: &Value) -> Vec<&str> {
    let steps = check_in["steps"].as_array().unwrap();
    steps.iter().map(|step| step["question"].as_str().unwrap()).collect()
}

fn version(check_in: &Value) -> (&str, &str, &str) {
    let of = |key: &str| check_in["questionnaire"][key].as_str().unwrap();
    (of("id"), of("version"), of("language"))
}

const OWN: (&str, &str, &str) = ("derbyshire.check-ins", "1.0.0", "en-GB");
const BROUGHT: (&str, &str, &str) = ("default-check-ins", "0.1.0", "en-GB");

#[tokio::test]
async fn a_version_is_uploaded_listed_and_shown_and_nobody_is_asked_from_it_yet() {
    let house = House::new().await;
    let Cast { area, worker, amina, .. } = house.cast(Sketch::default().since(CORE)).await;
    let admin = area.administrator().await;

    let uploaded = admin.upload(&own("derbyshire", "1.0.0")).await.ok();

    assert_eq!(uploaded["id"], "derbyshire.check-ins");
    assert_eq!(
        (&uploaded["added"], &uploaded["hidden"]),
        (&json!(["own_bus_pass"]), &json!(["health_feel"]))
    );
    assert_eq!((&uploaded["uses"], &uploaded["keeps_rules"]), (&json!([]), &json!(true)));
    assert_eq!(uploaded["uploaded_at"], "2026-09-07T09:00:00Z");
    assert!(uploaded["uploaded_by"].as_str().unwrap().starts_with("Ada "));
    let list = admin.get("/questionnaires").await.ok();
    assert_eq!(list["items"], json!([uploaded]));
    assert_eq!(list["shipped"], json!({ "id": "default-check-ins", "version": "0.1.0" }));
    let in_use = json!([{
        "language": "en-GB", "id": "default-check-ins", "version": "0.1.0", "shipped": true, "behind": false,
    }]);
    assert_eq!(list["in_use"], in_use);

    let shown = admin.get("/questionnaires/derbyshire.check-ins/1.0.0").await;
    assert_eq!((shown.status, shown.header("content-type")), (200, "application/yaml"));
    assert_eq!(shown.text, own("derbyshire", "1.0.0"));
    assert_eq!(admin.get("/questionnaires/default-check-ins/0.1.0").await.text, SHIPPED);
    let unknown = admin.get("/questionnaires/derbyshire.check-ins/2.0.0").await;
    assert_eq!(unknown.problem(), (404, "not-found"));

    house.ask().await;
    assert_eq!(version(&worker.phone_of(&amina).await.waiting("core").await), BROUGHT);
}

/// A change that breaks a rule, and how the rule is called.
const BROKEN: &[(&str, &str, &str)] = &[
    ("\nid: derbyshire.check-ins\n", "\nid: kent.check-ins\n", "own-name"),
    ("  can_skip: true ", "  can_skip: false ", "YP-36"),
    ("  - id: who_reads_this", "  - id: who_reads", "CI-04"),
    ("{help_page: tell_my_worker}", "{expired: check_in}", "CI-04"),
    (
        "feel_week, want_contact, contact_how, safe_to_message]\n  core",
        "feel_week]\n  core",
        "CI-04",
    ),
    ("    items: [practice, who_answering, ", "    items: [practice, ", "CI-04"),
    (
        "{feel_safe: [\"no\"]},                      priority: p1",
        "{feel_safe: [\"no\"]}, priority: p3",
        "CI-04",
    ),
    ("In danger? Call 999.\\nYou can talk", "You can talk", "CI-04"),
    ("{code: far, ", "{code: distant, ", "CI-04"),
    ("pulse: [1, 2, 4, 5, ", "pulse: [1, 2, 3, 4, 5, ", "CI-04"),
    ("\nlanguage: en-GB\n", "\nlanguage: cy\n", "CI-04"),
    (
        "easy:  {text: \"Do you have your bus pass?\"}",
        "easy:  {text: \"Do you have the pass for the bus that you were to get this term?\"}",
        "YP-37",
    ),
];

#[tokio::test]
async fn every_broken_rule_is_told_with_its_line_and_nothing_is_kept() {
    let house = House::new().await;
    let admin = house.area("derbyshire").await.administrator().await;
    let good = own("derbyshire", "1.0.0");
    for (piece, change, rule) in BROKEN {
        let answer = admin.upload(&changed(&good, piece, change)).await;
        assert_eq!(answer.problem(), (422, "import-refused"), "{change}");
        let rules: Vec<&str> =
            answer.pointers().iter().map(|place| place.rsplit('/').next().unwrap()).collect();
        assert!(rules.contains(rule), "{change}: {}", answer.text);
    }
    assert_eq!(admin.get("/questionnaires").await.ok()["items"], json!([]));

    let all = [
        ("\nid: derbyshire.check-ins\n", "\nid: mine\n"),
        ("contact: \"999\"", "contact: \"998\""),
        ("core: [3, 6, ", "core: [6, "),
    ];
    let file = all.iter().fold(good, |text, (piece, change)| changed(&text, piece, change));
    let answer = admin.upload(&file).await;
    let line = |words: &str| file.lines().position(|line| line.contains(words)).unwrap() + 1;
    assert_eq!(
        answer.pointers(),
        [
            format!("/lines/{}/own-name", line("id: mine")),
            format!("/lines/{}/CI-04", line("cadence:")),
            format!("/lines/{}/CI-04", line("contact: \"998\"")),
        ]
    );
    assert_eq!(answer.body["detail"], "The file has 3 faults, so nothing was taken in.");
}

#[tokio::test]
async fn what_is_no_questionnaire_is_refused_too() {
    let house = House::new().await;
    let admin = house.area("derbyshire").await.administrator().await;
    for file in ["", "a: [b", "- 1", "id: 3", "\u{0}", "a: &a [*a]"] {
        let answer = admin.upload(file).await;
        assert_eq!(answer.problem(), (422, "import-refused"), "{file:?}");
        assert!(!answer.pointers().is_empty(), "{file:?}");
    }
    let latin1 = vec![b'i', b'd', b':', b' ', 0xE9];
    let answer = admin.send_text("POST", "/questionnaires", "text/yaml", latin1).await;
    assert_eq!((answer.problem(), answer.pointers()), ((422, "import-refused"), vec!["/lines/1"]));
    let large = admin.upload(&"#".repeat(600 * 1024)).await;
    assert_eq!(large.problem(), (413, "too-large"));
    let csv = admin.send_text("POST", "/questionnaires", "text/csv", "a,b").await;
    assert_eq!(csv.problem(), (415, "unsupported-media-type"));
}

/// Derbyshire asks from its own version since noon; Amina's core was open before.
async fn asking_own(house: &House) -> (Cast<'_>, Caller<'_>, Caller<'_>) {
    let cast = house.cast(Sketch::default().since(CORE)).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    house.ask().await;
    house.at("2026-09-07T11:00:00Z");
    let admin = cast.area.administrator().await;
    admin.ask_from(&own("derbyshire", "1.0.0")).await;
    (cast, phone, admin)
}

#[tokio::test]
async fn an_open_check_in_keeps_its_version_and_the_next_has_the_new() {
    let house = House::new().await;
    let (cast, phone, _) = asking_own(&house).await;

    house.ask().await;
    let core = phone.waiting("core").await;
    assert_eq!(version(&core), BROUGHT);
    assert!(asked(&core).contains(&"health_feel") && !asked(&core).contains(&"own_bus_pass"));
    let id = core["id"].as_str().unwrap();
    phone.say(id, &said("2026-09-07T11:00:00Z", &[("health_feel", "good")]).finished()).await.ok();

    house.at("2026-10-07T08:00:00Z");
    house.ask().await;
    let pulse = phone.waiting("pulse").await;
    assert_eq!(version(&pulse), OWN);
    assert!(asked(&pulse).contains(&"own_bus_pass"));
    let id = pulse["id"].as_str().unwrap();
    phone.say(id, &said("2026-10-07T08:00:00Z", &[("own_bus_pass", "no")]).finished()).await.ok();
    house.at("2026-12-07T09:00:00Z");
    house.ask().await;
    let core = phone.waiting("core").await;
    assert_eq!(version(&core), OWN);
    assert!(asked(&core).contains(&"own_bus_pass") && !asked(&core).contains(&"health_feel"));

    // What was answered is read in the words in which it was asked.
    let manager = cast.area.signed_in(cast.manager.id, Role::Manager).await;
    let record = manager.get(&format!("/people/{}", cast.amina.id)).await.ok();
    let said = |kind: &str, question: &str| {
        let check_ins = record["check_ins"].as_array().unwrap().iter();
        let answers = check_ins
            .filter(|one| one["kind"] == kind)
            .flat_map(|one| one["answers"].as_array().unwrap());
        answers.into_iter().find(|answer| answer["question"] == question).unwrap().clone()
    };
    let health = said("core", "health_feel");
    assert_eq!(
        (&health["text"], &health["labels"]),
        (&json!("How is your health?"), &json!(["Good"]))
    );
    let pass = said("pulse", "own_bus_pass");
    assert_eq!(
        (&pass["text"], &pass["labels"]),
        (&json!("Do you have your bus pass?"), &json!(["No"]))
    );
    assert_eq!(record["alerts"][0]["what"], "Do you have your bus pass? No");
    let row = manager.get("/caseload").await.ok()["items"][0].clone();
    assert!(row["reasons"].to_string().contains("bus pass"), "{}", row["reasons"]);
    let alert = record["alerts"][0]["id"].as_str().unwrap();
    let taken = manager.put(&format!("/alerts/{alert}/acknowledgement"), Value::Null).await.ok();
    assert_eq!(taken["what"], "Do you have your bus pass? No");
}

#[tokio::test]
async fn whoever_joins_is_welcomed_from_the_version_in_use() {
    let house = House::new().await;
    let (cast, ..) = asking_own(&house).await;
    let ben = cast.area.add(Sketch::named("Ben Okafor").since("2026-09-01")).await;
    let worker = cast.area.signed_in(cast.manager.id, Role::Manager).await;
    let manager = crate::story::Member { id: cast.manager.id, caller: worker };
    let phone = manager.phone_of(&ben).await;
    assert_eq!(version(&phone.waiting("welcome").await), OWN);
}

#[tokio::test]
async fn no_other_partnership_is_touched_or_learns_of_it() {
    let house = House::new().await;
    let (_, _, admin) = asking_own(&house).await;
    let kent = house.area("kent").await;
    let kits = kent.administrator().await;
    let kit = kent.add(Sketch::named("Kit Kentish").since(CORE)).await;
    let phone = kent.page_of(&kit).await;
    house.ask().await;
    assert_eq!(version(&phone.waiting("core").await), BROUGHT);

    let real = kits.get("/questionnaires/derbyshire.check-ins/1.0.0").await;
    let unreal = kits.get("/questionnaires/derbyshire.check-ins/9.9.9").await;
    assert_eq!((real.problem(), real.seen()), ((404, "not-found"), unreal.seen()));
    let real = kits.put_into_use("derbyshire.check-ins", "1.0.0").await;
    assert_eq!(real.seen(), kits.put_into_use("derbyshire.check-ins", "9.9.9").await.seen());
    // One that is there and one that is not are refused for the same reason.
    let taken = kits.upload(&own("derbyshire", "1.0.0")).await;
    let free = kits.upload(&own("derbyshire", "7.0.0")).await;
    assert_eq!((taken.problem(), taken.seen()), ((422, "import-refused"), free.seen()));
    let translated = kits
        .upload(&changed(
            &welsh("derbyshire", "1.0.0"),
            "id: derbyshire.check-ins-cy",
            "id: kent.cy",
        ))
        .await;
    assert!(translated.text.contains("names no version that is here"), "{}", translated.text);

    kits.ask_from(&own("kent", "1.0.0")).await;
    let ours = admin.get("/questionnaires").await.ok();
    assert_eq!(ours["items"].as_array().unwrap().len(), 1);
    assert_eq!(ours["in_use"][0]["id"], "derbyshire.check-ins");
}

#[tokio::test]
async fn what_was_in_use_stays_in_the_list_with_from_when_until_when() {
    let house = House::new().await;
    let (_, phone, admin) = asking_own(&house).await;
    house.at("2026-09-07T11:05:00Z");
    admin.ask_from(&own("derbyshire", "1.1.0")).await;
    let again = admin.put_into_use("derbyshire.check-ins", "1.1.0").await.ok();
    assert_eq!(again["uses"].as_array().unwrap().len(), 1, "doing it again changes nothing");
    house.at("2026-09-07T11:10:00Z");

    let ended = admin.delete("/questionnaires/derbyshire.check-ins/1.1.0/use").await.ok();

    assert_eq!(ended["uses"][0]["until"], "2026-09-07T11:10:00Z");
    let list = admin.get("/questionnaires").await.ok();
    assert_eq!(list["in_use"][0]["shipped"], true);
    let first = &list["items"][1]["uses"][0];
    assert_eq!(
        (&first["from"], &first["until"]),
        (&json!("2026-09-07T11:00:00Z"), &json!("2026-09-07T11:05:00Z"))
    );
    assert!(first["by"].as_str().unwrap().starts_with("Ada "));
    // The shipped one is always there: nobody puts it into use.
    let shipped = admin.put_into_use("default-check-ins", "0.1.0").await;
    assert_eq!(shipped.problem(), (404, "not-found"));

    house.at("2026-10-07T08:00:00Z");
    house.ask().await;
    assert_eq!(version(&phone.waiting("pulse").await), BROUGHT);
}

#[tokio::test]
async fn a_version_is_read_once_and_one_that_cannot_be_read_stops_nobody() {
    let mut house = House::new().await;
    let (area, amina) = {
        let (cast, phone, _) = asking_own(&house).await;
        let broken = "UPDATE questionnaire SET body = 'id: 3' WHERE id = 'derbyshire.check-ins'";
        house.database.run(broken).await;
        house.at("2026-10-07T08:00:00Z");
        assert_eq!(house.ask().await.done, 1);
        let pulse = phone.waiting("pulse").await;
        assert_eq!(version(&pulse), OWN, "it was read before");
        let no_pass = said("2026-10-07T08:00:00Z", &[("own_bus_pass", "no")]);
        phone.say(pulse["id"].as_str().unwrap(), &no_pass).await.ok();
        (cast.area.id, cast.amina)
    };

    // The service starts again, and has to read it, and cannot.
    house.restart();
    let area = Area { house: &house, id: area };
    let phone = area.page_of(&amina).await;
    assert_eq!(phone.get("/sync").await.ok()["check_ins"], json!([]));
    assert_eq!(phone.get("/check-ins").await.ok()["items"][0]["kind"], "pulse");
    let manager = area.member("Mo Manager", Role::Manager).await;
    let record = manager.open(&amina).await;
    // Of what it was about nobody knows any more: it is hidden like what is private.
    let told = &record["check_ins"][0];
    assert_eq!(
        (&told["answers"][0]["hidden"], &told["answers"][0]["labels"]),
        (&json!(true), &json!([]))
    );
    let said = &manager.reveal(&amina, &told["id"]).await["answers"][0];
    assert_eq!((&said["text"], &said["labels"]), (&json!("own_bus_pass"), &json!(["no"])));
    assert_eq!(record["alerts"][0]["what"], "Something to look at");
    let listed = area.administrator().await.get("/questionnaires").await.ok();
    assert_eq!(listed["items"][0]["keeps_rules"], false);
    let refused = area.administrator().await.put_into_use("derbyshire.check-ins", "1.0.0").await;
    assert_eq!(refused.problem(), (409, "conflict"));
    house.at("2026-12-07T09:00:00Z");
    assert_eq!(house.ask().await.done, 1);
    let phone = area.page_of(&amina).await;
    assert_eq!(version(&phone.waiting("core").await), BROUGHT);
}
