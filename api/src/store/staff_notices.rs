//! What somebody of the staff is told, in the database: that something waits, and never about whom. Made durable, leased,
//! noted as handed over, and settled, as prompts are.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    alert::NoticeKind,
    id::{AlertId, PartnershipId, StaffId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    entity::{
        staff,
        staff_notice::{ActiveModel, Column, Entity, Model},
    },
    escalation::small,
    scope::{Caseload, System, Within},
};

/// How long whoever has one in hand may take, and how long one rests that nobody took.
const LEASE: TimeDelta = TimeDelta::minutes(5);

/// Something to tell somebody of the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffNotice {
    /// Where.
    pub partnership: PartnershipId,
    /// Its id, which is also what the mail server knows it by.
    pub id: Uuid,
    /// What is told.
    pub kind: NoticeKind,
    /// To whom.
    pub to: StaffId,
    /// Of which alert, if of one.
    pub alert: Option<AlertId>,
    /// At which rung.
    pub rung: u16,
    /// When it was made.
    pub made_at: DateTime<Utc>,
}

/// Somebody who was told of an alert.
#[derive(Clone, Debug)]
pub struct Told {
    /// Who.
    pub who: StaffId,
    /// What.
    pub kind: NoticeKind,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether the message was taken; nothing while it is on its way.
    pub taken: Option<bool>,
}

/// A notice that is somebody's to send.
#[derive(Clone, Debug)]
pub struct LeasedNotice {
    /// What is told.
    pub notice: StaffNotice,
    /// The address of whoever is told. Nobody's, if they have left.
    pub email: Option<String>,
    /// It was about to be handed over before, by somebody who did not come back.
    pub lost: bool,
    until: Option<DateTime<Utc>>,
}

impl<S> Tx<S> {
    /// Makes notices, each once: for one alert, one rung and one of the staff; or by its id.
    pub(super) async fn insert_notices(&self, new: &[StaffNotice]) -> Result<()> {
        if new.is_empty() {
            return Ok(());
        }
        let rows = new.iter().map(|new| ActiveModel {
            partnership_id: Set(new.partnership.0),
            id: Set(new.id),
            kind: Set(new.kind.code().into()),
            staff_id: Set(new.to.0),
            alert_id: Set(new.alert.map(|id| id.0)),
            rung: Set(small(new.rung)),
            made_at: Set(new.made_at),
            leased_until: Set(None),
            handed_at: Set(None),
            settled_at: Set(None),
            taken: Set(false),
        });
        Entity::insert_many(rows)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }
}

impl Tx<Caseload> {
    /// Tells a colleague something about an alert.
    pub async fn tell_colleague(&self, notice: StaffNotice) -> Result<()> {
        self.insert_notices(&[notice]).await
    }

    /// Who was told of an alert, the first first.
    pub async fn told_of(&self, alert: AlertId) -> Result<Vec<Told>> {
        let rows = Entity::find()
            .filter(Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(Column::AlertId.eq(alert.0))
            .order_by_asc(Column::MadeAt)
            .order_by_asc(Column::Id)
            .all(&self.db)
            .await?;
        let told = |row: Model| {
            Ok(Told {
                who: StaffId(row.staff_id),
                kind: kind(&row)?,
                at: row.made_at,
                taken: row.settled_at.map(|_| row.taken),
            })
        };
        rows.into_iter().map(told).collect()
    }
}

impl Tx<System> {
    /// Makes notices.
    pub async fn tell_staff(&self, new: &[StaffNotice]) -> Result<()> {
        self.insert_notices(new).await
    }

    /// Whether a notice waits that nobody has in hand.
    pub async fn staff_notices_wait(&self, now: DateTime<Utc>) -> Result<bool> {
        let one = Entity::find().select_only().column(Column::Id).filter(free(now)).limit(1);
        Ok(one.into_tuple::<Uuid>().one(&self.db).await?.is_some())
    }

    /// Takes notices that wait, the oldest first, so that no other instance sends them.
    pub async fn lease_staff_notices(
        &self,
        now: DateTime<Utc>,
        limit: u64,
    ) -> Result<Vec<LeasedNotice>> {
        let waiting: Vec<Uuid> = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(free(now))
            .order_by_asc(Column::MadeAt)
            .limit(limit)
            .into_tuple()
            .all(&self.db)
            .await?;
        if waiting.is_empty() {
            return Ok(Vec::new());
        }
        // Two instances change different rows: the second finds those of the first leased.
        let mut rows = Entity::update_many()
            .col_expr(Column::LeasedUntil, Expr::value(now + LEASE))
            .filter(Column::Id.is_in(waiting))
            .filter(free(now))
            .exec_with_returning(&self.db)
            .await?;
        rows.sort_by_key(|row| (row.made_at, row.id));
        let addresses: std::collections::HashMap<Uuid, String> = staff::Entity::find()
            .select_only()
            .column(staff::Column::Id)
            .column(staff::Column::Email)
            .filter(staff::Column::Id.is_in(rows.iter().map(|row| row.staff_id)))
            .filter(staff::Column::EndedAt.is_null())
            .into_tuple()
            .all(&self.db)
            .await?
            .into_iter()
            .collect();
        let leased = |row: Model| {
            Ok(LeasedNotice {
                email: addresses.get(&row.staff_id).cloned(),
                lost: row.handed_at.is_some(),
                until: row.leased_until,
                notice: StaffNotice {
                    partnership: PartnershipId(row.partnership_id),
                    id: row.id,
                    kind: kind(&row)?,
                    to: StaffId(row.staff_id),
                    alert: row.alert_id.map(AlertId),
                    rung: u16::try_from(row.rung).unwrap_or_default(),
                    made_at: row.made_at,
                },
            })
        };
        rows.into_iter().map(leased).collect()
    }

    /// Notes that a provider is about to be given this one. False if it is not ours any more.
    pub async fn hand_over_staff_notice(
        &self,
        leased: &LeasedNotice,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let noted = Entity::update_many()
            .col_expr(Column::HandedAt, Expr::value(now))
            .filter(ours(leased))
            .exec(&self.db)
            .await?;
        Ok(noted.rows_affected == 1)
    }

    /// Certainly nobody has it: it is tried again once the lease has run out.
    pub async fn put_back_staff_notice(&self, leased: &LeasedNotice) -> Result<()> {
        Entity::update_many()
            .col_expr(Column::HandedAt, Expr::value(None::<DateTime<Utc>>))
            .filter(ours(leased))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Says what became of it, once.
    pub async fn settle_staff_notice(
        &self,
        leased: &LeasedNotice,
        taken: bool,
        now: DateTime<Utc>,
    ) -> Result<()> {
        Entity::update_many()
            .col_expr(Column::SettledAt, Expr::value(now))
            .col_expr(Column::Taken, Expr::value(taken))
            .filter(ours(leased))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

/// Those that wait and that nobody has in hand.
fn free(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(Column::SettledAt.is_null())
        .add(Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lt(now)))
}

/// This one, while it is ours and not over.
fn ours(leased: &LeasedNotice) -> Condition {
    Condition::all()
        .add(Column::PartnershipId.eq(leased.notice.partnership.0))
        .add(Column::Id.eq(leased.notice.id))
        .add(Column::LeasedUntil.eq(leased.until))
        .add(Column::SettledAt.is_null())
}

fn kind(row: &Model) -> Result<NoticeKind> {
    NoticeKind::from_code(&row.kind)
        .ok_or(StoreError::Impossible { what: "staff notice", why: "unknown kind" })
}
