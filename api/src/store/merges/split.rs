//! A record that was kept of two people becomes two. What goes, goes with its history and under its own id, so that what was
//! said of it stays said of it. It is undone by making one record of the two again.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    day::london_day,
    id::{PersonId, SplitId, StaffId},
    journey::JourneyError,
    person::Person,
    person_edit::Details,
    split::{Other, SplitPart, Theirs, divided},
    text::Note,
    versioned::{FieldChange, Recorded, Thing},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::moving::{FOLLOWS, is_one_of, of_person};
use crate::store::{
    Result, StoreError, Tx,
    entity::{assignment, kept_detail, person, split, waiting_row},
    history::{self, NewVersion},
    people,
    scope::{Caseload, Within},
};

/// Under which names the history tells of it.
const INTO: &str = "split_into";
const FROM: &str = "split_from";

/// Something that is to go to the other record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Of which kind.
    pub part: SplitPart,
    /// Which one.
    pub id: Uuid,
    /// The version that somebody saw, of what has versions.
    pub version: Option<u32>,
}

/// What is done to a record that is of two people.
#[derive(Clone, Debug)]
pub struct NewSplit {
    /// Under which id.
    pub id: SplitId,
    /// Whose record it is, and stays.
    pub person: PersonId,
    /// The id of the other one.
    pub new: PersonId,
    /// Who the other one is.
    pub other: Other,
    /// What names the other one.
    pub theirs: Theirs,
    /// The council's numbers that are the other one's.
    pub numbers: Vec<String>,
    /// What goes.
    pub taken: Vec<Taken>,
    /// Why.
    pub why: Note,
    /// The version of the details that somebody saw.
    pub based_on: u32,
}

/// That one record became two.
#[derive(Clone, Debug)]
pub struct Split {
    /// Which.
    pub id: SplitId,
    /// Whose record it was.
    pub person: PersonId,
    /// Who has a record of their own since.
    pub new: PersonId,
    /// Why.
    pub why: String,
    /// When.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub made_by: StaffId,
}

/// Why a record does not become two.
#[derive(Debug, thiserror::Error)]
pub enum NotSplit {
    /// The database could not do it, or somebody is not there.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The two years do not go with the birth date.
    #[error(transparent)]
    Journey(#[from] JourneyError),
    /// Somebody has changed something of it, or something that was chosen is not there any more or cannot go.
    #[error("the record has changed since it was opened")]
    Stale,
    /// A number, address or council's number is not on this record, or is one of the phone's own.
    #[error("one of the numbers or addresses that were chosen cannot go to the other record")]
    NotTheirs,
}

impl Tx<Caseload> {
    /// Makes two records of one. It is held until this transaction ends.
    pub async fn split(&self, new: &NewSplit, now: DateTime<Utc>) -> Result<(), NotSplit> {
        self.hold(new.person).await?;
        self.must_be_here(new.person).await?;
        let known = self.person(new.person).await?;
        let details = self.details_of(&known).await?.details;
        if details.version != new.based_on {
            return Err(NotSplit::Stale);
        }
        let can = self.divisible(new.person).await?;
        let things: HashMap<_, _> =
            can.items.iter().map(|it| ((it.part, it.id), it.version)).collect();
        if new.taken.iter().any(|it| things.get(&(it.part, it.id)) != Some(&it.version)) {
            return Err(NotSplit::Stale);
        }
        let number = known.client_record_id.as_ref().map(|it| it.as_str());
        let record_number = new.numbers.iter().any(|it| Some(it.as_str()) == number);
        let theirs = Theirs { record_number, ..new.theirs };
        let has = [(theirs.mobile, can.mobile), (theirs.email, can.email), (theirs.uln, can.uln)];
        if has.iter().any(|(wanted, there)| *wanted && there.is_none())
            || new.numbers.iter().any(|number| !can.numbers.contains(number))
        {
            return Err(NotSplit::NotTheirs);
        }
        let (stays, other) = divided(&known, new.new, &new.other, theirs)?;

        // First what is taken from the one, because a number is one person's.
        self.save_people(std::slice::from_ref(&stays), now).await?;
        self.set_number(&stays).await?;
        let row = people::write(&other, self.scope.partnership(), now);
        person::Entity::insert(row)
            .exec_without_returning(&self.db)
            .await
            .map_err(StoreError::or_exists("young person"))?;
        self.plan_anew(known.partnership, &[other.id], london_day(now)).await?;
        self.give_numbers(&new.numbers, other.id).await?;
        self.same_worker(known.id, other.id, now).await?;
        let moved = self.divide(new, now).await?;
        self.note_divided(&stays, &other, new, now).await?;
        self.say_two(known.id, other.id, now).await?;
        let row = split::ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            id: Set(new.id.0),
            person_id: Set(known.id.0),
            new_id: Set(other.id.0),
            why: Set(new.why.as_str().into()),
            moved: Set(serde_json::to_string(&moved).expect("ids are JSON")),
            made_at: Set(now),
            made_by: Set(self.scope.staff().0),
        };
        let exists = StoreError::or_exists("split");
        split::Entity::insert(row).exec_without_returning(&self.db).await.map_err(exists)?;
        Ok(())
    }

    /// The council's own number, which no file changes of somebody who is known.
    async fn set_number(&self, of: &Person) -> Result<()> {
        let number = of.client_record_id.as_ref().map(|number| number.as_str().to_owned());
        person::Entity::update_many()
            .col_expr(person::Column::ClientRecordId, Expr::value(number))
            .filter(person::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(person::Column::Id.eq(of.id.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Takes each row over, with whatever belongs to it. Gives the ids of the rows that were chosen or belong to those.
    async fn divide(
        &self,
        new: &NewSplit,
        now: DateTime<Utc>,
    ) -> Result<BTreeMap<&'static str, Vec<Uuid>>> {
        let (from, to) = (new.person, new.new);
        let mut went: BTreeMap<&'static str, Vec<Uuid>> = BTreeMap::new();
        for it in &new.taken {
            went.entry(table(it.part)).or_default().push(it.id);
        }
        let of =
            |went: &BTreeMap<_, Vec<Uuid>>, table| went.get(table).cloned().unwrap_or_default();
        // What others said of promised support, and what a provider was asked about a destination.
        for (table, key, parent) in
            [("claim", "promise_id", "promise"), ("concern", "promise_id", "promise")]
        {
            let theirs = is_one_of(key, &of(&went, parent));
            went.insert(table, self.ids_where(table, "id", of_person(from).and(theirs)).await?);
        }
        let asked = is_one_of("spell_id", &of(&went, "spell"));
        let asked = self.ids_where("confirmation", "id", of_person(from).and(asked)).await?;
        // What is to be done about any of these.
        let about: Vec<Uuid> = went.values().flatten().copied().chain(asked).collect();
        let theirs = of_person(from).and(is_one_of("about", &about));
        let tasks = self.ids_where("task", "id", theirs).await?;
        went.entry("task").or_default().extend(tasks);
        for (table, ids) in &went {
            self.give_to(to, table, of_person(from).and(is_one_of("id", ids))).await?;
        }
        for (table, key, parent) in FOLLOWS {
            let Some(ids) = went.get(parent) else { continue };
            let mut theirs = of_person(from).and(is_one_of(key, ids));
            if table == "change" {
                theirs = theirs.and(super::moving::column("thing").eq(thing(parent)));
            }
            self.give_to(to, table, theirs).await?;
        }
        self.plan_anew(self.scope.partnership(), &[from, to], london_day(now)).await?;
        Ok(went)
    }

    /// Rows that files bring under these numbers are the other one's from now on.
    async fn give_numbers(&self, numbers: &[String], to: PersonId) -> Result<()> {
        use waiting_row::Column;
        waiting_row::Entity::update_many()
            .col_expr(Column::PersonId, Expr::value(to.0))
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::ClientRecordId.is_in(numbers))
            .filter(Column::PersonId.is_not_null())
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Whoever works with the one works with the other.
    async fn same_worker(&self, one: PersonId, other: PersonId, now: DateTime<Utc>) -> Result<()> {
        let Some(worker) = self.worker_of(one).await? else { return Ok(()) };
        let row = assignment::ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            person_id: Set(other.0),
            staff_id: Set(worker.0),
            started_at: Set(now),
            ended_at: Set(None),
            given_by: Set(Some(self.scope.staff().0)),
        };
        assignment::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// A number or address that was found to be another's, no file brings back.
    async fn keep_empty(&self, of: PersonId, theirs: Theirs, now: DateTime<Utc>) -> Result<()> {
        use kept_detail::Column;
        let fields = [("mobile", theirs.mobile), ("email", theirs.email)];
        let rows: Vec<_> = fields
            .into_iter()
            .filter(|(_, goes)| *goes)
            .map(|(field, _)| kept_detail::ActiveModel {
                partnership_id: Set(self.scope.partnership().0),
                person_id: Set(of.0),
                field: Set(field.into()),
                staff_id: Set(self.scope.staff().0),
                kept_at: Set(now),
            })
            .collect();
        if !rows.is_empty() {
            let columns = [Column::PartnershipId, Column::PersonId, Column::Field];
            kept_detail::Entity::insert_many(rows)
                .on_conflict(OnConflict::columns(columns).do_nothing().to_owned())
                .exec_without_returning(&self.db)
                .await?;
        }
        Ok(())
    }

    /// The history of both says with whom they were one.
    async fn note_divided(
        &self,
        stays: &Person,
        other: &Person,
        new: &NewSplit,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let left = stays.id;
        let known = self.details_of(stays).await?.details;
        let version = known.version + 1;
        let name = |person: &Person| Some(person.full_name());
        let told = |field: &str, after| FieldChange { field: field.into(), before: None, after };
        let mut changes = vec![told(INTO, name(other))];
        let gone = |field: &str, before: Option<&str>, goes: bool| {
            let before = before.filter(|_| goes)?.to_owned();
            Some(FieldChange { field: field.into(), before: Some(before), after: None })
        };
        self.keep_empty(left, new.theirs, now).await?;
        let mobile = other.mobile.as_ref().map(|it| it.as_str());
        let email = other.email.as_ref().map(|it| it.as_str());
        changes.extend(gone("mobile", mobile, new.theirs.mobile));
        changes.extend(gone("email", email, new.theirs.email));
        self.note_change(left, Details::THING, NewVersion { id: left.0, version, changes }, now)
            .await?;
        person::Entity::update_many()
            .col_expr(person::Column::Version, Expr::value(history::stored(version)))
            .col_expr(person::Column::ChangedAt, Expr::value(now))
            .filter(person::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(person::Column::Id.eq(left.0))
            .exec(&self.db)
            .await?;
        let mut noted = NewVersion::of(other.id.0, None, &Details::of(other, None));
        noted.changes.push(told(FROM, name(stays)));
        self.note_change(other.id, Details::THING, noted, now).await
    }
}

/// In which table something is kept.
fn table(part: SplitPart) -> &'static str {
    match part {
        SplitPart::Contact => "contact",
        SplitPart::Destination => "spell",
        SplitPart::Promise => "promise",
        SplitPart::Goal => "goal",
        SplitPart::Intended => "intended",
        SplitPart::Task => "task",
    }
}

/// As what its history knows a row of a table.
fn thing(table: &str) -> &str {
    match table {
        "spell" => Thing::Destination.code(),
        // The others are called alike.
        _ => table,
    }
}

/// Something that can go to the other record.
#[derive(Clone, Debug)]
pub struct Divisible {
    /// Of which kind.
    pub part: SplitPart,
    /// Which one.
    pub id: Uuid,
    /// Its version, of what has versions.
    pub version: Option<u32>,
    /// Its day.
    pub on: NaiveDate,
    /// The code of what it is, where it has one.
    pub code: Option<String>,
    /// More about it.
    pub words: Option<String>,
}

/// What of a record can be the other one's.
#[derive(Clone, Debug)]
pub struct Parts {
    /// What is kept, by kind and day.
    pub items: Vec<Divisible>,
    /// The mobile number, unless a phone has shown that it is its own.
    pub mobile: Option<String>,
    /// The e-mail address, likewise.
    pub email: Option<String>,
    /// The learner number.
    pub uln: Option<String>,
    /// The council's numbers under which files bring rows of it.
    pub numbers: Vec<String>,
}
