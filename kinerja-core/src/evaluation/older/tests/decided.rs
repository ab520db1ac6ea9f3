//! What follows from a decision about a period before 2022.

use super::*;
use crate::{
    consequence::{Condition, FollowUp, FollowUpKind},
    evaluation::{Decision, Judgement, Official},
    evidence::Background,
    testing::{follow_up, official_nip},
};

/// The follow-ups of the proposal, and of the decision that confirms it.
fn follow_ups(policy: &RegionPolicy, plan: &WorkPlan, evidence: &Evidence) -> [Vec<FollowUp>; 2] {
    let found = evaluate(policy, plan, evidence);
    let predicate = found.outcome.proposal().unwrap().predicate;
    let decision = Decision {
        on: plan.period().end(),
        by: Official { role: Role::Superior, nip: official_nip(1) },
        proposal: 1,
        judgement: Judgement::Predicate(predicate),
        predicate,
        reason: None,
    };
    let derivation = Derivation::new(plan, evidence, &found);
    let decided = decision.follow_ups(policy, &derivation, &Background::NOTHING);
    [found.follow_ups, decided]
}

#[test]
fn a_decision_that_confirms_the_proposal_has_the_follow_ups_that_were_proposed() {
    let asked = [
        ("ASPEK", Condition { any_indicator_below: "80".parse().ok(), ..Condition::default() }),
        ("RENDAH", Condition { score_below: "95".parse().ok(), ..Condition::default() }),
        ("TINGGI", Condition { score_from: "95".parse().ok(), ..Condition::default() }),
    ];
    let policy = policy_with(|parts| {
        let source = Source { assumed: true, ..Source::OWN };
        parts.halves_of_2021 = Some(HalvesRule { second_half: "60".parse().unwrap(), source });
        parts.follow_ups =
            asked.map(|(code, when)| follow_up(code, FollowUpKind::Coaching, when)).to_vec();
    });
    let first_half =
        OlderEvidence { first_half_of_2021: Some("80".parse().unwrap()), ..facts("2021") };
    #[rustfmt::skip]
    let table = [
        // Time and cost are worth 76, and the total is 91.85.
        ("2020",    activities(),                   &ACTUALS[..],      facts("2020"),    &["ASPEK", "RENDAH"][..]),
        // 103.3 in the second half.
        ("2021-S2", one("2021-S2").indicators().to_vec(), &[("A", "100")], facts("2021-S2"), &["TINGGI"]),
        ("2021",    one("2021").indicators().to_vec(),    &[("A", "100")], first_half,       &["RENDAH"]),
    ];
    for (period, indicators, actuals, facts, expected) in table {
        let (plan, evidence) =
            (testing::plan(period, indicators), evidence(period, actuals, facts));
        let [proposed, decided] = follow_ups(&policy, &plan, &evidence);
        let rules: Vec<_> = proposed.iter().map(|one| one.rule.as_str()).collect();
        assert_eq!(rules, expected, "{period}");
        assert_eq!(decided, proposed, "{period}");
    }
}
