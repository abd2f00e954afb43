//! Records that were opened in an emergency by somebody whose they are not.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    alert::{NoticeKind, Task, TaskKind},
    day::{add_working_days, london_day},
    glass::{Glass, GlassReason, GlassReview, OPEN_FOR, REVIEW_WITHIN, words},
    id::{GlassId, PersonId, StaffId, TaskId},
    identifier::Uln,
    staff::Role,
    text::fold,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    entity::{
        assignment,
        glass::{ActiveModel, Column, Entity, Model},
        person, staff, task,
    },
    scope::{Caseload, OwnRecord, Reach, Within},
    staff_notices::StaffNotice,
};

/// How many of the same name and birth date are told of.
const MOST_FOUND: usize = 5;
/// How many of what waits for a review are listed.
const MOST_WAITING: u64 = 200;

/// Whom somebody looks for.
#[derive(Clone, Debug)]
pub enum Sought {
    /// By given or preferred name and family name, as they are written, and birth date.
    Named(String, NaiveDate),
    /// By unique learner number.
    Numbered(Uln),
}

/// Somebody who was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Who.
    pub id: PersonId,
    /// The name of whoever works with them.
    pub worker: Option<String>,
    /// Whoever looked reaches them already.
    pub reached: bool,
}

/// What has to be done besides, when a record is opened: the ids of it.
pub struct Ids<F: Fn() -> Uuid>(pub F);

impl Tx<Caseload> {
    /// Those of the partnership who are sought, in reach or not, and next to nothing about them.
    pub async fn look_up(&self, sought: &Sought) -> Result<Vec<Found>> {
        let here = person::Column::PartnershipId.eq(self.scope.partnership().0);
        let which = match sought {
            Sought::Named(_, born) => person::Column::BirthDate.eq(*born),
            Sought::Numbered(uln) => person::Column::Uln.eq(uln.as_str()),
        };
        let rows: Vec<(Uuid, String, Option<String>, String)> = person::Entity::find()
            .select_only()
            .columns([
                person::Column::Id,
                person::Column::GivenName,
                person::Column::PreferredName,
                person::Column::FamilyName,
            ])
            .filter(here)
            .filter(which)
            .order_by_asc(person::Column::Id)
            .into_tuple()
            .all(&self.db)
            .await?;
        let is = |given: &str, family: &str, name: &str| {
            fold(&format!("{given} {family}")) == fold(name)
        };
        let found: Vec<Uuid> = rows
            .into_iter()
            .filter(|(_, given, preferred, family)| match sought {
                Sought::Named(name, _) => {
                    is(given, family, name)
                        || preferred.as_ref().is_some_and(|known| is(known, family, name))
                }
                Sought::Numbered(_) => true,
            })
            .map(|(id, ..)| id)
            .take(MOST_FOUND)
            .collect();
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let reached: Vec<Uuid> = person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .filter(person::Column::Id.is_in(found.clone()))
            .filter(self.scope.reach(person::Column::PartnershipId, person::Column::Id))
            .into_tuple()
            .all(&self.db)
            .await?;
        let given: Vec<(Uuid, Uuid)> = assignment::Entity::find()
            .select_only()
            .columns([assignment::Column::PersonId, assignment::Column::StaffId])
            .filter(assignment::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(assignment::Column::PersonId.is_in(found.clone()))
            .filter(assignment::Column::EndedAt.is_null())
            .into_tuple()
            .all(&self.db)
            .await?;
        let names: Vec<(Uuid, String)> = staff::Entity::find()
            .select_only()
            .columns([staff::Column::Id, staff::Column::Name])
            .filter(staff::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(staff::Column::Id.is_in(given.iter().map(|(_, staff)| *staff)))
            .into_tuple()
            .all(&self.db)
            .await?;
        let worker = |id: Uuid| {
            let (_, worker) = given.iter().find(|(person, _)| *person == id)?;
            names.iter().find(|(staff, _)| staff == worker).map(|(_, name)| name.clone())
        };
        let one = |id: Uuid| Found {
            id: PersonId(id),
            worker: worker(id),
            reached: reached.contains(&id),
        };
        Ok(found.into_iter().map(one).collect())
    }

    /// Opens the record of somebody of the partnership who is not in reach, tells whoever leads, and asks one of them to look
    /// at it. What is open already stays so; nothing where they are in reach without it. `NotFound` for nobody here.
    pub async fn open_glass<F: Fn() -> Uuid>(
        &self,
        new: &Glass,
        ids: &Ids<F>,
        now: DateTime<Utc>,
    ) -> Result<Option<Glass>> {
        let here = self.scope.partnership();
        let them = Condition::all()
            .add(person::Column::PartnershipId.eq(here.0))
            .add(person::Column::Id.eq(new.person.0));
        self.hold_where(them.clone()).await?;
        let there = person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .filter(them)
            .into_tuple::<Uuid>()
            .one(&self.db)
            .await?;
        there.ok_or(StoreError::NotFound("young person"))?;
        if let Some(open) = self.own_glass(new.person, now).await? {
            return Ok(Some(open));
        }
        let reached = person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .filter(person::Column::Id.eq(new.person.0))
            .filter(self.scope.reach(person::Column::PartnershipId, person::Column::Id))
            .into_tuple::<Uuid>()
            .one(&self.db)
            .await?;
        if reached.is_some() {
            return Ok(None);
        }
        let row = ActiveModel {
            partnership_id: Set(here.0),
            id: Set(new.id.0),
            person_id: Set(new.person.0),
            staff_id: Set(new.by.0),
            reason: Set(new.reason.code().into()),
            words: Set(new.words.as_str().into()),
            opened_at: Set(new.opened_at),
            ends_at: Set(new.ends_at),
            reviewed_by: Set(None),
            reviewed_at: Set(None),
            justified: Set(None),
            review_words: Set(None),
        };
        Entity::insert(row)
            .exec_without_returning(&self.db)
            .await
            .map_err(StoreError::or_exists("id"))?;
        self.tell_of_glass(new, ids, now).await?;
        Ok(Some(new.clone()))
    }

    async fn tell_of_glass<F: Fn() -> Uuid>(
        &self,
        new: &Glass,
        ids: &Ids<F>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let here = self.scope.partnership();
        let mut who: Vec<_> = self.team(here).await?.into_iter().map(|one| one.staff).collect();
        who.retain(|one| one.id != new.by && one.role != Role::Worker);
        let notices: Vec<StaffNotice> = who
            .iter()
            .map(|one| StaffNotice {
                partnership: here,
                id: (ids.0)(),
                kind: NoticeKind::Glass,
                to: one.id,
                alert: None,
                rung: 0,
                made_at: now,
            })
            .collect();
        self.insert_notices(&notices).await?;
        let task = Task {
            id: TaskId((ids.0)()),
            person: new.person,
            kind: TaskKind::ReviewGlass,
            about: Some(new.id.0),
            due_on: add_working_days(london_day(now), REVIEW_WITHIN),
        };
        // A manager, or where there is none a safeguarding lead: never whoever opened it.
        who.sort_by_key(|one| one.role != Role::Manager);
        let reviewer = who.first().map(|one| one.id);
        self.insert_task_for(here, &task, (reviewer, None), now).await
    }

    /// What this member of staff has open of one young person.
    async fn own_glass(&self, person: PersonId, now: DateTime<Utc>) -> Result<Option<Glass>> {
        let row = Entity::find()
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::StaffId.eq(self.scope.staff().0))
            .filter(Column::PersonId.eq(person.0))
            .filter(Column::EndsAt.gt(now))
            .one(&self.db)
            .await?;
        row.map(read).transpose()
    }

    /// What was opened in the partnership and nobody has reviewed, the oldest first, each with the name of whose record it is.
    pub async fn glass_to_review(&self) -> Result<Vec<(Glass, String)>> {
        let here = self.scope.partnership();
        let rows = Entity::find()
            .filter(Column::PartnershipId.eq(here.0))
            .filter(Column::ReviewedAt.is_null())
            .order_by_asc(Column::OpenedAt)
            .order_by_asc(Column::Id)
            .limit(MOST_WAITING)
            .all(&self.db)
            .await?;
        let people: Vec<PersonId> = rows.iter().map(|row| PersonId(row.person_id)).collect();
        let names = self.names_of(&people, person::Column::PartnershipId.eq(here.0).into()).await?;
        let named = |row: Model| {
            let name = names.get(&PersonId(row.person_id)).cloned().unwrap_or_default();
            Ok((read(row)?, name))
        };
        rows.into_iter().map(named).collect()
    }

    /// One that was opened in the partnership.
    pub async fn glass(&self, id: GlassId) -> Result<Glass> {
        let row = Entity::find_by_id((self.scope.partnership().0, id.0)).one(&self.db).await?;
        read(row.ok_or(StoreError::NotFound("opening"))?)
    }

    /// Keeps what somebody says of it, and takes the task away. False if somebody else was first.
    pub async fn review_glass(&self, of: &Glass, review: &GlassReview) -> Result<bool> {
        let here = self.scope.partnership().0;
        let done = Entity::update_many()
            .col_expr(Column::ReviewedBy, Expr::value(review.by.0))
            .col_expr(Column::ReviewedAt, Expr::value(review.at))
            .col_expr(Column::Justified, Expr::value(review.justified))
            .col_expr(Column::ReviewWords, Expr::value(review.words.as_str()))
            .filter(Column::PartnershipId.eq(here))
            .filter(Column::Id.eq(of.id.0))
            .filter(Column::ReviewedAt.is_null())
            .exec(&self.db)
            .await?;
        task::Entity::update_many()
            .col_expr(task::Column::DoneAt, Expr::value(review.at))
            .col_expr(task::Column::DoneBy, Expr::value(review.by.0))
            .filter(task::Column::PartnershipId.eq(here))
            .filter(task::Column::PersonId.eq(of.person.0))
            .filter(task::Column::Kind.eq(TaskKind::ReviewGlass.code()))
            .filter(task::Column::About.eq(of.id.0))
            .filter(task::Column::DoneAt.is_null())
            .exec(&self.db)
            .await?;
        Ok(done.rows_affected == 1)
    }
}

impl Tx<Caseload> {
    /// When somebody whose record it is not opened that of a young person in reach, since then.
    pub(super) async fn glasses_of(
        &self,
        person: PersonId,
        since: DateTime<Utc>,
    ) -> Result<Vec<Glass>> {
        let rows = Entity::find()
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .filter(Column::PersonId.eq(person.0))
            .filter(Column::OpenedAt.gte(since - OPEN_FOR))
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }
}

impl Tx<OwnRecord> {
    /// When somebody whose record it is not opened this young person's, since then.
    pub async fn glasses(&self, since: DateTime<Utc>) -> Result<Vec<Glass>> {
        let rows = Entity::find()
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .filter(Column::OpenedAt.gte(since - OPEN_FOR))
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }
}

fn read(row: Model) -> Result<Glass> {
    let bad = |why| StoreError::Impossible { what: "opening", why };
    let text = |text: &str| words(text).map_err(|_| bad("words"));
    let review = match (row.reviewed_by, row.reviewed_at, row.justified, row.review_words) {
        (Some(by), Some(at), Some(justified), Some(words)) => {
            Some(GlassReview { by: StaffId(by), at, justified, words: text(&words)? })
        }
        _ => None,
    };
    Ok(Glass {
        id: GlassId(row.id),
        person: PersonId(row.person_id),
        by: StaffId(row.staff_id),
        reason: GlassReason::from_code(&row.reason).ok_or(bad("reason"))?,
        words: text(&row.words)?,
        opened_at: row.opened_at,
        ends_at: row.ends_at,
        review,
    })
}
