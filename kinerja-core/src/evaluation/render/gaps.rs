//! What is missing, in words.

use super::Words;
use crate::{
    calendar::long_date,
    evaluation::{Lack, Missing, Side, Treatment},
    law::Source,
    plan::PlanStatus,
};

impl Words<'_> {
    pub(super) fn gap_source(&self, missing: &Missing, treatment: Treatment) -> Source {
        match (missing, treatment) {
            (Missing::Plan | Missing::Agreement(_), _) => self.policy.deadlines.plan.source.clone(),
            (_, Treatment::NoPoints) => self.policy.work_result.source.clone(),
            _ => self.policy.missing.source.clone(),
        }
    }

    pub(super) fn gap(&self, missing: &Missing, treatment: Treatment) -> String {
        let done = match treatment {
            Treatment::Blocks => self
                .pick("usulan ditahan sampai dilengkapi", "nothing is proposed until it is there"),
            Treatment::Excluded => self.pick(
                "tidak diikutkan; bobotnya dibagi ke yang lain",
                "left out; the others share its weight",
            ),
            Treatment::Zero => self.pick("dihitung nol", "counted as nothing"),
            Treatment::Accepted => self.pick("tetap diterima", "accepted all the same"),
            Treatment::NoPoints => self.pick("tidak memberi poin", "brings no points"),
        };
        let actor = missing.actor().name(self.language);
        let act = self.pick("yang harus bertindak", "who must act");
        format!("{}: {done} ({act}: {actor})", self.missing(missing))
    }

    fn missing(&self, missing: &Missing) -> String {
        match missing {
            Missing::Plan => {
                self.pick("Rencana kerja (SKP) belum ada", "There is no work plan").to_owned()
            }
            Missing::Agreement(status) => format!(
                "{} ({})",
                self.pick("Rencana kerja (SKP) belum disepakati", "The work plan is not agreed"),
                self.status(*status)
            ),
            Missing::Actual(code, lack) => format!(
                "{} {} {}",
                self.pick("Realisasi", "The actual of"),
                self.title(code),
                self.lack(*lack)
            ),
            Missing::Behaviour(value, lack) => format!(
                "{} {} {}",
                self.pick("Nilai perilaku", "The behaviour score for"),
                value.name(),
                self.lack(*lack)
            ),
            Missing::AllBehaviour(lack) => format!(
                "{} {}",
                self.pick("Penilaian perilaku", "The assessment of behaviour"),
                self.lack(*lack)
            ),
            Missing::NothingToWeigh(Side::Results) => self
                .pick("Tidak ada hasil kerja yang dapat dihitung", "No work result can be counted")
                .to_owned(),
            Missing::NothingToWeigh(Side::Behaviour) => self
                .pick("Tidak ada perilaku yang dapat dihitung", "No behaviour can be counted")
                .to_owned(),
        }
    }

    fn lack(&self, lack: Lack) -> String {
        match lack {
            Lack::NotReported => self.pick("belum ada", "is missing").to_owned(),
            Lack::Late(day) => format!(
                "{} {}",
                self.pick("terlambat, dilaporkan", "is late, reported on"),
                long_date(day, self.language)
            ),
            Lack::WrongKind => self
                .pick("tidak sesuai jenis targetnya", "is not of the kind that its target asks for")
                .to_owned(),
        }
    }

    const fn status(&self, status: PlanStatus) -> &'static str {
        match status {
            PlanStatus::Draft => self.language.pick("draf", "draft"),
            PlanStatus::Submitted => self.language.pick("diajukan", "submitted"),
            PlanStatus::Agreed => self.language.pick("disepakati", "agreed"),
            PlanStatus::Running => self.language.pick("berjalan", "running"),
            PlanStatus::Closed => self.language.pick("selesai", "closed"),
        }
    }
}
