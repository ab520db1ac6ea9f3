//! What is due for 552 regions after five years in which nobody looked.
//!
//! Run with `cargo bench --bench due`. The aim is under 100 ms.

#![expect(clippy::unwrap_used, reason = "a bench that cannot be set up should stop")]

use std::collections::{BTreeMap, BTreeSet};

use divan::{Bencher, black_box};
use kinerja_core::region::{PolicyParts, RegionCode, RegionPolicy};
use kinerja_daemon::{
    obligation::{Facts, Kind, RegionFacts, due},
    policies::{LoadedPolicy, Policies},
};

/// Regencies, cities and provinces.
const REGIONS: usize = 552;

fn main() {
    divan::main();
}

fn regions() -> (Policies, Facts) {
    let text = include_str!("../examples/regions/samarinda/policy.toml").to_owned();
    let template = LoadedPolicy::parse(text).unwrap();
    let named = |number: usize| {
        let code: RegionCode = format!("wilayah-{number}").parse().unwrap();
        let parts = PolicyParts { code: code.clone(), ..(*template.policy).clone() };
        (code, LoadedPolicy { policy: RegionPolicy::new(parts).unwrap(), ..template.clone() })
    };
    let policies: Policies = (0..REGIONS).map(named).collect();
    let facts = policies.keys().map(|region| {
        let units = BTreeMap::from([("setda".to_owned(), BTreeSet::new())]);
        let looked = Some("2026-07-01T00:00:00Z".parse().unwrap());
        (region.clone(), RegionFacts { units, looked, ..RegionFacts::default() })
    });
    let facts = facts.collect();
    (policies, facts)
}

/// Five years: twenty quarters of each region, with all their reminders.
#[divan::bench]
fn cold(bencher: Bencher<'_, '_>) {
    let (policies, facts) = regions();
    let now = "2031-06-30T00:00:00Z".parse().unwrap();
    let found = due(&facts, &policies, now);
    let evaluations = found.iter().filter(|one| one.key.kind == Kind::Evaluation).count();
    assert_eq!(evaluations, REGIONS * 20);
    bencher.bench(|| due(black_box(&facts), &policies, now).len());
}

/// The same when it was looked at a moment ago and everything is evaluated.
#[divan::bench]
fn idle(bencher: Bencher<'_, '_>) {
    let (policies, mut facts) = regions();
    let now = "2031-06-30T00:00:00Z".parse().unwrap();
    for (region, of) in &mut facts {
        of.looked = Some(now);
        let periods: BTreeSet<_> = policies.get(region).unwrap().policy.due_periods(now).collect();
        of.units.values_mut().for_each(|done| done.clone_from(&periods));
    }
    assert_eq!(due(&facts, &policies, now).len(), 0);
    bencher.bench(|| due(black_box(&facts), &policies, now).len());
}
