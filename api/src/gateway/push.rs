//! A push service (RFC 8030), and phones behind it that can be made to decrypt what arrives (RFC 8188, 8291).

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex},
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use ece::EcKeyComponents;
use poem::{
    Request, Response, handler,
    http::{StatusCode, header},
    web::{Data, Path},
};
use serde::Deserialize;
use serde_json::json;

use super::{
    Gateway,
    faults::{come_back, happens, status},
    json, jwt,
    kept::{Kept, Way},
};

/// Who takes these.
const BY: &str = "push service";

/// The largest body that every push service takes (RFC 8030, 7.2).
const LARGEST: usize = 4096;
/// The longest that a signature may be good for, in seconds (RFC 8292, 2).
const A_DAY: i64 = 24 * 60 * 60;
/// How many phones there may be.
const MOST: usize = 100_000;

const NEVER_POISONED: &str = "nothing panics while it holds this lock";

/// What decrypts.
#[derive(Clone)]
struct Receiver {
    components: EcKeyComponents,
    auth: Vec<u8>,
}

/// Phones whose keys are known here.
#[derive(Default)]
pub struct Phones(Mutex<HashMap<String, Receiver>>);

impl Phones {
    fn receiver(&self, id: &str) -> Option<Receiver> {
        self.0.lock().expect(NEVER_POISONED).get(id).cloned()
    }

    fn know(&self, id: String, receiver: Receiver) {
        let mut phones = self.0.lock().expect(NEVER_POISONED);
        if phones.len() < MOST {
            phones.insert(id, receiver);
        }
    }
}

/// Makes a phone, and gives what its browser would give.
#[handler]
pub fn subscribe(gateway: Data<&Arc<Gateway>>, request: &Request) -> Response {
    let made = || {
        let (keys, auth) = ece::generate_keypair_and_auth_secret()?;
        Ok::<_, ece::Error>((keys.raw_components()?, keys.pub_as_raw()?, auth))
    };
    let Ok((components, public, auth)) = made() else {
        return wrong(StatusCode::INTERNAL_SERVER_ERROR, "no keys could be made");
    };
    let id = gateway.ids.new_id().simple().to_string();
    let endpoint = format!("{}/push/{id}", origin(request));
    let encode = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
    let keys = json!({ "p256dh": encode(&public), "auth": encode(&auth) });
    gateway.phones.know(id, Receiver { components, auth: auth.to_vec() });
    json(StatusCode::CREATED, &json!({ "endpoint": endpoint, "keys": keys }))
}

/// The keys of a phone that a test made, in base64url.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    private_key: String,
    public_key: String,
    auth: String,
}

/// Takes the keys of a phone that a test made.
#[handler]
pub fn know(gateway: Data<&Arc<Gateway>>, id: Path<String>, body: Vec<u8>) -> Response {
    let read = || -> Option<Receiver> {
        let keys: Keys = serde_json::from_slice(&body).ok()?;
        let decode = |text: &str| BASE64_URL_SAFE_NO_PAD.decode(text).ok();
        let components =
            EcKeyComponents::new(decode(&keys.private_key)?, decode(&keys.public_key)?);
        Some(Receiver { components, auth: decode(&keys.auth)? })
    };
    match read() {
        Some(receiver) => {
            gateway.phones.know(id.0, receiver);
            json(StatusCode::OK, &json!({}))
        }
        None => wrong(
            StatusCode::BAD_REQUEST,
            "send private_key, public_key and auth, each in base64url without =",
        ),
    }
}

#[handler]
pub async fn take(
    gateway: Data<&Arc<Gateway>>,
    request: &Request,
    id: Path<String>,
    body: Vec<u8>,
) -> Response {
    let usual = || one(&gateway, request, &id, &body);
    let wrong = |code: u16, fault: &_| come_back(wrong(status(code), "as a test wants"), fault);
    happens(&gateway, Way::Push, usual, wrong).await
}

fn one(gateway: &Gateway, request: &Request, phone: &str, body: &[u8]) -> Response {
    let id = gateway.ids.new_id();
    let kept = Kept::new(id, gateway.clock.now(), Way::Push, BY, phone.to_owned());
    let said = ["ttl", "urgency", "topic"]
        .into_iter()
        .filter_map(|name| Some((name, request.header(name)?.to_owned())));
    let kept = Kept { said: said.collect::<BTreeMap<_, _>>(), ..kept };
    let refuse = |(code, why): (StatusCode, &str)| {
        gateway.messages.keep(kept.clone().refused(why));
        wrong(code, why)
    };
    if let Err(no) = check_headers(request).and_then(|()| check_sender(gateway, request)) {
        return refuse(no);
    }
    if let Err(no) = check_body(body) {
        return refuse(no);
    }
    let text = match gateway.phones.receiver(phone) {
        None => None,
        Some(Receiver { components, auth }) => match ece::decrypt(&components, &auth, body) {
            Err(_) => return refuse((StatusCode::BAD_REQUEST, "the phone cannot decrypt it")),
            Ok(plain) => match String::from_utf8(plain) {
                Err(_) => return refuse((StatusCode::BAD_REQUEST, "it does not hold text")),
                Ok(text) => Some(text),
            },
        },
    };
    gateway.messages.keep(Kept { text, ..kept.clone() });
    let mut taken = json(StatusCode::CREATED, &json!({}));
    // How long it is kept, as it has to say.
    if let Some(ttl) = request.header("ttl").and_then(|ttl| ttl.parse().ok()) {
        taken.headers_mut().insert("ttl", ttl);
    }
    let place = format!("{}/push/messages/{id}", origin(request));
    if let Ok(place) = place.parse() {
        taken.headers_mut().insert(header::LOCATION, place);
    }
    taken
}

type Checked = Result<(), (StatusCode, &'static str)>;

/// What RFC 8030 wants of the head of a message.
fn check_headers(request: &Request) -> Checked {
    let bad = |why| Err((StatusCode::BAD_REQUEST, why));
    let ttl = request.header("ttl");
    if !ttl.is_some_and(|ttl| !ttl.is_empty() && ttl.bytes().all(|b| b.is_ascii_digit())) {
        return bad("TTL is missing, or no number of seconds");
    }
    if request
        .header("urgency")
        .is_some_and(|u| !["very-low", "low", "normal", "high"].contains(&u))
    {
        return bad("Urgency is none of the four words");
    }
    let in_alphabet = |topic: &str| {
        (1..=32).contains(&topic.len())
            && topic.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    if request.header("topic").is_some_and(|topic| !in_alphabet(topic)) {
        return bad("Topic is not 1 to 32 characters of base64url");
    }
    if request.header(header::CONTENT_ENCODING) != Some("aes128gcm") {
        return bad("Content-Encoding is not aes128gcm");
    }
    Ok(())
}

/// What RFC 8292 wants of who sends.
fn check_sender(gateway: &Gateway, request: &Request) -> Checked {
    let no = |why| Err((StatusCode::FORBIDDEN, why));
    let Some(shown) = request.header(header::AUTHORIZATION) else {
        return Err((StatusCode::UNAUTHORIZED, "nobody says who sends"));
    };
    let Some(parts) = shown.strip_prefix("vapid ") else {
        return Err((StatusCode::UNAUTHORIZED, "Authorization is not of the kind vapid"));
    };
    let part = |name: &str| {
        parts.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='))
    };
    let (Some(token), Some(key)) = (part("t"), part("k")) else {
        return no("vapid has not both t and k");
    };
    let Some(key) = BASE64_URL_SAFE_NO_PAD.decode(key).ok().filter(|key| key.len() == 65) else {
        return no("k is no key of 65 bytes in base64url");
    };
    let claims = match jwt::es256(token, &key) {
        Ok(claims) => claims,
        Err(why) => return no(why),
    };
    if claims["aud"].as_str() != Some(&origin(request)) {
        return no("aud is not the origin of this push service");
    }
    let left = claims["exp"].as_i64().map(|exp| exp - gateway.clock.now().timestamp());
    if !left.is_some_and(|left| (1..=A_DAY).contains(&left)) {
        return no("exp is over, or more than a day away");
    }
    let contact = claims["sub"].as_str().unwrap_or_default();
    if !contact.starts_with("mailto:") && !contact.starts_with("https://") {
        return no("sub is no way to reach whoever sends");
    }
    Ok(())
}

/// What RFC 8188 and 8291 want of the body, as far as it can be seen without a key.
fn check_body(body: &[u8]) -> Checked {
    if body.len() > LARGEST {
        return Err((StatusCode::PAYLOAD_TOO_LARGE, "it has more than 4096 bytes"));
    }
    let bad = |why| Err((StatusCode::BAD_REQUEST, why));
    // A salt of 16 bytes, the size of a record, and the sender's key with its length before it; then at least a tag and a
    // mark.
    let Some(size) = body.get(16..20).and_then(|size| size.try_into().ok()) else {
        return bad("it has no head of encrypted content");
    };
    if u32::from_be_bytes(size) < 18 {
        return bad("its records are too short");
    }
    if body.get(20) != Some(&65) || body.get(21) != Some(&4) || body.len() < 86 + 17 {
        return bad("its key is no point of P-256, or nothing follows it");
    }
    Ok(())
}

/// Where whoever asks thinks that this is.
fn origin(request: &Request) -> String {
    format!("http://{}", request.header(header::HOST).unwrap_or("localhost"))
}

fn wrong(code: StatusCode, why: &str) -> Response {
    json(code, &json!({ "reason": why }))
}
