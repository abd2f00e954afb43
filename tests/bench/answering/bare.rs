//! The least that a service could do with a check-in and still lose nothing: read the JSON, make one row durable, answer.
//! It is what the product is held against, so each kind of it does what suits its database best.

use std::{future::Future, net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Result;
use api::{
    clock::{Clock, SystemClock},
    ids::{Ids, SystemIds},
};
use domain::id::PartnershipId;
use poem::{
    EndpointExt, Response, Route, Server, handler,
    http::StatusCode,
    listener::TcpAcceptor,
    put,
    web::{Data, Path},
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
use uuid::Uuid;

use crate::town::Town;

/// The most rows in one commit.
const MOST: usize = 256;

/// Where rows wait to be inserted many at once, and who hears when they are.
type Queue = mpsc::Sender<(Row, oneshot::Sender<bool>)>;

/// How a row is made durable.
#[derive(Clone)]
enum Keep {
    /// A statement of its own on some connection of a pool, as most services do it.
    Pool(DatabaseConnection),
    /// By the service's own writer, which is to commit many at once on SQLite.
    Town(Arc<Town>),
    /// Put in a queue, whose end inserts many at once and knows nothing of turns: a row that is refused would take the
    /// others with it.
    Queue(Queue),
    /// Not a row but those that an answered check-in leaves behind, and nothing read, checked or worked out: a statement of
    /// its own on PostgreSQL, by the queue on SQLite.
    CheckIn(PartnershipId, Box<Keep>),
}

/// What is made durable.
enum Row {
    /// The request, as one row of a table of its own.
    Whole(String),
    /// Answers to this check-in.
    Answers { partnership: Uuid, check_in: Uuid, answers: String },
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
    /// The rows of an answered check-in alone: as fast as anything could be that keeps them under the rules of the tables.
    pub rows: SocketAddr,
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
        let pool = Keep::Pool(pool);
        let rows = Keep::CheckIn(town.partnership(), Box::new(pool.clone()));
        let (bare, rows) = (serve(pool).await?, serve(rows).await?);
        return Ok(Bare { bare, queue: None, plain: None, rows });
    }
    let one = Database::connect(sqlite(url, 1)).await?;
    let make = "CREATE TABLE IF NOT EXISTS bare \
                (id blob PRIMARY KEY, said text NOT NULL, received_at text NOT NULL)";
    one.execute_unprepared(make).await?;
    let (queue, rows) = mpsc::channel(1024);
    spawn(commit_together(one, rows));
    let many = Database::connect(sqlite(url, 16)).await?;
    let queue = Keep::Queue(queue);
    let check_in = Keep::CheckIn(town.partnership(), Box::new(queue.clone()));
    Ok(Bare {
        rows: serve(check_in).await?,
        bare: serve(Keep::Town(town.clone())).await?,
        queue: Some(serve(queue).await?),
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
async fn take(keep: Data<&Keep>, id: Path<Uuid>, sent: poem::web::Json<Value>) -> Response {
    let said = sent.0.to_string();
    let Ok(sent) = serde_json::from_value::<Sent>(sent.0) else {
        return StatusCode::BAD_REQUEST.into();
    };
    let kept = match keep.0 {
        Keep::CheckIn(partnership, keep) => {
            let answers = json!(sent.answers).to_string();
            let row = Row::Answers { partnership: partnership.0, check_in: id.0, answers };
            keep.row(row).await
        }
        keep => keep.row(Row::Whole(said)).await,
    };
    if !kept {
        return StatusCode::SERVICE_UNAVAILABLE.into();
    }
    let state = if sent.finished { "answered" } else { "open" };
    let answer = json!({ "state": state, "source": sent.source, "answers": sent.answers.len() });
    Response::builder().content_type("application/json").body(answer.to_string())
}

impl Keep {
    /// Makes something durable, and says whether it is.
    async fn row(&self, row: Row) -> bool {
        match self {
            Self::Pool(pool) => {
                pool.execute_raw(insert(pool.get_database_backend(), row)).await.is_ok()
            }
            Self::Town(town) => town.write_one_row().await.is_ok(),
            Self::Queue(queue) => {
                let (told, hear) = oneshot::channel();
                queue.send((row, told)).await.is_ok() && hear.await == Ok(true)
            }
            Self::CheckIn(_, keep) => Box::pin(keep.row(row)).await,
        }
    }
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
    let (id, now) = (SystemIds.new_id(), SystemClock.now());
    let (sql, values): (_, Vec<sea_orm::Value>) = match (backend, row) {
        (DbBackend::Postgres, Row::Whole(said)) => (
            "INSERT INTO bare (id, said, received_at) VALUES ($1, $2, $3)",
            vec![id.into(), said.into(), now.into()],
        ),
        (_, Row::Whole(said)) => (
            "INSERT INTO bare (id, said, received_at) VALUES (?1, ?2, ?3)",
            vec![id.into(), said.into(), now.into()],
        ),
        (DbBackend::Postgres, Row::Answers { partnership, check_in, answers }) => (
            "WITH told AS (
                INSERT INTO answer (partnership_id, id, check_in_id, person_id, key, question, codes, skipped, source,
                    reading, language, answered_at, received_at)
                SELECT c.partnership_id, gen_random_uuid(), c.id, c.person_id, said ->> 'key', said ->> 'key',
                    said ->> 'codes', false, 'self', 'plain', 'en', $4, $4
                FROM check_in c, json_array_elements($3::text::json) said
                WHERE c.partnership_id = $1 AND c.id = $2),
            called AS (
                UPDATE prompt SET settled_at = $4, outcome = 'cancelled' FROM check_in c
                WHERE c.partnership_id = $1 AND c.id = $2 AND prompt.partnership_id = $1
                    AND prompt.person_id = c.person_id AND prompt.check_in_id = $2 AND prompt.settled_at IS NULL)
            UPDATE check_in SET finished_at = $4 WHERE partnership_id = $1 AND id = $2",
            vec![partnership.into(), check_in.into(), answers.into(), now.into()],
        ),
        // The numbers begin anew in each of the three, in the order in which the values come.
        (_, Row::Answers { partnership, check_in, answers }) => (
            "INSERT INTO answer (partnership_id, id, check_in_id, person_id, key, question, codes, skipped, source,
                reading, language, answered_at, received_at)
            SELECT c.partnership_id, randomblob(16), c.id, c.person_id, said.value ->> 'key', said.value ->> 'key',
                said.value -> 'codes', 0, 'self', 'plain', 'en', ?, ?
            FROM check_in c, json_each(?) said WHERE c.partnership_id = ? AND c.id = ?;
            UPDATE prompt SET settled_at = ?, outcome = 'cancelled'
            WHERE partnership_id = ? AND person_id = (
                    SELECT person_id FROM check_in c WHERE c.partnership_id = ? AND c.id = ?)
                AND check_in_id = ? AND settled_at IS NULL;
            UPDATE check_in SET finished_at = ? WHERE partnership_id = ? AND id = ?",
            vec![
                now.into(), now.into(), answers.into(), partnership.into(), check_in.into(),
                now.into(), partnership.into(), partnership.into(), check_in.into(), check_in.into(),
                now.into(), partnership.into(), check_in.into(),
            ],
        ),
    };
    Statement::from_sql_and_values(backend, sql, values)
}

#[expect(clippy::disallowed_methods, reason = "it ends with the process, which does nothing else")]
fn spawn(work: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(work);
}
