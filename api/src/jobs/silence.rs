//! How long somebody has been silent.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::id::{PartnershipId, PersonId};

use super::Result;
use crate::store::{Tx, scope::System};

/// How many check-ins in a row brought no reply, of those that are over and had opened by `until`: the latest of them and
/// those before it. Nobody who answers in part is silent. Who is not among them has replied to the latest, or has never
/// been in, and so is not silent.
pub async fn silent(
    tx: &Tx<System>,
    people: &[(PartnershipId, PersonId)],
    until: DateTime<Utc>,
) -> Result<HashMap<PersonId, usize>> {
    let mut all = HashMap::<_, Vec<bool>>::new();
    for (whose, replied) in tx.replies(people, until).await? {
        all.entry(whose).or_default().push(replied);
    }
    let in_a_row = |replied: Vec<bool>| replied.into_iter().take_while(|it| !it).count();
    let mut silent: HashMap<_, _> =
        all.into_iter().map(|(whose, replied)| (whose, in_a_row(replied))).collect();
    silent.retain(|_, in_a_row| *in_a_row > 0);
    let quiet: Vec<_> =
        people.iter().copied().filter(|(_, who)| silent.contains_key(who)).collect();
    let been_in = tx.have_been_in(&quiet).await?;
    silent.retain(|who, _| been_in.contains(who));
    Ok(silent)
}
