//! What people of Palembang did: daily reports that superiors see at once, the
//! forum of citizens, plans that staff take part in.

use crate::acts::table::{Acts, Complaint, Daily, Proposal, Service, Step, Voice};

#[rustfmt::skip]
pub(crate) const ACTS: Acts = Acts {
    achievements: &[
        ("setda", "baik"),
        ("disdukcapil", "istimewa"),
        ("dinkes", "baik"),
        ("dpupr", "kurang"),
        ("dlhk", "butuh_perbaikan"),
        ("dpmptsp", "baik"),
        ("satpolpp", "baik"),
        ("kec-ilir-barat-i", "baik"),
    ],
    set_by: "Wali Kota Palembang",
    daily: &[
        Daily("disdukcapil", "Perekaman KTP elektronik di loket 3", 215),
        Daily("disdukcapil", "Verifikasi berkas akta kematian", 140),
        Daily("disdukcapil", "Penerbitan kartu keluarga daring", 190),
        Daily("dinkes", "Posyandu lansia di 7 Ulu", 180),
        Daily("dinkes", "Pemeriksaan jentik di Kemuning", 160),
        Daily("dpupr", "Pembersihan saluran Sekip dan pengecekan pompa", 240),
        Daily("dpupr", "Penambalan jalan Basuki Rahmat", 230),
        Daily("dlhk", "Pengangkutan sampah Pasar 16 Ilir sebelum pukul enam", 170),
        Daily("dlhk", "Uji kualitas air Sungai Sekanak", 150),
        Daily("dpmptsp", "Pemeriksaan permohonan izin daring", 205),
        Daily("dpmptsp", "Menjawab pengaduan kanal WhatsApp", 90),
        Daily("satpolpp", "Penertiban parkir di Jalan Sudirman", 220),
        Daily("kec-ilir-barat-i", "Layanan surat keterangan di loket", 200),
        Daily("kec-ilir-barat-i", "Forum warga Bukit Lama, mencatat masukan", 130),
    ],
    feedback: &[
        Voice("masyarakat", "apresiasi", "Kartu keluarga selesai dalam satu hari, terima kasih."),
        Voice("masyarakat", "koreksi", "Jawaban lewat WhatsApp baru datang setelah tiga hari."),
        Voice("masyarakat", "koreksi", "Genangan di Sekip sudah dilaporkan dua kali."),
        Voice("atasan", "apresiasi", "Laporan harian lengkap dengan foto sebelum dan sesudah."),
        Voice("atasan", "koreksi", "Berkas menumpuk pada hari Senin; bagi lebih awal."),
        Voice("rekan", "apresiasi", "Cepat menggantikan rekan yang sakit."),
        Voice("masyarakat", "netral", ""),
    ],
    services: &[
        Service("disdukcapil", "kartu-keluarga", "", 84),
        Service("dinkes", "puskesmas-dempo", "", 77),
        Service("dlhk", "angkut-sampah", "", 69),
        Service("dpmptsp", "izin-usaha", "biaya", 80),
    ],
    complaints: &[
        Complaint("dpupr", "drainase", "pengaduan", "forum warga", "Simpang Polda tergenang setiap hujan lebih dari satu jam.", Some(6)),
        Complaint("dpupr", "drainase", "pengaduan", "SP4N-LAPOR!", "Pompa Sungai Bendung tidak menyala pada malam hari.", Some(2)),
        Complaint("dpupr", "jalan", "kritik", "media sosial", "Tambalan jalan di Plaju lepas dalam sepekan.", None),
        Complaint("dlhk", "angkut-sampah", "pengaduan", "WhatsApp", "Sampah pasar Lemabang belum diangkut sampai siang.", Some(1)),
        Complaint("dlhk", "angkut-sampah", "saran", "forum warga", "Sediakan jadwal angkut yang dapat dilihat warga.", None),
        Complaint("disdukcapil", "kartu-keluarga", "kritik", "loket", "Petugas meminta berkas yang sudah diunggah.", Some(3)),
        Complaint("disdukcapil", "ktp-elektronik", "pengaduan", "SP4N-LAPOR!", "Sudah dua kali datang, jaringan perekaman putus.", Some(4)),
        Complaint("dpmptsp", "izin-usaha", "pengaduan", "WhatsApp", "Izin kios pempek tertahan di tahap verifikasi delapan hari.", Some(8)),
        Complaint("satpolpp", "ketertiban", "kritik", "forum warga", "Penertiban di kawasan Benteng Kuto Besak hanya saat ada acara.", None),
        Complaint("kec-ilir-barat-i", "loket-terpadu", "saran", "kotak saran", "Kursi tunggu untuk lansia ditambah.", Some(10)),
    ],
    proposals: &[
        Proposal("Waktu penerbitan akta kematian menjadi satu hari kerja", "diterima", ""),
        Proposal("Target perekaman diturunkan selama perbaikan jaringan", "ditolak", "Perbaikan selesai pekan pertama bulan; target tetap."),
        Proposal("Target perekaman tetap, dihitung mulai tanggal 8 setelah jaringan pulih", "diubah", "Dihitung penuh; hari tanpa jaringan dicatat sebagai hambatan."),
        Proposal("Indikator baru: masukan forum warga yang dijawab", "diterima", ""),
        Proposal("Laporan foto pengerukan saluran setiap minggu", "diterima", ""),
        Proposal("Ritase malam dihitung terpisah", "", ""),
        Proposal("Izin usaha mikro dilayani di kecamatan dua kali sebulan", "diubah", "Satu kali sebulan dulu, dinilai kembali bulan depan."),
    ],
    // Of one the class is not on record yet, and one has a class without an amount.
    attendance: &[("7", ""), ("7", "TL1=2"), ("9", "TL1=1, TL2=1"), ("5", "TK=1, LH=3"), ("", "TL1=4"), ("6", "")],
    rated: 12,
    coaching: ("bimbingan", &[
        Step("Laporan harian bulan Juni dibaca bersama atasan", "2026-07-23", "2026-07-22", "atasan_langsung"),
        Step("Target mingguan bulan Juli disepakati", "2026-07-27", "", "atasan_langsung"),
    ]),
    ..Acts::NOTHING
};
