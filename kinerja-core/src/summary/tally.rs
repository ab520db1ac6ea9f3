//! Counts of a unit's people.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::CATEGORIES;
use crate::{
    consequence::{FollowUp, FollowUpKind},
    evaluation::{Combined, CombinedOutcome, Evaluation, Obstacle},
    number::{DecimalMark, Ratio, Score},
    scheme::Predicate,
};

/// A sum of scores and how many they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mean {
    /// The sum, in millionths.
    pub micros: i64,
    /// How many scores.
    pub count: u32,
}

impl Mean {
    /// Adds a score in millionths.
    fn add(&mut self, micros: i128) {
        // A score has at most 10^9 millionths, so a billion people fit.
        self.micros += i64::try_from(micros).unwrap_or_default();
        self.count += 1;
    }

    fn merge(&mut self, other: Self) {
        self.micros += other.micros;
        self.count += other.count;
    }

    /// The mean, exact; none of nobody.
    pub fn value(self) -> Option<Ratio> {
        Ratio::new(self.micros.into(), self.count.into())
    }

    /// The mean for people, with two decimals, half up.
    pub fn show(self, mark: DecimalMark) -> Option<String> {
        Some(self.value()?.show(mark))
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
const fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Counts of the people of a unit or a region in one period.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// All people.
    pub people: u32,
    /// People by proposed predicate, best first.
    pub predicates: [u32; 5],
    /// People for whom nothing is proposed.
    pub blocked: u32,
    /// Those of them for whom there was nothing to evaluate: no score of zero. Why
    /// stands among [`Tally::gaps`].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub not_evaluated: u32,
    /// Their total scores, each rounded half up to millionths: for the reader,
    /// never for a decision.
    pub total: Mean,
    /// Their scores of behaviour, by value.
    pub behaviour: [Mean; 7],
    /// People by what is missing or late; a person may have several.
    pub gaps: BTreeMap<String, u32>,
    /// People by kind of follow-up that is proposed; a person may have several.
    pub follow_ups: BTreeMap<FollowUpKind, u32>,
}

impl Tally {
    /// Adds one person.
    pub fn add(&mut self, evaluation: &Evaluation) {
        self.people += 1;
        match evaluation.outcome.proposal() {
            Some(proposal) => self.proposed(proposal.predicate, proposal.total),
            None => self.blocked += 1,
        }
        for (mean, score) in self.behaviour.iter_mut().zip(evaluation.behaviour) {
            if let Some(score) = score {
                mean.add(Score::micros(score));
            }
        }
        self.missing(evaluation.gaps.iter().map(|gap| gap.missing.code()));
        self.follow_up(&evaluation.follow_ups);
    }

    /// Adds one person who moved, was away or came late. Scores of behaviour have
    /// several evaluators then and stay out of the means.
    pub fn add_combined(&mut self, combined: &Combined) {
        self.people += 1;
        let gaps =
            combined.parts.iter().flat_map(|part| &part.evaluation).flat_map(|one| &one.gaps);
        let obstacles = combined.obstacles.iter().map(Obstacle::code);
        let mut codes: Vec<_> = gaps.map(|gap| gap.missing.code()).chain(obstacles).collect();
        match &combined.outcome {
            CombinedOutcome::Proposed(found) => self.proposed(found.predicate, found.total),
            CombinedOutcome::Blocked => self.blocked += 1,
            CombinedOutcome::NotEvaluated(why) => {
                self.blocked += 1;
                self.not_evaluated += 1;
                codes = vec![why.code()];
            }
        }
        self.missing(codes.into_iter());
        self.follow_up(&combined.follow_ups);
    }

    fn proposed(&mut self, predicate: Predicate, total: Ratio) {
        self.total.add(crate::number::div_half_up(total.numerator(), total.divisor()));
        let counts = Predicate::BEST_FIRST.iter().zip(&mut self.predicates);
        for (_, count) in counts.filter(|(found, _)| **found == predicate) {
            *count += 1;
        }
    }

    /// Counts each code once.
    fn missing(&mut self, codes: impl Iterator<Item = &'static str>) {
        let mut codes: Vec<_> = codes.collect();
        codes.sort_unstable();
        codes.dedup();
        for code in codes {
            *self.gaps.entry(code.to_owned()).or_default() += 1;
        }
    }

    fn follow_up(&mut self, found: &[FollowUp]) {
        let kinds: BTreeSet<_> = found.iter().map(|found| found.kind).collect();
        for kind in kinds {
            *self.follow_ups.entry(kind).or_default() += 1;
        }
    }

    /// Adds the people of another tally.
    pub fn merge(&mut self, other: &Self) {
        self.people += other.people;
        for (count, more) in self.predicates.iter_mut().zip(other.predicates) {
            *count += more;
        }
        self.blocked += other.blocked;
        self.not_evaluated += other.not_evaluated;
        self.total.merge(other.total);
        for (mean, more) in self.behaviour.iter_mut().zip(other.behaviour) {
            mean.merge(more);
        }
        for (code, more) in &other.gaps {
            *self.gaps.entry(code.clone()).or_default() += more;
        }
        for (kind, more) in &other.follow_ups {
            *self.follow_ups.entry(*kind).or_default() += more;
        }
    }

    /// The counts that make up all people: predicates best first, then those
    /// without a proposal.
    pub fn categories(&self) -> [u32; CATEGORIES] {
        let [excellent, good, needs_improvement, poor, very_poor] = self.predicates;
        [excellent, good, needs_improvement, poor, very_poor, self.blocked]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        evaluation::evaluate,
        testing::{evidence, higher, indicator, plan, policy},
    };

    #[test]
    fn tallies_of_units_add_up_to_that_of_the_region() {
        let plan = plan("2026-Q2", vec![indicator("A", "100", higher("100"))]);
        let people: Vec<_> = ["60", "95", "", "120", "110"]
            .into_iter()
            .map(|actual| {
                let amounts: Vec<_> =
                    (!actual.is_empty()).then_some(("A", actual)).into_iter().collect();
                evaluate(&policy(), &plan, &evidence("2026-Q2", &amounts, ["90"; 7]))
            })
            .collect();
        let tally = |people: &[Evaluation]| {
            let mut tally = Tally::default();
            for person in people {
                tally.add(person);
            }
            tally
        };
        let mut region = tally(&people[..2]);
        region.merge(&tally(&people[2..]));
        assert_eq!(region, tally(&people));
        assert_eq!(region.categories(), [0, 3, 1, 0, 0, 1]);
        assert_eq!(region.gaps.get("actual_missing"), Some(&1));
        assert_eq!(region.total.show(DecimalMark::Comma).as_deref(), Some("93,75"));
        assert_eq!(region.behaviour[0].show(DecimalMark::Comma).as_deref(), Some("90,00"));
    }
}
