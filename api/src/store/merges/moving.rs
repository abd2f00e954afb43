//! Which rows go from one record to another, and how they come back.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, Utc};
use domain::id::{PersonId, StaffId};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Alias, Asterisk, Expr, ExprTrait, Query, SimpleExpr, UnionType},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Merge;
use crate::store::{
    Result, Tx,
    entity::{alert, answer, assignment, check_in, handover, task},
    scope::{Caseload, Within},
};

/// The tables whose rows go with the record, each with the column that names a row.
pub const GOES: [(&str, &str); 14] = [
    ("alert", "id"),
    ("check_in", "id"),
    ("claim", "id"),
    ("concern", "id"),
    ("contact", "id"),
    ("data_request", "id"),
    ("draft", "thing_id"),
    ("goal", "id"),
    ("handover", "id"),
    ("intended", "id"),
    ("promise", "id"),
    ("spell", "id"),
    ("talk", "id"),
    ("task", "id"),
];

/// Tables whose rows go where another row goes: which column names it, and of which table it is.
pub const FOLLOWS: [(&str, &str, &str); 13] = [
    ("answer", "check_in_id", "check_in"),
    ("alert", "check_in_id", "check_in"),
    ("prompt", "check_in_id", "check_in"),
    ("spell_word", "spell_id", "spell"),
    ("spell_try", "spell_id", "spell"),
    ("confirmation", "spell_id", "spell"),
    ("change", "thing_id", "spell"),
    ("change", "thing_id", "promise"),
    ("change", "thing_id", "contact"),
    ("change", "thing_id", "task"),
    ("change", "thing_id", "claim"),
    ("change", "thing_id", "concern"),
    ("change", "thing_id", "intended"),
];

/// Tables of a young person of which no row goes, each with the reason.
pub const STAYS_WITH_THEM: [(&str, &str); 26] = [
    ("access_event", "who looked at which record is never rewritten"),
    ("answer_link", "hashes of a day"),
    ("asking", "worked out anew"),
    ("assignment", "whoever had them has the one record, if nobody had that"),
    ("bulk", "what was done for that record, and can be undone for it"),
    ("communication_need", "added where it is missing"),
    ("failed_way", "of a number or address of that record"),
    ("glass", "who opened which record is never rewritten"),
    ("invitation", "into that record; nobody comes in by it while it is part of another"),
    ("kept_detail", "of the details of that record"),
    ("name_key", "worked out anew"),
    ("offer_answer", "said on a phone that does not go either"),
    ("one_time_code", "hashes of a day"),
    ("own_contact", "shown on a phone that does not go either"),
    ("passkey", "opens that record only"),
    ("plan", "goes where the other has none"),
    ("push_subscription", "of a phone that does not go either"),
    ("referral", "agreed about that record; about another it is agreed anew"),
    ("safe_contact", "goes where the other has none"),
    ("session", "ends: a phone is let in anew"),
    ("split", "how that record became two"),
    ("standing", "worked out anew"),
    ("standing_mark", "worked out anew"),
    ("supporter", "nobody helps with another record without being asked again"),
    ("transfer", "agreed about that record; about another it is agreed anew"),
    ("waiting_row", "whoever has its number is found through the record it became part of"),
];

/// Tables with one row of somebody at most, which goes where the other record has none.
const ONE_EACH: [&str; 2] = ["plan", "safe_contact"];

/// What is counted before a record goes.
const COUNTED: [&str; 8] =
    ["check_in", "spell", "contact", "promise", "alert", "task", "goal", "safe_contact"];

/// The rows that went, by table.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Rows {
    went: BTreeMap<String, Vec<Uuid>>,
    /// Check-ins of a month in which the other record has one of the same kind: what they said before.
    extra: Vec<(Uuid, i16)>,
    /// Those tables of one row each whose row went.
    ones: BTreeSet<String>,
    /// Who had them.
    worker: Option<(Uuid, DateTime<Utc>)>,
    /// Whoever had them has the one record since.
    given: bool,
}

impl Tx<Caseload> {
    /// How many rows of each kind belong to somebody.
    pub async fn count_of_each(&self, person: PersonId) -> Result<Vec<(&'static str, u64)>> {
        let count = |kind: &'static str| {
            Query::select()
                .expr_as(Expr::Constant(kind.into()), Alias::new("kind"))
                .expr_as(Expr::col(Asterisk).count(), Alias::new("many"))
                .from(Alias::new(kind))
                .and_where(column("partnership_id").eq(self.scope.partnership().0))
                .and_where(of_person(person))
                .to_owned()
        };
        let mut all = count(COUNTED[0]);
        for kind in &COUNTED[1..] {
            all.union(UnionType::All, count(kind));
        }
        let mut counts = Vec::new();
        for row in self.db.query_all(&all).await? {
            let (kind, many): (String, i64) = (row.try_get("", "kind")?, row.try_get("", "many")?);
            let kind = COUNTED.iter().find(|one| **one == kind).copied();
            let many = u64::try_from(many).unwrap_or_default();
            counts.extend(kind.filter(|_| many > 0).map(|kind| (kind, many)));
        }
        Ok(counts)
    }

    pub(super) async fn move_rows(
        &self,
        gone: PersonId,
        kept: PersonId,
        now: DateTime<Utc>,
    ) -> Result<Rows> {
        let mut rows = Rows::default();
        let stay = self.that_cannot_go(gone, kept, &mut rows).await?;
        for (table, key) in GOES {
            let mut ids = self.ids_of(table, key, gone).await?;
            ids.retain(|id| !stay.contains(id));
            self.give_to(kept, table, is_one_of(key, &ids)).await?;
            rows.went.insert(table.to_owned(), ids);
        }
        for (table, key, of) in FOLLOWS {
            let parents = rows.went.get(of).cloned().unwrap_or_default();
            self.give_to(kept, table, of_person(gone).and(is_one_of(key, &parents))).await?;
        }
        for table in ONE_EACH {
            let has = async |person| -> Result<bool> {
                Ok(!self.ids_of(table, "person_id", person).await?.is_empty())
            };
            if has(gone).await? && !has(kept).await? {
                self.give_to(kept, table, of_person(gone)).await?;
                rows.ones.insert(table.to_owned());
            }
        }
        self.move_worker(gone, kept, &mut rows, now).await?;
        Ok(rows)
    }

    /// What the other record has already, and has once: an open handover, a task about the same, a check-in of the same
    /// month in which nothing was said. A check-in in which something was said goes as one that was asked in between.
    async fn that_cannot_go(
        &self,
        gone: PersonId,
        kept: PersonId,
        rows: &mut Rows,
    ) -> Result<HashSet<Uuid>> {
        let here = self.scope.partnership().0;
        let mut stay = HashSet::new();
        macro_rules! all_of {
            ($table:ident, $person:expr) => {
                $table::Entity::find()
                    .filter($table::Column::PartnershipId.eq(here))
                    .filter($table::Column::PersonId.eq($person.0))
            };
        }
        let open = handover::Column::DoneAt.is_null().and(handover::Column::CancelledAt.is_null());
        let theirs = all_of!(handover, gone).filter(open.clone()).all(&self.db).await?;
        if !theirs.is_empty()
            && !all_of!(handover, kept).filter(open).all(&self.db).await?.is_empty()
        {
            stay.extend(theirs.iter().map(|row| row.id));
        }
        let there = all_of!(task, kept).all(&self.db).await?;
        let about: HashSet<_> =
            there.iter().filter_map(|row| Some((row.kind.clone(), row.about?))).collect();
        let tasks = all_of!(task, gone).all(&self.db).await?;
        let double = tasks
            .iter()
            .filter(|row| row.about.is_some_and(|it| about.contains(&(row.kind.clone(), it))));
        stay.extend(double.map(|row| row.id));

        let there = all_of!(check_in, kept).all(&self.db).await?;
        let mut asked: BTreeSet<_> =
            there.iter().map(|row| (row.month, row.kind.clone(), row.extra)).collect();
        let spoken: Vec<Uuid> = all_of!(answer, gone)
            .select_only()
            .column(answer::Column::CheckInId)
            .into_tuple()
            .all(&self.db)
            .await?;
        let raised = all_of!(alert, gone).all(&self.db).await?;
        let matters: HashSet<Uuid> =
            spoken.into_iter().chain(raised.iter().filter_map(|row| row.check_in_id)).collect();
        for row in all_of!(check_in, gone).all(&self.db).await? {
            let slot = |extra| (row.month, row.kind.clone(), extra);
            if asked.insert(slot(row.extra)) {
                continue;
            }
            if !matters.contains(&row.id) {
                stay.insert(row.id);
                continue;
            }
            // What was asked in between has a number above nought.
            let free = (1..i16::MAX).map(|number| -number).find(|it| !asked.contains(&slot(*it)));
            let free = free.expect("nobody has thirty thousand check-ins");
            asked.insert(slot(free));
            self.set_extra(row.id, free).await?;
            rows.extra.push((row.id, row.extra));
        }
        Ok(stay)
    }

    async fn set_extra(&self, check_in: Uuid, extra: i16) -> Result<()> {
        check_in::Entity::update_many()
            .col_expr(check_in::Column::Extra, Expr::value(extra))
            .filter(check_in::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(check_in::Column::Id.eq(check_in))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Whoever had the record that goes has it no longer, and has the other if nobody had that.
    async fn move_worker(
        &self,
        gone: PersonId,
        kept: PersonId,
        rows: &mut Rows,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let Some(worker) = self.worker_of(gone).await? else { return Ok(()) };
        let there = self.worker_of(kept).await?;
        let open = assignment::Entity::find()
            .filter(assignment::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(assignment::Column::PersonId.eq(gone.0))
            .filter(assignment::Column::EndedAt.is_null())
            .one(&self.db)
            .await?;
        rows.worker = open.map(|row| (row.staff_id, row.started_at));
        self.end_assignment(gone, now).await?;
        if there.is_none() {
            let row = assignment::ActiveModel {
                partnership_id: Set(self.scope.partnership().0),
                person_id: Set(kept.0),
                staff_id: Set(worker.0),
                started_at: Set(now),
                ended_at: Set(None),
                given_by: Set(Some(self.scope.staff().0)),
            };
            assignment::Entity::insert(row).exec_without_returning(&self.db).await?;
            rows.given = true;
        }
        Ok(())
    }

    async fn end_assignment(&self, of: PersonId, now: DateTime<Utc>) -> Result<()> {
        assignment::Entity::update_many()
            .col_expr(assignment::Column::EndedAt, Expr::value(now))
            .filter(assignment::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(assignment::Column::PersonId.eq(of.0))
            .filter(assignment::Column::EndedAt.is_null())
            .exec(&self.db)
            .await?;
        Ok(())
    }

    pub(super) async fn move_back(
        &self,
        rows: &Rows,
        merge: &Merge,
        now: DateTime<Utc>,
    ) -> Result<()> {
        // What came after goes with what it is about.
        for (table, key, of) in FOLLOWS {
            let parents = rows.went.get(of).map_or(&[][..], Vec::as_slice);
            let theirs = of_person(merge.kept).and(is_one_of(key, parents));
            self.give_to(merge.gone, table, theirs).await?;
        }
        for (table, key) in GOES {
            let ids = rows.went.get(table).map_or(&[][..], Vec::as_slice);
            self.give_to(merge.gone, table, is_one_of(key, ids)).await?;
        }
        for (check_in, extra) in &rows.extra {
            self.set_extra(*check_in, *extra).await?;
        }
        for table in ONE_EACH.iter().filter(|table| rows.ones.contains(**table)) {
            self.give_to(merge.gone, table, of_person(merge.kept)).await?;
        }
        self.worker_back(rows, merge, now).await
    }

    async fn worker_back(&self, rows: &Rows, merge: &Merge, now: DateTime<Utc>) -> Result<()> {
        use assignment::Column;
        let here = self.scope.partnership().0;
        let Some((staff, started_at)) = rows.worker else { return Ok(()) };
        if rows.given && self.worker_of(merge.kept).await? == Some(StaffId(staff)) {
            assignment::Entity::delete_many()
                .filter(Column::PartnershipId.eq(here))
                .filter(Column::PersonId.eq(merge.kept.0))
                .filter(Column::StaffId.eq(staff))
                .filter(Column::StartedAt.eq(merge.made_at))
                .exec(&self.db)
                .await?;
        }
        // Whoever has left meanwhile gets nobody back.
        let gone = crate::store::entity::staff::Entity::find_by_id(staff).one(&self.db).await?;
        if gone.is_none_or(|staff| staff.ended_at.is_some_and(|at| at <= now)) {
            return Ok(());
        }
        assignment::Entity::update_many()
            .col_expr(Column::EndedAt, Expr::value(None::<DateTime<Utc>>))
            .filter(Column::PartnershipId.eq(here))
            .filter(Column::PersonId.eq(merge.gone.0))
            .filter(Column::StaffId.eq(staff))
            .filter(Column::StartedAt.eq(started_at))
            .filter(Column::EndedAt.eq(merge.made_at))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// The rows of somebody, by the column that names them.
    async fn ids_of(&self, table: &str, key: &str, person: PersonId) -> Result<Vec<Uuid>> {
        self.ids_where(table, key, of_person(person)).await
    }

    /// The rows of which this is true.
    pub(super) async fn ids_where(
        &self,
        table: &str,
        key: &str,
        which: SimpleExpr,
    ) -> Result<Vec<Uuid>> {
        let find = Query::select()
            .column(Alias::new(key))
            .from(Alias::new(table))
            .and_where(column("partnership_id").eq(self.scope.partnership().0))
            .and_where(which)
            .to_owned();
        let rows = self.db.query_all(&find).await?;
        rows.iter().map(|row| Ok(row.try_get::<Uuid>("", key)?)).collect()
    }

    pub(super) async fn give_to(
        &self,
        person: PersonId,
        table: &str,
        which: SimpleExpr,
    ) -> Result<()> {
        let update = Query::update()
            .table(Alias::new(table))
            .value(Alias::new("person_id"), person.0)
            .and_where(column("partnership_id").eq(self.scope.partnership().0))
            .and_where(which)
            .to_owned();
        self.db.execute(&update).await?;
        Ok(())
    }
}

pub(super) fn column(name: &str) -> Expr {
    Expr::col(Alias::new(name))
}

pub(super) fn of_person(person: PersonId) -> SimpleExpr {
    column("person_id").eq(person.0)
}

pub(super) fn is_one_of(key: &str, ids: &[Uuid]) -> SimpleExpr {
    column(key).is_in(ids.iter().copied())
}
