//! Mails of people who got an address after their result.

use chrono::{DateTime, Utc};

use super::{
    super::{Store, StoreError, failed, micros},
    key,
    superseded::unchanged,
};

const ACTION: &str = "queue missing mails";

// Whoever got an address after the run is told too; but nobody twice what a mail
// of an earlier revision has told already, nor what a person kept from leaving.
const QUEUE_MISSING: &str = concat!(
    "INSERT INTO mail
        (key, region, period, employee_id, run_id, event, state, enqueued_at, due_at)
    SELECT ",
    key!("result.employee_id", "'result'"),
    ", run.region, run.period, result.employee_id, result.run_id, 'result', 'queued', $1, $1
    FROM run
    JOIN result ON result.run_id = run.id
    JOIN employee ON employee.id = result.employee_id
    WHERE run.kind = 'evaluate' AND employee.email IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM run later
            WHERE later.kind = run.kind AND later.region = run.region
                AND later.period = run.period AND later.unit = run.unit
                AND later.revision > run.revision)
        AND NOT EXISTS (SELECT 1 FROM run earlier
            JOIN mail ON mail.run_id = earlier.id AND mail.employee_id = result.employee_id
            JOIN result told ON told.run_id = mail.run_id
                AND told.employee_id = mail.employee_id
            WHERE earlier.kind = run.kind AND earlier.region = run.region
                AND earlier.period = run.period AND earlier.unit = run.unit
                AND mail.event = 'result'
                AND (mail.state <> 'cancelled' OR EXISTS (SELECT 1 FROM attempt
                    WHERE attempt.mail_id = mail.id AND attempt.by_person IS NOT NULL
                        AND attempt.reply LIKE 'cancelled by a person:%'))
                AND told.derivation = result.derivation
                AND ",
    unchanged!(),
    ")
    ORDER BY result.run_id, result.employee_id
    ON CONFLICT (key) DO NOTHING"
);

impl Store {
    /// Queues the mails of people who have got an address since their result, where
    /// anything came in since this was last done; says how many.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn queue_missing_mails(&self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let mut pen = self.pen(ACTION).await?;
        let Some(stand) = self.news(&mut pen, (ACTION, String::new())).await? else { return Ok(0) };
        let done = sqlx::query(QUEUE_MISSING).bind(micros(now)).execute(&mut *pen).await;
        let queued = done.map_err(failed(ACTION))?.rows_affected();
        self.looked_for(ACTION, stand).await;
        Ok(queued)
    }
}
