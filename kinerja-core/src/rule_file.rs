//! Reads the crate's own rule files: one TOML file per instrument.

use chrono::NaiveDate;
use serde::{Deserialize, de::DeserializeOwned};

use crate::law::{Citation, Source};

/// A rule of a file: a value and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule<T> {
    pub(crate) value: T,
    pub(crate) source: Source,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(rename = "instrument")]
    _instrument: String,
    rule: Vec<RawRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: String,
    #[serde(rename = "from")]
    _from: NaiveDate,
    #[serde(default, rename = "until")]
    _until: Option<NaiveDate>,
    cites: String,
    assumed: bool,
    #[serde(default)]
    note: Option<String>,
    value: toml::Value,
}

/// Why a rule file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("rule `{id}`: {message}")]
pub struct RuleFileError {
    id: String,
    message: String,
}

/// The rule of a file that has an id.
pub(crate) fn rule<T: DeserializeOwned>(text: &str, id: &str) -> Result<Rule<T>, RuleFileError> {
    let wrong = |message: String| RuleFileError { id: id.to_owned(), message };
    let file: RawFile = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
    let mut found = file.rule.into_iter().filter(|raw| raw.id == id);
    let (Some(raw), None) = (found.next(), found.next()) else {
        return Err(wrong("the file does not have it once".to_owned()));
    };
    let citation = Citation::new(&raw.cites).map_err(|error| wrong(error.to_string()))?;
    let source = Source { assumed: raw.assumed, note: raw.note, ..Source::law(citation) };
    let value = raw.value.try_into().map_err(|error| wrong(error.to_string()))?;
    Ok(Rule { value, source })
}
