//! The program `throughline`.

use std::process::ExitCode;

use anyhow::{Context, Result};
use api::{
    config::{Command, Config, KeysCommand, QuestionnaireCommand, Role},
    console, demo, gateway,
    http::{document, documents},
    ids::SystemIds,
    keys::Keys,
    log, serving, starting,
    store::Store,
};
use domain::{
    questionnaire::Questionnaire,
    session::{Lifetime, SessionKind},
};

fn main() -> ExitCode {
    let config = match Config::read(std::env::args_os()) {
        Ok(config) => config,
        Err(error) => error.exit(),
    };
    match run(config) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("throughline: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(config: Config) -> Result<ExitCode> {
    let settings = &config.settings;
    match &config.command {
        Command::Serve => {
            log::start(settings.log, settings.log_filter.as_deref())?;
            let serves = settings.does(Role::Serve);
            let listener = serves.then(|| serving::listen(settings)).transpose()?;
            let (app, system) = starting::start(&config).await?;
            tracing::info!(address = %settings.listen, "ready");
            serving::serve(app, system, settings, listener).await?;
        }
        Command::Demo => demo::run(&config).await?,
        Command::DevGateway(options) => gateway::run(settings, options).await?,
        Command::Migrate => {
            starting::start(&config).await?;
            println!("The database is up to date.");
        }
        Command::Keys(KeysCommand::New) => {
            let path = settings.keys.as_ref().context("say where to write them: --keys FILE")?;
            Keys::new(&SystemIds, false).write(path)?;
            println!("New keys are in {}. Keep a copy apart from the database's.", path.display());
        }
        Command::Keys(KeysCommand::Rotate) => {
            let path = settings.keys.as_ref().context("say which file: --keys FILE")?;
            let keys = Keys::rotate(path, &SystemIds)?;
            let idle = Lifetime::of(SessionKind::YoungPerson, false).idle.num_days();
            println!(
                "Messages to phones have a new key in {}; the old one is kept beside it ({} keys in all).\n\
                 Next: copy the file to wherever else the service runs, restart all of it, and keep a copy of the file.\n\
                 A phone moves to the new key when its page is opened; until then messages to it are signed with the old one.\n\
                 After {idle} days no phone that is still signed in needs the old one.",
                path.display(),
                keys.vapid_previous.len() + 1,
            );
        }
        Command::Questionnaire(QuestionnaireCommand::Check {
            file,
            earlier,
            partnership,
            translates,
        }) => {
            let own = partnership.as_deref().map(|key| (key, translates.as_deref()));
            return console::questionnaire::check(file, earlier.as_deref(), own);
        }
        Command::Questionnaire(QuestionnaireCommand::Show) => {
            print!("{}", Questionnaire::shipped_text());
        }
        Command::Openapi { to } => {
            for document in documents() {
                let path = to.join(format!("{}.json", document.name));
                std::fs::write(&path, document::print(&document.content))
                    .with_context(|| format!("{} cannot be written", path.display()))?;
            }
        }
        Command::Backup { to } => {
            let store = Store::open_as_it_is(&settings.database).await?;
            let to = to.to_str().context("the name of the file has to be plain text")?;
            store.backup(to).await?;
            println!("The database is copied to {to}.");
        }
        command => {
            let (app, system) = starting::start(&config).await?;
            return console::run(&app, system, command).await;
        }
    }
    Ok(ExitCode::SUCCESS)
}
