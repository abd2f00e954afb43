//! How long somebody has been silent.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    check_in::{CheckIn, State},
    id::{PartnershipId, PersonId},
};

use super::Result;
use crate::store::{Tx, scope::System};

/// How many check-ins in a row brought no reply, of those up to one that opened then. Nobody who answers in part is
/// silent.
pub async fn silent(tx: &Tx<System>, person: PersonId, until: DateTime<Utc>) -> Result<usize> {
    let all = tx.check_ins(person).await?;
    let Some((first, _)) = all.last() else { return Ok(0) };
    let begun = tx.begun_and_closed(Some(person), first.opened_at).await?;
    let over = |check_in: &CheckIn| check_in.opened_at <= until;
    let silent =
        |check_in: &CheckIn| check_in.state() == State::Closed && !begun.contains(&check_in.id);
    Ok(all.iter().filter(|(it, _)| over(it)).take_while(|(it, _)| silent(it)).count())
}

/// The same of the latest that are over, for many at once: who is not among them has replied to the latest, or has never
/// been in, and so is not silent.
pub async fn silent_now(
    tx: &Tx<System>,
    people: &[(PartnershipId, PersonId)],
) -> Result<HashMap<PersonId, usize>> {
    let mut all = HashMap::<_, Vec<bool>>::new();
    for (whose, replied) in tx.replies(people).await? {
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
