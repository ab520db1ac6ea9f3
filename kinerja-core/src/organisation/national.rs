//! The rules of SE MenPANRB 3/2023 as the crate ships them, for tests.

use toml::{Table, Value};

use super::{DistributionRule, HeadRule, OrgAchievement};
use crate::scheme::Rating;

fn rule<T: serde::de::DeserializeOwned>(id: &str) -> T {
    let file: Table = include_str!("../../rules/se_menpanrb_3_2023.toml").parse().unwrap();
    let rules = file["rule"].as_array().unwrap();
    let found = rules.iter().find(|rule| rule["id"].as_str() == Some(id)).unwrap();
    found["value"].clone().try_into().unwrap()
}

pub(super) fn distribution_rule() -> DistributionRule {
    rule("distribution.patterns")
}

#[test]
fn the_head_of_a_unit_takes_its_achievement_as_result_rating() {
    use Rating::{Above, Below, Meets};
    let head: HeadRule = rule("organisation.head_result_rating");
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
