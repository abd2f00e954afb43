//! Somebody comes: their record there becomes a record here, in one transaction, as a package would bring it. What they may not
//! have here stays where it is, which is also where it is kept for the figures.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    alert::TaskKind,
    day::{add_working_days, london_day},
    id::{PartnershipId, PersonId, StaffId, TaskId, TransferId},
    person_edit::LeftReason,
    questionnaire::Priority,
    task::ToDo,
    text::Line,
    versioned::{Actor, FieldChange, Thing},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::TRAVELS;
use crate::store::{
    Result, StoreError, Tx,
    entity::{alert, assignment, concern, partnership, person, staff, task, transfer},
    history::{self, NewVersion},
    packages::{NotTaken, Which, add_to_table, derived_id, moment, read_table},
    scope::{Receiving, Within},
    tasks,
};

/// Until when somebody asks the other partnership, in working days.
const DAYS_TO_ASK: u32 = 2;

type Row = Map<String, Value>;

/// A yes.
#[derive(Clone, Debug)]
pub struct Taking {
    /// To which transfer.
    pub id: TransferId,
    /// Who works with them from now on.
    pub worker: StaffId,
    /// Which of our councils is responsible.
    pub council: String,
    /// Ids for the task that may come of it, and for the note in either record.
    pub new_ids: [Uuid; 3],
}

/// Why somebody does not come.
#[derive(Debug, thiserror::Error)]
pub enum NotMoved {
    /// The database could not do it, or nobody is there.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Somebody has decided.
    #[error("somebody has decided about this already")]
    Decided,
    /// It is not the day yet.
    #[error("they come on a day that is still to come")]
    NotYet(NaiveDate),
    /// The partnership that they leave has something to finish first.
    #[error("the partnership that they leave has something to finish first")]
    Unfinished,
    /// Not one of ours.
    #[error("that council is not one of this partnership")]
    Council,
    /// Nobody of that id works with people here.
    #[error("nobody of that id works with young people here")]
    Worker,
    /// A thing could not be taken over.
    #[error("part of the record could not be taken over: {0}")]
    Thing(NotTaken),
}

impl Tx<Receiving> {
    /// Takes somebody's record over. Gives their id here. Said again it is the same.
    pub async fn take_transfer(
        &self,
        new: &Taking,
        now: DateTime<Utc>,
    ) -> Result<PersonId, NotMoved> {
        let row = self.to_us(new.id).await?;
        let me = self.scope.staff();
        if let Some(known) = row.new_person_id.filter(|_| row.decided_by == Some(me.0)) {
            return Ok(PersonId(known));
        }
        if row.decided_at.is_some() {
            return Err(NotMoved::Decided);
        }
        let today = london_day(now);
        if row.moves_on > today {
            return Err(NotMoved::NotYet(row.moves_on));
        }
        if !self.our_councils().await?.contains(&new.council) {
            return Err(NotMoved::Council);
        }
        self.has_a_caseload(new.worker).await?;
        let (from, old) = (PartnershipId(row.partnership_id), PersonId(row.person_id));
        let open = self.open_alerts(from, old).await?;
        let harm = open.iter().any(|alert| alert.priority == Priority::P1.code());
        if harm || !self.stands_alone(from, old).await? {
            return Err(NotMoved::Unfinished);
        }
        let place = partnership::Entity::find_by_id(from.0).one(&self.db).await;
        let place = place.map_err(StoreError::from)?.ok_or(StoreError::NotFound("partnership"))?;
        let person = self.copy(from, old, &new.council, (&open, &place.name), now).await?;
        self.begin(person, new, now).await?;
        if !open.is_empty() {
            self.ask_there(person, new, &place.name, now).await?;
        }
        self.close_there(from, old, now).await?;
        let moved = |update: sea_orm::UpdateMany<transfer::Entity>| {
            update
                .col_expr(transfer::Column::MovedOn, Expr::value(today))
                .col_expr(transfer::Column::NewPersonId, Expr::value(person.0))
        };
        self.decide(&row, moved, now).await?;
        let both =
            vec![(new.new_ids[1], from, old), (new.new_ids[2], self.scope.partnership(), person)];
        self.note_coming(both, "accept_transfer", now).await?;
        Ok(person)
    }

    async fn has_a_caseload(&self, worker: StaffId) -> Result<(), NotMoved> {
        let row =
            staff::Entity::find_by_id(worker.0).one(&self.db).await.map_err(StoreError::from)?;
        let row = row.filter(|row| row.partnership_id == self.scope.partnership().0);
        let role = row.filter(|row| row.ended_at.is_none()).map(|row| row.role);
        let role = role.and_then(|role| domain::staff::Role::from_code(&role));
        match role.is_some_and(domain::staff::Role::has_a_caseload) {
            true => Ok(()),
            false => Err(NotMoved::Worker),
        }
    }

    /// Whether the record there has not become part of another since.
    async fn stands_alone(&self, from: PartnershipId, old: PersonId) -> Result<bool> {
        let row = person::Entity::find_by_id((from.0, old.0)).one(&self.db).await?;
        Ok(row.is_some_and(|row| row.merged_into.is_none()))
    }

    async fn open_alerts(&self, from: PartnershipId, old: PersonId) -> Result<Vec<alert::Model>> {
        Ok(alert::Entity::find()
            .filter(alert::Column::PartnershipId.eq(from.0))
            .filter(alert::Column::PersonId.eq(old.0))
            .filter(alert::Column::ClosedAt.is_null())
            .all(&self.db)
            .await?)
    }

    /// Makes the record here, under ids of its own. Check-ins of which an alert is open stay, with what was said in them.
    async fn copy(
        &self,
        from: PartnershipId,
        old: PersonId,
        council: &str,
        (open, place): (&[alert::Model], &str),
        now: DateTime<Utc>,
    ) -> Result<PersonId, NotMoved> {
        let here = self.scope.partnership().0;
        let mut tables: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
        for table in TRAVELS {
            let key = if table == "person" { "id" } else { "person_id" };
            let rows = read_table(&self.db, table, from.0, Which::In(key, vec![old.0])).await?;
            tables.insert(table, rows);
        }
        let stay: HashSet<String> =
            open.iter().filter_map(|alert| alert.check_in_id).map(|id| id.to_string()).collect();
        let names = |row: &Row, field: &str, ids: &HashSet<String>| {
            row.get(field).and_then(Value::as_str).is_some_and(|id| ids.contains(id))
        };
        for (table, field) in [("check_in", "id"), ("answer", "check_in_id")] {
            tables.entry(table).or_default().retain(|row| !names(row, field, &stay));
        }
        for table in ["spell", "spell_word"] {
            for row in tables.entry(table).or_default() {
                if names(row, "check_in_id", &stay) {
                    row.insert("check_in_id".into(), Value::Null);
                }
            }
        }
        let renamed = self.renamed(from, &tables, place, now).await?;
        let person = PersonId(derived_id(here, &old.to_string()));
        for (table, rows) in &mut tables {
            for row in rows {
                for value in row.values_mut() {
                    let known = value.as_str().and_then(|id| renamed.get(id));
                    if let Some(known) = known {
                        *value = known.clone().into();
                    }
                }
                if *table == "person" {
                    begins_here(row, council, now);
                }
            }
        }
        for table in TRAVELS {
            let rows = &tables[table];
            if !rows.is_empty() {
                add_to_table(&self.db, table, here, rows).await.map_err(NotMoved::Thing)?;
            }
        }
        Ok(person)
    }

    /// What each id is called here: things have ids of their own, and whoever wrote something there is one account without a name.
    async fn renamed(
        &self,
        from: PartnershipId,
        tables: &BTreeMap<&str, Vec<Row>>,
        place: &str,
        now: DateTime<Utc>,
    ) -> Result<HashMap<String, String>> {
        let here = self.scope.partnership().0;
        let ids = tables.values().flatten().filter_map(|row| row.get("id")?.as_str());
        let mut renamed: HashMap<String, String> =
            ids.map(|id| (id.to_owned(), derived_id(here, id).to_string())).collect();
        let somebody = derived_id(here, &from.to_string());
        let account = staff::ActiveModel {
            id: Set(somebody),
            partnership_id: Set(here),
            email: Set(format!("{somebody}@elsewhere.invalid")),
            name: Set(format!("Somebody at {place}").chars().take(100).collect()),
            role: Set(domain::staff::Role::Worker.code().into()),
            password_hash: Set(None),
            totp_secret: Set(None),
            totp_last_step: Set(None),
            created_at: Set(now),
            ended_at: Set(Some(now)),
            on_duty: Set(false),
            agency: Set(None),
        };
        staff::Entity::insert(account)
            .on_conflict(OnConflict::column(staff::Column::Id).do_nothing().to_owned())
            .exec_without_returning(&self.db)
            .await?;
        let theirs: Vec<Uuid> = staff::Entity::find()
            .select_only()
            .column(staff::Column::Id)
            .filter(staff::Column::PartnershipId.eq(from.0))
            .into_tuple()
            .all(&self.db)
            .await?;
        renamed.extend(theirs.iter().map(|id| (id.to_string(), somebody.to_string())));
        Ok(renamed)
    }

    /// Somebody works with them, and they are asked as everybody is.
    async fn begin(&self, person: PersonId, new: &Taking, now: DateTime<Utc>) -> Result<()> {
        let row = assignment::ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            person_id: Set(person.0),
            staff_id: Set(new.worker.0),
            started_at: Set(now),
            ended_at: Set(None),
            given_by: Set(Some(self.scope.staff().0)),
        };
        assignment::Entity::insert(row).exec_without_returning(&self.db).await?;
        self.owe_answers(person, now).await?;
        self.plan_anew(self.scope.partnership(), &[person], london_day(now)).await
    }

    /// Whoever raised that promised support may not be coming is owed an answer here from now on.
    async fn owe_answers(&self, person: PersonId, now: DateTime<Utc>) -> Result<()> {
        let here = self.scope.partnership().0;
        let open = concern::Entity::find()
            .filter(concern::Column::PartnershipId.eq(here))
            .filter(concern::Column::PersonId.eq(person.0))
            .filter(concern::Column::AnsweredOn.is_null())
            .all(&self.db)
            .await?;
        let rows: Vec<_> = open
            .into_iter()
            .map(|concern| {
                let id = TaskId(derived_id(here, &concern.id.to_string()));
                let owed = to_do(id, person, TaskKind::ConcernAnswer, concern.due_on);
                let row = tasks::row(self.scope.partnership(), &owed, 1, now);
                task::ActiveModel { about: Set(Some(concern.id)), ..row }
            })
            .collect();
        if !rows.is_empty() {
            task::Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        }
        Ok(())
    }

    /// What is still open there is not told here: somebody asks.
    async fn ask_there(
        &self,
        person: PersonId,
        new: &Taking,
        place: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let words = Line::new(&format!("Ask {place} what is still open there."));
        let due_on = add_working_days(london_day(now), DAYS_TO_ASK);
        let ask = ToDo {
            owner: Some(new.worker),
            words: words.ok(),
            made_by: Some(self.scope.staff()),
            ..to_do(TaskId(new.new_ids[0]), person, TaskKind::Own, due_on)
        };
        let row = tasks::row(self.scope.partnership(), &ask, 1, now);
        task::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// The old record is one of somebody who has left: nobody is asked or reminded by it, and it counts until today.
    async fn close_there(
        &self,
        from: PartnershipId,
        old: PersonId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let here = person::Column::PartnershipId.eq(from.0).and(person::Column::Id.eq(old.0));
        let row = person::Entity::find().filter(here.clone()).one(&self.db).await?;
        let row = row.ok_or(StoreError::NotFound("young person"))?;
        let (today, reason) = (london_day(now), LeftReason::MovedAway.code());
        let version = history::read_version(row.version) + 1;
        let told = |field: &str, before: Option<String>, after: &str| FieldChange {
            field: field.into(),
            before,
            after: Some(after.to_owned()),
        };
        let changes = vec![
            told("left_on", row.left_on.map(|day| day.to_string()), &today.to_string()),
            told("left_reason", row.left_reason, reason),
        ];
        let noted = NewVersion { id: old.0, version, changes };
        let rows = history::rows(from, old, Thing::Details, noted, Actor::System, now);
        self.note_rows(rows.collect()).await?;
        person::Entity::update_many()
            .col_expr(person::Column::LeftOn, Expr::value(today))
            .col_expr(person::Column::LeftReason, Expr::value(reason))
            .col_expr(person::Column::Version, Expr::value(history::stored(version)))
            .col_expr(person::Column::ChangedAt, Expr::value(now))
            .filter(here)
            .exec(&self.db)
            .await?;
        // An answer is owed where they are now.
        task::Entity::update_many()
            .col_expr(task::Column::DoneAt, Expr::value(now))
            .filter(task::Column::PartnershipId.eq(from.0))
            .filter(task::Column::PersonId.eq(old.0))
            .filter(task::Column::Kind.eq(TaskKind::ConcernAnswer.code()))
            .filter(task::Column::DoneAt.is_null())
            .exec(&self.db)
            .await?;
        self.plan_anew(from, &[old], today).await
    }
}

/// A task that nobody set.
fn to_do(id: TaskId, person: PersonId, kind: TaskKind, due_on: NaiveDate) -> ToDo {
    ToDo { id, person, kind, owner: None, words: None, due_on, made_by: None, done: None }
}

/// Somebody as they begin here: under no number of the other council, followed, and known since today.
fn begins_here(row: &mut Row, council: &str, now: DateTime<Utc>) {
    for field in ["client_record_id", "left_on", "left_reason"] {
        row.insert(field.into(), Value::Null);
    }
    row.insert("council_code".into(), council.into());
    row.insert("version".into(), 1.into());
    for field in ["created_at", "changed_at"] {
        row.insert(field.into(), moment(now).into());
    }
}
