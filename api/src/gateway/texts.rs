//! A gateway for texts: what `--text-gateway` speaks to.

use std::sync::Arc;

use domain::message::gsm;
use poem::{Request, Response, handler, http::StatusCode, web::Data};
use serde::Deserialize;
use serde_json::json;

use super::{
    Gateway, bearer,
    faults::{come_back, happens, status},
    json,
    kept::{Kept, Way},
    receipts::{About, Call, becomes},
    text_fault,
};

/// Who takes these.
pub const BY: &str = "gateway";

/// What is sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    to: String,
    text: String,
    reference: String,
}

#[handler]
pub async fn take(gateway: Data<&Arc<Gateway>>, request: &Request, body: Vec<u8>) -> Response {
    if !is_known(&gateway, request) {
        return refused(StatusCode::UNAUTHORIZED, "not-allowed", "the token is not ours");
    }
    let key = request.header("idempotency-key").map(str::to_owned);
    let wrong = |code: u16, fault: &_| {
        come_back(json(status(code), &json!({ "error": "as-a-test-wants" })), fault)
    };
    happens(&gateway, Way::Sms, || one(&gateway, &body, key.as_deref()), wrong).await
}

fn one(gateway: &Gateway, body: &[u8], key: Option<&str>) -> Response {
    let text: Text = match serde_json::from_slice(body) {
        Ok(text) => text,
        Err(error) => return refused(StatusCode::BAD_REQUEST, "not-read", &error.to_string()),
    };
    let kept = Kept::new(gateway.ids.new_id(), gateway.clock.now(), Way::Sms, BY, text.to.clone());
    let kept =
        Kept { text: Some(text.text.clone()), reference: Some(text.reference.clone()), ..kept };
    let refuse = |status, error, why: &str| {
        gateway.messages.keep(kept.clone().refused(why));
        refused(status, error, why)
    };
    let reference = text.reference.as_str();
    if !(1..=100).contains(&reference.len()) {
        return refuse(StatusCode::BAD_REQUEST, "no-reference", "a reference has 1 to 100 letters");
    }
    if key.is_some_and(|key| key != reference) {
        return refuse(StatusCode::BAD_REQUEST, "two-references", "the key is another reference");
    }
    if !is_uk_mobile(&text.to) {
        return refuse(StatusCode::BAD_REQUEST, "no-such-number", "this is no mobile in the UK");
    }
    if let Some((error, why)) = text_fault(&text.text) {
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, error, &why);
    }
    if let Some(id) = gateway.messages.again(BY, reference) {
        return json(StatusCode::OK, &json!({ "id": id }));
    }
    let id = kept.id;
    let length = gsm::length(&text.text).unwrap_or_default();
    let said = [("length", length.to_string())].into();
    gateway.messages.keep(Kept { said, ..kept.clone() });
    let status = becomes(text.to.trim_start_matches('+'));
    let body = json!({ "reference": text.reference, "status": status, "to": text.to });
    // It fails only when the stand-ins stop.
    let settles = Some((id, status));
    let _ = gateway.calls.send(Call { about: About::TextReceipt, body, settles });
    json(StatusCode::ACCEPTED, &json!({ "id": id }))
}

/// Says whether it is here, and whether it knows who asks.
#[handler]
pub fn probe(gateway: Data<&Arc<Gateway>>, request: &Request) -> StatusCode {
    if is_known(&gateway, request) { StatusCode::NO_CONTENT } else { StatusCode::UNAUTHORIZED }
}

fn is_known(gateway: &Gateway, request: &Request) -> bool {
    bearer(request) == Some(&gateway.token)
}

fn refused(status: StatusCode, error: &str, why: &str) -> Response {
    json(status, &json!({ "error": error, "message": why }))
}

/// True of +44 7… with nine more digits, and of nothing else.
fn is_uk_mobile(number: &str) -> bool {
    number
        .strip_prefix("+447")
        .is_some_and(|rest| rest.len() == 9 && rest.bytes().all(|digit| digit.is_ascii_digit()))
}
