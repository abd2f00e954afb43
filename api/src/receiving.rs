//! What comes back from providers: receipts, and texts in reply (CI-13).

use domain::{
    check_in::State,
    id::PromptId,
    identifier::{EmailAddress, MobileNumber},
    prompt::stale_after,
    proof::Reached,
    receipt::{self, Receipt},
};
use uuid::Uuid;

use crate::{
    app::App,
    store::{HeardOf, OwnContact, StoreError, Tx, scope::System},
};

/// What a provider says of one message.
pub struct Told<'a> {
    /// What we called it.
    pub reference: Uuid,
    /// What became of it.
    pub receipt: Receipt,
    /// Where it went, if the provider says so.
    pub to: Option<&'a str>,
}

/// Takes a receipt. What is about nothing of ours, or known already, does nothing: providers say things twice.
pub async fn take_receipt(app: &App, system: System, told: &Told<'_>) -> Result<(), StoreError> {
    let now = app.now();
    app.store
        .write(system, async |tx| {
            let heard = tx.keep_receipt(PromptId(told.reference), told.receipt, now).await?;
            let Some(heard_of) = heard else { return Ok(()) };
            match told.receipt {
                Receipt::Delivered => Ok(()),
                Receipt::TemporaryFailure => send_again(app, tx, &heard_of).await,
                Receipt::PermanentFailure => is_wrong(app, tx, &heard_of, told.to).await,
            }
        })
        .await
}

/// Sends it once more at the same time of the next day, while the check-in is still open then. What was sent again and
/// failed again is left at that.
async fn send_again(app: &App, tx: &Tx<System>, heard_of: &HeardOf) -> Result<(), StoreError> {
    let Some(step) = receipt::again(&heard_of.step) else { return Ok(()) };
    let reminders = app.questionnaire.reminders();
    let due_at = receipt::again_at(heard_of.day, heard_of.time, app.now(), reminders);
    let (check_in, _) = tx.check_in(heard_of.check_in).await?;
    if check_in.state() != State::Open || due_at >= check_in.closes_at {
        return Ok(());
    }
    let expires_at = stale_after(due_at, &[heard_of.channel], reminders).min(check_in.closes_at);
    tx.queue_again(heard_of, (app.new_id(), step), due_at, expires_at).await
}

/// Nothing is sent to this number or address any more, and staff are asked for the right one.
async fn is_wrong(
    app: &App,
    tx: &Tx<System>,
    heard_of: &HeardOf,
    to: Option<&str>,
) -> Result<(), StoreError> {
    let to = to.and_then(contact);
    let Some(at) = tx.where_it_went(heard_of, to.as_ref()).await? else { return Ok(()) };
    let whose = (heard_of.partnership, heard_of.person);
    tx.number_is_wrong(whose, &at, heard_of.id, app.new_id(), app.now()).await
}

/// A number or address, as we keep them.
fn contact(text: &str) -> Option<OwnContact> {
    let mobile = MobileNumber::parse(text).map(|number| (Reached::Mobile, number.as_str().into()));
    let email = || EmailAddress::parse(text).map(|email| (Reached::Email, email.as_str().into()));
    let (kind, value) = mobile.or_else(|_| email()).ok()?;
    Some(OwnContact { kind, value })
}
