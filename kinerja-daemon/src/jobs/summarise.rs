//! Publishes what the latest evaluations of a region add up to.

use std::path::Path;

use kinerja_core::{calendar::Period, summary::PublicSummary};

use crate::{
    policies::LoadedPolicy,
    report::{Published, RegionReport, publish, publish_index},
    store::{Store, StoreError},
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

/// Makes a region's summary and publishes it unless the very same stands there;
/// says which period was written. So a summary that was lost or damaged comes
/// back by itself.
///
/// # Errors
///
/// Fails when database or folder do.
pub async fn run(
    store: &Store,
    policy: &LoadedPolicy,
    folder: &Path,
) -> Result<Option<Period>, SummariseError> {
    let region = &policy.policy.code;
    let Some(found) = store.latest_publication(region).await? else { return Ok(None) };
    let report = RegionReport {
        policy: &policy.policy,
        period: found.period,
        as_of: found.as_of,
        revision: found.revision,
        summary: PublicSummary::new(&found.units),
    };
    let files = report.files().map_err(|error| SummariseError::Page {
        region: region.to_string(),
        reason: error.to_string(),
    })?;
    let failed = |source| SummariseError::Write { region: region.to_string(), source };
    let published = publish(folder, region, &files).map_err(failed)?;
    publish_index(folder).map_err(failed)?;
    store.record_publication(region, &found).await?;
    if published == Published::Before {
        return Ok(None);
    }
    tracing::info!(%region, period = %found.period, "published a summary");
    Ok(Some(found.period))
}
