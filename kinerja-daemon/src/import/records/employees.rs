//! `pegawai`: one row a person.

use std::collections::BTreeMap;

use kinerja_core::people::{Employment, Nip};

use super::email;
use super::line::{Line, Sheet, TEXT_MAX, Told, nip, nip_problem, text};
use super::report::{Report, reason};
use super::superiors;
use crate::address::EmailAddress;
use crate::import::problem::Code;
use crate::import::table::Row;
use crate::import::value::ValueError;
use crate::store::records::Employee;

/// Characters of a name with its titles.
const NAME_MAX: usize = 200;
/// Characters of the code of a unit.
const UNIT_MAX: usize = 40;

const EMPLOYMENTS: &[(&str, Employment)] = &[("PNS", Employment::Pns), ("PPPK", Employment::Pppk)];

/// One row as far as it could be read: what other rows are compared with, and
/// the person when nothing in the row itself is wrong.
pub(super) struct Draft<'t> {
    pub(super) row: &'t Row,
    pub(super) nip: Option<Nip>,
    pub(super) superior: Option<Nip>,
    unit: Option<(String, String)>,
    employee: Option<Employee>,
}

/// Reads the people.
pub(super) fn read<'t>(sheet: &Sheet<'_, 't>, report: &mut Report<'t>) -> Vec<Employee> {
    let rows = sheet.table.rows().iter();
    let drafts: Vec<Draft<'t>> = rows.map(|row| draft(&mut sheet.line(row, report))).collect();
    let numbered = drafts.iter().filter_map(|draft| Some((draft.nip.as_ref()?, draft.row)));
    sheet.check_twice(report, ("nip", Code::NipTwice), numbered);
    check_units(sheet, report, &drafts);
    superiors::check(sheet, report, &drafts);
    superiors::leave_out_subordinates(sheet, report, &drafts);
    let good = drafts.into_iter().filter(|draft| report.is_good(draft.row));
    good.filter_map(|draft| draft.employee).collect()
}

fn draft<'t>(line: &mut Line<'_, 't>) -> Draft<'t> {
    let nip = line.need("nip", nip);
    let employment = line.word("jenis", EMPLOYMENTS);
    let name = line.text("nama", NAME_MAX);
    let unit = line.read("kode_unit", |cell| {
        let text = text(cell, TEXT_MAX)?.unwrap_or_default();
        if is_unit(&text) {
            return Ok(text);
        }
        let repair =
            format!("1 sampai {UNIT_MAX} huruf kecil, angka atau `-`, seperti `dinkes`: perbaiki");
        Err(ValueError::new(Code::UnitCode, cell, repair))
    });
    let unit_name = line.text("unit_kerja", TEXT_MAX);
    let post = line.text("jabatan", TEXT_MAX);
    let email = line.read("email", |cell| {
        let address = text(cell, TEXT_MAX)?;
        if let Some(Err(error)) = address.as_deref().map(str::parse::<EmailAddress>) {
            let (code, repair) = email::problem(error);
            return Err(ValueError::new(code, cell, repair));
        }
        Ok(address)
    });
    let superior = line.read("nip_atasan", super::line::nip);
    if let Ok(nip) = &nip {
        check_person(line, nip, employment);
    }
    Draft {
        row: line.row,
        nip: nip.as_ref().ok().cloned(),
        superior: superior.as_ref().ok().cloned().flatten(),
        unit: unit.as_ref().ok().cloned().zip(unit_name.as_ref().ok().cloned()),
        employee: (|| {
            Ok::<_, Told>(Employee {
                nip: nip?,
                name: name?,
                employment: employment?,
                unit: unit?,
                unit_name: unit_name?,
                post: post?,
                email: email?,
                superior: superior?,
            })
        })()
        .ok(),
    }
}

/// Tells what is wrong with a well-formed number here and today.
fn check_person(line: &mut Line<'_, '_>, nip: &Nip, employment: Result<Employment, Told>) {
    let context = line.sheet.context;
    if let Ok(employment) = employment
        && let Err(error) = nip.check(employment, context.today)
    {
        let (code, repair) = nip_problem(&error);
        line.tell("nip", code, repair);
    }
    if context.known.elsewhere.contains(nip) {
        let repair = "orang ini terdaftar di wilayah lain: hapus baris ini atau catat pindahnya";
        line.tell("nip", Code::NipElsewhere, repair);
    }
}

fn is_unit(code: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=UNIT_MAX).contains(&code.len()) && code.bytes().all(allowed)
}

/// Tells the units that have two names, once for each other name. Nobody can
/// say which is right, so no row of such a unit is taken.
fn check_units<'t>(sheet: &Sheet<'_, 't>, report: &mut Report<'t>, drafts: &[Draft<'t>]) {
    const HEADING: &str = "unit_kerja";
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
            let cell = sheet.cell(draft.row, HEADING);
            let error = ValueError::new(Code::UnitName, cell, repair);
            report.problem(draft.row, HEADING, &error);
            reasons.entry(code).or_insert_with(|| reason(HEADING, &error));
        }
    }
    for draft in drafts {
        let code = draft.unit.as_ref().map(|(code, _)| code.as_str());
        if let Some(reason) = code.and_then(|code| reasons.get(code)) {
            report.leave_out(draft.row, reason);
        }
    }
}
