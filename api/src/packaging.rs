//! Whole records out of this installation and into another: packages in the format `throughline-record.v1`.
//!
//! A package is made from one moment of the database. It is read whole before anything of it is believed, and all of it
//! is taken in or nothing. What is there already stays as it is, so the same package again changes nothing.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Seek, Write},
};

use chrono::SecondsFormat;
use domain::{
    id::{PartnershipId, PersonId},
    package::{FORMAT, Head, Lines, PackageError, Writer, check},
};
use serde_json::{Map, Value};
use tokio::task::{JoinError, spawn_blocking};

use crate::{
    app::App,
    store::{
        CHUNK, StoreError, Tx,
        packages::{Arriving, Named, NotTaken, THINGS},
        scope::{Admin, Caseload, OpensRecord, System, Within},
    },
};

/// How many people are read at once: with this, all of a package that is ever in memory.
const PEOPLE_AT_ONCE: usize = 50;

/// Why there is no package.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The database could not do it, or there is nobody of that id.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The package could not be written.
    #[error("the package could not be written: {0}")]
    Io(#[from] io::Error),
    /// Something stopped before its end.
    #[error("writing stopped before the end")]
    Stopped(#[from] JoinError),
}

/// Why a package was not taken in. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum TakeInError {
    /// It is not whole, or not one that can be read.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// A thing in it cannot be taken in.
    #[error("lines {first} to {last}: {why}")]
    Thing {
        /// The first of the lines that were taken in together.
        first: u64,
        /// The last of them.
        last: u64,
        /// What is the matter.
        why: NotTaken,
    },
    /// The database could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something stopped before its end.
    #[error("reading stopped before the end")]
    Stopped(#[from] JoinError),
}

/// What came of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenIn {
    /// Nothing was kept, because somebody only wanted to know.
    pub dry_run: bool,
    /// The short name of the partnership it came from.
    pub from: String,
    /// How many things there are of each kind, and how many of those were new, in the order of the package.
    pub things: Vec<(&'static str, u64, u64)>,
}

/// Makes a package of everybody whom a member of staff reaches, or of one of them, and notes that they did.
pub async fn export_caseload(
    app: &App,
    scope: Caseload,
    one: Option<PersonId>,
) -> Result<File, ExportError> {
    let file = spawn_blocking(tempfile::tempfile).await??;
    let (mut file, people) = app
        .store
        .read(scope, async |tx| pack(app, tx, scope.partnership(), one, file).await)
        .await?;
    let what = if one.is_some() { "download_record" } else { "download_package" };
    let now = app.now();
    let ids = people.into_iter().map(|person| (app.new_id(), person)).collect();
    app.store
        .write::<_, _, StoreError>(scope, async |tx| tx.note_accesses(ids, what, now).await)
        .await?;
    file.rewind()?;
    Ok(file)
}

/// Makes a package of everybody of a partnership, or of one of them. Gives how many they are.
pub async fn export_partnership(
    app: &App,
    system: System,
    partnership: PartnershipId,
    one: Option<PersonId>,
    to: impl Write + Send,
) -> Result<usize, ExportError> {
    app.store.read(system, async |tx| Ok(pack(app, tx, partnership, one, to).await?.1.len())).await
}

async fn pack<S: OpensRecord, W: Write + Send>(
    app: &App,
    tx: &Tx<S>,
    partnership: PartnershipId,
    one: Option<PersonId>,
    to: W,
) -> Result<(W, Vec<PersonId>), ExportError> {
    let people = tx.ids_in_reach(partnership, one).await?;
    let head = Head {
        format: FORMAT.into(),
        made_at: app.now().to_rfc3339_opts(SecondsFormat::AutoSi, true),
        partnership: tx.slug_of(partnership).await?,
    };
    let mut writer = Writer::new(BufWriter::new(to), &head)?;
    let mut named = Named::default();
    for some in people.chunks(PEOPLE_AT_ONCE) {
        for thing in tx.things_of(partnership, some, &mut named).await? {
            writer.add(&thing)?;
        }
    }
    let to = writer.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
    Ok((to, people))
}

/// Why nothing is kept.
enum Stop {
    DryRun,
    Error(TakeInError),
}

impl<E: Into<TakeInError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

/// Takes in a package, or says why not. A dry run does all of it and keeps nothing.
pub async fn take_in(
    app: &App,
    admin: Admin,
    mut package: File,
    dry_run: bool,
) -> Result<TakenIn, TakeInError> {
    let whole = move || -> Result<(Head, File), PackageError> {
        package.rewind()?;
        let head = check(BufReader::new(&package))?;
        package.rewind()?;
        Ok((head, package))
    };
    let (head, package) = spawn_blocking(whole).await??;
    let mut counts: Vec<(&'static str, u64, u64)> =
        THINGS.iter().map(|thing| (*thing, 0, 0)).collect();
    let kept = app
        .store
        .write::<_, _, Stop>(admin, async |tx| {
            tx.begin_import().await?;
            let mut lines = Lines::new(BufReader::new(package));
            let mut arriving = Arriving::default();
            let mut waiting = Waiting::default();
            loop {
                let next = lines.next_thing().map_err(TakeInError::from)?;
                let other = next.as_ref().is_none_or(|(_, it)| it.thing != waiting.thing);
                if other || waiting.rows.len() == CHUNK {
                    waiting.take_in(app, tx, &mut arriving, &mut counts).await?;
                }
                let Some((line, thing)) = next else { break };
                waiting.add(line, thing.thing, thing.fields);
            }
            if dry_run { Err(Stop::DryRun) } else { Ok(()) }
        })
        .await;
    match kept {
        Ok(()) | Err(Stop::DryRun) => {}
        Err(Stop::Error(error)) => return Err(error),
    }
    counts.retain(|(_, all, _)| *all > 0);
    Ok(TakenIn { dry_run, from: head.partnership, things: counts })
}

/// Things of one kind that go together.
#[derive(Default)]
struct Waiting {
    thing: String,
    rows: Vec<Map<String, Value>>,
    first: u64,
    last: u64,
}

impl Waiting {
    fn add(&mut self, line: u64, thing: String, row: Map<String, Value>) {
        if self.rows.is_empty() {
            (self.first, self.thing) = (line, thing);
        }
        self.last = line;
        self.rows.push(row);
    }

    async fn take_in(
        &mut self,
        app: &App,
        tx: &Tx<Admin>,
        arriving: &mut Arriving,
        counts: &mut [(&'static str, u64, u64)],
    ) -> Result<(), TakeInError> {
        let rows = std::mem::take(&mut self.rows);
        if rows.is_empty() {
            return Ok(());
        }
        let all = rows.len() as u64;
        let new =
            tx.take_in(&self.thing, rows, arriving, app.now()).await.map_err(|why| match why {
                NotTaken::Store(error) => error.into(),
                why => TakeInError::Thing { first: self.first, last: self.last, why },
            })?;
        if let Some(count) = counts.iter_mut().find(|(thing, ..)| *thing == self.thing) {
            (count.1, count.2) = (count.1 + all, count.2 + new);
        }
        Ok(())
    }
}
