//! Deleting what has served its time. What young people said and what staff recorded is not among it.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::{
    Result, Tx,
    entity::{invitation, prompt, push_subscription, session, session_token, sign_in_link},
    scope::System,
};

impl Tx<System> {
    /// Deletes invitations and sign-in links made before `kept_since` that are over, and sessions that are over, with
    /// their tokens and phones. Gives back how many rows went.
    pub async fn forget_sign_in(
        &self,
        kept_since: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<u64> {
        let mut count = 0;
        // A used invitation says that somebody has joined: it stays as long as they do.
        count += invitation::Entity::delete_many()
            .filter(invitation::Column::MadeAt.lt(kept_since))
            .filter(invitation::Column::LinkExpiresAt.lt(now))
            .filter(invitation::Column::CodeExpiresAt.lt(now))
            .filter(invitation::Column::UsedAt.is_null())
            .filter(invitation::Column::ParkedAt.is_null())
            .exec(&self.db)
            .await?
            .rows_affected;
        count += sign_in_link::Entity::delete_many()
            .filter(sign_in_link::Column::ExpiresAt.lt(kept_since))
            .exec(&self.db)
            .await?
            .rows_affected;
        let over = Condition::any()
            .add(session::Column::EndsAt.lt(kept_since))
            .add(session::Column::IdleEndsAt.lt(kept_since))
            .add(session::Column::EndedAt.lt(kept_since));
        let ids = || {
            session::Entity::find()
                .select_only()
                .column(session::Column::Id)
                .filter(over.clone())
                .into_query()
        };
        count += session_token::Entity::delete_many()
            .filter(
                Condition::any()
                    .add(session_token::Column::ExpiresAt.lt(kept_since))
                    .add(session_token::Column::SessionId.in_subquery(ids())),
            )
            .exec(&self.db)
            .await?
            .rows_affected;
        count += push_subscription::Entity::delete_many()
            .filter(push_subscription::Column::SessionId.in_subquery(ids()))
            .exec(&self.db)
            .await?
            .rows_affected;
        count +=
            session::Entity::delete_many().filter(over.clone()).exec(&self.db).await?.rows_affected;
        Ok(count)
    }

    /// Deletes what became of prompts settled before `kept_since`.
    pub async fn forget_prompts(&self, kept_since: DateTime<Utc>) -> Result<u64> {
        let gone = prompt::Entity::delete_many()
            .filter(prompt::Column::SettledAt.lt(kept_since))
            .exec(&self.db)
            .await?;
        Ok(gone.rows_affected)
    }
}
