//! Tests of credit points.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::{consequence::HeldLevel, region::RuleBook};

fn rates() -> CreditRates {
    let book = RuleBook::national().unwrap();
    book.credit_rates.at(day("2026-01-01")).unwrap().value.clone()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn months_are_summed_before_they_are_rounded() {
    let month = rates().points(JobLevel::AhliPertama, Predicate::Good, 1).unwrap();
    assert_eq!(month.rounded(2).unwrap().to_string(), "1.04");
    let year: CreditPoints = std::iter::repeat_n(month, 12).sum();
    assert_eq!(year.rounded(2).unwrap().to_string(), "12.5");
    assert_eq!(year.show(2, DecimalMark::Comma).unwrap(), "12,50");
}

#[test]
fn halves_are_rounded_up_as_in_the_tables_of_siasn() {
    #[rustfmt::skip]
    let table = [
        (JobLevel::Pemula,      Predicate::Excellent, 12, "5.63"),
        (JobLevel::AhliPertama, Predicate::VeryPoor,  12, "3.13"),
        (JobLevel::AhliMadya,   Predicate::NeedsImprovement, 12, "28.13"),
    ];
    for (level, predicate, months, points) in table {
        let found = rates().points(level, predicate, months).unwrap();
        assert_eq!(found.rounded(2).unwrap().to_string(), points, "{}", level.code());
    }
}

#[test]
fn a_change_of_level_within_a_month_counts_from_the_next() {
    let levels = [
        LevelSince { from: day("2026-02-15"), level: HeldLevel::Level(JobLevel::AhliMuda) },
        LevelSince { from: day("2025-12-02"), level: HeldLevel::Level(JobLevel::AhliPertama) },
        LevelSince { from: day("2026-04-01"), level: HeldLevel::Level(JobLevel::AhliMadya) },
    ];
    let rows = rates().months("2026-S1".parse().unwrap(), &levels, Predicate::Good);
    let found: Vec<_> = rows.iter().map(|row| row.level.code()).collect();
    let expected =
        ["ahli_pertama", "ahli_pertama", "ahli_muda", "ahli_madya", "ahli_madya", "ahli_madya"];
    assert_eq!(found, expected);
    let sum: CreditPoints = rows.iter().map(|row| row.points).sum();
    // (2 x 12.5 + 25 + 3 x 37.5) / 12
    assert_eq!(sum.rounded(6).unwrap().to_string(), "13.541667");
    let later = [LevelSince { from: day("2026-03-02"), level: HeldLevel::Level(JobLevel::Pemula) }];
    assert_eq!(rates().months("2026-Q1".parse().unwrap(), &later, Predicate::Good), []);
}

#[test]
fn a_threshold_is_reached_by_the_unrounded_sum() {
    let book = RuleBook::national().unwrap();
    let found = book.credit_thresholds.at(day("2026-01-01")).unwrap();
    assert!(found.source.assumed);
    let thresholds = &found.value;
    let year = rates().points(JobLevel::AhliPertama, Predicate::Good, 12).unwrap();
    let rank = thresholds.next_rank(JobLevel::AhliPertama);
    let four: CreditPoints = [year; 4].into_iter().sum();
    assert!(four.reaches(rank));
    let less = [year, year, year].into_iter();
    let month = |months| rates().points(JobLevel::AhliPertama, Predicate::Good, months).unwrap();
    assert!(!less.chain([month(11)]).sum::<CreditPoints>().reaches(rank));
    assert_eq!(thresholds.next_level(JobLevel::Penyelia), None);
    assert_eq!(thresholds.next_level(JobLevel::Terampil), "60".parse().ok());
}

#[test]
fn rates_that_contradict_themselves_are_refused() {
    let file = include_str!("../../../rules/permenpanrb_1_2023.toml");
    #[rustfmt::skip]
    let table = [
        ("good = \"100\"",       "good = \"151\"",                 "the percents must not fall"),
        ("excellent = \"150\"",  "excellent = \"1000.000001\"",    "nor exceed 1000"),
        ("pemula = \"3.75\"",    "pemula = \"0\"",                 "a coefficient lies outside"),
        ("pemula = \"3.75\"",    "",                              "missing field `pemula`"),
        ("pemula = \"3.75\"",    "pemula = \"1\"\nahli = \"1\"",  "unknown field `ahli`"),
        ("mahir = \"50\"",       "mahir = \"100.1\"",              "a level asks for less than a rank"),
    ];
    for (from, to, complaint) in table {
        let text = file.replacen(from, to, 1);
        assert_ne!(text, file);
        let error = RuleBook::from_toml(&[("spoiled.toml", &text)]).unwrap_err().to_string();
        assert!(error.contains(complaint), "{to}: {error}");
    }
}

proptest! {
    /// However a year is cut into parts, its points are the same.
    #[test]
    fn parts_of_a_year_make_the_year(cut in 0_u8..=12, level in 0_usize..8, predicate in 0_usize..5) {
        let (level, predicate) = (JobLevel::ALL[level], Predicate::BEST_FIRST[predicate]);
        let points = |months| rates().points(level, predicate, months).unwrap();
        let parts: CreditPoints = [points(cut), points(12 - cut)].into_iter().sum();
        prop_assert_eq!(parts, points(12));
        prop_assert!(rates().points(level, predicate, 13 + cut).is_err());
    }
}
