//! What `what-if` says of another policy.

use crate::site::{OFF, Site};

fn what_if(site: &Site, more: &[&str]) -> String {
    let words =
        ["what-if", "--policy", "lain.toml", "--region", "samarinda", "--period", "2026-Q2"];
    site.ok(&[&words[..], more].concat())
}

#[test]
fn what_if_tells_days_that_move_and_what_follow_ups_ask() {
    let site = Site::evaluated(OFF);
    site.write("lain.toml", site.read("policy.toml"));
    let same = what_if(&site, &[]);
    assert!(same.lines().all(|line| line.contains(": 0 of ")), "{same}");
    // Seven days more to object, and coaching by the head of the unit within ten days.
    site.change(
        "lain.toml",
        "days = 14\nsource = \"PP 30/2019 Pasal 59\"",
        "days = 21\nsource = \"own\"",
    );
    site.change(
        "lain.toml",
        "actor = \"superior\"\ndue_days = 14",
        "actor = \"unit_head\"\ndue_days = 10",
    );
    let said = what_if(&site, &["--names"]);
    let first = said.lines().next().unwrap();
    let expected = "2026-Q2: deadline `objection` (received on the day of evaluation): ";
    assert!(first.starts_with(expected), "{said}");
    assert!(said.contains(" follow_up_terms): 0 better, 0 worse"), "{said}");
    let why = said.lines().find(|line| line.starts_with("    ")).unwrap();
    let (before, after) = why.split_once(" => ").unwrap();
    assert!(
        before.contains("(yang harus bertindak: atasan langsung, paling lambat 14 hari)"),
        "{why}"
    );
    assert!(
        after.contains("(yang harus bertindak: kepala unit kerja, paling lambat 10 hari)"),
        "{why}"
    );
    let json: serde_json::Value = serde_json::from_str(&what_if(&site, &["--json"])).unwrap();
    assert_eq!(json["deadlines"][0]["deadline"], "objection");
    let units = json["units"].as_array().unwrap();
    let kinds = units.iter().filter(|unit| unit["kinds"]["follow_up_terms"].as_u64().is_some());
    assert!(kinds.count() > 0, "{json}");
}
