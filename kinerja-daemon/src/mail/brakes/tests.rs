//! Each brake on its own: when it is on, and when it goes.

use super::*;
use crate::mail::Phase;

const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

fn recent(last_minute: u32, last_day: u32, refusals: u32) -> Recent {
    Recent { last_minute, last_day, refusals }
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
    brakes.heard(fate, "the reason", NOW);
}

fn on(brakes: &Brakes) -> Option<(Brake, Option<i64>)> {
    brakes.on().map(|on| (on.brake, on.until.map(|until| (until - NOW).num_minutes())))
}

#[test]
fn five_refusals_in_a_row_stop_the_queue_whatever_they_say_and_four_do_not() {
    for reply in ["554 5.7.1 policy", "550 relay not permitted", "550 5.1.8 no such sender"] {
        let mut brakes = brakes(&recent(0, 0, 0), Vec::new());
        for _ in 0..4 {
            hear(&mut brakes, &refused(reply));
        }
        hear(&mut brakes, &sent());
        for _ in 0..4 {
            hear(&mut brakes, &refused(reply));
            assert_eq!(on(&brakes), None);
        }
        hear(&mut brakes, &refused(reply));
        assert_eq!(on(&brakes), Some((Brake::Policy, Some(30))), "{reply}");
        assert_eq!(brakes.allow(9), 0);
    }
}

#[test]
fn addresses_that_are_refused_stop_nobody_until_they_are_too_many_to_be_wrong() {
    let unknown = refused("550 5.1.1 no such user");
    let mut brakes = brakes(&recent(0, 0, 0), Vec::new());
    hear(&mut brakes, &sent());
    for _ in 0..ADDRESSES_MAX {
        hear(&mut brakes, &unknown);
        assert!(on(&brakes).is_none() && !brakes.in_file());
    }
    for _ in 0..REFUSALS_MAX {
        assert_eq!(on(&brakes), None);
        hear(&mut brakes, &unknown);
    }
    assert_eq!(on(&brakes), Some((Brake::Policy, Some(30))));
}

/// Else each try would cost some fifty mails, where a relay knows nobody any more.
#[test]
fn a_few_mails_try_a_relay_that_refused_everything_where_it_refuses_their_addresses() {
    for (reply, tries) in [("554 5.7.1 policy", 1), ("550 5.1.1 no such user", REFUSALS_MAX)] {
        let open = || brakes(&recent(0, 0, 5), vec![hold(Brake::Policy, 30, Some(0))]);
        let mut brakes = open();
        for _ in 0..tries {
            assert_eq!(on(&brakes), None, "{reply}");
            assert!(brakes.in_file() && brakes.is_spared(&refused(reply)), "{reply}");
            hear(&mut brakes, &refused(reply));
        }
        assert_eq!(on(&brakes), Some((Brake::Policy, Some(30))), "{reply}");
        // The next one is good: they were wrong after all.
        let mut brakes = open();
        for _ in 1..tries {
            hear(&mut brakes, &refused(reply));
        }
        hear(&mut brakes, &sent());
        assert!(on(&brakes).is_none() && !brakes.tries_policy());
    }
}

/// With many sessions more mails are on their way than it takes to stop all.
#[test]
fn mails_beside_those_whose_refusals_stop_all_are_spared_and_wrong_addresses_are_not() {
    let (policy, unknown) = (refused("554 5.7.1 policy"), refused("550 5.1.1 no such user"));
    let mut brakes = brakes(&recent(0, 0, 0), Vec::new());
    hear(&mut brakes, &sent());
    for _ in 0..REFUSALS_MAX {
        assert!(!brakes.is_spared(&policy));
        hear(&mut brakes, &policy);
    }
    assert!(brakes.is_spared(&policy) && !brakes.is_spared(&unknown));
}

#[test]
fn refusals_that_come_after_another_brake_stop_at_five_too() {
    let policy = refused("554 5.7.1 policy");
    let mut brakes = brakes(&recent(0, 0, 0), Vec::new());
    hear(&mut brakes, &sent());
    hear(&mut brakes, &Fate::Paused { phase: Phase::Auth, reply: "535 no".to_owned() });
    let lost = (0..9).filter(|_| {
        let is_lost = !brakes.is_spared(&policy);
        hear(&mut brakes, &policy);
        is_lost
    });
    assert_eq!(u32::try_from(lost.count()), Ok(REFUSALS_MAX));
    assert_eq!(on(&brakes), Some((Brake::Credentials, None)));
}

#[test]
fn a_relay_in_trouble_is_left_alone_at_the_first_mail_or_at_the_third_in_a_row() {
    let put_off = |phase, reply: &str| Fate::Deferred { phase, reply: reply.to_owned() };
    for fate in [
        put_off(Phase::Rcpt, "timed out"),
        put_off(Phase::Data, "421 4.3.2 shutting down"),
        put_off(Phase::Mail, "451 4.3.0 no disk"),
        put_off(Phase::Auth, "432 4.7.12 later"),
    ] {
        let mut first = brakes(&recent(0, 0, 0), Vec::new());
        assert!(first.heard(&fate, "the reason", NOW), "{fate:?}");
        assert_eq!(on(&first), Some((Brake::Relay, Some(1))), "{fate:?}");

        let mut later = brakes(&recent(0, 0, 0), Vec::new());
        hear(&mut later, &sent());
        let kept = [(); 3].map(|()| later.heard(&fate, "the reason", NOW));
        assert_eq!(kept, [false, false, true], "{fate:?}");
        assert_eq!(on(&later), Some((Brake::Relay, Some(1))), "{fate:?}");
    }
    let mut one = brakes(&recent(0, 0, 0), Vec::new());
    let greylisted = put_off(Phase::Rcpt, "451 4.7.1 greylisted");
    for _ in 0..9 {
        assert!(!one.heard(&greylisted, "the reason", NOW));
    }
    assert_eq!(on(&one), None, "it says nothing of the other mails");
}

#[test]
fn two_mails_in_doubt_in_a_row_stop_the_queue_and_one_does_not() {
    let doubt = Fate::Unknown { reply: "timed out".to_owned() };
    let mut brakes = brakes(&recent(0, 0, 0), Vec::new());
    for fate in [&doubt, &sent(), &doubt] {
        hear(&mut brakes, fate);
        assert_eq!(on(&brakes), None);
    }
    assert!(!brakes.heard(&doubt, "the reason", NOW), "its copy may have left");
    assert_eq!(on(&brakes), Some((Brake::Relay, Some(1))));
}

#[test]
fn one_mail_in_doubt_is_enough_where_a_relay_is_tried_that_was_away() {
    let mut brakes = brakes(&recent(0, 0, 0), vec![hold(Brake::Relay, 5, Some(0))]);
    assert_eq!(on(&brakes), None);
    hear(&mut brakes, &Fate::Unknown { reply: "timed out".to_owned() });
    assert_eq!(on(&brakes), Some((Brake::Relay, Some(5))));
}

#[test]
fn a_pass_sends_for_ten_minutes_at_most() {
    let brakes = brakes(&recent(0, 0, 0), Vec::new());
    let after = |seconds| brakes.is_over(NOW + TimeDelta::seconds(seconds));
    assert_eq!([after(0), after(599), after(600)], [false, false, true]);
}

#[test]
fn refusals_before_a_restart_count() {
    let mut brakes = brakes(&recent(0, 0, 4), Vec::new());
    assert!(brakes.in_file());
    hear(&mut brakes, &refused("554 no"));
    assert_eq!(on(&brakes), Some((Brake::Policy, Some(30))));
}

#[test]
fn one_mail_tries_whether_a_breaker_can_close() {
    let open = || brakes(&recent(0, 0, 0), vec![hold(Brake::Policy, 30, Some(0))]);
    let later = Fate::Deferred { phase: Phase::Rcpt, reply: "451 later".to_owned() };
    for fate in [refused("554 no"), later, Fate::Unknown { reply: "lost".to_owned() }] {
        let mut brakes = open();
        assert!(brakes.tries_policy() && brakes.in_file() && brakes.allow(9) == 9);
        hear(&mut brakes, &fate);
        assert_eq!(on(&brakes), Some((Brake::Policy, Some(30))), "{fate:?}");
        assert_eq!(brakes.holds().len(), 1);
    }
    let mut brakes = open();
    hear(&mut brakes, &sent());
    assert!(on(&brakes).is_none() && brakes.holds().is_empty());
}

#[test]
fn a_brake_holds_until_its_time_is_over() {
    for (until, expected) in [(Some(1), 0), (Some(0), 7), (None, 0)] {
        let mut brakes = brakes(&recent(0, 0, 0), vec![hold(Brake::Relay, 5, until)]);
        assert_eq!(brakes.allow(7), expected, "{until:?}");
        assert_eq!(brakes.holds(), [hold(Brake::Relay, 5, until)], "nothing has shown it can go");
    }
}

#[test]
fn a_brake_that_would_last_longer_than_any_was_put_on_by_a_clock_that_was_ahead() {
    for (until, expected) in [(240, 0), (241, 7), (100_000, 7)] {
        let hold = hold(Brake::Relay, -until, Some(until));
        let mut brakes = brakes(&recent(0, 0, 0), vec![hold]);
        assert_eq!(brakes.allow(7), expected, "{until}");
        hear(&mut brakes, &Fate::Unreachable { reason: "refused".to_owned() });
        assert!(brakes.on().is_some_and(|on| expected == 0 || on.since == NOW), "{until}");
    }
}

#[test]
fn a_relay_that_stays_away_is_asked_more_and_more_seldom() {
    let away = Fate::Unreachable { reason: "refused".to_owned() };
    for (minutes_ago, pause) in [(0, 1), (1, 1), (2, 2), (100, 100), (240, 240), (30_000, 240)] {
        let mut brakes = brakes(&recent(0, 0, 0), vec![hold(Brake::Relay, minutes_ago, Some(0))]);
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
        let mut brakes = brakes(&recent(0, 0, 0), vec![hold(Brake::Relay, 5, Some(0))]);
        hear(&mut brakes, &fate);
        assert_eq!(brakes.holds().is_empty(), back, "{fate:?}");
    }
}

#[test]
fn a_wrong_password_waits_for_a_person() {
    let mut brakes = brakes(&recent(0, 0, 0), Vec::new());
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
        let mut brakes = brakes(&recent(minute, day, 0), Vec::new());
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
    let mut brakes = brakes(&recent(0, 0, 0), Vec::new());
    assert!(brakes.in_file());
    hear(&mut brakes, &Fate::Unknown { reply: "lost".to_owned() });
    assert!(brakes.in_file());
    hear(&mut brakes, &sent());
    assert!(!brakes.in_file());
    hear(&mut brakes, &refused("554 5.7.1 policy"));
    assert!(brakes.in_file());
}
