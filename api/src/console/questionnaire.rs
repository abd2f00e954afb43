//! Questionnaire files, looked at before anybody is asked from them.

use std::{fs, path::Path, process::ExitCode};

use anyhow::{Context, Result};
use domain::questionnaire::{lint, lint_change};

/// Prints what is wrong with a file, a line each, so that an editor can jump to it.
pub fn check(file: &Path, earlier: Option<&Path>) -> Result<ExitCode> {
    let now = read(file)?;
    let findings = match earlier {
        Some(earlier) => lint_change(&now, &read(earlier)?),
        None => lint(&now),
    };
    for finding in &findings {
        println!("{}: {finding}", file.display());
    }
    if findings.is_empty() {
        println!("{} keeps every rule.", file.display());
        return Ok(ExitCode::SUCCESS);
    }
    println!("{} to mend; nobody is asked from this file until then.", findings.len());
    Ok(ExitCode::FAILURE)
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
}
