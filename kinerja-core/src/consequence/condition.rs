//! When a follow-up is proposed.

use serde::{Deserialize, Serialize};

use crate::{
    evidence::BehaviourValue,
    number::{Percent, Ratio, Score},
    plan::Code,
    scheme::{Predicate, Rating},
};

/// What a condition may ask about.
#[derive(Debug, Clone, Copy)]
pub struct Findings<'a> {
    /// The proposed predicate.
    pub predicate: Predicate,
    /// The proposed rating of results.
    pub result_rating: Rating,
    /// The proposed rating of behaviour.
    pub behaviour_rating: Rating,
    /// The total score.
    pub total: Ratio,
    /// The achievements that are known, by the indicator's code.
    pub achievements: &'a [(&'a Code, Percent)],
    /// The scores of behaviour that are known.
    pub behaviour: &'a [(BehaviourValue, Score)],
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
}

/// One reason why a condition holds, with the values that it looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// The predicate.
    Predicate(Predicate),
    /// The result rating.
    ResultRating(Rating),
    /// The behaviour rating.
    BehaviourRating(Rating),
    /// The total reaches a score.
    ScoreFrom(Score),
    /// The total lies below a score.
    ScoreBelow(Score),
    /// An achievement lies below a percent.
    IndicatorBelow {
        /// The indicator.
        code: Code,
        /// Its achievement.
        achievement: Percent,
        /// The percent.
        below: Percent,
    },
    /// A score of behaviour lies below another.
    BehaviourBelow {
        /// The value.
        value: BehaviourValue,
        /// Its score.
        score: Score,
        /// The other score.
        below: Score,
    },
}

impl Condition {
    /// Checks that the condition asks for something that can be.
    ///
    /// # Errors
    ///
    /// Fails when nothing is asked for, or the two scores exclude each other.
    pub fn check(&self) -> Result<(), ConditionError> {
        if *self == Self::default() {
            return Err(ConditionError::Empty);
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
        if let Some(below) = self.any_indicator_below {
            let found = findings.achievements.iter().filter(|(_, percent)| *percent < below);
            let before = reasons.len();
            reasons.extend(found.map(|(code, achievement)| Because::IndicatorBelow {
                code: (*code).clone(),
                achievement: *achievement,
                below,
            }));
            if reasons.len() == before {
                return None;
            }
        }
        if let Some(below) = self.any_behaviour_below {
            let found = findings.behaviour.iter().filter(|(_, score)| *score < below);
            let before = reasons.len();
            reasons.extend(found.map(|&(value, score)| Because::BehaviourBelow {
                value,
                score,
                below,
            }));
            if reasons.len() == before {
                return None;
            }
        }
        Some(reasons)
    }

    /// Whether predicate, ratings and total are as asked for.
    fn allows(&self, findings: &Findings<'_>) -> bool {
        fn one_of<T: PartialEq>(allowed: &[T], found: &T) -> bool {
            allowed.is_empty() || allowed.contains(found)
        }
        one_of(&self.predicates, &findings.predicate)
            && one_of(&self.result_ratings, &findings.result_rating)
            && one_of(&self.behaviour_ratings, &findings.behaviour_rating)
            && self.score_from.is_none_or(|from| findings.total.reaches(from))
            && self.score_below.is_none_or(|below| !findings.total.reaches(below))
    }

    /// The reasons that predicate, ratings and total give.
    fn given(&self, findings: &Findings<'_>) -> Vec<Because> {
        let predicate =
            (!self.predicates.is_empty()).then_some(Because::Predicate(findings.predicate));
        let result = (!self.result_ratings.is_empty())
            .then_some(Because::ResultRating(findings.result_rating));
        let behaviour = (!self.behaviour_ratings.is_empty())
            .then_some(Because::BehaviourRating(findings.behaviour_rating));
        let from = self.score_from.map(Because::ScoreFrom);
        let below = self.score_below.map(Because::ScoreBelow);
        [predicate, result, behaviour, from, below].into_iter().flatten().collect()
    }
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
mod tests {
    use super::*;

    fn findings<'a>(
        achievements: &'a [(&'a Code, Percent)],
        behaviour: &'a [(BehaviourValue, Score)],
    ) -> Findings<'a> {
        Findings {
            predicate: Predicate::Good,
            result_rating: Rating::Meets,
            behaviour_rating: Rating::Above,
            total: Ratio::new(100_000_000, 1).unwrap(),
            achievements,
            behaviour,
        }
    }

    fn score(text: &str) -> Option<Score> {
        text.parse().ok()
    }

    #[test]
    fn all_that_is_given_must_hold() {
        let good = Condition { predicates: vec![Predicate::Good], ..Condition::default() };
        #[rustfmt::skip]
        let table = [
            (good.clone(), true),
            (Condition { predicates: vec![Predicate::Poor], ..good.clone() }, false),
            (Condition { result_ratings: vec![Rating::Below], ..good.clone() }, false),
            (Condition { behaviour_ratings: vec![Rating::Above], ..good.clone() }, true),
            (Condition { score_from: score("100"), ..good.clone() }, true),
            (Condition { score_from: score("100.000001"), ..good.clone() }, false),
            (Condition { score_below: score("100"), ..good.clone() }, false),
            (Condition { score_below: score("100.000001"), ..good.clone() }, true),
            (Condition { any_behaviour_below: score("70"), ..good.clone() }, true),
            (Condition { any_behaviour_below: score("69.5"), ..good.clone() }, false),
            (Condition { any_indicator_below: Some("80".parse().unwrap()), ..good }, false),
        ];
        let code = "A".parse().unwrap();
        let achievements = [(&code, "80".parse().unwrap())];
        let behaviour = [(BehaviourValue::Loyal, "69.5".parse().unwrap())];
        for (condition, holds) in table {
            let reasons = condition.reasons(&findings(&achievements, &behaviour));
            assert_eq!(reasons.is_some(), holds, "{condition:?}");
        }
    }

    #[test]
    fn a_reason_names_the_values_it_looked_at() {
        let condition = Condition { any_behaviour_below: score("70"), ..Condition::default() };
        let behaviour = [(BehaviourValue::Loyal, "69.5".parse().unwrap())];
        assert_eq!(
            condition.reasons(&findings(&[], &behaviour)),
            Some(vec![Because::BehaviourBelow {
                value: BehaviourValue::Loyal,
                score: "69.5".parse().unwrap(),
                below: "70".parse().unwrap(),
            }])
        );
    }

    #[test]
    fn a_condition_asks_for_something_that_can_be() {
        assert_eq!(Condition::default().check(), Err(ConditionError::Empty));
        let never =
            Condition { score_from: score("90"), score_below: score("90"), ..Condition::default() };
        assert!(matches!(never.check(), Err(ConditionError::Never { .. })));
    }
}
