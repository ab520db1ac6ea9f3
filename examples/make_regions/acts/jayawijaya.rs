//! What people of Jayawijaya did: units with an achievement, means that come by
//! air, training in the field, evaluation meetings with steps.

use crate::acts::table::{Acts, Step, Support};

#[rustfmt::skip]
pub(crate) const ACTS: Acts = Acts {
    achievements: &[
        ("setda", "baik"),
        ("distrik-walesi", "istimewa"),
        ("distrik-wamena", "baik"),
        ("dinkes", "butuh_perbaikan"),
        ("disdik", "baik"),
        ("distan", "kurang"),
        ("disdukcapil", "baik"),
        ("bkpsdm", "baik"),
    ],
    set_by: "Bupati Jayawijaya",
    support: &[
        Support("Rantai dingin vaksin untuk Puskesmas Hom-Hom", "sebagian"),
        Support("Bibit ubi jalar dan kopi untuk kebun bibit", "ya"),
        Support("Radio SSB untuk Distrik Walesi", "tidak"),
        Support("Bahan bakar kunjungan kampung", "ya"),
        Support("Tiket pesawat untuk pengawas sekolah ke Wouma", ""),
        Support("Panel surya kantor distrik", "sebagian"),
        Support("Formulir kertas untuk perekaman penduduk luring", "ya"),
    ],
    trainings: &[
        ("Pelatihan lapangan budidaya kopi", 24, "pelatihan-lapangan"),
        ("Pelatihan lapangan rantai dingin vaksin", 16, "pelatihan-lapangan"),
        ("Bimbingan teknis pengelolaan dana kampung", 20, ""),
        ("Belajar mandiri luring: pelayanan publik", 8, ""),
    ],
    meetings: (&["distrik-walesi", "dinkes", "disdik", "distan", "disdukcapil"], &[
        Step("Membacakan capaian semester di hadapan perangkat daerah dan warga", "2026-07-24", "2026-07-24", "kepala_unit"),
        Step("Menyepakati tiga langkah perbaikan dan penanggung jawabnya", "2026-07-31", "2026-07-30", "kepala_unit"),
        Step("Menempelkan ringkasan di papan pengumuman kantor dan honai adat", "2026-08-07", "", "pengelola_kepegawaian"),
        Step("Meninjau langkah perbaikan pada rapat semester berikutnya", "2027-01-29", "", "kepala_unit"),
    ]),
    coaching: ("bimbingan-rapat-evaluasi", &[
        Step("Langkah perbaikan disepakati pada rapat evaluasi", "2026-08-03", "2026-07-30", "atasan_langsung"),
        Step("Kunjungan atasan ke tempat kerja", "2026-09-18", "", "atasan_langsung"),
    ]),
    rated: 22,
    ..Acts::NOTHING
};
