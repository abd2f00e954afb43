//! What staff who work with young people can do.

mod alert_wire;
mod alerts;
mod calendar;
mod caseload;
mod ccis;
mod changes;
mod contact_sheet;
mod contacts;
mod destinations;
mod happened;
mod invitations;
mod package;
mod people;
mod requests;
mod service;
mod standing;
pub mod supporters;
pub mod told;
mod versions;
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
    /// Whole records for another installation, and files for the council's own systems.
    Packages,
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
    (package::Packages, ccis::CouncilFiles, calendar::Calendars, contact_sheet::ContactSheets),
    requests::Requests,
    service::ServiceApi,
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
        (package::Packages, ccis::CouncilFiles, calendar::Calendars, contact_sheet::ContactSheets),
        requests::Requests,
        service::ServiceApi,
    );
    OpenApiService::new(api, "Throughline for workers", "1.0.0")
        .description(
            "What workers, managers and safeguarding leads can do: see who needs a call and why, open a young person's \
             record, and record what happened.",
        )
        .server("/worker/v1")
}
