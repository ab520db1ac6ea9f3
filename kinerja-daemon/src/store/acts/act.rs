//! What people do beside their work itself, one variant a kind.

use chrono::NaiveDate;
use kinerja_core::{calendar::Period, people::Nip, plan::Code};

use super::{
    evidence::{Complaint, DailyReport, Feedback, SurveyAnswers},
    judgement::{Achievement, Decision, Objection, Ratings},
    planning::{Movement, Proposal, Support},
    steps::{Step, Training},
};

/// The enums of acts and their kinds, which have the same variants.
macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// The kinds of act, in the order in which offices hand them over: what
        /// rests on another kind comes after it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ActKind {
            $($(#[$doc])* $name,)+
        }

        impl ActKind {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The word by which offices call the file, and its name on record.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }

            /// Reads what [`Act::body`] wrote.
            pub(super) fn read(self, body: &str) -> Result<Act, serde_json::Error> {
                match self {
                    $(Self::$name => serde_json::from_str(body).map(Act::$name),)+
                }
            }
        }

        /// One act.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Act {
            $($(#[$doc])* $name($name),)+
        }

        impl Act {
            /// What kind of act it is.
            pub const fn kind(&self) -> ActKind {
                match self {
                    $(Self::$name(_) => ActKind::$name,)+
                }
            }

            /// The act as JSON.
            pub(super) fn body(&self) -> Result<String, serde_json::Error> {
                match self {
                    $(Self::$name(body) => serde_json::to_string(body),)+
                }
            }
        }
    };
}

acts! {
    /// How a unit did, as the head of the organisation above set it.
    Achievement = "capaian_organisasi",
    /// A transfer, another superior, an absence, a return, an end.
    Movement = "mutasi",
    /// What staff propose for their plan, and the superior's answer.
    Proposal = "usulan_rencana",
    /// Means that were asked for and granted.
    Support = "dukungan",
    /// One activity of a day.
    DailyReport = "laporan_harian",
    /// One piece of continuous feedback.
    Feedback = "umpan_balik",
    /// What the public answered about one element of a service.
    SurveyAnswers = "survei",
    /// What somebody of the public complained about or suggested.
    Complaint = "pengaduan",
    /// The ratings that the evaluator gives.
    Ratings = "penilaian",
    /// The decision on a proposal.
    Decision = "putusan",
    /// The receipt of a result, the objection to it and its outcome.
    Objection = "keberatan",
    /// Training that was done.
    Training = "pelatihan",
    /// One step of coaching or of an evaluation meeting, done or not.
    Step = "tindak_lanjut",
}

impl ActKind {
    /// The kind that is on record under a name.
    pub(super) fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// Whom or what an act is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A person.
    Person(Nip),
    /// A unit, by its code.
    Unit(String),
    /// A service of a unit; never a person.
    Service {
        /// The code of the unit.
        unit: String,
        /// The code of the service.
        service: Code,
    },
}

impl Subject {
    /// The code of the service, where it is one.
    pub const fn service(&self) -> Option<&Code> {
        match self {
            Self::Service { service, .. } => Some(service),
            Self::Person(_) | Self::Unit(_) => None,
        }
    }
}

/// An act to be put on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActRecord {
    /// Whom or what it is about.
    pub about: Subject,
    /// The period to which it belongs; none where it belongs to days only.
    pub period: Option<Period>,
    /// What makes it the same act within its region and kind, whatever else is
    /// said of it.
    pub key: String,
    /// The day of it, in the region's zone.
    pub on: NaiveDate,
    /// What was done.
    pub act: Act,
}

/// An act that is on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAct {
    /// Whom or what it is about.
    pub about: Subject,
    /// The period to which it belongs; none where it belongs to days only.
    pub period: Option<Period>,
    /// The day of it, in the region's zone.
    pub on: NaiveDate,
    /// How often its content was given, counted from 1.
    pub revision: u32,
    /// What was done.
    pub act: Act,
}

/// Acts that were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Acts {
    /// Those that can be read, by kind, day and the order of their coming.
    pub acts: Vec<StoredAct>,
    /// Those that cannot.
    pub unreadable: Vec<UnreadableAct>,
}

/// An act that cannot be read back. What stands in it is not shown: it is about
/// people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("act {number} ({kind}) cannot be read back: import its row again with the right content")]
pub struct UnreadableAct {
    /// Its number in the database.
    pub number: i64,
    /// The kind under which it is on record.
    pub kind: String,
}
