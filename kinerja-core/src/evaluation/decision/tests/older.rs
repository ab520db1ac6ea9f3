//! Decisions about periods before 2022: a predicate, and no ratings.

use super::*;
use crate::{
    consequence::Because,
    evaluation::{Derivation, Step},
};

/// Of the second half of 2021: PP 30/2019.
const PERIOD: &str = "2021-Q4";

fn given(predicate: Predicate) -> Judgement {
    Judgement::Predicate(predicate)
}

const GOOD: Judgement = Judgement::Predicate(Predicate::Good);
const ENOUGH: Judgement = Judgement::Predicate(Predicate::NeedsImprovement);

fn propose(revision: u32, judgement: Option<Judgement>) -> Act {
    let reason = (revision > 1).then(reason);
    on("2022-01-31", revision, None, Deed::Propose { revision, judgement, reason })
}

fn decide(text: &str, judgement: Judgement, why: Option<Reason>) -> Act {
    let deed = Deed::Decide { proposal: 1, judgement, reason: why };
    on(text, 10, Some(Role::Superior), deed)
}

fn revise(text: &str, judgement: Judgement) -> Act {
    let deed = Deed::Revise { proposal: 1, judgement, reason: reason() };
    on(text, 11, Some(Role::Superior), deed)
}

fn uphold(text: &str, judgement: Judgement) -> Act {
    let deed = Deed::Uphold { judgement, reason: reason() };
    on(text, 40, Some(Role::EvaluatorSuperior), deed)
}

/// Where the result of a period stands.
fn of(period: &str, until: &str, acts: &[Act]) -> Result<Record, ActProblem> {
    let policy = policy();
    let case = Case::new(&policy, period.parse().unwrap(), officials()).unwrap();
    case.on(day(until), acts).map_err(|error| error.problem)
}

fn stands(until: &str, acts: &[Act]) -> (Standing, Option<Predicate>) {
    let record = of(PERIOD, until, acts).unwrap();
    let state = record.state().unwrap();
    (state.standing(), state.decision().map(|decision| decision.predicate))
}

fn received() -> Vec<Act> {
    vec![propose(1, Some(ENOUGH)), decide("2022-02-02", ENOUGH, None), receive("2022-02-04")]
}

#[test]
fn a_predicate_of_the_bands_is_decided_received_and_final_as_ratings_are() {
    let acts = received();
    assert_eq!(stands("2022-02-01", &acts), (Standing::Proposal, None));
    let decided = Some(Predicate::NeedsImprovement);
    assert_eq!(stands("2022-02-18", &acts), (Standing::Decision, decided));
    assert_eq!(stands("2022-02-19", &acts), (Standing::Final, decided));
    let revised = and(&acts, revise("2022-02-10", GOOD));
    assert_eq!(stands("2022-12-31", &revised), (Standing::Decision, Some(Predicate::Good)));
    let contested = and(&acts, object("2022-02-18"));
    let upheld = and(&contested, uphold("2022-03-01", GOOD));
    assert_eq!(stands("2022-03-01", &upheld), (Standing::Final, Some(Predicate::Good)));
    let record = of(PERIOD, "2022-03-01", &upheld).unwrap();
    let Some(State::Final(last)) = record.state() else { panic!("it is not final") };
    assert_eq!(last.decided().decisions().superseded()[0].judgement, ENOUGH);
    let rejected = and(&contested, reject("2022-03-01"));
    let record = of(PERIOD, "2022-03-01", &rejected).unwrap();
    let Some(State::Final(last)) = record.state() else { panic!("it is not final") };
    let said = last.announce(PERIOD.parse().unwrap(), Language::Indonesian);
    assert_eq!(said, "putusan final: Cukup");
}

#[test]
fn another_predicate_than_the_proposed_one_needs_a_reason() {
    let needs = |why| Err(ActProblem::NeedsReason(why));
    #[rustfmt::skip]
    let table = [
        (Some(ENOUGH), ENOUGH, None,           Ok(())),
        (Some(ENOUGH), GOOD,   None,           needs(WhyReason::Differs)),
        (Some(ENOUGH), GOOD,   Some(reason()), Ok(())),
        (None,         GOOD,   None,           needs(WhyReason::Blocked)),
        (None,         GOOD,   Some(reason()), Ok(())),
    ];
    for (proposed, decided, why, expected) in table {
        let acts = [propose(1, proposed), decide("2022-02-02", decided, why.clone())];
        let found = of(PERIOD, "2022-12-31", &acts).map(drop);
        assert_eq!(found, expected, "{proposed:?} {decided:?} {why:?}");
    }
}

#[test]
fn what_was_decided_then_counts_though_the_proposal_is_computed_long_after() {
    let computed = |revision| {
        let reason = (revision > 1).then(reason);
        on("2026-07-20", revision, None, Deed::Propose { revision, judgement: Some(GOOD), reason })
    };
    let acts = [
        decide("2022-02-02", ENOUGH, Some(reason())),
        receive("2022-02-04"),
        object("2022-02-18"),
        uphold("2022-03-01", GOOD),
        computed(1),
    ];
    assert_eq!(stands("2026-07-20", &acts), (Standing::Final, Some(Predicate::Good)));
    let record = of(PERIOD, "2026-07-20", &acts).unwrap();
    assert!(matches!(record.entries().first(), Some(Entry::Proposed { .. })), "{record:?}");
    assert_eq!(of(PERIOD, "2026-07-19", &acts), Err(ActProblem::NotProposed), "not by then");
    // Another one changes a final result as little as ever.
    let again = and(&acts, computed(2));
    let since = day("2022-03-01");
    assert_eq!(of(PERIOD, "2026-07-20", &again), Err(ActProblem::AlreadyFinal { since }));
    // From 2022 on the engine proposes first, and people decide after it.
    let rated = Judgement::Ratings(super::GOOD);
    let proposal = Deed::Propose { revision: 1, judgement: None, reason: None };
    let acts = [decide("2022-05-02", rated, Some(reason())), on("2026-07-20", 1, None, proposal)];
    assert_eq!(of("2022-Q1", "2026-07-20", &acts), Err(ActProblem::NotProposed));
}

#[test]
fn a_decision_counts_from_the_last_day_of_the_period_on() {
    let rated = Judgement::Ratings(super::GOOD);
    let blocked = Deed::Propose { revision: 1, judgement: None, reason: None };
    #[rustfmt::skip]
    let table = [
        (PERIOD,    ENOUGH, Case::first_day(PERIOD.parse().unwrap())),
        ("2022-Q1", rated,  day("2022-03-31")),
    ];
    for (period, decided, last) in table {
        let parsed: crate::calendar::Period = period.parse().unwrap();
        assert_eq!(last, parsed.last_day(), "{period}");
        let of_day = |on: NaiveDate| {
            let acts = [
                Act { on, ..decide("2022-02-02", decided, Some(reason())) },
                self::on("2026-07-20", 1, None, blocked.clone()),
            ];
            of(period, "2026-07-20", &acts).map(|record| record.state().map(State::standing))
        };
        assert_eq!(of_day(last), Ok(Some(Standing::Decision)), "{period}");
        let before = last.pred_opt().unwrap();
        assert_eq!(of_day(before), Err(ActProblem::BeforeEnd { period: parsed }), "{period}");
    }
}

#[test]
fn what_blocks_a_proposal_that_is_computed_long_after_asks_nobody_for_a_reason() {
    let blocked = |on_day, revision, judgement| {
        let reason = (revision > 1).then(reason);
        on(on_day, revision, None, Deed::Propose { revision, judgement, reason })
    };
    let decided = [decide("2022-02-02", GOOD, None), receive("2022-02-04")];
    let acts = [&decided[..], &[blocked("2026-07-20", 1, None)]].concat();
    assert_eq!(stands("2026-07-20", &acts), (Standing::Final, Some(Predicate::Good)));
    // It was there when he decided.
    let acts = [&decided[..], &[blocked("2022-02-02", 1, None)]].concat();
    let needs = Err(ActProblem::NeedsReason(WhyReason::Blocked));
    assert_eq!(of(PERIOD, "2026-07-20", &acts).map(drop), needs);
    // What is proposed later does not undo what counts.
    let open = [&decided[..1], &[blocked("2026-07-20", 1, None)]].concat();
    let acts = and(&open, blocked("2026-07-21", 2, Some(ENOUGH)));
    assert_eq!(stands("2026-07-21", &acts), (Standing::Decision, Some(Predicate::Good)));
}

#[test]
fn a_decision_that_was_told_before_is_still_read() {
    let told = format!(
        r#"{{"on":"2026-07-18","by":{{"role":"superior","nip":"{}"}},"proposal":1,"ratings":{{"result":"meets","behaviour":"meets"}},"predicate":"good","reason":null}}"#,
        nip(1).as_str()
    );
    let decision: Decision = serde_json::from_str(&told).unwrap();
    assert_eq!(decision.judgement, Judgement::Ratings(super::GOOD));
}

#[test]
fn ratings_decide_nothing_before_2022_and_a_predicate_alone_nothing_since() {
    let rated = Judgement::Ratings(super::GOOD);
    #[rustfmt::skip]
    let table = [
        ("2020-Q4", GOOD,  true), ("2021-Q2", GOOD,  true), ("2021-Q3", GOOD,  true), ("2021", GOOD, true),
        ("2020-Q4", rated, false), ("2021-Q4", rated, false),
        ("2021-Q4", GOOD,  true), ("2022-Q1", GOOD,  false), ("2022-Q1", rated, true),
    ];
    for (period, judgement, fits) in table {
        let parsed = period.parse().unwrap();
        let acts = |text, judgement| {
            let proposal = Deed::Propose { revision: 1, judgement: None, reason: None };
            [on(text, 1, None, proposal), decide(text, judgement, Some(reason()))]
        };
        let found = of(period, "2026-01-01", &acts("2025-01-31", judgement)).map(drop);
        let expected = if fits { Ok(()) } else { Err(ActProblem::OtherBasis { period: parsed }) };
        assert_eq!(found, expected, "{period} {judgement:?}");
    }
    let said = ActProblem::OtherBasis { period: PERIOD.parse().unwrap() }.to_string();
    assert!(said.starts_with("before 2022 there are no ratings: decide the predicate"), "{said}");
}

#[test]
fn nothing_is_decided_where_no_rule_is_known() {
    assert!(Case::new(&policy(), "2013-Q4".parse().unwrap(), officials()).is_err());
}

#[test]
fn the_history_has_the_words_of_the_regulation_of_the_period() {
    let worst = given(Predicate::VeryPoor);
    let acts = and(&received()[..1], decide("2022-02-02", worst, Some(reason())));
    let policy = policy();
    let told = |period: &str, language| -> Vec<String> {
        let derivation = of(period, "2022-12-31", &acts).unwrap().derivation();
        let lines = derivation.lines_of(&policy, (period.parse().unwrap(), None), language);
        lines.into_iter().map(|line| format!("{} [{}]", line.text, line.source)).collect()
    };
    let lines = told(PERIOD, Language::Indonesian);
    assert!(lines[0].starts_with("Usulan 1 (31 Januari 2022): predikat Cukup [PP 30/2019"));
    assert_eq!(
        lines[1].split(" [").next().unwrap(),
        "Putusan 1 oleh atasan langsung (2 Februari 2022), atas usulan 1: predikat Sangat Kurang; alasan: Bukti tambahan diterima."
    );
    let then = told("2020-Q4", Language::Indonesian);
    assert!(then[1].contains("predikat Buruk") && then[1].contains("[PP 46/2011"), "{then:?}");
    assert!(told("2020-Q4", Language::English)[1].contains("predicate bad"));
}

#[test]
fn each_period_of_a_row_has_the_word_of_its_own_regulation() {
    let row = vec![Predicate::VeryPoor, Predicate::VeryPoor, Predicate::NeedsImprovement];
    let told = |period: &str, row: Vec<Predicate>| {
        let because = vec![Because::InARow(row)];
        let rule = policy().follow_ups[0].code.clone();
        let step = Derivation::of(vec![Step::FollowUp { rule, because }]);
        step.lines_of(&policy(), (period.parse().unwrap(), None), Language::Indonesian)[0]
            .text
            .clone()
    };
    assert!(
        told("2022", row.clone()).contains("berturut-turut: Sangat Kurang, Sangat Kurang, Cukup")
    );
    assert!(told("2021-Q3", row.clone()).contains("berturut-turut: Sangat Kurang, Buruk, Cukup"));
    let row = vec![Predicate::NeedsImprovement; 2];
    assert!(told("2022-Q1", row).contains("berturut-turut: Butuh Perbaikan, Cukup"));
}
