//! Whatever a row of the caseload is worked out from leaves a mark when it changes, whoever changes it.

use std::collections::BTreeSet;

use ::migrations::{
    Migrator, MigratorTrait,
    standing::{ADDED, DEPENDS_ON},
};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};

use super::{
    rows::keep_one_of_each,
    schema::{ask, columns},
};
use crate::database;

/// What is kept of a young person and changes nothing on their row.
const CHANGES_NO_ROW: [(&str, &str); 38] = [
    ("access_event", "who looked"),
    ("alert_event", "what was done about an alert; the alert itself changes with it"),
    ("answer_link", "hashes of a day"),
    ("asking", "when to look at them next"),
    ("bulk", "what is done for several changes each of them, which shows"),
    ("change", "what was there before; the thing itself changes with it"),
    ("claim", "not on the row"),
    ("concern", "has a task, which shows"),
    ("confirmation", "what a provider answers changes a spell or sets a task, which shows"),
    ("data_request", "has a task, which shows"),
    ("draft", "not on the row"),
    ("failed_way", "has a task, which shows"),
    ("glass", "who reaches them is asked with every request; the review has a task, which shows"),
    ("goal", "has an alert where somebody has to read it"),
    ("handover", "what is done shows as an assignment"),
    ("improvement", "of no person"),
    ("intended", "not on the row"),
    ("kept_detail", "what a file leaves alone; the details themselves show"),
    ("name_key", "made of the name, which is of the person"),
    ("offer_answer", "when they like to be asked is of the person"),
    ("one_time_code", "hashes of a day"),
    ("own_contact", "not on the row"),
    ("passkey", "not on the row"),
    ("promise", "not on the row"),
    ("prompt", "on its way to them"),
    ("push_subscription", "not on the row"),
    ("referral", "not on the row"),
    ("safe_contact", "not on the row"),
    ("session", "who has been in has used an invitation, which shows"),
    ("spell_try", "behind a spell, which shows"),
    ("spell_word", "behind a spell, which shows"),
    ("split", "what went is of the new record, which shows"),
    ("standing", "the row itself"),
    ("standing_mark", "the mark itself"),
    ("supporter", "not on the row"),
    ("talk", "has an alert, which shows"),
    ("transfer", "what is decided changes the person, which shows"),
    ("waiting_row", "what is decided changes the person, which shows"),
];

/// A table that is copied on SQLite loses its triggers: the step that copies it makes them again.
#[tokio::test]
async fn every_table_that_a_row_depends_on_marks_its_changes() {
    for fresh in database::each_empty().await {
        Migrator::up(&fresh.db, None).await.expect("every step goes up");
        let sql = match fresh.db.get_database_backend() {
            DbBackend::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'trigger'",
            _ => "SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal",
        };
        let there = ask(&fresh.db, sql).await;
        let wanted = depends_on().flat_map(|(table, _)| {
            ["insert", "update", "delete"].map(|change| format!("tr_{table}_{change}"))
        });
        assert_eq!(there, wanted.collect());
    }
}

#[tokio::test]
async fn whatever_is_kept_of_a_young_person_marks_its_changes_or_is_left_out_for_a_reason() {
    let fresh = database::empty_sqlite().await;
    Migrator::up(&fresh.db, None).await.expect("every step goes up");
    let of_somebody: BTreeSet<String> = columns(&fresh.db)
        .await
        .iter()
        .filter_map(|column| column.split([' ', '?']).next()?.split_once('.'))
        .filter(|(_, column)| *column == "person_id")
        .map(|(table, _)| table.to_owned())
        .collect();
    let known: BTreeSet<String> = depends_on()
        .map(|(table, _)| table)
        .chain(CHANGES_NO_ROW.iter().map(|(table, _)| *table))
        .map(str::to_owned)
        .collect();
    let unknown: Vec<_> = of_somebody.difference(&known).collect();
    assert_eq!(unknown, Vec::<&String>::new(), "say in {} whether they mark", file!());
}

#[tokio::test]
async fn adding_changing_and_removing_a_row_each_leave_a_mark() {
    for fresh in database::each_empty().await {
        let db = &fresh.db;
        Migrator::up(db, None).await.expect("every step goes up");
        keep_one_of_each(db).await;
        assert!(marks(db).await > 1, "what was added has marked them");
        for (table, column) in depends_on() {
            forget(db).await;
            let sql = format!("UPDATE {table} SET {column} = {column}");
            db.execute_unprepared(&sql).await.expect("it can be changed");
            // There are two of them.
            let marked = if table == "person" { 2 } else { 1 };
            assert_eq!(marks(db).await, marked, "a change of {table}");
        }
        for table in ["assignment", "communication_need", "contact", "invitation", "task"] {
            forget(db).await;
            db.execute_unprepared(&format!("DELETE FROM {table}")).await.expect("it can go");
            assert_eq!(marks(db).await, 1, "one of {table} less");
        }
    }
}

fn depends_on() -> impl Iterator<Item = (&'static str, &'static str)> {
    DEPENDS_ON.into_iter().chain(ADDED)
}

async fn forget(db: &DatabaseConnection) {
    db.execute_unprepared("DELETE FROM standing_mark").await.expect("marks can go");
}

async fn marks(db: &DatabaseConnection) -> usize {
    ask(db, "SELECT 'mark ' || count(*) FROM standing_mark")
        .await
        .iter()
        .find_map(|row| row.strip_prefix("mark ")?.parse().ok())
        .expect("a count")
}
