//! What administrators can do: keep a partnership's settings, its accounts and its imports. They reach no young person.

mod hours;
mod imports;
mod improvements;
mod mappings;
mod messages;
mod packages;
mod partnership;
mod prompts;
mod questionnaires;
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
    /// What young people are asked.
    Questions,
    /// What young people are sent.
    Messages,
    /// How well reminders go out.
    Reminders,
}

type Api = (
    StaffSession,
    partnership::Settings,
    readiness::ReadinessApi,
    hours::WorkingHours,
    improvements::Improvements,
    staff::Accounts,
    imports::Imports,
    mappings::Mappings,
    questionnaires::Questionnaires,
    messages::Words,
    packages::Packages,
    prompts::Prompts,
);

/// The endpoint, which also knows its own document.
pub fn api() -> OpenApiService<Api, ()> {
    let api = (
        StaffSession,
        partnership::Settings,
        readiness::ReadinessApi,
        hours::WorkingHours,
        improvements::Improvements,
        staff::Accounts,
        imports::Imports::default(),
        mappings::Mappings,
        questionnaires::Questionnaires::default(),
        messages::Words,
        packages::Packages::default(),
        prompts::Prompts,
    );
    OpenApiService::new(api, "Throughline for administrators", "1.0.0")
        .description(
            "What administrators of a partnership can do: change its settings, say who works here, let them in, take \
             in the council's file of young people, choose what they are asked, and find the words of reminders. No operation shows a young person.",
        )
        .server("/admin/v1")
}
