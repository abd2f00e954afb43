//! The public face: one OpenAPI document per audience.

pub mod address;
pub mod admin;
pub mod auth;
pub mod compress;
pub mod document;
pub mod edge;
mod failures;
mod health;
pub mod limit;
mod origin;
pub mod partnership;
pub mod policy;
pub mod problem;
pub mod routes;
mod session;
mod staff;
pub mod valid;
pub mod wire;
pub mod worker;
pub mod young_person;

use poem::{Endpoint, EndpointExt, Response, Route, get};
use serde_json::Value;

use crate::{app::App, store::scope::System};
use auth::Door;
use edge::{Edge, Rules};
use limit::Limits;
use origin::OwnPages;
use routes::Routes;

/// The documents, each with the name of its file and the path it is mounted under.
pub fn documents() -> [(&'static str, &'static str, Value); 4] {
    let tidy = |raw: String| document::tidy(&raw);
    [
        ("young-person.v1", "/young-person/v1", tidy(young_person::api().spec())),
        ("worker.v1", "/worker/v1", tidy(worker::api().spec())),
        ("partnership.v1", "/partnership/v1", tidy(partnership::api().spec())),
        ("admin.v1", "/admin/v1", tidy(admin::api().spec())),
    ]
}

/// The whole service, with everything that holds for every request around it.
pub fn service(
    app: App,
    system: System,
    rules: Rules,
) -> Edge<impl Endpoint<Output = Response> + use<>> {
    let documents = documents();
    let mounted: Vec<(&str, Value)> =
        documents.iter().map(|(_, prefix, document)| (*prefix, document.clone())).collect();
    let routes = Routes::from_documents(&mounted);
    let ids = app.ids.clone();
    let inner = Route::new()
        .nest("/young-person/v1", young_person::api())
        .nest("/worker/v1", worker::api())
        .nest("/partnership/v1", partnership::api())
        .nest("/admin/v1", admin::api())
        .at("/health/live", get(health::live))
        .at("/health/ready", get(health::ready))
        .with(OwnPages)
        .data(app)
        .data(Door::new(system))
        .data(std::sync::Arc::new(Limits::default()))
        .map_to_response();
    Edge::new(inner, routes, Rules { imports: &["import_caseload"], ..rules }, move || ids.new_id())
}
