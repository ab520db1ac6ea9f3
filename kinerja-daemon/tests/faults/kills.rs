//! F01: killed at random, again and again, while it evaluates, publishes and sends.

use std::{
    os::unix::process::ExitStatusExt,
    thread::sleep,
    time::{Duration, Instant},
};

use crate::region::{Look, Region, is_long};

/// People of three units: a pass takes long enough to be killed in it often.
const PEOPLE: usize = 60;

/// Conversations at once: a kill may cut each of them off in the middle of a mail.
pub(crate) const SESSIONS: usize = 4;

/// Kills of one region: then it comes to its end, and the next one begins.
const KILLS_OF_ONE_MAX: usize = 20;

/// Moments that do not repeat and are the same for the same seed.
pub(crate) struct Moments(u64);

impl Moments {
    /// By the seed that was asked for, or always the same one.
    pub(crate) fn seeded() -> Self {
        let seed = std::env::var("KINERJA_SEED").map_or(20_260_720, |seed| seed.parse().unwrap());
        println!("KINERJA_SEED={seed}");
        Self(seed)
    }

    /// The next, before an end.
    pub(crate) fn below(&mut self, end: Duration) -> Duration {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        Duration::from_micros((self.0 >> 33) % u64::try_from(end.as_micros()).unwrap().max(1))
    }
}

/// Kills passes of new regions until so many kills came in time; gives what is wrong
/// then and in between, and how many regions were done.
fn killed(kills: usize, prepare: impl Fn(&Region)) -> (Vec<String>, usize) {
    let mut moments = Moments::seeded();
    let span = undisturbed_pass() / 2;
    let (mut wrong, mut done, mut total) = (Vec::new(), 0, 0);
    while total < kills {
        let mut region = Region::of(PEOPLE).reminding();
        prepare(&region);
        let mut here = 0;
        while here < KILLS_OF_ONE_MAX {
            let mut at_work = region.start(&[]);
            sleep(moments.below(span));
            if at_work.kill().signal() != Some(9) {
                break;
            }
            here += 1;
            wrong.push(region.broken(&Look { events: Some(here * SESSIONS), ..Look::default() }));
            region.wait();
        }
        region.finish();
        wrong.push(region.broken(&Look {
            settled: true,
            events: Some(here * SESSIONS),
            pages: true,
        }));
        total += here;
        done += 1;
    }
    wrong.retain(|found| !found.is_empty());
    println!("{total} kills in {done} regions of {PEOPLE} people");
    (wrong, done)
}

fn undisturbed_pass() -> Duration {
    let mut region = Region::of(PEOPLE);
    let begun = Instant::now();
    region.finish();
    begun.elapsed()
}

#[test]
fn f01_killed_at_random_it_loses_nothing_and_doubles_only_what_was_in_doubt() {
    let (wrong, done) = killed(if is_long() { 1_000 } else { 100 }, |_| {});
    assert!(done >= 3, "{done} regions came to their end");
    assert!(wrong.is_empty(), "{} looks found something:\n{}", wrong.len(), wrong[0]);
}

/// With a database that forgets that a body began, nothing is in doubt after a kill.
#[test]
fn f01_control_without_the_mark_before_the_body_mails_are_doubled() {
    let (wrong, _) = killed(40, |region| region.sql(FORGETS));
    assert!(wrong.iter().any(|found| found.contains(" times in doubt")), "{wrong:?}");
}

/// Takes back what is put on record before the body of a mail leaves.
pub(crate) const FORGETS: &str = "
    CREATE TRIGGER forgets AFTER UPDATE OF state ON mail WHEN new.state = 'data_started'
    BEGIN UPDATE mail SET state = 'claimed', copies = copies - 1 WHERE id = new.id; END";
