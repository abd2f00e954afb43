//! What staff who work with young people can do.

mod absences;
mod alert_shown;
mod alert_wire;
mod alerts;
mod bulk;
mod bulk_wire;
mod calendar;
mod caseload;
mod ccis;
mod changes;
mod coming;
mod confirmations;
mod contact_sheet;
mod contacts;
mod destinations;
mod details;
mod drafts;
mod evidence;
mod glass;
mod handovers;
mod intended;
mod invitations;
mod looks;
mod merges;
mod merges_wire;
pub mod news;
mod owners;
mod package;
mod people;
mod plans;
mod promises;
mod received;
mod received_wire;
mod referrals;
mod referred;
mod requests;
mod safe_contacts;
mod service;
mod splits;
pub mod supporters;
mod tasks;
mod team;
mod team_wire;
pub mod told;
mod transfers;
mod versions;
mod views;
mod waiting;
mod wire;
mod wishes;
mod words;

use poem_openapi::{OpenApi, OpenApiService, Tags};

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
    /// Records that are opened because it cannot wait, by somebody whose they are not.
    Emergency,
    /// Parts of a record that another agency sees until a day.
    Sharing,
    /// Young people who go to another partnership, and who come from one.
    Moving,
    /// Who is away, and who covers.
    Team,
    /// Whether two records are of one person.
    Same,
}

/// The endpoint, which also knows its own document.
pub fn api() -> OpenApiService<impl OpenApi, ()> {
    // Who needs somebody, and one young person as a whole.
    let who = (
        caseload::CaseloadApi,
        people::People,
        words::WordsApi,
        changes::Changes,
        looks::Looks,
        invitations::Invitations,
    );
    // What staff record of a young person.
    let recording = (
        contacts::Contacts,
        destinations::Destinations,
        intended::IntendedApi,
        confirmations::Confirmations,
        promises::Promises,
        received::Received,
        details::DetailsApi,
        safe_contacts::SafeContacts,
        plans::Plans,
        drafts::Drafts,
        requests::Requests,
    );
    // What staff do for one another.
    let together = (
        alerts::Alerts,
        owners::Owners,
        tasks::Tasks,
        absences::Absences,
        handovers::Handovers,
        team::Team,
        glass::Glasses,
        referrals::Referrals,
        referred::ReferredApi,
    );
    // What goes out of the service.
    let out =
        (package::Packages, ccis::CouncilFiles, calendar::Calendars, contact_sheet::ContactSheets);
    let service = (service::ServiceApi, views::Views, bulk::BulkApi, news::NewsApi);
    let moving = (transfers::Transfers, coming::ComingApi);
    let same = (waiting::WaitingRows, merges::Merges, splits::Splits);
    let api = (StaffSession, who, recording, together, out, service, same, moving);
    OpenApiService::new(api, "Throughline for workers", "1.0.0")
        .description(
            "What workers, managers and safeguarding leads can do: see who needs a call and why, open a young person's \
             record, and record what happened.",
        )
        .server("/worker/v1")
}
