//! Nobody writes over what they have not seen. Whoever would is shown both versions, and decides.

use std::collections::BTreeSet;

use domain::versioned::{Actor, FieldChange, Meeting, Recorded, Versioned, conflict, meet};
use uuid::Uuid;

use super::wire::Names;
use crate::{
    http::problem::{Conflict, ConflictChange, ConflictField, Kind, Problem, Result},
    store::{self, Tx, scope::Caseload},
};

/// What to do with what was sent about a thing: store it or, where the same is known already, nothing. A problem with both
/// versions if whoever sent it had not seen what is known.
pub async fn meeting<T: Recorded>(
    tx: &Tx<Caseload>,
    id: Uuid,
    known: Option<&Versioned<T>>,
    sent: &T,
    based_on: Option<u32>,
) -> Result<Store> {
    match (meet(known, sent, based_on), known) {
        (Meeting::New | Meeting::Goes, _) => Ok(Store::Yes),
        (Meeting::Unchanged, _) => Ok(Store::AsItIs),
        (Meeting::Stale, Some(known)) => Err(stale(tx, id, known, sent, based_on).await?),
        (Meeting::Gone | Meeting::Stale, _) => Err(Problem::new(
            Kind::Conflict,
            "what you changed is not there any more: it was taken back. If it is right all the same, save it once more, as \
             something new.",
        )),
    }
}

/// Has `save` store what was sent about a thing where it goes, and gives back which version is known since.
pub async fn keep<T: Recorded>(
    tx: &Tx<Caseload>,
    id: Uuid,
    known: Option<&Versioned<T>>,
    (sent, based_on): (&T, Option<u32>),
    save: impl Future<Output = store::Result<()>>,
) -> Result<u32> {
    let version = known.map_or(0, |known| known.version);
    match meeting(tx, id, known, sent, based_on).await? {
        Store::AsItIs => Ok(version),
        Store::Yes => {
            save.await?;
            Ok(version + 1)
        }
    }
}

/// Whether something is to be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    /// It is.
    Yes,
    /// It is there already.
    AsItIs,
}

async fn stale<T: Recorded>(
    tx: &Tx<Caseload>,
    id: Uuid,
    known: &Versioned<T>,
    sent: &T,
    based_on: Option<u32>,
) -> Result<Problem> {
    let noted = tx.changes_since(T::THING, id, based_on.unwrap_or(0)).await?;
    let names = Names::new(tx.workers().await?);
    // Of a version that was never there, or that was made before a history was kept, nobody knows what it said.
    let versions: BTreeSet<u32> = noted.iter().map(|noted| noted.version).collect();
    let whole = based_on
        .is_some_and(|seen| seen < known.version && versions.len() as u32 == known.version - seen);
    let since: Vec<FieldChange> = noted.iter().map(|noted| noted.change.clone()).collect();
    let fields = conflict(whole.then_some(&since[..]), &known.value, sent)
        .into_iter()
        .map(|clash| ConflictField {
            field: clash.field.to_owned(),
            before: clash.before,
            yours: clash.yours,
            theirs: clash.theirs,
            clashes: clash.clashes,
        })
        .collect();
    let latest = noted.len().saturating_sub(MOST);
    let changed = noted
        .into_iter()
        .skip(latest)
        .map(|noted| ConflictChange {
            at: noted.at.into(),
            by: in_words(noted.by, &names),
            field: noted.change.field,
            before: noted.change.before,
            after: noted.change.after,
        })
        .collect();
    let told = Problem::new(
        Kind::Conflict,
        "somebody has changed this since you opened it: look at both, choose what is right, and save again",
    );
    Ok(told.conflict(Conflict { version: known.version, changed, fields }))
}

/// How many changes a conflict tells of: the latest.
const MOST: usize = 100;

/// Who changed something, in words.
pub fn in_words(by: Actor, names: &Names) -> String {
    match by {
        Actor::Staff(id) => names.of(id),
        Actor::YoungPerson => "The young person".into(),
        Actor::Supporter(_) => "Somebody who helps the young person".into(),
        Actor::File => "The council's file".into(),
        Actor::System => "The service".into(),
    }
}
