//! Segments and how they were weighed, in words.

use chrono::NaiveDate;

use super::Words;
use crate::{
    calendar::long_date,
    evaluation::{Counts, MotionStep, NotEvaluated, Obstacle, ObstacleKind, Weighed},
    number::Ratio,
};

impl MotionStep {
    /// A stable name of the step, like `segment.2`.
    pub(super) fn id(&self) -> String {
        match self {
            Self::Segment { number, .. } => format!("segment.{number}"),
            Self::Obstacle(obstacle) => match obstacle.part {
                Some(part) => format!("segment.{part}.{}", obstacle.code()),
                None => obstacle.code().to_owned(),
            },
            Self::Mean { of: Weighed::Work, .. } => "combined.work".to_owned(),
            Self::Mean { of: Weighed::Behaviour, .. } => "combined.behaviour".to_owned(),
            Self::Mean { of: Weighed::Total, .. } => "combined.total".to_owned(),
            Self::NotEvaluated(_) => "not_evaluated".to_owned(),
        }
    }
}

impl Words<'_> {
    pub(super) fn motion(&self, step: &MotionStep) -> String {
        match step {
            MotionStep::Segment { number, from, until, unit, begins, counts, combine } => format!(
                "{} {number}: {}, {unit} ({}) → {}",
                self.pick("Bagian", "Segment"),
                self.days(*from, *until),
                begins.name(self.language),
                self.counts(*counts, combine.unit(self.language))
            ),
            MotionStep::Obstacle(obstacle) => self.obstacle(obstacle),
            MotionStep::Mean { of, parts, value } => self.mean(*of, parts, *value),
            MotionStep::NotEvaluated(why) => format!(
                "{}: {}",
                self.pick("Tidak dinilai", "Not evaluated"),
                why.name(self.language)
            ),
        }
    }

    fn days(&self, from: NaiveDate, until: NaiveDate) -> String {
        let last = until.pred_opt().unwrap_or(until);
        let (from, last) = (long_date(from, self.language), long_date(last, self.language));
        format!("{from} – {last}")
    }

    fn counts(&self, counts: Counts, unit: &str) -> String {
        match counts {
            Counts::Share(share) => format!("{share} {unit}"),
            Counts::Suspended(absence) => format!(
                "{}: {}",
                self.pick("tidak dihitung", "does not count"),
                absence.name(self.language)
            ),
            Counts::TooShort => format!(
                "{}: {} {} {}",
                self.pick("tidak dihitung", "does not count"),
                self.pick("kurang dari", "less than"),
                self.policy.segments.minimum_days,
                self.pick("hari", "days")
            ),
            Counts::NoMonth => self
                .pick(
                    "tidak dihitung: bukan bagian terbesar dari bulan mana pun",
                    "does not count: the largest part of no month",
                )
                .to_owned(),
        }
    }

    fn obstacle(&self, obstacle: &Obstacle) -> String {
        let what = match &obstacle.what {
            ObstacleKind::Missing(missing) => missing.show(None, self.language),
            ObstacleKind::PlanOpen => self
                .pick(
                    "Rencana kerja (SKP) jabatan yang ditinggalkan belum ditutup dan dinilai",
                    "The work plan of the post that was left is not closed and rated",
                )
                .to_owned(),
            ObstacleKind::NoPost { from, until } => format!(
                "{} {}",
                self.pick("Jabatan tidak diketahui pada", "The post is not known for"),
                self.days(*from, *until)
            ),
        };
        let place = obstacle.part.map_or_else(String::new, |part| {
            format!("{} {part}: ", self.pick("Bagian", "Segment"))
        });
        let act = self.pick("yang harus bertindak", "who must act");
        format!("{place}{what} ({act}: {})", obstacle.actor().name(self.language))
    }

    fn mean(&self, of: Weighed, parts: &[(u32, Ratio)], value: Ratio) -> String {
        let what = match of {
            Weighed::Work => self.pick("Nilai hasil kerja gabungan", "Combined work score"),
            Weighed::Behaviour => self.pick("Nilai perilaku gabungan", "Combined behaviour score"),
            Weighed::Total => self.pick("Nilai akhir gabungan", "Combined total"),
        };
        let terms =
            parts.iter().map(|(share, value)| format!("{share} × {}", value.show(self.mark)));
        let whole: u64 = parts.iter().map(|(share, _)| u64::from(*share)).sum();
        let terms = terms.collect::<Vec<_>>().join(" + ");
        format!("{what}: ({terms}) / {whole} = {}", value.show(self.mark))
    }
}

impl NotEvaluated {
    /// Why there is nothing to evaluate, for people.
    pub const fn name(self, language: crate::language::Language) -> &'static str {
        match self {
            Self::NoPost => {
                language.pick("tidak memiliki jabatan pada periode ini", "no post in the period")
            }
            Self::Absent => language
                .pick("tidak bertugas sepanjang periode", "away for the whole of the period"),
            Self::TooShort => language.pick("masa tugas terlalu singkat", "served too few days"),
        }
    }
}
