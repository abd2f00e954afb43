//! `throughline import`.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use anyhow::{Context, Result, bail};
use domain::import::Mapping;
use indicatif::{ProgressBar, ProgressStyle};

use super::partnership;
use crate::{
    app::App,
    importing::{self, How},
    store::scope::System,
};

/// How a file is taken in, with the mapping that stands in a file of its own.
pub fn how(mapping: Option<&Path>, dry_run: bool, delta: bool) -> Result<How> {
    let mut how = How { dry_run, delta, ..How::default() };
    if let Some(path) = mapping {
        let json = fs::read_to_string(path);
        let json = json.with_context(|| format!("{} cannot be read", path.display()))?;
        how.mapping = match Mapping::read(&json) {
            Ok(mapping) => mapping,
            Err(faults) => {
                let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
                bail!("{} cannot be used: {}", path.display(), faults.join(" "));
            }
        };
    }
    Ok(how)
}

/// Takes in a council's file and prints the report; a refused file ends in failure with every fault on a line.
pub async fn run(app: &App, system: System, key: &str, path: &Path, how: How) -> Result<ExitCode> {
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
    let report = importing::import(app, admin, bar.wrap_read(file), how).await;
    bar.finish_and_clear();
    let report = report.with_context(|| format!("{} was not taken in", path.display()))?;
    // Whoever reads it may have seen enough: what is done is done.
    let _ = write!(io::stdout(), "{report}");
    Ok(if report.is_refused() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
