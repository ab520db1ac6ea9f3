//! Whether the predicates of the last years allow a regular promotion.

use serde::{Deserialize, Serialize};

use crate::{language::Language, scheme::Predicate};

/// Years that a promotion can look back.
const YEARS_MAX: u32 = 10;

/// Which predicates a regular promotion ("kenaikan pangkat reguler") asks for.
///
/// # Legal basis
///
/// Peraturan BKN 4/2025.
///
/// ```
/// use kinerja_core::{
///     consequence::{PromotionRule, Readiness},
///     scheme::Predicate,
/// };
///
/// let rule = PromotionRule::new(2, Predicate::Good)?;
/// assert_eq!(rule.readiness(2025, |_| Some(Predicate::Good)), Readiness::Ready);
/// assert_eq!(rule.readiness(2025, |_| None), Readiness::Missing { year: 2025 });
/// # Ok::<(), kinerja_core::consequence::PromotionError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawRule")]
pub struct PromotionRule {
    years: u32,
    predicate_from: Predicate,
}

/// The rule as it is written, before it is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    years: u32,
    predicate_from: Predicate,
}

impl TryFrom<RawRule> for PromotionRule {
    type Error = PromotionError;

    fn try_from(raw: RawRule) -> Result<Self, Self::Error> {
        Self::new(raw.years, raw.predicate_from)
    }
}

/// A promotion would look back at no year, or at far too many.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`years` must be from 1 to {YEARS_MAX}, not {years}")]
pub struct PromotionError {
    years: u32,
}

/// Whether the predicates allow a promotion; other conditions are not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Readiness {
    /// They do.
    Ready,
    /// A year's predicate is not good enough.
    TooLow {
        /// The year.
        year: i32,
        /// Its predicate.
        predicate: Predicate,
    },
    /// A year has no decided predicate.
    Missing {
        /// The year.
        year: i32,
    },
}

impl PromotionRule {
    /// Asks for a predicate in each of the last years.
    ///
    /// # Errors
    ///
    /// Fails unless there are 1 to 10 years.
    pub fn new(years: u32, predicate_from: Predicate) -> Result<Self, PromotionError> {
        if (1..=YEARS_MAX).contains(&years) {
            Ok(Self { years, predicate_from })
        } else {
            Err(PromotionError { years })
        }
    }

    /// Whether the decided predicates of the years up to `last` allow a
    /// promotion: the newest year that does not is named.
    ///
    /// # Legal basis
    ///
    /// Peraturan BKN 4/2025: at least "Baik" in the last two years.
    pub fn readiness(self, last: i32, decided: impl Fn(i32) -> Option<Predicate>) -> Readiness {
        let years = (0..i32::try_from(self.years).unwrap_or_default()).map(|back| last - back);
        for year in years {
            match decided(year) {
                None => return Readiness::Missing { year },
                Some(predicate) if predicate < self.predicate_from => {
                    return Readiness::TooLow { year, predicate };
                }
                Some(_) => {}
            }
        }
        Readiness::Ready
    }
}

impl Readiness {
    /// The finding for people.
    pub fn show(self, language: Language) -> String {
        match self {
            Self::Ready => language
                .pick(
                    "predikat memenuhi syarat kenaikan pangkat reguler",
                    "the predicates allow a regular promotion",
                )
                .to_owned(),
            Self::TooLow { year, predicate } => format!(
                "{} {year}: {}",
                language.pick("predikat belum memenuhi syarat, tahun", "predicate too low in"),
                predicate.name(language)
            ),
            Self::Missing { year } => format!(
                "{} {year}",
                language.pick("belum ada keputusan predikat tahun", "no predicate is decided for")
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::region::RuleBook;

    fn ready(of_2024: Option<Predicate>, of_2025: Option<Predicate>) -> Readiness {
        let book = RuleBook::national().unwrap();
        let rule = book.promotion.at("2026-01-01".parse().unwrap()).unwrap().value;
        rule.readiness(2025, |year| match year {
            2025 => of_2025,
            2024 => of_2024,
            _ => Some(Predicate::VeryPoor),
        })
    }

    #[test]
    fn two_years_of_at_least_baik_are_enough_and_no_other_year_counts() {
        use Predicate::{Excellent, Good, NeedsImprovement};
        #[rustfmt::skip]
        let table = [
            (Some(Good),             Some(Good),      Readiness::Ready),
            (Some(Excellent),        Some(Good),      Readiness::Ready),
            (Some(NeedsImprovement), Some(Excellent), Readiness::TooLow { year: 2024, predicate: NeedsImprovement }),
            (None,                   Some(Good),      Readiness::Missing { year: 2024 }),
            (Some(Good),             None,            Readiness::Missing { year: 2025 }),
        ];
        for (of_2024, of_2025, readiness) in table {
            assert_eq!(ready(of_2024, of_2025), readiness, "{of_2024:?} {of_2025:?}");
        }
    }

    #[test]
    fn the_finding_names_its_year_in_both_languages() {
        let found = ready(Some(Predicate::Poor), Some(Predicate::Good));
        assert_eq!(
            found.show(Language::Indonesian),
            "predikat belum memenuhi syarat, tahun 2024: Kurang"
        );
        let missing = ready(Some(Predicate::Good), None);
        assert_eq!(missing.show(Language::English), "no predicate is decided for 2025");
        assert!(PromotionRule::new(0, Predicate::Good).is_err());
        assert!(PromotionRule::new(11, Predicate::Good).is_err());
    }
}
