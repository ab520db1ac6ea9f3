//! A disk that is full ends the daemon: whoever goes on cannot know what is on record.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use crate::site::{MAILDIR, OFF, Site};

/// Blocks of 512 bytes that a file may have: a few pages of the database.
const BLOCKS: u32 = 192;

#[test]
fn a_disk_that_is_full_ends_the_daemon_which_says_so_and_goes_on_after_a_new_start() {
    let site = Site::evaluated(OFF);
    site.configure(MAILDIR);
    let mut daemon = site.start_with_little_disk(&["run"], BLOCKS);
    let begun = Instant::now();
    let ended = loop {
        if let Some(ended) = daemon.0.try_wait().unwrap() {
            break ended;
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "it goes on: {}", site.read("log"));
        sleep(Duration::from_millis(20));
    };
    let log = site.read("log");
    assert_eq!(ended.code(), Some(69), "{log}");
    let said = "the disk of the database is full or fails: database: ";
    assert!(log.lines().any(|line| line.starts_with(said)), "{log}");
    assert!(site.count("SELECT COUNT(*) FROM mail WHERE state = 'sent'") < 200);
    site.ok(&["run", "--once"]);
    assert_eq!(site.count("SELECT COUNT(*) FROM mail WHERE state = 'sent'"), 200);
}
