//! What is to be published, and what was.

use chrono::{DateTime, Utc};
use kinerja_core::{calendar::Period, region::RegionCode, summary::Tally};

use super::{Store, StoreError, corrupt, failed, instant};

const TALLIES: &str = "
    SELECT unit.name, run.tally, run.id, run.as_of, run.revision
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

/// What is to be published of a region.
#[derive(Debug, Clone)]
pub struct Publication {
    /// The period.
    pub period: Period,
    /// Names of the units with their counts.
    pub units: Vec<(String, Tally)>,
    /// The instant at which the latest of the runs stands.
    pub as_of: DateTime<Utc>,
    /// The highest revision among the runs.
    pub revision: u32,
    /// The number of the latest run: what the publication rests on.
    pub run: i64,
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
        let rows = sqlx::query_as::<_, (String, String, i64, i64, i64)>(TALLIES)
            .bind(region.as_str())
            .bind(period.to_string())
            .fetch_all(&self.reader)
            .await
            .map_err(failed(action))?;
        let Some(run) = rows.iter().map(|row| row.2).max() else { return Ok(None) };
        let as_of = rows.iter().map(|row| row.3).max().unwrap_or_default();
        let revision = rows.iter().map(|row| row.4).max().unwrap_or_default();
        let units = rows
            .into_iter()
            .map(|(name, tally, ..)| {
                Ok((name, serde_json::from_str(&tally).map_err(corrupt(action))?))
            })
            .collect::<Result<_, StoreError>>()?;
        Ok(Some(Publication {
            period,
            units,
            as_of: instant(as_of, action)?,
            revision: u32::try_from(revision).map_err(corrupt(action))?,
            run,
        }))
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
            .execute(&self.writer)
            .await
            .map_err(failed("record a publication"))?;
        Ok(())
    }
}
