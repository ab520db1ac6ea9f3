//! Who evaluates whom: superiors that exist, and no circles.

use std::collections::{BTreeMap, BTreeSet};

use kinerja_core::people::Nip;

use super::employees::Draft;
use super::line::Sheet;
use super::report::{Report, reason};
use crate::import::problem::Code;
use crate::import::value::ValueError;
use crate::store::Known;

const HEADING: &str = "nip_atasan";
/// Rows of a circle that are named: whoever looks at these finds the rest.
const CIRCLE_SHOWN_MAX: usize = 20;

/// Tells superiors that nobody knows, people above themselves, and circles.
pub(super) fn check<'t>(sheet: &Sheet<'_, 't>, report: &mut Report<'t>, drafts: &[Draft<'t>]) {
    let rows: BTreeSet<&Nip> = drafts.iter().filter_map(|draft| draft.nip.as_ref()).collect();
    let known = sheet.context.known;
    for draft in drafts {
        let Some(superior) = &draft.superior else { continue };
        let (code, repair) = if draft.nip.as_ref() == Some(superior) {
            let repair = "atasan tidak boleh orang itu sendiri: isi NIP atasannya atau kosongkan";
            (Code::SuperiorSelf, repair)
        } else if rows.contains(superior) || known.people.contains(superior) {
            continue;
        } else if known.elsewhere.contains(superior) {
            let repair = "atasan ini terdaftar di wilayah lain: isi NIP atasan di wilayah ini";
            (Code::SuperiorUnknown, repair)
        } else {
            let repair = "atasan ini tidak ada di berkas dan belum terdaftar: tambahkan barisnya \
                          atau perbaiki NIP";
            (Code::SuperiorUnknown, repair)
        };
        let error = ValueError::new(code, sheet.cell(draft.row, HEADING), repair);
        report.problem(draft.row, HEADING, &error);
    }
    check_circles(sheet, report, drafts);
}

/// Tells circles alone: who moves stands below somebody who was looked up before.
pub(super) fn check_circles<'t>(
    sheet: &Sheet<'_, 't>,
    report: &mut Report<'t>,
    drafts: &[Draft<'t>],
) {
    for circle in circles(drafts.iter(), sheet.context.known) {
        let Some((rows, error)) = problem_of(sheet, &circle) else { continue };
        if let Some(first) = rows.first() {
            report.problem(first.row, HEADING, &error);
        }
        for draft in rows {
            report.leave_out(draft.row, reason(HEADING, &error));
        }
    }
}

/// Leaves out the people whose superior is not taken and not on record either:
/// they would stand below somebody whom nobody knows.
pub(super) fn leave_out_subordinates<'t>(
    sheet: &Sheet<'_, 't>,
    report: &mut Report<'t>,
    drafts: &[Draft<'t>],
) {
    let mut below: BTreeMap<&Nip, Vec<&Draft<'t>>> = BTreeMap::new();
    for draft in drafts {
        if let Some(superior) = &draft.superior {
            below.entry(superior).or_default().push(draft);
        }
    }
    let mut left: Vec<&Draft<'t>> =
        drafts.iter().filter(|draft| !report.is_good(draft.row)).collect();
    while let Some(superior) = left.pop() {
        let Some(nip) = &superior.nip else { continue };
        if sheet.context.known.people.contains(nip) {
            continue;
        }
        for draft in below.get(nip).into_iter().flatten() {
            if report.is_good(draft.row) {
                let row = superior.row.number;
                let reason = format!("{HEADING} -> atasannya (baris {row}) belum diambil");
                report.leave_out(draft.row, reason);
                left.push(draft);
            }
        }
    }
}

/// One person on the way up: by a row of the file, or as on record.
#[derive(Clone, Copy)]
enum Step<'d, 't> {
    Row(&'d Draft<'t>),
    Known,
}

/// The circles of two or more people that go through rows of the file, each
/// from its first row on. Whoever has no row here stands as on record.
fn circles<'d, 't>(
    drafts: impl Iterator<Item = &'d Draft<'t>>,
    known: &'d Known,
) -> Vec<Vec<Step<'d, 't>>> {
    let mut rows: BTreeMap<&Nip, &Draft<'t>> = BTreeMap::new();
    let mut starts = Vec::new();
    for draft in drafts {
        if let Some(nip) = &draft.nip {
            rows.entry(nip).or_insert(draft);
            starts.push(nip);
        }
    }
    let mut circles = Vec::new();
    let mut done: BTreeSet<&Nip> = BTreeSet::new();
    for start in starts {
        // The way up from here, and how far along it each person stands.
        let mut way: Vec<Step<'d, 't>> = Vec::new();
        let mut steps: BTreeMap<&Nip, usize> = BTreeMap::new();
        let mut here = Some(start);
        while let Some(nip) = here.filter(|nip| !done.contains(nip)) {
            if let Some(step) = steps.get(nip) {
                circles.extend(from_first_row(way.split_off(*step)));
                break;
            }
            steps.insert(nip, way.len());
            let row = rows.get(nip).copied();
            way.push(row.map_or(Step::Known, Step::Row));
            let superior = match row {
                Some(draft) => draft.superior.as_ref(),
                None => known.superiors.get(nip),
            };
            here = superior.filter(|superior| *superior != nip);
        }
        done.extend(steps.into_keys());
    }
    circles
}

/// A circle from its first row on; none when no row of the file is in it.
fn from_first_row<'d, 't>(mut circle: Vec<Step<'d, 't>>) -> Option<Vec<Step<'d, 't>>> {
    let rows = circle.iter().enumerate().filter_map(|(at, step)| match step {
        Step::Row(draft) => Some((draft.row.number, at)),
        Step::Known => None,
    });
    let (_, at) = rows.min()?;
    circle.rotate_left(at);
    Some(circle)
}

/// The rows of a circle with the problem that they have together.
fn problem_of<'d, 't>(
    sheet: &Sheet<'_, 't>,
    circle: &[Step<'d, 't>],
) -> Option<(Vec<&'d Draft<'t>>, ValueError)> {
    let drafts: Vec<&Draft<'t>> = circle
        .iter()
        .filter_map(|step| match step {
            Step::Row(draft) => Some(*draft),
            Step::Known => None,
        })
        .collect();
    let first = drafts.first()?.row;
    let shown = circle.iter().take(CIRCLE_SHOWN_MAX).map(|step| match step {
        Step::Row(draft) => draft.row.number.to_string(),
        Step::Known => "(terdaftar)".to_owned(),
    });
    let mut rows: Vec<String> = shown.collect();
    if CIRCLE_SHOWN_MAX < circle.len() {
        rows.push("…".to_owned());
    }
    rows.push(first.number.to_string());
    let repair = format!("atasan berputar, baris {}: perbaiki salah satu", rows.join(" → "));
    let error = ValueError::new(Code::SuperiorCircle, sheet.cell(first, HEADING), repair);
    Some((drafts, error))
}

/// Leaves out the rows of circles that are there as soon as other rows of the
/// file are not taken, because their people then stand as on record.
pub(super) fn leave_out_circles<'t>(
    sheet: &Sheet<'_, 't>,
    report: &mut Report<'t>,
    drafts: &[Draft<'t>],
) {
    let good = drafts.iter().filter(|draft| report.is_good(draft.row));
    for circle in circles(good, sheet.context.known) {
        let Some((rows, error)) = problem_of(sheet, &circle) else { continue };
        for draft in rows {
            report.leave_out(draft.row, reason(HEADING, &error));
        }
    }
}
