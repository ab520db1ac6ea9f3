//! `docs/policy.md` against the reader of policies.

use std::collections::BTreeSet;

use kinerja_core::region::{RegionPolicy, ReminderKind, ReminderRules};
use toml::{Table, Value};

use crate::page::{assert_same, blocks, keys, quoted, read, rows, section};

/// A key that no policy has.
const NOBODYS: &str = "nobodys_key";

fn page() -> String {
    read("docs/policy.md")
}

/// The whole policy at the end of the page.
pub(crate) fn whole_policy(page: &str) -> &str {
    blocks(section(page, "## A whole policy"), "toml").first().copied().unwrap_or_default()
}

/// The value at a path; in a list, that of its first table.
fn at<'a>(value: &'a mut Value, path: &[&str]) -> Option<&'a mut Value> {
    let value = if value.as_array().is_some_and(|list| list.first().is_some_and(Value::is_table)) {
        value.as_array_mut()?.first_mut()?
    } else {
        value
    };
    let Some((first, rest)) = path.split_first() else { return Some(value) };
    at(value.as_table_mut()?.get_mut(*first)?, rest)
}

/// What is wrong with the policy after a change at a path; empty when nothing is.
fn complaints(policy: &Table, path: &[&str], change: impl FnOnce(&mut Table)) -> String {
    let mut policy = Value::Table(policy.clone());
    let Some(Value::Table(table)) = at(&mut policy, path) else {
        panic!("the whole policy has no {path:?}")
    };
    change(table);
    match RegionPolicy::from_toml(&toml::to_string(&policy).unwrap()) {
        Ok(_) => String::new(),
        Err(error) => error.to_string(),
    }
}

/// Every key that the reader accepts below a table. It tells them itself, when
/// it meets a key that it does not know.
fn accepted(policy: &Table, path: &[&str], found: &mut BTreeSet<String>) {
    let answer = complaints(policy, path, |table| {
        table.insert(NOBODYS.to_owned(), Value::Boolean(true));
    });
    let list = answer.split_once("expected one of").map(|(_, list)| list.lines().next());
    for key in quoted(list.flatten().unwrap_or_else(|| panic!("{path:?}: {answer}"))) {
        let deeper = [path, &[key]].concat();
        match at(&mut Value::Table(policy.clone()), &deeper) {
            Some(Value::Table(_)) => accepted(policy, &deeper, found),
            _ => drop(found.insert(deeper.join("."))),
        }
    }
}

#[test]
fn every_key_that_a_policy_may_have_is_on_the_page_and_no_other() {
    let page = page();
    let policy: Table = whole_policy(&page).parse().unwrap();
    let mut known = BTreeSet::new();
    accepted(&policy, &[], &mut known);
    assert!(known.contains("follow_up.when.score_below"), "{known:?}");
    let documented = rows(section(&page, "## Keys")).iter().flat_map(|row| keys(row[0])).collect();
    assert_same("docs/policy.md", &documented, &known);
}

#[test]
fn every_example_is_accepted_and_only_what_is_needed_is_missed() {
    let page = page();
    let policy: Table = whole_policy(&page).parse().unwrap();
    let mut failures = Vec::new();
    for row in rows(section(&page, "## Keys")) {
        let [key, _, left_out, example, meaning] = row[..] else { panic!("five cells: {row:?}") };
        assert!(!meaning.is_empty(), "{key}");
        let value: Table = format!("value = {}", example.trim_matches('`')).parse().unwrap();
        for key in keys(key) {
            let path: Vec<_> = key.split('.').collect();
            let (last, folder) = path.split_last().unwrap();
            let with = complaints(&policy, folder, |table| {
                table.insert((*last).to_owned(), value["value"].clone());
            });
            if !with.is_empty() {
                failures.push(format!("{key} = {example}: {with}"));
            }
            let without = complaints(&policy, folder, |table| drop(table.remove(*last)));
            let missed = without.contains(&format!("`{last}` is missing"));
            if missed != (left_out == "needed") {
                failures.push(format!("{key} left out is not `{left_out}`: {without}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_policy_on_the_page_is_in_order() {
    let page = page();
    let policies = blocks(&page, "toml");
    assert!(!policies.is_empty());
    for policy in policies {
        RegionPolicy::from_toml(policy).unwrap_or_else(|error| panic!("{policy}\n{error}"));
    }
}

/// The page gives the law's matrix as examples, so another one would be law too.
#[test]
fn the_matrix_on_the_page_is_the_national_one() {
    use kinerja_core::scheme::{Matrix, Rating};
    let page = page();
    for row in rows(section(&page, "### The matrix")) {
        for key in keys(row[0]) {
            let rating = |place: usize| {
                let code = key.split('.').nth(place).unwrap();
                Rating::ALL.into_iter().find(|rating| rating.code() == code).unwrap()
            };
            let predicate = Matrix::NATIONAL.predicate(rating(1), rating(2));
            assert_eq!(row[3], format!("`\"{}\"`", predicate.code()), "{key}");
        }
    }
}

#[test]
fn the_defaults_of_reminders_on_the_page_are_those_of_the_reader() {
    let page = page();
    let text = section(&page, "#### Defaults of reminders").split("\n### ").next().unwrap();
    let days = |days: &[u32]| {
        let all: Vec<_> = days.iter().map(ToString::to_string).collect();
        if all.is_empty() { "none".to_owned() } else { all.join(", ") }
    };
    let rules = ReminderRules::default();
    let known = ReminderKind::ALL.map(|kind| {
        let offsets = rules.of(kind);
        let (before, after) = (days(&offsets.before), days(&offsets.after));
        format!("- `{}`: before {before}; after {after}", kind.code())
    });
    let written: Vec<_> = text.lines().filter(|line| line.starts_with("- `")).collect();
    assert_eq!(written, known);
}
