//! What is published of a region and a period.
//!
//! Files for people and programs, made of a [`PublicSummary`] and nothing else:
//! they name no person, and what the summary hides is hidden in each of them.

mod charts;
mod csv;
mod index;
mod json;
mod page;
mod publish;
mod reading;
#[cfg(test)]
mod sample;
mod services;
mod svg;
mod template;
mod unit;
mod words;

use chrono::{DateTime, Utc};
use kinerja_core::{
    calendar::Period,
    region::RegionPolicy,
    summary::{PublicServices, PublicSummary},
};

pub use index::publish_index;
pub use publish::{Published, publish, publish_private, stamp, standing, sweep_unpublished};
pub use unit::{Checked, Due, Ranked, UnitReport, Waiting};

/// What is published of a region and a period.
#[derive(Debug, Clone)]
pub struct RegionReport<'a> {
    /// The region's policy.
    pub policy: &'a RegionPolicy,
    /// The period.
    pub period: Period,
    /// The instant as of which it was evaluated.
    pub as_of: DateTime<Utc>,
    /// The revision of the evaluation, counted from 1.
    pub revision: u32,
    /// The counts that may be shown.
    pub summary: PublicSummary,
    /// What may be shown of services.
    pub services: PublicServices,
}

impl RegionReport<'_> {
    /// The files, each with its name: a page, two tables and a document
    /// for programs. The same report always gives the same bytes.
    ///
    /// # Errors
    ///
    /// Fails when a file cannot be composed; a report that passed once always
    /// passes.
    pub fn files(&self) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
        Ok(vec![
            (PAGE.to_owned(), page::page(self)?),
            (TABLE.to_owned(), csv::csv(self)?),
            (FINDINGS.to_owned(), services::findings_csv(self)?),
            (DOCUMENT.to_owned(), json::json(self)?),
        ])
    }
}

const PAGE: &str = "index.html";
const TABLE: &str = "ringkasan.csv";
const FINDINGS: &str = "temuan_layanan.csv";
const DOCUMENT: &str = "ringkasan.json";

/// A file could not be composed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// The page.
    #[error("compose the page `{PAGE}`")]
    Page(#[from] minijinja::Error),
    /// The table.
    #[error("compose the table `{TABLE}`")]
    Csv(#[from] ::csv::Error),
    /// The document for programs.
    #[error("compose the document `{DOCUMENT}`")]
    Json(#[from] serde_json::Error),
}
