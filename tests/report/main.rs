//! What is published, as people and programs read it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

#[path = "../support/golden.rs"]
mod golden;

use std::collections::BTreeMap;

use golden::assert_golden;
use kinerja_core::{
    consequence::FollowUpKind,
    evidence::{ComplaintCounts, Survey, SurveyElement},
    organisation::{IndicatorName, MissionCoverage, RollUp, ServiceReading, UnitReadings},
    plan::{Actual, Code, Contribution, Target},
    region::RegionPolicy,
    summary::{Mean, PublicServices, PublicSummary, ServiceFacts, Tally},
};
use kinerja_daemon::report::{RegionReport, publish, publish_index};

/// A unit's name, its people by predicate (best first) and without a proposal,
/// and the mean of its scores in hundredths.
type Unit = (&'static str, [u32; 6], i64);

#[rustfmt::skip]
const UNITS: [Unit; 10] = [
    ("Badan Kepegawaian dan Pengembangan SDM",             [ 5, 11,  0, 0, 0, 0], 10_231),
    ("Badan Perencanaan Pembangunan Daerah",               [ 0, 14,  0, 0, 0, 0],  9_874),
    ("Dinas Kependudukan dan Pencatatan Sipil",            [ 6, 20,  5, 0, 0, 6],  9_712),
    ("Dinas Kesehatan",                                    [ 9, 25,  7, 0, 0, 5],  9_968),
    ("Dinas Lingkungan Hidup",                             [ 3, 17,  6, 0, 0, 4],  9_120),
    ("Dinas Pendidikan dan Kebudayaan",                    [ 7, 18,  5, 0, 0, 0],  9_805),
    ("Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", [ 0, 12, 0, 0, 0, 5],  9_655),
    ("<script>alert(1)</script> & \"x\"",                  [ 0,  8,  0, 0, 0, 0],  9_400),
    ("Kecamatan Palaran",                                  [ 0,  3,  0, 0, 0, 0],  9_300),
    ("Kecamatan Sungai Pinang",                            [ 0,  4,  0, 0, 0, 0],  9_500),
];

/// Scores of the seven values, in hundredths.
const BEHAVIOUR: [i64; 7] = [9_640, 9_215, 8_890, 10_120, 9_980, 7_845, 9_055];

fn mean(hundredths: i64, count: u32) -> Mean {
    Mean { micros: hundredths * 10_000 * i64::from(count), count }
}

fn tally(unit: &Unit) -> (String, Tally) {
    let (name, [predicates @ .., blocked], hundredths) = *unit;
    let scored: u32 = predicates.iter().sum();
    let [excellent, _, needs_improvement, ..] = predicates;
    let tally = Tally {
        people: scored + blocked,
        not_evaluated: 0,
        predicates,
        blocked,
        total: mean(hundredths, scored),
        behaviour: BEHAVIOUR.map(|score| mean(score, scored)),
        gaps: BTreeMap::from([
            ("actual_missing".to_owned(), blocked),
            ("actual_late".to_owned(), blocked / 2),
            ("behaviour_missing".to_owned(), blocked / 5),
            ("plan_not_agreed".to_owned(), 0),
        ]),
        follow_ups: BTreeMap::from([
            (FollowUpKind::Reward, excellent),
            (FollowUpKind::Training, predicates[1] / 2),
            (FollowUpKind::Coaching, needs_improvement),
        ]),
    };
    (name.to_owned(), tally)
}

fn policy(text: &str) -> RegionPolicy {
    RegionPolicy::from_toml(text).unwrap()
}

fn samarinda() -> RegionPolicy {
    policy(include_str!("../../examples/regions/samarinda/policy.toml"))
}

fn report<'a>(policy: &'a RegionPolicy, units: &[Unit]) -> RegionReport<'a> {
    let tallies: Vec<_> = units.iter().map(tally).collect();
    RegionReport {
        policy,
        period: policy.first_period,
        as_of: policy.evaluation_due(policy.first_period).unwrap(),
        revision: 1,
        summary: PublicSummary::new(&tallies),
        services: services(policy),
    }
}

/// What people of a unit achieved for one indicator, each 98.765432 %.
fn achieved(unit: &str, count: u32, missing: u32) -> (Code, RollUp) {
    let sum = u64::from(count) * 98_765_432;
    let mean =
        serde_json::json!({ "sum": sum, "count": count, "missing": missing, "people": count });
    let of = serde_json::json!({ "=Waktu <b>tunggu</b>": { "menit": mean } });
    (unit.parse().unwrap(), serde_json::from_value(of).unwrap())
}

/// What is known of two services of a large and a small unit.
fn facts(policy: &RegionPolicy) -> ServiceFacts {
    let code = |text: &str| text.parse::<Code>().unwrap();
    let unit = |name: &str, people: u32, minutes: u32| {
        let mut readings = UnitReadings::default();
        (1..people).for_each(|_| readings.add_person(&[]).unwrap());
        let reading = ServiceReading {
            service: &code("ktp"),
            title: "=Waktu <b>tunggu</b>",
            measure: "menit",
            contribution: Contribution::Collective,
            target: Target::lower(15.into()).unwrap(),
            actual: Some(Actual::Amount(minutes.into())),
        };
        readings.add_person(&[reading]).unwrap();
        (code(name), readings)
    };
    let survey = |unit: &str, people: u32| Survey {
        unit: code(unit),
        service: code("ktp"),
        period: policy.first_period,
        answers: SurveyElement::ALL.into_iter().map(|of| (of, [0, 0, people, 1])).collect(),
    };
    let period = |minutes| vec![unit("dukcapil", 37, minutes), unit("palaran", 3, 54_321)];
    let counts = ComplaintCounts { complaints: 12, criticism: 2, ..ComplaintCounts::default() };
    let open = |title: &str| IndicatorName { title: title.into(), unit: "berkas".into() };
    ServiceFacts {
        now: period(18),
        before: period(16),
        achieved: vec![achieved("dukcapil", 35, 2), achieved("palaran", 2, 1)],
        coverage: MissionCoverage {
            missions: vec![(code("M1"), 120), (code("M2"), 3), (code("M3"), 0)],
            without_mission: [(open("Arsip tertata"), 9), (open("Milik satu orang"), 1)].into(),
            unknown: BTreeMap::new(),
        },
        surveys: vec![survey("dukcapil", 40), survey("palaran", 41)],
        complaints: ["dukcapil", "palaran"].map(|unit| ((code(unit), code("ktp")), counts)).into(),
    }
}

fn services(policy: &RegionPolicy) -> PublicServices {
    let (rules, day) = (&policy.rules, policy.first_period.start());
    let index = &rules.survey_index.at(day).unwrap().value;
    let grades = &rules.survey_grades.at(day).unwrap().value;
    facts(policy).public(Some((index, grades))).unwrap()
}

#[test]
fn a_small_unit_stands_in_no_file_with_its_services() {
    let policy = samarinda();
    let report = report(&policy, &UNITS);
    for (name, bytes) in report.files().unwrap() {
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.contains("Milik satu orang") && !text.contains("54.321"), "{name}");
    }
    let json: serde_json::Value = serde_json::from_str(&file(&report, "ringkasan.json")).unwrap();
    let services = &json["services"];
    assert_eq!(services["findings"][0]["below"], serde_json::json!(["dukcapil"]));
    assert_eq!(services["findings"][0]["trend"], "worse");
    assert_eq!(services["surveys"][1]["index"], serde_json::Value::Null);
    assert_eq!(services["complaints"][0]["criticism"], serde_json::Value::Null);
    assert_eq!(services["complaints"][1]["complaints"], serde_json::Value::Null);
    assert!(file(&report, "temuan_layanan.csv").contains(";'=Waktu <b>tunggu</b>;"));
    assert!(!file(&report, "index.html").contains("<b>tunggu"));
}

fn file(report: &RegionReport<'_>, name: &str) -> String {
    let files = report.files().unwrap();
    let (_, bytes) = files.into_iter().find(|(file, _)| file == name).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn the_files_of_a_region() {
    let policy = samarinda();
    let report = report(&policy, &UNITS);
    for (name, bytes) in report.files().unwrap() {
        assert_golden(&format!("summary/{name}"), &bytes);
    }
}

#[test]
fn the_list_of_regions() {
    let root = tempfile::tempdir().unwrap();
    let policies = [
        samarinda(),
        policy(include_str!("../../examples/regions/jayawijaya/policy.toml")),
        policy(include_str!("../../examples/regions/palembang/policy.toml")),
    ];
    for policy in &policies {
        publish(root.path(), &policy.code, &report(policy, &UNITS).files().unwrap()).unwrap();
    }
    publish_index(root.path()).unwrap();
    let page = std::fs::read(root.path().join("index.html")).unwrap();
    assert_golden("summary/regions.html", &page);
}

#[test]
fn a_page_runs_nothing_and_asks_for_nothing() {
    let policy = samarinda();
    let page = file(&report(&policy, &UNITS), "index.html");
    for forbidden in
        ["<script", "http://", "https://", "src=", "@import", "url(", "<iframe", "<link", "onload"]
    {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert!(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'\""));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;"), "the unit is shown by its name");
}

#[test]
fn every_file_says_that_it_is_a_proposal() {
    let policy = samarinda();
    let report = report(&policy, &UNITS);
    let page = file(&report, "index.html");
    assert!(page.contains("Usulan – belum diputuskan pejabat penilai"));
    assert!(file(&report, "ringkasan.json").contains("\"basis\": \"usulan\""));
}

/// Two summaries that differ only in what is hidden are published alike.
#[test]
fn no_file_tells_what_is_hidden() {
    let policy = samarinda();
    let units = |small| [("Dinas A", [30, small, 5 - small, 0, 0, 0], 9_000)];
    let one = report(&policy, &units(1));
    let other = report(&policy, &units(2));
    assert_eq!(one.summary.region.counts[1], None);
    for ((name, bytes), (_, same)) in one.files().unwrap().into_iter().zip(other.files().unwrap()) {
        assert_eq!(String::from_utf8(bytes).unwrap(), String::from_utf8(same).unwrap(), "{name}");
    }
}

#[test]
fn every_region_of_the_examples_has_its_page() {
    for text in [
        include_str!("../../examples/regions/jayawijaya/policy.toml"),
        include_str!("../../examples/regions/palembang/policy.toml"),
        include_str!("../../examples/regions/sawahlunto/policy.toml"),
        include_str!("../../examples/regions/tangerang-selatan/policy.toml"),
    ] {
        let policy = policy(text);
        for units in [&UNITS[..], &[]] {
            let page = file(&report(&policy, units), "index.html");
            assert!(page.contains(&format!("<h1>{}</h1>", policy.name)), "{}", policy.name);
        }
    }
}
