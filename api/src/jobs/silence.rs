//! How long somebody has been silent.

use chrono::{DateTime, Utc};
use domain::{
    check_in::{CheckIn, State},
    id::PersonId,
};

use super::Result;
use crate::store::{Tx, scope::System};

/// How many check-ins in a row brought no reply: the latest that are over, or those up to one that opened then. Nobody
/// who answers in part is silent.
pub async fn silent(
    tx: &Tx<System>,
    person: PersonId,
    until: Option<DateTime<Utc>>,
) -> Result<usize> {
    let all = tx.check_ins(person).await?;
    let Some((first, _)) = all.last() else { return Ok(0) };
    let begun = tx.begun_and_closed(Some(person), first.opened_at).await?;
    let over = |check_in: &CheckIn| match until {
        Some(until) => check_in.opened_at <= until,
        None => check_in.state() != State::Open,
    };
    let silent =
        |check_in: &CheckIn| check_in.state() == State::Closed && !begun.contains(&check_in.id);
    Ok(all.iter().filter(|(it, _)| over(it)).take_while(|(it, _)| silent(it)).count())
}
