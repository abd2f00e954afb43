//! `throughline messages`: the words of a partnership's texts and e-mails.

use std::{fs, process::ExitCode};

use anyhow::{Context, Result, bail};

use super::{partnership, words};
use crate::{
    app::App,
    config::{MessagesCommand, WhichWords},
    messages::{self, Described, WordsError},
    store::scope::{Admin, System},
};

/// Shows, checks and changes words.
pub async fn run(app: &App, system: System, command: &MessagesCommand) -> Result<ExitCode> {
    match command {
        MessagesCommand::Show { partnership } => {
            let all = messages::overview(app, admin(app, system, partnership).await?).await?;
            all.iter().for_each(print);
        }
        MessagesCommand::Check(which) => {
            let (admin, text) = (admin(app, system, &which.partnership).await?, text(which)?);
            return tell(messages::check(app, admin, which.kind, &text).await, "It can be sent.");
        }
        MessagesCommand::Set(which) => {
            let (admin, text) = (admin(app, system, &which.partnership).await?, text(which)?);
            let set = messages::save(app, admin, which.kind, &text).await;
            return tell(set, "It is sent from the next message on.");
        }
        MessagesCommand::Reset { kind, partnership } => {
            let admin = admin(app, system, partnership).await?;
            print(&messages::go_back(app, admin, *kind).await?);
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn admin(app: &App, system: System, key: &str) -> Result<Admin> {
    Ok(system.administer(partnership(app, system, key).await?.id))
}

fn text(which: &WhichWords) -> Result<String> {
    match (&which.text, &which.file) {
        (Some(text), _) => Ok(text.clone()),
        (None, Some(file)) => {
            fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
        }
        (None, None) => bail!("say the words, or name a file that they are in with --file"),
    }
}

fn tell(done: Result<Described, WordsError>, well: &str) -> Result<ExitCode> {
    match done {
        Ok(described) => {
            print(&described);
            println!("{well}");
            Ok(ExitCode::SUCCESS)
        }
        Err(WordsError::Refused(faults)) => {
            faults.iter().for_each(|fault| println!("{fault}"));
            println!("{} to mend; nothing has changed.", faults.len());
            Ok(ExitCode::FAILURE)
        }
        Err(error) => Err(error.into()),
    }
}

fn print(described: &Described) {
    let indented = |text: &str| text.replace('\n', "\n    ");
    let whose = match &described.own {
        None => "as the product brings it".to_owned(),
        Some((at, by)) => {
            let by = by.as_deref().unwrap_or("the command line");
            format!("your own words, by {by} at {}", words(*at))
        }
    };
    println!("{}: {whose}", described.kind.code());
    println!("    {}", indented(&described.text));
    match &described.example {
        Ok(example) => {
            let (length, most) = described.length();
            println!("  is sent like this, with {length} of {most} characters:");
            println!("    {}", indented(example));
        }
        Err(error) => println!("  cannot be sent: {error}"),
    }
    if let Some(trouble) = &described.trouble {
        println!("  {trouble}");
    }
    println!();
}
