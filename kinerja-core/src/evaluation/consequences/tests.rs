//! What a result brings, known and not known.

use super::*;
use crate::{
    consequence::{
        AllowancePartKind, AllowanceRule, BaseAmount, ByPredicate, DeductionRule, HeldLevel,
        JobLevel, PostKind, TalentRule,
    },
    language::{Language, Text},
    law::Source,
    region::PolicyParts,
    testing::policy_parts,
};

fn by_predicate<T: std::str::FromStr<Err: std::fmt::Debug>>(values: [&str; 5]) -> ByPredicate<T> {
    let [excellent, good, needs_improvement, poor, very_poor] =
        values.map(|text| text.parse().unwrap());
    ByPredicate { excellent, good, needs_improvement, poor, very_poor }
}

fn policy() -> RegionPolicy {
    let text = |text: &str| Text { id: text.to_owned(), en: text.to_owned() };
    let allowance = AllowanceRule {
        productivity: "60".parse().unwrap(),
        percent: by_predicate(["100", "90", "70", "50", "30"]),
        base: vec![BaseAmount { class: "8".parse().unwrap(), amount: "4500000".parse().unwrap() }],
        deductions: vec![DeductionRule {
            code: "TL1".parse().unwrap(),
            part: AllowancePartKind::Discipline,
            percent: "0.5".parse().unwrap(),
            text: text("Terlambat."),
        }],
        source: Source::OWN,
    };
    let talent = TalentRule {
        high: "80".parse().unwrap(),
        middle: "60".parse().unwrap(),
        performance: by_predicate(["100", "80", "60", "40", "20"]),
        share: "50".parse().unwrap(),
        source: Source::OWN,
    };
    RegionPolicy::new(PolicyParts {
        allowance: Some(allowance),
        talent: Some(talent),
        ..policy_parts()
    })
    .unwrap()
}

fn facts(period: &str) -> PersonFacts<'static> {
    PersonFacts {
        period: period.parse().unwrap(),
        employment: Employment::Pns,
        levels: &[],
        found: ResultPredicate::Nothing,
        past: &[],
        steps: &[],
        attendance: &[],
        potential: None,
    }
}

fn decided(predicate: Predicate, on: &str) -> ResultPredicate {
    ResultPredicate::Decided { predicate, on: on.parse().unwrap() }
}

fn past(period: &str, on: &str, predicate: Predicate) -> PastDecision {
    PastDecision { period: period.parse().unwrap(), on: on.parse().unwrap(), predicate }
}

/// The line of a consequence in Indonesian; an empty one where there is none.
fn line(facts: &PersonFacts<'_>, id: &str) -> String {
    let policy = policy();
    let lines = Consequences::of(&policy, facts).lines(&policy, facts.period, Language::Indonesian);
    lines.into_iter().find(|line| line.id == id).map_or_else(String::new, |line| line.text)
}

#[test]
fn credit_points_are_those_of_the_predicate_and_say_whether_it_was_decided() {
    let of = |found, level: Option<JobLevel>| {
        let levels = [LevelSince { from: NaiveDate::MIN, level: level.into() }];
        line(&PersonFacts { levels: &levels, found, ..facts("2026-Q2") }, "credit_points")
    };
    let level = Some(JobLevel::AhliPertama);
    assert_eq!(
        of(ResultPredicate::Proposed(Predicate::Good), level),
        "Angka kredit (usulan): 3 bulan / 12 × 100,00% (Baik) × 12,5 (jenjang Ahli Pertama) = 3,125"
    );
    let better = of(decided(Predicate::Excellent, "2026-07-20"), level);
    assert!(
        better.starts_with("Angka kredit (menurut putusan): 3 bulan / 12 × 150,00%"),
        "{better}"
    );
    assert!(better.ends_with("= 4,688"), "4.6875 is rounded once: {better}");
    let unknown = of(ResultPredicate::Nothing, level);
    assert!(unknown.contains("belum diketahui, karena belum ada usulan atau putusan"), "{unknown}");
    assert_eq!(of(ResultPredicate::Proposed(Predicate::Good), None), "", "no functional post");
}

#[test]
fn the_points_of_a_year_are_added_unrounded_and_rounded_once() {
    let levels = [LevelSince { from: NaiveDate::MIN, level: Some(JobLevel::Terampil).into() }];
    let months: Vec<_> = (1..12)
        .map(|month| past(&format!("2026-{month:02}"), "2026-12-20", Predicate::NeedsImprovement))
        .collect();
    let of = |past: &[PastDecision], found, id| {
        let facts = PersonFacts { levels: &levels, past, found, ..facts("2026-12") };
        line(&facts, id)
    };
    let found = decided(Predicate::NeedsImprovement, "2027-01-20");
    assert!(of(&months, found, "credit_points").ends_with("= 0,313"), "each month is rounded");
    assert_eq!(
        of(&months, found, "credit_points.2026"),
        "Angka kredit tahun 2026: 12 periode yang diputuskan, dijumlahkan tanpa pembulatan dan dibulatkan sekali = 3,750"
    );
    assert_eq!(of(&[], found, "credit_points.2026"), "", "the only period tells it itself");
    let proposed = ResultPredicate::Proposed(Predicate::Good);
    assert_eq!(of(&months, proposed, "credit_points.2026"), "", "nobody has decided");
    let other = [past("2025-12", "2026-01-20", Predicate::Good)];
    assert_eq!(of(&other, found, "credit_points.2026"), "", "another year");
    let none = PersonFacts { past: &months, found, ..facts("2026-12") };
    assert_eq!(line(&none, "credit_points.2026"), "", "no functional post");
}

#[test]
fn what_credit_points_are_gathered_for_is_told_and_nothing_is_subtracted_from_it() {
    let of = |level: Option<JobLevel>, period| {
        let levels = [LevelSince { from: NaiveDate::MIN, level: level.into() }];
        line(&PersonFacts { levels: &levels, ..facts(period) }, "credit_points.aim")
    };
    let unknown = "; yang terkumpul sebelum periode ini tidak tercatat di sini";
    assert_eq!(
        of(Some(JobLevel::AhliPertama), "2026-Q2"),
        format!(
            "Angka kredit kumulatif pada jenjang Ahli Pertama: 50 untuk pangkat berikutnya, 100 untuk jenjang berikutnya{unknown}"
        )
    );
    assert_eq!(
        of(Some(JobLevel::AhliUtama), "2026-Q2"),
        format!(
            "Angka kredit kumulatif pada jenjang Ahli Utama: 200 untuk pangkat berikutnya{unknown}"
        )
    );
    assert_eq!(of(None, "2026-Q2"), "", "no functional post");
    assert_eq!(of(Some(JobLevel::AhliUtama), "2022"), "", "no rule");
}

#[test]
fn each_month_brings_the_credit_points_of_the_level_on_its_first_day() {
    use HeldLevel::{Level, Nothing, Unknown};
    use JobLevel::{Mahir, Terampil};
    let found = decided(Predicate::Good, "2026-07-20");
    let of = |levels: &[(&str, HeldLevel)], found| {
        let since = |(from, level): &(&str, HeldLevel)| LevelSince {
            from: from.parse().unwrap(),
            level: *level,
        };
        let levels: Vec<_> = levels.iter().map(since).collect();
        line(&PersonFacts { levels: &levels, found, ..facts("2026-Q2") }, "credit_points")
    };
    #[rustfmt::skip]
    let table = [
        // (1 x 5 + 2 x 12.5) / 12
        (&[("2020-01-01", Level(Terampil)), ("2026-05-01", Level(Mahir))][..],
            "1 bulan / 12 × 100,00% (Baik) × 5 (jenjang Terampil) + 2 bulan / 12 × 100,00% (Baik) × 12,5 (jenjang Mahir) = 2,500"),
        (&[("2020-01-01", Level(Terampil)), ("2026-05-02", Level(Mahir))],
            "2 bulan / 12 × 100,00% (Baik) × 5 (jenjang Terampil) + 1 bulan / 12 × 100,00% (Baik) × 12,5 (jenjang Mahir) = 1,875"),
        (&[("2026-05-01", Level(Mahir))],
            ": 2 bulan / 12 × 100,00% (Baik) × 12,5 (jenjang Mahir) = 2,083"),
        (&[("2020-01-01", Level(Mahir)), ("2026-06-01", Nothing)],
            ": 2 bulan / 12 × 100,00% (Baik) × 12,5 (jenjang Mahir) = 2,083"),
        (&[("2020-01-01", Unknown), ("2026-04-02", Level(Mahir))],
            "belum diketahui, karena jenjang pada sebagian periode ini tidak tercatat"),
        (&[("2020-01-01", Unknown), ("2026-04-01", Level(Mahir))],
            ": 3 bulan / 12 × 100,00% (Baik) × 12,5 (jenjang Mahir) = 3,125"),
    ];
    for (levels, expected) in table {
        let line = of(levels, found);
        assert!(line.contains(expected), "{line}");
    }
    assert_eq!(of(&[("2026-07-01", Level(Mahir))], found), "", "there is no functional post yet");
    assert_eq!(of(&[("2026-06-02", Level(Mahir))], found), "", "no month has begun with it");
}

#[test]
fn an_allowance_is_told_by_month_and_never_without_decision_attendance_and_class() {
    let class = |class: &str| Some(class.parse().unwrap());
    let attendance = |month: &str, class, events: &[(&str, u32)]| {
        let events = events.iter().map(|(code, count)| (code.parse().unwrap(), *count)).collect();
        (month.parse().unwrap(), Attendance { class, events })
    };
    let known = [
        attendance("2026-04", class("8"), &[("TL1", 3)]),
        attendance("2026-05", None, &[]),
        attendance("2026-06", class("9"), &[("XX", 1)]),
    ];
    let found = decided(Predicate::Good, "2026-07-20");
    let given = PersonFacts { found, attendance: &known, ..facts("2026-Q2") };
    assert_eq!(
        line(&given, "allowance.2026-04"),
        "Tambahan penghasilan (TPP) April 2026: Rp4.500.000 × [60,00% produktivitas × 90,00% + 40,00% disiplin × (100,00% − 3 × 0,50% TL1 = 98,50%)] = Rp4.203.000 (sebelum pajak dan iuran)"
    );
    assert!(line(&given, "allowance.2026-05").contains("kelas jabatan belum dicatat"));
    let two = line(&given, "allowance.2026-06");
    assert!(two.contains("tidak punya besaran untuk kelas jabatan 9"), "{two}");
    assert!(two.contains("tidak mengenal kejadian XX"), "{two}");
    let proposed = ResultPredicate::Proposed(Predicate::Good);
    let undecided = line(&PersonFacts { found: proposed, ..given }, "allowance.2026-04");
    assert!(undecided.contains("belum diketahui, karena belum ada predikat yang diputuskan (yang harus bertindak: atasan langsung)"), "{undecided}");
    let nothing = line(&PersonFacts { attendance: &[], ..given }, "allowance.2026-04");
    assert!(nothing.contains("catatan kehadiran belum ada"), "{nothing}");
    assert!(!nothing.contains("Rp"), "{nothing}");
}

#[test]
fn nobody_has_a_cell_of_the_talent_box_without_a_decision_and_a_potential() {
    let found = decided(Predicate::Good, "2026-07-20");
    let potential = Some("70".parse().unwrap());
    assert_eq!(
        line(&PersonFacts { found, potential, ..facts("2026-Q2") }, "talent"),
        "Kotak talenta: kinerja 80,00 (tinggi), potensi menengah; nilai talenta 75,00 (bagian kinerja 50,00%)"
    );
    let missing = line(&PersonFacts { found, ..facts("2026-Q2") }, "talent");
    assert!(missing.contains("karena potensi belum dinilai"), "{missing}");
    let neither = line(&facts("2026-Q2"), "talent");
    assert!(neither.contains("belum ada predikat yang diputuskan"), "{neither}");
}

#[test]
fn the_way_to_an_improvement_has_its_dates_from_the_decision_on() {
    use Predicate::{Good, NeedsImprovement, Poor};
    let of = |past: &[PastDecision], found| {
        line(&PersonFacts { found, past, ..facts("2026-Q3") }, "improvement")
    };
    let began = past("2026-Q2", "2026-07-20", Poor);
    #[rustfmt::skip]
    let table = [
        (&[][..],     ResultPredicate::Nothing,                  ""),
        (&[],         ResultPredicate::Proposed(Good),           ""),
        (&[],         decided(Good, "2026-10-20"),               ""),
        (&[],         ResultPredicate::Proposed(Poor),           "Perbaikan kinerja (usulan): 6 bulan sejak predikat ini diputuskan; selesai bila predikat paling rendah Baik"),
        (&[],         decided(NeedsImprovement, "2026-10-20"),   "Perbaikan kinerja: masa perbaikan kinerja sampai 20 April 2027; dimulai dengan putusan Butuh Perbaikan pada 20 Oktober 2026; selesai bila predikat paling rendah Baik"),
        (&[began],    ResultPredicate::Proposed(Good),           "Perbaikan kinerja: masa perbaikan kinerja sampai 20 Januari 2027; dimulai dengan putusan Kurang pada 20 Juli 2026; selesai bila predikat paling rendah Baik"),
        (&[began],    decided(Poor, "2026-10-20"),               "Perbaikan kinerja: masa perbaikan kinerja sampai 20 Januari 2027; dimulai dengan putusan Kurang pada 20 Juli 2026; selesai bila predikat paling rendah Baik"),
        (&[began],    decided(Good, "2026-10-20"),               "Perbaikan kinerja: kinerja membaik pada 20 Oktober 2026; dimulai dengan putusan Kurang pada 20 Juli 2026; selesai bila predikat paling rendah Baik"),
        (&[began],    decided(Poor, "2027-01-21"),               "Perbaikan kinerja: uji kompetensi ulang sejak 21 Januari 2027; dimulai dengan putusan Kurang pada 20 Juli 2026; selesai bila predikat paling rendah Baik"),
    ];
    for (past, found, expected) in table {
        assert_eq!(of(past, found), expected, "{past:?} {found:?}");
    }
}

#[test]
fn the_way_goes_on_with_the_steps_of_officials_and_tells_those_that_do_not_follow() {
    use ImprovementEvent::{NoVacancy, Placed, Tested};
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let post = PostKind::Functional;
    let before = [
        past("2026-Q2", "2026-07-20", Predicate::Poor),
        past("2026-Q4", "2027-01-21", Predicate::Poor),
    ];
    let of = |steps: &[ImprovementEvent]| {
        line(&PersonFacts { past: &before, steps, ..facts("2027-Q1") }, "improvement")
    };
    let tested = Tested { on: day("2027-02-10") };
    let none = NoVacancy { on: day("2027-03-01"), post };
    let placed = |on: &str| Placed { on: day(on) };
    #[rustfmt::skip]
    let table = [
        (&[][..],                                      "uji kompetensi ulang sejak 21 Januari 2027;"),
        (&[tested],                                    "lebih rendah sejak 10 Februari 2027;"),
        (&[placed("2027-03-01"), tested],              "ditempatkan pada 1 Maret 2027;"),
        (&[tested, none],                              "penempatan sementara sampai 1 Maret 2028;"),
        (&[tested, none, placed("2027-09-01")],        "ditempatkan pada 1 September 2027;"),
        (&[tested, none, NoVacancy { on: day("2028-03-02"), post }], "tinjauan pemberhentian dengan hormat sejak 2 Maret 2028;"),
    ];
    for (steps, expected) in table {
        let line = of(steps);
        assert!(line.contains(expected) && !line.contains("tidak dihitung"), "{line}");
    }
    // A test before the time has passed, and no vacancy before a test.
    let line = of(&[Tested { on: day("2026-12-01") }, none]);
    assert!(line.contains("uji kompetensi ulang sejak 21 Januari 2027;"), "{line}");
    assert!(line.ends_with("; langkah 1 Desember 2026, 1 Maret 2027 tidak dihitung, karena tidak mengikuti tahap saat itu (yang harus bertindak: pengelola kepegawaian)"), "{line}");
}

#[test]
fn an_improvement_that_ended_is_told_once_and_a_new_one_may_begin() {
    use Predicate::{Good, Poor};
    let before = [past("2026-Q1", "2026-04-20", Poor), past("2026-Q2", "2026-07-20", Good)];
    let of = |found| line(&PersonFacts { past: &before, found, ..facts("2026-Q3") }, "improvement");
    assert_eq!(of(decided(Good, "2026-10-20")), "");
    assert!(of(ResultPredicate::Proposed(Poor)).contains("(usulan): 6 bulan"));
    assert!(of(decided(Poor, "2026-10-20")).contains("sampai 20 April 2027"));
}

#[test]
fn a_promotion_asks_for_the_decided_predicates_of_years() {
    use Predicate::{Good, Poor};
    let year = |year: &str, predicate| past(year, "2026-01-20", predicate);
    let of = |period: &str, past: &[PastDecision], found| {
        line(&PersonFacts { found, past, ..facts(period) }, "promotion")
    };
    let good = decided(Good, "2027-01-20");
    assert!(
        of("2026", &[year("2025", Good)], good)
            .ends_with("predikat memenuhi syarat kenaikan pangkat reguler")
    );
    assert!(of("2026", &[year("2025", Poor)], good).ends_with("tahun 2025: Kurang"));
    assert!(
        of("2026", &[year("2025", Good)], ResultPredicate::Proposed(Good))
            .ends_with("predikat tahun 2026")
    );
    assert!(of("2026-Q2", &[], good).ends_with("predikat tahun 2025"), "a quarter is no year");
}

#[test]
fn the_law_of_civil_servants_is_not_asked_of_those_on_contract() {
    let found = decided(Predicate::Poor, "2026-07-20");
    let given = PersonFacts { found, employment: Employment::Pppk, ..facts("2026-Q2") };
    assert_eq!(
        (line(&given, "improvement"), line(&given, "promotion")),
        (String::new(), String::new())
    );
    let may = |period: &str, employment| {
        Consequences::may_improve(&policy(), period.parse().unwrap(), employment)
    };
    assert!(may("2026-Q2", Employment::Pns) && !may("2026-Q2", Employment::Pppk));
    assert!(!may("2010-Q2", Employment::Pns), "no rule holds then");
}

#[test]
fn amounts_stand_as_values_for_programs_and_never_where_something_is_debugged() {
    let month = (
        "2026-04".parse().unwrap(),
        Attendance { class: Some("8".parse().unwrap()), events: vec![] },
    );
    let found = decided(Predicate::Good, "2026-07-20");
    let given = PersonFacts { found, attendance: &[month], ..facts("2026-Q2") };
    let found = Consequences::of(&policy(), &given);
    assert!(serde_json::to_string(&found).unwrap().contains(r#""amount":"4230000""#));
    assert!(!format!("{found:?}").contains("4230000"));
}
