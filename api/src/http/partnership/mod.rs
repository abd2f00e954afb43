//! What partnership staff can do: read published figures, and nothing about anybody.

mod example;
mod figures;
mod reminders;
mod reports;

use poem_openapi::{OpenApiService, Tags};

use super::staff::StaffSession;

#[derive(Tags)]
enum Tag {
    /// What became of the young people and how well they are reminded, in published figures.
    Reports,
}

type Api = (StaffSession, reports::Reports, reminders::Reminders);

/// The endpoint, which also knows its own document.
pub fn api() -> OpenApiService<Api, ()> {
    let api = (StaffSession, reports::Reports, reminders::Reminders);
    OpenApiService::new(api, "Throughline for partnerships", "1.0.0")
        .description(
            "What a partnership can see: what became of its young people 6, 12, 18 and 24 months on, and how \
             well their reminders went out. All counts are rounded and small ones are not shown, percentages are worked out from the rounded counts, and there is \
             no way from here to a person.",
        )
        .server("/partnership/v1")
}
