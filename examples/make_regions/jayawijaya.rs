//! The table of Jayawijaya, Distrik Walesi among its units: half-years, indicators
//! that anybody may read, and places that are far apart.

use crate::acts;
use crate::region::Aspect::{Cost, Quality, Quantity, Time};
use crate::region::Level::{Impact, Outcome, Output};
use crate::region::Measure::{By, Done, Down, Up, Within};
use crate::region::Whose::{Index, Own, Team};
use crate::region::{CsvHabit, Names, Office, Region, Row, Unit};

/// Kabupaten Jayawijaya.
pub(crate) const REGION: Region = Region {
    code: "jayawijaya",
    office: Office::Csv(CsvHabit { delimiter: b',', windows: false }),
    names_itself: false,
    names: NAMES,
    units: UNITS,
    common: COMMON,
    additional: ADDITIONAL,
    acts: &acts::jayawijaya::ACTS,
    sends_twice: false,
};

#[rustfmt::skip]
const NAMES: Names = Names {
    men: &["Yohanes", "Petrus", "Paulus", "Markus", "Lukas", "Yonas", "Elias", "Amos", "Isak", "Benyamin", "Daniel", "Yulianus", "Thomas", "Agustinus", "Festus", "Natan"],
    women: &["Maria", "Yuliana", "Martha", "Debora", "Ester", "Naomi", "Rut", "Agustina", "Yosina", "Selina", "Orpa", "Lea", "Dorkas", "Rosalina", "Ribka", "Mince"],
    second: &["Wenda", "Kogoya", "Tabuni", "Mabel", "Asso", "Wetipo", "Logo", "Itlay", "Lokobal", "Huby", "Yelipele", "Matuan", "Kossay", "Hilapok", "Wamu", "Elopere", "Walela", "Haluk", "Siep", "Himan"],
};

#[rustfmt::skip]
const UNITS: &[Unit] = &[
    Unit {
        code: "setda", name: "Sekretariat Daerah", head: "Sekretaris Daerah", people: 22,
        sections: &["Bagian Organisasi", "Bagian Pemerintahan", "Bagian Umum"],
        posts: &["Analis Kebijakan", "Arsiparis", "Pengadministrasi Perkantoran", "Pranata Humas"],
        titles: &["S.Sos.", "S.IP.", "S.H.", "S.E.", "A.Md."],
        rows: &[
            Row("Terbukanya hasil kerja pemerintah", "Perangkat daerah yang mengumumkan indikatornya", Up("persen", "62.0", "75.0"), Quality, Impact, Team, "M3", "informasi-publik"),
            Row("Terselenggaranya rapat evaluasi", "Rapat evaluasi perangkat daerah yang didampingi", Up("rapat", "18", "24"), Quantity, Output, Team, "M3", "rapat-evaluasi"),
            Row("Tersusunnya naskah kebijakan", "Naskah kebijakan yang ditetapkan", Up("naskah", "8", "12"), Quantity, Output, Own, "M3", "kebijakan-daerah"),
            Row("Sampainya surat ke distrik", "Lama surat sampai ke distrik", Down("hari", "9.0", "6.0"), Time, Output, Own, "M3", "naskah-dinas"),
            Row("Tersiarnya kabar pemerintah", "Siaran radio dan papan pengumuman", Up("siaran", "20", "30"), Quantity, Output, Own, "M3", "informasi-publik"),
            Row("Hematnya biaya perjalanan", "Biaya perjalanan per kunjungan distrik", Down("ribu rupiah", "2400", "2000"), Cost, Output, Own, "", ""),
        ],
    },
    Unit {
        code: "distrik-walesi", name: "Distrik Walesi", head: "Kepala Distrik Walesi", people: 22,
        sections: &["Seksi Pemerintahan", "Seksi Pemberdayaan Masyarakat Kampung"],
        posts: &["Pengelola Pemberdayaan Kampung", "Petugas Pelayanan Umum", "Pengadministrasi Umum"],
        titles: &["S.IP.", "S.Sos.", "S.STP.", "A.Md."],
        rows: &[
            Row("Puasnya warga distrik", "Indeks kepuasan layanan distrik", Up("indeks", "72.00", "75.00"), Quality, Outcome, Index, "M3", "distrik"),
            Row("Hidupnya ekonomi kampung", "Kampung dengan usaha bersama yang berjalan", Up("kampung", "4", "6"), Quantity, Impact, Team, "M2", "usaha-kampung"),
            Row("Terlayaninya surat warga", "Surat keterangan yang selesai", Up("surat", "60", "90"), Quantity, Output, Own, "M3", "surat-warga"),
            Row("Terlaksananya musyawarah kampung", "Musyawarah kampung yang didampingi", Up("musyawarah", "8", "12"), Quantity, Output, Own, "M3", "musyawarah-kampung"),
            Row("Singkatnya waktu layanan", "Lama penyelesaian surat keterangan", Down("hari", "3.0", "2.0"), Time, Output, Own, "M3", "surat-warga"),
            Row("Tepatnya dana kampung", "Laporan dana kampung yang lengkap", Up("laporan", "9", "12"), Quality, Output, Own, "M2", "dana-kampung"),
        ],
    },
    Unit {
        code: "distrik-wamena", name: "Distrik Wamena", head: "Kepala Distrik Wamena", people: 22,
        sections: &["Seksi Pelayanan Umum", "Seksi Ketenteraman dan Ketertiban"],
        posts: &["Petugas Pelayanan Umum", "Pengelola Ketenteraman", "Pengadministrasi Umum"],
        titles: &["S.IP.", "S.Sos.", "S.AP.", "A.Md."],
        rows: &[
            Row("Puasnya warga distrik", "Indeks kepuasan layanan distrik", Up("indeks", "74.50", "77.00"), Quality, Outcome, Index, "M3", "distrik"),
            Row("Bersihnya kota Wamena", "Pasar dan jalan yang bersih setiap hari", Up("persen", "55.0", "65.0"), Quality, Impact, Team, "M1", "kebersihan"),
            Row("Terlayaninya surat warga", "Surat keterangan yang selesai", Up("surat", "180", "240"), Quantity, Output, Own, "M3", "surat-warga"),
            Row("Singkatnya waktu tunggu loket", "Waktu tunggu di loket", Down("menit", "45", "30"), Time, Output, Own, "M3", "loket-terpadu"),
            Row("Damainya lingkungan", "Perselisihan warga yang didamaikan", Up("perkara", "10", "14"), Quality, Outcome, Own, "M3", "perselisihan-warga"),
        ],
    },
    Unit {
        code: "dinkes", name: "Dinas Kesehatan", head: "Kepala Dinas Kesehatan", people: 30,
        sections: &["Bidang Kesehatan Masyarakat", "Bidang Pencegahan Penyakit", "Puskesmas Hom-Hom"],
        posts: &["Bidan", "Perawat", "Petugas Malaria", "Nutrisionis", "Kader Kesehatan Kampung"],
        titles: &["S.K.M.", "A.Md.Keb.", "A.Md.Kep.", "dr.", "S.Gz."],
        rows: &[
            Row("Terlindunginya anak dari penyakit", "Cakupan imunisasi dasar lengkap", Up("persen", "48.0", "60.0"), Quantity, Impact, Team, "M1", "imunisasi"),
            Row("Puasnya pasien puskesmas", "Indeks kepuasan pasien puskesmas", Up("indeks", "73.00", "76.00"), Quality, Outcome, Index, "M1", "puskesmas"),
            Row("Sampainya layanan ke kampung", "Puskesmas keliling ke kampung", Up("kunjungan", "14", "20"), Quantity, Output, Own, "M1", "puskesmas-keliling"),
            Row("Terlayaninya anak di posyandu", "Anak yang ditimbang dan diimunisasi", Up("anak", "90", "140"), Quantity, Output, Own, "M1", "imunisasi"),
            Row("Tersedianya obat di puskesmas", "Persediaan obat untuk hari ke depan", Within("hari", "45", "120"), Quantity, Output, Own, "M1", "obat"),
            Row("Cepatnya rujukan", "Waktu rujukan dari kampung", Down("jam", "8.0", "6.0"), Time, Outcome, Own, "M1", "rujukan"),
        ],
    },
    Unit {
        code: "disdik", name: "Dinas Pendidikan", head: "Kepala Dinas Pendidikan", people: 28,
        sections: &["Bidang Sekolah Dasar", "Bidang Sekolah Menengah", "Bidang Guru dan Tenaga Kependidikan"],
        posts: &["Pengawas Sekolah", "Pamong Belajar", "Pengelola Data Pendidikan", "Pengelola Asrama"],
        titles: &["S.Pd.", "M.Pd.", "S.Th.", "A.Md."],
        rows: &[
            Row("Bersekolahnya semua anak", "Angka partisipasi sekolah 7-12 tahun", Up("persen", "78.5", "82.0"), Quantity, Impact, Team, "M1", "partisipasi-sekolah"),
            Row("Hadirnya guru di kelas", "Kehadiran guru di sekolah kampung", Up("persen", "66.0", "75.0"), Quality, Outcome, Team, "M1", "kehadiran-guru"),
            Row("Terbinanya sekolah", "Kunjungan ke sekolah kampung", Up("kunjungan", "10", "16"), Quantity, Output, Own, "M1", "pembinaan-sekolah"),
            Row("Kembalinya anak putus sekolah", "Anak yang kembali bersekolah", Up("anak", "12", "20"), Quality, Outcome, Own, "M1", "anak-putus-sekolah"),
            Row("Cepatnya buku sampai", "Lama buku sampai ke sekolah", Down("hari", "40", "30"), Time, Output, Own, "M1", "buku-sekolah"),
            Row("Terlatihnya guru", "Guru yang menyelesaikan pelatihan", Up("guru", "15", "25"), Quantity, Output, Own, "M1", "pelatihan-guru"),
        ],
    },
    Unit {
        code: "distan", name: "Dinas Pertanian", head: "Kepala Dinas Pertanian", people: 26,
        sections: &["Bidang Tanaman Pangan", "Bidang Peternakan"],
        posts: &["Penyuluh Pertanian", "Pengawas Benih", "Medik Veteriner", "Pengelola Kebun Bibit"],
        titles: &["S.P.", "S.Pt.", "drh.", "A.Md.P."],
        rows: &[
            Row("Keluarnya keluarga dari kemiskinan", "Keluarga yang keluar dari kemiskinan", Up("keluarga", "60", "90"), Quantity, Impact, Team, "M2", "keluarga-miskin"),
            Row("Cukupnya pangan kampung", "Persediaan ubi untuk hari ke depan", Within("hari", "20", "60"), Quantity, Outcome, Team, "M2", "pangan"),
            Row("Terdampinginya kelompok tani", "Kelompok tani yang didampingi", Up("kelompok", "12", "18"), Quantity, Output, Own, "M2", "kelompok-tani"),
            Row("Tersalurnya bibit", "Bibit kopi yang disalurkan", Up("batang", "1500", "2500"), Quantity, Output, Own, "M2", "bibit"),
            Row("Sehatnya ternak", "Ternak babi yang divaksin", Up("ekor", "120", "200"), Quality, Output, Own, "M2", "ternak"),
            Row("Hematnya biaya bibit", "Biaya per seratus bibit", Down("ribu rupiah", "340", "300"), Cost, Output, Own, "", "bibit"),
        ],
    },
    Unit {
        code: "disdukcapil", name: "Dinas Kependudukan dan Pencatatan Sipil", head: "Kepala Dinas Kependudukan dan Pencatatan Sipil", people: 22,
        sections: &["Bidang Pendaftaran Penduduk", "Bidang Pencatatan Sipil"],
        posts: &["Operator SIAK", "Petugas Jemput Bola", "Petugas Loket", "Pengelola Arsip"],
        titles: &["S.Kom.", "S.IP.", "A.Md.", "S.Sos."],
        rows: &[
            Row("Tercatatnya semua warga", "Warga yang memiliki KTP elektronik", Up("persen", "61.0", "68.0"), Quantity, Impact, Team, "M3", "ktp-elektronik"),
            Row("Puasnya pemohon dokumen", "Indeks kepuasan layanan kependudukan", Up("indeks", "73.80", "76.50"), Quality, Outcome, Index, "M3", "kependudukan"),
            Row("Sampainya layanan ke kampung", "Perekaman keliling ke distrik", Up("kunjungan", "8", "12"), Quantity, Output, Own, "M3", "perekaman-keliling"),
            Row("Terbitnya dokumen", "Dokumen kependudukan yang dicetak", Up("dokumen", "400", "600"), Quantity, Output, Own, "M3", "kependudukan"),
            Row("Cepatnya akta kelahiran", "Lama penerbitan akta kelahiran", Down("hari", "10", "7"), Time, Output, Own, "M3", "akta-kelahiran"),
        ],
    },
    Unit {
        code: "bkpsdm", name: "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", head: "Kepala BKPSDM", people: 20,
        sections: &["Bidang Mutasi", "Bidang Pengembangan Aparatur"],
        posts: &["Analis Sumber Daya Manusia Aparatur", "Pranata Komputer", "Pengelola Kepegawaian"],
        titles: &["S.Kom.", "S.AP.", "S.Sos.", "S.E."],
        rows: &[
            Row("Terdidiknya aparatur pegunungan", "Pegawai yang mengikuti pelatihan", Up("persen", "30.0", "40.0"), Quantity, Impact, Team, "M3", "pelatihan-pegawai"),
            Row("Benarnya data pegawai", "Data pegawai yang dimutakhirkan", Up("data", "150", "220"), Quality, Output, Own, "M3", "data-pegawai"),
            Row("Cepatnya usul kenaikan pangkat", "Lama penyelesaian usul", Down("hari", "30", "21"), Time, Output, Own, "M3", "kenaikan-pangkat"),
            Row("Terselenggaranya pelatihan luring", "Pelatihan di distrik", Up("pelatihan", "3", "5"), Quantity, Output, Own, "M3", "pelatihan-pegawai"),
            Row("Hematnya biaya pelatihan", "Biaya per peserta pelatihan", Down("ribu rupiah", "1600", "1400"), Cost, Output, Own, "", "pelatihan-pegawai"),
        ],
    },
    Unit {
        code: "uptd-air-walesi", name: "UPTD Air Bersih Walesi", head: "Kepala UPTD Air Bersih Walesi", people: 3,
        sections: &[],
        posts: &["Teknisi Air Bersih"],
        titles: &["S.T.", "A.Md.T."],
        rows: &[
            Row("Mengalirnya air bersih", "Keluarga yang mendapat air bersih", Up("persen", "45.0", "55.0"), Quantity, Impact, Team, "M1", "air-bersih"),
            Row("Terjaganya bak penampung", "Tinggi air bak penampung", Within("cm", "80", "150"), Quantity, Output, Own, "M1", "air-bersih"),
            Row("Cepatnya perbaikan pipa", "Lama perbaikan pipa", Down("hari", "5.0", "3.0"), Time, Output, Own, "M1", "air-bersih"),
            Row("Terawatnya jaringan", "Panjang pipa yang dirawat", Up("meter", "600", "900"), Quality, Output, Own, "M1", "air-bersih"),
            Row("Hematnya biaya perbaikan", "Biaya per meter pipa", Down("ribu rupiah", "85", "75"), Cost, Output, Own, "", "air-bersih"),
        ],
    },
];

#[rustfmt::skip]
const COMMON: &[Row] = &[
    Row("Terselesaikannya laporan semester", "Laporan semester diserahkan untuk rapat evaluasi", By(10), Time, Output, Own, "M3", ""),
    Row("Terbukanya indikator bagi warga", "Indikator terpasang di papan pengumuman", Done, Quality, Output, Own, "M3", ""),
    Row("Terserapnya anggaran sesuai rencana", "Serapan anggaran semester", Within("persen", "40.0", "60.0"), Cost, Output, Own, "", ""),
];

#[rustfmt::skip]
const ADDITIONAL: &[Row] = &[
    Row("Sampainya layanan ke kampung terjauh", "Ikut tim pelayanan terpadu ke kampung", Up("kali", "", "1"), Quantity, Output, Own, "M3", "pelayanan-kampung"),
    Row("Terbantunya rekan sejawat", "Mendampingi rekan memakai aplikasi luring", Up("orang", "", "2"), Quantity, Output, Own, "M3", ""),
];
