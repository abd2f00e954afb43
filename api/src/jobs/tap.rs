//! Lets one question be answered from a notification (YP-15).

use std::collections::HashMap;

use domain::{check_in::CheckIn, check_in_kind::CheckInKind, id::PromptId, record::asked_about};

use super::Result;
use crate::{
    app::App,
    secret::{Token, TokenKind},
    store::{Leased, NewTap, Tx, scope::System},
};

/// The question that can be answered so: whether they are still where they were.
const QUESTION: &str = "same_as_before";

/// Tokens for those of these prompts that are about a short check-in that would ask whether anything has changed, and has
/// not been answered. They work until the check-in closes.
pub async fn answers_with(
    app: &App,
    tx: &Tx<System>,
    prompts: &[(&Leased, &CheckIn)],
) -> Result<HashMap<PromptId, String>> {
    let short: Vec<_> =
        prompts.iter().filter(|(_, about)| about.kind == CheckInKind::Pulse).collect();
    if short.is_empty() {
        return Ok(HashMap::new());
    }
    let about: Vec<_> = short.iter().map(|(one, about)| (one.partnership, about.id)).collect();
    let people: Vec<_> = short.iter().map(|(one, _)| (one.partnership, one.person)).collect();
    let begun = tx.begun_ones(&about).await?;
    let spells = tx.spells_of(&people).await?;
    let asks = |about: &CheckIn| {
        let theirs = spells.get(&about.person).map(Vec::as_slice).unwrap_or_default();
        !begun.contains(&about.id) && asked_about(theirs, about, &app.activities).is_some()
    };
    let (mut new, mut tokens) = (Vec::new(), HashMap::new());
    for (prompt, about) in short.into_iter().filter(|(_, about)| asks(about)) {
        let token = Token::new(TokenKind::Tap, prompt.partnership, app.random());
        new.push(NewTap {
            partnership: prompt.partnership,
            person: prompt.person,
            check_in: prompt.check_in,
            question: QUESTION,
            hash: token.hash(),
            expires_at: about.closes_at,
        });
        tokens.insert(prompt.id, token.as_str().to_owned());
    }
    tx.keep_taps(&new, app.now()).await?;
    Ok(tokens)
}
