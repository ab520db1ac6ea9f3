//! F04 and F05: killed after the relay has taken a mail and before the daemon knows.

use std::time::Duration;

use crate::{
    kills::FORGETS,
    region::{Look, Region},
    support::smtp_sink::{Act, Step},
};

const PEOPLE: usize = 12;

/// How long a mail may take to reach the relay.
const PATIENCE: Duration = Duration::from_secs(30);

/// Takes mails and says nothing more, so that the daemon cannot know.
fn silent(region: &Region) {
    region.relay.always(Step::FinalDot, Act::Raw(Vec::new()));
}

/// Takes mails properly again.
fn proper(region: &Region) {
    region.relay.always(Step::FinalDot, Act::Delay(Duration::ZERO));
}

/// Starts a pass and kills it as soon as the relay has taken a mail; gives the mail's
/// digest, or nothing when the pass came to its end without one.
fn killed_on_accept(region: &Region) -> Option<String> {
    let mut at_work = region.start(&[]);
    let mut taken = None;
    for _ in 0..PATIENCE.as_millis() / 20 {
        taken = region.relay.next_taken(Duration::from_millis(20));
        if taken.is_some() || at_work.0.try_wait().unwrap().is_some() {
            break;
        }
    }
    at_work.kill();
    region.relay.rest();
    taken
}

#[test]
fn f04_killed_after_the_final_dot_a_mail_is_sent_once_more_after_a_quarter_of_an_hour() {
    let mut region = Region::of(PEOPLE);
    silent(&region);
    let digest = killed_on_accept(&region).expect("no mail was taken");
    proper(&region);
    // Before the quarter of an hour is over, all the others leave.
    region.minutes += 14;
    region.start(&[]).0.wait().unwrap();
    assert_eq!(region.count("SELECT COUNT(*) FROM mail WHERE state = 'unknown'"), 1);
    assert_eq!(region.relay.taken(), 12, "eleven others");
    region.minutes += 14;
    region.start(&[]).0.wait().unwrap();
    assert_eq!(region.relay.taken(), 12, "too early");
    region.minutes += 1;
    region.finish();
    assert_eq!(region.relay.taken(), 13);
    let took = std::fs::read_to_string(region.path("relay.jsonl")).unwrap();
    assert_eq!(took.matches(&digest).count(), 2, "the copy has other bytes");
    assert_eq!(region.broken(&Look { settled: true, events: Some(1), pages: true }), "");
}

#[test]
fn f04_control_without_the_mark_before_the_body_it_is_sent_again_at_once() {
    let mut region = Region::of(PEOPLE);
    region.sql(FORGETS);
    silent(&region);
    killed_on_accept(&region).expect("no mail was taken");
    proper(&region);
    region.finish();
    assert_eq!(region.minutes, 0, "something waited");
    assert_eq!(region.relay.taken(), 13);
    let found = region.broken(&Look { settled: true, ..Look::default() });
    assert!(found.contains("was taken 2 times and was 0 times in doubt"), "{found}");
}

#[test]
fn f05_a_crash_loop_sends_no_mail_three_times_and_keeps_no_other_back() {
    let mut region = Region::of(PEOPLE);
    silent(&region);
    let mut accepted = 0;
    for _ in 0..40 {
        accepted += usize::from(killed_on_accept(&region).is_some());
        region.wait();
    }
    assert_eq!(accepted, 2 * PEOPLE, "twice each, and never again");
    assert_eq!(region.count("SELECT COUNT(*) FROM mail WHERE state = 'held'"), PEOPLE);
    proper(&region);
    region.finish();
    let look = Look { settled: true, events: Some(accepted), pages: true };
    assert_eq!(region.broken(&look), "");
}

/// Without the mark nobody counts the copies: a mail is sent in one life after the
/// other, until it is held as one that ends the program.
#[test]
fn f05_control_without_the_mark_the_same_mails_are_sent_again_and_again() {
    let mut region = Region::of(2);
    region.sql(FORGETS);
    silent(&region);
    let mut accepted = 0;
    while accepted < 10 && killed_on_accept(&region).is_some() {
        accepted += 1;
        region.wait();
    }
    assert!(accepted > 4, "{accepted} times");
    let found = region.broken(&Look::default());
    assert!(found.contains("was taken 4 times\n"), "{found}");
}
