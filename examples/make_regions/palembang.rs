//! The table of Palembang: speed and timeliness of documents, drains and answers,
//! month by month.

use crate::acts;
use crate::region::Aspect::{Cost, Quality, Quantity, Time};
use crate::region::Level::{Impact, Outcome, Output};
use crate::region::Measure::{By, Done, Down, Up, Within};
use crate::region::Whose::{Index, Own, Team};
use crate::region::{CsvHabit, Names, Office, Region, Row, Unit};

/// Kota Palembang.
pub(crate) const REGION: Region = Region {
    code: "palembang",
    office: Office::Csv(CsvHabit { delimiter: b',', windows: false }),
    names_itself: true,
    names: NAMES,
    units: UNITS,
    common: COMMON,
    additional: ADDITIONAL,
    acts: &acts::palembang::ACTS,
    sends_twice: true,
};

#[rustfmt::skip]
const NAMES: Names = Names {
    men: &["Kgs. Ahmad", "Kemas Yusuf", "Masagus Ali", "M. Yamin", "R.M. Fauzi", "Edi", "Herman", "Rusdi", "Ferry", "Amiruddin", "Hasanuddin", "Iskandar", "Deni", "Robby", "Zainal", "Fikri"],
    women: &["Nyimas Siti", "Masayu Rina", "Nyayu Fatimah", "R.A. Aisyah", "Yessi", "Marlina", "Susi", "Ema", "Rohana", "Nurhayati", "Tri", "Oktarina", "Zubaidah", "Anita", "Septi", "Kartini"],
    second: &["Mahyuddin", "Saleh", "Azhari", "Effendi", "Rozali", "Apriani", "Wijaya", "Hamzah", "Umar", "Ningsih", "Sobri", "Fadil", "Karim", "Zuhri", "Permata", "Ansori", "Novianti", "Barlian", "Usman", "Idris"],
};

#[rustfmt::skip]
const UNITS: &[Unit] = &[
    Unit {
        code: "setda", name: "Sekretariat Daerah", head: "Sekretaris Daerah", people: 22,
        sections: &["Bagian Organisasi", "Bagian Protokol dan Komunikasi", "Bagian Pengadaan"],
        posts: &["Analis Kebijakan", "Pengelola Pengadaan", "Pranata Humas", "Pengadministrasi Perkantoran"],
        titles: &["S.H.", "S.Sos.", "S.E.", "S.I.Kom.", "A.Md."],
        rows: &[
            Row("Terjawabnya masukan warga", "Masukan forum warga yang ditindaklanjuti", Up("persen", "68.0", "80.0"), Quality, Outcome, Team, "M3", "aduan-warga"),
            Row("Meningkatnya kepercayaan warga", "Indeks kepuasan layanan kota", Up("indeks", "80.05", "82.50"), Quality, Impact, Index, "M3", "kota"),
            Row("Lancarnya naskah dinas", "Lama penyelesaian naskah dinas", Down("jam", "36", "24"), Time, Output, Own, "M1", "naskah-dinas"),
            Row("Tayangnya informasi publik", "Informasi publik yang tayang", Up("naskah", "10", "15"), Quantity, Output, Own, "M3", "informasi-publik"),
            Row("Selesainya paket pengadaan", "Paket pengadaan yang selesai tepat waktu", Up("paket", "6", "10"), Time, Output, Own, "M1", "pengadaan"),
            Row("Hematnya pengadaan", "Harga terhadap perkiraan sendiri", Down("persen", "97.0", "95.0"), Cost, Output, Own, "", "pengadaan"),
        ],
    },
    Unit {
        code: "disdukcapil", name: "Dinas Kependudukan dan Pencatatan Sipil", head: "Kepala Dinas Kependudukan dan Pencatatan Sipil", people: 30,
        sections: &["Bidang Pendaftaran Penduduk", "Bidang Pencatatan Sipil", "Bidang Pemanfaatan Data"],
        posts: &["Operator SIAK", "Petugas Loket", "Administrator Database Kependudukan", "Verifikator Berkas"],
        titles: &["S.Kom.", "S.IP.", "A.Md.", "S.Sos."],
        rows: &[
            Row("Puasnya pemohon dokumen", "Indeks kepuasan layanan kependudukan", Up("indeks", "82.40", "85.00"), Quality, Outcome, Index, "M1", "kependudukan"),
            Row("Terlindunginya hak anak", "Anak yang memiliki akta kelahiran", Up("persen", "94.8", "96.0"), Quantity, Impact, Team, "M1", "akta-kelahiran"),
            Row("Cepatnya akta kelahiran", "Lama penerbitan akta kelahiran", Down("jam", "30", "24"), Time, Output, Own, "M1", "akta-kelahiran"),
            Row("Cepatnya kartu keluarga", "Lama penerbitan kartu keluarga", Down("jam", "12", "8"), Time, Output, Own, "M1", "kartu-keluarga"),
            Row("Terbitnya KTP elektronik", "KTP elektronik yang dicetak", Up("keping", "250", "320"), Quantity, Output, Own, "M1", "ktp-elektronik"),
            Row("Benarnya data penduduk", "Berkas yang diverifikasi tanpa kesalahan", Up("berkas", "180", "240"), Quality, Output, Own, "M1", "kependudukan"),
        ],
    },
    Unit {
        code: "dinkes", name: "Dinas Kesehatan", head: "Kepala Dinas Kesehatan", people: 28,
        sections: &["Bidang Kesehatan Masyarakat", "Bidang Pencegahan Penyakit", "UPTD Puskesmas Dempo"],
        posts: &["Bidan", "Perawat", "Epidemiolog Kesehatan", "Apoteker", "Sanitarian"],
        titles: &["S.K.M.", "A.Md.Keb.", "S.Kep.", "dr.", "S.Farm."],
        rows: &[
            Row("Puasnya pasien puskesmas", "Indeks kepuasan pasien puskesmas", Up("indeks", "81.10", "83.50"), Quality, Outcome, Index, "M2", "puskesmas"),
            Row("Terlindunginya anak dari penyakit", "Cakupan imunisasi dasar lengkap", Up("persen", "84.0", "90.0"), Quantity, Impact, Team, "M2", "imunisasi"),
            Row("Singkatnya waktu tunggu", "Waktu tunggu di puskesmas", Down("menit", "45", "30"), Time, Output, Own, "M1", "puskesmas"),
            Row("Terlayaninya anak di posyandu", "Anak yang ditimbang dan diimunisasi", Up("anak", "110", "150"), Quantity, Output, Own, "M2", "imunisasi"),
            Row("Terjaganya persediaan vaksin", "Persediaan vaksin untuk hari ke depan", Within("hari", "14", "45"), Quantity, Output, Own, "M2", "imunisasi"),
            Row("Cepatnya penyelidikan kasus", "Lama penyelidikan sejak laporan", Down("jam", "30", "24"), Time, Output, Own, "M1", "penyakit-menular"),
        ],
    },
    Unit {
        code: "dpupr", name: "Dinas Pekerjaan Umum dan Penataan Ruang", head: "Kepala Dinas Pekerjaan Umum dan Penataan Ruang", people: 26,
        sections: &["Bidang Sumber Daya Air", "Bidang Bina Marga", "Bidang Tata Ruang"],
        posts: &["Teknik Pengairan", "Teknik Jalan", "Operator Pompa", "Penata Ruang"],
        titles: &["S.T.", "A.Md.T.", "S.PWK.", "M.T."],
        rows: &[
            Row("Surutnya genangan", "Titik genangan lebih dari dua jam", Down("titik", "30", "24"), Quality, Impact, Team, "M2", "drainase"),
            Row("Mantapnya jalan kota", "Jalan kota dalam kondisi mantap", Up("persen", "80.5", "83.0"), Quality, Outcome, Team, "M2", "jalan"),
            Row("Terjaganya kolam retensi", "Tinggi muka air kolam retensi", Within("cm", "120", "180"), Quantity, Output, Own, "M2", "drainase"),
            Row("Cepatnya tambal jalan", "Lama penanganan aduan jalan", Down("hari", "5.0", "3.0"), Time, Output, Own, "M1", "jalan"),
            Row("Lancarnya saluran", "Panjang saluran yang dibersihkan", Up("meter", "1100", "1500"), Quantity, Output, Own, "M2", "drainase"),
            Row("Hematnya solar pompa", "Solar per jam pompa", Down("liter", "14.0", "12.5"), Cost, Output, Own, "", "drainase"),
        ],
    },
    Unit {
        code: "dlhk", name: "Dinas Lingkungan Hidup dan Kebersihan", head: "Kepala Dinas Lingkungan Hidup dan Kebersihan", people: 26,
        sections: &["Bidang Kebersihan", "Bidang Pengendalian Pencemaran"],
        posts: &["Pengawas Kebersihan", "Pengendali Dampak Lingkungan", "Pengelola Armada"],
        titles: &["S.T.", "S.Si.", "A.Md.", "S.P."],
        rows: &[
            Row("Puasnya warga atas persampahan", "Indeks kepuasan layanan persampahan", Up("indeks", "75.60", "79.00"), Quality, Outcome, Index, "M2", "angkut-sampah"),
            Row("Bersihnya Sungai Musi", "Indeks kualitas air sungai", Up("nilai", "52.10", "54.00"), Quality, Impact, Team, "M2", "sungai-bersih"),
            Row("Tepatnya jadwal angkut", "Ritase sesuai jadwal", Up("rit", "50", "70"), Time, Output, Own, "M1", "angkut-sampah"),
            Row("Cepatnya penanganan aduan", "Lama penanganan aduan sampah", Down("jam", "30", "24"), Time, Output, Own, "M1", "aduan-sampah"),
            Row("Terkelolanya bank sampah", "Sampah yang diterima bank sampah", Up("kg", "800", "1100"), Quantity, Output, Own, "M2", "bank-sampah"),
        ],
    },
    Unit {
        code: "dpmptsp", name: "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", head: "Kepala DPMPTSP", people: 22,
        sections: &["Bidang Perizinan", "Bidang Pengaduan dan Informasi"],
        posts: &["Penata Perizinan", "Petugas Loket", "Pranata Komputer", "Pengelola Pengaduan"],
        titles: &["S.E.", "S.Kom.", "S.H.", "A.Md."],
        rows: &[
            Row("Puasnya pemohon izin", "Indeks kepuasan layanan perizinan", Up("indeks", "83.90", "86.00"), Quality, Outcome, Index, "M1", "izin-usaha"),
            Row("Tumbuhnya usaha warga", "Usaha mikro baru yang berizin", Up("usaha", "210", "260"), Quantity, Impact, Team, "M1", "izin-usaha"),
            Row("Cepatnya izin terbit", "Lama penerbitan izin", Down("hari", "3.0", "2.0"), Time, Output, Own, "M1", "izin-usaha"),
            Row("Selesainya permohonan", "Permohonan yang diselesaikan", Up("berkas", "45", "60"), Quantity, Output, Own, "M1", "izin-usaha"),
            Row("Terjawabnya aduan", "Lama jawaban aduan", Down("jam", "24", "12"), Time, Output, Own, "M3", "aduan-izin"),
        ],
    },
    Unit {
        code: "satpolpp", name: "Satuan Polisi Pamong Praja", head: "Kepala Satuan Polisi Pamong Praja", people: 24,
        sections: &["Bidang Ketertiban Umum", "Bidang Penegakan Peraturan Daerah"],
        posts: &["Polisi Pamong Praja", "Penyidik Pegawai Negeri Sipil", "Pengelola Operasi"],
        titles: &["S.H.", "S.Sos.", "S.STP.", "S.IP."],
        rows: &[
            Row("Tertibnya ruang publik", "Pelanggaran ketertiban yang berulang", Down("kasus", "25", "20"), Quality, Impact, Team, "M3", "ketertiban"),
            Row("Percayanya warga pada penertiban", "Indeks kepuasan layanan ketertiban", Up("indeks", "77.30", "80.00"), Quality, Outcome, Index, "M3", "ketertiban"),
            Row("Cepatnya tanggapan lapangan", "Waktu tiba di lokasi aduan", Down("menit", "40", "30"), Time, Output, Own, "M1", "ketertiban"),
            Row("Terlaksananya patroli", "Patroli sesuai rencana", Up("patroli", "16", "22"), Quantity, Output, Own, "M3", "ketertiban"),
            Row("Tuntasnya berkas perkara", "Berkas perkara yang selesai", Up("berkas", "4", "6"), Quality, Output, Own, "M3", "ketertiban"),
        ],
    },
    Unit {
        code: "kec-ilir-barat-i", name: "Kecamatan Ilir Barat I", head: "Camat Ilir Barat I", people: 20,
        sections: &["Seksi Pelayanan Umum", "Seksi Pemberdayaan Masyarakat"],
        posts: &["Petugas Layanan Terpadu", "Pengelola Pemberdayaan Masyarakat", "Pengadministrasi Umum"],
        titles: &["S.IP.", "S.Sos.", "S.AP.", "A.Md."],
        rows: &[
            Row("Puasnya warga kecamatan", "Indeks kepuasan layanan kecamatan", Up("indeks", "80.70", "83.00"), Quality, Outcome, Index, "M1", "kecamatan"),
            Row("Berperannya warga dalam rencana kota", "Usulan warga yang masuk rencana", Up("persen", "35.0", "45.0"), Quality, Impact, Team, "M3", "forum-warga"),
            Row("Terlayaninya surat warga", "Surat keterangan yang selesai", Up("surat", "80", "110"), Quantity, Output, Own, "M1", "surat-warga"),
            Row("Singkatnya waktu tunggu loket", "Waktu tunggu di loket", Down("menit", "22", "15"), Time, Output, Own, "M1", "loket-terpadu"),
            Row("Terlaksananya forum warga", "Pertemuan forum warga yang didampingi", Up("pertemuan", "3", "5"), Quantity, Output, Own, "M3", "forum-warga"),
        ],
    },
    Unit {
        code: "uptd-metrologi", name: "UPTD Metrologi Legal", head: "Kepala UPTD Metrologi Legal", people: 3,
        sections: &[],
        posts: &["Penera"],
        titles: &["S.T.", "A.Md."],
        rows: &[
            Row("Jujurnya timbangan pasar", "Timbangan pedagang yang bertanda tera sah", Up("persen", "76.0", "82.0"), Quality, Impact, Team, "M1", "tera"),
            Row("Puasnya pedagang", "Indeks kepuasan layanan tera", Up("indeks", "81.00", "83.00"), Quality, Outcome, Index, "M1", "tera"),
            Row("Diteranya alat ukur", "Alat ukur yang ditera", Up("alat", "70", "90"), Quantity, Output, Own, "M1", "tera"),
            Row("Cepatnya layanan tera", "Lama layanan sejak pendaftaran", Down("hari", "3.0", "2.0"), Time, Output, Own, "M1", "tera"),
            Row("Hematnya biaya sidang tera", "Biaya per alat ukur", Down("ribu rupiah", "24", "20"), Cost, Output, Own, "", "tera"),
        ],
    },
];

#[rustfmt::skip]
const COMMON: &[Row] = &[
    Row("Terkirimnya laporan bulanan", "Laporan kinerja bulanan dikirim", By(8), Time, Output, Own, "M1", ""),
    Row("Terisinya laporan harian", "Laporan harian terisi setiap hari kerja", Done, Quality, Output, Own, "M3", ""),
    Row("Terjaganya serapan anggaran", "Serapan anggaran bulan berjalan", Within("persen", "88.0", "100.0"), Cost, Output, Own, "", ""),
];

#[rustfmt::skip]
const ADDITIONAL: &[Row] = &[
    Row("Terselenggaranya forum warga", "Piket meja aduan pada forum warga", Up("kali", "", "1"), Quantity, Output, Own, "M3", "forum-warga"),
    Row("Cepatnya perbaikan cara kerja", "Usul perbaikan prosedur yang diterapkan", Done, Quality, Output, Own, "M1", ""),
];
