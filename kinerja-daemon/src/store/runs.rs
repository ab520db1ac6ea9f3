//! Runs: one evaluation of one unit for one period.

use std::sync::Arc;

use futures_util::TryStreamExt;
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection, query_builder::Separated};

use super::{
    ADOPT_POLICY, NewResult, NewRun, PersonInputs, Recorded, RunHead, RunKey, Store, StoreError,
    corrupt, failed, micros,
    outbox::{key, take_back},
};

const RECORD: &str = "record a run";

/// Rows written by one statement; measured to be the fastest.
const ROWS_A_STATEMENT: usize = 200;

const LATEST_RUN: &str = "
    SELECT id, revision, inputs_sha256, policy_sha256
    FROM run
    WHERE kind = 'evaluate' AND region = $1 AND period = $2 AND unit = $3
    ORDER BY revision DESC
    LIMIT 1";

// A person belongs to the unit that evaluated the period first: whoever has
// moved since is not evaluated twice.
const INPUTS: &str = "
    SELECT employee.id,
        plan.id, plan.body, actuals.id, actuals.body, behaviour.id, behaviour.body
    FROM (
        SELECT id FROM employee WHERE region = $1 AND unit = $3
        UNION
        SELECT result.employee_id FROM run JOIN result ON result.run_id = run.id
        WHERE run.kind = 'evaluate' AND run.region = $1 AND run.period = $2 AND run.unit = $3
    ) candidate
    JOIN employee ON employee.id = candidate.id
    LEFT JOIN membership ON membership.employee_id = employee.id AND membership.period = $2
    LEFT JOIN document plan ON plan.employee_id = employee.id AND plan.period = $2
        AND plan.kind = 'plan' AND plan.is_current = 1
    LEFT JOIN document actuals ON actuals.employee_id = employee.id AND actuals.period = $2
        AND actuals.kind = 'actuals' AND actuals.is_current = 1
    LEFT JOIN document behaviour ON behaviour.employee_id = employee.id
        AND behaviour.period = $2
        AND behaviour.kind = 'behaviour' AND behaviour.is_current = 1
    WHERE COALESCE(membership.unit, employee.unit) = $3
    ORDER BY employee.id";

// If another daemon recorded the same run between look-up and insert, nothing is
// inserted and nothing is returned.
const RECORD_RUN: &str = "
    INSERT INTO run (kind, region, period, unit, revision, policy_sha256, inputs_sha256,
        reason, as_of, tally, services)
    VALUES ('evaluate', $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (kind, region, period, unit, revision) DO NOTHING
    RETURNING id";

// Also those that may have left already: sent once more, they would arrive after
// the newer result. A waiting mail stays where the result that it tells has not
// changed.
const CANCEL_SUPERSEDED_MAIL: &str = concat!(
    take_back!(),
    " AND event = 'result'
        AND run_id IN (SELECT id FROM run
            WHERE kind = 'evaluate' AND region = $1 AND period = $2 AND unit = $3 AND id <> $4)
        AND EXISTS (SELECT 1
            FROM result told JOIN result now ON now.employee_id = told.employee_id
            WHERE told.run_id = mail.run_id AND told.employee_id = mail.employee_id
                AND now.run_id = $4 AND now.derivation <> told.derivation)"
);

// Fails when another unit has evaluated one of the people, because a membership
// has a unit: then nothing of the run is put on record.
const RECORD_MEMBERSHIPS: &str = "
    INSERT INTO membership (employee_id, period, unit)
    SELECT result.employee_id, $2, $3 FROM result WHERE result.run_id = $1
    ORDER BY result.employee_id
    ON CONFLICT (employee_id, period) DO UPDATE SET unit = NULL
        WHERE membership.unit <> excluded.unit";

/// Whoever has an address is told, if a condition holds.
macro_rules! queue_mails {
    ($condition:literal) => {
        concat!(
            "INSERT INTO mail
                (key, region, period, employee_id, run_id, event, state, enqueued_at, due_at)
            SELECT ",
            key!("result.employee_id", "'result'"),
            ", run.region, run.period, result.employee_id, $1, 'result', 'queued', $2, $3
            FROM result
            JOIN run ON run.id = result.run_id
            JOIN employee ON employee.id = result.employee_id
            WHERE result.run_id = $1 AND employee.email IS NOT NULL",
            $condition,
            " ORDER BY result.employee_id"
        )
    };
}

const QUEUE_FIRST: &str = queue_mails!("");

// Not again what the revision before told.
const QUEUE_NEWS: &str = queue_mails!(
    " AND NOT EXISTS (SELECT 1
        FROM run now
        JOIN run told ON told.kind = now.kind AND told.region = now.region
            AND told.period = now.period AND told.unit = now.unit
            AND told.revision = now.revision - 1
        JOIN result before ON before.run_id = told.id
            AND before.employee_id = result.employee_id
        WHERE now.id = $1 AND before.derivation = result.derivation)"
);

impl Store {
    /// The latest run of a key.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn latest_run(&self, key: &RunKey) -> Result<Option<RunHead>, StoreError> {
        let action = "find the latest run";
        let row = sqlx::query(LATEST_RUN)
            .bind(key.region.as_str())
            .bind(key.period.to_string())
            .bind(&key.unit)
            .fetch_optional(&self.reader)
            .await
            .map_err(failed(action))?;
        row.map(|row| {
            Ok(RunHead {
                id: row.get(0),
                revision: u32::try_from(row.get::<i64, _>(1)).map_err(corrupt(action))?,
                inputs_sha256: row.get(2),
                policy_sha256: row.get(3),
            })
        })
        .transpose()
    }

    /// Hands out what is known of each person whom a run evaluates, while the
    /// next is being read.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn for_each_input(
        &self,
        key: &RunKey,
        mut take: impl FnMut(PersonInputs),
    ) -> Result<(), StoreError> {
        let failed = failed("read what is to be evaluated");
        let mut rows = sqlx::query(INPUTS)
            .bind(key.region.as_str())
            .bind(key.period.to_string())
            .bind(&key.unit)
            .fetch(&self.reader);
        while let Some(row) = rows.try_next().await.map_err(failed)? {
            let document = |id: usize| row.get::<Option<i64>, _>(id).zip(row.get(id + 1));
            take(PersonInputs {
                employee: row.get(0),
                plan: document(1),
                actuals: document(3),
                behaviour: document(5),
            });
        }
        Ok(())
    }

    /// Puts a run on record with its results, follow-ups and one mail for each
    /// person who can be told something new; all of it or nothing. A second attempt changes
    /// nothing. Waiting mails that tell a result which has changed are cancelled.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn record_run(&self, run: NewRun<'_>) -> Result<Recorded, StoreError> {
        let mut pen = self.pen(RECORD).await?;
        let mut tx = pen.begin(RECORD).await?;
        let (digest, body) = run.policy;
        sqlx::query(ADOPT_POLICY)
            .bind(run.key.region.as_str())
            .bind(digest)
            .bind(body)
            .bind(micros(run.enqueued_at))
            .execute(&mut *tx)
            .await
            .map_err(failed(RECORD))?;
        let id: Option<i64> = sqlx::query_scalar(RECORD_RUN)
            .bind(run.key.region.as_str())
            .bind(run.key.period.to_string())
            .bind(&run.key.unit)
            .bind(i64::from(run.revision))
            .bind(digest)
            .bind(run.inputs_sha256)
            .bind(run.reason)
            .bind(micros(run.as_of))
            .bind(serde_json::to_string(run.tally).map_err(corrupt(RECORD))?)
            .bind(run.services)
            .fetch_optional(&mut *tx)
            .await
            .map_err(failed(RECORD))?;
        let Some(id) = id else { return Ok(Recorded::Before) };
        follow_ups(&mut tx, id, &run.results).await?;
        results(&mut tx, id, run.results).await?;
        sqlx::query(RECORD_MEMBERSHIPS)
            .bind(id)
            .bind(run.key.period.to_string())
            .bind(&run.key.unit)
            .execute(&mut *tx)
            .await
            .map_err(failed(RECORD))?;
        sqlx::query(if run.revision > 1 { QUEUE_NEWS } else { QUEUE_FIRST })
            .bind(id)
            .bind(micros(run.enqueued_at))
            .bind(micros(run.due_at))
            .execute(&mut *tx)
            .await
            .map_err(failed(RECORD))?;
        if run.revision > 1 {
            sqlx::query(CANCEL_SUPERSEDED_MAIL)
                .bind(run.key.region.as_str())
                .bind(run.key.period.to_string())
                .bind(&run.key.unit)
                .bind(id)
                .execute(&mut *tx)
                .await
                .map_err(failed(RECORD))?;
        }
        tx.commit().await.map_err(failed(RECORD))?;
        Ok(Recorded::Now)
    }
}

/// Writes rows in statements of a size that is fast.
async fn insert<T>(
    tx: &mut SqliteConnection,
    into: &'static str,
    rows: impl IntoIterator<Item = T>,
    mut bind: impl FnMut(Separated<'_, Sqlite, &'static str>, T),
) -> Result<(), StoreError> {
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let mut statement = QueryBuilder::<Sqlite>::new(into);
        statement.push_values(rows.by_ref().take(ROWS_A_STATEMENT), &mut bind);
        statement.build().execute(&mut *tx).await.map_err(failed(RECORD))?;
    }
    Ok(())
}

/// The few words that stand in many rows, each made once.
#[derive(Default)]
struct Words(Vec<Arc<str>>);

impl Words {
    fn share(&mut self, word: &str) -> Arc<str> {
        if let Some(found) = self.0.iter().find(|found| &***found == word) {
            return found.clone();
        }
        let new: Arc<str> = word.into();
        self.0.push(new.clone());
        new
    }
}

async fn results(
    tx: &mut SqliteConnection,
    run: i64,
    results: Vec<NewResult>,
) -> Result<(), StoreError> {
    let into = "INSERT INTO result (employee_id, run_id, plan_id, actuals_id, behaviour_id, \
             predicate, result_rating, behaviour_rating, total, derivation) ";
    let mut words = Words::default();
    insert(tx, into, results, |mut row, result| {
        let [predicate, result_rating, behaviour_rating] = match result.ratings {
            Some(ratings) => ratings.map(|word| Some(words.share(word))),
            None => [None, None, None],
        };
        row.push_bind(result.used.employee)
            .push_bind(run)
            .push_bind(result.used.plan)
            .push_bind(result.used.actuals)
            .push_bind(result.used.behaviour)
            .push_bind(predicate)
            .push_bind(result_rating)
            .push_bind(behaviour_rating)
            .push_bind(result.total)
            .push_bind(result.derivation);
    })
    .await
}

async fn follow_ups(
    tx: &mut SqliteConnection,
    run: i64,
    results: &[NewResult],
) -> Result<(), StoreError> {
    let rows = results.iter().flat_map(|result| {
        result.follow_ups.iter().map(move |follow_up| (result.used.employee, follow_up))
    });
    let into = "INSERT INTO follow_up (employee_id, run_id, rule, kind, actor, due_on) ";
    let mut words = Words::default();
    insert(tx, into, rows, |mut row, (employee, follow_up)| {
        row.push_bind(employee)
            .push_bind(run)
            .push_bind(words.share(&follow_up.rule))
            .push_bind(words.share(follow_up.kind))
            .push_bind(words.share(follow_up.actor))
            .push_bind(words.share(&follow_up.due_on.to_string()));
    })
    .await
}
