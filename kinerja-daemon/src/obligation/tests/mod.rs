//! What is due, by years that were made up. F13 to F21 are the failures of the
//! schedule and the clock that are known of other systems.

mod moved;
mod zones;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use kinerja_core::region::{Hears, PolicyParts, RegionCode, RegionPolicy};
use proptest::{collection::vec, prelude::*};

use super::*;
use crate::{
    policies::{LoadedPolicy, Policies},
    run::guard::{self, Doubt, Known, Reading},
};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The policy of an example, and the same with something changed.
fn example(region: &str, change: impl FnOnce(&mut PolicyParts)) -> LoadedPolicy {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/regions");
    let text = std::fs::read_to_string(root.join(region).join("policy.toml")).unwrap();
    let mut loaded = LoadedPolicy::parse(text).unwrap();
    changed(&mut loaded, change);
    loaded
}

fn changed(loaded: &mut LoadedPolicy, change: impl FnOnce(&mut PolicyParts)) {
    let mut parts: PolicyParts = (*loaded.policy).clone();
    change(&mut parts);
    loaded.policy = RegionPolicy::new(parts).unwrap();
}

fn only(loaded: LoadedPolicy) -> Policies {
    Policies::from([(loaded.policy.code.clone(), loaded)])
}

/// So many regions with the policy of Samarinda.
fn regions(count: usize) -> Policies {
    let template = example("samarinda", |_| {});
    let named = |number: usize| {
        let code: RegionCode = format!("wilayah-{number}").parse().unwrap();
        let mut loaded = template.clone();
        changed(&mut loaded, |parts| parts.code = code.clone());
        (code, loaded)
    };
    (0..count).map(named).collect()
}

/// What a database would know.
#[derive(Clone, Default)]
struct Record {
    facts: Facts,
    /// The evaluations in their order.
    evaluated: Vec<String>,
    /// The reminders, each with whether it was made.
    reminders: BTreeMap<String, bool>,
    /// How often something was found that stands there: its key keeps it out.
    refused: usize,
}

impl Record {
    /// Regions with one unit each.
    fn of(policies: &Policies) -> Self {
        let with_unit = |region: &RegionCode| {
            let units = BTreeMap::from([("setda".to_owned(), BTreeSet::new())]);
            (region.clone(), RegionFacts { units, ..RegionFacts::default() })
        };
        Self { facts: policies.keys().map(with_unit).collect(), ..Self::default() }
    }

    /// One look; gives back what was made of it. Nothing may be made twice.
    fn look(&mut self, policies: &Policies, now: DateTime<Utc>) -> Vec<String> {
        let facts = self.facts.clone();
        let mut made = Vec::new();
        for occurrence in due(&facts, policies, now) {
            let Key { region, period, kind, subject, event, revision } = occurrence.key;
            let key = format!("{region} {period} {} {subject} {event} {revision}", kind.code());
            assert!(occurrence.due <= now, "{key} is not due");
            if kind == Kind::Evaluation {
                let units = &mut self.facts.get_mut(region).unwrap().units;
                let Subject::Unit(unit) = subject else { panic!("{key}") };
                assert!(units.get_mut(unit).unwrap().insert(period), "{key} twice");
                self.evaluated.push(key);
            } else {
                if self.reminders.contains_key(&key) {
                    self.refused += 1;
                    continue;
                }
                let is_made = occurrence.skipped.is_none();
                if is_made {
                    assert!(occurrence.useful_until.is_some_and(|until| now < until), "{key}");
                    made.push(key.clone());
                }
                self.reminders.insert(key, is_made);
            }
        }
        for of in self.facts.values_mut() {
            of.looked = of.looked.max(Some(now));
        }
        made
    }
}

fn sorted(mut all: Vec<String>) -> Vec<String> {
    all.sort();
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whoever looks every minute and whoever looks once a year find the same due:
    /// what was made by the one is made or skipped with a reason by the other. A
    /// restart in between changes nothing, because nothing is remembered but what
    /// is on record.
    #[test]
    fn what_is_due_is_the_same_however_often_anyone_looks(
        mut minutes in vec(0_i64..800 * 24 * 60, 1..40),
    ) {
        let mut policies = only(example("samarinda", |_| {}));
        let meets = example("jayawijaya", |_| {});
        policies.insert(meets.policy.code.clone(), meets);
        minutes.sort_unstable();
        let begin = at("2026-04-01T00:00:00Z");
        let instants: Vec<_> = minutes.iter().map(|m| begin + TimeDelta::minutes(*m)).collect();
        let mut often = Record::of(&policies);
        often.look(&policies, begin);
        let mut seldom = often.clone();
        for instant in &instants {
            often.look(&policies, *instant);
            // A second look at once finds nothing.
            prop_assert_eq!(often.look(&policies, *instant), [""; 0]);
        }
        seldom.look(&policies, *instants.last().unwrap());
        let keys = |record: &Record| record.reminders.keys().cloned().collect::<Vec<_>>();
        prop_assert_eq!(keys(&often), keys(&seldom));
        prop_assert_eq!(often.refused + seldom.refused, 0);
        prop_assert_eq!(sorted(often.evaluated), sorted(seldom.evaluated));
    }
}

#[test]
fn the_next_evaluation_follows_the_last_that_is_due() {
    let loaded = example("samarinda", |_| {});
    let next = |now| next_evaluation(&loaded.policy, at(now)).unwrap().0.to_string();
    assert_eq!(next("2026-01-01T00:00:00Z"), "2026-Q2");
    assert_eq!(next("2026-07-20T00:00:00Z"), "2026-Q3");
}

#[test]
fn of_the_reminders_that_were_missed_the_latest_is_made_and_the_others_say_why_not() {
    let policies = only(example("samarinda", |_| {}));
    let mut record = Record::of(&policies);
    record.look(&policies, at("2026-07-01T00:00:00Z"));
    // The deadline is a Saturday: all four of a plan are past and still of use.
    let made = record.look(&policies, at("2026-08-10T00:00:00Z"));
    let plan = |record: &Record, made: bool| {
        let of = record.reminders.iter().filter(|(key, is)| {
            **is == made && key.contains("plan_due") && key.contains("responsible")
        });
        of.map(|(key, _)| key.rsplit(' ').nth(1).unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(plan(&record, true), ["responsible+7"]);
    assert_eq!(plan(&record, false), ["responsible+0", "responsible-14", "responsible-3"]);
    assert!(made.iter().any(|key| key.contains("superior+2")), "{made:?}");
}

#[test]
fn a_meeting_invites_each_unit_once_and_not_after_it_began() {
    let policies = only(example("jayawijaya", |_| {}));
    let invited = |first: &str, then: &str| {
        let mut record = Record::of(&policies);
        record.look(&policies, at(first));
        record.look(&policies, at(then));
        let of = record.reminders.iter().filter(|(key, _)| key.contains(" meeting "));
        of.map(|(key, made)| format!("{key} {made}")).collect::<Vec<_>>()
    };
    // Eighteen days after the semester, a Saturday, which is worked; two weeks before.
    let key = "jayawijaya 2026-S1 meeting unit/setda invitation 20260718";
    assert_eq!(invited("2026-07-01T00:00:00Z", "2026-07-04T00:59:59Z"), [""; 0]);
    assert_eq!(invited("2026-07-01T00:00:00Z", "2026-07-04T01:00:00Z"), [format!("{key} true")]);
    assert_eq!(invited("2026-07-01T00:00:00Z", "2026-07-18T00:00:00Z"), [format!("{key} false")]);
}

#[test]
fn f13_down_for_three_years_with_552_regions_nothing_is_missing_and_nothing_double() {
    let policies = regions(552);
    let (last, now) = (at("2026-07-01T00:00:00Z"), at("2029-06-30T12:00:00Z"));
    let mut record = Record::of(&policies);
    record.look(&policies, last);
    assert_eq!(record.evaluated.len(), 0);

    // The guard holds until somebody says that the clock is right.
    let reading = |wall, process| Reading { wall, process, up_micros: 0 };
    let known = |wall, process| Some(Known { last: reading(wall, process), jumped: false });
    let doubt = guard::judge(known(last, 1), reading(now, 2)).unwrap_err();
    assert_eq!(doubt, Doubt::Ahead { last, now });
    assert_eq!(guard::judge(known(now, 3), reading(now, 2)), Ok(()));

    let made = record.look(&policies, now);
    assert_eq!(record.evaluated.len(), 552 * 12);
    let distinct: BTreeSet<_> = record.evaluated.iter().collect();
    assert_eq!(distinct.len(), 6_624);
    let periods = record.evaluated.iter().map(|key| key.split(' ').nth(1).unwrap());
    let mut before = "";
    for period in periods {
        assert!(before <= period, "{period} after {before}");
        before = period;
    }
    // One for each thing and each of those who hear; the rest is skipped by name.
    let of = |key: &String| {
        let words: Vec<_> = key.split(' ').collect();
        let hears: String =
            words[4].chars().take_while(|c| c.is_alphabetic() || *c == '_').collect();
        format!("{} {} {} {hears}", words[0], words[1], words[2])
    };
    assert_eq!(made.iter().map(of).collect::<BTreeSet<_>>().len(), made.len());
    let one = made.iter().filter(|key| key.starts_with("wilayah-0 "));
    let one: Vec<_> = one.filter_map(|key| Some(key.rsplit_once(' ')?.0)).collect();
    assert_eq!(
        one,
        [
            "wilayah-0 2029-Q1 decision_open region superior+2",
            "wilayah-0 2029-Q1 decision_open region unit_head+3",
            "wilayah-0 2029-Q1 decision_open region responsible+10",
            "wilayah-0 2029-Q2 plan_due region superior+2",
            "wilayah-0 2029-Q2 plan_due region unit_head+3",
            "wilayah-0 2029-Q2 plan_due region responsible+7",
            "wilayah-0 2029-Q2 plan_missing region responsible+1",
            "wilayah-0 2029-Q2 plan_missing region superior+1",
            "wilayah-0 2029-Q2 plan_missing region unit_head+1",
        ]
    );
    assert!(record.reminders.len() > 552 * 12 * 15, "{}", record.reminders.len());
    assert_eq!((record.look(&policies, now), record.refused), (Vec::new(), 0));

    // Control: without the record all of it would be due once more.
    for of in record.facts.values_mut() {
        of.units.values_mut().for_each(BTreeSet::clear);
    }
    let again = due(&record.facts, &policies, now).into_iter();
    assert_eq!(again.filter(|one| one.key.kind == Kind::Evaluation).count(), 6_624);
}

#[test]
fn f13_down_over_the_due_instant_for_a_while_changes_nothing() {
    let policies = only(example("samarinda", |_| {}));
    // The evaluation day of the second quarter begins in Samarinda at 16:00 UTC.
    let due = at("2026-07-14T16:00:00Z");
    for down in [TimeDelta::seconds(30), TimeDelta::days(1), TimeDelta::days(40)] {
        let mut record = Record::of(&policies);
        record.look(&policies, due - TimeDelta::seconds(1));
        assert_eq!(record.evaluated, [""; 0]);
        record.look(&policies, due - TimeDelta::seconds(1) + down);
        assert_eq!(record.evaluated, ["samarinda 2026-Q2 evaluation unit/setda evaluation 1"]);
    }
}

#[test]
fn f14_regions_due_in_one_second_are_all_due() {
    let policies = regions(5_520);
    let mut record = Record::of(&policies);
    record.look(&policies, at("2026-07-14T15:59:59Z"));
    assert_eq!(record.evaluated.len(), 0);
    record.look(&policies, at("2026-07-14T16:00:00Z"));
    assert_eq!(record.evaluated.len(), 5_520);
}

#[test]
fn f16_a_clock_that_goes_back_makes_nothing_again_and_holds_nothing_up() {
    let policies = only(example("samarinda", |_| {}));
    let now = at("2026-07-20T01:00:00Z");
    for back in [TimeDelta::hours(1), TimeDelta::days(1), TimeDelta::days(365)] {
        let mut record = Record::of(&policies);
        record.look(&policies, at("2026-04-01T00:00:00Z"));
        record.look(&policies, now);
        let before = record.clone();
        assert_eq!(record.look(&policies, now - back), [""; 0]);
        assert_eq!((&record.evaluated, &record.reminders), (&before.evaluated, &before.reminders));
        // What is due by the right clock is done at the next look.
        record.look(&policies, now + TimeDelta::days(90));
        assert!(record.evaluated.len() > before.evaluated.len());
        // Control: without the instant until which it was looked at, they would come again.
        let mut facts = before.facts;
        for of in facts.values_mut() {
            of.looked = None;
        }
        let again = due(&facts, &policies, now).into_iter();
        assert!(again.filter(|one| one.key.kind != Kind::Evaluation).count() > 0);
    }
}

#[test]
fn f21_a_policy_that_is_edited_while_something_is_due_changes_nothing_on_record() {
    let mut policies = only(example("samarinda", |_| {}));
    let mut record = Record::of(&policies);
    let mut now = at("2026-07-01T00:00:00Z");
    for step in 0_u32..1_640 {
        let before = record.reminders.clone();
        record.look(&policies, now);
        assert!(before.iter().all(|(key, made)| record.reminders.get(key) == Some(made)));
        for loaded in policies.values_mut() {
            changed(loaded, |parts| {
                parts.reminders.hour = step * 7 % 24;
                parts.deadlines.evaluation.days = 15 + step / 8 % 5;
            });
        }
        now += TimeDelta::hours(5);
    }
    // Control: what was moved into the days to come is found again, and only its key
    // keeps it from being made again.
    assert!(record.refused > 0);
    let evaluations: BTreeSet<_> = record.evaluated.iter().collect();
    assert_eq!(evaluations.len(), record.evaluated.len());
    assert_eq!(record.evaluated.len(), 4);
}

#[test]
fn everybody_who_hears_stands_in_the_table() {
    for kind in Kind::ALL {
        let Some(reminder) = kind.reminder() else { continue };
        let hears = |hears: Hears| reminder.hears().contains(&hears) || reminder.escalates();
        let told = kind.audience().contains(&Audience::UnitHead);
        assert_eq!(hears(Hears::UnitHead), told, "{kind:?}");
    }
}
