//! The achievement of a unit and the predicates of its people.

use kinerja_core::{
    organisation::{OrgAchievement, PredicateCounts},
    region::RuleBook,
};

use crate::table::{Row, compare};

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
    let rules = RuleBook::national().unwrap();
    let rule = rules.distribution_patterns.at("2023-01-01".parse().unwrap()).unwrap();
    Ok(rule.value.check(achievement, counts).outcome.code().to_owned())
}
