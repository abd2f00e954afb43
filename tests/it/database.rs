//! Databases of a test's own: SQLite files, and databases on the server that `THROUGHLINE_TEST_POSTGRES` names. Where
//! it names one, the whole suite runs on it; where it does not, the suite runs on SQLite.

use std::{
    collections::{BTreeMap, BTreeSet, hash_map::DefaultHasher},
    fs,
    hash::{Hash, Hasher},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
};

use ::migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};
use tokio::sync::OnceCell;

/// The server to test on, such as `postgres://postgres@localhost?host=/tmp/server`. It has to let us make and drop
/// databases.
const POSTGRES: &str = "THROUGHLINE_TEST_POSTGRES";

/// Names the lock under which test processes make the template one after the other.
const TEMPLATE_LOCK: i64 = 7_240_190_120;

/// A database of a test's own. It goes with the test, unless the test fails: then it may be looked at.
pub struct Fresh(Place);

enum Place {
    File(PathBuf),
    Server { server: String, name: String },
}

/// An empty database with a few connections to it.
pub struct Empty {
    pub db: DatabaseConnection,
    _goes_with_it: Fresh,
}

/// A database with every table, on the kind that this run tests.
pub async fn migrated() -> Fresh {
    match server() {
        Some(server) => {
            let fresh = Fresh(Place::Server { server: server.clone(), name: name() });
            let template = template_on(&server).await;
            let make = format!("CREATE DATABASE {} TEMPLATE {template}", fresh.name());
            run(&server, &make).await;
            fresh
        }
        None => migrated_elsewhere().await,
    }
}

/// A database with every table, on the other kind if there is one at hand.
pub async fn migrated_elsewhere() -> Fresh {
    let fresh = sqlite();
    fs::copy(template_file().await, fresh.name()).expect("the template can be copied");
    fresh
}

/// An empty SQLite database.
pub async fn empty_sqlite() -> Empty {
    sqlite().connect().await
}

/// An empty PostgreSQL database, if there is a server. Where there has to be one, its absence fails the test.
pub async fn empty_postgres() -> Option<Empty> {
    let Some(server) = server() else {
        let needed = ["CI", "THROUGHLINE_REQUIRE_POSTGRES"].into_iter().find_map(variable);
        assert!(needed.is_none(), "{POSTGRES} has to name a server here");
        eprintln!("not run on PostgreSQL: {POSTGRES} is not set");
        return None;
    };
    let fresh = Fresh(Place::Server { server: server.clone(), name: name() });
    run(&server, &format!("CREATE DATABASE {}", fresh.name())).await;
    Some(fresh.connect().await)
}

/// One empty database of each kind that is at hand.
pub async fn each_empty() -> Vec<Empty> {
    let mut all = vec![empty_sqlite().await];
    all.extend(empty_postgres().await);
    all
}

impl Fresh {
    /// Where it is, as the service is told.
    pub fn url(&self) -> String {
        match &self.0 {
            Place::File(file) => format!("sqlite://{}?mode=rwc", file.display()),
            Place::Server { server, name } => at(server, name),
        }
    }

    fn name(&self) -> String {
        match &self.0 {
            Place::File(file) => file.display().to_string(),
            Place::Server { name, .. } => name.clone(),
        }
    }

    /// Runs SQL beside the service, as somebody at the console would.
    pub async fn run(&self, sql: &str) {
        let db = connect(&self.url()).await;
        db.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        db.close().await.expect("the connection closes");
    }

    /// How many rows a table has.
    pub async fn count(&self, table: &str) -> i64 {
        let db = connect(&self.url()).await;
        let sql = format!("SELECT count(*) FROM {table}");
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let row = db.query_one_raw(statement).await.expect("it can be counted");
        let count = row.and_then(|row| row.try_get_by_index(0).ok()).expect("a count is a number");
        db.close().await.expect("the connection closes");
        count
    }

    /// The first column of each row that a query gives.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let db = connect(&self.url()).await;
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let rows =
            db.query_all_raw(statement).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        let text = |row: &sea_orm::QueryResult| row.try_get_by_index(0).expect("it is text");
        let texts = rows.iter().map(text).collect();
        db.close().await.expect("the connection closes");
        texts
    }

    /// The columns of every table.
    pub async fn columns(&self) -> BTreeMap<String, BTreeSet<String>> {
        let all = match self.0 {
            Place::Server { .. } => {
                "SELECT table_name || '.' || column_name FROM information_schema.columns
                 WHERE table_schema = 'public'"
            }
            Place::File(_) => {
                "SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c
                 WHERE t.type = 'table'"
            }
        };
        let mut tables = BTreeMap::<_, BTreeSet<_>>::new();
        for column in self.texts(all).await {
            let (table, column) = column.split_once('.').expect("written so above");
            tables.entry(table.to_owned()).or_default().insert(column.to_owned());
        }
        tables
    }

    /// Every row of every table, as text, but for these tables and these columns.
    pub async fn rows_but(
        &self,
        tables: &[&str],
        columns: &[(&str, &str)],
    ) -> BTreeMap<String, BTreeSet<String>> {
        let server = matches!(self.0, Place::Server { .. });
        let all = match server {
            true => "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'",
            false => "SELECT name FROM sqlite_schema WHERE type = 'table'",
        };
        let mut rows = BTreeMap::new();
        for table in self.texts(all).await {
            if tables.contains(&table.as_str()) {
                continue;
            }
            let names = match server {
                true => format!(
                    "SELECT column_name::text FROM information_schema.columns
                     WHERE table_schema = 'public' AND table_name = '{table}'"
                ),
                false => format!("SELECT name FROM pragma_table_info('{table}')"),
            };
            let names = self.texts(&names).await;
            let wanted = names.iter().filter(|name| !columns.contains(&(&table, name)));
            let each = wanted.map(|name| match server {
                true => format!("'{name}=' || coalesce(\"{name}\"::text, '-')"),
                false => format!("'{name}=' || quote(\"{name}\")"),
            });
            let each = each.collect::<Vec<_>>().join(" || ' ' || ");
            let found = self.texts(&format!("SELECT {each} FROM \"{table}\"")).await;
            rows.insert(table, found.into_iter().collect());
        }
        rows
    }

    /// Everything it holds, as text: the file itself, or what the server says of every row.
    pub async fn everything(&self) -> String {
        let Place::Server { .. } = &self.0 else {
            let parts = ["", "-wal"]
                .map(|part| fs::read(format!("{}{part}", self.name())).unwrap_or_default());
            return String::from_utf8_lossy(&parts.concat()).into_owned();
        };
        let db = connect(&self.url()).await;
        let sql =
            "SELECT query_to_xml('SELECT * FROM ' || quote_ident(tablename), true, false, '')::text
                   FROM pg_tables WHERE schemaname = 'public'";
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await;
        let texts = rows.expect("every table can be read");
        let texts: Vec<String> =
            texts.iter().map(|row| row.try_get_by_index(0).expect("it is text")).collect();
        db.close().await.expect("the connection closes");
        texts.concat()
    }

    /// From now on the database refuses every new row of this table.
    pub async fn refuse_rows_of(&self, table: &str) {
        let sql = match &self.0 {
            Place::File(_) => format!(
                "CREATE TRIGGER refuse BEFORE INSERT ON {table}
                 BEGIN SELECT RAISE(ABORT, 'as a test wished'); END"
            ),
            Place::Server { .. } => format!(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
                 AS $$ BEGIN RAISE 'as a test wished'; END $$;
                 CREATE TRIGGER refuse BEFORE INSERT ON {table} EXECUTE FUNCTION refuse()"
            ),
        };
        self.run(&sql).await;
    }

    /// It takes them again.
    pub async fn take_rows_of(&self, table: &str) {
        let sql = match &self.0 {
            Place::File(_) => "DROP TRIGGER refuse".to_owned(),
            Place::Server { .. } => format!("DROP TRIGGER refuse ON {table}; DROP FUNCTION refuse"),
        };
        self.run(&sql).await;
    }

    async fn connect(self) -> Empty {
        Empty { db: connect(&self.url()).await, _goes_with_it: self }
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("left behind to be looked at: {}", self.name());
            return;
        }
        match &self.0 {
            Place::File(file) => {
                for part in ["", "-wal", "-shm"] {
                    let _ = fs::remove_file(format!("{}{part}", file.display()));
                }
            }
            Place::Server { server, name } => {
                let (server, drop) = (server.clone(), format!("DROP DATABASE {name} WITH (FORCE)"));
                // A test's own runtime cannot be waited for from within it.
                let _ = std::thread::spawn(move || {
                    let runtime =
                        tokio::runtime::Builder::new_current_thread().enable_all().build();
                    runtime.expect("a runtime starts").block_on(run(&server, &drop));
                })
                .join();
            }
        }
    }
}

fn sqlite() -> Fresh {
    Fresh(Place::File(std::env::temp_dir().join(format!("{}.db", name()))))
}

/// A file with every table, made once and then copied.
async fn template_file() -> &'static Path {
    static MADE: OnceCell<PathBuf> = OnceCell::const_new();
    MADE.get_or_init(|| async {
        let file = std::env::temp_dir().join(format!("{}.db", template_name()));
        if !file.exists() {
            let half_made = sqlite();
            let db = connect(&half_made.url()).await;
            Migrator::up(&db, None).await.expect("every step goes up");
            db.close().await.expect("the connections close");
            fs::rename(half_made.name(), &file).expect("a whole template takes its place");
        }
        file
    })
    .await
}

/// A database with every table, made once and then copied by the server.
async fn template_on(server: &str) -> &'static str {
    static MADE: OnceCell<String> = OnceCell::const_new();
    MADE.get_or_init(|| async {
        let (name, half_made) = (template_name(), name());
        let admin = connect(&at(server, "postgres")).await;
        let locked = format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})");
        admin.execute_unprepared(&locked).await.expect("the lock can be taken");
        let known = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
        let known = admin.execute_unprepared(&known).await.expect("the catalogue can be read");
        if known.rows_affected() == 0 {
            let make = format!("CREATE DATABASE {half_made}");
            admin.execute_unprepared(&make).await.expect("the server lets us make a database");
            let db = connect(&at(server, &half_made)).await;
            Migrator::up(&db, None).await.expect("every step goes up");
            db.close().await.expect("the connections close");
            let done = format!("ALTER DATABASE {half_made} RENAME TO {name}");
            admin.execute_unprepared(&done).await.expect("a whole template takes its name");
        }
        admin.close().await.expect("the lock goes with its connection");
        name
    })
    .await
}

/// Changes whenever a migration does, so that no template outlives what it was made from.
fn template_name() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations/src");
    let files = fs::read_dir(folder).expect("the migrations are there");
    let mut files: Vec<PathBuf> =
        files.map(|file| file.expect("it can be listed").path()).collect();
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        fs::read(file).expect("a source can be read").hash(&mut hasher);
    }
    format!("throughline_template_{:016x}", hasher.finish())
}

async fn run(server: &str, sql: &str) {
    let db = connect(&at(server, "postgres")).await;
    db.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    db.close().await.expect("the connection closes");
}

async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    // One, so that a lock is held by whoever took it.
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.expect("the database answers")
}

/// The address of one database on a server.
fn at(server: &str, database: &str) -> String {
    let (place, query) = server.split_once('?').unwrap_or((server, ""));
    let (scheme, host) = place.split_once("://").expect("a server has an address");
    let host = host.split('/').next().unwrap_or_default();
    format!("{scheme}://{host}/{database}?{query}")
}

/// No two tests, and no two runs at once, meet in one database.
fn name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("throughline_{}_{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

fn server() -> Option<String> {
    variable(POSTGRES)
}

#[expect(clippy::disallowed_methods, reason = "tests are not configured by `Config`")]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
