//! Everything that sending a batch needs to know, read at once.

use std::collections::{HashMap, HashSet};

use domain::{
    check_in_kind::CheckInKind,
    id::{CheckInId, PartnershipId, PersonId},
    message::Messages,
    prompt::Channel,
};

use crate::{
    app::App,
    jobs::Result,
    store::{Leased, Recipient, StoreError, scope::System},
};

/// Whom and what a batch is about.
#[derive(Default)]
pub struct Known {
    /// Whom.
    pub people: HashMap<PersonId, Recipient>,
    /// The check-ins that still wait for answers.
    pub open: HashMap<CheckInId, CheckInKind>,
    /// What each partnership calls the service, and its words.
    pub partnerships: HashMap<PartnershipId, (String, Messages)>,
}

impl Known {
    /// Whether this prompt may go to phones, and has not been handed to anybody else.
    pub fn has_phones(&self, prompt: &Leased) -> bool {
        let person = self.people.get(&prompt.person);
        prompt.channel == Channel::Push
            && person.is_some_and(|person| !person.no_pushes && !person.phones.is_empty())
    }
}

/// Reads what these prompts are about.
pub async fn load(app: &App, system: System, batch: &[Leased]) -> Result<Known> {
    let people: Vec<_> = batch.iter().map(|prompt| (prompt.partnership, prompt.person)).collect();
    let about: Vec<_> = batch.iter().map(|prompt| (prompt.partnership, prompt.check_in)).collect();
    let partnerships: HashSet<PartnershipId> = people.iter().map(|(id, _)| *id).collect();
    let partnerships = Vec::from_iter(partnerships);
    let shipped = app.shipped_messages();
    let now = app.now();
    app.store
        .read::<_, _, StoreError>(system, async |tx| {
            let mut named = HashMap::new();
            for (id, words) in tx.templates_of(&partnerships, &shipped).await? {
                let partnership = tx.partnership_by_id(id).await?;
                named.insert(id, (partnership.service_name.as_str().to_owned(), words));
            }
            Ok(Known {
                people: tx.recipients(&people, now).await?,
                open: tx.open_ones(&about).await?,
                partnerships: named,
            })
        })
        .await
}
