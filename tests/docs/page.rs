//! A page as the tests read it: sections, tables, code blocks.

use std::{collections::BTreeSet, fs, path::PathBuf};

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What stands below a heading like `## Keys`, until the next of its kind.
pub(crate) fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let start = page.find(&format!("\n{heading}\n"));
    let Some((_, rest)) = start.and_then(|at| page.split_at_checked(at + heading.len() + 2)) else {
        panic!("there is no `{heading}`")
    };
    let level = heading.split(' ').next().unwrap_or_default();
    rest.split(&format!("\n{level} ")).next().unwrap_or_default()
}

/// The rows of all tables, without headings, as cells.
pub(crate) fn rows(text: &str) -> Vec<Vec<&str>> {
    let lines: Vec<_> = text.lines().collect();
    let is_rule = |line: &&str| line.starts_with("|---");
    lines
        .iter()
        .enumerate()
        .filter(|(at, line)| {
            line.starts_with('|') && !is_rule(line) && !lines.get(at + 1).is_some_and(is_rule)
        })
        .map(|(_, line)| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect()
}

/// What stands between backticks.
pub(crate) fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// The keys of a cell; `.port` after `mail.smtp.host` is `mail.smtp.port`.
pub(crate) fn keys(cell: &str) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for key in quoted(cell) {
        let before = keys.last().and_then(|key| key.rsplit_once('.'));
        let whole = match (key.starts_with('.'), before) {
            (true, Some((folder, _))) => format!("{folder}{key}"),
            _ => key.to_owned(),
        };
        keys.push(whole);
    }
    keys
}

/// The code blocks of a language.
pub(crate) fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("\n```{language}\n");
    page.split(&fence).skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
}

/// Fails with what only one of the two sets has.
pub(crate) fn assert_same(page: &str, documented: &BTreeSet<String>, known: &BTreeSet<String>) {
    let missing: Vec<_> = known.difference(documented).collect();
    let extra: Vec<_> = documented.difference(known).collect();
    assert!(
        missing.is_empty() && extra.is_empty(),
        "{page}: it lacks {missing:?}, and nobody knows its {extra:?}"
    );
}

#[test]
fn a_page_is_read_as_it_is_written() {
    let page = "# A\n\n## B\n\n| key | x |\n|---|---|\n| `a.b`, `.c` or `.d` | `1` |\n\n### C\n\n```toml\ne = 1\n```\n\n## D\n| f |";
    let below = section(page, "## B");
    assert_eq!(rows(below), [["`a.b`, `.c` or `.d`", "`1`"]]);
    assert_eq!(keys(rows(below)[0][0]), ["a.b", "a.c", "a.d"]);
    assert_eq!(blocks(below, "toml"), ["e = 1"]);
    assert!(!below.contains("## D"), "{below}");
}

#[test]
#[should_panic(expected = "it lacks [\"b\"], and nobody knows its [\"c\"]")]
fn a_difference_is_found() {
    let set = |keys: [&str; 2]| keys.map(str::to_owned).into();
    assert_same("page", &set(["a", "c"]), &set(["a", "b"]));
}
