//! Where the check-ins are kept: an SQLite file on the disk of this checkout, and a database of our own on the server that
//! `THROUGHLINE_TEST_POSTGRES` names.

use std::{
    fs,
    fs::File,
    path::{Path, PathBuf},
    process::Stdio,
};

use anyhow::{Context, Result};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement,
};

use crate::cpu;

/// The folder that cargo keeps for us: temporary files may be in memory, where to be durable costs nothing.
pub const FOLDER: &str = env!("CARGO_TARGET_TMPDIR");
const DATABASE: &str = "throughline_answering";

/// One place.
pub enum Place {
    File(PathBuf),
    Server(String),
}

impl Place {
    /// Each place that there is, empty; or the one of this kind.
    pub async fn all(only: &str) -> Result<Vec<Self>> {
        let mut all = vec![Self::File(Path::new(FOLDER).join("answering.db"))];
        all.extend(server().map(Self::Server));
        all.retain(|place| {
            matches!(
                (place, only),
                (_, "") | (Self::File(_), "sqlite") | (Self::Server(_), "postgres")
            )
        });
        for place in &all {
            place.tidy().await?;
            if let Self::Server(server) = place {
                run(server, &format!("CREATE DATABASE {DATABASE}")).await?;
            }
        }
        Ok(all)
    }

    /// What the service is told.
    pub fn url(&self) -> String {
        match self {
            Self::File(file) => format!("sqlite://{}?mode=rwc", file.display()),
            Self::Server(server) => at(server, DATABASE),
        }
    }

    /// What it is, and what it promises to survive.
    pub async fn description(&self) -> Result<String> {
        let Self::Server(server) = self else {
            return Ok("SQLite, write-ahead log, full durability".into());
        };
        let db = connect(&at(server, "postgres")).await?;
        let mut said = format!("PostgreSQL {}", show(&db, "server_version").await?);
        for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
            let value = show(&db, setting).await?;
            said += &format!(", {setting} {value}");
            if value != "on" {
                said += " (so nothing here is durable, and the figures say nothing)";
            }
        }
        db.close().await?;
        Ok(said)
    }

    /// The process that all of a PostgreSQL server's come from, if it runs on this machine.
    pub async fn head(&self) -> Result<Option<u32>> {
        let Self::Server(server) = self else { return Ok(None) };
        let db = connect(&at(server, "postgres")).await?;
        let ask = Statement::from_string(DbBackend::Postgres, "SELECT pg_backend_pid() AS pid");
        let row = db.query_one_raw(ask).await?.context("the server knows itself")?;
        let pid: i32 = row.try_get("", "pid")?;
        let head = cpu::parent(pid.try_into()?);
        db.close().await?;
        Ok(head)
    }

    /// Lets the server look at what has grown, as it does by itself after a minute.
    pub async fn settle(&self) -> Result<()> {
        if let Self::Server(server) = self {
            let db = connect(&at(server, DATABASE)).await?;
            db.execute_unprepared("VACUUM ANALYZE").await?;
            db.close().await?;
        }
        Ok(())
    }

    /// Leaves nothing behind.
    pub async fn tidy(&self) -> Result<()> {
        match self {
            Self::File(file) => {
                for ending in ["db", "db-wal", "db-shm", "keys.toml"] {
                    // It is there only after a run.
                    let _ = fs::remove_file(file.with_extension(ending));
                }
                Ok(())
            }
            Self::Server(server) => {
                let _ = fs::remove_file(Path::new(FOLDER).join("throughline.keys.toml"));
                run(server, &format!("DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")).await
            }
        }
    }
}

/// Where the service's log goes.
pub fn log() -> Result<Stdio> {
    Ok(File::create(Path::new(FOLDER).join("answering.log"))?.into())
}

/// How many processors there are.
pub fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

async fn show(db: &DatabaseConnection, setting: &str) -> Result<String> {
    let ask = Statement::from_string(DbBackend::Postgres, format!("SHOW {setting}"));
    let row = db.query_one_raw(ask).await?.context("every setting has a value")?;
    Ok(row.try_get("", setting)?)
}

async fn run(server: &str, sql: &str) -> Result<()> {
    let db = connect(&at(server, "postgres")).await?;
    db.execute_unprepared(sql).await?;
    Ok(db.close().await?)
}

async fn connect(url: &str) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Ok(Database::connect(options).await?)
}

/// The address of one database on a server.
fn at(server: &str, database: &str) -> String {
    let (place, query) = server.split_once('?').unwrap_or((server, ""));
    let (scheme, host) = place.split_once("://").unwrap_or(("postgres", place));
    let host = host.split('/').next().unwrap_or_default();
    format!("{scheme}://{host}/{database}?{query}")
}

#[expect(clippy::disallowed_methods, reason = "benchmarks are not configured by `Config`")]
fn server() -> Option<String> {
    std::env::var("THROUGHLINE_TEST_POSTGRES").ok().filter(|server| !server.is_empty())
}
