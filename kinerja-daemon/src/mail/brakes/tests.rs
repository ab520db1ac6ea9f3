//! Each brake on its own: when it is on, and when it goes.

use super::*;
use crate::mail::Phase;

const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

fn recent(last_minute: u32, last_day: u32, replies: &[&str]) -> Recent {
    let replies = replies.iter().map(|reply| (*reply).to_owned()).collect();
    Recent { last_minute, last_day, replies }
}

fn brakes(recent: &Recent, holds: Vec<Hold>) -> Brakes {
    Brakes::new(Limits { per_minute: 10, per_day: 100 }, recent, holds, (NOW, 0))
}

fn hold(brake: Brake, minutes_ago: i64, until: Option<i64>) -> Hold {
    let at = |minutes| NOW + TimeDelta::minutes(minutes);
    Hold { brake, since: at(-minutes_ago), until: until.map(at), reason: "x".to_owned() }
}

fn refused(reply: &str) -> Fate {
    Fate::Rejected { phase: Phase::Rcpt, reply: reply.to_owned() }
}

fn sent() -> Fate {
    Fate::Sent { reply: "250 ok".to_owned() }
}

fn hear(brakes: &mut Brakes, fate: &Fate) {
    brakes.heard(fate, "the reason".to_owned(), NOW);
}

fn on(brakes: &Brakes) -> Option<(Brake, Option<i64>)> {
    brakes.on().map(|on| (on.brake, on.until.map(|until| (until - NOW).num_minutes())))
}

#[test]
fn a_refusal_of_policy_is_told_from_one_of_a_person() {
    #[rustfmt::skip]
    let table = [
        ("554 5.7.1 spam",             true),
        ("550 5.7.26 no SPF",          true),
        ("550-5.7.1 [10.0.0.1] no",    true),
        ("554 no SMTP service here",   true),
        ("554 5.1.1 no such user",     false),
        ("550 5.1.1 no such user",     false),
        ("550 no",                     false),
        ("451 4.7.1 greylisted",       false),
        ("250 2.0.0 5.7.1",            false),
        ("connection lost",            false),
    ];
    for (reply, expected) in table {
        assert_eq!(is_of_policy(reply), expected, "{reply}");
    }
}

#[test]
fn five_refusals_of_policy_in_a_row_stop_the_queue_and_four_do_not() {
    let policy = refused("554 5.7.1 policy");
    let mut brakes = brakes(&recent(0, 0, &[]), Vec::new());
    for _ in 0..4 {
        hear(&mut brakes, &policy);
    }
    hear(&mut brakes, &refused("550 5.1.1 no such user"));
    for _ in 0..4 {
        hear(&mut brakes, &policy);
        assert_eq!(on(&brakes), None);
    }
    hear(&mut brakes, &policy);
    assert_eq!(on(&brakes), Some((Brake::Policy, Some(30))));
    assert_eq!(brakes.allow(9), 0);
}

#[test]
fn refusals_before_a_restart_count() {
    let mut brakes =
        brakes(&recent(0, 0, &["554 no", "554 no", "554 no", "554 no", "250 ok"]), Vec::new());
    assert!(brakes.in_file());
    hear(&mut brakes, &refused("554 no"));
    assert_eq!(on(&brakes), Some((Brake::Policy, Some(30))));
}

#[test]
fn one_mail_tries_whether_a_breaker_can_close() {
    let open = || brakes(&recent(0, 0, &[]), vec![hold(Brake::Policy, 30, Some(0))]);
    let later = Fate::Deferred { phase: Phase::Rcpt, reply: "451 later".to_owned() };
    for fate in [refused("554 no"), later, Fate::Unknown { reply: "lost".to_owned() }] {
        let mut brakes = open();
        assert!(brakes.tries_policy() && brakes.in_file() && brakes.allow(9) == 9);
        hear(&mut brakes, &fate);
        assert_eq!(on(&brakes), Some((Brake::Policy, Some(30))), "{fate:?}");
        assert_eq!(brakes.holds().len(), 1);
    }
    for fate in [sent(), refused("550 5.1.1 no such user")] {
        let mut brakes = open();
        hear(&mut brakes, &fate);
        assert!(on(&brakes).is_none() && brakes.holds().is_empty(), "{fate:?}");
    }
}

#[test]
fn a_brake_holds_until_its_time_is_over() {
    for (until, expected) in [(Some(1), 0), (Some(0), 7), (None, 0)] {
        let mut brakes = brakes(&recent(0, 0, &[]), vec![hold(Brake::Relay, 5, until)]);
        assert_eq!(brakes.allow(7), expected, "{until:?}");
        assert_eq!(brakes.holds(), [hold(Brake::Relay, 5, until)], "nothing has shown it can go");
    }
}

#[test]
fn a_relay_that_stays_away_is_asked_more_and_more_seldom() {
    let away = Fate::Unreachable { reason: "refused".to_owned() };
    for (minutes_ago, pause) in [(0, 1), (1, 1), (2, 2), (100, 100), (240, 240), (30_000, 240)] {
        let mut brakes = brakes(&recent(0, 0, &[]), vec![hold(Brake::Relay, minutes_ago, Some(0))]);
        hear(&mut brakes, &away);
        assert_eq!(on(&brakes), Some((Brake::Relay, Some(pause))));
        assert_eq!(brakes.on().map(|on| NOW - on.since), Some(TimeDelta::minutes(minutes_ago)));
        assert_eq!(brakes.holds().len(), 1);
    }
}

#[test]
fn a_relay_that_answers_a_mail_is_back() {
    for (fate, back) in [
        (sent(), true),
        (refused("550 5.1.1 no such user"), true),
        (Fate::Deferred { phase: Phase::Rcpt, reply: "451 later".to_owned() }, true),
        (Fate::Deferred { phase: Phase::Mail, reply: "connection lost".to_owned() }, false),
        (Fate::Unknown { reply: "connection lost".to_owned() }, false),
    ] {
        let mut brakes = brakes(&recent(0, 0, &[]), vec![hold(Brake::Relay, 5, Some(0))]);
        hear(&mut brakes, &fate);
        assert_eq!(brakes.holds().is_empty(), back, "{fate:?}");
    }
}

#[test]
fn a_wrong_password_waits_for_a_person() {
    let mut brakes = brakes(&recent(0, 0, &[]), Vec::new());
    hear(&mut brakes, &Fate::Paused { phase: Phase::Auth, reply: "535 no".to_owned() });
    assert_eq!(on(&brakes), Some((Brake::Credentials, None)));
    assert!(brakes.on().is_some_and(|on| on.reason.contains("outbox resume --by WHO")));
}

#[test]
fn no_more_mails_leave_in_a_minute_and_a_day_than_may() {
    #[rustfmt::skip]
    let table = [
        (0,  0,   8,  2,  Some((Brake::Minute, Some(1)))),
        (4,  4,   6,  0,  Some((Brake::Minute, Some(1)))),
        (10, 10,  0,  0,  Some((Brake::Minute, Some(1)))),
        (0,  97,  3,  0,  Some((Brake::Day, Some(60)))),
        (10, 100, 0,  0,  Some((Brake::Day, Some(60)))),
    ];
    for (minute, day, first, second, expected) in table {
        let mut brakes = brakes(&recent(minute, day, &[]), Vec::new());
        let taken = brakes.allow(8);
        assert_eq!(taken, first, "{minute} {day}");
        brakes.took(taken);
        let taken = brakes.allow(8);
        assert_eq!(taken, second, "{minute} {day}");
        brakes.took(taken);
        assert_eq!(brakes.allow(8), 0);
        assert_eq!(on(&brakes), expected, "{minute} {day}");
    }
}

#[test]
fn mails_go_one_by_one_until_the_relay_has_taken_one() {
    let mut brakes = brakes(&recent(0, 0, &[]), Vec::new());
    assert!(brakes.in_file());
    hear(&mut brakes, &Fate::Unknown { reply: "lost".to_owned() });
    assert!(brakes.in_file());
    hear(&mut brakes, &sent());
    assert!(!brakes.in_file());
    hear(&mut brakes, &refused("554 5.7.1 policy"));
    assert!(brakes.in_file());
}
