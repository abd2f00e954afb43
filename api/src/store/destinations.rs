//! Destination spells and promised support in the database.

use chrono::{DateTime, Utc};
use domain::{
    activity::ActivityCode,
    id::{CheckInId, PartnershipId, PersonId, PromiseId, SpellId, StaffId},
    promise::Promise,
    record::KnownSpell,
    spell::{Change, Source, Spell},
    text::Line,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, InsertMany, QueryFilter, QueryOrder, QueryTrait, Select,
    sea_query::{Expr, OnConflict},
};

use super::{
    Result, StoreError, Tx,
    entity::{promise, spell},
    scope::{Answers, Asks, Caseload, OpensRecord, Within},
};

/// Who or what a spell was recorded by.
#[derive(Clone, Copy, Debug, Default)]
pub struct RecordedBy {
    /// The check-in it was said in.
    pub check_in: Option<CheckInId>,
    /// The member of staff who recorded it.
    pub staff: Option<StaffId>,
}

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

    /// What was promised to one young person, earliest first, with when it was recorded.
    pub async fn promises_of(&self, person: PersonId) -> Result<Vec<(Promise, DateTime<Utc>)>> {
        read_promises(self.find_promises(person).all(&self.db).await?)
    }

    pub(super) fn find_promises(&self, person: PersonId) -> Select<promise::Entity> {
        promise::Entity::find()
            .filter(promise::Column::PersonId.eq(person.0))
            .filter(self.scope.reach(promise::Column::PartnershipId, promise::Column::PersonId))
            .order_by_asc(promise::Column::AgreedOn)
            .order_by_asc(promise::Column::Id)
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
    /// Stores what a young person's answer does to their spells.
    pub async fn save_own_spells(
        &self,
        change: &Change,
        check_in: CheckInId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let by = RecordedBy { check_in: Some(check_in), staff: None };
        let (partnership, person) = self.scope.whose();
        self.save_change(partnership, person, change, by, now).await
    }
}

impl Tx<Caseload> {
    /// Stores what a member of staff's word does to somebody's spells. Sending a spell again with the same id changes it
    /// rather than adding another.
    pub async fn save_spells(
        &self,
        person: PersonId,
        change: &Change,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.person(person).await?;
        self.refuse_foreign_spells(person, &change.save).await?;
        let by = RecordedBy { check_in: None, staff: Some(self.scope.staff()) };
        self.save_change(self.scope.partnership(), person, change, by, now).await
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

    /// Stores a promise that staff recorded; the same id again changes it.
    pub async fn save_promise(&self, new: &Promise, now: DateTime<Utc>) -> Result<()> {
        self.person(new.person).await?;
        let taken = promise::Entity::find_by_id((self.scope.partnership().0, new.id.0))
            .one(&self.db)
            .await?;
        if taken.is_some_and(|row| row.person_id != new.person.0) {
            return Err(StoreError::Exists("id of a promise"));
        }
        let row = promise::ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            id: Set(new.id.0),
            person_id: Set(new.person.0),
            name: Set(new.name.as_str().into()),
            easy_name: Set(new.easy_name.as_str().into()),
            provider: Set(new.provider.as_ref().map(|line| line.as_str().into())),
            frequency: Set(new.frequency.as_ref().map(|line| line.as_str().into())),
            agreed_on: Set(new.agreed_on),
            ended_on: Set(new.ended_on),
            recorded_by: Set(Some(self.scope.staff().0)),
            recorded_at: Set(now),
        };
        promise::Entity::insert(row)
            .on_conflict(
                OnConflict::columns([promise::Column::PartnershipId, promise::Column::Id])
                    .update_columns([
                        promise::Column::Name,
                        promise::Column::EasyName,
                        promise::Column::Provider,
                        promise::Column::Frequency,
                        promise::Column::AgreedOn,
                        promise::Column::EndedOn,
                        promise::Column::RecordedBy,
                        promise::Column::RecordedAt,
                    ])
                    .to_owned(),
            )
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }
}

impl<S> Tx<S> {
    async fn save_change(
        &self,
        partnership: PartnershipId,
        person: PersonId,
        change: &Change,
        by: RecordedBy,
        now: DateTime<Utc>,
    ) -> Result<()> {
        if !change.void.is_empty() {
            spell::Entity::update_many()
                .col_expr(spell::Column::VoidedAt, Expr::value(now))
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
        ])
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
        recorded_by: Set(by.staff.map(|id| id.0)),
        recorded_at: Set(now),
        voided_at: Set(None),
    }
}

pub(super) fn read_known(rows: Vec<spell::Model>) -> Result<Vec<KnownSpell>> {
    let known = |row: spell::Model| {
        Ok(KnownSpell {
            said_in: row.check_in_id.map(CheckInId),
            recorded_at: row.recorded_at,
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
        ukprn: row
            .ukprn
            .map(|t| domain::identifier::Ukprn::parse(&t))
            .transpose()
            .map_err(|_| bad("UKPRN"))?,
        days_per_week: row.days_per_week.map(|days| days as u8),
    })
}

pub(super) fn read_promises(rows: Vec<promise::Model>) -> Result<Vec<(Promise, DateTime<Utc>)>> {
    rows.into_iter().map(|row| Ok((read_promise(&row)?, row.recorded_at))).collect()
}

fn read_promise(row: &promise::Model) -> Result<Promise> {
    let line = |text: &str| {
        Line::new(text).map_err(|_| StoreError::Impossible { what: "promise", why: "text" })
    };
    Ok(Promise {
        id: PromiseId(row.id),
        person: PersonId(row.person_id),
        name: line(&row.name)?,
        easy_name: line(&row.easy_name)?,
        provider: row.provider.as_deref().map(line).transpose()?,
        frequency: row.frequency.as_deref().map(line).transpose()?,
        agreed_on: row.agreed_on,
        ended_on: row.ended_on,
    })
}
