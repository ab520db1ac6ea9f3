//! Sheets as workbooks.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};

use crate::Outcome;
use crate::number::Number;
use crate::sheet::{Cell, Sheet};

/// Wide enough for a NIP and for a heading.
const COLUMN_WIDTH: u16 = 22;

/// The bytes of a workbook with one sheet.
pub(crate) fn render(sheet: &Sheet) -> Outcome<Vec<u8>> {
    let mut workbook = Workbook::new();
    // A workbook says when it was made; it must say the same every time.
    let made = ExcelDateTime::from_ymd(2026, 7, 19)?;
    workbook.set_properties(
        &DocProperties::new().set_author("BKPSDM (contoh)").set_creation_datetime(&made),
    );
    let page = workbook.add_worksheet();
    page.set_name(sheet.name)?.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (column, heading) in (0..).zip(&sheet.headings) {
        page.write_string_with_format(0, column, *heading, &bold)?;
        page.set_column_width(column, COLUMN_WIDTH)?;
    }
    for (line, row) in (1..).zip(&sheet.rows) {
        for (column, cell) in (0..).zip(row) {
            write_cell(page, (line, column), cell)?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn write_cell(page: &mut Worksheet, at: (u32, u16), cell: &Cell) -> Outcome<()> {
    let (line, column) = at;
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            page.write_string(line, column, text)?;
        }
        Cell::Number(number) => {
            let value: f64 = number.plain().parse()?;
            page.write_number_with_format(line, column, value, &number_format(*number))?;
        }
        Cell::Date(day) => {
            let format = Format::new().set_num_format("yyyy-mm-dd");
            page.write_datetime_with_format(line, column, excel_day(*day)?, &format)?;
        }
    }
    Ok(())
}

fn number_format(number: Number) -> Format {
    Format::new().set_num_format(match number.decimals() {
        0 => "#,##0",
        1 => "#,##0.0",
        _ => "#,##0.00",
    })
}

fn excel_day(day: NaiveDate) -> Outcome<ExcelDateTime> {
    let (year, month) = (u16::try_from(day.year())?, u8::try_from(day.month())?);
    Ok(ExcelDateTime::from_ymd(year, month, u8::try_from(day.day())?)?)
}
