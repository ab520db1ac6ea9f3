//! What people of Sawahlunto did: they proposed, asked for means, moved, and some
//! objected.

use crate::acts::table::{Acts, Move, Objection, Proposal, Support};

#[rustfmt::skip]
pub(crate) const ACTS: Acts = Acts {
    achievements: &[
        ("setda", "baik"),
        ("disdik", "baik"),
        ("dinsos-pmd", "istimewa"),
        ("dinkes-dalduk", "baik"),
        ("dpmptsp", "baik"),
        ("disbudpar", "istimewa"),
        ("dlh", "butuh_perbaikan"),
        ("kec-barangin", "baik"),
    ],
    set_by: "Wali Kota Sawahlunto",
    proposals: &[
        Proposal("Target kunjungan sekolah dinaikkan menjadi 24, termasuk sekolah di Talawi", "diterima", ""),
        Proposal("Indikator baru: koleksi museum yang difoto ulang", "diubah", "Diterima dengan target separuh; alat foto dipakai bergantian dengan Kominfo."),
        Proposal("Indikator serapan anggaran dihapus", "ditolak", "Serapan tetap diukur sesuai pohon kinerja dinas."),
        Proposal("Serapan anggaran tetap, batas bawah 85 persen karena pencairan triwulan pertama terlambat", "diterima", ""),
        Proposal("Waktu layanan izin usaha mikro menjadi dua hari", "diterima", ""),
        Proposal("Pendampingan desa diukur per kegiatan, bukan per kunjungan", "diubah", "Diukur per kegiatan yang ada berita acaranya."),
        Proposal("Pemandu berbahasa asing untuk Lubang Tambang Mbah Soero", "ditolak", "Belum ada anggaran pelatihan bahasa tahun ini; diajukan kembali pada perubahan anggaran."),
        Proposal("Pemandu berbahasa asing dari relawan nagari, tanpa anggaran", "", ""),
        Proposal("Penyuluhan stunting dipindah ke hari pasar", "diterima", ""),
        Proposal("Target kebersihan taman dibagi per kelurahan", "", ""),
    ],
    support: &[
        Support("Sepeda motor dinas untuk kunjungan desa di Silungkang", "ya"),
        Support("Dua laptop untuk pendataan kesejahteraan", "sebagian"),
        Support("Alat ukur kelembapan ruang koleksi museum", "tidak"),
        Support("Pelatihan konservasi arsip tambang", "ya"),
        Support("Jaringan internet di Puskesmas Kolok", "tidak"),
        Support("Timbangan bayi digital untuk posyandu", "ya"),
        Support("Meja layanan untuk loket perizinan", "sebagian"),
        Support("Tenaga bantu pada musim festival songket", ""),
    ],
    moves: &[
        Move(0, "2024-12-01", "cltn", "", "", "800/412/BKPSDM/2024"),
        Move(1, "2025-07-01", "pindah", "kec-barangin", "Pengelola Administrasi Pemerintahan", "800/187/BKPSDM/2025"),
        Move(2, "2025-03-03", "cuti", "", "", "850/33/BKPSDM/2025"),
        Move(2, "2025-06-02", "kembali", "", "", ""),
        Move(3, "2025-09-01", "atasan_baru", "", "", "800/260/BKPSDM/2025"),
        Move(4, "2026-02-02", "pindah", "dpmptsp", "Petugas Loket", "800/19/BKPSDM/2026"),
        Move(5, "2026-09-01", "keluar", "", "", "882/7/BKPSDM/2026"),
    ],
    rated: 28,
    objections: &[
        Objection(1, "", 0, "", ""),
        Objection(2, "Dua indikator tertahan karena jaringan di Puskesmas Kolok mati tiga bulan; sarana sudah diminta dan ditolak.", 5, "dikabulkan", "Bukti permintaan sarana ada; hasil dinilai tanpa dua indikator itu."),
        Objection(1, "", 0, "", ""),
        Objection(1, "Nilai perilaku diberikan tanpa dialog kinerja.", 2, "ditolak", "Berita acara dialog bulan Desember ditandatangani yang bersangkutan."),
        Objection(1, "Target naik di tengah tahun tanpa kesepakatan tertulis.", 12, "", ""),
        Objection(3, "", 0, "", ""),
        Objection(2, "Realisasi kunjungan bulan November belum dihitung.", 6, "ditolak", "Kunjungan itu sudah masuk realisasi yang diterima pada batas waktu."),
        // The fourteenth day is the last.
        Objection(0, "Indikator kolektif dinilai sama bagi yang cuti melahirkan.", 14, "", ""),
        Objection(4, "", 0, "", ""),
        Objection(2, "", 0, "", ""),
    ],
    ..Acts::NOTHING
};
