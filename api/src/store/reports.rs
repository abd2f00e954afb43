//! Figures for partnerships. Young people are read here, counted, and forgotten: no row about one of them leaves this
//! file, and the counts that do can only be published.

use std::{collections::HashMap, ops::RangeInclusive};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    activity::Activities,
    check_in_kind::CheckInKind,
    day::london_day,
    id::{PartnershipId, PersonId},
    report::{
        DestinationCounts, History, Reply, ReportedPerson, Wave, cut_off, first_cohort, release_day,
    },
    spell::Spell,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    destinations::read_spell,
    entity::{answer, check_in, partnership, person, spell, transfer},
    people::group,
    scope::{Area, Within},
};

mod reminders;
#[cfg(test)]
mod tests;

/// Which of the four points a tracking month leads up to, counted from 1: six months each, the point's own month the
/// last. The welcome, in month 0, leads up to none.
const POINT: &str = "(check_in.month + 5) / 6";

impl Tx<Area> {
    /// The young people of this partnership, counted for the destination report that is out on `today`: everything as
    /// it was known on the day of that release.
    pub async fn destination_counts(
        &self,
        activities: &Activities,
        today: NaiveDate,
    ) -> Result<DestinationCounts> {
        let known_on = release_day(today);
        let first = first_cohort(known_on, self.partnership_began_on().await?);
        let mut counts = DestinationCounts::new(first, known_on);
        let reported = Reported {
            partnership: self.scope.partnership(),
            anchors: counts.anchors(),
            before: cut_off(known_on),
        };
        let mut spells = self.reported_spells(&reported).await?;
        let mut replies = self.reported_replies(&reported).await?;
        for (id, anchor) in self.reported_anchors(&reported).await? {
            let spells = spells.remove(&id).unwrap_or_default();
            counts.add(&ReportedPerson {
                id,
                anchor,
                history: History::known_on(known_on, &spells, activities),
                replies: replies.remove(&id).unwrap_or(NOBODY_ASKED),
            });
        }
        Ok(counts)
    }

    async fn partnership_began_on(&self) -> Result<NaiveDate> {
        let created_at: Option<DateTime<Utc>> =
            partnership::Entity::find_by_id(self.scope.partnership().0)
                .select_only()
                .column(partnership::Column::CreatedAt)
                .into_tuple()
                .one(&self.db)
                .await?;
        created_at.map(london_day).ok_or(StoreError::NotFound("partnership"))
    }

    async fn reported_anchors(&self, reported: &Reported) -> Result<Vec<(PersonId, NaiveDate)>> {
        let rows: Vec<(Uuid, NaiveDate)> = reported
            .people()
            .column(person::Column::TransitionOn)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(|(id, anchor)| (PersonId(id), anchor)).collect())
    }

    async fn reported_spells(&self, reported: &Reported) -> Result<HashMap<PersonId, Vec<Spell>>> {
        let not_yet_withdrawn = Condition::any()
            .add(spell::Column::VoidedAt.is_null())
            .add(spell::Column::VoidedAt.gte(reported.before));
        let rows = spell::Entity::find()
            .filter(spell::Column::PartnershipId.eq(reported.partnership.0))
            .filter(spell::Column::PersonId.in_subquery(reported.people().into_query()))
            .filter(spell::Column::RecordedAt.lt(reported.before))
            .filter(not_yet_withdrawn)
            .all(&self.db)
            .await?;
        let known = |row: spell::Model| Ok((PersonId(row.person_id), read_spell(row)?));
        Ok(group(rows.into_iter().map(known).collect::<Result<_>>()?))
    }

    /// What came of asking, at each point. Somebody was asked if a check-in fell due in the half-year that leads up to
    /// it, and answered if they finished one of those or answered any of it.
    async fn reported_replies(&self, reported: &Reported) -> Result<HashMap<PersonId, Replies>> {
        let finished = check_in::Column::FinishedAt.lt(reported.before);
        // An answer that was changed counts from when it was changed. That it was there before would be costly to find
        // out, and matters only where the check-in was never finished and is answered again after three months.
        let begun = Expr::exists(
            Query::select()
                .expr(Expr::val(1))
                .from(answer::Entity)
                .and_where(answer::Column::PartnershipId.eq(reported.partnership.0))
                .and_where(
                    Expr::col((answer::Entity, answer::Column::CheckInId))
                        .equals((check_in::Entity, check_in::Column::Id)),
                )
                .and_where(answer::Column::SupersededAt.is_null())
                .and_where(answer::Column::ReceivedAt.lt(reported.before))
                .take(),
        );
        let answered = Expr::case(finished, 1).case(begun, 1).finally(0);
        let rows: Vec<(Uuid, i32, i32)> = check_in::Entity::find()
            .select_only()
            .column(check_in::Column::PersonId)
            .expr(Expr::cust(POINT))
            .expr(Expr::expr(answered).max())
            .filter(check_in::Column::PartnershipId.eq(reported.partnership.0))
            .filter(check_in::Column::PersonId.in_subquery(reported.people().into_query()))
            .filter(check_in::Column::OpenedAt.lt(reported.before))
            // Nobody asked for this one.
            .filter(check_in::Column::Kind.ne(CheckInKind::SomethingChanged.code()))
            .group_by(check_in::Column::PersonId)
            .group_by(Expr::cust(POINT))
            .into_tuple()
            .all(&self.db)
            .await?;

        let mut replies = HashMap::new();
        for (person, point, answered) in rows {
            let replies = replies.entry(PersonId(person)).or_insert(NOBODY_ASKED);
            let reply = if answered == 1 { Reply::Answered } else { Reply::NoAnswer };
            if let Some(place) = (point as usize).checked_sub(1).and_then(|at| replies.get_mut(at))
            {
                *place = reply;
            }
        }
        Ok(replies)
    }
}

/// What came of asking somebody at each of the four points.
type Replies = [Reply; Wave::ALL.len()];

const NOBODY_ASKED: Replies = [Reply::NotAsked; Wave::ALL.len()];

/// Whom a report is about, and until when it knows of them.
struct Reported {
    partnership: PartnershipId,
    anchors: RangeInclusive<NaiveDate>,
    before: DateTime<Utc>,
}

impl Reported {
    /// Those who came from another partnership after their transition date.
    fn came_later(&self) -> SelectStatement {
        transfer::Entity::find()
            .select_only()
            .column(transfer::Column::NewPersonId)
            .filter(transfer::Column::ToId.eq(self.partnership.0))
            .filter(transfer::Column::NewPersonId.is_not_null())
            .filter(
                Expr::col((transfer::Entity, transfer::Column::MovedOn))
                    .gt(Expr::col((person::Entity, person::Column::TransitionOn))),
            )
            .into_query()
    }

    /// Who they are; the query can be asked for more, or stand inside another.
    fn people(&self) -> Select<person::Entity> {
        person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .filter(person::Column::PartnershipId.eq(self.partnership.0))
            .filter(
                person::Column::TransitionOn.between(*self.anchors.start(), *self.anchors.end()),
            )
            .filter(person::Column::CreatedAt.lt(self.before))
            .filter(person::Column::MergedInto.is_null())
            // Who came after their transition date counts where they were on it.
            .filter(person::Column::Id.not_in_subquery(self.came_later()))
    }
}
