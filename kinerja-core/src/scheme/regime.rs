//! Which regulations govern a period.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Basis, Predicate};
use crate::{calendar::Period, language::Language, law::Citation};

/// The regulations that govern a period, oldest first. The period chooses them,
/// and never today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    /// PP 46/2011 with Perka BKN 1/2013: until the first half of 2021.
    Pp46,
    /// PP 30/2019 with PermenPANRB 8/2021: the second half of 2021.
    Pp30,
    /// PermenPANRB 6/2022: from 2022.
    Permenpanrb6,
    /// PermenPANRB 6/2022 with SE MenPANRB 3/2023: from 2023.
    Permenpanrb6WithSe3,
}

impl Regime {
    /// The regime of a period.
    ///
    /// # Errors
    ///
    /// Fails for a period before 2014, and for one that has days of both halves
    /// of 2021: two regimes govern it, and how they are put together is not
    /// known.
    ///
    /// # Legal basis
    ///
    /// PP 46/2011 (that it governs from 2014 is assumed), SE MenPANRB 3/2021 (the
    /// halves of 2021), PermenPANRB 6/2022, SE MenPANRB 3/2023.
    ///
    /// ```
    /// use kinerja_core::scheme::{Regime, RegimeError};
    ///
    /// let regime = |period: &str| Regime::of(period.parse().unwrap());
    /// assert_eq!(regime("2020"), Ok(Regime::Pp46));
    /// assert_eq!(regime("2021-Q3"), Ok(Regime::Pp30));
    /// assert!(matches!(regime("2021"), Err(RegimeError::BothHalvesOf2021 { .. })));
    /// ```
    pub fn of(period: Period) -> Result<Self, RegimeError> {
        match period.start().year() {
            2023.. => Ok(Self::Permenpanrb6WithSe3),
            2022 => Ok(Self::Permenpanrb6),
            2021 if period.start().month() >= 7 => Ok(Self::Pp30),
            2021 if period.end().month() > 7 || period.end().year() > 2021 => {
                Err(RegimeError::BothHalvesOf2021 { period })
            }
            2014..=2021 => Ok(Self::Pp46),
            _ => Err(RegimeError::BeforeTheFirst { period }),
        }
    }

    /// The regime whose predicate a period ends with, and the day whose rules
    /// hold: the first day. The year 2021 ends under the regime of its second
    /// half. Nothing before the first regime.
    pub fn deciding(period: Period) -> Option<(Self, NaiveDate)> {
        match Self::of(period) {
            Ok(regime) => Some((regime, period.start())),
            Err(RegimeError::BothHalvesOf2021 { .. }) => {
                NaiveDate::from_ymd_opt(2021, 7, 1).map(|day| (Self::Pp30, day))
            }
            Err(RegimeError::BeforeTheFirst { .. }) => None,
        }
    }

    /// What the predicate rests on.
    pub const fn basis(self) -> Basis {
        match self {
            Self::Pp46 | Self::Pp30 => Basis::Bands,
            Self::Permenpanrb6 | Self::Permenpanrb6WithSe3 => Basis::Matrix,
        }
    }

    /// The regulations, the first one first.
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Pp46 => &["PP 46/2011", "Perka BKN 1/2013"],
            Self::Pp30 => &["PP 30/2019", "PermenPANRB 8/2021"],
            Self::Permenpanrb6 => &["PermenPANRB 6/2022"],
            Self::Permenpanrb6WithSe3 => &["PermenPANRB 6/2022", "SE MenPANRB 3/2023"],
        }
    }

    /// The regulations as citations.
    pub fn citations(self) -> impl Iterator<Item = Citation> {
        self.names().iter().filter_map(|name| Citation::new(name).ok())
    }

    /// A predicate in the words of the regime that a period ends with; in today's
    /// where none is known.
    ///
    /// ```
    /// use kinerja_core::{language::Language, scheme::{Predicate, Regime}};
    ///
    /// let name = |period: &str, predicate| {
    ///     Regime::name_in(period.parse().unwrap(), predicate, Language::Indonesian)
    /// };
    /// assert_eq!(name("2020", Predicate::NeedsImprovement), "Cukup");
    /// assert_eq!(name("2021", Predicate::VeryPoor), "Sangat Kurang");
    /// assert_eq!(name("2026-Q2", Predicate::NeedsImprovement), "Butuh Perbaikan");
    /// ```
    pub fn name_in(period: Period, predicate: Predicate, language: Language) -> &'static str {
        Self::deciding(period).map_or_else(
            || predicate.name(language),
            |(regime, _)| regime.predicate_name(predicate, language),
        )
    }

    /// A predicate in the words of the regime: what is "Butuh Perbaikan" today
    /// was "Cukup", and PP 46/2011 called the worst "Buruk".
    pub const fn predicate_name(self, predicate: Predicate, language: Language) -> &'static str {
        match (self, predicate) {
            (Self::Pp46, Predicate::VeryPoor) => language.pick("Buruk", "bad"),
            (Self::Pp46 | Self::Pp30, Predicate::NeedsImprovement) => {
                language.pick("Cukup", "sufficient")
            }
            (Self::Pp46 | Self::Pp30, Predicate::Poor) => language.pick("Kurang", "poor"),
            (
                Self::Pp46 | Self::Pp30 | Self::Permenpanrb6 | Self::Permenpanrb6WithSe3,
                Predicate::VeryPoor
                | Predicate::Poor
                | Predicate::NeedsImprovement
                | Predicate::Good
                | Predicate::Excellent,
            ) => predicate.name(language),
        }
    }
}

/// Why no regime, or no single one, governs a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RegimeError {
    /// Before the first regime that is known.
    #[error("no rule is known for {period}: begin with 2014 or later (PP 46/2011)")]
    BeforeTheFirst {
        /// The period.
        period: Period,
    },
    /// Two regimes govern it.
    #[error(
        "{period} has days of both halves of 2021, which PP 46/2011 and PP 30/2019 govern; how they are put together is not known: evaluate the halves apart, or let the policy say it in `[halves_of_2021]`"
    )]
    BothHalvesOf2021 {
        /// The period.
        period: Period,
    },
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{calendar::Cadence, testing::any_day};

    #[test]
    fn the_period_chooses_the_regime_on_both_sides_of_each_edge() {
        use Regime::{Permenpanrb6, Permenpanrb6WithSe3, Pp30, Pp46};
        #[rustfmt::skip]
        let table = [
            ("2014", Pp46), ("2020", Pp46), ("2020-12", Pp46), ("2021-S1", Pp46),
            ("2021-Q2", Pp46), ("2021-06", Pp46),
            ("2021-07", Pp30), ("2021-Q3", Pp30), ("2021-S2", Pp30), ("2021-12", Pp30),
            ("2022", Permenpanrb6), ("2022-01", Permenpanrb6), ("2022-Q4", Permenpanrb6),
            ("2023", Permenpanrb6WithSe3), ("2023-01", Permenpanrb6WithSe3), ("2199", Permenpanrb6WithSe3),
        ];
        for (period, expected) in table {
            assert_eq!(Regime::of(period.parse().unwrap()), Ok(expected), "{period}");
        }
        let error = |period: &str| Regime::of(period.parse().unwrap()).unwrap_err().to_string();
        assert!(error("2013").contains("no rule is known for 2013"));
        assert!(error("2013-12").contains("begin with 2014"));
        assert!(error("2021").contains("let the policy say it in `[halves_of_2021]`"));
    }

    #[test]
    fn older_regimes_have_their_own_words() {
        let name = |regime: Regime| {
            regime.predicate_name(Predicate::NeedsImprovement, Language::Indonesian)
        };
        assert_eq!(
            [Regime::Pp46, Regime::Pp30, Regime::Permenpanrb6].map(name),
            ["Cukup", "Cukup", "Butuh Perbaikan"]
        );
        assert_eq!(Regime::Pp46.predicate_name(Predicate::VeryPoor, Language::Indonesian), "Buruk");
    }

    proptest! {
        /// Every period of every cadence has a regime or a named reason, later
        /// periods never an older regime, and the basis is that of its first day.
        #[test]
        fn every_period_has_a_regime_or_a_reason(day in any_day()) {
            for cadence in [Cadence::Monthly, Cadence::Quarterly, Cadence::Semester, Cadence::Annual] {
                let Some(period) = cadence.period_of(day) else { continue };
                if let Ok(regime) = Regime::of(period) {
                    prop_assert_eq!(regime.basis(), Basis::of(period.start()));
                    if let Some(Ok(next)) = period.next().map(Regime::of) {
                        prop_assert!(regime <= next);
                    }
                } else {
                    prop_assert!(period.start().year() < 2014 || period.to_string() == "2021");
                }
            }
        }
    }
}
