//! What the heads of a region's units read: from the counts of each unit, and of
//! people only those who wait or about whom somebody did something.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use kinerja_core::{
    consequence::{FollowUpKind, Role},
    evidence::{ComplaintCounts, DirectionCounts, RaterClass, SatisfactionIndex, count_feedback},
    language::Language,
    organisation::{FindingError, PredicateCounts, ServiceFinding, UnitReadings},
    plan::Code,
    region::RegionPolicy,
    scheme::Predicate,
    summary::{ServiceFacts, Tally},
};

use super::services::{index_rules, readable};
use crate::{
    judgement::Dossiers,
    report::{Checked, Due, Ranked, UnitReport, Waiting},
    store::{
        ActedOn, BlockedPerson, EvaluatedUnit, FollowUpCount, Publication, Store, StoreError,
        UnitName,
        acts::{
            Act, ActKind, Acts, StoredAct, Subject,
            judgement::{Achievement, ActingAs},
        },
        trail,
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
    /// How often who gave which feedback, by NIP.
    feedback: BTreeMap<String, BTreeMap<RaterClass, DirectionCounts>>,
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
    let mut reports = Vec::new();
    for unit in &found.units {
        let people = People::of(store, unit.run, &record).await?;
        reports.push(report(policy, (found, facts), &record, (unit, &people))?);
    }
    Ok(reports)
}

/// The people of a unit whom its head is told of.
struct People {
    blocked: Vec<BlockedPerson>,
    follow_ups: Vec<FollowUpCount>,
    acted_on: Vec<ActedOn>,
}

impl People {
    async fn of(store: &Store, run: i64, record: &Record) -> Result<Self, StoreError> {
        let anybody =
            !record.decided.is_empty() || !record.steps.is_empty() || !record.feedback.is_empty();
        Ok(Self {
            blocked: store.blocked_of_run(run).await?,
            follow_ups: store.follow_ups_of_run(run).await?,
            acted_on: if anybody { store.acted_on_of_run(run).await? } else { Vec::new() },
        })
    }
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
        feedback: feedback_of_people(policy, &of(ActKind::Feedback).await?),
        decided,
    })
}

fn report<'p>(
    policy: &'p RegionPolicy,
    (found, facts): (&Publication, &ServiceFacts),
    record: &Record,
    (of, people): (&EvaluatedUnit, &People),
) -> Result<UnitReport<'p>, UnitReportsError> {
    let unit = of.unit.clone();
    let (mut decided, mut known) = ([0; 5], of.tally.predicates);
    for person in &people.acted_on {
        let Some(decision) = record.decided.get(&person.nip).copied() else { continue };
        count(&mut decided, Some(decision), |of| of + 1);
        count(&mut known, proposal(person)?, |of| of.saturating_sub(1));
        count(&mut known, Some(decision), |of| of + 1);
    }
    let code: Code = unit.code.parse().map_err(|error| StoreError::corrupt(ACTION, &error))?;
    Ok(UnitReport {
        policy,
        period: found.period,
        as_of: found.as_of,
        revision: of.revision,
        proposed: of.tally.predicates,
        blocked: of.tally.blocked,
        decided,
        check: check(policy, found, &record.achievements, (&unit, known)),
        ranking: Ranked::of(policy, found.period, known),
        waiting: waiting(&of.tally, &people.blocked)?,
        follow_ups: follow_ups(policy, &people.follow_ups)?,
        steps: steps(&record.steps, &unit, &people.acted_on),
        feedback: feedback(record, &people.acted_on),
        surveys: surveys(policy, found, facts, &code),
        complaints: complaints(facts, &code),
        achievements: facts
            .achieved
            .iter()
            .filter(|(of, _)| *of == code)
            .flat_map(|(_, of)| of.means())
            .collect(),
        findings: findings(facts, &code)?,
        unit,
    })
}

fn proposal(person: &ActedOn) -> Result<Option<Predicate>, StoreError> {
    let Some(code) = &person.predicate else { return Ok(None) };
    let known = Predicate::BEST_FIRST.into_iter().find(|predicate| predicate.code() == code);
    known.map(Some).ok_or_else(|| StoreError::corrupt(ACTION, code))
}

/// Changes the count of a predicate, if there is one.
fn count(counts: &mut [u32; 5], predicate: Option<Predicate>, change: impl Fn(u32) -> u32) {
    let places = Predicate::BEST_FIRST.into_iter().zip(counts);
    for (_, count) in places.filter(|(of, _)| Some(*of) == predicate) {
        *count = change(*count);
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
fn waiting(tally: &Tally, blocked: &[BlockedPerson]) -> Result<Vec<Waiting>, StoreError> {
    let mut names: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for person in blocked {
        let codes: BTreeSet<_> = trail::read(&person.derivation)?.lacks().into_iter().collect();
        for code in codes {
            names.entry(code).or_default().push(person.name.clone());
        }
    }
    let row = |(code, people): (&String, &u32)| Waiting {
        code: code.clone(),
        people: *people,
        blocked: names.get(code.as_str()).cloned().unwrap_or_default(),
    };
    Ok(tally.gaps.iter().map(row).collect())
}

/// The proposed follow-ups, equal ones together, the earliest first.
fn follow_ups(policy: &RegionPolicy, counts: &[FollowUpCount]) -> Result<Vec<Due>, StoreError> {
    let mut found: BTreeMap<Due, u32> = BTreeMap::new();
    for count in counts {
        let told = policy.follow_ups.iter().find(|known| known.code.as_str() == count.rule);
        let kind = FollowUpKind::ALL.into_iter().find(|known| known.code() == count.kind);
        let kind = kind.map_or("", |kind| kind.name(ID));
        let what = told.map_or(count.rule.as_str(), |rule| rule.text.in_language(ID));
        let due = Due {
            by: count.due_on.parse().map_err(|error| StoreError::corrupt(ACTION, &error))?,
            what: format!("{what} ({kind})"),
            actor: role_of_code(&count.actor),
            people: 0,
        };
        *found.entry(due).or_default() += count.people;
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
fn steps(acts: &[StoredAct], unit: &UnitName, people: &[ActedOn]) -> Vec<Due> {
    let ours = |about: &Subject| match about {
        Subject::Person(nip) => people.iter().any(|person| person.nip == nip.as_str()),
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

fn feedback_of_people(
    policy: &RegionPolicy,
    acts: &Acts,
) -> BTreeMap<String, BTreeMap<RaterClass, DirectionCounts>> {
    let mut given: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for stored in readable(acts) {
        if let (Act::Feedback(one), Subject::Person(nip)) = (&stored.act, &stored.about) {
            given.entry(nip.to_string()).or_default().push((one.from, one.direction));
        }
    }
    let rule = policy.raters.as_ref().map(|raters| &raters.classes);
    given.into_iter().map(|(nip, given)| (nip, count_feedback(given, rule))).collect()
}

/// The feedback of a unit: of each person what may be shown. What is hidden of one
/// has no part in it, so that it is not the rest of a sum.
fn feedback(record: &Record, people: &[ActedOn]) -> BTreeMap<RaterClass, DirectionCounts> {
    let mut unit: BTreeMap<RaterClass, DirectionCounts> = BTreeMap::new();
    for (class, counts) in people.iter().filter_map(|of| record.feedback.get(&of.nip)).flatten() {
        let of = unit.entry(*class).or_default();
        *of = of.plus(*counts);
    }
    unit
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
    let ours = |all: &[(Code, UnitReadings)]| -> Vec<_> {
        all.iter().filter(|(code, _)| code == unit).cloned().collect()
    };
    kinerja_core::organisation::service_findings(&ours(&facts.now), &ours(&facts.before))
}
