//! The table of Tangerang Selatan: output and impact derived from the city's
//! missions, with findings per service.

use crate::acts;
use crate::region::Aspect::{Cost, Quality, Quantity, Time};
use crate::region::Level::{Impact, Outcome, Output};
use crate::region::Measure::{By, Done, Down, Up, Within};
use crate::region::Whose::{Index, Own, Team};
use crate::region::{Names, Office, Region, Row, Unit};

/// Kota Tangerang Selatan.
pub(crate) const REGION: Region = Region {
    code: "tangerang-selatan",
    office: Office::Xlsx,
    names_itself: true,
    names: NAMES,
    units: UNITS,
    common: COMMON,
    additional: ADDITIONAL,
    acts: &acts::tangerang_selatan::ACTS,
    sends_twice: false,
};

#[rustfmt::skip]
const NAMES: Names = Names {
    men: &["Asep", "Dadang", "Ujang", "Mochamad", "H. Rojali", "Saiful", "Eko", "Wahyu", "Tubagus", "Dimas", "Cecep", "Anton", "Nanang", "Fajar", "Yusuf", "Gilang"],
    women: &["Neneng", "Euis", "Siti", "Hj. Rohmah", "Ratu Ayu", "Lilis", "Dian", "Mega", "Wulan", "Iis", "Putri", "Nur 'Aini", "Kartika", "Intan", "Sri", "Ayu"],
    second: &["Nugraha", "Sopian", "Hidayat", "Suryana", "Mulyadi", "Purnama", "Setiawan", "Rahayu", "Maesaroh", "Kurniawan", "Fauziah", "Gunawan", "Prasetyo", "Sukmawati", "Baihaqi", "Wulandari", "Firdaus", "Handayani", "Junaedi", "Permana"],
};

#[rustfmt::skip]
const UNITS: &[Unit] = &[
    Unit {
        code: "setda", name: "Sekretariat Daerah", head: "Sekretaris Daerah", people: 22,
        sections: &["Bagian Organisasi", "Bagian Hukum", "Bagian Perekonomian"],
        posts: &["Analis Kebijakan", "Perancang Peraturan", "Analis Perekonomian", "Pengadministrasi Perkantoran"],
        titles: &["S.H.", "S.E.", "S.Sos.", "S.AP.", "A.Md."],
        rows: &[
            Row("Efektifnya birokrasi", "Indeks reformasi birokrasi", Up("nilai", "71.40", "74.00"), Quality, Impact, Team, "M5", "tata-kelola"),
            Row("Puasnya unit kerja atas layanan sekretariat", "Indeks kepuasan layanan internal", Up("indeks", "80.50", "83.00"), Quality, Outcome, Index, "M5", "sekretariat"),
            Row("Tersusunnya produk hukum", "Rancangan peraturan yang selesai", Up("rancangan", "8", "12"), Quantity, Output, Own, "M5", "produk-hukum"),
            Row("Lancarnya naskah dinas", "Lama penyelesaian naskah dinas", Down("hari", "3.0", "2.0"), Time, Output, Own, "M5", "naskah-dinas"),
            Row("Terkajinya kebijakan ekonomi", "Kajian yang dipakai dalam keputusan", Up("kajian", "3", "5"), Quality, Output, Own, "M4", "kebijakan-daerah"),
            Row("Hematnya belanja rapat", "Belanja rapat per peserta", Down("ribu rupiah", "90", "75"), Cost, Output, Own, "", ""),
        ],
    },
    Unit {
        code: "rsu-serpong", name: "RSU Serpong Utara", head: "Direktur RSU Serpong Utara", people: 30,
        sections: &["Bidang Pelayanan Medis", "Bidang Keperawatan", "Bagian Tata Usaha"],
        posts: &["Perawat", "Bidan", "Apoteker", "Perekam Medis", "Petugas Pendaftaran"],
        titles: &["S.Kep.", "A.Md.Keb.", "dr.", "S.Farm.", "A.Md.RMIK."],
        rows: &[
            Row("Puasnya pasien", "Indeks kepuasan pasien", Up("indeks", "82.10", "85.00"), Quality, Outcome, Index, "M1", "rumah-sakit"),
            Row("Sehatnya warga", "Pasien rawat inap yang pulang membaik", Up("persen", "88.0", "92.0"), Quality, Impact, Team, "M1", "rawat-inap"),
            Row("Singkatnya waktu tunggu rawat jalan", "Waktu tunggu rawat jalan", Down("menit", "80", "60"), Time, Outcome, Own, "M1", "rawat-jalan"),
            Row("Singkatnya waktu tunggu obat", "Waktu tunggu obat jadi", Down("menit", "38", "30"), Time, Output, Own, "M1", "farmasi"),
            Row("Terlayaninya pasien", "Pelayanan yang tercatat lengkap", Up("pelayanan", "800", "1100"), Quantity, Output, Own, "M1", "rekam-medis"),
            Row("Terisinya tempat tidur dengan aman", "Tingkat hunian tempat tidur", Within("persen", "60.0", "85.0"), Quantity, Output, Own, "M1", "rawat-inap"),
        ],
    },
    Unit {
        code: "disdikbud", name: "Dinas Pendidikan dan Kebudayaan", head: "Kepala Dinas Pendidikan dan Kebudayaan", people: 26,
        sections: &["Bidang Sekolah Dasar", "Bidang Sekolah Menengah Pertama", "Bidang Kebudayaan"],
        posts: &["Pengawas Sekolah", "Pengelola Data Pendidikan", "Pamong Budaya", "Analis Kurikulum"],
        titles: &["S.Pd.", "M.Pd.", "S.S.", "S.Kom."],
        rows: &[
            Row("Unggulnya lulusan", "Siswa dengan kecakapan literasi minimum", Up("persen", "80.0", "84.0"), Quality, Impact, Team, "M1", "literasi"),
            Row("Bersekolahnya semua anak", "Angka partisipasi sekolah 13-15 tahun", Up("persen", "96.1", "97.0"), Quantity, Outcome, Team, "M1", "partisipasi-sekolah"),
            Row("Terbinanya sekolah", "Sekolah yang didampingi", Up("sekolah", "10", "15"), Quantity, Output, Own, "M1", "pembinaan-sekolah"),
            Row("Cepatnya mutasi siswa", "Lama penyelesaian mutasi siswa", Down("hari", "3.0", "2.0"), Time, Output, Own, "M5", "mutasi-siswa"),
            Row("Terlatihnya guru", "Guru yang menyelesaikan pelatihan", Up("guru", "30", "45"), Quantity, Output, Own, "M1", "pelatihan-guru"),
            Row("Hematnya biaya pelatihan", "Biaya per peserta pelatihan", Down("ribu rupiah", "1200", "1050"), Cost, Output, Own, "M5", "pelatihan-guru"),
        ],
    },
    Unit {
        code: "dsdabmbk", name: "Dinas Sumber Daya Air, Bina Marga dan Bina Konstruksi", head: "Kepala Dinas Sumber Daya Air, Bina Marga dan Bina Konstruksi", people: 26,
        sections: &["Bidang Sumber Daya Air", "Bidang Bina Marga"],
        posts: &["Teknik Pengairan", "Teknik Jalan", "Pengawas Konstruksi", "Penjaga Pintu Air"],
        titles: &["S.T.", "M.T.", "A.Md.T.", "S.Si."],
        rows: &[
            Row("Terhubungnya kota", "Jalan kota dalam kondisi mantap", Up("persen", "90.2", "92.0"), Quality, Impact, Team, "M2", "jalan"),
            Row("Surutnya banjir", "Titik banjir yang tersisa", Down("titik", "18", "14"), Quantity, Outcome, Team, "M2", "banjir"),
            Row("Terjaganya situ dan tandon", "Tinggi muka air tandon", Within("cm", "150", "220"), Quantity, Output, Own, "M2", "banjir"),
            Row("Cepatnya perbaikan jalan", "Lama penanganan aduan jalan", Down("hari", "6.0", "4.0"), Time, Output, Own, "M2", "jalan"),
            Row("Lancarnya drainase", "Saluran yang dinormalisasi", Up("meter", "1200", "1800"), Quantity, Output, Own, "M2", "drainase"),
            Row("Terawasinya pekerjaan", "Pengawasan lapangan yang dilaporkan", Up("laporan", "16", "24"), Quality, Output, Own, "M2", "pengawasan-proyek"),
        ],
    },
    Unit {
        code: "dlh", name: "Dinas Lingkungan Hidup", head: "Kepala Dinas Lingkungan Hidup", people: 24,
        sections: &["Bidang Kebersihan", "Bidang Tata Lingkungan"],
        posts: &["Pengawas Kebersihan", "Pengendali Dampak Lingkungan", "Penyuluh Lingkungan"],
        titles: &["S.T.", "S.Si.", "A.Md.", "S.P."],
        rows: &[
            Row("Lestarinya kota", "Sampah yang terkurangi dari sumbernya", Up("persen", "22.0", "26.0"), Quantity, Impact, Team, "M3", "kurangi-sampah"),
            Row("Puasnya warga atas persampahan", "Indeks kepuasan layanan persampahan", Up("indeks", "77.00", "80.50"), Quality, Outcome, Index, "M3", "angkut-sampah"),
            Row("Terangkutnya sampah tepat waktu", "Ritase sesuai jadwal", Up("rit", "150", "190"), Time, Output, Own, "M3", "angkut-sampah"),
            Row("Hidupnya bank sampah", "Bank sampah yang dibina", Up("unit", "8", "12"), Quantity, Output, Own, "M3", "bank-sampah"),
            Row("Cepatnya penanganan aduan", "Lama penanganan aduan sampah", Down("jam", "36", "24"), Time, Output, Own, "M3", "aduan-sampah"),
        ],
    },
    Unit {
        code: "diskopukm", name: "Dinas Koperasi, Usaha Kecil dan Menengah", head: "Kepala Dinas Koperasi, Usaha Kecil dan Menengah", people: 22,
        sections: &["Bidang Koperasi", "Bidang Usaha Mikro"],
        posts: &["Penyuluh Koperasi", "Pendamping Usaha", "Analis Pembiayaan"],
        titles: &["S.E.", "S.M.", "S.Sos.", "A.Md."],
        rows: &[
            Row("Tumbuhnya ekonomi kreatif", "Usaha mikro yang naik kelas", Up("usaha", "45", "60"), Quantity, Impact, Team, "M4", "pendampingan-usaha"),
            Row("Puasnya pelaku usaha", "Indeks kepuasan pelaku usaha", Up("indeks", "79.90", "82.50"), Quality, Outcome, Index, "M4", "pendampingan-usaha"),
            Row("Terdampinginya pelaku usaha", "Pelaku usaha yang didampingi", Up("orang", "30", "45"), Quantity, Output, Own, "M4", "pendampingan-usaha"),
            Row("Sehatnya koperasi", "Koperasi yang diperiksa kesehatannya", Up("koperasi", "8", "12"), Quality, Output, Own, "M4", "koperasi"),
            Row("Cepatnya rekomendasi", "Lama penerbitan rekomendasi", Down("hari", "5.0", "3.0"), Time, Output, Own, "M5", "rekomendasi-usaha"),
        ],
    },
    Unit {
        code: "disdukcapil", name: "Dinas Kependudukan dan Pencatatan Sipil", head: "Kepala Dinas Kependudukan dan Pencatatan Sipil", people: 26,
        sections: &["Bidang Pendaftaran Penduduk", "Bidang Pencatatan Sipil"],
        posts: &["Operator SIAK", "Petugas Loket", "Verifikator Berkas", "Pengelola Arsip"],
        titles: &["S.Kom.", "S.IP.", "A.Md.", "S.Sos."],
        rows: &[
            Row("Puasnya pemohon dokumen", "Indeks kepuasan layanan kependudukan", Up("indeks", "84.00", "86.50"), Quality, Outcome, Index, "M5", "kependudukan"),
            Row("Terlindunginya hak anak", "Anak yang memiliki kartu identitas", Up("persen", "70.0", "78.0"), Quantity, Impact, Team, "M5", "kartu-anak"),
            Row("Singkatnya waktu tunggu loket", "Waktu tunggu di loket", Down("menit", "50", "35"), Time, Outcome, Own, "M5", "loket-kependudukan"),
            Row("Cepatnya akta kelahiran", "Lama penerbitan akta kelahiran", Down("hari", "3.0", "2.0"), Time, Output, Own, "M5", "akta-kelahiran"),
            Row("Terbitnya dokumen", "Dokumen kependudukan yang diterbitkan", Up("dokumen", "700", "950"), Quantity, Output, Own, "M5", "kependudukan"),
        ],
    },
    Unit {
        code: "kec-pamulang", name: "Kecamatan Pamulang", head: "Camat Pamulang", people: 22,
        sections: &["Seksi Pelayanan Umum", "Seksi Ekonomi dan Pembangunan"],
        posts: &["Petugas Layanan Terpadu", "Pengelola Pembangunan", "Pengadministrasi Umum"],
        titles: &["S.IP.", "S.Sos.", "S.AP.", "S.STP."],
        rows: &[
            Row("Puasnya warga kecamatan", "Indeks kepuasan layanan kecamatan", Up("indeks", "81.60", "84.00"), Quality, Outcome, Index, "M5", "kecamatan"),
            Row("Nyamannya lingkungan", "RW yang memenuhi kriteria lingkungan sehat", Up("persen", "58.0", "66.0"), Quantity, Impact, Team, "M3", "lingkungan-sehat"),
            Row("Terlayaninya surat warga", "Surat keterangan yang selesai", Up("surat", "180", "240"), Quantity, Output, Own, "M5", "surat-warga"),
            Row("Singkatnya waktu tunggu loket", "Waktu tunggu di loket", Down("menit", "24", "15"), Time, Output, Own, "M5", "loket-terpadu"),
            Row("Terlaksananya musyawarah pembangunan", "Usulan warga yang dibahas", Up("usulan", "20", "30"), Quality, Output, Own, "M2", "musyawarah-warga"),
        ],
    },
    Unit {
        code: "uptd-pengujian", name: "UPTD Pengujian Kendaraan Bermotor", head: "Kepala UPTD Pengujian Kendaraan Bermotor", people: 4,
        sections: &[],
        posts: &["Penguji Kendaraan"],
        titles: &["S.T.", "A.Md.PKB."],
        rows: &[
            Row("Amannya jalan kota", "Kendaraan angkutan yang laik jalan", Up("persen", "82.0", "88.0"), Quality, Impact, Team, "M2", "uji-kendaraan"),
            Row("Puasnya pengguna", "Indeks kepuasan layanan pengujian", Up("indeks", "80.00", "83.00"), Quality, Outcome, Index, "M2", "uji-kendaraan"),
            Row("Diujinya kendaraan", "Kendaraan yang diuji", Up("kendaraan", "400", "520"), Quantity, Output, Own, "M2", "uji-kendaraan"),
            Row("Singkatnya waktu uji", "Lama uji per kendaraan", Down("menit", "40", "30"), Time, Output, Own, "M2", "uji-kendaraan"),
            Row("Hematnya biaya alat uji", "Biaya kalibrasi per alat", Down("ribu rupiah", "650", "600"), Cost, Output, Own, "", "uji-kendaraan"),
        ],
    },
];

#[rustfmt::skip]
const COMMON: &[Row] = &[
    Row("Terkirimnya laporan kinerja", "Laporan kinerja triwulan dikirim", By(9), Time, Output, Own, "M5", ""),
    Row("Tersedianya rencana aksi", "Rencana aksi triwulan tersimpan dalam sistem", Done, Quality, Output, Own, "M5", ""),
    Row("Terserapnya anggaran sesuai rencana", "Serapan anggaran kegiatan", Within("persen", "90.0", "100.0"), Cost, Output, Own, "", ""),
];

#[rustfmt::skip]
const ADDITIONAL: &[Row] = &[
    Row("Berbaginya praktik baik", "Praktik baik yang dibagikan kepada unit lain", Up("praktik", "", "1"), Quantity, Output, Own, "M5", ""),
    Row("Terbantunya layanan akhir pekan", "Piket layanan akhir pekan", Up("kali", "", "3"), Quantity, Output, Own, "M5", ""),
];
