//! `throughline questionnaire`: files looked at before anybody is asked from them, and partnerships' own versions.

use std::{fs, path::Path, process::ExitCode};

use anyhow::{Context, Result, anyhow, bail};
use domain::questionnaire::{Finding, lint, lint_change, lint_own};

use super::{partnership, words};
use crate::{
    app::App,
    config::{QuestionnaireCommand, WhichVersion},
    own_questions::{self, Described, Overview, UploadError, UseError},
    store::{
        StoreError, Version,
        scope::{Admin, System},
    },
};

/// Prints what is wrong with a file, a line each, so that an editor can jump to it. `own` is the short name of the
/// partnership whose it is to be, and the file that it translates.
pub fn check(
    file: &Path,
    earlier: Option<&Path>,
    own: Option<(&str, Option<&Path>)>,
) -> Result<ExitCode> {
    let now = read(file)?;
    let mut findings = match own {
        Some((key, translates)) => {
            let translated = translates.map(read).transpose()?;
            lint_own(&now, key, translated.as_deref())
        }
        None => lint(&now),
    };
    if let Some(earlier) = earlier {
        let changed = lint_change(&now, &read(earlier)?);
        findings.extend(
            changed.into_iter().filter(|found| !findings.contains(found)).collect::<Vec<_>>(),
        );
        findings.sort_by_key(|found| found.line);
    }
    if findings.is_empty() {
        println!("{} keeps every rule.", file.display());
        return Ok(ExitCode::SUCCESS);
    }
    tell(file, &findings);
    Ok(ExitCode::FAILURE)
}

/// Does what needs the database.
pub async fn run(app: &App, system: System, command: &QuestionnaireCommand) -> Result<ExitCode> {
    match command {
        QuestionnaireCommand::List { partnership } => {
            list(app, admin(app, system, partnership).await?).await?;
        }
        QuestionnaireCommand::Upload { file, partnership } => {
            return upload(app, admin(app, system, partnership).await?, file).await;
        }
        QuestionnaireCommand::Use(which) => put_into_use(app, system, which).await?,
        QuestionnaireCommand::Stop(which) => stop(app, system, which).await?,
        QuestionnaireCommand::Check { .. } | QuestionnaireCommand::Show => {
            bail!("this command needs no database")
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn upload(app: &App, admin: Admin, file: &Path) -> Result<ExitCode> {
    match own_questions::upload(app, admin, read(file)?).await {
        Ok(version) => {
            println!("Version {} of {} is here.", version.version, version.id);
            println!(
                "Nobody is asked from it yet: `throughline questionnaire use {} {} --partnership …`",
                version.id, version.version
            );
            Ok(ExitCode::SUCCESS)
        }
        Err(UploadError::Refused(findings)) => {
            tell(file, &findings);
            Ok(ExitCode::FAILURE)
        }
        Err(error) => Err(error.into()),
    }
}

async fn put_into_use(app: &App, system: System, which: &WhichVersion) -> Result<()> {
    let admin = admin(app, system, &which.partnership).await?;
    match own_questions::put_into_use(app, admin, &version(which)).await {
        Err(UseError::Store(StoreError::NotFound(_))) => Err(unknown(which)),
        done => {
            done?;
            println!("It is in use: check-ins that open from now on ask from it.");
            Ok(())
        }
    }
}

async fn stop(app: &App, system: System, which: &WhichVersion) -> Result<()> {
    let admin = admin(app, system, &which.partnership).await?;
    match own_questions::end_use(app, admin, &version(which)).await {
        Err(StoreError::NotFound(_)) => Err(unknown(which)),
        done => {
            done?;
            println!("It is in use no more: check-ins that open from now on do not ask from it.");
            Ok(())
        }
    }
}

async fn list(app: &App, admin: Admin) -> Result<()> {
    let Overview { in_use, own } = own_questions::overview(app, admin).await?;
    println!("In use:");
    for (language, Version { id, version }) in &in_use {
        println!("    {language:<8} {id} {version}");
    }
    if !own.is_empty() {
        println!("Uploaded, the latest first:");
    }
    for Described { stored, read } in &own {
        let Version { id, version } = &stored.version;
        let by = stored.uploaded_by.as_deref().unwrap_or("the command line");
        println!(
            "    {id} {version}  {}, by {by} at {}",
            stored.language,
            words(stored.uploaded_at)
        );
        match read {
            None => println!("        does not keep the rules of today"),
            Some(read) => {
                for (what, questions) in [("adds", &read.added), ("hides", &read.hidden)] {
                    if !questions.is_empty() {
                        println!("        {what} {}", questions.join(", "));
                    }
                }
            }
        }
        for one in &stored.uses {
            let until = one.until.map_or_else(|| "now".to_owned(), words);
            println!("        in use from {} to {until}", words(one.from));
        }
    }
    Ok(())
}

async fn admin(app: &App, system: System, key: &str) -> Result<Admin> {
    Ok(system.administer(partnership(app, system, key).await?.id))
}

fn version(which: &WhichVersion) -> Version {
    Version { id: which.id.clone(), version: which.version.clone() }
}

fn unknown(which: &WhichVersion) -> anyhow::Error {
    anyhow!(
        "{} has not uploaded version {} of {}: see `throughline questionnaire list --partnership {}`",
        which.partnership,
        which.version,
        which.id,
        which.partnership
    )
}

fn tell(file: &Path, findings: &[Finding]) {
    for finding in findings {
        println!("{}: {finding}", file.display());
    }
    println!("{} to mend; nobody is asked from this file until then.", findings.len());
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
}
