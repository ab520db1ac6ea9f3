//! The kinds of obligation.

use kinerja_core::region::ReminderKind;
use serde::{Deserialize, Serialize};

/// What has to happen. The table in `docs/obligations.md` has one row for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A plan is to be agreed.
    PlanDue,
    /// There is no plan at all, and somebody else has to write it.
    PlanMissing,
    /// What was reached is to be reported.
    ReportDue,
    /// Nothing was reported in time.
    EvidenceLate,
    /// The evaluator has to rate.
    RatingDue,
    /// A unit is to be evaluated.
    Evaluation,
    /// The evaluator has to decide.
    DecisionOpen,
    /// A person is to be told a result.
    ResultReady,
    /// The time to object ends.
    ObjectionClosing,
    /// A step of coaching is to be done.
    StepDue,
    /// A summary is to be published.
    SummaryDue,
    /// A unit meets about the period.
    Meeting,
}

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The person whom it is about.
    Person,
    /// That person's superior, who evaluates.
    Superior,
    /// The head of the unit.
    UnitHead,
    /// The personnel office.
    Hr,
}

impl Audience {
    /// The audience in the table.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Superior => "superior",
            Self::UnitHead => "unit head",
            Self::Hr => "HR",
        }
    }
}

/// In which form people are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A mail of its own.
    Single,
    /// With all else of the day: one mail a person and day.
    Digest,
    /// Not by mail: it stands in `status` and `coverage`.
    Shown,
}

impl Form {
    /// The form in the table.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Digest => "digest",
            Self::Shown => "none",
        }
    }
}

/// What is done of that which was missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CatchUp {
    /// All of it, the oldest first, each as of its own date.
    AllOldestFirst,
    /// Only the latest that is still of use; the rest is skipped with a reason.
    LatestUseful,
    /// Only the latest.
    Latest,
}

impl CatchUp {
    /// The way in the table.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AllOldestFirst => "all, oldest first",
            Self::LatestUseful => "latest still useful",
            Self::Latest => "latest",
        }
    }
}

impl Kind {
    /// All of them, in the order of a period.
    pub const ALL: [Self; 12] = [
        Self::PlanDue,
        Self::PlanMissing,
        Self::ReportDue,
        Self::EvidenceLate,
        Self::RatingDue,
        Self::Evaluation,
        Self::DecisionOpen,
        Self::ResultReady,
        Self::ObjectionClosing,
        Self::StepDue,
        Self::SummaryDue,
        Self::Meeting,
    ];

    /// The name in code, database and commands.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Evaluation => "evaluation",
            Self::ResultReady => "result_ready",
            Self::SummaryDue => "summary_due",
            Self::Meeting => "meeting",
            Self::PlanDue => ReminderKind::PlanDue.code(),
            Self::PlanMissing => ReminderKind::PlanMissing.code(),
            Self::ReportDue => ReminderKind::ReportDue.code(),
            Self::EvidenceLate => ReminderKind::EvidenceLate.code(),
            Self::RatingDue => ReminderKind::RatingDue.code(),
            Self::DecisionOpen => ReminderKind::DecisionOpen.code(),
            Self::ObjectionClosing => ReminderKind::ObjectionClosing.code(),
            Self::StepDue => ReminderKind::StepDue.code(),
        }
    }

    /// The kind that is on record under a code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PlanDue => "rencana kinerja jatuh tempo",
            Self::PlanMissing => "rencana kinerja belum ada",
            Self::ReportDue => "realisasi jatuh tempo",
            Self::EvidenceLate => "bukti dukung terlambat",
            Self::RatingDue => "penilaian atasan jatuh tempo",
            Self::Evaluation => "evaluasi kinerja",
            Self::DecisionOpen => "putusan belum ada",
            Self::ResultReady => "hasil siap disampaikan",
            Self::ObjectionClosing => "masa keberatan akan berakhir",
            Self::StepDue => "langkah tindak lanjut jatuh tempo",
            Self::SummaryDue => "ringkasan jatuh tempo",
            Self::Meeting => "rapat evaluasi",
        }
    }

    /// The rule by which people are reminded, where they are.
    pub const fn reminder(self) -> Option<ReminderKind> {
        match self {
            Self::PlanDue => Some(ReminderKind::PlanDue),
            Self::PlanMissing => Some(ReminderKind::PlanMissing),
            Self::ReportDue => Some(ReminderKind::ReportDue),
            Self::EvidenceLate => Some(ReminderKind::EvidenceLate),
            Self::RatingDue => Some(ReminderKind::RatingDue),
            Self::DecisionOpen => Some(ReminderKind::DecisionOpen),
            Self::ObjectionClosing => Some(ReminderKind::ObjectionClosing),
            Self::StepDue => Some(ReminderKind::StepDue),
            Self::Evaluation | Self::ResultReady | Self::SummaryDue | Self::Meeting => None,
        }
    }

    /// Whether the evaluator has to act, and not the person whom it is about.
    pub const fn is_of_evaluator(self) -> bool {
        matches!(self, Self::RatingDue | Self::DecisionOpen)
    }

    /// Who is told.
    pub const fn audience(self) -> &'static [Audience] {
        use Audience::{Hr, Person, Superior, UnitHead};
        match self {
            Self::PlanDue | Self::PlanMissing | Self::EvidenceLate | Self::StepDue => {
                &[Person, Superior, UnitHead]
            }
            Self::RatingDue | Self::DecisionOpen => &[Superior, UnitHead],
            Self::ReportDue | Self::ResultReady | Self::ObjectionClosing => &[Person],
            Self::Evaluation | Self::SummaryDue => &[Hr],
            Self::Meeting => &[UnitHead],
        }
    }

    /// In which form.
    pub const fn form(self) -> Form {
        match self {
            Self::ResultReady | Self::ObjectionClosing | Self::Meeting => Form::Single,
            Self::Evaluation | Self::SummaryDue => Form::Shown,
            Self::PlanDue
            | Self::PlanMissing
            | Self::ReportDue
            | Self::EvidenceLate
            | Self::RatingDue
            | Self::DecisionOpen
            | Self::StepDue => Form::Digest,
        }
    }

    /// What is done of that which was missed.
    pub const fn catch_up(self) -> CatchUp {
        match self {
            Self::Evaluation => CatchUp::AllOldestFirst,
            Self::ResultReady | Self::SummaryDue => CatchUp::Latest,
            Self::PlanDue
            | Self::PlanMissing
            | Self::ReportDue
            | Self::EvidenceLate
            | Self::RatingDue
            | Self::DecisionOpen
            | Self::ObjectionClosing
            | Self::StepDue
            | Self::Meeting => CatchUp::LatestUseful,
        }
    }
}
