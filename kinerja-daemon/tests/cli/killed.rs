//! `kill -9` at any moment loses nothing and doubles nothing.

use std::{
    collections::BTreeSet,
    os::unix::process::ExitStatusExt,
    thread::sleep,
    time::{Duration, Instant},
};

use crate::site::{MAILDIR, OFF, Site, examples};

const KILLS: u64 = 12;

/// Moments that do not repeat and are the same in every run of the tests.
fn moments(seed: u64) -> impl Iterator<Item = Duration> {
    let mut state = seed;
    (1..=KILLS).map(move |step| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        Duration::from_millis(step * 30 + (state >> 33) % 25)
    })
}

/// The addresses of the people.
fn addresses() -> BTreeSet<String> {
    let text = std::fs::read_to_string(examples().join("pegawai.csv")).unwrap();
    let addresses = text.lines().skip(1).filter_map(|line| line.split(';').nth(6));
    addresses.filter(|address| !address.is_empty()).map(str::to_owned).collect()
}

/// The recipients of the mails in the maildir, one for each mail.
fn recipients(site: &Site) -> Vec<String> {
    let known = addresses();
    let mut found = Vec::new();
    for entry in std::fs::read_dir(site.path("maildir/new")).unwrap() {
        let mail = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let (head, body) = mail.split_once("\r\n\r\n").expect("a mail is whole");
        assert!(!body.is_empty());
        let to = head.split(['<', '>']).filter(|part| known.contains(*part));
        let to: Vec<_> = to.map(str::to_owned).collect();
        assert_eq!(to.len(), 1, "one recipient: {head}");
        found.extend(to);
    }
    found.sort();
    found
}

fn assert_all_done_once(site: &Site) {
    assert_eq!(
        site.count("SELECT COUNT(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
        0
    );
    assert_eq!(site.count("SELECT COUNT(*) FROM pragma_foreign_key_check"), 0);
    let (done, undisturbed) = (site.dump().unwrap(), Site::evaluated(OFF).dump().unwrap());
    for table in ["result", "follow_up", "run", "document", "employee", "publication"] {
        assert!(done[table] == undisturbed[table], "{table} is not as without a power cut");
    }
    assert_eq!(site.count("SELECT COUNT(DISTINCT employee_id) FROM result"), 203);
    assert_eq!(done["result"].len(), 203);
    assert_eq!(done["mail"].len(), 200);
    assert_eq!(site.count("SELECT COUNT(*) FROM mail WHERE state = 'sent'"), 200);
    assert_eq!(recipients(site), addresses().into_iter().collect::<Vec<_>>());
    let summary = std::fs::read(site.path("summaries/samarinda/ringkasan.json"));
    let names: Vec<_> = std::fs::read_dir(site.path("summaries/samarinda")).unwrap().collect();
    assert!(summary.is_ok_and(|bytes| !bytes.is_empty()), "{names:?}");
}

#[test]
fn a_pass_that_is_killed_again_and_again_does_everything_once() {
    let site = Site::filled(MAILDIR);
    let mut cut_off = 0;
    let as_of = |minute: u64| format!("2026-07-20T08:{minute:02}:00+07:00");
    for (minute, moment) in (0..).zip(moments(20_260_720)) {
        let mut at_work = site.start_now(&["--as-of", &as_of(minute), "run", "--once"], &[]);
        sleep(moment);
        cut_off += u32::from(at_work.kill_hard().signal() == Some(9));
    }
    assert!(cut_off > 0, "no kill came in time: the test has seen nothing");
    let last = ["--as-of", &as_of(KILLS), "run", "--once"];
    assert!(site.run_now(&last).out.contains(" 0 rejected, 0 kept"));
    assert_all_done_once(&site);
    let again = site.run_now(&last);
    assert_eq!(
        again.out,
        "evaluated 0 units, 0 people; published 0 summaries\nmails: 0 sent, 0 rejected, 0 kept\n"
    );
}

#[test]
fn the_first_moments_of_a_pass_may_be_the_last() {
    for moment in moments(1) {
        let site = Site::filled(OFF);
        let mut at_work = site.start(&["run", "--once"]);
        sleep(moment / 3);
        at_work.kill_hard();
        // What one transaction records belongs together, whenever the power went.
        let torn = "
            SELECT COUNT(*) FROM employee
            LEFT JOIN run ON run.unit = employee.unit
            LEFT JOIN result ON result.run_id = run.id AND result.employee_id = employee.id
            LEFT JOIN mail ON mail.run_id = run.id AND mail.employee_id = employee.id
            WHERE (run.id IS NULL) <> (result.run_id IS NULL)
                OR (employee.email IS NOT NULL AND run.id IS NOT NULL) <> (mail.id IS NOT NULL)";
        assert_eq!(site.count(torn), 0, "{moment:?}");
    }
}

#[test]
fn a_daemon_that_is_asked_to_stop_at_work_finishes_the_step_at_hand() {
    let site = Site::filled(MAILDIR);
    let mut at_work = site.start(&["run"]);
    let begun = Instant::now();
    while site.count("SELECT COUNT(*) FROM mail WHERE state = 'sent'") == 0 {
        assert!(begun.elapsed() < Duration::from_mins(1), "no mail left: {}", site.read("log"));
        sleep(Duration::from_millis(5));
    }
    at_work.ask_to_stop();
    let asked = Instant::now();
    let ended = at_work.0.wait().unwrap();
    assert_eq!(ended.code(), Some(0), "{}", site.read("log"));
    assert!(asked.elapsed() < Duration::from_secs(30), "{:?}", asked.elapsed());
    let half_way = "SELECT COUNT(*) FROM mail WHERE state NOT IN ('queued', 'sent')";
    assert_eq!(site.count(half_way), 0);
    site.ok(&["run", "--once"]);
    assert_all_done_once(&site);
}
