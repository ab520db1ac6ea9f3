//! What people are reminded of: one mail a person and day, at the hour of the region.

use kinerja_daemon::config::Route;

use crate::{
    smtp::config,
    support::smtp_sink::{Setup, Sink},
    world::World,
};

/// The evening of a Tuesday: what fell due is open, and nobody is written to.
const EVENING: &str = "2026-07-21T11:00:00Z";
/// The next morning at eight.
const MORNING: &str = "2026-07-22T00:00:00Z";

const DIGESTS: &str = "SELECT COUNT(*) FROM mail WHERE event = 'digest'";
const OPEN: &str = "SELECT COUNT(*) FROM occurrence WHERE state = 'open'";

#[tokio::test]
async fn whoever_hears_of_many_people_gets_one_mail_a_day() {
    let world = World::of_one_unit().await.reminds().await;
    let sql = world.sql().await;
    world.pass_at(EVENING).await;
    let open = sql.number(OPEN).await;
    assert!(open > 100, "{open}");
    assert_eq!(sql.number(DIGESTS).await, 0, "nobody is written to in the evening");
    world.pass_at(MORNING).await;
    // Each of the 21 with an address, and the office.
    assert_eq!(sql.number(DIGESTS).await, 22);
    let twice = "SELECT COUNT(*) FROM (SELECT 1 FROM mail WHERE event = 'digest'
        GROUP BY COALESCE(employee_id, 0) HAVING COUNT(*) > 1)";
    assert_eq!(sql.number(twice).await, 0);
    // Everything that was open is done, and says by which mail.
    assert_eq!(sql.number(OPEN).await, 0);
    let told = "SELECT COUNT(*) FROM occurrence JOIN mail ON mail.id = occurrence.mail_id
        WHERE occurrence.state = 'done' AND mail.event = 'digest'";
    assert_eq!(sql.number(told).await, open);
    // Again on the same day, and on the next one: nobody hears of it again.
    for again in ["2026-07-22T00:05:00Z", "2026-07-22T06:00:00Z"] {
        world.pass_at(again).await;
        assert_eq!(sql.number(DIGESTS).await, 22, "{again}");
    }
}

#[tokio::test]
async fn on_a_free_day_nobody_is_written_to() {
    let world = World::of_one_unit().await.reminds().await;
    let sql = world.sql().await;
    world.pass_at("2026-07-17T12:00:00Z").await;
    assert!(sql.number(OPEN).await > 0);
    // A Saturday and a Sunday, at nine.
    for free in ["2026-07-18T01:00:00Z", "2026-07-19T01:00:00Z"] {
        world.pass_at(free).await;
        assert_eq!(sql.number(DIGESTS).await, 0, "{free}");
    }
    // Control: the Monday after.
    world.pass_at("2026-07-20T01:00:00Z").await;
    assert!(sql.number(DIGESTS).await > 0);
}

#[tokio::test]
async fn reminders_leave_like_any_mail_and_expire_when_they_are_of_no_use() {
    let world = World::of_one_unit().await.reminds().await;
    let sql = world.sql().await;
    world.pass_at(EVENING).await;
    world.pass_at(MORNING).await;
    let sink = Sink::start(Setup::default()).await;
    world.send(config(&sink), "2026-07-22T00:10:00Z").await;
    assert_eq!(sql.states_of("event = 'digest'").await, "22 sent");
    let mails = sink.seen().mails;
    let digests: Vec<_> = mails
        .iter()
        .filter(|mail| String::from_utf8_lossy(&mail.bytes).contains("Subject: Pengingat kinerja"))
        .collect();
    assert_eq!(digests.len(), 22);
    for mail in &digests {
        assert!(mail.bytes.len() < 60_000);
        let text = String::from_utf8_lossy(&mail.bytes);
        assert!(text.contains("Auto-Submitted: auto-generated"), "{text}");
    }
    // The office gets its own, at the address of the policy.
    let office = sql.texts("SELECT state FROM mail WHERE employee_id IS NULL").await;
    assert_eq!(office, ["sent"]);

    // The same while the relay is away for longer than anybody can use it.
    let world = World::of_one_unit().await.reminds().await;
    let sql = world.sql().await;
    world.pass_at(EVENING).await;
    world.pass_at(MORNING).await;
    let sink = Sink::start(Setup::default()).await;
    world.send(config(&sink), "2026-08-20T00:10:00Z").await;
    let old = "event = 'digest' AND key LIKE 'samarinda/2026-07-22/%'";
    assert_eq!(sql.states_of(old).await, "22 expired");
}

#[tokio::test]
async fn two_passes_at_once_write_to_nobody_twice() {
    let world = World::of_one_unit().await.reminds().await;
    let sql = world.sql().await;
    world.pass_at(EVENING).await;
    let app = world.app(Route::Off, MORNING);
    let (one, two) = (world.store().await, world.store().await);
    let stop = kinerja_daemon::run::Stop::default();
    let (first, second) = tokio::join!(
        kinerja_daemon::run::pass(&app, &one, &stop),
        kinerja_daemon::run::pass(&app, &two, &stop)
    );
    assert!(first.unwrap().faults.is_empty() && second.unwrap().faults.is_empty());
    assert_eq!(sql.number(DIGESTS).await, 22);
}

#[tokio::test]
async fn the_head_of_each_unit_is_invited_once_with_an_entry_for_the_calendar() {
    let world = World::of(&["jayawijaya"]).await.reminds().await;
    let sql = world.sql().await;
    // Two weeks before the meeting of the agencies.
    world.pass_at("2026-07-01T00:00:00Z").await;
    world.pass_at("2026-07-06T01:00:00Z").await;
    let units = sql.number("SELECT COUNT(*) FROM unit").await;
    let invited = "SELECT COUNT(*) FROM mail WHERE event = 'meeting'";
    assert_eq!(sql.number(invited).await, units);
    world.pass_at("2026-07-07T01:00:00Z").await;
    assert_eq!(sql.number(invited).await, units);
    let sink = Sink::start(Setup::default()).await;
    world.send(config(&sink), "2026-07-07T01:10:00Z").await;
    assert_eq!(sql.states_of("event = 'meeting'").await, format!("{units} sent"));
    let mails = sink.seen().mails;
    let text = |mail: &crate::support::smtp_sink::Accepted| {
        String::from_utf8_lossy(&mail.bytes).into_owned()
    };
    let entries = mails.iter().map(text).filter(|text| text.contains("method=REQUEST"));
    assert_eq!(i64::try_from(entries.count()).unwrap(), units);
}
