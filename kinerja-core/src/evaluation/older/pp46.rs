//! The work plan under PP 46/2011.

use super::{Older, OlderGap, OlderStep, PlanScore, whole};
use crate::{
    evaluation::{IndicatorOutcome, Treatment},
    number::{Percent, Quantity, Ratio, Score},
    plan::{Actual, Aspect, Indicator, Kind, ResultKind, Target},
    scheme::pp46_2011::{Activity, AspectRule, Measured},
};

/// The indicators of one planned result, one for each aspect.
struct Group<'a> {
    result: &'a str,
    indicators: [Option<Aspected<'a>>; 4],
}

/// An indicator that counts, or that was left out.
#[derive(Clone, Copy)]
struct Aspected<'a> {
    indicator: &'a Indicator,
    /// None where it was left out.
    measured: Option<Measured>,
}

impl<'a> Older<'a> {
    /// The score of the work plan: each planned result is an activity, whose
    /// indicators are its aspects; the activities count the same, whatever their
    /// weights are.
    pub(super) fn by_activities(&mut self, outcomes: &mut [IndicatorOutcome]) -> Option<PlanScore> {
        let rule = self.rule(&self.policy.rules.pp46_2011_aspects)?;
        let groups = self.groups(rule, outcomes);
        let (mut sum, mut count) = (Ratio::whole(0), 0_u8);
        let mut whole_plan = true;
        for group in &groups {
            match self.activity(group, rule) {
                Counted::Value(value) => {
                    sum = sum.plus(value)?;
                    count = count.checked_add(1)?;
                }
                Counted::LeftOut => {}
                Counted::Blocked => whole_plan = false,
            }
        }
        let base = sum.times(1, count.into()).filter(|_| whole_plan)?;
        let additions = self.additions()?;
        let value = base.plus(additions)?;
        self.step(OlderStep::WorkPlan { base, additions, value });
        Some(PlanScore { value, weight: whole() })
    }

    /// The planned results in the order of the plan.
    fn groups(&mut self, rule: &AspectRule, outcomes: &mut [IndicatorOutcome]) -> Vec<Group<'a>> {
        let mut groups: Vec<Group<'a>> = Vec::new();
        let plan = self.plan;
        for (indicator, outcome) in plan.indicators().iter().zip(outcomes) {
            if indicator.kind == ResultKind::Additional {
                self.gap(OlderGap::NoFormula(indicator.code.clone()), Treatment::NoPoints);
                continue;
            }
            let result = indicator.result.trim();
            let measured = self.measured(rule, indicator, outcome);
            let aspected = Aspected { indicator, measured };
            let known = groups.iter().position(|group| group.result == result);
            let group = match known.and_then(|index| groups.get_mut(index)) {
                Some(group) => group,
                None => groups.push_mut(Group { result, indicators: [None; 4] }),
            };
            let [quantity, quality, time, cost] = &mut group.indicators;
            let place = match indicator.aspect {
                Aspect::Quantity => quantity,
                Aspect::Quality => quality,
                Aspect::Time => time,
                Aspect::Cost => cost,
            };
            if place.replace(aspected).is_some() {
                self.block(OlderGap::TwoOfAspect(result.to_owned(), indicator.aspect));
            }
        }
        groups
    }

    /// Target and actual of an aspect; none where it was left out, and where it
    /// blocks. What it is worth stands in the outcome from here on.
    fn measured(
        &mut self,
        rule: &AspectRule,
        indicator: &Indicator,
        outcome: &mut IndicatorOutcome,
    ) -> Option<Measured> {
        let target = amount_of(indicator.target, indicator.aspect);
        let actual = match *outcome {
            IndicatorOutcome::Achieved { .. } => {
                self.evidence.actuals.get(&indicator.code).map(|reported| reported.actual)
            }
            IndicatorOutcome::Missing(Treatment::Zero) => Some(Actual::Amount(Quantity::ZERO)),
            IndicatorOutcome::Missing(_) => return None,
        };
        let measured = match (target, actual) {
            (Some(target), Some(Actual::Amount(actual))) => Measured::new(target, actual).ok(),
            _ => None,
        };
        let value = measured.and_then(|measured| worth(measured, indicator.aspect, rule));
        let (Some(measured), Some(value), Some(actual)) = (measured, value, actual) else {
            self.block(OlderGap::NoFormula(indicator.code.clone()));
            return None;
        };
        if let IndicatorOutcome::Achieved { achievement, counted } = outcome {
            *achievement = Percent::of_ratio(value);
            *counted = Score::of_achievement(*achievement, self.policy.work_result.cap);
            let (code, target) = (indicator.code.clone(), indicator.target);
            self.step(OlderStep::Aspect { code, target, actual, value });
        }
        Some(measured)
    }

    fn activity(&mut self, group: &Group<'_>, rule: &AspectRule) -> Counted {
        let result = || group.result.to_owned();
        let [quantity, quality, time, cost] = group.indicators;
        let needed =
            [(quantity, Aspect::Quantity), (quality, Aspect::Quality), (time, Aspect::Time)];
        let mut complete = true;
        for (aspected, aspect) in needed {
            if aspected.is_none() {
                self.block(OlderGap::NoAspect(result(), aspect));
                complete = false;
            }
        }
        if !complete {
            return Counted::Blocked;
        }
        let given = |aspected: Option<Aspected<'_>>| aspected.and_then(|found| found.measured);
        let (Some(quantity), Some(quality), Some(time)) =
            (given(quantity), given(quality), given(time))
        else {
            return Counted::LeftOut;
        };
        if cost.is_some_and(|cost| cost.measured.is_none()) {
            return Counted::LeftOut;
        }
        let activity = Activity { quantity, quality, time, cost: given(cost) };
        let Some(aspects) = activity.aspects(rule) else {
            let named = group.indicators.iter().flatten().next();
            if let Some(aspected) = named {
                self.block(OlderGap::NoFormula(aspected.indicator.code.clone()));
            }
            return Counted::Blocked;
        };
        self.step(OlderStep::Activity { result: result(), aspects });
        Counted::Value(aspects.value)
    }

    /// Points for additional tasks and creativity. What nobody recorded brings no
    /// points and is named.
    fn additions(&mut self) -> Option<Ratio> {
        let rule = self.rule(&self.policy.rules.pp46_2011_additions)?;
        let mut sum = Ratio::whole(0);
        match self.facts.additional_tasks {
            Some(count) => {
                let points = rule.tasks(count);
                self.step(OlderStep::Tasks { count, points });
                sum = sum.plus(points.ratio())?;
            }
            None => self.gap(OlderGap::AdditionalTasks, Treatment::NoPoints),
        }
        match self.facts.creativity {
            Some(reach) => {
                let points = rule.creativity(reach);
                self.step(OlderStep::Creativity { reach, points });
                sum = sum.plus(points.ratio())?;
            }
            None => self.gap(OlderGap::Creativity, Treatment::NoPoints),
        }
        Some(sum)
    }
}

/// What became of an activity.
enum Counted {
    /// It has a value.
    Value(Ratio),
    /// One of its aspects was left out, and so it is.
    LeftOut,
    /// It has no value, for a reason that is named.
    Blocked,
}

/// The one number of a target that the aspect's formula can use: more is better
/// for "kuantitas" and "kualitas", less for "waktu" and "biaya".
fn amount_of(target: Target, aspect: Aspect) -> Option<Quantity> {
    match (target.kind(), aspect) {
        (Kind::Higher { low, high }, Aspect::Quantity | Aspect::Quality)
        | (Kind::Lower { low, high }, Aspect::Time | Aspect::Cost) => (low == high).then_some(low),
        (Kind::Higher { .. }, Aspect::Time | Aspect::Cost)
        | (Kind::Lower { .. }, Aspect::Quantity | Aspect::Quality)
        | (
            Kind::Range { .. } | Kind::YesNo | Kind::ByDate(_),
            Aspect::Quantity | Aspect::Quality | Aspect::Time | Aspect::Cost,
        ) => None,
    }
}

fn worth(measured: Measured, aspect: Aspect, rule: &AspectRule) -> Option<Ratio> {
    match aspect {
        Aspect::Quantity | Aspect::Quality => measured.reached(),
        Aspect::Time | Aspect::Cost => measured.saved(rule),
    }
}
