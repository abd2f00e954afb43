//! `throughline import`.

use std::{
    fs::File,
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};

use super::partnership;
use crate::{app::App, importing, store::scope::System};

/// Takes in a council's file and prints the report; a refused file ends in failure with every fault on a line.
pub async fn run(
    app: &App,
    system: System,
    key: &str,
    path: &Path,
    dry_run: bool,
) -> Result<ExitCode> {
    let partnership = partnership(app, system, key).await?;
    let open = || File::open(path).and_then(|file| Ok((file.metadata()?.len(), file)));
    let (length, file) = open().with_context(|| format!("{} cannot be read", path.display()))?;
    let bar = ProgressBar::new(length).with_style(
        ProgressStyle::with_template(
            "{bar:30} {percent:>3} %  {bytes} of {total_bytes}, {eta} to go",
        )
        .expect("the template is written here"),
    );
    let admin = system.administer(partnership.id);
    let report = importing::import(app, admin, bar.wrap_read(file), dry_run).await;
    bar.finish_and_clear();
    let report = report.with_context(|| format!("{} was not taken in", path.display()))?;
    // Whoever reads it may have seen enough: what is done is done.
    let _ = write!(io::stdout(), "{report}");
    Ok(if report.is_refused() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
