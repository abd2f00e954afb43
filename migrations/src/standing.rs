//! What a row of the caseload depends on. Whatever changes one of these tables marks the young person as somebody whose row
//! has to be worked out anew, in the same transaction. The database does it, so that no code can forget to: neither ours,
//! nor that of the version before, which runs beside it during an update, nor somebody who mends a row by hand.
//!
//! Steps that have shipped depend on these: add a shape, never change one. On SQLite a table that is copied loses its
//! triggers; such a step calls [`mark_changes`] again. A test misses them otherwise.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// Each table of the beginning, with its column that says about whom.
pub const DEPENDS_ON: [(&str, &str); 10] = [
    ("alert", "person_id"),
    ("answer", "person_id"),
    ("assignment", "person_id"),
    ("check_in", "person_id"),
    ("communication_need", "person_id"),
    ("contact", "person_id"),
    ("invitation", "person_id"),
    ("person", "id"),
    ("spell", "person_id"),
    ("task", "person_id"),
];

/// What later steps have added, each with its own table.
pub const ADDED: [(&str, &str); 1] = [("plan", "person_id")];

const CHANGES: [(&str, &str); 3] = [("insert", "NEW"), ("update", "NEW"), ("delete", "OLD")];

/// Makes what the triggers of PostgreSQL call, one for each name of the column.
pub async fn make_functions(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    if db.get_database_backend() == DbBackend::Sqlite {
        return Ok(());
    }
    for (function, column) in [("mark_by_person_id", "person_id"), ("mark_by_id", "id")] {
        // One mark for each person and transaction: nobody waits for anybody, and whoever works a row out takes away the
        // marks that they have seen, and no other.
        let sql = format!(
            "CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                INSERT INTO standing_mark (partnership_id, person_id, mark)
                SELECT DISTINCT partnership_id, {column}, pg_current_xact_id()::text::bigint
                FROM changed ON CONFLICT DO NOTHING;
                RETURN NULL;
            END $$"
        );
        db.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// Takes them away again.
pub async fn drop_functions(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    if db.get_database_backend() == DbBackend::Sqlite {
        return Ok(());
    }
    let sql = "DROP FUNCTION mark_by_person_id(); DROP FUNCTION mark_by_id()";
    db.get_connection().execute_unprepared(sql).await.map(drop)
}

/// Has every change of this table leave its mark.
pub async fn mark_changes(db: &SchemaManager<'_>, table: &str, column: &str) -> Result<(), DbErr> {
    for (change, row) in CHANGES {
        let name = format!("tr_{table}_{change}");
        let sql = match db.get_database_backend() {
            // There is one writer, so a mark that is there already says it all.
            DbBackend::Sqlite => format!(
                "CREATE TRIGGER {name} AFTER {change} ON {table} BEGIN
                    INSERT INTO standing_mark (partnership_id, person_id, mark)
                    SELECT {row}.partnership_id, {row}.{column}, 0 WHERE NOT EXISTS (
                        SELECT 1 FROM standing_mark WHERE partnership_id = {row}.partnership_id
                        AND person_id = {row}.{column});
                END"
            ),
            _ => format!(
                "CREATE TRIGGER {name} AFTER {change} ON {table}
                REFERENCING {row} TABLE AS changed FOR EACH STATEMENT
                EXECUTE FUNCTION mark_by_{column}()"
            ),
        };
        db.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// Has them leave none.
pub async fn mark_no_changes(db: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    for (change, _) in CHANGES {
        let of = match db.get_database_backend() {
            DbBackend::Sqlite => String::new(),
            _ => format!(" ON {table}"),
        };
        let sql = format!("DROP TRIGGER tr_{table}_{change}{of}");
        db.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}
