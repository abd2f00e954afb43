//! Prompting one young person now.

use anyhow::{Result, bail};
use domain::prompt::{Channel, PromptOutcome};

use super::{invite::find, partnership};
use crate::{
    app::App,
    jobs::{ByHand, send_by_hand},
    store::scope::System,
};

/// Sends a prompt about the open check-in, and prints how it went.
pub async fn run(
    app: &App,
    system: System,
    key: &str,
    person: &str,
    at_any_hour: bool,
) -> Result<()> {
    let partnership = partnership(app, system, key).await?;
    let person = find(app, system, partnership.id, person).await?;
    match send_by_hand(app, system, person.id, at_any_hour).await? {
        ByHand::Tried(Some((PromptOutcome::Sent, way))) => {
            println!("The prompt is on its way, by {}.", words(way));
        }
        ByHand::Tried(Some((PromptOutcome::NoChannel, _))) => {
            bail!(
                "none of their phones takes prompts, and there is no number or address that they want to be reached at; they can turn \
                 prompts on in the phone's settings"
            )
        }
        ByHand::Tried(Some((PromptOutcome::Gone, _))) => {
            bail!(
                "their phone no longer takes prompts; it is forgotten, and asks again when it is opened"
            )
        }
        ByHand::Tried(Some((outcome, _))) => {
            bail!("the prompt could not be sent ({})", outcome.code())
        }
        ByHand::Tried(None) => {
            println!("The push service is busy; the prompt will be tried again.")
        }
        ByHand::NothingOpen => bail!("no check-in of theirs waits for answers"),
        ByHand::Quiet => {
            bail!("nobody is prompted at night or on a holiday; to try it out, add --at-any-hour")
        }
        ByHand::Stopped => bail!("they have stopped all prompts"),
    }
    Ok(())
}

fn words(way: Channel) -> &'static str {
    match way {
        Channel::Push => "a message on their phone",
        Channel::Sms => "text",
        Channel::Email => "e-mail",
    }
}
