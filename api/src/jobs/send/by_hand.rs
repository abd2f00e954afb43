//! A prompt that somebody sends by hand.

use chrono::TimeDelta;
use domain::{
    check_in::State,
    id::{PersonId, PromptId},
    prompt::{Channel, PromptOutcome},
};

use super::{BY_HAND, Dealt, Verdict, finish, keep_ways, load::load, one::one, quiet};
use crate::{
    app::App,
    jobs::Result,
    store::{NewPrompt, StoreError, scope::System},
};

/// What came of a prompt that somebody sent by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByHand {
    /// It was tried; this is how it went, and which way. Nothing where it will be tried again.
    Tried(Option<(PromptOutcome, Channel)>),
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
    if quiet(app) && !at_any_hour {
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
        step: format!("{BY_HAND}{}", id.0.simple()),
        channel: Channel::Push,
        meant_at: now,
        due_at: now,
        expires_at: now + TimeDelta::hours(1),
    };
    let (prompt, known) = app
        .store
        .write::<_, _, StoreError>(system, async |tx| {
            let prompt = tx.queue_leased(&new, now).await?;
            let known = load(app, tx, std::slice::from_ref(&prompt)).await?;
            Ok((prompt, known))
        })
        .await?;
    let known = known.with_helped(app, system, std::slice::from_ref(&prompt)).await;
    let dealt: Dealt = one(app, system, prompt, &known).await;
    let tried = match &dealt.verdict {
        Ok(Verdict::Over(settled)) => Some((settled.outcome, settled.channel)),
        _ => None,
    };
    finish(app, system, vec![dealt]).await;
    keep_ways(app, system).await?;
    Ok(ByHand::Tried(tried))
}
