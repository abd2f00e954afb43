//! YAML, in and out.

use poem::{Body, FromRequest, IntoResponse, Request, RequestBody, Response};
use poem_openapi::{
    ApiResponse, impl_apirequest_for_payload,
    payload::{ParsePayload, Payload},
    registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry},
};

/// Its registered name (RFC 9512).
const MEDIA_TYPE: &str = "application/yaml";

/// What it was called before it had one.
const ALSO: [&str; 3] = ["application/x-yaml", "text/yaml", "text/x-yaml"];

fn text() -> MetaSchemaRef {
    MetaSchemaRef::Inline(Box::new(MetaSchema::new("string")))
}

/// Readers of the document parse YAML before they look at its schema, and what it means may be anything.
fn meaning() -> MetaSchemaRef {
    MetaSchemaRef::Inline(Box::new(MetaSchema::ANY))
}

/// A YAML file that was sent, not read yet.
pub struct YamlIn(pub Body);

impl Payload for YamlIn {
    const CONTENT_TYPE: &'static str = MEDIA_TYPE;

    fn check_content_type(content_type: &str) -> bool {
        let kind = content_type.split(';').next().unwrap_or_default().trim();
        std::iter::once(&MEDIA_TYPE).chain(&ALSO).any(|known| kind.eq_ignore_ascii_case(known))
    }

    fn schema_ref() -> MetaSchemaRef {
        text()
    }
}

impl ParsePayload for YamlIn {
    const IS_REQUIRED: bool = true;

    async fn from_request(request: &Request, body: &mut RequestBody) -> poem::Result<Self> {
        Ok(Self(Body::from_request(request, body).await?))
    }
}

impl_apirequest_for_payload!(YamlIn);

/// A YAML file, as it was sent.
pub struct YamlOut(pub String);

impl Payload for YamlOut {
    const CONTENT_TYPE: &'static str = MEDIA_TYPE;

    fn schema_ref() -> MetaSchemaRef {
        meaning()
    }
}

impl IntoResponse for YamlOut {
    fn into_response(self) -> Response {
        Response::builder().content_type(MEDIA_TYPE).body(self.0)
    }
}

impl ApiResponse for YamlOut {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "The file, letter by letter as it was sent.",
                status: Some(200),
                status_range: None,
                content: vec![MetaMediaType { content_type: MEDIA_TYPE, schema: meaning() }],
                headers: vec![],
            }],
        }
    }

    fn register(_: &mut Registry) {}
}
