//! What is due: pure, from policies, the instant and what the store knows.
//!
//! Nothing is remembered by a timer. Whoever asks after a month gets the same
//! list as one who asked every minute, less what is done.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use kinerja_core::{
    calendar::{CalendarError, Period},
    region::RegionPolicy,
};

use crate::store::{RunKey, UnitName};

/// The evaluations of a region that are due and not done, oldest period first.
pub fn due_evaluations(
    policy: &RegionPolicy,
    units: &[UnitName],
    done: &BTreeSet<(Period, String)>,
    now: DateTime<Utc>,
) -> Vec<RunKey> {
    let key = |period, unit: &UnitName| RunKey {
        region: policy.code.clone(),
        period,
        unit: unit.code.clone(),
    };
    policy
        .due_periods(now)
        .flat_map(|period| units.iter().map(move |unit| key(period, unit)))
        .filter(|key| !done.contains(&(key.period, key.unit.clone())))
        .collect()
}

/// The first period whose evaluation is not due yet, with the instant at which
/// it will be, or the reason why nobody can tell.
pub fn next_evaluation(
    policy: &RegionPolicy,
    now: DateTime<Utc>,
) -> Option<(Period, Result<DateTime<Utc>, CalendarError>)> {
    std::iter::successors(Some(policy.first_period), |period| period.next())
        .map(|period| (period, policy.evaluation_due(period)))
        .find(|(_, due)| !due.is_ok_and(|due| due <= now))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> RegionPolicy {
        let path = "../../examples/regions/samarinda/policy.toml";
        let text = std::fs::read_to_string(
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(path),
        );
        RegionPolicy::from_toml(&text.unwrap()).unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_due_does_not_depend_on_how_often_anyone_looks() {
        let policy = policy();
        let units = ["a", "b"].map(|code| UnitName { code: code.into(), name: code.into() });
        let shown = |done: &BTreeSet<_>, now| {
            let due = due_evaluations(&policy, &units, done, at(now));
            due.iter().map(|key| format!("{} {}", key.period, key.unit)).collect::<Vec<_>>()
        };
        // The evaluation day of the second quarter begins in Samarinda at 16:00 UTC.
        assert_eq!(shown(&BTreeSet::new(), "2026-07-14T15:59:59Z"), [""; 0]);
        assert_eq!(shown(&BTreeSet::new(), "2026-07-14T16:00:00Z"), ["2026-Q2 a", "2026-Q2 b"]);
        let mut done = BTreeSet::from([("2026-Q2".parse().unwrap(), "a".to_owned())]);
        assert_eq!(
            shown(&done, "2027-01-16T00:00:00Z"),
            ["2026-Q2 b", "2026-Q3 a", "2026-Q3 b", "2026-Q4 a", "2026-Q4 b"]
        );
        for key in due_evaluations(&policy, &units, &done.clone(), at("2027-01-16T00:00:00Z")) {
            done.insert((key.period, key.unit));
        }
        assert_eq!(shown(&done, "2027-01-16T00:00:00Z"), [""; 0]);
    }

    #[test]
    fn the_next_evaluation_follows_the_last_that_is_due() {
        let next = |now| next_evaluation(&policy(), at(now)).unwrap().0.to_string();
        assert_eq!(next("2026-01-01T00:00:00Z"), "2026-Q2");
        assert_eq!(next("2026-07-20T00:00:00Z"), "2026-Q3");
    }
}
