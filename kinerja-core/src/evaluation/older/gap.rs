//! What a regime before 2022 asks and nobody recorded, and rules that are not
//! known.

use serde::{Deserialize, Serialize};

use crate::{
    consequence::Role,
    evaluation::{Lack, render},
    evidence::BehaviourAspect,
    language::Language,
    plan::{Aspect, Code, WorkPlan},
};

/// What is missing for a regime before 2022.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OlderGap {
    /// No rule is known for the period.
    NoRegime,
    /// The regulations of the period are for PNS only.
    OnlyPns,
    /// How the halves of 2021 make a year is not known.
    HalvesOf2021,
    /// A rule of the regime has no value for the period.
    NoRule,
    /// The weight of the scope of an additional result is not known.
    ScopeWeight(Code),
    /// A score lies outside the regime's scale.
    OffScale,
    /// A planned result has no indicator of an aspect.
    NoAspect(String, Aspect),
    /// A planned result has two indicators of one aspect.
    TwoOfAspect(String, Aspect),
    /// The regime has no formula for an indicator's target and actual.
    NoFormula(Code),
    /// Whether there was a new idea.
    NewIdea,
    /// Which group of posts the person belonged to.
    PostGroup,
    /// Whether peers and subordinates were asked.
    PeerOpinion,
    /// How many additional tasks were done.
    AdditionalTasks,
    /// How far something new reached.
    Creativity,
    /// The total of the first half of 2021.
    FirstHalfOf2021,
    /// The score of one aspect of behaviour.
    Behaviour(BehaviourAspect, Lack),
    /// Every score of behaviour.
    AllBehaviour(Lack),
    /// The score of an aspect of behaviour lies outside the regime's scale.
    BehaviourOffScale(BehaviourAspect),
}

impl OlderGap {
    /// Who must act.
    pub const fn actor(&self) -> Role {
        match self {
            Self::NoRegime
            | Self::OnlyPns
            | Self::HalvesOf2021
            | Self::NoRule
            | Self::ScopeWeight(_)
            | Self::OffScale => Role::Hr,
            Self::NoAspect(..) | Self::TwoOfAspect(..) | Self::NoFormula(_) => Role::Employee,
            Self::NewIdea
            | Self::PostGroup
            | Self::PeerOpinion
            | Self::AdditionalTasks
            | Self::Creativity
            | Self::FirstHalfOf2021
            | Self::Behaviour(..)
            | Self::AllBehaviour(_)
            | Self::BehaviourOffScale(_) => Role::Superior,
        }
    }

    /// The name under which it is counted in summaries.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoRegime
            | Self::OnlyPns
            | Self::HalvesOf2021
            | Self::NoRule
            | Self::ScopeWeight(_)
            | Self::OffScale => "older_rule_unknown",
            Self::NoAspect(..) | Self::TwoOfAspect(..) | Self::NoFormula(_) => "older_plan_unfit",
            Self::NewIdea
            | Self::PostGroup
            | Self::PeerOpinion
            | Self::AdditionalTasks
            | Self::Creativity
            | Self::FirstHalfOf2021
            | Self::BehaviourOffScale(_) => "older_fact_missing",
            Self::Behaviour(_, Lack::Late(_)) | Self::AllBehaviour(Lack::Late(_)) => {
                "behaviour_late"
            }
            Self::Behaviour(..) => "behaviour_value_missing",
            Self::AllBehaviour(_) => "behaviour_missing",
        }
    }

    /// What is missing, for people. The plan gives the titles of indicators.
    pub fn show(&self, plan: Option<&WorkPlan>, language: Language) -> String {
        let title = |code: &Code| render::title(plan, code);
        match self {
            Self::ScopeWeight(code) => format!(
                "{} {} {}",
                language.pick("Bobot lingkup penugasan untuk", "The scope weight for"),
                title(code),
                language.pick("belum diketahui", "is not known"),
            ),
            Self::NoAspect(result, aspect) => format!(
                "{} “{result}” {} {}",
                language.pick("Kegiatan", "The activity"),
                language.pick("tidak memiliki indikator aspek", "has no indicator of the aspect"),
                aspect.name(language)
            ),
            Self::TwoOfAspect(result, aspect) => format!(
                "{} “{result}” {} {}",
                language.pick("Kegiatan", "The activity"),
                language.pick("memiliki dua indikator aspek", "has two indicators of the aspect"),
                aspect.name(language)
            ),
            Self::NoFormula(code) => format!(
                "{} {}",
                language.pick(
                    "Peraturan periode ini tidak memiliki rumus untuk",
                    "The regulation of this period has no formula for"
                ),
                title(code)
            ),
            Self::Behaviour(aspect, lack) => format!(
                "{} {} {}",
                language.pick("Nilai perilaku", "The behaviour score for"),
                aspect.name(language),
                lack.show(language)
            ),
            Self::AllBehaviour(lack) => format!(
                "{} {}",
                language.pick("Penilaian perilaku", "The assessment of behaviour"),
                lack.show(language)
            ),
            Self::BehaviourOffScale(aspect) => format!(
                "{} {} {}",
                language.pick("Nilai perilaku", "The behaviour score for"),
                aspect.name(language),
                language
                    .pick("berada di luar skala peraturan", "lies outside the regulation's scale")
            ),
            Self::NoRegime
            | Self::OnlyPns
            | Self::HalvesOf2021
            | Self::NoRule
            | Self::OffScale
            | Self::NewIdea
            | Self::PostGroup
            | Self::PeerOpinion
            | Self::AdditionalTasks
            | Self::Creativity
            | Self::FirstHalfOf2021 => self.plain(language).to_owned(),
        }
    }

    /// The same where nothing is named.
    const fn plain(&self, language: Language) -> &'static str {
        match self {
            Self::NoRegime => language.pick(
                "Tidak ada peraturan yang diketahui untuk periode ini",
                "No rule is known for this period",
            ),
            Self::OnlyPns => language.pick(
                "Peraturan periode ini hanya berlaku bagi PNS, tidak bagi PPPK",
                "The regulations of this period are for PNS only, not for PPPK",
            ),
            Self::HalvesOf2021 => language.pick(
                "Cara menggabungkan dua semester 2021 (PP 46/2011 dan PP 30/2019) belum ditetapkan dalam kebijakan daerah",
                "How the halves of 2021 (PP 46/2011 and PP 30/2019) make a year is not said by the region's policy",
            ),
            Self::OffScale => language.pick(
                "Nilai berada di luar skala peraturan",
                "A score lies outside the regulation's scale",
            ),
            Self::NewIdea => language.pick(
                "Ada atau tidaknya ide baru belum dicatat",
                "Whether there was a new idea is not recorded",
            ),
            Self::PostGroup => language.pick(
                "Kelompok jabatan (pimpinan tinggi dan unit mandiri, atau administrasi dan fungsional) belum dicatat",
                "Which group of posts the person belonged to (leaders, or administrative and functional) is not recorded",
            ),
            Self::PeerOpinion => language.pick(
                "Dimintai atau tidaknya pendapat rekan kerja dan bawahan belum dicatat",
                "Whether peers and subordinates were asked is not recorded",
            ),
            Self::AdditionalTasks => language.pick(
                "Jumlah tugas tambahan belum dicatat",
                "The number of additional tasks is not recorded",
            ),
            Self::Creativity => {
                language.pick("Kreativitas belum dicatat", "Creativity is not recorded")
            }
            Self::FirstHalfOf2021 => language.pick(
                "Nilai prestasi kerja semester I 2021 belum dicatat",
                "The total of the first half of 2021 is not recorded",
            ),
            Self::NoRule
            | Self::ScopeWeight(_)
            | Self::NoAspect(..)
            | Self::TwoOfAspect(..)
            | Self::NoFormula(_)
            | Self::Behaviour(..)
            | Self::AllBehaviour(_)
            | Self::BehaviourOffScale(_) => language.pick(
                "Aturan periode ini tidak memiliki nilai",
                "A rule of this period has no value",
            ),
        }
    }
}
