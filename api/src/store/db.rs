//! What a transaction speaks to the database through. A statement is a trip to a server and back, or to the thread that
//! has an SQLite file open, and the trips take longer than the work. So what can go together goes together: changes that
//! nobody has looked at yet, and rows of several tables.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use sea_orm::{
    ColumnTrait, ColumnType, ConnectionTrait, DatabaseConnection, DatabaseExecutor,
    DatabaseTransaction, DbBackend, DbErr, EntityName, EntityTrait, ExecResult, Iterable,
    QueryResult, QuerySelect, QueryTrait, Select, Statement,
    prelude::async_trait::async_trait,
    sea_query::{
        Alias, CommonTableExpression, DeleteStatement, Expr, ExprTrait, Func, InsertStatement,
        Query, SelectStatement, SubQueryStatement, UpdateStatement, Value, WithClause,
    },
};
use serde::de::DeserializeOwned;

use super::trips::count_one;

/// How a turn begins, ends well, and ends badly.
const SAVEPOINT: &str = "SAVEPOINT turn";
const RELEASE: &str = "RELEASE turn";
const UNDO: &str = "ROLLBACK TO turn; RELEASE turn";

/// A transaction, or a connection for a single look.
pub(super) struct Db {
    through: Through,
    later: Mutex<Vec<Change>>,
}

enum Through {
    Transaction {
        tx: DatabaseTransaction,
        changes: bool,
    },
    /// A turn in a transaction that others share: a savepoint, from the first thing that is asked or changed.
    Turn {
        tx: Arc<DatabaseTransaction>,
        begun: AtomicBool,
    },
    Connection(DatabaseConnection),
}

impl Through {
    /// Whether a turn begins now. Once, however often that is asked.
    fn begins(&self) -> bool {
        matches!(self, Self::Turn { begun, .. } if !begun.swap(true, Ordering::Relaxed))
    }
}

/// Rows to add to one table, or to change in it.
struct Change {
    table: &'static str,
    what: What,
}

/// A change as a statement.
pub(super) enum What {
    Insert(InsertStatement),
    Update(UpdateStatement),
    Delete(DeleteStatement),
}

impl From<InsertStatement> for What {
    fn from(insert: InsertStatement) -> Self {
        Self::Insert(insert)
    }
}

impl From<UpdateStatement> for What {
    fn from(update: UpdateStatement) -> Self {
        Self::Update(update)
    }
}

impl From<DeleteStatement> for What {
    fn from(delete: DeleteStatement) -> Self {
        Self::Delete(delete)
    }
}

impl From<What> for SubQueryStatement {
    fn from(what: What) -> Self {
        match what {
            What::Insert(insert) => insert.into(),
            What::Update(update) => update.into(),
            What::Delete(delete) => delete.into(),
        }
    }
}

impl Db {
    /// Speaks within a transaction that changes things.
    pub fn writing(tx: DatabaseTransaction) -> Self {
        Self::new(Through::Transaction { tx, changes: true })
    }

    /// Speaks within a transaction that others share, which can be undone alone. Ends with [`Db::end_turn`]. SQLite only.
    pub fn taking_a_turn(tx: Arc<DatabaseTransaction>) -> Self {
        Self::new(Through::Turn { tx, begun: AtomicBool::new(false) })
    }

    /// Speaks within a transaction that sees one moment and changes nothing.
    pub fn reading(tx: DatabaseTransaction) -> Self {
        Self::new(Through::Transaction { tx, changes: false })
    }

    /// Speaks without a transaction: each statement sees the moment at which it is asked.
    pub fn looking(connection: DatabaseConnection) -> Self {
        Self::new(Through::Connection(connection))
    }

    fn new(through: Through) -> Self {
        Self { through, later: Mutex::default() }
    }

    /// Changes one table, by the time that anybody asks for anything or that the transaction ends. Until then changes of
    /// different tables gather, and go together, in no order that they could depend on.
    pub async fn later<E: EntityName + Default>(
        &self,
        change: impl Into<What>,
    ) -> Result<(), DbErr> {
        let change = Change { table: E::default().table_name(), what: change.into() };
        let same_table = self.waiting(|waiting| waiting.iter().any(|it| it.table == change.table));
        if same_table {
            self.send().await?;
        }
        self.waiting(|waiting| waiting.push(change));
        // Nothing would send it at the end of a transaction that changes nothing: the database refuses it now.
        match self.through {
            Through::Transaction { changes: true, .. } | Through::Turn { .. } => Ok(()),
            _ => self.send().await,
        }
    }

    /// Makes all changes that wait.
    pub async fn send(&self) -> Result<(), DbErr> {
        let changes = self.waiting(std::mem::take);
        if changes.is_empty() {
            return Ok(());
        }
        self.execute(together(self.get_database_backend(), changes)).await?;
        Ok(())
    }

    /// Keeps all that was done, and makes it durable.
    pub async fn commit(self) -> Result<(), DbErr> {
        self.send().await?;
        let Through::Transaction { tx, .. } = self.through else { return Ok(()) };
        tx.commit().await
    }

    /// Ends a turn: what was done is kept once the transaction is committed. What still waits is sent on the same trip.
    pub async fn end_turn(&self) -> Result<(), DbErr> {
        let changes = self.waiting(std::mem::take);
        let first = self.through.begins().then(|| plain(SAVEPOINT));
        if first.is_some() && changes.is_empty() {
            return Ok(());
        }
        if !changes.is_empty() {
            count_one();
        }
        let changes = changes.iter().map(|change| change.build(DbBackend::Sqlite));
        let all = first.into_iter().chain(changes).chain([plain(RELEASE)]);
        self.through().execute_raw(one_after_another(all)).await?;
        Ok(())
    }

    /// Undoes what was done in a turn, and nothing that others did.
    pub async fn undo_turn(&self) -> Result<(), DbErr> {
        self.waiting(std::mem::take);
        if !self.through.begins() {
            self.through().execute_unprepared(UNDO).await?;
        }
        Ok(())
    }

    fn through(&self) -> DatabaseExecutor<'_> {
        match &self.through {
            Through::Transaction { tx, .. } => tx.into(),
            Through::Turn { tx, .. } => tx.as_ref().into(),
            Through::Connection(connection) => connection.into(),
        }
    }

    async fn execute(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        // On its own: how many rows were changed would be counted for both.
        self.begin_turn().await?;
        count_one();
        self.through().execute_raw(statement).await
    }

    async fn begin_turn(&self) -> Result<(), DbErr> {
        if self.through.begins() {
            self.through().execute_unprepared(SAVEPOINT).await?;
        }
        Ok(())
    }

    /// A question, with the savepoint of the turn before it if it is the first of its turn.
    fn beginning_with(&self, question: Statement) -> Statement {
        match self.through.begins() {
            true => one_after_another([plain(SAVEPOINT), question].into_iter()),
            false => question,
        }
    }

    fn waiting<T>(&self, with: impl FnOnce(&mut Vec<Change>) -> T) -> T {
        with(&mut self.later.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Rows of one table as one text: a JSON list of lists, each in the order of the columns, in no order of its own. Where
/// several tables are read at once it makes one trip with one row of what would be many, which is most of the cost. JSON
/// knows no bytes: such columns are left out, and their entities pass over them.
pub(super) fn listed<E: EntityTrait>(backend: DbBackend, rows: Select<E>) -> Expr {
    let bytes = |column: &E::Column| {
        use ColumnType::{Binary, Blob, VarBinary};
        matches!(column.def().get_column_type(), Binary(_) | Blob | VarBinary(_))
    };
    listed_columns(backend, rows, E::Column::iter().filter(|column| !bytes(column)))
}

/// The same with these columns only.
pub(super) fn listed_columns<E: EntityTrait>(
    backend: DbBackend,
    rows: Select<E>,
    columns: impl Iterator<Item = E::Column>,
) -> Expr {
    let values = columns.map(|column| {
        let id = matches!(column.def().get_column_type(), ColumnType::Uuid);
        in_json(backend, column.into_expr(), id)
    });
    let all = all_of(backend, values);
    rows.select_only().expr(all).into_query().clear_order_by().take().into()
}

/// The same of any rows, in their order, with these of their columns; those that are marked are ids.
pub(super) fn listed_from(
    backend: DbBackend,
    rows: SelectStatement,
    columns: &[(&'static str, bool)],
) -> Expr {
    let value =
        |(name, id): &(&'static str, bool)| in_json(backend, Expr::col(("listed", *name)), *id);
    let all = all_of(backend, columns.iter().map(value));
    Query::select().expr(all).from_subquery(rows, "listed").take().into()
}

/// JSON knows no bytes, and `hex` no null.
fn in_json(backend: DbBackend, value: Expr, id: bool) -> Expr {
    if !id || backend != DbBackend::Sqlite {
        return value;
    }
    let hex = Func::cust("hex").arg(value);
    Func::cust("nullif").arg(hex).arg("").into()
}

fn all_of(backend: DbBackend, values: impl Iterator<Item = Expr>) -> Expr {
    let (row, all) = match backend {
        DbBackend::Sqlite => ("json_array", "json_group_array"),
        _ => ("json_build_array", "json_agg"),
    };
    Expr::from(Func::cust(all).arg(Func::cust(row).args(values))).cast_as("text")
}

/// The rows that [`listed`] made a text of.
pub(super) fn read_list<M: DeserializeOwned>(
    row: &QueryResult,
    name: &str,
) -> Result<Vec<M>, DbErr> {
    read_text(row.try_get::<Option<String>>("", name)?)
}

/// The rows of such a text; none where there is no text.
pub(super) fn read_text<M: DeserializeOwned>(text: Option<String>) -> Result<Vec<M>, DbErr> {
    let Some(text) = text else { return Ok(Vec::new()) };
    serde_json::from_str(&text).map_err(|error| DbErr::Json(error.to_string()))
}

/// One statement that makes all the changes. They are to different tables: PostgreSQL makes them in no order that it
/// promises, and holds foreign keys against what is there when all are made.
fn together(backend: DbBackend, mut changes: Vec<Change>) -> Statement {
    match changes.pop() {
        Some(last) if changes.is_empty() => last.build(backend),
        Some(last) if backend != DbBackend::Sqlite => {
            let mut first = WithClause::new();
            for change in changes {
                let mut part = CommonTableExpression::new();
                first.cte(
                    part.table_name(Alias::new(format!("changed_{}", change.table)))
                        .query(change.what)
                        .to_owned(),
                );
            }
            backend.build(&first.query(last.what))
        }
        last => {
            changes.extend(last);
            one_after_another(changes.iter().map(|change| change.build(backend)))
        }
    }
}

/// Several statements as one, which SQLite takes and PostgreSQL does not.
fn one_after_another(statements: impl Iterator<Item = Statement>) -> Statement {
    let (mut sql, mut values) = (String::new(), Vec::<Value>::new());
    for statement in statements {
        sql.push_str(&statement.sql);
        sql.push(';');
        values.extend(statement.values.into_iter().flatten());
    }
    Statement::from_sql_and_values(DbBackend::Sqlite, sql, values)
}

fn plain(sql: &str) -> Statement {
    Statement::from_string(DbBackend::Sqlite, sql)
}

impl Change {
    fn build(&self, backend: DbBackend) -> Statement {
        match &self.what {
            What::Insert(insert) => backend.build(insert),
            What::Update(update) => backend.build(update),
            What::Delete(delete) => backend.build(delete),
        }
    }
}

#[async_trait]
impl ConnectionTrait for Db {
    fn get_database_backend(&self) -> DbBackend {
        self.through().get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.send().await?;
        self.execute(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.send().await?;
        self.begin_turn().await?;
        count_one();
        self.through().execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.send().await?;
        count_one();
        self.through().query_one_raw(self.beginning_with(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.send().await?;
        count_one();
        self.through().query_all_raw(self.beginning_with(statement)).await
    }
}
