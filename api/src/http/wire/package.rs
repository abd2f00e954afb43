//! Packages of records, in and out: JSON Lines.

use std::fs::File;

use poem::{Body, FromRequest, IntoResponse, Request, RequestBody, Response, http::header};
use poem_openapi::{
    ApiResponse, impl_apirequest_for_payload,
    payload::{ParsePayload, Payload},
    registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry},
};

const MEDIA_TYPE: &str = "application/jsonl";

/// Readers of the document parse a first line before they look at its schema.
fn lines() -> MetaSchemaRef {
    MetaSchemaRef::Inline(Box::new(MetaSchema::new("string")))
}

/// A package that was sent, still streaming in: read it as it comes, it may be large.
pub struct PackageIn(pub Body);

impl Payload for PackageIn {
    const CONTENT_TYPE: &'static str = MEDIA_TYPE;

    fn check_content_type(content_type: &str) -> bool {
        let kind = content_type.split(';').next().unwrap_or_default().trim();
        [MEDIA_TYPE, "application/x-ndjson"].iter().any(|known| kind.eq_ignore_ascii_case(known))
    }

    fn schema_ref() -> MetaSchemaRef {
        lines()
    }
}

impl ParsePayload for PackageIn {
    const IS_REQUIRED: bool = true;

    async fn from_request(request: &Request, body: &mut RequestBody) -> poem::Result<Self> {
        Ok(Self(Body::from_request(request, body).await?))
    }
}

impl_apirequest_for_payload!(PackageIn);

/// A package to be kept, from the beginning of a file.
pub struct PackageOut(pub File);

impl Payload for PackageOut {
    const CONTENT_TYPE: &'static str = MEDIA_TYPE;

    fn schema_ref() -> MetaSchemaRef {
        lines()
    }
}

impl IntoResponse for PackageOut {
    fn into_response(self) -> Response {
        Response::builder()
            .content_type(MEDIA_TYPE)
            .header(header::CONTENT_DISPOSITION, "attachment; filename=\"records.jsonl\"")
            .body(Body::from_async_read(tokio::fs::File::from_std(self.0)))
    }
}

impl ApiResponse for PackageOut {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "The package in the format `throughline-record.v1`.",
                status: Some(200),
                status_range: None,
                content: vec![MetaMediaType { content_type: MEDIA_TYPE, schema: lines() }],
                headers: vec![],
            }],
        }
    }

    fn register(_: &mut Registry) {}
}
