//! Answers in the database. An answer that no longer counts is kept, marked with when it was superseded.

use chrono::{DateTime, Utc};
use domain::{
    answer::{Answer, Merged},
    id::{AnswerId, CheckInId, PersonId, SupporterId},
    person::Reading,
    questionnaire::{AnswerSource, FreeText, Said},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait, Select,
    sea_query::Expr,
};

use super::{
    Result, StoreError, Tx,
    entity::answer::{ActiveModel, Column, Entity, Model},
    scope::{Answers, Asks},
};

impl<S: Asks> Tx<S> {
    /// The answers that count, of one check-in.
    pub async fn answers(&self, check_in: CheckInId) -> Result<Vec<Answer>> {
        let rows = Entity::find()
            .filter(Column::CheckInId.eq(check_in.0))
            .filter(Column::SupersededAt.is_null())
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .order_by_asc(Column::AnsweredAt)
            .order_by_asc(Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// The answers that count, of all check-ins of one young person.
    pub async fn answers_of(&self, person: PersonId) -> Result<Vec<(CheckInId, Answer)>> {
        read_all(self.find_answers(person).all(&self.db).await?)
    }

    pub(super) fn find_answers(&self, person: PersonId) -> Select<Entity> {
        Entity::find()
            .filter(Column::PersonId.eq(person.0))
            .filter(Column::SupersededAt.is_null())
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .order_by_asc(Column::AnsweredAt)
            .order_by_asc(Column::Id)
    }
}

impl<S: Answers> Tx<S> {
    /// Stores what [`domain::answer::merge`] found to change.
    pub async fn save_answers(
        &self,
        check_in: CheckInId,
        merged: &Merged,
        now: DateTime<Utc>,
    ) -> Result<()> {
        if !merged.superseded.is_empty() {
            Entity::update_many()
                .col_expr(Column::SupersededAt, Expr::value(now))
                .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
                .filter(Column::Id.is_in(merged.superseded.iter().map(|id| id.0)))
                .exec(&self.db)
                .await?;
        }
        if merged.added.is_empty() {
            return Ok(());
        }
        let rows = merged.added.iter().map(|answer| self.row(check_in, answer));
        Ok(self.db.later::<Entity>(Entity::insert_many(rows).into_query()).await?)
    }

    fn row(&self, check_in: CheckInId, answer: &Answer) -> ActiveModel {
        let (codes, free_text, skipped) = match &answer.said {
            Said::Skipped => (None, None, true),
            Said::Codes(codes) => (Some(serde_json::json!(codes).to_string()), None, false),
            Said::Text(text) => (None, Some(text.as_str().to_owned()), false),
        };
        let (partnership, person) = self.scope.whose();
        ActiveModel {
            partnership_id: Set(partnership.0),
            id: Set(answer.id.0),
            check_in_id: Set(check_in.0),
            person_id: Set(person.0),
            key: Set(answer.key.clone()),
            question: Set(answer.question.clone()),
            item_id: Set(answer.item),
            codes: Set(codes),
            free_text: Set(free_text),
            skipped: Set(skipped),
            source: Set(answer.source.code().into()),
            helper: Set(answer.helper.clone()),
            reading: Set(answer.reading.code().into()),
            language: Set(answer.language.clone()),
            answered_at: Set(answer.answered_at),
            received_at: Set(answer.received_at),
            superseded_at: Set(None),
            supporter_id: Set(answer.supporter.map(|id| id.0)),
        }
    }
}

pub(super) fn read_all(rows: Vec<Model>) -> Result<Vec<(CheckInId, Answer)>> {
    rows.into_iter().map(|row| Ok((CheckInId(row.check_in_id), read(row)?))).collect()
}

fn read(row: Model) -> Result<Answer> {
    let bad = |why| StoreError::Impossible { what: "answer", why };
    let said = match (row.skipped, row.codes, row.free_text) {
        (true, None, None) => Said::Skipped,
        (false, Some(codes), None) => {
            Said::Codes(serde_json::from_str(&codes).map_err(|_| bad("codes"))?)
        }
        (false, None, Some(text)) => Said::Text(FreeText::new(&text).map_err(|_| bad("text"))?),
        _ => return Err(bad("not one of skipped, codes and text")),
    };
    Ok(Answer {
        id: AnswerId(row.id),
        key: row.key,
        question: row.question,
        item: row.item_id,
        said,
        source: AnswerSource::from_code(&row.source).ok_or(bad("source"))?,
        helper: row.helper,
        supporter: row.supporter_id.map(SupporterId),
        reading: Reading::from_code(&row.reading).ok_or(bad("reading"))?,
        language: row.language,
        answered_at: row.answered_at,
        received_at: row.received_at,
    })
}
