//! What people did about a proposal, in words.

use super::Words;
use crate::{
    calendar::long_date,
    evaluation::{Entry, FinalBecause, Judgement, Reason, Standing},
    law::Source,
    scheme::Predicate,
};

impl Entry {
    /// A stable name of the entry, like `decision.2`.
    pub(in crate::evaluation) fn id(&self) -> String {
        match self {
            Self::Proposed { revision, .. } => format!("proposal.{revision}"),
            Self::Decided { number, .. } => format!("decision.{number}"),
            Self::Received { on, .. } => format!("receipt.{on}"),
            Self::Objected { on, .. } => format!("objection.{on}"),
            Self::Rejected { on, .. } => format!("objection_rejected.{on}"),
            Self::Stands { .. } => "standing".to_owned(),
        }
    }
}

impl Words<'_> {
    pub(super) fn entry_source(&self, entry: &Entry) -> Source {
        match entry {
            Entry::Proposed { .. } | Entry::Decided { .. } => self.predicate_source(self.basis()),
            Entry::Received { .. }
            | Entry::Objected { .. }
            | Entry::Rejected { .. }
            | Entry::Stands { .. } => self.policy.deadlines.objection.source.clone(),
        }
    }

    pub(super) fn entry(&self, entry: &Entry) -> String {
        let day = |on| long_date(on, self.language);
        match entry {
            Entry::Proposed { on, revision, proposal, reason } => format!(
                "{} {revision} ({}): {}{}",
                self.pick("Usulan", "Proposal"),
                day(*on),
                proposal.map_or_else(
                    || self.pick("tertahan", "blocked").to_owned(),
                    |proposal| self.judgement(proposal)
                ),
                self.reason(reason.as_ref())
            ),
            Entry::Decided { on, number, by, proposal, decision, reason } => format!(
                "{} {number} {} {} ({}), {} {proposal}: {}{}",
                self.pick("Putusan", "Decision"),
                self.pick("oleh", "by"),
                by.name(self.language),
                day(*on),
                self.pick("atas usulan", "on proposal"),
                self.judgement(*decision),
                self.reason(reason.as_ref())
            ),
            Entry::Received { on, deadline } => format!(
                "{} {}; {} {}",
                self.pick("Hasil diterima", "The result was received on"),
                day(*on),
                self.pick("keberatan paling lambat", "an objection is possible until"),
                day(*deadline)
            ),
            Entry::Objected { on, reasons } => format!(
                "{} {}{}",
                self.pick("Keberatan diajukan", "An objection was made on"),
                day(*on),
                self.reason(Some(reasons))
            ),
            Entry::Rejected { on, reason } => format!(
                "{} {}{}",
                self.pick("Keberatan ditolak", "The objection was rejected on"),
                day(*on),
                self.reason(Some(reason))
            ),
            Entry::Stands { standing, last } => format!(
                "{}: {}{}",
                self.pick("Status hasil", "The result is a"),
                standing.name(self.language),
                self.last(*standing, *last)
            ),
        }
    }

    fn judgement(&self, (given, predicate): (Judgement, Predicate)) -> String {
        let Some(ratings) = given.ratings() else {
            let word = self.pick("predikat", "predicate");
            return format!("{word} {}", self.predicate_name(predicate));
        };
        format!(
            "{} {}, {} {} → {}",
            self.pick("hasil kerja", "results"),
            ratings.result.name(self.language),
            self.pick("perilaku", "behaviour"),
            ratings.behaviour.name(self.language),
            predicate.name(self.language)
        )
    }

    fn reason(&self, reason: Option<&Reason>) -> String {
        let label = self.pick("alasan", "reason");
        reason.map_or_else(String::new, |reason| format!("; {label}: {reason}"))
    }

    fn last(&self, standing: Standing, last: Option<(chrono::NaiveDate, FinalBecause)>) -> String {
        let Some((since, because)) = last.filter(|_| standing == Standing::Final) else {
            return String::new();
        };
        let why = match because {
            FinalBecause::TimeOver => {
                self.pick("masa keberatan berakhir", "the time for an objection is over")
            }
            FinalBecause::Upheld => self.pick("keberatan dikabulkan", "the objection was upheld"),
            FinalBecause::Rejected => self.pick("keberatan ditolak", "the objection was rejected"),
        };
        let label = self.pick("sejak", "since");
        format!(", {label} {} ({why})", long_date(since, self.language))
    }
}
