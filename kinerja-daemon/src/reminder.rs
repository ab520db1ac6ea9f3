//! What a mail reminds of or invites to, as it is put on record with the mail: its
//! words are made from this alone, so that a second copy has the same bytes.

use chrono::{DateTime, NaiveDate, Utc};
use kinerja_core::calendar::{Period, iso_day};
use serde::{Deserialize, Serialize};

use crate::obligation::Kind;

/// What a mail without a run is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The digest of the policy that held.
    pub policy: String,
    /// What it tells.
    pub tells: Telling,
}

/// What a mail without a run tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Telling {
    /// What is to be done.
    Reminder(Reminder),
    /// A unit meets.
    Invitation(Invitation),
}

/// Who is written to: a person, or the personnel office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    /// The name.
    pub name: String,
    /// Post and unit; none of an office.
    pub post: Option<[String; 2]>,
}

/// What somebody is reminded of on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// Who is written to.
    pub to: Addressee,
    /// The day in the region.
    #[serde(with = "iso_day")]
    pub day: NaiveDate,
    /// What is to be done, the most pressing first.
    pub matters: Vec<Matter>,
    /// Staff whose address failed, by name.
    pub bounced: Vec<String>,
}

/// In what capacity somebody hears of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// It is one's own.
    Own,
    /// One evaluates those whom it is about.
    Evaluator,
    /// One is the superior of whoever must act.
    Superior,
    /// One heads the unit.
    UnitHead,
    /// Nobody else can be told.
    Office,
}

/// One thing that is to be done in a period, by however many people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matter {
    /// What.
    pub kind: Kind,
    /// The period.
    pub period: Period,
    /// In what capacity one hears of it.
    pub capacity: Capacity,
    /// The day by which it should be done, where all have the same.
    pub date: Option<NaiveDate>,
    /// The last day on which it is of use, where all have the same.
    pub last: Option<NaiveDate>,
    /// Whom it is about.
    pub people: Vec<Concerned>,
}

/// A person whom something is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Concerned {
    /// The name of the unit.
    pub unit: String,
    /// The name.
    pub name: String,
    /// What it is, in the words of whoever wrote it.
    pub about: Option<String>,
    /// By when, where each has a day of one's own.
    pub by: Option<NaiveDate>,
    /// Who must act, where that is somebody else.
    pub actor: Option<Actor>,
}

/// Who must act.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// A person of this name.
    Named(String),
    /// A superior whom nobody has named.
    Unknown,
}

/// The meeting of a unit about a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Who is written to.
    pub to: Addressee,
    /// The name of the unit.
    pub unit: String,
    /// The period.
    pub period: Period,
    /// When it begins.
    pub begins: DateTime<Utc>,
    /// When it ends.
    pub ends: DateTime<Utc>,
    /// Steps of earlier meetings that are not done, the oldest first.
    pub steps: Vec<OpenStep>,
    /// Steps of coaching of the unit's people that are not done.
    pub coaching: usize,
}

/// A step that is not done.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OpenStep {
    /// By when.
    #[serde(with = "iso_day")]
    pub due: NaiveDate,
    /// What.
    pub text: String,
}
