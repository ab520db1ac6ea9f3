//! Results of single people.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use kinerja_core::{calendar::Period, people::Nip, region::RegionCode};
use sqlx::{Row, sqlite::SqliteRow};

use super::{MailId, Store, StoreError, corrupt, failed, instant};

const ACTION: &str = "read a result";

/// A result with all that it takes to explain it, from rows of `result`; some columns
/// may follow.
macro_rules! result {
    ($also:literal) => {
        concat!(
            "SELECT employee.name, employee.post, unit.name, employee.email, officials.evaluator,
                run.period, run.revision, run.reason, run.as_of, policy.body, plan.body,
                result.predicate, result.result_rating, result.behaviour_rating, result.total,
                result.derivation, employee.id, run.id, employee.nip",
            $also,
            " FROM result
            JOIN run ON run.id = result.run_id
            JOIN employee ON employee.id = result.employee_id
            JOIN unit ON unit.region = run.region AND unit.code = run.unit
            JOIN policy ON policy.region = run.region AND policy.sha256 = run.policy_sha256
            LEFT JOIN document plan ON plan.id = result.plan_id
            LEFT JOIN officials
                ON officials.employee_id = employee.id AND officials.period = run.period"
        )
    };
}

const RESULT: &str = result!("");

const OF_MAILS: &str = concat!(
    result!(", mail.id, run.region"),
    " JOIN mail ON mail.run_id = result.run_id AND mail.employee_id = result.employee_id
    WHERE mail.id IN (SELECT value FROM json_each($1))"
);

/// A person's result with all that it takes to explain it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredResult {
    /// The person's number in the database.
    pub employee: i64,
    /// The run's number in the database.
    pub run: i64,
    /// The NIP.
    pub nip: Nip,
    /// The name.
    pub name: String,
    /// The post.
    pub post: String,
    /// The unit that evaluated.
    pub unit_name: String,
    /// The address.
    pub email: Option<String>,
    /// The evaluator, where the result was decided before.
    pub evaluator: Option<Nip>,
    /// The period.
    pub period: Period,
    /// The revision, from 1.
    pub revision: u32,
    /// Why there is a new revision.
    pub reason: Option<String>,
    /// The instant at which it stands.
    pub as_of: DateTime<Utc>,
    /// The text of the policy that was used.
    pub policy: String,
    /// The plan that was used, as it is kept.
    pub plan: Option<String>,
    /// Predicate, result rating, behaviour rating; none where nothing is proposed.
    pub ratings: Option<[String; 3]>,
    /// The total, exact.
    pub total: Option<String>,
    /// How it came about, as a [trail](super::trail).
    pub derivation: String,
}

/// The result that a mail tells, as it was read and not yet looked at.
#[derive(Debug)]
pub struct ResultOfMail(SqliteRow);

impl ResultOfMail {
    /// The result.
    ///
    /// # Errors
    ///
    /// Fails when a value is not what was written.
    pub fn result(&self) -> Result<StoredResult, StoreError> {
        read(&self.0)
    }

    /// Whom it is about.
    ///
    /// # Errors
    ///
    /// Fails when a value is not what was written.
    pub fn about(&self) -> Result<About, StoreError> {
        let text = |column: usize| self.0.try_get::<String, _>(column).map_err(corrupt(ACTION));
        let kept: Option<String> = self.0.try_get(4).map_err(corrupt(ACTION))?;
        Ok(About {
            region: text(20)?.parse().map_err(corrupt(ACTION))?,
            nip: text(18)?.parse().map_err(corrupt(ACTION))?,
            period: text(5)?.parse().map_err(corrupt(ACTION))?,
            evaluator: kept.map(|nip| nip.parse().map_err(corrupt(ACTION))).transpose()?,
            email: self.0.try_get(3).map_err(corrupt(ACTION))?,
        })
    }
}

/// Whom a result is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The region.
    pub region: RegionCode,
    /// The person.
    pub nip: Nip,
    /// The period.
    pub period: Period,
    /// The evaluator, where the result was decided before.
    pub evaluator: Option<Nip>,
    /// The person's address.
    pub email: Option<String>,
}

fn read(row: &SqliteRow) -> Result<StoredResult, StoreError> {
    let (period, nip): (String, String) = (row.get(5), row.get(18));
    let evaluator: Option<String> = row.get(4);
    let ratings: [Option<String>; 3] = [row.get(11), row.get(12), row.get(13)];
    let [predicate, result, behaviour] = ratings;
    Ok(StoredResult {
        employee: row.get(16),
        run: row.get(17),
        nip: nip.parse().map_err(corrupt(ACTION))?,
        name: row.get(0),
        post: row.get(1),
        unit_name: row.get(2),
        email: row.get(3),
        evaluator: evaluator.map(|nip| nip.parse().map_err(corrupt(ACTION))).transpose()?,
        period: period.parse().map_err(corrupt(ACTION))?,
        revision: u32::try_from(row.get::<i64, _>(6)).map_err(corrupt(ACTION))?,
        reason: row.get(7),
        as_of: instant(row.get(8), ACTION)?,
        policy: row.get(9),
        plan: row.get(10),
        ratings: predicate.zip(result).zip(behaviour).map(|((p, r), b)| [p, r, b]),
        total: row.get(14),
        derivation: row.get(15),
    })
}

impl Store {
    /// The latest result of a person in a period.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn result_of(
        &self,
        region: &RegionCode,
        nip: &Nip,
        period: Period,
    ) -> Result<Option<StoredResult>, StoreError> {
        let mut query = sqlx::QueryBuilder::<sqlx::Sqlite>::new(RESULT);
        query.push(" WHERE run.region = ").push_bind(region.as_str().to_owned());
        query.push(" AND employee.nip = ").push_bind(nip.as_str().to_owned());
        query.push(" AND run.period = ").push_bind(period.to_string());
        query.push(" ORDER BY run.revision DESC LIMIT 1");
        let row = query.build().fetch_optional(&self.reader).await.map_err(failed(ACTION))?;
        row.as_ref().map(read).transpose()
    }

    /// The result that a mail tells.
    ///
    /// # Errors
    ///
    /// Fails when the database does, or when there is no such result.
    pub async fn result_of_run(&self, employee: i64, run: i64) -> Result<StoredResult, StoreError> {
        let mut query = sqlx::QueryBuilder::<sqlx::Sqlite>::new(RESULT);
        query.push(" WHERE result.employee_id = ").push_bind(employee);
        query.push(" AND result.run_id = ").push_bind(run);
        let row = query.build().fetch_one(&self.reader).await.map_err(failed(ACTION))?;
        read(&row)
    }

    /// The results that mails tell, by mail; those that tell of none are left out.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn results_of_mails(
        &self,
        mails: &[MailId],
    ) -> Result<BTreeMap<MailId, ResultOfMail>, StoreError> {
        let mails = serde_json::to_string(mails).map_err(corrupt(ACTION))?;
        let rows = sqlx::query(OF_MAILS).bind(mails).fetch_all(&self.reader).await;
        let rows = rows.map_err(failed(ACTION))?.into_iter();
        Ok(rows.map(|row| (row.get(19), ResultOfMail(row))).collect())
    }
}
