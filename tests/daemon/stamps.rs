//! What the store promises of mails that a sender has in hand.

use chrono::{DateTime, TimeDelta, Utc};
use kinerja_daemon::store::{Attempted, MailName, NotInHand, Settled, Stamp, Store, Waiting};

use serde_json::{Value, json};

use crate::{
    sql::Sql,
    world::{NOW, World},
};

/// A digest of bytes that nobody looks at here.
pub(crate) const SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

pub(crate) fn now() -> DateTime<Utc> {
    NOW.parse().unwrap()
}

/// One evaluated unit: 22 people, some of them without an address.
pub(crate) async fn evaluated() -> World {
    let world = World::of_one_unit().await;
    assert_eq!(world.evaluate().await.people, 22);
    world
}

fn settled(state: &'static str, due_at: DateTime<Utc>) -> Settled<'static> {
    let (phase, code) = (Some("final_dot"), Some(250));
    Settled {
        state,
        due_at,
        last_reply: "250 ok",
        sha256: None,
        address: None,
        surely_not_sent: matches!(state, "queued" | "deferred"),
        attempt: Attempted { at: now(), phase, code, reply: "250 ok" },
    }
}

/// Settles a mail; says whether it was in hand.
pub(crate) async fn settle(
    store: &Store,
    mail: i64,
    state: &'static str,
    due_at: DateTime<Utc>,
) -> bool {
    let stamp = Stamp::Settle { mail, fate: settled(state, due_at) };
    store.stamp(&[stamp]).await.unwrap().is_empty()
}

/// Begins the body of a mail; says whether it was in hand.
pub(crate) async fn begin(store: &Store, mail: i64) -> bool {
    store.stamp(&[Stamp::Begin { mail, sha256: SHA256, at: now() }]).await.unwrap().is_empty()
}

/// Claims the mail that has waited longest.
pub(crate) async fn claim(store: &Store, at: DateTime<Utc>) -> Option<Waiting> {
    store.claim_mails(at, 1).await.unwrap().pop()
}

async fn state_of(sql: &Sql, mail: i64) -> String {
    sql.texts(&format!("SELECT state FROM mail WHERE id = {mail}")).await.remove(0)
}

/// Makes a new revision in which whoever has a mail was told something else.
async fn revise(world: &World) {
    let sql = world.sql().await;
    sql.run("UPDATE result SET derivation = derivation || ' '").await;
    let row = "nip;periode;kode;realisasi;tanggal;bukti\n\
               197006201994011003;2026-Q2;IK5;20;2026-07-02;\n";
    world.import_text("koreksi.csv", row).await;
    let evaluate = ["evaluate", "--region", "samarinda", "--period", "2026-Q2"];
    world.command(&[&evaluate[..], &["--revise", "salah ketik"]].concat()).await.unwrap();
}

#[tokio::test]
async fn stamps_of_several_mails_join_one_commit_and_name_those_not_in_hand() {
    let world = evaluated().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let [first, second] =
        [claim(&store, now()).await, claim(&store, now()).await].map(Option::unwrap);
    assert!(begin(&store, first.id).await);
    let stranger = second.id + 1;
    let stamps = [
        Stamp::Settle { mail: first.id, fate: settled("sent", now()) },
        Stamp::Begin { mail: stranger, sha256: SHA256, at: now() },
        Stamp::Begin { mail: second.id, sha256: SHA256, at: now() },
        Stamp::Settle { mail: 999, fate: settled("sent", now()) },
    ];
    let missed = store.stamp(&stamps).await.unwrap();
    assert_eq!(missed, [stranger, 999].map(|mail| NotInHand { mail, was_taken_back: false }));
    assert!(missed[0].to_string().contains("is not in hand"));
    assert_eq!(state_of(&sql, first.id).await, "sent");
    assert_eq!(state_of(&sql, second.id).await, "data_started");
    assert_eq!(state_of(&sql, stranger).await, "queued");
    // The attempt and what became of the mail stand or fall together.
    sql.run(
        "CREATE TRIGGER refuse BEFORE UPDATE ON mail
        BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    )
    .await;
    let before = sql.dump().await;
    let stamp = Stamp::Settle { mail: second.id, fate: settled("sent", now()) };
    assert!(store.stamp(&[stamp]).await.is_err());
    assert!(sql.dump().await == before, "something of a failed commit stayed");
}

#[tokio::test]
async fn mails_settled_in_one_commit_each_have_their_own_fate_and_attempt() {
    let world = evaluated().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let mails = store.claim_mails(now(), 4).await.unwrap();
    // The body of the refused one had begun: it was no copy.
    assert!(begin(&store, mails[3].id).await);
    #[rustfmt::skip]
    let fates = [
        ("sent",     0, Some("final_dot"), Some(250), Some("a")),
        ("deferred", 1, Some("rcpt"),      Some(451), None),
        ("queued",   2, None,              None,      Some("c")),
        ("rejected", 3, Some("data"),      None,      None),
    ];
    let said = fates.map(|(state, ..)| format!("\"{state}\" \\ 'said'"));
    let tried = said.clone().map(|said| format!("{said} then"));
    let stamps = [0, 1, 2, 3].map(|n| {
        let (state, minutes, phase, code, sha256) = fates[n];
        let mut fate = settled(state, now() + TimeDelta::minutes(minutes));
        (fate.last_reply, fate.sha256, fate.surely_not_sent) = (&said[n], sha256, state != "sent");
        let at = now() + TimeDelta::seconds(minutes);
        fate.attempt = Attempted { at, phase, code, reply: &tried[n] };
        Stamp::Settle { mail: mails[n].id, fate }
    });
    assert_eq!(store.stamp(&stamps).await.unwrap(), []);
    let micros = now().timestamp_micros();
    let found = format!(
        "SELECT json_array(state, (due_at - {micros}) / 60000000, attempts, copies, last_reply,
            mail.sha256, (expires_at - {micros}) / 86400000000, number, (at - {micros}) / 1000000,
            phase, code, reply, attempt.sha256)
        FROM mail JOIN attempt ON mail_id = mail.id ORDER BY mail.id"
    );
    let expected = [0, 1, 2, 3].map(|n| {
        let (state, minutes, phase, code, sha256) = fates[n];
        let attempts = u8::from(state != "queued");
        // What had begun keeps the digest with which it did.
        let digest = if state == "rejected" { Some(SHA256) } else { sha256 };
        let days = (state == "deferred").then_some(14);
        let of_mail = json!([state, minutes, attempts, 0, said[n], digest, days]);
        let of_attempt = json!([1, minutes, phase, code, tried[n], sha256]);
        [of_mail, of_attempt].map(|values| values.as_array().unwrap().clone()).concat()
    });
    let found = sql.texts(&found).await;
    let found: Vec<Vec<Value>> =
        found.iter().map(|row| serde_json::from_str(row).unwrap()).collect();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_mail_in_hand_is_not_pulled_from_under_the_sender() {
    let world = evaluated().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(claim(&store, now()).await.unwrap().id);
    }
    for id in &ids[..3] {
        assert!(begin(&store, *id).await);
    }
    revise(&world).await;
    // What a relay has taken is on record as taken, whatever came in between.
    for (id, becomes, expected) in [
        (ids[0], "sent", "sent"),
        (ids[1], "unknown", "cancelled"),
        (ids[2], "deferred", "cancelled"),
        (ids[3], "queued", "cancelled"),
    ] {
        assert!(settle(&store, id, becomes, now()).await, "{becomes}: not in hand");
        assert_eq!(state_of(&sql, id).await, expected, "{becomes}");
    }
    let attempts = "SELECT COUNT(*) FROM attempt";
    assert_eq!(sql.number(attempts).await, 4);
}

#[tokio::test]
async fn f07_what_this_life_has_in_hand_is_not_recovered_under_it() {
    let world = evaluated().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let [begun, claimed] =
        [claim(&store, now()).await, claim(&store, now()).await].map(Option::unwrap);
    assert!(begin(&store, begun.id).await);
    store.recover_mails(now()).await.unwrap();
    assert_eq!(state_of(&sql, begun.id).await, "data_started");
    assert_eq!(state_of(&sql, claimed.id).await, "claimed");

    // A later life finds them, and the earlier one has nothing to say any more.
    let later = world.store().await;
    claim(&later, now()).await;
    later.recover_mails(now()).await.unwrap();
    assert_eq!(state_of(&sql, begun.id).await, "unknown");
    assert_eq!(state_of(&sql, claimed.id).await, "queued");
    assert!(!settle(&store, begun.id, "sent", now()).await);
    while let Some(mail) = claim(&later, now()).await {
        let hers = !begin(&store, mail.id).await && !settle(&store, mail.id, "sent", now()).await;
        assert!(hers, "{}: two lives have it in hand", mail.id);
    }
    // One line each for the two that were cut off.
    let attempts = "SELECT mail_id || ' ' || COALESCE(phase, '-') FROM attempt ORDER BY mail_id";
    assert_eq!(
        sql.texts(attempts).await,
        [format!("{} body", begun.id), format!("{} -", claimed.id)]
    );
}

/// It may be what ended the daemon, and would end it each time before any other leaves.
#[tokio::test]
async fn a_mail_that_a_life_ended_with_lets_those_go_first_that_wait() {
    let world = evaluated().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let first = claim(&store, now()).await.unwrap().id;
    store.close().await;
    let (store, later) = (world.store().await, now() + TimeDelta::minutes(1));
    store.recover_mails(later).await.unwrap();
    let said = format!("SELECT last_reply FROM mail WHERE id = {first}");
    assert_eq!(sql.texts(&said).await, ["cut off before the body left"]);
    // It is handed out alone: then only it is to blame for another end.
    let others = store.claim_mails(later, 999).await.unwrap();
    assert!(!others.is_empty() && others.iter().all(|mail| mail.id != first));
    let alone = store.claim_mails(later, 999).await.unwrap();
    assert_eq!(alone.iter().map(|mail| mail.id).collect::<Vec<_>>(), [first]);
}

#[tokio::test]
async fn a_life_that_failed_finds_its_own_mails_again() {
    let world = evaluated().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let mail = claim(&store, now()).await.unwrap().id;
    store.drop_mails().await;
    assert!(!settle(&store, mail, "sent", now()).await);
    store.recover_mails(now()).await.unwrap();
    assert_eq!(state_of(&sql, mail).await, "queued");
}

#[tokio::test]
async fn a_body_that_was_refused_is_no_copy() {
    let world = evaluated().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let mail = claim(&store, now()).await.unwrap().id;
    assert!(begin(&store, mail).await);
    // 4xx at the final dot: the relay has told that it did not take it.
    assert!(settle(&store, mail, "deferred", now() - TimeDelta::hours(1)).await);
    let again = claim(&store, now()).await.unwrap();
    assert_eq!((again.id, again.copies, again.attempt), (mail, 0, 2));
    assert!(begin(&store, mail).await);
    // Lost now: it has its one resend.
    assert!(settle(&store, mail, "unknown", now()).await);
    assert_eq!(sql.number("SELECT MAX(copies) FROM mail").await, 1);
}

#[tokio::test]
async fn a_mail_that_is_of_no_use_any_more_does_not_leave() {
    let world = evaluated().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let micros = now().timestamp_micros();
    sql.run("UPDATE mail SET state = 'sent' WHERE id > 3").await;
    sql.run(&format!(
        "UPDATE mail SET expires_at = {micros} + id - 2,
            state = CASE WHEN id = 1 THEN 'unknown' ELSE 'queued' END WHERE id <= 3"
    ))
    .await;
    assert_eq!(claim(&store, now()).await.unwrap().id, 3);
    assert_eq!(claim(&store, now()).await, None);
    store.recover_mails(now()).await.unwrap();
    // The first may have left: it is in doubt and not given up, nor sent again.
    assert_eq!(state_of(&sql, 1).await, "held");
    assert_eq!(state_of(&sql, 2).await, "expired");
    assert_eq!(store.mail_counts().await.unwrap().waiting(), 1);
    let said = "SELECT mail_id || ' ' || attempt.reply || ', ' || last_reply FROM attempt
        JOIN mail ON mail.id = mail_id ORDER BY mail_id";
    let expected = ["in doubt, and of no use any more", "it was of no use any more"];
    let expected: Vec<_> = (1..)
        .zip(expected)
        .map(|(id, last)| format!("{id} not tried: it is of no use any more, {last}"))
        .collect();
    assert_eq!(sql.texts(said).await, expected);
}

#[tokio::test]
async fn every_attempt_of_a_mail_stands_on_record() {
    let world = evaluated().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let mail = claim(&store, now()).await.unwrap().id;
    assert!(settle(&store, mail, "queued", now()).await);
    assert_eq!(claim(&store, now()).await.unwrap().id, mail);
    assert!(begin(&store, mail).await);
    store.close().await;
    // The daemon ends while the body is under way, twice; then a person asks.
    let store = world.store().await;
    store.recover_mails(now()).await.unwrap();
    sql.run(&format!("UPDATE mail SET state = 'held' WHERE id = {mail}")).await;
    store.release_mails(&[mail], "Ani, kepegawaian", now()).await.unwrap();
    let mut found = claim(&store, now()).await.unwrap();
    while found.id != mail {
        assert!(settle(&store, found.id, "sent", now()).await);
        found = claim(&store, now()).await.unwrap();
    }
    assert!(settle(&store, mail, "sent", now()).await);

    let known = store.mail_evidence(&MailName::Number(mail)).await.unwrap().unwrap();
    let key = format!("samarinda/2026-Q2/{}/result/1", known.employee.unwrap());
    assert_eq!(known.key, key);
    assert_eq!(store.mail_evidence(&MailName::Key(key)).await.unwrap().as_ref(), Some(&known));
    let attempts: Vec<_> = known
        .attempts
        .iter()
        .map(|a| {
            (a.number, a.phase.as_deref(), a.code, a.sha256.as_deref(), a.by_person.as_deref())
        })
        .collect();
    #[rustfmt::skip]
    assert_eq!(attempts, [
        (1, Some("final_dot"), Some(250), None,         None),
        (2, Some("body"),      None,      Some(SHA256), None),
        (3, Some("final_dot"), Some(250), None,         Some("Ani, kepegawaian")),
    ]);
    assert_eq!(store.mail_evidence(&MailName::Number(999)).await.unwrap(), None);
}

#[tokio::test]
async fn several_mails_are_claimed_in_one_commit_the_oldest_first() {
    let world = evaluated().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let all = store.mails().await.unwrap().len();
    sql.run("UPDATE mail SET due_at = due_at - 1 WHERE id = 3").await;
    let claimed = store.claim_mails(now(), 4).await.unwrap();
    assert_eq!(claimed.iter().map(|mail| mail.id).collect::<Vec<_>>(), [3, 1, 2, 4]);
    assert_eq!(store.claim_mails(now(), 999).await.unwrap().len(), all - 4);
    assert_eq!(store.claim_mails(now(), 999).await.unwrap(), []);
}

#[tokio::test]
async fn a_mail_that_was_not_tried_waits_again_as_before() {
    let world = evaluated().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let before = sql.texts("SELECT state || due_at || attempts FROM mail").await;
    let back: Vec<_> = store.claim_mails(now(), 3).await.unwrap();
    let back: Vec<_> = back.iter().map(|mail| Stamp::Back { mail: mail.id }).collect();
    assert_eq!(store.stamp(&back).await.unwrap(), []);
    assert_eq!(sql.texts("SELECT state || due_at || attempts FROM mail").await, before);
    assert_eq!(sql.number("SELECT COUNT(*) FROM attempt").await, 0);
    assert_eq!(store.stamp(&back[..1]).await.unwrap().len(), 1, "given back twice");
}

#[tokio::test]
async fn a_result_expires_14_days_after_it_was_first_put_off_and_keeps_the_reason() {
    let world = evaluated().await;
    let (store, sql) = (world.store().await, world.sql().await);
    sql.run("UPDATE mail SET state = 'sent' WHERE id > 2").await;
    sql.run("UPDATE mail SET event = 'decision.1' WHERE id = 2").await;
    for (at, due) in [(now(), now()), (now(), now() + TimeDelta::days(14))] {
        for mail in store.claim_mails(at, 2).await.unwrap() {
            assert!(settle(&store, mail.id, "deferred", due).await);
        }
    }
    let end = now() + TimeDelta::days(14);
    store.recover_mails(end - TimeDelta::microseconds(1)).await.unwrap();
    assert_eq!(state_of(&sql, 1).await, "deferred");
    store.recover_mails(end).await.unwrap();
    let state = "SELECT state || ' ' || last_reply FROM mail WHERE id = 1";
    assert_eq!(sql.texts(state).await, ["expired 250 ok"]);
    assert_eq!(state_of(&sql, 2).await, "deferred", "a decision has no end");
}

/// A mail that does not carry the number of the life that has it is in two hands.
#[tokio::test]
async fn f07_control_without_the_number_of_its_life_a_mail_is_in_two_hands() {
    let world = evaluated().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let mail = claim(&store, now()).await.unwrap().id;
    let later = world.store().await;
    let other = claim(&later, now()).await.unwrap().id;
    later.recover_mails(now()).await.unwrap();
    assert_eq!(claim(&later, now()).await.unwrap().id, mail);
    assert_ne!(mail, other);
    sql.run("UPDATE mail SET epoch = epoch - 1 WHERE state = 'claimed'").await;
    assert!(begin(&store, mail).await, "the life that is over was refused");
}
