//! Administrative and functional posts: each planned result has a value.

use super::{Older, OlderStep, Rules, Scored};
use crate::{
    evaluation::{AspectCategory, IndicatorOutcome, Treatment},
    number::{Ratio, Share},
    plan::{Indicator, ResultKind},
    scheme::{
        Predicate,
        permenpanrb8_2021::{AdditionalRule, Conversion, ResultRule},
    },
};

/// A planned result, main or additional, with its aspects.
struct Group<'a> {
    /// Its first indicator.
    first: &'a Indicator,
    is_main: bool,
    /// The weight of its indicators that count.
    weight: i128,
    aspects: Vec<AspectCategory>,
    is_indirect: bool,
}

impl<'a> Older<'a> {
    /// The results of a person in such a post: indicators of the same result are
    /// its aspects, and the results count by their weights.
    pub(super) fn staff(
        &mut self,
        rules: Rules<'_>,
        outcomes: &[IndicatorOutcome],
    ) -> Option<Scored> {
        let rule = self.rule(&self.policy.rules.permenpanrb8_2021_results)?;
        let (mut sum, mut weight, mut points) = (Ratio::whole(0), 0, Vec::new());
        for group in self.results(rules.conversion, outcomes)? {
            let first = group.first;
            let main_weight = group.is_main.then_some(group.weight);
            let Some((category, value)) = self.result(rule, group) else { continue };
            if let Some(share) = main_weight {
                sum = sum.plus(value.times(share, 1)?)?;
                weight += share;
            } else {
                points.extend(self.points_of(rules.additional, first, (category, value)));
            }
        }
        Some(Scored { base: sum.times(1, weight)?, weight, points })
    }

    /// The planned results in the order of the plan; none where an achievement has
    /// no category.
    fn results(
        &mut self,
        conversion: &Conversion,
        outcomes: &[IndicatorOutcome],
    ) -> Option<Vec<Group<'a>>> {
        let mut groups: Vec<Group<'a>> = Vec::new();
        let plan = self.plan;
        for (indicator, outcome) in plan.indicators().iter().zip(outcomes) {
            let (is_main, share) = match indicator.kind {
                ResultKind::Main(share) => (true, share.basis_points()),
                ResultKind::Additional => (false, 0),
            };
            let result = indicator.result.trim();
            let same =
                |group: &Group<'_>| group.is_main == is_main && group.first.result.trim() == result;
            let known = groups.iter().position(same);
            let group = match known.and_then(|index| groups.get_mut(index)) {
                Some(group) => group,
                None => groups.push_mut(Group {
                    first: indicator,
                    is_main,
                    weight: 0,
                    aspects: Vec::new(),
                    is_indirect: false,
                }),
            };
            group.is_indirect |= self.facts.indirect.contains(&indicator.code);
            let (percent, category) = match outcome {
                IndicatorOutcome::Achieved { achievement, .. } => {
                    let found = self.converted(conversion, indicator, *achievement)?;
                    (found.percent, found.predicate)
                }
                IndicatorOutcome::Missing(Treatment::Zero) => (0, Predicate::VeryPoor),
                IndicatorOutcome::Missing(_) => continue,
            };
            let (code, highest_target) = (indicator.code.clone(), self.is_highest(indicator));
            group.weight += share;
            group.aspects.push(AspectCategory { code, percent, category, highest_target });
        }
        Some(groups)
    }

    /// Category and value of a result; none where all of it was left out.
    fn result(&mut self, rule: &ResultRule, group: Group<'_>) -> Option<(Predicate, Ratio)> {
        let aspects = group.aspects;
        let category = rule.category_of.category(aspects.iter().map(|aspect| aspect.category))?;
        let value = rule.value(category, group.is_indirect)?;
        let result = group.first.result.trim().to_owned();
        let indirect = group.is_indirect.then_some(rule.indirect);
        let weight = group.is_main.then(|| Share::from_basis_points(group.weight).ok()).flatten();
        self.step(OlderStep::Result { result, aspects, category, indirect, value, weight });
        Some((category, value))
    }

    /// What an additional result brings.
    fn points_of(
        &mut self,
        rule: &AdditionalRule,
        first: &Indicator,
        (category, value): (Predicate, Ratio),
    ) -> Option<Ratio> {
        let scope_weight = self.scope_weight(rule, first)?;
        let points = rule.points(scope_weight, category, value)?;
        let (code, factor) = (first.code.clone(), rule.factors.of(category));
        let step =
            OlderStep::AdditionalResult { code, scope_weight, category, factor, value, points };
        self.step(step);
        Some(points)
    }
}
