//! A small summary for tests: units that are pooled, counts that are hidden and
//! names that mean harm.

use std::collections::BTreeMap;

use kinerja_core::{
    consequence::FollowUpKind,
    region::RegionPolicy,
    summary::{Mean, PublicServices, PublicSummary, Tally},
};

use super::RegionReport;

pub(super) fn policy() -> RegionPolicy {
    let text = include_str!("../../../examples/regions/samarinda/policy.toml");
    RegionPolicy::from_toml(text).unwrap()
}

pub(super) fn report(policy: &RegionPolicy) -> RegionReport<'_> {
    RegionReport {
        policy,
        period: "2026-Q2".parse().unwrap(),
        as_of: "2026-07-14T16:00:00Z".parse().unwrap(),
        revision: 1,
        summary: PublicSummary::new(&[
            unit("=HYPERLINK(\"evil\");Dinas", [9, 30, 7, 0, 0, 5]),
            unit("<script>alert(1)</script> & \"x\"", [6, 20, 3, 2, 0, 6]),
            unit("Kecil", [0, 2, 1, 0, 0, 0]),
            unit("Kecil juga", [0, 3, 0, 0, 0, 0]),
        ]),
        services: PublicServices::default(),
    }
}

fn unit(name: &str, counts: [u32; 6]) -> (String, Tally) {
    let [predicates @ .., blocked] = counts;
    let scored: u32 = predicates.iter().sum();
    let mean = Mean { micros: 98_600_000 * i64::from(scored), count: scored };
    let tally = Tally {
        people: scored + blocked,
        predicates,
        blocked,
        not_evaluated: 0,
        total: mean,
        behaviour: [mean; 7],
        gaps: BTreeMap::from([("actual_missing".into(), blocked), ("plan_draft".into(), 2)]),
        follow_ups: BTreeMap::from([(FollowUpKind::Reward, counts[0])]),
    };
    (name.to_owned(), tally)
}
