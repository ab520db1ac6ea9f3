//! What `putusan` and `keberatan` decide about periods before 2022, and `penilaian` not.

use chrono::Days;
use kinerja_core::{
    calendar::Period,
    consequence::Role,
    evaluation::{self, ActProblem, Actor, Case, Deed, Judgement, Official, Officials},
    region::RegionPolicy,
    scheme::Predicate,
};

use super::super::{ANI, BUDI, CICI, Change, RowCase, check_rows, file, known, nip, parsed};
use super::{one, taken};
use crate::import::headings::Kind;
use crate::store::acts::{Act, ActKind, judgement::Ruling};

const DECISION: &[Change<'_>] = &[
    ("nip", ANI),
    ("periode", "2021-Q3"),
    ("nip_pemutus", BUDI),
    ("peran", "atasan_langsung"),
    ("tanggal", "2021-11-05"),
    ("putusan_hasil", ""),
    ("putusan_perilaku", ""),
    ("putusan_predikat", "cukup"),
    ("dasar_putusan", "Bukti diperiksa."),
    ("usulan_ke", ""),
];

const OBJECTION: &[Change<'_>] = &[
    ("nip", ANI),
    ("periode", "2020-Q4"),
    ("tanggal_terima", "2021-02-06"),
    ("tanggal_keberatan", "2021-02-10"),
    ("isi_keberatan", "Bukti IK1 tidak dibaca."),
    ("nip_pemutus", CICI),
    ("tanggal_putusan", "2021-02-15"),
    ("hasil_keberatan", "dikabulkan"),
    ("rating_hasil_baru", ""),
    ("rating_perilaku_baru", ""),
    ("predikat_baru", "buruk"),
    ("alasan_putusan", "Bukti sah."),
];

const OF_2022: [Change<'_>; 2] = [("periode", "2022-Q1"), ("tanggal", "2022-05-05")];

fn predicate(changes: &[Change<'_>]) -> Judgement {
    let Act::Decision(decision) = one(ActKind::Decision, DECISION, changes).act else {
        panic!("another act")
    };
    decision.judgement
}

#[test]
fn a_predicate_is_read_by_the_name_that_its_regulation_gives_it() {
    #[rustfmt::skip]
    let table = [
        ("2020-Q4", "sangat_baik",   Predicate::Excellent),
        ("2020-Q4", "baik",          Predicate::Good),
        ("2021-Q2", "cukup",         Predicate::NeedsImprovement),
        ("2021-Q2", "kurang",        Predicate::Poor),
        ("2021-Q2", "buruk",         Predicate::VeryPoor),
        ("2021-Q3", "cukup",         Predicate::NeedsImprovement),
        ("2021-Q4", "sangat_kurang", Predicate::VeryPoor),
    ];
    for (period, word, expected) in table {
        let changes = [("periode", period), ("tanggal", "2022-01-05"), ("putusan_predikat", word)];
        assert_eq!(predicate(&changes), Judgement::Predicate(expected), "{period} {word}");
    }
    let record = one(ActKind::Objection, OBJECTION, &[]);
    let Act::Objection(objection) = record.act else { panic!("another act") };
    let ruling = objection.objected.unwrap().outcome.unwrap().ruling;
    assert_eq!(ruling, Ruling::Uphold(Judgement::Predicate(Predicate::VeryPoor)));
    let later: &[Change<'_>] = &[("tanggal", "2021-11-06")];
    let records = taken(ActKind::Decision, DECISION, &[&[], later]);
    assert_ne!(records[0].key, records[1].key, "a later decision is another act");
}

#[test]
fn ratings_before_2022_and_predicates_since_are_refused() {
    let rated = |changes: &[Change<'static>]| {
        let more = [("putusan_hasil", "sesuai"), ("putusan_perilaku", "sesuai")];
        changes.iter().copied().chain(more).collect::<Vec<_>>()
    };
    let both = rated(&[]);
    let only_ratings = rated(&[("putusan_predikat", "")]);
    let since = rated(&[OF_2022[0], OF_2022[1], ("putusan_predikat", "")]);
    let twice = rated(&OF_2022);
    #[rustfmt::skip]
    let decisions: &[RowCase<'_>] = &[
        (&[],                                &[]),
        (&[("putusan_predikat", "")],        &["2:putusan_predikat E-EMPTY"]),
        (&[("putusan_predikat", "buruk")],   &["2:putusan_predikat E-WORD"]),
        (&[("putusan_predikat", "butuh_perbaikan")], &["2:putusan_predikat E-WORD"]),
        (&both,                              &["2:putusan_hasil E-NOT-EMPTY", "2:putusan_perilaku E-NOT-EMPTY"]),
        (&only_ratings,                      &["2:putusan_hasil E-NOT-EMPTY", "2:putusan_perilaku E-NOT-EMPTY", "2:putusan_predikat E-EMPTY"]),
        (&since,                             &[]),
        (&twice,                             &["2:putusan_predikat E-NOT-EMPTY"]),
        (&OF_2022,                           &["2:putusan_predikat E-NOT-EMPTY", "2:putusan_hasil E-EMPTY", "2:putusan_perilaku E-EMPTY"]),
        (&[("periode", "2013-Q4")],          &["2:periode E-PERIOD-REGIME"]),
        // Which of the two is decided, nobody knows.
        (&[("periode", "2021-Q5")],          &["2:periode E-PERIOD"]),
    ];
    check_rows(Kind::Act(ActKind::Decision), DECISION, decisions);
    #[rustfmt::skip]
    let objections: &[RowCase<'_>] = &[
        (&[("predikat_baru", "sangat_kurang")],  &["2:predikat_baru E-WORD"]),
        (&[("rating_hasil_baru", "sesuai")],     &["2:rating_hasil_baru E-NOT-EMPTY"]),
        (&[("hasil_keberatan", "ditolak")],      &["2:predikat_baru E-NOT-EMPTY"]),
        (&[("hasil_keberatan", "ditolak"), ("predikat_baru", "")], &[]),
    ];
    check_rows(Kind::Act(ActKind::Objection), OBJECTION, objections);
}

#[test]
fn what_is_refused_says_what_is_decided_then() {
    let rated = [("putusan_hasil", "sesuai"), ("putusan_perilaku", "sesuai")];
    let table = file(DECISION, &[&rated]);
    let given = parsed(&table, Kind::Act(ActKind::Decision), &known());
    let said = given.problems.unwrap().to_string();
    let expected = "sebelum 2022 tidak ada rating, yang diputuskan predikatnya: kosongkan sel ini, isi `putusan_predikat`";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn nobody_rates_before_2022() {
    let ratings: &[Change<'_>] = &[
        ("nip", ANI),
        ("periode", "2021-Q4"),
        ("nip_penilai", BUDI),
        ("tanggal", "2022-01-05"),
        ("rating_hasil", "di_atas"),
        ("rating_perilaku", "sesuai"),
    ];
    #[rustfmt::skip]
    let table: &[RowCase<'_>] = &[
        (&[],                       &["2:periode E-PERIOD-REGIME"]),
        (&[("periode", "2022-Q1")], &[]),
        // What is on record of before it was refused can be withdrawn; this is not.
        (&[("alasan_dicabut", "Bukan rating")], &["2:alasan_dicabut E-WITHDRAWN"]),
    ];
    check_rows(Kind::Act(ActKind::Ratings), ratings, table);
}

#[test]
fn a_decision_is_taken_from_the_day_on_which_the_core_counts_one() {
    let policy = include_str!("../../../../../../examples/regions/samarinda/policy.toml");
    let policy = RegionPolicy::from_toml(policy).unwrap();
    let officials = Officials::new(nip(ANI), Some(nip(BUDI)), Some(nip(CICI))).unwrap();
    let rated = [("putusan_hasil", "sesuai"), ("putusan_perilaku", "sesuai")];
    for (period, is_older) in [("2020-Q4", true), ("2021-Q4", true), ("2022-Q1", false)] {
        let parsed_period: Period = period.parse().unwrap();
        let case = Case::new(&policy, parsed_period, officials.clone()).unwrap();
        for days in 0..5 {
            let on = parsed_period.end() - Days::new(3) + Days::new(days);
            let text = on.to_string();
            let mut changes = vec![("periode", period), ("tanggal", text.as_str())];
            if !is_older {
                changes.push(("putusan_predikat", ""));
                changes.extend(rated);
            }
            let table = file(DECISION, &[&changes]);
            let known = known();
            let given = parsed(&table, Kind::Act(ActKind::Decision), &known);
            let told = given.problems.map(|problems| problems.to_string());
            let by = Official { role: Role::Superior, nip: nip(BUDI) };
            let deed = Deed::Receive;
            let act = evaluation::Act { on, sequence: 1, by: Actor::Person(by), deed };
            let refused = case.on(on, &[act]).map_err(|error| error.problem);
            let is_early = refused == Err(ActProblem::BeforeEnd { period: parsed_period });
            assert_eq!(told.is_some(), is_early, "{period} {on}: {told:?}");
            assert_eq!(is_early, on < parsed_period.last_day(), "{period} {on}");
            if let Some(told) = told {
                let last = parsed_period.last_day();
                let repair = format!("paling awal pada hari terakhir periode, {last}");
                for part in ["tanggal", "E-DATE-EARLY", &text, &repair] {
                    assert!(told.contains(part), "{part}: {told}");
                }
            }
        }
    }
    let early = ("tanggal_terima", "2020-12-30");
    let rows: &[RowCase<'_>] = &[
        (&[early], &["2:tanggal_terima E-DATE-EARLY"]),
        (&[("tanggal_terima", "2020-12-31")], &[]),
    ];
    check_rows(Kind::Act(ActKind::Objection), OBJECTION, rows);
}
