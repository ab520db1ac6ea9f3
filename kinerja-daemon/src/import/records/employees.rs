//! `pegawai`: one row a person.

use kinerja_core::{
    consequence::JobLevel,
    people::{Employment, Nip},
};

use super::email;
use super::line::{Line, Sheet, TEXT_MAX, Told, nip, nip_problem, text};
use super::report::Report;
use super::superiors;
use super::units;
use crate::address::EmailAddress;
use crate::import::problem::Code;
use crate::import::table::Row;
use crate::import::value::ValueError;
use crate::store::records::Employee;

/// Characters of a name with its titles.
const NAME_MAX: usize = 200;
/// Characters of the code of a unit.
const UNIT_MAX: usize = 40;

/// The levels of functional posts, as the regulations number them.
const LEVELS: &[(&str, JobLevel)] = &[
    ("pemula", JobLevel::Pemula),
    ("terampil", JobLevel::Terampil),
    ("mahir", JobLevel::Mahir),
    ("penyelia", JobLevel::Penyelia),
    ("ahli_pertama", JobLevel::AhliPertama),
    ("ahli_muda", JobLevel::AhliMuda),
    ("ahli_madya", JobLevel::AhliMadya),
    ("ahli_utama", JobLevel::AhliUtama),
];

const EMPLOYMENTS: &[(&str, Employment)] = &[("PNS", Employment::Pns), ("PPPK", Employment::Pppk)];

/// One row as far as it could be read: what other rows are compared with, and
/// the person when nothing in the row itself is wrong.
pub(super) struct Draft<'t> {
    pub(super) row: &'t Row,
    pub(super) nip: Option<Nip>,
    pub(super) superior: Option<Nip>,
    pub(super) unit: Option<(String, String)>,
    employee: Option<Employee>,
}

impl<'t> Draft<'t> {
    /// A row that says nothing of a person but the superior.
    pub(super) const fn of_superior(row: &'t Row, nip: Nip, superior: Option<Nip>) -> Self {
        Self { row, nip: Some(nip), superior, unit: None, employee: None }
    }
}

/// Reads the people.
pub(super) fn read<'t>(sheet: &Sheet<'_, 't>, report: &mut Report<'t>) -> Vec<Employee> {
    let rows = sheet.table.rows().iter();
    let drafts: Vec<Draft<'t>> = rows.map(|row| draft(&mut sheet.line(row, report))).collect();
    let numbered = drafts.iter().filter_map(|draft| Some((draft.nip.as_ref()?, draft.row)));
    sheet.check_twice(report, ("nip", Code::NipTwice), numbered);
    units::check(sheet, report, &drafts);
    superiors::check(sheet, report, &drafts);
    leave_out_what_rests_on_others(sheet, report, &drafts);
    let good = drafts.into_iter().filter(|draft| report.is_good(draft.row));
    good.filter_map(|draft| draft.employee).collect()
}

/// Leaves out rows that are good only together with rows that are not taken,
/// until no more are found: each may be what another rests on.
fn leave_out_what_rests_on_others<'t>(
    sheet: &Sheet<'_, 't>,
    report: &mut Report<'t>,
    drafts: &[Draft<'t>],
) {
    let mut before = 0;
    while before != report.left_out() {
        before = report.left_out();
        superiors::leave_out_subordinates(sheet, report, drafts);
        units::leave_out_renamings(sheet, report, drafts);
        superiors::leave_out_circles(sheet, report, drafts);
    }
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
    let level = level(line);
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
                level: level?,
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

/// The level of a functional post; none where the cell is empty.
pub(super) fn level(line: &mut Line<'_, '_>) -> Result<Option<JobLevel>, Told> {
    const HEADING: &str = "jenjang";
    if line.cell(HEADING).is_empty() {
        return Ok(None);
    }
    line.word(HEADING, LEVELS).map(Some)
}
