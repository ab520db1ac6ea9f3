//! The steps of a program, as the system sees them, and what strace does at one.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use crate::region::Region;

/// The calls by which anything reaches the disk or the relay.
const CALLS: [&str; 10] = [
    "pwrite64",
    "fsync",
    "fdatasync",
    "ftruncate",
    "rename",
    "renameat",
    "symlink",
    "unlink",
    "connect",
    "sendto",
];

/// The call of a name for the so-manieth time in a thread.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Step {
    pub(crate) call: String,
    pub(crate) number: usize,
}

impl Step {
    pub(crate) fn new(call: &str, number: usize) -> Self {
        Self { call: call.to_owned(), number }
    }
}

/// strace with these arguments in front of a program.
pub(crate) fn strace(arguments: &[&str]) -> Vec<String> {
    let always = ["strace", "-f", "-qq", "-o", "trace"];
    always.iter().chain(arguments).map(|word| (*word).to_owned()).collect()
}

/// Kills a program before this step.
pub(crate) fn killing(step: &Step) -> Vec<String> {
    at(step, "signal=SIGKILL")
}

/// Does something to a program at this step.
pub(crate) fn at(step: &Step, what: &str) -> Vec<String> {
    let Step { call, number } = step;
    let (trace, inject) =
        (format!("-etrace={call}"), format!("-einject={call}:{what}:when={number}"));
    strace(&["-y", &trace, &inject])
}

/// Every step of a command that nothing disturbs.
pub(crate) fn steps_of(region: &Region, words: &[&str]) -> Vec<Step> {
    let trace = format!("-etrace={}", CALLS.join(","));
    let by = strace(&[&trace]);
    let ended = command(region, &by, words).status().unwrap();
    assert!(ended.success(), "{words:?}: {ended}");
    let mut counts = BTreeMap::new();
    let mut steps = BTreeSet::new();
    for line in std::fs::read_to_string(region.path("trace")).unwrap().lines() {
        let mut parts = line.split_whitespace();
        let (Some(thread), Some(call)) = (parts.next(), parts.next()) else { continue };
        let Some((call, _)) = call.split_once('(') else { continue };
        let number = counts.entry((thread.to_owned(), call.to_owned())).or_insert(0);
        *number += 1;
        steps.insert(Step::new(call, *number));
    }
    steps.into_iter().collect()
}

/// A command by strace that says nothing.
pub(crate) fn command(region: &Region, by: &[String], words: &[&str]) -> Command {
    let by: Vec<_> = by.iter().map(String::as_str).collect();
    let mut command = region.command(&by, words);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Some of many, evenly spaced, or all.
pub(crate) fn spaced<T: Clone>(all: &[T], at_most: usize) -> Vec<T> {
    let count = at_most.min(all.len());
    (0..count).map(|place| all[place * all.len() / count].clone()).collect()
}

/// Says why a fault was not tried, also where what tests say is not shown.
pub(crate) fn left_out(reason: &str) {
    let line = format!("a fault was left out: {reason}\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}

/// Whether programs can be looked into here; says why not.
pub(crate) fn may_trace() -> bool {
    let tried = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).output();
    let can = tried.is_ok_and(|output| output.status.success());
    if !can {
        left_out("strace is missing or may not trace here");
    }
    can && Path::new("/proc/self/stat").exists()
}
