//! The mail of a decision as it leaves after a whole pass: from the files of each
//! region over evaluation and decision to the relay.

use std::path::Path;

use crate::{
    delivery::recipient,
    golden::assert_golden,
    reading::read,
    services::REGIONS,
    support::smtp_sink::{Setup, Sink},
    world::World,
};

/// When what came after the evaluations is taken in.
const AFTER: &str = "2026-08-06T01:00:00Z";

/// What a mail of a decision may tell beside the decision.
const SECTIONS: [&str; 5] = [
    "TINDAK LANJUT MENURUT PUTUSAN",
    "ANGKA KREDIT",
    "PERBAIKAN KINERJA",
    "BEDA DENGAN USULAN",
    "KEBERATAN",
];

#[tokio::test]
async fn each_region_sends_a_decision_with_all_that_follows_from_it() {
    let regions = REGIONS.map(|(region, _)| region);
    let world = World::of(&regions).await;
    world.evaluate().await;
    for region in regions {
        let folder = Path::new("examples/regions").join(region).join("setelah-evaluasi");
        let words = ["import", "--region", region, folder.to_str().unwrap()];
        world.command_at(AFTER, &words).await.unwrap();
    }
    // Only the decisions are looked at here.
    world.sql().await.run("UPDATE mail SET state = 'cancelled' WHERE event = 'result'").await;
    let sink = Sink::start(Setup::default()).await;
    let done = world.send_to(&sink, AFTER).await;
    assert!(done.notices > 0);
    let mails = sink.seen().mails;
    let others = world.sql().await.number("SELECT COUNT(*) FROM mail WHERE run_id IS NULL").await;
    assert_eq!(i64::try_from(mails.len()).unwrap(), i64::from(done.notices) + others);
    for region in regions {
        let domain = format!("@{region}.example.go.id");
        let own = mails.iter().filter(|mail| recipient(mail).ends_with(&domain));
        let texts = own.map(|mail| {
            let mail = read(&mail.bytes);
            let (kind, text) = &mail.parts[0];
            assert!(kind.starts_with("text/plain"), "{kind}");
            format!("Subject: {}\n\n{}", mail.headers["subject"][0], text.replace("\r\n", "\n"))
        });
        let told = |text: &str| SECTIONS.iter().filter(|one| text.contains(**one)).count();
        let fullest = texts.max_by_key(|text| (told(text), text.clone())).unwrap();
        assert!(fullest.contains("INI PUTUSAN"), "{fullest}");
        assert_golden(&format!("decided/{region}.txt"), fullest);
    }
}
