//! Requests that take a code or a passkey made a moment ago.

use serde_json::{Value, json};

use crate::{
    authz::everybody::{Everybody, Somebody},
    house::{Authenticator, Caller},
};

const BASE: &str = "/young-person/v1";

/// What this caller, or somebody who is not signed in, really sends. Nothing for operations that take no proof.
pub async fn body(id: &str, everybody: &Everybody<'_>, caller: &Caller<'_>) -> Option<Value> {
    let house = everybody.house;
    let post =
        async |path: &str, body: Value| caller.post(&format!("{BASE}{path}"), body).await.ok();
    let typed =
        async |sent: Value| json!({ "request": sent["request"], "code": house.post.code().await });
    // Codes that were sent before are nobody's.
    house.post.take().await;
    Some(match id {
        "send_sign_in_code" => json!({ "mobile": everybody.mobile().await }),
        "sign_in_with_code" => {
            let sent = post("/session/code", json!({ "mobile": everybody.mobile().await })).await;
            let mut body = typed(sent).await;
            body["client"] = json!("app");
            body["shared_phone"] = json!(false);
            body
        }
        "sign_in_with_passkey" => {
            json!({ "passkey": shown(everybody, caller).await, "client": "app" })
        }
        "prove_with_passkey" => shown(everybody, caller).await,
        "prove_with_code" => {
            everybody.mobile().await;
            typed(post("/me/proof/code", json!({ "to": "mobile" })).await).await
        }
        "confirm_contact" => {
            let own = json!({ "email": "amina@example.org" });
            typed(post("/me/contacts/code", own).await).await
        }
        "answer_once" => json!({
            "token": everybody.tap().await, "answer": "same", "answered_at": "2026-10-07T15:31:00Z",
        }),
        "add_passkey" => {
            let asked = post("/me/passkeys/challenge", Value::Null).await;
            Authenticator::new(77).make(&asked)
        }
        _ => return None,
    })
}

/// A passkey of Amina's, shown for a new challenge.
async fn shown(everybody: &Everybody<'_>, caller: &Caller<'_>) -> Value {
    let phone = everybody.app_of(Somebody::Amina).await;
    let asked = phone.post(&format!("{BASE}/me/passkeys/challenge"), Value::Null).await.ok();
    let user = asked["user"].as_str().unwrap().to_owned();
    let keeper = Authenticator::new(78);
    // It may be there already.
    phone.post(&format!("{BASE}/me/passkeys"), keeper.make(&asked)).await;
    let asked = caller.post(&format!("{BASE}/session/passkey-challenge"), Value::Null).await.ok();
    keeper.show(&asked, &user)
}
