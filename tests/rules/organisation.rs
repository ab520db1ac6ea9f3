//! The achievement of a unit and the predicates of its people.

use kinerja_core::organisation::{DistributionRule, OrgAchievement, PredicateCounts};

use crate::table::{Row, compare};

/// A rule as the crate ships it.
pub(crate) fn shipped<T: serde::de::DeserializeOwned>(text: &str, id: &str) -> T {
    let file: toml::Table = text.parse().unwrap();
    let rules = file["rule"].as_array().unwrap();
    let found = rules.iter().find(|rule| rule["id"].as_str() == Some(id)).unwrap();
    found["value"].clone().try_into().unwrap()
}

/// SE MenPANRB 3/2023: achievement and counts make `ok`, `violation` or
/// `infeasible`.
pub(crate) fn distribution(row: &Row) -> Result<(), String> {
    let outcome = |text: &str| match text {
        "ok" | "violation" | "infeasible" => Ok(text.to_owned()),
        other => Err(format!("unknown outcome `{other}`")),
    };
    compare(row.get("expected")?, outcome, checked(row))
}

fn checked(row: &Row) -> Result<String, String> {
    let code = row.get("organisation")?;
    let achievement =
        OrgAchievement::from_code(code).ok_or_else(|| format!("unknown achievement `{code}`"))?;
    let counts = PredicateCounts::best_first([
        row.parse("excellent")?,
        row.parse("good")?,
        row.parse("needs_improvement")?,
        row.parse("poor")?,
        row.parse("very_poor")?,
    ]);
    let text = include_str!("../../kinerja-core/rules/se_menpanrb_3_2023.toml");
    let rule: DistributionRule = shipped(text, "distribution.patterns");
    Ok(rule.check(achievement, counts).outcome.code().to_owned())
}
