//! What is wrong with a file, told to the person who can repair it.
//!
//! A problem shows values of the file, because the person at the terminal needs
//! them. A log must not: it takes [`Problem::without_values`].

use std::fmt;

pub use super::code::Code;
use super::headings;

/// How much of a value is shown: enough to find it again, too little to flood a
/// terminal.
const FOUND_CHARS_MAX: usize = 40;
/// How many problems are shown: more than anyone repairs in one sitting.
const SHOWN_MAX: usize = 100;
/// How many problems are kept in memory: a file may have one in every cell.
const KEPT_MAX: usize = 1_000;

/// One thing that is wrong, where, and how to repair it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    file: String,
    sheet: Option<String>,
    row: Option<u32>,
    column: Option<String>,
    code: Code,
    found: String,
    repair: String,
}

impl Problem {
    /// A problem of a file as a whole. The repair is written by us and never
    /// quotes the file.
    pub fn new(file: &str, code: Code, found: &str, repair: impl Into<String>) -> Self {
        Self {
            file: shown(file, usize::MAX),
            sheet: None,
            row: None,
            column: None,
            code,
            found: shown(found, FOUND_CHARS_MAX),
            repair: repair.into(),
        }
    }

    /// Says in which sheet, if the file has sheets.
    #[must_use]
    pub fn in_sheet(mut self, sheet: Option<&str>) -> Self {
        self.sheet = sheet.map(|sheet| shown(sheet, FOUND_CHARS_MAX));
        self
    }

    /// Says in which row, as a spreadsheet numbers them.
    #[must_use]
    pub fn at_row(mut self, row: u32) -> Self {
        self.row = Some(row);
        self
    }

    /// Says in which column: its heading, or its letter when it has none.
    #[must_use]
    pub fn at_column(mut self, column: &str) -> Self {
        self.column = Some(shown(column, FOUND_CHARS_MAX));
        self
    }

    /// The kind of the problem.
    pub const fn code(&self) -> Code {
        self.code
    }

    /// The row, as a spreadsheet numbers them: 1 holds the headings.
    pub const fn row(&self) -> Option<u32> {
        self.row
    }

    /// The heading or the letter of the column.
    pub fn column(&self) -> Option<&str> {
        self.column.as_deref()
    }

    /// What was found, cut short, control characters as escapes.
    pub fn found(&self) -> &str {
        &self.found
    }

    /// How to repair it.
    pub fn repair(&self) -> &str {
        &self.repair
    }

    /// The same problem without anything a person may have typed, for the log:
    /// no value, no sheet, and the heading only when it is one of ours.
    #[must_use]
    pub fn without_values(&self) -> Self {
        let known = |column: &String| headings::is_known(column) || is_letter(column);
        Self {
            sheet: None,
            column: self.column.clone().filter(known),
            found: String::new(),
            ..self.clone()
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, "[{sheet}]")?;
        }
        if let Some(row) = self.row {
            write!(f, ":{row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ":{column}")?;
        }
        write!(f, "  {}  ", self.code)?;
        if !self.found.is_empty() {
            write!(f, "ditemukan `{}` ", self.found)?;
        }
        write!(f, "-> {}", self.repair)
    }
}

/// Everything that is wrong with a file. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    // Invariant: at least one, at most `KEPT_MAX`; `total` counts the rest too.
    kept: Vec<Problem>,
    total: usize,
}

impl Problems {
    /// The problems, oldest first; at most the first thousand.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.kept.iter()
    }

    /// How many there are, also those that were not kept.
    pub const fn total(&self) -> usize {
        self.total
    }

    /// The same problems as they may be logged.
    #[must_use]
    pub fn without_values(&self) -> Self {
        Self { kept: self.iter().map(Problem::without_values).collect(), total: self.total }
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self { kept: vec![problem], total: 1 }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in self.iter().take(SHOWN_MAX) {
            writeln!(f, "{problem}")?;
        }
        if SHOWN_MAX < self.total {
            write!(f, "{} masalah; {SHOWN_MAX} yang pertama ditampilkan", self.total)
        } else {
            write!(f, "{} masalah", self.total)
        }
    }
}

impl std::error::Error for Problems {}

/// Gathers problems, so that a person hears of all of them at once.
#[derive(Debug, Clone, Default)]
pub struct Collector {
    kept: Vec<Problem>,
    total: usize,
}

impl Collector {
    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        self.total = self.total.saturating_add(1);
        if self.kept.len() < KEPT_MAX {
            self.kept.push(problem);
        }
    }

    /// Whether nothing was wrong so far.
    pub const fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// Gives the value when nothing was wrong.
    ///
    /// # Errors
    ///
    /// Fails with what was gathered.
    pub fn finish<T>(self, value: T) -> Result<T, Problems> {
        if self.kept.is_empty() {
            Ok(value)
        } else {
            Err(Problems { kept: self.kept, total: self.total })
        }
    }
}

/// Whether a character has no business in a cell because nobody can see it: it
/// hides, or turns the direction of what follows.
pub(super) const fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

/// A text on one line: at most `chars_max` characters, the unseen as escapes.
pub(super) fn shown(text: &str, chars_max: usize) -> String {
    let mut line = String::new();
    let mut chars = text.chars();
    for c in chars.by_ref().take(chars_max) {
        if c.is_control() || is_hidden(c) {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
    }
    if chars.next().is_some() {
        line.push('…');
    }
    line
}

/// Whether this names a column as a spreadsheet does: `C`, `AB`.
fn is_letter(column: &str) -> bool {
    (1..=3).contains(&column.len()) && column.bytes().all(|b| b.is_ascii_uppercase())
}
