//! Makes an answer fit to be shown: short, and the same from run to run.

use serde_json::Value;
use uuid::Uuid;

/// The beginnings of tokens.
const TOKENS: [&str; 12] =
    ["yp_", "ya_", "yr_", "st_", "sa_", "sr_", "sl_", "in_", "su_", "sk_", "tp_", "co_"];
/// The rest of every token that is shown.
const SHOWN: &str = "AZicXn0ffQ6aOTuKP2aEC3Rha2VzIHRoaXMgdG8gYmUgYW4gZXhhbXBsZSBvbmx5";
/// The secret that is shown, of RFC 6238.
const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// Lists are cut to their first two items, and whatever chance made has a stand-in.
pub fn plain(body: &Value) -> Value {
    let mut ids = Vec::new();
    shorten(body, &mut ids)
}

fn shorten(value: &Value, ids: &mut Vec<Uuid>) -> Value {
    match value {
        Value::Object(members) => {
            members.iter().map(|(name, member)| (name.clone(), named(name, member, ids))).collect()
        }
        Value::Array(items) => items.iter().take(2).map(|item| shorten(item, ids)).collect(),
        Value::String(text) => stand_in(text, ids).into(),
        other => other.clone(),
    }
}

fn named(name: &str, member: &Value, ids: &mut Vec<Uuid>) -> Value {
    match (name, member) {
        ("qr_svg", _) => "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>".into(),
        ("totp_secret", _) => SECRET.into(),
        (
            "challenge" | "client_data" | "authenticator_data" | "signature" | "attestation"
            | "user",
            Value::String(_),
        ) => SHOWN.into(),
        ("totp_uri", Value::String(uri)) => {
            let (before, rest) = uri.split_once("secret=").unwrap_or((uri, ""));
            format!("{before}secret={SECRET}{}", rest.get(SECRET.len()..).unwrap_or_default())
                .into()
        }
        ("code" | "secret", Value::String(code)) if is_code(code) => "1234 5678".into(),
        ("code", Value::String(code)) if code.len() == 6 => "123456".into(),
        (_, member) => shorten(member, ids),
    }
}

fn is_code(text: &str) -> bool {
    text.len() == 9
        && text
            .bytes()
            .enumerate()
            .all(|(at, b)| if at == 4 { b == b' ' } else { b.is_ascii_digit() })
}

/// Ids are numbered as they come, and tokens are all alike.
fn stand_in(text: &str, ids: &mut Vec<Uuid>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some(id) = rest.get(..36).and_then(|id| Uuid::try_parse(id).ok()) {
            let place = ids.iter().position(|known| *known == id).unwrap_or_else(|| {
                ids.push(id);
                ids.len() - 1
            });
            out += &format!("01989c5e-7d1f-7d0e-9a39-3b8a3f6f9a{:02x}", 0x10 + place);
            rest = &rest[36..];
        } else if let Some(kind) =
            TOKENS.iter().find(|kind| rest.starts_with(**kind) && rest.len() == 67)
        {
            out += kind;
            out += SHOWN;
            rest = "";
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}
