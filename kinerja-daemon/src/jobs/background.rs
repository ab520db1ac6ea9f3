//! What is on record of a person and a unit beyond plan and evidence.

use std::collections::BTreeMap;

use kinerja_core::{
    calendar::Period,
    evidence::{
        Background, DailyReport, DailyReports, RaterClass, ReportState, Survey, UnitIndex,
        feedback_mean,
    },
    number::Score,
    organisation::OrgAchievement,
    plan::Code,
    region::RegionPolicy,
    scheme::{Basis, Predicate, Rating},
};

use crate::store::{
    RunKey,
    acts::{Act, NumberedAct, PersonActs, RunActs, StoredAct, evidence, judgement::Ruling},
};

/// Periods before the present one that conditions look back at, at most.
const HISTORY_MAX: usize = 120;

/// What the acts about a unit say.
#[derive(Debug)]
pub(super) struct UnitFacts {
    /// The period.
    pub(super) period: Period,
    /// The index of its surveys.
    survey: Option<UnitIndex>,
    /// The person who heads it, with its achievement.
    head: Option<(i64, OrgAchievement)>,
}

impl UnitFacts {
    /// Puts the acts about a unit together. A survey that makes no index is not
    /// known.
    pub(super) fn of(policy: &RegionPolicy, key: &RunKey, acts: &RunActs) -> Self {
        let achievement = acts.unit.iter().find_map(|found| {
            let Act::Achievement(found) = &found.act.as_ref()?.act else { return None };
            Some(found.achievement)
        });
        Self {
            period: key.period,
            survey: survey(policy, key, &acts.unit),
            head: acts.head.zip(achievement),
        }
    }
}

fn survey(policy: &RegionPolicy, key: &RunKey, acts: &[NumberedAct]) -> Option<UnitIndex> {
    let day = key.period.start();
    let rule = &policy.rules.survey_index.at(day)?.value;
    let grades = &policy.rules.survey_grades.at(day)?.value;
    let mut surveys = BTreeMap::new();
    for act in acts.iter().filter_map(|found| found.act.as_ref()) {
        let (Act::SurveyAnswers(found), Some(service)) = (&act.act, act.about.service()) else {
            continue;
        };
        let (_, survey) = surveys.entry(service.clone()).or_insert((
            act.on,
            Survey {
                unit: key.unit.parse().ok()?,
                service: service.clone(),
                period: key.period,
                answers: BTreeMap::new(),
            },
        ));
        survey.answers.insert(found.element, found.answers);
    }
    let surveys: Vec<_> = surveys.into_values().collect();
    UnitIndex::of(&surveys, rule, grades).unwrap_or_else(|error| {
        tracing::warn!(unit = key.unit, period = %key.period, %error, "a survey makes no index");
        None
    })
}

/// What is on record of a person beyond plan and evidence.
pub(super) fn background(
    policy: &RegionPolicy,
    unit: &UnitFacts,
    employee: i64,
    acts: Option<&PersonActs>,
) -> Background {
    let heads = unit.head.filter(|(head, _)| *head == employee).map(|(_, found)| found);
    let nothing = Background { survey: unit.survey, heads, ..Background::NOTHING };
    let Some(acts) = acts else { return nothing };
    let acts: Vec<_> = acts.acts.iter().filter_map(|found| found.act.as_ref()).collect();
    let answers = answers(&acts, unit.period);
    Background {
        history: history(&decided(policy, &acts), unit.period),
        feedback: feedback_mean(&answers),
        answers,
        trainings: trainings(&acts, unit.period),
        ..nothing
    }
}

/// The predicates that people decided, by period: the latest decision, and what
/// an objection that was upheld made of it. A proposal is never among them.
fn decided(policy: &RegionPolicy, acts: &[&StoredAct]) -> BTreeMap<Period, Predicate> {
    let mut ratings: BTreeMap<Period, (Rating, Rating)> = BTreeMap::new();
    let decisions = acts.iter().filter_map(|act| {
        let Act::Decision(found) = &act.act else { return None };
        Some((act.period?, (found.result, found.behaviour)))
    });
    ratings.extend(decisions);
    for act in acts {
        if let (Act::Objection(found), Some(period)) = (&act.act, act.period)
            && let Some(outcome) = found.objected.as_ref().and_then(|made| made.outcome.as_ref())
            && let Ruling::Uphold(given) = &outcome.ruling
        {
            ratings.insert(period, (given.result, given.behaviour));
        }
    }
    // Before 2022 bands decided, and two ratings say nothing.
    let by_matrix = |period: &Period| Basis::of(period.start()) == Basis::Matrix;
    let predicate = |(result, behaviour)| policy.matrix.matrix.predicate(result, behaviour);
    ratings
        .into_iter()
        .filter(|(period, _)| by_matrix(period))
        .map(|(period, found)| (period, predicate(found)))
        .collect()
}

/// The predicates of the periods before, newest first, back to the oldest that was
/// decided.
fn history(decided: &BTreeMap<Period, Predicate>, period: Period) -> Vec<Option<Predicate>> {
    let Some(oldest) = decided.keys().map(|period| period.start()).min() else { return Vec::new() };
    let before =
        |period: &Period| period.start().pred_opt().and_then(|day| period.cadence().period_of(day));
    std::iter::successors(before(&period), before)
        .take_while(|period| period.start() >= oldest)
        .take(HISTORY_MAX)
        .map(|period| decided.get(&period).copied())
        .collect()
}

/// The scores of the period's feedback by class of giver.
fn answers(acts: &[&StoredAct], period: Period) -> BTreeMap<RaterClass, Vec<Score>> {
    let mut scores: BTreeMap<RaterClass, Vec<Score>> = BTreeMap::new();
    for act in acts.iter().filter(|act| act.period == Some(period)) {
        if let Act::Feedback(found) = &act.act
            && let Some(score) = found.score
        {
            scores.entry(found.from).or_default().push(score);
        }
    }
    scores
}

/// The daily reports of a person in a period; none where none is on record, or they
/// cannot all be true.
pub(super) fn daily_reports(acts: Option<&PersonActs>, period: Period) -> Option<DailyReports> {
    let mut reports = Vec::new();
    for stored in acts?.acts.iter().filter_map(|found| found.act.as_ref()) {
        if let Act::DailyReport(report) = &stored.act
            && stored.period == Some(period)
        {
            reports.push(DailyReport {
                day: stored.on,
                minutes: report.minutes,
                state: match report.state {
                    evidence::ReportState::Submitted => ReportState::Submitted,
                    evidence::ReportState::Accepted => ReportState::Accepted,
                    evidence::ReportState::Returned => ReportState::Returned,
                },
                serves: report.code.clone(),
            });
        }
    }
    if reports.is_empty() {
        return None;
    }
    DailyReports::new(period, reports)
        .inspect_err(|error| {
            tracing::warn!(%period, %error, "daily reports of a person cannot be counted");
        })
        .ok()
}

/// The trainings that were done until the period ended, by the rule that they
/// answer and by their name where that is a code. They are known of whoever has
/// one on record.
fn trainings(acts: &[&StoredAct], period: Period) -> Option<Vec<Code>> {
    let mut codes = Vec::new();
    let mut known = false;
    for act in acts {
        if let Act::Training(found) = &act.act
            && act.on < period.end()
        {
            known = true;
            codes.extend(found.rule.clone());
            codes.extend(found.name.parse::<Code>().ok());
        }
    }
    codes.sort_unstable();
    codes.dedup();
    known.then_some(codes)
}
