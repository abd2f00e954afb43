//! The documents that describe the service, one per audience.

use std::sync::LazyLock;

use poem::{IntoResponse, Response, handler, http::header, web::Path};
use serde_json::Value;

use super::{
    admin, confirmation, document, partnership,
    problem::{Kind, Problem},
    provider, worker, young_person,
};

/// A document.
#[derive(Clone, Debug)]
pub struct Document {
    /// The name of its file, without `.json`.
    pub name: &'static str,
    /// Where what it describes is mounted.
    pub prefix: &'static str,
    /// What it says.
    pub content: Value,
}

static DOCUMENTS: LazyLock<[Document; 6]> = LazyLock::new(|| {
    let document = |name, prefix, raw: String| {
        let mut content = document::tidy(&raw);
        document::illustrate(&mut content, name);
        Document { name, prefix, content }
    };
    [
        document("young-person.v1", "/young-person/v1", young_person::api().spec()),
        document("worker.v1", "/worker/v1", worker::api().spec()),
        document("partnership.v1", "/partnership/v1", partnership::api().spec()),
        document("admin.v1", "/admin/v1", admin::api().spec()),
        document("provider.v1", "/provider/v1", provider::api().spec()),
        document("confirmation.v1", "/confirmation/v1", confirmation::api().spec()),
    ]
});

/// Every document. The code is the source: nothing is described that is not served.
pub fn documents() -> &'static [Document; 6] {
    &DOCUMENTS
}

/// Serves a document to the reference page and to whoever builds on it.
#[handler]
pub fn show(Path(name): Path<String>) -> Response {
    match documents().iter().find(|document| name == format!("{}.json", document.name)) {
        Some(found) => document::print(&found.content)
            .with_content_type("application/json")
            .with_header(header::CACHE_CONTROL, "no-cache")
            .into_response(),
        None => Problem::new(Kind::NotFound, "There is no such document.").into_response(),
    }
}
