//! Rows come back as they were kept, and entities know every column of their table.

use std::{collections::BTreeSet, fmt::Debug};

use ::migrations::{Migrator, MigratorTrait};
use sea_orm::{
    ActiveModelTrait, DatabaseConnection, DbErr, EntityName, EntityTrait, IdenStatic,
    IntoActiveModel, Iterable, ModelTrait,
};

use super::{sample, schema};
use crate::database;

#[tokio::test]
async fn every_row_comes_back_as_it_was_kept_with_every_column_of_its_table() {
    for fresh in database::each_empty().await {
        Migrator::up(&fresh.db, None).await.expect("every step goes up");

        let known = keep_one_of_each(&fresh.db).await;

        let columns = schema::columns(&fresh.db).await;
        let there = columns.iter().filter_map(|column| column.split([' ', '?']).next());
        assert_eq!(known, there.map(str::to_owned).collect());
    }
}

/// Keeps a row in every table and reads it again. Gives the columns that the entities know, as
/// `table.column`.
pub async fn keep_one_of_each(db: &DatabaseConnection) -> BTreeSet<String> {
    let columns = [
        // First, because every row after it leaves a mark of its own.
        comes_back(db, sample::standing_mark()).await,
        comes_back(db, sample::partnership()).await,
        comes_back(db, sample::partnership_council()).await,
        comes_back(db, sample::staff()).await,
        keep_also(db, sample::colleague()).await,
        comes_back(db, sample::questionnaire()).await,
        comes_back(db, sample::own_questionnaire()).await,
        comes_back(db, sample::questionnaire_use()).await,
        comes_back(db, sample::person()).await,
        comes_back(db, sample::communication_need()).await,
        comes_back(db, sample::kept_detail()).await,
        comes_back(db, sample::draft()).await,
        comes_back(db, sample::bulk()).await,
        comes_back(db, sample::assignment()).await,
        comes_back(db, sample::session()).await,
        comes_back(db, sample::session_token()).await,
        comes_back(db, sample::sign_in_link()).await,
        comes_back(db, sample::invitation()).await,
        comes_back(db, sample::push_subscription()).await,
        comes_back(db, sample::check_in()).await,
        comes_back(db, sample::answer()).await,
        comes_back(db, sample::alert()).await,
        comes_back(db, sample::alert_event()).await,
        comes_back(db, sample::staff_notice()).await,
        comes_back(db, sample::working_hours()).await,
        comes_back(db, sample::spell()).await,
        comes_back(db, sample::spell_word()).await,
        comes_back(db, sample::spell_try()).await,
        comes_back(db, sample::intended()).await,
        comes_back(db, sample::promise()).await,
        comes_back(db, sample::confirmation()).await,
        comes_back(db, sample::claim()).await,
        comes_back(db, sample::concern()).await,
        comes_back(db, sample::contact()).await,
        comes_back(db, sample::safe_contact()).await,
        comes_back(db, sample::plan()).await,
        comes_back(db, sample::talk()).await,
        comes_back(db, sample::goal()).await,
        comes_back(db, sample::supporter()).await,
        comes_back(db, sample::readiness()).await,
        comes_back(db, sample::task()).await,
        comes_back(db, sample::absence()).await,
        comes_back(db, sample::handover()).await,
        comes_back(db, sample::glass()).await,
        comes_back(db, sample::referral()).await,
        comes_back(db, sample::prompt()).await,
        comes_back(db, sample::asking()).await,
        comes_back(db, sample::failed_way()).await,
        comes_back(db, sample::channel()).await,
        comes_back(db, sample::notice()).await,
        comes_back(db, sample::import_run()).await,
        comes_back(db, sample::file_mapping()).await,
        comes_back(db, sample::waiting_row()).await,
        // After whatever finds the one person that there is.
        keep_also(db, sample::second_person()).await,
        comes_back(db, sample::likeness()).await,
        comes_back(db, sample::same_person()).await,
        comes_back(db, sample::split()).await,
        keep_also(db, sample::second_partnership()).await,
        comes_back(db, sample::transfer()).await,
        comes_back(db, sample::feed()).await,
        comes_back(db, sample::access_event()).await,
        comes_back(db, sample::change()).await,
        comes_back(db, sample::own_contact()).await,
        comes_back(db, sample::one_time_code()).await,
        comes_back(db, sample::passkey()).await,
        comes_back(db, sample::ceremony()).await,
        comes_back(db, sample::data_request()).await,
        comes_back(db, sample::offer_answer()).await,
        comes_back(db, sample::answer_link()).await,
        comes_back(db, sample::improvement()).await,
        comes_back(db, sample::template()).await,
        comes_back(db, sample::standing()).await,
        comes_back(db, sample::saved_view()).await,
        comes_back(db, sample::name_key()).await,
    ];
    columns.concat().into_iter().collect()
}

async fn comes_back<M>(db: &DatabaseConnection, row: M) -> Vec<String>
where
    M: ModelTrait + Debug + PartialEq,
    M: IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    M::Entity: EntityTrait<Model = M>,
    <M::Entity as EntityTrait>::ActiveModel: Send,
{
    keep(db, row.clone()).await;
    let back = M::Entity::find().one(db).await.expect("the table can be read");
    assert_eq!(back, Some(row));

    let table = M::Entity::default();
    let columns = <M::Entity as EntityTrait>::Column::iter();
    columns.map(|column| format!("{}.{}", table.table_name(), column.as_str())).collect()
}

/// Keeps one more row of a table that has been looked at.
async fn keep_also<M>(db: &DatabaseConnection, row: M) -> Vec<String>
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::ActiveModel: Send,
{
    keep(db, row).await;
    Vec::new()
}

/// Keeps this row.
pub async fn keep<M>(db: &DatabaseConnection, row: M)
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::ActiveModel: Send,
{
    offer(db, row).await.expect("a good row is taken");
}

/// Keeps this row if the database takes it.
pub async fn offer<M>(db: &DatabaseConnection, row: M) -> Result<(), DbErr>
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::ActiveModel: Send,
{
    let row = row.into_active_model().reset_all();
    M::Entity::insert(row).exec_without_returning(db).await.map(drop)
}
