//! Who has an alert in hand, and who hears of it while nobody has, in the database (SAFE-05, SAFE-08).

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    absence::{Absence, covering},
    alert::{Alert, LAST_RUNG},
    id::{AlertId, PartnershipId, PersonId, StaffId},
    staff::{Role, Staff},
    text::Note,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Account, AlertEvent, Result, Tx,
    alerts::read,
    entity::{alert, assignment, person, staff},
    scope::{Caseload, Reach, System, Within},
};

/// Those who work with people.
const WITH_PEOPLE: [Role; 3] = [Role::Worker, Role::Manager, Role::SafeguardingLead];

/// An alert whose next rung has come.
#[derive(Clone, Debug)]
pub struct Due {
    /// Where.
    pub partnership: PartnershipId,
    /// Which.
    pub alert: Alert,
    /// How often it has been told of.
    pub rung: u16,
    /// When it was to be looked at.
    pub at: DateTime<Utc>,
}

/// Somebody who works with people here.
#[derive(Clone, Debug)]
pub struct TeamMember {
    /// Who.
    pub staff: Staff,
    /// They are on duty: alerts that nobody has come to them too.
    pub on_duty: bool,
}

impl Tx<System> {
    /// The open alerts whose next rung has come, the longest waiting first.
    pub async fn due_rungs(&self, now: DateTime<Utc>, limit: u64) -> Result<Vec<Due>> {
        let rows = alert::Entity::find()
            .filter(alert::Column::ClosedAt.is_null())
            .filter(alert::Column::NextRungAt.lte(now))
            .order_by_asc(alert::Column::NextRungAt)
            .limit(limit)
            .all(&self.db)
            .await?;
        let due = |row: alert::Model| {
            Ok(Due {
                partnership: PartnershipId(row.partnership_id),
                rung: u16::try_from(row.rung).unwrap_or(LAST_RUNG),
                at: row.next_rung_at,
                alert: read(row)?,
            })
        };
        rows.into_iter().map(due).collect()
    }

    /// Everybody who works with people there.
    pub async fn team_of(&self, partnership: PartnershipId) -> Result<Vec<TeamMember>> {
        self.team(partnership).await
    }

    /// Who works with this young person.
    pub async fn worker_for(
        &self,
        partnership: PartnershipId,
        person: PersonId,
    ) -> Result<Option<StaffId>> {
        let found = assignment::Entity::find()
            .select_only()
            .column(assignment::Column::StaffId)
            .filter(assignment::Column::PartnershipId.eq(partnership.0))
            .filter(assignment::Column::PersonId.eq(person.0))
            .filter(assignment::Column::EndedAt.is_null())
            .into_tuple::<Uuid>()
            .one(&self.db)
            .await?;
        Ok(found.map(StaffId))
    }

    /// Moves an alert on: it has been told of `rung` times, and is looked at again then. False if somebody took it, closed
    /// it or moved it on in the meantime: then nobody is told.
    pub async fn climb(&self, due: &Due, rung: u16, next_at: DateTime<Utc>) -> Result<bool> {
        let moved = alert::Entity::update_many()
            .col_expr(alert::Column::Rung, Expr::value(small(rung)))
            .col_expr(alert::Column::NextRungAt, Expr::value(next_at))
            .filter(alert::Column::PartnershipId.eq(due.partnership.0))
            .filter(alert::Column::Id.eq(due.alert.id.0))
            .filter(alert::Column::ClosedAt.is_null())
            .filter(alert::Column::Rung.eq(small(due.rung)))
            .filter(alert::Column::NextRungAt.eq(due.at))
            .exec(&self.db)
            .await?;
        Ok(moved.rows_affected == 1)
    }
}

impl<S> Tx<S> {
    pub(super) async fn team(&self, partnership: PartnershipId) -> Result<Vec<TeamMember>> {
        let rows = staff::Entity::find()
            .filter(staff::Column::PartnershipId.eq(partnership.0))
            .filter(staff::Column::EndedAt.is_null())
            .filter(staff::Column::Role.is_in(WITH_PEOPLE.map(Role::code)))
            .order_by_asc(staff::Column::Name)
            .order_by_asc(staff::Column::Id)
            .all(&self.db)
            .await?;
        let member = |row: staff::Model| {
            let on_duty = row.on_duty;
            Ok(TeamMember { staff: Account::try_from(row)?.staff, on_duty })
        };
        rows.into_iter().map(member).collect()
    }

    /// Nobody has these alerts any more: what was in the hands of somebody who left or stays away goes to everybody who
    /// hears of alerts, at once.
    pub(super) async fn free_alerts(
        &self,
        partnership: PartnershipId,
        which: Condition,
        new_id: impl Fn() -> Uuid,
        now: DateTime<Utc>,
    ) -> Result<Vec<AlertId>> {
        let held = alert::Entity::find()
            .filter(alert::Column::PartnershipId.eq(partnership.0))
            .filter(alert::Column::ClosedAt.is_null())
            .filter(which)
            .order_by_asc(alert::Column::Id)
            .all(&self.db)
            .await?;
        let mut freed = Vec::new();
        for row in held {
            let Some(by) = row.acknowledged_by else { continue };
            let rung = row.rung.max(small(LAST_RUNG));
            let done = alert::Entity::update_many()
                .col_expr(alert::Column::AcknowledgedAt, Expr::value(None::<DateTime<Utc>>))
                .col_expr(alert::Column::AcknowledgedBy, Expr::value(None::<Uuid>))
                .col_expr(alert::Column::Rung, Expr::value(rung))
                .col_expr(alert::Column::NextRungAt, Expr::value(now))
                .filter(alert::Column::PartnershipId.eq(partnership.0))
                .filter(alert::Column::Id.eq(row.id))
                .filter(alert::Column::AcknowledgedBy.eq(by))
                .filter(alert::Column::ClosedAt.is_null())
                .exec(&self.db)
                .await?;
            if done.rows_affected == 0 {
                continue;
            }
            let event = AlertEvent {
                at: now,
                what: "freed".into(),
                by: StaffId(by),
                to: None,
                words: None,
            };
            self.insert_event(partnership, new_id(), row.id, event).await?;
            freed.push(AlertId(row.id));
        }
        Ok(freed)
    }
}

impl<S> Tx<S> {
    /// What one of the staff had in hand, of everybody or of one young person, another has from now on.
    pub(super) async fn pass_alerts(
        &self,
        partnership: PartnershipId,
        from: StaffId,
        to: StaffId,
        of: Option<PersonId>,
        new_id: impl Fn() -> Uuid,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let held: Vec<Uuid> = alert::Entity::find()
            .select_only()
            .column(alert::Column::Id)
            .filter(alert::Column::PartnershipId.eq(partnership.0))
            .filter(alert::Column::ClosedAt.is_null())
            .filter(alert::Column::AcknowledgedBy.eq(from.0))
            .apply_if(of, |find, person| find.filter(alert::Column::PersonId.eq(person.0)))
            .into_tuple()
            .all(&self.db)
            .await?;
        for id in held {
            alert::Entity::update_many()
                .col_expr(alert::Column::AcknowledgedBy, Expr::value(to.0))
                .col_expr(alert::Column::NextRungAt, Expr::value(now))
                .filter(alert::Column::PartnershipId.eq(partnership.0))
                .filter(alert::Column::Id.eq(id))
                .exec(&self.db)
                .await?;
            let event = AlertEvent {
                at: now,
                what: "passed-on".into(),
                by: from,
                to: Some(to),
                words: None,
            };
            self.insert_event(partnership, new_id(), id, event).await?;
            let taken = AlertEvent { at: now, what: "taken".into(), by: to, to: None, words: None };
            self.insert_event(partnership, new_id(), id, taken).await?;
        }
        Ok(())
    }
}

impl Tx<Caseload> {
    /// Takes an alert over from a colleague who has it. False if they have it no longer.
    pub async fn take_over(
        &self,
        of: &Alert,
        from: StaffId,
        event: Uuid,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let taken = self
            .change_alert(of.id.0)
            .col_expr(alert::Column::AcknowledgedBy, Expr::value(self.scope.staff().0))
            .col_expr(alert::Column::NextRungAt, Expr::value(now))
            .filter(alert::Column::AcknowledgedBy.eq(from.0))
            .exec(&self.db)
            .await?;
        if taken.rows_affected == 1 {
            self.note_on_alert(event, of.id.0, "taken", None, now).await?;
        }
        Ok(taken.rows_affected == 1)
    }

    /// Asks a colleague to take an alert over. Until they do, whoever has it has it.
    pub async fn pass_on(
        &self,
        of: &Alert,
        to: StaffId,
        words: Option<&Note>,
        event: Uuid,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (by, words) = (self.scope.staff(), words.map(|words| words.as_str().to_owned()));
        let asked = AlertEvent { at: now, what: "passed-on".into(), by, to: Some(to), words };
        self.insert_event(self.scope.partnership(), event, of.id.0, asked).await
    }

    /// Who else can be asked to take an alert over: whoever reaches the young person while it is open.
    pub async fn who_can_have(&self, of: &Alert, today: NaiveDate) -> Result<Vec<Staff>> {
        let worker = self.worker_of(of.person).await?;
        let away: Vec<Absence> =
            self.absences(today).await?.into_iter().map(|(_, absence)| absence).collect();
        let cover = worker.and_then(|worker| covering(&away, worker, today));
        let mut team = self.team(self.scope.partnership()).await?;
        team.retain(|member| {
            let leads = matches!(member.staff.role, Role::Manager | Role::SafeguardingLead);
            member.staff.id != self.scope.staff()
                && (leads || member.on_duty || [worker, cover].contains(&Some(member.staff.id)))
        });
        Ok(team.into_iter().map(|member| member.staff).collect())
    }

    /// Everybody who works with people here.
    pub async fn team_here(&self) -> Result<Vec<TeamMember>> {
        self.team(self.scope.partnership()).await
    }

    /// When somebody in reach was born.
    pub async fn born(&self, id: PersonId) -> Result<Option<NaiveDate>> {
        Ok(person::Entity::find()
            .select_only()
            .column(person::Column::BirthDate)
            .filter(person::Column::Id.eq(id.0))
            .filter(self.scope.reach(person::Column::PartnershipId, person::Column::Id))
            .into_tuple::<NaiveDate>()
            .one(&self.db)
            .await?)
    }

    /// How often an alert has been told of.
    pub async fn rung_of(&self, of: AlertId) -> Result<u16> {
        let rung = alert::Entity::find()
            .select_only()
            .column(alert::Column::Rung)
            .filter(alert::Column::Id.eq(of.0))
            .filter(self.scope.reach(alert::Column::PartnershipId, alert::Column::PersonId))
            .into_tuple::<i16>()
            .one(&self.db)
            .await?;
        Ok(rung.and_then(|rung| u16::try_from(rung).ok()).unwrap_or_default())
    }
}

/// As the database counts rungs.
pub(super) fn small(rung: u16) -> i16 {
    i16::try_from(rung).unwrap_or(i16::MAX)
}
