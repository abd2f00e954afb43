//! Reminds supporters when a young person is reminded (YP-24): once, in the same words, and never more often.

use domain::prompt::PromptOutcome;
use futures_util::future::join_all;

use super::{Result, send::deliver};
use crate::{
    app::App,
    push::{Delivery, PushMessage},
    store::{Leased, StoreError, scope::System},
};

/// Reminds the supporters about a check-in whose prompt has had its moment. A phone among `told` was told just now, as the
/// young person's own. Whatever becomes of it, there is no second try: the young person's next prompt is the next.
pub async fn remind_supporters(
    app: &App,
    system: System,
    prompt: &Leased,
    outcome: PromptOutcome,
    message: &PushMessage,
    told: &[&str],
) -> Result<()> {
    if matches!(outcome, PromptOutcome::Cancelled | PromptOutcome::Expired | PromptOutcome::Capped)
    {
        return Ok(());
    }
    let now = app.now();
    let (partnership, person) = (prompt.partnership, prompt.person);
    let mut phones = app
        .store
        .read::<_, _, StoreError>(system, async |tx| {
            tx.phones_of_supporters(partnership, person, prompt.check_in, now).await
        })
        .await?;
    phones.retain(|phone| !told.contains(&phone.at.endpoint.as_str()));
    let message = PushMessage {
        navigate: format!("{}/phone/helping", app.public_url),
        message: app.new_id(),
        ..message.clone()
    };
    let deliveries = join_all(phones.iter().map(|phone| deliver(app, &phone.at, &message))).await;
    for (phone, delivery) in phones.iter().zip(deliveries) {
        match delivery {
            Delivery::Accepted | Delivery::Retry(_) => {}
            Delivery::Gone => {
                app.store
                    .write::<_, _, StoreError>(system, async |tx| {
                        tx.forget_supporter_phone(partnership, phone).await
                    })
                    .await?;
            }
            Delivery::Rejected(status) => {
                tracing::warn!(status, "a push service refused a supporter's reminder");
            }
        }
    }
    Ok(())
}
