//! What the heads of a region's units read: from what is on record, in a few
//! queries for the whole region.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kinerja_core::{
    consequence::{FollowUpKind, Role},
    evaluation::Derivation,
    evidence::{ComplaintCounts, SatisfactionIndex},
    language::Language,
    organisation::{FindingError, PredicateCounts, ServiceFinding},
    plan::Code,
    region::RegionPolicy,
    scheme::Predicate,
    summary::{PeriodReadings, ServiceFacts},
};

use super::services::{index_rules, readable};
use crate::{
    judgement::Dossiers,
    report::{Checked, Due, Ranked, UnitReport, Waiting},
    store::{
        ExportRow, Publication, Store, StoreError, UnitName,
        acts::{
            Act, ActKind, StoredAct, Subject,
            judgement::{Achievement, ActingAs},
        },
    },
};

const ID: Language = Language::Indonesian;
const ACTION: &str = "make the reports of units";

/// Why reports cannot be made.
#[derive(Debug, thiserror::Error)]
pub(super) enum UnitReportsError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The readings of a unit cannot be compared.
    #[error(transparent)]
    Finding(#[from] FindingError),
}

/// What is on record of the people and units of a region.
struct Record {
    achievements: Vec<StoredAct>,
    steps: Vec<StoredAct>,
    /// The decided predicates, by NIP.
    decided: BTreeMap<String, Predicate>,
}

/// The reports of a region's units that were evaluated, by code.
pub(super) async fn reports<'p>(
    store: &Store,
    policy: &'p RegionPolicy,
    (found, today): (&Publication, NaiveDate),
    facts: &ServiceFacts,
) -> Result<Vec<UnitReport<'p>>, UnitReportsError> {
    let record = record(store, policy, (found, today)).await?;
    let mut units: BTreeMap<(String, String), Vec<ExportRow>> = BTreeMap::new();
    for row in store.results(&policy.code, found.period).await? {
        units.entry(row.unit.clone()).or_default().push(row);
    }
    let mut reports = Vec::new();
    for ((code, name), rows) in units {
        let unit = UnitName { code, name };
        reports.push(report(policy, (found, facts), &record, (unit, &rows))?);
    }
    Ok(reports)
}

async fn record(
    store: &Store,
    policy: &RegionPolicy,
    (found, today): (&Publication, NaiveDate),
) -> Result<Record, StoreError> {
    let of = |kind| store.acts_of_region(&policy.code, found.period, kind);
    let dossiers = Dossiers::read(store, &policy.code, found.period, policy.zone).await?;
    let decided = dossiers.iter().filter(|(dossier, _)| !dossier.is_silent());
    let decided = decided.filter_map(|(dossier, policy)| {
        let judged = dossier.judge(policy, today).ok()?;
        Some((dossier.nip.to_string(), judged.decision()?.predicate))
    });
    let decided = decided.collect();
    Ok(Record {
        achievements: readable(&of(ActKind::Achievement).await?).to_vec(),
        steps: readable(&of(ActKind::Step).await?).to_vec(),
        decided,
    })
}

fn report<'p>(
    policy: &'p RegionPolicy,
    (found, facts): (&Publication, &ServiceFacts),
    record: &Record,
    (unit, rows): (UnitName, &[ExportRow]),
) -> Result<UnitReport<'p>, UnitReportsError> {
    let (mut proposed, mut decided, mut known, mut blocked) = ([0; 5], [0; 5], [0; 5], 0);
    for row in rows {
        let proposal = proposal(row)?;
        let decision = record.decided.get(&row.nip).copied();
        blocked += u32::from(proposal.is_none());
        count(&mut proposed, proposal);
        count(&mut decided, decision);
        count(&mut known, decision.or(proposal));
    }
    let code: Code = unit.code.parse().map_err(|error| StoreError::corrupt(ACTION, &error))?;
    let revision = rows.iter().map(|row| row.revision).max().unwrap_or(1);
    Ok(UnitReport {
        policy,
        period: found.period,
        as_of: found.as_of,
        revision,
        proposed,
        blocked,
        decided,
        check: check(policy, found, &record.achievements, (&unit, known)),
        ranking: Ranked::of(policy, found.period, known),
        waiting: waiting(rows)?,
        follow_ups: follow_ups(policy, rows)?,
        steps: steps(&record.steps, &unit, rows),
        surveys: surveys(policy, found, facts, &code),
        complaints: complaints(facts, &code),
        findings: findings(facts, &code)?,
        unit,
    })
}

fn proposal(row: &ExportRow) -> Result<Option<Predicate>, StoreError> {
    let [predicate, ..] = &row.ratings;
    let Some(code) = predicate else { return Ok(None) };
    let known = Predicate::BEST_FIRST.into_iter().find(|predicate| predicate.code() == code);
    known.map(Some).ok_or_else(|| StoreError::corrupt(ACTION, code))
}

fn count(counts: &mut [u32; 5], predicate: Option<Predicate>) {
    let places = Predicate::BEST_FIRST.into_iter().zip(counts);
    for (_, count) in places.filter(|(of, _)| Some(*of) == predicate) {
        *count += 1;
    }
}

/// The predicates against the unit's achievement; none where the achievement or
/// the pattern is not known.
fn check(
    policy: &RegionPolicy,
    found: &Publication,
    achievements: &[StoredAct],
    (unit, known): (&UnitName, [u32; 5]),
) -> Option<Checked> {
    let about = Subject::Unit(unit.code.clone());
    let stored = achievements.iter().rfind(|stored| stored.about == about)?;
    let Act::Achievement(Achievement { achievement, set_by, .. }) = &stored.act else {
        return None;
    };
    let rule = policy.rules.distribution_patterns.at(found.period.start())?;
    let check = rule.value.check(*achievement, PredicateCounts::best_first(known));
    let source = rule.source.show(ID);
    Some(Checked { check, set_by: set_by.clone(), source })
}

/// What is missing or late, with the names of those whom it blocks.
fn waiting(rows: &[ExportRow]) -> Result<Vec<Waiting>, StoreError> {
    let mut found: BTreeMap<&'static str, Waiting> = BTreeMap::new();
    for row in rows {
        let derivation: Derivation = serde_json::from_str(&row.derivation)
            .map_err(|error| StoreError::corrupt(ACTION, &error))?;
        let mut codes = derivation.lacks();
        codes.sort_unstable();
        codes.dedup();
        let [predicate, ..] = &row.ratings;
        for code in codes {
            let of = Waiting { code, people: 0, blocked: Vec::new() };
            let of = found.entry(code).or_insert(of);
            of.people += 1;
            if predicate.is_none() {
                of.blocked.push(row.name.clone());
            }
        }
    }
    for waiting in found.values_mut() {
        waiting.blocked.sort();
    }
    Ok(found.into_values().collect())
}

/// The proposed follow-ups, equal ones together, the earliest first.
fn follow_ups(policy: &RegionPolicy, rows: &[ExportRow]) -> Result<Vec<Due>, StoreError> {
    let mut found: BTreeMap<Due, u32> = BTreeMap::new();
    for [rule, kind, actor, by] in rows.iter().flat_map(|row| &row.follow_ups) {
        let told = policy.follow_ups.iter().find(|known| known.code.as_str() == rule);
        let kind = FollowUpKind::ALL.into_iter().find(|known| known.code() == kind);
        let kind = kind.map_or("", |kind| kind.name(ID));
        let what = told.map_or(rule.as_str(), |rule| rule.text.in_language(ID));
        let due = Due {
            by: by.parse().map_err(|error| StoreError::corrupt(ACTION, &error))?,
            what: format!("{what} ({kind})"),
            actor: role_of_code(actor),
            people: 0,
        };
        *found.entry(due).or_default() += 1;
    }
    Ok(found.into_iter().map(|(due, people)| Due { people, ..due }).collect())
}

/// The name of a role by its code; a role that this version does not know is the
/// personnel office's to find out.
fn role_of_code(code: &str) -> &'static str {
    let roles = [Role::Employee, Role::Superior, Role::EvaluatorSuperior, Role::UnitHead, Role::Hr];
    roles.into_iter().find(|role| role.code() == code).unwrap_or(Role::Hr).name(ID)
}

const fn role(role: ActingAs) -> &'static str {
    match role {
        ActingAs::Role(role) => role.name(ID),
        ActingAs::Other(_) => "pejabat lain",
    }
}

/// The steps about the unit or its people that nobody has done.
fn steps(acts: &[StoredAct], unit: &UnitName, rows: &[ExportRow]) -> Vec<Due> {
    let ours = |about: &Subject| match about {
        Subject::Person(nip) => rows.iter().any(|row| row.nip == nip.as_str()),
        Subject::Unit(code) | Subject::Service { unit: code, .. } => *code == unit.code,
    };
    let mut found: BTreeMap<Due, u32> = BTreeMap::new();
    for stored in acts.iter().filter(|stored| ours(&stored.about)) {
        let Act::Step(step) = &stored.act else { continue };
        if step.done.is_none() {
            let actor = role(step.role);
            let due = Due { by: step.due, what: step.text.clone(), actor, people: 0 };
            let people = u32::from(matches!(stored.about, Subject::Person(_)));
            *found.entry(due).or_default() += people;
        }
    }
    found.into_iter().map(|(due, people)| Due { people, ..due }).collect()
}

fn surveys(
    policy: &RegionPolicy,
    found: &Publication,
    facts: &ServiceFacts,
    unit: &Code,
) -> Vec<(Code, Option<SatisfactionIndex>)> {
    let rules = index_rules(policy, found.period);
    let ours = facts.surveys.iter().filter(|survey| survey.unit == *unit);
    ours.map(|survey| {
        let index = rules.and_then(|(rule, bounds)| survey.index(rule, bounds).ok());
        (survey.service.clone(), index)
    })
    .collect()
}

fn complaints(facts: &ServiceFacts, unit: &Code) -> Vec<(Code, ComplaintCounts)> {
    let ours = facts.complaints.iter().filter(|((of, _), _)| of == unit);
    ours.map(|((_, service), counts)| (service.clone(), *counts)).collect()
}

/// What is below its target or got worse in one unit.
fn findings(facts: &ServiceFacts, unit: &Code) -> Result<Vec<ServiceFinding>, FindingError> {
    let ours = |all: &PeriodReadings| {
        all.readings.iter().filter(|reading| reading.unit == *unit).cloned().collect::<Vec<_>>()
    };
    kinerja_core::organisation::service_findings(&ours(&facts.now), &ours(&facts.before))
}
