//! The keys of one installation, kept in a file of their own and never in the database.

use std::{
    fmt, fs, io,
    io::Write,
    os::unix::fs::{MetadataExt, OpenOptionsExt, chown},
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
    /// The keys that did so before, the newest first. Phones that have not subscribed again since are still sent to.
    pub vapid_previous: Vec<VapidKey>,
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
    /// There is no new key, and the old ones are where they were.
    #[error(
        "the keys in {0} are as they were ({1}); run this as whoever owns the file, or as root, and see that there is room"
    )]
    Unchanged(PathBuf, #[source] io::Error),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    development: bool,
    vapid_private_key: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    vapid_previous_keys: Vec<String>,
    cell_key: String,
}

const HEADING: &str = "\
# The keys of this installation of Throughline. Whoever reads this file can send messages to phones in our name and can
# unround published figures: keep it to yourself, and keep a copy apart from the copies of the database.
# Never change `cell_key`: every published figure would be drawn anew.
# `throughline keys rotate` gives messages a new key and keeps the old ones beside it, the newest first: phones still use them.
";

impl Keys {
    /// Makes new keys.
    pub fn new(ids: &dyn Ids, development: bool) -> Self {
        loop {
            let (vapid, cells) = (random(ids), random(ids));
            // A few numbers are no keys; none of us will live to see one.
            if let (Some(vapid), Ok(cell_key)) = (VapidKey::new(vapid), CellKey::new(cells)) {
                let cells_text = BASE64_URL_SAFE_NO_PAD.encode(cells);
                let vapid_previous = Vec::new();
                return Self { vapid, vapid_previous, cells: cell_key, development, cells_text };
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
            toml::from_str(&text).map_err(|_| damaged("it does not have the right entries"))?;
        let vapid = VapidKey::from_base64(&file.vapid_private_key)
            .ok_or(damaged("see `vapid_private_key`"))?;
        let previous = file.vapid_previous_keys.iter().map(|key| VapidKey::from_base64(key));
        let vapid_previous = previous
            .collect::<Option<Vec<VapidKey>>>()
            .ok_or(damaged("see `vapid_previous_keys`"))?;
        let cells = bytes(&file.cell_key).and_then(|bytes| CellKey::new(bytes).ok());
        let cells = cells.ok_or(damaged("see `cell_key`"))?;
        let (development, cells_text) = (file.development, file.cell_key);
        Ok(Self { vapid, vapid_previous, cells, development, cells_text })
    }

    /// Gives messages to phones a new key, and keeps the old one beside it. The file is exchanged at once: whoever reads
    /// it meanwhile, or after a crash, finds the old keys or the new ones.
    pub fn rotate(path: &Path, ids: &dyn Ids) -> Result<Self, KeysError> {
        let failed = |error| KeysError::Unchanged(path.into(), error);
        // The file itself, wherever a link leads.
        let path =
            &fs::canonicalize(path).map_err(|error| KeysError::Unreadable(path.into(), error))?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let folder = fs::File::open(folder).map_err(failed)?;
        // Two at once would each forget the other's key.
        folder.lock().map_err(failed)?;
        let old = Self::read(path)?;
        let keys = old.with_new_vapid(Self::new(ids, old.development).vapid);
        keys.exchange(path, ids).and_then(|()| folder.sync_all()).map_err(failed)?;
        Ok(keys)
    }

    /// The same, with this key for messages to phones.
    fn with_new_vapid(&self, vapid: VapidKey) -> Self {
        let before = [self.vapid.clone()].into_iter().chain(self.vapid_previous.iter().cloned());
        Self { vapid, vapid_previous: before.collect(), ..self.clone() }
    }

    /// Writes the keys beside the file, and puts that in its place.
    fn exchange(&self, path: &Path, ids: &dyn Ids) -> io::Result<()> {
        let beside = path.with_extension(format!("{}.new", ids.new_id().simple()));
        let owner = fs::metadata(path)?;
        let write = || {
            self.write_new(&beside)?;
            // The service may run as somebody else than whoever gives it a new key.
            chown(&beside, Some(owner.uid()), Some(owner.gid()))?;
            fs::rename(&beside, path)
        };
        write().inspect_err(|_| drop(fs::remove_file(&beside)))
    }

    /// Writes the keys to a new file that nobody else may read.
    pub fn write(&self, path: &Path) -> Result<(), KeysError> {
        self.write_new(path).map_err(|error| KeysError::Unwritable(path.into(), error))
    }

    fn write_new(&self, path: &Path) -> io::Result<()> {
        let file = File {
            development: self.development,
            vapid_private_key: self.vapid.to_base64(),
            vapid_previous_keys: self.vapid_previous.iter().map(VapidKey::to_base64).collect(),
            cell_key: self.cells_text.clone(),
        };
        let text = toml::to_string(&file).expect("texts and a truth value can be written as TOML");
        let mut file =
            fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        file.write_all(HEADING.as_bytes())?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
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
