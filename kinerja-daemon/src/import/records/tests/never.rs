//! What must never happen, whatever stands in the cells.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::super::{Context, parse};
use super::{ANI, BUDI, CICI, DIAN, EKO, known, nip, policy};
use crate::import::headings::Kind;
use crate::import::table::{Cell, Flaw, Row, Table};
use crate::store::{KnownUnit, acts::ActKind, records::Records};

/// Cells of a good row, wrong ones and nonsense.
fn any_cell() -> impl Strategy<Value = Cell> {
    let words = prop::sample::select(vec![
        ANI,
        BUDI,
        CICI,
        DIAN,
        EKO,
        "2026-Q2",
        "2026",
        "draf",
        "berjalan",
        "NAIK",
        "YA",
        "TGL",
        "utama",
        "tambahan",
        "biasa",
        "indeks_kepuasan",
        "waktu",
        "hasil",
        "individu",
        "kolektif",
        "naik",
        "rentang",
        "ya_tidak",
        "tanggal",
        "0",
        "1",
        "50",
        "100",
        "33,33",
        "-1",
        "ya",
        "2026-06-30",
        "2026-07-21",
        "M1",
        "PNS",
        "dinkes",
        "a@go.id",
        "samarinda",
    ]);
    prop_oneof![
        6 => words.prop_map(|word| Cell::Text(word.to_owned())),
        2 => Just(Cell::Empty),
        1 => "\\PC{0,30}".prop_map(Cell::of_text),
        1 => prop_oneof!["-?[0-9]{1,18}", "-?[0-9]{1,18}\\.[0-9]{1,6}"].prop_map(Cell::Number),
        1 => (0_u32..200_000).prop_map(|days| {
            Cell::Date(NaiveDate::from_epoch_days(days.cast_signed() - 25_000).unwrap())
        }),
        1 => any::<bool>().prop_map(Cell::Bool),
        1 => Just(Cell::Bad(Flaw::CellError, "#REF!".to_owned())),
    ]
}

/// Good cells for each heading, so that whole rows are sometimes good.
fn good_cell(kind: Kind, heading: &str) -> Vec<&'static str> {
    match heading {
        "kode_unit" if kind == Kind::Act(ActKind::Step) => vec![""],
        "periode" if kind == Kind::Act(ActKind::OlderAssessment) => vec!["2020-Q4", "2021-Q3"],
        "memimpin" => vec!["ya", "tidak"],
        "nip" => vec![ANI, BUDI, CICI, EKO],
        "nip_kepala" | "nip_penjawab" => vec!["", ANI, BUDI, EKO],
        "nip_pemutus" => vec![BUDI, CICI],
        "nip_atasan" => vec!["", ANI, BUDI, CICI, EKO, "197001011995011002"],
        "nip_penilai" => vec![ANI, BUDI],
        "jenis" => vec!["PNS"],
        "kode_unit" => vec!["dinkes", "disdik"],
        "jenjang" | "nomor_surat" | "email" | "misi" | "layanan" | "nilai_awal" | "target_atas"
        | "bukti" => {
            vec![""]
        }
        "periode" => vec!["2026-Q2", "2026-Q1"],
        "status" => vec!["draf"],
        "kode" => vec!["NAIK", "TURUN"],
        "jenis_hasil" => vec!["utama"],
        "ukuran" => vec!["biasa"],
        "aspek" => vec!["waktu"],
        "tingkat" => vec!["hasil"],
        "kontribusi" => vec!["individu"],
        "arah" => vec!["naik"],
        "bobot" => vec!["100", "50"],
        "tanggal" => vec!["2026-07-01"],
        "mulai" | "batas" => vec!["2026-05-01", "2026-08-01"],
        "tanggal_umpan_balik" | "tanggal_pengaduan" | "tanggal_laporan" => {
            vec!["2026-06-01", "2026-06-02"]
        }
        "tanggal_usulan" | "tanggal_diminta" | "tanggal_terima" | "tanggal_penetapan" => {
            vec!["2026-07-01"]
        }
        "tanggal_keberatan" | "tanggal_putusan" | "tanggal_selesai" => vec!["2026-07-02"],
        "tanggal_jawaban" | "tanggal_diberikan" => vec!["", "2026-07-02"],
        "jawaban" => vec!["", "diterima", "ditolak"],
        "diberikan" => vec!["", "sebagian"],
        "diterima" => vec!["", "ya"],
        "integritas" | "disiplin" | "inisiatif_kerja" | "kepemimpinan" | "tugas_tambahan"
        | "kreativitas" | "ide_baru" | "pendapat_rekan" | "target_tertinggi" | "rencana_aksi"
        | "nilai_semester_1" | "selesai" | "alasan_jawaban" | "usulan_ke" | "skor" => vec![""],
        "hasil_keberatan" => vec!["dikabulkan"],
        "rating_hasil_baru" | "rating_perilaku_baru" => vec!["sesuai"],
        "rating_hasil" | "rating_perilaku" | "putusan_hasil" | "putusan_perilaku" => {
            vec!["sesuai", "di_atas"]
        }
        "capaian" => vec!["baik"],
        "jenis_mutasi" => vec!["pindah", "masuk", "kembali"],
        "peran" | "pelaksana" => vec!["atasan_langsung"],
        "dari" => vec!["rekan"],
        "arah_umpan_balik" => vec!["netral"],
        "unsur" => vec!["waktu", "biaya"],
        "jenis_pengaduan" => vec!["saran"],
        "aturan" => vec!["bimbingan"],
        "menit" => vec!["60", "1400"],
        "wilayah" => vec!["samarinda"],
        _ => vec!["7", "8"],
    }
}

fn any_row(kind: Kind, headings: Vec<&'static str>) -> impl Strategy<Value = Vec<Cell>> {
    headings
        .into_iter()
        .map(|heading| {
            let good = prop::sample::select(good_cell(kind, heading));
            let good = good.prop_map(|text| Cell::of_text(text.to_owned()));
            prop_oneof![40 => good, 1 => any_cell()]
        })
        .collect::<Vec<_>>()
}

fn any_table() -> impl Strategy<Value = (Kind, Table)> {
    prop::sample::select(Kind::ALL.to_vec()).prop_flat_map(|kind| {
        let headings: Vec<&str> = kind.headings().iter().map(|heading| heading.name).collect();
        let nonsense = prop::collection::vec(any_cell(), headings.len());
        let row = prop_oneof![4 => any_row(kind, headings.clone()).boxed(), 1 => nonsense.boxed()];
        prop::collection::vec(row, 1..8).prop_map(move |rows| {
            let row = |(at, cells)| Row { number: u32::try_from(at).unwrap() + 2, cells };
            (kind, Table::of(&headings, rows.into_iter().enumerate().map(row).collect()))
        })
    })
}

/// As many cases as `PROPTEST_CASES` asks for; without it more than usual, because a
/// whole table is seldom good by chance.
fn cases() -> ProptestConfig {
    let usual = ProptestConfig::default();
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    ProptestConfig { cases: if asked { usual.cases } else { 2_000 }, ..usual }
}

proptest! {
    #![proptest_config(cases())]

    /// Every row is taken or left out with a reason, something is left out only
    /// when something was told, and the rows that were taken are good without
    /// the others.
    #[test]
    fn what_is_taken_stays_good_without_the_rest((kind, table) in any_table()) {
        let (policy, mut known) = (policy("samarinda"), known());
        known.superiors.extend([(nip(CICI), nip(BUDI)), (nip(BUDI), nip(ANI))]);
        let unit = KnownUnit { name: "7".to_owned(), people: [ANI, CICI].map(nip).into() };
        known.units.insert("dinkes".to_owned(), unit);
        let today = "2026-07-20".parse().unwrap();
        let context = Context { policy: &policy, today, known: &known };
        let given = parse(&table, kind, &context);
        prop_assert_eq!(given.problems.is_none(), given.bad.is_empty());
        prop_assert!(given.bad.iter().all(|(_, reason)| !reason.is_empty()));
        if let Records::Acts(_, acts) = &given.records {
            prop_assert_eq!(acts.len() + given.bad.len(), table.rows().len());
        }
        let left_out = |row: &&Row| given.bad.iter().any(|(bad, _)| bad.number == row.number);
        let rest: Vec<Row> = table.rows().iter().filter(|row| !left_out(row)).cloned().collect();
        let headings: Vec<&str> = table.headings().iter().map(String::as_str).collect();
        let rest = Table::of(&headings, rest);
        let again = parse(&rest, kind, &context);
        prop_assert_eq!(again.problems, None);
        prop_assert_eq!(again.records, given.records);
    }
}
