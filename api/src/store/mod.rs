//! The database. Nothing is read or written except through a [`Tx`], and no [`Tx`] exists without
//! someone it works for.

mod absences;
mod accounts;
mod alert_events;
mod alerts;
mod answers;
mod asking;
mod assignments;
mod audit;
mod bulk;
mod channels;
mod check_ins;
mod closing;
mod codes;
mod concerns;
mod confirmations;
mod connect;
mod contacts;
mod db;
mod destinations;
mod details;
mod drafts;
mod entity;
mod escalation;
mod evidence;
mod faces;
mod feeds;
mod followed;
mod forgetting;
mod glass;
mod goals;
mod handovers;
mod history;
mod imports;
mod improvements;
mod intended;
mod invitations;
mod likenesses;
mod listing;
mod mappings;
mod meetings;
pub mod merges;
mod names;
mod news;
mod notices;
mod offers;
mod outgoing;
pub mod packages;
mod partnerships;
mod passkeys;
mod people;
mod phone_health;
mod phones;
mod plans;
mod promises;
mod prompts;
mod questionnaires;
mod readiness;
mod receipts;
mod record;
mod referrals;
mod reports;
mod requests;
mod reroute;
mod safe_contacts;
pub mod scope;
mod service;
mod sessions;
mod staff_notices;
mod standings;
mod supporters;
mod supporting;
mod talks;
mod taps;
mod tasks;
mod team;
mod templates;
pub mod transfers;
mod trips;
mod views;
mod waiting;
mod whole;
mod working_hours;
mod writer;

use std::sync::Arc;

use sea_orm::{DatabaseConnection, DbErr, SqlErr, TransactionTrait};

pub use accounts::Account;
pub use alert_events::AlertEvent;
pub use audit::{Access, Look};
pub use bulk::{BulkRow, Done as BulkDone, NewBulk, Together};
pub use channels::{KnownChannel, NOTICES, OUTBOX};
pub use check_ins::Version;
pub use closing::{Words, tried};
pub use codes::{ClaimedCode, NewCode, OwnContact};
pub use confirmations::{Asked, NewConfirmation};
pub use connect::Durability;
use db::Db;
pub use details::KnownDetails;
pub use drafts::Draft;
pub use escalation::{Due, TeamMember};
pub use evidence::{KnownTry, KnownWord};
pub use faces::LikePerson;
pub use followed::Followed;
pub use glass::{Found, Ids as GlassIds, Sought};
pub use handovers::Told as HandoverTold;
pub use history::{Changed, Place};
pub use imports::{CHUNK, Given, ImportRun, ImportedSpell, Known, TakesIn};
pub use improvements::Improvement;
pub use invitations::{Candidate, NewInvitation};
pub use listing::{StandingRow, Window};
pub use mappings::KeptMapping;
pub use merges::{
    Divisible, Merge, NewMerge, NewSplit, NotMerged, NotSplit, Split, SplitParts, Taken, ToldMerge,
    ToldSplit,
};
pub use notices::{Notice, NoticeKind};
pub use outgoing::Recipient;
pub use passkeys::{KeptPasskey, ThisPhone};
pub use phone_health::{MyPush, Reminders};
pub use phones::{Phone, PushAddress, SignedInPhone};
pub use prompts::{Leased, NewPrompt, Settled};
pub use questionnaires::{File, InUse, OwnVersion, Use};
pub use receipts::HeardOf;
pub use referrals::ReferredHere;
use scope::System;
pub use service::{PromptCount, TOO_LONG, WaitingPrompt};
pub use sessions::{ENDED, NewSession, NewToken, Refreshed, SignedIn, SignedInStaff, Touch, Whose};
pub use staff_notices::{LeasedNotice, StaffNotice, Told};
pub use standings::StandingFacts;
pub use supporters::{NewLink, Saved};
pub use supporting::{Helped, SupporterPhone};
pub use taps::NewTap;
pub use team::{Silent, Times};
pub use templates::OwnWords;
pub use transfers::ToldTransfer;
pub use trips::{Trips, counted};
pub use views::{MOST_VIEWS, SavedView};
pub use waiting::{NewWaiting, Second, WaitingRow};
pub use whole::Whole;
use writer::Writer;

/// The database, which only scoped transactions can use. Cheap to clone.
#[derive(Clone)]
pub struct Store(Kind);

#[derive(Clone)]
enum Kind {
    /// Many readers beside one writer that commits in groups.
    Sqlite { read: DatabaseConnection, write: Arc<Writer> },
    /// A pool; the server groups commits by itself.
    Postgres(DatabaseConnection),
}

/// A transaction on behalf of `S`. What `S` may see decides which methods exist.
pub struct Tx<S> {
    db: Db,
    scope: S,
}

/// Why the database could not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such row, or none that this scope may know of. Callers cannot tell which, on purpose.
    #[error("there is no such {0} here")]
    NotFound(&'static str),
    /// It is there already, under a key that may exist once.
    #[error("this {0} exists already")]
    Exists(&'static str),
    /// A row that the rules say cannot exist.
    #[error("the database holds an impossible {what}: {why}")]
    Impossible {
        /// The kind of row.
        what: &'static str,
        /// What is wrong with it. Never a value.
        why: &'static str,
    },
    /// They are with another partnership: what was recorded of them until then is read, and not added to.
    #[error(
        "this young person has moved to another partnership: what was recorded until then can be read here, and is not added to"
    )]
    Moved,
    /// Somebody else is at it, and it takes longer than anybody should wait. Nothing of the transaction is kept.
    #[error("{0}")]
    Busy(&'static str),
    /// The database itself failed. Nothing of the transaction is kept; trying again is safe.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// The usual result of this module.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

impl StoreError {
    /// Reads a violation of a unique key as [`StoreError::Exists`]; anything else stays a failure of the database, so
    /// that nothing is ever called stored that is not.
    fn or_exists(what: &'static str) -> impl Fn(DbErr) -> Self {
        move |error| match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => Self::Exists(what),
            _ => Self::Database(error),
        }
    }
}

impl Store {
    /// Connects, and leaves the schema as it is: for copying a database before it is brought up to date.
    pub async fn open_as_it_is(url: &str) -> Result<Self> {
        Ok(Self(connect::connect(url, Durability::Full).await?))
    }

    /// Connects, brings the schema up to date, and hands out the one [`System`] scope.
    pub async fn open(url: &str, durability: Durability) -> Result<(Self, System)> {
        let store = Self(connect::connect(url, durability).await?);
        store.migrate().await?;
        Ok((store, System::new()))
    }

    /// Runs `work` in one transaction on behalf of `scope`: all of it happens, or none of it. Returns once it is
    /// durable.
    pub async fn write<S, T, E>(
        &self,
        scope: S,
        work: impl AsyncFnOnce(&Tx<S>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<StoreError>,
    {
        match &self.0 {
            Kind::Sqlite { write, .. } => write.run(scope, work).await,
            Kind::Postgres(pool) => {
                let tx = pool.begin().await.map_err(StoreError::from)?;
                let tx = Tx { db: Db::writing(tx), scope };
                let done = work(&tx).await?;
                tx.db.commit().await.map_err(StoreError::from)?;
                Ok(done)
            }
        }
    }

    /// Like [`Store::write`], for work that changes nothing: it sees one moment of the database throughout.
    pub async fn read<S, T, E>(
        &self,
        scope: S,
        work: impl AsyncFnOnce(&Tx<S>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<StoreError>,
    {
        let db = match &self.0 {
            Kind::Sqlite { read, .. } => read.begin().await,
            Kind::Postgres(pool) => connect::begin_snapshot(pool).await,
        };
        work(&Tx { db: Db::reading(db.map_err(StoreError::from)?), scope }).await
    }

    /// Like [`Store::read`], without the cost of a transaction, for work whose statements need not see the same moment.
    pub async fn look<S, T, E>(
        &self,
        scope: S,
        work: impl AsyncFnOnce(&Tx<S>) -> Result<T, E>,
    ) -> Result<T, E> {
        let (Kind::Sqlite { read: db, .. } | Kind::Postgres(db)) = &self.0;
        work(&Tx { db: Db::looking(db.clone()), scope }).await
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        match &self.0 {
            Kind::Sqlite { read, .. } => read.ping().await?,
            Kind::Postgres(pool) => pool.ping().await?,
        }
        Ok(())
    }
}

impl<S> Tx<S> {
    /// Whom this transaction works for.
    pub fn scope(&self) -> &S {
        &self.scope
    }
}
