//! The table of Sawahlunto: a year's goals with their indicators of success, in
//! schools, clinics and the heritage of the mines.

use crate::acts;
use crate::region::Aspect::{Cost, Quality, Quantity, Time};
use crate::region::Level::{Impact, Outcome, Output};
use crate::region::Measure::{By, Done, Down, Up, Within};
use crate::region::Whose::{Index, Own, Team};
use crate::region::{CsvHabit, Names, Office, Region, Row, Unit};

/// Kota Sawahlunto.
pub(crate) const REGION: Region = Region {
    code: "sawahlunto",
    office: Office::Csv(CsvHabit { delimiter: b';', windows: false }),
    names_itself: false,
    names: NAMES,
    units: UNITS,
    common: COMMON,
    additional: ADDITIONAL,
    acts: &acts::sawahlunto::ACTS,
    sends_twice: false,
};

#[rustfmt::skip]
const NAMES: Names = Names {
    men: &["Afrizal", "Zulkifli", "Hendri", "Syafrizal", "Yusrizal", "Dedi", "Rinaldi", "Masrul", "Fauzan", "Ilham", "Erizal", "Novri", "Jasmi", "Arif", "Rahmat", "Budi"],
    women: &["Yulia", "Desmawati", "Rika", "Fitri", "Elvi", "Yenni", "Nofrita", "Suci", "Mira", "Rahmi", "Ernawati", "Welly", "Asniar", "Dian", "Leni", "Hasmita"],
    second: &["Chaniago", "Piliang", "Koto", "Tanjung", "Sikumbang", "Jambak", "Caniago Putra", "Melayu", "Gusti", "Yunus", "Anwar", "Syafitri", "Mahmud", "Nasrul", "Fitria", "Amir", "Zain", "Oktavia", "Marzuki", "Bahar"],
};

#[rustfmt::skip]
const UNITS: &[Unit] = &[
    Unit {
        code: "setda", name: "Sekretariat Daerah", head: "Sekretaris Daerah", people: 22,
        sections: &["Bagian Organisasi", "Bagian Pemerintahan", "Bagian Umum"],
        posts: &["Analis Kebijakan", "Arsiparis", "Pengadministrasi Perkantoran", "Pranata Humas"],
        titles: &["S.H.", "S.Sos.", "S.IP.", "S.E.", "A.Md."],
        rows: &[
            Row("Terselenggaranya pemerintahan yang dapat diuji", "Nilai SAKIP kota", Up("nilai", "66.10", "68.00"), Quality, Impact, Team, "M3", "tata-kelola"),
            Row("Puasnya unit kerja atas layanan sekretariat", "Indeks kepuasan layanan internal", Up("indeks", "79.00", "82.00"), Quality, Outcome, Index, "M3", "sekretariat"),
            Row("Tersusunnya kebijakan daerah", "Naskah kebijakan yang ditetapkan", Up("naskah", "14", "20"), Quantity, Output, Own, "M3", "kebijakan-daerah"),
            Row("Lancarnya surat-menyurat", "Lama disposisi surat masuk", Down("hari", "3.0", "2.0"), Time, Output, Own, "M3", "naskah-dinas"),
            Row("Terdokumentasinya rapat", "Notula rapat yang disahkan", Up("notula", "60", "90"), Quantity, Output, Own, "M3", ""),
            Row("Hematnya belanja perjalanan", "Biaya perjalanan dinas per kegiatan", Down("ribu rupiah", "1800", "1500"), Cost, Output, Own, "", ""),
        ],
    },
    Unit {
        code: "disdik", name: "Dinas Pendidikan", head: "Kepala Dinas Pendidikan", people: 30,
        sections: &["Bidang Sekolah Dasar", "Bidang Sekolah Menengah Pertama", "Bidang PAUD dan Pendidikan Nonformal"],
        posts: &["Pengawas Sekolah", "Pamong Belajar", "Pengelola Data Pendidikan", "Analis Kurikulum"],
        titles: &["S.Pd.", "M.Pd.", "S.Pd.I.", "S.Kom."],
        rows: &[
            Row("Bersekolahnya semua anak", "Angka partisipasi sekolah dasar", Up("persen", "98.4", "99.2"), Quantity, Impact, Team, "M1", "partisipasi-sekolah"),
            Row("Puasnya orang tua murid", "Indeks kepuasan layanan pendidikan", Up("indeks", "81.30", "84.00"), Quality, Outcome, Index, "M1", "sekolah"),
            Row("Terbinanya sekolah", "Kunjungan supervisi sekolah", Up("kunjungan", "24", "36"), Quantity, Output, Own, "M1", "pembinaan-sekolah"),
            Row("Kembalinya anak putus sekolah", "Anak yang kembali bersekolah", Up("anak", "4", "8"), Quality, Outcome, Own, "M1", "anak-putus-sekolah"),
            Row("Terlatihnya guru", "Guru yang menyelesaikan pelatihan", Up("guru", "40", "60"), Quantity, Output, Own, "M1", "pelatihan-guru"),
            Row("Cepatnya penyaluran bantuan siswa", "Lama penyaluran sejak penetapan", Down("hari", "21", "14"), Time, Output, Own, "M1", "bantuan-siswa"),
        ],
    },
    Unit {
        code: "dinkes-dalduk", name: "Dinas Kesehatan dan Pengendalian Penduduk", head: "Kepala Dinas Kesehatan dan Pengendalian Penduduk", people: 28,
        sections: &["Bidang Kesehatan Masyarakat", "Bidang Pencegahan Penyakit", "UPTD Puskesmas Kolok"],
        posts: &["Bidan", "Perawat", "Nutrisionis", "Penyuluh Keluarga Berencana", "Sanitarian"],
        titles: &["S.K.M.", "A.Md.Keb.", "S.Kep.", "dr.", "S.Gz."],
        rows: &[
            Row("Tumbuh sehatnya balita", "Prevalensi balita pendek", Down("persen", "14.2", "12.0"), Quality, Impact, Team, "M1", "gizi-balita"),
            Row("Puasnya pasien puskesmas", "Indeks kepuasan pasien puskesmas", Up("indeks", "82.00", "84.50"), Quality, Outcome, Index, "M1", "puskesmas"),
            Row("Terlindunginya anak dari penyakit", "Anak dengan imunisasi lengkap", Up("anak", "180", "240"), Quantity, Outcome, Own, "M1", "imunisasi"),
            Row("Terpantaunya ibu hamil", "Kunjungan ibu hamil berisiko", Up("kunjungan", "70", "100"), Quantity, Output, Own, "M1", "ibu-hamil"),
            Row("Singkatnya waktu tunggu puskesmas", "Waktu tunggu pelayanan", Down("menit", "40", "30"), Time, Output, Own, "M1", "puskesmas"),
            Row("Tersedianya obat esensial", "Persediaan obat untuk hari ke depan", Within("hari", "30", "90"), Quantity, Output, Own, "M1", "obat"),
        ],
    },
    Unit {
        code: "disbudpar", name: "Dinas Kebudayaan, Peninggalan Bersejarah dan Permuseuman", head: "Kepala Dinas Kebudayaan", people: 22,
        sections: &["Bidang Warisan Budaya", "Bidang Permuseuman"],
        posts: &["Pamong Budaya", "Kurator", "Pemandu Museum", "Konservator"],
        titles: &["S.S.", "S.Hum.", "S.Par.", "S.Sn."],
        rows: &[
            Row("Terjaganya warisan dunia tambang batu bara Ombilin", "Bangunan cagar budaya yang terawat", Up("persen", "72.0", "80.0"), Quality, Impact, Team, "M2", "cagar-budaya"),
            Row("Puasnya pengunjung museum", "Indeks kepuasan pengunjung", Up("indeks", "84.10", "86.00"), Quality, Outcome, Index, "M2", "museum"),
            Row("Ramainya museum", "Rombongan yang dipandu", Up("rombongan", "60", "80"), Quantity, Output, Own, "M2", "museum"),
            Row("Terawatnya koleksi", "Koleksi yang dikonservasi", Up("benda", "30", "45"), Quality, Output, Own, "M2", "museum"),
            Row("Tercatatnya ingatan para penambang", "Kisah lisan yang direkam", Up("kisah", "", "12"), Quantity, Output, Own, "M2", "museum"),
            Row("Cepatnya izin penelitian", "Lama pemberian izin penelitian", Down("hari", "5.0", "3.0"), Time, Output, Own, "M2", "izin-penelitian"),
        ],
    },
    Unit {
        code: "dpmptsp", name: "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", head: "Kepala DPMPTSP", people: 24,
        sections: &["Bidang Perizinan", "Bidang Penanaman Modal"],
        posts: &["Penata Perizinan", "Pranata Komputer", "Petugas Loket", "Analis Investasi"],
        titles: &["S.E.", "S.Kom.", "S.H.", "A.Md."],
        rows: &[
            Row("Puasnya pemohon izin", "Indeks kepuasan layanan perizinan", Up("indeks", "85.00", "87.00"), Quality, Outcome, Index, "M3", "izin-usaha"),
            Row("Tumbuhnya usaha warga", "Usaha baru yang terdaftar", Up("usaha", "350", "420"), Quantity, Impact, Team, "M2", "izin-usaha"),
            Row("Cepatnya izin terbit", "Lama penerbitan izin", Down("hari", "4.0", "3.0"), Time, Output, Own, "M3", "izin-usaha"),
            Row("Selesainya permohonan", "Permohonan izin yang diselesaikan", Up("berkas", "150", "200"), Quantity, Output, Own, "M3", "izin-usaha"),
            Row("Terdampinginya pelaku usaha", "Pelaku usaha yang didampingi", Up("orang", "40", "60"), Quantity, Output, Own, "M2", "pendampingan-usaha"),
        ],
    },
    Unit {
        code: "dinsos-pmd", name: "Dinas Sosial dan Pemberdayaan Masyarakat Desa", head: "Kepala Dinas Sosial dan Pemberdayaan Masyarakat Desa", people: 26,
        sections: &["Bidang Perlindungan Sosial", "Bidang Pemberdayaan Desa"],
        posts: &["Pekerja Sosial", "Penyuluh Sosial", "Pendamping Desa", "Pengelola Data Kesejahteraan"],
        titles: &["S.Sos.", "S.ST.", "S.AP.", "A.Md."],
        rows: &[
            Row("Keluarnya keluarga dari kemiskinan", "Keluarga yang keluar dari kemiskinan", Up("keluarga", "95", "120"), Quantity, Impact, Team, "M1", "keluarga-miskin"),
            Row("Tepatnya sasaran bantuan", "Kesalahan data penerima bantuan", Down("persen", "4.0", "3.0"), Quality, Outcome, Team, "M3", "bantuan-sosial"),
            Row("Terkunjunginya keluarga rentan", "Kunjungan ke keluarga rentan", Up("kunjungan", "80", "110"), Quantity, Output, Own, "M1", "keluarga-rentan"),
            Row("Selesainya aduan bantuan", "Lama penyelesaian aduan", Down("hari", "10", "7"), Time, Output, Own, "M3", "bantuan-sosial"),
            Row("Berdayanya kelompok usaha", "Kelompok usaha yang dibina", Up("kelompok", "8", "12"), Quantity, Output, Own, "M1", "kelompok-usaha"),
            Row("Hematnya biaya penyaluran", "Biaya penyaluran per keluarga", Down("ribu rupiah", "32", "28"), Cost, Output, Own, "M3", "bantuan-sosial"),
        ],
    },
    Unit {
        code: "kec-barangin", name: "Kecamatan Barangin", head: "Camat Barangin", people: 20,
        sections: &["Seksi Pelayanan Umum", "Seksi Pemerintahan"],
        posts: &["Petugas Layanan Terpadu", "Pengelola Administrasi Pemerintahan", "Pengadministrasi Umum"],
        titles: &["S.IP.", "S.Sos.", "S.STP.", "A.Md."],
        rows: &[
            Row("Puasnya warga kecamatan", "Indeks kepuasan layanan kecamatan", Up("indeks", "81.00", "83.50"), Quality, Outcome, Index, "M3", "kecamatan"),
            Row("Bersihnya desa dan kelurahan", "Desa yang bebas buang air sembarangan", Up("persen", "80.0", "90.0"), Quantity, Impact, Team, "M1", "sanitasi"),
            Row("Terlayaninya surat warga", "Surat keterangan yang selesai", Up("surat", "400", "520"), Quantity, Output, Own, "M3", "surat-warga"),
            Row("Singkatnya waktu layanan", "Waktu layanan di loket", Down("menit", "20", "15"), Time, Output, Own, "M3", "loket-terpadu"),
            Row("Terlaksananya musyawarah desa", "Musyawarah yang didampingi", Up("kali", "10", "14"), Quantity, Output, Own, "M3", "musyawarah-desa"),
        ],
    },
    Unit {
        code: "dlh", name: "Dinas Perumahan, Pertanahan dan Lingkungan Hidup", head: "Kepala Dinas Perumahan, Pertanahan dan Lingkungan Hidup", people: 22,
        sections: &["Bidang Kebersihan dan Pertamanan", "Bidang Perumahan"],
        posts: &["Pengawas Kebersihan", "Teknik Tata Bangunan", "Pengendali Dampak Lingkungan"],
        titles: &["S.T.", "S.Si.", "A.Md.T.", "S.P."],
        rows: &[
            Row("Layaknya rumah warga", "Rumah tidak layak huni yang diperbaiki", Up("rumah", "60", "75"), Quantity, Impact, Team, "M1", "rumah-layak"),
            Row("Puasnya warga atas kebersihan", "Indeks kepuasan layanan kebersihan", Up("indeks", "78.20", "81.00"), Quality, Outcome, Index, "M3", "angkut-sampah"),
            Row("Pulihnya lahan bekas tambang", "Pohon yang ditanam dan hidup", Up("pohon", "800", "1200"), Quantity, Outcome, Own, "M2", "lahan-bekas-tambang"),
            Row("Terangkutnya sampah", "Lama sampah menumpuk di TPS", Down("jam", "18", "12"), Time, Output, Own, "M3", "angkut-sampah"),
            Row("Terawatnya taman", "Titik taman yang dirawat", Up("titik", "14", "18"), Quality, Output, Own, "M2", "ruang-hijau"),
        ],
    },
    Unit {
        code: "uptd-lab", name: "UPTD Laboratorium Kesehatan Daerah", head: "Kepala UPTD Laboratorium Kesehatan Daerah", people: 4,
        sections: &[],
        posts: &["Pranata Laboratorium Kesehatan"],
        titles: &["A.Md.AK.", "S.Si."],
        rows: &[
            Row("Puasnya pengguna laboratorium", "Indeks kepuasan pengguna laboratorium", Up("indeks", "80.50", "83.00"), Quality, Outcome, Index, "M1", "laboratorium"),
            Row("Amannya air warga", "Sumber air yang memenuhi syarat", Up("persen", "78.0", "85.0"), Quality, Impact, Team, "M1", "air-bersih"),
            Row("Diperiksanya contoh uji", "Contoh uji yang diperiksa", Up("contoh", "300", "400"), Quantity, Output, Own, "M1", "laboratorium"),
            Row("Cepatnya hasil uji", "Lama penerbitan hasil uji", Down("hari", "4.0", "3.0"), Time, Output, Own, "M1", "laboratorium"),
            Row("Hematnya bahan uji", "Biaya bahan per contoh uji", Down("ribu rupiah", "55", "50"), Cost, Output, Own, "", "laboratorium"),
        ],
    },
];

#[rustfmt::skip]
const COMMON: &[Row] = &[
    Row("Tersusunnya laporan kinerja tahunan", "Laporan kinerja tahunan diserahkan", By(12), Time, Output, Own, "M3", ""),
    Row("Tersedianya sistem arsip", "Arsip kegiatan tersimpan dalam sistem", Done, Quality, Output, Own, "M3", ""),
    Row("Terserapnya anggaran sesuai rencana", "Serapan anggaran kegiatan", Within("persen", "92.0", "100.0"), Cost, Output, Own, "", ""),
];

#[rustfmt::skip]
const ADDITIONAL: &[Row] = &[
    Row("Suksesnya festival warisan tambang", "Kepanitiaan festival kota", Done, Quantity, Output, Own, "M2", "festival-kota"),
    Row("Terbantunya kerja tim lintas dinas", "Tim lintas dinas yang diikuti sampai selesai", Up("tim", "", "1"), Quantity, Output, Own, "M3", ""),
];
