//! Publishes what the latest evaluations of a region add up to.

use std::path::Path;

use chrono::NaiveDate;
use kinerja_core::{calendar::Period, summary::PublicSummary};

use super::{services, unit_reports};
use crate::{
    policies::LoadedPolicy,
    report::{Published, RegionReport, publish, publish_private, stamp, standing},
    store::{Made, PublicationState, Store, StoreError},
};

/// A summary cannot be published.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SummariseError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The pages cannot be made.
    #[error("summary of {region}: {reason}")]
    Page {
        /// The region.
        region: String,
        /// Why.
        reason: String,
    },
    /// The files cannot be written.
    #[error("summary of {region}: {source}")]
    Write {
        /// The region.
        region: String,
        /// Why.
        source: std::io::Error,
    },
}

/// Where what is made goes.
#[derive(Debug, Clone, Copy)]
pub struct Folders<'a> {
    /// What the public reads.
    pub summaries: &'a Path,
    /// What the heads of units read; only its owner may look into it.
    pub reports: &'a Path,
}

/// Makes a region's summary and the reports of its units, unless all that they
/// are made from and the files themselves are as they were; says which period
/// was written. So a summary that was lost or damaged comes back by itself.
///
/// # Errors
///
/// Fails when database or folder do.
pub async fn run(
    store: &Store,
    (policy, state): (&LoadedPolicy, &PublicationState),
    folders: Folders<'_>,
    today: NaiveDate,
) -> Result<Option<Period>, SummariseError> {
    let region = &policy.policy.code;
    let failed = |source| SummariseError::Write { region: region.to_string(), source };
    let PublicationState { run, act, file, made } = state;
    if *run == 0 {
        return Ok(None);
    }
    let version = env!("CARGO_PKG_VERSION");
    let inputs = format!("{version} {} {run} {act} {file}", policy.sha256);
    let roots = [folders.summaries, folders.reports];
    let stamp = || stamp(roots, region).map_err(failed);
    if let Some(made) = made
        && made.inputs == inputs
        && made.stamp == stamp()?
    {
        return Ok(None);
    }
    let Some(found) = store.latest_publication(region).await? else { return Ok(None) };
    let facts = services::facts(store, &policy.policy, &found).await?;
    let page = |error: &dyn std::fmt::Display| SummariseError::Page {
        region: region.to_string(),
        reason: error.to_string(),
    };
    let counts: Vec<_> =
        found.units.iter().map(|of| (of.unit.name.clone(), of.tally.clone())).collect();
    let report = RegionReport {
        policy: &policy.policy,
        period: found.period,
        as_of: found.as_of,
        revision: found.revision,
        summary: PublicSummary::new(&counts),
        services: facts
            .public(services::index_rules(&policy.policy, found.period))
            .map_err(|error| page(&error))?,
    };
    let files = report.files().map_err(|error| page(&error))?;
    let published = publish(folders.summaries, region, &files).map_err(failed)?;
    let mut reports = Vec::new();
    let made = unit_reports::reports(store, &policy.policy, (&found, today), &facts).await;
    for report in made.map_err(|error| page(&error))? {
        reports.extend(report.files().map_err(|error| page(&error))?);
    }
    publish_private(folders.reports, region, &reports).map_err(failed)?;
    store.record_publication(region, &found).await?;
    let files_sha256 = standing(roots, region).map_err(failed)?;
    let made = Made { inputs, stamp: stamp()? };
    store.record_made(region, &made, &files_sha256).await?;
    if published == Published::Before {
        return Ok(None);
    }
    tracing::info!(%region, period = %found.period, "published a summary");
    Ok(Some(found.period))
}
