//! The ways that a prompt can go: to phones, as a text, as an e-mail.

use std::time::Duration;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    check_in_kind::CheckInKind,
    id::CheckInId,
    ladder::may_go,
    message::Messages,
    prompt::{Channel, PromptOutcome},
};
use futures_util::future::join_all;
use sha2::{Digest, Sha256};

use super::{
    BY_HAND,
    letter::letter,
    load::Known,
    one::{Fate, Found},
};
use crate::{
    app::App,
    jobs::{
        Result,
        breaker::{name, push_name},
    },
    post::{Posted, Sought},
    push::{Delivery, PushMessage, Subscription},
    store::{Leased, Phone, PushAddress, Recipient, StoreError, scope::System},
};

/// How often one is tried before it is given up.
const TRIES: i32 = 8;
/// How long to wait before trying again when nobody says how long; each try doubles it.
const PATIENCE: TimeDelta = TimeDelta::minutes(1);
/// The longest of those waits.
const LONGEST: TimeDelta = TimeDelta::minutes(30);
/// How a way went.
pub enum Went {
    /// It is over.
    Over(PromptOutcome, Option<String>),
    /// It is tried again.
    Later(DateTime<Utc>, bool),
    /// Nothing was sent, for this reason; the next way may work.
    Not(PromptOutcome),
}

/// What becomes of a prompt that a provider may have: it is asked, and where it cannot tell, nothing is sent a second time.
/// Nothing if it is to be sent.
pub async fn found_again(app: &App, prompt: &Leased) -> Option<(PromptOutcome, Option<String>)> {
    prompt.handed_at?;
    match app.post.seek(prompt.channel.reached()?, prompt.id.0).await {
        Sought::Taken(reference) => Some((PromptOutcome::Sent, reference)),
        Sought::NotThere => None,
        Sought::CannotTell => Some((PromptOutcome::Unsure, None)),
    }
}

/// Whether a push service would be asked now to tell any of somebody's phones.
pub fn may_be_told(app: &App, person: &Recipient) -> bool {
    let may = |phone: &Phone| app.breakers.is_open(&push_name(&phone.at.endpoint), app.now());
    person.told_phones().iter().any(may)
}

/// Tells the phones of a young person.
pub async fn to_phones(
    app: &App,
    known: &Known,
    person: &Recipient,
    service: &str,
    prompt: &Leased,
    found: &mut Found,
) -> Went {
    let now = app.now();
    let topic = topic(prompt.check_in);
    let own = PushMessage {
        title: service.to_owned(),
        navigate: format!("{}/phone/", app.public_url),
        tag: topic.clone(),
        message: app.new_id(),
        lifetime: (prompt.expires_at - now).to_std().unwrap_or(Duration::ZERO),
        answer_with: known.answers_with.get(&prompt.id).cloned(),
        topic: Some(topic),
    };
    let phones = person.told_phones();
    // Whoever helps is told the same, but answers nothing for them.
    if known.helped.contains(&prompt.person) {
        let theirs = phones.iter().map(|phone| phone.at.endpoint.clone()).collect();
        found.told = Some((PushMessage { answer_with: None, ..own.clone() }, theirs));
    }
    if phones.is_empty() {
        return Went::Not(PromptOutcome::NoChannel);
    }
    let (mut open, mut closed): (Vec<_>, Option<DateTime<Utc>>) = (Vec::new(), None);
    for phone in phones {
        match app.breakers.may(&push_name(&phone.at.endpoint), now) {
            Ok(()) => open.push(phone),
            Err(until) => closed = Some(closed.map_or(until, |other| other.min(until))),
        }
    }
    let mut taken = false;
    let mut again: Option<TimeDelta> = None;
    let mut refused = false;
    // At once, so that slow push services cannot outlast the lease.
    let deliveries = join_all(open.iter().map(|phone| deliver(app, &phone.at, &own))).await;
    for (phone, delivery) in open.iter().zip(deliveries) {
        let name = push_name(&phone.at.endpoint);
        let fate = match delivery {
            Delivery::Accepted => {
                taken = true;
                app.breakers.worked(&name, now);
                Fate::Took
            }
            Delivery::Gone => {
                app.breakers.worked(&name, now);
                Fate::Gone
            }
            Delivery::Retry(after) => {
                let after = wait(prompt, after);
                again = Some(again.map_or(after, |other| other.min(after)));
                app.breakers.failed(&name, now);
                Fate::Refused
            }
            Delivery::Rejected(status) => {
                refused = true;
                tracing::warn!(status, "a push service refused a prompt");
                Fate::Refused
            }
        };
        found.phones.push((phone.id, fate));
    }
    match (taken, again, closed) {
        (true, _, _) => Went::Over(PromptOutcome::Sent, None),
        (false, Some(after), _) => try_again(prompt, now + after, true),
        (false, None, Some(until)) => try_again(prompt, in_order(prompt, until), false),
        // Our own mistake, such as a wrong key, is not a lost phone.
        (false, None, None) if refused => Went::Not(PromptOutcome::Failed),
        (false, None, None) => Went::Not(PromptOutcome::Gone),
    }
}

/// Texts or writes to a young person.
pub async fn to_address(
    app: &App,
    system: System,
    person: &Recipient,
    (service, words): &(String, Messages),
    (kind, way): (CheckInKind, Channel),
    prompt: &Leased,
    found: &mut Found,
) -> Result<Went> {
    let now = app.now();
    let (to, unwanted) = match way {
        Channel::Sms => (&person.mobile, person.no_texts),
        _ => (&person.email, person.no_emails),
    };
    let Some(to) = to.clone().filter(|to| !unwanted && app.post.ways().contains(&to.kind)) else {
        return Ok(Went::Not(PromptOutcome::NoChannel));
    };
    if !may_go(way, now, app.questionnaire.reminders()) && !by_hand(prompt) {
        return Ok(Went::Not(PromptOutcome::NoChannel));
    }
    if let Err(until) = app.breakers.may(name(way), now) {
        return Ok(try_again(prompt, in_order(prompt, until), false));
    }
    let minutes = app.questionnaire.minutes(kind).plain;
    let Ok(letter) = letter(app, prompt.id.0, to, words, service, minutes) else {
        tracing::error!(way = name(way), "no words fit beside the service's name and our address");
        return Ok(Went::Not(PromptOutcome::Failed));
    };
    let ours = app
        .store
        .write::<_, _, StoreError>(system, async |tx| tx.hand_over(prompt, way, now).await)
        .await?;
    if !ours {
        return Ok(Went::Over(PromptOutcome::Cancelled, None));
    }
    let posted = app.post.send(&letter).await;
    match &posted {
        Posted::Taken(_) | Posted::NoSuchAddress => app.breakers.worked(name(way), now),
        Posted::Later(_) | Posted::Refused(_) | Posted::Unsure(_) => {
            tracing::warn!(way = name(way), why = %posted, "a prompt was not taken");
            app.breakers.failed(name(way), now);
        }
    }
    Ok(match posted {
        Posted::Taken(reference) => Went::Over(PromptOutcome::Sent, reference),
        Posted::Unsure(_) => Went::Over(PromptOutcome::Unsure, None),
        Posted::Later(after) => try_again(prompt, now + wait(prompt, after), true),
        Posted::Refused(_) => Went::Not(PromptOutcome::Failed),
        Posted::NoSuchAddress => {
            found.wrong = Some(letter.to);
            Went::Not(PromptOutcome::Gone)
        }
    })
}

/// How long until the next try.
fn wait(prompt: &Leased, said: Option<Duration>) -> TimeDelta {
    let said = said.and_then(|said| TimeDelta::from_std(said).ok());
    let doubled = PATIENCE * (1 << (prompt.attempts - 1).clamp(0, 8));
    said.unwrap_or_else(|| doubled.min(LONGEST))
}

fn try_again(prompt: &Leased, due_at: DateTime<Utc>, tried: bool) -> Went {
    if due_at >= prompt.expires_at {
        return Went::Over(PromptOutcome::Expired, None);
    }
    if tried && prompt.attempts >= TRIES {
        return Went::Not(PromptOutcome::Failed);
    }
    Went::Later(due_at, tried)
}

/// When a way is open again, what waited for it goes in the order in which it was meant.
fn in_order(prompt: &Leased, until: DateTime<Utc>) -> DateTime<Utc> {
    until + TimeDelta::microseconds(prompt.meant_at.timestamp().rem_euclid(86_400))
}

/// A reminder that somebody sends by hand, whatever the hour.
fn by_hand(prompt: &Leased) -> bool {
    prompt.step.starts_with(BY_HAND)
}

/// Names a check-in to push services, who read it, without giving its id away: prompts about one replace each other.
fn topic(check_in: CheckInId) -> String {
    let hash = Sha256::digest(check_in.0.as_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(&hash[..16])
}

/// Tells one phone, whoever's it is.
pub async fn deliver(app: &App, at: &PushAddress, message: &PushMessage) -> Delivery {
    let PushAddress { endpoint, p256dh, auth, key } = at.clone();
    app.push.send(&Subscription { endpoint, p256dh, auth, key }, message).await
}
