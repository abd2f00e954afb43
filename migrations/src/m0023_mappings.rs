//! What partnerships' own files call things, and which files held changes only.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::constraint::{at_most, key, of_partnership, unique, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0023_mappings"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.create_table(
            Table::create()
                .table("file_mapping")
                .col(uuid("partnership_id"))
                .col(uuid("id"))
                // What people call it.
                .col(text("name"))
                // As JSON. It is never changed: files that were read by it stay explained.
                .col(text("body"))
                // Nobody where the command line made it.
                .col(uuid_null("made_by"))
                .col(timestamp_with_time_zone("made_at"))
                .primary_key(&mut key("pk_file_mapping", &["partnership_id", "id"]))
                .foreign_key(&mut of_partnership("fk_file_mapping_partnership", "file_mapping"))
                .foreign_key(&mut within(
                    "fk_file_mapping_made_by",
                    "file_mapping",
                    "made_by",
                    "staff",
                ))
                .check(at_most("ck_file_mapping_name", "name", 60))
                .check(at_most("ck_file_mapping_body", "body", 16384))
                .to_owned(),
        )
        .await?;
        // People choose one by its name.
        db.create_index(unique(
            "ux_file_mapping_name",
            "file_mapping",
            &["partnership_id", "name"],
        ))
        .await?;
        let uuid = match db.get_database_backend() {
            DbBackend::Sqlite => "uuid_text",
            _ => "uuid",
        };
        for column in [
            // By which mapping it was read. No foreign key: the mapping may be gone.
            format!("mapping_id {uuid}"),
            // It held changes: what a row left empty stayed as it was.
            "delta boolean NOT NULL DEFAULT FALSE".to_owned(),
            // How many young people it said had left.
            "leavers integer NOT NULL DEFAULT 0".to_owned(),
        ] {
            let sql = format!("ALTER TABLE import_run ADD COLUMN {column}");
            db.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        for column in ["leavers", "delta", "mapping_id"] {
            let sql = format!("ALTER TABLE import_run DROP COLUMN {column}");
            db.get_connection().execute_unprepared(&sql).await?;
        }
        db.drop_table(Table::drop().table("file_mapping").to_owned()).await
    }
}
