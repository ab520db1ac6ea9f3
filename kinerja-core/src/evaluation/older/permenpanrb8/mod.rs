//! The work plan under PermenPANRB 8/2021.

mod leader;
mod staff;

use super::{Older, OlderGap, OlderStep, PlanScore};
use crate::{
    evaluation::{IndicatorOutcome, Treatment, derivation},
    number::{Percent, Ratio, Score},
    plan::Indicator,
    scheme::permenpanrb8_2021::{AdditionalRule, Conversion, Converted, PostGroup},
};

/// What main results have together, and what additional ones bring.
struct Scored {
    base: Ratio,
    /// The weight of the main results that counted.
    weight: i128,
    points: Vec<Ratio>,
}

/// The rules of a plan's results.
#[derive(Clone, Copy)]
struct Rules<'a> {
    conversion: &'a Conversion,
    additional: &'a AdditionalRule,
}

impl Older<'_> {
    /// The score of the work plan: achievements become values, values are
    /// weighed, additional results add up to ten points.
    pub(super) fn by_values(&mut self, outcomes: &[IndicatorOutcome]) -> Option<PlanScore> {
        let rules = &self.policy.rules;
        let conversion = self.rule(&rules.permenpanrb8_2021_conversion)?;
        let additional = self.rule(&rules.permenpanrb8_2021_additional)?;
        let rules = Rules { conversion, additional };
        let counts = crate::evidence::ReportCounts::default();
        derivation::achievements(self.plan, (self.evidence, &counts), outcomes, &mut self.steps);
        let scored = match self.facts.post {
            Some(PostGroup::Leader) => self.leader(rules, outcomes)?,
            Some(PostGroup::Staff) => self.staff(rules, outcomes)?,
            None => {
                self.block(OlderGap::PostGroup);
                return None;
            }
        };
        let additions = additional.together(scored.points.into_iter())?;
        let value = scored.base.plus(additions)?.min(additional.result_at_most.ratio());
        self.step(OlderStep::WorkPlan { base: scored.base, additions, value });
        Some(PlanScore { value, weight: scored.weight })
    }

    /// Category and value of an achievement; that blocks where there is no formula.
    fn converted(
        &mut self,
        conversion: &Conversion,
        indicator: &Indicator,
        achievement: Percent,
    ) -> Option<Converted> {
        let achievement = Ratio::whole(achievement.micros());
        let converted = conversion.convert(achievement, self.is_highest(indicator)).ok();
        if converted.is_none() {
            self.block(OlderGap::NoFormula(indicator.code.clone()));
        }
        converted
    }

    /// Whether the indicator's target was the most that is possible.
    fn is_highest(&self, indicator: &Indicator) -> bool {
        self.facts.highest_targets.contains(&indicator.code)
    }

    /// The weight of the scope of an additional result. Where no region gives it,
    /// that has a name, and the result brings nothing.
    fn scope_weight(&mut self, rule: &AdditionalRule, indicator: &Indicator) -> Option<Score> {
        if rule.scope_weight.is_none() {
            self.gap(OlderGap::ScopeWeight(indicator.code.clone()), Treatment::NoPoints);
        }
        rule.scope_weight
    }
}
