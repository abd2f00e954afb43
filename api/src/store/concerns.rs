//! Promised support that may not be coming, and what others say was given, in the database.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    alert::Task,
    concern::{Concern, ConcernAnswer, ConcernOutcome, RaisedBy},
    day::london_day,
    id::{ClaimId, ConcernId, PartnershipId, PersonId, PromiseId, TaskId},
    received::{Claim, ClaimSource, Given},
    task::ToDo,
    text::{Line, Note},
    versioned::{Actor, Recorded, Thing, Versioned},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr,
};

use super::{
    Result, StoreError, Tx,
    entity::{claim, concern, task},
    history::{self, NewVersion},
    scope::{Answers, Caseload, OpensRecord, Proven, Within},
    tasks,
};

impl<S: OpensRecord> Tx<S> {
    /// What was raised about promises to one young person, the latest first.
    pub async fn concerns_of(&self, person: PersonId) -> Result<Vec<Versioned<Concern>>> {
        use concern::Column;
        let rows = concern::Entity::find()
            .filter(Column::PersonId.eq(person.0))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .order_by_desc(Column::RaisedOn)
            .order_by_desc(Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read_concern).collect()
    }

    /// What others say was given to one young person, the latest first.
    pub async fn claims_of(&self, person: PersonId) -> Result<Vec<Versioned<Claim>>> {
        use claim::Column;
        let rows = claim::Entity::find()
            .filter(Column::PersonId.eq(person.0))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .order_by_desc(Column::FromOn)
            .order_by_desc(Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read_claim).collect()
    }
}

impl Tx<Caseload> {
    /// The concern with this id, if there is one. An id that is about somebody else is nobody's business here.
    pub async fn known_concern(
        &self,
        person: PersonId,
        id: ConcernId,
    ) -> Result<Option<Versioned<Concern>>> {
        self.person(person).await?;
        let key = (self.scope.partnership().0, id.0);
        match concern::Entity::find_by_id(key).one(&self.db).await? {
            Some(row) if row.person_id != person.0 => Err(StoreError::Exists("id of a concern")),
            row => row.map(read_concern).transpose(),
        }
    }

    /// The claim with this id, likewise.
    pub async fn known_claim(
        &self,
        person: PersonId,
        id: ClaimId,
    ) -> Result<Option<Versioned<Claim>>> {
        self.person(person).await?;
        let key = (self.scope.partnership().0, id.0);
        match claim::Entity::find_by_id(key).one(&self.db).await? {
            Some(row) if row.person_id != person.0 => Err(StoreError::Exists("id of a claim")),
            row => row.map(read_claim).transpose(),
        }
    }

    /// Keeps a concern, where `known` is what was known, with the task that it makes (its id, and what the promised support
    /// is called), and the end of that task once it is answered.
    pub async fn save_concern(
        &self,
        new: &Concern,
        known: Option<&Versioned<Concern>>,
        task: (TaskId, &Line),
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.person(new.person).await?;
        self.must_be_here(new.person).await?;
        let by = Actor::Staff(self.scope.staff());
        self.keep_concern(self.scope.partnership(), new, known, (by, task), now).await?;
        match known {
            Some(known) if known.value.due_on != new.due_on => self.move_task(new, now).await,
            _ => Ok(()),
        }
    }

    /// The task is due when the answer is, where that was corrected.
    async fn move_task(&self, concern: &Concern, now: DateTime<Utc>) -> Result<()> {
        let row = task::Entity::find()
            .filter(task::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(task::Column::PersonId.eq(concern.person.0))
            .filter(task::Column::About.eq(concern.id.0))
            .filter(task::Column::DoneAt.is_null())
            .one(&self.db)
            .await?;
        let Some(known) = row.map(tasks::read).transpose()? else { return Ok(()) };
        let moved = ToDo { due_on: concern.due_on, ..known.value.clone() };
        let noted = NewVersion::of(moved.id.0, Some(&known), &moved);
        task::Entity::update_many()
            .col_expr(task::Column::DueOn, Expr::value(moved.due_on))
            .col_expr(task::Column::Version, Expr::value(history::stored(noted.version)))
            .filter(task::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(task::Column::Id.eq(moved.id.0))
            .exec(&self.db)
            .await?;
        self.note_change(concern.person, Thing::Task, noted, now).await
    }

    /// Keeps what somebody says was given, where `known` is what was known.
    pub async fn save_claim(
        &self,
        new: &Claim,
        known: Option<&Versioned<Claim>>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.person(new.person).await?;
        let noted = NewVersion::of(new.id.0, known, new);
        let version = noted.version;
        self.note_change(new.person, Claim::THING, noted, now).await?;
        let row = claim::ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            id: Set(new.id.0),
            person_id: Set(new.person.0),
            promise_id: Set(new.promise.0),
            source: Set(new.source.code().into()),
            from_on: Set(new.from_on),
            until_on: Set(new.until_on),
            given: Set(new.given.code().into()),
            words: Set(new.words.as_ref().map(|line| line.as_str().into())),
            recorded_by: Set(Some(self.scope.staff().0)),
            recorded_at: Set(now),
            version: Set(history::stored(version)),
        };
        claim::Entity::insert(row)
            .on_conflict(history::anew::<claim::Entity>(&[claim::Column::PersonId]))
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }
}

impl Tx<Proven> {
    /// Keeps that the young person says that promised support is not coming, with the task that it makes. Sent again it is
    /// still one; and where an answer is owed about it already, that concern comes back.
    pub async fn raise_concern(
        &self,
        promise: PromiseId,
        (id, task): (ConcernId, TaskId),
        now: DateTime<Utc>,
    ) -> Result<Concern> {
        let (partnership, person) = (self.scope.partnership(), self.scope.person());
        self.hold(person).await?;
        let promised = self.promises_of(person).await?.into_iter().map(|(promise, _)| promise);
        let promise = promised.into_iter().find(|it| it.id == promise);
        let promise = promise.ok_or(StoreError::NotFound("promise"))?;
        if let Some(row) = concern::Entity::find_by_id((partnership.0, id.0)).one(&self.db).await? {
            let mine = row.person_id == person.0 && row.promise_id == promise.id.0;
            return if mine {
                Ok(read_concern(row)?.value)
            } else {
                Err(StoreError::Exists("id of a concern"))
            };
        }
        let known = self.concerns_of(person).await?.into_iter().map(|known| known.value);
        let mut about = known.filter(|it| it.promise == promise.id && it.answer.is_none());
        if let Some(open) = about.next() {
            return Ok(open);
        }
        let new = Concern::new(id, (person, promise.id), RaisedBy::YoungPerson, london_day(now));
        let task = (task, &promise.name);
        self.keep_concern(partnership, &new, None, (Actor::YoungPerson, task), now).await?;
        Ok(new)
    }
}

impl<S: Answers> Tx<S> {
    /// Raises that promised support did not come twice in a row, as they say in a check-in that opened on this day; unless
    /// something is raised about it and not answered yet, or this check-in has raised it already.
    pub async fn raise_gap(
        &self,
        promise: (PromiseId, &Line),
        opened_on: NaiveDate,
        (id, task): (ConcernId, TaskId),
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (partnership, person) = self.scope.whose();
        let (promise, name) = promise;
        use concern::Column;
        let raised = Condition::all()
            .add(Column::RaisedBy.eq(RaisedBy::Rule.code()))
            .add(Column::RaisedOn.gte(opened_on));
        let open = concern::Entity::find()
            .filter(Column::PersonId.eq(person.0))
            .filter(Column::PromiseId.eq(promise.0))
            .filter(Condition::any().add(Column::AnsweredOn.is_null()).add(raised))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .one(&self.db)
            .await?;
        if open.is_some() {
            return Ok(());
        }
        let new = Concern::new(id, (person, promise), RaisedBy::Rule, london_day(now));
        self.keep_concern(partnership, &new, None, (Actor::System, (task, name)), now).await
    }
}

impl<S> Tx<S> {
    async fn keep_concern(
        &self,
        partnership: PartnershipId,
        new: &Concern,
        known: Option<&Versioned<Concern>>,
        (by, (task, name)): (Actor, (TaskId, &Line)),
        now: DateTime<Utc>,
    ) -> Result<()> {
        let noted = NewVersion::of(new.id.0, known, new);
        let version = noted.version;
        let rows = history::rows(partnership, new.person, Concern::THING, noted, by, now);
        self.note_rows(rows.collect()).await?;
        let line = |line: &Option<Line>| line.as_ref().map(|line| line.as_str().to_owned());
        let answer = new.answer.as_ref();
        let row = concern::ActiveModel {
            partnership_id: Set(partnership.0),
            id: Set(new.id.0),
            person_id: Set(new.person.0),
            promise_id: Set(new.promise.0),
            raised_by: Set(new.raised_by.code().into()),
            raised_on: Set(new.raised_on),
            words: Set(line(&new.words)),
            to_whom: Set(line(&new.to_whom)),
            due_on: Set(new.due_on),
            answered_on: Set(answer.map(|answer| answer.on)),
            outcome: Set(answer.map(|answer| answer.outcome.code().into())),
            answer: Set(answer.map(|answer| answer.words.as_str().into())),
            answered_by: Set(match (by, answer) {
                (Actor::Staff(staff), Some(_)) => Some(staff.0),
                _ => None,
            }),
            recorded_at: Set(now),
            version: Set(history::stored(version)),
        };
        concern::Entity::insert(row)
            .on_conflict(history::anew::<concern::Entity>(&[
                concern::Column::PersonId,
                concern::Column::PromiseId,
            ]))
            .exec_without_returning(&self.db)
            .await?;
        if new.answer.is_some() {
            task::Entity::update_many()
                .col_expr(task::Column::DoneAt, Expr::value(now))
                .filter(task::Column::PartnershipId.eq(partnership.0))
                .filter(task::Column::PersonId.eq(new.person.0))
                .filter(task::Column::About.eq(new.id.0))
                .filter(task::Column::DoneAt.is_null())
                .exec(&self.db)
                .await?;
            return Ok(());
        }
        let task = Task {
            id: task,
            person: new.person,
            kind: new.task(),
            about: Some(new.id.0),
            due_on: new.due_on,
        };
        let words = new.task_words(name);
        self.insert_task_for(partnership, &task, (None, Some(&words)), now).await
    }
}

pub(super) fn read_concern(row: concern::Model) -> Result<Versioned<Concern>> {
    let bad = |why| StoreError::Impossible { what: "concern", why };
    let line = |text: Option<String>| {
        text.map(|text| Line::new(&text)).transpose().map_err(|_| bad("words"))
    };
    let answer = match (row.answered_on, row.outcome, row.answer) {
        (Some(on), Some(outcome), Some(words)) => Some(ConcernAnswer {
            on,
            outcome: ConcernOutcome::from_code(&outcome).ok_or(bad("outcome"))?,
            words: Note::new(&words).map_err(|_| bad("answer"))?,
        }),
        _ => None,
    };
    let value = Concern {
        id: ConcernId(row.id),
        person: PersonId(row.person_id),
        promise: PromiseId(row.promise_id),
        raised_by: RaisedBy::from_code(&row.raised_by).ok_or(bad("who raised it"))?,
        raised_on: row.raised_on,
        words: line(row.words)?,
        to_whom: line(row.to_whom)?,
        due_on: row.due_on,
        answer,
    };
    Ok(Versioned { version: history::read_version(row.version), value })
}

pub(super) fn read_claim(row: claim::Model) -> Result<Versioned<Claim>> {
    let bad = |why| StoreError::Impossible { what: "claim", why };
    let words = row.words.map(|text| Line::new(&text)).transpose();
    let value = Claim {
        id: ClaimId(row.id),
        person: PersonId(row.person_id),
        promise: PromiseId(row.promise_id),
        source: ClaimSource::from_code(&row.source).ok_or(bad("source"))?,
        from_on: row.from_on,
        until_on: row.until_on,
        given: Given::from_code(&row.given).ok_or(bad("how much"))?,
        words: words.map_err(|_| bad("words"))?,
    };
    Ok(Versioned { version: history::read_version(row.version), value })
}
