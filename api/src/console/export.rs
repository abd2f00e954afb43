//! `throughline export` and `throughline take-in`.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
    process::ExitCode,
};

use anyhow::{Context, Result};

use super::{invite::find, partnership};
use crate::{
    app::App,
    packaging::{self, TakeInError},
    store::scope::System,
};

/// Writes a package to a file that nobody else on the machine can read. It must not exist. What is half done is removed.
pub async fn export(
    app: &App,
    system: System,
    key: &str,
    person: Option<&str>,
    to: &Path,
) -> Result<()> {
    let partnership = partnership(app, system, key).await?;
    let one = match person {
        Some(person) => Some(find(app, system, partnership.id, person).await?.id),
        None => None,
    };
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to);
    let file = file.with_context(|| format!("{} cannot be made", to.display()))?;
    match packaging::export_partnership(app, system, partnership.id, one, &file).await {
        Ok(people) => {
            file.sync_all().with_context(|| format!("{} cannot be kept", to.display()))?;
            let said = if people == 1 { "person is" } else { "people are" };
            let _ = writeln!(io::stdout(), "{people} young {said} in {}", to.display());
            Ok(())
        }
        Err(error) => {
            let _ = fs::remove_file(to);
            Err(error.into())
        }
    }
}

/// Takes a package in, and prints what came of it; one that is refused ends in failure with the reason.
pub async fn take_in(
    app: &App,
    system: System,
    key: &str,
    path: &Path,
    dry_run: bool,
) -> Result<ExitCode> {
    let partnership = partnership(app, system, key).await?;
    let file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let admin = system.administer(partnership.id);
    let mut out = io::stdout();
    match packaging::take_in(app, admin, file, dry_run).await {
        Ok(taken) => {
            for (thing, all, new) in &taken.things {
                let _ = writeln!(out, "{all:>8}  {thing}, {new} of them new");
            }
            if dry_run {
                let _ = writeln!(out, "\nThis was a dry run: nothing was changed.");
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(error @ (TakeInError::Package(_) | TakeInError::Thing { .. })) => {
            let _ = writeln!(out, "{error}\n\nNothing was taken in.");
            Ok(ExitCode::FAILURE)
        }
        Err(error) => Err(error.into()),
    }
}
