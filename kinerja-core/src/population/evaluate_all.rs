//! Plans and evidence of many people, evaluated together.

use super::{Columns, Gathered, Scorer, Scores, row::OTHER};
use crate::{
    calendar::Period,
    evaluation::{Evaluation, HeadRating, IndicatorOutcome, Numbers, evaluate},
    evidence::{Behaviour, Evidence, ReportCounts},
    number::{Percent, Score},
    plan::{Indicator, WorkPlan},
    region::RegionPolicy,
    scheme::achievement,
};

/// Evaluates people in one go, each exactly as [`evaluate`] does.
///
/// Those of one period of whom everything was agreed and reported in time, which is
/// nearly everybody, go through columns; the others are evaluated one by one.
pub fn evaluate_all(policy: &RegionPolicy, people: &[(&WorkPlan, &Evidence)]) -> Vec<Evaluation> {
    let Some((first, _)) = people.first() else { return Vec::new() };
    let together = Together::of(policy, first.period(), people);
    let columns = together.gathered.columns();
    let mut scores = Scores::default();
    let refused = together.scorer.keep_good(&columns, 0..columns.len(), &mut scores);
    let mut places = 0..;
    people
        .iter()
        .zip(together.counts)
        .map(|((plan, evidence), counts)| {
            let place = counts.and_then(|counts| Some((places.next()?, counts)));
            let numbers = place.filter(|(place, _)| refused.iter().all(|one| one.person != *place));
            let numbers = numbers.and_then(|(place, counts)| {
                numbers_of(policy, (plan, evidence), (&columns, &scores, place), counts)
            });
            match numbers {
                Some(numbers) => numbers.conclude(policy, plan, evidence),
                None => evaluate(policy, plan, evidence),
            }
        })
        .collect()
}

/// Those who go through columns.
struct Together<'p> {
    scorer: Scorer<'p>,
    gathered: Gathered,
    // For each of all people what was counted of the daily reports, if they do.
    counts: Vec<Option<ReportCounts>>,
}

impl<'p> Together<'p> {
    fn of(policy: &'p RegionPolicy, period: Period, people: &[(&WorkPlan, &Evidence)]) -> Self {
        let scorer = Scorer::before_vetoes(policy, period);
        let mut gathered = Gathered::new(period);
        let rule = policy.daily_reports.as_ref();
        let counts = people.iter().map(|(plan, evidence)| {
            let counts = evidence.counts(rule, plan);
            if !is_complete(&scorer, plan, evidence, &counts) {
                return None;
            }
            gathered.push(rule, plan, evidence).ok().map(|()| counts)
        });
        let counts = counts.collect();
        Self { scorer, gathered, counts }
    }
}

/// Whether everything was agreed, and reported in time and of the kind that is asked.
fn is_complete(
    scorer: &Scorer<'_>,
    plan: &WorkPlan,
    evidence: &Evidence,
    counts: &ReportCounts,
) -> bool {
    let Some(deadline) = scorer.deadline() else { return false };
    let reported = |indicator: &Indicator| {
        let reported = evidence.reported(indicator, counts);
        reported.is_some_and(|one| one.on <= deadline && indicator.target.accepts(one.actual))
    };
    let is_whole =
        |given: &Behaviour| given.on <= deadline && given.scores.iter().all(Option::is_some);
    plan.period() == scorer.period()
        && plan.status().is_agreed()
        && evidence.behaviour.as_ref().is_some_and(is_whole)
        && plan.indicators().iter().all(reported)
}

/// What the columns found of one of the people in them.
fn numbers_of(
    policy: &RegionPolicy,
    (plan, evidence): (&WorkPlan, &Evidence),
    (columns, scores, place): (&Columns<'_>, &Scores, usize),
    counts: ReportCounts,
) -> Option<Numbers> {
    let (cap, loss) = (policy.work_result.cap, policy.work_result.late_day_loss);
    let rows = columns.rows(place..place.checked_add(1)?).each().zip(plan.indicators());
    let indicators = rows.map(|(row, indicator)| {
        let achievement = match row.ordinary() {
            found if found < OTHER - 1 => Percent::of_micros(found),
            _ => {
                let reported = evidence.reported(indicator, &counts)?;
                achievement(indicator.target, reported.actual, loss)?
            }
        };
        let counted = Score::of_achievement(achievement, cap);
        Some(IndicatorOutcome::Achieved { achievement, counted })
    });
    Some(Numbers {
        indicators: indicators.collect::<Option<_>>()?,
        behaviour: evidence.behaviour.as_ref()?.scores.map(|score| Some(score?.min(cap))),
        gaps: Vec::new(),
        proposal: Some(scores.proposal(place)?),
        head: HeadRating::of(policy, plan.period(), &evidence.background),
        counts,
        raters: None,
    })
}
