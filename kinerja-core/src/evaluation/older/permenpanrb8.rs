//! The work plan under PermenPANRB 8/2021.

use super::{Older, OlderGap, OlderStep, PlanScore};
use crate::{
    evaluation::{IndicatorOutcome, Treatment, derivation},
    number::{Percent, Ratio},
    plan::{Indicator, ResultKind},
    scheme::{
        permenpanrb8_2021::{AdditionalRule, Conversion, Converted},
        total,
    },
};

/// Main results of one kind, added up by their weights.
#[derive(Clone, Copy)]
struct Kind {
    sum: Ratio,
    weight: i128,
}

impl Kind {
    const NOTHING: Self = Self { sum: Ratio::whole(0), weight: 0 };

    fn mean(self) -> Option<Ratio> {
        self.sum.times(1, self.weight)
    }
}

impl Older<'_> {
    /// The score of the work plan: achievements become values, values are
    /// weighed, additional results add up to ten points.
    pub(super) fn by_values(&mut self, outcomes: &[IndicatorOutcome]) -> Option<PlanScore> {
        let rules = &self.policy.rules;
        let conversion = self.rule(&rules.permenpanrb8_2021_conversion)?;
        let additional = self.rule(&rules.permenpanrb8_2021_additional)?;
        let counts = crate::evidence::ReportCounts::default();
        derivation::achievements(self.plan, (self.evidence, &counts), outcomes, &mut self.steps);
        let mut kinds = [Kind::NOTHING; 2];
        let mut points = Vec::new();
        let plan = self.plan;
        for (indicator, outcome) in plan.indicators().iter().zip(outcomes) {
            let [agreement, action_plan] = &mut kinds;
            let is_planned = self.facts.action_plan.contains(&indicator.code);
            let kind = if is_planned { action_plan } else { agreement };
            match (indicator.kind, outcome) {
                (ResultKind::Main(share), IndicatorOutcome::Achieved { achievement, .. }) => {
                    let converted = self.converted(conversion, indicator, *achievement)?;
                    kind.sum = kind.sum.plus(converted.value.times(share.basis_points(), 1)?)?;
                    kind.weight += share.basis_points();
                }
                (ResultKind::Main(share), IndicatorOutcome::Missing(Treatment::Zero)) => {
                    kind.weight += share.basis_points();
                }
                (ResultKind::Additional, IndicatorOutcome::Achieved { achievement, .. }) => {
                    points.extend(self.additional(conversion, additional, indicator, *achievement));
                }
                (ResultKind::Main(_) | ResultKind::Additional, IndicatorOutcome::Missing(_)) => {}
            }
        }
        let weight = kinds.iter().map(|kind| kind.weight).sum();
        let base = self.by_kind(kinds)?;
        let additions = additional.together(points.into_iter())?;
        let value = base.plus(additions)?.min(additional.result_at_most.ratio());
        self.step(OlderStep::WorkPlan { base, additions, value });
        Some(PlanScore { value, weight })
    }

    /// The main results: of both kinds by their shares, where both are there; else
    /// the one counts whole.
    fn by_kind(&mut self, kinds: [Kind; 2]) -> Option<Ratio> {
        let [agreement, action_plan] = kinds.map(Kind::mean);
        let (Some(agreement), Some(action_plan)) = (agreement, action_plan) else {
            return agreement.or(action_plan);
        };
        let share = self.rule(&self.policy.rules.permenpanrb8_2021_kinds)?.action_plan;
        let value = total(share, agreement, action_plan)?;
        self.step(OlderStep::Kinds { agreement, action_plan, share, value });
        Some(value)
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
