//! Where a rule comes from, and when it holds.

mod dated;
mod problem;
#[cfg(feature = "toml")]
pub(crate) mod reading;
#[cfg(feature = "toml")]
mod rule_file;

use std::{borrow::Cow, fmt};

use serde::Serialize;

pub use dated::{Dated, DatedError, Ruled, Validity, ValidityError};
pub use problem::Problem;
pub(crate) use problem::join_problems;
#[cfg(feature = "toml")]
pub(crate) use rule_file::Entry;
#[cfg(feature = "toml")]
pub use rule_file::{RuleProblem, RuleProblems};

use crate::language::Language;

/// Characters that a citation may have.
const CITATION_MAX: usize = 200;

/// A provision: instrument and article, like `PP 30/2019 Pasal 41`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Citation(Cow<'static, str>);

impl Citation {
    /// Makes a citation.
    ///
    /// # Errors
    ///
    /// Fails on an empty or very long text, and on one without a number or year:
    /// a provision always has one.
    pub fn new(text: &str) -> Result<Self, CitationError> {
        let text = text.trim();
        let fits = text.chars().count() <= CITATION_MAX;
        if fits && text.chars().any(|c| c.is_ascii_digit()) && !text.chars().any(char::is_control) {
            Ok(Self(Cow::Owned(text.to_owned())))
        } else {
            Err(CitationError { text: text.chars().take(CITATION_MAX).collect() })
        }
    }

    /// Makes a citation of the code's own words, which a test holds to [`Citation::new`].
    pub(crate) const fn trusted(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// The citation as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text is not a citation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` names no provision: write it like `PP 30/2019 Pasal 41`, or `own` when the rule is the region's own choice"
)]
pub struct CitationError {
    text: String,
}

/// Who made a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Origin {
    /// A regulation.
    Law(Citation),
    /// The region itself, after the manner of a regulation that does not govern
    /// the matter. This is not law, and every text says so.
    OwnAfter(Citation),
    /// The region itself. This is not law, and every text says so.
    Own,
}

/// The source of a rule, and how sure it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Who made the rule.
    pub origin: Origin,
    /// Whether the fact is taken to be so from general knowledge or from sources
    /// that conflict. A fact that independent sources agree on is not assumed.
    pub assumed: bool,
    /// What the reader should know about it.
    pub note: Option<String>,
}

impl Source {
    /// The region's own choice.
    pub const OWN: Self = Self { origin: Origin::Own, assumed: false, note: None };

    /// A regulation.
    pub const fn law(citation: Citation) -> Self {
        Self { origin: Origin::Law(citation), assumed: false, note: None }
    }

    /// The source for people: the citation, or that the rule is the region's own
    /// choice; and whether it is assumed.
    pub fn show(&self, language: Language) -> String {
        let own = language.pick("pilihan daerah sendiri", "the region's own choice");
        let mut text = match &self.origin {
            Origin::Law(citation) => citation.as_str().to_owned(),
            Origin::OwnAfter(citation) => {
                let by = language.pick(", menurut rumus ", ", by the formula of ");
                [own, by, &citation.0].concat()
            }
            Origin::Own => own.to_owned(),
        };
        if self.assumed {
            text += language.pick(" (diasumsikan, belum diverifikasi)", " (assumed, not verified)");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_names_a_numbered_provision() {
        assert!(Citation::new("PP 30/2019 Pasal 41").is_ok());
        for text in ["", "  ", "kata orang", "PP 30\n2019"] {
            assert!(Citation::new(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_assumed_source_says_so() {
        let source = Source { assumed: true, ..Source::OWN };
        assert_eq!(
            source.show(Language::Indonesian),
            "pilihan daerah sendiri (diasumsikan, belum diverifikasi)"
        );
    }
}
