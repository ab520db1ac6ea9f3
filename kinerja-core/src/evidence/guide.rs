//! The guide to behaviour: what the seven values mean at work.

use serde::{Deserialize, Serialize};

use super::BehaviourValue;

/// Three sentences for each of the seven values ("panduan perilaku"), for pages
/// and mails to show beside a rating. They are Indonesian in every language.
///
/// ```
/// use kinerja_core::{evidence::BehaviourValue, region::RuleBook};
///
/// let rules = RuleBook::national()?;
/// let Some(guide) = rules.behaviour_guide.at("2026-04-01".parse()?) else { panic!() };
/// let [first, ..] = guide.value.sentences(BehaviourValue::Kompeten);
/// assert_eq!(first, "Meningkatkan kompetensi diri untuk menjawab tantangan yang selalu berubah");
/// assert!(guide.source.assumed);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Legal basis
///
/// PermenPANRB 6/2022: behaviour is measured by the values of BerAKHLAK, without
/// levels. The wording of two of them is assumed; its source says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawGuide", into = "RawGuide")]
pub struct BehaviourGuide(
    // In the order of `BehaviourValue::ALL`. Invariant: no sentence is blank, and
    // none stands twice.
    [[String; 3]; 7],
);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGuide {
    berorientasi_pelayanan: [String; 3],
    akuntabel: [String; 3],
    kompeten: [String; 3],
    harmonis: [String; 3],
    loyal: [String; 3],
    adaptif: [String; 3],
    kolaboratif: [String; 3],
}

impl BehaviourGuide {
    /// Makes a guide of three sentences for each of [`BehaviourValue::ALL`].
    ///
    /// # Errors
    ///
    /// Names the value whose sentence is blank or stands elsewhere too.
    pub fn new(sentences: [[String; 3]; 7]) -> Result<Self, GuideError> {
        let mut seen: Vec<&str> = Vec::new();
        for (value, three) in BehaviourValue::ALL.into_iter().zip(&sentences) {
            for sentence in three {
                if sentence.trim().is_empty() || seen.contains(&sentence.as_str()) {
                    return Err(GuideError { value, sentence: sentence.clone() });
                }
                seen.push(sentence);
            }
        }
        Ok(Self(sentences))
    }

    /// The three sentences of a value.
    pub const fn sentences(&self, value: BehaviourValue) -> &[String; 3] {
        let [service, accountable, competent, harmonious, loyal, adaptive, collaborative] = &self.0;
        match value {
            BehaviourValue::BerorientasiPelayanan => service,
            BehaviourValue::Akuntabel => accountable,
            BehaviourValue::Kompeten => competent,
            BehaviourValue::Harmonis => harmonious,
            BehaviourValue::Loyal => loyal,
            BehaviourValue::Adaptif => adaptive,
            BehaviourValue::Kolaboratif => collaborative,
        }
    }
}

impl TryFrom<RawGuide> for BehaviourGuide {
    type Error = GuideError;

    fn try_from(raw: RawGuide) -> Result<Self, Self::Error> {
        Self::new([
            raw.berorientasi_pelayanan,
            raw.akuntabel,
            raw.kompeten,
            raw.harmonis,
            raw.loyal,
            raw.adaptif,
            raw.kolaboratif,
        ])
    }
}

impl From<BehaviourGuide> for RawGuide {
    fn from(guide: BehaviourGuide) -> Self {
        let [service, accountable, competent, harmonious, loyal, adaptive, collaborative] = guide.0;
        Self {
            berorientasi_pelayanan: service,
            akuntabel: accountable,
            kompeten: competent,
            harmonis: harmonious,
            loyal,
            adaptif: adaptive,
            kolaboratif: collaborative,
        }
    }
}

/// A sentence of the guide is blank or stands twice.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: the sentence `{sentence}` is blank or stands twice: give each value three of its own", value.name())]
pub struct GuideError {
    value: BehaviourValue,
    sentence: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences() -> [[String; 3]; 7] {
        let mut number = 0;
        std::array::from_fn(|_| {
            std::array::from_fn(|_| {
                number += 1;
                format!("Kalimat {number}")
            })
        })
    }

    #[test]
    fn each_value_has_three_sentences_of_its_own() {
        let guide = BehaviourGuide::new(sentences()).unwrap();
        for (value, three) in BehaviourValue::ALL.into_iter().zip(&sentences()) {
            assert_eq!(guide.sentences(value), three);
        }
        for spoiled in ["", " ", "Kalimat 1"] {
            let mut sentences = sentences();
            sentences[6][2] = spoiled.to_owned();
            let error = BehaviourGuide::new(sentences).unwrap_err();
            assert_eq!(error.value, BehaviourValue::Kolaboratif, "`{spoiled}`");
        }
    }

    #[cfg(feature = "toml")]
    #[test]
    fn the_guide_that_ships_is_read_and_written_alike() {
        let rules = crate::region::RuleBook::national().unwrap();
        let guide = &rules.behaviour_guide.entries()[0].1.value;
        let text = serde_json::to_string(guide).unwrap();
        assert_eq!(serde_json::from_str::<BehaviourGuide>(&text).unwrap(), *guide);
        assert!(serde_json::from_str::<BehaviourGuide>(&text.replace("loyal", "setia")).is_err());
    }
}
