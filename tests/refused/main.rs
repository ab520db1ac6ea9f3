//! Policies that are refused: each `*.toml` beside this file has one fault, and
//! its first line is a comment with the whole message, line and column included.
//!
//! To add one, copy another, spoil one thing, and let the test say what is found.

use std::{fs, path::Path};

use kinerja_core::region::RegionPolicy;

/// Policies that a newcomer may look for; fewer means that files were not found.
const FEWEST: usize = 30;

/// What is wrong with the expectation of one file; nothing when it holds.
fn complaint(text: &str) -> Option<String> {
    let expected = text.lines().next().and_then(|line| line.strip_prefix("# "));
    let Some(expected) = expected else {
        return Some("its first line is no comment with the expected message".to_owned());
    };
    let found = match RegionPolicy::from_toml(text) {
        Ok(_) => vec!["nothing: the policy is taken".to_owned()],
        Err(error) => error.problems().iter().map(ToString::to_string).collect(),
    };
    (found != [expected])
        .then(|| format!("expected\n      {expected}\n    found\n      {}", found.join("\n      ")))
}

#[test]
fn every_fault_is_named_with_its_place() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refused");
    let (mut failures, mut count) = (Vec::new(), 0);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|kind| kind == "toml")) {
        count += 1;
        if let Some(complaint) = complaint(&fs::read_to_string(path).unwrap()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            failures.push(format!("  {name}: {complaint}"));
        }
    }
    assert!(count >= FEWEST, "only {count} files were found");
    assert!(failures.is_empty(), "{} file(s) fail:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn a_wrong_expectation_is_found() {
    let sound = include_str!("../../examples/regions/samarinda/policy.toml");
    let wrong_place = "# line 9, column 9: code: `X` is not a region's code\ncode = \"X\"";
    for (text, found) in [
        (sound, "nothing: the policy is taken"),
        ("code = \"X\"", "no comment"),
        (wrong_place, "line 2, column 8: code: `X`"),
    ] {
        let complaint = complaint(text).unwrap();
        assert!(complaint.contains(found), "{complaint}");
    }
}
