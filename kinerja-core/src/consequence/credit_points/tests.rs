//! Tests of credit points.

use proptest::prelude::*;

use super::*;
use crate::rule_file::rule;

fn rates() -> CreditRates {
    CreditRates::national().unwrap().0
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
        LevelSince { from: day("2026-02-15"), level: JobLevel::AhliMuda },
        LevelSince { from: day("2025-12-02"), level: JobLevel::AhliPertama },
        LevelSince { from: day("2026-04-01"), level: JobLevel::AhliMadya },
    ];
    let rows = rates().months("2026-S1".parse().unwrap(), &levels, Predicate::Good);
    let found: Vec<_> = rows.iter().map(|row| row.level.code()).collect();
    let expected =
        ["ahli_pertama", "ahli_pertama", "ahli_muda", "ahli_madya", "ahli_madya", "ahli_madya"];
    assert_eq!(found, expected);
    let sum: CreditPoints = rows.iter().map(|row| row.points).sum();
    // (2 x 12.5 + 25 + 3 x 37.5) / 12
    assert_eq!(sum.rounded(6).unwrap().to_string(), "13.541667");
    let later = [LevelSince { from: day("2026-03-02"), level: JobLevel::Pemula }];
    assert_eq!(rates().months("2026-Q1".parse().unwrap(), &later, Predicate::Good), []);
}

#[test]
fn a_threshold_is_reached_by_the_unrounded_sum() {
    let (thresholds, source) = CreditThresholds::national().unwrap();
    assert!(source.assumed);
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
    for (from, to) in [
        ("good = \"100\"", "good = \"151\""),
        ("excellent = \"150\"", "excellent = \"1000.000001\""),
        ("pemula = \"3.75\"", "pemula = \"0\""),
        ("pemula = \"3.75\"", ""),
        ("pemula = \"3.75\"", "pemula = \"3.75\"\nahli = \"1\""),
    ] {
        let text = FILE.replacen(from, to, 1);
        assert_ne!(text, FILE);
        assert!(rule::<CreditRates>(&text, "credit_points.rates").is_err(), "{to}");
    }
    let text = FILE.replace("level]\npemula = \"15\"", "level]\npemula = \"14.9\"");
    assert!(rule::<CreditThresholds>(&text, "credit_points.thresholds").is_err());
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
