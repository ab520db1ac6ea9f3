//! What units are called: one name for everybody.

use std::collections::{BTreeMap, BTreeSet};

use kinerja_core::people::Nip;

use super::employees::Draft;
use super::line::Sheet;
use super::report::{Report, reason};
use crate::import::problem::Code;
use crate::import::table::Row;
use crate::import::value::ValueError;

const HEADING: &str = "unit_kerja";

/// Tells the units that have two names in the file, once for each other name,
/// and those whose name is another than the one on record. Nobody can say which
/// is right, so no row of such a unit is taken.
pub(super) fn check<'t>(sheet: &Sheet<'_, 't>, report: &mut Report<'t>, drafts: &[Draft<'t>]) {
    let mut names: BTreeMap<&str, BTreeMap<&str, &Row>> = BTreeMap::new();
    let mut firsts: BTreeMap<&str, &Row> = BTreeMap::new();
    let mut reasons: BTreeMap<&str, String> = BTreeMap::new();
    for draft in drafts {
        let Some((code, name)) = &draft.unit else { continue };
        let first = *firsts.entry(code).or_insert(draft.row);
        let names = names.entry(code).or_default();
        if names.contains_key(name.as_str()) {
            continue;
        }
        names.insert(name, draft.row);
        if names.len() > 1 {
            let (one, other) = (first.number, draft.row.number);
            let repair =
                format!("kode_unit sama, nama unit beda di baris {one} dan {other}: samakan");
            tell(sheet, report, &mut reasons, (code, draft.row, repair));
        }
    }
    let all: Vec<&Draft<'t>> = drafts.iter().collect();
    for (code, row, name) in half_renamed(sheet, &all) {
        if !reasons.contains_key(code) {
            tell(sheet, report, &mut reasons, (code, row, repair(row, name)));
        }
    }
    leave_out(report, drafts, &reasons);
}

/// Leaves out the rows of units whose name would change, but not for everybody
/// as soon as other rows of the file are not taken.
pub(super) fn leave_out_renamings<'t>(
    sheet: &Sheet<'_, 't>,
    report: &mut Report<'t>,
    drafts: &[Draft<'t>],
) {
    let good: Vec<&Draft<'t>> = drafts.iter().filter(|draft| report.is_good(draft.row)).collect();
    let reasons: BTreeMap<&str, String> = half_renamed(sheet, &good)
        .into_iter()
        .map(|(code, row, name)| {
            let error =
                ValueError::new(Code::UnitName, sheet.cell(row, HEADING), repair(row, name));
            (code, reason(HEADING, &error))
        })
        .collect();
    leave_out(report, drafts, &reasons);
}

/// The units whose name in these rows is another than the one on record, though
/// the rows are not about all people of the unit: code, first row, name on record.
fn half_renamed<'d, 't>(
    sheet: &Sheet<'d, 't>,
    drafts: &[&'d Draft<'t>],
) -> Vec<(&'d str, &'t Row, &'d str)> {
    let people: BTreeSet<&Nip> = drafts.iter().filter_map(|draft| draft.nip.as_ref()).collect();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    for draft in drafts {
        let Some((code, name)) = &draft.unit else { continue };
        let Some(known) = sheet.context.known.units.get(code) else { continue };
        if known.name == *name || !seen.insert(code) {
            continue;
        }
        if !known.people.iter().all(|nip| people.contains(nip)) {
            found.push((code.as_str(), draft.row, known.name.as_str()));
        }
    }
    found
}

fn repair(row: &Row, name: &str) -> String {
    let row = row.number;
    format!(
        "unit ini tercatat bernama `{name}`, baris {row} menulis nama lain: samakan, atau \
         sertakan semua pegawai unit ini yang tercatat agar namanya berganti"
    )
}

fn tell<'d, 't>(
    sheet: &Sheet<'_, 't>,
    report: &mut Report<'t>,
    reasons: &mut BTreeMap<&'d str, String>,
    (code, row, repair): (&'d str, &'t Row, String),
) {
    let error = ValueError::new(Code::UnitName, sheet.cell(row, HEADING), repair);
    report.problem(row, HEADING, &error);
    reasons.entry(code).or_insert_with(|| reason(HEADING, &error));
}

fn leave_out<'t>(report: &mut Report<'t>, drafts: &[Draft<'t>], reasons: &BTreeMap<&str, String>) {
    for draft in drafts {
        let code = draft.unit.as_ref().map(|(code, _)| code.as_str());
        if let Some(reason) = code.and_then(|code| reasons.get(code)) {
            report.leave_out(draft.row, reason);
        }
    }
}
