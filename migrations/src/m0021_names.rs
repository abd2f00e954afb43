//! What names are found by, however somebody types them.

use sea_orm_migration::{prelude::*, schema::*};

use crate::constraint::{index, key, within};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0021_names"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, db: &SchemaManager) -> Result<(), DbErr> {
        // Whether the keys below are those of the name that stands in the row.
        let column = "ALTER TABLE standing ADD COLUMN keyed boolean NOT NULL DEFAULT FALSE";
        db.get_connection().execute_unprepared(column).await?;
        db.create_table(
            Table::create()
                .table("name_key")
                .col(uuid("partnership_id"))
                // A number made of letters of the name. No name stands here.
                .col(integer("key"))
                .col(uuid("person_id"))
                .primary_key(&mut key("pk_name_key", &["partnership_id", "key", "person_id"]))
                .foreign_key(&mut within("fk_name_key_person", "name_key", "person_id", "person"))
                .to_owned(),
        )
        .await?;
        // To make those of one person anew.
        let columns = ["partnership_id", "person_id"];
        db.create_index(index("ix_name_key_person", "name_key", &columns)).await?;
        // Whose keys have to be made.
        let unkeyed = "CREATE INDEX ix_standing_unkeyed ON standing (partnership_id, person_id) WHERE keyed = FALSE";
        db.get_connection().execute_unprepared(unkeyed).await.map(drop)
    }

    async fn down(&self, db: &SchemaManager) -> Result<(), DbErr> {
        db.drop_table(Table::drop().table("name_key").to_owned()).await?;
        let index = Index::drop().name("ix_standing_unkeyed").table("standing").to_owned();
        db.drop_index(index).await?;
        let column = "ALTER TABLE standing DROP COLUMN keyed";
        db.get_connection().execute_unprepared(column).await.map(drop)
    }
}
