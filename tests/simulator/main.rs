//! A simulator: the real store, obligations and passes over years that never were.
//!
//! A seed makes a country: regions with policies of their own, holidays that are made
//! known year by year, people who join, plans and reports that come in. Its years pass
//! in a moment. Only three things are not the real ones: the clock, which is moved; the
//! road to the relay, which puts off, loses and drops; and the death of the process,
//! which comes after any commit. The database lies in memory where the host has a
//! folder there, so that a commit waits for no disk.
//!
//! After every pass [`promises`] looks at the database from outside: each region and
//! period evaluated once and as of its own date; nothing fallen due twice, on a holiday,
//! at another hour or out of time; no result told twice; at most two copies of a mail, to
//! the byte the same; nothing at all done by a clock that cannot be right. At the end:
//! all that fell due in all the years is on record, and no mail is lost.
//!
//! - `KINERJA_SEED=7` lives through that seed alone.
//! - `KINERJA_YEARS=70 KINERJA_SEEDS=20` lives longer and more often.
//!
//! Read [`years`] first, then [`promises`], [`life`], [`clocks`] and [`faults`].

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests may panic"
)]

mod clocks;
mod country;
mod faults;
mod files;
mod life;
mod luck;
mod promises;
mod road;
mod years;

use faults::Fault;
use years::{Size, live};

/// A few regions for fifty years.
const FEW: Size = Size { regions: 20, years: 50, people: 2, pause: 80, sides: 100 };
/// The whole country for five.
const ALL: Size = Size { regions: 552, years: 5, people: 1, pause: 120, sides: 300 };
/// Enough to find what is planted.
const SHORT: Size = Size { regions: 6, years: 8, people: 2, pause: 8, sides: 40 };

/// A number that whoever runs the tests gives.
fn given(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

/// Lives through a few seeds, or the one that is asked for.
fn live_through(size: Size, seeds: u64) {
    let seeds = given("KINERJA_SEEDS").unwrap_or(seeds);
    let years = given("KINERJA_YEARS").map_or(size.years, |years| years.try_into().unwrap());
    let size = Size { years, ..size };
    let seeds: Vec<u64> = given("KINERJA_SEED").map_or((1..=seeds).collect(), |seed| vec![seed]);
    // Each life has a thread: none knows of another.
    let lives: Vec<_> = seeds
        .into_iter()
        .map(|seed| std::thread::spawn(move || outcome(seed, size, None)))
        .collect();
    let ends = lives.into_iter().map(|life| life.join().unwrap());
    let seen = ends.inspect(|end| println!("{}", end.as_ref().unwrap_or_else(|wrong| wrong)));
    let wrong: Vec<String> = seen.filter_map(Result::err).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How one life ends.
fn outcome(seed: u64, size: Size, fault: Option<Fault>) -> Result<String, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(live(seed, size, fault))
}

/// Looks for a planted fault in a few seeds.
fn find(fault: Fault, by: &str) {
    let mut found = (1..=5).filter_map(|seed| outcome(seed, SHORT, Some(fault)).err());
    assert!(found.any(|wrong| wrong.contains(by)), "{fault:?} is not found");
}

#[test]
fn twenty_regions_live_through_fifty_years_and_every_promise_is_kept() {
    live_through(FEW, 5);
}

#[test]
fn all_regions_live_through_five_years_and_every_promise_is_kept() {
    live_through(ALL, 2);
}

#[test]
fn a_clock_that_is_always_believed_is_found_control() {
    find(Fault::NoGuard, "something was done by the clock");
}

#[test]
fn a_key_that_is_not_known_again_is_found_control() {
    find(Fault::NoKey, "fell due twice");
}

#[test]
fn a_body_that_leaves_before_its_stamp_is_found_control() {
    find(Fault::NoStamp, " begun, ");
}

#[test]
fn a_catch_up_of_the_latest_alone_is_found_control() {
    find(Fault::LatestOnly, "is due and not evaluated");
}

#[test]
fn reminders_on_holidays_are_found_control() {
    find(Fault::NoHolidays, "came on a holiday");
}

#[test]
fn a_decision_that_is_not_told_is_found_control() {
    find(Fault::NoNotice, "decisions are not told");
}

#[test]
fn a_step_of_which_nobody_is_reminded_is_found_control() {
    find(Fault::NoStep, "steps and times to object are not on record");
}
