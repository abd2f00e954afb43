//! The steps run forwards and backwards, and end at the same tables everywhere.

use std::collections::BTreeSet;

use ::migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use crate::database;

/// Every step forwards, every step backwards, and forwards again.
pub async fn up_down_up(db: &DatabaseConnection) {
    Migrator::up(db, None).await.expect("every step goes up");
    Migrator::down(db, None).await.expect("every step comes down");
    assert_eq!(tables(db).await, BTreeSet::new(), "left behind");
    Migrator::up(db, None).await.expect("every step goes up again");
}

#[tokio::test]
async fn the_schema_goes_up_comes_down_and_goes_up_again_on_sqlite() {
    let fresh = database::empty_sqlite().await;
    up_down_up(&fresh.db).await;
}

#[tokio::test]
async fn the_schema_goes_up_comes_down_and_goes_up_again_on_postgresql() {
    if let Some(fresh) = database::empty_postgres().await {
        up_down_up(&fresh.db).await;
    }
}

#[tokio::test]
async fn both_databases_have_the_same_columns_checks_and_indexes() {
    let (sqlite, Some(postgres)) =
        (database::empty_sqlite().await, database::empty_postgres().await)
    else {
        return;
    };
    for fresh in [&sqlite, &postgres] {
        Migrator::up(&fresh.db, None).await.expect("every step goes up");
    }

    same(&columns(&sqlite.db).await, &columns(&postgres.db).await);
    same(&checks(&sqlite.db).await, &checks(&postgres.db).await);
    same(&indexes(&sqlite.db).await, &indexes(&postgres.db).await);
}

/// Shows only what differs, because the lists are long.
fn same(sqlite: &BTreeSet<String>, postgres: &BTreeSet<String>) {
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite.symmetric_difference(postgres).collect::<Vec<_>>(), Vec::<&String>::new());
}

/// Our tables.
pub async fn tables(db: &DatabaseConnection) -> BTreeSet<String> {
    columns(db).await.iter().filter_map(|c| Some(c.split_once('.')?.0.to_owned())).collect()
}

/// Every column as `table.column`, with a `?` if it may be empty and its type in words that mean
/// the same on both databases.
pub async fn columns(db: &DatabaseConnection) -> BTreeSet<String> {
    let found =
        match db.get_database_backend() {
            DbBackend::Sqlite => ask(
                db,
                r#"SELECT t.name || '.' || c.name || CASE c."notnull" WHEN 1 THEN ' ' ELSE '? ' END
                || CASE lower(c.type) WHEN 'uuid_text' THEN 'uuid' WHEN 'date_text' THEN 'date'
                WHEN 'timestamp_with_timezone_text' THEN 'timestamp with time zone'
                WHEN 'blob' THEN 'bytea' ELSE lower(c.type) END
                FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"#,
            )
            .await,
            _ => {
                ask(
                    db,
                    "SELECT table_name || '.' || column_name
                || CASE is_nullable WHEN 'NO' THEN ' ' ELSE '? ' END
                || replace(data_type, 'bigint', 'integer')
                FROM information_schema.columns WHERE table_schema = 'public'",
                )
                .await
            }
        };
    found.into_iter().filter(|name| !name.starts_with("seaql_migrations")).collect()
}

/// The names of all `CHECK`s.
pub async fn checks(db: &DatabaseConnection) -> BTreeSet<String> {
    match db.get_database_backend() {
        DbBackend::Sqlite => ask(db, "SELECT sql FROM sqlite_schema WHERE type = 'table'")
            .await
            .iter()
            .flat_map(|sql| sql.split("CONSTRAINT \"").skip(1))
            .filter_map(|rest| rest.split_once("\" CHECK ("))
            .map(|(name, _)| name.to_owned())
            .collect(),
        _ => {
            ask(
                db,
                "SELECT conname::text FROM pg_constraint
                WHERE contype = 'c' AND connamespace = 'public'::regnamespace",
            )
            .await
        }
    }
}

/// The names of all indexes but those of the primary keys, which SQLite does not name in its list.
pub async fn indexes(db: &DatabaseConnection) -> BTreeSet<String> {
    let sql = match db.get_database_backend() {
        DbBackend::Sqlite => {
            "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
        }
        _ => {
            "SELECT indexname::text FROM pg_indexes WHERE schemaname = 'public'
            AND indexname NOT LIKE 'pk\\_%' AND indexname <> 'seaql_migrations_pkey'"
        }
    };
    ask(db, sql).await
}

/// The first column of a query that returns text.
pub async fn ask(db: &DatabaseConnection, sql: &str) -> BTreeSet<String> {
    db.query_all_raw(Statement::from_string(db.get_database_backend(), sql))
        .await
        .expect("the catalogue can be read")
        .iter()
        .map(|row| row.try_get_by_index(0).expect("the column is text"))
        .collect()
}
