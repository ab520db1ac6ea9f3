//! Headings: what a file is about and what is missing in it.

use super::{read_file, told};
use crate::import::headings::{Columns, Kind, Need, kind_of, unknown_kind};
use crate::import::problem::Problem;
use crate::import::table::Cell;
use crate::store::acts::ActKind;

fn good_headings(kind: Kind) -> String {
    kind.headings().iter().map(|heading| heading.name).collect::<Vec<_>>().join(";")
}

#[test]
fn the_lists_are_those_of_the_contract() {
    let contract = include_str!("../../../../docs/files.md");
    for kind in Kind::ALL {
        let section = contract.split("\n## ").find(|s| s.starts_with(kind.name())).unwrap();
        let cells = section
            .lines()
            .filter(|line| line.starts_with("| `"))
            .map(|line| line.split('|').nth(1).unwrap());
        let written: Vec<&str> = cells
            .flat_map(|cell| cell.split(','))
            .map(|name| name.trim().trim_matches('`'))
            .collect();
        let known: Vec<&str> = kind.headings().iter().map(|heading| heading.name).collect();
        assert_eq!(known, [written, vec!["wilayah"]].concat(), "{}", kind.name());
    }
}

#[test]
fn one_heading_tells_the_kind() {
    for kind in Kind::ALL {
        let headings = good_headings(kind);
        let table =
            read_file(format!("{headings}\n{}1\n", headings.replace(|c| c != ';', ""))).unwrap();
        assert_eq!(kind_of(&table), Some(kind));
        Columns::find(&table, kind.headings()).unwrap();
    }
    let all = "beri tepat satu dari judul kolom ini: `nama` (pegawai), `indikator` (rencana), \
        `realisasi` (realisasi), `akuntabel` (perilaku), `capaian` (capaian_organisasi), \
        `jenis_mutasi` (mutasi), `usulan` (usulan_rencana), `kode_dukungan` (dukungan), \
        `kegiatan` (laporan_harian), `arah_umpan_balik` (umpan_balik), `unsur` (survei), \
        `jenis_pengaduan` (pengaduan), `rating_hasil` (penilaian), `putusan_hasil` (putusan), \
        `isi_keberatan` (keberatan), `pelatihan` (pelatihan), `langkah` (tindak_lanjut), \
        `kejadian` (kehadiran), `skor_potensi` (potensi), \
        `orientasi_pelayanan` (penilaian_lama)";
    let several = "judul dari beberapa jenis berkas: sisakan satu saja dari `nama` (pegawai), \
        `capaian` (capaian_organisasi)";
    for (headings, repair) in [("nip;unit", all), ("capaian;nama", several)] {
        let table = read_file(format!("{headings}\n1;2\n")).unwrap();
        assert_eq!(kind_of(&table), None, "{headings}");
        let shown = headings.replace(';', " ");
        let expected = format!("berkas:1  E-KIND  ditemukan `{shown}` -> {repair}");
        assert_eq!(unknown_kind(&table).to_string(), expected);
    }
}

#[test]
fn acts_of_every_kind_have_a_file() {
    let acts: Vec<ActKind> = Kind::ALL
        .into_iter()
        .filter_map(|kind| match kind {
            Kind::Act(kind) => Some(kind),
            Kind::Employees | Kind::Plans | Kind::Actuals | Kind::Behaviour => None,
        })
        .collect();
    assert_eq!(acts, ActKind::ALL);
    let mut names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Kind::ALL.len());
}

#[test]
fn missing_and_unknown_headings_are_listed_with_what_was_meant() {
    let table = read_file("NIP;priode;kode;realisasi;tgl;kota\n1;2;3;4;5;6\n").unwrap();
    let problems = Columns::find(&table, Kind::Actuals.headings()).unwrap_err();
    assert_eq!(
        told(&problems),
        [
            "1:periode E-HEADING-MISSING",
            "1:tanggal E-HEADING-MISSING",
            "1:priode E-HEADING-UNKNOWN",
            "1:tgl E-HEADING-UNKNOWN",
            "1:kota E-HEADING-UNKNOWN",
        ]
    );
    let repairs: Vec<&str> = problems.iter().map(Problem::repair).collect();
    assert_eq!(repairs[0], "tambahkan kolom `periode`");
    assert_eq!(repairs[2], "maksud Anda `periode`? Kalau bukan, hapus kolom ini");
    assert_eq!(repairs[4], "hapus kolom ini");
    let logged: Vec<Option<String>> = problems
        .without_values()
        .iter()
        .map(|problem| problem.column().map(str::to_owned))
        .collect();
    assert_eq!(logged[0].as_deref(), Some("periode"));
    assert_eq!(logged[2..], [None, None, None]);
}

#[test]
fn a_column_that_was_left_out_is_empty_and_the_reasons_are_ignored() {
    let table =
        read_file("tanggal;kode;nip;realisasi;periode;alasan\n2026-01-02;K;1;5;2026;x\n").unwrap();
    let columns = Columns::find(&table, Kind::Actuals.headings()).unwrap();
    let row = &table.rows()[0];
    assert_eq!(columns.cell(row, "nip"), &Cell::Text("1".to_owned()));
    assert_eq!(columns.cell(row, "tanggal"), &Cell::Text("2026-01-02".to_owned()));
    assert_eq!(columns.cell(row, "bukti"), &Cell::Empty);
    assert!(columns.has("kode") && !columns.has("bukti") && !columns.has("alasan"));
}

#[test]
fn each_required_heading_is_missed() {
    for kind in Kind::ALL {
        for absent in kind.headings() {
            let kept: Vec<&str> = kind
                .headings()
                .iter()
                .map(|h| h.name)
                .filter(|name| *name != absent.name)
                .collect();
            let text = format!("{}\n{}1\n", kept.join(";"), ";".repeat(kept.len() - 1));
            let found = Columns::find(&read_file(text).unwrap(), kind.headings());
            let codes = found.as_ref().map_or_else(told, |_| Vec::new());
            let expected = match absent.need {
                Need::Required => vec![format!("1:{} E-HEADING-MISSING", absent.name)],
                Need::Optional => Vec::new(),
            };
            assert_eq!(codes, expected, "{} without {}", kind.name(), absent.name);
        }
    }
}
