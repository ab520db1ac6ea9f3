//! What a run is made of.

use chrono::{DateTime, NaiveDate, Utc};
use kinerja_core::{calendar::Period, region::RegionCode, summary::Tally};

/// What a run evaluates.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunKey {
    /// The region.
    pub region: RegionCode,
    /// The period.
    pub period: Period,
    /// The code of the unit.
    pub unit: String,
}

/// The latest run of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunHead {
    /// Its number in the database.
    pub id: i64,
    /// Its revision, from 1.
    pub revision: u32,
    /// What it was computed from.
    pub inputs_sha256: String,
    /// The policy that it used.
    pub policy_sha256: String,
}

/// What is known of one person for one period: bodies with their numbers.
#[derive(Debug, Clone)]
pub struct PersonInputs {
    /// The person.
    pub employee: i64,
    /// The work plan.
    pub plan: Option<(i64, String)>,
    /// What was reached.
    pub actuals: Option<(i64, String)>,
    /// How the person behaved.
    pub behaviour: Option<(i64, String)>,
}

/// A follow-up as it is put on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpRow {
    /// The rule's code.
    pub rule: String,
    /// Its kind.
    pub kind: &'static str,
    /// Who must act.
    pub actor: &'static str,
    /// By which day.
    pub due_on: NaiveDate,
}

/// The person of a result, and the numbers of the documents that were used.
#[derive(Debug, Clone, Copy)]
pub struct Used {
    /// The person.
    pub employee: i64,
    /// The work plan.
    pub plan: Option<i64>,
    /// What was reached.
    pub actuals: Option<i64>,
    /// How the person behaved.
    pub behaviour: Option<i64>,
}

impl PersonInputs {
    /// The numbers without the bodies.
    pub fn used(&self) -> Used {
        let number = |document: &Option<(i64, String)>| document.as_ref().map(|(id, _)| *id);
        Used {
            employee: self.employee,
            plan: number(&self.plan),
            actuals: number(&self.actuals),
            behaviour: number(&self.behaviour),
        }
    }
}

/// The result of one person as it is put on record.
#[derive(Debug, Clone)]
pub struct NewResult {
    /// The person with the documents that were used.
    pub used: Used,
    /// The proposed predicate, result rating and behaviour rating.
    pub ratings: Option<[&'static str; 3]>,
    /// The total, exact.
    pub total: Option<String>,
    /// How it came about.
    pub derivation: String,
    /// What follows.
    pub follow_ups: Vec<FollowUpRow>,
}

/// A run with everything that belongs to it.
#[derive(Debug)]
pub struct NewRun<'a> {
    /// What it evaluated.
    pub key: &'a RunKey,
    /// Its revision, from 1.
    pub revision: u32,
    /// The policy: digest and text.
    pub policy: (&'a str, &'a str),
    /// What it was computed from.
    pub inputs_sha256: &'a str,
    /// Why there is a new revision.
    pub reason: Option<&'a str>,
    /// The instant at which it stands.
    pub as_of: DateTime<Utc>,
    /// The instant at which its mails are queued.
    pub enqueued_at: DateTime<Utc>,
    /// Counts of its people.
    pub tally: &'a Tally,
    /// What they reached for services, as JSON.
    pub services: String,
    /// One result for each person.
    pub results: Vec<NewResult>,
}

/// Whether something was put on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// It is now.
    Now,
    /// It was before; nothing changed.
    Before,
}
