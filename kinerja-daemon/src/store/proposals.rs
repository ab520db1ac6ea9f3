//! What was proposed for people, and who decides about it.

use chrono::{DateTime, Utc};
use kinerja_core::{
    calendar::Period,
    consequence::JobLevel,
    people::{Employment, Nip},
    region::RegionCode,
};
use sqlx::{Row, sqlite::SqliteRow};

use super::{Store, StoreError, corrupt, failed, instant};

const LOOK_UP: &str = "look up proposals";

// A revision that left a person's result as it was proposes nothing new. Who
// evaluates is the one who did when the result was first decided, and post and level
// are those of the file of staff then.
const PROPOSALS: &str = "
    SELECT employee.id, employee.nip, run.id, run.revision, run.reason, run.as_of,
        run.policy_sha256, result.result_rating, result.behaviour_rating,
        CASE WHEN LAG(result.derivation) OVER (PARTITION BY employee.id ORDER BY run.revision)
            IS DISTINCT FROM result.derivation THEN 1 ELSE 0 END,
        officials.evaluator, officials.evaluator_superior,
        CASE WHEN officials.post IS NULL THEN employee.level ELSE officials.level END,
        run.unit, employee.employment, COALESCE(officials.unit, employee.unit),
        COALESCE(officials.post, employee.post), result.predicate
    FROM run
    JOIN result ON result.run_id = run.id
    JOIN employee ON employee.id = result.employee_id
    LEFT JOIN officials ON officials.employee_id = employee.id AND officials.period = run.period
    WHERE run.kind = 'evaluate' AND run.region = ";

const WITH_ACTS: &str = " AND EXISTS (SELECT 1 FROM act
    WHERE act.employee_id = employee.id AND act.period = run.period AND act.is_current = 1
        AND act.withdrawn IS NULL AND act.kind IN ('penilaian', 'putusan', 'keberatan'))";

/// What a run proposed for a person, and who decides about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalRow {
    /// The person's number in the database.
    pub employee: i64,
    /// The NIP.
    pub nip: Nip,
    /// The run's number in the database.
    pub run: i64,
    /// The unit that evaluated.
    pub unit: String,
    /// The revision of the run, from 1.
    pub revision: u32,
    /// Why there is a new revision.
    pub reason: Option<String>,
    /// The instant at which it stands.
    pub as_of: DateTime<Utc>,
    /// The digest of the policy that was used.
    pub policy_sha256: String,
    /// The ratings of results and behaviour, and the predicate; none where nothing is
    /// proposed.
    pub ratings: Option<[String; 3]>,
    /// Whether it differs from the revision before.
    pub is_news: bool,
    /// The evaluator, where the result was decided before.
    pub evaluator: Option<Nip>,
    /// The superior of the evaluator, then.
    pub evaluator_superior: Option<Nip>,
    /// The post that the file of staff tells, or told when the result was first decided.
    pub staff: StaffPost,
    /// The kind of employment.
    pub employment: Employment,
}

/// A post as the file of staff tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffPost {
    /// The code of the unit.
    pub unit: String,
    /// The post.
    pub post: String,
    /// The level, where it is a functional post.
    pub level: Option<JobLevel>,
}

/// Whose proposals are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proposals<'a> {
    /// Those of all who were evaluated.
    Everybody,
    /// Those of people about whom somebody rated, decided or objected.
    Judged,
    /// Those of one person.
    Of(&'a Nip),
}

fn proposal(row: &SqliteRow) -> Result<ProposalRow, StoreError> {
    let nip = |index: usize| -> Result<Option<Nip>, StoreError> {
        let text: Option<String> = row.get(index);
        text.map(|text| text.parse().map_err(corrupt(LOOK_UP))).transpose()
    };
    let level: Option<String> = row.get(12);
    let [result, behaviour, predicate]: [Option<String>; 3] = [row.get(7), row.get(8), row.get(17)];
    Ok(ProposalRow {
        employee: row.get(0),
        nip: row.get::<String, _>(1).parse().map_err(corrupt(LOOK_UP))?,
        run: row.get(2),
        unit: row.get(13),
        revision: u32::try_from(row.get::<i64, _>(3)).map_err(corrupt(LOOK_UP))?,
        reason: row.get(4),
        as_of: instant(row.get(5), LOOK_UP)?,
        policy_sha256: row.get(6),
        ratings: result.zip(behaviour).zip(predicate).map(|((r, b), p)| [r, b, p]),
        is_news: row.get::<i64, _>(9) != 0,
        evaluator: nip(10)?,
        evaluator_superior: nip(11)?,
        staff: StaffPost {
            unit: row.get(15),
            post: row.get(16),
            level: level.map(|level| level.parse().map_err(corrupt(LOOK_UP))).transpose()?,
        },
        employment: serde_json::from_value(row.get::<String, _>(14).into())
            .map_err(corrupt(LOOK_UP))?,
    })
}

impl Store {
    /// What was proposed in a region and period, by person and revision.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn proposals(
        &self,
        region: &RegionCode,
        period: Period,
        whose: Proposals<'_>,
    ) -> Result<Vec<ProposalRow>, StoreError> {
        let mut query = sqlx::QueryBuilder::<sqlx::Sqlite>::new(PROPOSALS);
        query.push_bind(region.as_str().to_owned());
        query.push(" AND run.period = ").push_bind(period.to_string());
        match whose {
            Proposals::Everybody => &mut query,
            Proposals::Judged => query.push(WITH_ACTS),
            Proposals::Of(nip) => {
                query.push(" AND employee.nip = ").push_bind(nip.as_str().to_owned())
            }
        };
        query.push(" ORDER BY employee.id, run.revision");
        let rows = query.build().fetch_all(&self.reader).await.map_err(failed(LOOK_UP))?;
        rows.iter().map(proposal).collect()
    }
}
