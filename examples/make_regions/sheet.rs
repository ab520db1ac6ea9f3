//! A table of cells, before it becomes a file.

use chrono::NaiveDate;

use crate::number::Number;

/// One kind of file of one region.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// The kind, which is also the name of the file.
    pub(crate) name: &'static str,
    /// The headings.
    pub(crate) headings: Vec<&'static str>,
    /// The rows, each as long as the headings.
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// One cell.
#[derive(Debug, Clone)]
pub(crate) enum Cell {
    /// Nothing: missing.
    Empty,
    /// Text, of digits too.
    Text(String),
    /// A number.
    Number(Number),
    /// A day.
    Date(NaiveDate),
}

impl Cell {
    /// The text of a cell of text.
    pub(crate) fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

impl Sheet {
    /// Puts the region's code before each row.
    pub(crate) fn with_region(mut self, code: &str) -> Self {
        self.headings.insert(0, "wilayah");
        for row in &mut self.rows {
            row.insert(0, text(code));
        }
        self
    }
}

/// A cell of text.
pub(crate) fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

/// A cell of text, or an empty one where there is none.
pub(crate) fn filled(told: &str) -> Cell {
    if told.is_empty() { Cell::Empty } else { text(told) }
}

/// A cell with a value, or an empty one.
pub(crate) fn maybe<T>(value: Option<T>, cell: impl FnOnce(T) -> Cell) -> Cell {
    value.map_or(Cell::Empty, cell)
}
