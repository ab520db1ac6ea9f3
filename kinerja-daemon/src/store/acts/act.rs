//! What people do beside their work itself, one variant a kind.

use chrono::NaiveDate;
use kinerja_core::{calendar::Period, people::Nip, plan::Code};

use super::{
    evidence::{Complaint, DailyReport, Feedback, SurveyAnswers},
    judgement::{Achievement, Decision, Objection, Ratings},
    means::{Attendance, Potential},
    older::OlderAssessment,
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
    /// Attendance in a month, for the allowance.
    Attendance = "kehadiran",
    /// What an assessment said of the potential, for the talent box.
    Potential = "potensi",
    /// What an evaluator says for a regime before 2022.
    OlderAssessment = "penilaian_lama",
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
    /// What makes an act about it the same act within its region and kind: the
    /// parts tell it from others. No part but the last may hold a `/`, so two
    /// keys are the same only when all their parts are.
    pub fn key(&self, parts: impl IntoIterator<Item = String>) -> String {
        let first = match self {
            Self::Person(nip) => format!("person/{}", nip.as_str()),
            Self::Unit(unit) | Self::Service { unit, .. } => format!("unit/{unit}"),
        };
        parts.into_iter().fold(first, |key, part| format!("{key}/{part}"))
    }

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
    /// Why it is withdrawn; none where it holds.
    pub withdrawn: Option<String>,
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
    /// The NIP of the person whom it is about, if it is about one.
    pub about: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_stay_as_they_are_on_record() {
        const OFFICIAL: &str = "198001012005011001";
        #[rustfmt::skip]
        let table = [
            (ActKind::Achievement, r#"{"achievement":"needs_improvement","set_by":"Bupati","head":null}"#),
            (ActKind::Movement, r#"{"change":{"transfer":{"unit":"dlh","post":"Analis","superior":null,"level":"ahli_muda"}},"letter":"SK/1"}"#),
            (ActKind::Movement, r#"{"change":{"new_superior":{"superior":"OFFICIAL"}},"letter":null}"#),
            (ActKind::Movement, r#"{"change":{"absent":{"absence":"unpaid_leave"}},"letter":null}"#),
            (ActKind::Movement, r#"{"change":"return","letter":null}"#),
            (ActKind::Proposal, r#"{"code":"IK9","text":"Loket","answer":{"verdict":"changed","reason":"Ruang","on":"2026-03-25","official":"OFFICIAL"}}"#),
            (ActKind::Support, r#"{"code":"D1","text":"Pemindai","grant":{"extent":"partial","on":"2026-04-01"}}"#),
            (ActKind::DailyReport, r#"{"activity":"Arsip","minutes":120,"code":"IK1","state":"submitted"}"#),
            (ActKind::Feedback, r#"{"from":"subordinate","direction":"correction","score":"87.5","text":null}"#),
            (ActKind::SurveyAnswers, r#"{"element":"conduct","answers":[0,1,6,3]}"#),
            (ActKind::Complaint, r#"{"kind":"suggestion","number":"7/2026","channel":"loket","summary":"Kursi","answered":"2026-05-05"}"#),
            (ActKind::Ratings, r#"{"evaluator":"OFFICIAL","result":"above","behaviour":"below","reason":null}"#),
            (ActKind::Decision, r#"{"official":"OFFICIAL","role":"evaluator_superior","proposal":1,"result":"meets","behaviour":"meets","reason":"Bukti"}"#),
            (ActKind::Objection, r#"{"received":"2026-07-06","objected":{"on":"2026-07-10","reasons":"Bukti","outcome":{"official":"OFFICIAL","on":"2026-07-15","ruling":{"uphold":{"result":"meets","behaviour":"meets"}},"reason":"Sah"}}}"#),
            (ActKind::Decision, r#"{"official":"OFFICIAL","role":"superior","proposal":null,"predicate":"needs_improvement","reason":"Bukti"}"#),
            (ActKind::Objection, r#"{"received":"2022-02-06","objected":{"on":"2022-02-10","reasons":"Bukti","outcome":{"official":"OFFICIAL","on":"2022-02-15","ruling":{"uphold":"good"},"reason":"Sah"}}}"#),
            (ActKind::Objection, r#"{"received":"2026-07-06","objected":{"on":"2026-07-10","reasons":"Bukti","outcome":{"official":"OFFICIAL","on":"2026-07-15","ruling":"reject","reason":"Lama"}}}"#),
            (ActKind::Training, r#"{"name":"Arsip digital","hours":24,"rule":"pelatihan"}"#),
            (ActKind::Step, r#"{"rule":"rapat_evaluasi","number":1,"text":"Antrean","due":"2026-07-31","done":null,"role":"unit_head"}"#),
            (ActKind::Attendance, r#"{"month":"2026-06","class":"8","events":[["TL1",2]]}"#),
            (ActKind::Potential, r#"{"score":"72.5"}"#),
            (ActKind::OlderAssessment, r#"{"evaluator":"OFFICIAL","facts":{"behaviour":{"scores":{"service_orientation":"90","initiative":"87.5"},"leads":false,"on":"2022-01-05"},"additional_tasks":null,"creativity":null,"new_idea":false,"peer_opinion":true,"highest_targets":["IK1"],"first_half_of_2021":"84.25"}}"#),
        ];
        for (kind, body) in table {
            let body = body.replace("OFFICIAL", OFFICIAL);
            let act = kind.read(&body).unwrap_or_else(|error| panic!("{}: {error}", kind.name()));
            assert_eq!((act.kind(), act.body().unwrap()), (kind, body.clone()));
            // A word that nobody knows is not passed over.
            let more = body.replacen('{', "{\"lain\":1,", 1);
            assert!(kind.read(&more).is_err(), "{more}");
        }
        let kinds = table.map(|(kind, _)| kind);
        assert!(ActKind::ALL.iter().all(|kind| kinds.contains(kind)));
    }

    #[test]
    fn a_kind_is_found_by_its_name() {
        for kind in ActKind::ALL {
            assert_eq!(ActKind::of(kind.name()), Some(*kind));
        }
        assert_eq!(ActKind::of("ramalan"), None);
    }
}
