//! What young people ask about what is held of them, in the database.

use chrono::NaiveDate;
use domain::{
    alert::{Task, TaskKind},
    data_request::{Answered, Asked, DataRequest, Decision, MOST_WAITING, Part, due_after_waiting},
    id::{DataRequestId, PersonId, StaffId, TaskId},
    text::Note,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr,
};

use super::{
    Result, StoreError, Tx,
    entity::{
        data_request::{ActiveModel, Column, Entity, Model},
        task,
    },
    scope::{Caseload, OpensRecord, Proven, Within},
};

impl Tx<Proven> {
    /// Keeps a request, with the task that has it answered. Sent again, it is still one. False if as many wait already as
    /// anybody can have waiting.
    pub async fn save_request(&self, new: &DataRequest, task: TaskId) -> Result<bool> {
        let (partnership, me) = (self.scope.partnership(), self.scope.person());
        // Sent twice at once, the second finds the first; and two that are last at once would be one too many.
        self.hold(me).await?;
        let known = Entity::find_by_id((partnership.0, new.id.0)).one(&self.db).await?;
        if let Some(known) = known {
            let mine = known.person_id == me.0;
            return if mine { Ok(true) } else { Err(StoreError::Exists("id of a request")) };
        }
        let waiting = self.requests_of(me).await?;
        if waiting.iter().filter(|request| request.answer.is_none()).count() >= MOST_WAITING {
            return Ok(false);
        }
        let row = ActiveModel {
            partnership_id: Set(partnership.0),
            id: Set(new.id.0),
            person_id: Set(me.0),
            asked: Set(new.asked.code().into()),
            part: Set(new.part.code().into()),
            item_id: Set(new.item),
            words: Set(new.words.as_ref().map(|words| words.as_str().into())),
            help: Set(new.help),
            asked_at: Set(new.asked_at),
            due_on: Set(new.due_on),
            waiting_since: Set(None),
            waiting_for: Set(None),
            decision: Set(None),
            reply: Set(None),
            answered_at: Set(None),
            answered_by: Set(None),
        };
        Entity::insert(row)
            .exec_without_returning(&self.db)
            .await
            .map_err(StoreError::or_exists("request"))?;
        let task = Task {
            id: task,
            person: me,
            kind: TaskKind::Request,
            about: Some(new.id.0),
            due_on: new.due_on,
        };
        self.insert_task(partnership, &task, new.asked_at).await?;
        Ok(true)
    }

    /// What this young person asked, the latest first.
    pub async fn data_requests(&self) -> Result<Vec<DataRequest>> {
        self.requests_of(self.scope.person()).await
    }
}

impl<S: OpensRecord> Tx<S> {
    /// What a young person asked, the latest first.
    pub async fn requests_of(&self, person: PersonId) -> Result<Vec<DataRequest>> {
        let rows = Entity::find()
            .filter(Column::PersonId.eq(person.0))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .order_by_desc(Column::AskedAt)
            .order_by_desc(Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }
}

impl Tx<Caseload> {
    /// Answers a request and settles its task. `Exists` if somebody has answered it otherwise.
    pub async fn answer_request(
        &self,
        person: PersonId,
        id: DataRequestId,
        answer: &Answered,
    ) -> Result<DataRequest> {
        let known = self.request(person, id).await?;
        if let Some(given) = &known.answer {
            let same = given.decision == answer.decision && given.words == answer.words;
            return if same {
                Ok(known)
            } else {
                Err(StoreError::Exists("answer to this request"))
            };
        }
        // Whoever is first has answered it.
        let answered = Entity::update_many()
            .col_expr(Column::Decision, Expr::value(answer.decision.code()))
            .col_expr(Column::Reply, Expr::value(answer.words.as_str()))
            .col_expr(Column::AnsweredAt, Expr::value(answer.at))
            .col_expr(Column::AnsweredBy, Expr::value(answer.by.0))
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::Id.eq(id.0))
            .filter(Column::AnsweredAt.is_null())
            .exec(&self.db)
            .await?;
        if answered.rows_affected == 0 {
            return Err(StoreError::Exists("answer to this request"));
        }
        task::Entity::update_many()
            .col_expr(task::Column::DoneAt, Expr::value(answer.at))
            .filter(task::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(task::Column::About.eq(id.0))
            .filter(task::Column::DoneAt.is_null())
            .exec(&self.db)
            .await?;
        self.request(person, id).await
    }

    /// Stops the clock of a request until the young person says more, or starts it again; the days between do not
    /// count.
    pub async fn wait_for_request(
        &self,
        person: PersonId,
        id: DataRequestId,
        waiting_for: Option<&Note>,
        today: NaiveDate,
    ) -> Result<DataRequest> {
        let known = self.request(person, id).await?;
        if known.answer.is_some() {
            return Err(StoreError::Exists("answer to this request"));
        }
        let since = known.waiting.as_ref().map(|(since, _)| *since);
        let (since, due_on) = match (waiting_for, since) {
            (Some(_), since) => (Some(since.unwrap_or(today)), known.due_on),
            (None, Some(since)) => (None, due_after_waiting(known.due_on, since, today)),
            (None, None) => (None, known.due_on),
        };
        Entity::update_many()
            .col_expr(Column::WaitingSince, Expr::value(since))
            .col_expr(Column::WaitingFor, Expr::value(waiting_for.map(|words| words.as_str())))
            .col_expr(Column::DueOn, Expr::value(due_on))
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::Id.eq(id.0))
            .exec(&self.db)
            .await?;
        task::Entity::update_many()
            .col_expr(task::Column::DueOn, Expr::value(due_on))
            .filter(task::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(task::Column::About.eq(id.0))
            .exec(&self.db)
            .await?;
        self.request(person, id).await
    }

    async fn request(&self, person: PersonId, id: DataRequestId) -> Result<DataRequest> {
        self.hold(person).await?;
        let all = self.requests_of(person).await?;
        all.into_iter().find(|known| known.id == id).ok_or(StoreError::NotFound("request"))
    }
}

pub(super) fn read(row: Model) -> Result<DataRequest> {
    let bad = |why| StoreError::Impossible { what: "request", why };
    let note = |text: &str| Note::new(text).map_err(|_| bad("words"));
    let answer = match (row.decision, row.reply, row.answered_at, row.answered_by) {
        (Some(decision), Some(words), Some(at), Some(by)) => Some(Answered {
            decision: Decision::from_code(&decision).ok_or(bad("decision"))?,
            words: note(&words)?,
            at,
            by: StaffId(by),
        }),
        _ => None,
    };
    let waiting = match (row.waiting_since, row.waiting_for) {
        (Some(since), Some(words)) => Some((since, note(&words)?)),
        _ => None,
    };
    Ok(DataRequest {
        id: DataRequestId(row.id),
        person: PersonId(row.person_id),
        asked: Asked::from_code(&row.asked).ok_or(bad("what is asked"))?,
        part: Part::from_code(&row.part).ok_or(bad("part"))?,
        item: row.item_id,
        words: row.words.as_deref().map(note).transpose()?,
        help: row.help,
        asked_at: row.asked_at,
        due_on: row.due_on,
        waiting,
        answer,
    })
}
