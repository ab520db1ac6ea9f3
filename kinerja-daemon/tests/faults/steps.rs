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

/// The call of a name for the so-manieth time: on a file, or in a thread.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Step {
    pub(crate) call: String,
    /// Within the folder of the region.
    file: Option<String>,
    number: usize,
}

impl Step {
    /// A step of a thread.
    pub(crate) fn new(call: &str, number: usize) -> Self {
        Self { call: call.to_owned(), file: None, number }
    }

    /// A step on a file of the region.
    pub(crate) fn of(call: &str, file: &str, number: usize) -> Self {
        Self { file: Some(file.to_owned()), ..Self::new(call, number) }
    }
}

/// strace with these arguments in front of a program.
pub(crate) fn strace(arguments: &[&str]) -> Vec<String> {
    let always = ["strace", "-f", "-qq", "-o", "trace"];
    always.iter().chain(arguments).map(|word| (*word).to_owned()).collect()
}

/// Kills a program before this step.
pub(crate) fn killing(region: &Region, step: &Step) -> Vec<String> {
    at(region, step, "signal=SIGKILL")
}

/// Does something to a program at this step.
pub(crate) fn at(region: &Region, step: &Step, what: &str) -> Vec<String> {
    let Step { call, file, number } = step;
    let (trace, inject) =
        (format!("-etrace={call}"), format!("-einject={call}:{what}:when={number}"));
    let file = file.as_ref().map(|file| format!("-P{}", region.path(file).display()));
    let mut arguments = vec!["-y", &trace, &inject];
    arguments.extend(file.as_deref());
    strace(&arguments)
}

/// Every step of a command that nothing disturbs.
pub(crate) fn steps_of(region: &Region, words: &[&str]) -> Vec<Step> {
    let trace = format!("-etrace={}", CALLS.join(","));
    let ended = command(region, &strace(&["-y", &trace]), words).status().unwrap();
    assert!(ended.success(), "{words:?}: {ended}");
    let mut counts = BTreeMap::new();
    let mut steps = BTreeSet::new();
    let folder = region.path("").display().to_string();
    for line in std::fs::read_to_string(region.path("trace")).unwrap().lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let Some((call, arguments)) = rest.trim_start().split_once('(') else { continue };
        // Of a call on a file, the first argument is like `13</folder/file>`.
        let file = arguments.split_once('<').and_then(|(number, rest)| {
            let is_first = number.bytes().all(|byte| byte.is_ascii_digit());
            let (path, _) = rest.split_once('>')?;
            path.strip_prefix(&folder).filter(|_| is_first).map(str::to_owned)
        });
        let whose = if file.is_some() { String::new() } else { thread.to_owned() };
        let number = counts.entry((whose, call.to_owned(), file.clone())).or_insert(0);
        *number += 1;
        steps.insert(Step { call: call.to_owned(), file, number: *number });
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
