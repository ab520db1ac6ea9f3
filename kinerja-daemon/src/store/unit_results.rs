//! What the head of a unit is told of its people: only of those who wait or about
//! whom somebody did something, and counts of the others.

use sqlx::Row;

use super::{Store, StoreError, failed};

const ACTION: &str = "read what the head of a unit is told";

const BLOCKED: &str = "
    SELECT employee.name, result.derivation
    FROM result JOIN employee ON employee.id = result.employee_id
    WHERE result.run_id = $1 AND result.predicate IS NULL
    ORDER BY employee.name, employee.nip";

const FOLLOW_UPS: &str = "
    SELECT rule, kind, actor, due_on, COUNT(*)
    FROM follow_up
    WHERE run_id = $1
    GROUP BY rule, kind, actor, due_on
    ORDER BY due_on, rule";

const ACTED_ON: &str = "
    SELECT employee.nip, result.predicate
    FROM run
    JOIN result ON result.run_id = run.id
    JOIN employee ON employee.id = result.employee_id
    WHERE run.id = $1 AND EXISTS (SELECT 1 FROM act
        WHERE act.employee_id = result.employee_id AND act.is_current = 1
            AND act.withdrawn IS NULL
            AND (act.period = run.period OR act.period IS NULL)
            AND act.kind IN
                ('penilaian', 'putusan', 'keberatan', 'tindak_lanjut', 'umpan_balik'))
    ORDER BY employee.nip";

/// A person for whom nothing is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockedPerson {
    /// The name.
    pub name: String,
    /// What is missing: a derivation as a [trail](super::trail).
    pub derivation: String,
}

/// A proposed follow-up and for how many people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpCount {
    /// The rule's code.
    pub rule: String,
    /// Its kind.
    pub kind: String,
    /// Who must act.
    pub actor: String,
    /// By which day.
    pub due_on: String,
    /// For how many people.
    pub people: u32,
}

/// A person about whom somebody decided, for whom a step was put down, or to whom
/// feedback was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActedOn {
    /// The NIP.
    pub nip: String,
    /// The code of the proposed predicate; none where nothing is proposed.
    pub predicate: Option<String>,
}

impl Store {
    /// The people of a run for whom nothing is proposed, by name.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn blocked_of_run(&self, run: i64) -> Result<Vec<BlockedPerson>, StoreError> {
        let rows =
            sqlx::query(BLOCKED).bind(run).fetch_all(&self.reader).await.map_err(failed(ACTION))?;
        Ok(rows
            .iter()
            .map(|row| BlockedPerson { name: row.get(0), derivation: row.get(1) })
            .collect())
    }

    /// The follow-ups that a run proposed, by day and rule.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn follow_ups_of_run(&self, run: i64) -> Result<Vec<FollowUpCount>, StoreError> {
        let rows = sqlx::query(FOLLOW_UPS)
            .bind(run)
            .fetch_all(&self.reader)
            .await
            .map_err(failed(ACTION))?;
        let count = |row: &sqlx::sqlite::SqliteRow| FollowUpCount {
            rule: row.get(0),
            kind: row.get(1),
            actor: row.get(2),
            due_on: row.get(3),
            people: row.get(4),
        };
        Ok(rows.iter().map(count).collect())
    }

    /// The people of a run about whom somebody decided, for whom a step was put down
    /// or to whom feedback was given in its period.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn acted_on_of_run(&self, run: i64) -> Result<Vec<ActedOn>, StoreError> {
        let rows = sqlx::query(ACTED_ON)
            .bind(run)
            .fetch_all(&self.reader)
            .await
            .map_err(failed(ACTION))?;
        Ok(rows.iter().map(|row| ActedOn { nip: row.get(0), predicate: row.get(1) }).collect())
    }
}
