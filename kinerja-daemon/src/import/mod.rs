//! The import room: from the bytes of an office file to a checked table.
//!
//! [`table::open`] reads a file without ever hanging on it, [`table::read`]
//! turns CSV or XLSX into one kind of table, [`headings`] tells what the table
//! is about, [`value`] reads its cells, and [`records`] makes of them what the rest
//! of the daemon knows: people, plans, actuals, behaviour. What is wrong becomes a
//! [`problem::Problem`] that says where, what was found and how to repair it.

mod archive;
mod cell;
mod code;
mod csv;
mod decimal;
pub mod error_file;
pub mod headings;
mod near;
mod open;
pub mod problem;
pub mod records;
pub mod table;
pub mod value;
mod xlsx;

#[cfg(test)]
mod tests;
