//! The table of Samarinda: satisfaction with health and cleanliness services, and
//! officials who answer criticism.

use crate::acts;
use crate::region::Aspect::{Cost, Quality, Quantity, Time};
use crate::region::Level::{Impact, Outcome, Output};
use crate::region::Measure::{By, Done, Down, Up, Within};
use crate::region::Whose::{Index, Own, Team};
use crate::region::{CsvHabit, Names, Office, Region, Row, Unit};

/// Kota Samarinda.
pub(crate) const REGION: Region = Region {
    code: "samarinda",
    office: Office::Csv(CsvHabit { delimiter: b';', windows: true }),
    names_itself: false,
    names: NAMES,
    units: UNITS,
    common: COMMON,
    additional: ADDITIONAL,
    acts: &acts::samarinda::ACTS,
    sends_twice: false,
};

#[rustfmt::skip]
const NAMES: Names = Names {
    men: &["Muhammad", "Ahmad", "Rahmat", "Aji", "Syahrul", "Andi", "Hairil", "Agus", "Fahriza", "Rudi", "Yulius", "Bambang", "Hendra", "Taufik", "Gusti", "Irwan"],
    women: &["Siti", "Nurul", "Andi Sri", "Rahmah", "Dewi", "Noor", "Aji Dewi", "Fitriani", "Hasnah", "Lisa", "Maria", "Rusmini", "Yuliana", "Mardiana", "Ratna", "Wahyuni"],
    second: &["Ramadhan", "Noor", "Hidayat", "Anwar", "Syaifullah", "Ma'ruf", "Lestari", "Rahman", "Maulana", "Daeng", "Usat", "Lawai", "Kusuma", "Hasan", "Fadillah", "Saputra", "Ariani", "Jannah", "Effendi", "Basri"],
};

#[rustfmt::skip]
const UNITS: &[Unit] = &[
    Unit {
        code: "setda", name: "Sekretariat Daerah", head: "Sekretaris Daerah", people: 22,
        sections: &["Bagian Organisasi", "Bagian Hukum", "Bagian Umum"],
        posts: &["Analis Kebijakan", "Perancang Peraturan", "Pengadministrasi Perkantoran", "Pranata Humas"],
        titles: &["S.H.", "S.Sos.", "S.AP.", "S.E.", "A.Md."],
        rows: &[
            Row("Terjawabnya kritik warga di kanal resmi", "Kritik warga yang dijawab dalam tiga hari", Up("persen", "71.5", "85.0"), Time, Outcome, Team, "M2", "aduan-warga"),
            Row("Meningkatnya kualitas tata kelola", "Nilai SAKIP kota", Up("nilai", "70.25", "72.00"), Quality, Impact, Team, "M2", "tata-kelola"),
            Row("Tersusunnya produk hukum daerah", "Rancangan peraturan yang selesai dibahas", Up("rancangan", "", "12"), Quantity, Output, Own, "M2", "produk-hukum"),
            Row("Terlayaninya naskah dinas", "Lama penyelesaian naskah dinas", Down("hari", "4.5", "3.0"), Time, Output, Own, "M2", "naskah-dinas"),
            Row("Tersampaikannya hasil kerja kepada warga", "Siaran pers dan laporan publik yang terbit", Up("naskah", "18", "30"), Quantity, Output, Own, "M2", "informasi-publik"),
            Row("Hematnya belanja rapat", "Belanja rapat per peserta", Down("ribu rupiah", "95", "80"), Cost, Output, Own, "", ""),
        ],
    },
    Unit {
        code: "dinkes", name: "Dinas Kesehatan", head: "Kepala Dinas Kesehatan", people: 30,
        sections: &["Bidang Kesehatan Masyarakat", "Bidang Pelayanan Kesehatan", "Bidang Pengendalian Penyakit"],
        posts: &["Epidemiolog Kesehatan", "Administrator Kesehatan", "Pengelola Imunisasi", "Nutrisionis", "Sanitarian"],
        titles: &["S.K.M.", "dr.", "S.Gz.", "A.Md.Kep.", "S.Kep."],
        rows: &[
            Row("Puasnya warga atas layanan kesehatan", "Indeks kepuasan masyarakat layanan kesehatan", Up("indeks", "80.15", "83.00"), Quality, Outcome, Index, "M1", "kesehatan"),
            Row("Terlindunginya anak dari penyakit", "Cakupan imunisasi dasar lengkap", Up("persen", "82.0", "90.0"), Quantity, Impact, Team, "M1", "imunisasi"),
            Row("Terlaksananya imunisasi di posyandu", "Anak yang diimunisasi di wilayah kerja", Up("anak", "310", "450"), Quantity, Output, Own, "M1", "imunisasi"),
            Row("Terlacaknya kontak kasus menular", "Lama pelacakan sejak laporan", Down("jam", "36", "24"), Time, Output, Own, "M1", "penyakit-menular"),
            Row("Terbinanya kader kesehatan", "Kader yang dilatih", Up("orang", "", "60"), Quantity, Output, Own, "M1", "kader-kesehatan"),
            Row("Turunnya kasus demam berdarah", "Kasus demam berdarah di wilayah binaan", Down("kasus", "42", "30"), Quality, Outcome, Own, "M1", "demam-berdarah"),
        ],
    },
    Unit {
        code: "rsud-im", name: "RSUD I.A. Moeis", head: "Direktur RSUD I.A. Moeis", people: 30,
        sections: &["Bidang Pelayanan Medik", "Bidang Keperawatan", "Bagian Keuangan"],
        posts: &["Perawat", "Bidan", "Apoteker", "Perekam Medis", "Pranata Laboratorium"],
        titles: &["S.Kep.", "A.Md.Keb.", "dr.", "S.Farm.", "A.Md.RMIK."],
        rows: &[
            Row("Puasnya pasien", "Indeks kepuasan pasien", Up("indeks", "81.20", "84.00"), Quality, Outcome, Index, "M1", "rumah-sakit"),
            Row("Tersedianya tempat tidur", "Tingkat hunian tempat tidur", Within("persen", "60.0", "85.0"), Quantity, Outcome, Team, "M1", "rawat-inap"),
            Row("Singkatnya waktu tunggu pasien", "Waktu tunggu rawat jalan", Down("menit", "75", "60"), Time, Outcome, Own, "M1", "rawat-jalan"),
            Row("Terlayaninya pasien", "Tindakan pelayanan yang tercatat lengkap", Up("tindakan", "900", "1200"), Quantity, Output, Own, "M1", "rekam-medis"),
            Row("Lengkapnya rekam medis", "Rekam medis lengkap dalam 24 jam", Up("berkas", "240", "320"), Quality, Output, Own, "M1", "rekam-medis"),
            Row("Cepatnya obat diterima pasien", "Waktu tunggu obat jadi", Down("menit", "35", "25"), Time, Output, Own, "M1", "farmasi"),
        ],
    },
    Unit {
        code: "dlh", name: "Dinas Lingkungan Hidup", head: "Kepala Dinas Lingkungan Hidup", people: 28,
        sections: &["Bidang Kebersihan", "Bidang Penataan Lingkungan", "Bidang Pengendalian Pencemaran"],
        posts: &["Pengawas Kebersihan", "Pengendali Dampak Lingkungan", "Pengelola Tempat Pengolahan Sampah", "Juru Taman"],
        titles: &["S.T.", "S.Si.", "A.Md.", "S.Hut."],
        rows: &[
            Row("Puasnya warga atas layanan persampahan", "Indeks kepuasan layanan persampahan", Up("indeks", "76.40", "80.00"), Quality, Outcome, Index, "M1", "angkut-sampah"),
            Row("Berkurangnya sampah ke TPA", "Sampah yang terkurangi dari sumbernya", Up("persen", "21.0", "25.0"), Quantity, Impact, Team, "M1", "kurangi-sampah"),
            Row("Terangkutnya sampah tepat waktu", "Ritase angkutan sesuai jadwal", Up("rit", "180", "210"), Time, Output, Own, "M1", "angkut-sampah"),
            Row("Ditanganinya aduan sampah liar", "Lama penanganan aduan", Down("jam", "48", "24"), Time, Output, Own, "M1", "aduan-sampah"),
            Row("Terawatnya ruang hijau", "Titik taman yang dirawat", Up("titik", "20", "28"), Quantity, Output, Own, "M1", "ruang-hijau"),
            Row("Hematnya bahan bakar armada", "Bahan bakar per rit", Down("liter", "11.5", "10.0"), Cost, Output, Own, "M1", "angkut-sampah"),
        ],
    },
    Unit {
        code: "disdukcapil", name: "Dinas Kependudukan dan Pencatatan Sipil", head: "Kepala Dinas Kependudukan dan Pencatatan Sipil", people: 26,
        sections: &["Bidang Pendaftaran Penduduk", "Bidang Pencatatan Sipil"],
        posts: &["Administrator Database Kependudukan", "Operator SIAK", "Petugas Loket", "Pengelola Arsip"],
        titles: &["S.Kom.", "S.IP.", "A.Md.", "S.Sos."],
        rows: &[
            Row("Puasnya pemohon dokumen", "Indeks kepuasan layanan kependudukan", Up("indeks", "83.10", "85.00"), Quality, Outcome, Index, "M2", "kependudukan"),
            Row("Terlindunginya hak anak", "Anak yang memiliki akta kelahiran", Up("persen", "95.2", "97.0"), Quantity, Impact, Team, "M2", "akta-kelahiran"),
            Row("Terbitnya dokumen kependudukan", "KTP elektronik yang dicetak", Up("keping", "600", "800"), Quantity, Output, Own, "M2", "ktp-elektronik"),
            Row("Cepatnya penerbitan akta", "Lama penerbitan akta kelahiran", Down("hari", "3.0", "2.0"), Time, Output, Own, "M2", "akta-kelahiran"),
            Row("Terjangkaunya warga yang sulit datang", "Layanan jemput bola", Up("kunjungan", "10", "15"), Quantity, Output, Own, "M2", "jemput-bola"),
            Row("Rapinya arsip akta", "Arsip akta yang dialihmediakan", Up("berkas", "1000", "1500"), Quality, Output, Own, "M2", "arsip-akta"),
        ],
    },
    Unit {
        code: "disdikbud", name: "Dinas Pendidikan dan Kebudayaan", head: "Kepala Dinas Pendidikan dan Kebudayaan", people: 24,
        sections: &["Bidang Pendidikan Dasar", "Bidang Kebudayaan"],
        posts: &["Pengawas Sekolah", "Analis Kurikulum", "Pamong Budaya", "Pengelola Data Pendidikan"],
        titles: &["S.Pd.", "M.Pd.", "S.S.", "S.Kom."],
        rows: &[
            Row("Bersekolahnya semua anak", "Angka partisipasi sekolah 7-12 tahun", Up("persen", "98.6", "99.0"), Quantity, Impact, Team, "M2", "partisipasi-sekolah"),
            Row("Terkelolanya dana sekolah", "Sekolah yang melaporkan dana BOS dengan benar", Up("persen", "88.0", "92.0"), Cost, Outcome, Team, "M2", "dana-sekolah"),
            Row("Terbinanya sekolah", "Kunjungan pembinaan sekolah", Up("kunjungan", "12", "18"), Quantity, Output, Own, "M2", "pembinaan-sekolah"),
            Row("Kembalinya anak putus sekolah", "Anak putus sekolah yang kembali belajar", Up("anak", "6", "10"), Quality, Outcome, Own, "M2", "anak-putus-sekolah"),
            Row("Terjawabnya permohonan mutasi siswa", "Lama penyelesaian mutasi siswa", Down("hari", "4.0", "2.0"), Time, Output, Own, "M2", "mutasi-siswa"),
            Row("Terdatanya warisan budaya", "Objek budaya yang dicatat", Up("objek", "", "10"), Quantity, Output, Own, "", "cagar-budaya"),
        ],
    },
    Unit {
        code: "kec-sungai-pinang", name: "Kecamatan Sungai Pinang", head: "Camat Sungai Pinang", people: 22,
        sections: &["Seksi Pelayanan Umum", "Seksi Ketenteraman dan Ketertiban"],
        posts: &["Petugas Layanan Terpadu", "Pengelola Pemberdayaan Masyarakat", "Pengadministrasi Umum"],
        titles: &["S.IP.", "S.Sos.", "S.AP.", "A.Md."],
        rows: &[
            Row("Puasnya warga kecamatan", "Indeks kepuasan layanan kecamatan", Up("indeks", "80.00", "82.50"), Quality, Outcome, Index, "M2", "kecamatan"),
            Row("Bersihnya lingkungan", "RT yang memilah sampah", Up("RT", "48", "60"), Quantity, Impact, Team, "M1", "pilah-sampah"),
            Row("Singkatnya waktu tunggu loket", "Waktu tunggu di loket", Down("menit", "25", "15"), Time, Output, Own, "M2", "loket-terpadu"),
            Row("Terlayaninya surat warga", "Surat keterangan yang selesai", Up("surat", "200", "260"), Quantity, Output, Own, "M2", "surat-warga"),
            Row("Terlaksananya gotong royong", "Gotong royong yang didampingi", Up("kegiatan", "8", "12"), Quantity, Output, Own, "M1", "gotong-royong"),
        ],
    },
    Unit {
        code: "bkpsdm", name: "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", head: "Kepala BKPSDM", people: 18,
        sections: &["Bidang Mutasi dan Promosi", "Bidang Pengembangan Kompetensi"],
        posts: &["Analis Sumber Daya Manusia Aparatur", "Pranata Komputer", "Pengelola Kepegawaian"],
        titles: &["S.Kom.", "S.Psi.", "S.AP.", "S.E."],
        rows: &[
            Row("Terlatihnya aparatur", "Pegawai yang mengikuti 20 jam pelatihan", Up("persen", "60.0", "75.0"), Quantity, Outcome, Team, "M2", "pelatihan-pegawai"),
            Row("Tepatnya usul kenaikan pangkat", "Berkas kenaikan pangkat tanpa perbaikan", Up("berkas", "70", "100"), Quality, Output, Own, "M2", "kenaikan-pangkat"),
            Row("Cepatnya layanan cuti", "Lama penerbitan surat cuti", Down("hari", "3.0", "2.0"), Time, Output, Own, "M2", "cuti-pegawai"),
            Row("Terselenggaranya pelatihan", "Angkatan pelatihan yang selesai", Up("angkatan", "3", "5"), Quantity, Output, Own, "M2", "pelatihan-pegawai"),
            Row("Hematnya biaya pelatihan", "Biaya per peserta pelatihan", Down("ribu rupiah", "1250", "1100"), Cost, Output, Own, "M2", "pelatihan-pegawai"),
        ],
    },
    Unit {
        code: "kel-selili", name: "Kelurahan Selili", head: "Lurah Selili", people: 3,
        sections: &[],
        posts: &["Pengelola Pelayanan Kelurahan"],
        titles: &["S.Sos.", "S.IP."],
        rows: &[
            Row("Puasnya warga kelurahan", "Indeks kepuasan layanan kelurahan", Up("indeks", "79.50", "82.00"), Quality, Outcome, Index, "M2", "kelurahan"),
            Row("Bersihnya parit warga", "Parit yang dibersihkan bersama warga", Up("titik", "5", "8"), Quantity, Impact, Team, "M1", "sungai-bersih"),
            Row("Terlayaninya surat pengantar", "Surat pengantar yang selesai", Up("surat", "90", "120"), Quantity, Output, Own, "M2", "surat-warga"),
            Row("Singkatnya waktu layanan", "Waktu layanan surat", Down("menit", "20", "15"), Time, Output, Own, "M2", "surat-warga"),
            Row("Terdatanya keluarga rentan", "Keluarga rentan yang dikunjungi", Up("keluarga", "", "20"), Quality, Output, Own, "M1", "keluarga-rentan"),
        ],
    },
];

#[rustfmt::skip]
const COMMON: &[Row] = &[
    Row("Tersampaikannya laporan kinerja", "Laporan kinerja triwulan diserahkan", By(10), Time, Output, Own, "M2", ""),
    Row("Tercatatnya kerja harian", "Laporan harian terisi setiap hari kerja", Done, Quality, Output, Own, "M2", ""),
    Row("Terserapnya anggaran sesuai rencana", "Serapan anggaran kegiatan", Within("persen", "90.0", "100.0"), Cost, Output, Own, "", ""),
];

#[rustfmt::skip]
const ADDITIONAL: &[Row] = &[
    Row("Terbantunya penanganan banjir", "Piket posko banjir", Up("kali", "", "2"), Quantity, Output, Own, "M1", "penanganan-banjir"),
    Row("Terbaginya pengetahuan", "Menjadi narasumber bagi rekan sejawat", Up("kali", "", "1"), Quantity, Output, Own, "M2", ""),
];
