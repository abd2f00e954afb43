//! Opening the database. The only place that knows that there are two kinds.

use std::{fs::OpenOptions, os::unix::fs::OpenOptionsExt, path::Path, sync::Arc, time::Duration};

use migrations::{Migrator, MigratorTrait};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, IsolationLevel, RuntimeErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
    sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use super::{Kind, Result, Store, StoreError, Tx, scope::Admin, writer::Writer};

/// What survives a power cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Everything that was acknowledged.
    Full,
    /// Nothing is promised: for building a file that counts only once it is finished, and for tests.
    None,
}

/// How many readers an SQLite file has beside its writer.
const READERS: u32 = 4;
/// How many connections one instance holds to PostgreSQL.
const POOL: u32 = 16;
/// A connection that was used so long ago is still there; an older one is asked first.
const PROBABLY_THERE: Duration = Duration::from_secs(5);
/// Names the lock under which instances that start together migrate one after the other.
const MIGRATION_LOCK: i64 = 7_240_190_119;

pub(super) async fn connect(url: &str, durability: Durability) -> Result<Kind> {
    if url.starts_with("postgres") {
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(POOL)
            .acquire_timeout(Duration::from_secs(10))
            .test_before_acquire_if_idle_for(PROBABLY_THERE)
            .sqlx_logging(false)
            .statement_timeout(Duration::from_secs(30))
            .set_application_name("throughline");
        return Ok(Kind::Postgres(Database::connect(options).await?));
    }
    if let Some(file) = file_of(url) {
        make_private(file)?;
    }
    let write = Database::connect(sqlite(url, durability, 1, false)).await?;
    let read = Database::connect(sqlite(url, durability, READERS, true)).await?;
    Ok(Kind::Sqlite { read, write: Arc::new(Writer::new(write)) })
}

/// The file that an address names, if it names one.
fn file_of(url: &str) -> Option<&Path> {
    let rest = url.strip_prefix("sqlite:")?;
    let (name, options) = rest.split_once('?').unwrap_or((rest, ""));
    let name = name.strip_prefix("//").unwrap_or(name);
    let in_memory = name == ":memory:" || options.split('&').any(|it| it == "mode=memory");
    (!name.is_empty() && !in_memory).then(|| Path::new(name))
}

/// Makes a file, if there is none yet, that nobody else on the machine can read. SQLite gives the files beside it the
/// same rights.
fn make_private(file: &Path) -> Result<(), DbErr> {
    let made = OpenOptions::new().append(true).create(true).mode(0o600).open(file);
    made.map(|_| ()).map_err(|error| {
        DbErr::Custom(format!("{} cannot be opened or made: {error}", file.display()))
    })
}

fn sqlite(url: &str, durability: Durability, connections: u32, query_only: bool) -> ConnectOptions {
    let url = if url.contains('?') { url.to_owned() } else { format!("{url}?mode=rwc") };
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite: SqliteConnectOptions| {
            sqlite
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(match durability {
                    Durability::Full => SqliteSynchronous::Full,
                    Durability::None => SqliteSynchronous::Off,
                })
                .busy_timeout(Duration::from_secs(5))
                .foreign_keys(true)
                // Before each change the writer notes what was there, so that one turn can be undone alone. In a large
                // import these notes come to several times the database: they may go to a file that nobody can open.
                .pragma("temp_store", if query_only { "memory" } else { "file" })
                .pragma("cache_size", "-16000")
                .pragma("query_only", if query_only { "on" } else { "off" })
        });
    options
}

/// Whether a statement was given up because it took too long: PostgreSQL's `query_canceled`, or `lock_not_available`.
pub(super) fn ran_out_of_time(error: &DbErr) -> bool {
    let (DbErr::Query(RuntimeErr::SqlxError(cause)) | DbErr::Exec(RuntimeErr::SqlxError(cause))) =
        error
    else {
        return false;
    };
    let code = cause.as_database_error().and_then(|error| error.code());
    matches!(code.as_deref(), Some("57014" | "55P03"))
}

/// Whether a row was refused because a `CHECK` does not hold, or something that has to be there is not.
pub(super) fn breaks_a_rule(error: &DbErr) -> bool {
    let (DbErr::Query(RuntimeErr::SqlxError(cause)) | DbErr::Exec(RuntimeErr::SqlxError(cause))) =
        error
    else {
        return false;
    };
    let code = cause.as_database_error().and_then(|error| error.code());
    // PostgreSQL's check and not-null violations, and what it cannot read; SQLite's.
    matches!(code.as_deref(), Some("23514" | "23502" | "22P02" | "22008" | "275" | "1299"))
}

/// Takes SQLite's write lock at once, so that a read that turns into a write cannot fail half-way.
pub(super) async fn begin_immediate(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    db.begin_with_options(TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    })
    .await
}

/// A transaction in which every statement sees the same moment, as SQLite's always do.
pub(super) async fn begin_snapshot(
    pool: &DatabaseConnection,
) -> Result<DatabaseTransaction, DbErr> {
    pool.begin_with_options(TransactionOptions {
        isolation_level: Some(IsolationLevel::RepeatableRead),
        access_mode: Some(AccessMode::ReadOnly),
        ..TransactionOptions::default()
    })
    .await
}

impl Tx<Admin> {
    /// Tells PostgreSQL how the tables that an import fills have grown: its statistics take no notice of a transaction
    /// that goes on, and its plans for empty tables take an hour over a hundred thousand rows. SQLite's plans
    /// go by the indexes alone.
    pub async fn tables_have_grown(&self) -> Result<()> {
        if self.db.get_database_backend() == DbBackend::Postgres {
            // Where somebody else does the same, that will do.
            let analyze = "ANALYZE (SKIP_LOCKED) person, spell, assignment";
            self.db.execute_unprepared(analyze).await?;
        }
        Ok(())
    }
}

impl Store {
    /// Brings the schema up to date. Safe when several instances start together: they take turns.
    pub(super) async fn migrate(&self) -> Result<()> {
        let tx = match &self.0 {
            Kind::Sqlite { write, .. } => begin_immediate(write.connection()).await?,
            Kind::Postgres(pool) => {
                let tx = pool.begin().await?;
                tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
                    .await?;
                tx
            }
        };
        Migrator::up(&tx, None).await?;
        Ok(tx.commit().await?)
    }

    /// Copies the database to a new file while it is in use. SQLite only: PostgreSQL has `pg_dump` for this.
    pub async fn backup(&self, to: &str) -> Result<()> {
        let Kind::Sqlite { write, .. } = &self.0 else {
            return Err(StoreError::NotFound("SQLite database: back up PostgreSQL with pg_dump"));
        };
        let quoted = to.replace('\'', "''");
        if std::fs::exists(to).unwrap_or(false) {
            return Err(StoreError::Exists("file"));
        }
        make_private(Path::new(to))?;
        write.connection().execute_unprepared(&format!("VACUUM INTO '{quoted}'")).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_in_memory_is_no_file() {
        for (url, file) in [
            ("sqlite://throughline.db", Some("throughline.db")),
            ("sqlite:///var/lib/t.db?mode=rwc", Some("/var/lib/t.db")),
            ("sqlite:t.db?cache=shared&mode=rw", Some("t.db")),
            ("sqlite::memory:", None),
            ("sqlite:file:counts?mode=memory&cache=shared", None),
            ("sqlite:file:counts?cache=shared&mode=memory", None),
        ] {
            assert_eq!(file_of(url), file.map(Path::new), "{url}");
        }
    }
}
