//! What is expected where behaviour was below expectation.

use std::collections::BTreeSet;

use super::{Derivation, Line, Step};
use crate::{calendar::Period, evidence::BehaviourValue, language::Language, region::RegionPolicy};

impl Derivation {
    /// The values of behaviour whose score lies below what the region expects, in any
    /// segment of the period, in their usual order.
    pub fn values_below(&self, policy: &RegionPolicy) -> BTreeSet<BehaviourValue> {
        let expected = policy.ratings.behaviour.meets();
        let mut below = BTreeSet::new();
        self.for_each_step(&mut |step| {
            if let Step::Behaviour { scores, .. } = step {
                let scored = BehaviourValue::ALL.into_iter().zip(scores);
                below.extend(scored.filter_map(|(value, score)| {
                    score.is_some_and(|score| score < expected).then_some(value)
                }));
            }
        });
        below
    }

    /// What the guide to behaviour ("panduan perilaku") says of [`Self::values_below`],
    /// one line a value; none where no guide holds in the period. Its sentences are
    /// Indonesian in every language.
    ///
    /// # Legal basis
    ///
    /// PermenPANRB 6/2022: behaviour is measured by the values of BerAKHLAK.
    ///
    /// ```
    /// # #[cfg(feature = "toml")] {
    /// use kinerja_core::{evaluation::Derivation, language::Language, region::RegionPolicy};
    ///
    /// let policy = RegionPolicy::from_toml(include_str!("../region/sample.toml"))?;
    /// let nothing = Derivation::of(Vec::new());
    /// let lines = nothing.guidance(&policy, "2026-Q2".parse()?, Language::Indonesian);
    /// assert_eq!(lines, []);
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn guidance(&self, policy: &RegionPolicy, period: Period, language: Language) -> Vec<Line> {
        let Some(guide) = policy.rules.behaviour_guide.at(period.start()) else {
            return Vec::new();
        };
        let line = |value: BehaviourValue| Line {
            id: format!("guide.{}", value.code()),
            source: guide.source.show(language),
            text: format!("{}: {}", value.name(), guide.value.sentences(value).join("; ")),
        };
        self.values_below(policy).into_iter().map(line).collect()
    }

    /// Looks at every step, those of segments too.
    fn for_each_step(&self, look: &mut impl FnMut(&Step)) {
        fn walk(steps: &[Step], look: &mut impl FnMut(&Step)) {
            for step in steps {
                look(step);
                if let Step::Part { steps, .. } = step {
                    walk(steps, look);
                }
            }
        }
        walk(self.steps(), look);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        evaluation::evaluate,
        region::MissingRule,
        testing::{evidence, higher, indicator, plan, policy_with},
    };

    #[test]
    fn only_values_below_expectation_have_their_sentences_told() {
        let plan = plan("2026-Q2", vec![indicator("A", "100", higher("100"))]);
        let scores = ["90", "79.999999", "80", "", "60", "90", "90"];
        let evidence = evidence("2026-Q2", &[("A", "100")], scores);
        // A missing score is not a low one.
        let policy = policy_with(|parts| {
            parts.missing.behaviour = MissingRule::ExcludeAndReweight;
        });
        let found = evaluate(&policy, &plan, &evidence);
        let derivation = Derivation::new(&plan, &evidence, &found);
        let lines = |derivation: &Derivation| {
            derivation.guidance(&policy, "2026-Q2".parse().unwrap(), Language::English)
        };
        let told = lines(&derivation);
        let ids: Vec<_> = told.iter().map(|line| line.id.as_str()).collect();
        assert_eq!(ids, ["guide.akuntabel", "guide.loyal"]);
        assert!(told[0].text.starts_with("Akuntabel: ") && told[0].text.matches("; ").count() == 2);
        assert!(told[0].source.starts_with("PermenPANRB 6/2022"), "{told:?}");
        let part = Step::Part { number: 1, plan: Box::new(plan), steps: derivation.into_steps() };
        assert_eq!(lines(&Derivation::of(vec![part])), told, "in a segment too");
    }
}
