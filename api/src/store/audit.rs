//! Who looked at whom. Written in the same transaction as the read, so that no read goes unnoted (SEC-20, YP-51).

use chrono::{DateTime, Utc};
use domain::{
    access,
    glass::{Glass, GlassReason},
    id::{PersonId, StaffId},
    staff::Role,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    entity::{access_event, staff},
    scope::{Caseload, OwnRecord, Reach, Within},
};

/// Somebody looked at a young person's record.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// When.
    pub at: DateTime<Utc>,
    /// As what; a surname would say more than a young person needs (YP-51).
    pub role: Role,
    /// Why they opened it, where it is not theirs (SEC-18).
    pub glass: Option<GlassReason>,
    /// They read what the young person wrote, or answers about sensitive things (WK-11).
    pub words: bool,
}

/// The same as staff read it.
#[derive(Clone, Debug)]
pub struct Access {
    /// Its id, by which lists go on.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// The name of whoever it was; nothing where it was no member of staff.
    pub by: Option<String>,
    /// As what.
    pub role: Option<Role>,
    /// What, by the name of the operation.
    pub what: String,
    /// Why they opened it, where it is not theirs.
    pub glass: Option<Glass>,
}

impl Tx<OwnRecord> {
    /// Who looked at this young person's record since then, the latest first.
    pub async fn looks(&self, since: DateTime<Utc>, most: u64) -> Result<Vec<Look>> {
        let rows = access_event::Entity::find()
            .filter(access_event::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(access_event::Column::PersonId.eq(self.scope.person().0))
            .filter(access_event::Column::At.gte(since))
            .filter(access_event::Column::What.is_not_in(access::TELLS_NOTHING))
            .order_by_desc(access_event::Column::At)
            .order_by_desc(access_event::Column::Id)
            .limit(most)
            .all(&self.db)
            .await?;
        let glasses = self.glasses(since).await?;
        rows.into_iter()
            .map(|row| {
                let role = row.role.as_deref().and_then(Role::from_code);
                let role = role.ok_or(StoreError::Impossible { what: "look", why: "role" })?;
                let by = row.actor_id.map(StaffId);
                let glass = by.and_then(|by| glasses.iter().find(|it| it.covers(by, row.at)));
                let words = access::opens_words(&row.what);
                Ok(Look { at: row.at, role, glass: glass.map(|it| it.reason), words })
            })
            .collect()
    }
}

impl Tx<Caseload> {
    /// Who did what with the record of somebody in reach, the latest first; what came before `after`.
    pub async fn accesses_of(
        &self,
        person: PersonId,
        after: Option<(DateTime<Utc>, Uuid)>,
        most: u64,
    ) -> Result<Vec<Access>> {
        use access_event::Column;
        let behind = after.map(|(at, id)| {
            let same = Condition::all().add(Column::At.eq(at)).add(Column::Id.lt(id));
            Condition::any().add(Column::At.lt(at)).add(same)
        });
        let rows = access_event::Entity::find()
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .filter(Column::PersonId.eq(person.0))
            .filter(behind.unwrap_or_else(Condition::all))
            .order_by_desc(Column::At)
            .order_by_desc(Column::Id)
            .limit(most)
            .all(&self.db)
            .await?;
        let Some(oldest) = rows.last().map(|row| row.at) else { return Ok(Vec::new()) };
        let names: Vec<(Uuid, String)> = staff::Entity::find()
            .select_only()
            .columns([staff::Column::Id, staff::Column::Name])
            .filter(staff::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(staff::Column::Id.is_in(rows.iter().filter_map(|row| row.actor_id)))
            .into_tuple()
            .all(&self.db)
            .await?;
        let opened = self.glasses_of(person, oldest).await?;
        let read = |row: access_event::Model| {
            let name = |id| names.iter().find(|(known, _)| *known == id).map(|(_, it)| it.clone());
            let by = row.actor_id.map(StaffId);
            let glass = by.and_then(|by| opened.iter().find(|it| it.covers(by, row.at)));
            Access {
                id: row.id,
                at: row.at,
                by: row.actor_id.and_then(name),
                role: row.role.as_deref().and_then(Role::from_code),
                what: row.what,
                glass: glass.cloned(),
            }
        };
        Ok(rows.into_iter().map(read).collect())
    }

    /// Notes that this member of staff did `what` with a young person's record.
    pub async fn note_access(
        &self,
        id: Uuid,
        person: PersonId,
        what: &'static str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let row = self.access(id, person, what, now);
        access_event::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// The same, with the records of all these people.
    pub async fn note_accesses(
        &self,
        ids: Vec<(Uuid, PersonId)>,
        what: &'static str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        for chunk in ids.chunks(super::CHUNK) {
            let rows = chunk.iter().map(|(id, person)| self.access(*id, *person, what, now));
            let rows = access_event::Entity::insert_many(rows);
            self.db.later::<access_event::Entity>(rows.into_query()).await?;
        }
        Ok(())
    }

    /// That this member of staff did `what`, as it is kept. Every column is set.
    pub(super) fn access(
        &self,
        id: Uuid,
        person: PersonId,
        what: &'static str,
        now: DateTime<Utc>,
    ) -> access_event::ActiveModel {
        access_event::ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            id: Set(id),
            at: Set(now),
            actor_kind: Set("staff".into()),
            actor_id: Set(Some(self.scope.staff().0)),
            role: Set(Some(self.scope.role().code().into())),
            person_id: Set(Some(person.0)),
            what: Set(what.into()),
        }
    }
}
