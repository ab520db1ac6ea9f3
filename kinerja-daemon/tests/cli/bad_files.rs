//! What is wrong with a file of a region: the exit code, the place, what was
//! found, what to do, and nothing written.

use rust_xlsxwriter::Workbook;

use crate::site::{OFF, Site, people, table};

const CHIEF: &str = "197006201994011003";
const PLANS: &str = "nip;periode;status;kode;jenis_hasil;hasil_kerja;indikator;ukuran;aspek;tingkat;kontribusi;arah;satuan;target;bobot";
const ACTUALS: &str = "nip;periode;kode;realisasi;tanggal";

/// A row of a file of people.
fn person(nip: &str, name: &str) -> String {
    format!("{nip};{name};PNS;setda;Sekretariat Daerah;Analis;;")
}

/// A row of a file of plans.
fn plan(nip: &str, period: &str, target: &str, weight: &str) -> String {
    let code = weight.replace(',', "-");
    format!(
        "{nip};{period};disepakati;IK{code};utama;Arsip;Arsip rapi;biasa;kuantitas;keluaran;\
         individu;naik;berkas;{target};{weight}"
    )
}

fn plans(rows: &[String]) -> Vec<u8> {
    table(PLANS, &rows.iter().map(String::as_str).collect::<Vec<_>>()).into_bytes()
}

/// People in a workbook, the number of one in a number cell.
fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Pegawai").unwrap();
    let headings = people(&[]);
    for (column, heading) in (0..).zip(headings.trim().split(';')) {
        sheet.write_string(0, column, heading).unwrap();
    }
    let cells = ["", "Bambang", "PNS", "setda", "Sekretariat Daerah", "Analis"];
    for (column, cell) in (1..).zip(&cells[1..]) {
        sheet.write_string(1, column, *cell).unwrap();
    }
    sheet.write_number(1, 0, 197_006_201_994_011_003_f64).unwrap();
    workbook.save_to_buffer().unwrap()
}

/// A file name, its bytes, further arguments, and what must be said of it: one
/// line a problem.
type Case = (&'static str, Vec<u8>, &'static [&'static str], &'static str);

fn unreadable() -> Vec<Case> {
    let one = person(CHIEF, "José");
    let good = people(&[&one]);
    let latin: Vec<u8> = good.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let wide: Vec<u8> =
        b"\xFF\xFE".iter().copied().chain(good.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let (half, _) = good.split_at(good.len() - 5);
    let after_c3 = good.bytes().position(|byte| byte == 0xC3).unwrap() + 1;
    let mut broken = workbook();
    broken.truncate(broken.len() / 2);
    #[rustfmt::skip]
    let cases: Vec<Case> = vec![
        ("kosong.csv", Vec::new(), &[], "  E-FILE-EMPTY  -> berkas kosong: ekspor lagi dari aplikasi asal"),
        ("spasi.csv", b"\n \n".to_vec(), &[], "  E-FILE-EMPTY  -> berkas kosong: ekspor lagi dari aplikasi asal"),
        ("judul.csv", people(&[]).into(), &[], "  E-NO-ROWS  -> hanya ada judul kolom: isi baris di bawahnya"),
        ("potong.csv", half.into(), &[], ":2  E-COLUMN-COUNT  ditemukan `6 kolom` -> baris ini harus punya 8 kolom seperti judulnya"),
        ("potong-huruf.csv", good.as_bytes()[..after_c3].to_vec(), &[], ":2  E-ENCODING  ditemukan `byte 0xC3` -> berkas terpotong di tengah sebuah huruf: ekspor lagi"),
        ("potong-kutip.csv", good.replace("José", "\"José").into(), &[], ":2  E-QUOTE  ditemukan `José;PNS;setda;Sekretariat Daerah;Analis…` -> tanda kutip yang dibuka di sini tidak ditutup (byte ke-81 berkas)"),
        ("windows.csv", latin, &[], ":2  E-ENCODING  ditemukan `byte 0xE9` -> byte ini bukan UTF-8, tampaknya Windows-1252: simpan sebagai \"CSV UTF-8 (Comma delimited)\""),
        ("unicode.csv", wide, &[], "  E-ENCODING  ditemukan `UTF-16` -> berkas ini UTF-16 (\"Unicode Text\"): simpan sebagai \"CSV UTF-8 (Comma delimited)\""),
        ("potong.xlsx", broken, &[], "  E-XLSX  ditemukan `invalid Zip archive: Could not find EOCD` -> buku kerja rusak atau terpotong: buka di Excel, simpan lagi sebagai .xlsx"),
        ("sandi.pdf", b"%PDF-1.7 ".to_vec(), &[], "  E-FILE-KIND  -> bukan CSV atau XLSX: simpan sebagai Excel Workbook (.xlsx) atau CSV UTF-8"),
        ("tanpa-pemisah.csv", b"nip nama\n".to_vec(), &[], ":1  E-DELIMITER  ditemukan `nip nama` -> judul kolom harus ada di baris pertama, dipisah dengan `;` `,` atau tab"),
        ("jenis.csv", table("nomor;umur", &["1;2"]).into(), &[], ":1  E-KIND  ditemukan `nomor umur` -> beri tepat satu dari judul kolom ini: `nama` (pegawai), `indikator` (rencana), `realisasi` (realisasi), `akuntabel` (perilaku), `capaian` (capaian_organisasi), `jenis_mutasi` (mutasi), `usulan` (usulan_rencana), `kode_dukungan` (dukungan), `kegiatan` (laporan_harian), `arah_umpan_balik` (umpan_balik), `unsur` (survei), `jenis_pengaduan` (pengaduan), `rating_hasil` (penilaian), `putusan_hasil` (putusan), `isi_keberatan` (keberatan), `pelatihan` (pelatihan), `langkah` (tindak_lanjut), `kejadian` (kehadiran), `skor_potensi` (potensi), `orientasi_pelayanan` (penilaian_lama)"),
        ("daerah.csv", table("wilayah;nip;periode;kode;realisasi;tanggal", &["medan;1;2;3;4;5"]).into(), &[], ":2:wilayah  E-REGION-UNKNOWN  ditemukan `medan` -> wilayah ini tidak dikenal; yang dikenal: samarinda"),
        ("daerah-lain.csv", good.clone().into(), &["--region", "medan"], ":--region  E-REGION-UNKNOWN  ditemukan `medan` -> wilayah ini tidak dikenal; yang dikenal: samarinda"),
    ];
    cases
}

fn wrong() -> Vec<Case> {
    let twice = [person(CHIEF, "Bambang"), person(CHIEF, "Bambang Basri")];
    let unknown = "197001011995011001";
    #[rustfmt::skip]
    let cases: Vec<Case> = vec![
        ("separuh.csv", table("nip;nama;jenis", &[&format!("{CHIEF};Bambang;PNS")]).into(), &[], ":1:kode_unit  E-HEADING-MISSING  -> tambahkan kolom `kode_unit`\n:1:unit_kerja  E-HEADING-MISSING  -> tambahkan kolom `unit_kerja`\n:1:jabatan  E-HEADING-MISSING  -> tambahkan kolom `jabatan`\n:1:email  E-HEADING-MISSING  -> tambahkan kolom `email`\n:1:nip_atasan  E-HEADING-MISSING  -> tambahkan kolom `nip_atasan`"),
        ("ganda.csv", people(&[&twice[0], &twice[1]]).into(), &[], ":3:nip  E-NIP-DUP  ditemukan `197006201994011003` -> baris 2 dan 3 sama: hapus salah satu"),
        ("angka.xlsx", workbook(), &[], "[Pegawai]:2:nip  E-NIP-NUMERIC  ditemukan `197006201994011000` -> angka NIP sudah hilang: format kolom sebagai Teks, isi lagi, lalu ekspor lagi"),
        ("angka.csv", people(&[&person("1,97006E+17", "Bambang")]).into(), &[], ":2:nip  E-NIP-NUMERIC  ditemukan `1,97006E+17` -> angka NIP sudah hilang: format kolom sebagai Teks, isi lagi, lalu ekspor lagi"),
        ("nip.csv", people(&[&person("19700620199401100", "Bambang")]).into(), &[], ":2:nip  E-NIP-FORM  ditemukan `19700620199401100` -> tulis 18 angka tanpa spasi dan tanda lain; ini 17 angka"),
        ("bobot.csv", plans(&[plan(CHIEF, "2026-Q3", "5", "60"), plan(CHIEF, "2026-Q3", "5", "39,99")]), &[], ":2:bobot  E-WEIGHT-SUM  ditemukan `99,99` -> bobot hasil utama rencana ini 99,99, kurang 0,01: jadikan tepat 100"),
        ("target.csv", plans(&[plan(CHIEF, "2026-Q3", "0", "100")]), &[], ":2:target  E-TARGET-ZERO  ditemukan `0` -> target 0 tidak bisa dibagi: isi angka di atas 0, atau pakai arah `ya_tidak` untuk \"tidak ada sama sekali\""),
        ("titik.csv", plans(&[plan(CHIEF, "2026-Q3", "5.5", "100")]), &[], ":2:target  E-NUMBER  ditemukan `5.5` -> tulis angka biasa seperti `1.234,5`"),
        ("asing.csv", plans(&[plan(unknown, "2026-Q3", "5", "100")]), &[], ":2:nip  E-NIP-UNKNOWN  ditemukan `197001011995011001` -> NIP ini tidak ada di wilayah ini: impor `pegawai` dulu atau perbaiki NIP"),
        ("irama.csv", plans(&[plan(CHIEF, "2026-S2", "5", "100")]), &[], ":2:periode  E-PERIOD-CADENCE  ditemukan `2026-S2` -> wilayah ini menilai per triwulan: tulis seperti `2026-Q3`"),
        ("esok.csv", table(ACTUALS, &[&format!("{CHIEF};2026-Q2;IK5;27;2026-07-21")]).into(), &[], ":2:tanggal  E-DATE-FUTURE  ditemukan `2026-07-21` -> tanggal ini belum tiba: paling akhir 2026-07-20"),
        ("dini.csv", table(ACTUALS, &[&format!("{CHIEF};2026-Q2;IK5;27;2026-03-31")]).into(), &[], ":2:tanggal  E-DATE-EARLY  ditemukan `2026-03-31` -> periode ini baru mulai 2026-04-01: periksa tanggal dan periode"),
        ("kode.csv", table(ACTUALS, &[&format!("{CHIEF};2026-Q2;XX;27;2026-07-01")]).into(), &[], ":2:kode  E-CODE-UNKNOWN  ditemukan `XX` -> kode ini tidak ada di rencana orang ini: lihat kolom `kode` di `rencana`"),
        ("rencana.csv", table(ACTUALS, &[&format!("{CHIEF};2026-Q3;IK5;27;2026-07-01")]).into(), &[], ":2:periode  E-PLAN-UNKNOWN  ditemukan `2026-Q3` -> belum ada rencana orang ini untuk periode ini: impor `rencana` dulu"),
    ];
    cases
}

fn assert_refused(cases: Vec<Case>, last: impl Fn(&str) -> String) {
    let site = Site::filled(OFF);
    let before = site.dump();
    for (name, bytes, args, said) in cases {
        site.write(name, bytes);
        let files = site.files();
        let ran = site.run(&[&["import", name], args].concat());
        assert_eq!((ran.code, ran.out.as_str()), (Some(65), ""), "{name}: {ran:?}");
        let lines: Vec<_> = said.lines().map(|line| format!("{name}{line}\n")).collect();
        let message = format!("{}{} masalah\n{}\n", lines.concat(), lines.len(), last(name));
        assert_eq!(ran.err, message, "{name}");
        assert_eq!(site.files(), files, "{name}");
        assert!(site.dump() == before, "{name}: something was written");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_refused_with_its_reason() {
    assert_refused(unreadable(), |_| "tidak ada berkas yang diambil".to_owned());
}

#[test]
fn a_file_with_a_wrong_row_is_refused_with_the_place_and_the_repair() {
    assert_refused(wrong(), |name| format!("{name}: tidak ada yang disimpan"));
}

#[test]
fn a_file_that_is_not_there_is_no_fault_of_the_data() {
    let site = Site::new(OFF);
    let ran = site.run(&["import", "pegawai.csv"]);
    assert_eq!(ran.code, Some(69), "{ran:?}");
    assert!(ran.err.starts_with("pegawai.csv  E-FILE-MISSING  "), "{}", ran.err);
    assert!(ran.err.contains("-> berkas tidak ada: periksa nama dan foldernya\n"), "{}", ran.err);
    assert_eq!(site.dump(), None);
}
