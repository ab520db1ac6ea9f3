//! A table of a policy while it is read.
//!
//! Every read names its key, so that a key which nobody asked for is unknown;
//! whatever is wrong is put on the report and reading goes on.

use std::{cell::RefCell, collections::BTreeSet, fmt::Display, ops::Range, str::FromStr};

use chrono_tz::Tz;
use serde::{
    Deserialize,
    de::value::{Error, StrDeserializer},
};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    law::{Citation, Origin, Source},
    region::policy::{PolicyProblem, PolicyProblems},
};

/// The largest number that a policy may have where days are counted.
const NUMBER_MAX: u32 = 1_000_000;

/// What is wrong so far.
pub(super) struct Report<'i> {
    text: &'i str,
    root: Option<Spanned<DeTable<'i>>>,
    problems: RefCell<Vec<(usize, PolicyProblem)>>,
    /// Where each section begins, for problems that are found later.
    places: RefCell<Vec<(String, usize)>>,
}

impl<'i> Report<'i> {
    /// Reads the text as TOML.
    pub(super) fn new(text: &'i str) -> Self {
        let (root, errors) = DeTable::parse_recoverable(text);
        let report = Self {
            text,
            root: errors.is_empty().then_some(root),
            problems: RefCell::default(),
            places: RefCell::default(),
        };
        for error in errors {
            let offset = error.span().map_or(0, |span| span.start);
            report.add(offset, "", error.message().to_owned());
        }
        report
    }

    /// The outermost table; none when the text is not TOML.
    pub(super) fn root(&self) -> Option<Section<'_, 'i>> {
        let root = self.root.as_ref()?;
        Some(Section::new(self, String::new(), root.span(), Some(root.get_ref())))
    }

    pub(super) fn is_clean(&self) -> bool {
        self.problems.borrow().is_empty()
    }

    fn add(&self, offset: usize, key: &str, message: String) {
        self.problems.borrow_mut().push((offset, PolicyProblem::new(key.to_owned(), message)));
    }

    /// Line and column of an offset, counted from 1.
    fn place(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.matches('\n').count() + 1;
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        (line, column)
    }

    /// The problems in the order of the text.
    pub(super) fn into_problems(self) -> PolicyProblems {
        let mut problems = self.problems.take();
        problems.sort_by_key(|(offset, _)| *offset);
        let problems = problems
            .into_iter()
            .map(|(offset, problem)| PolicyProblem { place: Some(self.place(offset)), ..problem })
            .collect();
        PolicyProblems { problems }
    }

    /// Gives problems that were found in the checked parts their places.
    pub(super) fn locate(&self, found: PolicyProblems) -> PolicyProblems {
        let places = self.places.borrow();
        let offset = |key: &str| {
            places.iter().rev().find(|(place, _)| place == key).map_or(0, |(_, offset)| *offset)
        };
        let problems = found
            .problems
            .into_iter()
            .map(|problem| PolicyProblem {
                place: Some(self.place(offset(&problem.key))),
                ..problem
            })
            .collect();
        PolicyProblems { problems }
    }
}

/// A table while it is read. When it is dropped, keys that nobody asked for are
/// reported.
pub(super) struct Section<'a, 'i> {
    report: &'a Report<'i>,
    key: String,
    span: Range<usize>,
    /// None when the table itself is missing, which is reported once.
    table: Option<&'a DeTable<'i>>,
    asked: BTreeSet<&'static str>,
}

impl<'a, 'i> Section<'a, 'i> {
    fn new(
        report: &'a Report<'i>,
        key: String,
        span: Range<usize>,
        table: Option<&'a DeTable<'i>>,
    ) -> Self {
        report.places.borrow_mut().push((key.clone(), span.start));
        Self { report, key, span, table, asked: BTreeSet::new() }
    }

    fn path(&self, key: &str) -> String {
        if self.key.is_empty() { key.to_owned() } else { format!("{}.{key}", self.key) }
    }

    fn complain(&self, offset: usize, key: &str, message: String) {
        self.report.add(offset, &self.path(key), message);
    }

    fn find(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'i>>> {
        self.asked.insert(key);
        let value = self.table?.get(key)?;
        self.report.places.borrow_mut().push((self.path(key), value.span().start));
        Some(value)
    }

    fn need(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'i>>> {
        let value = self.find(key);
        if value.is_none() && self.table.is_some() {
            self.report.add(self.span.start, &self.key, format!("`{key}` is missing"));
        }
        value
    }

    fn string(&self, key: &str, value: &'a Spanned<DeValue<'i>>) -> Option<&'a str> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            let found = value.get_ref().type_str();
            self.complain(
                value.span().start,
                key,
                format!("expected text in quotes, found {found}"),
            );
        }
        text
    }

    fn parse<T: FromStr<Err: Display>>(
        &self,
        key: &str,
        value: &'a Spanned<DeValue<'i>>,
    ) -> Option<T> {
        self.string(key, value)?
            .parse()
            .map_err(|error: T::Err| self.complain(value.span().start, key, error.to_string()))
            .ok()
    }

    /// A text that is not empty.
    pub(super) fn text(&mut self, key: &'static str) -> Option<String> {
        let value = self.need(key)?;
        let text = self.string(key, value)?;
        if text.trim().is_empty() {
            self.complain(value.span().start, key, "the text is empty".to_owned());
            return None;
        }
        Some(text.to_owned())
    }

    /// A text that is read as a value.
    pub(super) fn parsed<T: FromStr<Err: Display>>(&mut self, key: &'static str) -> Option<T> {
        let value = self.need(key)?;
        self.parse(key, value)
    }

    /// The same where the key may be left out: none only when it is wrong.
    #[expect(clippy::option_option, reason = "left out is not wrong")]
    pub(super) fn optional_parsed<T: FromStr<Err: Display>>(
        &mut self,
        key: &'static str,
    ) -> Option<Option<T>> {
        match self.find(key) {
            Some(value) => self.parse(key, value).map(Some),
            None => Some(None),
        }
    }

    /// An IANA time zone.
    pub(super) fn zone(&mut self, key: &'static str) -> Option<Tz> {
        let value = self.need(key)?;
        let text = self.string(key, value)?;
        let zone = text.parse().ok();
        if zone.is_none() {
            self.complain(
                value.span().start,
                key,
                format!("`{text}` is not an IANA zone: write it like `Asia/Jakarta`"),
            );
        }
        zone
    }

    /// One word of a fixed list.
    pub(super) fn word<T: for<'de> Deserialize<'de>>(&mut self, key: &'static str) -> Option<T> {
        let value = self.need(key)?;
        self.one_word(key, value)
    }

    fn one_word<T: for<'de> Deserialize<'de>>(
        &self,
        key: &str,
        value: &'a Spanned<DeValue<'i>>,
    ) -> Option<T> {
        let text = self.string(key, value)?;
        T::deserialize(StrDeserializer::<Error>::new(text))
            .map_err(|error| self.complain(value.span().start, key, error.to_string()))
            .ok()
    }

    /// A list of words.
    pub(super) fn words<T: for<'de> Deserialize<'de>>(
        &mut self,
        key: &'static str,
    ) -> Option<Vec<T>> {
        let value = self.need(key)?;
        self.list(key, value)?.iter().map(|word| self.one_word(key, word)).collect()
    }

    /// The same where the key may be left out: then the list is empty.
    pub(super) fn optional_words<T: for<'de> Deserialize<'de>>(
        &mut self,
        key: &'static str,
    ) -> Option<Vec<T>> {
        if self.find(key).is_some() { self.words(key) } else { Some(Vec::new()) }
    }

    fn list(
        &self,
        key: &str,
        value: &'a Spanned<DeValue<'i>>,
    ) -> Option<&'a [Spanned<DeValue<'i>>]> {
        let list = value.get_ref().as_array();
        if list.is_none() {
            let found = value.get_ref().type_str();
            self.complain(value.span().start, key, format!("expected a list, found {found}"));
        }
        list.map(AsRef::as_ref)
    }

    /// A whole number from 0.
    pub(super) fn number(&mut self, key: &'static str) -> Option<u32> {
        let value = self.need(key)?;
        let integer = value.get_ref().as_integer();
        let number = integer
            .and_then(|integer| u32::from_str_radix(integer.as_str(), integer.radix()).ok())
            .filter(|number| *number <= NUMBER_MAX);
        if number.is_none() {
            self.complain(
                value.span().start,
                key,
                format!("expected a whole number from 0 to {NUMBER_MAX}"),
            );
        }
        number
    }

    /// Where the rule comes from: `source`, and if given `assumed` and `note`.
    pub(super) fn source(&mut self) -> Option<Source> {
        let origin = match self.need("source") {
            Some(value) => match self.string("source", value) {
                Some("own") => Some(Origin::Own),
                Some(text) => self.at(value, "source", Citation::new(text)).map(Origin::Law),
                None => None,
            },
            None => None,
        };
        let assumed = match self.find("assumed") {
            Some(value) => {
                let flag = value.get_ref().as_bool();
                self.at(value, "assumed", flag.ok_or("expected true or false"))
            }
            None => Some(false),
        };
        let note = match self.find("note") {
            Some(_) => self.text("note").map(Some),
            None => Some(None),
        };
        Some(Source { origin: origin?, assumed: assumed?, note: note? })
    }

    fn at<T, E: Display>(
        &self,
        value: &Spanned<DeValue<'i>>,
        key: &str,
        result: Result<T, E>,
    ) -> Option<T> {
        result.map_err(|error| self.complain(value.span().start, key, error.to_string())).ok()
    }

    /// Puts what is wrong with the section as a whole on the report.
    pub(super) fn check<T, E: Display>(&self, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| self.report.add(self.span.start, &self.key, error.to_string())).ok()
    }

    /// A table.
    pub(super) fn section(&mut self, key: &'static str) -> Section<'a, 'i> {
        let path = self.path(key);
        match self.need(key) {
            Some(value) => self.table_at(path, value),
            None => Section::new(self.report, path, self.span.clone(), None),
        }
    }

    /// A list of tables; empty when the key is left out.
    pub(super) fn sections(&mut self, key: &'static str) -> Vec<Section<'a, 'i>> {
        let Some(value) = self.find(key) else { return Vec::new() };
        let list = self.list(key, value).unwrap_or_default();
        let path = |index| format!("{}.{index}", self.path(key));
        list.iter().enumerate().map(|(index, value)| self.table_at(path(index), value)).collect()
    }

    fn table_at(&self, path: String, value: &'a Spanned<DeValue<'i>>) -> Section<'a, 'i> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            let found = value.get_ref().type_str();
            self.report.add(value.span().start, &path, format!("expected a table, found {found}"));
        }
        Section::new(self.report, path, value.span(), table)
    }
}

impl Drop for Section<'_, '_> {
    fn drop(&mut self) {
        for (key, _) in self.table.into_iter().flatten() {
            if !self.asked.contains(key.get_ref().as_ref()) {
                let known = self.asked.iter().copied().collect::<Vec<_>>().join("`, `");
                let message = format!("unknown key: expected one of `{known}`");
                self.complain(key.span().start, key.get_ref(), message);
            }
        }
    }
}
