//! Who evaluates whom: superiors that exist, and no circles.

use std::collections::{BTreeMap, BTreeSet};

use kinerja_core::people::Nip;

use super::employees::Draft;
use super::line::Sheet;
use super::report::{Report, reason};
use crate::import::problem::Code;
use crate::import::value::ValueError;

const HEADING: &str = "nip_atasan";
/// Rows of a circle that are named: whoever looks at these finds the rest.
const CIRCLE_SHOWN_MAX: usize = 20;

/// Tells superiors that nobody knows, people above themselves, and circles.
pub(super) fn check<'t>(sheet: &Sheet<'_, 't>, report: &mut Report<'t>, drafts: &[Draft<'t>]) {
    let places = places(drafts);
    let known = sheet.context.known;
    for draft in drafts {
        let Some(superior) = &draft.superior else { continue };
        let (code, repair) = if draft.nip.as_ref() == Some(superior) {
            let repair = "atasan tidak boleh orang itu sendiri: isi NIP atasannya atau kosongkan";
            (Code::SuperiorSelf, repair)
        } else if places.contains_key(superior) || known.people.contains(superior) {
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
    for circle in circles(drafts, &places) {
        tell_circle(sheet, report, &circle);
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

/// In which draft each person stands.
fn places<'d>(drafts: &'d [Draft<'_>]) -> BTreeMap<&'d Nip, usize> {
    let mut places = BTreeMap::new();
    for (place, draft) in drafts.iter().enumerate() {
        if let Some(nip) = &draft.nip {
            places.entry(nip).or_insert(place);
        }
    }
    places
}

/// The circles of two or more people, each from its first row on.
fn circles<'d, 't>(
    drafts: &'d [Draft<'t>],
    places: &BTreeMap<&Nip, usize>,
) -> Vec<Vec<&'d Draft<'t>>> {
    let mut circles = Vec::new();
    let mut done: BTreeSet<usize> = BTreeSet::new();
    for start in 0..drafts.len() {
        // The way up from here, and how far along it each place lies.
        let mut way: Vec<&Draft<'t>> = Vec::new();
        let mut steps: BTreeMap<usize, usize> = BTreeMap::new();
        let mut here = Some(start);
        while let Some(place) = here.filter(|place| !done.contains(place)) {
            let Some(draft) = drafts.get(place) else { break };
            if let Some(step) = steps.get(&place) {
                let mut circle = way.split_off(*step);
                let first =
                    (0..circle.len()).min_by_key(|at| circle.get(*at).map(|d| d.row.number));
                circle.rotate_left(first.unwrap_or_default());
                circles.push(circle);
                break;
            }
            steps.insert(place, way.len());
            way.push(draft);
            let superior = draft.superior.as_ref().filter(|nip| draft.nip.as_ref() != Some(*nip));
            here = superior.and_then(|nip| places.get(nip)).copied();
        }
        done.extend(steps.into_keys());
    }
    circles
}

fn tell_circle<'t>(sheet: &Sheet<'_, 't>, report: &mut Report<'t>, circle: &[&Draft<'t>]) {
    let Some(first) = circle.first() else { return };
    let mut rows: Vec<String> =
        circle.iter().take(CIRCLE_SHOWN_MAX).map(|draft| draft.row.number.to_string()).collect();
    if CIRCLE_SHOWN_MAX < circle.len() {
        rows.push("…".to_owned());
    }
    rows.push(first.row.number.to_string());
    let repair = format!("atasan berputar, baris {}: perbaiki salah satu", rows.join(" → "));
    let error = ValueError::new(Code::SuperiorCircle, sheet.cell(first.row, HEADING), repair);
    report.problem(first.row, HEADING, &error);
    for draft in circle {
        report.leave_out(draft.row, reason(HEADING, &error));
    }
}
