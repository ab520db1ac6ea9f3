//! What got better, stayed and got worse against the period before, in each region.

use std::collections::BTreeSet;

use kinerja_core::organisation::Trend;

use crate::{
    golden::assert_golden,
    services::{REGIONS, facts, lines},
    world::World,
};

const LATER: &str = "2027-02-28T01:00:00Z";

const NEXT: [&str; 5] = ["2026-S2", "2026-07", "2026-Q3", "2026", "2026-Q3"];

#[tokio::test]
async fn each_region_is_told_what_changed_against_the_period_before() {
    let world = World::of(&REGIONS.map(|(region, _)| region)).await;
    let sql = world.sql().await;
    for ((region, period), next) in REGIONS.into_iter().zip(NEXT) {
        let ours = format!(
            "kind IN ('plan', 'actuals', 'behaviour') AND is_current = 1 AND period = '{period}' AND
            employee_id IN (SELECT id FROM employee WHERE region = '{region}')"
        );
        sql.run(&format!(
            "INSERT INTO document (employee_id, period, kind, body, sha256, is_current)
            SELECT employee_id, '{next}', kind, replace(body, '\"{period}\"', '\"{next}\"'),
                sha256, 1
            FROM document WHERE {ours}"
        ))
        .await;
        // Before, nothing was counted for two of the indicators: that is the worst
        // where more is better, and the best where less is.
        for code in ["IK1", "IK4"] {
            sql.run(&format!(
                "UPDATE document SET body = json_set(body, '$.{code}[0].amount', '0')
                WHERE {ours} AND kind = 'actuals'
                AND json_type(body, '$.{code}[0].amount') = 'text'"
            ))
            .await;
        }
        for period in [period, next] {
            let words = ["evaluate", "--region", region, "--period", period];
            world.command_at(LATER, &words).await.unwrap();
        }
        let store = world.store().await;
        let found = facts(&world, &store, (region, next)).await.findings().unwrap();
        store.close().await;
        assert_golden(&format!("findings/{region}-perubahan.txt"), lines(&found));
        let of: BTreeSet<_> = found.iter().filter_map(|one| Some(one.change?.trend)).collect();
        assert_eq!(of, BTreeSet::from([Trend::Worse, Trend::Same, Trend::Better]), "{region}");
    }
}
