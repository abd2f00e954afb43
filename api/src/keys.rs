//! The keys of one installation, kept in a file of their own and never in the database.

use std::{
    fmt, fs, io,
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::report::CellKey;
use serde::{Deserialize, Serialize};

use crate::{ids::Ids, push::VapidKey};

/// The keys of one installation.
#[derive(Clone)]
pub struct Keys {
    /// Signs what is sent to phones. With another, every phone has to subscribe again.
    pub vapid: VapidKey,
    /// What the rounding of published figures depends on. With another, published figures change.
    pub cells: CellKey,
    /// Made by the service itself, for trying out.
    pub development: bool,
    cells_text: String,
}

/// Why keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// There is no such file, or it may not be read.
    #[error(
        "the keys in {0} cannot be read ({1}); make some with `throughline keys new --keys FILE`"
    )]
    Unreadable(PathBuf, #[source] io::Error),
    /// It is not a file with keys.
    #[error(
        "the file {0} holds no keys ({1}); restore it from a backup, or make new ones with `throughline keys new`"
    )]
    Damaged(PathBuf, &'static str),
    /// Keys are never written over: the old ones may be the only ones.
    #[error("the keys cannot be written to {0} ({1}); name a file that does not exist yet")]
    Unwritable(PathBuf, #[source] io::Error),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    development: bool,
    vapid_private_key: String,
    cell_key: String,
}

const HEADING: &str = "\
# The keys of this installation of Throughline. Whoever reads this file can send messages to phones in our name and can
# unround published figures: keep it to yourself, and keep a copy apart from the copies of the database.
# Never change `cell_key`: every published figure would be drawn anew.
";

impl Keys {
    /// Makes new keys.
    pub fn new(ids: &dyn Ids, development: bool) -> Self {
        loop {
            let (vapid, cells) = (random(ids), random(ids));
            // A few numbers are no keys; none of us will live to see one.
            if let (Some(vapid), Ok(cell_key)) = (VapidKey::new(vapid), CellKey::new(cells)) {
                let cells_text = BASE64_URL_SAFE_NO_PAD.encode(cells);
                return Self { vapid, cells: cell_key, development, cells_text };
            }
        }
    }

    /// Reads keys from a file.
    pub fn read(path: &Path) -> Result<Self, KeysError> {
        let text =
            fs::read_to_string(path).map_err(|error| KeysError::Unreadable(path.into(), error))?;
        // Neither the parser's message nor the file's text is repeated: they would show keys.
        let damaged = |what| KeysError::Damaged(path.into(), what);
        let file: File =
            toml::from_str(&text).map_err(|_| damaged("it does not have the four entries"))?;
        let vapid = VapidKey::from_base64(&file.vapid_private_key)
            .ok_or(damaged("see `vapid_private_key`"))?;
        let cells = bytes(&file.cell_key).and_then(|bytes| CellKey::new(bytes).ok());
        let cells = cells.ok_or(damaged("see `cell_key`"))?;
        Ok(Self { vapid, cells, development: file.development, cells_text: file.cell_key })
    }

    /// Writes the keys to a new file that nobody else may read.
    pub fn write(&self, path: &Path) -> Result<(), KeysError> {
        let file = File {
            development: self.development,
            vapid_private_key: self.vapid.to_base64(),
            cell_key: self.cells_text.clone(),
        };
        let text = toml::to_string(&file).expect("texts and a truth value can be written as TOML");
        let write = || {
            let mut file =
                fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
            file.write_all(HEADING.as_bytes())?;
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        write().map_err(|error| KeysError::Unwritable(path.into(), error))
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

fn random(ids: &dyn Ids) -> [u8; 32] {
    let mut bytes = [0; 32];
    ids.random(&mut bytes);
    bytes
}

fn bytes(text: &str) -> Option<[u8; 32]> {
    BASE64_URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}
