//! Tests of the way to an improvement.

use super::*;
use crate::region::RuleBook;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn rule() -> ImprovementRule {
    let book = RuleBook::national().unwrap();
    book.improvement.at(day("2026-01-01")).unwrap().value
}

fn assessed(predicate: Predicate, on: &str) -> ImprovementEvent {
    ImprovementEvent::Assessed { predicate, on: day(on) }
}

#[test]
fn six_months_end_on_the_last_day_of_a_shorter_month() {
    let begin = |predicate| rule().begin(predicate, day("2026-08-31"));
    let until = day("2027-02-28");
    assert_eq!(begin(Predicate::Poor), Ok(ImprovementStage::Improving { until }));
    assert_eq!(begin(Predicate::NeedsImprovement).unwrap().until(), Some(until));
    let good = Predicate::Good;
    assert_eq!(begin(good), Err(ImprovementError::NotNeeded { predicate: good }));
}

#[test]
fn whoever_improves_leaves_the_way_and_nobody_fails_before_the_time_is_over() {
    let rule = rule();
    let stage = rule.begin(Predicate::Poor, day("2026-08-31")).unwrap();
    let improved = rule.advance(stage, assessed(Predicate::Good, "2027-01-10"));
    assert_eq!(improved, Ok(ImprovementStage::Improved { on: day("2027-01-10") }));
    let until = day("2027-02-28");
    let last_day = rule.advance(stage, assessed(Predicate::Poor, "2027-02-28"));
    assert_eq!(last_day, Err(ImprovementError::TooEarly { until }));
    let since = day("2027-03-01");
    let after = rule.advance(stage, assessed(Predicate::NeedsImprovement, "2027-03-01"));
    assert_eq!(after, Ok(ImprovementStage::CompetencyTest { since }));
    let again = rule.advance(improved.unwrap(), assessed(Predicate::Poor, "2027-03-01"));
    assert_eq!(again, Err(ImprovementError::NotNow));
}

#[test]
fn without_a_vacant_post_a_year_passes_before_dismissal_is_reviewed() {
    let rule = rule();
    let test = ImprovementStage::CompetencyTest { since: day("2027-03-01") };
    let tested = |on| ImprovementEvent::Tested { on: day(on) };
    let early = rule.advance(test, tested("2027-02-28"));
    assert_eq!(early, Err(ImprovementError::BeforeStage { since: day("2027-03-01") }));
    let placement = rule.advance(test, tested("2027-03-20")).unwrap();
    let none = |on, post| ImprovementEvent::NoVacancy { on: day(on), post };
    let leader = rule.advance(placement, none("2027-04-01", PostKind::SeniorLeader));
    assert_eq!(leader, Err(ImprovementError::NoTemporaryPost));
    let post = PostKind::Functional;
    let temporary = rule.advance(placement, none("2027-04-01", post)).unwrap();
    assert_eq!(temporary.until(), Some(day("2028-04-01")));
    let early = rule.advance(temporary, none("2028-04-01", post));
    assert_eq!(early, Err(ImprovementError::TooEarly { until: day("2028-04-01") }));
    let end = rule.advance(temporary, none("2028-04-02", post)).unwrap();
    assert_eq!(end, ImprovementStage::DismissalReview { since: day("2028-04-02") });
    let placed = ImprovementEvent::Placed { on: day("2027-06-01") };
    let on = day("2027-06-01");
    assert_eq!(rule.advance(temporary, placed), Ok(ImprovementStage::Placed { on }));
}

#[test]
fn a_stage_is_told_in_both_languages() {
    let stage = rule().begin(Predicate::Poor, day("2026-08-31")).unwrap();
    assert_eq!(stage.show(Language::Indonesian), "masa perbaikan kinerja sampai 28 Februari 2027");
    assert_eq!(stage.show(Language::English), "time to improve until 28 February 2027");
}
