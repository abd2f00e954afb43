//! Whatever is wrong with a request, the answer is a problem that says so, names the place, and repeats nothing.

use std::collections::BTreeSet;

use api::http::problem::Kind;
use domain::staff::Role;
use serde_json::{Value, json};

use crate::{
    house::{Answer, Caller, House},
    story::{Cast, Sketch},
};

/// Stands for whatever a caller may send: no answer may repeat it.
const CANARY: &str = "Zebra4711";

fn keeps_it_to_itself(answer: &Answer) {
    for secret in [CANARY, "panicked", "src/", ".rs:", "sqlx", "SELECT", "backtrace"] {
        assert!(!answer.text.contains(secret), "{secret} is in {}", answer.text);
    }
}

async fn signed_in(house: &House) -> (Cast<'_>, Caller<'_>, Caller<'_>) {
    let cast = house.cast(Sketch::default().since("2026-06-07")).await;
    let phone = cast.worker.phone_of(&cast.amina).await;
    house.ask().await;
    let admin = cast.area.member("Adam Admin", Role::Administrator).await;
    (cast, phone, admin.caller)
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_malformed() {
    let house = House::new().await;
    let (_, phone, _) = signed_in(&house).await;
    let deep = "[".repeat(20_000);
    for body in [
        "",
        "{",
        "nonsense Zebra4711",
        "{\"reading\":\"easy\"} Zebra4711",
        "{\"reading\":'easy'}",
        "\u{feff}{\"reading\":\"easy\"}",
        &deep,
    ] {
        let answer = phone.send_text("PATCH", "/me/preferences", "application/json", body).await;
        assert_eq!(answer.problem(), (400, "malformed-body"), "{}", &body[..body.len().min(40)]);
        keeps_it_to_itself(&answer);
    }
    let not_text = b"{\"reading\":\"\xff\xfe\"}".to_vec();
    let answer = phone.send_text("PATCH", "/me/preferences", "application/json", not_text).await;
    assert_eq!(answer.problem(), (400, "malformed-body"));
}

#[tokio::test]
async fn a_body_that_is_not_right_is_told_place_by_place() {
    let house = House::new().await;
    let (_, phone, _) = signed_in(&house).await;
    let id = phone.waiting_id("core").await;
    let answers = format!("/check-ins/{id}/answers");
    let right = json!({
        "source": "self", "reading": "plain", "finished": false,
        "answers": [{ "key": "feel_week", "codes": ["good"], "answered_at": "2026-09-07T09:00:00Z" }],
    });
    let with = |pointer: &str, value: Value| {
        let mut body = right.clone();
        *body.pointer_mut(pointer).unwrap() = value;
        body
    };
    for (body, pointer) in [
        (json!([CANARY]), ""),
        (json!(CANARY), ""),
        (json!(null), ""),
        (with("/source", json!(CANARY)), "/source"),
        (with("/source", json!(null)), "/source"),
        (with("/finished", json!(CANARY)), "/finished"),
        (with("/answers", json!({ "0": CANARY })), "/answers"),
        (with("/answers/0", json!(CANARY)), "/answers/0"),
        (with("/answers/0/key", json!(CANARY.repeat(20))), "/answers/0/key"),
        (with("/answers/0/key", json!(4711)), "/answers/0/key"),
        (with("/answers/0/key", json!("a\u{0}b")), "/answers/0/key"),
        (with("/answers/0/codes", json!(vec![CANARY; 21])), "/answers/0/codes"),
        (with("/answers/0/codes/0", json!({})), "/answers/0/codes/0"),
        (with("/answers/0/answered_at", json!("7 September Zebra4711")), "/answers/0/answered_at"),
        (with("/answers/0/answered_at", json!("2026-09-07T09:00:00")), "/answers/0/answered_at"),
        (with("/answers/0/answered_at", json!(1_788_771_600)), "/answers/0/answered_at"),
    ] {
        let answer = phone.put_any(&answers, &body).await;
        assert_eq!(answer.problem(), (422, "invalid-body"), "{body}");
        assert_eq!(answer.pointers(), [pointer], "{body}");
        keeps_it_to_itself(&answer);
    }
    let mut unknown = right.clone();
    unknown["answers"][0]["mood~/"] = json!(CANARY);
    let answer = phone.put_any(&answers, &unknown).await;
    assert_eq!(
        (answer.problem(), answer.pointers()),
        ((422, "invalid-body"), vec!["/answers/0/mood~0~1"])
    );
    keeps_it_to_itself(&answer);

    let many = with("/answers", json!(vec![json!({ "codes": [1] }); 100]));
    let answer = phone.put_any(&answers, &many).await;
    assert_eq!(answer.problem(), (422, "invalid-body"));
    assert_eq!(answer.pointers().len(), 100, "the first hundred");
}

#[tokio::test]
async fn a_request_that_goes_nowhere_says_so() {
    let house = House::new().await;
    let (_, phone, admin) = signed_in(&house).await;
    let root = phone.at("");
    for path in [
        "/Zebra4711",
        "/young-person/v1/Zebra4711",
        "/young-person/v1",
        "/young-person/v1/",
        "/young-person/v2/me",
        "/young-person/v1/me/",
        "/young-person/v1//me",
        "/YOUNG-PERSON/v1/me",
        "/worker/v1/people/",
        "/phone/Zebra4711.html",
        "/phone/../../Cargo.toml",
        "/..%2f..%2fetc/passwd",
        "/problems/Zebra4711",
    ] {
        for method in ["GET", "POST"] {
            let answer = root.send(method, path, None).await;
            assert_eq!(answer.problem(), (404, "not-found"), "{method} {path}");
            keeps_it_to_itself(&answer);
        }
    }
    for (method, path, allow) in [
        ("POST", "/young-person/v1/me", "GET, HEAD"),
        ("DELETE", "/young-person/v1/sync", "GET, HEAD"),
        ("GET", "/young-person/v1/session", "DELETE"),
        ("PUT", "/young-person/v1/me/preferences", "PATCH"),
        ("PATCH", "/worker/v1/session", "DELETE, GET, HEAD, POST"),
        ("DELETE", "/admin/v1/imports", "GET, HEAD, POST"),
        ("BREW", "/young-person/v1/me", "GET, HEAD"),
        ("POST", "/phone/", "GET, HEAD"),
        ("POST", "/openapi/worker.v1.json", "GET, HEAD"),
        ("DELETE", "/problems/not-found", "GET, HEAD"),
    ] {
        let answer = admin.at("").send(method, path, None).await;
        assert_eq!(answer.problem(), (405, "method-not-allowed"), "{method} {path}");
        assert_eq!(answer.header("allow"), allow, "{method} {path}");
    }
}

#[tokio::test]
async fn a_path_or_a_question_in_the_wrong_form_is_not_understood() {
    let house = House::new().await;
    let (cast, phone, admin) = signed_in(&house).await;
    for (caller, path) in [
        (&phone, "/check-ins/Zebra4711"),
        (&phone, "/check-ins/00000000-0000-7000-8000-00000000000Z"),
        (&phone, "/check-ins/%00"),
        (&phone, "/check-ins/%ff"),
        (&cast.worker, "/people/17"),
        (&cast.worker, "/caseload?state=Zebra4711"),
        (&cast.worker, "/caseload?limit=Zebra4711"),
        (&cast.worker, "/caseload?limit=0"),
        (&cast.worker, "/caseload?limit=1e9"),
        (&cast.worker, "/caseload?limit=-1"),
        (&cast.worker, "/caseload?after=Zebra4711"),
        (&cast.worker, &format!("/caseload?after={}", "Zebra4711".repeat(20))),
    ] {
        let answer = caller.get(path).await;
        assert_eq!(answer.problem(), (400, "invalid-request"), "{path}");
        keeps_it_to_itself(&answer);
    }
    let answer = admin.send_text("POST", "/imports?dry_run=Zebra4711", "text/csv", "a,b\n").await;
    assert_eq!(answer.problem(), (400, "invalid-request"));
    keeps_it_to_itself(&answer);
}

#[tokio::test]
async fn a_body_of_another_kind_or_size_is_not_read() {
    let house = House::new().await;
    let (_, phone, admin) = signed_in(&house).await;
    let body = json!({ "reading": "easy" }).to_string();
    for content_type in [
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "text/csv",
        "Zebra4711",
        "",
    ] {
        let answer = phone.send_text("PATCH", "/me/preferences", content_type, body.as_str()).await;
        assert_eq!(answer.problem(), (415, "unsupported-media-type"), "{content_type}");
        keeps_it_to_itself(&answer);
    }
    let answer = admin.send_text("POST", "/imports", "application/json", "{}").await;
    assert_eq!(answer.problem(), (415, "unsupported-media-type"));
    for encoding in ["gzip", "br", "Zebra4711"] {
        let packed = phone.with_header("content-encoding", encoding);
        let answer =
            packed.send_text("PATCH", "/me/preferences", "application/json", body.as_str()).await;
        assert_eq!(answer.problem(), (415, "unsupported-media-type"), "{encoding}");
        keeps_it_to_itself(&answer);
    }
    for content_type in
        ["application/json; charset=utf-8", "APPLICATION/JSON", "application/json;charset=UTF-8"]
    {
        let answer = phone.send_text("PATCH", "/me/preferences", content_type, body.as_str()).await;
        assert_eq!(answer.status, 200, "{content_type}: {}", answer.text);
    }

    let long = format!("{{\"reading\":\"easy\"}}{}", " ".repeat(64 * 1024));
    let answer =
        phone.send_text("PATCH", "/me/preferences", "application/json", long.as_str()).await;
    assert_eq!(answer.problem(), (413, "too-large"));
    let just_fits = &long[..64 * 1024];
    let answer = phone.send_text("PATCH", "/me/preferences", "application/json", just_fits).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_stranger_is_told_to_sign_in_before_anything_else() {
    let house = House::new().await;
    let stranger = house.stranger("/worker/v1");
    for (method, path, body) in [
        ("GET", "/people/Zebra4711", ""),
        ("GET", "/caseload?limit=Zebra4711", ""),
        ("PUT", "/people/Zebra4711/contacts/Zebra4711", "nonsense Zebra4711"),
    ] {
        let answer = stranger.send_text(method, path, "application/json", body).await;
        assert_eq!(answer.problem(), (401, "not-signed-in"), "{method} {path}");
        keeps_it_to_itself(&answer);
    }
}

#[tokio::test]
async fn when_something_breaks_the_caller_is_told_that_and_no_more() {
    let house = House::new().await;
    let (_, phone, _) = signed_in(&house).await;

    house.clock.break_down(true);
    let broken = phone.get("/me").await;
    house.clock.break_down(false);

    assert_eq!(broken.problem(), (500, "unexpected"));
    keeps_it_to_itself(&broken);
    let request = broken.header("x-request-id");
    assert_eq!(broken.body["instance"], format!("urn:request:{request}"));
    phone.get("/me").await.ok();
}

#[tokio::test]
async fn a_panic_in_the_middle_of_writing_leaves_nothing_behind_and_nobody_waiting() {
    let house = House::new().await;
    let (_, phone, _) = signed_in(&house).await;
    let id = phone.waiting_id("core").await;

    house.clock.break_down_after(1);
    let said = crate::story::said("2026-09-07T09:00:00Z", &[("feel_safe", "no")]);
    let broken = phone.say(&id, &said).await;
    house.clock.break_down(false);

    assert_eq!(broken.problem(), (500, "unexpected"));
    assert_eq!(phone.waiting("core").await["answers"], json!([]));
    phone.say(&id, &said).await.ok();
}

#[tokio::test]
async fn every_kind_of_problem_has_a_page_in_plain_english() {
    let house = House::new().await;
    let stranger = house.stranger("");
    for kind in Kind::ALL {
        let page = stranger.get(&kind.uri()).await;
        assert_eq!(page.status, 200, "{}", kind.uri());
        assert!(page.header("content-type").starts_with("text/html"), "{}", kind.uri());
        for part in [kind.uri(), kind.status().as_u16().to_string(), "lang=\"en-GB\"".into()] {
            assert!(page.text.contains(&part), "{} says {part}", kind.uri());
        }
    }
    let index = stranger.get("/problems/").await.text;
    let missing: BTreeSet<_> =
        Kind::ALL.map(Kind::slug).into_iter().filter(|slug| !index.contains(slug)).collect();
    assert_eq!(missing, BTreeSet::new());
}
