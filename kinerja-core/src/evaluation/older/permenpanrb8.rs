//! The work plan under PermenPANRB 8/2021.

use super::{Older, OlderGap, OlderStep, PlanScore};
use crate::{
    evaluation::{IndicatorOutcome, Treatment, derivation},
    number::{Percent, Ratio},
    plan::{Indicator, ResultKind},
    scheme::permenpanrb8_2021::{AdditionalRule, Conversion, Converted},
};

impl Older<'_> {
    /// The score of the work plan: achievements become values, values are
    /// weighed, additional results add up to ten points.
    pub(super) fn by_values(&mut self, outcomes: &[IndicatorOutcome]) -> Option<PlanScore> {
        let rules = &self.policy.rules;
        let conversion = self.rule(&rules.permenpanrb8_2021_conversion)?;
        let additional = self.rule(&rules.permenpanrb8_2021_additional)?;
        let counts = crate::evidence::ReportCounts::default();
        derivation::achievements(self.plan, (self.evidence, &counts), outcomes, &mut self.steps);
        let (mut sum, mut weight) = (Ratio::whole(0), 0);
        let mut points = Vec::new();
        let plan = self.plan;
        for (indicator, outcome) in plan.indicators().iter().zip(outcomes) {
            match (indicator.kind, outcome) {
                (ResultKind::Main(share), IndicatorOutcome::Achieved { achievement, .. }) => {
                    let converted = self.converted(conversion, indicator, *achievement)?;
                    sum = sum.plus(converted.value.times(share.basis_points(), 1)?)?;
                    weight += share.basis_points();
                }
                (ResultKind::Main(share), IndicatorOutcome::Missing(Treatment::Zero)) => {
                    weight += share.basis_points();
                }
                (ResultKind::Additional, IndicatorOutcome::Achieved { achievement, .. }) => {
                    points.extend(self.additional(conversion, additional, indicator, *achievement));
                }
                (ResultKind::Main(_) | ResultKind::Additional, IndicatorOutcome::Missing(_)) => {}
            }
        }
        let base = sum.times(1, weight)?;
        let additions = additional.together(points.into_iter())?;
        let value = base.plus(additions)?.min(additional.result_at_most.ratio());
        self.step(OlderStep::WorkPlan { base, additions, value });
        Some(PlanScore { value, weight })
    }

    fn converted(
        &mut self,
        conversion: &Conversion,
        indicator: &Indicator,
        achievement: Percent,
    ) -> Option<Converted> {
        let code = indicator.code.clone();
        let highest_target = self.facts.highest_targets.contains(&code);
        let achievement = Ratio::whole(achievement.micros());
        let Ok(converted) = conversion.convert(achievement, highest_target) else {
            self.block(OlderGap::NoFormula(code));
            return None;
        };
        self.step(OlderStep::Value { code, converted, highest_target });
        Some(converted)
    }

    fn additional(
        &mut self,
        conversion: &Conversion,
        rule: &AdditionalRule,
        indicator: &Indicator,
        achievement: Percent,
    ) -> Option<Ratio> {
        let code = indicator.code.clone();
        let Some(scope_weight) = rule.scope_weight else {
            self.gap(OlderGap::ScopeWeight(code), Treatment::NoPoints);
            return None;
        };
        let converted = self.converted(conversion, indicator, achievement)?;
        let points = rule.points(scope_weight, &converted)?;
        self.step(OlderStep::Additional { code, scope_weight, converted, points });
        Some(points)
    }
}
