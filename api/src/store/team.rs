//! How work is shared out among a team, in the database: counts by worker, and who has not been contacted for long.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{PersonId, StaffId},
    person::listed_name,
    questionnaire::Priority,
    team::Load,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    Result, Tx,
    entity::{alert, assignment, contact, person, session, standing, task},
    scope::{Caseload, Reach, Within},
};

/// Somebody who has not been contacted for long.
#[derive(Clone, Debug)]
pub struct Silent {
    /// Who.
    pub person: PersonId,
    /// What they are called.
    pub name: String,
    /// Who works with them.
    pub worker: Option<StaffId>,
    /// When somebody last reached or tried to reach them.
    pub last: Option<DateTime<Utc>>,
}

/// An alert with when it was taken and closed.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// How soon somebody had to act.
    pub priority: Priority,
    /// When it was raised.
    pub raised_at: DateTime<Utc>,
    /// When somebody took it.
    pub taken_at: Option<DateTime<Utc>>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
}

/// A priority; when it was raised, taken and closed.
type TimesRow = (String, DateTime<Utc>, Option<DateTime<Utc>>, Option<DateTime<Utc>>);
/// Who; given, preferred and family name; who works with them; when somebody last tried.
type SilentRow = (Uuid, String, Option<String>, String, Option<Uuid>, Option<DateTime<Utc>>);

#[derive(FromQueryResult)]
struct Counted {
    whose: Option<Uuid>,
    how_many: i64,
}

#[derive(FromQueryResult)]
struct CountedCalls {
    whose: Option<Uuid>,
    how_many: i64,
    call_today: i64,
}

#[derive(FromQueryResult)]
struct CountedAlerts {
    whose: Option<Uuid>,
    priority: String,
    how_many: i64,
}

impl Tx<Caseload> {
    /// What each of the staff has to look after, and what is nobody's.
    pub async fn loads(
        &self,
        today: NaiveDate,
        silent_since: DateTime<Utc>,
    ) -> Result<HashMap<Option<StaffId>, Load>> {
        let mut loads = HashMap::<Option<StaffId>, Load>::new();
        for row in self.counted_with_calls(today).all(&self.db).await? {
            let load = loads.entry(row.whose.map(StaffId)).or_default();
            load.people = whole(row.how_many);
            load.call_today = whole(row.call_today);
        }
        let silent = self.with_worker(self.followed(today)).filter(self.uncontacted(silent_since));
        for row in counted(silent).all(&self.db).await? {
            loads.entry(row.whose.map(StaffId)).or_default().silent = whole(row.how_many);
        }
        let theirs = alert::Entity::belongs_to(assignment::Entity)
            .from((alert::Column::PartnershipId, alert::Column::PersonId))
            .to((assignment::Column::PartnershipId, assignment::Column::PersonId))
            .on_condition(|_, right| {
                Condition::all().add(Expr::col((right, assignment::Column::EndedAt)).is_null())
            });
        let alerts = alert::Entity::find()
            .select_only()
            .column_as(assignment::Column::StaffId, "whose")
            .column(alert::Column::Priority)
            .column_as(alert::Column::Id.count(), "how_many")
            .join(JoinType::LeftJoin, theirs.into())
            .filter(alert::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(alert::Column::ClosedAt.is_null())
            .group_by(assignment::Column::StaffId)
            .group_by(alert::Column::Priority)
            .into_model::<CountedAlerts>()
            .all(&self.db)
            .await?;
        for row in alerts {
            let load = loads.entry(row.whose.map(StaffId)).or_default();
            if let Some(priority) = Priority::from_code(&row.priority) {
                load.alerts[priority as usize] = whole(row.how_many);
            }
        }
        for (whose, late) in self.late_tasks(today).await? {
            loads.entry(whose).or_default().late_tasks += late;
        }
        Ok(loads)
    }

    /// Everybody by worker, and how many of them are to be called today, as they stood on the list when it was last worked out.
    fn counted_with_calls(
        &self,
        today: NaiveDate,
    ) -> sea_orm::Selector<sea_orm::SelectModel<CountedCalls>> {
        let stands = person::Entity::belongs_to(standing::Entity)
            .from((person::Column::PartnershipId, person::Column::Id))
            .to((standing::Column::PartnershipId, standing::Column::PersonId))
            .on_condition(|_, right| {
                Condition::all().add(Expr::col((right, standing::Column::CallToday)).eq(true))
            });
        self.with_worker(self.followed(today))
            .join(JoinType::LeftJoin, stands.into())
            .select_only()
            .column_as(assignment::Column::StaffId, "whose")
            .column_as(person::Column::Id.count(), "how_many")
            .column_as(standing::Column::PersonId.count(), "call_today")
            .group_by(assignment::Column::StaffId)
            .into_model::<CountedCalls>()
    }

    /// Tasks whose day is over: of whoever they are of, and otherwise of whoever works with the young person.
    async fn late_tasks(&self, today: NaiveDate) -> Result<Vec<(Option<StaffId>, u32)>> {
        let theirs = task::Entity::belongs_to(assignment::Entity)
            .from((task::Column::PartnershipId, task::Column::PersonId))
            .to((assignment::Column::PartnershipId, assignment::Column::PersonId))
            .on_condition(|_, right| {
                Condition::all().add(Expr::col((right, assignment::Column::EndedAt)).is_null())
            });
        let rows: Vec<(Option<Uuid>, Option<Uuid>, i64)> = task::Entity::find()
            .select_only()
            .column(task::Column::OwnerId)
            .column(assignment::Column::StaffId)
            .column_as(task::Column::Id.count(), "how_many")
            .join(JoinType::LeftJoin, theirs.into())
            .filter(task::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(task::Column::DoneAt.is_null())
            .filter(task::Column::DueOn.lt(today))
            .group_by(task::Column::OwnerId)
            .group_by(assignment::Column::StaffId)
            .into_tuple()
            .all(&self.db)
            .await?;
        let of = |(owner, worker, count): (Option<Uuid>, Option<Uuid>, i64)| {
            (owner.or(worker).map(StaffId), whole(count))
        };
        Ok(rows.into_iter().map(of).collect())
    }

    /// When each of the staff was last here.
    pub async fn last_seen_all(&self) -> Result<HashMap<StaffId, DateTime<Utc>>> {
        let rows: Vec<(Uuid, DateTime<Utc>)> = session::Entity::find()
            .select_only()
            .column(session::Column::StaffId)
            .column_as(session::Column::LastUsedAt.max(), "latest")
            .filter(session::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(session::Column::StaffId.is_not_null())
            .group_by(session::Column::StaffId)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(|(staff, at)| (StaffId(staff), at)).collect())
    }

    /// When the alerts that were raised since then were taken and closed.
    pub async fn alert_times(&self, since: DateTime<Utc>) -> Result<Vec<Times>> {
        let rows: Vec<TimesRow> = alert::Entity::find()
            .select_only()
            .column(alert::Column::Priority)
            .column(alert::Column::RaisedAt)
            .column(alert::Column::AcknowledgedAt)
            .column(alert::Column::ClosedAt)
            .filter(alert::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(alert::Column::RaisedAt.gte(since))
            .into_tuple()
            .all(&self.db)
            .await?;
        let times = |(priority, raised_at, taken_at, closed_at): TimesRow| {
            let priority = Priority::from_code(&priority)?;
            Some(Times { priority, raised_at, taken_at, closed_at })
        };
        Ok(rows.into_iter().filter_map(times).collect())
    }

    /// Those whom nobody has contacted since then, the longest first: no more than `most`.
    pub async fn silent_since(
        &self,
        since: DateTime<Utc>,
        today: NaiveDate,
        most: u64,
    ) -> Result<Vec<Silent>> {
        let latest: SelectStatement = Query::select()
            .expr(contact::Column::HappenedAt.max())
            .from(contact::Entity)
            .and_where(contact::Column::PartnershipId.eq(self.scope.partnership().0))
            .and_where(
                Expr::col((contact::Entity, contact::Column::PersonId))
                    .equals((person::Entity, person::Column::Id)),
            )
            .and_where(contact::Column::Outcome.ne("wrong-number"))
            .to_owned();
        let rows: Vec<SilentRow> = self
            .with_worker(self.followed(today))
            .filter(self.uncontacted(since))
            .select_only()
            .column(person::Column::Id)
            .column(person::Column::GivenName)
            .column(person::Column::PreferredName)
            .column(person::Column::FamilyName)
            .column(assignment::Column::StaffId)
            .expr_as(latest, "latest")
            .order_by_asc(person::Column::SearchName)
            .order_by_asc(person::Column::Id)
            .limit(most)
            .into_tuple()
            .all(&self.db)
            .await?;
        let mut all: Vec<Silent> = rows
            .into_iter()
            .map(|(id, given, preferred, family, worker, last)| Silent {
                person: PersonId(id),
                name: listed_name(&given, preferred.as_deref(), &family),
                worker: worker.map(StaffId),
                last,
            })
            .collect();
        all.sort_by_key(|one| one.last);
        Ok(all)
    }

    /// Those in reach whose two years run.
    fn followed(&self, today: NaiveDate) -> Select<person::Entity> {
        person::Entity::find()
            .filter(person::Column::LeftOn.is_null())
            .filter(person::Column::TransitionOn.lte(today))
            .filter(person::Column::JourneyEndsOn.gte(today))
            .filter(self.scope.reach(person::Column::PartnershipId, person::Column::Id))
    }

    fn with_worker(&self, people: Select<person::Entity>) -> Select<person::Entity> {
        let theirs = person::Entity::belongs_to(assignment::Entity)
            .from((person::Column::PartnershipId, person::Column::Id))
            .to((assignment::Column::PartnershipId, assignment::Column::PersonId))
            .on_condition(|_, right| {
                Condition::all().add(Expr::col((right, assignment::Column::EndedAt)).is_null())
            });
        people.join(JoinType::LeftJoin, theirs.into())
    }

    /// True of those with whom nobody has tried anything since then.
    fn uncontacted(&self, since: DateTime<Utc>) -> Expr {
        let contacts = contact::Entity::find()
            .select_only()
            .expr(Expr::val(1))
            .filter(contact::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(
                Expr::col((contact::Entity, contact::Column::PersonId))
                    .equals((person::Entity, person::Column::Id)),
            )
            .filter(contact::Column::HappenedAt.gte(since))
            .filter(contact::Column::Outcome.ne("wrong-number"))
            .into_query();
        Expr::exists(contacts).not()
    }
}

/// How many there are of each worker.
fn counted(people: Select<person::Entity>) -> sea_orm::Selector<sea_orm::SelectModel<Counted>> {
    people
        .select_only()
        .column_as(assignment::Column::StaffId, "whose")
        .column_as(person::Column::Id.count(), "how_many")
        .group_by(assignment::Column::StaffId)
        .into_model::<Counted>()
}

fn whole(count: i64) -> u32 {
    u32::try_from(count).unwrap_or_default()
}
