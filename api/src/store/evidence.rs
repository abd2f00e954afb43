//! Whose word each destination rests on, and the tries that came before it was said that nobody knows.

use chrono::{DateTime, Utc};
use domain::{
    activity::ActivityCode,
    attempts::{Attempt, Means},
    id::{CheckInId, PartnershipId, PersonId, SpellId, StaffId},
    prompt::{Channel, PromptOutcome},
    receipt::Receipt,
    spell::{Evidence, Source},
    versioned::Actor,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{BinOper, Expr, ExprTrait, OnConflict},
};

use super::{
    ImportedSpell, Result, StoreError, TakesIn, Tx,
    destinations::RecordedBy,
    entity::{prompt, spell_try, spell_word},
    scope::{Caseload, Reach, Within},
};

/// A word as it is kept.
#[derive(Clone, Copy, Debug)]
pub struct KnownWord {
    /// What it says, and whose it is.
    pub word: Evidence,
    /// Which member of staff gave it.
    pub by: Option<StaffId>,
    /// The check-in it was said in.
    pub said_in: Option<CheckInId>,
    /// When we learnt of it.
    pub heard_at: DateTime<Utc>,
}

/// A try that a word of not knowing rests on.
#[derive(Clone, Copy, Debug)]
pub struct KnownTry {
    /// Of which spell.
    pub spell: SpellId,
    /// The try.
    pub attempt: Attempt,
}

impl Tx<Caseload> {
    /// What went out to one young person by itself and came, as far as it is still known.
    pub async fn prompts_tried(&self, person: PersonId) -> Result<Vec<Attempt>> {
        use prompt::Column;
        // Word for word as the index says it: see `outgoing.rs`.
        let may_have_it = [PromptOutcome::Sent, PromptOutcome::Unsure];
        let may_have_it = may_have_it.map(|it| Expr::Constant(it.code().into()));
        let rows: Vec<(String, Option<DateTime<Utc>>)> = prompt::Entity::find()
            .select_only()
            .columns([Column::Channel, Column::SettledAt])
            .filter(Column::PersonId.eq(person.0))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .filter(Expr::col(Column::Outcome).binary(BinOper::In, Expr::tuple(may_have_it)))
            .filter(Column::Outcome.eq(PromptOutcome::Sent.code()))
            .filter(Column::Receipt.is_null().or(Column::Receipt.eq(Receipt::Delivered.code())))
            .into_tuple()
            .all(&self.db)
            .await?;
        let tried = |(channel, at): (String, Option<DateTime<Utc>>)| {
            let channel = Channel::from_code(&channel);
            let channel = channel.ok_or(StoreError::Impossible { what: "prompt", why: "channel" });
            at.map(|at| channel.map(|channel| Attempt::sent(channel, at)))
        };
        rows.into_iter().filter_map(tried).collect()
    }

    /// Keeps the tries that a word of not knowing rests on.
    pub async fn keep_tries(
        &self,
        person: PersonId,
        spell: SpellId,
        tries: &[Attempt],
    ) -> Result<()> {
        let row = |it: &Attempt| spell_try::ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            spell_id: Set(spell.0),
            tried_at: Set(it.at),
            means: Set(it.means.code().into()),
            person_id: Set(person.0),
            by_hand: Set(it.by_hand),
        };
        if tries.is_empty() {
            return Ok(());
        }
        use spell_try::Column;
        let key = [Column::PartnershipId, Column::SpellId, Column::TriedAt, Column::Means];
        let rows = spell_try::Entity::insert_many(tries.iter().map(row))
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned());
        Ok(self.db.later::<spell_try::Entity>(rows.into_query()).await?)
    }
}

impl<S: TakesIn> Tx<S> {
    /// Keeps the words of a council's file, where it says something new: of a spell that was not known, or of a later day.
    pub(super) async fn keep_words_of_file(
        &self,
        spells: &[ImportedSpell],
        now: DateTime<Utc>,
    ) -> Result<()> {
        let by = RecordedBy { check_in: None, by: Actor::File };
        let news = |it: &&ImportedSpell| {
            let known = it.known.as_ref().map(|known| &known.value);
            known.is_none_or(|known| it.spell.known_on() > known.known_on())
        };
        let row = |it: &ImportedSpell| {
            let source = if it.known.is_none() { it.spell.source } else { Source::Import };
            row(self.scope.partnership(), it.person, &Evidence::of(&it.spell, source), by, now)
        };
        self.keep_rows(spells.iter().filter(news).map(row).collect()).await
    }
}

impl<S> Tx<S> {
    /// Keeps somebody's word. The same again is the same word.
    pub(super) async fn keep_word(
        &self,
        (partnership, person): (PartnershipId, PersonId),
        word: &Evidence,
        by: RecordedBy,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.keep_rows(vec![row(partnership, person, word, by, now)]).await
    }

    async fn keep_rows(&self, rows: Vec<spell_word::ActiveModel>) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        use spell_word::Column;
        let key = [
            Column::PartnershipId,
            Column::SpellId,
            Column::ActivityCode,
            Column::Source,
            Column::SaidOn,
        ];
        let rows = spell_word::Entity::insert_many(rows)
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned());
        Ok(self.db.later::<spell_word::Entity>(rows.into_query()).await?)
    }
}

fn row(
    partnership: PartnershipId,
    person: PersonId,
    word: &Evidence,
    by: RecordedBy,
    now: DateTime<Utc>,
) -> spell_word::ActiveModel {
    spell_word::ActiveModel {
        partnership_id: Set(partnership.0),
        spell_id: Set(word.spell.0),
        activity_code: Set(word.code.number() as i16),
        source: Set(word.source.code().into()),
        said_on: Set(word.on),
        person_id: Set(person.0),
        staff_id: Set(match by.by {
            Actor::Staff(staff) => Some(staff.0),
            _ => None,
        }),
        check_in_id: Set(by.check_in.map(|id| id.0)),
        heard_at: Set(now),
    }
}

pub(super) fn read_word(row: spell_word::Model) -> Result<KnownWord> {
    let source = Source::from_code(&row.source);
    Ok(KnownWord {
        word: Evidence {
            spell: SpellId(row.spell_id),
            code: ActivityCode::new(row.activity_code as u16),
            source: source.ok_or(StoreError::Impossible { what: "word", why: "source" })?,
            on: row.said_on,
        },
        by: row.staff_id.map(StaffId),
        said_in: row.check_in_id.map(CheckInId),
        heard_at: row.heard_at,
    })
}

pub(super) fn read_try(row: spell_try::Model) -> Result<KnownTry> {
    let means = Means::from_code(&row.means);
    let means = means.ok_or(StoreError::Impossible { what: "try", why: "means" })?;
    let attempt = Attempt { at: row.tried_at, means, by_hand: row.by_hand };
    Ok(KnownTry { spell: SpellId(row.spell_id), attempt })
}
