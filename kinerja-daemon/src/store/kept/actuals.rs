//! What was reached, as it is kept.

use std::{collections::BTreeMap, fmt::Write as _};

use chrono::NaiveDate;
use kinerja_core::{
    calendar::iso_day,
    evidence::Reported,
    plan::{Actual, Code},
};
use serde::{Deserialize, Serialize, Serializer};

use super::{
    Kept, KeptError, is_json,
    word::{self, DITTO, Fields, Lines},
};

/// Room for the actuals of an ordinary plan.
const BYTES: usize = 256;

/// An actual as it is stored: with the place of its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredActual {
    /// What was reached.
    pub actual: Actual,
    /// When it was reported.
    #[serde(with = "kinerja_core::calendar::iso_day")]
    pub on: NaiveDate,
    /// Where the evidence is.
    #[serde(default)]
    pub evidence: Option<String>,
}

// As a list of its fields, where it has no line; read from their names, too.
impl Serialize for StoredActual {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { actual, on, evidence } = self;
        match evidence {
            Some(evidence) => (actual, on, evidence).serialize(serializer),
            None => (actual, on).serialize(serializer),
        }
    }
}

/// What was reached, by code, as an evaluation asks for it: from stored actuals,
/// without the places of their evidence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredReports(pub BTreeMap<Code, Reported>);

/// Writes actuals as they are kept.
///
/// # Errors
///
/// Fails where they cannot be written.
pub fn write_actuals(actuals: &BTreeMap<Code, StoredActual>) -> Result<String, serde_json::Error> {
    lines(actuals).map_or_else(|| serde_json::to_string(actuals), Ok)
}

/// None where something has no line.
fn lines(actuals: &BTreeMap<Code, StoredActual>) -> Option<String> {
    if actuals.is_empty() {
        return None;
    }
    let mut text = String::with_capacity(BYTES);
    let mut before = None;
    for (code, StoredActual { actual, on, evidence }) in actuals {
        write!(text, "{}\t", code.as_str()).ok()?;
        word::push_actual(&mut text, *actual);
        text.push('\t');
        match before.replace(*on) {
            Some(same) if same == *on => text.push_str(DITTO),
            _ => write!(text, "{on}").ok()?,
        }
        if let Some(evidence) = evidence {
            if evidence.contains(['\t', '\n']) {
                return None;
            }
            write!(text, "\t{evidence}").ok()?;
        }
        text.push('\n');
    }
    text.pop();
    Some(text)
}

/// A line of actuals.
struct Line<'a> {
    code: Code,
    reported: Reported,
    evidence: Option<&'a str>,
}

/// Reads the lines one after the other.
fn read_lines(body: &str) -> impl Iterator<Item = Result<Line<'_>, KeptError>> {
    let mut before = None;
    Lines::of(body).enumerate().map(move |(place, line)| {
        let found = read_line(line, before);
        before = found.as_ref().map(|found| found.reported.on);
        found.ok_or(KeptError::Line { line: place + 1 })
    })
}

fn read_line(line: &str, before: Option<NaiveDate>) -> Option<Line<'_>> {
    let mut fields = Fields::of(line);
    let code = fields.next()?.parse().ok()?;
    let actual = word::actual(fields.next()?)?;
    let on = match fields.next()? {
        DITTO => before?,
        day => iso_day::read(day)?,
    };
    Some(Line { code, reported: Reported { actual, on }, evidence: fields.next() })
}

impl Kept for BTreeMap<Code, StoredActual> {
    fn read(body: &str) -> Result<Self, KeptError> {
        if is_json(body) {
            return Ok(serde_json::from_str(body)?);
        }
        let stored = |Line { code, reported: Reported { actual, on }, evidence }: Line<'_>| {
            (code, StoredActual { actual, on, evidence: evidence.map(str::to_owned) })
        };
        read_lines(body).map(|line| line.map(stored)).collect()
    }
}

impl Kept for StoredReports {
    fn read(body: &str) -> Result<Self, KeptError> {
        if is_json(body) {
            let all = <BTreeMap<Code, StoredActual>>::read(body)?;
            let reported = |StoredActual { actual, on, .. }| Reported { actual, on };
            return Ok(Self(all.into_iter().map(|(code, one)| (code, reported(one))).collect()));
        }
        read_lines(body)
            .map(|line| line.map(|line| (line.code, line.reported)))
            .collect::<Result<_, _>>()
            .map(Self)
    }
}
