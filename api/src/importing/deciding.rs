//! What becomes of a row that has waited, once somebody has looked at it.

use std::collections::HashMap;

use domain::{
    day::london_day,
    id::PersonId,
    import::{ClientRecord, Extract, Rules},
    matching::Decision,
    person::Person,
};

use super::{ImportReport, taking::Taking};
use crate::{
    app::App,
    store::{StoreError, Tx, WaitingRow, scope::Caseload},
};

/// Why a row could not be decided on.
#[derive(Debug, thiserror::Error)]
pub enum NotDecided {
    /// The database could not do it, or somebody is not there.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The rules for files have changed since it came.
    #[error("the row cannot be read any more")]
    Unreadable,
    /// The two years of whoever it is about are over.
    #[error("their two years are over, so nobody is to be followed")]
    Over,
}

/// Does what was decided: the row becomes somebody new, or goes to whoever it is about. Says whose it is.
///
/// Of somebody who is here it fills in what was empty and tells where they are, as a file does; what is known of them stays.
pub async fn decide(
    app: &App,
    tx: &Tx<Caseload>,
    row: &WaitingRow,
    decision: Decision,
    with: Option<PersonId>,
) -> Result<Option<PersonId>, NotDecided> {
    let person = match (decision, with) {
        (Decision::LeftOut, _) => None,
        (Decision::New, _) => Some(put(app, tx, row, None).await?),
        (Decision::Same, with) => {
            let with = with.ok_or(StoreError::NotFound("young person"))?;
            Some(put(app, tx, row, Some(with)).await?)
        }
    };
    tx.decide_waiting(row.id, decision, person, app.now()).await?;
    Ok(person)
}

async fn put(
    app: &App,
    tx: &Tx<Caseload>,
    row: &WaitingRow,
    with: Option<PersonId>,
) -> Result<PersonId, NotDecided> {
    let partnership = tx.partnership().await?;
    let extract = Extract::open(row.record.as_bytes());
    let mut extract = extract.map_err(|_| NotDecided::Unreadable)?;
    let columns = extract.columns().clone();
    let taking = Taking::new(app, tx, &columns, &partnership).await?;
    // It was right on the day on which it came.
    let rules = Rules { as_of: london_day(row.seen_at), ..taking.rules() };
    let read = extract.next_row(&rules).and_then(Result::ok);
    let record = read.ok_or(NotDecided::Unreadable)?;
    let mut report = ImportReport::new(&columns, false);
    let Some(with) = with else {
        if record.journey_over(app.today()) {
            return Err(NotDecided::Over);
        }
        let mut changes = taking.changes_of(&HashMap::<(), _>::new()).await?;
        taking.row(&record, None, &mut changes, &mut report);
        taking.keep(&changes).await?;
        return changes.first().ok_or(NotDecided::Unreadable);
    };
    let known = tx.known_by_id(&[with]).await?;
    let here = known.get(&with).ok_or(StoreError::NotFound("young person"))?;
    let mut changes = taking.changes_of(&known).await?;
    taking.row(&beside(record, &here.person), Some(here), &mut changes, &mut report);
    taking.keep(&changes).await?;
    Ok(with)
}

/// The row, with what is known of somebody in place of what it says, and what it says where nothing is known.
fn beside(row: ClientRecord, known: &Person) -> ClientRecord {
    let known = known.clone();
    ClientRecord {
        id: known.client_record_id.unwrap_or(row.id),
        given_name: known.given_name,
        family_name: known.family_name,
        preferred_name: known.preferred_name.or(row.preferred_name),
        birth_date: known.birth_date,
        council: known.council,
        uln: known.uln.or(row.uln),
        sen_provision: known.sen_provision,
        primary_need: known.primary_need.or(row.primary_need),
        mobile: known.mobile.or(row.mobile),
        email: known.email.or(row.email),
        journey: known.journey,
        ..row
    }
}
