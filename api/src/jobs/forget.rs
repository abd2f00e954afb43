//! Forgets what is no longer needed: invitations and links that ran out, sessions that are over, prompts that are settled,
//! supporters who cannot come in any more (SEC-27).

use chrono::TimeDelta;

use super::{Done, Result};
use crate::{
    app::App,
    store::{StoreError, scope::System},
};

/// How long invitations and sign-in links are kept after they were made, and supporters after they were last let in.
const INVITATIONS: TimeDelta = TimeDelta::days(30);
/// How long what became of a prompt or a notice is kept.
const PROMPTS: TimeDelta = TimeDelta::days(90);

/// How long what staff typed and never saved is kept, and what they did for several at once.
const DRAFTS: TimeDelta = TimeDelta::days(30);

/// How long codes are kept, to count how many went to one number in a day.
const CODES: TimeDelta = TimeDelta::days(1);

/// Deletes what has served its time.
pub async fn forget(app: &App, system: System) -> Result {
    let now = app.now();
    let count = app
        .store
        .write::<_, _, StoreError>(system, async |tx| {
            let mut count = tx.forget_sign_in(now - INVITATIONS, now).await?;
            count += tx.forget_prompts(now - PROMPTS).await?;
            count += tx.forget_notices(now - PROMPTS).await?;
            count += tx.forget_codes(now - CODES).await?;
            count += tx.forget_ceremonies(now).await?;
            count += tx.forget_taps(now).await?;
            count += tx.forget_supporters(now - INVITATIONS).await?;
            count += tx.forget_drafts(now - DRAFTS).await?;
            count += tx.forget_bulk(now - DRAFTS).await?;
            Ok(count)
        })
        .await?;
    Ok(Done { done: count as usize, more: false })
}
