//! Lets one question be answered from a notification (YP-15).

use domain::{check_in::State, check_in_kind::CheckInKind};

use super::Result;
use crate::{
    app::App,
    secret::{Token, TokenKind},
    store::{Leased, NewTap, StoreError, scope::System},
};

/// The question that can be answered so: whether they are still where they were.
const QUESTION: &str = "same_as_before";

/// A token for a prompt about a short check-in that would ask whether anything has changed, and has not been answered.
/// It works until the check-in closes.
pub async fn answer_with(app: &App, system: System, prompt: &Leased) -> Result<Option<String>> {
    let tap = system.tap(prompt.partnership, prompt.person, prompt.check_in);
    let (record, _) = app.store.read::<_, _, StoreError>(tap, async |tx| tx.record().await).await?;
    let check_in = record.check_ins.iter().find(|check_in| check_in.id == prompt.check_in);
    let asks = check_in.is_some_and(|check_in| {
        check_in.kind == CheckInKind::Pulse
            && check_in.state() == State::Open
            && record.answers_in(check_in.id).is_empty()
            && record.asked_about(check_in, &app.activities).is_some()
    });
    let Some(check_in) = check_in.filter(|_| asks) else { return Ok(None) };
    let token = Token::new(TokenKind::Tap, prompt.partnership, app.random());
    let new = NewTap {
        partnership: prompt.partnership,
        person: prompt.person,
        check_in: prompt.check_in,
        question: QUESTION,
        hash: token.hash(),
        expires_at: check_in.closes_at,
    };
    app.store
        .write::<_, _, StoreError>(system, async |tx| tx.keep_tap(&new, app.now()).await)
        .await?;
    Ok(Some(token.as_str().to_owned()))
}
