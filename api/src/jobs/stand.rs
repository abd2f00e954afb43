//! Works out the rows of the caseload that have changed, so that whoever asks for the list finds them ready. Whoever asks
//! before that waits for those that they reach. Makes what names are found by, too, and holds whoever is new against the others.

use super::{Done, Result};
use crate::{
    app::App,
    standing::work_out,
    store::{StoreError, Tx, scope::System},
};

/// How many rows are worked out in one turn.
const BATCH: u64 = 500;

/// Works out rows anew: of those who have changed, and of those whose day has come. Safe to repeat and to run in several
/// places.
pub async fn stand(app: &App, system: System) -> Result {
    let look = async |tx: &Tx<System>| tx.stale_standing(app.now(), BATCH).await;
    let stale = app.store.look::<_, _, StoreError>(system, look).await?;
    let mut done = Done::default();
    for (partnership, people) in stale {
        let anew = async |tx: &Tx<System>| work_out(tx, app, partnership, &people).await;
        app.store.write::<_, _, StoreError>(system, anew).await?;
        done.done += people.len();
    }
    done.more = done.done as u64 >= BATCH;
    let keys = async |tx: &Tx<System>| {
        let Some((partnership, new)) = tx.make_name_keys(BATCH).await? else { return Ok(false) };
        tx.find_likenesses(partnership, &new, app.now()).await?;
        Ok(true)
    };
    while app.store.write::<_, _, StoreError>(system, keys).await? {}
    Ok(done)
}
