//! The achievement of a unit, with who set it and when.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{calendar::Period, language::Language, plan::Code, scheme::Predicate};

/// Characters that the name of the person who set an achievement may have.
const NAME_MAX: usize = 200;

/// How a unit did in a period ("capaian kinerja organisasi"), worst first. The
/// head of the organisation above sets it; nothing is computed.
///
/// The four lower ones are called like the predicates of people; the best one is
/// "Istimewa" and in files `excellent`.
///
/// # Legal basis
///
/// SE MenPANRB 3/2023; PermenPANRB 6/2022 Pasal 24 and 25.
///
/// ```
/// use kinerja_core::{language::Language, organisation::OrgAchievement};
///
/// assert_eq!(OrgAchievement::Excellent.name(Language::Indonesian), "Istimewa");
/// assert_eq!(OrgAchievement::from_code("poor"), Some(OrgAchievement::Poor));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrgAchievement {
    /// "Sangat Kurang": most of the action plan shows no progress.
    VeryPoor,
    /// "Kurang".
    Poor,
    /// "Butuh Perbaikan".
    NeedsImprovement,
    /// "Baik".
    Good,
    /// "Istimewa": more than was agreed with the leader.
    Excellent,
}

impl OrgAchievement {
    /// The five, best first, as people list them.
    pub const BEST_FIRST: [Self; 5] =
        [Self::Excellent, Self::Good, Self::NeedsImprovement, Self::Poor, Self::VeryPoor];

    /// The achievement for people.
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::VeryPoor => language.pick("Sangat Kurang", "very poor"),
            Self::Poor => language.pick("Kurang", "poor"),
            Self::NeedsImprovement => language.pick("Butuh Perbaikan", "needs improvement"),
            Self::Good => language.pick("Baik", "good"),
            Self::Excellent => language.pick("Istimewa", "outstanding"),
        }
    }

    /// The name in code and files: that of the predicate of the same rank.
    pub const fn code(self) -> &'static str {
        match self {
            Self::VeryPoor => Predicate::VeryPoor.code(),
            Self::Poor => Predicate::Poor.code(),
            Self::NeedsImprovement => Predicate::NeedsImprovement.code(),
            Self::Good => Predicate::Good.code(),
            Self::Excellent => Predicate::Excellent.code(),
        }
    }

    /// The achievement with a code; none where no achievement has it.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::BEST_FIRST.into_iter().find(|achievement| achievement.code() == code)
    }
}

/// The achievement of one unit in one period, with who set it and when.
///
/// ```
/// use kinerja_core::organisation::{AchievementRecord, OrgAchievement};
///
/// let record = AchievementRecord::new(
///     "dinkes".parse()?,
///     "2026-Q2".parse()?,
///     OrgAchievement::Good,
///     ("Bambang Basri, Sekretaris Daerah", "2026-07-03".parse()?),
/// )?;
/// assert_eq!(record.set_by(), "Bambang Basri, Sekretaris Daerah");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Legal basis
///
/// SE MenPANRB 3/2023: set by the head of the organisation above.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawRecord", into = "RawRecord")]
pub struct AchievementRecord {
    unit: Code,
    period: Period,
    achievement: OrgAchievement,
    // Invariant: not blank, at most `NAME_MAX` characters, none of them a control.
    set_by: String,
    // Invariant: not before the period begins.
    on: NaiveDate,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRecord {
    unit: Code,
    period: Period,
    achievement: OrgAchievement,
    set_by: String,
    on: NaiveDate,
}

impl AchievementRecord {
    /// Puts an achievement on record: the unit, the period, what was set, and by
    /// whom on which day. A head of a region has no NIP, so a name stands here.
    ///
    /// # Errors
    ///
    /// Fails without a name, with one that is too long or has control characters,
    /// and on a day before the period begins.
    pub fn new(
        unit: Code,
        period: Period,
        achievement: OrgAchievement,
        (set_by, on): (&str, NaiveDate),
    ) -> Result<Self, AchievementError> {
        let set_by = set_by.trim();
        let length = set_by.chars().count();
        if length == 0 || length > NAME_MAX || set_by.chars().any(char::is_control) {
            return Err(AchievementError::Name { unit, length });
        }
        if on < period.start() {
            return Err(AchievementError::TooEarly { unit, on, start: period.start() });
        }
        Ok(Self { unit, period, achievement, set_by: set_by.to_owned(), on })
    }

    /// The unit.
    pub const fn unit(&self) -> &Code {
        &self.unit
    }

    /// The period.
    pub const fn period(&self) -> Period {
        self.period
    }

    /// What was set.
    pub const fn achievement(&self) -> OrgAchievement {
        self.achievement
    }

    /// Who set it.
    pub fn set_by(&self) -> &str {
        &self.set_by
    }

    /// The day on which it was set, in the region's zone.
    pub const fn on(&self) -> NaiveDate {
        self.on
    }
}

impl TryFrom<RawRecord> for AchievementRecord {
    type Error = AchievementError;

    fn try_from(raw: RawRecord) -> Result<Self, Self::Error> {
        Self::new(raw.unit, raw.period, raw.achievement, (&raw.set_by, raw.on))
    }
}

impl From<AchievementRecord> for RawRecord {
    fn from(record: AchievementRecord) -> Self {
        let AchievementRecord { unit, period, achievement, set_by, on } = record;
        Self { unit, period, achievement, set_by, on }
    }
}

/// The achievements that are in force, by unit and period. A unit without one
/// has none: nothing is filled in.
///
/// # Errors
///
/// Fails where two records are about the same unit and period: which of them
/// holds is for a revision to say.
pub fn achievements_by_unit(
    records: &[AchievementRecord],
) -> Result<BTreeMap<(&Code, Period), &AchievementRecord>, AchievementError> {
    let mut found = BTreeMap::new();
    for record in records {
        if found.insert((&record.unit, record.period), record).is_some() {
            let unit = record.unit.clone();
            return Err(AchievementError::Twice { unit, period: record.period });
        }
    }
    Ok(found)
}

/// Why an achievement cannot stand on record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AchievementError {
    /// Nobody set it, or the name is no name.
    #[error(
        "unit {unit}: the name of who set the achievement has {length} characters: give 1 to 200 on one line"
    )]
    Name {
        /// The unit.
        unit: Code,
        /// Characters that were found.
        length: usize,
    },
    /// It was set before there was anything to set.
    #[error("unit {unit}: set on {on}, before the period begins on {start}: correct the day")]
    TooEarly {
        /// The unit.
        unit: Code,
        /// The day that was given.
        on: NaiveDate,
        /// The first day of the period.
        start: NaiveDate,
    },
    /// A unit has two achievements for one period.
    #[error(
        "unit {unit} has two achievements for {period}: keep the one that holds, as a revision of the other"
    )]
    Twice {
        /// The unit.
        unit: Code,
        /// The period.
        period: Period,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(set_by: &str, on: &str) -> Result<AchievementRecord, AchievementError> {
        let (unit, period) = ("dinkes".parse().unwrap(), "2026-Q2".parse().unwrap());
        AchievementRecord::new(unit, period, OrgAchievement::Good, (set_by, on.parse().unwrap()))
    }

    #[test]
    fn somebody_set_it_and_not_before_the_period() {
        assert_eq!(record(" Wali Kota ", "2026-07-03").unwrap().set_by(), "Wali Kota");
        assert!(record("Wali Kota", "2026-04-01").is_ok());
        assert!(matches!(
            record("Wali Kota", "2026-03-31"),
            Err(AchievementError::TooEarly { .. })
        ));
        for name in ["", "  ", "Wali\nKota", &"a".repeat(201)] {
            assert!(matches!(record(name, "2026-07-03"), Err(AchievementError::Name { .. })));
        }
    }

    #[test]
    fn a_unit_has_one_achievement_for_a_period() {
        let one = record("Wali Kota", "2026-07-03").unwrap();
        let found = achievements_by_unit(std::slice::from_ref(&one)).unwrap();
        assert_eq!(found.get(&(one.unit(), one.period())), Some(&&one));
        let twice = [one.clone(), record("Sekda", "2026-07-04").unwrap()];
        let error = achievements_by_unit(&twice).unwrap_err();
        assert_eq!(
            error.to_string(),
            "unit dinkes has two achievements for 2026-Q2: keep the one that holds, as a revision of the other"
        );
    }

    #[test]
    fn reading_goes_through_the_same_door() {
        let text = r#"{"unit":"dinkes","period":"2026-Q2","achievement":"excellent","set_by":"Wali Kota","on":"2026-07-03"}"#;
        let record: AchievementRecord = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&record).unwrap(), text);
        let blank = text.replace("Wali Kota", " ");
        assert!(serde_json::from_str::<AchievementRecord>(&blank).is_err());
    }
}
