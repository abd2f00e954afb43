//! Calendars, out.

use poem::{IntoResponse, Response, http::header};
use poem_openapi::{
    ApiResponse,
    payload::Payload,
    registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry},
};

const MEDIA_TYPE: &str = "text/calendar";

fn text() -> MetaSchemaRef {
    MetaSchemaRef::Inline(Box::new(MetaSchema::new("string")))
}

/// An iCalendar file.
pub struct CalendarOut(pub String);

impl Payload for CalendarOut {
    const CONTENT_TYPE: &'static str = MEDIA_TYPE;

    fn schema_ref() -> MetaSchemaRef {
        text()
    }
}

impl IntoResponse for CalendarOut {
    fn into_response(self) -> Response {
        Response::builder()
            .content_type("text/calendar; charset=utf-8")
            .header(header::CONTENT_DISPOSITION, "attachment; filename=\"key-days.ics\"")
            .body(self.0)
    }
}

impl ApiResponse for CalendarOut {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "The calendar (iCalendar, RFC 5545).",
                status: Some(200),
                status_range: None,
                content: vec![MetaMediaType { content_type: MEDIA_TYPE, schema: text() }],
                headers: vec![],
            }],
        }
    }

    fn register(_: &mut Registry) {}
}
