//! Everything that sending a batch needs to know, read at once.

use std::collections::{HashMap, HashSet};

use domain::{
    check_in_kind::CheckInKind,
    id::{CheckInId, PartnershipId, PersonId},
};

use crate::{
    app::App,
    jobs::Result,
    store::{Leased, Recipient, StoreError, scope::System},
};

/// A batch, and whom and what it is about.
pub struct Known {
    /// Whom.
    pub people: HashMap<PersonId, Recipient>,
    /// The check-ins that still wait for answers.
    pub open: HashMap<CheckInId, CheckInKind>,
    /// What each partnership calls the service.
    pub service_names: HashMap<PartnershipId, String>,
}

/// Reads what these prompts are about.
pub async fn load(app: &App, system: System, batch: &[Leased]) -> Result<Known> {
    let people: Vec<_> = batch.iter().map(|prompt| (prompt.partnership, prompt.person)).collect();
    let about: Vec<_> = batch.iter().map(|prompt| (prompt.partnership, prompt.check_in)).collect();
    let partnerships: HashSet<PartnershipId> = people.iter().map(|(id, _)| *id).collect();
    let now = app.now();
    app.store
        .read::<_, _, StoreError>(system, async |tx| {
            let mut service_names = HashMap::new();
            for id in &partnerships {
                let partnership = tx.partnership_by_id(*id).await?;
                service_names.insert(*id, partnership.service_name.as_str().to_owned());
            }
            Ok(Known {
                people: tx.recipients(&people, now).await?,
                open: tx.open_ones(&about).await?,
                service_names,
            })
        })
        .await
}
