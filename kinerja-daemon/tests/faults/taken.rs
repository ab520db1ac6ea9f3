//! F04 and F05: killed after the relay has taken a mail and before the daemon knows.

use std::{collections::BTreeMap, time::Duration};

use sha2::{Digest, Sha256};

use crate::{
    kills::{FORGETS, SESSIONS},
    region::{Look, Region},
    support::smtp_sink::{Act, Step},
};

const PEOPLE: usize = 12;

/// People of three units, of whom one or two get a mail that ends the program.
const MANY: usize = 60;

/// How often a mail has the chance to end the program.
const LIVES: usize = 20;

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
    killed_on_accept_of(region, |_| true)
}

/// The same with only those mails of which something holds: it takes the others.
fn killed_on_accept_of(region: &Region, ends: impl Fn(&str) -> bool) -> Option<String> {
    let mut at_work = region.start(&[]);
    let mut taken = None;
    for _ in 0..PATIENCE.as_millis() / 20 {
        // What was taken before it ended is told, also after.
        let ended = at_work.0.try_wait().unwrap().is_some();
        taken = region.relay.next_taken(Duration::from_millis(20));
        while taken.as_deref().is_some_and(|digest| !ends(digest)) {
            taken = region.relay.next_taken(Duration::from_millis(20));
        }
        if taken.is_some() || ended {
            break;
        }
    }
    at_work.kill();
    region.relay.rest();
    taken
}

/// How many copies of each mail were taken.
fn copies(region: &Region) -> BTreeMap<Vec<u8>, usize> {
    let mut copies = BTreeMap::new();
    for mail in region.relay.mails() {
        *copies.entry(mail).or_insert(0) += 1;
    }
    copies
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

#[test]
fn f05_one_mail_that_ends_it_each_time_is_held_and_all_others_arrive_meanwhile() {
    let mut region = Region::of(MANY);
    silent(&region);
    let poison = killed_on_accept(&region).expect("no mail was taken");
    region.relay.hush(region.relay.mails().remove(0));
    proper(&region);
    let (mut accepted, mails) = (1, region.count("SELECT COUNT(*) FROM mail"));
    let others = format!("SELECT COUNT(*) FROM mail WHERE state = 'sent' AND sha256 <> '{poison}'");
    for life in 1..LIVES {
        region.minutes += 1;
        accepted += usize::from(killed_on_accept_of(&region, |digest| digest == poison).is_some());
        // All of them in the first life after it, before it is tried once more.
        assert_eq!((region.count(&others), accepted), (mails - 1, 1 + life / 16), "{life}");
    }
    let held = format!("SELECT COUNT(*) FROM mail WHERE state = 'held' AND sha256 = '{poison}'");
    assert_eq!(region.count(&held), 1);
    let copies = copies(&region);
    assert_eq!((copies.len(), region.relay.taken()), (mails, mails + 1));
    let look = Look { settled: true, events: Some(accepted), pages: true };
    assert_eq!(region.broken(&look), "");
}

#[test]
fn f05_two_mails_that_end_it_in_the_middle_of_others_are_held_and_all_others_arrive() {
    let mut undisturbed = Region::of(MANY);
    undisturbed.finish();
    let mails = undisturbed.relay.mails();
    let poison = [mails[7].clone(), mails[9].clone()];
    let mut region = Region::of(MANY);
    let digests = poison.each_ref().map(|mail| format!("{:x}", Sha256::digest(mail)));
    for mail in &poison {
        region.relay.hush(mail.clone());
    }
    let is_poison = |digest: &str| digests.iter().any(|known| known == digest);
    let held = |region: &Region| {
        digests.iter().fold(0, |held, digest| {
            let is_held = "SELECT COUNT(*) FROM mail WHERE state = 'held' AND sha256 =";
            held + region.count(&format!("{is_held} '{digest}'"))
        })
    };
    let mut ends = 0;
    for _ in 0..LIVES {
        ends += usize::from(killed_on_accept_of(&region, is_poison).is_some());
        region.wait();
        if held(&region) == 2 {
            break;
        }
    }
    region.finish();
    assert_eq!(held(&region), 2, "after {ends} ends");
    let copies = copies(&region);
    assert_eq!(copies.len(), mails.len(), "a mail is missing");
    // One that was cut off within its body by the other's end was taken but once.
    assert!(copies.values().all(|copies| *copies <= 2), "{ends} ends");
    let look = Look { settled: true, events: Some(ends * SESSIONS), pages: true };
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
