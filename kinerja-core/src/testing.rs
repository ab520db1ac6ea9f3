//! Values for tests of this crate and of those that build on it: a policy, a
//! plan, evidence, and strategies that make any of them.
#![expect(
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test that wrote a wrong value should stop"
)]

mod acts;
mod people;

pub use acts::{any_act, any_judgement, any_ratings, official_nip};
pub use people::{any_change, any_history, assignment};

use chrono::NaiveDate;
use chrono_tz::Tz;
use proptest::prelude::*;

use crate::{
    calendar::{Cadence, DayCount, Period},
    consequence::{Condition, FollowUpKind, FollowUpRule, Role},
    evidence::{Background, Behaviour, Evidence, Reported},
    language::{Language, Text},
    law::Source,
    number::{DecimalMark, Weight},
    plan::{
        Actual, Aspect, Contribution, Indicator, Level, Measure, PlanStatus, ResultKind, Target,
        WorkPlan,
    },
    region::{
        BandRule, BehaviourRule, Contact, DeadlineRule, Deadlines, LateRule, MatrixRule,
        MissingRule, MissingRules, PolicyParts, RatingRules, RegionPolicy, ReminderRules, RuleBook,
        SegmentRules, WorkResultRule, WorkWeekRule,
    },
    scheme::{Band, Bands, Matrix, Predicate, Thresholds},
};

/// Reads a value that the test wrote itself.
fn value<T: std::str::FromStr>(text: &str) -> T {
    let Ok(value) = text.parse() else { panic!("the test wrote `{text}`") };
    value
}

/// The parts of a policy: quarterly, 60 % work and 40 % behaviour, everything
/// missing blocks, "Sangat Baik" is rewarded and behaviour below 80 is trained.
pub fn policy_parts() -> PolicyParts {
    let deadline = |days| DeadlineRule { days, count: DayCount::Calendar, source: Source::OWN };
    let Ok(rules) = RuleBook::national() else { panic!("the rules that ship are in order") };
    PolicyParts {
        segments: SegmentRules::default(),
        reminders: ReminderRules::default(),
        meeting: None,
        code: value("contoh"),
        name: "Pemerintah Kota Contoh".into(),
        zone: Tz::Asia__Jakarta,
        cadence: Cadence::Quarterly,
        first_period: value("2026-Q1"),
        decimal: DecimalMark::Comma,
        languages: vec![Language::Indonesian, Language::English],
        contact: Contact { name: "BKPSDM".into(), email: "kinerja@contoh.example.go.id".into() },
        deadlines: Deadlines {
            plan: deadline(31),
            evidence: deadline(10),
            evaluation: deadline(15),
            objection: deadline(14),
        },
        work_week: WorkWeekRule::default(),
        holidays: Vec::new(),
        extensions: Vec::new(),
        work_result: work_result(),
        behaviour: BehaviourRule { share: value("40"), source: Source::OWN },
        missing: MissingRules {
            actual: MissingRule::Block,
            behaviour: MissingRule::Block,
            late: LateRule::AsMissing,
            source: Source::OWN,
        },
        ratings: RatingRules {
            result: thresholds("90", "105"),
            behaviour: thresholds("80", "100"),
            source: Source::OWN,
        },
        matrix: Some(MatrixRule { matrix: Matrix::NATIONAL, source: Source::OWN }),
        bands: BandRule { bands: bands(), vetoes: Vec::new(), source: Source::OWN },
        missions: Vec::new(),
        allowance: None,
        daily_reports: None,
        raters: None,
        talent: None,
        ranking: None,
        follow_ups: rewarded_and_trained(),
        halves_of_2021: None,
        rules,
    }
}

fn work_result() -> WorkResultRule {
    WorkResultRule {
        cap: value("120"),
        late_day_loss: value("5"),
        additional_points: value("2"),
        additional_points_max: value("3"),
        source: Source::OWN,
    }
}

fn rewarded_and_trained() -> Vec<FollowUpRule> {
    vec![
        follow_up(
            "penghargaan",
            FollowUpKind::Reward,
            Condition { predicates: vec![Predicate::Excellent], ..Condition::default() },
        ),
        follow_up(
            "pelatihan",
            FollowUpKind::Training,
            Condition { any_behaviour_below: Some(value("80")), ..Condition::default() },
        ),
    ]
}

fn thresholds(meets: &str, above: &str) -> Thresholds {
    let Ok(thresholds) = Thresholds::new(value(meets), value(above)) else {
        panic!("the test wrote {meets} and {above}")
    };
    thresholds
}

fn bands() -> Bands {
    let edges = ["0", "50", "70", "90", "110", "120"];
    let worst_first = Predicate::BEST_FIRST.into_iter().rev();
    let bands = worst_first
        .zip(edges.windows(2))
        .filter_map(|(predicate, edge)| {
            let [from, to] = edge else { return None };
            Some(Band { predicate, from: value(from), to: value(to) })
        })
        .collect();
    let Ok(bands) = Bands::new(bands) else { panic!("the bands above are in order") };
    bands
}

pub(crate) fn follow_up(code: &str, kind: FollowUpKind, when: Condition) -> FollowUpRule {
    FollowUpRule {
        code: value(code),
        kind,
        when,
        text: Text { id: format!("Tindak lanjut {code}."), en: format!("Follow-up {code}.") },
        actor: Role::Superior,
        due_days: 30,
        steps: Vec::new(),
        exit: None,
        source: Source::OWN,
    }
}

/// The policy of [`policy_parts`].
pub fn policy() -> RegionPolicy {
    policy_with(|_| ())
}

/// The policy of [`policy_parts`] with something changed.
pub fn policy_with(change: impl FnOnce(&mut PolicyParts)) -> RegionPolicy {
    let mut parts = policy_parts();
    change(&mut parts);
    match RegionPolicy::new(parts) {
        Ok(policy) => policy,
        Err(problems) => panic!("the test made a policy that contradicts itself: {problems}"),
    }
}

/// A main result with a weight in percent.
pub fn indicator(code: &str, weight: &str, target: Target) -> Indicator {
    Indicator {
        code: value(code),
        kind: ResultKind::Main(value(weight)),
        result: "Layanan yang cepat dan tuntas".into(),
        title: format!("Indikator {code}"),
        measure: Measure::Ordinary,
        aspect: Aspect::Quantity,
        level: Level::Output,
        contribution: Contribution::Individual,
        unit: "berkas".into(),
        baseline: None,
        target,
        mission: None,
        service: None,
    }
}

/// At least so much.
pub fn higher(target: &str) -> Target {
    let Ok(target) = Target::higher(value(target)) else { panic!("the test wrote {target}") };
    target
}

/// An agreed plan for a period.
pub fn plan(period: &str, indicators: Vec<Indicator>) -> WorkPlan {
    match WorkPlan::new(value(period), PlanStatus::Agreed, indicators) {
        Ok(plan) => plan,
        Err(error) => panic!("the test made a plan that does not hold: {error}"),
    }
}

/// Evidence: amounts by code and seven scores of behaviour, all reported on the
/// last day of the period.
pub fn evidence(period: &str, amounts: &[(&str, &str)], scores: [&str; 7]) -> Evidence {
    let on = value::<Period>(period).last_day();
    let reported = |amount: &str| Reported { actual: Actual::Amount(value(amount)), on };
    Evidence {
        actuals: amounts.iter().map(|(code, amount)| (value(code), reported(amount))).collect(),
        behaviour: Some(Behaviour {
            scores: scores.map(|score| (!score.is_empty()).then(|| value(score))),
            on,
        }),
        older: None,
        background: Background::NOTHING,
        reports: None,
    }
}

/// Weights that make the whole, from 1 to `most` of them.
pub fn any_weights(most: usize) -> impl Strategy<Value = Vec<Weight>> {
    prop::collection::btree_set(1_i128..10_000, 0..most).prop_map(|cuts| {
        let ends = cuts.into_iter().chain([Weight::WHOLE.basis_points()]);
        ends.scan(0, |start, end| {
            let weight = Weight::from_basis_points(end - *start).ok();
            *start = end;
            weight
        })
        .collect()
    })
}

/// A day from 1970 to 2189.
pub fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..80_000).prop_map(|days| NaiveDate::default() + chrono::Days::new(days))
}

/// A plan for the second quarter of 2026 with evidence, some of it missing.
pub fn any_plan_and_evidence() -> impl Strategy<Value = (WorkPlan, Evidence)> {
    let amounts = prop::collection::vec((1_u32..10_000, prop::option::of(0_u32..20_000)), 12);
    let scores = prop::array::uniform7(prop::option::of(0_i128..=120));
    (any_weights(12), amounts, scores).prop_map(|(weights, amounts, scores)| {
        let mut evidence = evidence("2026-Q2", &[], [""; 7]);
        let indicators = weights
            .into_iter()
            .zip(amounts)
            .enumerate()
            .map(|(index, (weight, (target, actual)))| {
                let code = format!("I{index}");
                if let (Some(actual), Some(behaviour)) = (actual, &evidence.behaviour) {
                    let actual = Actual::Amount(actual.into());
                    let reported = Reported { actual, on: behaviour.on };
                    evidence.actuals.insert(value(&code), reported);
                }
                indicator(&code, &weight.to_string(), higher(&target.to_string()))
            })
            .collect();
        if let Some(behaviour) = &mut evidence.behaviour {
            behaviour.scores = scores.map(|score| score.map(|score| value(&score.to_string())));
        }
        (plan("2026-Q2", indicators), evidence)
    })
}
