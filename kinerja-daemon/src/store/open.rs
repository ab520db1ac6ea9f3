//! Opens the database file.

use std::{path::Path, time::Duration};

use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};
use sqlx::{
    SqlitePool,
    migrate::{Migration, MigrationType, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{Store, news::Looked, outbox::Epoch, trail, writer::Writer};

/// Before this version of SQLite, two connections could corrupt a database in
/// write-ahead mode.
const SQLITE_VERSION_MIN: [u32; 3] = [3, 51, 3];
/// Reading connections: one for the work at hand, one for looking on.
const READERS: u32 = 2;

const MIGRATIONS: [(i64, &str, &str); 19] = [
    (1, "first", include_str!("../../migrations/sqlite/0001_first.sql")),
    (2, "files in order", include_str!("../../migrations/sqlite/0002_files_in_order.sql")),
    (3, "acts", include_str!("../../migrations/sqlite/0003_acts.sql")),
    (4, "decisions", include_str!("../../migrations/sqlite/0004_decisions.sql")),
    (5, "published", include_str!("../../migrations/sqlite/0005_published.sql")),
    (6, "services", include_str!("../../migrations/sqlite/0006_services.sql")),
    (7, "evaluators", include_str!("../../migrations/sqlite/0007_evaluators.sql")),
    (8, "withdrawn", include_str!("../../migrations/sqlite/0008_withdrawn.sql")),
    (9, "results in place", include_str!("../../migrations/sqlite/0009_results_in_place.sql")),
    (10, "levels", include_str!("../../migrations/sqlite/0010_levels.sql")),
    (11, "outbox", include_str!("../../migrations/sqlite/0011_outbox.sql")),
    (12, "occurrences", include_str!("../../migrations/sqlite/0012_occurrences.sql")),
    (13, "bounces", include_str!("../../migrations/sqlite/0013_bounces.sql")),
    (14, "reminders", include_str!("../../migrations/sqlite/0014_reminders.sql")),
    (15, "recent attempts", include_str!("../../migrations/sqlite/0015_recent_attempts.sql")),
    (16, "first known", include_str!("../../migrations/sqlite/0016_first_known.sql")),
    (
        17,
        "every region at one look",
        include_str!("../../migrations/sqlite/0017_every_region_at_one_look.sql"),
    ),
    (18, "attempts counted", include_str!("../../migrations/sqlite/0018_attempts_counted.sql")),
    (19, "states compared", include_str!("../../migrations/sqlite/0019_states_compared.sql")),
];

const IS_SHORT: &str = "SELECT value FROM setting WHERE key = 'derivations'";

const ALL_SHORT: &str = "INSERT INTO setting (key, value) VALUES ('derivations', 'trails')";

const RUNS: &str = "SELECT id FROM run ORDER BY id";

const LONG_DERIVATIONS: &str = "
    SELECT employee_id, derivation FROM result
    WHERE run_id = $1 AND substr(derivation, 1, 1) = '['";

const SHORTEN: &str = "UPDATE result SET derivation = $3 WHERE run_id = $1 AND employee_id = $2";

/// What a command wants to do with the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Write: the file is made if it is not there, and brought up to date.
    Write,
    /// Only read what another command has written.
    Read,
}

/// Why the database cannot be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// There is none yet.
    #[error("there is no database at {path}: `kinerja-daemon import` makes one")]
    Missing {
        /// Where it was looked for.
        path: String,
    },
    /// It cannot be made.
    #[error("the database file {path} cannot be made: {source}")]
    File {
        /// Where it should be.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// It cannot be opened.
    #[error("the database at {path} cannot be opened: {source}")]
    Database {
        /// Where it is.
        path: String,
        /// Why.
        source: sqlx::Error,
    },
    /// It cannot be brought up to date.
    #[error("the database at {path} does not fit this version of kinerja-daemon: {source}")]
    Schema {
        /// Where it is.
        path: String,
        /// Why.
        source: sqlx::migrate::MigrateError,
    },
    /// The library is too old to be safe.
    #[error("SQLite {found} can corrupt databases: 3.51.3 or newer is needed")]
    Version {
        /// The version that was found.
        found: String,
    },
}

impl Store {
    /// Opens the database file.
    ///
    /// # Errors
    ///
    /// Says why it cannot be used.
    pub async fn open(path: &Path, access: Access) -> Result<Self, OpenError> {
        let shown = path.display().to_string();
        match access {
            Access::Write => {
                make_file(path)
                    .map_err(|source| OpenError::File { path: shown.clone(), source })?;
            }
            Access::Read if !path.exists() => return Err(OpenError::Missing { path: shown }),
            Access::Read => {}
        }
        let failed = |source| OpenError::Database { path: shown.clone(), source };
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(writing_options(path))
            .await
            .map_err(failed)?;
        check_version(&writer).await.map_err(failed)??;
        if access == Access::Write {
            migrator()
                .run(&writer)
                .await
                .map_err(|source| OpenError::Schema { path: shown.clone(), source })?;
            shorten_derivations(&writer).await.map_err(failed)?;
        }
        let reader = SqlitePoolOptions::new()
            .max_connections(READERS)
            // A file does not go away: asking would cost a round trip each time.
            .test_before_acquire(false)
            .connect_with(options(path).read_only(true))
            .await
            .map_err(failed)?;
        let writer =
            Writer::new(writer.acquire().await.map_err(failed)?.detach(), writing_options(path));
        Ok(Self { writer, reader, epoch: Epoch::default(), looked: Looked::default() })
    }

    /// Closes every connection, so that the write-ahead file is folded in.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        // What was acknowledged must survive a power cut.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // A mail whose end cannot be put on record is in doubt: whoever sends waits until
        // others have written a large file.
        .busy_timeout(Duration::from_mins(1))
        // A plan has two to three kilobytes: some fit on a page of this size, and what
        // becomes of a mail changes few bytes of a few pages.
        .page_size(8_192)
        // In KiB: room for what a unit reads and writes, little in an idle daemon.
        .pragma("cache_size", "-32768")
        // Rows cross from the database's thread in batches of a unit's size.
        .row_buffer_size(1_024)
}

fn writing_options(path: &Path) -> SqliteConnectOptions {
    // What a statement would undo is no more than a unit: it needs no file.
    options(path).pragma("temp_store", "MEMORY")
}

/// Writes derivations of older versions as trails, once: they say the same to the
/// letter, and a revision that changes nothing must not look new. One that cannot be
/// read stays as it is.
async fn shorten_derivations(writer: &SqlitePool) -> Result<(), sqlx::Error> {
    let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
    let done: Option<String> = sqlx::query_scalar(IS_SHORT).fetch_optional(&mut *tx).await?;
    if done.is_some() {
        return Ok(());
    }
    let runs: Vec<i64> = sqlx::query_scalar(RUNS).fetch_all(&mut *tx).await?;
    for run in runs {
        let rows: Vec<(i64, String)> =
            sqlx::query_as(LONG_DERIVATIONS).bind(run).fetch_all(&mut *tx).await?;
        for (employee, long) in rows {
            if let Ok(short) = trail::read(&long).and_then(|steps| trail::write(&steps)) {
                sqlx::query(SHORTEN).bind(run).bind(employee).bind(short).execute(&mut *tx).await?;
            }
        }
    }
    sqlx::query(ALL_SHORT).execute(&mut *tx).await?;
    tx.commit().await
}

fn migrator() -> Migrator {
    let migrations = MIGRATIONS
        .iter()
        .map(|(version, name, sql)| {
            let sql: SqlStr = AssertSqlSafe(*sql).into_sql_str();
            Migration::new(*version, (*name).into(), MigrationType::Simple, sql, false)
        })
        .collect();
    Migrator::with_migrations(migrations)
}

async fn check_version(pool: &SqlitePool) -> Result<Result<(), OpenError>, sqlx::Error> {
    Ok(is_safe(sqlx::query_scalar("SELECT sqlite_version()").fetch_one(pool).await?))
}

fn is_safe(found: String) -> Result<(), OpenError> {
    let parts: Vec<u32> = found.split('.').filter_map(|part| part.parse().ok()).collect();
    if parts.as_slice() >= SQLITE_VERSION_MIN.as_slice() {
        Ok(())
    } else {
        Err(OpenError::Version { found })
    }
}

/// Makes the file for its owner's eyes only, if it is not there.
fn make_file(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

#[cfg(test)]
mod tests;
