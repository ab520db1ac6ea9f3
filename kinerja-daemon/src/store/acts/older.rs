//! What regimes before 2022 ask of the evaluator.

use kinerja_core::{evidence::OlderEvidence, people::Nip};
use serde::{Deserialize, Serialize};

/// What an evaluator says of a person in a period before 2022 ("penilaian
/// lama").
///
/// # Legal basis
///
/// PP 46/2011 with Perka BKN 1/2013; PP 30/2019 with PermenPANRB 8/2021.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OlderAssessment {
    /// Who says it.
    pub evaluator: Nip,
    /// What was said.
    pub facts: OlderEvidence,
}
