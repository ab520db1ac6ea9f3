//! Tables of cases.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// Checks one row; says what is wrong.
pub(crate) type Check = fn(&Row) -> Result<(), String>;

/// One case: its columns by heading.
#[derive(Debug, Clone)]
pub(crate) struct Row(BTreeMap<String, String>);

impl Row {
    /// A row that a test wrote itself.
    pub(crate) fn of(columns: &[(&str, &str)]) -> Self {
        let owned = |(heading, value): &(&str, &str)| ((*heading).to_owned(), (*value).to_owned());
        Self(columns.iter().map(owned).collect())
    }

    /// The case's name.
    pub(crate) fn id(&self) -> &str {
        self.0.get("id").map_or("?", String::as_str)
    }

    /// A column.
    pub(crate) fn get(&self, heading: &str) -> Result<&str, String> {
        self.0.get(heading).map(String::as_str).ok_or_else(|| format!("no column `{heading}`"))
    }

    /// A column as a value.
    pub(crate) fn parse<T: std::str::FromStr<Err: std::fmt::Display>>(
        &self,
        heading: &str,
    ) -> Result<T, String> {
        self.get(heading)?.parse().map_err(|error| format!("{heading}: {error}"))
    }

    /// A column as a list that `;` separates.
    pub(crate) fn list<T: std::str::FromStr<Err: std::fmt::Display>>(
        &self,
        heading: &str,
    ) -> Result<Vec<T>, String> {
        let items = self.get(heading)?.split(';').map(str::parse);
        items.collect::<Result<_, T::Err>>().map_err(|error| format!("{heading}: {error}"))
    }
}

/// Compares an answer with the expected one; `error` stands for any refusal.
pub(crate) fn compare<T: PartialEq + std::fmt::Display>(
    expected: &str,
    parse: impl Fn(&str) -> Result<T, String>,
    answer: Result<T, String>,
) -> Result<(), String> {
    match (expected, answer) {
        ("error", Err(_)) => Ok(()),
        ("error", Ok(answer)) => Err(format!("expected a refusal, got `{answer}`")),
        (_, Err(refusal)) => Err(format!("expected `{expected}`, was refused: {refusal}")),
        (_, Ok(answer)) if parse(expected)? == answer => Ok(()),
        (_, Ok(answer)) => Err(format!("expected `{expected}`, got `{answer}`")),
    }
}

/// The CSV files of a folder, by name.
pub(crate) fn csv_files(folder: &Path) -> Vec<PathBuf> {
    let entries =
        std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "csv"));
    files.sort();
    files
}

/// The rows of a table.
pub(crate) fn rows(path: &Path) -> Vec<Row> {
    let mut reader =
        csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    reader
        .deserialize()
        .map(|row| Row(row.unwrap_or_else(|error| panic!("{}: {error}", path.display()))))
        .collect()
}
