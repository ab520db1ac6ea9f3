//! The program of `docs/embedding.md`, compiled and run.

mod shown;

use kinerja_core::testing;

use crate::page::{blocks, read};

#[test]
fn the_program_on_the_page_compiles_and_does_what_it_says() {
    let page = read("docs/embedding.md");
    let source = read("tests/docs/embedding/shown.rs");
    let (_, program) = source.split_once("\n\n").unwrap();
    let program = program.trim_end().replace("pub(crate) fn", "fn");
    assert_eq!(blocks(&page, "rust"), [program]);

    let policy = include_str!("../../examples/regions/samarinda/policy.toml");
    let plan =
        testing::plan("2026-Q2", vec![testing::indicator("A", "100", testing::higher("10"))]);
    let evidence = testing::evidence("2026-Q2", &[("A", "11")], ["90"; 7]);
    let lines = shown::explain(policy, &plan, &evidence).unwrap();
    assert!(lines.iter().any(|line| line.ends_with("[PermenPANRB 6/2022]")), "{lines:?}");
    assert!(shown::explain("", &plan, &evidence).is_err());
}
