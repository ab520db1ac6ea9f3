//! The one connection that writes.
//!
//! Whoever writes has it alone from one end of a transaction to the other. It is no
//! pool's: a pool asks a connection that comes back whether it still lives, which
//! costs as much as a statement.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use sqlx::{Connection, Sqlite, SqliteConnection, Transaction};
use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard};

use super::{Store, StoreError, failed};

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
    /// Waits for the right to write.
    pub(super) async fn pen(&self, action: &'static str) -> Result<Pen<'_>, StoreError> {
        let held = MutexGuard::try_map(self.writer.0.lock().await, Option::as_mut);
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
