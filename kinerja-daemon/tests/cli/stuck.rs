//! A loop that is stuck: whoever supervises the daemon hears nothing of it any more.

use std::{process::Command, time::Duration};

use crate::{
    daemon::wait_until,
    site::{Background, OFF, Site},
    watched::Supervisor,
};

/// What the supervisor allows between two signs of life, in microseconds.
const LIMIT: Duration = Duration::from_millis(500);

fn start(site: &Site) -> (Background, Supervisor) {
    let supervisor = Supervisor::listen(site);
    let (socket, limit) = (site.path("notify"), LIMIT.as_micros().to_string());
    let variables = [("NOTIFY_SOCKET", socket.to_str().unwrap()), ("WATCHDOG_USEC", &limit)];
    let daemon = site.start_with(&["run"], &variables);
    supervisor.hear("WATCHDOG=1", site);
    wait_until("idle", site, || site.read("log").contains("did what was due"));
    (daemon, supervisor)
}

fn signal(daemon: &Background, name: &str) {
    let pid = daemon.0.id().to_string();
    assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
}

#[test]
fn f11_a_loop_that_stands_still_gives_no_sign_of_life() {
    let site = Site::filled(OFF);
    let (daemon, supervisor) = start(&site);
    signal(&daemon, "-STOP");
    // What was said before it stood still may be heard yet; then there is nothing, for
    // as long as it takes until it is started anew.
    supervisor.forget(LIMIT / 2);
    assert!(!supervisor.hears("WATCHDOG=1", LIMIT * 2), "{}", site.read("log"));
    // When it goes on, so do its signs.
    signal(&daemon, "-CONT");
    supervisor.hear("WATCHDOG=1", &site);
}

#[test]
fn f11_a_loop_that_comes_round_gives_signs_of_life_control() {
    let site = Site::filled(OFF);
    let (_daemon, supervisor) = start(&site);
    supervisor.forget(LIMIT / 2);
    for _ in 0..3 {
        supervisor.hear("WATCHDOG=1", &site);
    }
}
