//! Sheets as text files.

use csv::{Terminator, WriterBuilder};

use crate::Outcome;
use crate::policy::Decimal;
use crate::region::CsvHabit;
use crate::sheet::{Cell, Sheet};

/// The bytes of a text file.
pub(crate) fn render(sheet: &Sheet, habit: CsvHabit, decimal: Decimal) -> Outcome<Vec<u8>> {
    let start = if habit.windows { "\u{feff}" } else { "" };
    let end = if habit.windows { Terminator::CRLF } else { Terminator::Any(b'\n') };
    let mut writer = WriterBuilder::new()
        .delimiter(habit.delimiter)
        .terminator(end)
        .from_writer(start.as_bytes().to_vec());
    writer.write_record(&sheet.headings)?;
    for row in &sheet.rows {
        writer.write_record(row.iter().map(|cell| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.written(decimal),
            Cell::Date(day) => day.to_string(),
        }))?;
    }
    Ok(writer.into_inner()?)
}
