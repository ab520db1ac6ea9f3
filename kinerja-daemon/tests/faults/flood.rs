//! F54: a reply without an end costs no memory.

use std::{fs, thread::sleep, time::Duration};

use crate::{
    region::Region,
    support::smtp_sink::{Act, Step},
};

/// Bytes of the reply.
const FLOOD: usize = 100 * 1024 * 1024;

/// KiB that a reply may cost.
const GROWTH_KIB_MAX: usize = 1024;

/// Passes of a kind: what is more in all of them is no chance.
const PASSES: usize = 4;

/// The most memory that a pass had, in KiB, with a relay that does this to each mail.
fn most_memory(act: &Act) -> usize {
    let region = Region::of(3);
    region.relay.always(Step::Rcpt, act.clone());
    let mut at_work = region.start(&[]);
    let status = format!("/proc/{}/status", at_work.0.id());
    let mut most = 0;
    while at_work.0.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.trim().split(' ').next()?.parse().ok());
        most = most.max(now.unwrap_or(0));
        sleep(Duration::from_millis(2));
    }
    assert_eq!(region.count("SELECT COUNT(*) FROM mail WHERE state = 'queued'"), 3, "{act:?}");
    most
}

#[test]
fn f54_a_reply_without_end_costs_no_memory() {
    let least = |act: Act| (0..PASSES).map(|_| most_memory(&act)).min().unwrap();
    let (plain, flooded) = (least(Act::Drop), least(Act::Raw(vec![b'2'; FLOOD])));
    println!("{plain} KiB where the relay hangs up, {flooded} KiB where it does not stop");
    assert!(0 < plain && flooded < plain + GROWTH_KIB_MAX, "{plain} and {flooded} KiB");
}
