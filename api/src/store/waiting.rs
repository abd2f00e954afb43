//! Rows of councils' files that may be about somebody who is here under another number. They wait until a manager has looked;
//! from then on the number is known.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use domain::{
    id::{PersonId, StaffId, WaitingRowId},
    identifier::ClientRecordId,
    matching::{Decision, Same},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, LockType, OnConflict},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    CHUNK, Result, StoreError, Tx,
    entity::{
        person,
        waiting_row::{ActiveModel, Column, Entity, Model},
    },
    scope::{Admin, Caseload, Within},
};

/// How many of those whom a row is like are kept with it.
const ALIKE: usize = 5;
/// Part of somebody who is part of somebody, and so on: no more steps are followed.
const STEPS: usize = 8;

/// A row that waits, or that was certain enough not to.
#[derive(Clone, Debug)]
pub struct NewWaiting {
    /// Under which id, unless the number waits already.
    pub id: WaitingRowId,
    /// The line of the file it stood on.
    pub line: u64,
    /// The council's number.
    pub number: ClientRecordId,
    /// The row, as a file of its own.
    pub record: String,
    /// Whom it is like, and why; the likeliest first.
    pub alike: Vec<(PersonId, Vec<Same>)>,
    /// Whose it certainly is.
    pub of: Option<PersonId>,
}

/// What is known of a number that is nobody's first.
#[derive(Clone, Debug)]
pub enum Second {
    /// A row of this number waits: this one.
    Waits(String),
    /// It is another number of somebody who is here.
    Of(PersonId),
    /// Nobody is to be followed because of it.
    LeftOut,
}

/// A row as it waits.
#[derive(Clone, Debug)]
pub struct WaitingRow {
    /// Which one.
    pub id: WaitingRowId,
    /// The line of the file it stood on.
    pub line: u64,
    /// The row, as a file of its own.
    pub record: String,
    /// When a file last had it.
    pub seen_at: DateTime<Utc>,
    /// Whom it is like, and why; the likeliest first.
    pub alike: Vec<(PersonId, Vec<Same>)>,
    /// What was decided, by whom, and whose it is since.
    pub decided: Option<(Decision, Option<StaffId>, Option<PersonId>)>,
}

#[derive(Serialize, Deserialize)]
struct KeptAlike {
    person: PersonId,
    same: Vec<String>,
}

impl Tx<Admin> {
    /// What is known of these numbers, which are nobody's first: of somebody whose record has become part of another, or of a
    /// row that has waited.
    pub async fn second_numbers(
        &self,
        ids: &[&ClientRecordId],
    ) -> Result<HashMap<ClientRecordId, Second>> {
        let mut second = HashMap::new();
        if ids.is_empty() {
            return Ok(second);
        }
        let here = self.scope.partnership().0;
        let numbers = || ids.iter().map(|id| id.as_str());
        let merged: Vec<(Option<String>, Option<Uuid>)> = person::Entity::find()
            .select_only()
            .columns([person::Column::ClientRecordId, person::Column::MergedInto])
            .filter(person::Column::PartnershipId.eq(here))
            .filter(person::Column::ClientRecordId.is_in(numbers()))
            .filter(person::Column::MergedInto.is_not_null())
            .into_tuple()
            .all(&self.db)
            .await?;
        let rows = Entity::find()
            .filter(Column::PartnershipId.eq(here))
            .filter(Column::ClientRecordId.is_in(numbers()))
            .all(&self.db)
            .await?;
        for row in rows {
            let known = match (row.decision.as_deref(), row.person_id) {
                (None, _) => Second::Waits(row.record),
                (Some(_), Some(person)) => Second::Of(PersonId(person)),
                (Some(_), None) => Second::LeftOut,
            };
            second.insert(number(&row.client_record_id)?, known);
        }
        for (of, into) in merged {
            if let (Some(of), Some(into)) = (of, into) {
                second.insert(number(&of)?, Second::Of(PersonId(into)));
            }
        }
        self.follow(&mut second).await?;
        Ok(second)
    }

    /// Whoever has become part of somebody is that person.
    async fn follow(&self, second: &mut HashMap<ClientRecordId, Second>) -> Result<()> {
        for _ in 0..STEPS {
            let whose = second.values().filter_map(|it| match it {
                Second::Of(person) => Some(person.0),
                _ => None,
            });
            let whose: BTreeSet<Uuid> = whose.collect();
            if whose.is_empty() {
                return Ok(());
            }
            let further: Vec<(Uuid, Option<Uuid>)> = person::Entity::find()
                .select_only()
                .columns([person::Column::Id, person::Column::MergedInto])
                .filter(person::Column::PartnershipId.eq(self.scope.partnership().0))
                .filter(person::Column::Id.is_in(whose))
                .filter(person::Column::MergedInto.is_not_null())
                .into_tuple()
                .all(&self.db)
                .await?;
            if further.is_empty() {
                return Ok(());
            }
            for known in second.values_mut() {
                let Second::Of(person) = known else { continue };
                let next = further.iter().find(|(id, _)| *id == person.0);
                if let Some((_, Some(into))) = next {
                    *person = PersonId(*into);
                }
            }
        }
        Ok(())
    }

    /// Keeps rows of a file that wait, and those that are certain. A number that waits already says what this file says.
    pub async fn keep_waiting(
        &self,
        import: Uuid,
        rows: &[NewWaiting],
        now: DateTime<Utc>,
    ) -> Result<()> {
        for chunk in rows.chunks(CHUNK) {
            let rows = chunk.iter().map(|row| ActiveModel {
                partnership_id: Set(self.scope.partnership().0),
                id: Set(row.id.0),
                import_id: Set(import),
                line: Set(i32::try_from(row.line).unwrap_or(i32::MAX)),
                client_record_id: Set(row.number.as_str().to_owned()),
                record: Set(row.record.clone()),
                alike: Set(kept_alike(&row.alike)),
                seen_at: Set(now),
                decision: Set(row.of.map(|_| Decision::Same.code().to_owned())),
                decided_at: Set(row.of.map(|_| now)),
                decided_by: Set(None),
                person_id: Set(row.of.map(|person| person.0)),
            });
            let again = OnConflict::columns([Column::PartnershipId, Column::ClientRecordId])
                .update_columns([
                    Column::ImportId,
                    Column::Line,
                    Column::Record,
                    Column::Alike,
                    Column::SeenAt,
                    Column::Decision,
                    Column::DecidedAt,
                    Column::PersonId,
                ])
                // What somebody has decided meanwhile stands.
                .action_and_where(Expr::col((Entity, Column::Decision)).is_null())
                .to_owned();
            Entity::insert_many(rows).on_conflict(again).exec_without_returning(&self.db).await?;
        }
        Ok(())
    }
}

impl Tx<Caseload> {
    /// The rows that wait, the earliest first.
    pub async fn waiting_rows(&self, limit: u64) -> Result<Vec<WaitingRow>> {
        let rows = Entity::find()
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::Decision.is_null())
            .order_by_asc(Column::Id)
            .limit(limit)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// One of them, decided or not. Whoever else decides on it waits until this transaction ends.
    pub async fn waiting_row(&self, id: WaitingRowId) -> Result<WaitingRow> {
        let row = Entity::find_by_id((self.scope.partnership().0, id.0))
            .lock(LockType::NoKeyUpdate)
            .one(&self.db)
            .await?;
        read(row.ok_or(StoreError::NotFound("waiting row"))?)
    }

    /// Notes what was decided. What is not needed any more of the row goes.
    pub async fn decide_waiting(
        &self,
        id: WaitingRowId,
        decision: Decision,
        person: Option<PersonId>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut change = Entity::update_many()
            .col_expr(Column::Decision, Expr::value(decision.code()))
            .col_expr(Column::DecidedAt, Expr::value(now))
            .col_expr(Column::DecidedBy, Expr::value(self.scope.staff().0))
            .col_expr(Column::PersonId, Expr::value(person.map(|person| person.0)));
        if decision != Decision::Same {
            change = change.col_expr(Column::Record, Expr::value(""));
        }
        let done = change
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::Id.eq(id.0))
            .filter(Column::Decision.is_null())
            .exec(&self.db)
            .await?;
        match done.rows_affected {
            0 => Err(StoreError::Exists("decision")),
            _ => Ok(()),
        }
    }
}

fn number(text: &str) -> Result<ClientRecordId> {
    let bad = StoreError::Impossible { what: "waiting row", why: "client record id" };
    ClientRecordId::parse(text).map_err(|_| bad)
}

fn kept_alike(alike: &[(PersonId, Vec<Same>)]) -> String {
    let kept = alike.iter().take(ALIKE).map(|(person, same)| KeptAlike {
        person: *person,
        same: same.iter().map(|same| same.code().to_owned()).collect(),
    });
    serde_json::to_string(&kept.collect::<Vec<_>>()).expect("ids and codes are JSON")
}

fn read(row: Model) -> Result<WaitingRow> {
    let bad = |why| StoreError::Impossible { what: "waiting row", why };
    let alike: Vec<KeptAlike> = serde_json::from_str(&row.alike).map_err(|_| bad("alike"))?;
    let alike = alike.into_iter().map(|it| {
        let same = it.same.iter().filter_map(|code| Same::from_code(code)).collect();
        (it.person, same)
    });
    let decided = match row.decision.as_deref() {
        None => None,
        Some(code) => {
            let decision = Decision::from_code(code).ok_or(bad("decision"))?;
            Some((decision, row.decided_by.map(StaffId), row.person_id.map(PersonId)))
        }
    };
    Ok(WaitingRow {
        id: WaitingRowId(row.id),
        line: u64::try_from(row.line).unwrap_or_default(),
        record: row.record,
        seen_at: row.seen_at,
        alike: alike.collect(),
        decided,
    })
}
