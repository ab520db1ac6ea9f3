//! Continuous feedback on a person's work.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use super::{RaterClass, RaterRule};
use crate::language::Language;

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

/// How often feedback was given ("umpan balik berkelanjutan"). No text is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct DirectionCounts {
    /// Praise.
    pub praise: u32,
    /// Corrections.
    pub correction: u32,
    /// Neither.
    pub neutral: u32,
}

impl DirectionCounts {
    const fn all(self) -> u32 {
        self.praise.saturating_add(self.correction).saturating_add(self.neutral)
    }

    /// Several people's together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            praise: self.praise.saturating_add(other.praise),
            correction: self.correction.saturating_add(other.correction),
            neutral: self.neutral.saturating_add(other.neutral),
        }
    }

    /// The counts in words.
    pub fn show(self, language: Language) -> String {
        let Self { praise, correction, neutral } = self;
        match language {
            Language::Indonesian => {
                format!("{praise} apresiasi, {correction} koreksi, {neutral} netral")
            }
            Language::English => {
                format!("{praise} praise, {correction} correction, {neutral} neutral")
            }
        }
    }
}

/// Counts the feedback about one person by who gave it. A class that gave fewer
/// than its minimum is left out, as if it had given none: that of the region's rule
/// for raters, or else the one that hides who gave it. There is no total of classes,
/// so that none can be worked out from it.
///
/// # Legal basis
///
/// PermenPANRB 6/2022: continuous feedback belongs to the second phase,
/// "pelaksanaan, pemantauan, dan pembinaan kinerja". The minima are those of
/// [`RaterRule`].
///
/// ```
/// use kinerja_core::evidence::{FeedbackDirection, RaterClass, count_feedback};
///
/// let feedback = [
///     (RaterClass::Superior, FeedbackDirection::Praise),
///     (RaterClass::Peer, FeedbackDirection::Correction),
/// ];
/// let counts = count_feedback(feedback, None);
/// assert_eq!(counts[&RaterClass::Superior].praise, 1);
/// assert!(!counts.contains_key(&RaterClass::Peer));
/// ```
pub fn count_feedback(
    feedback: impl IntoIterator<Item = (RaterClass, FeedbackDirection)>,
    rule: Option<&RaterRule>,
) -> BTreeMap<RaterClass, DirectionCounts> {
    let mut counts: BTreeMap<RaterClass, DirectionCounts> = BTreeMap::new();
    for (from, direction) in feedback {
        let of = counts.entry(from).or_default();
        let count = match direction {
            FeedbackDirection::Praise => &mut of.praise,
            FeedbackDirection::Correction => &mut of.correction,
            FeedbackDirection::Neutral => &mut of.neutral,
        };
        *count = count.saturating_add(1);
    }
    counts.retain(|class, of| {
        let asked = rule.and_then(|rule| rule.class(*class));
        of.all() >= asked.map_or(RaterRule::least(*class), |asked| asked.answers_min)
    });
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::ClassRule;

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
    fn a_class_below_its_minimum_is_left_out_as_if_it_had_given_none() {
        use FeedbackDirection::{Correction, Neutral, Praise};
        use RaterClass::{Peer, Public, Subordinate, Superior};
        let of = |class, directions: &[FeedbackDirection]| -> Vec<_> {
            directions.iter().map(|direction| (class, *direction)).collect()
        };
        let given = [
            of(Superior, &[Correction]),
            of(Peer, &[Praise, Praise, Correction]),
            of(Public, &[Praise, Neutral]),
            of(Subordinate, &[Praise, Praise, Praise]),
        ]
        .concat();
        let shown = count_feedback(given.clone(), None);
        let expected = r#"{"superior":{"praise":0,"correction":1,"neutral":0},"peer":{"praise":2,"correction":1,"neutral":0},"subordinate":{"praise":3,"correction":0,"neutral":0}}"#;
        assert_eq!(serde_json::to_string(&shown).unwrap(), expected);
        let class =
            |weight: &str, answers_min| ClassRule { weight: weight.parse().unwrap(), answers_min };
        let rule = RaterRule::new(
            [(Superior, class("60", 2)), (Peer, class("40", 4))].into_iter().collect(),
        )
        .unwrap();
        let shown: Vec<_> = count_feedback(given, Some(&rule)).into_keys().collect();
        assert_eq!(shown, [Subordinate]);
    }

    #[test]
    fn counts_are_told_in_words() {
        let counts = DirectionCounts { praise: 3, correction: 1, neutral: 0 };
        assert_eq!(counts.show(Language::Indonesian), "3 apresiasi, 1 koreksi, 0 netral");
        assert_eq!(
            counts.plus(counts).show(Language::English),
            "6 praise, 2 correction, 0 neutral"
        );
    }
}
