//! The same person twice: rows of files that wait for somebody to look, records that are like each other, and two that
//! became one.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::constraint::{at_most, check, exactly, index, key, one_of, unique, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0036_same_person"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        let uuid = match db.get_database_backend() {
            DbBackend::Sqlite => "uuid_text",
            _ => "uuid",
        };
        for sql in [
            // Whose record this one has become part of. No foreign key: SQLite adds none of two columns.
            format!("ALTER TABLE person ADD COLUMN merged_into {uuid}"),
            // How many rows of the file wait for somebody to look.
            "ALTER TABLE import_run ADD COLUMN waiting integer NOT NULL DEFAULT 0".to_owned(),
            // Who is out of every list: few among many.
            "CREATE INDEX ix_person_merged ON person (partnership_id, merged_into, id) WHERE merged_into IS NOT NULL"
                .to_owned(),
            // Whoever is keyed anew is held against the others.
            "UPDATE standing SET keyed = FALSE".to_owned(),
        ] {
            db.get_connection().execute_unprepared(&sql).await?;
        }
        // Whoever may be the same is looked for by birth date and by learner number.
        let birth = ["partnership_id", "birth_date"];
        db.create_index(index("ix_person_birth", "person", &birth)).await?;
        db.create_index(
            index("ix_person_uln", "person", &["partnership_id", "uln"])
                .and_where(Expr::cust("uln IS NOT NULL"))
                .to_owned(),
        )
        .await?;
        waiting_rows(db).await?;
        likenesses(db).await?;
        same_people(db).await
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        for table in ["same_person", "likeness", "waiting_row"] {
            db.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        for name in ["ix_person_uln", "ix_person_birth", "ix_person_merged"] {
            db.drop_index(Index::drop().name(name).table("person").to_owned()).await?;
        }
        for column in ["import_run DROP COLUMN waiting", "person DROP COLUMN merged_into"] {
            let sql = format!("ALTER TABLE {column}");
            db.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}

async fn waiting_rows(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("waiting_row")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(uuid("import_id"))
            .col(integer("line"))
            // The number under which the file has them.
            .col(text("client_record_id"))
            // The row, as a file of its own. Empty once it is left out, or has become somebody new.
            .col(text("record"))
            // JSON: whom it is like, and why.
            .col(text("alike"))
            // When a file last had it.
            .col(timestamp_with_time_zone("seen_at"))
            .col(text_null("decision"))
            .col(timestamp_with_time_zone_null("decided_at"))
            // Empty where learner number, birth date and name left nothing to ask.
            .col(uuid_null("decided_by"))
            // Whose it is. From then on the number is one of theirs.
            .col(uuid_null("person_id"))
            .primary_key(&mut key("pk_waiting_row", &["partnership_id", "id"]))
            .foreign_key(&mut within(
                "fk_waiting_row_import",
                "waiting_row",
                "import_id",
                "import_run",
            ))
            .foreign_key(&mut within(
                "fk_waiting_row_decided_by",
                "waiting_row",
                "decided_by",
                "staff",
            ))
            .foreign_key(&mut within(
                "fk_waiting_row_person",
                "waiting_row",
                "person_id",
                "person",
            ))
            .check(exactly("ck_waiting_row_client_record_id", "client_record_id", 13))
            .check(at_most("ck_waiting_row_record", "record", 8000))
            .check(at_most("ck_waiting_row_alike", "alike", 8000))
            .check(one_of("ck_waiting_row_decision", "decision", &["same", "new", "left-out"]))
            .check(check(
                "ck_waiting_row_decided",
                "(decision IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL OR decision IS NOT NULL)",
            ))
            // Whoever it is about is known unless nobody is.
            .check(check(
                "ck_waiting_row_person",
                "(person_id IS NOT NULL) = (decision IS NOT NULL AND decision <> 'left-out')",
            ))
            .to_owned(),
    )
    .await?;
    // A number waits once, however many files have it.
    db.create_index(unique(
        "ux_waiting_row_record",
        "waiting_row",
        &["partnership_id", "client_record_id"],
    ))
    .await?;
    // What still has to be looked at.
    db.create_index(
        index("ix_waiting_row_open", "waiting_row", &["partnership_id", "id"])
            .and_where(Expr::cust("decision IS NULL"))
            .to_owned(),
    )
    .await?;
    let person = ["partnership_id", "person_id"];
    db.create_index(index("ix_waiting_row_person", "waiting_row", &person)).await
}

async fn likenesses(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("likeness")
            .col(uuid("partnership_id"))
            // The lesser id of the two.
            .col(uuid("one_id"))
            .col(uuid("other_id"))
            // JSON: what they had in common when they were found.
            .col(text("reasons"))
            .col(timestamp_with_time_zone("found_at"))
            // Somebody has said that they are two people.
            .col(timestamp_with_time_zone_null("said_at"))
            .col(uuid_null("said_by"))
            .primary_key(&mut key("pk_likeness", &["partnership_id", "one_id", "other_id"]))
            .foreign_key(&mut within("fk_likeness_one", "likeness", "one_id", "person"))
            .foreign_key(&mut within("fk_likeness_other", "likeness", "other_id", "person"))
            .foreign_key(&mut within("fk_likeness_said_by", "likeness", "said_by", "staff"))
            // A pair is there once.
            .check(check("ck_likeness_order", "one_id < other_id"))
            .check(at_most("ck_likeness_reasons", "reasons", 400))
            .check(check("ck_likeness_said", "(said_at IS NULL) = (said_by IS NULL)"))
            .to_owned(),
    )
    .await?;
    let other = ["partnership_id", "other_id"];
    db.create_index(index("ix_likeness_other", "likeness", &other)).await
}

async fn same_people(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("same_person")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(uuid("kept_id"))
            .col(uuid("gone_id"))
            .col(timestamp_with_time_zone("made_at"))
            .col(uuid("made_by"))
            // JSON: which rows are with the other now, and what was written in them before.
            .col(text("moved"))
            .col(timestamp_with_time_zone_null("undone_at"))
            .col(uuid_null("undone_by"))
            .primary_key(&mut key("pk_same_person", &["partnership_id", "id"]))
            .foreign_key(&mut within("fk_same_person_kept", "same_person", "kept_id", "person"))
            .foreign_key(&mut within("fk_same_person_gone", "same_person", "gone_id", "person"))
            .foreign_key(&mut within("fk_same_person_made_by", "same_person", "made_by", "staff"))
            .foreign_key(&mut within(
                "fk_same_person_undone_by",
                "same_person",
                "undone_by",
                "staff",
            ))
            .check(check("ck_same_person_two", "kept_id <> gone_id"))
            .check(check("ck_same_person_undone", "(undone_at IS NULL) = (undone_by IS NULL)"))
            .to_owned(),
    )
    .await?;
    // Whoever is part of somebody is part of nobody else.
    db.create_index(
        unique("ux_same_person_gone", "same_person", &["partnership_id", "gone_id"])
            .and_where(Expr::cust("undone_at IS NULL"))
            .to_owned(),
    )
    .await?;
    let kept = ["partnership_id", "kept_id"];
    db.create_index(index("ix_same_person_kept", "same_person", &kept)).await
}
