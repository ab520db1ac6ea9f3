//! What everybody is to be told, and the mails that tell it.

use futures_util::{TryStreamExt, stream::BoxStream};
use kinerja_core::{calendar::Period, region::RegionCode};
use sqlx::{Row, sqlite::SqliteRow};

use super::{
    super::{Store, StoreError, corrupt, failed},
    MailId, key,
    rehearsed::became,
    superseded::unchanged,
};

const ACTION: &str = "hold the mails against what is to be told";

/// What a row says of a mail: its number, whether nobody got it but a folder, and
/// its state.
macro_rules! columns {
    ($key:literal, $event:literal) => {
        concat!(
            key!($key, $event),
            ", run.region, run.period, ",
            $event,
            ", employee.email IS NULL, mail.id, ",
            became!()
        )
    };
}

// A result is told by a mail of its own revision or of an earlier one since which it
// has read the same.
const RESULTS: &str = concat!(
    "SELECT ",
    columns!("result.employee_id", "'result'"),
    ", 0
    FROM run
    JOIN result ON result.run_id = run.id
    JOIN employee ON employee.id = result.employee_id
    LEFT JOIN mail ON mail.employee_id = result.employee_id AND mail.event = 'result'
        AND mail.run_id IN (SELECT earlier.id FROM run earlier
            JOIN result told ON told.run_id = earlier.id
                AND told.employee_id = result.employee_id
                AND told.derivation = result.derivation
            WHERE earlier.kind = run.kind AND earlier.region = run.region
                AND earlier.period = run.period AND earlier.unit = run.unit
                AND ",
    unchanged!(),
    ")
    WHERE run.kind = 'evaluate'
        AND ($1 IS NULL OR run.region = $1) AND ($2 IS NULL OR run.period = $2)
        AND NOT EXISTS (SELECT 1 FROM run later
            WHERE later.kind = run.kind AND later.region = run.region
                AND later.period = run.period AND later.unit = run.unit
                AND later.revision > run.revision)
    ORDER BY run.id, result.employee_id, mail.id"
);

// Of an older decision, no mail need be there: whoever had no address then is told
// the latest only.
const NOTICES: &str = concat!(
    "SELECT ",
    columns!("notice.employee_id", "notice.event"),
    ", EXISTS (SELECT 1 FROM notice later
        WHERE later.employee_id = notice.employee_id AND later.period = notice.period
            AND later.number > notice.number)
    FROM notice
    JOIN run ON run.id = notice.run_id
    JOIN employee ON employee.id = notice.employee_id
    LEFT JOIN mail ON mail.employee_id = notice.employee_id AND mail.run_id = notice.run_id
        AND mail.event = notice.event
    WHERE ($1 IS NULL OR run.region = $1) AND ($2 IS NULL OR run.period = $2)
    ORDER BY run.region, run.period, notice.employee_id, notice.number, mail.id"
);

// What fell due and is done was told by a mail; one mail tells of several.
const REMINDERS: &str = concat!(
    "SELECT key, region, period, event, 0, id, ",
    became!(),
    ", 0
    FROM mail
    WHERE run_id IS NULL AND ($1 IS NULL OR region = $1) AND ($2 IS NULL OR period = $2)
    UNION ALL
    SELECT region || '/' || period || '/' || subject || '/' || kind || '.' || event || '/'
        || revision, region, period, kind, 0, NULL, NULL, 0
    FROM occurrence
    WHERE state = 'done' AND subject <> 'region' AND mail_id IS NULL
        AND ($1 IS NULL OR region = $1) AND ($2 IS NULL OR period = $2)
    ORDER BY 1"
);

const ALL: &str = "
    SELECT COUNT(*) FROM mail
    WHERE ($1 IS NULL OR region = $1) AND ($2 IS NULL OR period = $2)";

// A copy may have left whatever became of the mail since.
const UNKNOWN: &str = "
    SELECT id FROM mail
    WHERE (state = 'unknown' OR copies > 0 AND state <> 'sent')
        AND ($1 IS NULL OR region = $1) AND ($2 IS NULL OR period = $2)
    ORDER BY id";

// Mails are numbered without a gap, and none is ever deleted.
const GAPS: &str = "
    SELECT mail.id + 1,
        (SELECT MIN(next.id) FROM mail next WHERE next.id > mail.id) - 1
    FROM (SELECT 0 AS id UNION ALL SELECT id FROM mail) mail
    WHERE mail.id < (SELECT MAX(id) FROM mail)
        AND NOT EXISTS (SELECT 1 FROM mail next WHERE next.id = mail.id + 1)
    ORDER BY 1";

/// One thing that a person is to be told, with one of the mails that tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToTell {
    /// The key that its mail has or should have.
    pub key: String,
    /// The region.
    pub region: RegionCode,
    /// The period.
    pub period: Period,
    /// What it is about.
    pub event: String,
    /// Whether the person has no address.
    pub without_address: bool,
    /// Whether a newer decision has come since.
    pub overtaken: bool,
    /// A mail that tells it, with its state; `in_folder` and `redirected` are
    /// those that were sent in a rehearsal.
    pub mail: Option<(MailId, String)>,
}

/// The mails at the same moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnRecord {
    /// How many there are.
    pub mails: i64,
    /// Those that may have arrived or not.
    pub unknown: Vec<MailId>,
    /// The numbers of mails that are gone, from one to another.
    pub gone: Vec<(MailId, MailId)>,
}

/// Which mails are looked at; all where nothing is said.
#[derive(Debug, Clone, Copy, Default)]
pub struct AuditOf<'a> {
    /// Only those of this region.
    pub region: Option<&'a RegionCode>,
    /// Only those of this period.
    pub period: Option<Period>,
}

impl Store {
    /// What everybody is to be told of results, decisions and what fell due, one row for each mail
    /// that tells it, or one without. The rows of one thing follow one another.
    ///
    /// # Errors
    ///
    /// Fails when the database does, also between two rows.
    pub async fn each_to_tell(
        &self,
        of: AuditOf<'_>,
        mut each: impl FnMut(ToTell),
    ) -> Result<OnRecord, StoreError> {
        // All of it from one moment: a pass may be sending meanwhile.
        let mut tx = self.reader.begin().await.map_err(failed(ACTION))?;
        let region = of.region.map(RegionCode::as_str);
        let period = of.period.map(|period| period.to_string());
        for query in [RESULTS, NOTICES, REMINDERS] {
            let rows = sqlx::query(query).bind(region).bind(period.as_deref());
            let mut rows: BoxStream<'_, _> = rows.fetch(&mut *tx);
            while let Some(row) = rows.try_next().await.map_err(failed(ACTION))? {
                each(read(&row)?);
            }
        }
        let mails = sqlx::query_scalar(ALL).bind(region).bind(period.as_deref());
        let mails = mails.fetch_one(&mut *tx).await.map_err(failed(ACTION))?;
        let unknown = sqlx::query_scalar(UNKNOWN).bind(region).bind(period.as_deref());
        let unknown = unknown.fetch_all(&mut *tx).await.map_err(failed(ACTION))?;
        let gone = sqlx::query_as(GAPS).fetch_all(&mut *tx).await.map_err(failed(ACTION))?;
        Ok(OnRecord { mails, unknown, gone })
    }
}

fn read(row: &SqliteRow) -> Result<ToTell, StoreError> {
    let (region, period): (String, String) = (row.get(1), row.get(2));
    Ok(ToTell {
        key: row.get(0),
        region: region.parse().map_err(corrupt(ACTION))?,
        period: period.parse().map_err(corrupt(ACTION))?,
        event: row.get(3),
        without_address: row.get(4),
        mail: row.get::<Option<i64>, _>(5).map(|id| (id, row.get(6))),
        overtaken: row.get(7),
    })
}
