//! What staff who work with young people can do.

mod absences;
mod alert_shown;
mod alert_wire;
mod alerts;
mod caseload;
mod changes;
mod confirmations;
mod contacts;
mod destinations;
mod handovers;
mod details;
mod drafts;
mod evidence;
mod happened;
mod invitations;
mod owners;
mod people;
mod promises;
mod requests;
mod safe_contacts;
mod service;
mod standing;
pub mod supporters;
mod tasks;
mod team;
mod team_wire;
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
    /// How well messages go out.
    Service,
    /// Who is away, and who covers.
    Team,
}

/// What staff do for one another.
type Together =
    (owners::Owners, tasks::Tasks, absences::Absences, handovers::Handovers, team::Team);

type Api = (
    StaffSession,
    caseload::CaseloadApi,
    people::People,
    alerts::Alerts,
    Together,
    changes::Changes,
    confirmations::Confirmations,
    contacts::Contacts,
    destinations::Destinations,
    details::DetailsApi,
    drafts::Drafts,
    invitations::Invitations,
    promises::Promises,
    requests::Requests,
    safe_contacts::SafeContacts,
    service::ServiceApi,
);

/// The endpoint, which also knows its own document.
pub fn api() -> OpenApiService<Api, ()> {
    let api = (
        StaffSession,
        caseload::CaseloadApi,
        people::People,
        alerts::Alerts,
        (owners::Owners, tasks::Tasks, absences::Absences, handovers::Handovers, team::Team),
        changes::Changes,
        confirmations::Confirmations,
        contacts::Contacts,
        destinations::Destinations,
        details::DetailsApi,
        drafts::Drafts,
        invitations::Invitations,
        promises::Promises,
        requests::Requests,
        safe_contacts::SafeContacts,
        service::ServiceApi,
    );
    OpenApiService::new(api, "Throughline for workers", "1.0.0")
        .description(
            "What workers, managers and safeguarding leads can do: see who needs a call and why, open a young person's \
             record, and record what happened.",
        )
        .server("/worker/v1")
}
