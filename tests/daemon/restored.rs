//! F57: a database that was restored or copied sends nothing by itself.

use kinerja_daemon::mail::brakes::Brake;

use crate::{
    smtp::config,
    support::smtp_sink::{Setup, Sink},
    world::{NOW, World},
};

const LATER: &str = "2026-07-20T02:00:00Z";

/// A unit of which two mails have left and the others were called off, and the mark.
async fn sent(sink: &Sink) -> (World, std::path::PathBuf) {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    world.sql().await.run("UPDATE mail SET state = 'cancelled' WHERE id > 3").await;
    world.sql().await.run("UPDATE mail SET state = 'held' WHERE id = 3").await;
    world.send(config(sink), NOW).await;
    assert_eq!(sink.seen().mails.len(), 2);
    world.sql().await.run("UPDATE mail SET state = 'queued' WHERE id = 3").await;
    let file = "SELECT file || '.sent' FROM pragma_database_list WHERE name = 'main'";
    let mark = world.sql().await.texts(file).await.remove(0).into();
    (world, mark)
}

#[tokio::test]
async fn f57_a_restored_or_copied_database_sends_nothing_until_a_person_confirms() {
    let gone = |mark: &std::path::Path| std::fs::remove_file(mark).unwrap();
    let ahead = |mark: &std::path::Path| {
        let known = std::fs::read_to_string(mark).unwrap();
        let (host, attempts) = known.trim().split_once(' ').unwrap();
        assert_eq!(attempts, "2");
        std::fs::write(mark, format!("{host} 3\n")).unwrap();
    };
    let other = |mark: &std::path::Path| std::fs::write(mark, "0123456789abcdef 2\n").unwrap();
    let torn = |mark: &std::path::Path| std::fs::write(mark, "").unwrap();
    let ways: [&dyn Fn(&std::path::Path); 4] = [&gone, &ahead, &other, &torn];
    for (number, way) in ways.into_iter().enumerate() {
        let sink = Sink::start(Setup::default()).await;
        let (world, mark) = sent(&sink).await;
        way(&mark);
        for _ in 0..2 {
            let done = world.send(config(&sink), LATER).await.mails.unwrap();
            assert_eq!((done.sent, done.hold.unwrap().brake), (0, Brake::Restored), "{number}");
        }
        world.command_at(LATER, &["outbox", "confirm", "--by", "Ani"]).await.unwrap();
        let done = world.send(config(&sink), LATER).await.mails.unwrap();
        assert_eq!((done.sent, done.hold), (1, None), "{number}");
        let by = "SELECT value FROM setting WHERE key LIKE 'mail_restored/%'";
        assert_eq!(world.sql().await.texts(by).await, ["Ani"]);
        assert_eq!(sink.seen().mails.len(), 3);
    }
}

#[tokio::test]
async fn f57_a_copy_beside_its_mark_on_the_same_host_sends_nothing_until_a_person_confirms() {
    let sink = Sink::start(Setup::default()).await;
    let (world, mark) = sent(&sink).await;
    world.sql().await.run("PRAGMA wal_checkpoint(TRUNCATE)").await;
    let file = mark.with_extension("");
    let copy = mark.with_extension("copy");
    std::fs::copy(&file, &copy).unwrap();
    std::fs::rename(&copy, &file).unwrap();
    let done = world.send(config(&sink), LATER).await.mails.unwrap();
    assert_eq!((done.sent, done.hold.unwrap().brake), (0, Brake::Restored));
    world.command_at(LATER, &["outbox", "confirm", "--by", "Ani"]).await.unwrap();
    let done = world.send(config(&sink), LATER).await.mails.unwrap();
    assert_eq!((done.sent, done.hold), (1, None));
}

/// Without the mark beside it, a backup from before the first mail tells nobody that they
/// have left: each leaves once more.
#[tokio::test]
async fn f57_control_without_the_mark_a_restored_database_sends_every_mail_again() {
    for has_mark in [true, false] {
        let world = World::of_one_unit().await;
        world.evaluate().await;
        let sql = world.sql().await;
        let file = "SELECT file FROM pragma_database_list WHERE name = 'main'";
        let file = std::path::PathBuf::from(sql.texts(file).await.remove(0));
        let mails = usize::try_from(sql.number("SELECT COUNT(*) FROM mail").await).unwrap();
        world.store().await.close().await;
        sql.run("PRAGMA wal_checkpoint(TRUNCATE)").await;
        let before = std::fs::read(&file).unwrap();
        let sink = Sink::start(Setup::default()).await;
        world.send(config(&sink), NOW).await;
        assert_eq!(sink.seen().mails.len(), mails);
        world.sql().await.run("PRAGMA wal_checkpoint(TRUNCATE)").await;
        drop(sql);
        std::fs::write(&file, before).unwrap();
        if !has_mark {
            std::fs::remove_file(file.with_extension("db.sent")).unwrap();
        }
        world.send(config(&sink), LATER).await;
        let expected = if has_mark { mails } else { 2 * mails };
        assert_eq!(sink.seen().mails.len(), expected, "with the mark: {has_mark}");
    }
}

#[tokio::test]
async fn what_never_sent_and_what_goes_on_where_it_was_is_not_held() {
    let sink = Sink::start(Setup::default()).await;
    let (world, _) = sent(&sink).await;
    let done = world.send(config(&sink), LATER).await.mails.unwrap();
    assert_eq!((done.sent, done.hold), (1, None));
}
