//! What people of Tangerang Selatan did: units with an achievement, training,
//! surveys per service, moves, decisions.

use crate::acts::table::{Acts, Move, Service};

#[rustfmt::skip]
pub(crate) const ACTS: Acts = Acts {
    achievements: &[
        ("setda", "baik"),
        ("rsu-serpong", "butuh_perbaikan"),
        ("disdikbud", "baik"),
        ("dsdabmbk", "baik"),
        ("dlh", "istimewa"),
        ("diskopukm", "baik"),
        ("disdukcapil", "istimewa"),
        ("kec-pamulang", "baik"),
    ],
    set_by: "Wali Kota Tangerang Selatan",
    trainings: &[
        ("Pelayanan prima di loket dan kanal daring", 16, "pelatihan-layanan-prima"),
        ("Komunikasi dengan pasien dan keluarga", 12, "pelatihan-layanan-prima"),
        ("Bahasa isyarat dasar bagi petugas layanan", 24, ""),
        ("Manajemen antrean rumah sakit", 8, ""),
        ("Pendampingan ekspor usaha mikro", 20, ""),
    ],
    services: &[
        Service("rsu-serpong", "rawat-jalan", "", 61),
        Service("rsu-serpong", "gawat-darurat", "", 82),
        Service("disdukcapil", "akta-kelahiran", "", 90),
        Service("kec-pamulang", "surat-pindah", "biaya", 79),
        Service("diskopukm", "pendampingan-usaha", "", 74),
    ],
    moves: &[
        Move(0, "2026-01-05", "pejabat_negara", "", "", "800.1/12-BKPSDM/2026"),
        Move(1, "2026-05-18", "pindah", "kec-pamulang", "Pengelola Pembangunan", "800.1/231-BKPSDM/2026"),
        Move(2, "2026-04-13", "cuti", "", "", "850.1/77-BKPSDM/2026"),
        Move(2, "2026-05-11", "kembali", "", "", ""),
        Move(3, "2026-05-04", "atasan_baru", "", "", "800.1/205-BKPSDM/2026"),
        Move(4, "2026-06-15", "tugas_belajar", "", "", "890/41-BKPSDM/2026"),
        Move(5, "2026-08-03", "pindah", "disdukcapil", "Operator SIAK", "800.1/340-BKPSDM/2026"),
        Move(6, "2027-01-01", "mpp", "", "", "882/18-BKPSDM/2026"),
    ],
    potential: &[725, 800, 615, 599, 905, 480, 770],
    decided: 26,
    ..Acts::NOTHING
};
