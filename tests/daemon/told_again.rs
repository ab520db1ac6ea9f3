//! Results that were corrected and corrected back.

use std::collections::BTreeMap;

use kinerja_daemon::store::AuditOf;

use crate::{
    support::smtp_sink::{Setup, Sink},
    world::{NOW, World},
};

#[tokio::test]
async fn a_result_that_was_corrected_back_is_told_once_by_its_last_mail() {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let sink = Sink::start(Setup::default()).await;
    world.send_to(&sink, NOW).await;
    for actual in [20, 19, 20] {
        let row = format!(
            "nip;periode;kode;realisasi;tanggal;bukti\n\
             197006201994011003;2026-Q2;IK5;{actual};2026-07-02;\n"
        );
        world.import_text(&format!("koreksi-{}.csv", sink.seen().mails.len()), &row).await;
        let evaluate = ["evaluate", "--region", "samarinda", "--period", "2026-Q2"];
        world.command(&[&evaluate[..], &["--revise", "salah ketik"]].concat()).await.unwrap();
        world.send_to(&sink, NOW).await;
    }
    let sql = world.sql().await;
    let hers = "SELECT COUNT(*) FROM mail WHERE event = 'result' AND employee_id =
        (SELECT id FROM employee WHERE nip = '197006201994011003')";
    assert_eq!(sql.number(hers).await, 4);
    let mut alive = BTreeMap::<_, u32>::new();
    let store = world.store().await;
    let count = |row: kinerja_daemon::store::ToTell| {
        let is_alive = row.mail.is_some_and(|(_, state)| state != "cancelled");
        *alive.entry(row.key).or_default() += u32::from(is_alive);
    };
    store.each_to_tell(AuditOf::default(), count).await.unwrap();
    assert!(alive.values().all(|mails| *mails <= 1), "{alive:?}");
}
