//! `throughline invite`.

use anyhow::{Result, anyhow};
use domain::{id::PersonId, identifier::ClientRecordId, invitation::Route, person::Person};

use super::{partnership, words};
use crate::{
    app::App,
    inviting::Inviting,
    store::{StoreError, scope::System},
};

/// Invites a young person, known by their id or by the council's number, and prints the link and the code.
pub async fn run(app: &App, system: System, key: &str, person: &str, letter: bool) -> Result<()> {
    let partnership = partnership(app, system, key).await?;
    let person = find(app, system, partnership.id, person).await?;
    let route = if letter { Route::Letter } else { Route::Screen };
    let inviting = Inviting::new(app, partnership.id, person.id, route).await;
    let made = app
        .store
        .write::<_, _, StoreError>(system.administer(partnership.id), async |tx| {
            tx.add_invitation_from_console(&inviting.stored, app.now()).await
        })
        .await?;
    println!("An invitation for {}. Any earlier one no longer works.", person.full_name());
    println!("  link  {}\n        works until {}", inviting.link, words(made.link_expires_at));
    println!("  code  {}\n        works until {}", inviting.code, words(made.code_expires_at));
    Ok(())
}

pub(super) async fn find(
    app: &App,
    system: System,
    partnership: domain::id::PartnershipId,
    text: &str,
) -> Result<Person> {
    let found = app
        .store
        .read(system, async |tx| match (text.parse(), ClientRecordId::parse(text)) {
            (Ok(id), _) => tx.person(PersonId(id)).await,
            (_, Ok(record)) => tx.person_by_client_record(partnership, &record).await,
            _ => Err(StoreError::NotFound("young person")),
        })
        .await
        .and_then(|person| match person.partnership == partnership {
            true => Ok(person),
            false => Err(StoreError::NotFound("young person")),
        });
    found.map_err(|error| match error {
        StoreError::NotFound(_) => anyhow!(
            "this partnership has nobody with this id; give the 13 characters of YoungPersonsID in the council's file"
        ),
        error => error.into(),
    })
}
