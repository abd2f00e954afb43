//! GOV.UK Notify's API, version 2, as far as it is used: texts and e-mails sent, and asked after.

use std::sync::Arc;

use poem::{
    Request, Response, handler,
    http::StatusCode,
    web::{Data, Path, Query},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    Gateway, bearer,
    faults::{Fault, come_back, happens, status},
    json, jwt,
    kept::{Kept, Way},
    letter::body_fault,
    receipts::{About, Call, becomes},
    text_fault,
};

/// Who takes these.
pub const BY: &str = "notify";

/// How far the clock of whoever asks may be away, in seconds.
const CLOCKS_APART: i64 = 30;

/// Numbers and addresses that are checked and then forgotten.
const FORGOTTEN: [&str; 6] = [
    "447700900000",
    "447700900111",
    "447700900222",
    "simulate-delivered@notifications.service.gov.uk",
    "simulate-delivered-2@notifications.service.gov.uk",
    "simulate-delivered-3@notifications.service.gov.uk",
];

/// Why something is refused, in the words and the shape of Notify.
struct No(u16, &'static str, String);

impl No {
    fn invalid(message: impl Into<String>) -> Self {
        Self(400, "ValidationError", message.into())
    }

    fn bad(message: impl Into<String>) -> Self {
        Self(400, "BadRequestError", message.into())
    }

    fn answer(&self) -> Response {
        let Self(code, error, message) = self;
        let errors = json!([{ "error": error, "message": message }]);
        json(status(*code), &json!({ "status_code": code, "errors": errors }))
    }
}

/// Whether the token is one that was signed with our key within the last half minute.
fn admit(gateway: &Gateway, request: &Request) -> Result<(), No> {
    let auth = |code, message: &str| No(code, "AuthError", message.to_owned());
    let token = bearer(request)
        .ok_or_else(|| auth(401, "Unauthorized: authentication token must be provided"))?;
    let (service, secret) = gateway.notify.parts();
    let claims =
        jwt::hs256(token, secret).map_err(|why| auth(403, &format!("Invalid token: {why}")))?;
    if claims["iss"] != service.to_string() {
        return Err(auth(403, "Invalid token: service not found"));
    }
    let issued = claims["iat"].as_i64();
    let apart = issued.map(|issued| (gateway.clock.now().timestamp() - issued).abs());
    if apart.is_none_or(|apart| apart > CLOCKS_APART) {
        return Err(auth(403, "Error: Your system clock must be accurate to within 30 seconds"));
    }
    Ok(())
}

#[handler]
pub async fn take_text(gateway: Data<&Arc<Gateway>>, request: &Request, body: Vec<u8>) -> Response {
    take(&gateway, request, Way::Sms, &body).await
}

#[handler]
pub async fn take_email(
    gateway: Data<&Arc<Gateway>>,
    request: &Request,
    body: Vec<u8>,
) -> Response {
    take(&gateway, request, Way::Email, &body).await
}

async fn take(gateway: &Gateway, request: &Request, way: Way, body: &[u8]) -> Response {
    if let Err(no) = admit(gateway, request) {
        return no.answer();
    }
    let usual = || one(gateway, way, body).unwrap_or_else(|no| no.answer());
    happens(gateway, way, usual, wrong).await
}

fn wrong(code: u16, fault: &Fault) -> Response {
    let error = match code {
        429 => "RateLimitError",
        500.. => "Exception",
        _ => "BadRequestError",
    };
    come_back(No(code, error, "as a test wants".into()).answer(), fault)
}

/// A text member, which has to be there.
fn member<'a>(body: &'a Map<String, Value>, name: &str) -> Result<&'a str, No> {
    match body.get(name) {
        None => Err(No::invalid(format!("{name} is a required property"))),
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(No::invalid(format!("{name} is not of type string"))),
    }
}

fn one(gateway: &Gateway, way: Way, body: &[u8]) -> Result<Response, No> {
    let body: Value =
        serde_json::from_slice(body).map_err(|_| No::bad("Invalid JSON supplied in POST data"))?;
    let body = body.as_object().ok_or_else(|| No::invalid("it is not of type object"))?;
    let (to_name, known): (_, &[&str]) = match way {
        Way::Sms => ("phone_number", &["sms_sender_id"]),
        _ => ("email_address", &["email_reply_to_id", "one_click_unsubscribe_url"]),
    };
    let usual = [to_name, "template_id", "personalisation", "reference"];
    if let Some(name) = body.keys().find(|k| !usual.contains(&&***k) && !known.contains(&&***k)) {
        return Err(No::invalid(format!(
            "Additional properties are not allowed ({name} was unexpected)"
        )));
    }
    let to = member(body, to_name)?;
    let template = Uuid::parse_str(member(body, "template_id")?)
        .map_err(|_| No::invalid("template_id is not a valid UUID"))?;
    let reference = match body.get("reference") {
        None | Some(Value::Null) => None,
        Some(_) => Some(member(body, "reference")?.to_owned()),
    };
    let normal = match way {
        Way::Sms => uk_mobile(to)?,
        _ => address(to)?,
    };
    let said = |name: &str| {
        let value = body.get("personalisation").and_then(|all| all.get(name));
        value
            .and_then(Value::as_str)
            .ok_or_else(|| No::bad(format!("Missing personalisation: {name}")))
    };
    let text = said("text")?.to_owned();
    let subject = if way == Way::Email { Some(said("subject")?.to_owned()) } else { None };
    let id = gateway.ids.new_id();
    let answer = json!({
        "id": id,
        "reference": reference,
        "content": match &subject {
            None => json!({ "body": text, "from_number": "Next Steps" }),
            Some(subject) => json!({
                "subject": subject, "body": text, "from_email": "next.steps@notifications.service.gov.uk",
            }),
        },
        "uri": format!("https://api.notifications.service.gov.uk/v2/notifications/{id}"),
        "template": template_said(template),
        "scheduled_for": null,
    });
    let kept = Kept::new(id, gateway.clock.now(), way, BY, to.to_owned());
    let kept = Kept {
        subject: subject.clone(),
        text: Some(text.clone()),
        reference: reference.clone(),
        status: "created",
        said: [("template", template.to_string())].into(),
        ..kept
    };
    // Notify itself would take more; what we send is to be better than that.
    let fault = match &subject {
        None => text_fault(&text).map(|(_, why)| why),
        Some(subject) => body_fault(subject, &text),
    };
    if let Some(why) = fault {
        gateway.messages.keep(kept.refused(why.as_str()));
        return Err(No::bad(why));
    }
    if FORGOTTEN.contains(&&*normal) {
        return Ok(json(StatusCode::CREATED, &answer));
    }
    let status = becomes(&normal);
    let body = json!({
        "id": id,
        "reference": reference,
        "to": to,
        "status": status,
        "created_at": kept.at,
        "sent_at": kept.at,
        "completed_at": kept.at,
        "notification_type": kind(way),
        "template_id": template,
        "template_version": 1,
    });
    gateway.messages.keep(kept);
    // It fails only when the stand-ins stop.
    let settles = Some((id, status));
    let _ = gateway.calls.send(Call { about: About::NotifyReceipt, body, settles });
    Ok(json(StatusCode::CREATED, &answer))
}

fn template_said(id: Uuid) -> Value {
    let uri = format!("https://api.notifications.service.gov.uk/v2/template/{id}");
    json!({ "id": id, "version": 1, "uri": uri })
}

/// A number as Notify takes it, however it is grouped, with 44 before it.
fn uk_mobile(number: &str) -> Result<String, No> {
    let digits: String = number.chars().filter(|c| !" ()-+.\u{a0}".contains(*c)).collect();
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(No::invalid("phone_number Must not contain letters or symbols"));
    }
    let rest = ["0044", "44", "0"].iter().find_map(|prefix| digits.strip_prefix(prefix));
    let rest = rest.unwrap_or(&digits);
    match (rest.strip_prefix('7'), rest.len()) {
        (None, _) => Err(No::invalid("phone_number Not a UK mobile number")),
        (Some(_), ..10) => Err(No::invalid("phone_number Not enough digits")),
        (Some(_), 10) => Ok(format!("44{rest}")),
        (Some(_), _) => Err(No::invalid("phone_number Too many digits")),
    }
}

/// A number as Notify passes it on; nothing if it is none.
pub fn normal(number: &str) -> Option<String> {
    uk_mobile(number).ok()
}

fn address(text: &str) -> Result<String, No> {
    let fits = |(before, after): (&str, &str)| {
        !before.is_empty()
            && after.contains('.')
            && !after.starts_with('.')
            && !text.contains(char::is_whitespace)
    };
    if text.rsplit_once('@').is_some_and(fits) {
        Ok(text.to_ascii_lowercase())
    } else {
        Err(No::invalid("email_address Not a valid email address"))
    }
}

#[handler]
pub fn show(gateway: Data<&Arc<Gateway>>, request: &Request, id: Path<String>) -> Response {
    let found = || {
        admit(&gateway, request)?;
        let id = Uuid::parse_str(&id).map_err(|_| No::invalid("id is not a valid UUID"))?;
        let found = gateway.messages.by_id(id).filter(|kept| kept.by == BY);
        found.ok_or_else(|| No(404, "NoResultFound", "No result found".into()))
    };
    match found() {
        Ok(kept) => json(StatusCode::OK, &shown(&kept)),
        Err(no) => no.answer(),
    }
}

#[derive(Deserialize)]
struct Wanted {
    reference: Option<String>,
    status: Option<String>,
    template_type: Option<String>,
}

#[handler]
pub fn find(gateway: Data<&Arc<Gateway>>, request: &Request, wanted: Query<Wanted>) -> Response {
    if let Err(no) = admit(&gateway, request) {
        return no.answer();
    }
    let is = |wanted: &Option<String>, is: &str| wanted.as_deref().is_none_or(|w| w == is);
    let (found, _) = gateway.messages.latest(
        |kept| {
            kept.by == BY
                && kept.why.is_none()
                && is(&wanted.reference, kept.reference.as_deref().unwrap_or_default())
                && is(&wanted.status, kept.status)
                && is(&wanted.template_type, kind(kept.way))
        },
        250,
    );
    let notifications: Vec<Value> = found.iter().map(shown).collect();
    let uri = request.original_uri().path_and_query().map(ToString::to_string);
    json(StatusCode::OK, &json!({ "notifications": notifications, "links": { "current": uri } }))
}

/// What Notify calls this way.
fn kind(way: Way) -> &'static str {
    if way == Way::Sms { "sms" } else { "email" }
}

fn shown(kept: &Kept) -> Value {
    let to = |way| (kept.way == way).then_some(&kept.to);
    let template = kept.said.get("template").and_then(|id| Uuid::parse_str(id).ok());
    let ended = !["created", "sending"].contains(&kept.status);
    json!({
        "id": kept.id,
        "reference": kept.reference,
        "phone_number": to(Way::Sms),
        "email_address": to(Way::Email),
        "type": kind(kept.way),
        "status": kept.status,
        "template": template.map(template_said),
        "subject": kept.subject,
        "body": kept.text,
        "created_at": kept.at,
        "sent_at": (kept.status != "created").then_some(kept.at),
        "completed_at": ended.then_some(kept.at),
        "created_by_name": null,
        "scheduled_for": null,
    })
}
