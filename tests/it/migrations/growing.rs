//! What the migrations' README promises to those whose tables have grown, on PostgreSQL.

use std::collections::BTreeSet;

use ::migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection};

use crate::database;

use super::{
    rows::keep_one_of_each,
    rules::every_check_refuses,
    schema::{ask, checks, columns, indexes, tables},
};

/// Run by hand, when the time has come.
const SPLIT: &str = include_str!("../../../migrations/partition.sql");

/// Tables that stay small, and may be kept whole or copied everywhere.
const SMALL: [&str; 7] = [
    "ceremony",
    "channel",
    "notice",
    "partnership",
    "partnership_council",
    "questionnaire",
    "staff",
];

#[tokio::test]
async fn whatever_grows_can_be_split_by_partnership_and_keeps_every_rule() {
    let Some(fresh) = database::empty_postgres().await else { return };
    let db = &fresh.db;
    Migrator::up(db, None).await.expect("every step goes up");
    keep_one_of_each(db).await;
    let whole = everything(db).await;

    let mut sql = SPLIT.to_owned();
    for table in tables(db).await.iter().filter(|table| !SMALL.contains(&table.as_str())) {
        sql += &format!("SELECT pg_temp.split_by_partnership('{table}', 4);");
    }
    db.execute_unprepared(&sql).await.expect("every table can be split");

    let split = everything(db).await;
    assert_eq!(whole.difference(&split).collect::<Vec<_>>(), Vec::<&String>::new(), "lost");
    every_check_refuses(db).await;
}

#[tokio::test]
async fn a_row_that_grows_names_only_rows_of_its_own_partnership_and_small_tables() {
    let Some(fresh) = database::empty_postgres().await else { return };
    Migrator::up(&fresh.db, None).await.expect("every step goes up");

    // Databases that keep each partnership in its own place can follow no other key.
    let wide = ask(
        &fresh.db,
        "SELECT confrelid::regclass::text FROM pg_constraint
        WHERE contype = 'f' AND pg_get_constraintdef(oid) NOT LIKE 'FOREIGN KEY (partnership_id, %'",
    )
    .await;
    assert_eq!(wide, ["partnership", "questionnaire"].map(str::to_owned).into());
}

async fn everything(db: &DatabaseConnection) -> BTreeSet<String> {
    let keys = "SELECT conname || ' of ' || conrelid::regclass || ': ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE contype IN ('p', 'f') AND conparentid = 0";
    let triggers = "SELECT tgname || ' of ' || tgrelid::regclass FROM pg_trigger
        WHERE NOT tgisinternal AND tgparentid = 0";
    let lists = [
        columns(db).await,
        checks(db).await,
        indexes(db).await,
        ask(db, keys).await,
        ask(db, triggers).await,
    ];
    lists.into_iter().flatten().collect()
}
