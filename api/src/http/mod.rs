//! The public face: one OpenAPI document per audience.

pub mod address;
pub mod admin;
pub mod auth;
pub mod compress;
pub mod confirmation;
pub mod document;
mod documents;
pub mod edge;
mod failures;
mod health;
pub mod limit;
mod news;
mod origin;
pub mod partnership;
pub mod policy;
pub mod problem;
pub mod provider;
pub mod routes;
pub mod session;
mod staff;
pub mod valid;
pub mod wire;
pub mod worker;
pub mod young_person;

use std::sync::Arc;

use poem::{Endpoint, EndpointExt, Response, Route, get};

use crate::{app::App, pages::Pages, store::scope::System};
use auth::Door;
pub use documents::{Document, documents};
use edge::{Edge, Rules};
use limit::Limits;
use origin::OwnPages;
use routes::Routes;

/// The whole service, with everything that holds for every request around it.
pub fn service(
    app: App,
    system: System,
    rules: Rules,
) -> Edge<impl Endpoint<Output = Response> + use<>> {
    let routes = Routes::from_documents(documents().iter().map(|it| (it.prefix, &it.content)));
    let ids = app.ids.clone();
    let pages = Pages::embedded(app.demonstration);
    let inner = Route::new()
        .nest("/young-person/v1", young_person::api())
        .nest("/worker/v1", worker::api())
        .nest("/partnership/v1", partnership::api())
        .nest("/admin/v1", admin::api())
        .nest("/provider/v1", provider::api())
        .nest("/confirmation/v1", confirmation::api())
        .at("/openapi/:name", get(documents::show))
        .at("/health/live", get(health::live))
        .at("/health/ready", get(health::ready))
        .nest("/", pages)
        .with(OwnPages)
        .data(app)
        .data(Door::new(system))
        .data(Arc::new(Limits::default()))
        .map_to_response();
    let rules = Rules {
        imports: &["import_caseload", "import_package", "add_questionnaire", "download_package"],
        ..rules
    };
    Edge::new(inner, routes, rules, move || ids.new_id())
}
