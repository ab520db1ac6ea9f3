//! What is known of people and their work, as it is put on record.

use chrono::NaiveDate;
use kinerja_core::{
    calendar::Period,
    consequence::JobLevel,
    evidence::{Behaviour, Reported},
    people::{Employment, Nip},
    plan::{Code, WorkPlan},
};

use super::acts::{ActKind, ActRecord};

/// A civil servant of a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Employee {
    /// The number.
    pub nip: Nip,
    /// The name with titles.
    pub name: String,
    /// PNS or PPPK.
    pub employment: Employment,
    /// The code of the unit.
    pub unit: String,
    /// The name of the unit.
    pub unit_name: String,
    /// The post.
    pub post: String,
    /// The work address; without it nobody can be told anything.
    pub email: Option<String>,
    /// The direct superior, who evaluates.
    pub superior: Option<Nip>,
    /// The level, where the post is a functional one.
    pub level: Option<JobLevel>,
}

/// The work plan of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRecord {
    /// Whose plan.
    pub nip: Nip,
    /// The plan.
    pub plan: WorkPlan,
}

/// What a person reached for one indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActualRecord {
    /// Whose.
    pub nip: Nip,
    /// In which period.
    pub period: Period,
    /// For which indicator.
    pub code: Code,
    /// What was reached; none withdraws what was reported before.
    pub reported: Option<Reported>,
    /// Where the evidence is ("bukti dukung").
    pub evidence: Option<String>,
}

/// How a person behaved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BehaviourRecord {
    /// Whose.
    pub nip: Nip,
    /// In which period.
    pub period: Period,
    /// Who gave the scores.
    pub evaluator: Nip,
    /// The scores.
    pub behaviour: Behaviour,
}

/// Everything that one file holds, of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Records {
    /// People.
    Employees(Vec<Employee>),
    /// Their plans.
    Plans(Vec<PlanRecord>),
    /// What they reached.
    Actuals(Vec<ActualRecord>),
    /// How they behaved.
    Behaviour(Vec<BehaviourRecord>),
    /// What they did, all of one kind.
    Acts(ActKind, Vec<ActRecord>),
}

impl Records {
    /// The kind of the file, by which it is known on record.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Employees(_) => "pegawai",
            Self::Plans(_) => "rencana",
            Self::Actuals(_) => "realisasi",
            Self::Behaviour(_) => "perilaku",
            Self::Acts(kind, _) => kind.name(),
        }
    }

    /// How many there are.
    pub const fn count(&self) -> usize {
        match self {
            Self::Employees(people) => people.len(),
            Self::Plans(plans) => plans.len(),
            Self::Actuals(actuals) => actuals.len(),
            Self::Behaviour(behaviour) => behaviour.len(),
            Self::Acts(_, acts) => acts.len(),
        }
    }
}

/// The file that records came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileStamp {
    /// Its name, without folders.
    pub name: String,
    /// The SHA-256 of its bytes, in hexadecimal; none when rows of it were set
    /// aside, because then not everything in it is on record.
    pub sha256: Option<String>,
    /// The day on which it was taken in, in the region's zone.
    pub day: NaiveDate,
}
