//! What people achieved adds up to units, and units to the region.

use std::{collections::BTreeMap, fs, path::Path};

use kinerja_core::{evaluation::Step, number::Ratio, organisation::IndicatorName, plan::WorkPlan};
use kinerja_daemon::store::{Kept, trail};
use serde_json::Value;

use crate::{services::facts, world::World};

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Sum, count and missing of each indicator, added up from what is on record of
/// every single person.
async fn of_people(world: &World) -> BTreeMap<IndicatorName, (i128, u32, u32)> {
    let store = world.store().await;
    let region = "samarinda".parse().unwrap();
    let found = store.publication(&region, "2026-Q2".parse().unwrap()).await.unwrap().unwrap();
    let mut sums: BTreeMap<IndicatorName, (i128, u32, u32)> = BTreeMap::new();
    for unit in &found.units {
        let add = |person: kinerja_daemon::store::EvaluatedPerson| {
            let Some(plan) = person.plan else { return };
            let plan = WorkPlan::read(&plan).unwrap();
            let derivation = trail::read(&person.derivation).unwrap();
            for indicator in plan.indicators().iter().filter(|_| plan.status().is_agreed()) {
                let sum = sums.entry(indicator.into()).or_default();
                let reached = derivation.steps().iter().find_map(|step| {
                    let Step::Achievement { code, achievement, .. } = step else { return None };
                    (*code == indicator.code).then_some(achievement.micros())
                });
                match reached {
                    Some(micros) => *sum = (sum.0 + micros, sum.1 + 1, sum.2),
                    None => sum.2 += 1,
                }
            }
        };
        store.for_each_evaluated(unit.run, add).await.unwrap();
    }
    store.close().await;
    sums
}

#[tokio::test]
async fn the_region_is_the_sum_of_its_units_and_they_of_their_people() {
    let world = World::of(&["samarinda"]).await;
    world.evaluate().await;
    let store = world.store().await;
    let facts = facts(&world, &store, ("samarinda", "2026-Q2")).await;
    store.close().await;
    let people = of_people(&world).await;
    assert!(people.values().any(|(_, count, missing)| *count > 0 && *missing > 0));
    let region: BTreeMap<_, _> = facts.region().unwrap().means().collect();
    assert_eq!(region.len(), people.len());
    for (name, (sum, count, missing)) in &people {
        let mean = region[name];
        assert_eq!((mean.count(), mean.missing()), (*count, *missing), "{name:?}");
        assert_eq!(mean.value(), Ratio::new(*sum, (*count).into()), "{name:?}");
    }

    // What heads read, added up, is what the region has, and the public reads no
    // more than that.
    let mut heads: BTreeMap<IndicatorName, (u64, u64)> = BTreeMap::new();
    for (unit, _) in &facts.achieved {
        let report = json(&world.reports().join(format!("samarinda/unit-{unit}.json")));
        for row in report["achievements"].as_array().unwrap() {
            let text = |of: &str| row[of].as_str().unwrap().to_owned();
            let name = IndicatorName { title: text("indicator"), unit: text("unit") };
            let sum = heads.entry(name).or_default();
            sum.0 += row["reached"].as_u64().unwrap();
            sum.1 += row["missing"].as_u64().unwrap();
        }
    }
    let told = |(name, (_, count, missing)): (IndicatorName, (i128, u32, u32))| {
        (name, (u64::from(count), u64::from(missing)))
    };
    assert_eq!(heads, people.into_iter().map(told).collect());
    let public = json(&world.summaries().join("samarinda/ringkasan.json"));
    let public = public["services"]["achievements"].as_array().unwrap();
    assert!(!public.is_empty());
    for row in public {
        let text = |of: &str| row[of].as_str().unwrap().to_owned();
        let name = IndicatorName { title: text("indicator"), unit: text("unit") };
        let (reached, missing) = heads[&name];
        let shown = row["reached"].as_u64().unwrap();
        assert!(5 <= shown && shown <= reached, "{row}");
        let hidden = row["missing"].as_u64().is_none_or(|of| (of == 0 || of >= 5) && of <= missing);
        assert!(hidden, "{row}");
    }
}
