//! What a cell says: a number, a date, a text, a word of a list.
//!
//! Nothing is guessed and nothing is repaired silently. An empty cell is missing
//! (`None`), never zero; a number is exact decimal text from the cell to the
//! engine; the decimal mark is the one the region declared.

use chrono::{Datelike, NaiveDate};
use kinerja_core::number::DecimalMark;

use super::decimal::{NotDecimal, decimal, example};
use super::near::nearest;
use super::problem::Code;
use super::table::{Cell, Flaw};

/// Why a cell does not say what is asked of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}  -> {repair}")]
pub struct ValueError {
    /// The kind of the problem.
    pub code: Code,
    /// What the cell shows.
    pub found: String,
    /// How to repair it; never quotes the file.
    pub repair: String,
}

impl ValueError {
    /// An error of a cell.
    pub fn new(code: Code, cell: &Cell, repair: impl Into<String>) -> Self {
        Self { code, found: cell.shown(), repair: repair.into() }
    }

    /// The error of a cell that cannot be used, whatever is asked of it.
    fn bad(flaw: Flaw, cell: &Cell) -> Self {
        Self::new(flaw.code(), cell, flaw.repair())
    }
}

/// The exact decimal text of a number, with a point and without groups.
///
/// # Errors
///
/// Refuses whatever is not a number written with the given mark.
pub fn number(cell: &Cell, mark: DecimalMark) -> Result<Option<String>, ValueError> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Number(text) => Ok(Some(text.clone())),
        Cell::Text(text) => match decimal(text.trim(), mark) {
            Ok(number) => Ok(Some(number)),
            Err(NotDecimal::Digits) => Err(ValueError::bad(Flaw::Digits, cell)),
            Err(NotDecimal::Form) => {
                let repair = format!("tulis angka biasa seperti `{}`", example(mark));
                Err(ValueError::new(Code::Number, cell, repair))
            }
        },
        Cell::Date(_) => {
            let repair = "Excel mengubah angka ini menjadi tanggal: format sel sebagai Angka lalu \
                          ketik ulang";
            Err(ValueError::new(Code::Number, cell, repair))
        }
        Cell::Bool(_) => Err(ValueError::new(Code::Number, cell, "isi dengan angka")),
        Cell::Bad(flaw, _) => Err(ValueError::bad(*flaw, cell)),
    }
}

/// A date: a date cell, or text like `2026-06-30`.
///
/// # Errors
///
/// Refuses every other way to write a date: `02/03/2026` is two different days.
pub fn date(cell: &Cell) -> Result<Option<NaiveDate>, ValueError> {
    let error = |repair: &str| Err(ValueError::new(Code::Date, cell, repair));
    match cell {
        Cell::Empty => Ok(None),
        Cell::Date(date) => Ok(Some(*date)),
        Cell::Text(text) => match (iso_date(text.trim()), text.contains('/')) {
            (Iso::Date(date), _) => Ok(Some(date)),
            (Iso::NoSuchDay, _) => {
                error("tanggal itu tidak ada di kalender: periksa hari dan bulan")
            }
            (Iso::OtherForm, true) => error(
                "hari atau bulan dulu tidak jelas: tulis tahun-bulan-hari, seperti 2026-06-30",
            ),
            (Iso::OtherForm, false) => error("tulis tahun-bulan-hari, seperti 2026-06-30"),
        },
        Cell::Number(_) => error("angka, bukan tanggal: format sel sebagai Tanggal"),
        Cell::Bool(_) => error("tulis tahun-bulan-hari, seperti 2026-06-30"),
        Cell::Bad(flaw, _) => Err(ValueError::bad(*flaw, cell)),
    }
}

enum Iso {
    Date(NaiveDate),
    NoSuchDay,
    OtherForm,
}

fn iso_date(text: &str) -> Iso {
    let form = text.len() == 10
        && text.bytes().enumerate().all(|(index, byte)| {
            if index == 4 || index == 7 { byte == b'-' } else { byte.is_ascii_digit() }
        });
    match text.parse::<NaiveDate>() {
        _ if !form => Iso::OtherForm,
        Ok(date) if date.year() >= 1900 => Iso::Date(date),
        Ok(_) | Err(_) => Iso::NoSuchDay,
    }
}

/// A text without the spaces around it. A number cell gives its digits.
///
/// # Errors
///
/// Refuses what a spreadsheet has turned into a date or a truth value.
pub fn text(cell: &Cell) -> Result<Option<String>, ValueError> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Text(text) => Ok(Some(text.trim().to_owned())),
        Cell::Number(text) => Ok(Some(text.clone())),
        Cell::Date(_) | Cell::Bool(_) => {
            let repair = "Excel mengubah teks ini: format kolom sebagai Teks lalu ketik ulang";
            Err(ValueError::new(Code::Text, cell, repair))
        }
        Cell::Bad(flaw, _) => Err(ValueError::bad(*flaw, cell)),
    }
}

/// The text of a civil servant's number; its digits are checked elsewhere.
///
/// # Errors
///
/// Refuses a number cell, and text that was once one: a float holds 15 digits,
/// the number has 18.
pub fn nip_text(cell: &Cell) -> Result<Option<String>, ValueError> {
    let was_number = match cell {
        Cell::Number(_) => true,
        Cell::Text(text) => {
            let text = text.trim();
            text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(['e', 'E'])
        }
        Cell::Empty | Cell::Date(_) | Cell::Bool(_) | Cell::Bad(..) => false,
    };
    if was_number {
        let repair =
            "angka NIP sudah hilang: format kolom sebagai Teks, isi lagi, lalu ekspor lagi";
        return Err(ValueError::new(Code::NipNumeric, cell, repair));
    }
    text(cell)
}

/// The meaning of a word of a list, told apart without regard to case.
///
/// # Errors
///
/// Refuses an empty cell and a word outside the list, and names the list.
pub fn word<T: Copy>(cell: &Cell, allowed: &[(&str, T)]) -> Result<T, ValueError> {
    let list = || allowed.iter().map(|(word, _)| *word);
    let choices = || list().collect::<Vec<_>>().join("`, `");
    let typed = match cell {
        Cell::Bool(_) => cell.shown(),
        Cell::Empty | Cell::Text(_) | Cell::Number(_) | Cell::Date(_) | Cell::Bad(..) => {
            required(cell, text(cell)?)?
        }
    };
    let typed = typed.to_lowercase();
    if let Some((_, meaning)) = allowed.iter().find(|(word, _)| word.to_lowercase() == typed) {
        return Ok(*meaning);
    }
    let meant =
        nearest(&typed, list()).map_or_else(String::new, |near| format!("; maksud Anda `{near}`?"));
    Err(ValueError::new(Code::Word, cell, format!("pilih salah satu: `{}`{meant}", choices())))
}

/// The value of a cell that must not be empty.
///
/// # Errors
///
/// Fails when there is none.
pub fn required<T>(cell: &Cell, value: Option<T>) -> Result<T, ValueError> {
    value.ok_or_else(|| ValueError::new(Code::Empty, cell, "sel ini wajib diisi"))
}
