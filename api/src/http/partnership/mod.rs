//! What partnership staff can do: read published figures, and nothing about anybody.

mod example;
mod figures;
mod reports;

use poem_openapi::{OpenApiService, Tags};

use super::staff::StaffSession;

#[derive(Tags)]
enum Tag {
    /// What became of the young people, in published figures.
    Reports,
}

type Api = (StaffSession, reports::Reports);

/// The endpoint, which also knows its own document.
pub fn api() -> OpenApiService<Api, ()> {
    let api = (StaffSession, reports::Reports);
    OpenApiService::new(api, "Throughline for partnerships", "1.0.0")
        .description(
            "What a partnership can see: what became of its young people 6, 12, 18 and 24 months on. All counts are \
             rounded and small ones are not shown, percentages are worked out from the rounded counts, and there is \
             no way from here to a person.",
        )
        .server("/partnership/v1")
}
