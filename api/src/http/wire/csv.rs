//! Comma-separated values, in and out.

use poem::{Body, FromRequest, IntoResponse, Request, RequestBody, Response, http::header};
use poem_openapi::{
    ApiResponse, impl_apirequest_for_payload,
    payload::{ParsePayload, Payload},
    registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry},
};

const MEDIA_TYPE: &str = "text/csv";

fn text() -> MetaSchemaRef {
    MetaSchemaRef::Inline(Box::new(MetaSchema::new("string")))
}

/// A CSV file that was sent, still streaming in: read it as it comes, it may be large.
pub struct CsvIn(pub Body);

impl Payload for CsvIn {
    const CONTENT_TYPE: &'static str = MEDIA_TYPE;

    fn check_content_type(content_type: &str) -> bool {
        content_type
            .split(';')
            .next()
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case(MEDIA_TYPE))
    }

    fn schema_ref() -> MetaSchemaRef {
        text()
    }
}

impl ParsePayload for CsvIn {
    const IS_REQUIRED: bool = true;

    async fn from_request(request: &Request, body: &mut RequestBody) -> poem::Result<Self> {
        Ok(Self(Body::from_request(request, body).await?))
    }
}

impl_apirequest_for_payload!(CsvIn);

/// A CSV file to be kept under a name.
pub struct CsvOut {
    /// The file, whole or streaming.
    pub body: Body,
    /// What to call it: plain ASCII without quotes, and nothing personal.
    pub file_name: &'static str,
}

impl Payload for CsvOut {
    const CONTENT_TYPE: &'static str = MEDIA_TYPE;

    fn schema_ref() -> MetaSchemaRef {
        text()
    }
}

impl IntoResponse for CsvOut {
    fn into_response(self) -> Response {
        Response::builder()
            .content_type("text/csv; charset=utf-8")
            .header(
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"{}\"", self.file_name),
            )
            .body(self.body)
    }
}

impl ApiResponse for CsvOut {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "The table as comma-separated values, with a row of headings.",
                status: Some(200),
                status_range: None,
                content: vec![MetaMediaType { content_type: MEDIA_TYPE, schema: text() }],
                headers: vec![],
            }],
        }
    }

    fn register(_: &mut Registry) {}
}
