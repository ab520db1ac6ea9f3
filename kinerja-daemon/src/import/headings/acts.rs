//! The headings of the files about what people did.

use super::{Heading, WITHDRAWN, optional, required};
use crate::store::acts::ActKind;

/// The heading that no other kind has.
pub(super) const fn telling(kind: ActKind) -> &'static str {
    match kind {
        ActKind::Achievement => "capaian",
        ActKind::Movement => "jenis_mutasi",
        ActKind::Proposal => "usulan",
        ActKind::Support => "kode_dukungan",
        ActKind::DailyReport => "kegiatan",
        ActKind::Feedback => "arah_umpan_balik",
        ActKind::SurveyAnswers => "unsur",
        ActKind::Complaint => "jenis_pengaduan",
        ActKind::Ratings => "rating_hasil",
        ActKind::Decision => "putusan_hasil",
        ActKind::Objection => "isi_keberatan",
        ActKind::Training => "pelatihan",
        ActKind::Step => "langkah",
        ActKind::Attendance => "kejadian",
        ActKind::Potential => "skor_potensi",
        ActKind::OlderAssessment => "orientasi_pelayanan",
    }
}

/// The headings of the kind.
pub(super) const fn headings(kind: ActKind) -> &'static [Heading] {
    match kind {
        ActKind::Achievement => ACHIEVEMENT,
        ActKind::Movement => MOVEMENT,
        ActKind::Proposal => PROPOSAL,
        ActKind::Support => SUPPORT,
        ActKind::DailyReport => DAILY_REPORT,
        ActKind::Feedback => FEEDBACK,
        ActKind::SurveyAnswers => SURVEY,
        ActKind::Complaint => COMPLAINT,
        ActKind::Ratings => RATINGS,
        ActKind::Decision => DECISION,
        ActKind::Objection => OBJECTION,
        ActKind::Training => TRAINING,
        ActKind::Step => STEP,
        ActKind::Attendance => ATTENDANCE,
        ActKind::Potential => POTENTIAL,
        ActKind::OlderAssessment => OLDER_ASSESSMENT,
    }
}

const ACHIEVEMENT: &[Heading] = &[
    required("kode_unit"),
    required("periode"),
    required("capaian"),
    required("penetap"),
    required("tanggal_penetapan"),
    optional("nip_kepala"),
    optional(WITHDRAWN),
    optional("wilayah"),
];

const MOVEMENT: &[Heading] = &[
    required("nip"),
    required("mulai"),
    required("jenis_mutasi"),
    required("kode_unit"),
    required("jabatan"),
    required("nip_atasan"),
    optional("jenjang"),
    optional("nomor_surat"),
    optional(WITHDRAWN),
    optional("wilayah"),
];

const PROPOSAL: &[Heading] = &[
    required("nip"),
    required("periode"),
    required("kode"),
    required("usulan"),
    required("tanggal_usulan"),
    required("jawaban"),
    optional("alasan_jawaban"),
    required("tanggal_jawaban"),
    required("nip_penjawab"),
    optional(WITHDRAWN),
    optional("wilayah"),
];

const SUPPORT: &[Heading] = &[
    required("nip"),
    required("periode"),
    required("kode_dukungan"),
    required("dukungan_diminta"),
    required("tanggal_diminta"),
    required("diberikan"),
    required("tanggal_diberikan"),
    optional(WITHDRAWN),
    optional("wilayah"),
];

const DAILY_REPORT: &[Heading] = &[
    required("nip"),
    required("tanggal_laporan"),
    required("urutan"),
    required("kegiatan"),
    required("menit"),
    optional("kode"),
    optional("diterima"),
    optional(WITHDRAWN),
    optional("wilayah"),
];

const FEEDBACK: &[Heading] = &[
    required("nip"),
    required("periode"),
    required("nomor"),
    required("tanggal_umpan_balik"),
    required("dari"),
    required("arah_umpan_balik"),
    optional("skor"),
    optional("catatan"),
    optional(WITHDRAWN),
    optional("wilayah"),
];

const SURVEY: &[Heading] = &[
    required("kode_unit"),
    required("layanan"),
    required("periode"),
    required("unsur"),
    required("jawaban_1"),
    required("jawaban_2"),
    required("jawaban_3"),
    required("jawaban_4"),
    optional(WITHDRAWN),
    optional("wilayah"),
];

const COMPLAINT: &[Heading] = &[
    required("kode_unit"),
    required("layanan"),
    required("periode"),
    required("nomor"),
    required("jenis_pengaduan"),
    required("tanggal_pengaduan"),
    required("saluran"),
    required("ringkasan"),
    required("selesai"),
    optional(WITHDRAWN),
    optional("wilayah"),
];

const RATINGS: &[Heading] = &[
    required("nip"),
    required("periode"),
    required("nip_penilai"),
    required("tanggal"),
    required("rating_hasil"),
    required("rating_perilaku"),
    optional("alasan_penilaian"),
    optional(WITHDRAWN),
    optional("wilayah"),
];

const DECISION: &[Heading] = &[
    required("nip"),
    required("periode"),
    required("nip_pemutus"),
    required("peran"),
    required("tanggal"),
    required("putusan_hasil"),
    required("putusan_perilaku"),
    optional("putusan_predikat"),
    required("dasar_putusan"),
    optional("usulan_ke"),
    optional("wilayah"),
];

const OBJECTION: &[Heading] = &[
    required("nip"),
    required("periode"),
    required("tanggal_terima"),
    required("tanggal_keberatan"),
    required("isi_keberatan"),
    optional("nip_pemutus"),
    optional("tanggal_putusan"),
    optional("hasil_keberatan"),
    optional("rating_hasil_baru"),
    optional("rating_perilaku_baru"),
    optional("predikat_baru"),
    optional("alasan_putusan"),
    optional("wilayah"),
];

const TRAINING: &[Heading] = &[
    required("nip"),
    required("pelatihan"),
    required("tanggal_selesai"),
    required("jam"),
    optional("aturan"),
    optional(WITHDRAWN),
    optional("wilayah"),
];

const STEP: &[Heading] = &[
    optional("nip"),
    optional("kode_unit"),
    required("periode"),
    required("aturan"),
    required("langkah"),
    required("uraian"),
    required("batas"),
    required("selesai"),
    required("pelaksana"),
    optional(WITHDRAWN),
    optional("wilayah"),
];

const ATTENDANCE: &[Heading] = &[
    required("nip"),
    required("bulan"),
    required("kelas_jabatan"),
    required("kejadian"),
    optional(WITHDRAWN),
    optional("wilayah"),
];

const POTENTIAL: &[Heading] = &[
    required("nip"),
    required("tanggal_asesmen"),
    required("skor_potensi"),
    optional(WITHDRAWN),
    optional("wilayah"),
];

const OLDER_ASSESSMENT: &[Heading] = &[
    required("nip"),
    required("periode"),
    required("nip_penilai"),
    required("tanggal"),
    required("memimpin"),
    required("orientasi_pelayanan"),
    optional("integritas"),
    required("komitmen"),
    optional("disiplin"),
    optional("inisiatif_kerja"),
    required("kerja_sama"),
    optional("kepemimpinan"),
    optional("tugas_tambahan"),
    optional("kreativitas"),
    optional("ide_baru"),
    optional("pendapat_rekan"),
    optional("jenis_jabatan"),
    optional("target_tertinggi"),
    optional("rencana_aksi"),
    optional("tidak_langsung"),
    optional("nilai_semester_1"),
    optional(WITHDRAWN),
    optional("wilayah"),
];
