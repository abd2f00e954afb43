//! When somebody is there, in the database.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::{
    day::Hours,
    id::{PartnershipId, StaffId},
};
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};

use super::{
    Result, StoreError, Tx,
    entity::working_hours::{ActiveModel, Column, Entity, Model},
    scope::{Admin, System, Within},
};

/// How a time of day is kept.
const TIME: &str = "%H:%M";

impl<S: Within> Tx<S> {
    /// When somebody is there.
    pub async fn hours(&self) -> Result<Hours> {
        self.hours_kept(self.scope.partnership()).await
    }
}

impl Tx<System> {
    /// When somebody is there.
    pub async fn hours_of(&self, partnership: PartnershipId) -> Result<Hours> {
        self.hours_kept(partnership).await
    }
}

impl Tx<Admin> {
    /// Says when somebody is there.
    pub async fn save_hours(&self, hours: &Hours, now: DateTime<Utc>) -> Result<()> {
        let shut: Vec<String> = hours.shut().map(|day| day.to_string()).collect();
        let row = ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            opens: Set(hours.opens().format(TIME).to_string()),
            closes: Set(hours.closes().format(TIME).to_string()),
            shut: Set(shut.join(" ")),
            changed_at: Set(now),
            changed_by: Set(self.scope.staff().map(|id: StaffId| id.0)),
        };
        let columns =
            [Column::Opens, Column::Closes, Column::Shut, Column::ChangedAt, Column::ChangedBy];
        Entity::insert(row)
            .on_conflict(
                OnConflict::column(Column::PartnershipId).update_columns(columns).to_owned(),
            )
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }
}

impl<S> Tx<S> {
    async fn hours_kept(&self, partnership: PartnershipId) -> Result<Hours> {
        let row = Entity::find_by_id(partnership.0).one(&self.db).await?;
        row.map_or_else(|| Ok(Hours::default()), read)
    }
}

fn read(row: Model) -> Result<Hours> {
    let bad = |why| StoreError::Impossible { what: "working hours", why };
    let time = |text: &str| NaiveTime::parse_from_str(text, TIME).map_err(|_| bad("time"));
    let shut: Result<Vec<NaiveDate>> =
        row.shut.split_whitespace().map(|day| day.parse().map_err(|_| bad("day"))).collect();
    Hours::new(time(&row.opens)?, time(&row.closes)?, shut?).ok_or(bad("hours"))
}
