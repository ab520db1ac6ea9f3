//! One cell of a table, and why it may be unusable.

use chrono::NaiveDate;

use super::problem::{Code, is_hidden};

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing, or only spaces.
    Empty,
    /// Text as it was typed, without control or hidden characters.
    Text(String),
    /// The exact decimal text of a number cell of a workbook: at most 18 digits,
    /// a point, at most 6 digits.
    Number(String),
    /// A date cell of a workbook.
    Date(NaiveDate),
    /// A yes-or-no cell of a workbook.
    Bool(bool),
    /// What cannot be used, and why.
    Bad(Flaw, String),
}

impl Cell {
    /// A cell that holds text.
    pub(super) fn of_text(text: String) -> Self {
        if text.contains(is_hidden) {
            Self::Bad(Flaw::HiddenChar, text)
        } else if text.contains(char::is_control) {
            Self::Bad(Flaw::ControlChar, text)
        } else if text.trim().is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }

    /// Whether the cell holds nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::Empty
    }

    /// What the cell shows, numbers with a point.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Number(text) | Self::Bad(_, text) => text.clone(),
            Self::Date(date) => date.to_string(),
            Self::Bool(true) => "TRUE".to_owned(),
            Self::Bool(false) => "FALSE".to_owned(),
        }
    }
}

/// Why a cell cannot be used, whatever is asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// A control character, also a line break or a tab.
    ControlChar,
    /// An invisible character, or one that turns the direction of text.
    HiddenChar,
    /// An error such as `#REF!`.
    CellError,
    /// A formula that was never calculated.
    NoValue,
    /// A date cell that shows no date.
    Date,
    /// A date with a time of day, or a duration.
    TimeOfDay,
    /// A number cell that holds no number.
    Number,
    /// A number cell that shows percents and holds a hundredth of what it shows.
    Percent,
    /// A number with too many digits.
    Digits,
}

impl Flaw {
    /// The code under which it is reported.
    pub const fn code(self) -> Code {
        match self {
            Self::ControlChar => Code::ControlChar,
            Self::HiddenChar => Code::HiddenChar,
            Self::CellError => Code::CellError,
            Self::NoValue => Code::FormulaNoValue,
            Self::Date => Code::Date,
            Self::TimeOfDay => Code::DateTime,
            Self::Number | Self::Percent => Code::Number,
            Self::Digits => Code::NumberDigits,
        }
    }

    /// How to repair it.
    pub const fn repair(self) -> &'static str {
        match self {
            Self::ControlChar => "hapus karakter kontrol (baris baru, tab, NUL) dari sel ini",
            Self::HiddenChar => "hapus karakter tak terlihat: ketik ulang isi sel ini",
            Self::CellError => "perbaiki rumus sel ini atau isi dengan nilainya",
            Self::NoValue => "rumus belum dihitung: buka di Excel, hitung, lalu simpan",
            Self::Date => "bukan tanggal yang ada: tulis seperti 2026-06-30",
            Self::TimeOfDay => "hanya tanggal tanpa jam: tulis seperti 2026-06-30",
            Self::Number => "isi dengan angka biasa",
            Self::Percent => {
                "sel persen menyimpan seperseratusnya: format sebagai Angka, ketik lagi"
            }
            Self::Digits => "paling banyak 18 angka sebelum dan 6 sesudah tanda desimal",
        }
    }
}
