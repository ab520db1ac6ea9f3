//! What another policy changes beyond the evaluation.

use chrono::NaiveDate;

use super::*;
use crate::{
    calendar::DayCount,
    consequence::{
        AllowanceRule, Attendance, BaseAmount, ByPredicate, Condition, ExitRule, FollowUpKind,
        FollowUpRule, FollowUpStep, HeldLevel, JobLevel, LevelSince, Role, TalentRule,
    },
    evaluation::{PersonFacts, ResultPredicate},
    evidence::Evidence,
    language::Text,
    law::Source,
    people::Employment,
    region::{DeadlineKind, DeadlineRule, PolicyParts},
    testing::follow_up,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn by_predicate<T: std::str::FromStr<Err: std::fmt::Debug>>(values: [&str; 5]) -> ByPredicate<T> {
    let [excellent, good, needs_improvement, poor, very_poor] =
        values.map(|text| text.parse().unwrap());
    ByPredicate { excellent, good, needs_improvement, poor, very_poor }
}

fn allowance(percent_good: &str) -> AllowanceRule {
    AllowanceRule {
        productivity: "60".parse().unwrap(),
        percent: by_predicate(["100", percent_good, "70", "50", "30"]),
        base: vec![BaseAmount { class: "8".parse().unwrap(), amount: "4500000".parse().unwrap() }],
        deductions: Vec::new(),
        source: Source::OWN,
    }
}

fn talent(middle: &str) -> TalentRule {
    TalentRule {
        high: "80".parse().unwrap(),
        middle: middle.parse().unwrap(),
        performance: by_predicate(["100", "80", "60", "40", "20"]),
        share: "50".parse().unwrap(),
        source: Source::OWN,
    }
}

fn coached(change: impl FnOnce(&mut FollowUpRule)) -> RegionPolicy {
    let when = Condition { predicates: vec![Predicate::Good], ..Condition::default() };
    let mut rule = follow_up("BIMBING", FollowUpKind::Coaching, when);
    change(&mut rule);
    policy_with(|parts| parts.follow_ups = vec![rule])
}

fn work() -> (WorkPlan, Evidence) {
    (one(), evidence("2026-Q2", &[("A", "95")], ["90"; 7]))
}

const LEVELS: &[LevelSince] =
    &[LevelSince { from: NaiveDate::MIN, level: HeldLevel::Level(JobLevel::AhliMuda) }];

fn facts(found: ResultPredicate) -> PersonFacts<'static> {
    PersonFacts {
        period: "2026-Q2".parse().unwrap(),
        employment: Employment::Pns,
        levels: LEVELS,
        found,
        past: &[],
        steps: &[],
        attendance: &[],
        potential: Some(crate::number::Score::from_micros(70_000_000).unwrap()),
    }
}

/// What changes for one person between two policies.
fn change(
    (present, other): (&RegionPolicy, &RegionPolicy),
    known: Option<Circumstances<'_>>,
) -> Option<Changed<u8>> {
    let (plan, evidence) = work();
    let of = |policy| Assessed::stayed(policy, &plan, &evidence);
    let asked = [(1, [of(present), of(other)], known)];
    compare((present, other), asked, Language::Indonesian).changes.pop()
}

fn kinds(changed: &Changed<u8>) -> Vec<ConsequenceKind> {
    let kind = |one: &Difference| {
        if let Difference::Consequence { kind, .. } = one { Some(*kind) } else { None }
    };
    changed.differences.iter().filter_map(kind).collect()
}

/// Something else that a rule of follow-up asks.
type Change = Box<dyn FnOnce(&mut FollowUpRule)>;

#[test]
fn another_actor_day_step_or_exit_of_the_same_follow_up_is_a_difference() {
    let present = coached(|_| ());
    let step = |days| FollowUpStep {
        text: Text { id: "Didengar.".to_owned(), en: "Heard.".to_owned() },
        due_days: days,
    };
    let exit = ExitRule { predicate_from: Predicate::Good, periods: 2 };
    #[rustfmt::skip]
    let table: [(Change, TermsPart, &str); 6] = [
        (Box::new(|rule| rule.kind = FollowUpKind::Counselling),        TermsPart::Kind,    "konseling kinerja –"),
        (Box::new(|rule| rule.text.id = "Dialog.".to_owned()),          TermsPart::Text,    "Dialog."),
        (Box::new(|rule| rule.actor = Role::UnitHead),                  TermsPart::Actor,   "yang harus bertindak: kepala unit kerja"),
        (Box::new(|rule| rule.due_days = 7),                            TermsPart::DueDays, "paling lambat 7 hari"),
        (Box::new(move |rule| rule.steps = vec![step(5)]),              TermsPart::Steps,   "5 hari: Didengar."),
        (Box::new(move |rule| rule.exit = Some(exit)),                  TermsPart::Exit,    "selesai bila predikat paling rendah Baik dalam 2 periode"),
    ];
    for (make, part, said) in table {
        let other = coached(make);
        let found = change((&present, &other), None).unwrap();
        let rule = "BIMBING".parse().unwrap();
        let terms = TermsChange { rule, parts: vec![part] };
        assert_eq!(found.differences, [Difference::FollowUpTerms(vec![terms])]);
        let why = &found.why[0];
        let [before, after] = [&why.present, &why.other].map(|line| &line.as_ref().unwrap().text);
        assert!(!before.contains(said) && after.contains(said), "{before} => {after}");
    }
    let elsewhere = coached(|rule| rule.source = Source { assumed: true, ..Source::OWN });
    assert_eq!(change((&present, &elsewhere), None), None, "a source changes nobody");
}

fn means(change: impl FnOnce(&mut PolicyParts)) -> RegionPolicy {
    policy_with(|parts| {
        parts.allowance = Some(allowance("90"));
        parts.talent = Some(talent("60"));
        change(parts);
    })
}

#[test]
fn allowance_and_talent_box_change_with_their_rules_and_with_nothing_else() {
    let attendance = Attendance { class: Some("8".parse().unwrap()), events: Vec::new() };
    let attendance = [("2026-05".parse().unwrap(), attendance)];
    let present = means(|_| ());
    let less = means(|parts| parts.allowance = Some(allowance("80")));
    let strict = means(|parts| parts.talent = Some(talent("75")));
    let on = day("2026-07-20");
    let decided = ResultPredicate::Decided { predicate: Predicate::Good, on };
    let lower = ResultPredicate::Decided { predicate: Predicate::Poor, on };
    #[rustfmt::skip]
    let table = [
        // What is proposed is taken as if it were decided.
        (&less,    ResultPredicate::Nothing, vec![ConsequenceKind::Allowance]),
        (&less,    decided,                  vec![ConsequenceKind::Allowance]),
        // Who was decided to be "Kurang" has the percent of that, as before.
        (&less,    lower,                    vec![]),
        (&strict,  ResultPredicate::Nothing, vec![ConsequenceKind::Talent]),
        (&present, ResultPredicate::Nothing, vec![]),
    ];
    for (other, found, expected) in table {
        let facts = PersonFacts { attendance: &attendance, ..facts(found) };
        let known = Some(Circumstances { facts, received: None });
        let changed = change((&present, other), known);
        assert_eq!(changed.as_ref().map_or(Vec::new(), kinds), expected, "{found:?}");
        assert!(changed.is_none_or(|changed| !changed.why.is_empty()));
    }
    // Without circumstances nobody can say what a result brings.
    assert_eq!(change((&present, &less), None), None);
    let known = Circumstances {
        facts: PersonFacts { attendance: &attendance, ..facts(decided) },
        received: None,
    };
    let changed = change((&present, &less), Some(known)).unwrap();
    let texts = changed.why.iter().map(|step| step.other.as_ref().unwrap().text.clone());
    let texts: Vec<_> = texts.collect();
    assert!(
        texts.iter().all(|text| text.contains("Tambahan penghasilan") || text.contains("TPP")),
        "{texts:?}"
    );
}

#[test]
fn a_predicate_that_moves_takes_credit_points_and_the_way_to_an_improvement_with_it() {
    let present = policy();
    let stricter = policy_with(|parts| {
        let limits = ["100", "110"].map(|limit| limit.parse().unwrap());
        parts.ratings.result = crate::scheme::Thresholds::new(limits[0], limits[1]).unwrap();
    });
    let known = Circumstances { facts: facts(ResultPredicate::Nothing), received: None };
    let changed = change((&present, &stricter), Some(known)).unwrap();
    assert_eq!(kinds(&changed), [ConsequenceKind::CreditPoints, ConsequenceKind::Improvement]);
    // What somebody decided stays, whatever would be proposed.
    let on = day("2026-07-20");
    let found = ResultPredicate::Decided { predicate: Predicate::Good, on };
    let known = Circumstances { facts: facts(found), received: None };
    let changed = change((&present, &stricter), Some(known)).unwrap();
    assert_eq!(kinds(&changed), []);
}

#[test]
fn the_time_to_object_moves_for_whoever_has_received_the_result() {
    let present = policy();
    let longer = policy_with(|parts| {
        parts.deadlines.objection =
            DeadlineRule { days: 21, count: DayCount::Calendar, source: Source::OWN };
    });
    let known = |received| {
        let facts = facts(ResultPredicate::Nothing);
        Some(Circumstances { facts, received })
    };
    let changed = change((&present, &longer), known(Some(day("2026-07-20")))).unwrap();
    let [present_day, other_day] = ["2026-08-03", "2026-08-10"].map(|text| Some(day(text)));
    let pair = Pair { present: present_day, other: other_day };
    assert_eq!(changed.differences, [Difference::Objection(pair)]);
    assert_eq!(
        changed.why[0].other.as_ref().unwrap().text,
        "Keberatan paling lambat 10 Agustus 2026"
    );
    assert_eq!(change((&present, &longer), known(None)), None);
    let moved = deadline_changes((&present, &longer), "2026-Q2".parse().unwrap());
    let [one] = moved.as_slice() else { panic!("{moved:?}") };
    assert_eq!(one.deadline, DeadlineKind::Objection);
    assert_eq!(deadline_changes((&present, &present), "2026-Q2".parse().unwrap()), []);
}
