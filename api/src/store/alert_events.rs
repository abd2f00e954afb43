//! What happened to alerts, in the database. Rows are added and never changed.

use chrono::{DateTime, Utc};
use domain::id::{AlertId, PartnershipId, StaffId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{
    Result, Tx,
    entity::alert_event,
    scope::{Caseload, Within},
};

/// Something that staff did about an alert.
#[derive(Clone, Debug)]
pub struct AlertEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// What: the code that is stored.
    pub what: String,
    /// Who; of what was freed, who had it.
    pub by: StaffId,
    /// To whom, where it was passed on.
    pub to: Option<StaffId>,
    /// What they said about it, as it was then.
    pub words: Option<String>,
}

impl Tx<Caseload> {
    /// What staff did about an alert, the earliest first.
    pub async fn alert_events(&self, of: AlertId) -> Result<Vec<AlertEvent>> {
        let rows = alert_event::Entity::find()
            .filter(alert_event::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(alert_event::Column::AlertId.eq(of.0))
            .order_by_asc(alert_event::Column::At)
            .order_by_asc(alert_event::Column::Id)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(read).collect())
    }

    /// Those of these alerts that were passed on to somebody and not taken since: by whom, to whom, when.
    pub async fn passed_on(&self, alerts: &[AlertId]) -> Result<Vec<(AlertId, AlertEvent)>> {
        let ids: Vec<Uuid> = alerts.iter().map(|id| id.0).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows = alert_event::Entity::find()
            .filter(alert_event::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(alert_event::Column::AlertId.is_in(ids))
            .filter(alert_event::Column::What.is_in(["taken", "passed-on"]))
            .order_by_asc(alert_event::Column::At)
            .order_by_asc(alert_event::Column::Id)
            .all(&self.db)
            .await?;
        let mut latest: Vec<(AlertId, AlertEvent)> = Vec::new();
        for row in rows {
            let id = AlertId(row.alert_id);
            latest.retain(|(other, _)| *other != id);
            latest.push((id, read(row)));
        }
        latest.retain(|(_, event)| event.what == "passed-on");
        Ok(latest)
    }

    /// Notes what this member of staff did about an alert. It is never changed.
    pub(super) async fn note_on_alert(
        &self,
        id: Uuid,
        of: Uuid,
        what: &'static str,
        words: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let by = self.scope.staff();
        let event = AlertEvent { at: now, what: what.to_owned(), by, to: None, words };
        self.insert_event(self.scope.partnership(), id, of, event).await
    }
}

impl<S> Tx<S> {
    /// Adds one.
    pub(super) async fn insert_event(
        &self,
        partnership: PartnershipId,
        id: Uuid,
        of: Uuid,
        event: AlertEvent,
    ) -> Result<()> {
        let row = row(partnership, id, of, event);
        alert_event::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }
}

/// Something that was done, as it is stored.
pub(super) fn row(
    partnership: PartnershipId,
    id: Uuid,
    of: Uuid,
    event: AlertEvent,
) -> alert_event::ActiveModel {
    alert_event::ActiveModel {
        partnership_id: Set(partnership.0),
        id: Set(id),
        alert_id: Set(of),
        at: Set(event.at),
        what: Set(event.what),
        staff_id: Set(event.by.0),
        words: Set(event.words),
        to_id: Set(event.to.map(|to| to.0)),
    }
}

fn read(row: alert_event::Model) -> AlertEvent {
    AlertEvent {
        at: row.at,
        what: row.what,
        by: StaffId(row.staff_id),
        to: row.to_id.map(StaffId),
        words: row.words,
    }
}
