//! Who looked at whom. Written in the same transaction as the read, so that no read goes unnoted (SEC-20, YP-51).

use chrono::{DateTime, Utc};
use domain::id::PersonId;
use sea_orm::{ActiveValue::Set, EntityTrait};
use uuid::Uuid;

use super::{
    Result, Tx,
    entity::access_event,
    scope::{Caseload, Within},
};

impl Tx<Caseload> {
    /// Notes that this member of staff did `what` with a young person's record.
    pub async fn note_access(
        &self,
        id: Uuid,
        person: PersonId,
        what: &'static str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let row = access_event::ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            id: Set(id),
            at: Set(now),
            actor_kind: Set("staff".into()),
            actor_id: Set(Some(self.scope.staff().0)),
            role: Set(Some(self.scope.role().code().into())),
            person_id: Set(Some(person.0)),
            what: Set(what.into()),
        };
        access_event::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }
}
