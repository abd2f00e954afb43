//! Check-ins in the database.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    alert::TaskKind,
    check_in::CheckIn,
    check_in_kind::CheckInKind,
    id::{CheckInId, PartnershipId, PersonId},
    questionnaire::Questionnaire,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
    sea_query::{Expr, Query},
};

use super::{
    Db, Result, StoreError, Tx,
    entity::{
        answer,
        check_in::{ActiveModel, Column, Entity, Model},
        session, task,
    },
    scope::{Asks, OpensRecord, System},
};

/// The version of the questions that a check-in asks: it never changes once the check-in is open (CI-03).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The questionnaire.
    pub id: String,
    /// Its version.
    pub version: String,
}

impl Version {
    /// Which version this is.
    pub fn of(questions: &Questionnaire) -> Self {
        Self { id: questions.id().to_owned(), version: questions.version().to_owned() }
    }
}

impl<S: Asks> Tx<S> {
    /// The check-in with this id, and the version of the questions it asks.
    pub async fn check_in(&self, id: CheckInId) -> Result<(CheckIn, Version)> {
        let row = Entity::find()
            .filter(Column::Id.eq(id.0))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .one(&self.db)
            .await?
            .ok_or(StoreError::NotFound("check-in"))?;
        Ok((read(&row)?, version(row)))
    }

    /// A young person's check-ins, latest first.
    pub async fn check_ins(&self, person: PersonId) -> Result<Vec<(CheckIn, Version)>> {
        read_all(self.find_check_ins(person).all(&self.db).await?)
    }

    pub(super) fn find_check_ins(&self, person: PersonId) -> Select<Entity> {
        let reach = self.scope.reach(Column::PartnershipId, Column::PersonId);
        latest_first(reach.add(Column::PersonId.eq(person.0)))
    }

    /// Stores that a check-in is finished.
    pub async fn finish_check_in(&self, id: CheckInId, at: DateTime<Utc>) -> Result<()> {
        let finish = Entity::update_many()
            .col_expr(Column::FinishedAt, Expr::value(at))
            .col_expr(Column::ExpiredAt, Expr::value(Option::<DateTime<Utc>>::None))
            .filter(Column::Id.eq(id.0))
            .filter(Column::FinishedAt.is_null())
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId));
        Ok(self.db.later::<Entity>(finish.into_query()).await?)
    }
}

impl<S: OpensRecord> Tx<S> {
    /// The check-ins of everybody in reach that opened on or after `from`, earliest first.
    pub async fn recent_check_ins(&self, from: DateTime<Utc>) -> Result<Vec<CheckIn>> {
        let rows = Entity::find()
            .filter(Column::OpenedAt.gte(from))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .order_by_asc(Column::OpenedAt)
            .all(&self.db)
            .await?;
        rows.iter().map(read).collect()
    }

    /// The versions of the questions that these check-ins ask.
    pub async fn versions_of(&self, check_ins: &[CheckInId]) -> Result<Vec<(CheckInId, Version)>> {
        let rows = Entity::find()
            .filter(Column::Id.is_in(check_ins.iter().map(|id| id.0)))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(|row| (CheckInId(row.id), version(row))).collect())
    }
}

impl Tx<System> {
    /// Opens check-ins. Those that were opened before, for the same month, stay as they are: which are new.
    pub async fn open_check_ins(
        &self,
        new: &[(PartnershipId, CheckIn, Version)],
    ) -> Result<HashSet<CheckInId>> {
        if new.is_empty() {
            return Ok(HashSet::new());
        }
        let rows = new.iter().map(|(partnership, check_in, asking)| ActiveModel {
            partnership_id: Set(partnership.0),
            id: Set(check_in.id.0),
            person_id: Set(check_in.person.0),
            kind: Set(check_in.kind.code().into()),
            month: Set(check_in.month.into()),
            extra: Set(check_in.extra),
            due_on: Set(check_in.due_on),
            opened_at: Set(check_in.opened_at),
            closes_at: Set(check_in.closes_at),
            questionnaire_id: Set(asking.id.clone()),
            questionnaire_version: Set(asking.version.clone()),
            finished_at: Set(None),
            expired_at: Set(None),
        });
        Entity::insert_many(rows)
            .on_conflict_do_nothing_on([
                Column::PartnershipId,
                Column::PersonId,
                Column::Month,
                Column::Kind,
                Column::Extra,
            ])
            .exec_without_returning(&self.db)
            .await?;
        let opened: Vec<uuid::Uuid> = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::Id.is_in(new.iter().map(|(_, check_in, _)| check_in.id.0)))
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(opened.into_iter().map(CheckInId).collect())
    }

    /// The months for which these people have been asked since a day, and what was asked in between, so that nobody is
    /// asked twice.
    pub async fn months_asked(
        &self,
        people: &[(PartnershipId, PersonId)],
        since: NaiveDate,
    ) -> Result<Vec<(PersonId, (u8, i16))>> {
        let rows: Vec<(uuid::Uuid, i16, i16)> = Entity::find()
            .select_only()
            .column(Column::PersonId)
            .column(Column::Month)
            .column(Column::Extra)
            .filter(Column::DueOn.gte(since))
            .filter(of_these(people, Column::PartnershipId, Column::PersonId))
            .into_tuple()
            .all(&self.db)
            .await?;
        let asked = |(person, month, extra)| (PersonId(person), (month as u8, extra));
        Ok(rows.into_iter().map(asked).collect())
    }

    /// Whether the check-ins of these people that are over and had opened by `until` brought a reply: of each the latest
    /// first. Something that was answered in one that nobody finished is a reply.
    pub async fn replies(
        &self,
        people: &[(PartnershipId, PersonId)],
        until: DateTime<Utc>,
    ) -> Result<Vec<(PersonId, bool)>> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let finished = Condition::all().add(Column::FinishedAt.is_not_null());
        let rows: Vec<(uuid::Uuid, bool)> = Entity::find()
            .select_only()
            .column(Column::PersonId)
            .expr_as(Expr::from(finished.clone()).or(begun()), "replied")
            .filter(of_these(people, Column::PartnershipId, Column::PersonId))
            .filter(Column::OpenedAt.lte(until))
            .filter(Condition::any().add(finished).add(Column::ExpiredAt.is_not_null()))
            .order_by_desc(Column::OpenedAt)
            .order_by_desc(Column::Id)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(|(person, replied)| (PersonId(person), replied)).collect())
    }

    /// Which of these people have ever been in.
    pub async fn have_been_in(
        &self,
        people: &[(PartnershipId, PersonId)],
    ) -> Result<HashSet<PersonId>> {
        if people.is_empty() {
            return Ok(HashSet::new());
        }
        let theirs = of_these(people, session::Column::PartnershipId, session::Column::PersonId);
        let found = in_already().filter(theirs).distinct().into_tuple::<uuid::Uuid>();
        Ok(found.all(&self.db).await?.into_iter().map(PersonId).collect())
    }

    /// Whether somebody has answered anything yet themself.
    pub async fn has_answered(&self, person: PersonId) -> Result<bool> {
        let found = Entity::find().filter(Column::PersonId.eq(person.0)).filter(begun());
        Ok(found.one(&self.db).await?.is_some())
    }

    /// Somebody whose check-in waits and who has not joined yet: the one whose check-in opened last.
    pub async fn waiting_and_not_in(&self, partnership: PartnershipId) -> Result<PersonId> {
        let in_already = in_already().filter(session::Column::PartnershipId.eq(partnership.0));
        Entity::find()
            .filter(Column::PartnershipId.eq(partnership.0))
            .filter(Column::FinishedAt.is_null())
            .filter(Column::ExpiredAt.is_null())
            .filter(Column::PersonId.not_in_subquery(in_already.into_query()))
            .order_by_desc(Column::ClosesAt)
            .order_by_desc(Column::Id)
            .one(&self.db)
            .await?
            .map(|row| PersonId(row.person_id))
            .ok_or(StoreError::NotFound("young person with a check-in waiting"))
    }

    /// Check-ins of these kinds that opened before a moment, wait for answers, and about which nobody was asked to call.
    pub async fn unanswered_without_call(
        &self,
        kinds: &[CheckInKind],
        opened_before: DateTime<Utc>,
        limit: u64,
    ) -> Result<Vec<(PartnershipId, CheckIn)>> {
        let called = task::Entity::find()
            .select_only()
            .column(task::Column::About)
            .filter(task::Column::Kind.eq(TaskKind::Call.code()))
            .filter(task::Column::About.is_not_null());
        let rows = Entity::find()
            .filter(Column::Kind.is_in(kinds.iter().map(|kind| kind.code())))
            .filter(Column::OpenedAt.lte(opened_before))
            .filter(Column::FinishedAt.is_null())
            .filter(Column::ExpiredAt.is_null())
            .filter(Column::Id.not_in_subquery(called.into_query()))
            .filter(Condition::all().not().add(begun()))
            // Who has never been in cannot answer: they are to be invited, not called about it.
            .filter(Column::PersonId.in_subquery(in_already().into_query()))
            .order_by_asc(Column::OpenedAt)
            .limit(limit)
            .all(&self.db)
            .await?;
        rows.iter().map(|row| Ok((PartnershipId(row.partnership_id), read(row)?))).collect()
    }

    /// Closes what nobody finished in time. Gives back what was closed, by this call alone.
    pub async fn close_overdue(
        &self,
        now: DateTime<Utc>,
        limit: u64,
    ) -> Result<Vec<(PartnershipId, CheckIn)>> {
        let ids: Vec<uuid::Uuid> = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::FinishedAt.is_null())
            .filter(Column::ExpiredAt.is_null())
            .filter(Column::ClosesAt.lt(now))
            .order_by_asc(Column::ClosesAt)
            .limit(limit)
            .into_tuple()
            .all(&self.db)
            .await?;
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows = Entity::update_many()
            .col_expr(Column::ExpiredAt, Expr::value(now))
            .filter(Column::Id.is_in(ids))
            .filter(Column::FinishedAt.is_null())
            .filter(Column::ExpiredAt.is_null())
            .exec_with_returning(&self.db)
            .await?;
        rows.iter().map(|row| Ok((PartnershipId(row.partnership_id), read(row)?))).collect()
    }
}

/// One person's check-ins, the latest first, for scopes that may know that they are there and no more.
pub(super) async fn in_order(
    db: &Db,
    partnership: PartnershipId,
    person: PersonId,
) -> Result<Vec<CheckIn>> {
    let theirs = Condition::all()
        .add(Column::PartnershipId.eq(partnership.0))
        .add(Column::PersonId.eq(person.0));
    latest_first(theirs).all(db).await?.iter().map(read).collect()
}

fn latest_first(whose: Condition) -> Select<Entity> {
    Entity::find().filter(whose).order_by_desc(Column::OpenedAt).order_by_desc(Column::Id)
}

pub(super) fn read_all(rows: Vec<Model>) -> Result<Vec<(CheckIn, Version)>> {
    rows.into_iter().map(|row| Ok((read(&row)?, version(row)))).collect()
}

fn version(row: Model) -> Version {
    Version { id: row.questionnaire_id, version: row.questionnaire_version }
}

pub(super) fn read(row: &Model) -> Result<CheckIn> {
    Ok(CheckIn {
        id: CheckInId(row.id),
        person: PersonId(row.person_id),
        kind: CheckInKind::from_code(&row.kind)
            .ok_or(StoreError::Impossible { what: "check-in", why: "unknown kind" })?,
        month: row.month as u8,
        extra: row.extra,
        due_on: row.due_on,
        opened_at: row.opened_at,
        closes_at: row.closes_at,
        finished_at: row.finished_at,
        expired_at: row.expired_at,
    })
}

/// Rows of these, each in its partnership. Keys and indexes begin with the partnership, so that each is found at once.
pub(super) fn of_these<C: ColumnTrait, I: Copy + Into<uuid::Uuid>>(
    these: &[(PartnershipId, I)],
    partnership: C,
    id: C,
) -> Condition {
    let mut of = BTreeMap::<uuid::Uuid, BTreeSet<uuid::Uuid>>::new();
    for (whose, one) in these {
        of.entry(whose.0).or_default().insert((*one).into());
    }
    if of.is_empty() {
        return Condition::all().add(partnership.is_in(Vec::<uuid::Uuid>::new()));
    }
    of.into_iter().fold(Condition::any(), |all, (whose, ids)| {
        all.add(Condition::all().add(partnership.eq(whose)).add(id.is_in(ids)))
    })
}

/// Something in it was answered on the young person's own phone. What supporters sent does not count: nobody can make it
/// look as if somebody were heard from.
pub(super) fn begun() -> Expr {
    Expr::exists(
        Query::select()
            .expr(Expr::val(1))
            .from(answer::Entity)
            .and_where(
                Expr::col((answer::Entity, answer::Column::PartnershipId))
                    .equals((Entity, Column::PartnershipId)),
            )
            .and_where(
                Expr::col((answer::Entity, answer::Column::CheckInId)).equals((Entity, Column::Id)),
            )
            .and_where(answer::Column::SupersededAt.is_null())
            .and_where(answer::Column::SupporterId.is_null())
            .take(),
    )
}

/// Who has been in, on some phone, at some time.
fn in_already() -> Select<session::Entity> {
    session::Entity::find()
        .select_only()
        .column(session::Column::PersonId)
        .filter(session::Column::PersonId.is_not_null())
}
