//! Every operation of every document, tried by everybody: a stranger, each role, a young person, a supporter, the right
//! role of another partnership, and the right role with somebody else's caseload. What is expected comes from the table in
//! `api::http::policy`, and a new operation is tried the day it appears.

mod bodies;
pub mod everybody;
mod of_staff;
pub mod requests;
mod things;

use std::collections::BTreeSet;

use api::http::{
    document::operations,
    documents,
    policy::{self, Rule, TABLE, Who},
};

use self::{
    everybody::{Everybody, Somebody},
    requests::every_operation,
};
use crate::house::{Answer, House};

/// The document whose callers have one token between them.
const PROVIDER: &str = "provider.v1";

#[test]
fn the_table_names_every_operation_and_no_other() {
    let documented: BTreeSet<_> =
        every_operation().map(|operation| (operation.document, operation.id)).collect();
    let listed: BTreeSet<_> = TABLE.iter().map(|(document, id, _)| (*document, *id)).collect();
    assert_eq!(
        documented.symmetric_difference(&listed).collect::<Vec<_>>(),
        Vec::<&(&str, &str)>::new()
    );
    assert_eq!(TABLE.len(), listed.len(), "nothing is listed twice");
}

#[test]
fn what_the_documents_call_public_the_table_calls_open() {
    for document in documents() {
        for (method, path, operation) in operations(&document.content) {
            let id = operation["operationId"].as_str().unwrap();
            let public = operation["security"].as_array().unwrap().is_empty();
            let open = policy::rule(document.name, id) == Some(Rule::Open);
            assert_eq!(public, open, "{}: {method} {path} ({id})", document.name);
        }
    }
}

#[tokio::test]
async fn nobody_can_do_what_is_not_for_them() {
    let house = House::new().await;
    let everybody = Everybody::of(&house).await;
    let mut tried = 0;
    for operation in every_operation() {
        for somebody in everybody.all() {
            let caller = match operation.needs_proof() {
                true => everybody.sure_app_of(somebody).await,
                false => everybody.app_of(somebody).await,
            };
            let request = operation.about_amina(&everybody).await;
            let answer = request.of(everybody.slug_of(somebody)).send(&caller).await;
            let here =
                format!("{} {} by {somebody:?}: {}", operation.document, operation.id, answer.text);
            let refused = matches!(answer.status, 401 | 403).then(|| answer.problem().1.to_owned());
            tried += 1;
            if policy::rule(operation.document, operation.id) == Some(Rule::Open) {
                let signing_in = refused.is_none() || refused.as_deref() == Some("sign-in-failed");
                assert!(signing_in || operation.id == "refresh_session", "{here}");
                continue;
            }
            match everybody.who(somebody) {
                None => assert_eq!(refused.as_deref(), Some("not-signed-in"), "{here}"),
                // Their token is no session, and nobody's session is their token.
                Some(_) if (somebody == Somebody::Provider) != (operation.document == PROVIDER) => {
                    assert_eq!(refused.as_deref(), Some("not-signed-in"), "{here}");
                }
                Some(who) if !policy::may(who, operation.document, operation.id) => {
                    let own = who == Who::YoungPerson
                        && policy::may(Who::Proven, operation.document, operation.id);
                    let expected = if own { "step-up-needed" } else { "not-allowed" };
                    assert_eq!(refused.as_deref(), Some(expected), "{here}");
                }
                Some(_) if somebody.has_yet_to_enrol() && !policy::is_enrolment(operation.id) => {
                    assert_eq!(refused.as_deref(), Some("must-enrol"), "{here}");
                }
                // It is for those who are elsewhere, in this partnership.
                Some(_) if operation.id == "open_glass" && somebody == Somebody::OtherWorker => {
                    assert!(answer.body["open_until"].is_string(), "{here}");
                    assert!(!everybody.is_told_of_derbyshire(&answer.text), "{here}");
                    everybody.close_glass().await;
                }
                Some(_) if somebody.is_elsewhere() && operation.names_somebody() => {
                    assert_eq!(answer.problem(), (404, "not-found"), "{here}");
                    let nobody = operation.about_nobody(&everybody).send(&caller).await;
                    assert_eq!(answer.seen(), nobody.seen(), "{here}");
                }
                Some(_) => {
                    assert!(answer.status < 300 || shows_too_little(&answer), "{here}");
                    if somebody.is_elsewhere() {
                        assert!(!everybody.is_told_of_derbyshire(&answer.text), "{here}");
                    }
                }
            }
        }
    }
    assert!(tried > 700, "{tried} requests were tried");
}

#[tokio::test]
async fn no_page_of_somebody_elses_can_change_anything() {
    let house = House::new().await;
    let everybody = Everybody::of(&house).await;
    for operation in every_operation().filter(|operation| operation.method != "GET") {
        for somebody in everybody.all() {
            let Some(caller) = everybody.page_of(somebody).await else { continue };
            let answer =
                operation.about_amina(&everybody).await.send(&caller.on_another_site()).await;
            assert_eq!(
                answer.problem(),
                (403, "wrong-origin"),
                "{} {}",
                operation.document,
                operation.id
            );
        }
    }
}

#[tokio::test]
async fn a_page_may_do_what_an_app_may_do() {
    let house = House::new().await;
    let everybody = Everybody::of(&house).await;
    for operation in every_operation() {
        let Some(Rule::Only(allowed) | Rule::OnlyProven(allowed)) =
            policy::rule(operation.document, operation.id)
        else {
            continue;
        };
        for somebody in everybody.of_derbyshire(allowed) {
            // Providers have no page.
            let Some(caller) = everybody.sure_page_of(somebody).await else {
                assert_eq!(somebody, Somebody::Provider);
                continue;
            };
            let answer = operation.about_amina(&everybody).await.send(&caller).await;
            let let_in = answer.status < 300 || shows_too_little(&answer);
            assert!(let_in, "{} by {somebody:?}: {}", operation.id, answer.text);
        }
    }
}

/// What gives records out takes more than a session, of whoever may do it (SEC-03).
#[tokio::test]
async fn staff_show_that_it_is_them_before_records_go_out() {
    let house = House::new().await;
    let everybody = Everybody::of(&house).await;
    let mut tried = 0;
    for operation in every_operation().filter(|operation| operation.needs_proof()) {
        let Some(Rule::OnlyProven(allowed)) = policy::rule(operation.document, operation.id) else {
            panic!("{} needs proof", operation.id)
        };
        for somebody in everybody.of_derbyshire(allowed) {
            let caller = everybody.app_of(somebody).await;
            let answer = operation.about_amina(&everybody).await.send(&caller).await;
            let here = format!("{} by {somebody:?}: {}", operation.id, answer.text);
            assert_eq!(answer.problem(), (403, "step-up-needed"), "{here}");
            tried += 1;
        }
    }
    assert!(tried >= 7, "{tried} requests were tried");
}

#[tokio::test]
async fn nobody_is_let_in_by_a_token_that_was_meant_for_something_else() {
    let house = House::new().await;
    let everybody = Everybody::of(&house).await;
    for (operation, token) in every_operation().zip(everybody.unfit_tokens().await.iter().cycle()) {
        if policy::rule(operation.document, operation.id) == Some(Rule::Open) {
            continue;
        }
        let caller = house.stranger("").with_token(token);
        let answer = operation.about_amina(&everybody).await.send(&caller).await;
        assert_eq!(
            answer.problem(),
            (401, "not-signed-in"),
            "{} {}",
            operation.document,
            operation.id
        );
    }
}

/// They may, but the code or passkey that they show is made up.
fn shows_too_little(answer: &Answer) -> bool {
    answer.status == 422 && answer.problem().1 == "not-proven"
}

/// The kinds of caller that the table knows, each of which is tried.
#[test]
fn every_kind_of_caller_is_tried() {
    let listed = TABLE.iter().flat_map(|(_, _, rule)| match rule {
        Rule::Only(who) | Rule::OnlyProven(who) => who.to_vec(),
        Rule::Open => Vec::new(),
    });
    let listed: Vec<Who> = listed.collect();
    for (role, _) in domain::staff::Role::ALL {
        assert!(listed.contains(&Who::Staff(*role)), "{role:?} can do nothing");
    }
    assert!(listed.contains(&Who::YoungPerson) && listed.contains(&Who::Proven));
    assert!(listed.contains(&Who::Supporter));
}
