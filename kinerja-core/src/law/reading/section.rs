//! A table of a TOML text while it is read.
//!
//! Every read names its key, so that a key which nobody asked for is unknown;
//! whatever is wrong is put on the report and reading goes on.

use std::{collections::BTreeSet, fmt::Display, ops::Range, str::FromStr};

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{
    Deserialize,
    de::{
        DeserializeOwned,
        value::{Error, StrDeserializer},
    },
};
use toml::{
    Spanned,
    de::{DeTable, DeValue, ValueDeserializer},
};

use super::Report;
use crate::law::{Citation, Origin, Source, Validity};

/// The largest number that a text may have where days are counted.
const NUMBER_MAX: u32 = 1_000_000;

/// A table while it is read. When it is dropped, keys that nobody asked for are
/// reported.
pub(crate) struct Section<'a, 'i> {
    report: &'a Report<'i>,
    key: String,
    span: Range<usize>,
    /// None when the table itself is missing, which is reported once.
    table: Option<&'a DeTable<'i>>,
    asked: BTreeSet<&'static str>,
}

impl<'a, 'i> Section<'a, 'i> {
    pub(super) fn new(
        report: &'a Report<'i>,
        key: String,
        span: Range<usize>,
        table: Option<&'a DeTable<'i>>,
    ) -> Self {
        report.remember(key.clone(), span.start);
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
        self.report.remember(self.path(key), value.span().start);
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
    pub(crate) fn text(&mut self, key: &'static str) -> Option<String> {
        let value = self.need(key)?;
        let text = self.string(key, value)?;
        if text.trim().is_empty() {
            self.complain(value.span().start, key, "the text is empty".to_owned());
            return None;
        }
        Some(text.to_owned())
    }

    /// A text that is read as a value.
    pub(crate) fn parsed<T: FromStr<Err: Display>>(&mut self, key: &'static str) -> Option<T> {
        let value = self.need(key)?;
        self.parse(key, value)
    }

    /// The same where the key may be left out: none only when it is wrong.
    #[expect(clippy::option_option, reason = "left out is not wrong")]
    pub(crate) fn optional_parsed<T: FromStr<Err: Display>>(
        &mut self,
        key: &'static str,
    ) -> Option<Option<T>> {
        match self.find(key) {
            Some(value) => self.parse(key, value).map(Some),
            None => Some(None),
        }
    }

    /// A day.
    pub(crate) fn date(&mut self, key: &'static str) -> Option<NaiveDate> {
        let value = self.need(key)?;
        let text = self.string(key, value)?;
        let date = text.parse().ok();
        if date.is_none() {
            let message = format!("`{text}` is not a date: write it like `2026-01-31`");
            self.complain(value.span().start, key, message);
        }
        date
    }

    /// An IANA time zone.
    pub(crate) fn zone(&mut self, key: &'static str) -> Option<Tz> {
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
    pub(crate) fn word<T: for<'de> Deserialize<'de>>(&mut self, key: &'static str) -> Option<T> {
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

    /// The same where the key may be left out: none only when it is wrong.
    #[expect(clippy::option_option, reason = "left out is not wrong")]
    pub(crate) fn optional_word<T: for<'de> Deserialize<'de>>(
        &mut self,
        key: &'static str,
    ) -> Option<Option<T>> {
        if self.find(key).is_some() { self.word(key).map(Some) } else { Some(None) }
    }

    /// A list of words.
    pub(crate) fn words<T: for<'de> Deserialize<'de>>(
        &mut self,
        key: &'static str,
    ) -> Option<Vec<T>> {
        let value = self.need(key)?;
        self.list(key, value)?.iter().map(|word| self.one_word(key, word)).collect()
    }

    /// The same where the key may be left out: then the list is empty.
    pub(crate) fn optional_words<T: for<'de> Deserialize<'de>>(
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
    pub(crate) fn number(&mut self, key: &'static str) -> Option<u32> {
        let value = self.need(key)?;
        self.one_number(key, value)
    }

    fn one_number(&self, key: &str, value: &'a Spanned<DeValue<'i>>) -> Option<u32> {
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

    /// The same where the key may be left out: none only when it is wrong.
    #[expect(clippy::option_option, reason = "left out is not wrong")]
    pub(crate) fn optional_number(&mut self, key: &'static str) -> Option<Option<u32>> {
        if self.find(key).is_some() { self.number(key).map(Some) } else { Some(None) }
    }

    /// A list of whole numbers from 0; empty when the key is left out.
    pub(crate) fn optional_numbers(&mut self, key: &'static str) -> Option<Vec<u32>> {
        let Some(value) = self.find(key) else { return Some(Vec::new()) };
        self.list(key, value)?.iter().map(|number| self.one_number(key, number)).collect()
    }

    /// A value that checks itself while it is read.
    pub(crate) fn typed<T: DeserializeOwned>(&mut self, key: &'static str) -> Option<T> {
        let value = self.need(key)?;
        T::deserialize(ValueDeserializer::from(value.clone()))
            .map_err(|error| {
                let offset = error.span().map_or(value.span().start, |span| span.start);
                self.complain(offset, key, error.message().to_owned());
            })
            .ok()
    }

    /// Passes over a key whose value nobody can judge; it must be there all the same.
    pub(crate) fn pass_over(&mut self, key: &'static str) {
        self.need(key);
    }

    /// Where the rule comes from: `source`, and if given `assumed` and `note`.
    pub(crate) fn source(&mut self) -> Option<Source> {
        let origin = match self.need("source") {
            Some(value) => match self.string("source", value) {
                Some("own") => Some(Origin::Own),
                Some(text) => self.at(value, "source", Citation::new(text)).map(Origin::Law),
                None => None,
            },
            None => None,
        };
        self.sureness(origin)
    }

    /// Which provision the rule cites: `cites`, and if given `assumed` and
    /// `note`. What is assumed needs a note.
    pub(crate) fn provision(&mut self) -> Option<Source> {
        let origin = self.citation("cites").map(Origin::Law);
        let source = self.sureness(origin)?;
        if source.assumed && source.note.is_none() {
            let message = "`note` is missing: say what about it is assumed".to_owned();
            self.report.add(self.span.start, &self.key, message);
        }
        Some(source)
    }

    /// A provision.
    pub(crate) fn citation(&mut self, key: &'static str) -> Option<Citation> {
        let value = self.need(key)?;
        let text = self.string(key, value)?;
        self.at(value, key, Citation::new(text))
    }

    fn sureness(&mut self, origin: Option<Origin>) -> Option<Source> {
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

    /// The days on which the rule holds: `from`, and if given `until`.
    pub(crate) fn validity(&mut self) -> Option<Validity> {
        let from = self.need("from").and_then(|value| self.day("from", value));
        let until = match self.find("until") {
            Some(value) => self.day("until", value).map(Some),
            None => Some(None),
        };
        self.check(Validity::new(from?, until?))
    }

    fn day(&self, key: &str, value: &'a Spanned<DeValue<'i>>) -> Option<NaiveDate> {
        let text = self.string(key, value)?;
        let day = text.parse().ok();
        self.at(
            value,
            key,
            day.ok_or_else(|| format!("`{text}` is not a day: write it like `2021-07-01`")),
        )
    }

    /// The name of the section, like `rule.0`.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// A problem with one of its keys.
    pub(crate) fn refuse(&self, key: &'static str, message: String) {
        let value = self.table.and_then(|table| table.get(key));
        self.complain(value.map_or(self.span.start, |value| value.span().start), key, message);
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
    pub(crate) fn check<T, E: Display>(&self, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| self.report.add(self.span.start, &self.key, error.to_string())).ok()
    }

    /// A table.
    pub(crate) fn section(&mut self, key: &'static str) -> Section<'a, 'i> {
        let path = self.path(key);
        match self.need(key) {
            Some(value) => self.table_at(path, value),
            None => Section::new(self.report, path, self.span.clone(), None),
        }
    }

    /// A table that may be left out.
    pub(crate) fn optional_section(&mut self, key: &'static str) -> Option<Section<'a, 'i>> {
        let path = self.path(key);
        let value = self.find(key)?;
        Some(self.table_at(path, value))
    }

    /// A list of tables; empty when the key is left out.
    pub(crate) fn sections(&mut self, key: &'static str) -> Vec<Section<'a, 'i>> {
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
