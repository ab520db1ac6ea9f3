//! Who hears as the head of a unit.

use kinerja_daemon::jobs::digests::{Audiences, Recipient, tellings};

use crate::world::World;

const TOP: &str = "197006201994011003";

/// Who hears as head of the unit of what is open.
async fn heads(world: &World) -> Vec<Recipient> {
    let store = world.store().await;
    let region = "samarinda".parse().unwrap();
    let open = store.open_today(&region).await.unwrap();
    let audiences = Audiences::read(&store, &region, "2026-07-20".parse().unwrap()).await.unwrap();
    let found = tellings(&open, &audiences).digests;
    let hears = found
        .into_iter()
        .filter(|(_, about)| about.iter().any(|telling| telling.open.hears == "unit_head"));
    let found = hears.map(|(recipient, _)| recipient).collect();
    store.close().await;
    found
}

#[tokio::test]
async fn whoever_has_left_is_not_the_head_and_the_latest_achievement_of_any_period_names_it() {
    let world = World::of_one_unit().await.reminds().await;
    let sql = world.sql().await;
    let other = sql.texts("SELECT MAX(nip) FROM employee WHERE email IS NOT NULL").await.concat();
    let named = sql
        .texts("SELECT nip FROM employee WHERE email IS NOT NULL ORDER BY nip LIMIT 1 OFFSET 1")
        .await
        .concat();
    assert!(TOP != other && TOP != named);
    let is = |nip: &str| Recipient::Person(nip.parse().unwrap());
    world.pass_at("2026-07-20T11:00:00Z").await;
    // Only what the head hears.
    sql.run(
        "UPDATE occurrence SET state = 'done', finished_at = 0
        WHERE hears <> 'unit_head' AND state = 'open'",
    )
    .await;
    assert!(heads(&world).await.contains(&is(TOP)));
    // Two stand at the top, and nobody knows which of them is the head.
    sql.run(&format!("UPDATE employee SET superior_nip = NULL WHERE nip = '{other}'")).await;
    assert_eq!(heads(&world).await, [Recipient::Hr]);
    let heading = "nip;mulai;jenis_mutasi;kode_unit;jabatan;nip_atasan";
    world.import_text("mutasi.csv", &format!("{heading}\n{TOP};2026-07-16;keluar;;;\n")).await;
    assert!(heads(&world).await.contains(&is(&other)));
    // Of a period of which nothing is open.
    sql.run(&format!(
        "INSERT INTO act (region, kind, key, revision, is_current, unit, period, day, body, sha256)
        VALUES ('samarinda', 'capaian_organisasi', 'k', 1, 1, 'setda', '2026-Q1', '2026-04-08',
            '{{\"achievement\":\"good\",\"set_by\":\"Wali Kota\",\"head\":\"{named}\"}}', 'x')"
    ))
    .await;
    assert!(heads(&world).await.contains(&is(&named)));
}
