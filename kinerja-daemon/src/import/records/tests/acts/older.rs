//! `penilaian_lama`.

use kinerja_core::{
    evidence::{BehaviourAspect, OlderEvidence},
    plan::Direction,
    region::RegionPolicy,
    scheme::{permenpanrb8_2021::PostGroup, pp46_2011::Creativity},
};

use super::super::{
    ANI, BUDI, CICI, Case, Change, EKO, RowCase, check_cases, check_rows, file, known, nip, parsed,
    policy, problems,
};
use super::{one, taken};
use crate::import::headings::Kind;
use crate::import::records::{Context, parse};
use crate::store::acts::{Act, ActKind, ActRecord, older::OlderAssessment};
use crate::store::{KnownIndicator, records::Records};

const KIND: Kind = Kind::Act(ActKind::OlderAssessment);

/// A quarter under PP 46/2011.
const OF_2020: &[Change<'_>] = &[
    ("nip", ANI),
    ("periode", "2020-Q4"),
    ("nip_penilai", BUDI),
    ("tanggal", "2021-01-05"),
    ("memimpin", "tidak"),
    ("orientasi_pelayanan", "90"),
    ("integritas", "91"),
    ("komitmen", "92,5"),
    ("disiplin", "93"),
    ("inisiatif_kerja", ""),
    ("kerja_sama", "94"),
    ("kepemimpinan", ""),
    ("tugas_tambahan", "4"),
    ("kreativitas", "organisasi"),
    ("ide_baru", ""),
    ("pendapat_rekan", ""),
    ("jenis_jabatan", ""),
    ("target_tertinggi", ""),
    ("rencana_aksi", ""),
    ("tidak_langsung", ""),
    ("nilai_semester_1", ""),
];

/// What makes of it a quarter under PP 30/2019.
const OF_2021: [Change<'_>; 7] = [
    ("periode", "2021-Q3"),
    ("tanggal", "2021-10-05"),
    ("integritas", ""),
    ("disiplin", ""),
    ("inisiatif_kerja", "110"),
    ("tugas_tambahan", ""),
    ("kreativitas", ""),
];

fn said(record: ActRecord) -> OlderAssessment {
    let Act::OlderAssessment(said) = record.act else { panic!("another act") };
    said
}

fn facts(changes: &[Change<'_>]) -> OlderEvidence {
    said(one(ActKind::OlderAssessment, OF_2020, changes)).facts
}

/// Changes of a row of 2021.
fn in_2021<'a>(more: &[Change<'a>]) -> Vec<Change<'a>> {
    OF_2021.into_iter().chain(more.iter().copied()).collect()
}

#[test]
fn reads_what_each_regulation_asks_for() {
    let record = one(ActKind::OlderAssessment, OF_2020, &[]);
    assert_eq!(record.period, Some("2020-Q4".parse().unwrap()));
    assert_eq!(record.on, "2021-01-05".parse().unwrap());
    let found = said(record);
    assert_eq!(found.evaluator, nip(BUDI));
    let given = found.facts.behaviour.unwrap();
    let score = |aspect| given.scores.get(&aspect).map(ToString::to_string);
    assert_eq!(given.scores.len(), 5);
    assert_eq!(score(BehaviourAspect::Commitment), Some("92.5".to_owned()));
    assert!(!given.leads);
    assert_eq!(found.facts.additional_tasks, Some(4));
    assert_eq!(found.facts.creativity, Some(Creativity::Organisation));

    let asked = [("ide_baru", "tidak"), ("pendapat_rekan", "ya")];
    let found = facts(&in_2021(&asked));
    assert_eq!((found.new_idea, found.peer_opinion), (Some(false), Some(true)));
    let leader = [("memimpin", "ya"), ("kepemimpinan", "120")];
    let given = facts(&in_2021(&leader)).behaviour.unwrap();
    assert!(given.leads && given.scores.contains_key(&BehaviourAspect::Leadership));
}

#[test]
fn an_empty_cell_is_missing_and_never_no_or_zero() {
    let empty = ["orientasi_pelayanan", "integritas", "komitmen", "disiplin", "kerja_sama"];
    let mut nothing: Vec<Change<'_>> = empty.map(|heading| (heading, "")).into();
    nothing.extend([("tugas_tambahan", ""), ("kreativitas", "")]);
    assert_eq!(facts(&nothing), OlderEvidence::default());
    let none = facts(&[("tugas_tambahan", "0"), ("kreativitas", "tidak_ada")]);
    assert_eq!((none.additional_tasks, none.creativity), (Some(0), Some(Creativity::None)));
    let silent = facts(&in_2021(&[]));
    assert_eq!((silent.new_idea, silent.peer_opinion), (None, None));
}

#[test]
fn tells_what_is_wrong_with_a_row_before_2022() {
    #[rustfmt::skip]
    let table: &[RowCase<'_>] = &[
        (&[("nip", EKO)],                        &["2:nip E-NIP-UNKNOWN"]),
        (&[("periode", "2020")],                 &["2:periode E-PERIOD-CADENCE"]),
        (&[("periode", "2013-Q4")],              &["2:periode E-PERIOD-REGIME"]),
        (&[("periode", "2022-Q1"), ("tanggal", "2022-04-01")], &["2:periode E-PERIOD-REGIME"]),
        (&[("nip_penilai", ANI)],                &["2:nip_penilai E-EVALUATOR-SELF"]),
        (&[("nip_penilai", EKO)],                &["2:nip_penilai E-EVALUATOR-UNKNOWN"]),
        (&[("tanggal", "")],                     &["2:tanggal E-EMPTY"]),
        (&[("tanggal", "2020-09-30")],           &["2:tanggal E-DATE-EARLY"]),
        (&[("memimpin", "")],                    &["2:memimpin E-EMPTY"]),
        (&[("memimpin", "mungkin")],             &["2:memimpin E-WORD"]),
        (&[("komitmen", "100")],                 &[]),
        (&[("komitmen", "100,000001")],          &["2:komitmen E-SCORE"]),
        (&[("komitmen", "-1")],                  &["2:komitmen E-SCORE"]),
        (&[("komitmen", "baik")],                &["2:komitmen E-NUMBER"]),
        (&[("inisiatif_kerja", "90")],           &["2:inisiatif_kerja E-NOT-EMPTY"]),
        (&[("kepemimpinan", "90")],              &["2:kepemimpinan E-NOT-EMPTY"]),
        (&[("kepemimpinan", "90"), ("memimpin", "ya")], &[]),
        (&[("tugas_tambahan", "-1")],            &["2:tugas_tambahan E-WHOLE"]),
        (&[("tugas_tambahan", "1,5")],           &["2:tugas_tambahan E-WHOLE"]),
        (&[("kreativitas", "dunia")],            &["2:kreativitas E-WORD"]),
        (&[("ide_baru", "ya")],                  &["2:ide_baru E-NOT-EMPTY"]),
        (&[("pendapat_rekan", "ya")],            &["2:pendapat_rekan E-NOT-EMPTY"]),
        (&[("jenis_jabatan", "ja_jf")],          &["2:jenis_jabatan E-NOT-EMPTY"]),
        (&[("target_tertinggi", "NAIK")],        &["2:target_tertinggi E-NOT-EMPTY"]),
        (&[("rencana_aksi", "NAIK")],            &["2:rencana_aksi E-NOT-EMPTY"]),
        (&[("nilai_semester_1", "80")],          &["2:nilai_semester_1 E-NOT-EMPTY"]),
        (&[("komitmen", "x"), ("kreativitas", "y"), ("tanggal", "z")],
            &["2:tanggal E-DATE", "2:komitmen E-NUMBER", "2:kreativitas E-WORD"]),
    ];
    check_rows(KIND, OF_2020, table);
    #[rustfmt::skip]
    let table: &[(&[Change<'_>], &[&str])] = &[
        (&[("inisiatif_kerja", "120")],          &[]),
        (&[("inisiatif_kerja", "120,000001")],   &["2:inisiatif_kerja E-SCORE"]),
        (&[("integritas", "90")],                &["2:integritas E-NOT-EMPTY"]),
        (&[("disiplin", "90")],                  &["2:disiplin E-NOT-EMPTY"]),
        (&[("tugas_tambahan", "1")],             &["2:tugas_tambahan E-NOT-EMPTY"]),
        (&[("kreativitas", "unit")],             &["2:kreativitas E-NOT-EMPTY"]),
        (&[("ide_baru", "1")],                   &["2:ide_baru E-WORD"]),
        (&[("pendapat_rekan", "semua")],         &["2:pendapat_rekan E-WORD"]),
        (&[("target_tertinggi", "NAIK")],        &["2:target_tertinggi E-PLAN-UNKNOWN"]),
        (&[("rencana_aksi", "NAIK")],            &["2:rencana_aksi E-NOT-EMPTY"]),
        (&[("rencana_aksi", "NAIK"), ("jenis_jabatan", "jpt_mandiri")], &["2:rencana_aksi E-PLAN-UNKNOWN"]),
        (&[("nilai_semester_1", "80")],          &["2:nilai_semester_1 E-NOT-EMPTY"]),
    ];
    for (changes, expected) in table {
        check_rows(KIND, OF_2020, &[(&in_2021(changes), expected)]);
    }
}

#[test]
fn several_evaluators_have_a_row_each_and_one_has_not_two() {
    let records = taken(ActKind::OlderAssessment, OF_2020, &[&[], &[("nip_penilai", CICI)]]);
    assert_ne!(records[0].key, records[1].key);
    #[rustfmt::skip]
    let twice: &[Case<'_>] = &[
        (&[&[], &[("komitmen", "50")]], &["3:periode E-ROW-DUP"], &[2, 3]),
    ];
    check_cases(KIND, OF_2020, twice);
}

/// A region that evaluates once a year.
fn annual() -> RegionPolicy {
    policy("sawahlunto")
}

#[test]
fn the_year_2021_takes_its_first_half_and_the_codes_of_its_plan() {
    let mut known = known();
    let of = |code: &str, is_main| {
        (code.parse().unwrap(), KnownIndicator { direction: Direction::Higher, is_main })
    };
    let plan = [of("NAIK", true), of("TAMBAH", false)].into();
    known.targets.insert((nip(ANI), "2021".parse().unwrap()), plan);
    let policy = annual();
    let context = Context { policy: &policy, today: "2026-07-20".parse().unwrap(), known: &known };
    let of_year = |changes: &[Change<'_>]| {
        let year = [("periode", "2021"), ("tanggal", "2022-01-05")];
        let row: Vec<Change<'_>> =
            OF_2021.into_iter().chain(year).chain(changes.iter().copied()).collect();
        let table = file(OF_2020, &[&row]);
        let given = parse(&table, KIND, &context);
        let told = problems(&given);
        let Records::Acts(_, acts) = given.records else { panic!("acts") };
        (acts.into_iter().next().map(|record| said(record).facts), told)
    };
    let (found, told) = of_year(&[("nilai_semester_1", "84,25"), ("target_tertinggi", " NAIK ")]);
    assert_eq!(told, [""; 0]);
    let found = found.unwrap();
    assert_eq!(found.first_half_of_2021, Some("84.25".parse().unwrap()));
    assert_eq!(found.highest_targets, ["NAIK".parse().unwrap()].into());
    let (found, _) = of_year(&[("jenis_jabatan", "jpt_mandiri"), ("rencana_aksi", "NAIK")]);
    let found = found.unwrap();
    assert_eq!(found.action_plan, ["NAIK".parse().unwrap()].into());
    assert_eq!(found.post, Some(PostGroup::Leader));
    let (found, _) = of_year(&[("jenis_jabatan", "ja_jf"), ("tidak_langsung", "NAIK")]);
    let found = found.unwrap();
    assert_eq!(found.indirect, ["NAIK".parse().unwrap()].into());
    assert_eq!(found.post, Some(PostGroup::Staff));
    let (_, told) = of_year(&[("jenis_jabatan", "ja_jf"), ("rencana_aksi", "NAIK")]);
    assert_eq!(told, ["2:rencana_aksi E-NOT-EMPTY"]);
    let (_, told) = of_year(&[("tidak_langsung", "NAIK"), ("jenis_jabatan", "guru")]);
    assert_eq!(told, ["2:jenis_jabatan E-WORD"], "one error is told once");
    let (_, told) = of_year(&[("tidak_langsung", "NAIK")]);
    assert_eq!(told, ["2:tidak_langsung E-NOT-EMPTY"], "nobody said whose plan this is");
    let (_, told) = of_year(&[("jenis_jabatan", "jpt_mandiri"), ("rencana_aksi", "TAMBAH")]);
    assert_eq!(told, ["2:rencana_aksi E-CODE-UNKNOWN"], "an additional result");
    let found = of_year(&[("target_tertinggi", "NAIK TAMBAH")]).0.unwrap();
    assert_eq!(found.highest_targets.len(), 2);
    let (_, told) = of_year(&[("nilai_semester_1", "120,01"), ("target_tertinggi", "NAIK TURUN")]);
    assert_eq!(told, ["2:target_tertinggi E-CODE-UNKNOWN", "2:nilai_semester_1 E-SCORE"]);
}

#[test]
fn behaviour_of_today_is_refused_before_2022_and_told_where_it_belongs() {
    let values = ["berorientasi_pelayanan", "akuntabel", "kompeten", "harmonis"];
    let others = ["loyal", "adaptif", "kolaboratif"];
    let mut row = vec![("nip", ANI), ("periode", "2021-Q4"), ("nip_penilai", BUDI)];
    row.push(("tanggal", "2022-01-05"));
    row.extend(values.into_iter().chain(others).map(|value| (value, "90")));
    let table = file(&row, &[&[]]);
    let given = parsed(&table, Kind::Behaviour, &known());
    assert_eq!(problems(&given), ["2:periode E-PERIOD-REGIME"]);
    assert!(given.problems.unwrap().to_string().contains("`penilaian_lama`"));
}
