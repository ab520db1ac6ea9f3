//! The files that hold national rules.

use super::{Problem, Ruled, Validity};

/// What one entry of a rule file says, before the values of a rule are put
/// together.
pub(crate) type Entry<T> = (String, Validity, Ruled<T>);

/// Something that is wrong with a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleProblem {
    /// The file; empty where several have a part in it.
    pub file: String,
    /// What is wrong, and where.
    pub problem: Problem,
}

/// Everything that is wrong with the rule files. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the rules have {} problem(s):\n{}", problems.len(), join(problems))]
pub struct RuleProblems {
    pub(crate) problems: Vec<RuleProblem>,
}

impl RuleProblems {
    /// The problems, in the order of the files and of their text.
    pub fn problems(&self) -> &[RuleProblem] {
        &self.problems
    }
}

fn join(problems: &[RuleProblem]) -> String {
    let line = |found: &RuleProblem| format!("  {} {}", found.file, found.problem);
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}
