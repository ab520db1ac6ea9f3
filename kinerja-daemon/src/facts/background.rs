//! What is on record of a person and a unit beyond plan and evidence.

use std::collections::BTreeMap;

use kinerja_core::{
    calendar::Period,
    evidence::{
        Background, DailyReport, DailyReports, RaterClass, ReportState, Survey, SurveyError,
        UnitIndex, feedback_mean,
    },
    number::Score,
    organisation::OrgAchievement,
    plan::Code,
    region::RegionPolicy,
};

use super::decided::history;
use crate::store::{
    RunKey, Store, StoreError,
    acts::{self, Act, NumberedAct, PersonActs, RunActs, StoredAct, evidence},
};

/// What the acts about a unit say.
#[derive(Debug)]
pub struct UnitFacts {
    /// The period.
    pub period: Period,
    /// The index of its surveys.
    survey: Option<UnitIndex>,
    /// The person who heads it, with its achievement.
    head: Option<(i64, OrgAchievement)>,
}

impl UnitFacts {
    /// Puts the acts about a unit together for its evaluation. A survey that makes no
    /// index is not known, which the log tells.
    pub fn of(policy: &RegionPolicy, key: &RunKey, acts: &RunActs) -> Self {
        let survey = survey(policy, key, &acts.unit).unwrap_or_else(|error| {
            tracing::warn!(unit = key.unit, period = %key.period, %error, "a survey makes no index");
            None
        });
        Self::with(survey, key, acts)
    }

    /// The same for what was evaluated before, when the log told of surveys.
    pub fn again(policy: &RegionPolicy, key: &RunKey, acts: &RunActs) -> Self {
        Self::with(survey(policy, key, &acts.unit).unwrap_or(None), key, acts)
    }

    fn with(survey: Option<UnitIndex>, key: &RunKey, acts: &RunActs) -> Self {
        let achievement = acts.unit.iter().find_map(|found| {
            let Act::Achievement(found) = &found.act.as_ref()?.act else { return None };
            Some(found.achievement)
        });
        Self { period: key.period, survey, head: acts.head.zip(achievement) }
    }
}

fn survey(
    policy: &RegionPolicy,
    key: &RunKey,
    acts: &[NumberedAct],
) -> Result<Option<UnitIndex>, SurveyError> {
    let (day, rules) = (key.period.start(), &policy.rules);
    let found = rules.survey_index.at(day).zip(rules.survey_grades.at(day));
    let (Some((rule, grades)), Ok(unit)) = (found, key.unit.parse::<Code>()) else {
        return Ok(None);
    };
    let mut surveys = BTreeMap::new();
    for act in acts.iter().filter_map(|found| found.act.as_ref()) {
        let (Act::SurveyAnswers(found), Some(service)) = (&act.act, act.about.service()) else {
            continue;
        };
        let (_, survey) = surveys.entry(service.clone()).or_insert((
            act.on,
            Survey {
                unit: unit.clone(),
                service: service.clone(),
                period: key.period,
                answers: BTreeMap::new(),
            },
        ));
        survey.answers.insert(found.element, found.answers);
    }
    let surveys: Vec<_> = surveys.into_values().collect();
    UnitIndex::of(&surveys, &rule.value, &grades.value)
}

/// What is on record of a person beyond plan and evidence.
pub fn background(
    policy: &RegionPolicy,
    unit: &UnitFacts,
    employee: i64,
    acts: Option<&PersonActs>,
) -> Background {
    let heads = unit.head.filter(|(head, _)| *head == employee).map(|(_, found)| found);
    let nothing = Background { survey: unit.survey, heads, ..Background::NOTHING };
    let Some(acts) = acts else { return nothing };
    let history = history(policy, acts, unit.period);
    let acts: Vec<_> = acts.acts.iter().filter_map(|found| found.act.as_ref()).collect();
    let answers = answers(&acts, unit.period);
    Background {
        history,
        feedback: feedback_mean(&answers),
        answers,
        trainings: trainings(&acts, unit.period),
        ..nothing
    }
}

/// What is on record of people beyond plan and evidence, read unit by unit and each
/// unit once.
#[derive(Debug)]
pub struct Backgrounds<'s> {
    store: &'s Store,
    // Of one period at a time, so that a long list of periods stays small.
    acts: BTreeMap<RunKey, RunActs>,
}

impl<'s> Backgrounds<'s> {
    /// Nothing is read yet.
    pub const fn new(store: &'s Store) -> Self {
        Self { store, acts: BTreeMap::new() }
    }

    /// What the evaluation of a unit knows of a person.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn of(
        &mut self,
        policy: &RegionPolicy,
        key: &RunKey,
        employee: i64,
    ) -> Result<Background, StoreError> {
        self.acts.retain(|one, _| one.period == key.period);
        if !self.acts.contains_key(key) {
            self.acts
                .insert(key.clone(), self.store.acts_of_run(key, acts::DailyReports::Left).await?);
        }
        Ok(self.acts.get(key).map_or(Background::NOTHING, |acts| {
            let unit = UnitFacts::again(policy, key, acts);
            background(policy, &unit, employee, acts.people.get(&employee))
        }))
    }
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
pub fn daily_reports(acts: Option<&PersonActs>, period: Period) -> Option<DailyReports> {
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
