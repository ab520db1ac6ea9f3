//! Tests of policies.

use chrono::{DateTime, Utc};

use super::*;
use crate::{
    consequence::Condition,
    law::{Citation, Source},
    testing::{policy, policy_parts},
};

fn problems(change: impl FnOnce(&mut PolicyParts)) -> Vec<String> {
    let mut parts = policy_parts();
    change(&mut parts);
    match RegionPolicy::new(parts) {
        Ok(_) => Vec::new(),
        Err(error) => error.problems().iter().map(|problem| problem.key.clone()).collect(),
    }
}

#[test]
fn parts_that_contradict_one_another_are_named_by_their_key() {
    assert_eq!(problems(|_| ()), [""; 0]);
    assert_eq!(problems(|parts| parts.first_period = "2026".parse().unwrap()), ["first_period"]);
    assert_eq!(problems(|parts| parts.first_period = "2013-Q4".parse().unwrap()), ["first_period"]);
    assert_eq!(problems(|parts| parts.first_period = "2014-Q1".parse().unwrap()), [""; 0]);
    let halves = HalvesRule { second_half: "50".parse().unwrap(), source: Source::OWN };
    assert_eq!(problems(|parts| parts.halves_of_2021 = Some(halves)), ["halves_of_2021"]);
    assert_eq!(problems(|parts| parts.languages.clear()), ["languages"]);
    assert_eq!(problems(|parts| parts.deadlines.evaluation.days = 10), ["deadlines.evaluation"]);
    assert_eq!(problems(|parts| parts.work_result.cap = "150".parse().unwrap()), ["bands"]);
    assert_eq!(
        problems(|parts| parts.work_result.cap = "100".parse().unwrap()),
        ["ratings.result"]
    );
    assert_eq!(
        problems(|parts| parts.follow_ups[1].when = Condition::default()),
        ["follow_up.1.when"]
    );
    let copy =
        |parts: &mut PolicyParts| parts.follow_ups[1].code = parts.follow_ups[0].code.clone();
    assert_eq!(problems(copy), ["follow_up.1.code"]);
}

#[test]
fn only_a_region_itself_may_differ_from_the_matrix_of_the_regulation() {
    use crate::scheme::{Matrix, Predicate::Good};
    let own = Matrix::new([[Good; 3]; 3]).unwrap();
    let law = Source::law(Citation::new("PermenPANRB 6/2022").unwrap());
    assert_eq!(
        problems(|parts| parts.matrix = Some(MatrixRule { matrix: own, source: law })),
        ["matrix"]
    );
    assert_eq!(
        problems(|parts| parts.matrix = Some(MatrixRule { matrix: own, source: Source::OWN })),
        [""; 0]
    );
}

#[test]
fn a_period_is_due_at_the_beginning_of_the_evaluation_day_in_the_regions_zone() {
    let policy = policy();
    let due = |now: &str| {
        let now: DateTime<Utc> = now.parse().unwrap();
        policy.due_periods(now).map(|period| period.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(due("2026-04-14T16:59:59Z"), [""; 0]);
    assert_eq!(due("2026-04-14T17:00:00Z"), ["2026-Q1"]);
    assert_eq!(due("2026-07-14T17:00:00Z"), ["2026-Q1", "2026-Q2"]);
}

#[cfg(feature = "toml")]
mod toml {
    use super::*;

    const POLICY: &str = include_str!("sample.toml");

    #[test]
    fn the_sample_is_read_whole() {
        let policy = RegionPolicy::from_toml(POLICY).unwrap();
        assert_eq!(policy.name, "Pemerintah Kota Contoh");
        assert_eq!(policy.follow_ups.len(), 2);
        assert!(policy.deadlines.plan.source.assumed);
    }

    #[test]
    fn each_way_to_be_wrong_is_named_with_its_place() {
        #[rustfmt::skip]
        let table = [
            ("cadence = ",                 "cadance = ",            "line 4, column 1: cadance: unknown key"),
            ("cadence = ",                 "cadance = ",            "line 1, column 1: `cadence` is missing"),
            ("\"quarterly\"",              "\"fortnightly\"",       "line 4, column 11: cadence: unknown variant `fortnightly`"),
            ("Asia/Jakarta",               "WIB",                   "`WIB` is not an IANA zone"),
            ("source = \"own\" # share",   "",                      "behaviour: `source` is missing"),
            ("\"PP 30/2019 Pasal 59\"",    "\"kata orang\"",        "`kata orang` names no provision"),
            ("from = \"90\"",              "from = \"90.01\"",      "bands: no band has the scores from 90 to 90.01"),
            ("share = \"40\"",             "share = \"140\"",       "behaviour.share: 140 is out of range"),
            ("share = \"40\"",             "share = 40",            "behaviour.share: expected text in quotes, found integer"),
            ("days = 31",                  "days = -1",             "deadlines.plan.days: expected a whole number"),
            ("meets = \"90\"",             "meets = \"110\"",       "ratings.result: `meets` (110) must lie below"),
            ("when = { any",               "when = { predicates = [\"best\"], any", "follow_up.1.when.predicates: unknown variant `best`"),
            ("[missing]",                  "[missing",              "line 37, column 9"),
        ];
        for (from, to, complaint) in table {
            assert!(POLICY.contains(from), "{from}");
            let error = RegionPolicy::from_toml(&POLICY.replacen(from, to, 1)).unwrap_err();
            assert!(error.to_string().contains(complaint), "{to}: {error}");
        }
    }

    #[test]
    fn all_problems_come_at_once_in_the_order_of_the_text() {
        let broken = POLICY
            .replace("\"quarterly\"", "\"fortnightly\"")
            .replace("share = \"40\"", "share = \"140\"")
            .replace("actor = \"hr\"", "actor = \"boss\"");
        let error = RegionPolicy::from_toml(&broken).unwrap_err();
        let keys: Vec<_> = error.problems().iter().map(|problem| problem.key.as_str()).collect();
        assert_eq!(keys, ["cadence", "behaviour.share", "follow_up.0.actor"]);
    }

    #[test]
    fn contradictions_between_parts_have_a_place_too() {
        let broken = POLICY.replace("days = 15", "days = 10");
        let error = RegionPolicy::from_toml(&broken).unwrap_err();
        assert!(
            error.to_string().contains(
                "line 18, column 14: deadlines.evaluation: the evaluation must come after"
            ),
            "{error}"
        );
    }

    const EXCEPTION: &str = r#"
[[exception]]
id = "pp46_2011.bands"
from = "2020-01-01"
until = "2021-01-01"
value = { poor = "50", needs_improvement = "60", good = "75", excellent = "90" }
source = "own"
assumed = true
note = "Begins one lower."
"#;

    #[test]
    fn an_exception_holds_for_what_it_names_in_its_time_and_says_whose_it_is() {
        let policy = RegionPolicy::from_toml(&format!("{POLICY}{EXCEPTION}")).unwrap();
        let floor = |on: &str| {
            let found = policy.rules.pp46_2011_bands.at(on.parse().unwrap()).unwrap();
            (found.value.excellent().to_string(), found.source.origin == crate::law::Origin::Own)
        };
        assert_eq!(floor("2019-12-31"), ("91".to_owned(), false));
        assert_eq!(floor("2020-01-01"), ("90".to_owned(), true));
        assert_eq!(floor("2020-12-31"), ("90".to_owned(), true));
        assert_eq!(floor("2021-01-01"), ("91".to_owned(), false));
        let national = RuleBook::national().unwrap();
        assert_eq!(RegionPolicy::from_toml(POLICY).unwrap().rules, national);
        let [(id, validity, source)] = policy.rules.exceptions_from(&national)[..] else {
            panic!()
        };
        assert_eq!(
            (id, validity.to_string().as_str()),
            ("pp46_2011.bands", "2020-01-01 up to 2021-01-01 (not included)")
        );
        assert_eq!(source.note.as_deref(), Some("Begins one lower."));
    }

    /// The citation alone does not make a value the nation's.
    #[test]
    fn another_value_by_the_citation_of_the_nation_is_an_exception_too() {
        let national = RuleBook::national().unwrap();
        let mut own = national.clone();
        let (validity, mut ruled) = own.pp46_2011_bands.entries()[0].clone();
        ruled.value = serde_json::from_str(
            r#"{"poor":"50","needs_improvement":"60","good":"75","excellent":"90"}"#,
        )
        .unwrap();
        own.pp46_2011_bands = own.pp46_2011_bands.except(vec![(validity, ruled)]).unwrap();
        let [(id, ..)] = own.exceptions_from(&national)[..] else { panic!() };
        assert_eq!(id, "pp46_2011.bands");
    }

    #[test]
    fn a_later_matrix_touches_no_earlier_period_also_where_the_policy_repeats_the_present_one() {
        use crate::scheme::{Matrix, Predicate::Good, Rating};
        let later = r#"
[[exception]]
id = "permenpanrb6_2022.matrix"
from = "2028-01-01"
source = "own"
[exception.value]
below = { below = "very_poor", meets = "good", above = "good" }
meets = { below = "poor", meets = "good", above = "good" }
above = { below = "poor", meets = "good", above = "excellent" }
"#;
        let (before, rest) = POLICY.split_once("[matrix]").unwrap();
        let (_, after) = rest.split_once("[bands]").unwrap();
        let without = format!("{before}[bands]{after}");
        for text in [POLICY, &without] {
            let policy = RegionPolicy::from_toml(&format!("{text}{later}")).unwrap();
            let of = |period: &str| policy.matrix_of(period.parse().unwrap());
            assert_eq!(of("2027-Q4"), Matrix::NATIONAL);
            assert_eq!(of("2028-Q1").predicate(Rating::Below, Rating::Meets), Good);
            let source =
                |period: &str| policy.matrix_source(period.parse().unwrap()).origin.clone();
            assert!(source("2027-Q4") != crate::law::Origin::Own);
            assert_eq!(source("2028-Q1"), crate::law::Origin::Own);
        }
        let own = without.replace("[bands]", "[matrix]\nabove = { above = \"good\", meets = \"good\", below = \"good\" }\n\
            meets = { above = \"good\", meets = \"good\", below = \"good\" }\n\
            below = { above = \"good\", meets = \"good\", below = \"good\" }\nsource = \"own\"\n[bands]");
        let policy = RegionPolicy::from_toml(&own).unwrap();
        assert_eq!(
            policy.matrix_of("2026-Q2".parse().unwrap()),
            Matrix::new([[Good; 3]; 3]).unwrap()
        );
    }

    #[test]
    fn exceptions_that_contradict_one_another_or_name_no_rule_are_refused() {
        let two = EXCEPTION.replace("2020-01-01", "2020-12-31").replace("2021-01-01", "2021-02-01");
        let complaint = |more: &str| {
            RegionPolicy::from_toml(&format!("{POLICY}{more}")).unwrap_err().to_string()
        };
        let found = complaint(&format!("{EXCEPTION}{two}"));
        let place =
            "line 89, column 1: exception.1: pp46_2011.bands: two values hold on 2020-12-31";
        assert!(found.contains(place), "{found}");
        let found = complaint(&EXCEPTION.replace("pp46_2011.bands", "pp46_2011.band"));
        assert!(
            found.contains("exception.0.id: `pp46_2011.band` is no rule: use one of"),
            "{found}"
        );
        let found = complaint(
            &EXCEPTION.replace("2020-01-01", "2010-01-01").replace("2021-01-01", "2011-01-01"),
        );
        assert!(
            found.contains("exception.0: pp46_2011.bands: no value holds from 2011-01-01"),
            "{found}"
        );
        let found = complaint(&EXCEPTION.replace("\"75\"", "\"95\""));
        assert!(found.contains("exception.0.value: the lowest scores must rise"), "{found}");
    }
}
