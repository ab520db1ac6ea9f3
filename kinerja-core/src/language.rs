//! The languages that people read.

use serde::{Deserialize, Serialize};

use crate::number::DecimalMark;

/// A language of mails, pages and derivations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Language {
    /// Indonesian: the language of the regulations, and the default.
    #[serde(rename = "id")]
    Indonesian,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// The code of the language: `id`, `en`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Indonesian => "id",
            Self::English => "en",
        }
    }

    /// How numbers are written in it.
    pub const fn decimal_mark(self) -> DecimalMark {
        match self {
            Self::Indonesian => DecimalMark::Comma,
            Self::English => DecimalMark::Point,
        }
    }

    /// One of two texts.
    pub const fn pick<'a>(self, indonesian: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::Indonesian => indonesian,
            Self::English => english,
        }
    }
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// In Indonesian.
    pub id: String,
    /// In English.
    pub en: String,
}

impl Text {
    /// The text in a language.
    pub fn in_language(&self, language: Language) -> &str {
        language.pick(&self.id, &self.en)
    }
}
