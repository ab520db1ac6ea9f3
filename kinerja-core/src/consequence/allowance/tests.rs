//! Tests of the performance allowance.

use super::*;

fn code(text: &str) -> Code {
    text.parse().unwrap()
}

fn rule() -> AllowanceRule {
    let percent = |text: &str| text.parse::<Percent>().unwrap();
    let deduction = |text: &str, part, each: &str| DeductionRule {
        code: code(text),
        part,
        percent: percent(each),
        text: Text { id: text.into(), en: text.into() },
    };
    AllowanceRule {
        productivity: "60".parse().unwrap(),
        percent: ByPredicate {
            excellent: percent("100"),
            good: percent("90"),
            needs_improvement: percent("70"),
            poor: percent("50"),
            very_poor: percent("30"),
        },
        base: vec![BaseAmount { class: code("8"), amount: "4500001".parse().unwrap() }],
        deductions: vec![
            deduction("TL1", AllowancePartKind::Discipline, "0.5"),
            deduction("ALPA", AllowancePartKind::Discipline, "3"),
            deduction("TIDAK-MENILAI", AllowancePartKind::Productivity, "10"),
        ],
        source: Source::OWN,
    }
}

fn amount(decided: Predicate, events: &[(&str, u32)]) -> i64 {
    let events: Vec<_> = events.iter().map(|(text, count)| (code(text), *count)).collect();
    let class = code("8");
    let given =
        AllowanceInput { class: Some(&class), decided: Some(decided), events: Some(&events) };
    rule().allowance(&given).unwrap().amount.rupiah()
}

#[test]
fn parts_are_added_exactly_and_rounded_once() {
    // 4,500,001 x (0.6 x 90 % + 0.4 x 100 %) = 4,230,000.94
    assert_eq!(amount(Predicate::Good, &[]), 4_230_001);
    // 4,500,001 x (0.6 x 100 % + 0.4 x 95.5 %) = 4,419,000.982
    assert_eq!(amount(Predicate::Excellent, &[("TL1", 3), ("ALPA", 1)]), 4_419_001);
    // 4,500,001 x (0.6 x 40 % + 0.4 x 100 %) = 2,880,000.64
    assert_eq!(amount(Predicate::Poor, &[("TIDAK-MENILAI", 1)]), 2_880_001);
}

#[test]
fn a_part_is_used_up_and_never_negative() {
    let only_productivity = amount(Predicate::Excellent, &[("ALPA", 34)]);
    assert_eq!(only_productivity, 2_700_001);
    assert_eq!(amount(Predicate::Excellent, &[("ALPA", u32::MAX), ("ALPA", 1)]), 2_700_001);
}

#[test]
fn what_is_missing_is_named_and_nobody_gets_a_default() {
    let nothing = AllowanceInput { class: None, decided: None, events: None };
    let lacks = rule().allowance(&nothing).unwrap_err();
    let expected = [AllowanceLack::NoClass, AllowanceLack::NoDecision, AllowanceLack::NoAttendance];
    assert_eq!(lacks, expected);
    assert_eq!(
        lacks.iter().map(AllowanceLack::actor).collect::<Vec<_>>(),
        [Role::Hr, Role::Superior, Role::Hr]
    );
    let (class, events) = (code("9"), [(code("TL9"), 1)]);
    let unknown = AllowanceInput {
        class: Some(&class),
        decided: Some(Predicate::Good),
        events: Some(&events),
    };
    assert_eq!(
        rule().allowance(&unknown).unwrap_err(),
        [
            AllowanceLack::NoBase { class: code("9") },
            AllowanceLack::UnknownEvent { code: code("TL9") },
        ]
    );
}

#[test]
fn a_rule_that_contradicts_itself_is_refused_by_its_key() {
    let keys = |change: fn(&mut AllowanceRule)| -> Vec<String> {
        let mut rule = rule();
        change(&mut rule);
        rule.problems().into_iter().map(|(key, _)| key).collect()
    };
    assert_eq!(keys(|_| ()), [""; 0]);
    assert_eq!(keys(|rule| rule.percent.good = "101".parse().unwrap()), ["percent"]);
    assert_eq!(keys(|rule| rule.percent.excellent = "200.1".parse().unwrap()), ["percent"]);
    assert_eq!(keys(|rule| rule.base.push(rule.base[0].clone())), ["base.1.class"]);
    let twice = |rule: &mut AllowanceRule| rule.deductions[1].code = code("TL1");
    assert_eq!(keys(twice), ["deduction.1.code"]);
    let nothing = |rule: &mut AllowanceRule| rule.deductions[2].percent = Percent::ZERO;
    assert_eq!(keys(nothing), ["deduction.2.percent"]);
}

#[test]
fn no_amount_is_shown_when_it_is_debugged() {
    let shown = format!("{:?}", rule().base);
    assert!(!shown.contains("4500001"), "{shown}");
}
