//! What is held, as a page to keep.

use std::fmt::Write;

use domain::person::Reading;
use poem::{IntoResponse, Response, http::header};
use poem_openapi::{
    ApiResponse,
    registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry},
};

use super::RecordOut;

const MEDIA_TYPE: &str = "text/html";

/// A page to be kept under a name.
pub struct PageOut {
    /// The page.
    pub body: String,
    /// What to call it: plain ASCII without quotes, and nothing personal.
    pub file_name: &'static str,
}

impl IntoResponse for PageOut {
    fn into_response(self) -> Response {
        Response::builder()
            .content_type("text/html; charset=utf-8")
            .header(
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"{}\"", self.file_name),
            )
            .body(self.body)
    }
}

impl ApiResponse for PageOut {
    fn meta() -> MetaResponses {
        let schema = MetaSchemaRef::Inline(Box::new(MetaSchema::new("string")));
        MetaResponses {
            responses: vec![MetaResponse {
                description: "A page that needs nothing else.",
                status: Some(200),
                status_range: None,
                content: vec![MetaMediaType { content_type: MEDIA_TYPE, schema }],
                headers: vec![],
            }],
        }
    }

    fn register(_: &mut Registry) {}
}

/// The page: plain, without scripts, readable and printable anywhere.
pub fn page(record: &RecordOut, reading: Reading) -> String {
    let easy = reading == Reading::Easy;
    let in_words = |plain: &str, easier: Option<&String>| {
        text(easier.filter(|_| easy).map_or(plain, String::as_str)).replace('\n', "<br>")
    };
    let mut page = String::from(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head><meta charset=\"utf-8\">\n<title>What is held about me</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <style>body{font:1.125rem/1.5 sans-serif;max-width:40rem;margin:1rem auto;padding:0 1rem}\
         dt{font-weight:bold}dd{margin:0 0 .5rem}</style></head>\n<body>\n<h1>What is held about me</h1>\n",
    );
    let memory = "a page in memory takes every line";
    for section in &record.sections {
        writeln!(page, "<h2>{}</h2>", in_words(&section.title, Some(&section.easy_title)))
            .expect(memory);
        if section.items.is_empty() {
            writeln!(page, "<p>Nothing.</p>").expect(memory);
        }
        for item in &section.items {
            writeln!(page, "<h3>{}</h3>\n<dl>", text(&item.title)).expect(memory);
            for fact in &item.facts {
                let name = in_words(&fact.name, fact.easy_name.as_ref());
                let value = in_words(&fact.value, fact.easy_value.as_ref());
                writeln!(page, "<dt>{name}</dt><dd>{value}</dd>").expect(memory);
            }
            writeln!(page, "</dl>").expect(memory);
        }
    }
    writeln!(
        page,
        "<p>{}</p>\n</body>\n</html>",
        in_words(&record.not_shown, Some(&record.not_shown_easy))
    )
    .expect(memory);
    page
}

/// Text that stays text: what people wrote is never read as a page.
fn text(raw: &str) -> String {
    raw.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_stays_text() {
        assert_eq!(text("<b>\"A & B\"</b>"), "&lt;b&gt;&quot;A &amp; B&quot;&lt;/b&gt;");
    }
}
