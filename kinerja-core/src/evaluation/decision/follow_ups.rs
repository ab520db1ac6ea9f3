//! What follows from a decision.

use super::{Decision, Judgement};
use crate::{
    consequence::{Findings, FollowUp, follow_ups},
    evaluation::{Derivation, MotionStep, OlderStep, Step, Weighed},
    evidence::{Background, BehaviourValue},
    number::{Percent, Ratio, Score},
    plan::Code,
    region::RegionPolicy,
    scheme::Rating,
};

/// What a derivation says of the work that was evaluated.
#[derive(Default)]
struct Said<'a> {
    achievements: Vec<(&'a Code, Percent)>,
    behaviour: Vec<(BehaviourValue, Score)>,
    total: Option<Ratio>,
    ratings: [Option<Rating>; 2],
}

impl<'a> Said<'a> {
    fn of(derivation: &'a Derivation) -> Self {
        let mut said = Self::default();
        said.add(derivation.steps());
        said
    }

    /// Of whoever moved, what each segment says, and the mean of their totals.
    fn add(&mut self, steps: &'a [Step]) {
        let said = self;
        for step in steps {
            if let Step::Achievement { code, achievement, .. } = step {
                said.achievements.push((code, *achievement));
            } else if let Step::Older(OlderStep::Aspect { code, value, .. }) = step {
                said.achievements.push((code, Percent::of_ratio(*value)));
            } else if let Step::Behaviour { scores, .. } = step {
                let scores = BehaviourValue::ALL.into_iter().zip(scores);
                said.behaviour.extend(scores.filter_map(|(value, score)| Some((value, (*score)?))));
            } else if let Step::Total { value, .. }
            | Step::Motion(MotionStep::Mean { of: Weighed::Total, value, .. })
            | Step::Older(OlderStep::Halves { value, .. }) = step
            {
                // The year 2021 is told after its second half.
                said.total = Some(*value);
            } else if let Step::Predicate { result, behaviour, .. } = step {
                said.ratings = [Some(*result), Some(*behaviour)];
            } else if let Step::Part { steps, .. } = step {
                // Total and ratings of one segment are not those of the period.
                let whole = (said.total, said.ratings);
                said.add(steps);
                (said.total, said.ratings) = whole;
            }
        }
    }
}

impl Decision {
    /// The follow-ups that the region's rules propose for the decided predicate
    /// and ratings, on the background that the evaluation has. Achievements, scores
    /// and total are those of the proposal that was decided on, and before 2022 the
    /// ratings that its scores propose; where it was blocked there is no total, and no
    /// rule that asks for a score holds.
    ///
    /// # Legal basis
    ///
    /// The region's own rules; the predicate that they ask for is the decided one
    /// (PermenPANRB 6/2022).
    pub fn follow_ups(
        &self,
        policy: &RegionPolicy,
        derivation: &Derivation,
        background: &Background,
    ) -> Vec<FollowUp> {
        let said = Said::of(derivation);
        let [result_rating, behaviour_rating] = match self.judgement {
            Judgement::Ratings(given) => [Some(given.result), Some(given.behaviour)],
            Judgement::Predicate(_) => said.ratings,
        };
        let findings = Findings {
            predicate: self.predicate,
            result_rating,
            behaviour_rating,
            total: said.total,
            achievements: &said.achievements,
            behaviour: &said.behaviour,
            background,
        };
        follow_ups(&policy.follow_ups, &findings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        consequence::{Condition, Role},
        evaluation::{Official, Ratings, evaluate},
        evidence::Evidence,
        plan::WorkPlan,
        region::RegionPolicy,
        scheme::{Basis, Predicate, Rating},
        testing::{evidence, higher, indicator, official_nip, plan, policy_parts},
    };

    fn decided(policy: &RegionPolicy, result: Rating) -> Decision {
        let ratings = Ratings { result, behaviour: Rating::Meets };
        Decision {
            on: "2026-07-18".parse().unwrap(),
            by: Official { role: Role::Superior, nip: official_nip(1) },
            proposal: 1,
            judgement: Judgement::Ratings(ratings),
            predicate: ratings.predicate(policy.matrix_of("2026-Q2".parse().unwrap())),
            reason: None,
        }
    }

    fn rules(derivation: &Derivation, result: Rating, when: Condition) -> usize {
        let mut parts = policy_parts();
        parts.follow_ups.truncate(1);
        parts.follow_ups[0].when = when;
        let policy = RegionPolicy::new(parts).unwrap();
        decided(&policy, result).follow_ups(&policy, derivation, &Background::NOTHING).len()
    }

    fn derived(plan: &WorkPlan, evidence: &Evidence) -> Derivation {
        let policy = RegionPolicy::new(policy_parts()).unwrap();
        Derivation::new(plan, evidence, &evaluate(&policy, plan, evidence))
    }

    #[test]
    fn what_follows_rests_on_the_decided_predicate_and_not_on_the_proposed() {
        let when = Condition { predicates: vec![Predicate::Poor], ..Condition::default() };
        let blocked = Derivation::without_plan();
        let policy = RegionPolicy::new(policy_parts()).unwrap();
        let good = decided(&policy, Rating::Meets).predicate;
        assert_eq!(rules(&blocked, Rating::Meets, when), 0);
        let when = Condition { predicates: vec![good], ..Condition::default() };
        assert_eq!(rules(&blocked, Rating::Meets, when.clone()), 1);
        assert_eq!(rules(&blocked, Rating::Below, when), 0);
    }

    #[test]
    fn a_predicate_before_2022_is_decided_beside_the_ratings_that_its_scores_propose() {
        let policy = RegionPolicy::new(policy_parts()).unwrap();
        let good = Judgement::Predicate(Predicate::Good);
        let decided = Decision {
            judgement: good,
            predicate: Predicate::Good,
            ..decided(&policy, Rating::Meets)
        };
        let rules = |derivation: &Derivation, when: Condition| {
            let mut parts = policy_parts();
            parts.follow_ups.truncate(1);
            parts.follow_ups[0].when = when;
            let policy = RegionPolicy::new(parts).unwrap();
            decided.follow_ups(&policy, derivation, &Background::NOTHING).len()
        };
        let (basis, result, behaviour) = (Basis::Bands, Rating::Below, Rating::Above);
        let predicate = Predicate::NeedsImprovement;
        let proposed = vec![Step::Predicate { basis, result, behaviour, predicate }];
        let (proposed, blocked) = (Derivation::of(proposed), Derivation::without_plan());
        let good = Condition { predicates: vec![Predicate::Good], ..Condition::default() };
        let below = Condition { result_ratings: vec![Rating::Below], ..good.clone() };
        let above = Condition { behaviour_ratings: vec![Rating::Below], ..good.clone() };
        assert_eq!([&good, &below, &above].map(|when| rules(&proposed, when.clone())), [1, 1, 0]);
        assert_eq!([&good, &below, &above].map(|when| rules(&blocked, when.clone())), [1, 0, 0]);
    }

    #[test]
    fn a_total_that_nobody_knows_is_neither_high_nor_low() {
        let blocked = Derivation::without_plan();
        let score = |text: &str| Some(text.parse().unwrap());
        let from = Condition { score_from: score("0"), ..Condition::default() };
        let below = Condition { score_below: score("120"), ..Condition::default() };
        assert_eq!(rules(&blocked, Rating::Meets, from), 0);
        assert_eq!(rules(&blocked, Rating::Meets, below), 0);
    }

    #[test]
    fn what_was_reached_stays_what_the_proposal_says() {
        let (plan, evidence) = (
            plan("2026-Q2", vec![indicator("A", "100", higher("100"))]),
            evidence("2026-Q2", &[("A", "95")], ["90"; 7]),
        );
        let derivation = derived(&plan, &evidence);
        let from = Condition { score_from: Some("0".parse().unwrap()), ..Condition::default() };
        assert_eq!(rules(&derivation, Rating::Below, from), 1);
    }

    #[test]
    fn who_moved_has_the_total_of_the_whole_period_and_what_each_segment_reached() {
        let (plan, evidence) = (
            plan("2026-Q2", vec![indicator("A", "100", higher("100"))]),
            evidence("2026-Q2", &[("A", "95")], ["90"; 7]),
        );
        let part = Step::Part {
            number: 1,
            plan: Box::new(plan.clone()),
            steps: derived(&plan, &evidence).into_steps(),
        };
        let mean = |value: i128| {
            let (of, value) = (Weighed::Total, Ratio::new(value, 1).unwrap());
            Step::Motion(MotionStep::Mean { of, parts: Vec::new(), value })
        };
        let below = |score: &str| Condition {
            score_below: Some(score.parse().unwrap()),
            ..Condition::default()
        };
        let any =
            Condition { any_indicator_below: Some("96".parse().unwrap()), ..Condition::default() };
        let blocked = Derivation::of(vec![part.clone()]);
        assert_eq!(rules(&blocked, Rating::Meets, below("120")), 0);
        assert_eq!(rules(&blocked, Rating::Meets, any), 1);
        let whole = Derivation::of(vec![part, mean(50_000_000)]);
        assert_eq!(rules(&whole, Rating::Meets, below("51")), 1);
        assert_eq!(rules(&whole, Rating::Meets, below("50")), 0);
    }
}
