//! Mails of a region on their way through a relay that behaves, and where else
//! they go.

use std::collections::{BTreeMap, BTreeSet};

use kinerja_daemon::{
    config::Route,
    jobs::notify::Sent,
    mail::SmtpConfig,
    run::{Stop, pass},
};
use sha2::{Digest, Sha256};

use crate::{
    reading::read,
    smtp::{address, config},
    sql::Sql,
    support::smtp_sink::{Accepted, Setup, Sink},
    world::{NOW, World},
};

/// The address in `<…>` that a mail went to.
pub(crate) fn recipient(mail: &Accepted) -> &str {
    assert_eq!(mail.to.len(), 1, "a mail has one recipient");
    mail.to[0].trim_matches(['<', '>'])
}

pub(crate) fn message_id(mail: &Accepted) -> String {
    read(&mail.bytes).headers["message-id"][0].clone()
}

pub(crate) fn digest(mail: &Accepted) -> String {
    format!("{:x}", Sha256::digest(&mail.bytes))
}

/// Addresses of everybody with a result.
pub(crate) async fn addresses(sql: &Sql) -> Vec<String> {
    sql.texts(
        "SELECT email FROM employee JOIN result ON employee_id = id
        WHERE email IS NOT NULL ORDER BY email",
    )
    .await
}

fn all_sent(sent: usize) -> Sent {
    Sent { sent: sent.try_into().unwrap(), ..Sent::default() }
}

#[tokio::test]
async fn every_person_with_an_address_gets_exactly_one_mail() {
    let world = World::of(&["samarinda"]).await;
    let sink = Sink::start(Setup::default()).await;
    let first = world.send_to(&sink, NOW).await;
    let sql = world.sql().await;
    let addresses = addresses(&sql).await;
    assert!(first.people > 200 && addresses.len() > 190, "{first:?}");
    assert_eq!(first.mails, Some(all_sent(addresses.len())));
    assert_eq!(sql.states().await, format!("{} sent", addresses.len()));

    let seen = sink.seen();
    let mut reached: Vec<_> = seen.mails.iter().map(recipient).collect();
    reached.sort_unstable();
    assert_eq!(reached, addresses);
    let ids: BTreeSet<_> = seen.mails.iter().map(message_id).collect();
    assert_eq!(ids.len(), addresses.len(), "two mails have one Message-ID");
    assert!((1..=4).contains(&seen.connections), "{}", seen.connections);

    // What arrived is what the outbox says was sent.
    let rows = "SELECT email || ' ' || sha256 FROM mail JOIN employee ON employee.id = employee_id
        ORDER BY email";
    let arrived: BTreeMap<_, _> =
        seen.mails.iter().map(|mail| (recipient(mail), digest(mail))).collect();
    let arrived: Vec<_> = arrived.iter().map(|(to, digest)| format!("{to} {digest}")).collect();
    assert_eq!(sql.texts(rows).await, arrived);

    // Whoever is written to is called by name, and is told nobody else's address.
    let names = "SELECT email || ' ' || name FROM employee WHERE email IS NOT NULL";
    let names = sql.texts(names).await;
    for mail in &seen.mails {
        let read = read(&mail.bytes);
        let name = names.iter().find_map(|row| row.strip_prefix(recipient(mail)));
        let name = name.unwrap().trim_start();
        let text = &read.parts[0].1;
        assert!(read.headers["to"][0].contains(name), "{name}: {:?}", read.headers["to"]);
        assert!(text.contains(name) && text.to_lowercase().contains("usulan"), "{name}: {text}");
        let others = addresses.iter().filter(|other| *other != recipient(mail));
        assert!(others.into_iter().all(|other| !text.contains(other)), "{name}: {text}");
    }

    let later = "2026-09-01T00:00:00Z";
    // Reminders that fell due in between are opened.
    assert_eq!(world.send_to(&sink, later).await.mails, Some(all_sent(0)));
    let before = sql.dump().await;
    assert_eq!(world.send_to(&sink, later).await.mails, Some(all_sent(0)));
    assert_eq!(sink.seen().mails.len(), addresses.len(), "a second pass sent something");
    assert!(sql.dump().await == before, "a second pass changed the database");
}

/// Message-ID and digest of each mail that a unit's people get.
async fn told(key: &str) -> BTreeMap<String, String> {
    let world = World::of_one_unit().await;
    let sql = world.sql().await;
    sql.run(&format!("UPDATE setting SET value = '{key}' WHERE key = 'instance_key'")).await;
    let sink = Sink::start(Setup::default()).await;
    world.send_to(&sink, NOW).await;
    sink.seen().mails.iter().map(|mail| (message_id(mail), digest(mail))).collect()
}

#[tokio::test]
async fn a_rebuilt_database_with_the_same_key_sends_the_same_mails() {
    let (first, again, other) = (told("key").await, told("key").await, told("other").await);
    assert!(first.len() > 15, "{}", first.len());
    assert_eq!(first, again);
    assert!(first.keys().all(|id| !other.contains_key(id)));
    assert_eq!(first.len(), other.len());
}

#[tokio::test]
async fn f57_mail_that_is_off_waits_and_leaves_when_it_is_on() {
    let world = World::of_one_unit().await;
    assert_eq!(world.evaluate().await.mails, None);
    assert_eq!(world.evaluate().await.mails, None);
    let sql = world.sql().await;
    let addresses = addresses(&sql).await;
    assert_eq!(sql.states().await, format!("{} queued", addresses.len()));
    assert_eq!(sql.number("SELECT MAX(attempts) FROM mail").await, 0);

    let sink = Sink::start(Setup::default()).await;
    assert_eq!(world.send_to(&sink, NOW).await.mails, Some(all_sent(addresses.len())));
    assert_eq!(sink.seen().mails.len(), addresses.len());
}

#[tokio::test]
async fn f57_a_rehearsal_sends_every_mail_to_one_address() {
    let world = World::of_one_unit().await;
    let sink = Sink::start(Setup::default()).await;
    let everyone = address("gladi@kinerja.example.go.id");
    let relay: SmtpConfig = config(&sink);
    let app = world.app(Route::Redirect(relay, everyone.clone()), NOW);
    let store = world.store().await;
    let done = pass(&app, &store, &Stop::default()).await.unwrap();
    let addresses = addresses(&world.sql().await).await;
    assert_eq!(done.mails, Some(all_sent(addresses.len())));
    let mails = sink.seen().mails;
    assert_eq!(mails.len(), addresses.len());
    for mail in mails {
        assert_eq!(recipient(&mail), everyone.to_string());
        let text = String::from_utf8(mail.bytes).unwrap();
        assert!(!addresses.iter().any(|own| text.contains(own)), "{text}");
    }
}

#[tokio::test]
async fn a_folder_takes_each_mail_once() {
    let world = World::of_one_unit().await;
    let folder = world.summaries().with_file_name("maildir");
    let (app, store) = (world.app(Route::Maildir(folder.clone()), NOW), world.store().await);
    let done = pass(&app, &store, &Stop::default()).await.unwrap();
    let sql = world.sql().await;
    let addresses = addresses(&sql).await;
    assert_eq!(done.mails, Some(all_sent(addresses.len())));
    // A crash between the file and its record: the mail is delivered again.
    sql.run("UPDATE mail SET state = 'claimed'").await;
    store.drop_mails().await;
    let again = pass(&app, &store, &Stop::default()).await.unwrap();
    assert_eq!(again.mails, Some(all_sent(addresses.len())));
    assert_eq!(std::fs::read_dir(folder.join("new")).unwrap().count(), addresses.len());
}

#[tokio::test]
async fn a_folder_that_has_another_mail_of_that_name_gets_the_others() {
    let world = World::of_one_unit().await;
    let folder = world.summaries().with_file_name("maildir");
    let (app, store) = (world.app(Route::Maildir(folder.clone()), NOW), world.store().await);
    pass(&app, &store, &Stop::default()).await.unwrap();
    let sql = world.sql().await;
    let addresses = addresses(&sql).await;
    // After a crash the name of somebody who leads nobody has changed; the file has not.
    sql.run("UPDATE mail SET state = 'claimed'").await;
    store.drop_mails().await;
    sql.run(
        "UPDATE employee SET name = 'Nama Lain' WHERE id = (SELECT MIN(employee_id) FROM mail
        JOIN employee ON employee.id = employee_id
        WHERE nip NOT IN (SELECT superior_nip FROM employee WHERE superior_nip IS NOT NULL))",
    )
    .await;
    let again = pass(&app, &store, &Stop::default()).await.unwrap().mails.unwrap();
    assert_eq!((again.sent, again.rejected), (u64::try_from(addresses.len()).unwrap() - 1, 1));
    let reply = sql.texts("SELECT last_reply FROM mail WHERE state = 'rejected'").await;
    assert!(reply[0].contains("already delivered with other content"), "{reply:?}");
    assert_eq!(std::fs::read_dir(folder.join("new")).unwrap().count(), addresses.len());
}

#[tokio::test]
async fn f57_control_in_earnest_the_same_mails_reach_the_people() {
    let world = World::of_one_unit().await;
    let sink = Sink::start(Setup::default()).await;
    world.send_to(&sink, NOW).await;
    let mut reached: Vec<_> = sink.seen().mails.iter().map(recipient).map(str::to_owned).collect();
    reached.sort_unstable();
    assert_eq!(reached, addresses(&world.sql().await).await);
}
