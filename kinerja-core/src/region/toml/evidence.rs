//! Reads what a region does with evidence that others gave.

use crate::{evidence::DailyReportRule, law::reading::Section};

pub(super) fn daily_reports(mut section: Section<'_, '_>) -> Option<DailyReportRule> {
    let reports = section.word("reports");
    let prefer = section.word("prefer");
    let source = section.source();
    Some(DailyReportRule { reports: reports?, prefer: prefer?, source: source? })
}
