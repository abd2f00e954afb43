//! Settings from a file. They become the defaults of the flags, so everything else wins over them.

use std::{
    ffi::{OsStr, OsString},
    fs,
    path::{Path, PathBuf},
};

use clap::{Args, Command, Error, error::ErrorKind};
use toml::{Table, Value};

use super::Settings;

/// The file that the arguments or the environment name. It has to be known before the arguments can be read.
pub fn named(args: &[OsString]) -> Option<PathBuf> {
    let mut flagged = None;
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        if arg == "--" {
            break;
        }
        let joined = arg.to_str().and_then(|arg| arg.strip_prefix("--config="));
        if let Some(path) = joined
            .map(OsStr::new)
            .or_else(|| (arg == "--config").then(|| args.next())?.map(|path| path.as_os_str()))
        {
            flagged = Some(PathBuf::from(path));
        }
    }
    flagged.or_else(from_environment)
}

#[expect(clippy::disallowed_methods, reason = "the setting that names the file with the settings")]
fn from_environment() -> Option<PathBuf> {
    std::env::var("THROUGHLINE_CONFIG").ok().filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// The same command, with the settings of the file for defaults.
pub fn apply(mut command: Command, path: &Path) -> Result<Command, Error> {
    let refuse = |why: String| {
        Error::raw(
            ErrorKind::ValueValidation,
            format!("the file {} is no use: {why}\n", path.display()),
        )
    };
    let text = fs::read_to_string(path).map_err(|error| refuse(error.to_string()))?;
    let table: Table = text.parse().map_err(|error: toml::de::Error| refuse(error.to_string()))?;

    let alone = Settings::augment_args(Command::new("throughline"));
    let mut flags: Vec<String> = vec!["throughline".into()];
    for (name, value) in &table {
        let setting =
            alone.get_arguments().find(|arg| arg.get_long() == Some(name) && name != "config");
        let setting = setting.ok_or_else(|| refuse(format!("there is no setting `{name}`")))?;
        let value = plain(value)
            .ok_or_else(|| refuse(format!("`{name}` should be a text or a list of texts")))?;
        if setting.get_action().takes_values() {
            flags.push(format!("--{name}={value}"));
        } else if value == "true" {
            flags.push(format!("--{name}"));
        } else if value != "false" {
            return Err(refuse(format!("`{name}` should be true or false")));
        }
        let id = setting.get_id().clone();
        command = command.mut_arg(id, |arg| arg.default_value(value));
    }
    // A wrong value is told as one, before it becomes a default that clap takes to be right.
    alone.try_get_matches_from(flags).map_err(|error| refuse(error.to_string()))?;
    Ok(command)
}

/// A value as a flag would have it.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Boolean(yes) => Some(yes.to_string()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Array(items) => {
            let items: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            items.map(|items| items.join(","))
        }
        Value::Float(_) | Value::Datetime(_) | Value::Table(_) => None,
    }
}
