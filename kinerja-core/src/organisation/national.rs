//! The rules of SE MenPANRB 3/2023 as the crate ships them, for tests.

use toml::{Table, Value};

use super::{DistributionRule, OrgAchievement};
use crate::{region::RuleBook, scheme::Rating};

pub(super) fn distribution_rule() -> DistributionRule {
    let rules = RuleBook::national().unwrap();
    rules.distribution_patterns.at("2023-01-01".parse().unwrap()).unwrap().value.clone()
}

#[test]
fn the_head_of_a_unit_takes_its_achievement_as_result_rating() {
    use Rating::{Above, Below, Meets};
    let rules = RuleBook::national().unwrap();
    let head = rules.head_result_rating.at("2023-01-01".parse().unwrap()).unwrap().value;
    let ratings = OrgAchievement::BEST_FIRST.map(|found| head.result_rating(found));
    assert_eq!(ratings, [Above, Meets, Below, Below, Below]);
}

#[test]
fn a_pattern_that_says_more_than_the_circular_is_refused() {
    let text = toml::to_string(&distribution_rule()).unwrap();
    let mut table: Table = text.parse().unwrap();
    assert!(table.clone().try_into::<DistributionRule>().is_ok());
    table.insert("outstanding".to_owned(), Value::Boolean(true));
    assert!(table.try_into::<DistributionRule>().is_err());
}

#[test]
fn each_way_to_write_a_wrong_rule_is_refused_with_its_place() {
    let file = include_str!("../../rules/se_menpanrb_3_2023.toml");
    #[rustfmt::skip]
    let table = [
        ("percent = \"70\"",          "percent = \"101\"",         "rule.0.value: 101 is out of range"),
        ("percent = \"70\"",          "percent = \"70.001\"",      "rule.0.value: `70.001` has too many decimals"),
        ("people = 1",                "people = -1",               "rule.0.value: invalid value: integer `-1`"),
        ("of = [\"excellent\"]",      "of = [\"outstanding\"]",    "rule.0.value: unknown variant `outstanding`"),
        ("of = [\"good\"]",           "of = [\"poor\"]",           "rule.0.value: `poor` is limited twice"),
        (", at_most = { people = 0 }", "",                         "rule.0.value: a limit says nothing"),
        ("at_most_rounds = \"down\"", "at_most_rounds = \"half\"", "rule.0.value: unknown variant `half`"),
        ("good = \"meets\"",          "good = \"below\"\nfair = \"below\"", "rule.1.value: unknown field `fair`"),
        ("very_poor = \"below\"",     "very_poor = \"above\"",     "rule.1.value: a better achievement of a unit must never"),
    ];
    for (from, to, expected) in table {
        assert!(file.contains(from), "{from}");
        let spoiled = file.replacen(from, to, 1);
        let error = RuleBook::from_toml(&[("spoiled.toml", &spoiled)]).unwrap_err();
        assert!(error.to_string().contains(expected), "{to}: {error}");
    }
}
