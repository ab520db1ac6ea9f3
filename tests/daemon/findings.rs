//! What got better, stayed and got worse against the period before, in each region.

use std::collections::{BTreeMap, BTreeSet};

use kinerja_core::{
    organisation::Trend,
    plan::{Actual, Code},
};
use kinerja_daemon::store::{Kept, StoredActual, kept::write_actuals};

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
            SELECT employee_id, '{next}', kind,
                CASE kind WHEN 'plan' THEN '{next}' || substr(body, length('{period}') + 1) ELSE body END,
                sha256, 1
            FROM document WHERE {ours}"
        ))
        .await;
        // Before, nothing was counted for two of the indicators: that is the worst
        // where more is better, and the best where less is.
        let rows =
            format!("SELECT id || ' ' || body FROM document WHERE {ours} AND kind = 'actuals'");
        for row in sql.texts(&rows).await {
            let (id, body) = row.split_once(' ').unwrap();
            let mut actuals = <BTreeMap<Code, StoredActual>>::read(body).unwrap();
            for code in ["IK1", "IK4"] {
                if let Some(one) = actuals.get_mut(code)
                    && matches!(one.actual, Actual::Amount(_))
                {
                    one.actual = Actual::Amount(0.into());
                }
            }
            let body = write_actuals(&actuals).unwrap().replace('\'', "''");
            sql.run(&format!("UPDATE document SET body = '{body}' WHERE id = {id}")).await;
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
