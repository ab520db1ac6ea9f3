//! Whoever moved in a period before 2022: totals of the segments, weighed, and the
//! bands of that time.

use super::*;
use crate::{
    calendar::Period,
    evaluation::{
        Combined, CombinedOutcome, CombinedProposal, ObstacleKind, Work, evaluate_segments,
    },
    people::{Change, History},
    plan::PlanStatus,
    region::{Combine, SegmentRules},
    scheme::Regime,
    testing::assignment,
};

/// What was reached and said in one segment.
type Said<'a> = (&'a [(&'a str, &'a str)], OlderEvidence);

fn months() -> SegmentRules {
    SegmentRules { combine: Combine::Months, minimum_days: 1, ..SegmentRules::default() }
}

/// Two plans of a period, the second from a day on another post.
fn moved(
    policy: &RegionPolicy,
    (period, on): (&str, &str),
    indicators: Vec<Indicator>,
    [first, second]: [Said<'_>; 2],
) -> Combined {
    let said = |(actuals, facts)| evidence(period, actuals, facts);
    let (first, second) = (said(first), said(second));
    let (period, on): (Period, _) = (period.parse().unwrap(), on.parse().unwrap());
    let plan = WorkPlan::new(period, PlanStatus::Closed, indicators).unwrap();
    let works = [
        Work { from: period.start(), until: on, plan: &plan, evidence: &first },
        Work { from: on, until: period.end(), plan: &plan, evidence: &second },
    ];
    let (unit, post) = ("B".parse().unwrap(), "Staf".parse().unwrap());
    let change = Change::Transfer { unit, post, superior: None, level: None };
    let history = History::of(assignment("2010-01-01", "A"), vec![(on, change)]).unwrap();
    evaluate_segments(policy, period, &history, &works).unwrap()
}

fn in_autumn_2021(said: [Said<'_>; 2]) -> Combined {
    let policy = policy_with(|parts| parts.segments = months());
    let indicators = vec![testing::indicator("A", "100", higher("100"))];
    moved(&policy, ("2021-S2", "2021-10-01"), indicators, said)
}

fn proposal(found: &Combined) -> CombinedProposal {
    let CombinedOutcome::Proposed(proposal) = found.outcome else {
        panic!("{:?}: {:?}", found.outcome, found.obstacles);
    };
    proposal
}

fn totals(found: &Combined) -> Vec<Ratio> {
    found.parts.iter().map(|part| total(part.evaluation.as_ref().unwrap())).collect()
}

#[test]
fn the_totals_of_2020_are_weighed_by_months_and_make_a_band_of_that_time() {
    let policy = policy_with(|parts| parts.segments = months());
    let mut fewer = ACTUALS;
    fewer[1].1 = "60";
    let said = [(&fewer[..], facts("2020")), (&ACTUALS[..], facts("2020"))];
    let found = moved(&policy, ("2020", "2020-04-01"), activities(), said);
    let (parts, whole) = (totals(&found), proposal(&found));
    let expected = parts[0].times(3, 12).unwrap().plus(parts[1].times(9, 12).unwrap()).unwrap();
    assert_eq!((whole.basis, whole.total), (Basis::Bands, expected));
    let alone = total(&in_2020(activities(), &ACTUALS));
    assert_eq!(parts[1], alone, "a segment is evaluated as a period is");
    assert!(parts[0] < whole.total && whole.total < parts[1]);
    let plan = testing::plan("2020", activities());
    let lines = found.derivation().lines(&policy, Some(&plan), Language::Indonesian);
    let band = lines.iter().find(|line| line.id == "band").unwrap();
    assert!(band.source.starts_with("PP 46/2011"), "{band:?}");
    let predicate = Regime::Pp46.predicate_name(whole.predicate, Language::Indonesian);
    assert!(band.text.ends_with(predicate), "{band:?}");
}

#[test]
fn the_idea_of_one_segment_is_one_of_the_period_and_nobody_guesses_that_there_was_none() {
    let facts = |new_idea| {
        let mut facts = facts("2021-S2");
        facts.new_idea = new_idea;
        let scores = facts.behaviour.as_mut().unwrap().scores.values_mut();
        scores.for_each(|score| *score = "120".parse().unwrap());
        facts
    };
    #[rustfmt::skip]
    let table = [
        ([Some(false), Some(true)],  Some(Predicate::Excellent)),
        ([Some(false), Some(false)], Some(Predicate::Good)),
        ([Some(true), None],         None),
        ([Some(false), None],        None),
    ];
    for (ideas, expected) in table {
        let found = in_autumn_2021(ideas.map(|idea| (&[("A", "125")][..], facts(idea))));
        if let Some(predicate) = expected {
            let whole = proposal(&found);
            assert_eq!((whole.predicate, whole.band), (predicate, predicate), "{ideas:?}");
        } else {
            assert_eq!(found.outcome, CombinedOutcome::Blocked, "{ideas:?}");
            let gap = ObstacleKind::Missing(Missing::Older(OlderGap::NewIdea));
            assert!(found.obstacles.iter().any(|one| one.what == gap), "{ideas:?}");
        }
    }
}

#[test]
fn a_total_above_the_bands_of_the_policy_has_a_band_of_that_time() {
    use crate::scheme::{Band, Bands, Thresholds};
    let policy = policy_with(|parts| {
        parts.segments = months();
        parts.work_result.cap = "100".parse().unwrap();
        let all = Band {
            predicate: Predicate::Good,
            from: "0".parse().unwrap(),
            to: "100".parse().unwrap(),
        };
        parts.bands.bands = Bands::new(vec![all]).unwrap();
        parts.ratings.result =
            Thresholds::new("90".parse().unwrap(), "100".parse().unwrap()).unwrap();
    });
    let facts = || {
        let mut facts = OlderEvidence { new_idea: Some(true), ..facts("2021-S2") };
        let scores = facts.behaviour.as_mut().unwrap().scores.values_mut();
        scores.for_each(|score| *score = "120".parse().unwrap());
        facts
    };
    let indicators = vec![testing::indicator("A", "100", higher("100"))];
    let said = [(&[("A", "125")][..], facts()), (&[("A", "125")][..], facts())];
    let whole = proposal(&moved(&policy, ("2021-S2", "2021-10-01"), indicators, said));
    assert!(whole.total > Ratio::new(110_000_000, 1).unwrap(), "{whole:?}");
    assert_eq!(whole.predicate, Predicate::Excellent);
}

#[test]
fn nobody_is_asked_for_an_idea_that_no_band_needs() {
    let unknown = OlderEvidence { new_idea: None, ..facts("2021-S2") };
    let found =
        in_autumn_2021([(&[("A", "100")][..], unknown), (&[("A", "90")][..], facts("2021-S2"))]);
    assert_eq!((proposal(&found).basis, found.obstacles.len()), (Basis::Bands, 0));
}

#[test]
fn a_year_of_two_regimes_has_its_first_half_in_every_segment() {
    let half =
        || OlderEvidence { first_half_of_2021: Some("80".parse().unwrap()), ..facts("2021") };
    let policy = policy_with(|parts| {
        let source = Source { assumed: true, ..Source::OWN };
        parts.halves_of_2021 = Some(HalvesRule { second_half: "50".parse().unwrap(), source });
        parts.segments = months();
    });
    let indicators = vec![testing::indicator("A", "100", higher("100"))];
    let said = [(&[("A", "90")][..], half()), (&[("A", "90")][..], half())];
    let found = moved(&policy, ("2021", "2021-10-01"), indicators, said);
    let parts = totals(&found);
    assert_eq!(parts[0], parts[1]);
    assert_eq!(proposal(&found).total, parts[0]);
}
