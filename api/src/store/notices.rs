//! Messages to whoever looks after the installation, and the tries by which is seen that messages go out (SAFE-14). Each is
//! made durable, leased, noted as handed over, and settled, as prompts are.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::proof::Reached;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    entity::notice::{ActiveModel, Column, Entity, Model},
    scope::System,
};

/// How long whoever has one in hand may take.
const LEASE: TimeDelta = TimeDelta::minutes(5);

/// What a notice is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// To see whether a way works.
    Watch,
    /// Something does not work.
    Trouble,
    /// It works again.
    WellAgain,
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its id, which is also what the provider knows it by.
    pub id: Uuid,
    /// What it is for.
    pub kind: NoticeKind,
    /// Which way it goes.
    pub way: Reached,
    /// The name of the way out that it is about.
    pub about: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Until when it is somebody's.
    pub leased_until: Option<DateTime<Utc>>,
    /// From when on a provider may have it.
    pub handed_at: Option<DateTime<Utc>>,
}

impl NoticeKind {
    const ALL: [(Self, &str); 3] =
        [(Self::Watch, "watch"), (Self::Trouble, "trouble"), (Self::WellAgain, "well-again")];

    fn code(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, code)| code)
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == code).map(|(kind, _)| *kind)
    }
}

impl Tx<System> {
    /// Those of these notices that were made already.
    pub async fn notices_made(&self, ids: &[Uuid]) -> Result<HashSet<Uuid>> {
        let made = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::Id.is_in(ids.iter().copied()))
            .into_tuple::<Uuid>()
            .all(&self.db)
            .await?;
        Ok(made.into_iter().collect())
    }

    /// Whether a notice waits that nobody has in hand.
    pub async fn notices_wait(&self, now: DateTime<Utc>) -> Result<bool> {
        let one = Entity::find().select_only().column(Column::Id).filter(free(now)).limit(1);
        Ok(one.into_tuple::<Uuid>().one(&self.db).await?.is_some())
    }

    /// Makes a notice. One of the same id that another instance made stays as it is.
    pub async fn add_notice(&self, new: &Notice) -> Result<()> {
        let row = ActiveModel {
            id: Set(new.id),
            kind: Set(new.kind.code().into()),
            way: Set(new.way.code().into()),
            about: Set(new.about.clone()),
            made_at: Set(new.made_at),
            leased_until: Set(None),
            handed_at: Set(None),
            settled_at: Set(None),
            taken: Set(false),
        };
        Entity::insert(row)
            .on_conflict(OnConflict::column(Column::Id).do_nothing().to_owned())
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }

    /// Takes the notices that wait, the oldest first, so that no other instance sends them.
    pub async fn lease_notices(&self, now: DateTime<Utc>) -> Result<Vec<Notice>> {
        // Two instances change different rows: the second finds those of the first leased.
        let waiting: Vec<Uuid> = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(free(now))
            .order_by_asc(Column::MadeAt)
            .into_tuple()
            .all(&self.db)
            .await?;
        let rows = Entity::update_many()
            .col_expr(Column::LeasedUntil, Expr::value(now + LEASE))
            .filter(Column::Id.is_in(waiting))
            .filter(free(now))
            .exec_with_returning(&self.db)
            .await?;
        let mut all: Vec<Notice> = rows.into_iter().map(read).collect::<Result<_>>()?;
        all.sort_by_key(|notice| (notice.made_at, notice.id));
        Ok(all)
    }

    /// Notes that a provider is about to be given this one. False if it is not ours any more.
    pub async fn hand_over_notice(&self, notice: &Notice, now: DateTime<Utc>) -> Result<bool> {
        let noted = Entity::update_many()
            .col_expr(Column::HandedAt, Expr::value(now))
            .filter(ours(notice))
            .exec(&self.db)
            .await?;
        Ok(noted.rows_affected == 1)
    }

    /// Says what became of a notice, once.
    pub async fn settle_notice(
        &self,
        notice: &Notice,
        taken: bool,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let settled = Entity::update_many()
            .col_expr(Column::SettledAt, Expr::value(now))
            .col_expr(Column::Taken, Expr::value(taken))
            .filter(ours(notice))
            .exec(&self.db)
            .await?;
        Ok(settled.rows_affected == 1)
    }

    /// Deletes notices settled before `kept_since`.
    pub async fn forget_notices(&self, kept_since: DateTime<Utc>) -> Result<u64> {
        let gone = Entity::delete_many().filter(Column::SettledAt.lt(kept_since)).exec(&self.db);
        Ok(gone.await?.rows_affected)
    }
}

/// Notices that wait and that nobody has in hand.
fn free(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(Column::SettledAt.is_null())
        .add(Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lt(now)))
}

/// This notice, while it is ours and not over.
fn ours(notice: &Notice) -> Condition {
    Condition::all()
        .add(Column::Id.eq(notice.id))
        .add(Column::LeasedUntil.eq(notice.leased_until))
        .add(Column::SettledAt.is_null())
}

fn read(row: Model) -> Result<Notice> {
    let bad = |why| StoreError::Impossible { what: "notice", why };
    Ok(Notice {
        id: row.id,
        kind: NoticeKind::from_code(&row.kind).ok_or(bad("kind"))?,
        way: Reached::from_code(&row.way).ok_or(bad("way"))?,
        about: row.about,
        made_at: row.made_at,
        leased_until: row.leased_until,
        handed_at: row.handed_at,
    })
}
