//! F34: a disk that fails while mails are sent and a pass is at work beside them.

use std::{
    fs,
    process::{Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::runtime::{Builder, Runtime};

use crate::{
    disk::{UNAVAILABLE, look},
    region::{AtWork, Region},
    room::{daemon, daemon_as_configured, mails, said, stop, wait_until},
    steps::{Step, at, left_out, may_trace},
    support::smtp_sink::{self, Act},
};

const PEOPLE: usize = 24;

/// How long the relay takes for a mail, and for one of them.
const SLOW: Duration = Duration::from_millis(300);
const SLOWEST: Duration = Duration::from_secs(20);

/// Somebody else who writes: nobody can for as long as that takes.
struct Other {
    runtime: Runtime,
    database: SqliteConnection,
}

impl Other {
    fn writes(region: &Region) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let options = SqliteConnectOptions::new().filename(region.path("kinerja.db"));
        let database = runtime.block_on(async {
            let mut database = SqliteConnection::connect_with(&options).await.unwrap();
            sqlx::query("BEGIN IMMEDIATE").execute(&mut database).await.unwrap();
            database
        });
        Self { runtime, database }
    }

    fn ends(mut self) {
        let commit = sqlx::query("COMMIT").execute(&mut self.database);
        self.runtime.block_on(commit).unwrap();
    }
}

/// What is on record of the files that were published.
fn published(region: &Region) -> String {
    let mut command = Command::new("sqlite3");
    command.arg(region.path("kinerja.db")).arg("SELECT stamp FROM published");
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

/// Has the next sync of the write-ahead file fail, once; nothing where a program that runs
/// may not be looked into.
fn fail_once(region: &Region, daemon: &AtWork) -> Option<AtWork> {
    let sync = Step::of("fdatasync", "kinerja.db-wal", 1);
    let (line, pid) = (at(region, &sync, "error=EIO"), daemon.0.id().to_string());
    let mut command = Command::new(&line[0]);
    command.args(&line[1..]).args(["-p", &pid]).current_dir(region.path(""));
    let mut fails = AtWork::start(command.stdin(Stdio::null()));
    let threads = format!("/proc/{pid}/task");
    let is_traced = || {
        fs::read_dir(&threads).unwrap().all(|thread| {
            let status = fs::read_to_string(thread.unwrap().path().join("status")).unwrap();
            !status.contains("TracerPid:\t0\n")
        })
    };
    while fails.0.try_wait().unwrap().is_none() {
        if is_traced() {
            return Some(fails);
        }
        sleep(Duration::from_millis(10));
    }
    left_out("strace may not trace a program that runs already");
    None
}

/// Whether a pass is at work that waits for something.
fn is_at_work(region: &Region) -> bool {
    let lock = fs::File::open(region.path("kinerja.lock")).unwrap();
    (0..5).all(|_| {
        sleep(Duration::from_millis(100));
        lock.try_lock().is_err() || lock.unlock().is_err()
    })
}

/// A daemon that sends mails: what is to be put on record of them is the next to be
/// written. The relay is long in answering for one.
fn sending(region: &Region, mut daemon: AtWork) -> (AtWork, Other) {
    wait_until(region, "sending", &mut daemon, || region.relay.taken() > 1);
    let other = Other::writes(region);
    let mut taken = 0;
    wait_until(region, "waiting for the record", &mut daemon, || {
        let before = std::mem::replace(&mut taken, region.relay.taken());
        sleep(SLOW * 2);
        before == taken
    });
    (daemon, other)
}

/// The same with a pass at work: what it is to publish comes after it.
fn sending_beside_a_pass(region: &Region) -> (AtWork, Other) {
    let (mut daemon, other) = sending(region, daemon(region, &region.path("")));
    fs::rename(region.path("summaries"), region.path("gone")).unwrap();
    wait_until(region, "at work", &mut daemon, || is_at_work(region));
    (daemon, other)
}

/// A region whose relay is slow.
fn region() -> Region {
    let region = Region::of(PEOPLE);
    for slow in [SLOW, SLOWEST] {
        region.relay.on(smtp_sink::Step::FinalDot, Act::Delay(slow));
    }
    region.relay.always(smtp_sink::Step::FinalDot, Act::Delay(SLOW));
    region
}

/// Lets the other end, whereupon the disk fails; how the daemon ends, and what is left.
fn ends(region: &mut Region, (mut daemon, other): (AtWork, Other)) {
    let before = published(region);
    let Some(fails) = fail_once(region, &daemon) else { return };
    other.ends();
    let failed = Instant::now();
    let code = daemon.0.wait().unwrap().code();
    drop(fails);
    let log = fs::read_to_string(region.path("daemon.log")).unwrap();
    assert_eq!(code, Some(UNAVAILABLE), "{log}");
    assert!(failed.elapsed() < SLOWEST / 2, "it waited for the relay: {log}");
    let trace = fs::read_to_string(region.path("trace")).unwrap();
    assert_eq!(trace.matches("(INJECTED)").count(), 1, "{trace}");
    assert!(log.contains("put on record what became of mails: "), "{log}");
    let mails = region.count("SELECT COUNT(*) FROM mail");
    assert!(region.relay.taken() < mails, "it went on without a record");
    assert_eq!(published(region), before, "the pass went on: {log}");
    assert_eq!(region.broken(&look(false)), "");
    region.wait();
    region.finish();
    assert_eq!(region.broken(&look(true)), "");
}

#[test]
fn f34_a_disk_that_fails_while_mails_are_sent_ends_it_before_the_relay_has_answered() {
    if may_trace() {
        let mut region = region();
        let daemon = daemon_as_configured(&region, &region.path(""));
        let sending = sending(&region, daemon);
        ends(&mut region, sending);
    }
}

#[test]
fn f34_a_disk_that_fails_while_mails_are_sent_ends_a_pass_that_is_at_work_beside_them() {
    if may_trace() {
        let mut region = region();
        let sending = sending_beside_a_pass(&region);
        ends(&mut region, sending);
    }
}

/// What the pass would have put on record, where the disk does not fail.
#[test]
fn f34_control_a_disk_that_does_not_fail_keeps_what_a_pass_puts_on_record_beside_mails() {
    let region = region();
    let (mut daemon, other) = sending_beside_a_pass(&region);
    let before = published(&region);
    other.ends();
    wait_until(&region, "published", &mut daemon, || published(&region) != before);
    let open = "'queued', 'claimed', 'data_started'";
    wait_until(&region, "sent", &mut daemon, || mails(&region.path(""), open) == Some(0));
    assert!(!said(&region, "the disk"));
    assert_eq!(stop(daemon).code(), Some(0));
    assert_eq!(region.broken(&look(true)), "");
}
