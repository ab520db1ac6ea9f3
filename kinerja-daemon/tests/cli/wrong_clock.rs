//! The whole program by a clock that is wrong, as the host would show it: `faketime`
//! stands between the program and the kernel.

use std::path::Path;

use crate::{
    daemon::wait_until,
    site::{Background, OFF, Site},
    watched::{address, get},
};

/// Where Debian has the library, on the machines that people use.
const LIBRARIES: [&str; 2] = [
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
];

/// All that a daemon can do to people.
const WORK: &str = "SELECT (SELECT COUNT(*) FROM run) + (SELECT COUNT(*) FROM mail)
    + (SELECT COUNT(*) FROM occurrence)";

/// Starts the daemon by a clock that the file `clock` shows.
fn start(site: &Site, clock: &str) -> Background {
    let library = LIBRARIES.into_iter().find(|path| Path::new(path).exists());
    let library = library.expect("libfaketime is missing: install Debian's package `faketime`");
    set(site, clock);
    let file = site.path("clock");
    let variables = [
        ("LD_PRELOAD", library),
        ("FAKETIME_TIMESTAMP_FILE", file.to_str().unwrap()),
        ("FAKETIME_NO_CACHE", "1"),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ("TZ", "UTC"),
        // The loop comes round five times a second, as if a supervisor asked for it.
        ("WATCHDOG_USEC", "400000"),
    ];
    site.start_now(&["run"], &variables)
}

/// Sets the clock: another one appears whole.
fn set(site: &Site, clock: &str) {
    // With this sign it goes on from there.
    site.write("clock.new", format!("@{clock}"));
    std::fs::rename(site.path("clock.new"), site.path("clock")).unwrap();
}

/// A site that is woken each second and has work to do.
fn site() -> Site {
    let site = Site::filled(OFF);
    site.change("kinerja.toml", "policies", "wake = \"* * * * * *\"\npolicies");
    site.change("kinerja.toml", "[mail]", "[http]\nlisten = \"127.0.0.1:0\"\n\n[mail]");
    site
}

fn says(site: &Site, wanted: &str) {
    wait_until(wanted, site, || site.read("log").contains(wanted));
}

fn is_ready(site: &Site, status: u16) {
    says(site, "health and metrics can be read");
    let pass = if status == 200 { "pass: the last ended" } else { "pass: could not begin" };
    wait_until(pass, site, || {
        let (found, said) = get(&address(site), "/readyz");
        found == status && said.contains(pass)
    });
}

#[test]
fn f17_by_a_clock_of_another_time_the_program_does_nothing_and_says_what_to_do() {
    for (clock, doubt) in [
        ("1970-01-01 00:00:10", "the clock shows 1970-01-01"),
        ("2038-01-19 03:14:07", "the clock shows 2038-01-19 03:14:"),
        ("2100-02-28 00:00:00", "the clock shows 2100-02-28"),
    ] {
        let site = site();
        // It last worked in 2026, before anything was due.
        site.run_now(&["--as-of", "2026-01-05T00:00:00Z", "run", "--once"]);
        let known = "INSERT OR REPLACE INTO setting VALUES ('clock', '{\"last\":{\"wall\":\"2026-01-05T00:00:00Z\",\"process\":0,\"up_micros\":0},\"jumped\":false}')";
        site.sql(known);
        let before = site.count(WORK);
        let daemon = start(&site, clock);
        is_ready(&site, 503);
        let (_, said) = get(&address(&site), "/readyz");
        assert!(said.contains(doubt) && said.contains("clock accept --by NAME"), "{said}");
        assert_eq!(site.count(WORK), before, "{clock}");
        // In order again, it goes on by itself.
        set(&site, "2026-07-20 01:00:00");
        is_ready(&site, 200);
        wait_until("done", &site, || site.count("SELECT COUNT(*) FROM run") > 0);
        drop(daemon);
    }
}

#[test]
fn f17_a_clock_that_is_right_does_the_work_control() {
    let site = site();
    let _daemon = start(&site, "2026-07-20 01:00:00");
    is_ready(&site, 200);
    wait_until("done", &site, || site.count_or_0("SELECT COUNT(*) FROM run") > 0);
}

#[test]
fn f16_a_clock_that_jumps_while_the_program_runs_holds_it_until_it_is_right_again() {
    let site = site();
    let _daemon = start(&site, "2026-03-02 01:00:00");
    is_ready(&site, 200);
    let before = site.count(WORK);
    for far in ["2036-07-20 01:00:00", "2025-03-02 01:00:00", "2026-07-20 01:00:00"] {
        set(&site, far);
        is_ready(&site, 503);
        assert_eq!(site.count(WORK), before, "{far}");
        set(&site, "2026-03-02 02:00:00");
        is_ready(&site, 200);
    }
    assert!(site.read("log").contains("the clock jumped to 2036-07-20"));
    // An hour or a day back is a correction: work goes on.
    for near in ["2026-03-02 01:00:00", "2026-03-01 01:00:00"] {
        set(&site, near);
        let day = near.split(' ').next().unwrap();
        let passed = format!("pass: the last ended at {day}");
        wait_until(near, &site, || get(&address(&site), "/readyz").1.contains(&passed));
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM run"), 0);
}
