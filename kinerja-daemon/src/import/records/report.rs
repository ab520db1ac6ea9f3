//! What is wrong with the rows of a table, and which of them are not taken.

use std::collections::BTreeMap;

use crate::import::problem::{Collector, Problems};
use crate::import::table::{Row, Table};
use crate::import::value::ValueError;

/// Bytes of the reasons beside one row: enough to repair it, too little to make
/// the error file many times as large as the file.
const REASONS_BYTES_MAX: usize = 1_000;

/// Gathers problems and the rows that have them.
pub(super) struct Report<'t> {
    table: &'t Table,
    problems: Collector,
    /// Why rows are not taken, by their numbers.
    reasons: BTreeMap<u32, String>,
}

impl<'t> Report<'t> {
    pub(super) fn new(table: &'t Table) -> Self {
        Self { table, problems: Collector::default(), reasons: BTreeMap::new() }
    }

    /// A problem of a cell, for which its row is not taken.
    pub(super) fn problem(&mut self, row: &Row, heading: &str, error: &ValueError) {
        self.problems.push(self.table.problem(row, heading, error));
        let reasons = self.reasons.entry(row.number).or_default();
        let reason = reason(heading, error);
        if reasons.len().saturating_add(reason.len()) <= REASONS_BYTES_MAX {
            let separator = if reasons.is_empty() { "" } else { "; " };
            reasons.push_str(separator);
            reasons.push_str(&reason);
        }
    }

    /// Leaves out a row because of another one, whose problem is told.
    pub(super) fn leave_out(&mut self, row: &Row, reason: impl Into<String>) {
        self.reasons.entry(row.number).or_insert_with(|| reason.into());
    }

    /// Whether a row can be taken as far as is known.
    pub(super) fn is_good(&self, row: &Row) -> bool {
        !self.reasons.contains_key(&row.number)
    }

    /// How many rows are not taken as far as is known.
    pub(super) fn left_out(&self) -> usize {
        self.reasons.len()
    }

    /// The problems, and the rows that are not taken in the order of the file.
    pub(super) fn finish(mut self) -> (Option<Problems>, Vec<(&'t Row, String)>) {
        let mut bad = Vec::with_capacity(self.reasons.len());
        for row in self.table.rows() {
            bad.extend(self.reasons.remove(&row.number).map(|reason| (row, reason)));
        }
        (self.problems.finish(()).err(), bad)
    }
}

/// A problem as it stands beside its row.
pub(super) fn reason(heading: &str, error: &ValueError) -> String {
    format!("{heading} {} -> {}", error.code, error.repair)
}
