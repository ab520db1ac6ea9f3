//! Vetoes: what keeps the predicate of the bands low, whatever the total is.

use serde::Serialize;

use super::{Known, Proposal};
use crate::{consequence::Because, region::RegionPolicy, scheme::Predicate};

/// A veto that kept the band low.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Vetoed {
    /// The predicate that the total alone would give.
    pub band: Predicate,
    /// Why the veto holds.
    pub because: Vec<Because>,
}

/// The proposal with the lowest band that a veto leaves, and that veto.
pub(super) fn vetoed(
    policy: &RegionPolicy,
    proposal: Option<Proposal>,
    known: &Known<'_>,
) -> (Option<Proposal>, Option<Box<Vetoed>>) {
    let Some(mut proposal) = proposal else { return (None, None) };
    let mut found = None;
    let band = proposal.band;
    for veto in &policy.bands.vetoes {
        if veto.at_most < proposal.band
            && let Some(because) = veto.when.reasons(&known.findings(&proposal))
        {
            proposal.band = veto.at_most;
            found = Some(Box::new(Vetoed { band, because }));
        }
    }
    (Some(proposal), found)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::{
        consequence::Condition,
        evaluation::{Derivation, evaluate},
        evidence::Evidence,
        language::Language,
        plan::WorkPlan,
        region::{RegionPolicy, Veto},
        scheme::{Band, Bands, Predicate, Thresholds},
        testing::{evidence, higher, indicator, plan, policy_with},
    };

    /// The scale of the senior executives of the United States: critical elements
    /// at levels 1 to 5 by weights, 475 and more the best, 400, 300 and 200 the
    /// next; one element at level 1 gives the lowest, whatever the rest is.
    fn senior_executives() -> RegionPolicy {
        policy_with(|parts| {
            let edges = ["0", "200", "300", "400", "475", "500"];
            let worst_first = Predicate::BEST_FIRST.into_iter().rev();
            let band = |(predicate, edge): (Predicate, &[&str])| Band {
                predicate,
                from: edge[0].parse().unwrap(),
                to: edge[1].parse().unwrap(),
            };
            let bands = worst_first.zip(edges.windows(2)).map(band).collect();
            parts.work_result.cap = "500".parse().unwrap();
            parts.behaviour.share = "0".parse().unwrap();
            let rating = Thresholds::new("300".parse().unwrap(), "475".parse().unwrap()).unwrap();
            parts.ratings.result = rating;
            parts.bands.bands = Bands::new(bands).unwrap();
            let level_1 = Some("200".parse().unwrap());
            let when = Condition { any_indicator_below: level_1, ..Condition::default() };
            parts.bands.vetoes = vec![Veto { when, at_most: Predicate::VeryPoor }];
        })
    }

    /// Five elements with a target of one level, so that level 5 is 500 %.
    fn elements(levels: [u32; 5]) -> (WorkPlan, Evidence) {
        let codes = ["E1", "E2", "E3", "E4", "E5"];
        let weights = ["10", "10", "10", "10", "60"];
        let indicators = codes.iter().zip(weights);
        let indicators = indicators.map(|(code, weight)| indicator(code, weight, higher("1")));
        let levels = levels.map(|level| level.to_string());
        let amounts: Vec<_> =
            codes.iter().zip(&levels).map(|(code, level)| (*code, level.as_str())).collect();
        (plan("2026-Q2", indicators.collect()), evidence("2026-Q2", &amounts, ["90"; 7]))
    }

    fn band(levels: [u32; 5]) -> Predicate {
        let (plan, evidence) = elements(levels);
        evaluate(&senior_executives(), &plan, &evidence).outcome.proposal().unwrap().band
    }

    #[test]
    fn one_critical_element_at_the_lowest_level_gives_the_lowest_predicate() {
        use Predicate::{Excellent, Good, NeedsImprovement, Poor, VeryPoor};
        #[rustfmt::skip]
        let table = [
            ([5, 5, 5, 5, 5], Excellent),        // 500
            ([5, 5, 4, 4, 5], Excellent),        // 480
            ([5, 4, 4, 4, 5], Good),             // 470
            ([4, 5, 3, 4, 4], Good),             // 400
            ([4, 4, 3, 4, 4], NeedsImprovement), // 390
            ([2, 2, 2, 2, 2], Poor),             // 200
            ([1, 5, 5, 5, 5], VeryPoor),         // 460, with a veto
        ];
        for (levels, expected) in table {
            assert_eq!(band(levels), expected, "{levels:?}");
        }
    }

    #[test]
    fn a_veto_stands_in_the_derivation_with_what_it_looked_at() {
        let (plan, evidence) = elements([1, 5, 5, 5, 5]);
        let policy = senior_executives();
        let found = evaluate(&policy, &plan, &evidence);
        let lines = Derivation::new(&plan, &evidence, &found).lines(
            &policy,
            Some(&plan),
            Language::English,
        );
        let text = |id: &str| lines.iter().find(|line| line.id == id).unwrap().text.clone();
        assert_eq!(text("band"), "Band of the total (advisory from 2022): 460.00 → good");
        assert_eq!(text("veto"), "Veto: E1 Indikator E1 100.00% < 200.00% → at most very poor");
    }

    proptest! {
        /// A veto never raises a predicate, and a better level never gives a
        /// worse one.
        #[test]
        fn better_never_gives_worse(levels in prop::array::uniform5(1_u32..=5), which in 0_usize..5) {
            let mut better = levels;
            better[which] = (better[which] + 1).min(5);
            prop_assert!(band(levels) <= band(better));
        }
    }
}
