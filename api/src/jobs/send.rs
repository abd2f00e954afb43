//! Sends the prompts that are due.
//!
//! A prompt is leased, dealt with outside any transaction, and settled. A lease that runs out is due again, and that is all
//! that a crash leaves behind:
//!
//! - That phones are about to be told is noted for a whole batch (`note_pushes`). Whoever finds that note on a prompt whose
//!   lease ran out repeats it, once: the second time it is settled as unsure. The repeat has the same topic, so that push
//!   services and phones put it in the place of the first.
//! - A text or e-mail is never repeated: that it is handed over is made durable first (`hand_over`). Whoever finds that note
//!   asks the provider for the letter by its id, and sends it only if the provider says that it never came.

mod by_hand;
mod letter;
mod load;
mod one;
mod way;

use std::{sync::Arc, time::Duration};

use futures_util::future::join_all;
use tokio::{task::JoinSet, time::timeout};

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

/// How many prompts are taken at once.
const BATCH: u64 = 64;
/// How many are on their way at the same time, before more are taken.
const AHEAD: usize = 64;
/// How long prompts that were dealt with wait for others, to be settled together.
const GATHER: Duration = Duration::from_millis(20);
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
    let mut trouble = None;
    let mut more = true;
    loop {
        while more && flying.len() < AHEAD && !quiet(app) {
            let (batch, known) = match take(app, system).await {
                Ok(taken) => taken,
                // What is on its way already is settled all the same.
                Err(error) => {
                    trouble = Some(error);
                    more = false;
                    break;
                }
            };
            more = batch.len() as u64 == BATCH;
            let known = Arc::new(known);
            for prompt in batch {
                let (app, known) = (app.clone(), known.clone());
                flying.spawn(async move { one(&app, system, prompt, &known).await });
            }
        }
        let Some(first) = flying.join_next().await else { break };
        let mut dealt = Vec::from_iter(first.ok());
        let gather = async {
            while dealt.len() < AHEAD
                && let Some(next) = flying.join_next().await
            {
                dealt.extend(next.ok());
            }
        };
        // What is not there in time comes with the next.
        let _ = timeout(GATHER, gather).await;
        done.done += dealt.len();
        finish(app, system, dealt).await;
    }
    keep_ways(app, system).await?;
    trouble.map_or(Ok(done), Err)
}

/// Takes the next prompts, reads what they are about, and notes which of them phones are about to be told.
async fn take(app: &App, system: System) -> Result<(Vec<Leased>, Known)> {
    let now = app.now();
    let lease = async |tx: &Tx<System>| tx.lease_prompts(BATCH, now).await;
    let batch = app.store.write::<_, _, StoreError>(system, lease).await?;
    if batch.is_empty() {
        return Ok((batch, Known::default()));
    }
    let known = load(app, system, &batch).await?;
    let to_phones: Vec<&Leased> = batch.iter().filter(|prompt| known.has_phones(prompt)).collect();
    let note = async |tx: &Tx<System>| tx.note_pushes(&to_phones, now).await;
    app.store.write::<_, _, StoreError>(system, note).await?;
    Ok((batch, known))
}

/// Settles what was dealt with, and then reminds those who help.
async fn finish(app: &App, system: System, dealt: Vec<Dealt>) {
    if let Err(error) = settle(app, system, &dealt).await {
        tracing::error!(%error, "prompts could not be settled; their leases will run out");
        return;
    }
    // The young person's prompt is settled, whatever becomes of their supporters' reminders.
    let people: Vec<_> = dealt.iter().map(|it| (it.prompt.partnership, it.prompt.person)).collect();
    let helped = async |tx: &Tx<System>| tx.with_supporters(&people).await;
    let helped = match app.store.read::<_, _, StoreError>(system, helped).await {
        Ok(helped) => helped,
        Err(error) => {
            tracing::error!(%error, "supporters could not be reminded; they are with the next prompt");
            return;
        }
    };
    join_all(dealt.iter().map(async |dealt| {
        let (Some((message, told)), Ok(Verdict::Over(settled))) = (&dealt.told, &dealt.verdict)
        else {
            return;
        };
        if !helped.contains(&dealt.prompt.person) {
            return;
        }
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
            let those = dealt.phones.iter().filter(move |(_, is)| *is == fate);
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
                if let Some(wrong) = &dealt.wrong {
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
