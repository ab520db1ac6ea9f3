//! What users of the core can name, kept as a list, so that a change of it is
//! seen in review.
//!
//! The list is read from the sources: every public item by the path that users
//! write, with what it takes and gives, the traits that are derived or written
//! out, and the features that bring it. Traits that a type has without a word
//! of the crate (`Send`, `ToString` ...) are not in it.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests may panic")]
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "the syntax of the language grows, and most of it is in no list"
)]

mod expand;
#[path = "../support/golden.rs"]
mod golden;
mod lister;
mod names;
mod promises;
mod source;
mod tests;

use std::{collections::BTreeMap, fs, path::Path};

/// The files below a folder, by their path in it.
fn files(root: &Path, folder: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(root, &path, found);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            found.insert(name, fs::read_to_string(path).unwrap());
        }
    }
}

/// The lines of the core.
fn core() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("kinerja-core/src");
    let mut sources = BTreeMap::new();
    files(&root, &root, &mut sources);
    lister::list(&source::load(&sources)).into_iter().collect()
}

#[test]
fn the_public_api_is_the_one_that_was_agreed() {
    golden::assert_golden("public_api.txt", core().join("\n") + "\n");
}

/// The crates whose types may stand in the API, beside the core itself.
const CRATES: [&str; 5] = ["std", "chrono", "chrono_tz", "schemars", "serde"];

/// The first names of the paths of a line.
fn roots(line: &str) -> impl Iterator<Item = &str> {
    let (item, text) = line.split_once(": ").unwrap();
    let part = |c: char| !(c.is_alphanumeric() || c == '_' || c == ':');
    let paths = text.split(part).filter_map(|word| Some(word.split_once("::")?.0));
    paths.chain(item.split("::").next()).filter(|first| !first.is_empty())
}

#[test]
fn the_api_speaks_of_no_other_crates() {
    let lines = core();
    let modules: Vec<_> =
        lines.iter().filter_map(|line| Some(line.split_once(": mod")?.0)).collect();
    for line in &lines {
        for root in roots(line) {
            let own = modules.contains(&root) || root.starts_with(char::is_uppercase);
            assert!(own || CRATES.contains(&root), "`{root}` in `{line}`");
        }
    }
}
