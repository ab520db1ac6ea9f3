//! Whatever values a constructor is given: it makes what it promises, or refuses.

use chrono::{Days, NaiveDate};
use kinerja_core::{
    calendar::{Holiday, HolidayKind, HolidayYear},
    evaluation::{Case, Officials},
    evidence::{
        ClassRule, DailyReport, DailyReports, GradeBounds, RaterClass, RaterRule, ReportState,
    },
    law::{Dated, Ruled, Source, Validity},
    number::{Quantity, Ratio, Score, Weight},
    organisation::{Bound, HeadRule, OrgAchievement, Pattern, PatternLimit},
    people::History,
    plan::Target,
    scheme::{Band, Bands, Floors, Matrix, Predicate, Rating, Thresholds},
    testing::{any_act, any_day, assignment, official_nip, policy},
};
use proptest::prelude::*;

use crate::any_input::cases;

fn any_score() -> impl Strategy<Value = Score> {
    let edges = prop::sample::select(vec![0, 50_000_000, 90_000_000, 100_000_000, 120_000_000]);
    prop_oneof![3 => edges, 1 => 0_i128..=1_000_000_000]
        .prop_map(|micros| Score::from_micros(micros).unwrap_or(Score::ZERO))
}

fn any_quantity() -> impl Strategy<Value = Quantity> {
    prop_oneof![any::<u32>(), 0_u32..4].prop_map(Quantity::from)
}

fn any_predicate() -> impl Strategy<Value = Predicate> {
    prop::sample::select(Predicate::BEST_FIRST.to_vec())
}

fn any_rating() -> impl Strategy<Value = Rating> {
    prop::sample::select(Rating::ALL.to_vec())
}

fn near() -> impl Strategy<Value = NaiveDate> {
    (any_day(), 0_u64..4).prop_map(|(day, more)| day + Days::new(more))
}

fn any_validity() -> impl Strategy<Value = (NaiveDate, Option<NaiveDate>)> {
    let few =
        (0_u64..6).prop_map(|days| "2026-01-01".parse::<NaiveDate>().unwrap() + Days::new(days));
    let few = few.boxed();
    prop_oneof![
        3 => (few.clone(), prop::option::weighted(0.8, few)),
        1 => (near(), prop::option::of(near())),
    ]
}

proptest! {
    #![proptest_config(cases(1))]

    #[test]
    fn validities_end_after_they_begin_and_dated_rules_have_one_value_a_day(
        spans in prop::collection::vec(any_validity(), 0..5),
    ) {
        let mut entries = Vec::new();
        for (from, until) in spans {
            let validity = Validity::new(from, until);
            prop_assert_eq!(validity.is_ok(), until.is_none_or(|until| from < until));
            entries.extend(validity.map(|validity| (validity, Ruled { value: 1, source: Source::OWN })));
        }
        let given = entries.clone();
        let Ok(dated) = Dated::new(entries) else { return Ok(()) };
        for (validity, _) in &given {
            let covering = given.iter().filter(|(one, _)| one.contains(validity.from()));
            prop_assert_eq!(covering.count(), 1);
            prop_assert!(dated.at(validity.from()).is_some());
        }
    }

    #[test]
    fn thresholds_floors_and_bounds_rise_or_are_refused(
        scores in prop::array::uniform4(any_score()),
        bounds in prop::array::uniform3(any_quantity()),
    ) {
        let [low, high, ..] = scores;
        prop_assert_eq!(Thresholds::new(low, high).is_ok(), low < high);
        prop_assert_eq!(Floors::new(scores).is_ok(), scores.windows(2).all(|two| two[0] < two[1]));
        prop_assert_eq!(
            GradeBounds::new(bounds).is_ok(),
            bounds.windows(2).all(|two| two[0] > two[1])
        );
        let [low, high, ..] = bounds;
        drop((Target::range(low, high), Ratio::new(low.micros(), high.micros())));
    }

    #[test]
    fn bands_cover_every_score_once_or_are_refused(
        given in prop::collection::vec((any_predicate(), any_score(), any_score()), 0..4),
        asked in any_score(),
    ) {
        let bands: Vec<_> =
            given.iter().map(|&(predicate, from, to)| Band { predicate, from, to }).collect();
        let Ok(made) = Bands::new(bands.clone()) else { return Ok(()) };
        let holding = bands.iter().filter(|band| band.from <= asked && asked < band.to).count();
        prop_assert_eq!(holding, usize::from(asked < made.top()));
    }

    #[test]
    fn a_better_rating_never_gives_a_worse_predicate_in_any_matrix_that_is_made(
        rows in prop::array::uniform3(prop::array::uniform3(any_predicate())),
        ratings in prop::array::uniform5(any_rating()),
    ) {
        if let Ok(matrix) = Matrix::new(rows) {
            for result in Rating::ALL {
                for behaviour in Rating::ALL {
                    for better in Rating::ALL.into_iter().filter(|one| *one >= result) {
                        let lower = matrix.predicate(result, behaviour);
                        prop_assert!(matrix.predicate(better, behaviour) >= lower);
                    }
                }
            }
        }
        if let Ok(rule) = HeadRule::new(ratings) {
            prop_assert!(OrgAchievement::BEST_FIRST.into_iter().map(|one| rule.result_rating(one)).is_sorted_by(|a, b| a >= b));
        }
    }

    #[test]
    fn raters_make_the_whole_and_stay_unknown_or_are_refused(
        classes in prop::collection::btree_map(
            prop::sample::select(RaterClass::ALL.to_vec()),
            (prop::sample::select(vec!["0", "20", "40", "60", "100"]), 0_u32..5),
            0..4,
        ),
    ) {
        let classes: std::collections::BTreeMap<_, _> = classes
            .into_iter()
            .map(|(class, (weight, answers_min))| {
                (class, ClassRule { weight: weight.parse().unwrap_or(Weight::WHOLE), answers_min })
            })
            .collect();
        let sum: i128 = classes.values().map(|rule| rule.weight.basis_points()).sum();
        if RaterRule::new(classes.clone()).is_ok() {
            prop_assert_eq!(sum, 10_000);
            for class in [RaterClass::Peer, RaterClass::Subordinate, RaterClass::Public] {
                let minimum = classes.get(&class).map(|rule| rule.answers_min);
                prop_assert!(minimum.is_none_or(|minimum| minimum >= RaterRule::ANONYMOUS_MIN));
            }
        }
    }

    #[test]
    fn no_predicate_is_limited_twice_in_any_pattern_that_is_made(
        majority in any_predicate(),
        limits in prop::collection::vec(
            (prop::collection::vec(any_predicate(), 0..3), prop::option::of(any::<u32>())),
            0..3,
        ),
    ) {
        let limits: Vec<_> = limits
            .into_iter()
            .map(|(of, most)| PatternLimit { of, at_least: None, at_most: most.map(Bound::People) })
            .collect();
        let mut all: Vec<_> = limits.iter().flat_map(|limit| limit.of.clone()).collect();
        let count = all.len();
        all.sort();
        all.dedup();
        let right = all.len() == count
            && limits.iter().all(|limit| !limit.of.is_empty() && limit.at_most.is_some());
        prop_assert_eq!(Pattern::new(majority, limits).is_ok(), right);
    }

    #[test]
    fn holidays_and_daily_reports_lie_where_they_belong_or_are_refused(
        year in 2025_i32..2028,
        days in prop::collection::vec((near(), 0_u32..2_000), 0..4),
    ) {
        let holidays = days
            .iter()
            .map(|(day, _)| Holiday { day: *day, kind: HolidayKind::Unknown, name: None });
        drop(HolidayYear::new(year, holidays.collect()));
        let period = format!("{year}").parse().unwrap();
        let reports: Vec<_> = days
            .into_iter()
            .map(|(day, minutes)| DailyReport { day, minutes, state: ReportState::Accepted, serves: None })
            .collect();
        if let Ok(made) = DailyReports::new(period, reports) {
            prop_assert!(made.reports().iter().all(|report| period.contains(report.day) && report.minutes > 0));
        }
    }

    #[test]
    fn posts_in_any_order_make_a_history_or_are_refused(
        posts in prop::collection::vec((any_validity(), prop::sample::select(vec!["dinkes", "disdik"])), 0..4),
    ) {
        let posts: Vec<_> = posts
            .into_iter()
            .map(|((from, until), unit)| {
                kinerja_core::people::Assignment { until, ..assignment(&from.to_string(), unit) }
            })
            .collect();
        if let Err(error) = History::new(posts) {
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn acts_in_any_order_make_a_record_or_are_refused(
        acts in prop::collection::vec(any_act(), 0..6),
        day in near(),
        people in prop::array::uniform3(0_u32..4),
        period in prop::sample::select(vec!["2020-Q4", "2021-Q4", "2026-Q2"]),
    ) {
        let [employee, evaluator, above] = people.map(official_nip);
        let officials = Officials::new(employee, Some(evaluator), Some(above));
        let (Ok(officials), policy) = (officials, policy()) else { return Ok(()) };
        let case = Case::new(&policy, period.parse().unwrap(), officials).unwrap();
        if let Err(error) = case.on(day, &acts) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}
