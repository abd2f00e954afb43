//! What staff who work with young people can do.

mod alert_wire;
mod alerts;
mod caseload;
mod changes;
mod contacts;
mod destinations;
mod invitations;
mod people;
mod requests;
mod service;
pub mod supporters;
pub mod told;
mod versions;
mod views;
mod wire;
mod wishes;

use poem_openapi::{OpenApiService, Tags};

use super::staff::StaffSession;

#[derive(Tags)]
enum Tag {
    /// Who needs a call, and why.
    Caseload,
    /// One young person: what is known, and what staff record.
    People,
    /// How well messages go out.
    Service,
}

type Api = (
    StaffSession,
    caseload::CaseloadApi,
    people::People,
    alerts::Alerts,
    changes::Changes,
    contacts::Contacts,
    destinations::Destinations,
    invitations::Invitations,
    requests::Requests,
    (service::ServiceApi, views::Views),
);

/// The endpoint, which also knows its own document.
pub fn api() -> OpenApiService<Api, ()> {
    let api = (
        StaffSession,
        caseload::CaseloadApi,
        people::People,
        alerts::Alerts,
        changes::Changes,
        contacts::Contacts,
        destinations::Destinations,
        invitations::Invitations,
        requests::Requests,
        (service::ServiceApi, views::Views),
    );
    OpenApiService::new(api, "Throughline for workers", "1.0.0")
        .description(
            "What workers, managers and safeguarding leads can do: see who needs a call and why, open a young person's \
             record, and record what happened.",
        )
        .server("/worker/v1")
}
