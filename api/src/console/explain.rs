//! `throughline prompts explain`.

use std::collections::HashMap;

use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::{
    check_in::CheckIn,
    explain::{Subject, Waiting, WayState, explain},
    id::CheckInId,
    ladder::is_automatic,
    person::Person,
    prompt::Channel,
    proof::Reached,
};

use super::{invite::find, partnership};
use crate::{
    app::App,
    jobs::{push_name, silent},
    store::{KnownChannel, Recipient, StoreError, WaitingPrompt, scope::System},
};

/// Prints what will be sent to somebody, when, which way and why, or why not.
pub async fn run(app: &App, system: System, key: &str, person: &str) -> Result<()> {
    let partnership = partnership(app, system, key).await?;
    let person = find(app, system, partnership.id, person).await?;
    println!("{}, as things stand now:", person.full_name());
    for line in lines(app, system, &person).await? {
        println!("{line}");
    }
    Ok(())
}

/// What is printed.
pub async fn lines(app: &App, system: System, person: &Person) -> Result<Vec<String>> {
    let now = app.now();
    let reminders = app.questionnaire.reminders();
    let whom = [(person.partnership, person.id)];
    let known = app
        .store
        .read::<_, _, StoreError>(system, async |tx| {
            Ok(Known {
                recipient: tx.recipients(&whom, now).await?.remove(&person.id),
                check_ins: tx.check_ins(person.id).await?.into_iter().map(|(one, _)| one).collect(),
                waiting: tx.waiting_for(person.partnership, person.id).await?,
                failed: tx.failed_ways(person.partnership, person.id).await?,
                channels: tx.channels().await?,
                silent: silent(tx, &whom, now).await?.remove(&person.id).unwrap_or_default(),
            })
        })
        .await?;
    let had = known.recipient.iter().flat_map(|one| &one.had);
    let had = had.filter(|(_, _, step)| is_automatic(step, reminders));
    let subject = Subject {
        asked: person.asked,
        journey: person.journey,
        silent: known.silent,
        ways: [Channel::Push, Channel::Sms, Channel::Email]
            .map(|way| (way, known.state(app, way, now)))
            .to_vec(),
        had: had.map(|(about, at, _)| (*about, *at)).collect(),
        waiting: known.waiting(),
    };
    Ok(explain(&subject, reminders, app.questionnaire.cadence(), now))
}

/// What is known of somebody.
struct Known {
    recipient: Option<Recipient>,
    check_ins: Vec<CheckIn>,
    waiting: Vec<WaitingPrompt>,
    failed: Vec<Reached>,
    channels: Vec<KnownChannel>,
    silent: usize,
}

impl Known {
    fn state(&self, app: &App, way: Channel, now: DateTime<Utc>) -> WayState {
        let Some(one) = &self.recipient else { return WayState::Nowhere };
        let closed = |name: &str| {
            let known = self.channels.iter().find(|channel| channel.name == name);
            known.and_then(|channel| channel.closed_until).filter(|until| now < *until)
        };
        let (unwanted, to, reached) = match way {
            Channel::Push => {
                if one.no_pushes {
                    return WayState::Unwanted;
                }
                let closed = one.phones.iter().map(|phone| closed(&push_name(&phone.at.endpoint)));
                // One that is open is enough; otherwise the one that is open first counts.
                let first = closed.min_by_key(|until| *until);
                return match first {
                    None => WayState::Nowhere,
                    Some(None) => WayState::Ready,
                    Some(Some(until)) => WayState::ClosedUntil(until),
                };
            }
            Channel::Sms => (one.no_texts, &one.mobile, Reached::Mobile),
            Channel::Email => (one.no_emails, &one.email, Reached::Email),
        };
        match closed(way.code()) {
            _ if !app.post.ways().contains(&reached) => WayState::NotSetUp,
            _ if unwanted => WayState::Unwanted,
            _ if to.is_none() && self.failed.contains(&reached) => WayState::DoesNotExist,
            _ if to.is_none() => WayState::Nowhere,
            Some(until) => WayState::ClosedUntil(until),
            None => WayState::Ready,
        }
    }

    fn waiting(&self) -> Vec<Waiting> {
        let check_ins: HashMap<CheckInId, &CheckIn> =
            self.check_ins.iter().map(|one| (one.id, one)).collect();
        let waiting = |one: &WaitingPrompt| {
            let about = check_ins.get(&one.check_in)?;
            Some(Waiting {
                check_in: one.check_in,
                kind: about.kind,
                state: about.state(),
                step: one.step.clone(),
                meant_at: one.meant_at,
                due_at: one.due_at,
                expires_at: one.expires_at,
            })
        };
        self.waiting.iter().filter_map(waiting).collect()
    }
}
