//! What the head of a unit reads. It may name people, so it is never published:
//! it stands in a folder of its own that only its owner may read.

mod table;
mod view;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use kinerja_core::{
    calendar::Period,
    evidence::{ComplaintCounts, DirectionCounts, RaterClass, SatisfactionIndex},
    language::Language,
    organisation::{
        AchievementMean, DistributionCheck, IndicatorName, PredicateCounts, RankingCheck,
        ServiceFinding,
    },
    plan::Code,
    region::RegionPolicy,
};

use super::{ReportError, template};
use crate::store::UnitName;

/// What the head of a unit reads about a period.
#[derive(Debug, Clone)]
pub struct UnitReport<'a> {
    /// The region's policy.
    pub policy: &'a RegionPolicy,
    /// The period.
    pub period: Period,
    /// The instant as of which it was evaluated.
    pub as_of: DateTime<Utc>,
    /// The revision of the evaluation, counted from 1.
    pub revision: u32,
    /// The unit.
    pub unit: UnitName,
    /// Its people by proposed predicate, best first.
    pub proposed: [u32; 5],
    /// Its people for whom nothing is proposed.
    pub blocked: u32,
    /// Its people by decided predicate, best first.
    pub decided: [u32; 5],
    /// The predicates against the unit's achievement, where one is on record.
    pub check: Option<Checked>,
    /// The predicates against the quotas of a ranking, where the policy has them.
    pub ranking: Option<Ranked>,
    /// What is missing or late.
    pub waiting: Vec<Waiting>,
    /// Follow-ups that are due, the earliest first.
    pub follow_ups: Vec<Due>,
    /// Steps that nobody has done yet, the earliest first.
    pub steps: Vec<Due>,
    /// How often who gave which feedback to its people, where enough did.
    pub feedback: BTreeMap<RaterClass, DirectionCounts>,
    /// The surveys by service; no index where an element has no answer.
    pub surveys: Vec<(Code, Option<SatisfactionIndex>)>,
    /// Complaints, criticism and suggestions by service.
    pub complaints: Vec<(Code, ComplaintCounts)>,
    /// What its people achieved, by indicator.
    pub achievements: Vec<(IndicatorName, AchievementMean)>,
    /// What is below its target or got worse in this unit.
    pub findings: Vec<ServiceFinding>,
}

/// Predicates that were checked against an achievement.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What was found.
    pub check: DistributionCheck,
    /// Who set the achievement.
    pub set_by: String,
    /// Where the pattern comes from, and whether that is assumed.
    pub source: String,
}

/// Predicates that were checked against the quotas of a ranking.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// What was found.
    pub check: RankingCheck,
    /// Where the quotas come from, and that they are assumed.
    pub source: String,
}

impl Ranked {
    /// Checks people by predicate, best first; nothing where the policy has no
    /// quotas or the period no ranking.
    pub fn of(policy: &RegionPolicy, period: Period, people: [u32; 5]) -> Option<Self> {
        let rule = policy.ranking.as_ref()?;
        let check = rule.check(period, PredicateCounts::best_first(people))?;
        Some(Self { check, source: rule.source.show(Language::Indonesian) })
    }
}

/// Something that is missing or late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// What it is, by the code under which it is counted.
    pub code: String,
    /// The people with it.
    pub people: u32,
    /// The names of those for whom nothing can be proposed until it is there.
    pub blocked: Vec<String>,
}

/// Something that is to be done.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// Until when.
    pub by: NaiveDate,
    /// What.
    pub what: String,
    /// Who does it, by name of role.
    pub actor: &'static str,
    /// For how many people.
    pub people: u32,
}

impl UnitReport<'_> {
    /// The files, each with its name: a page, a table and a document for
    /// programs. The same report always gives the same bytes.
    ///
    /// # Errors
    ///
    /// Fails when a file cannot be composed.
    pub fn files(&self) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
        let view = view::View::new(self);
        let name = |kind: &str| format!("unit-{}.{kind}", self.unit.code);
        let mut json = serde_json::to_vec_pretty(&view)?;
        json.push(b'\n');
        Ok(vec![
            (name("html"), template::render("unit.html", view::Page::new(self, &view))?),
            (name("csv"), table::table(&view)?),
            (name("json"), json),
        ])
    }
}
