//! F32: a daemon waits while the disk is full, and goes on by itself.

use std::{
    fs::{self, File},
    path::Path,
    process::{Command, ExitStatus, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use crate::{
    disk::{Small, look},
    region::{AtWork, Region},
    steps::left_out,
    support::smtp_sink::{self, Act},
};

/// More than there are sessions.
const PEOPLE: usize = 8;

/// KiB in which a pass has room.
const WIDE: usize = 256 * 1_024;

/// A daemon in a folder that looks for work every second.
pub(crate) fn daemon(region: &Region, folder: &Path) -> AtWork {
    region.configure(folder);
    let config = folder.join("kinerja.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, format!("wake = \"* * * * * *\"\n{text}")).unwrap();
    daemon_as_configured(region, folder)
}

/// The same that looks for work when its configuration says.
pub(crate) fn daemon_as_configured(region: &Region, folder: &Path) -> AtWork {
    let log = File::create(region.path("daemon.log")).unwrap();
    let mut command = region.command_in(folder, &[], &["run"]);
    AtWork::start(command.env("KINERJA_LOG", "info").stdout(Stdio::null()).stderr(log))
}

/// Waits for something that the daemon does, which goes on meanwhile.
pub(crate) fn wait_until(
    region: &Region,
    what: &str,
    daemon: &mut AtWork,
    mut done: impl FnMut() -> bool,
) {
    let begun = Instant::now();
    while !done() {
        let ended = daemon.0.try_wait().unwrap();
        let log = || fs::read_to_string(region.path("daemon.log")).unwrap();
        assert!(ended.is_none(), "{what}: it has ended: {ended:?}\n{}", log());
        assert!(begun.elapsed() < Duration::from_mins(1), "not {what}:\n{}", log());
        sleep(Duration::from_millis(50));
    }
}

impl Small {
    /// Leaves no room; whether nobody took any meanwhile.
    fn fill(&self) -> bool {
        let used = Command::new("df").args(["-k", "--output=used"]).arg(self.path()).output();
        let used = String::from_utf8(used.unwrap().stdout).unwrap();
        let used = used.lines().last().unwrap().trim().to_owned();
        self.mount(&format!("remount,size={used}k"), "none")
    }

    /// Makes room for a pass.
    fn widen(&self) {
        assert!(self.mount(&format!("remount,size={WIDE}k"), "none"));
    }
}

pub(crate) fn stop(mut daemon: AtWork) -> ExitStatus {
    let pid = daemon.0.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    daemon.0.wait().unwrap()
}

pub(crate) fn said(region: &Region, words: &str) -> bool {
    fs::read_to_string(region.path("daemon.log")).unwrap().contains(words)
}

/// Mails in the folder of a daemon that are in one of these states.
pub(crate) fn mails(folder: &Path, states: &str) -> Option<usize> {
    let sql = format!("SELECT COUNT(*) FROM mail WHERE state IN ({states})");
    let mut command = Command::new("sqlite3");
    let said = command.arg(folder.join("kinerja.db")).arg(sql).output().unwrap().stdout;
    // There is no table yet, or somebody writes.
    String::from_utf8(said).unwrap().trim().parse().ok()
}

#[test]
fn f32_a_daemon_whose_disk_becomes_full_waits_and_goes_on_by_itself_with_room() {
    let mut region = Region::of(PEOPLE);
    let Some(small) = Small::of(&region, WIDE) else {
        return left_out("whether a daemon goes on after a full disk");
    };
    region.relay.always(smtp_sink::Step::FinalDot, Act::Delay(Duration::from_secs(2)));
    let mut at_work = daemon(&region, small.path());
    let on_their_way = || mails(small.path(), "'data_started'") > Some(0);
    wait_until(&region, "sending", &mut at_work, on_their_way);
    wait_until(&region, "filled", &mut at_work, || small.fill());
    let full = || said(&region, "database or disk is full");
    wait_until(&region, "full", &mut at_work, full);
    let waits = || said(&region, "make room, and it goes on");
    wait_until(&region, "waiting", &mut at_work, waits);
    let taken = region.relay.taken();
    assert!(taken < PEOPLE, "it went on without a record");
    small.widen();
    let open = "'queued', 'claimed', 'data_started'";
    let done = || region.relay.taken() >= PEOPLE && mails(small.path(), open) == Some(0);
    wait_until(&region, "done", &mut at_work, done);
    assert_eq!(stop(at_work).code(), Some(0));
    assert_eq!(region.broken_in(small.path(), &look(false)), "");
    region.wait();
    assert!(region.finish_in(small.path()));
    assert_eq!(region.broken_in(small.path(), &look(true)), "");
}

#[test]
fn f32_a_daemon_without_room_for_a_pass_begins_none_and_goes_on_by_itself_with_room() {
    let mut region = Region::of(PEOPLE);
    let Some(small) = Small::of(&region, WIDE / 8) else {
        return left_out("whether a daemon waits for room");
    };
    let mut at_work = daemon(&region, small.path());
    wait_until(&region, "told", &mut at_work, || said(&region, "make room, and it goes on"));
    assert_eq!(region.relay.taken(), 0);
    small.widen();
    wait_until(&region, "done", &mut at_work, || region.relay.taken() == PEOPLE);
    assert_eq!(stop(at_work).code(), Some(0));
    region.wait();
    assert!(region.finish_in(small.path()));
    assert_eq!(region.broken_in(small.path(), &look(true)), "");
}
