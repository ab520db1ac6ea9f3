//! Every fault that delivery must survive has a test that bears its name, and a
//! control that shows the harm without the protection.

#![expect(clippy::unwrap_used, reason = "tests may panic")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use syn::{Attribute, Item};

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
const NOT_TRIED: [(&str, &str); 5] = [
    ("f01", "runs of 5,000 staff: of 60, and of 5,000 only in the long form"),
    ("f01", "back at work within two seconds: no test goes by how long something took"),
    ("f07", "stopped for longer than its lease: one daemon works on a database, so none has one"),
    ("f48", "2,000 mails: of 200, and of 2,000 only in the long form"),
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

/// The names of the tests in a source that are passed each time: functions that stand
/// below `#[test]` or `#[tokio::test]`, are not ignored or left out of the build, and
/// stand in no comment.
fn tests_in(source: &str) -> Vec<String> {
    let file = syn::parse_file(source).unwrap();
    let mut names = Vec::new();
    for item in file.items {
        if let Item::Fn(function) = item
            && is_passed(&function.attrs)
        {
            names.push(function.sig.ident.to_string());
        }
    }
    names
}

/// Whether a function with these attributes is a test that is always passed.
fn is_passed(attributes: &[Attribute]) -> bool {
    let has = |name: &str| {
        let is = |attribute: &Attribute| {
            attribute.path().segments.last().is_some_and(|last| last.ident == name)
        };
        attributes.iter().any(is)
    };
    has("test") && !["ignore", "cfg", "cfg_attr"].into_iter().any(has)
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

#[test]
fn a_test_that_is_not_passed_counts_for_nothing() {
    let untouched = "#[test]\nfn f01_a() {}\n";
    assert_eq!(tests_in(untouched), ["f01_a"]);
    for source in [
        "#[test]\n#[ignore]\nfn f01_a() {}",
        "#[test]\n#[ignore = \"it takes long\"]\nfn f01_a() {}",
        "#[ignore]\n#[tokio::test(flavor = \"current_thread\")]\nasync fn f01_a() {}",
        "#[test]\n#[cfg(any())]\nfn f01_a() {}",
        "#[test]\n#[cfg_attr(all(), ignore)]\nfn f01_a() {}",
        "// #[test]\n// fn f01_a() {}",
        "/* #[test]\nfn f01_a() {} */",
        "/*\n#[test]\nfn f01_a() {}\n*/",
        "const TEXT: &str = \"\n#[test]\nfn f01_a() {}\n\";",
    ] {
        assert!(tests_in(source).is_empty(), "{source}");
        assert!(missing(&tests_in(source)).contains(&"f01 (killed at random) has no test".into()));
    }
}
