//! The one connection that writes.
//!
//! Whoever writes has it alone from one end of a transaction to the other. It is no
//! pool's: a pool asks a connection that comes back whether it still lives, which
//! costs as much as a statement.

use std::{
    ops::{Deref, DerefMut},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use sqlx::{
    AssertSqlSafe, Connection, Sqlite, SqliteConnection, Transaction,
    sqlite::{SqliteArguments, SqliteConnectOptions, SqliteRow},
};
use tokio::{
    sync::{MappedMutexGuard, Mutex, MutexGuard},
    time::timeout,
};

use super::{Store, StoreError, failed};

/// Longer than any transaction takes, also on a slow disk.
const PEN_WAIT_MAX: Duration = Duration::from_mins(5);

/// The writing connection; none once it is closed.
#[derive(Debug, Clone)]
pub(super) struct Writer {
    connection: Arc<Mutex<Option<SqliteConnection>>>,
    /// Whether somebody went away in the middle of a transaction of one text.
    is_torn: Arc<AtomicBool>,
    /// Whether nothing more is to be written, because the disk has failed.
    is_given_up: Arc<AtomicBool>,
    options: Arc<SqliteConnectOptions>,
}

/// The right to write, as long as it is held.
pub(super) struct Pen<'a> {
    connection: MappedMutexGuard<'a, SqliteConnection>,
    is_torn: &'a AtomicBool,
}

impl Writer {
    pub(super) fn new(connection: SqliteConnection, options: SqliteConnectOptions) -> Self {
        let connection = Arc::new(Mutex::new(Some(connection)));
        let (is_torn, is_given_up) = Default::default();
        Self { connection, is_torn, is_given_up, options: Arc::new(options) }
    }

    /// Closes it, so that the write-ahead file is folded in; a second time changes
    /// nothing.
    pub(super) async fn close(&self) {
        if let Some(connection) = self.connection.lock().await.take()
            && let Err(error) = connection.close().await
        {
            tracing::debug!(%error, "the writing connection did not close");
        }
    }
}

impl Store {
    /// Writes nothing more: the disk has failed, and what is on record must be looked at
    /// anew. Whoever wants to write is told so, as by a disk that fails.
    pub(crate) fn give_up(&self) {
        self.writer.is_given_up.store(true, Ordering::Relaxed);
    }

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
        let Writer { connection, is_torn, is_given_up, .. } = &self.writer;
        let free = timeout(wait, connection.lock()).await;
        let free = free.map_err(|_| failed(action)(sqlx::Error::PoolTimedOut))?;
        if is_given_up.load(Ordering::Relaxed) {
            return Err(failed(action)(sqlx::Error::PoolClosed));
        }
        let held = MutexGuard::try_map(free, Option::as_mut);
        let connection = held.map_err(|_| failed(action)(sqlx::Error::PoolClosed))?;
        let mut pen = Pen { connection, is_torn };
        if is_torn.load(Ordering::Relaxed) {
            pen.undo().await;
        }
        if pen.connection.is_in_transaction() {
            Box::pin(self.renew(&mut pen.connection)).await.map_err(failed(action))?;
        }
        Ok(pen)
    }

    /// Gives up a connection in which a transaction seems to be open: where the disk is full,
    /// SQLite has ended it by itself, which the driver does not see.
    async fn renew(&self, connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
        // What was given up a moment ago may be about to be undone.
        connection.ping().await?;
        if connection.is_in_transaction() {
            let new = SqliteConnection::connect_with(&self.writer.options).await?;
            let spoiled = std::mem::replace(connection, new);
            // It counts anew what others have written.
            self.looked.forget().await;
            spoiled.close().await?;
        }
        Ok(())
    }
}

impl Pen<'_> {
    /// Begins a transaction that may write at once, so that it never finds out
    /// halfway that another has written.
    pub(super) async fn begin(
        &mut self,
        action: &'static str,
    ) -> Result<Transaction<'_, Sqlite>, StoreError> {
        self.connection.begin_with("BEGIN IMMEDIATE").await.map_err(failed(action))
    }

    /// Runs statements as one transaction that goes to the database in one piece, which
    /// costs a third of three; gives back the rows that they return.
    pub(super) async fn whole(
        &mut self,
        (statements, values): (&str, SqliteArguments),
    ) -> Result<Vec<SqliteRow>, sqlx::Error> {
        let text = format!("BEGIN IMMEDIATE; {statements} COMMIT");
        // Nothing of a value is in the text.
        let query = sqlx::query_with(AssertSqlSafe(text), values);
        self.is_torn.store(true, Ordering::Relaxed);
        let done = query.fetch_all(&mut *self.connection).await;
        match done {
            Ok(_) => self.is_torn.store(false, Ordering::Relaxed),
            Err(_) => self.undo().await,
        }
        done
    }

    /// Undoes what is left of a transaction of one text.
    async fn undo(&mut self) {
        // There may be none: it failed before it began.
        if let Err(error) = sqlx::query("ROLLBACK").execute(&mut *self.connection).await {
            tracing::debug!(%error, "there was nothing to undo");
        }
        self.is_torn.store(false, Ordering::Relaxed);
    }
}

impl Deref for Pen<'_> {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.connection
    }
}

impl DerefMut for Pen<'_> {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.connection
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

    #[tokio::test]
    async fn a_transaction_of_one_text_that_fails_or_is_left_changes_nothing() {
        let (_folder, store) = store().await;
        let none = SqliteArguments::default;
        let begun = "CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1);";
        let mut pen = store.pen(ACTION).await.unwrap();
        let fails = format!("{begun} INSERT INTO t VALUES (1);");
        assert!(pen.whole((&fails, none())).await.is_err());
        // Whoever goes away leaves it open.
        sqlx::query("BEGIN").execute(&mut *pen).await.unwrap();
        sqlx::query("CREATE TABLE t (id INTEGER)").execute(&mut *pen).await.unwrap();
        pen.is_torn.store(true, Ordering::Relaxed);
        drop(pen);
        let mut pen = store.pen(ACTION).await.unwrap();
        let returns = format!("{begun} INSERT INTO t VALUES (2) RETURNING id;");
        assert_eq!(pen.whole((&returns, none())).await.unwrap().len(), 1);
        assert!(!pen.is_torn.load(Ordering::Relaxed));
    }

    #[tokio::test]
    async fn a_transaction_that_the_database_has_ended_by_itself_keeps_nobody_from_the_next() {
        let (_folder, store) = store().await;
        let mut pen = store.pen(ACTION).await.unwrap();
        sqlx::query("CREATE TABLE t (body BLOB)").execute(&mut *pen).await.unwrap();
        let pages: i64 =
            sqlx::query_scalar("PRAGMA page_count").fetch_one(&mut *pen).await.unwrap();
        let full = format!("PRAGMA max_page_count = {pages}");
        sqlx::query(AssertSqlSafe(full)).execute(&mut *pen).await.unwrap();
        let mut tx = pen.begin(ACTION).await.unwrap();
        let much = "INSERT INTO t VALUES (zeroblob(1000000))";
        let error = failed(ACTION)(sqlx::query(much).execute(&mut *tx).await.unwrap_err());
        assert!(error.is_of_disk() && error.is_of_room(), "{error}");
        drop(tx);
        drop(pen);
        let mut pen = store.pen(ACTION).await.unwrap();
        let tx = pen.begin(ACTION).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// None is opened in its place while the program runs.
    #[tokio::test]
    async fn a_connection_that_is_gone_is_like_a_disk_that_failed() {
        let (_folder, store) = store().await;
        store.give_up();
        assert!(store.pen(ACTION).await.err().unwrap().is_of_disk());
        let (_folder, store) = self::store().await;
        store.close().await;
        assert!(store.pen(ACTION).await.err().unwrap().is_of_disk());
        assert!(failed(ACTION)(sqlx::Error::WorkerCrashed).is_of_disk());
        assert!(!failed(ACTION)(sqlx::Error::RowNotFound).is_of_disk());
    }
}
