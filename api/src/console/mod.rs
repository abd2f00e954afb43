//! What the program does on the command line besides running: each subcommand reads like a request handler, and prints
//! where that would answer. Whoever runs it has the database in their hands, so it administers any partnership.

pub mod explain;
pub mod export;
pub mod import;
pub mod invite;
pub mod messages;
pub mod partnership;
pub mod prompt;
pub mod questionnaire;
pub mod staff;

use std::process::ExitCode;

use anyhow::{Result, anyhow};
use chrono::{DateTime, Utc};
use domain::{
    day::{london_day, london_time},
    partnership::Partnership,
};

use crate::{
    app::App,
    config::{Command, PromptsCommand},
    store::{StoreError, scope::System},
};

/// Does what a subcommand says, for those that need the database and do not run the service.
pub async fn run(app: &App, system: System, command: &Command) -> Result<ExitCode> {
    match command {
        Command::Import { file, partnership, dry_run, mapping, delta } => {
            let how = import::how(mapping.as_deref(), *dry_run, *delta)?;
            return import::run(app, system, partnership, file, how).await;
        }
        Command::TakeIn { file, partnership, dry_run } => {
            return export::take_in(app, system, partnership, file, *dry_run).await;
        }
        Command::Export { to, partnership, person } => {
            let person = person.as_deref();
            export::export(app, system, partnership, person, to).await?;
        }
        Command::Questionnaire(command) => return questionnaire::run(app, system, command).await,
        Command::Messages(command) => return messages::run(app, system, command).await,
        Command::Partnership(command) => partnership::run(app, system, command).await?,
        Command::Staff(command) => staff::run(app, system, command).await?,
        Command::Invite { person, partnership, letter } => {
            invite::run(app, system, partnership, person, *letter).await?;
        }
        Command::Prompt { person, partnership, at_any_hour } => {
            prompt::run(app, system, partnership, person, *at_any_hour).await?;
        }
        Command::Prompts(PromptsCommand::Explain { person, partnership }) => {
            explain::run(app, system, partnership, person).await?;
        }
        _ => return Err(anyhow!("this command runs elsewhere")),
    }
    Ok(ExitCode::SUCCESS)
}

/// The partnership with this short name.
async fn partnership(app: &App, system: System, key: &str) -> Result<Partnership> {
    let found = app.store.read(system, async |tx| tx.partnership_by_slug(key).await).await;
    found.map_err(|error| match error {
        StoreError::NotFound(_) => {
            anyhow!("there is no partnership `{key}`; see `throughline partnership list`")
        }
        error => error.into(),
    })
}

/// A moment as somebody here would say it.
fn words(moment: DateTime<Utc>) -> String {
    let (day, time) = (london_day(moment), london_time(moment));
    format!("{} on {}", time.format("%H:%M"), day.format("%A %-d %B %Y"))
}
