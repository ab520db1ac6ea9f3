//! What is missing, in words.

use super::{Words, title};
use crate::{
    calendar::long_date,
    evaluation::{Document, Lack, Missing, MovementsGap, OlderGap, Side, Treatment},
    language::Language,
    law::Source,
    plan::{PlanStatus, WorkPlan},
};

impl Words<'_> {
    pub(super) fn gap_source(&self, missing: &Missing, treatment: Treatment) -> Source {
        if let Missing::Older(OlderGap::ScopeWeight(_)) = missing {
            return self.ruled(|rules| &rules.permenpanrb8_2021_additional);
        }
        match treatment {
            Treatment::NoPoints => self.policy.work_result.source.clone(),
            Treatment::Blocks | Treatment::Excluded | Treatment::Zero | Treatment::Accepted => {
                self.policy.missing.source.clone()
            }
        }
    }

    pub(super) fn gap(&self, missing: &Missing, treatment: Treatment) -> String {
        let found = missing.show(self.plan, self.language);
        let done = treatment.name(self.language);
        let actor = missing.actor().name(self.language);
        let act = self.pick("yang harus bertindak", "who must act");
        format!("{found}: {done} ({act}: {actor})")
    }
}

impl Treatment {
    /// What was done, for people.
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Blocks => language
                .pick("usulan ditahan sampai dilengkapi", "nothing is proposed until it is there"),
            Self::Excluded => language.pick(
                "tidak diikutkan; bobotnya dibagi ke yang lain",
                "left out; the others share its weight",
            ),
            Self::Zero => language.pick("dihitung nol", "counted as nothing"),
            Self::Accepted => language.pick("tetap diterima", "accepted all the same"),
            Self::NoPoints => language.pick("tidak memberi poin", "brings no points"),
        }
    }
}

impl Missing {
    /// What is missing, for people. The plan gives the titles of indicators.
    pub fn show(&self, plan: Option<&WorkPlan>, language: Language) -> String {
        match self {
            Self::Plan => {
                language.pick("Rencana kerja (SKP) belum ada", "There is no work plan").to_owned()
            }
            Self::Unreadable(record) => format!(
                "{} {}",
                record.name(language),
                language.pick("tercatat tetapi tidak terbaca", "is on record but cannot be read")
            ),
            Self::Agreement(status) => format!(
                "{} ({})",
                language
                    .pick("Rencana kerja (SKP) belum disepakati", "The work plan is not agreed"),
                status_name(*status, language)
            ),
            Self::Actual(code, lack) => format!(
                "{} {} {}",
                language.pick("Realisasi", "The actual of"),
                title(plan, code),
                lack.show(language)
            ),
            Self::Behaviour(value, lack) => format!(
                "{} {} {}",
                language.pick("Nilai perilaku", "The behaviour score for"),
                value.name(),
                lack.show(language)
            ),
            Self::AllBehaviour(lack) => format!(
                "{} {}",
                language.pick("Penilaian perilaku", "The assessment of behaviour"),
                lack.show(language)
            ),
            Self::Deadline(error) => format!(
                "{} ({})",
                language.pick(
                    "Batas pelaporan bukti belum dapat dihitung",
                    "The last day for evidence cannot be told",
                ),
                error.show(language)
            ),
            Self::NothingToWeigh(Side::Results) => language
                .pick("Tidak ada hasil kerja yang dapat dihitung", "No work result can be counted")
                .to_owned(),
            Self::NothingToWeigh(Side::Behaviour) => language
                .pick("Tidak ada perilaku yang dapat dihitung", "No behaviour can be counted")
                .to_owned(),
            Self::Movements(why) => why.name(language),
            Self::Older(gap) => gap.show(plan, language),
        }
    }
}

impl Document {
    /// What it is, for people.
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Plan => language.pick("Rencana kerja (SKP)", "The work plan"),
            Self::Actuals => language.pick("Realisasi", "What was reached"),
            Self::Behaviour => language.pick("Penilaian perilaku", "The assessment of behaviour"),
            Self::Movements => language.pick("Catatan mutasi", "What changed in the work"),
        }
    }
}

impl MovementsGap {
    /// Why the segments make no result, for people.
    pub fn name(self, language: Language) -> String {
        let contradictory = language.pick(
            "Catatan mutasi saling bertentangan",
            "What is on record of changes in the work cannot all be true",
        );
        let said = match self {
            Self::ContradictoryOn(day) => {
                let on = language.pick("periksa tanggal", "look at");
                return format!("{contradictory}: {on} {}", long_date(day, language));
            }
            Self::Contradictory => contradictory,
            Self::OlderRegime => language.pick(
                "Belum ada aturan untuk menggabungkan bagian periode sebelum 2022",
                "No known rule puts the segments of a period before 2022 together",
            ),
            Self::TooMany => language.pick(
                "Bagian periode terlalu banyak untuk digabungkan",
                "The segments of the period are too many to be put together",
            ),
        };
        said.to_owned()
    }
}

impl Lack {
    /// Why something is not there, for people: `belum ada`.
    pub fn show(self, language: Language) -> String {
        match self {
            Self::NotReported => language.pick("belum ada", "is missing").to_owned(),
            Self::Late(day) => format!(
                "{} {}",
                language.pick("terlambat, dilaporkan", "is late, reported on"),
                long_date(day, language)
            ),
            Self::WrongKind => language
                .pick("tidak sesuai jenis targetnya", "is not of the kind that its target asks for")
                .to_owned(),
            Self::ReportsWaiting => language
                .pick(
                    "belum ada: laporan harian belum diperiksa atasan",
                    "is missing: the superior has not looked at the daily reports",
                )
                .to_owned(),
        }
    }
}

const fn status_name(status: PlanStatus, language: Language) -> &'static str {
    match status {
        PlanStatus::Draft => language.pick("draf", "draft"),
        PlanStatus::Submitted => language.pick("diajukan", "submitted"),
        PlanStatus::Agreed => language.pick("disepakati", "agreed"),
        PlanStatus::Running => language.pick("berjalan", "running"),
        PlanStatus::Closed => language.pick("selesai", "closed"),
    }
}
