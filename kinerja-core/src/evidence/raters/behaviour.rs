//! What several raters say of a person's behaviour, beside the evaluator.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{RaterClass, RaterRule, RatersView};
use crate::{
    law::Source,
    number::{Ratio, Score, Share},
};

/// The largest divisor that a score of behaviour may have: with it every total of a
/// plan still fits.
const DIVISOR_MAX: i128 = 1_000_000_000_000;

/// The region's rule for raters: what their feedback counts in the score of
/// behaviour, and which classes are asked.
///
/// # Legal basis
///
/// PP 30/2019 Pasal 41 lets an agency use the opinion of peers and subordinates; it
/// is advisory from 2022. Share, classes, weights and minima are the region's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BehaviourRaters {
    /// What the raters count in the score of behaviour; the seven values that the
    /// evaluator gave have the rest.
    pub share: Share,
    /// The classes with their weights and minima.
    pub classes: RaterRule,
    /// Where the rule comes from.
    pub source: Source,
}

/// How the evaluator and the raters make the score of behaviour. It names no class
/// that has too few answers but by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RatedBehaviour {
    /// The mean of the values that the evaluator gave.
    pub evaluator: Ratio,
    /// What of the raters may be shown, and counts.
    pub raters: RatersView,
    /// Both by their shares, exact; the evaluator's alone where no class is shown.
    pub value: Ratio,
}

impl BehaviourRaters {
    /// What of the answers may be shown and counts. Answers of a class that does
    /// not rate are left out.
    pub fn view(&self, answers: &BTreeMap<RaterClass, Vec<Score>>) -> RatersView {
        let asked = answers.iter().filter(|(class, _)| self.classes.asks(**class));
        let asked = asked.map(|(class, given)| (*class, given.clone())).collect();
        // More answers than are read tell no more than none, and nobody has them.
        self.classes.view(&asked).unwrap_or_else(|_| self.classes.hidden())
    }

    /// The score of behaviour from the evaluator's mean and the answers; none where
    /// they are too many to be weighed exactly.
    ///
    /// # Legal basis
    ///
    /// The region's own rule.
    pub fn rate(
        &self,
        evaluator: Ratio,
        answers: &BTreeMap<RaterClass, Vec<Score>>,
    ) -> Option<RatedBehaviour> {
        let raters = self.view(answers);
        let value = match raters.overall {
            Some(overall) => {
                let whole = Share::WHOLE.basis_points();
                let rest = evaluator.times(self.share.rest().basis_points(), whole)?;
                rest.plus(overall.times(self.share.basis_points(), whole)?)?
            }
            None => evaluator,
        };
        let fits = value.divisor() <= DIVISOR_MAX;
        fits.then_some(RatedBehaviour { evaluator, raters, value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        consequence::{Condition, FollowUpKind},
        evaluation::{Derivation, Evaluation, evaluate},
        evidence::{Background, ClassRule, Evidence},
        language::Language,
        region::{PolicyParts, RegionPolicy},
        testing::{evidence, follow_up, higher, indicator, plan, policy_parts},
    };

    fn rule(share: &str) -> BehaviourRaters {
        let class =
            |weight: &str, answers_min| ClassRule { weight: weight.parse().unwrap(), answers_min };
        let classes = BTreeMap::from([
            (RaterClass::Superior, class("60", 1)),
            (RaterClass::Peer, class("40", 3)),
        ]);
        BehaviourRaters {
            share: share.parse().unwrap(),
            classes: RaterRule::new(classes).unwrap(),
            source: Source::OWN,
        }
    }

    fn answers(superior: &[&str], peers: &[&str]) -> BTreeMap<RaterClass, Vec<Score>> {
        let scores = |given: &[&str]| given.iter().map(|text| text.parse().unwrap()).collect();
        BTreeMap::from([
            (RaterClass::Superior, scores(superior)),
            (RaterClass::Peer, scores(peers)),
        ])
    }

    fn score(text: &str) -> Ratio {
        text.parse::<Score>().unwrap().ratio()
    }

    fn policy(below: &str) -> RegionPolicy {
        let when =
            Condition { feedback_below: Some(below.parse().unwrap()), ..Condition::default() };
        RegionPolicy::new(PolicyParts {
            raters: Some(rule("30")),
            follow_ups: vec![follow_up("dialog", FollowUpKind::Coaching, when)],
            ..policy_parts()
        })
        .unwrap()
    }

    fn found(
        policy: &RegionPolicy,
        answers: BTreeMap<RaterClass, Vec<Score>>,
    ) -> (Evaluation, String) {
        let plan = plan("2026-Q2", vec![indicator("A", "100", higher("100"))]);
        // What the daemon says of feedback holds only where no rule asks classes.
        let feedback = Some(score("1"));
        let background = Background { feedback, answers, ..Background::NOTHING };
        let evidence = Evidence { background, ..evidence("2026-Q2", &[("A", "100")], ["90"; 7]) };
        let found = evaluate(policy, &plan, &evidence);
        let derivation = Derivation::new(&plan, &evidence, &found);
        let json = serde_json::to_string(&derivation).unwrap();
        assert_eq!(serde_json::from_str::<Derivation>(&json).unwrap(), derivation);
        let lines = derivation.lines(policy, Some(&plan), Language::Indonesian);
        let lines: Vec<_> =
            lines.iter().map(|line| format!("{}: {}\n", line.id, line.text)).collect();
        (found, lines.concat())
    }

    #[test]
    fn raters_count_by_their_share_and_every_number_is_told() {
        let (evaluation, text) = found(&policy("10"), answers(&["80"], &["60", "70", "80"]));
        // 60 % of 80 and 40 % of 70 are 76; 70 % of 90 and 30 % of 76 are 85.8.
        let behaviour = evaluation.outcome.proposal().unwrap().behaviour;
        assert_eq!((behaviour.value, behaviour.count), (score("85.8"), 7));
        for said in [
            "behaviour: Rata-rata 7 nilai perilaku BerAKHLAK",
            "= 90,00\n",
            "raters: Umpan balik: 60,00% × atasan 80 + 40,00% × rekan kerja 70 ≈ 76; nilai perilaku: 70,00% × 90,00 + 30,00% × 76 ≈ 86 (ditampilkan dalam angka bulat",
            "rating.behaviour: Usulan rating perilaku: 86,00",
        ] {
            assert!(text.contains(said), "{said}\n{text}");
        }
    }

    #[test]
    fn a_class_below_its_minimum_leaves_no_trace_in_anything_that_is_told() {
        let below = "90";
        let none = found(&policy(below), answers(&["80"], &[]));
        for few in [["10", "20"], ["100", "99"]] {
            assert_eq!(found(&policy(below), answers(&["80"], &few)), none);
        }
        let text = &none.1;
        assert!(
            text.contains("(60,00% × atasan 80) / 60,00% ≈ 80, rekan kerja: belum cukup jawaban (paling sedikit 3), tidak ditampilkan dan tidak dihitung"),
            "{text}"
        );
        // What follows from feedback rests on the same classes.
        assert!(text.contains("rata-rata umpan balik 80 < 90,00"), "{text}");
    }

    /// Three answers and then a fourth: what is told of both is the same for any
    /// answers that give the same whole points, and names no count.
    #[test]
    fn one_more_answer_is_not_given_away_by_what_is_told_before_and_after() {
        let policy = policy("10");
        let before = found(&policy, answers(&["80"], &["70", "70", "70"]));
        let after = |fourth| found(&policy, answers(&["80"], &["70", "70", "70", fourth]));
        let (one, other) = (after("69.1"), after("71.9"));
        // The exact values differ and count.
        let value = |found: &Evaluation| found.outcome.proposal().unwrap().behaviour.value;
        assert!(value(&one.0) < value(&before.0) && value(&before.0) < value(&other.0));
        assert_eq!((&one.1, &other.1), (&before.1, &before.1));
        for counts in ["3 jawaban", "4 jawaban", "69,", "70,48"] {
            assert!(!other.1.contains(counts), "{counts}\n{}", other.1);
        }
    }

    #[test]
    fn what_is_told_as_steps_has_no_count_and_no_fraction_either() {
        let policy = policy("90");
        let plan = plan("2026-Q2", vec![indicator("A", "100", higher("100"))]);
        let told = |peers: &[&str]| {
            let answers = answers(&["80"], peers);
            let background = Background { answers, ..Background::NOTHING };
            let evidence =
                Evidence { background, ..evidence("2026-Q2", &[("A", "97")], ["90"; 7]) };
            let found = evaluate(&policy, &plan, &evidence);
            let derivation = Derivation::new(&plan, &evidence, &found);
            let exact = serde_json::to_string(&derivation).unwrap();
            assert!(exact.contains("\"answers\":"), "{exact}");
            let total = found.outcome.proposal().unwrap().total;
            assert_ne!(derivation.told_total(total), total);
            (serde_json::to_string(&derivation.told()).unwrap(), derivation.told_total(total))
        };
        let three = told(&["70", "70.3", "70.4"]);
        assert_eq!(told(&["70", "70.3", "70.4", "71"]), three);
        assert!(!three.0.contains("\"answers\":3"), "{}", three.0);
        assert!(!three.0.contains("/3\""), "{}", three.0);
    }

    #[test]
    fn without_a_class_that_counts_the_evaluator_alone_counts() {
        let (evaluation, text) = found(&policy("90"), answers(&[], &["10", "10"]));
        assert_eq!(evaluation.outcome.proposal().unwrap().behaviour.value, score("90"));
        assert!(evaluation.follow_ups.is_empty(), "{text}");
        assert!(text.contains("belum ada kelas dengan jawaban cukup"), "{text}");
    }

    #[test]
    fn what_oneself_says_and_any_class_that_is_not_asked_is_left_out() {
        let mut given = answers(&["80"], &["60", "70", "80"]);
        let rule = rule("50");
        let before = rule.rate(score("90"), &given);
        given.insert(RaterClass::Oneself, vec![Score::MAX; 9]);
        given.insert(RaterClass::Public, vec![Score::ZERO; 9]);
        assert_eq!(rule.rate(score("90"), &given), before);
        assert!(before.is_some());
    }

    #[test]
    fn without_the_rule_nothing_changes() {
        let plain = RegionPolicy::new(policy_parts()).unwrap();
        let (evaluation, text) = found(&plain, answers(&["10"], &["10", "10", "10"]));
        assert_eq!(evaluation.outcome.proposal().unwrap().behaviour.value, score("90"));
        assert_eq!((evaluation.raters, text.contains("Umpan balik")), (None, false));
    }

    #[test]
    fn answers_that_cannot_be_weighed_exactly_block_and_are_named() {
        let primes = [9_973_usize, 9_967, 9_949, 9_941];
        let class = |weight: &str| ClassRule { weight: weight.parse().unwrap(), answers_min: 3 };
        let classes = RaterClass::ALL.into_iter().take(4).map(|one| (one, class("25")));
        let rule =
            BehaviourRaters { classes: RaterRule::new(classes.collect()).unwrap(), ..rule("30") };
        let given = RaterClass::ALL.into_iter().zip(primes).map(|(class, count)| {
            let mut scores = vec![Score::ZERO; count];
            scores[0] = "0.000001".parse().unwrap();
            (class, scores)
        });
        let policy =
            RegionPolicy::new(PolicyParts { raters: Some(rule), ..policy_parts() }).unwrap();
        let (evaluation, text) = found(&policy, given.collect());
        assert_eq!(evaluation.outcome.proposal(), None);
        assert!(text.contains("gap.nothing_to_weigh"), "{text}");
        assert!(!matches!(evaluation.gaps.as_slice(), []));
    }
}
