//! Sends the prompts that are due.
//!
//! A prompt is leased, dealt with outside any transaction, and settled. A lease that runs out is due again, and that is all
//! that a crash leaves behind:
//!
//! - That phones are about to be told is noted for all that go next (`note_pushes`). Whoever finds that note on a prompt
//!   whose lease ran out repeats it, once: the second time it is settled as unsure. The repeat has the same topic, so that
//!   push services and phones put it in the place of the first.
//! - A text or e-mail is never repeated: that it is handed over is made durable first (`hand_over`). Whoever finds that note
//!   asks the provider for the letter by its id, and sends it only if the provider says that it never came.
//!
//! A batch is taken and read about in one transaction, and what was dealt with is settled together: that is most of what a
//! prompt costs.

mod by_hand;
mod letter;
mod load;
mod one;
mod way;

use std::{sync::Arc, time::Duration};

use futures_util::future::join_all;
use tokio::{
    task::JoinSet,
    time::{Instant, timeout_at},
};

pub use self::by_hand::{ByHand, send_by_hand};
pub(super) use self::way::deliver;
use self::{
    load::{Known, load},
    one::{Dealt, Fate, Verdict, one, quiet},
};
use super::{Done, Result, supporters::remind_supporters};
use crate::{
    app::App,
    store::{Leased, StoreError, Tx, scope::System},
};

/// How many prompts are taken at once. With what is on its way, no more than a lease is long enough for.
const BATCH: u64 = 256;
/// How many are on their way at the same time. Half of them are noted and sent off together.
const AHEAD: usize = 64;
/// How long prompts that were dealt with wait for others, to be settled together, and how many those are.
const GATHER: (Duration, usize) = (Duration::from_millis(100), 256);
/// How the rungs of prompts begin that somebody sends by hand.
const BY_HAND: &str = "by-hand-";

/// Sends what is due. One young person's trouble never delays another, and a way that takes nothing delays no other way.
pub async fn send(app: &App, system: System) -> Result {
    let mut done = Done::default();
    let due = async |tx: &Tx<System>| tx.prompts_are_due(app.now()).await;
    if quiet(app) || !app.store.read::<_, _, StoreError>(system, due).await? {
        return Ok(done);
    }
    let known = async |tx: &Tx<System>| tx.channels().await;
    app.breakers.learn(app.store.read::<_, _, StoreError>(system, known).await?);
    // Each in a task of its own: what waits here for its turn to write must not keep others from theirs.
    let mut flying = JoinSet::new();
    let mut taken = Vec::new();
    let mut known = Arc::new(Known::default());
    let mut trouble = None;
    let mut more = true;
    let mut dealt = Vec::new();
    let mut settle_at = Instant::now();
    loop {
        while flying.len() <= AHEAD / 2 && trouble.is_none() {
            if taken.is_empty() {
                if !more || quiet(app) {
                    break;
                }
                match take(app, system).await {
                    Ok((batch, about)) => {
                        more = batch.len() as u64 == BATCH;
                        (taken, known) = (batch, Arc::new(about));
                    }
                    Err(error) => trouble = Some(error),
                }
                continue;
            }
            let rest = taken.split_off(taken.len().min(AHEAD - flying.len()));
            let next = std::mem::replace(&mut taken, rest);
            match note(app, system, &next, &known).await {
                Ok(()) => {
                    for prompt in next {
                        let (app, known) = (app.clone(), known.clone());
                        flying.spawn(async move { one(&app, system, prompt, &known).await });
                    }
                }
                // Nobody was told of these. What is on its way already is settled all the same.
                Err(error) => trouble = Some(error),
            }
        }
        let next = match dealt.is_empty() {
            true => {
                let first = flying.join_next().await;
                settle_at = Instant::now() + GATHER.0;
                Ok(first)
            }
            false => timeout_at(settle_at, flying.join_next()).await,
        };
        match next {
            Ok(None) if dealt.is_empty() => break,
            Ok(Some(one)) if dealt.len() + 1 < GATHER.1 => dealt.extend(one.ok()),
            next => {
                dealt.extend(next.ok().flatten().and_then(|one| one.ok()));
                done.done += dealt.len();
                finish(app, system, std::mem::take(&mut dealt)).await;
            }
        }
    }
    keep_ways(app, system).await?;
    trouble.map_or(Ok(done), Err)
}

/// Takes the next prompts, and reads what they are about.
async fn take(app: &App, system: System) -> Result<(Vec<Leased>, Known)> {
    let now = app.now();
    let taking = async |tx: &Tx<System>| {
        let batch = tx.lease_prompts(BATCH, now).await?;
        let known = load(app, tx, &batch).await?;
        Ok((batch, known))
    };
    let (batch, known) = app.store.write::<_, _, StoreError>(system, taking).await?;
    let known = known.with_helped(app, system, &batch).await;
    Ok((batch, known))
}

/// Notes which of these phones are about to be told of.
async fn note(app: &App, system: System, next: &[Leased], known: &Known) -> Result<()> {
    let to_phones: Vec<&Leased> = next.iter().filter(|prompt| known.has_phones(prompt)).collect();
    let note = async |tx: &Tx<System>| tx.note_pushes(&to_phones, app.now()).await;
    app.store.write::<_, _, StoreError>(system, note).await
}

/// Settles what was dealt with, and then reminds those who help.
async fn finish(app: &App, system: System, dealt: Vec<Dealt>) {
    if let Err(error) = settle(app, system, &dealt).await {
        tracing::error!(%error, "prompts could not be settled; their leases will run out");
        return;
    }
    // The young person's prompt is settled, whatever becomes of their supporters' reminders.
    join_all(dealt.iter().map(async |dealt| {
        let (Some((message, told)), Ok(Verdict::Over(settled))) =
            (&dealt.found.told, &dealt.verdict)
        else {
            return;
        };
        let told: Vec<&str> = told.iter().map(String::as_str).collect();
        let reminded =
            remind_supporters(app, system, &dealt.prompt, settled.outcome, message, &told).await;
        if let Err(error) = reminded {
            tracing::error!(%error, "supporters could not be reminded; they are with the next prompt");
        }
    }))
    .await;
}

async fn settle(app: &App, system: System, all: &[Dealt]) -> Result<()> {
    let now = app.now();
    let mut over = Vec::new();
    for dealt in all {
        match &dealt.verdict {
            Ok(Verdict::Over(settled)) => over.push((&dealt.prompt, settled.clone())),
            Ok(Verdict::Later { .. }) => {}
            Err(error) => {
                tracing::error!(%error, "a prompt could not be dealt with; its lease will run out");
            }
        }
    }
    let with = |fate: Fate| {
        all.iter().flat_map(move |dealt| {
            let those = dealt.found.phones.iter().filter(move |(_, is)| *is == fate);
            those.map(|(phone, _)| (dealt.prompt.partnership, *phone))
        })
    };
    app.store
        .write::<_, _, StoreError>(system, async |tx| {
            tx.settle_prompts(&over, now).await?;
            for dealt in all {
                if let Ok(Verdict::Later { due_at, tried }) = dealt.verdict {
                    tx.postpone_prompt(&dealt.prompt, due_at, tried).await?;
                }
                if let Some(wrong) = &dealt.found.wrong {
                    let whose = (dealt.prompt.partnership, dealt.prompt.person);
                    tx.number_is_wrong(whose, wrong, dealt.prompt.id, app.new_id(), now).await?;
                }
            }
            for (partnership, phone) in with(Fate::Gone) {
                tx.forget_phone(partnership, phone).await?;
            }
            tx.phones_took(&Vec::from_iter(with(Fate::Took)), now).await?;
            tx.phones_refused(&Vec::from_iter(with(Fate::Refused)), now).await
        })
        .await?;
    for (_, settled) in &over {
        app.counts.settled(settled.channel, settled.outcome, settled.late);
    }
    Ok(())
}

/// Keeps what was found out about the ways out.
pub(super) async fn keep_ways(app: &App, system: System) -> Result<()> {
    let changed = app.breakers.changed();
    if changed.is_empty() {
        return Ok(());
    }
    let keep = async |tx: &Tx<System>| tx.save_channels(&changed).await;
    app.store.write::<_, _, StoreError>(system, keep).await
}
