//! The council's files.

use std::{
    fs::File,
    io::{self, Seek},
};

use domain::import::Fault;
use futures_util::StreamExt;
use poem::{Body, error::ReadBodyError, web::Data};
use poem_openapi::{Object, OpenApi, param::Query, payload::Json};
use tokio::{io::AsyncWriteExt, sync::Semaphore, task::spawn_blocking};
use uuid::Uuid;

use super::Tag;
use crate::{
    app::App,
    http::{
        auth::Administrator,
        problem::{Kind, Problem, Result},
        wire::{CsvIn, Instant},
    },
    importing::{How, ImportReport, LeftOut, Oddity, import, unusual},
    store::ImportRun,
};

/// How many files arrive or are taken in at once: each is on the disk meanwhile.
const AT_ONCE: usize = 2;
/// How many of the files taken in are listed.
const LISTED: u64 = 100;

pub struct Imports(Semaphore);

impl Default for Imports {
    fn default() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }
}

#[OpenApi(tag = "Tag::Imports")]
impl Imports {
    /// Take in the council's file of young people
    ///
    /// The file has one young person a row, in the columns of a client record (CCIS). All of it is taken in, or nothing:
    /// where a line has a fault, the answer is a problem of the type `/problems/import-refused`, and `errors` names the
    /// first hundred faults by line and column, such as `/lines/5/DOB`. The same file again changes nothing; a changed
    /// row brings somebody up to date; whoever is not in the file stays as they are. Whoever is new and may be somebody who is
    /// here under another number waits until a manager has looked, and the rest goes in.
    ///
    /// The file may be in UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs between its cells and lines that end
    /// in any way; a title above the header and headers that stand in it again are passed over. Days may be written as
    /// 2007-02-28, as 28/02/2007, or as the number that a spreadsheet keeps. `warnings` say what was made of it.
    ///
    /// A file of changes (`delta`) needs the number of each young person and the columns that changed. What a row leaves
    /// empty stays as it is, and a CohortStatus of T, E, M or D notes that somebody has left. A file is at most 256 MiB.
    #[oai(path = "/imports", method = "post", operation_id = "import_caseload")]
    async fn import(
        &self,
        app: Data<&App>,
        me: Administrator,
        /// Only say what would happen, and change nothing.
        #[oai(default)]
        dry_run: Query<bool>,
        /// The file holds changes: what a row leaves empty stays as it is.
        #[oai(default)]
        delta: Query<bool>,
        /// Which of the partnership's mappings says what the file calls things. None: the national names.
        mapping: Query<Option<Uuid>>,
        body: CsvIn,
    ) -> Result<Json<ImportReportOut>> {
        let _place =
            self.0.try_acquire().map_err(|_| Problem::unavailable("other files are in hand"))?;
        let (app, scope) = (app.0, *me.scope());
        let mut how = How { dry_run: dry_run.0, delta: delta.0, ..How::default() };
        if let Some(id) = mapping.0 {
            let known = app
                .store
                .read::<_, _, Problem>(scope, async |tx| Ok(tx.mapping(id).await?))
                .await?;
            (how.mapping, how.mapping_id) = (known.mapping, Some(id));
        }
        // The whole file first: somebody with a slow line must not keep everybody else's writing waiting.
        let file = on_disk(body.0).await?;
        let report = import(app, scope, file, how).await?;
        if report.is_refused() { Err(refused(&report)) } else { Ok(Json(report.into())) }
    }

    /// List the files that were taken in
    ///
    /// The latest hundred, the last one first. Dry runs and files that were refused are not among them.
    #[oai(path = "/imports", method = "get", operation_id = "list_imports")]
    async fn list(&self, app: Data<&App>, me: Administrator) -> Result<Json<ImportListOut>> {
        app.store
            .read(*me.scope(), async |tx| {
                let items = tx.imports(LISTED).await?.into_iter().map(ImportOut::from).collect();
                Ok(Json(ImportListOut { items }))
            })
            .await
    }
}

/// Keeps a body in a file that has no name, and is gone when nobody reads it any more.
pub(super) async fn on_disk(body: Body) -> Result<File> {
    let cannot = |error: io::Error| Problem::unavailable(error);
    let file = spawn_blocking(tempfile::tempfile).await.map_err(Problem::unexpected)?;
    let mut file = tokio::fs::File::from_std(file.map_err(cannot)?);
    let mut stream = body.into_bytes_stream();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| Problem::from(&ReadBodyError::Io(error)))?;
        file.write_all(&chunk).await.map_err(cannot)?;
    }
    file.flush().await.map_err(cannot)?;
    let mut file = file.into_std().await;
    file.rewind().map_err(cannot)?;
    Ok(file)
}

/// What an import did, or would do. It names no young person.
#[derive(Object)]
#[oai(rename = "ImportReport", skip_serializing_if_is_none)]
struct ImportReportOut {
    /// Nothing was changed: somebody only wanted to know.
    dry_run: bool,
    /// How many young people the file has.
    rows: u64,
    /// How many of them are new.
    added: u64,
    /// About how many the file says something new.
    changed: u64,
    /// About how many it says nothing new.
    unchanged: u64,
    /// How many are left out because their two years are over.
    journey_over: u64,
    /// How many have left, by a file of changes.
    leavers: u64,
    /// How many wait until a manager has looked, because they may be somebody who is here under another number.
    waiting: u64,
    /// How the file is written, if not as most are: its encoding, what separates its cells, headers that stand in it again.
    written: Option<String>,
    /// How many wait for a worker, because the file names none or none who is known here.
    unassigned: u64,
    /// The columns that were taken.
    taken: Vec<String>,
    /// The columns that were not looked at.
    left_behind: Vec<LeftBehindOut>,
    /// What is odd and was taken all the same.
    warnings: Vec<WarningOut>,
}

/// A column that was not looked at.
#[derive(Object)]
#[oai(rename = "LeftBehind")]
struct LeftBehindOut {
    /// Its name in the file.
    name: String,
    /// Why it was not looked at.
    why: String,
}

/// The same odd thing in one row or many.
#[derive(Object)]
#[oai(rename = "ImportWarning", skip_serializing_if_is_none)]
struct WarningOut {
    /// The column it is about.
    column: Option<String>,
    /// What is odd.
    what: String,
    /// What was done about it, if that was the same in every row.
    advice: Option<String>,
    /// In how many rows.
    count: u64,
    /// The first five of their lines; the heading is line 1.
    first_lines: Vec<u64>,
}

/// A file that was taken in.
#[derive(Object)]
#[oai(rename = "Import", skip_serializing_if_is_none)]
struct ImportOut {
    /// Which one.
    id: Uuid,
    /// When.
    made_at: Instant,
    /// Who sent it. Absent where it came from the command line.
    made_by: Option<String>,
    /// SHA-256 of the file, in hexadecimal.
    sha256: String,
    /// How many young people it had.
    rows: u64,
    /// How many were new.
    added: u64,
    /// About how many it said something new.
    changed: u64,
    /// About how many it said nothing new.
    unchanged: u64,
    /// How many were left out because their two years were over.
    journey_over: u64,
    /// How many had left, by a file of changes.
    leavers: u64,
    /// How many waited until a manager had looked.
    waiting: u64,
    /// It held changes: what a row left empty stayed as it was.
    delta: bool,
    /// By which mapping it was read, if by one.
    mapping: Option<Uuid>,
}

/// The files that were taken in, the last one first.
#[derive(Object)]
#[oai(rename = "ImportList")]
struct ImportListOut {
    items: Vec<ImportOut>,
}

fn refused(report: &ImportReport) -> Problem {
    let detail = match report.fault_count {
        1 => "The file has one fault, so nothing was taken in.".to_owned(),
        n => format!("The file has {n} faults, so nothing was taken in."),
    };
    report.faults.iter().fold(Problem::new(Kind::ImportRefused, detail), |problem, fault| {
        problem.at(place(fault), fault.words())
    })
}

fn place(fault: &Fault) -> String {
    match fault.column {
        Some(column) => format!("/lines/{}/{}", fault.line, column.code()),
        None => format!("/lines/{}", fault.line),
    }
}

impl From<ImportReport> for ImportReportOut {
    fn from(report: ImportReport) -> Self {
        Self {
            dry_run: report.dry_run,
            rows: report.rows,
            added: report.added,
            changed: report.changed,
            unchanged: report.unchanged,
            journey_over: report.journey_over,
            leavers: report.leavers,
            waiting: report.waiting,
            written: report.shape.as_ref().and_then(unusual),
            unassigned: report.unassigned,
            taken: report.taken.iter().map(|column| column.code().into()).collect(),
            left_behind: report.left_behind.into_iter().map(LeftBehindOut::from).collect(),
            warnings: report.oddities.into_iter().map(WarningOut::from).collect(),
        }
    }
}

impl From<LeftOut> for LeftBehindOut {
    fn from(left: LeftOut) -> Self {
        Self { name: left.name.to_string(), why: left.why.into() }
    }
}

impl From<Oddity> for WarningOut {
    fn from(odd: Oddity) -> Self {
        Self {
            column: odd.column.map(|column| column.code().into()),
            what: odd.what.into(),
            advice: odd.advice.map(Into::into),
            count: odd.count,
            first_lines: odd.first_lines,
        }
    }
}

impl From<(ImportRun, Option<String>)> for ImportOut {
    fn from((run, made_by): (ImportRun, Option<String>)) -> Self {
        Self {
            id: run.id,
            made_at: run.made_at.into(),
            made_by,
            sha256: run.sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
            rows: run.rows,
            added: run.added,
            changed: run.changed,
            unchanged: run.unchanged,
            journey_over: run.journey_over,
            leavers: run.leavers,
            waiting: run.waiting,
            delta: run.delta,
            mapping: run.mapping,
        }
    }
}
