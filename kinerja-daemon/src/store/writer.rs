//! The one connection that writes.
//!
//! Whoever writes has it alone from one end of a transaction to the other. It is no
//! pool's: a pool asks a connection that comes back whether it still lives, which
//! costs as much as a statement.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
    time::Duration,
};

use sqlx::{Connection, Sqlite, SqliteConnection, Transaction};
use tokio::{
    sync::{MappedMutexGuard, Mutex, MutexGuard},
    time::timeout,
};

use super::{Store, StoreError, failed};

/// Longer than any transaction takes, also on a slow disk.
const PEN_WAIT_MAX: Duration = Duration::from_mins(5);

/// The writing connection; none once it is closed.
#[derive(Debug, Clone)]
pub(super) struct Writer(Arc<Mutex<Option<SqliteConnection>>>);

/// The right to write, as long as it is held.
pub(super) struct Pen<'a>(MappedMutexGuard<'a, SqliteConnection>);

impl Writer {
    pub(super) fn new(connection: SqliteConnection) -> Self {
        Self(Arc::new(Mutex::new(Some(connection))))
    }

    /// Closes it, so that the write-ahead file is folded in; a second time changes
    /// nothing.
    pub(super) async fn close(&self) {
        if let Some(connection) = self.0.lock().await.take()
            && let Err(error) = connection.close().await
        {
            tracing::debug!(%error, "the writing connection did not close");
        }
    }
}

impl Store {
    /// Waits for the right to write. Whoever has it and asks once more is refused it
    /// after a while.
    pub(super) async fn pen(&self, action: &'static str) -> Result<Pen<'_>, StoreError> {
        self.pen_within(PEN_WAIT_MAX, action).await
    }

    async fn pen_within(
        &self,
        wait: Duration,
        action: &'static str,
    ) -> Result<Pen<'_>, StoreError> {
        let free = timeout(wait, self.writer.0.lock()).await;
        let free = free.map_err(|_| failed(action)(sqlx::Error::PoolTimedOut))?;
        let held = MutexGuard::try_map(free, Option::as_mut);
        held.map(Pen).map_err(|_| failed(action)(sqlx::Error::PoolClosed))
    }
}

impl Pen<'_> {
    /// Begins a transaction that may write at once, so that it never finds out
    /// halfway that another has written.
    pub(super) async fn begin(
        &mut self,
        action: &'static str,
    ) -> Result<Transaction<'_, Sqlite>, StoreError> {
        self.0.begin_with("BEGIN IMMEDIATE").await.map_err(failed(action))
    }
}

impl Deref for Pen<'_> {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.0
    }
}

impl DerefMut for Pen<'_> {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Access;

    const ACTION: &str = "write";

    async fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("kinerja.db"), Access::Write).await.unwrap();
        (folder, store)
    }

    #[tokio::test]
    async fn whoever_writes_and_asks_for_the_right_once_more_is_refused_it() {
        let (_folder, store) = store().await;
        let pen = store.pen(ACTION).await.unwrap();
        let error = store.pen_within(Duration::from_millis(1), ACTION).await.err().unwrap();
        assert!(error.to_string().contains("write: pool timed out"), "{error}");
        assert!(!error.is_of_disk());
        drop(pen);
        assert!(store.pen(ACTION).await.is_ok());
    }

    /// Nobody opens another while the program runs.
    #[tokio::test]
    async fn a_connection_that_is_gone_is_like_a_disk_that_failed() {
        let (_folder, store) = store().await;
        store.close().await;
        assert!(store.pen(ACTION).await.err().unwrap().is_of_disk());
        assert!(failed(ACTION)(sqlx::Error::WorkerCrashed).is_of_disk());
        assert!(!failed(ACTION)(sqlx::Error::RowNotFound).is_of_disk());
    }
}
