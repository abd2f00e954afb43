//! Text messages and e-mails by GOV.UK Notify, over its HTTP API.
//!
//! Our letters are written here, so each of the two templates at Notify passes on what it is given: `((text))`, and for an
//! e-mail `((subject))` above it. Whether a letter arrived it says later, at `/provider/v1/notify/receipts`.

use std::{fmt, str::FromStr, sync::Arc, time::Duration};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::proof::Reached;
use hmac::{Hmac, Mac};
use reqwest::{RequestBuilder, StatusCode, Url};
use serde_json::{Value, json};
use sha2::Sha256;
use uuid::Uuid;

use super::{
    Letter, Posted, Sought,
    call::{Heard, Line, answered, no_answer, own_id},
    not_set_up,
};
use crate::clock::Clock;

/// Where it is.
pub const NOTIFY: &str = "https://api.notifications.service.gov.uk";

const WHO: &str = "GOV.UK Notify";

/// How long to wait when more was sent in a minute than it takes.
const A_MINUTE: Duration = Duration::from_secs(60);
/// How long to wait when more was sent in a day than it takes.
const AN_HOUR: Duration = Duration::from_secs(60 * 60);

/// What it checks and then forgets, for trying whether it is there.
const PROBED_NUMBER: &str = "07700900000";
const PROBED_ADDRESS: &str = "simulate-delivered@notifications.service.gov.uk";

/// A key to its API: a name, the id of the service and a secret, with hyphens between them.
#[derive(Clone, PartialEq, Eq)]
pub struct NotifyKey {
    service: Uuid,
    secret: String,
}

/// Hides the secret.
impl fmt::Debug for NotifyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NotifyKey")
    }
}

impl FromStr for NotifyKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // The name may hold hyphens; the two ids are of one length.
        let read = || {
            let (rest, secret) = text.split_at_checked(text.len().checked_sub(36)?)?;
            let rest = rest.strip_suffix('-')?;
            let service = rest.get(rest.len().checked_sub(36)?..)?;
            Uuid::try_parse(secret).ok()?;
            Some(Self { service: Uuid::try_parse(service).ok()?, secret: secret.to_owned() })
        };
        read().ok_or_else(|| {
            "copy the whole key from Notify: a name, the service's id and the secret, with hyphens \
             between them"
                .into()
        })
    }
}

impl NotifyKey {
    /// The id of the service, and the secret: for whoever checks what was signed with it.
    pub fn parts(&self) -> (Uuid, &str) {
        (self.service, &self.secret)
    }

    /// A token that is good for a request made at this moment: a JWT of the service's id and the time (RFC 7519), signed
    /// with the secret. Notify takes it for 30 seconds.
    fn token(&self, clock: &dyn Clock) -> String {
        let part = |claims: Value| BASE64_URL_SAFE_NO_PAD.encode(claims.to_string());
        let head = part(json!({ "typ": "JWT", "alg": "HS256" }));
        let claims = part(json!({ "iss": self.service, "iat": clock.now().timestamp() }));
        let signed = format!("{head}.{claims}");
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes())
            .expect("HMAC takes keys of any length");
        mac.update(signed.as_bytes());
        let signature = BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
        format!("{signed}.{signature}")
    }
}

/// What an installation has set up at Notify.
#[derive(Clone, Debug)]
pub struct NotifyAccount {
    /// Where it is.
    pub url: Url,
    /// What we are known by.
    pub key: NotifyKey,
    /// The template of our texts. None: it sends no texts for us.
    pub text_template: Option<Uuid>,
    /// The template of our e-mails. None: it sends no e-mails for us.
    pub email_template: Option<Uuid>,
    /// Who texts come from, unless it is the usual sender.
    pub sms_sender: Option<Uuid>,
    /// Where replies to e-mails go, unless it is the usual address.
    pub reply_to: Option<Uuid>,
}

/// GOV.UK Notify.
pub struct Notify {
    line: Line,
    clock: Arc<dyn Clock>,
    account: NotifyAccount,
}

impl Notify {
    /// Notify, for this account.
    pub fn new(line: Line, clock: Arc<dyn Clock>, account: NotifyAccount) -> Self {
        Self { line, clock, account }
    }

    /// Whether it sends for us this way.
    pub fn goes(&self, way: Reached) -> bool {
        self.template(way).is_some()
    }

    fn template(&self, way: Reached) -> Option<Uuid> {
        match way {
            Reached::Mobile => self.account.text_template,
            Reached::Email => self.account.email_template,
        }
    }

    /// Hands a letter over.
    pub async fn send(&self, letter: &Letter) -> Posted {
        self.post(letter.to.kind, &letter.to.value, letter.id, &letter.subject, &letter.text).await
    }

    /// Sends a letter to where Notify keeps none, and troubles nobody.
    pub async fn probe(&self, way: Reached, id: Uuid) -> Posted {
        let to = match way {
            Reached::Mobile => PROBED_NUMBER,
            Reached::Email => PROBED_ADDRESS,
        };
        self.post(way, to, id, "Hourly try", "Hourly try").await
    }

    /// What became of a letter. Notify may take a minute to find what it has just taken, so wait that long before asking.
    pub async fn seek(&self, id: Uuid) -> Sought {
        let mut url = self.url("notifications");
        url.query_pairs_mut().append_pair("reference", &id.to_string());
        let heard = self.line.call(self.signed(self.line.client().get(url))).await;
        let Heard::Answer { status: StatusCode::OK, body, .. } = heard else {
            return Sought::CannotTell;
        };
        let Some(found) = body.get("notifications").and_then(Value::as_array) else {
            return Sought::CannotTell;
        };
        let ours = |one: &&Value| {
            one.get("reference").and_then(Value::as_str) == Some(&id.to_string()[..])
        };
        match found.iter().find(ours) {
            Some(one) => Sought::Taken(own_id(one)),
            None if found.is_empty() => Sought::NotThere,
            // It was asked for one reference and speaks of others.
            None => Sought::CannotTell,
        }
    }

    async fn post(&self, way: Reached, to: &str, id: Uuid, subject: &str, text: &str) -> Posted {
        let Some(template) = self.template(way) else { return not_set_up() };
        let mut body = json!({ "template_id": template, "reference": id });
        let (path, member) = match way {
            Reached::Mobile => {
                body["personalisation"] = json!({ "text": text });
                if let Some(sender) = self.account.sms_sender {
                    body["sms_sender_id"] = json!(sender);
                }
                ("notifications/sms", "phone_number")
            }
            Reached::Email => {
                body["personalisation"] = json!({ "subject": subject, "text": text });
                if let Some(address) = self.account.reply_to {
                    body["email_reply_to_id"] = json!(address);
                }
                ("notifications/email", "email_address")
            }
        };
        body[member] = json!(to);
        let request = self
            .line
            .client()
            .post(self.url(path))
            .header("content-type", "application/json")
            .body(body.to_string());
        match self.line.call(self.signed(request)).await {
            Heard::Nobody => Posted::Later(None),
            Heard::Nothing => no_answer(WHO),
            Heard::Answer { status, after, body } => understand(status, after, &body, member),
        }
    }

    fn url(&self, path: &str) -> Url {
        let mut url = self.account.url.clone();
        let base = url.path().trim_end_matches('/').to_owned();
        url.set_path(&format!("{base}/v2/{path}"));
        url
    }

    fn signed(&self, request: RequestBuilder) -> RequestBuilder {
        request.bearer_auth(self.account.key.token(&*self.clock))
    }
}

/// What an answer means. Notify asks that programs go by the status and the name of the error. That the recipient is at
/// fault it says nowhere else than in the first word of the sentence, which is the member it is about; if that ever
/// changes, the letter counts as refused, and nobody's number as wrong.
fn understand(status: StatusCode, after: Option<Duration>, body: &Value, member: &str) -> Posted {
    let error = body.pointer("/errors/0");
    let said = |member| error.and_then(|error| error.get(member)).and_then(Value::as_str);
    let name = said("error").unwrap_or_default();
    let about_them = || {
        let sentence = said("message").unwrap_or_default();
        sentence.strip_prefix(member).is_some_and(|rest| rest.starts_with(' '))
    };
    match status.as_u16() {
        200..=299 => Posted::Taken(own_id(body)),
        400 if name == "ValidationError" && about_them() => Posted::NoSuchAddress,
        429 if name == "TooManyRequestsError" => Posted::Later(after.or(Some(AN_HOUR))),
        429 => Posted::Later(after.or(Some(A_MINUTE))),
        500..=599 => Posted::Unsure(answered(WHO, status)),
        _ => {
            let plain = name.len() <= 40 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
            let name = if plain { name } else { "" };
            Posted::Refused(format!("{} {name}", answered(WHO, status)).trim_end().to_owned())
        }
    }
}
