//! A disk that fails ends the daemon: whoever goes on cannot know what is on record.

use std::{
    process::ExitStatus,
    thread::sleep,
    time::{Duration, Instant},
};

use crate::site::{Background, MAILDIR, OFF, Site};

/// Blocks of 512 bytes that a file may have: a few pages of the database.
const BLOCKS: u32 = 192;

/// How a daemon ends that must not go on.
fn end_of(site: &Site, daemon: &mut Background) -> ExitStatus {
    let begun = Instant::now();
    loop {
        if let Some(ended) = daemon.0.try_wait().unwrap() {
            return ended;
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "it goes on: {}", site.read("log"));
        sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_disk_that_fails_ends_the_daemon_which_says_so_and_goes_on_after_a_new_start() {
    let site = Site::evaluated(OFF);
    site.configure(MAILDIR);
    let mut daemon = site.start_with_little_disk(&["run"], BLOCKS);
    let ended = end_of(&site, &mut daemon);
    let log = site.read("log");
    assert_eq!(ended.code(), Some(69), "{log}");
    let said = "the disk of the database fails: database: ";
    assert!(log.lines().any(|line| line.starts_with(said)), "{log}");
    assert!(site.count("SELECT COUNT(*) FROM mail WHERE state = 'sent'") < 200);
    site.ok(&["run", "--once"]);
    assert_eq!(site.count("SELECT COUNT(*) FROM mail WHERE state = 'sent'"), 200);
}

#[test]
fn a_disk_that_fails_while_it_evaluates_ends_it_too() {
    let site = Site::filled(OFF);
    let mut daemon = site.start_with_little_disk(&["run"], BLOCKS);
    let ended = end_of(&site, &mut daemon);
    let log = site.read("log");
    assert_eq!(ended.code(), Some(69), "{log}");
    assert!(log.contains("the disk of the database fails: database: "), "{log}");
    site.ok(&["run", "--once"]);
    assert_eq!(site.count("SELECT COUNT(*) FROM result"), 203);
}
