//! The page on which every message can be read, and the same as JSON.

use std::{fmt::Write, sync::Arc};

use poem::{
    IntoResponse, Response, handler,
    http::{StatusCode, header},
    web::{Data, Query},
};
use serde::Deserialize;
use serde_json::json;

use super::{
    Gateway, json,
    kept::{Kept, Way},
};

/// How many messages stand on the page.
const MOST: usize = 200;

/// Everything is on this page: nothing is loaded and nothing runs.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; \
                      base-uri 'none'; form-action 'self'";

const HEAD: &str = "<!doctype html>
<html lang=\"en-GB\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<title>Messages</title>
<style>
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; --soft: #4a5263; --line: #8a919d; --said: #eef2f4; }
@media (prefers-color-scheme: dark) { :root { --soft: #bcc5ce; --said: #1f2932; } }
body { max-width: 44rem; margin: 0 auto; padding: 1rem; }
h1 { line-height: 1.2; margin: 0 0 .5rem; }
article { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; margin: 1rem 0; }
h2 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
p { margin: .25rem 0; overflow-wrap: anywhere; }
article p:last-of-type { color: var(--soft); font-size: .875rem; }
nav a { display: inline-block; padding: .5rem 1rem .5rem 0; }
fieldset { border: 0; padding: 0; margin: .5rem 0 0; display: flex; flex-wrap: wrap; gap: .5rem; }
legend { padding: 0 0 .25rem; }
button { font: inherit; min-width: 3rem; min-height: 2.75rem; padding: .25rem .75rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: .5rem 0; padding: .5rem .75rem; border-radius: .5rem; background: var(--said); }
</style>
";

const BEGINNING: &str = "</head>
<body>
<main>
<h1>Messages</h1>
<p>Every message that would have been sent, the latest first. Nobody gets any of them.</p>
";

/// Looking again by itself would take the keyboard, and whoever reads aloud, back to the top: only who asks for it has it.
const FOLLOWING: &str = "<meta http-equiv=\"refresh\" content=\"5\">\n";
const AGAIN: &str = "<nav><a href=\"/\">Look again</a> <a href=\"/?follow=true\">Look again every five seconds</a></nav>\n";
const NO_MORE: &str = "<nav><a href=\"/\">Stop looking again every five seconds</a></nav>\n";

#[derive(Deserialize)]
pub struct Following {
    /// Look again every five seconds.
    follow: Option<bool>,
}

#[handler]
pub fn show(
    gateway: Data<&Arc<Gateway>>,
    Query(Following { follow }): Query<Following>,
) -> Response {
    let (list, given) = gateway.messages.latest(|_| true, MOST);
    let follows = follow.unwrap_or_default();
    let mut page = HEAD.to_owned();
    page.push_str(if follows { FOLLOWING } else { "" });
    page.push_str(BEGINNING);
    page.push_str(if follows { NO_MORE } else { AGAIN });
    if list.is_empty() {
        page.push_str(
            "<p>There are none yet. They appear here as soon as they would be sent.</p>\n",
        );
    }
    for kept in &list {
        article(&mut page, kept);
    }
    if given > MOST as u64 {
        page.push_str("<p>Older ones are in <a href=\"/messages.json\">messages.json</a>.</p>\n");
    }
    page.push_str("</main>\n</body>\n</html>\n");
    Response::builder()
        .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
        .header(header::CONTENT_SECURITY_POLICY, POLICY)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::CACHE_CONTROL, "no-store")
        .body(page)
        .into_response()
}

fn article(page: &mut String, kept: &Kept) {
    let what = match kept.way {
        Way::Sms => "Text message",
        Way::Email => "E-mail",
        Way::Push => "Notification",
    };
    page.push_str("<article>\n");
    let mut line = |tag: &str, text: &str| {
        writeln!(page, "<{tag}>{}</{tag}>", escaped(text)).expect("a text takes what is written");
    };
    line("h2", &format!("{}. {what} to {}", kept.number, kept.to));
    if let Some(subject) = &kept.subject {
        line("p", subject);
    }
    line("pre", kept.text.as_deref().unwrap_or("It is encrypted for the phone."));
    let refused = kept.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
    let often = if kept.times > 1 { format!(" {} times", kept.times) } else { String::new() };
    let at = kept.at.format("%-d %B %Y %H:%M:%S UTC");
    line("p", &format!("{at}, {}: {}{often}{refused}", kept.by, kept.status));
    if kept.way == Way::Sms && kept.why.is_none() {
        replies(page, kept);
    }
    page.push_str("</article>\n");
}

/// What somebody may text back where that is possible, each a button.
fn replies(page: &mut String, kept: &Kept) {
    let (from, by) = (escaped(&kept.to), escaped(kept.by));
    let buttons: String = ["1", "2", "3", "STOP", "START"]
        .map(|text| format!("<button name=\"text\" value=\"{text}\">{text}</button>\n"))
        .concat();
    write!(
        page,
        "<form method=\"post\" action=\"/replies\">\n<input type=\"hidden\" name=\"from\" value=\"{from}\">\n\
         <input type=\"hidden\" name=\"by\" value=\"{by}\">\n\
         <fieldset><legend>Text back from {from}</legend>\n{buttons}</fieldset>\n</form>\n"
    )
    .expect("a text takes what is written");
}

/// A text that a browser shows as it stands.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if c.is_control() && c != '\n' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[derive(Deserialize)]
struct Wanted {
    /// Only those with a higher number.
    after: Option<u64>,
    way: Option<Way>,
    to: Option<String>,
}

#[handler]
pub fn as_json(gateway: Data<&Arc<Gateway>>, wanted: Query<Wanted>) -> Response {
    let (list, given) = gateway.messages.latest(
        |kept| {
            wanted.after.is_none_or(|after| kept.number > after)
                && wanted.way.is_none_or(|way| kept.way == way)
                && wanted.to.as_ref().is_none_or(|to| kept.to == *to)
        },
        usize::MAX,
    );
    json(StatusCode::OK, &json!({ "given": given, "messages": list }))
}

#[handler]
pub fn clear(gateway: Data<&Arc<Gateway>>) -> Response {
    gateway.messages.clear();
    json(StatusCode::OK, &json!({}))
}
