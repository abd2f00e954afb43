//! A council's file meets what is known: look-ups and changes by the chunk, and a list of the files taken in.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    day::london_day,
    id::{PersonId, StaffId},
    identifier::ClientRecordId,
    person::Person,
    spell::Spell,
    versioned::{Actor, Recorded, Versioned},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockType, OnConflict, SimpleExpr},
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx, connect,
    destinations::{self, RecordedBy},
    entity::{assignment, import_run, partnership, person, spell, staff},
    history::{self, NewVersion},
    people,
    scope::{Admin, Caseload, Within},
};

/// How many people are looked up or changed in one statement. Both databases bound the values of a statement, and
/// memory is bounded by it.
pub const CHUNK: usize = 500;

/// A young person as a file finds them. How to speak to them is left out, because files say nothing of it.
#[derive(Clone, Debug)]
pub struct Known {
    /// Who they are.
    pub person: Person,
    /// What they did and do, earliest first.
    pub spells: Vec<Versioned<Spell>>,
    /// Who works with them.
    pub worker: Option<Given>,
}

/// A spell as a file leaves it.
#[derive(Clone, Debug)]
pub struct ImportedSpell {
    /// Whose it is.
    pub person: PersonId,
    /// What it says now.
    pub spell: Spell,
    /// What it said. None: it is new.
    pub known: Option<Versioned<Spell>>,
}

/// Whom a young person was given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// The worker.
    pub to: StaffId,
    /// Staff gave them here; otherwise a file did.
    pub by_staff: bool,
}

/// A file that was taken in.
#[derive(Clone, Debug)]
pub struct ImportRun {
    /// Which one.
    pub id: Uuid,
    /// When.
    pub made_at: DateTime<Utc>,
    /// By whom; nobody where the command line did it.
    pub made_by: Option<StaffId>,
    /// SHA-256 of the file, to tell one that was sent before.
    pub sha256: [u8; 32],
    /// How many young people it had.
    pub rows: u64,
    /// How many were new.
    pub added: u64,
    /// About how many it said something new.
    pub changed: u64,
    /// About how many it said nothing new.
    pub unchanged: u64,
    /// How many were left out because their two years are over.
    pub journey_over: u64,
    /// How many it said had left.
    pub leavers: u64,
    /// How many waited for somebody to look when it was taken in.
    pub waiting: u64,
    /// By which mapping it was read.
    pub mapping: Option<Uuid>,
    /// It held changes: what a row left empty stayed as it was.
    pub delta: bool,
}

/// A scope in which what councils' files say is kept.
pub trait TakesIn: Within {}

impl TakesIn for Admin {}
impl TakesIn for Caseload {}

impl Tx<Admin> {
    /// Lets one file in at a time: a second one of the same partnership waits here until this one is done with, or for
    /// as long as a statement may take.
    pub async fn begin_import(&self) -> Result<()> {
        // Weaker than `FOR UPDATE`, so that young people's answers, which refer to the partnership, need not wait.
        let turn = partnership::Entity::find_by_id(self.scope.partnership().0)
            .lock(LockType::NoKeyUpdate)
            .one(&self.db)
            .await;
        match turn {
            Err(error) if connect::ran_out_of_time(&error) => Err(StoreError::Busy(
                "another file of this partnership is being taken in: send this one again in a few minutes",
            )),
            turn => turn.map(|_| ()).map_err(StoreError::from),
        }
    }

    /// Those of a chunk of client records who are here, by the council's number.
    pub async fn known_people(
        &self,
        ids: impl Iterator<Item = &ClientRecordId>,
    ) -> Result<HashMap<ClientRecordId, Known>> {
        let which = person::Column::ClientRecordId.is_in(ids.map(ClientRecordId::as_str));
        let known = self.known_where(which).await?.into_iter();
        Ok(known.filter_map(|it| Some((it.person.client_record_id.clone()?, it))).collect())
    }

    /// Whether anybody is here yet.
    pub async fn has_people(&self) -> Result<bool> {
        let one: Option<Uuid> = person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .filter(person::Column::PartnershipId.eq(self.scope.partnership().0))
            .limit(1)
            .into_tuple()
            .one(&self.db)
            .await?;
        Ok(one.is_some())
    }

    /// Notes that these young people have left, unless they had before: nobody asks them any more.
    pub async fn leave(&self, people: &[PersonId], now: DateTime<Utc>) -> Result<()> {
        let day = london_day(now);
        for chunk in people.chunks(CHUNK) {
            person::Entity::update_many()
                .col_expr(person::Column::LeftOn, Expr::value(day))
                .col_expr(person::Column::ChangedAt, Expr::value(now))
                .filter(person::Column::PartnershipId.eq(self.scope.partnership().0))
                .filter(person::Column::Id.is_in(chunk.iter().map(|id| id.0)))
                .filter(person::Column::LeftOn.is_null())
                .exec(&self.db)
                .await?;
            self.plan_anew(self.scope.partnership(), chunk, day).await?;
        }
        Ok(())
    }

    /// Notes that a file was taken in.
    pub async fn add_import(&self, run: &ImportRun) -> Result<()> {
        let count = |n: u64| Set(i32::try_from(n).unwrap_or(i32::MAX));
        let row = import_run::ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            id: Set(run.id),
            made_at: Set(run.made_at),
            made_by: Set(run.made_by.map(|staff| staff.0)),
            sha256: Set(run.sha256.iter().map(|byte| format!("{byte:02x}")).collect()),
            rows: count(run.rows),
            added: count(run.added),
            changed: count(run.changed),
            unchanged: count(run.unchanged),
            ended: count(run.journey_over),
            mapping_id: Set(run.mapping),
            delta: Set(run.delta),
            leavers: count(run.leavers),
            waiting: count(run.waiting),
        };
        import_run::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// The latest files taken in, the last one first, each with the name of whoever sent it.
    pub async fn imports(&self, limit: u64) -> Result<Vec<(ImportRun, Option<String>)>> {
        let runs = import_run::Entity::find()
            .filter(import_run::Column::PartnershipId.eq(self.scope.partnership().0))
            .order_by_desc(import_run::Column::MadeAt)
            .order_by_desc(import_run::Column::Id)
            .limit(limit)
            .all(&self.db)
            .await?;
        let senders = staff::Entity::find()
            .filter(staff::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(staff::Column::Id.is_in(runs.iter().filter_map(|run| run.made_by)))
            .all(&self.db)
            .await?;
        let names: HashMap<Uuid, String> =
            senders.into_iter().map(|row| (row.id, row.name)).collect();
        runs.into_iter()
            .map(|row| {
                let sender = row.made_by.and_then(|id| names.get(&id).cloned());
                Ok((read_run(row)?, sender))
            })
            .collect()
    }
}

impl<S: TakesIn> Tx<S> {
    /// These people, whatever their numbers are.
    pub async fn known_by_id(&self, ids: &[PersonId]) -> Result<HashMap<PersonId, Known>> {
        let which = person::Column::Id.is_in(ids.iter().map(|id| id.0));
        let known = self.known_where(which).await?.into_iter();
        Ok(known.map(|it| (it.person.id, it)).collect())
    }

    async fn known_where(&self, which: SimpleExpr) -> Result<Vec<Known>> {
        let rows = person::Entity::find()
            .filter(person::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(which)
            // Their record is part of another, which says what is known.
            .filter(person::Column::MergedInto.is_null())
            // What somebody says while the file is taken in waits for it, or is seen by it; it is never written over.
            .lock(LockType::NoKeyUpdate)
            .all(&self.db)
            .await?;
        let people: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut spells = people::group(self.spells_of(&people).await?);
        let mut workers = self.workers_of(&people).await?;
        rows.into_iter()
            .map(|row| {
                let person = people::read(row, Vec::new())?;
                let spells = spells.remove(&person.id).unwrap_or_default();
                let worker = workers.remove(&person.id);
                Ok(Known { person, spells, worker })
            })
            .collect()
    }

    async fn spells_of(&self, people: &[Uuid]) -> Result<Vec<(PersonId, Versioned<Spell>)>> {
        let rows = spell::Entity::find()
            .filter(spell::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(spell::Column::PersonId.is_in(people.iter().copied()))
            .filter(spell::Column::VoidedAt.is_null())
            .order_by_asc(spell::Column::StartedOn)
            .order_by_asc(spell::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter()
            .map(|row| {
                let (person, version) = (row.person_id, history::read_version(row.version));
                let value = destinations::read_spell(row)?;
                Ok((PersonId(person), Versioned { version, value }))
            })
            .collect()
    }

    async fn workers_of(&self, people: &[Uuid]) -> Result<HashMap<PersonId, Given>> {
        let rows = assignment::Entity::find().filter(self.given(people)).all(&self.db).await?;
        let given = |row: &assignment::Model| Given {
            to: StaffId(row.staff_id),
            by_staff: row.given_by.is_some(),
        };
        Ok(rows.iter().map(|row| (PersonId(row.person_id), given(row))).collect())
    }

    /// The assignments of these people that have not ended.
    fn given(&self, people: &[Uuid]) -> Condition {
        Condition::all()
            .add(assignment::Column::PartnershipId.eq(self.scope.partnership().0))
            .add(assignment::Column::PersonId.is_in(people.iter().copied()))
            .add(assignment::Column::EndedAt.is_null())
    }

    /// Adds young people, or replaces what the council knows of them. What they chose themself is not written, so that
    /// nothing of it is lost whenever they choose it.
    pub async fn save_people(&self, people: &[Person], now: DateTime<Utc>) -> Result<()> {
        for chunk in people.chunks(CHUNK) {
            let rows = chunk.iter().map(|p| people::write(p, self.scope.partnership(), now));
            person::Entity::insert_many(rows)
                .on_conflict(
                    OnConflict::columns([person::Column::PartnershipId, person::Column::Id])
                        .update_columns(THE_COUNCILS)
                        .to_owned(),
                )
                .exec_without_returning(&self.db)
                .await
                .map_err(StoreError::or_exists("young person"))?;
            let ids: Vec<_> = chunk.iter().map(|p| p.id).collect();
            self.plan_anew(self.scope.partnership(), &ids, london_day(now)).await?;
        }
        Ok(())
    }

    /// Adds or changes spells from a council's file. Of what changes a history is kept; where something new comes from
    /// stands beside it.
    pub async fn save_imported_spells(
        &self,
        spells: &[ImportedSpell],
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (partnership, by) = (self.scope.partnership(), Actor::File);
        for chunk in spells.chunks(CHUNK) {
            let row = |it: &ImportedSpell| {
                let by = RecordedBy { check_in: None, by };
                destinations::row(partnership, it.person, &it.spell, by, now)
            };
            self.upsert_rows(chunk.iter().map(row).collect()).await?;
            self.keep_words_of_file(chunk, now).await?;
            let noted = chunk.iter().filter_map(|it| Some((it, it.known.as_ref()?)));
            let noted = noted.flat_map(|(it, known)| {
                let new = NewVersion::of(it.spell.id.0, Some(known), &it.spell);
                history::rows(partnership, it.person, Spell::THING, new, by, now)
            });
            self.note_rows(noted.collect()).await?;
        }
        Ok(())
    }

    /// Gives each of these people to a worker because a file says so; whoever had them loses them.
    pub async fn give(&self, pairs: &[(PersonId, StaffId)], now: DateTime<Utc>) -> Result<()> {
        for chunk in pairs.chunks(CHUNK) {
            let people: Vec<Uuid> = chunk.iter().map(|(person, _)| person.0).collect();
            assignment::Entity::update_many()
                .col_expr(assignment::Column::EndedAt, Expr::value(now))
                .filter(self.given(&people))
                .exec(&self.db)
                .await?;
            let rows = chunk.iter().map(|(person, staff)| assignment::ActiveModel {
                partnership_id: Set(self.scope.partnership().0),
                person_id: Set(person.0),
                staff_id: Set(staff.0),
                started_at: Set(now),
                ended_at: Set(None),
                given_by: Set(None),
            });
            assignment::Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        }
        Ok(())
    }
}

/// What is the council's to say, as against what a young person chose.
const THE_COUNCILS: [person::Column; 14] = [
    person::Column::CouncilCode,
    person::Column::GivenName,
    person::Column::FamilyName,
    person::Column::PreferredName,
    person::Column::SearchName,
    person::Column::BirthDate,
    person::Column::SenProvision,
    person::Column::PrimaryNeed,
    person::Column::Mobile,
    person::Column::Email,
    person::Column::Uln,
    person::Column::TransitionOn,
    person::Column::JourneyEndsOn,
    person::Column::ChangedAt,
];

fn read_run(row: import_run::Model) -> Result<ImportRun> {
    let impossible = StoreError::Impossible { what: "import", why: "SHA-256" };
    let byte = |place: usize| {
        row.sha256.get(2 * place..2 * place + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok())
    };
    let bytes: Vec<u8> = (0..32).map_while(byte).collect();
    let count = |n: i32| u64::try_from(n).unwrap_or_default();
    Ok(ImportRun {
        id: row.id,
        made_at: row.made_at,
        made_by: row.made_by.map(StaffId),
        sha256: bytes.try_into().map_err(|_| impossible)?,
        rows: count(row.rows),
        added: count(row.added),
        changed: count(row.changed),
        unchanged: count(row.unchanged),
        journey_over: count(row.ended),
        leavers: count(row.leavers),
        waiting: count(row.waiting),
        mapping: row.mapping_id,
        delta: row.delta,
    })
}
