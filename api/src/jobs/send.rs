//! Sends the prompts that are due. A prompt is leased, sent outside the transaction, and settled in a second one; an
//! expired lease is simply due again.

use std::time::Duration;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use domain::{
    check_in::State,
    id::{CheckInId, PersonId, PromptId},
    journey::Stage,
    prompt::{Channel, PromptOutcome, is_quiet},
};
use futures_util::{StreamExt, future::join_all, stream};
use sha2::{Digest, Sha256};

use super::{Done, Result, supporters::remind_supporters, tap::answer_with};
use crate::{
    app::App,
    push::{Delivery, PushMessage, Subscription},
    store::{Leased, NewPrompt, Phone, PushAddress, StoreError, Tx, scope::System},
};

/// How many prompts are taken at once.
const BATCH: u64 = 64;
/// How many are on their way at the same time.
const AT_ONCE: usize = 16;
/// How often one is tried before it is given up.
const TRIES: i32 = 5;
/// How long to wait before trying again when the push service does not say.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);

/// Sends what is due. One young person's trouble never delays another.
pub async fn send(app: &App, system: System) -> Result {
    let now = app.now();
    if is_quiet(now, app.questionnaire.reminders()) {
        return Ok(Done::default());
    }
    let leased = app
        .store
        .write::<_, _, StoreError>(system, async |tx| tx.lease_prompts(BATCH, now).await)
        .await?;
    let count = leased.len();
    let sent =
        stream::iter(leased).map(|prompt| one(app, system, prompt)).buffer_unordered(AT_ONCE);
    let results: Vec<Result<Option<PromptOutcome>>> = sent.collect().await;
    for error in results.into_iter().filter_map(Result::err) {
        tracing::error!(%error, "a prompt could not be settled; its lease will run out");
    }
    Ok(Done { done: count, more: count as u64 == BATCH })
}

/// What came of a prompt that somebody sent by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByHand {
    /// It was tried; this is how it went. Nothing where it will be tried again.
    Tried(Option<PromptOutcome>),
    /// There is no check-in waiting for answers.
    NothingOpen,
    /// It is night, or a holiday.
    Quiet,
    /// They do not want prompts.
    Stopped,
}

/// Sends a prompt about the check-in that is open now, whatever day and time of the week they chose. At night and on
/// holidays only if `at_any_hour`, which is for trying out.
pub async fn send_by_hand(
    app: &App,
    system: System,
    person: PersonId,
    at_any_hour: bool,
) -> Result<ByHand> {
    let now = app.now();
    if is_quiet(now, app.questionnaire.reminders()) && !at_any_hour {
        return Ok(ByHand::Quiet);
    }
    let (who, check_ins) = app
        .store
        .read::<_, _, StoreError>(system, async |tx| {
            Ok((tx.person(person).await?, tx.check_ins(person).await?))
        })
        .await?;
    if who.asked.stopped_at.is_some() {
        return Ok(ByHand::Stopped);
    }
    let open =
        check_ins.into_iter().map(|(check_in, _)| check_in).find(|c| c.state() == State::Open);
    let Some(check_in) = open else { return Ok(ByHand::NothingOpen) };
    let id: PromptId = app.new_id();
    let new = NewPrompt {
        id,
        partnership: who.partnership,
        person,
        check_in: check_in.id,
        step: format!("by-hand-{}", id.0.simple()),
        channel: Channel::Push,
        due_at: now,
        expires_at: now + TimeDelta::hours(1),
    };
    let prompt = app
        .store
        .write::<_, _, StoreError>(system, async |tx| tx.queue_leased(&new, now).await)
        .await?;
    one(app, system, prompt).await.map(ByHand::Tried)
}

async fn one(app: &App, system: System, prompt: Leased) -> Result<Option<PromptOutcome>> {
    let now = app.now();
    if prompt.expires_at <= now {
        return settle(app, system, &prompt, PromptOutcome::Expired).await;
    }
    let (who, phones, service_name) = app
        .store
        .read::<_, _, StoreError>(system, async |tx| {
            let who = tx.person(prompt.person).await?;
            let phones = tx.phones(prompt.partnership, prompt.person, now).await?;
            let partnership = tx.partnership_by_id(prompt.partnership).await?;
            Ok((who, phones, partnership.service_name))
        })
        .await?;
    if who.asked.stopped_at.is_some() || who.journey.stage(app.today()) == Stage::Paused {
        return settle(app, system, &prompt, PromptOutcome::Cancelled).await;
    }
    let topic = topic(prompt.check_in);
    let message = PushMessage {
        title: service_name.as_str().to_owned(),
        navigate: format!("{}/phone/", app.public_url),
        tag: topic.clone(),
        message: app.new_id(),
        lifetime: (prompt.expires_at - now).to_std().unwrap_or(Duration::ZERO),
        answer_with: None,
        topic: Some(topic),
    };
    let own = match phones.is_empty() {
        true => message.clone(),
        false => {
            PushMessage { answer_with: answer_with(app, system, &prompt).await?, ..message.clone() }
        }
    };
    let Some(outcome) = tell(app, system, &prompt, &phones, &own).await? else {
        return Ok(None);
    };
    settle(app, system, &prompt, outcome).await?;
    let told: Vec<&str> = phones.iter().map(|phone| phone.at.endpoint.as_str()).collect();
    // The young person's prompt is settled, whatever becomes of their supporters' reminders.
    if let Err(error) = remind_supporters(app, system, &prompt, outcome, &message, &told).await {
        tracing::error!(%error, "supporters could not be reminded; they are with the next prompt");
    }
    Ok(Some(outcome))
}

/// Tells the phones of a young person. Nothing where it will be tried again.
async fn tell(
    app: &App,
    system: System,
    prompt: &Leased,
    phones: &[Phone],
    message: &PushMessage,
) -> Result<Option<PromptOutcome>> {
    if phones.is_empty() {
        return Ok(Some(PromptOutcome::NoChannel));
    }
    let now = app.now();
    let mut taken = false;
    let mut again: Option<TimeDelta> = None;
    let mut refused = false;
    // At once, so that slow push services cannot outlast the lease.
    let deliveries = join_all(phones.iter().map(|phone| deliver(app, &phone.at, message))).await;
    for (phone, delivery) in phones.iter().zip(deliveries) {
        match delivery {
            Delivery::Accepted => {
                taken = true;
                write(app, system, async |tx| {
                    tx.phone_took(prompt.partnership, phone.id, now).await
                })
                .await?;
            }
            Delivery::Gone => {
                write(app, system, async |tx| tx.forget_phone(prompt.partnership, phone.id).await)
                    .await?;
            }
            Delivery::Retry(after) => {
                let after =
                    after.and_then(|after| TimeDelta::from_std(after).ok()).unwrap_or(PATIENCE);
                again = Some(again.map_or(after, |other| other.min(after)));
            }
            Delivery::Rejected(status) => {
                refused = true;
                tracing::warn!(status, "a push service refused a prompt");
            }
        }
    }
    match (taken, again) {
        (true, _) => Ok(Some(PromptOutcome::Sent)),
        (false, Some(after)) if prompt.attempts < TRIES && now + after < prompt.expires_at => {
            write(app, system, async |tx| tx.postpone_prompt(prompt, now + after).await).await?;
            Ok(None)
        }
        (false, Some(_)) => Ok(Some(PromptOutcome::Failed)),
        // Our own mistake, such as a wrong key, is not a lost phone.
        (false, None) if refused => Ok(Some(PromptOutcome::Failed)),
        (false, None) => Ok(Some(PromptOutcome::Gone)),
    }
}

/// Names a check-in to push services, who read it, without giving its id away: prompts about one replace each other.
fn topic(check_in: CheckInId) -> String {
    let hash = Sha256::digest(check_in.0.as_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(&hash[..16])
}

/// Tells one phone, whoever's it is.
pub(super) async fn deliver(app: &App, at: &PushAddress, message: &PushMessage) -> Delivery {
    let PushAddress { endpoint, p256dh, auth } = at.clone();
    app.push.send(&Subscription { endpoint, p256dh, auth }, message).await
}

async fn settle(
    app: &App,
    system: System,
    prompt: &Leased,
    outcome: PromptOutcome,
) -> Result<Option<PromptOutcome>> {
    let now = app.now();
    write(app, system, async |tx| tx.settle_prompt(prompt, outcome, now).await).await?;
    Ok(Some(outcome))
}

async fn write(
    app: &App,
    system: System,
    work: impl AsyncFnOnce(&Tx<System>) -> Result<()>,
) -> Result<()> {
    app.store.write::<_, _, StoreError>(system, work).await
}
