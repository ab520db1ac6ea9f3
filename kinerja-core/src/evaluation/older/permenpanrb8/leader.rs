//! Senior leaders and heads of independent units: each indicator has a value.

use super::{Older, OlderStep, Rules, Scored};
use crate::{
    evaluation::{IndicatorOutcome, Treatment},
    number::{Percent, Ratio, Weight},
    plan::{Indicator, ResultKind},
    scheme::{
        permenpanrb8_2021::{Conversion, is_periodic},
        total,
    },
};

/// Main results of one kind, added up.
#[derive(Clone, Copy)]
struct Kind {
    sum: Ratio,
    count: i128,
}

impl Kind {
    const NOTHING: Self = Self { sum: Ratio::whole(0), count: 0 };

    fn add(&mut self, value: Ratio, times: i128) -> Option<()> {
        self.sum = self.sum.plus(value.times(times, 1)?)?;
        self.count += times;
        Some(())
    }

    fn mean(self) -> Option<Ratio> {
        self.sum.times(1, self.count)
    }
}

impl Older<'_> {
    /// The results of a leader. In a year or half a year they count by their
    /// weights; within it all of one kind count the same.
    pub(super) fn leader(
        &mut self,
        rules: Rules<'_>,
        outcomes: &[IndicatorOutcome],
    ) -> Option<Scored> {
        let mut kinds = [Kind::NOTHING; 2];
        let (mut weight, mut points) = (0, Vec::new());
        let (plan, periodic) = (self.plan, is_periodic(self.plan.period()));
        for (indicator, outcome) in plan.indicators().iter().zip(outcomes) {
            let [agreement, action_plan] = &mut kinds;
            let is_planned = self.facts.action_plan.contains(&indicator.code);
            let kind = if is_planned { action_plan } else { agreement };
            let times = |share: Weight| if periodic { 1 } else { share.basis_points() };
            match (indicator.kind, outcome) {
                (ResultKind::Main(share), IndicatorOutcome::Achieved { achievement, .. }) => {
                    let value = self.value(rules.conversion, indicator, *achievement)?;
                    kind.add(value, times(share))?;
                    weight += share.basis_points();
                }
                (ResultKind::Main(share), IndicatorOutcome::Missing(Treatment::Zero)) => {
                    kind.add(Ratio::whole(0), times(share))?;
                    weight += share.basis_points();
                }
                (ResultKind::Additional, IndicatorOutcome::Achieved { achievement, .. }) => {
                    points.extend(self.points(rules, indicator, *achievement));
                }
                (ResultKind::Main(_) | ResultKind::Additional, IndicatorOutcome::Missing(_)) => {}
            }
        }
        let base = self.by_kind(kinds)?;
        Some(Scored { base, weight, points })
    }

    fn value(
        &mut self,
        conversion: &Conversion,
        indicator: &Indicator,
        achievement: Percent,
    ) -> Option<Ratio> {
        let converted = self.converted(conversion, indicator, achievement)?;
        let (code, highest_target) = (indicator.code.clone(), self.is_highest(indicator));
        self.step(OlderStep::Value { code, converted, highest_target });
        Some(converted.value)
    }

    /// What an additional result brings.
    fn points(
        &mut self,
        rules: Rules<'_>,
        indicator: &Indicator,
        achievement: Percent,
    ) -> Option<Ratio> {
        let rule = rules.additional;
        let scope_weight = self.scope_weight(rule, indicator)?;
        let converted = self.converted(rules.conversion, indicator, achievement)?;
        let points = rule.points(scope_weight, converted.predicate, converted.value)?;
        let (code, factor) = (indicator.code.clone(), Some(rule.factors.of(converted.predicate)));
        self.step(OlderStep::Additional { code, scope_weight, converted, factor, points });
        Some(points)
    }

    /// The main results: of both kinds by their shares, where both are there; else
    /// the one counts whole.
    fn by_kind(&mut self, kinds: [Kind; 2]) -> Option<Ratio> {
        let [agreement, action_plan] = kinds.map(Kind::mean);
        let (Some(agreement), Some(action_plan)) = (agreement, action_plan) else {
            return agreement.or(action_plan);
        };
        let rules = &self.policy.rules;
        let rule = if is_periodic(self.plan.period()) {
            &rules.permenpanrb8_2021_periodic_kinds
        } else {
            &rules.permenpanrb8_2021_kinds
        };
        let share = self.rule(rule)?.action_plan;
        let value = total(share, agreement, action_plan)?;
        self.step(OlderStep::Kinds { agreement, action_plan, share, value });
        Some(value)
    }
}
