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
