//! Everything that sending a batch needs to know, read at once.

use std::collections::{HashMap, HashSet};

use domain::{
    check_in::CheckIn,
    id::{CheckInId, PartnershipId, PersonId, PromptId},
    message::Messages,
    prompt::Channel,
};

use super::way::may_be_told;
use crate::{
    app::App,
    jobs::{Result, tap::answers_with},
    store::{Leased, Recipient, StoreError, Tx, scope::System},
};

/// Whom and what a batch is about.
#[derive(Default)]
pub struct Known {
    /// Whom.
    pub people: HashMap<PersonId, Recipient>,
    /// The check-ins that still wait for answers; nothing in the place of one that cannot be read.
    pub open: HashMap<CheckInId, Option<CheckIn>>,
    /// What each partnership calls the service, and its words.
    pub partnerships: HashMap<PartnershipId, (String, Messages)>,
    /// Those who have somebody who is reminded with them.
    pub helped: HashSet<PersonId>,
    /// What a prompt can be answered with where it is read.
    pub answers_with: HashMap<PromptId, String>,
}

impl Known {
    /// Whether this prompt may go to phones, and has not been handed to anybody else.
    pub fn has_phones(&self, prompt: &Leased) -> bool {
        let person = self.people.get(&prompt.person);
        prompt.channel == Channel::Push && person.is_some_and(|it| !it.told_phones().is_empty())
    }

    /// The same, with who of them has somebody who is reminded with them. That is read by itself: whatever is the matter
    /// with supporters, no young person waits for it.
    pub async fn with_helped(self, app: &App, system: System, batch: &[Leased]) -> Self {
        if batch.is_empty() {
            return self;
        }
        let people: Vec<_> = batch.iter().map(|it| (it.partnership, it.person)).collect();
        let read = async |tx: &Tx<System>| tx.with_supporters(&people).await;
        let helped = app.store.read::<_, _, StoreError>(system, read).await.unwrap_or_else(|error| {
            tracing::error!(%error, "supporters could not be reminded; they are with the next prompt");
            HashSet::new()
        });
        Self { helped, ..self }
    }
}

/// Reads what these prompts are about, but for who helps.
pub async fn load(app: &App, tx: &Tx<System>, batch: &[Leased]) -> Result<Known> {
    if batch.is_empty() {
        return Ok(Known::default());
    }
    let people: Vec<_> = batch.iter().map(|prompt| (prompt.partnership, prompt.person)).collect();
    let about: Vec<_> = batch.iter().map(|prompt| (prompt.partnership, prompt.check_in)).collect();
    let partnerships: HashSet<PartnershipId> = people.iter().map(|(id, _)| *id).collect();
    let partnerships = Vec::from_iter(partnerships);
    let mut words = tx.templates_of(&partnerships, &app.shipped_messages()).await?;
    let services = tx.services(&partnerships).await?;
    let mut known = Known {
        people: tx.recipients(&people, app.now()).await?,
        open: tx.open_ones(&about).await?,
        partnerships: services
            .into_iter()
            .filter_map(|(id, service)| Some((id, (service, words.remove(&id)?))))
            .collect(),
        helped: HashSet::new(),
        answers_with: HashMap::new(),
    };
    let told: Vec<(&Leased, &CheckIn)> = batch
        .iter()
        .filter(|prompt| known.people.get(&prompt.person).is_some_and(|it| may_be_told(app, it)))
        .filter_map(|prompt| Some((prompt, known.open.get(&prompt.check_in)?.as_ref()?)))
        .collect();
    known.answers_with = answers_with(app, tx, &told).await?;
    Ok(known)
}
