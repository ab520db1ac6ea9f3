//! F01: killed at random, again and again, while it evaluates, publishes and sends.

use std::{
    os::unix::process::ExitStatusExt,
    thread::sleep,
    time::{Duration, Instant},
};

use crate::region::{Look, Region, is_long};

/// Regions that are killed again and again until their pass comes to its end.
struct Ordeal {
    people: usize,
    /// The longest that one lives, as a part of an undisturbed pass.
    part: u32,
    /// Kills of all regions.
    kills: usize,
    /// Kills after which a region is looked at.
    look_after: usize,
}

/// Three units: a pass takes long enough to be killed in it often.
const SHORT: Ordeal = Ordeal { people: 60, part: 2, kills: 100, look_after: 1 };

/// Of a pass of a minute one lives for three seconds at most, and comes further each time.
/// What was lost or doubled stays so: it is found as well after some more kills.
const LONG: Ordeal = Ordeal { people: 5_000, part: 20, kills: 1_000, look_after: 10 };

/// Conversations at once: a kill may cut each of them off in the middle of a mail.
pub(crate) const SESSIONS: usize = 4;

/// Looks at one region: then it comes to its end, and the next one begins.
const LOOKS_AT_ONE_MAX: usize = 20;

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

/// Mails that were on their way when the program was killed.
const CUT_OFF: &str = "SELECT COUNT(*) FROM attempt WHERE reply LIKE 'cut off while the body%'";

/// Kills passes of new regions until so many kills came in time; gives what is wrong
/// then and in between, how many regions were done, and how many mails were cut off.
fn killed(ordeal: &Ordeal, prepare: impl Fn(&Region)) -> (Vec<String>, usize, usize) {
    let mut moments = Moments::seeded();
    let span = undisturbed_pass(ordeal.people) / ordeal.part;
    let (mut wrong, mut done, mut total, mut cut_off) = (Vec::new(), 0, 0, 0);
    while total < ordeal.kills {
        let mut region = Region::of(ordeal.people).reminding();
        prepare(&region);
        let mut here = 0;
        while here < LOOKS_AT_ONE_MAX * ordeal.look_after {
            let mut at_work = region.start(&[]);
            sleep(moments.below(span));
            if at_work.kill().signal() != Some(9) {
                break;
            }
            here += 1;
            if here % ordeal.look_after == 0 {
                let look = Look { events: Some(here * SESSIONS), ..Look::default() };
                wrong.push(region.broken(&look));
            }
            region.wait();
        }
        region.finish();
        let look = Look { settled: true, events: Some(here * SESSIONS), pages: true };
        wrong.push(region.broken(&look));
        cut_off += region.count(CUT_OFF);
        total += here;
        done += 1;
    }
    wrong.retain(|found| !found.is_empty());
    let people = ordeal.people;
    println!(
        "{total} kills within {span:?}, {done} regions of {people} people, {cut_off} mails cut off"
    );
    (wrong, done, cut_off)
}

fn undisturbed_pass(people: usize) -> Duration {
    let mut region = Region::of(people).reminding();
    let begun = Instant::now();
    region.finish();
    begun.elapsed()
}

#[test]
fn f01_killed_at_random_it_loses_nothing_and_doubles_only_what_was_in_doubt() {
    let (wrong, done, cut_off) = killed(if is_long() { &LONG } else { &SHORT }, |_| {});
    assert!(done >= 3, "{done} regions came to their end");
    assert!(cut_off > 0, "no kill fell into the sending of a mail");
    assert!(wrong.is_empty(), "{} looks found something:\n{}", wrong.len(), wrong[0]);
}

/// With a database that forgets that a body began, nothing is in doubt after a kill.
#[test]
fn f01_control_without_the_mark_before_the_body_mails_are_doubled() {
    let (wrong, ..) = killed(&Ordeal { kills: 40, ..SHORT }, |region| region.sql(FORGETS));
    assert!(wrong.iter().any(|found| found.contains(" times in doubt")), "{wrong:?}");
}

/// Takes back what is put on record before the body of a mail leaves.
pub(crate) const FORGETS: &str = "
    CREATE TRIGGER forgets AFTER UPDATE OF state ON mail WHEN new.state = 'data_started'
    BEGIN UPDATE mail SET state = 'claimed', copies = copies - 1 WHERE id = new.id; END";
