//! Rows of a table that a template writes all at once.
//!
//! Most of a mail is rows. A template may go through them one by one, as through any
//! list; by a pattern they are written many times faster:
//!
//! `{{ view.steps | rows("{loop.index}. {text} [{source}]") }}`
//!
//! `{name:22}` is a cell with blanks after it, up to so many columns. Cells are escaped
//! where a template is HTML; the pattern is the template's own words.

use std::{borrow::Cow, fmt::Write, sync::Arc};

use minijinja::{
    AutoEscape, Error, ErrorKind, State, Value,
    value::{Enumerator, Object, ObjectRepr},
};
use serde::{Serialize, Serializer};

use super::templates::{blanks_after, escape};

/// A text in a row.
pub(super) type Cell = Cow<'static, str>;

/// Bytes of rows: far more than a mail may have.
const ROWS_BYTES_MAX: usize = 1_000_000;

/// Stands in a pattern for the number of the row, from 1.
const NUMBER: &str = "loop.index";

/// Rows of cells, which have names.
#[derive(Debug, Clone)]
pub(super) struct Rows(Arc<Table>);

#[derive(Debug, Clone)]
struct Table {
    columns: &'static [&'static str],
    /// All cells, row by row.
    cells: Vec<Cell>,
}

impl Rows {
    /// Rows with a cell for each column.
    pub(super) fn new<const N: usize>(
        columns: &'static [&'static str; N],
        rows: Vec<[Cell; N]>,
    ) -> Self {
        Self(Arc::new(Table { columns, cells: rows.into_flattened() }))
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Leaves out all but the first.
    pub(super) fn truncate(&mut self, most: usize) {
        let table = Arc::make_mut(&mut self.0);
        table.cells.truncate(most.saturating_mul(table.columns.len()));
    }
}

impl Serialize for Rows {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Value::from_dyn_object(Arc::clone(&self.0)).serialize(to)
    }
}

impl Table {
    fn len(&self) -> usize {
        self.cells.len() / self.columns.len().max(1)
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| *column == name)
    }
}

impl Object for Table {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let number = key.as_usize().filter(|number| *number < self.len())?;
        Some(Value::from_object(Row { table: Arc::clone(self), number }))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.len())
    }
}

/// One row, for a template that goes through them.
#[derive(Debug)]
struct Row {
    table: Arc<Table>,
    number: usize,
}

impl Object for Row {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let Table { columns, cells } = &*self.table;
        let cell = self.number * columns.len() + self.table.column(key.as_str()?)?;
        cells.get(cell).map(|cell| Value::from(&**cell))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(self.table.columns)
    }
}

/// What follows a piece of a pattern.
enum Slot {
    /// The cell of a column, and the columns that it takes at least.
    Cell(usize, usize),
    Number,
}

/// Writes rows by a pattern, each on a line of its own: a column's name in braces stands
/// for its cell.
pub(super) fn write(state: &State<'_, '_>, rows: &Value, pattern: &str) -> Result<Value, Error> {
    let Some(table) = rows.downcast_object_ref::<Table>() else {
        return Err(Error::new(ErrorKind::InvalidOperation, "`rows` is for rows of a table"));
    };
    let (pieces, last) = split(pattern, table)?;
    let html = *state.auto_escape() == AutoEscape::Html;
    let bytes: usize = table.cells.iter().map(|cell| cell.len()).sum();
    let mut text = String::with_capacity(bytes + bytes / 16 + (pattern.len() + 1) * table.len());
    for (number, row) in table.cells.chunks_exact(table.columns.len().max(1)).enumerate() {
        if number > 0 {
            text.push('\n');
        }
        for (piece, slot) in &pieces {
            text.push_str(piece);
            match slot {
                Slot::Number => write!(text, "{}", number + 1)?,
                Slot::Cell(column, width) => {
                    let cell = row.get(*column).map_or("", |cell| cell);
                    if html {
                        escape(&mut text, cell)?;
                    } else {
                        text.push_str(cell);
                    }
                    if *width > 0 {
                        text.push_str(&blanks_after(cell, *width));
                    }
                }
            }
        }
        text.push_str(last);
        if text.len() > ROWS_BYTES_MAX {
            return Err(Error::new(ErrorKind::InvalidOperation, "these rows never end"));
        }
    }
    Ok(if html { Value::from_safe_string(text) } else { Value::from(text) })
}

/// A piece of a pattern, with what follows it.
type Piece<'a> = (&'a str, Slot);

/// The pieces of a pattern, and what comes after the last slot.
fn split<'a>(pattern: &'a str, table: &Table) -> Result<(Vec<Piece<'a>>, &'a str), Error> {
    let (mut pieces, mut rest) = (Vec::with_capacity(table.columns.len() + 1), pattern);
    while let Some((piece, after)) = split_at(rest, b'{') {
        let slot = split_at(after, b'}').and_then(|(name, after)| {
            let slot = match name {
                NUMBER => Slot::Number,
                name => {
                    let (name, width) = split_at(name, b':').unwrap_or((name, "0"));
                    Slot::Cell(table.column(name)?, width.parse().ok()?)
                }
            };
            Some((slot, after))
        });
        let Some((slot, after)) = slot else {
            let columns = table.columns.join("`, `");
            let told = format!("in braces stands `{NUMBER}` or one of `{columns}`");
            return Err(Error::new(ErrorKind::UndefinedError, told));
        };
        pieces.push((piece, slot));
        rest = after;
    }
    Ok((pieces, rest))
}

/// What stands before a mark and after it. Marks are near, so that looking at one byte after
/// the other is quicker than looking for the mark.
fn split_at(text: &str, mark: u8) -> Option<(&str, &str)> {
    let place = text.bytes().position(|byte| byte == mark)?;
    Some((text.get(..place)?, text.get(place + 1..)?))
}

#[cfg(test)]
mod tests {
    use minijinja::{context, value::Serde};

    use super::*;
    use crate::mail::compose::templates::environment;

    fn render(name: &'static str, source: &'static str) -> Result<String, Error> {
        let mut templates = environment()?;
        templates.add_template(name, source)?;
        let rows = [["IK1 <a>", "“ya”"], ["IK2", ""]].map(|row| row.map(Cell::from));
        let rows = Rows::new(&["text", "note"], rows.into());
        let view = context! { rows => Value::from(Serde(rows)) };
        templates.get_template(name)?.render(context! { view })
    }

    #[test]
    fn a_pattern_writes_what_a_loop_writes() {
        let pattern = r#"{{ view.rows | rows("<i>{loop.index}: {text}{note}</i>") }}"#;
        let through = "{% for row in view.rows %}<i>{{ loop.index }}: {{ row.text }}{{ row.note }}</i>{% if not loop.last %}\n\n{% endif %}{% endfor %}";
        for name in ["a.html", "a.txt"] {
            assert_eq!(render(name, pattern).unwrap(), render(name, through).unwrap());
        }
        let padded = r#"{{ view.rows | rows("{text:9}|{note:2}") }}"#;
        let through = "{% for row in view.rows %}{{ row.text | pad(9) }}|{{ row.note | pad(2) }}{% if not loop.last %}\n\n{% endif %}{% endfor %}";
        assert_eq!(render("a.txt", padded).unwrap(), "IK1 <a>  |“ya”\nIK2      |  ");
        assert_eq!(render("a.txt", padded).unwrap(), render("a.txt", through).unwrap());
        let html = "<i>1: IK1 &lt;a&gt;“ya”</i>\n<i>2: IK2</i>";
        assert_eq!(render("a.html", pattern).unwrap(), html);
    }

    #[test]
    fn a_column_that_is_not_there_is_refused() {
        for source in [
            r#"{{ view.rows | rows("{nobody}") }}"#,
            r#"{{ view.rows | rows("{text") }}"#,
            r#"{{ view.rows | rows("{text:wide}") }}"#,
            r#"{{ view | rows("{text}") }}"#,
            "{% for row in view.rows %}{{ row.nobody }}{% endfor %}",
        ] {
            assert!(render("a.txt", source).is_err(), "{source}");
        }
    }
}
