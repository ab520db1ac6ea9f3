//! Continuous feedback on a person's work.

use std::{collections::BTreeMap, fmt};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::RaterClass;
use crate::calendar::Period;

/// Characters that a text may have: more than anyone writes about one matter.
const TEXT_MAX: usize = 2_000;

/// A text about a person: for that person and the superior. It does not show when
/// it is debugged, so that it never stands in a log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PrivateText(String);

impl PrivateText {
    /// Keeps a text.
    ///
    /// # Errors
    ///
    /// Fails on a blank text and on one of more than 2,000 characters.
    pub fn new(text: &str) -> Result<Self, PrivateTextError> {
        let text = text.trim();
        let length = text.chars().count();
        if (1..=TEXT_MAX).contains(&length) {
            Ok(Self(text.to_owned()))
        } else {
            Err(PrivateTextError { length })
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PrivateText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateText(…)")
    }
}

impl TryFrom<String> for PrivateText {
    type Error = PrivateTextError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(&text)
    }
}

impl From<PrivateText> for String {
    fn from(text: PrivateText) -> Self {
        text.0
    }
}

/// A text is blank or too long. The text itself is left out on purpose.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the text has {length} characters: write 1 to 2000")]
pub struct PrivateTextError {
    length: usize,
}

/// What feedback asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackDirection {
    /// Go on like that.
    Praise,
    /// Do it otherwise.
    Correction,
    /// Neither.
    Neutral,
}

/// One piece of feedback ("umpan balik berkelanjutan").
///
/// # Legal basis
///
/// PermenPANRB 6/2022: continuous feedback belongs to the second phase,
/// "pelaksanaan, pemantauan, dan pembinaan kinerja".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feedback {
    /// The day on which it was given, in the region's zone.
    pub on: NaiveDate,
    /// As whom it was given.
    pub from: RaterClass,
    /// What it asks for.
    pub direction: FeedbackDirection,
    /// What was said.
    pub text: PrivateText,
}

/// How often feedback was given. Counts about one person, for that person and the
/// superior; no text is in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct DirectionCounts {
    /// Praise.
    pub praise: u32,
    /// Corrections.
    pub correction: u32,
    /// Neither.
    pub neutral: u32,
}

/// Counts the feedback of a period by who gave it. Whoever gave none is not in it.
///
/// ```
/// use kinerja_core::evidence::{
///     Feedback, FeedbackDirection, PrivateText, RaterClass, count_feedback,
/// };
///
/// let feedback = Feedback {
///     on: "2026-05-04".parse()?,
///     from: RaterClass::Superior,
///     direction: FeedbackDirection::Praise,
///     text: PrivateText::new("Loket tetap buka saat listrik padam.")?,
/// };
/// let counts = count_feedback("2026-Q2".parse()?, &[feedback]);
/// assert_eq!(counts[&RaterClass::Superior].praise, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn count_feedback(
    period: Period,
    feedback: &[Feedback],
) -> BTreeMap<RaterClass, DirectionCounts> {
    let mut counts: BTreeMap<RaterClass, DirectionCounts> = BTreeMap::new();
    for given in feedback.iter().filter(|given| period.contains(given.on)) {
        let of = counts.entry(given.from).or_default();
        let count = match given.direction {
            FeedbackDirection::Praise => &mut of.praise,
            FeedbackDirection::Correction => &mut of.correction,
            FeedbackDirection::Neutral => &mut of.neutral,
        };
        *count = count.saturating_add(1);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_whole_and_never_shown_by_accident() {
        let text = PrivateText::new(" Terima kasih. ").unwrap();
        assert_eq!(text.as_str(), "Terima kasih.");
        assert_eq!(format!("{text:?}"), "PrivateText(…)");
        for wrong in ["", " \n ", &"a".repeat(2_001)] {
            assert!(PrivateText::new(wrong).is_err());
        }
        assert!(serde_json::from_str::<PrivateText>("\" \"").is_err());
    }

    #[test]
    fn feedback_of_the_period_is_counted_by_giver_and_direction_without_its_text() {
        let given = |on: &str, from, direction| Feedback {
            on: on.parse().unwrap(),
            from,
            direction,
            text: PrivateText::new("rahasia").unwrap(),
        };
        let counts = count_feedback(
            "2026-Q2".parse().unwrap(),
            &[
                given("2026-03-31", RaterClass::Superior, FeedbackDirection::Praise),
                given("2026-04-01", RaterClass::Superior, FeedbackDirection::Praise),
                given("2026-06-30", RaterClass::Superior, FeedbackDirection::Correction),
                given("2026-05-01", RaterClass::Peer, FeedbackDirection::Neutral),
                given("2026-07-01", RaterClass::Public, FeedbackDirection::Praise),
            ],
        );
        let expected = r#"{"superior":{"praise":1,"correction":1,"neutral":0},"peer":{"praise":0,"correction":0,"neutral":1}}"#;
        assert_eq!(serde_json::to_string(&counts).unwrap(), expected);
    }
}
