//! The law as tables: each row of `tests/cases/*.csv` is one case.
//!
//! The same test runs on any other folder of such files that the environment
//! variable `KINERJA_CASES` names. There a missing file is fine; a file that no
//! rule reads is an error.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "tests may panic"
)]

mod any_document;
mod any_input;
mod any_value;
mod arithmetic;
mod consequences;
mod five_regions;
#[path = "../support/golden.rs"]
mod golden;
mod organisation;
mod regimes;
mod scales;
mod survey;
mod table;
mod whole;

use std::{collections::BTreeMap, path::PathBuf};

use table::{Check, Row};

/// The rule that each file is about.
const RULES: [(&str, Check); 11] = [
    ("achievement.csv", arithmetic::achievement),
    ("credit_points.csv", consequences::credit_points),
    ("deadlines.csv", consequences::deadlines),
    ("distribution.csv", organisation::distribution),
    ("permenpanrb8_2021.csv", regimes::permenpanrb8_2021),
    ("pp30_2019.csv", regimes::pp30_2019),
    ("pp30_2019_total.csv", regimes::pp30_2019_total),
    ("pp46_2011.csv", regimes::pp46_2011),
    ("predicate_matrix.csv", arithmetic::predicate_matrix),
    ("satisfaction_index.csv", survey::satisfaction_index),
    ("weighted_score.csv", arithmetic::weighted_score),
];

fn folders() -> Vec<PathBuf> {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let other = std::env::var_os("KINERJA_CASES").map(PathBuf::from);
    [own].into_iter().chain(other).collect()
}

#[test]
fn every_case_holds() {
    let rules: BTreeMap<_, _> = RULES.into_iter().collect();
    let (mut failures, mut cases) = (Vec::new(), 0);
    for folder in folders() {
        for path in table::csv_files(&folder) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let Some(check) = rules.get(name.as_str()) else {
                panic!("{}: no rule reads this file", path.display());
            };
            for row in table::rows(&path) {
                cases += 1;
                if let Err(reason) = check(&row) {
                    failures.push(format!("{name}: {}: {reason}", row.id()));
                }
            }
        }
    }
    assert!(cases > 0, "no case was found");
    assert!(failures.is_empty(), "{} case(s) fail:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn a_wrong_answer_is_found() {
    let row = Row::of(&[
        ("id", "A5"),
        ("result_rating", "meets"),
        ("behaviour_rating", "meets"),
        ("predicate", "excellent"),
    ]);
    assert_eq!(
        arithmetic::predicate_matrix(&row),
        Err("expected `excellent`, got `good`".to_owned())
    );
}
