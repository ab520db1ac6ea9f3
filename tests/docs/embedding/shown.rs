//! What `docs/embedding.md` shows, line by line.

use kinerja_core::{
    evaluation::{Derivation, evaluate},
    evidence::Evidence,
    language::Language,
    plan::WorkPlan,
    region::{PolicyProblems, RegionPolicy},
};

pub(crate) fn explain(
    policy: &str,
    plan: &WorkPlan,
    evidence: &Evidence,
) -> Result<Vec<String>, PolicyProblems> {
    let policy = RegionPolicy::from_toml(policy)?;
    let found = evaluate(&policy, plan, evidence);
    let derivation = Derivation::new(plan, evidence, &found);
    let lines = derivation.lines(&policy, Some(plan), Language::Indonesian);
    Ok(lines.into_iter().map(|line| format!("{} [{}]", line.text, line.source)).collect())
}
