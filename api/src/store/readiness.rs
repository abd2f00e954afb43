//! What is in place in a partnership before young people are asked about worries and safety.

use chrono::NaiveDate;
use domain::{
    id::StaffId,
    readiness::{Missing, Readiness},
    staff::Staff,
    text::Line,
};
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};

use super::{
    Result, StoreError, Tx,
    entity::readiness::{ActiveModel, Column, Entity, Model},
    scope::{Admin, Within},
};

impl Tx<Admin> {
    /// What is in place.
    pub async fn readiness(&self) -> Result<Readiness> {
        let row = Entity::find_by_id(self.scope.partnership().0).one(&self.db).await?;
        row.map_or_else(|| Ok(Readiness::default()), read)
    }

    /// What is not in place today.
    pub async fn missing(&self, today: NaiveDate) -> Result<Vec<Missing>> {
        Ok(self.readiness().await?.missing(&self.at_work().await?, self.duty_pool().await?, today))
    }

    /// Everybody who works here now.
    pub async fn at_work(&self) -> Result<Vec<Staff>> {
        Ok(self.staff().await?.into_iter().map(|account| account.staff).collect())
    }

    /// How many people are on duty.
    pub async fn duty_pool(&self) -> Result<usize> {
        let team = self.team(self.scope.partnership()).await?;
        Ok(team.iter().filter(|member| member.on_duty).count())
    }

    /// Says what is in place.
    pub async fn save_readiness(&self, now: &Readiness) -> Result<()> {
        let row = ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            under_18_lead: Set(now.under_18_lead.map(|id| id.0)),
            adult_lead: Set(now.adult_lead.map(|id| id.0)),
            out_of_hours: Set(now.out_of_hours.as_ref().map(|text| text.as_str().into())),
            signposts_checked_on: Set(now.signposts_checked_on),
            drill_on: Set(now.drill_on),
        };
        Entity::insert(row)
            .on_conflict(
                OnConflict::column(Column::PartnershipId)
                    .update_columns([
                        Column::Under18Lead,
                        Column::AdultLead,
                        Column::OutOfHours,
                        Column::SignpostsCheckedOn,
                        Column::DrillOn,
                    ])
                    .to_owned(),
            )
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }
}

fn read(row: Model) -> Result<Readiness> {
    let bad = |_| StoreError::Impossible { what: "readiness", why: "out-of-hours text" };
    Ok(Readiness {
        under_18_lead: row.under_18_lead.map(StaffId),
        adult_lead: row.adult_lead.map(StaffId),
        out_of_hours: row.out_of_hours.map(|text| Line::new(&text)).transpose().map_err(bad)?,
        signposts_checked_on: row.signposts_checked_on,
        drill_on: row.drill_on,
    })
}
