//! What a derivation says is missing, by code.

use super::{Derivation, MotionStep, Step, Treatment};

impl Derivation {
    /// The codes of what was missing or late, also in a segment; or why there was
    /// nothing to evaluate. In the order of the steps; a code may stand more than
    /// once.
    pub fn lacks(&self) -> Vec<&'static str> {
        self.steps().iter().flat_map(lacks).collect()
    }
}

fn lacks(step: &Step) -> Vec<&'static str> {
    if let Step::Part { steps, .. } = step {
        return steps.iter().filter(|step| !blocks(step)).flat_map(lacks).collect();
    }
    if let Step::Gap { missing, .. } = step {
        vec![missing.code()]
    } else if let Step::Motion(MotionStep::Obstacle(obstacle)) = step {
        vec![obstacle.code()]
    } else if let Step::Motion(MotionStep::NotEvaluated(why)) = step {
        vec![why.code()]
    } else {
        Vec::new()
    }
}

/// What blocks in a segment is an obstacle of the whole, too.
const fn blocks(step: &Step) -> bool {
    matches!(step, Step::Gap { treatment: Treatment::Blocks, .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::{Document, Evaluation};

    #[test]
    fn what_blocks_stands_by_its_code() {
        let found = Evaluation::unreadable(Document::Actuals);
        assert_eq!(Derivation::of_gaps(&found).lacks(), ["record_unreadable"]);
        assert_eq!(Derivation::of_gaps(&Evaluation::without_plan()).lacks(), ["plan_missing"]);
    }
}
