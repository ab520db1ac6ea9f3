//! The words of a reminder that depend on what is to be done, and by whom.

use chrono::NaiveDate;
use kinerja_core::{
    calendar::{long_date, zone_label},
    language::Language,
    region::RegionPolicy,
};

use crate::{
    obligation::Kind,
    reminder::{Capacity, Matter},
};

/// A day in a region, and the language in which it is told.
#[derive(Clone, Copy)]
pub(super) struct Says<'a> {
    pub(super) policy: &'a RegionPolicy,
    pub(super) day: NaiveDate,
    pub(super) language: Language,
}

impl Says<'_> {
    fn pick(self, indonesian: &'static str, english: &'static str) -> &'static str {
        self.language.pick(indonesian, english)
    }

    /// What is to be done, of which period.
    pub(super) fn title(self, matter: &Matter) -> String {
        let Matter { kind, period, capacity, .. } = matter;
        let whose = match capacity {
            Capacity::Own => self.pick("Anda", "You"),
            Capacity::Evaluator => self.pick("Anda sebagai pejabat penilai", "You as evaluator"),
            Capacity::Superior => self.pick("Pegawai di bawah Anda", "Your staff"),
            Capacity::UnitHead => self.pick("Unit kerja Anda", "Your unit"),
            Capacity::Office => self.pick("Pengelola kepegawaian", "Personnel office"),
        };
        format!("{whose}: {}, {}", self.noun(*kind), period.name(self.language))
    }

    const fn noun(self, kind: Kind) -> &'static str {
        let language = self.language;
        match kind {
            Kind::PlanDue => language.pick(
                "rencana kinerja (SKP) belum disepakati",
                "the work plan (SKP) is not agreed yet",
            ),
            Kind::PlanMissing => {
                language.pick("rencana kinerja (SKP) belum ada", "there is no work plan (SKP) yet")
            }
            Kind::ReportDue => language
                .pick("realisasi kinerja perlu dilaporkan", "what was reached is to be reported"),
            Kind::EvidenceLate => language.pick(
                "realisasi kinerja belum lengkap",
                "the report of what was reached is not whole",
            ),
            Kind::RatingDue => {
                language.pick("perilaku kerja belum dinilai", "behaviour is not rated yet")
            }
            Kind::DecisionOpen => {
                language.pick("hasil evaluasi belum diputuskan", "the result is not decided yet")
            }
            Kind::StepDue => language.pick(
                "langkah tindak lanjut belum selesai",
                "a step of the follow-up is not done yet",
            ),
            Kind::ObjectionClosing => {
                language.pick("masa keberatan akan berakhir", "the time to object ends")
            }
            Kind::Evaluation | Kind::ResultReady | Kind::SummaryDue | Kind::Meeting => kind.name(),
        }
    }

    /// By when, and how long ago or ahead that is; the last day on which a report
    /// still counts.
    pub(super) fn date(self, matter: &Matter) -> Option<String> {
        let date = matter.date?;
        if matter.kind == Kind::DecisionOpen {
            return Some(self.day(self.pick("diusulkan", "proposed"), date));
        }
        let mut said = self.by(date);
        let counts = matches!(matter.kind, Kind::EvidenceLate | Kind::RatingDue);
        if let Some(last) = matter.last.filter(|last| counts && *last > date) {
            let still = self.pick("masih diperhitungkan sampai", "still counts until");
            said = format!("{said}; {still} {}", long_date(last, self.language));
        }
        Some(said)
    }

    /// A day by which something is to be done.
    pub(super) fn by(self, date: NaiveDate) -> String {
        self.day(self.pick("batas", "due"), date)
    }

    /// A day, and how long ago or ahead it is.
    fn day(self, word: &str, date: NaiveDate) -> String {
        let days = (date - self.day).num_days();
        let english = if days.abs() == 1 { "day" } else { "days" };
        let unit = self.language.pick("hari", english);
        let away = match days {
            0 => self.pick("hari ini", "today").to_owned(),
            1.. => format!("{days} {unit} {}", self.pick("lagi", "ahead")),
            ..0 => format!("{} {unit} {}", -days, self.pick("yang lalu", "ago")),
        };
        format!("{word} {} ({away})", long_date(date, self.language))
    }

    /// Who must act, by name.
    pub(super) fn actor(self, name: &str) -> String {
        format!("{} {name}", self.pick("yang harus bertindak:", "to act:"))
    }

    /// In the place of the name of a superior whom nobody has named.
    pub(super) fn nobody_known(self) -> &'static str {
        self.pick("atasan yang belum tercatat", "a superior who is not on record")
    }

    /// What the reader has to do.
    pub(super) fn action(self, matter: &Matter) -> String {
        if (matter.kind, matter.capacity) == (Kind::ObjectionClosing, Capacity::Own) {
            return self.objection(matter);
        }
        match matter.capacity {
            Capacity::Own => self.own(matter.kind),
            Capacity::Evaluator if matter.kind == Kind::RatingDue => self.pick(
                "Nilai tujuh aspek perilaku kerja setiap pegawai berikut. Tanpa nilai perilaku tidak ada usulan predikat.",
                "Rate the seven values of behaviour of each person below. Without them no predicate can be proposed.",
            ),
            Capacity::Evaluator => self.pick(
                "Tetapkan putusan atas usulan setiap pegawai berikut: sama dengan usulan, atau berbeda dengan disertai alasan.",
                "Decide on the proposal for each person below: as proposed, or otherwise with a reason.",
            ),
            Capacity::Superior | Capacity::UnitHead if matter.kind.is_of_evaluator() => self.pick(
                "Pastikan pejabat penilai yang disebut menyelesaikannya.",
                "See that the evaluator named gets it done.",
            ),
            Capacity::Superior => self.pick(
                "Bicarakan dengan pegawai berikut apa yang menghambat, dan bantu menyelesaikannya.",
                "Talk with the people below about what stands in the way, and help to get it done.",
            ),
            Capacity::UnitHead => self.pick(
                "Pegawai berikut sudah diingatkan, tetapi belum menyelesaikannya. Pastikan mereka dan atasannya menyelesaikannya.",
                "They were reminded and it is not done. See that the people below and their superiors get it done.",
            ),
            Capacity::Office => self.pick(
                "Sampaikan kepada yang harus bertindak, dan lengkapi data pegawainya.",
                "Tell whoever must act, and complete the data of the staff.",
            ),
        }
        .to_owned()
    }

    const fn own(self, kind: Kind) -> &'static str {
        let language = self.language;
        match kind {
            Kind::PlanDue => language.pick(
                "Ajukan rencana kepada atasan Anda dan sepakati bersamanya. Yang dievaluasi hanya rencana yang disepakati.",
                "Submit the plan to your superior and agree on it. Only an agreed plan is evaluated.",
            ),
            Kind::PlanMissing => language.pick(
                "Susun rencana dengan indikator, target, dan bobotnya, lalu ajukan kepada atasan Anda. Tanpa rencana kinerja Anda tidak dapat dievaluasi.",
                "Draw up the plan with indicators, targets and weights, and submit it to your superior. Without it your work cannot be evaluated.",
            ),
            Kind::ReportDue => language.pick(
                "Laporkan realisasi setiap indikator rencana Anda, beserta bukti dukungnya.",
                "Report what was reached for each indicator of your plan, with its proof.",
            ),
            Kind::EvidenceLate => language.pick(
                "Laporkan realisasi indikator yang belum ada, beserta bukti dukungnya. Tanpa itu tidak ada usulan predikat.",
                "Report what was reached for the indicators that have no report, with its proof. Without it no predicate can be proposed.",
            ),
            Kind::StepDue => language.pick(
                "Selesaikan langkah berikut bersama atasan Anda, lalu mintalah agar dicatat.",
                "Do the following with your superior, and have it put on record.",
            ),
            Kind::RatingDue
            | Kind::DecisionOpen
            | Kind::ObjectionClosing
            | Kind::Evaluation
            | Kind::ResultReady
            | Kind::SummaryDue
            | Kind::Meeting => "",
        }
    }

    /// How to object, to whom and until when.
    fn objection(self, matter: &Matter) -> String {
        let source = self.policy.deadlines.objection.source.show(self.language);
        let zone = zone_label(self.policy.zone);
        let last = matter.people.iter().filter_map(|person| person.by).min();
        let last = last.map_or_else(String::new, |last| long_date(last, self.language));
        let object = self.pick(
            "Bila tidak sependapat dengan putusan, ajukan keberatan dengan alasannya kepada atasan pejabat penilai, paling lambat",
            "If you disagree with the decision, object with your reasons to the superior of your evaluator, at the latest on",
        );
        let until = self.pick("pukul 24.00", "24:00");
        let from = self.pick("sumber:", "source:");
        let otherwise = self.pick(
            "Tanpa keberatan, putusan menjadi final pada hari berikutnya. Bila sependapat, tidak ada yang perlu dilakukan.",
            "Without an objection the decision is final on the next day. If you agree, nothing is to be done.",
        );
        format!("{object} {last} {until} {zone} ({from} {source}). {otherwise}")
    }
}
