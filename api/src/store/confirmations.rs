//! Questions to providers, each about one spell, and what they answered.

use chrono::{DateTime, Utc};
use domain::{
    alert::{Task, TaskKind},
    confirmation::{Answered, Basis, Confirmation, Effect, ProviderSays},
    day::{add_working_days, london_day},
    id::{ConfirmationId, PartnershipId, PersonId, SpellId, StaffId, TaskId},
    record::KnownSpell,
    spell::{Change, Spell},
    text::{Line, Name},
    versioned::Actor,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};

use super::{
    Result, StoreError, Tx,
    destinations::{RecordedBy, read_known},
    entity::{
        confirmation::{ActiveModel, Column, Entity, Model},
        person, spell, staff,
    },
    scope::{Caseload, Confirming, Reach, System, Within},
};

/// How long staff have to look at what a provider contradicts, in working days.
const TO_LOOK: u32 = 5;

/// A question to keep. The token of its link never is.
#[derive(Clone, Debug)]
pub struct NewConfirmation {
    /// Which.
    pub id: ConfirmationId,
    /// About whom.
    pub person: PersonId,
    /// About which spell.
    pub spell: SpellId,
    /// SHA-256 of the token.
    pub hash: [u8; 32],
    /// The name by which the provider knows them.
    pub known_as: Name,
    /// Why it may be asked.
    pub basis: Basis,
}

/// What a provider is shown, and all that it is shown.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The question.
    pub confirmation: Confirmation,
    /// What is asked about.
    pub spell: Spell,
    /// What the partnership calls the service.
    pub service: String,
    /// The name of whoever asks.
    pub asked_by: String,
}

impl Tx<Caseload> {
    /// Keeps a question to a provider. Sent again, it has a new link, and the one before works no longer. `NotFound` for a
    /// spell that is not this person's, `Exists` once it has been answered or is about something else.
    pub async fn ask_provider(
        &self,
        new: &NewConfirmation,
        now: DateTime<Utc>,
    ) -> Result<Confirmation> {
        self.hold(new.person).await?;
        self.must_be_here(new.person).await?;
        let spells = self.known_spells_of(new.person).await?;
        if spells.iter().all(|known| known.spell.id != new.spell) {
            return Err(StoreError::NotFound("spell"));
        }
        let known =
            Entity::find_by_id((self.scope.partnership().0, new.id.0)).one(&self.db).await?;
        let other = |row: &Model| {
            (row.person_id, row.spell_id) != (new.person.0, new.spell.0) || row.answer.is_some()
        };
        if known.is_some_and(|row| other(&row)) {
            return Err(StoreError::Exists("question"));
        }
        let row = ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            id: Set(new.id.0),
            person_id: Set(new.person.0),
            spell_id: Set(new.spell.0),
            token_hash: Set(new.hash.to_vec()),
            known_as: Set(new.known_as.as_str().into()),
            basis: Set(new.basis.code().into()),
            asked_by: Set(self.scope.staff().0),
            asked_at: Set(now),
            expires_at: Set(Confirmation::expiry(now)),
            opened_at: Set(None),
            answer: Set(None),
            ended_on: Set(None),
            answered_by: Set(None),
            answered_at: Set(None),
            withdrawn_at: Set(None),
        };
        let anew = OnConflict::columns([Column::PartnershipId, Column::Id])
            .update_columns([
                Column::TokenHash,
                Column::KnownAs,
                Column::Basis,
                Column::AskedBy,
                Column::AskedAt,
                Column::ExpiresAt,
                Column::OpenedAt,
                Column::WithdrawnAt,
            ])
            .to_owned();
        read(Entity::insert(row).on_conflict(anew).exec_with_returning(&self.db).await?)
    }

    /// What providers were asked about one young person, the latest first.
    pub async fn confirmations_of(&self, person: PersonId) -> Result<Vec<Confirmation>> {
        let rows = Entity::find()
            .filter(Column::PersonId.eq(person.0))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .order_by_desc(Column::AskedAt)
            .order_by_desc(Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// Takes a question back: its link works no longer. One that was answered stays as it is. `NotFound` if there is none.
    pub async fn withdraw_question(
        &self,
        person: PersonId,
        id: ConfirmationId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.hold(person).await?;
        let all = self.confirmations_of(person).await?;
        let known = all.iter().find(|known| known.id == id);
        let known = known.ok_or(StoreError::NotFound("question"))?;
        if known.answered.is_none() && known.withdrawn_at.is_none() {
            Entity::update_many()
                .col_expr(Column::WithdrawnAt, Expr::value(now))
                .filter(Column::PartnershipId.eq(self.scope.partnership().0))
                .filter(Column::Id.eq(id.0))
                .exec(&self.db)
                .await?;
        }
        Ok(())
    }
}

impl Tx<System> {
    /// Who holds the token of a question. `NotFound` if there is none.
    pub async fn confirming(
        &self,
        partnership: PartnershipId,
        hash: [u8; 32],
    ) -> Result<Confirming> {
        let row = Entity::find()
            .filter(Column::PartnershipId.eq(partnership.0))
            .filter(Column::TokenHash.eq(hash.to_vec()))
            .one(&self.db)
            .await?
            .ok_or(StoreError::NotFound("question"))?;
        let (id, person) = (ConfirmationId(row.id), PersonId(row.person_id));
        Ok(Confirming::new(partnership, id, person, SpellId(row.spell_id)))
    }
}

impl Tx<Confirming> {
    /// The one thing that is asked about. `NotFound` if what was asked about is not there any more.
    pub async fn asked(&self) -> Result<Asked> {
        let here = self.scope.partnership();
        let confirmation = self.question().await?;
        let spell = spell::Entity::find_by_id((here.0, self.scope.spell().0))
            .filter(spell::Column::VoidedAt.is_null())
            .one(&self.db)
            .await?;
        let known = read_known(spell.into_iter().collect())?;
        let spell = known.into_iter().next().ok_or(StoreError::NotFound("question"))?.spell;
        let asked_by = staff::Entity::find_by_id(confirmation.asked_by.0)
            .filter(staff::Column::PartnershipId.eq(here.0))
            .one(&self.db)
            .await?
            .ok_or(StoreError::Impossible { what: "question", why: "by nobody" })?;
        let service = self.partnership_row(here).await?.service_name;
        Ok(Asked {
            confirmation,
            spell,
            service: service.as_str().to_owned(),
            asked_by: asked_by.name,
        })
    }

    /// Notes that the link was opened. Opening uses nothing up: mail programs look at links too.
    pub async fn note_opened(&self, now: DateTime<Utc>) -> Result<()> {
        Entity::update_many()
            .col_expr(Column::OpenedAt, Expr::value(now))
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::Id.eq(self.scope.confirmation().0))
            .filter(Column::OpenedAt.is_null())
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Nobody else decides about this young person until the transaction ends.
    pub async fn hold_asked(&self) -> Result<()> {
        let here = Condition::all()
            .add(person::Column::PartnershipId.eq(self.scope.partnership().0))
            .add(person::Column::Id.eq(self.scope.person().0));
        self.hold_where(here).await
    }

    /// Keeps what the provider said, and what becomes of the spell by it. Hold what is asked about first.
    pub async fn answer_question(
        &self,
        answer: &Answered,
        effect: &Effect,
        task: TaskId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (here, person) = (self.scope.partnership(), self.scope.person());
        Entity::update_many()
            .col_expr(Column::Answer, Expr::value(answer.says.code()))
            .col_expr(Column::EndedOn, Expr::value(answer.ended_on))
            .col_expr(Column::AnsweredBy, Expr::value(answer.by.as_str()))
            .col_expr(Column::AnsweredAt, Expr::value(answer.at))
            .filter(Column::PartnershipId.eq(here.0))
            .filter(Column::Id.eq(self.scope.confirmation().0))
            .exec(&self.db)
            .await?;
        if let Effect::Stands(spell) = effect {
            let known = self.spells_there().await?;
            let spells: Vec<Spell> = known.iter().map(|known| known.spell.clone()).collect();
            let change = Change::recorded(&spells, spell.clone());
            let by = RecordedBy { check_in: None, by: Actor::System };
            self.save_change((here, person), &known, &change, by, now).await?;
        }
        if answer.wants_a_look(effect) {
            let task = Task {
                id: task,
                person,
                kind: TaskKind::ConfirmDestination,
                about: Some(self.scope.confirmation().0),
                due_on: add_working_days(london_day(now), TO_LOOK),
            };
            self.insert_task(here, &task, now).await?;
        }
        Ok(())
    }

    async fn question(&self) -> Result<Confirmation> {
        let key = (self.scope.partnership().0, self.scope.confirmation().0);
        let row = Entity::find_by_id(key).one(&self.db).await?;
        read(row.ok_or(StoreError::NotFound("question"))?)
    }

    /// What is known of where they are, for what the answer does to it.
    async fn spells_there(&self) -> Result<Vec<KnownSpell>> {
        let rows = spell::Entity::find()
            .filter(spell::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(spell::Column::PersonId.eq(self.scope.person().0))
            .filter(spell::Column::VoidedAt.is_null())
            .order_by_asc(spell::Column::StartedOn)
            .order_by_asc(spell::Column::Id)
            .all(&self.db)
            .await?;
        read_known(rows)
    }
}

fn read(row: Model) -> Result<Confirmation> {
    let bad = |why| StoreError::Impossible { what: "question", why };
    let answered = match (row.answer, row.answered_by, row.answered_at) {
        (Some(says), Some(by), Some(at)) => Some(Answered {
            says: ProviderSays::from_code(&says).ok_or(bad("answer"))?,
            ended_on: row.ended_on,
            by: Line::new(&by).map_err(|_| bad("signature"))?,
            at,
        }),
        _ => None,
    };
    Ok(Confirmation {
        id: ConfirmationId(row.id),
        person: PersonId(row.person_id),
        spell: SpellId(row.spell_id),
        known_as: Name::new(&row.known_as).map_err(|_| bad("name"))?,
        basis: Basis::from_code(&row.basis).ok_or(bad("basis"))?,
        asked_by: StaffId(row.asked_by),
        asked_at: row.asked_at,
        expires_at: row.expires_at,
        opened_at: row.opened_at,
        answered,
        withdrawn_at: row.withdrawn_at,
    })
}
