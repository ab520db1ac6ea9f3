//! Behaviour before 2022.

use super::{BehaviourMean, Older, OlderGap, OlderStep};
use crate::{
    evaluation::{Lack, Treatment},
    evidence::{BehaviourAspect, OlderBehaviour},
    number::{Ratio, Score},
    region::LateRule,
    scheme::OlderBehaviourRule,
};

impl<'a> Older<'a> {
    /// The mean of the aspects that the regime asks for.
    pub(super) fn behaviour(&mut self, rule: &OlderBehaviourRule) -> Option<BehaviourMean> {
        let given = self.in_time()?;
        let treatment = self.policy.missing.behaviour.into();
        let mut scores: Vec<(BehaviourAspect, Option<Score>)> = Vec::new();
        for aspect in rule.asked(given.leads) {
            let score = given.scores.get(&aspect).copied();
            match score {
                None => self.gap(OlderGap::Behaviour(aspect, Lack::NotReported), treatment),
                Some(score) if score > rule.maximum => {
                    self.block(OlderGap::BehaviourOffScale(aspect));
                }
                Some(_) => {}
            }
            scores.push((aspect, score));
        }
        let known = scores.iter().filter_map(|(_, score)| *score);
        let count = match treatment {
            Treatment::Zero => scores.len(),
            Treatment::Blocks | Treatment::Excluded | Treatment::Accepted | Treatment::NoPoints => {
                known.clone().count()
            }
        };
        let count = u8::try_from(count).ok()?;
        let value = Ratio::new(known.map(Score::micros).sum(), count.into())?;
        self.step(OlderStep::Behaviour { scores, count, value });
        Some(BehaviourMean { value, count })
    }

    /// What was scored, unless it is missing or too late.
    fn in_time(&mut self) -> Option<&'a OlderBehaviour> {
        let treatment = self.policy.missing.behaviour.into();
        let facts = self.facts;
        let given = facts.behaviour.as_ref().filter(|given| !given.scores.is_empty());
        let Some(given) = given else {
            self.gap(OlderGap::AllBehaviour(Lack::NotReported), treatment);
            return None;
        };
        // Where nobody can tell what is late, that is a gap already.
        let deadline = self.policy.evidence_deadline(self.plan.period());
        if deadline.is_ok_and(|deadline| given.on > deadline) {
            let late = OlderGap::AllBehaviour(Lack::Late(given.on));
            match self.policy.missing.late {
                LateRule::Accept => self.gap(late, Treatment::Accepted),
                LateRule::AsMissing => {
                    self.gap(late, treatment);
                    return None;
                }
            }
        }
        Some(given)
    }
}
