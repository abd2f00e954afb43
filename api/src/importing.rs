//! Taking in a council's file: one piece of code for the command line and for the administrator's operation.
//!
//! All of a file is taken in, or nothing. A row is recognised by the council's number, so the same file again changes
//! nothing and a changed row brings somebody up to date. Nobody is removed: whoever is not in the file stays.
//! Whoever is new and may be somebody who is here under another number waits until a manager has looked, and the rest goes in.

mod deciding;
mod matching;
mod report;
mod rows;
mod taking;

use std::io::Read;

use tokio::task::{JoinError, spawn_blocking};

pub use self::deciding::{NotDecided, decide};
pub use self::report::{ImportReport, LeftOut, Oddity, unusual};
use self::{
    rows::{Hashed, Rows},
    taking::Taking,
};
use crate::{
    app::App,
    store::{ImportRun, StoreError, scope::Admin},
};
use domain::import::{Extract, Mapping, Reading};
use uuid::Uuid;

/// How a file is taken in.
#[derive(Clone, Debug, Default)]
pub struct How {
    /// Only say what would happen, and change nothing.
    pub dry_run: bool,
    /// The file holds changes: what a row leaves empty stays as it is.
    pub delta: bool,
    /// What the file calls things.
    pub mapping: Mapping,
    /// Which of the partnership's mappings that is, if it is one of them.
    pub mapping_id: Option<Uuid>,
}

/// Why a file could not be dealt with. A file with faults is not among these: its report says what they are.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The database could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Reading stopped before the end of the file, through no fault of the file.
    #[error("reading stopped before the end of the file")]
    Reading(#[from] JoinError),
}

/// Why nothing is kept.
enum Stop {
    Faults,
    DryRun,
    Error(ImportError),
}

impl<E: Into<ImportError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

/// Takes in a file on behalf of whoever administers the partnership, or says what is wrong with it.
///
/// The file is read on a thread of its own and never held whole; it should not be slower than a disk, because the
/// transaction waits for it. A dry run does all of it and keeps nothing.
pub async fn import(
    app: &App,
    admin: Admin,
    file: impl Read + Send + 'static,
    How { dry_run, delta, mapping, mapping_id }: How,
) -> Result<ImportReport, ImportError> {
    let partnership =
        app.store.read::<_, _, StoreError>(admin, async |tx| tx.partnership().await).await?;
    let reading = Reading { mapping, delta };
    let open = move || Extract::open_as(Hashed::new(file), reading);
    let extract = match spawn_blocking(open).await? {
        Ok(extract) => extract,
        Err(faults) => return Ok(ImportReport::refused_at_once(faults, dry_run)),
    };
    let columns = extract.columns().clone();
    let mut report = ImportReport::new(&columns, dry_run);
    let mut rows = Rows::read(extract, app, partnership.clone(), delta);

    let kept = app
        .store
        .write::<_, _, Stop>(admin, async |tx| {
            tx.begin_import().await?;
            let mut taking = Taking::new(app, tx, &columns, &partnership).await?;
            taking.begin().await?;
            while let Some(batch) = rows.next().await {
                let (records, parts) = report.hear(batch);
                // What is wrong with a row of changes shows only beside what is known, so all of them are looked at.
                if report.is_refused() && !delta {
                    return Err(Stop::Faults);
                }
                taking.take(records, &mut report).await?;
                taking.take_parts(parts, &mut report).await?;
            }
            let (sha256, shape) = rows.finished().await?;
            report.shape = Some(shape);
            if report.is_refused() {
                return Err(Stop::Faults);
            }
            taking.finish(&mut report).await?;
            if dry_run {
                return Err(Stop::DryRun);
            }
            let run = ImportRun {
                id: app.new_id(),
                made_at: app.now(),
                made_by: admin.staff(),
                sha256,
                rows: report.rows,
                added: report.added,
                changed: report.changed,
                unchanged: report.unchanged,
                journey_over: report.journey_over,
                leavers: report.leavers,
                waiting: report.waiting,
                mapping: mapping_id,
                delta,
            };
            tx.add_import(&run).await?;
            Ok(taking.keep_waiting(run.id).await?)
        })
        .await;
    match kept {
        Ok(()) | Err(Stop::DryRun) => {}
        Err(Stop::Faults) => {
            // Nobody waits any more, so the rest is read for its faults at leisure.
            while let Some(batch) = rows.next().await {
                report.hear(batch);
            }
            if report.shape.is_none() {
                report.shape = Some(rows.finished().await?.1);
            }
            report.forget_what_was_not_done();
        }
        Err(Stop::Error(error)) => return Err(error),
    }
    Ok(report)
}
