//! Empty databases to try migrations on.

use std::{
    path::PathBuf,
    process,
    sync::atomic::{AtomicU32, Ordering},
};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

/// The server to test on, such as `postgres://postgres@localhost?host=/tmp/server`. It has to let
/// us make and drop databases.
const POSTGRES: &str = "THROUGHLINE_TEST_POSTGRES";

/// An empty database of its own. Ask for it to be [dropped](Fresh::drop) at the end; what a failed
/// test leaves behind may be looked at.
pub struct Fresh {
    pub db: DatabaseConnection,
    place: Place,
}

enum Place {
    File(PathBuf),
    Server { url: String, name: String },
}

/// One empty database of each kind that is at hand.
pub async fn each() -> Vec<Fresh> {
    let mut all = vec![sqlite().await];
    all.extend(postgres().await);
    all
}

/// An empty SQLite file.
pub async fn sqlite() -> Fresh {
    let file = std::env::temp_dir().join(format!("{}.db", name()));
    let db = Database::connect(format!("sqlite://{}?mode=rwc", file.display()))
        .await
        .expect("a SQLite file opens");
    Fresh { db, place: Place::File(file) }
}

/// An empty PostgreSQL database, if there is a server. Where there has to be one, its absence fails
/// the test.
pub async fn postgres() -> Option<Fresh> {
    let Some(url) = variable(POSTGRES) else {
        let needed = ["CI", "THROUGHLINE_REQUIRE_POSTGRES"].into_iter().find_map(variable);
        assert!(needed.is_none(), "{POSTGRES} has to name a server here");
        eprintln!("not run on PostgreSQL: {POSTGRES} is not set");
        return None;
    };
    let name = name();
    connect(&url, "postgres")
        .await
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .expect("the server lets us make a database");
    let db = connect(&url, &name).await;
    Some(Fresh { db, place: Place::Server { url, name } })
}

impl Fresh {
    /// Takes it away.
    pub async fn drop(self) {
        self.db.close().await.expect("the connections close");
        match self.place {
            Place::File(file) => std::fs::remove_file(file).expect("our own file goes"),
            Place::Server { url, name } => {
                connect(&url, "postgres")
                    .await
                    .execute_unprepared(&format!("DROP DATABASE {name}"))
                    .await
                    .expect("our own database goes");
            }
        }
    }
}

async fn connect(url: &str, database: &str) -> DatabaseConnection {
    let database = database.to_owned();
    let mut options = ConnectOptions::new(url);
    options.max_connections(2).map_sqlx_postgres_opts(move |server| server.database(&database));
    Database::connect(options).await.expect("the PostgreSQL server answers")
}

/// No two tests, and no two runs at once, meet in one database.
fn name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("throughline_{}_{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

#[expect(clippy::disallowed_methods, reason = "tests are not configured by `Config`")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
