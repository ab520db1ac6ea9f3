//! When a follow-up is proposed.

use serde::Serialize;

use super::Because;
use crate::{
    evidence::{Background, BehaviourValue},
    number::{Percent, Ratio, Score},
    plan::Code,
    scheme::{Predicate, Rating},
};

/// What a condition may ask about.
#[derive(Debug, Clone, Copy)]
pub struct Findings<'a> {
    /// The proposed predicate.
    pub predicate: Predicate,
    /// The rating of results; none where a predicate before 2022 was decided on a
    /// blocked proposal.
    pub result_rating: Option<Rating>,
    /// The rating of behaviour.
    pub behaviour_rating: Option<Rating>,
    /// The total score; none where something blocked it. A missing one neither
    /// reaches a score nor lies below it.
    pub total: Option<Ratio>,
    /// The achievements that are known, by the indicator's code.
    pub achievements: &'a [(&'a Code, Percent)],
    /// The scores of behaviour that are known.
    pub behaviour: &'a [(BehaviourValue, Score)],
    /// What is on record beyond the period.
    pub background: &'a Background,
}

/// When a follow-up is proposed: all that is given must hold, and at least one
/// thing is given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Condition {
    /// The predicate is one of these; any, when empty.
    pub predicates: Vec<Predicate>,
    /// The result rating is one of these; any, when empty.
    pub result_ratings: Vec<Rating>,
    /// The behaviour rating is one of these; any, when empty.
    pub behaviour_ratings: Vec<Rating>,
    /// The total score reaches this.
    pub score_from: Option<Score>,
    /// The total score lies below this.
    pub score_below: Option<Score>,
    /// At least one achievement lies below this.
    pub any_indicator_below: Option<Percent>,
    /// At least one score of behaviour lies below this.
    pub any_behaviour_below: Option<Score>,
    /// The predicate is one of these in this period and in those before it, so
    /// many in all. A period without a known predicate ends the row.
    pub periods_in_a_row: Option<u32>,
    /// The mean of feedback is known and lies below this.
    pub feedback_below: Option<Score>,
    /// At least one of these trainings was done.
    pub training_done: Vec<Code>,
    /// The trainings are known and at least one of these is not among them.
    pub training_missing: Vec<Code>,
}

/// Periods that a condition can look at: ten years of months.
const PERIODS_MAX: u32 = 120;

impl Condition {
    /// Checks that the condition asks for something that can be.
    ///
    /// # Errors
    ///
    /// Fails when nothing is asked for, when the two scores exclude each other, and
    /// when a row of periods has no predicates or not 2 to 120 periods.
    pub fn check(&self) -> Result<(), ConditionError> {
        if *self == Self::default() {
            return Err(ConditionError::Empty);
        }
        if let Some(periods) = self.periods_in_a_row {
            if self.predicates.is_empty() {
                return Err(ConditionError::RowOfWhat);
            }
            if !(2..=PERIODS_MAX).contains(&periods) {
                return Err(ConditionError::Row { periods });
            }
        }
        match (self.score_from, self.score_below) {
            (Some(from), Some(below)) if below <= from => {
                Err(ConditionError::Never { from, below })
            }
            _ => Ok(()),
        }
    }

    /// The reasons why it holds; nothing when it does not.
    pub fn reasons(&self, findings: &Findings<'_>) -> Option<Vec<Because>> {
        if !self.allows(findings) {
            return None;
        }
        let mut reasons = self.given(findings);
        let lists = [
            self.any_indicator_below.map(|below| indicators_below(findings, below)),
            self.any_behaviour_below.map(|below| behaviour_below(findings, below)),
            self.periods_in_a_row.map(|periods| self.row(findings, periods)),
            self.feedback_below.map(|below| feedback_below(findings.background, below)),
            (!self.training_done.is_empty()).then(|| self.done(findings.background)),
            (!self.training_missing.is_empty()).then(|| self.not_done(findings.background)),
        ];
        for found in lists.into_iter().flatten() {
            if found.is_empty() {
                return None;
            }
            reasons.extend(found);
        }
        Some(reasons)
    }

    /// The predicates of a row of periods, newest first; nothing where one of
    /// them is another or not known.
    fn row(&self, findings: &Findings<'_>, periods: u32) -> Vec<Because> {
        let before = findings.background.history.iter().copied();
        let known = std::iter::once(Some(findings.predicate)).chain(before);
        let length = usize::try_from(periods).unwrap_or(usize::MAX);
        let row: Vec<_> = known
            .take(length)
            .map_while(|found| found.filter(|found| self.predicates.contains(found)))
            .collect();
        if row.len() == length { vec![Because::InARow(row)] } else { Vec::new() }
    }

    fn done(&self, background: &Background) -> Vec<Because> {
        let known = background.trainings.as_deref().unwrap_or_default();
        let done = self.training_done.iter().filter(|code| known.contains(code));
        done.cloned().map(Because::TrainingDone).collect()
    }

    fn not_done(&self, background: &Background) -> Vec<Because> {
        let Some(known) = &background.trainings else { return Vec::new() };
        let missing = self.training_missing.iter().filter(|code| !known.contains(code));
        missing.cloned().map(Because::TrainingMissing).collect()
    }

    /// Whether predicate, ratings and total are as asked for.
    fn allows(&self, findings: &Findings<'_>) -> bool {
        fn one_of<T: PartialEq>(allowed: &[T], found: Option<&T>) -> bool {
            allowed.is_empty() || found.is_some_and(|found| allowed.contains(found))
        }
        one_of(&self.predicates, Some(&findings.predicate))
            && one_of(&self.result_ratings, findings.result_rating.as_ref())
            && one_of(&self.behaviour_ratings, findings.behaviour_rating.as_ref())
            && self
                .score_from
                .is_none_or(|from| findings.total.is_some_and(|total| total.reaches(from)))
            && self
                .score_below
                .is_none_or(|below| findings.total.is_some_and(|total| !total.reaches(below)))
    }

    /// The reasons that predicate, ratings and total give.
    fn given(&self, findings: &Findings<'_>) -> Vec<Because> {
        let predicate =
            (!self.predicates.is_empty()).then_some(Because::Predicate(findings.predicate));
        let asked = |of: &[Rating], found: Option<Rating>| found.filter(|_| !of.is_empty());
        let result = asked(&self.result_ratings, findings.result_rating);
        let result = result.map(Because::ResultRating);
        let behaviour = asked(&self.behaviour_ratings, findings.behaviour_rating);
        let behaviour = behaviour.map(Because::BehaviourRating);
        let from = self.score_from.map(Because::ScoreFrom);
        let below = self.score_below.map(Because::ScoreBelow);
        [predicate, result, behaviour, from, below].into_iter().flatten().collect()
    }
}

fn indicators_below(findings: &Findings<'_>, below: Percent) -> Vec<Because> {
    let found = findings.achievements.iter().filter(|(_, percent)| *percent < below);
    found
        .map(|(code, achievement)| Because::IndicatorBelow {
            code: (*code).clone(),
            achievement: *achievement,
            below,
        })
        .collect()
}

fn behaviour_below(findings: &Findings<'_>, below: Score) -> Vec<Because> {
    let found = findings.behaviour.iter().filter(|(_, score)| *score < below);
    found.map(|&(value, score)| Because::BehaviourBelow { value, score, below }).collect()
}

fn feedback_below(background: &Background, below: Score) -> Vec<Because> {
    let found = background.feedback.filter(|mean| !mean.reaches(below));
    found.map(|mean| Because::FeedbackBelow { mean, below }).into_iter().collect()
}

/// Why something is not a condition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConditionError {
    /// It asks for nothing and would always hold.
    #[error(
        "`when` asks for nothing: name at least one thing, like `predicates = [\"excellent\"]`"
    )]
    Empty,
    /// A row of periods without the predicates that make it.
    #[error("`periods_in_a_row` needs `predicates`: the predicates that make the row")]
    RowOfWhat,
    /// A row of periods that is none, or too long.
    #[error("`periods_in_a_row` must be from 2 to {PERIODS_MAX}, not {periods}")]
    Row {
        /// The periods.
        periods: u32,
    },
    /// It can never hold.
    #[error("`when` can never hold: no score reaches {from} and lies below {below}")]
    Never {
        /// The score that must be reached.
        from: Score,
        /// The score that must not be reached.
        below: Score,
    },
}

#[cfg(test)]
mod tests;
