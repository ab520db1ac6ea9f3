//! What the regimes before 2022 ask beyond actuals.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    language::Language,
    number::Score,
    people::Employment,
    plan::Code,
    scheme::{permenpanrb8_2021::PostGroup, pp46_2011::Creativity},
};

/// An aspect of behaviour before 2022.
///
/// # Legal basis
///
/// PP 46/2011 and PermenPANRB 8/2021, which have some of these each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BehaviourAspect {
    /// "Orientasi pelayanan".
    ServiceOrientation,
    /// "Integritas".
    Integrity,
    /// "Komitmen".
    Commitment,
    /// "Disiplin".
    Discipline,
    /// "Inisiatif kerja".
    Initiative,
    /// "Kerja sama".
    Cooperation,
    /// "Kepemimpinan", of those who lead.
    Leadership,
}

impl BehaviourAspect {
    /// The aspect for people.
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::ServiceOrientation => language.pick("Orientasi pelayanan", "Service orientation"),
            Self::Integrity => language.pick("Integritas", "Integrity"),
            Self::Commitment => language.pick("Komitmen", "Commitment"),
            Self::Discipline => language.pick("Disiplin", "Discipline"),
            Self::Initiative => language.pick("Inisiatif kerja", "Initiative"),
            Self::Cooperation => language.pick("Kerja sama", "Cooperation"),
            Self::Leadership => language.pick("Kepemimpinan", "Leadership"),
        }
    }
}

/// How the evaluator scored behaviour, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OlderBehaviour {
    /// The scores that were given. What is not here is missing.
    pub scores: BTreeMap<BehaviourAspect, Score>,
    /// Whether the person leads others, so that leadership is asked too.
    pub leads: bool,
    /// The day on which they were given, in the region's zone.
    pub on: NaiveDate,
}

/// What the regimes before 2022 ask beyond actuals. Each regime asks for some of
/// it; none means that nobody recorded it, and never "no" or zero.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct OlderEvidence {
    /// How the person behaved.
    pub behaviour: Option<OlderBehaviour>,
    /// How many additional tasks were done (PP 46/2011).
    pub additional_tasks: Option<u32>,
    /// How far something new reached (PP 46/2011).
    pub creativity: Option<Creativity>,
    /// Whether a new idea served the organisation or the state (PP 30/2019).
    pub new_idea: Option<bool>,
    /// Whether peers and subordinates were asked (PP 30/2019).
    pub peer_opinion: Option<bool>,
    /// The kind of employment. Only PNS are evaluated by the regulations before
    /// 2022; none counts as PNS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employment: Option<Employment>,
    /// Which group of posts the person belonged to (PermenPANRB 8/2021).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<PostGroup>,
    /// The indicators whose target was the most that is possible (PermenPANRB
    /// 8/2021).
    pub highest_targets: BTreeSet<Code>,
    /// The main results that come from the action plan ("rencana aksi"); the others
    /// come from the performance agreement (PermenPANRB 8/2021, leaders).
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub action_plan: BTreeSet<Code>,
    /// The indicators whose result serves one of the superior's indirectly
    /// ("non-direct cascading"); the others serve it directly (PermenPANRB 8/2021,
    /// staff). A result is meant whole: any of its indicators names it.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub indirect: BTreeSet<Code>,
    /// The total of the first half of 2021, where a year is put together from
    /// its halves.
    pub first_half_of_2021: Option<Score>,
}
