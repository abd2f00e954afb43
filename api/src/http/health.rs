//! Whether the service lives, and whether it can work.

use poem::{handler, http::StatusCode, web::Data};

use crate::app::App;

/// The process answers.
#[handler]
pub fn live() -> &'static str {
    "alive\n"
}

/// The database answers too. Says no more than that: the caller may be anybody.
#[handler]
pub async fn ready(app: Data<&App>) -> (StatusCode, &'static str) {
    match app.store.ping().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
        }
    }
}
