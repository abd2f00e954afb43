//! What a worker takes along on paper.

use chrono::NaiveDate;
use domain::{id::PersonId, journey::Stage, person::Person};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, payload::Json};
use uuid::Uuid;

use super::Tag;
use crate::{
    app::App,
    http::{auth::WithPeople, problem::Result, valid::Valid},
    store::StoreError,
};

/// The operation about the sheet of contacts.
pub struct ContactSheets;

#[OpenApi(tag = "Tag::Caseload")]
impl ContactSheets {
    /// Show a sheet of contacts to print
    ///
    /// Those who are yours today, by name: the ways to reach them and how to speak to them, and no answers. Each young person can
    /// read that their record was looked at.
    #[oai(path = "/contact-sheet", method = "get", operation_id = "show_contact_sheet")]
    async fn show(&self, app: Data<&App>, me: WithPeople) -> Result<Json<ContactSheetOut>> {
        let (app, scope) = (app.0, *me.scope());
        let mut people =
            app.store.read::<_, _, StoreError>(scope, async |tx| tx.people().await).await?;
        people.retain(|(_, worker)| *worker == Some(scope.staff()));
        people.sort_by_key(|(person, _)| (person.search_name(), person.id));
        let (now, today) = (app.now(), app.today());
        let ids = people.iter().map(|(person, _)| (app.new_id(), person.id)).collect();
        let what = "show_contact_sheet";
        app.store
            .write::<_, _, StoreError>(scope, async |tx| tx.note_accesses(ids, what, now).await)
            .await?;
        let items = people.into_iter().map(|(person, _)| ContactOut::new(person, today));
        Ok(Json(ContactSheetOut { as_of: today, items: items.collect() }))
    }

    /// Show a sheet of contacts of those who were chosen
    ///
    /// The same of up to 200 whom you choose on the list, whoever works with them; of those whom you do not reach nothing is
    /// shown.
    #[oai(path = "/contact-sheet", method = "post", operation_id = "show_chosen_contacts")]
    async fn chosen(
        &self,
        app: Data<&App>,
        me: WithPeople,
        body: Valid<ChosenIn>,
    ) -> Result<Json<ContactSheetOut>> {
        let (app, ids) = (app.0, body.0.people.into_iter().map(PersonId).collect::<Vec<_>>());
        let (now, today) = (app.now(), app.today());
        let mut people = app
            .store
            .write::<_, _, StoreError>(*me.scope(), async |tx| {
                let people = tx.chosen(&ids, now).await?;
                let looks = people.iter().map(|person| (app.new_id(), person.id)).collect();
                tx.note_accesses(looks, "show_chosen_contacts", now).await?;
                Ok(people)
            })
            .await?;
        people.sort_by_key(|person| (person.search_name(), person.id));
        let items = people.into_iter().map(|person| ContactOut::new(person, today));
        Ok(Json(ContactSheetOut { as_of: today, items: items.collect() }))
    }
}

/// Whom to put on a sheet.
#[derive(Object)]
#[oai(rename = "ContactsToPrint", deny_unknown_fields)]
struct ChosenIn {
    /// Who.
    #[oai(validator(min_items = 1, max_items = 200))]
    people: Vec<Uuid>,
}

impl ContactOut {
    fn new(person: Person, today: NaiveDate) -> Self {
        Self {
            name: person.full_name(),
            needs: person.communication_needs.iter().map(|need| need.label().into()).collect(),
            stopped: matches!(
                person.journey.stage(today),
                Stage::Left | Stage::Paused | Stage::Completed
            ),
            mobile: person.mobile.map(|mobile| mobile.as_str().into()),
            email: person.email.map(|email| email.as_str().into()),
        }
    }
}

/// Those who are yours, to print.
#[derive(Object)]
#[oai(rename = "ContactSheet")]
struct ContactSheetOut {
    /// The day it was made.
    as_of: NaiveDate,
    /// Them, by name.
    items: Vec<ContactOut>,
}

/// Somebody on the sheet.
#[derive(Object)]
#[oai(rename = "ContactOnSheet", skip_serializing_if_is_none)]
struct ContactOut {
    /// How staff read them.
    name: String,
    /// Mobile number.
    mobile: Option<String>,
    /// E-mail address.
    email: Option<String>,
    /// How to speak to them.
    needs: Vec<String>,
    /// They have left or paused, or their two years are over.
    stopped: bool,
}
