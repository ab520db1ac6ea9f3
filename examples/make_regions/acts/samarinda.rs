//! What people of Samarinda did: daily reports with direct feedback, the public's
//! answers and criticism, decisions.

use crate::acts::table::{Acts, Complaint, Daily, Service, Voice};

#[rustfmt::skip]
pub(crate) const ACTS: Acts = Acts {
    daily: &[
        Daily("dinkes", "Imunisasi di Posyandu Mawar, Kelurahan Sidodamai", 180),
        Daily("dinkes", "Pelacakan kontak dua kasus demam berdarah di Loa Bakung", 210),
        Daily("dinkes", "Rekap cakupan imunisasi dan unggah ke aplikasi", 95),
        Daily("rsud-im", "Pelayanan poli rawat jalan, antrean pagi", 240),
        Daily("rsud-im", "Melengkapi rekam medis pasien rawat inap", 150),
        Daily("rsud-im", "Penyiapan obat jadi, antrean farmasi", 165),
        Daily("dlh", "Pengawasan ritase angkutan sampah rute Pasar Segiri", 200),
        Daily("dlh", "Penanganan aduan sampah liar di tepi Sungai Karang Mumus", 175),
        Daily("dlh", "Perawatan taman median Jalan M. Yamin", 130),
        Daily("disdukcapil", "Pencetakan KTP elektronik", 220),
        Daily("disdukcapil", "Jemput bola akta kelahiran di Palaran", 260),
        Daily("disdikbud", "Kunjungan pembinaan SD di Samarinda Seberang", 190),
        Daily("disdikbud", "Verifikasi berkas mutasi siswa", 110),
        Daily("kec-sungai-pinang", "Layanan loket terpadu", 230),
        Daily("kec-sungai-pinang", "Mendampingi gotong royong RT 12", 120),
        Daily("bkpsdm", "Pemeriksaan berkas kenaikan pangkat", 185),
        Daily("bkpsdm", "Menyiapkan angkatan pelatihan pelayanan publik", 140),
        Daily("disdukcapil", "Alih media arsip akta", 125),
    ],
    reported_days: Some(6),
    feedback: &[
        Voice("atasan", "apresiasi", "Laporan harian rapi, aduan dijawab hari itu juga."),
        Voice("rekan", "apresiasi", "Selalu membantu saat antrean memuncak."),
        Voice("masyarakat", "apresiasi", "Petugas ramah, surat selesai sebelum pukul sepuluh."),
        Voice("masyarakat", "koreksi", "Antrean dipanggil tidak urut, mohon layar antrean diperbaiki."),
        Voice("atasan", "koreksi", "Laporan harian beberapa kali diisi borongan di akhir pekan."),
        Voice("rekan", "netral", "Pembagian tugas lapangan perlu dibahas ulang."),
        Voice("bawahan", "apresiasi", "Mau mendengar usulan staf."),
        Voice("diri_sendiri", "netral", "Perlu belajar aplikasi pelaporan yang baru."),
        Voice("masyarakat", "koreksi", "Jam istirahat loket tutup semua, warga menunggu lama."),
    ],
    services: &[
        Service("dinkes", "imunisasi", "", 86),
        Service("rsud-im", "rawat-jalan", "", 72),
        Service("dlh", "angkut-sampah", "biaya", 64),
        Service("disdukcapil", "ktp-elektronik", "", 81),
        Service("kec-sungai-pinang", "loket-terpadu", "", 78),
    ],
    complaints: &[
        Complaint("rsud-im", "rawat-jalan", "pengaduan", "loket", "Menunggu dokter lebih dari dua jam di poli penyakit dalam.", Some(2)),
        Complaint("rsud-im", "rawat-jalan", "kritik", "media sosial", "Nomor antrean daring tidak sama dengan yang di layar.", Some(5)),
        Complaint("rsud-im", "farmasi", "pengaduan", "SP4N-LAPOR!", "Obat racikan baru siap setelah magrib.", None),
        Complaint("dlh", "angkut-sampah", "pengaduan", "SP4N-LAPOR!", "Bak sampah Jalan Lambung Mangkurat tiga hari tidak diangkut.", Some(1)),
        Complaint("dlh", "angkut-sampah", "kritik", "media sosial", "Truk sampah lewat tepat saat anak berangkat sekolah.", Some(9)),
        Complaint("dlh", "angkut-sampah", "saran", "musrenbang", "Tambah TPS di perumahan Sempaja.", None),
        Complaint("dlh", "sungai-bersih", "pengaduan", "telepon", "Tumpukan sampah menyangkut di bawah jembatan Gang Nibung.", Some(3)),
        Complaint("disdukcapil", "ktp-elektronik", "pengaduan", "loket", "Blangko habis, diminta datang lagi pekan depan.", Some(7)),
        Complaint("disdukcapil", "akta-kelahiran", "saran", "kotak saran", "Buka layanan akta di hari Sabtu.", None),
        Complaint("dinkes", "imunisasi", "saran", "posyandu", "Jadwal imunisasi mohon diumumkan lewat ketua RT.", Some(4)),
        Complaint("kec-sungai-pinang", "loket-terpadu", "kritik", "loket", "Loket tutup lima belas menit lebih awal pada hari Jumat.", Some(1)),
        Complaint("kec-sungai-pinang", "loket-terpadu", "pengaduan", "SP4N-LAPOR!", "Diminta fotokopi yang tidak ada dalam daftar syarat.", Some(6)),
    ],
    rated: 18,
    decided: 24,
    ..Acts::NOTHING
};
