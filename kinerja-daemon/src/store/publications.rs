//! What is to be published, and what was.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use kinerja_core::{calendar::Period, region::RegionCode, summary::Tally};
use sqlx::{Row, sqlite::SqliteRow};

use super::{Store, StoreError, UnitName, corrupt, failed, instant};

const TALLIES: &str = "
    SELECT run.id, unit.code, unit.name, run.revision, run.as_of, run.tally, run.services
    FROM run
    JOIN unit ON unit.region = run.region AND unit.code = run.unit
    WHERE run.kind = 'evaluate' AND run.region = $1 AND run.period = $2
        AND run.revision = (SELECT MAX(later.revision) FROM run later
            WHERE later.kind = run.kind AND later.region = run.region
                AND later.period = run.period AND later.unit = run.unit)
    ORDER BY unit.code";

const PERIODS: &str = "
    SELECT DISTINCT period FROM run WHERE kind = 'evaluate' AND region = $1";

const RECORD_PUBLICATION: &str = "
    INSERT INTO publication (region, period, run_id) VALUES ($1, $2, $3)
    ON CONFLICT (region) DO UPDATE SET period = excluded.period, run_id = excluded.run_id
    WHERE publication.run_id <> excluded.run_id OR publication.period <> excluded.period";

// Whatever a page shows came by a run, an act or a file. Nothing is published of a
// region without a unit.
const STATES: &str = "
    SELECT known.region,
        (SELECT COALESCE(MAX(id), 0) FROM run WHERE region = known.region),
        (SELECT COALESCE(MAX(id), 0) FROM act WHERE region = known.region),
        (SELECT COALESCE(MAX(id), 0) FROM imported_file WHERE region = known.region),
        published.inputs, published.stamp
    FROM (SELECT DISTINCT region FROM unit) known
    LEFT JOIN published ON published.region = known.region";

const RECORD_PUBLISHED: &str = "
    INSERT INTO published (region, inputs, files_sha256, stamp) VALUES ($1, $2, $3, $4)
    ON CONFLICT (region) DO UPDATE SET inputs = excluded.inputs,
        files_sha256 = excluded.files_sha256, stamp = excluded.stamp";

/// From what the files of a region were made, and what they were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What stood on record when they were made.
    pub inputs: String,
    /// The stamp that the system had put on them.
    pub stamp: String,
}

/// What may have changed in a region since its files were made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicationState {
    /// The number of the latest run; 0 where there is none.
    pub run: i64,
    /// The number of the latest act; 0 where there is none.
    pub act: i64,
    /// The number of the latest file that was taken in; 0 where there is none.
    pub file: i64,
    /// From what the files were made the last time.
    pub made: Option<Made>,
}

/// The latest evaluation of a unit, added up.
#[derive(Debug, Clone)]
pub struct EvaluatedUnit {
    /// The number of the run.
    pub run: i64,
    /// The unit.
    pub unit: UnitName,
    /// The revision, from 1.
    pub revision: u32,
    /// Counts of its people.
    pub tally: Tally,
    /// What they reached for services, as JSON; none where it was evaluated before
    /// that was kept.
    pub services: Option<String>,
}

/// What is to be published of a region.
#[derive(Debug, Clone)]
pub struct Publication {
    /// The period.
    pub period: Period,
    /// The units, by code.
    pub units: Vec<EvaluatedUnit>,
    /// The instant at which the latest of the runs stands.
    pub as_of: DateTime<Utc>,
    /// The highest revision among the runs.
    pub revision: u32,
    /// The number of the latest run: what the publication rests on.
    pub run: i64,
}

fn evaluated(row: &SqliteRow, action: &'static str) -> Result<EvaluatedUnit, StoreError> {
    let tally: String = row.get(5);
    Ok(EvaluatedUnit {
        run: row.get(0),
        unit: UnitName { code: row.get(1), name: row.get(2) },
        revision: u32::try_from(row.get::<i64, _>(3)).map_err(corrupt(action))?,
        tally: serde_json::from_str(&tally).map_err(corrupt(action))?,
        services: row.get(6),
    })
}

impl Store {
    /// What is to be published of a region: its latest period; none when nothing
    /// was evaluated.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn latest_publication(
        &self,
        region: &RegionCode,
    ) -> Result<Option<Publication>, StoreError> {
        let action = "find what is to be published";
        let latest = sqlx::query_scalar::<_, String>(PERIODS)
            .bind(region.as_str())
            .fetch_all(&self.reader)
            .await
            .map_err(failed(action))?;
        let latest: Vec<Period> = latest
            .into_iter()
            .map(|period| period.parse().map_err(corrupt(action)))
            .collect::<Result<_, StoreError>>()?;
        match latest.into_iter().max_by_key(|period| period.end()) {
            Some(period) => self.publication(region, period).await,
            None => Ok(None),
        }
    }

    /// The counts of a region's units in a period, from the latest revisions;
    /// none when nothing was evaluated.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn publication(
        &self,
        region: &RegionCode,
        period: Period,
    ) -> Result<Option<Publication>, StoreError> {
        let action = "read the counts of a period";
        let rows = sqlx::query(TALLIES)
            .bind(region.as_str())
            .bind(period.to_string())
            .fetch_all(&self.reader)
            .await
            .map_err(failed(action))?;
        let units: Vec<_> =
            rows.iter().map(|row| evaluated(row, action)).collect::<Result<_, _>>()?;
        let Some(run) = units.iter().map(|unit| unit.run).max() else { return Ok(None) };
        let as_of = rows.iter().map(|row| row.get(4)).max().unwrap_or_default();
        let revision = units.iter().map(|unit| unit.revision).max().unwrap_or_default();
        Ok(Some(Publication { period, units, as_of: instant(as_of, action)?, revision, run }))
    }

    /// What the files of each region would be made from now, and from what they were
    /// made the last time: of all regions that have units, at one look.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn publication_states(
        &self,
    ) -> Result<BTreeMap<RegionCode, PublicationState>, StoreError> {
        let action = "find what is to be published";
        let rows = sqlx::query(STATES).fetch_all(&self.reader).await.map_err(failed(action))?;
        let state = |row: &SqliteRow| {
            // A code that cannot be read is no region's.
            let region = row.get::<&str, _>(0).parse().ok()?;
            let inputs = row.get::<Option<String>, _>(4);
            let made = inputs.map(|inputs| Made { inputs, stamp: row.get(5) });
            let (run, act, file) = (row.get(1), row.get(2), row.get(3));
            Some((region, PublicationState { run, act, file, made }))
        };
        Ok(rows.iter().filter_map(state).collect())
    }

    /// Puts on record from what a region's files were made, and the digest of all that
    /// they say.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn record_made(
        &self,
        region: &RegionCode,
        made: &Made,
        files_sha256: &str,
    ) -> Result<(), StoreError> {
        sqlx::query(RECORD_PUBLISHED)
            .bind(region.as_str())
            .bind(&made.inputs)
            .bind(files_sha256)
            .bind(&made.stamp)
            .execute(&mut *self.pen("record a publication").await?)
            .await
            .map_err(failed("record a publication"))?;
        Ok(())
    }

    /// Puts on record that a region's summary was published.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn record_publication(
        &self,
        region: &RegionCode,
        publication: &Publication,
    ) -> Result<(), StoreError> {
        sqlx::query(RECORD_PUBLICATION)
            .bind(region.as_str())
            .bind(publication.period.to_string())
            .bind(publication.run)
            .execute(&mut *self.pen("record a publication").await?)
            .await
            .map_err(failed("record a publication"))?;
        Ok(())
    }
}
