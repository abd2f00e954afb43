//! The one writer of an SQLite file. Whoever writes takes a turn in a shared transaction, inside a savepoint of their
//! own; the last in the queue commits for all, and only then is anybody told that their work is done. One disk flush
//! serves many, nobody starves, and a failure of one undoes only that one.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr};
use tokio::sync::{Mutex, watch};

use super::{Db, Result, StoreError, Tx, connect::begin_immediate};

/// The most turns in one commit, so that the first of a busy hour is not kept waiting.
const MOST_TURNS: usize = 256;
/// How long somebody waits for the next in the queue to commit before doing it themself: the next may have gone.
const PATIENCE: Duration = Duration::from_millis(50);

pub(super) struct Writer {
    db: DatabaseConnection,
    open: Mutex<Option<Batch>>,
    waiting: AtomicUsize,
}

/// A transaction that several writers share. Dropped without a commit (because somebody's work panicked), it rolls
/// back whole, and everybody in it learns that nothing was kept.
struct Batch {
    tx: Arc<DatabaseTransaction>,
    turns: usize,
    committed: watch::Sender<Option<bool>>,
}

/// A place in the queue, given up when dropped.
struct Place<'w>(&'w AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Writer {
    pub(super) fn new(db: DatabaseConnection) -> Self {
        Self { db, open: Mutex::new(None), waiting: AtomicUsize::new(0) }
    }

    pub(super) fn connection(&self) -> &DatabaseConnection {
        &self.db
    }

    pub(super) async fn run<S, T, E>(
        &self,
        scope: S,
        work: impl AsyncFnOnce(&Tx<S>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<StoreError>,
    {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let place = Place(&self.waiting);
        let mut open = self.open.lock().await;
        drop(place);

        let mut batch = match open.take() {
            Some(batch) => batch,
            None => Batch::begin(&self.db).await.map_err(StoreError::from)?,
        };
        batch.turns += 1;
        let mut committed = batch.committed.subscribe();

        let tx = Tx { db: Db::taking_a_turn(batch.tx.clone()), scope };
        let result = match work(&tx).await {
            Ok(done) => {
                tx.db.end_turn().await.map(|()| done).map_err(|e| StoreError::from(e).into())
            }
            Err(error) => Err(error),
        };
        if result.is_err() {
            tx.db.undo_turn().await.map_err(StoreError::from)?;
        }
        drop(tx);

        if self.waiting.load(Ordering::SeqCst) == 0 || batch.turns >= MOST_TURNS {
            batch.commit().await;
        } else {
            *open = Some(batch);
        }
        drop(open);

        let done = result?;
        self.wait_for(&mut committed).await?;
        Ok(done)
    }

    async fn wait_for(&self, committed: &mut watch::Receiver<Option<bool>>) -> Result<()> {
        loop {
            let told = tokio::time::timeout(PATIENCE, committed.wait_for(Option::is_some)).await;
            match told.map(|kept| kept.is_ok_and(|kept| *kept == Some(true))) {
                Ok(true) => return Ok(()),
                Ok(false) => {
                    return Err(
                        DbErr::Custom("the shared transaction was not committed".into()).into()
                    );
                }
                Err(_) => {
                    if let Some(batch) = self.open.lock().await.take() {
                        batch.commit().await;
                    }
                }
            }
        }
    }
}

impl Batch {
    async fn begin(db: &DatabaseConnection) -> Result<Self, DbErr> {
        let committed = watch::Sender::new(None);
        Ok(Self { tx: Arc::new(begin_immediate(db).await?), turns: 0, committed })
    }

    async fn commit(self) {
        let tx = Arc::into_inner(self.tx).expect("every turn is over, one at a time");
        let kept = tx.commit().await;
        if let Err(error) = &kept {
            tracing::error!(%error, "a group of writes could not be committed");
        }
        self.committed.send_replace(Some(kept.is_ok()));
    }
}
