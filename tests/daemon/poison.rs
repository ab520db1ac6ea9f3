//! What breaks one mail costs that mail and no other.

use std::{fs::OpenOptions, os::unix::fs::FileExt, time::Duration};

use kinerja_daemon::{
    config::Route,
    jobs::notify::{Courier, Letter, Notifier, NotifyError, Road},
    mail::{Envelope, Fate},
    progress::Progress,
    run::{Stop, pass_by},
};

use crate::{
    delivery::recipient,
    delivery_trouble::unit,
    smtp::config,
    support::smtp_sink::{Act, Setup, Sink, Step},
    world::{NOW, World},
};

#[tokio::test]
async fn f10_a_poisonous_name_holds_one_mail_and_no_other() {
    let (world, people) = unit().await;
    let sql = world.sql().await;
    let first = "SELECT MIN(employee_id) FROM mail";
    sql.run(&format!(
        "UPDATE employee SET name = 'Ani' || char(13, 10) || 'Bcc: evil@example.org'
        WHERE id = ({first})"
    ))
    .await;
    let sink = Sink::start(Setup::default()).await;
    let sent = world.send_to(&sink, NOW).await.mails.unwrap();
    assert_eq!((sent.sent, sent.kept, sent.hold), (people - 1, 1, None));
    let held = sql.texts("SELECT last_reply FROM mail WHERE state = 'held'").await;
    assert_eq!(held.len(), 1);
    assert!(held[0].contains("recipient's name has a control character"), "{held:?}");
    let mails = sink.seen().mails;
    assert_eq!(mails.len(), usize::try_from(people - 1).unwrap());
    assert!(mails.iter().all(|mail| !recipient(mail).contains("evil")));
}

/// What mails tell is read for many of them at once.
#[tokio::test]
async fn what_cannot_be_read_back_holds_its_own_mail_and_no_other() {
    let (world, people) = unit().await;
    let sql = world.sql().await;
    let [first, second] = ["0", "1"]
        .map(|nth| format!("(SELECT employee_id FROM mail ORDER BY id DESC LIMIT 1 OFFSET {nth})"));
    sql.run(&format!("UPDATE employee SET superior_nip = 'nobody' WHERE id = {first}")).await;
    sql.run(&format!("UPDATE result SET derivation = 'x' WHERE employee_id = {second}")).await;
    let sink = Sink::start(Setup::default()).await;
    let sent = world.send_to(&sink, NOW).await.mails.unwrap();
    assert_eq!((sent.sent, sent.kept, sent.hold), (people - 2, 2, None));
    let held = sql.texts("SELECT last_reply FROM mail WHERE state = 'held' ORDER BY id").await;
    assert!(held[0].contains("cannot be read back"), "{held:?}");
    assert_eq!(held.len(), 2, "{held:?}");
}

#[tokio::test]
async fn a_mail_whose_result_is_gone_is_held_and_says_so() {
    let (world, people) = unit().await;
    let sql = world.sql().await;
    sql.run("DELETE FROM result WHERE employee_id = (SELECT MAX(employee_id) FROM mail)").await;
    let sink = Sink::start(Setup::default()).await;
    let sent = world.send_to(&sink, NOW).await.mails.unwrap();
    assert_eq!((sent.sent, sent.kept, sent.hold), (people - 1, 1, None));
    let held = sql.texts("SELECT last_reply FROM mail WHERE state = 'held'").await;
    assert_eq!(held, ["the result that it tells is not on record"]);
}

/// Bytes that are no text, in what is read for many mails at once, and beside them in
/// what is not.
#[tokio::test]
async fn bytes_that_are_no_text_hold_their_own_mail_and_no_other() {
    let (world, people) = unit().await;
    let sql = world.sql().await;
    let [first, second] = ["0", "1"]
        .map(|nth| format!("(SELECT employee_id FROM mail ORDER BY id DESC LIMIT 1 OFFSET {nth})"));
    sql.run(&format!(
        "INSERT INTO act (region, kind, key, revision, is_current, employee_id, day, body, sha256)
        SELECT region, 'mutasi', 'x', 1, 1, id, '2026-06-01', CAST(x'ff' AS TEXT), 'x'
        FROM employee WHERE id = {first}"
    ))
    .await;
    let bytes = "superior_nip = CAST(x'ff' AS TEXT)";
    sql.run(&format!("UPDATE employee SET {bytes} WHERE id = {second}")).await;
    let sink = Sink::start(Setup::default()).await;
    let sent = world.send_to(&sink, NOW).await.mails.unwrap();
    // A move that cannot be read is passed over, like any such act.
    assert_eq!((sent.sent, sent.kept, sent.hold), (people - 1, 1, None));
    assert_eq!(sql.states_of(&format!("employee_id = {second}")).await, "1 held");
}

/// Damage in the row of a mail itself, which a database that is not checked each day may
/// have: the others of its claim leave, and those behind it.
#[tokio::test]
async fn a_mail_whose_row_is_damaged_is_held_and_no_other() {
    let damages = [
        "enqueued_at = 9000000000000000000",
        "attempts = -7",
        "attempts = 9223372036854775807",
        "copies = 5000000000",
        "event = CAST(x'ff' AS TEXT)",
        "sha256 = CAST(x'ff' AS TEXT)",
        "key = CAST(x'ff' AS TEXT)",
    ];
    let (world, people) = unit().await;
    let sql = world.sql().await;
    for (number, damage) in damages.iter().enumerate() {
        let nth = format!("(SELECT id FROM mail ORDER BY id LIMIT 1 OFFSET {number})");
        sql.run(&format!("UPDATE mail SET {damage} WHERE id = {nth}")).await;
    }
    // The first alone, of which the claim after it tells nothing.
    let first = world.store().await.claim_mails(NOW.parse().unwrap(), 1).await.unwrap();
    assert_eq!(first.len(), 1);
    assert_eq!(sql.states_of("last_reply IS NOT NULL").await, "7 held");
    let sink = Sink::start(Setup::default()).await;
    let sent = world.send_to(&sink, NOW).await.mails.unwrap();
    assert_eq!((sent.sent, sent.kept, sent.hold), (people - 7, 0, None));
    let held = sql.texts("SELECT last_reply FROM mail WHERE state = 'held'").await;
    assert_eq!(held, ["what is on record of this mail cannot be read back"; 7]);
    let said = sql.texts("SELECT reply FROM attempt WHERE phase IS NULL").await;
    assert_eq!(said[0], "not tried: what is on record of this mail cannot be read back");
}

/// A road that breaks at one name, as one does whose library panics at it.
struct Breaks;

/// A word of that name.
const NAME: &str = "Racun";

impl Courier for Breaks {
    async fn carry(
        &mut self,
        letter: &Letter,
        _: impl AsyncFnOnce() -> Result<Option<Envelope>, NotifyError>,
    ) -> Result<Fate, NotifyError> {
        if letter.known_by.contains(&NAME.to_lowercase()) {
            return Err(NotifyError::Road("a control character".to_owned()));
        }
        Ok(Fate::Sent { reply: "250 ok".to_owned() })
    }

    fn place(&self, trouble: &str) -> String {
        trouble.to_owned()
    }

    async fn rest(&mut self) {}
}

/// Where the name is not found out before the road, it stops all mails behind it, every time.
#[tokio::test]
async fn f10_control_a_name_that_breaks_on_the_road_keeps_all_mails_behind_it_back() {
    let (world, people) = unit().await;
    let whom = "id = (SELECT employee_id FROM mail WHERE id = 3)";
    world.sql().await.run(&format!("UPDATE employee SET name = '{NAME}' WHERE {whom}")).await;
    let (app, store) = (world.app(Route::Off, NOW), world.store().await);
    for _ in 0..3 {
        let done = pass_by(Ok(vec![Breaks]), &app, &store, &Stop::default()).await.unwrap();
        assert_eq!(done.faults, ["mails: a control character"]);
    }
    store.recover_mails(NOW.parse().unwrap()).await.unwrap();
    assert_eq!(world.sql().await.states().await, format!("{} queued, 2 sent", people - 2));
}

/// What keeps the mails of a claim from being read costs none of them an attempt.
#[tokio::test]
async fn mails_that_could_not_be_read_wait_as_before() {
    let (world, people) = unit().await;
    let sql = world.sql().await;
    sql.run("ALTER TABLE officials RENAME TO away").await;
    let (app, store) = (world.app(Route::Off, NOW), world.store().await);
    let notifier = Notifier::new(&store, &app.config.mail, app.clock).await.unwrap();
    let watched = (&Stop::default(), &Progress::of("sending mails", 1));
    let error = notifier.pass(vec![Breaks], watched).await.unwrap_err();
    assert!(error.to_string().contains("no such table: officials"), "{error}");
    assert_eq!(sql.states_of("attempts = 0").await, format!("{people} queued"));
    assert_eq!(sql.number("SELECT COUNT(*) FROM attempt").await, 0);
}

/// Sends mails until that fails while some are on their way: how many the relay took. Just
/// these stand on record as sent, and the others wait.
async fn sent_before_it_fails(world: &World, why: &str) -> usize {
    let sink = Sink::start(Setup::default()).await;
    sink.always(Step::FinalDot, Act::Delay(Duration::from_millis(20)));
    let route = Route::Live(config(&sink));
    let (app, store) = (world.app(route.clone(), NOW), world.store().await);
    let notifier = Notifier::new(&store, &app.config.mail, app.clock).await.unwrap();
    let watched = (&Stop::default(), &Progress::of("sending mails", 1));
    let error = notifier.pass(Road::of(&route).unwrap(), watched).await.unwrap_err();
    assert!(error.to_string().contains(why), "{error}");
    let (sql, taken) = (world.sql().await, sink.seen().mails.len());
    let mails = sql.number("SELECT COUNT(*) FROM mail").await - i64::try_from(taken).unwrap();
    assert_eq!(sql.states().await, format!("{mails} queued, {taken} sent"));
    taken
}

/// Where the results of the last people stood, nothing can be read, so that their claim
/// fails while mails of the one before are on their way.
#[tokio::test]
async fn what_the_relay_took_stands_on_record_though_the_next_mails_cannot_be_read() {
    let world = World::of_rows(|_, row| Some(row.to_owned())).await;
    world.evaluate().await;
    let sql = world.sql().await;
    let last = "SELECT pageno FROM dbstat WHERE name = 'result' AND pagetype = 'leaf'
        ORDER BY path DESC LIMIT 1";
    let page = u64::try_from(sql.number(last).await).unwrap() - 1;
    let bytes = u64::try_from(sql.number("PRAGMA page_size").await).unwrap();
    sql.number("PRAGMA wal_checkpoint(TRUNCATE)").await;
    let database = OpenOptions::new().write(true).open(world.path("kinerja.db")).unwrap();
    database.write_all_at(&vec![0xff; usize::try_from(bytes).unwrap()], page * bytes).unwrap();

    assert!(sent_before_it_fails(&world, "malformed").await > 64);
}

#[tokio::test]
async fn what_the_relay_took_stands_on_record_though_no_more_mails_can_be_claimed() {
    let world = World::of_rows(|_, row| Some(row.to_owned())).await;
    world.evaluate().await;
    let sql = world.sql().await;
    sql.run(
        "CREATE TRIGGER refuse BEFORE UPDATE OF epoch ON mail WHEN new.id > 150
        BEGIN SELECT RAISE(ABORT, 'handed out too late'); END",
    )
    .await;
    // Of the claims before, the last was asked for when most of the one before it had left.
    assert!(sent_before_it_fails(&world, "handed out too late").await > 32);
}
