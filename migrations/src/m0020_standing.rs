//! Where everybody stands on the caseload, worked out beforehand, so that a page of it is read and not worked out; whose
//! rows have to be worked out anew; and the views of the list that members of staff keep.

use sea_orm_migration::{prelude::*, schema::*};

use crate::{
    constraint::{at_most, check, index, key, one_of, unique, within},
    standing::{DEPENDS_ON, drop_functions, make_functions, mark_changes, mark_no_changes},
};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0020_standing"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        standing(db).await?;
        db.create_table(
            Table::create()
                .table("standing_mark")
                .col(uuid("partnership_id"))
                // No foreign key: somebody who is erased leaves a mark, which is taken away with the next look.
                .col(uuid("person_id"))
                // Which transaction left it; always 0 on SQLite, which has one writer.
                .col(big_integer("mark"))
                .primary_key(&mut key("pk_standing_mark", &["partnership_id", "person_id", "mark"]))
                .to_owned(),
        )
        .await?;
        saved_view(db).await?;
        make_functions(db).await?;
        for (table, column) in DEPENDS_ON {
            mark_changes(db, table, column).await?;
        }
        // Everybody is worked out once.
        let everybody = "INSERT INTO standing_mark (partnership_id, person_id, mark)
            SELECT partnership_id, id, 0 FROM person";
        db.get_connection().execute_unprepared(everybody).await.map(drop)
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        for (table, _) in DEPENDS_ON {
            mark_no_changes(db, table).await?;
        }
        drop_functions(db).await?;
        for table in ["saved_view", "standing_mark", "standing"] {
            db.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn standing(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("standing")
            .col(uuid("partnership_id"))
            .col(uuid("person_id"))
            // Who works with them today.
            .col(uuid_null("worker_id"))
            // The number of their first reason, in the order of who needs somebody first.
            .col(small_integer("place"))
            // Since when that is so; the year 9999 where it has no beginning.
            .col(timestamp_with_time_zone("waits_since"))
            // As a search compares it.
            .col(text("name"))
            // Neither over nor left, or with an alert that is not closed.
            .col(boolean("here"))
            .col(boolean("over"))
            .col(boolean("call_today"))
            .col(boolean("no_reply"))
            .col(boolean("not_in"))
            .col(boolean("paused"))
            // That of their most urgent alert that is not closed.
            .col(text_null("priority"))
            // How the national figures count what they do, and which kind of neither it is.
            .col(text_null("headline"))
            .col(text_null("neet"))
            // Their communication needs between bars.
            .col(text("needs"))
            // When the next check-in opens; the year 9999 where none does.
            .col(date("next_due_on"))
            // When staff last reached them or tried to; the year 2000 where nobody has.
            .col(date("last_contact_on"))
            // The row as it is shown, in JSON. Only the store reads it.
            .col(text("shown"))
            // When it has to be worked out anew though nothing has changed but the day.
            .col(timestamp_with_time_zone("look_at"))
            // When they last changed their place, so that nobody falls between two pages.
            .col(timestamp_with_time_zone("placed_at"))
            .primary_key(&mut key("pk_standing", &["partnership_id", "person_id"]))
            .foreign_key(&mut within("fk_standing_person", "standing", "person_id", "person"))
            .foreign_key(&mut within("fk_standing_worker", "standing", "worker_id", "staff"))
            .check(check("ck_standing_place", "place BETWEEN 0 AND 99"))
            .check(one_of("ck_standing_priority", "priority", &["p1", "p2", "p3", "p4"]))
            .check(one_of("ck_standing_neet", "neet", &["available", "not-available"]))
            .to_owned(),
    )
    .await?;
    // The orders of the list.
    for (name, columns) in [
        ("ix_standing_place", &["partnership_id", "place", "waits_since", "name", "person_id"][..]),
        ("ix_standing_name", &["partnership_id", "name", "person_id"]),
        ("ix_standing_due", &["partnership_id", "next_due_on", "name", "person_id"]),
        ("ix_standing_contact", &["partnership_id", "last_contact_on", "name", "person_id"]),
        // Whom to work out anew, wherever they are.
        ("ix_standing_look", &["look_at", "partnership_id", "person_id"]),
        // Those of them on one list.
        ("ix_standing_old", &["partnership_id", "look_at", "person_id"]),
    ] {
        db.create_index(index(name, "standing", columns)).await?;
    }
    Ok(())
}

async fn saved_view(db: &SchemaManager<'_>) -> Result<(), DbErr> {
    db.create_table(
        Table::create()
            .table("saved_view")
            .col(uuid("partnership_id"))
            .col(uuid("id"))
            .col(uuid("staff_id"))
            .col(text("name"))
            // What is shown and in which order, in JSON. It names no young person.
            .col(text("query"))
            .col(timestamp_with_time_zone("made_at"))
            .primary_key(&mut key("pk_saved_view", &["partnership_id", "id"]))
            .foreign_key(&mut within("fk_saved_view_staff", "saved_view", "staff_id", "staff"))
            .check(at_most("ck_saved_view_name", "name", 60))
            .check(at_most("ck_saved_view_query", "query", 500))
            .to_owned(),
    )
    .await?;
    // Two views of one name could not be told apart.
    let name = ["partnership_id", "staff_id", "name"];
    db.create_index(unique("ux_saved_view_name", "saved_view", &name)).await
}
