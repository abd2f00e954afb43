//! Destination spells in the database.

use chrono::{DateTime, Utc};
use domain::{
    activity::ActivityCode,
    id::{CheckInId, PartnershipId, PersonId, SpellId},
    identifier::{Laestab, Ukprn},
    record::KnownSpell,
    spell::{Change, Evidence, Source, Spell},
    text::Line,
    versioned::{Actor, FieldChange, Recorded, changes},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, InsertMany, QueryFilter, QueryOrder, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use super::{
    Result, StoreError, Tx,
    entity::spell,
    history::{self, NewVersion},
    scope::{Answers, Asks, Caseload, OpensRecord, Within},
};

/// Who or what a spell was recorded by.
#[derive(Clone, Copy, Debug)]
pub struct RecordedBy {
    /// The check-in it was said in.
    pub check_in: Option<CheckInId>,
    /// Whoever said it.
    pub by: Actor,
}

/// What a spell that a young person took back says in its history, where nothing else of it changed.
const TAKEN_BACK: &str = "taken_back";

impl<S: Asks> Tx<S> {
    /// One young person's spells, earliest first, with where each comes from.
    pub async fn known_spells_of(&self, person: PersonId) -> Result<Vec<KnownSpell>> {
        read_known(self.find_spells(person).all(&self.db).await?)
    }

    pub(super) fn find_spells(&self, person: PersonId) -> Select<spell::Entity> {
        spell::Entity::find()
            .filter(spell::Column::PersonId.eq(person.0))
            .filter(spell::Column::VoidedAt.is_null())
            .filter(self.scope.reach(spell::Column::PartnershipId, spell::Column::PersonId))
            .order_by_asc(spell::Column::StartedOn)
            .order_by_asc(spell::Column::Id)
    }
}

impl<S: OpensRecord> Tx<S> {
    /// The spells of everybody in reach, earliest first.
    pub async fn spells(&self) -> Result<Vec<(PersonId, Spell)>> {
        let rows = spell::Entity::find()
            .filter(spell::Column::VoidedAt.is_null())
            .filter(self.scope.reach(spell::Column::PartnershipId, spell::Column::PersonId))
            .order_by_asc(spell::Column::StartedOn)
            .order_by_asc(spell::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(|row| Ok((PersonId(row.person_id), read_spell(row)?))).collect()
    }
}

impl<S: Answers> Tx<S> {
    /// Stores what a young person's answer does to their spells, and that they have said it.
    pub async fn save_own_spells(
        &self,
        known: &[KnownSpell],
        (change, word): &(Change, Option<Evidence>),
        check_in: CheckInId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let by = RecordedBy { check_in: Some(check_in), by: self.scope.voice() };
        self.save_change(self.scope.whose(), known, change, by, now).await?;
        match word {
            Some(word) => self.keep_word(self.scope.whose(), word, by, now).await,
            None => Ok(()),
        }
    }
}

impl Tx<Caseload> {
    /// Stores what a member of staff's word does to somebody's spells, and the word itself. Sending a spell again with the same id changes it
    /// rather than adding another.
    pub async fn save_spells(
        &self,
        person: PersonId,
        known: &[KnownSpell],
        change: &Change,
        word: &Evidence,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.person(person).await?;
        self.must_be_here(person).await?;
        self.refuse_foreign_spells(person, &change.save).await?;
        let by = RecordedBy { check_in: None, by: Actor::Staff(self.scope.staff()) };
        let whose = (self.scope.partnership(), person);
        self.save_change(whose, known, change, by, now).await?;
        self.keep_word(whose, word, by, now).await
    }

    /// An id that is another young person's spell is nobody's business here.
    async fn refuse_foreign_spells(&self, person: PersonId, spells: &[Spell]) -> Result<()> {
        let taken = spell::Entity::find()
            .filter(spell::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(spell::Column::Id.is_in(spells.iter().map(|spell| spell.id.0)))
            .filter(spell::Column::PersonId.ne(person.0))
            .one(&self.db)
            .await?;
        if taken.is_some() { Err(StoreError::Exists("id of a spell")) } else { Ok(()) }
    }
}

impl<S> Tx<S> {
    pub(super) async fn save_change(
        &self,
        (partnership, person): (PartnershipId, PersonId),
        known: &[KnownSpell],
        change: &Change,
        by: RecordedBy,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let noted = self.new_versions(partnership, known, change).await?;
        let rows = |new| history::rows(partnership, person, Spell::THING, new, by.by, now);
        self.note_rows(noted.into_iter().flat_map(rows).collect()).await?;
        if !change.void.is_empty() {
            spell::Entity::update_many()
                .col_expr(spell::Column::VoidedAt, Expr::value(now))
                .col_expr(spell::Column::Version, Expr::col(spell::Column::Version).add(1))
                .filter(spell::Column::PartnershipId.eq(partnership.0))
                .filter(spell::Column::PersonId.eq(person.0))
                .filter(spell::Column::Id.is_in(change.void.iter().map(|id| id.0)))
                .exec(&self.db)
                .await?;
        }
        let rows =
            change.save.iter().map(|spell| row(partnership, person, spell, by, now)).collect();
        match upsert(rows) {
            Some(rows) => Ok(self.db.later::<spell::Entity>(rows.into_query()).await?),
            None => Ok(()),
        }
    }

    /// What a change makes of the spells that are known, each of which becomes a version of its own.
    async fn new_versions(
        &self,
        partnership: PartnershipId,
        known: &[KnownSpell],
        change: &Change,
    ) -> Result<Vec<NewVersion>> {
        let find = |id: SpellId| known.iter().find(|known| known.spell.id == id);
        // Something that was taken back, and is said again, goes on where it was.
        let unknown = || change.save.iter().map(|spell| spell.id).filter(|id| find(*id).is_none());
        let mut taken_back = Vec::new();
        if unknown().next().is_some() {
            taken_back = spell::Entity::find()
                .filter(spell::Column::PartnershipId.eq(partnership.0))
                .filter(spell::Column::Id.is_in(unknown().map(|id| id.0)))
                .all(&self.db)
                .await?;
        }
        let before = |id: SpellId| match find(id) {
            Some(known) => known.version,
            None => {
                let row = taken_back.iter().find(|row| row.id == id.0);
                row.map_or(0, |row| history::read_version(row.version))
            }
        };
        let saved = change.save.iter().map(|spell| NewVersion {
            id: spell.id.0,
            version: before(spell.id) + 1,
            changes: changes(find(spell.id).map(|known| &known.spell), spell),
        });
        let void = change.void.iter().map(|id| NewVersion {
            id: id.0,
            version: before(*id) + 1,
            changes: vec![FieldChange {
                field: TAKEN_BACK.into(),
                before: None,
                after: Some("yes".into()),
            }],
        });
        Ok(saved.chain(void).collect())
    }

    pub(super) async fn upsert_rows(&self, rows: Vec<spell::ActiveModel>) -> Result<()> {
        if let Some(rows) = upsert(rows) {
            rows.exec_without_returning(&self.db).await?;
        }
        Ok(())
    }
}

/// Adds spells, or changes those that are there under the same id.
fn upsert(rows: Vec<spell::ActiveModel>) -> Option<InsertMany<spell::ActiveModel>> {
    let on_conflict = OnConflict::columns([spell::Column::PartnershipId, spell::Column::Id])
        .update_columns([
            spell::Column::ActivityCode,
            spell::Column::Source,
            spell::Column::VoidedAt,
            spell::Column::StartedOn,
            spell::Column::EndedOn,
            spell::Column::VerifiedOn,
            spell::Column::ReviewOn,
            spell::Column::PredictedEndOn,
            spell::Column::Provider,
            spell::Column::Ukprn,
            spell::Column::DaysPerWeek,
            spell::Column::WeeklyHours,
            spell::Column::Establishment,
        ])
        .value(spell::Column::Version, Expr::col((spell::Entity, spell::Column::Version)).add(1))
        .to_owned();
    (!rows.is_empty()).then(|| spell::Entity::insert_many(rows).on_conflict(on_conflict))
}

pub(super) fn row(
    partnership: PartnershipId,
    person: PersonId,
    spell: &Spell,
    by: RecordedBy,
    now: DateTime<Utc>,
) -> spell::ActiveModel {
    spell::ActiveModel {
        partnership_id: Set(partnership.0),
        id: Set(spell.id.0),
        person_id: Set(person.0),
        activity_code: Set(spell.code.number() as i16),
        source: Set(spell.source.code().into()),
        started_on: Set(spell.started_on),
        ended_on: Set(spell.ended_on),
        verified_on: Set(spell.verified_on),
        review_on: Set(spell.review_on),
        predicted_end_on: Set(spell.predicted_end_on),
        provider: Set(spell.provider.as_ref().map(|line| line.as_str().into())),
        ukprn: Set(spell.ukprn.as_ref().map(|id| id.as_str().into())),
        days_per_week: Set(spell.days_per_week.map(i16::from)),
        check_in_id: Set(by.check_in.map(|id| id.0)),
        recorded_by: Set(match by.by {
            Actor::Staff(staff) => Some(staff.0),
            _ => None,
        }),
        recorded_at: Set(now),
        voided_at: Set(None),
        version: Set(1),
        weekly_hours: Set(spell.weekly_hours.map(i16::from)),
        establishment: Set(spell.establishment.as_ref().map(|id| id.as_str().into())),
    }
}

pub(super) fn read_known(rows: Vec<spell::Model>) -> Result<Vec<KnownSpell>> {
    let known = |row: spell::Model| {
        Ok(KnownSpell {
            said_in: row.check_in_id.map(CheckInId),
            recorded_at: row.recorded_at,
            version: history::read_version(row.version),
            spell: read_spell(row)?,
        })
    };
    rows.into_iter().map(known).collect()
}

pub(super) fn read_spell(row: spell::Model) -> Result<Spell> {
    let bad = |why| StoreError::Impossible { what: "spell", why };
    Ok(Spell {
        id: SpellId(row.id),
        code: ActivityCode::new(row.activity_code as u16),
        source: Source::from_code(&row.source).ok_or(bad("source"))?,
        started_on: row.started_on,
        ended_on: row.ended_on,
        verified_on: row.verified_on,
        review_on: row.review_on,
        predicted_end_on: row.predicted_end_on,
        provider: row.provider.map(|t| Line::new(&t)).transpose().map_err(|_| bad("provider"))?,
        ukprn: row.ukprn.map(|t| Ukprn::parse(&t)).transpose().map_err(|_| bad("UKPRN"))?,
        establishment: row
            .establishment
            .map(|t| Laestab::parse(&t))
            .transpose()
            .map_err(|_| bad("establishment"))?,
        days_per_week: row.days_per_week.map(|days| days as u8),
        weekly_hours: row.weekly_hours.map(|hours| hours as u8),
    })
}
