//! Patterns as they stand in a rule file.

use serde::{Deserialize, Serialize};

use crate::{number::Share, organisation::OrgAchievement, scheme::Predicate};

/// The smallest or largest number of people of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// A part of the unit's people.
    Percent(Share),
    /// A number of people.
    People(u32),
}

impl Bound {
    /// The bound in people, in a unit of so many. The one rounding of the rule.
    pub(super) fn people(self, unit: u64, rounding: LimitRounding) -> u64 {
        match self {
            Self::People(people) => people.into(),
            Self::Percent(share) => {
                let (part, whole) = (
                    share.basis_points().unsigned_abs(),
                    Share::WHOLE.basis_points().unsigned_abs(),
                );
                // A unit has at most 5 * 2^32 people, so the product stays far
                // below the end of `u128`, and the quotient below the unit.
                let exact = u128::from(unit) * part;
                let rounded = match rounding {
                    LimitRounding::Down => exact / whole,
                    LimitRounding::Up => exact.div_ceil(whole),
                };
                u64::try_from(rounded).unwrap_or(unit)
            }
        }
    }
}

/// Where a bound in percent goes when it is no whole number of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LimitRounding {
    /// To fewer people.
    Down,
    /// To more people.
    Up,
}

/// How many people may have one of some predicates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatternLimit {
    /// The predicates, counted together.
    pub of: Vec<Predicate>,
    /// At least so many; none where nothing is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Bound>,
    /// At most so many; none where nothing is forbidden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Bound>,
}

/// The pattern of one achievement: the predicate that most people should have,
/// and limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawPattern", into = "RawPattern")]
pub struct Pattern {
    majority: Predicate,
    // Invariant: no predicate stands in two limits or twice in one, and each
    // limit has a predicate and a bound. Then whether counts exist that meet all
    // limits is decided by sums alone.
    limits: Vec<PatternLimit>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPattern {
    majority: Predicate,
    limits: Vec<PatternLimit>,
}

impl Pattern {
    /// Makes a pattern.
    ///
    /// # Errors
    ///
    /// Fails when a predicate is limited twice, and on a limit that limits nothing.
    pub fn new(majority: Predicate, limits: Vec<PatternLimit>) -> Result<Self, PatternError> {
        let mut seen = Vec::new();
        for limit in &limits {
            if limit.of.is_empty() || (limit.at_least.is_none() && limit.at_most.is_none()) {
                return Err(PatternError::Nothing);
            }
            for predicate in &limit.of {
                if seen.contains(predicate) {
                    return Err(PatternError::Twice { predicate: *predicate });
                }
                seen.push(*predicate);
            }
        }
        Ok(Self { majority, limits })
    }

    /// The predicate that most people should have ("sebagian besar").
    pub const fn majority(&self) -> Predicate {
        self.majority
    }

    /// The limits, in the order of the rule file.
    pub fn limits(&self) -> &[PatternLimit] {
        &self.limits
    }
}

impl TryFrom<RawPattern> for Pattern {
    type Error = PatternError;

    fn try_from(raw: RawPattern) -> Result<Self, Self::Error> {
        Self::new(raw.majority, raw.limits)
    }
}

impl From<Pattern> for RawPattern {
    fn from(pattern: Pattern) -> Self {
        Self { majority: pattern.majority, limits: pattern.limits }
    }
}

/// What is wrong with a pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatternError {
    /// A limit without predicates or without a bound.
    #[error("a limit says nothing: name predicates in `of`, and `at_least` or `at_most`")]
    Nothing,
    /// Two limits speak of the same predicate.
    #[error("`{}` is limited twice: let each predicate stand in one limit", predicate.code())]
    Twice {
        /// The predicate.
        predicate: Predicate,
    },
}

/// The five patterns ("pola distribusi predikat kinerja"), and how a percentage
/// becomes a number of people.
///
/// # Legal basis
///
/// SE MenPANRB 3/2023, on the basis of PP 30/2019 Pasal 41 ayat (7). The circular
/// says nothing of rounding: it is data, and assumed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DistributionRule {
    /// How a maximum in percent becomes people.
    pub at_most_rounds: LimitRounding,
    /// How a minimum in percent becomes people.
    pub at_least_rounds: LimitRounding,
    /// For "Istimewa".
    pub excellent: Pattern,
    /// For "Baik".
    pub good: Pattern,
    /// For "Butuh Perbaikan".
    pub needs_improvement: Pattern,
    /// For "Kurang".
    pub poor: Pattern,
    /// For "Sangat Kurang".
    pub very_poor: Pattern,
}

impl DistributionRule {
    /// The pattern that an achievement selects.
    pub const fn pattern(&self, achievement: OrgAchievement) -> &Pattern {
        match achievement {
            OrgAchievement::Excellent => &self.excellent,
            OrgAchievement::Good => &self.good,
            OrgAchievement::NeedsImprovement => &self.needs_improvement,
            OrgAchievement::Poor => &self.poor,
            OrgAchievement::VeryPoor => &self.very_poor,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_of_people_is_rounded_once_and_as_the_rule_says() {
        let seventy = Bound::Percent("70".parse().unwrap());
        #[rustfmt::skip]
        let table = [(1, 0, 1), (2, 1, 2), (3, 2, 3), (10, 7, 7), (11, 7, 8), (u64::from(u32::MAX) * 5, 15_032_385_532, 15_032_385_533)];
        for (unit, down, up) in table {
            assert_eq!(seventy.people(unit, LimitRounding::Down), down, "{unit}");
            assert_eq!(seventy.people(unit, LimitRounding::Up), up, "{unit}");
        }
        assert_eq!(Bound::People(1).people(0, LimitRounding::Down), 1);
    }

    #[test]
    fn a_predicate_is_limited_once() {
        use Predicate::{Good, Poor};
        let limit = |of: &[Predicate]| PatternLimit {
            of: of.to_vec(),
            at_least: Some(Bound::People(1)),
            at_most: None,
        };
        let pattern = |limits| Pattern::new(Good, limits);
        assert!(pattern(vec![limit(&[Good]), limit(&[Poor])]).is_ok());
        let twice = Err(PatternError::Twice { predicate: Good });
        assert_eq!(pattern(vec![limit(&[Good, Good])]), twice);
        assert_eq!(pattern(vec![limit(&[Good, Poor]), limit(&[Good])]), twice);
        assert_eq!(pattern(vec![limit(&[])]), Err(PatternError::Nothing));
        let open = PatternLimit { at_least: None, ..limit(&[Good]) };
        assert_eq!(pattern(vec![open]), Err(PatternError::Nothing));
    }
}
