//! The programs of `docs/embedding.md`, compiled and run.

mod shown;

use kinerja_core::testing;

use crate::page::{blocks, read, section};

/// The programs that the page takes its pieces from; each is run by `tests/run.sh`.
const PROGRAMS: [&str; 9] = [
    "examples/custom_scheme.rs",
    "examples/embed/Cargo.toml",
    "examples/embed/evidence.json",
    "examples/embed/src/main.rs",
    "examples/evaluate_one.rs",
    "examples/nation-parquet/src/nation.rs",
    "examples/nation_from_csv.rs",
    "examples/region_policy.rs",
    "tests/docs/embedding/shown.rs",
];

/// The lines of a text, however far they are moved in.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim_start).collect()
}

fn is_in(piece: &str, program: &str) -> bool {
    let (piece, program) = (lines(piece), lines(program));
    program.windows(piece.len()).any(|found| found == piece)
}

#[test]
fn every_piece_of_the_page_stands_in_a_program() {
    let page = read("docs/embedding.md");
    let programs = PROGRAMS.map(|path| read(path).replace("pub(crate) fn", "fn"));
    let pieces = ["rust", "toml", "json"].map(|language| blocks(&page, language)).concat();
    assert!(pieces.len() > 8, "only {} pieces were found", pieces.len());
    for piece in pieces {
        assert!(programs.iter().any(|program| is_in(piece, program)), "nobody runs this:\n{piece}");
    }
    assert!(!is_in("let a = 1;", "let a = 2;"));
}

#[test]
fn every_example_of_the_page_is_run_by_the_test_command() {
    let page = read("docs/embedding.md");
    let (programs, run) = (section(&page, "## Programs to start from"), read("tests/run.sh"));
    let run_there = |start: &str| {
        let line = run.lines().find(|line| line.starts_with(start)).unwrap();
        line.trim_start_matches(start).trim_end_matches("; do").split(' ').collect::<Vec<_>>()
    };
    for example in run_there("for example in ") {
        assert!(programs.contains(&format!("--example {example}")), "{example}");
    }
    for project in run_there("for project in ") {
        assert!(programs.contains(&format!("`cd examples/{project} && cargo run")), "{project}");
    }
    let shown = programs.matches("cargo run").count();
    assert_eq!(shown, run_there("for example in ").len() + run_there("for project in ").len());
}

#[test]
fn the_first_program_of_the_page_does_what_it_says() {
    let policy = include_str!("../../examples/regions/samarinda/policy.toml");
    let plan =
        testing::plan("2026-Q2", vec![testing::indicator("A", "100", testing::higher("10"))]);
    let evidence = testing::evidence("2026-Q2", &[("A", "11")], ["90"; 7]);
    let lines = shown::explain(policy, &plan, &evidence).unwrap();
    assert!(lines.iter().any(|line| line.ends_with("[PermenPANRB 6/2022]")), "{lines:?}");
    assert!(shown::explain("", &plan, &evidence).is_err());
}
