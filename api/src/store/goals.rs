//! What young people want, in the database.

use chrono::{DateTime, Utc};
use domain::{
    alert::Alert,
    goal::{Goal, MOST},
    id::{GoalId, PersonId},
    text::Note,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder,
    sea_query::OnConflict,
};

use super::{
    Result, StoreError, Tx,
    entity::goal::{ActiveModel, Column, Entity, Model},
    scope::{OwnRecord, People, Reach, SeesGoals, Within},
};

impl Tx<OwnRecord> {
    /// Keeps a goal, together with the alert that has somebody read new words. The same id again changes it; when it was
    /// written first, and first reached, stays. False if there are as many already as anybody keeps.
    pub async fn save_goal(
        &self,
        goal: &Goal,
        alert: Option<Alert>,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let (partnership, me) = (self.scope.partnership(), self.scope.person());
        // Two that are last at once would be one too many.
        self.hold(me).await?;
        let known = Entity::find_by_id((partnership.0, goal.id.0)).one(&self.db).await?;
        if known.as_ref().is_some_and(|known| known.person_id != me.0) {
            return Err(StoreError::Exists("id of a goal"));
        }
        if known.is_none() && self.goals_of(me).await?.len() >= MOST {
            return Ok(false);
        }
        let news = known.as_ref().is_none_or(|known| known.words != goal.words.as_str());
        let reached_before = known.as_ref().and_then(|known| known.reached_at);
        let row = ActiveModel {
            partnership_id: Set(partnership.0),
            id: Set(goal.id.0),
            person_id: Set(me.0),
            words: Set(goal.words.as_str().into()),
            made_at: Set(known.map_or(goal.made_at, |known| known.made_at)),
            changed_at: Set(now),
            reached_at: Set(goal.reached_at.map(|at| reached_before.unwrap_or(at))),
        };
        Entity::insert(row)
            .on_conflict(
                OnConflict::columns([Column::PartnershipId, Column::Id])
                    .update_columns([Column::Words, Column::ChangedAt, Column::ReachedAt])
                    .to_owned(),
            )
            .exec_without_returning(&self.db)
            .await?;
        if let Some(alert) = alert.filter(|_| news) {
            self.raise_once(alert).await?;
        }
        Ok(true)
    }

    /// Forgets a goal.
    pub async fn remove_goal(&self, id: GoalId) -> Result<()> {
        let gone = Entity::delete_many()
            .filter(Column::Id.eq(id.0))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .exec(&self.db)
            .await?;
        if gone.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound("goal")) }
    }
}

impl<S: People> Tx<S> {
    /// The goals of a young person, in the order in which they wrote them.
    pub async fn goals_of(&self, person: PersonId) -> Result<Vec<Goal>> {
        let reach = self.scope.reach(Column::PartnershipId, Column::PersonId);
        self.goals_within(reach.add(Column::PersonId.eq(person.0))).await
    }
}

impl Tx<SeesGoals> {
    /// The goals of the young person whom this supporter helps, in the order in which they were written.
    pub async fn their_goals(&self) -> Result<Vec<Goal>> {
        let helper = self.scope.helper();
        let theirs = Condition::all()
            .add(Column::PartnershipId.eq(helper.partnership().0))
            .add(Column::PersonId.eq(helper.person().0));
        self.goals_within(theirs).await
    }
}

impl<S> Tx<S> {
    async fn goals_within(&self, whose: Condition) -> Result<Vec<Goal>> {
        let rows = Entity::find()
            .filter(whose)
            .order_by_asc(Column::MadeAt)
            .order_by_asc(Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }
}

pub(super) fn read(row: Model) -> Result<Goal> {
    let bad = |_| StoreError::Impossible { what: "goal", why: "words" };
    Ok(Goal {
        id: GoalId(row.id),
        person: PersonId(row.person_id),
        words: Note::new(&row.words).map_err(bad)?,
        made_at: row.made_at,
        reached_at: row.reached_at,
    })
}
