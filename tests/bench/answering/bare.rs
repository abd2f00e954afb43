//! The least that a service could do with a check-in and still lose nothing: read the JSON, make one row durable, answer.
//! It is what the product is held against, so each kind of it does what suits its database best.

use std::{future::Future, net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Result;
use api::{
    clock::{Clock, SystemClock},
    ids::{Ids, SystemIds},
};
use poem::{
    EndpointExt, Response, Route, Server, handler, http::StatusCode, listener::TcpAcceptor, put,
    web::Data,
};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement,
    TransactionTrait,
    sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{
    net::TcpSocket,
    sync::{mpsc, oneshot},
};

use crate::town::Town;

/// The most rows in one commit.
const MOST: usize = 256;

/// How a row is made durable.
#[derive(Clone)]
enum Keep {
    /// A statement of its own on some connection of a pool, as most services do it.
    Pool(DatabaseConnection),
    /// By the service's own writer, which is to commit many at once on SQLite.
    Town(Arc<Town>),
    /// Put in a queue, whose end inserts many at once and knows nothing of turns: a row that is refused would take the
    /// others with it.
    Queue(mpsc::Sender<(Row, oneshot::Sender<bool>)>),
}

struct Row {
    said: String,
}

#[derive(Deserialize)]
struct Sent {
    source: String,
    finished: bool,
    answers: Vec<Value>,
}

/// Bare handlers on one database.
pub struct Bare {
    /// What the product is held against: an insert of its own on PostgreSQL, which commits in groups by itself; a turn of
    /// the one writer on SQLite.
    pub bare: SocketAddr,
    /// On SQLite: the same with a queue.
    pub queue: Option<SocketAddr>,
    /// On SQLite: one commit for each row, and connections that do not know of each other.
    pub plain: Option<SocketAddr>,
}

/// Starts them.
pub async fn start(url: &str, town: &Arc<Town>) -> Result<Bare> {
    if url.starts_with("postgres") {
        let mut options = ConnectOptions::new(url);
        // What the product's own pool is set to.
        let idle = Duration::from_secs(5);
        options.max_connections(16).test_before_acquire_if_idle_for(idle).sqlx_logging(false);
        let pool = Database::connect(options).await?;
        let make = "CREATE TABLE IF NOT EXISTS bare \
                    (id uuid PRIMARY KEY, said text NOT NULL, received_at timestamptz NOT NULL)";
        pool.execute_unprepared(make).await?;
        return Ok(Bare { bare: serve(Keep::Pool(pool)).await?, queue: None, plain: None });
    }
    let one = Database::connect(sqlite(url, 1)).await?;
    let make = "CREATE TABLE IF NOT EXISTS bare \
                (id blob PRIMARY KEY, said text NOT NULL, received_at text NOT NULL)";
    one.execute_unprepared(make).await?;
    let (queue, rows) = mpsc::channel(1024);
    spawn(commit_together(one, rows));
    let many = Database::connect(sqlite(url, 16)).await?;
    Ok(Bare {
        bare: serve(Keep::Town(town.clone())).await?,
        queue: Some(serve(Keep::Queue(queue)).await?),
        plain: Some(serve(Keep::Pool(many)).await?),
    })
}

fn sqlite(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|sqlite: SqliteConnectOptions| {
            sqlite
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(Duration::from_secs(20))
        });
    options
}

async fn serve(keep: Keep) -> Result<SocketAddr> {
    let socket = TcpSocket::new_v4()?;
    socket.set_nodelay(true)?;
    socket.bind(([127, 0, 0, 1], 0).into())?;
    let listener = socket.listen(1024)?;
    let at = listener.local_addr()?;
    let service = Route::new().at("/young-person/v1/check-ins/:id/answers", put(take)).data(keep);
    let server = Server::new_with_acceptor(TcpAcceptor::from_tokio(listener)?);
    spawn(async move {
        // It ends with the process.
        let _ = server.run(service).await;
    });
    Ok(at)
}

#[handler]
async fn take(keep: Data<&Keep>, sent: poem::web::Json<Value>) -> Response {
    let said = sent.0.to_string();
    let Ok(sent) = serde_json::from_value::<Sent>(sent.0) else {
        return StatusCode::BAD_REQUEST.into();
    };
    let row = Row { said };
    let kept = match keep.0 {
        Keep::Pool(pool) => {
            pool.execute_raw(insert(pool.get_database_backend(), row)).await.is_ok()
        }
        Keep::Town(town) => town.write_one_row().await.is_ok(),
        Keep::Queue(queue) => {
            let (told, hear) = oneshot::channel();
            queue.send((row, told)).await.is_ok() && hear.await == Ok(true)
        }
    };
    if !kept {
        return StatusCode::SERVICE_UNAVAILABLE.into();
    }
    let state = if sent.finished { "answered" } else { "open" };
    let answer = json!({ "state": state, "source": sent.source, "answers": sent.answers.len() });
    Response::builder().content_type("application/json").body(answer.to_string())
}

/// Inserts whatever waits, commits once, and only then tells everybody.
async fn commit_together(
    db: DatabaseConnection,
    mut rows: mpsc::Receiver<(Row, oneshot::Sender<bool>)>,
) {
    while let Some(first) = rows.recv().await {
        let mut batch = vec![first];
        while batch.len() < MOST {
            let Ok(next) = rows.try_recv() else { break };
            batch.push(next);
        }
        let (batch, waiting): (Vec<Row>, Vec<_>) = batch.into_iter().unzip();
        let kept = commit(&db, batch).await.is_ok();
        for told in waiting {
            // Whoever has gone away need not be told.
            let _ = told.send(kept);
        }
    }
}

async fn commit(db: &DatabaseConnection, rows: Vec<Row>) -> Result<(), DbErr> {
    let tx = db.begin().await?;
    for row in rows {
        tx.execute_raw(insert(DbBackend::Sqlite, row)).await?;
    }
    tx.commit().await
}

fn insert(backend: DbBackend, row: Row) -> Statement {
    let sql = match backend {
        DbBackend::Postgres => "INSERT INTO bare (id, said, received_at) VALUES ($1, $2, $3)",
        _ => "INSERT INTO bare (id, said, received_at) VALUES (?, ?, ?)",
    };
    let values = [SystemIds.new_id().into(), row.said.into(), SystemClock.now().into()];
    Statement::from_sql_and_values(backend, sql, values)
}

#[expect(clippy::disallowed_methods, reason = "it ends with the process, which does nothing else")]
fn spawn(work: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(work);
}
