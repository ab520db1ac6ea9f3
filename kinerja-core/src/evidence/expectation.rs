//! What the leader expects of a person beyond the guide, value by value.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{BehaviourValue, PrivateText};

/// The leader's special expectations ("ekspektasi khusus pimpinan"): a text of
/// his own for any of the seven values. A value without one is measured by the
/// guide alone.
///
/// ```
/// use kinerja_core::evidence::{BehaviourValue, LeaderExpectations, PrivateText};
///
/// let text = PrivateText::new("Menjawab keluhan warga pada hari yang sama.")?;
/// let expectations = LeaderExpectations::from_iter([(BehaviourValue::Akuntabel, text.clone())]);
/// assert_eq!(expectations.of(BehaviourValue::Akuntabel), Some(&text));
/// assert_eq!(expectations.of(BehaviourValue::Loyal), None);
/// # Ok::<(), kinerja_core::evidence::PrivateTextError>(())
/// ```
///
/// # Legal basis
///
/// PermenPANRB 6/2022: the form of the SKP has a place for it beside each value.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct LeaderExpectations(BTreeMap<BehaviourValue, PrivateText>);

impl LeaderExpectations {
    /// What is expected of a value.
    pub fn of(&self, value: BehaviourValue) -> Option<&PrivateText> {
        self.0.get(&value)
    }

    /// Whether nothing special is expected.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(BehaviourValue, PrivateText)> for LeaderExpectations {
    fn from_iter<I: IntoIterator<Item = (BehaviourValue, PrivateText)>>(texts: I) -> Self {
        Self(texts.into_iter().collect())
    }
}
