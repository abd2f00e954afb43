//! Whom planning looks at next. Nobody is looked at on a day on which nothing can be due, so that a turn in which nothing is
//! due is one question, however many young people there are.

use chrono::NaiveDate;
use domain::id::{PartnershipId, PersonId};
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};

use super::{
    Result, Tx,
    entity::asking::{ActiveModel, Column, Entity},
    scope::System,
};

/// A day that never comes: nothing more can be due.
const NEVER: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day of a calendar");

impl Tx<System> {
    /// Looks at these people on these days; at those without a day only once something about them changes.
    pub async fn look_next(
        &self,
        next: &[(PartnershipId, PersonId, Option<NaiveDate>)],
    ) -> Result<()> {
        let rows = next.iter().map(|(at, who, on)| row(*at, *who, on.unwrap_or(NEVER)));
        self.look_on(rows.collect()).await
    }
}

impl<S> Tx<S> {
    /// Looks at these people on this day, because something has changed on which it depends when they are asked.
    pub(super) async fn plan_anew(
        &self,
        partnership: PartnershipId,
        people: &[PersonId],
        today: NaiveDate,
    ) -> Result<()> {
        self.look_on(people.iter().map(|person| row(partnership, *person, today)).collect()).await
    }

    async fn look_on(&self, rows: Vec<ActiveModel>) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        Entity::insert_many(rows)
            .on_conflict(
                OnConflict::columns([Column::PartnershipId, Column::PersonId])
                    .update_column(Column::LookOn)
                    .to_owned(),
            )
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }
}

fn row(partnership: PartnershipId, person: PersonId, on: NaiveDate) -> ActiveModel {
    ActiveModel { partnership_id: Set(partnership.0), person_id: Set(person.0), look_on: Set(on) }
}
