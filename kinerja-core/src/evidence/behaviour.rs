//! The seven values of BerAKHLAK.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::number::Score;

/// A core value of Indonesian civil servants.
///
/// # Legal basis
///
/// PermenPANRB 6/2022: behaviour ("perilaku kerja") is measured by these seven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BehaviourValue {
    /// Service-minded.
    BerorientasiPelayanan,
    /// Accountable.
    Akuntabel,
    /// Competent.
    Kompeten,
    /// Harmonious.
    Harmonis,
    /// Loyal.
    Loyal,
    /// Adaptive.
    Adaptif,
    /// Collaborative.
    Kolaboratif,
}

impl BehaviourValue {
    /// The seven, in their usual order.
    pub const ALL: [Self; 7] = [
        Self::BerorientasiPelayanan,
        Self::Akuntabel,
        Self::Kompeten,
        Self::Harmonis,
        Self::Loyal,
        Self::Adaptif,
        Self::Kolaboratif,
    ];

    /// The name by which files and documents know it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BerorientasiPelayanan => "berorientasi_pelayanan",
            Self::Akuntabel => "akuntabel",
            Self::Kompeten => "kompeten",
            Self::Harmonis => "harmonis",
            Self::Loyal => "loyal",
            Self::Adaptif => "adaptif",
            Self::Kolaboratif => "kolaboratif",
        }
    }

    /// Its name; the names are Indonesian in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BerorientasiPelayanan => "Berorientasi Pelayanan",
            Self::Akuntabel => "Akuntabel",
            Self::Kompeten => "Kompeten",
            Self::Harmonis => "Harmonis",
            Self::Loyal => "Loyal",
            Self::Adaptif => "Adaptif",
            Self::Kolaboratif => "Kolaboratif",
        }
    }
}

/// How the evaluator scored the seven values, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Behaviour {
    /// One score for each of [`BehaviourValue::ALL`]; none where it is missing.
    pub scores: [Option<Score>; 7],
    /// The day on which they were given, in the region's zone.
    #[serde(with = "crate::calendar::iso_day")]
    #[cfg_attr(feature = "schema", schemars(with = "NaiveDate"))]
    pub on: NaiveDate,
}

impl Behaviour {
    /// The values with their scores.
    pub fn values(&self) -> impl Iterator<Item = (BehaviourValue, Option<Score>)> + '_ {
        BehaviourValue::ALL.into_iter().zip(self.scores)
    }
}
