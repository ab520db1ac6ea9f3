//! One row, read cell by cell: what is wrong is told at once, and the next cell
//! is read all the same.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kinerja_core::{
    calendar::{Cadence, Period},
    number::Quantity,
    people::{Nip, NipError},
    plan,
};

use super::Context;
use super::report::{Report, reason};
use crate::import::headings::Columns;
use crate::import::problem::Code;
use crate::import::table::{Cell, Row, Table};
use crate::import::value::{self, ValueError, required};

/// Characters of a text.
pub(super) const TEXT_MAX: usize = 500;
/// Characters of the code of an indicator.
const CODE_MAX: usize = 20;

/// A problem was found, and it was told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told;

/// A table with the places of its columns and what it is judged against.
#[derive(Clone, Copy)]
pub(super) struct Sheet<'a, 't> {
    pub(super) table: &'t Table,
    pub(super) columns: &'a Columns,
    pub(super) context: &'a Context<'a>,
}

impl<'a, 't> Sheet<'a, 't> {
    /// The cell of a row under a heading.
    pub(super) fn cell(&self, row: &'t Row, heading: &str) -> &'t Cell {
        self.columns.cell(row, heading)
    }

    /// A row to be read.
    pub(super) fn line<'r>(&self, row: &'t Row, report: &'r mut Report<'t>) -> Line<'r, 't>
    where
        'a: 'r,
    {
        Line { sheet: *self, report, row }
    }

    /// Tells the rows that say they belong to another region.
    pub(super) fn check_region(&self, report: &mut Report<'t>) {
        const HEADING: &str = "wilayah";
        if !self.columns.has(HEADING) {
            return;
        }
        let code = self.context.policy.code.as_str();
        for row in self.table.rows() {
            let mut line = self.line(row, report);
            if let Ok(found) = line.text(HEADING, TEXT_MAX)
                && found != code
            {
                let repair =
                    format!("ini impor wilayah `{code}`: pindahkan baris ini ke berkas wilayahnya");
                line.tell(HEADING, Code::Region, repair);
            }
        }
    }

    /// Tells the rows that are about the same as an earlier one. Nobody can say
    /// which of them is right, so none is taken.
    pub(super) fn check_twice<K: Ord>(
        &self,
        report: &mut Report<'t>,
        (heading, code): (&str, Code),
        keyed: impl Iterator<Item = (K, &'t Row)>,
    ) {
        let mut firsts: BTreeMap<K, &Row> = BTreeMap::new();
        for (key, row) in keyed {
            let Some(first) = firsts.get(&key) else {
                firsts.insert(key, row);
                continue;
            };
            let repair =
                format!("baris {} dan {} sama: hapus salah satu", first.number, row.number);
            let error = ValueError::new(code, self.cell(row, heading), repair);
            report.problem(row, heading, &error);
            report.leave_out(first, reason(heading, &error));
        }
    }
}

/// One row.
pub(super) struct Line<'a, 't> {
    pub(super) sheet: Sheet<'a, 't>,
    report: &'a mut Report<'t>,
    pub(super) row: &'t Row,
}

impl<'t> Line<'_, 't> {
    /// The cell under a heading.
    pub(super) fn cell(&self, heading: &str) -> &'t Cell {
        self.sheet.cell(self.row, heading)
    }

    /// Tells a problem of the cell under a heading.
    pub(super) fn tell(&mut self, heading: &str, code: Code, repair: impl Into<String>) -> Told {
        let error = ValueError::new(code, self.cell(heading), repair);
        self.report.problem(self.row, heading, &error);
        Told
    }

    /// Leaves the row out because of something that was told before.
    pub(super) fn leave_out(&mut self, reason: &str) -> Told {
        self.report.leave_out(self.row, reason);
        Told
    }

    /// What a reader makes of the cell under a heading.
    pub(super) fn read<T>(
        &mut self,
        heading: &str,
        reader: impl FnOnce(&Cell) -> Result<T, ValueError>,
    ) -> Result<T, Told> {
        reader(self.cell(heading)).map_err(|error| {
            self.report.problem(self.row, heading, &error);
            Told
        })
    }

    /// What a reader makes of a cell that must not be empty.
    pub(super) fn need<T>(
        &mut self,
        heading: &str,
        reader: impl FnOnce(&Cell) -> Result<Option<T>, ValueError>,
    ) -> Result<T, Told> {
        self.read(heading, |cell| required(cell, reader(cell)?))
    }

    /// A text that must be there.
    pub(super) fn text(&mut self, heading: &str, chars_max: usize) -> Result<String, Told> {
        self.need(heading, |cell| text(cell, chars_max))
    }

    /// A word of a list.
    pub(super) fn word<T: Copy>(
        &mut self,
        heading: &str,
        allowed: &[(&str, T)],
    ) -> Result<T, Told> {
        self.read(heading, |cell| value::word(cell, allowed))
    }

    /// The number of a person whom the region knows.
    pub(super) fn known_nip(&mut self) -> Result<Nip, Told> {
        let found = self.need("nip", nip)?;
        self.check_known(&found).map(|()| found)
    }

    /// Tells a person whom the region does not know.
    pub(super) fn check_known(&mut self, nip: &Nip) -> Result<(), Told> {
        if self.sheet.context.known.people.contains(nip) {
            return Ok(());
        }
        let repair = "NIP ini tidak ada di wilayah ini: impor `pegawai` dulu atau perbaiki NIP";
        Err(self.tell("nip", Code::NipUnknown, repair))
    }

    /// A period of the region's cadence.
    pub(super) fn period(&mut self) -> Result<Period, Told> {
        let cadence = self.sheet.context.policy.cadence;
        self.need("periode", |cell| period(cell, cadence))
    }

    /// The code of an indicator.
    pub(super) fn code(&mut self) -> Result<plan::Code, Told> {
        self.need("kode", |cell| code(cell, CODE_MAX))
    }

    /// The day on which something about a period was reported: not in the
    /// future, and not before there was anything to report.
    pub(super) fn reported_on(
        &mut self,
        heading: &str,
        period: Option<Period>,
    ) -> Result<Option<NaiveDate>, Told> {
        let day = self.read(heading, value::date)?;
        let Some(on) = day else { return Ok(None) };
        self.not_in_the_future(heading, on)?;
        match period {
            Some(period) if on < period.start() => {
                let start = period.start();
                let repair = format!("periode ini baru mulai {start}: periksa tanggal dan periode");
                Err(self.tell(heading, Code::DateEarly, repair))
            }
            Some(_) | None => Ok(day),
        }
    }

    /// Tells a day that is still to come.
    pub(super) fn not_in_the_future(&mut self, heading: &str, day: NaiveDate) -> Result<(), Told> {
        let today = self.sheet.context.today;
        if day <= today {
            return Ok(());
        }
        let repair = format!("tanggal ini belum tiba: paling akhir {today}");
        Err(self.tell(heading, Code::DateFuture, repair))
    }
}

/// A text of limited length.
pub(super) fn text(cell: &Cell, chars_max: usize) -> Result<Option<String>, ValueError> {
    let text = value::text(cell)?;
    if text.as_ref().is_some_and(|text| chars_max < text.chars().count()) {
        let repair = format!("paling banyak {chars_max} karakter: persingkat");
        return Err(ValueError::new(Code::TextLong, cell, repair));
    }
    Ok(text)
}

/// A civil servant's number.
pub(super) fn nip(cell: &Cell) -> Result<Option<Nip>, ValueError> {
    let Some(text) = value::nip_text(cell)? else { return Ok(None) };
    text.parse().map(Some).map_err(|error| {
        let (code, repair) = nip_problem(&error);
        ValueError::new(code, cell, repair)
    })
}

/// What is said about a number that is none.
pub(super) fn nip_problem(error: &NipError) -> (Code, String) {
    match error {
        NipError::BirthDate => {
            (Code::NipBirth, "angka 1–8 NIP harus tanggal lahir (tahun, bulan, hari)".to_owned())
        }
        NipError::Appointment => {
            let repair = "angka 9–14 NIP bukan tahun dan bulan pengangkatan yang mungkin";
            (Code::NipAppointment, repair.to_owned())
        }
        NipError::Sex => (Code::NipSex, "angka ke-15 NIP harus 1 atau 2".to_owned()),
        NipError::Serial => (Code::NipSerial, "angka 16–18 NIP tidak boleh 000".to_owned()),
        NipError::Form { digits } => {
            let repair = format!("tulis 18 angka tanpa spasi dan tanda lain; ini {digits} angka");
            (Code::NipForm, repair)
        }
        // The core may learn to refuse more.
        _ => (Code::NipForm, "periksa NIP ini".to_owned()),
    }
}

fn period(cell: &Cell, cadence: Cadence) -> Result<Option<Period>, ValueError> {
    let Some(text) = value::text(cell)? else { return Ok(None) };
    let (each, example) = match cadence {
        Cadence::Annual => ("tahun", "2026"),
        Cadence::Semester => ("semester", "2026-S1"),
        Cadence::Quarterly => ("triwulan", "2026-Q3"),
        Cadence::Monthly => ("bulan", "2026-11"),
    };
    match text.parse::<Period>() {
        Ok(period) if period.cadence() == cadence => Ok(Some(period)),
        Ok(_) => {
            let repair = format!("wilayah ini menilai per {each}: tulis seperti `{example}`");
            Err(ValueError::new(Code::PeriodCadence, cell, repair))
        }
        Err(_) => {
            let repair = format!("tulis periode seperti `{example}`");
            Err(ValueError::new(Code::Period, cell, repair))
        }
    }
}

/// The code of an indicator or a mission.
pub(super) fn code(cell: &Cell, chars_max: usize) -> Result<Option<plan::Code>, ValueError> {
    let Some(text) = value::text(cell)? else { return Ok(None) };
    let code = (text.len() <= chars_max).then(|| text.parse().ok()).flatten();
    code.map(Some).ok_or_else(|| {
        let repair =
            format!("1 sampai {chars_max} huruf, angka, `-`, `_` atau `.`, tanpa spasi: perbaiki");
        ValueError::new(Code::CodeForm, cell, repair)
    })
}

/// An amount in the region's way of writing numbers.
pub(super) fn quantity(cell: &Cell, context: &Context<'_>) -> Result<Option<Quantity>, ValueError> {
    let Some(text) = value::number(cell, context.policy.decimal)? else { return Ok(None) };
    text.parse().map(Some).map_err(|_| {
        let repair = "paling banyak 18 angka sebelum dan 6 sesudah tanda desimal";
        ValueError::new(Code::NumberDigits, cell, repair)
    })
}
