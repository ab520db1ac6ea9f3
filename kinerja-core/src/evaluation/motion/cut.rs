//! Cuts a period into segments and says what each counts.

use chrono::{Months, NaiveDate};

use super::{Counts, MotionError, Part, SEGMENTS_MAX, Work};
use crate::{
    calendar::Period,
    people::{Beginning, History, Segment},
    region::{Combine, RegionPolicy, SegmentRules},
};

/// The segments of a period, oldest first, cut where a plan begins or ends.
pub(super) fn parts(
    policy: &RegionPolicy,
    period: Period,
    history: &History,
    works: &[Work<'_>],
) -> Result<Vec<Part>, MotionError> {
    check(period, works)?;
    let rules = &policy.segments;
    let mut parts = Vec::new();
    for segment in history.segments(period) {
        let suspended = segment.absence.filter(|absence| rules.suspends.contains(absence));
        let cuts = if suspended.is_some() { Vec::new() } else { cuts(&segment, works) };
        let ends = cuts.iter().copied().chain([segment.until]);
        let mut from = segment.from;
        for until in ends {
            let counts = suspended.map_or(Counts::NoMonth, Counts::Suspended);
            let number = u32::try_from(parts.len()).unwrap_or(u32::MAX).saturating_add(1);
            parts.push(part(&segment, (from, until), works, (number, counts)));
            from = until;
        }
    }
    if parts.len() > SEGMENTS_MAX {
        return Err(MotionError::TooMany { found: parts.len(), most: SEGMENTS_MAX });
    }
    count(rules, period, &mut parts);
    Ok(parts)
}

fn check(period: Period, works: &[Work<'_>]) -> Result<(), MotionError> {
    let mut sorted: Vec<_> = works.iter().collect();
    sorted.sort_by_key(|work| (work.from, work.until));
    for work in &sorted {
        if work.until <= work.from {
            return Err(MotionError::NoDays { from: work.from });
        }
        if work.plan.period() != period {
            let found = work.plan.period();
            return Err(MotionError::OtherPeriod { found, expected: period });
        }
    }
    let pairs = sorted.iter().zip(sorted.iter().skip(1));
    match pairs.into_iter().find(|(one, next)| next.from < one.until) {
        Some((one, next)) => {
            Err(MotionError::OverlappingPlans { from: next.from, until: one.until.min(next.until) })
        }
        None => Ok(()),
    }
}

/// The days within a segment on which a plan begins or ends.
fn cuts(segment: &Segment, works: &[Work<'_>]) -> Vec<NaiveDate> {
    let ends = works.iter().flat_map(|work| [work.from, work.until]);
    let mut cuts: Vec<_> = ends.filter(|day| segment.from < *day && *day < segment.until).collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

fn part(
    segment: &Segment,
    (from, until): (NaiveDate, NaiveDate),
    works: &[Work<'_>],
    (number, counts): (u32, Counts),
) -> Part {
    let begins = if from == segment.from { segment.begins } else { Beginning::NewPlan };
    let suspended = matches!(counts, Counts::Suspended(_));
    let covers = |work: &Work<'_>| !suspended && work.from <= from && from < work.until;
    Part {
        number,
        from,
        until,
        unit: segment.unit.clone(),
        evaluator: segment.superior.clone(),
        begins,
        counts,
        work: works.iter().position(covers),
        evaluation: None,
    }
}

/// Gives every part that is not suspended its days or months.
fn count(rules: &SegmentRules, period: Period, parts: &mut [Part]) {
    for part in parts.iter_mut().filter(|part| part.counts == Counts::NoMonth) {
        let days = part.days();
        if days < rules.minimum_days {
            part.counts = Counts::TooShort;
        } else if rules.combine == Combine::Days {
            part.counts = Counts::Share(days);
        }
    }
    if rules.combine == Combine::Days {
        return;
    }
    let first = period.start();
    let months =
        (0..=period.cadence().months()).filter_map(|n| first.checked_add_months(Months::new(n)));
    let starts: Vec<_> = months.collect();
    for (start, end) in starts.iter().zip(starts.iter().skip(1)) {
        let days = |part: &Part| (part.until.min(*end) - part.from.max(*start)).num_days();
        let counting = parts.iter_mut().filter(|part| {
            matches!(part.counts, Counts::Share(_) | Counts::NoMonth) && days(part) > 0
        });
        // Of equal ones the last maximum wins, so the earlier is looked at last.
        if let Some(part) = counting.rev().max_by_key(|part| days(part)) {
            part.counts = Counts::Share(part.counts.share().unwrap_or(0).saturating_add(1));
        }
    }
}
