//! What administrators can do: keep a partnership's settings, its accounts and its imports. They reach no young person.

mod imports;
pub mod improvements;
mod partnership;
mod readiness;
mod staff;

use poem_openapi::{OpenApiService, Tags};

use super::staff::StaffSession;

#[derive(Tags)]
enum Tag {
    /// What the partnership says of itself.
    Partnership,
    /// Who works here, and how they get in.
    Staff,
    /// The council's files.
    Imports,
}

type Api = (
    StaffSession,
    partnership::Settings,
    readiness::ReadinessApi,
    improvements::Improvements,
    staff::Accounts,
    imports::Imports,
);

/// The endpoint, which also knows its own document.
pub fn api() -> OpenApiService<Api, ()> {
    let api = (
        StaffSession,
        partnership::Settings,
        readiness::ReadinessApi,
        improvements::Improvements,
        staff::Accounts,
        imports::Imports::default(),
    );
    OpenApiService::new(api, "Throughline for administrators", "1.0.0")
        .description(
            "What administrators of a partnership can do: change its settings, say who works here, let them in, and take \
             in the council's file of young people. No operation shows a young person.",
        )
        .server("/admin/v1")
}
