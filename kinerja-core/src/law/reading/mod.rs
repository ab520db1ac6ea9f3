//! Reads policies and rule files from TOML: every problem at once, each with its
//! line and column.

mod report;
mod section;

pub(crate) use report::Report;
pub(crate) use section::Section;
