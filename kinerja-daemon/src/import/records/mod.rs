//! From a checked table to typed records, or to what is wrong with it.
//!
//! Every row is judged by itself and against the rows around it: two rows about
//! one person, a plan whose weights do not make the whole, superiors in a circle.
//! A record that is handed out is wholly good, and stays so when the rows that
//! were not taken are left out.

mod acts;
mod actuals;
mod behaviour;
mod email;
mod employees;
mod groups;
mod indicators;
mod line;
mod officials;
mod plans;
mod report;
mod superiors;
#[cfg(test)]
mod tests;
mod units;
mod weights;

use chrono::NaiveDate;
use kinerja_core::region::RegionPolicy;

use self::line::Sheet;
use self::report::Report;
use super::headings::{Columns, Kind};
use super::problem::Problems;
use super::table::{Row, Table};
use crate::store::{Known, records::Records};

/// What a table is judged against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The policy of the region.
    pub policy: &'a RegionPolicy,
    /// The day in the region's zone.
    pub today: NaiveDate,
    /// What is on record already.
    pub known: &'a Known,
}

/// What a table gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed<'t> {
    /// What is wholly good.
    pub records: Records,
    /// What is wrong; nothing exactly when every row was taken.
    pub problems: Option<Problems>,
    /// The rows that were not taken, each with its reasons.
    pub bad: Vec<(&'t Row, String)>,
}

/// Reads the records of a table. The caller refuses the file when there are
/// problems, unless the good rows were asked for.
pub fn parse<'t>(table: &'t Table, kind: Kind, context: &Context<'_>) -> Parsed<'t> {
    let columns = match Columns::find(table, kind.headings()) {
        Ok(columns) => columns,
        Err(problems) => return refused(table, kind, problems),
    };
    let sheet = Sheet { table, columns: &columns, context };
    let mut report = Report::new(table);
    sheet.check_region(&mut report);
    let records = match kind {
        Kind::Employees => Records::Employees(employees::read(&sheet, &mut report)),
        Kind::Plans => Records::Plans(plans::read(&sheet, &mut report)),
        Kind::Actuals => Records::Actuals(actuals::read(&sheet, &mut report)),
        Kind::Behaviour => Records::Behaviour(behaviour::read(&sheet, &mut report)),
        Kind::Act(kind) => Records::Acts(kind, acts::read(kind, &sheet, &mut report)),
    };
    let (problems, bad) = report.finish();
    Parsed { records, problems, bad }
}

/// What a table gives whose headings are wrong: nothing.
fn refused(table: &Table, kind: Kind, problems: Problems) -> Parsed<'_> {
    let records = match kind {
        Kind::Employees => Records::Employees(Vec::new()),
        Kind::Plans => Records::Plans(Vec::new()),
        Kind::Actuals => Records::Actuals(Vec::new()),
        Kind::Behaviour => Records::Behaviour(Vec::new()),
        Kind::Act(kind) => Records::Acts(kind, Vec::new()),
    };
    let reason = "judul kolom salah: perbaiki baris 1";
    let bad = table.rows().iter().map(|row| (row, reason.to_owned())).collect();
    Parsed { records, problems: Some(problems), bad }
}
