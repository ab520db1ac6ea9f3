//! Counts of people against a pattern.

use serde::{Deserialize, Serialize};

use super::{DistributionRule, Pattern};
use crate::{organisation::OrgAchievement, scheme::Predicate};

/// People of a unit by predicate. Whoever has none yet is not in it: until all
/// have one, a check is about those who have.
///
/// ```
/// use kinerja_core::{organisation::PredicateCounts, scheme::Predicate};
///
/// let counts = PredicateCounts::best_first([2, 7, 1, 0, 0]);
/// assert_eq!(counts.of(Predicate::Good), 7);
/// assert_eq!(counts.people(), 10);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PredicateCounts([u32; 5]);

impl PredicateCounts {
    /// Counts in the order of [`Predicate::BEST_FIRST`].
    pub const fn best_first(counts: [u32; 5]) -> Self {
        Self(counts)
    }

    /// The people with a predicate.
    pub const fn of(self, predicate: Predicate) -> u32 {
        let [excellent, good, needs_improvement, poor, very_poor] = self.0;
        match predicate {
            Predicate::Excellent => excellent,
            Predicate::Good => good,
            Predicate::NeedsImprovement => needs_improvement,
            Predicate::Poor => poor,
            Predicate::VeryPoor => very_poor,
        }
    }

    /// All of them.
    pub fn people(self) -> u64 {
        self.0.into_iter().map(u64::from).sum()
    }

    fn together(self, predicates: &[Predicate]) -> u64 {
        predicates.iter().map(|predicate| u64::from(self.of(*predicate))).sum()
    }
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
#[must_use]
pub struct DistributionCheck {
    /// The achievement that selected the pattern.
    pub achievement: OrgAchievement,
    /// The people that were counted.
    pub people: u64,
    /// Whether the counts fit.
    pub outcome: Distribution,
    /// Set when another predicate has more people than the one that most should
    /// have. The circular gives "sebagian besar" no number, so this is a warning
    /// and no violation.
    pub warning: Option<NotTheMode>,
}

/// Whether counts fit their pattern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// All limits are met.
    Fits,
    /// The limits that are not met, in the order of the pattern. Never empty.
    Violated(Vec<Violation>),
    /// No counts of so many people could meet the pattern.
    Infeasible(Infeasible),
}

impl Distribution {
    /// The name in code and files: `ok`, `violation` or `infeasible`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Fits => "ok",
            Self::Violated(_) => "violation",
            Self::Infeasible(_) => "infeasible",
        }
    }
}

/// A limit that is not met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Violation {
    /// More people than are allowed.
    TooMany {
        /// The predicates, counted together.
        of: Vec<Predicate>,
        /// The most that are allowed.
        at_most: u64,
        /// The people that were found.
        found: u64,
    },
    /// Fewer people than are asked for.
    TooFew {
        /// The predicates, counted together.
        of: Vec<Predicate>,
        /// The fewest that are asked for.
        at_least: u64,
        /// The people that were found.
        found: u64,
    },
}

/// Why no counts could meet a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Infeasible {
    /// There are no people.
    NoPeople,
    /// The predicate that most should have is allowed to nobody, because its
    /// maximum rounds to nothing in so small a unit.
    MajorityHasNoRoom {
        /// The predicate.
        predicate: Predicate,
    },
    /// The limits contradict one another in a unit of this size.
    LimitsContradict {
        /// The fewest people that the minima ask for together.
        at_least: u64,
        /// The most people that the maxima allow together; none when some
        /// predicate is not limited.
        at_most: Option<u64>,
    },
}

/// Another predicate has more people than the one that most should have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct NotTheMode {
    /// The predicate that most should have.
    pub majority: Predicate,
    /// The people who have it.
    pub has: u32,
    /// The predicate that most have; the better one of two.
    pub mode: Predicate,
    /// The people who have that.
    pub mode_has: u32,
}

/// A limit in people, for a unit of one size.
struct Limit<'p> {
    of: &'p [Predicate],
    at_least: u64,
    at_most: Option<u64>,
}

impl Limit<'_> {
    fn violations(&self, counts: PredicateCounts) -> impl Iterator<Item = Violation> {
        let (of, at_least, found) = (self.of.to_vec(), self.at_least, counts.together(self.of));
        let too_many = self
            .at_most
            .filter(|most| found > *most)
            .map(|at_most| Violation::TooMany { of: of.clone(), at_most, found });
        let too_few = (found < at_least).then_some(Violation::TooFew { of, at_least, found });
        too_many.into_iter().chain(too_few)
    }
}

impl DistributionRule {
    /// Checks the predicates of a unit's people against the pattern that the
    /// unit's achievement selects. It reports, and changes nothing.
    ///
    /// # Legal basis
    ///
    /// SE MenPANRB 3/2023.
    ///
    /// ```
    /// use kinerja_core::{
    ///     organisation::{OrgAchievement, PredicateCounts},
    ///     region::RuleBook,
    /// };
    ///
    /// let rules = RuleBook::national()?;
    /// let Some(rule) = rules.distribution_patterns.at("2026-04-01".parse()?) else { panic!() };
    /// let counts = PredicateCounts::best_first([3, 7, 0, 0, 0]);
    /// // Nobody has "Butuh Perbaikan" or "Kurang", and somebody must.
    /// assert_eq!(rule.value.check(OrgAchievement::Good, counts).outcome.code(), "violation");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn check(&self, achievement: OrgAchievement, counts: PredicateCounts) -> DistributionCheck {
        let pattern = self.pattern(achievement);
        let people = counts.people();
        let limits = self.limits(pattern, people);
        let found: Vec<_> = limits.iter().flat_map(|limit| limit.violations(counts)).collect();
        let outcome = match infeasible(pattern.majority(), &limits, people) {
            Some(reason) => Distribution::Infeasible(reason),
            None if found.is_empty() => Distribution::Fits,
            None => Distribution::Violated(found),
        };
        let warning = not_the_mode(pattern.majority(), counts);
        DistributionCheck { achievement, people, outcome, warning }
    }

    fn limits<'p>(&self, pattern: &'p Pattern, people: u64) -> Vec<Limit<'p>> {
        let in_people = |bound: super::Bound, rounding| bound.people(people, rounding);
        let limits = pattern.limits().iter().map(|limit| Limit {
            of: &limit.of,
            at_least: limit.at_least.map_or(0, |bound| in_people(bound, self.at_least_rounds)),
            at_most: limit.at_most.map(|bound| in_people(bound, self.at_most_rounds)),
        });
        limits.collect()
    }
}

/// Why no counts can meet the limits; none when some can.
///
/// No predicate stands in two limits, so each limit can be filled on its own:
/// counts exist exactly when every minimum is below its maximum, the minima fit
/// into the unit, and the maxima, unless a predicate is free, hold all of it.
fn infeasible(majority: Predicate, limits: &[Limit<'_>], people: u64) -> Option<Infeasible> {
    if people == 0 {
        return Some(Infeasible::NoPeople);
    }
    let no_room = |limit: &Limit<'_>| limit.at_most == Some(0) && limit.of.contains(&majority);
    if limits.iter().any(no_room) {
        return Some(Infeasible::MajorityHasNoRoom { predicate: majority });
    }
    let limited: usize = limits.iter().map(|limit| limit.of.len()).sum();
    let all_limited = limited == Predicate::BEST_FIRST.len();
    let at_least = limits.iter().map(|limit| limit.at_least).sum();
    let most: Option<u64> = limits.iter().map(|limit| limit.at_most).sum();
    let at_most = most.filter(|_| all_limited);
    let contradicts = |limit: &Limit<'_>| limit.at_most.is_some_and(|most| most < limit.at_least);
    let impossible = limits.iter().any(contradicts)
        || at_least > people
        || at_most.is_some_and(|most| most < people);
    impossible.then_some(Infeasible::LimitsContradict { at_least, at_most })
}

fn not_the_mode(majority: Predicate, counts: PredicateCounts) -> Option<NotTheMode> {
    // The last of equals is the maximum, so the best stands last.
    let worst_first = Predicate::BEST_FIRST.into_iter().rev();
    let mode = worst_first.max_by_key(|predicate| counts.of(*predicate))?;
    let (has, mode_has) = (counts.of(majority), counts.of(mode));
    (has < mode_has).then_some(NotTheMode { majority, has, mode, mode_has })
}

#[cfg(test)]
#[cfg(feature = "toml")]
#[path = "tests.rs"]
mod tests;
