//! Every fault that delivery must survive has a test that bears its name, and a
//! control that shows the harm without the protection.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The faults of delivery.
const FAULTS: [(&str, &str); 24] = [
    ("f01", "killed at random"),
    ("f02", "killed at every step"),
    ("f03", "killed between the record of a mail and the relay"),
    ("f04", "killed after the final dot"),
    ("f05", "killed on the same mail again and again"),
    ("f06", "asked to stop in the middle of a mail"),
    ("f07", "a life that is over goes on"),
    ("f10", "a name that breaks a mail"),
    ("f32", "the disk is full"),
    ("f34", "the disk fails when it is told to write"),
    ("f36", "the power is cut"),
    ("f46", "the relay is away for long"),
    ("f47", "the relay hangs"),
    ("f48", "the answer to the final dot is lost"),
    ("f49", "the relay is slow"),
    ("f50", "the relay puts mails off"),
    ("f51", "nobody has the address"),
    ("f52", "the password is wrong"),
    ("f53", "the relay refuses everything"),
    ("f54", "a reply has no end"),
    ("f55", "the encryption is not to be trusted"),
    ("f56", "the relay takes only so many"),
    ("f57", "a rehearsal reaches people"),
    ("f58", "mails come back"),
];

/// Parts of a fault that no test tries, and why.
const NOT_TRIED: [(&str, &str); 2] = [
    ("f07", "stopped for longer than its lease: one daemon works on a database, so none has one"),
    (
        "f57",
        "a copy of a whole disk, with the name of its host: it is told from the original by nothing",
    ),
];

/// Where the tests of faults are.
const FOLDERS: [&str; 2] = ["tests/daemon", "kinerja-daemon/tests/faults"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The names of the tests in a source: functions that stand below `#[test]` or
/// `#[tokio::test]`.
fn tests_in(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut is_test = false;
    for line in source.lines().map(str::trim) {
        if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
            is_test = true;
        } else if let Some((_, after)) = line.split_once("fn ")
            && is_test
        {
            names.push(after.split('(').next().unwrap_or_default().to_owned());
            is_test = false;
        }
    }
    names
}

fn tests() -> Vec<String> {
    let read = |folder: &&str| {
        let entries = fs::read_dir(root().join(folder)).into_iter().flatten().flatten();
        let sources = entries.filter_map(|entry| fs::read_to_string(entry.path()).ok());
        sources.flat_map(|source| tests_in(&source)).collect::<Vec<_>>()
    };
    FOLDERS.iter().flat_map(read).collect()
}

/// The faults that these tests leave out, and the names that tell of no known fault.
fn missing(tests: &[String]) -> Vec<String> {
    let mut missing = Vec::new();
    for (fault, what) in FAULTS {
        let control = format!("{fault}_control");
        let of = |name: &&String| name.starts_with(&format!("{fault}_"));
        let (controls, plain): (Vec<_>, Vec<_>) =
            tests.iter().filter(of).partition(|name| name.starts_with(&control));
        if plain.is_empty() {
            missing.push(format!("{fault} ({what}) has no test"));
        }
        if controls.is_empty() {
            missing.push(format!("{fault} ({what}) has no control"));
        }
    }
    missing
}

#[test]
fn every_fault_of_delivery_has_a_test_and_a_control() {
    let missing = missing(&tests());
    assert!(missing.is_empty(), "{} are missing:\n  {}", missing.len(), missing.join("\n  "));
}

#[test]
fn what_is_not_tried_belongs_to_a_fault_and_says_why() {
    for (fault, why) in NOT_TRIED {
        assert!(FAULTS.iter().any(|(known, _)| *known == fault), "{fault}");
        assert!(why.contains(": "), "{fault}: {why}");
    }
}

#[test]
fn a_fault_without_a_test_or_a_control_is_named() {
    let source =
        "#[test]\nfn f01_a() {}\n#[tokio::test]\nasync fn f02_control_b() {}\nfn f03_c() {}";
    let found = tests_in(source);
    assert_eq!(found, ["f01_a", "f02_control_b"]);
    let missing = missing(&found);
    assert!(missing.contains(&"f01 (killed at random) has no control".to_owned()));
    assert!(missing.contains(&"f02 (killed at every step) has no test".to_owned()));
    assert_eq!(missing.len(), 2 * FAULTS.len() - 2);
    assert!(Path::new(&root()).join(FOLDERS[1]).is_dir());
}
