//! A region's policy as a checked whole.

use std::{collections::BTreeSet, ops::Deref};

use chrono_tz::Tz;
use serde::Serialize;

use super::{
    BandRule, BehaviourRule, Contact, Deadlines, Extension, HalvesRule, MatrixRule, MeetingRule,
    MissingRules, Mission, RatingRules, RegionCode, ReminderRules, RuleBook, SegmentRules,
    WorkResultRule, WorkWeekRule,
};
use crate::{
    calendar::{Cadence, OwnHoliday, Period},
    consequence::{AllowanceRule, Condition, FollowUpRule, TalentRule},
    evidence::{BehaviourRaters, DailyReportRule},
    language::Language,
    law::{Origin, Problem, Source, join_problems},
    number::DecimalMark,
    organisation::RankingRule,
    plan::Code,
    scheme::{Matrix, Regime},
};

/// Everything that a region decides about evaluation.
///
/// Made by [`RegionPolicy::new`] from [`PolicyParts`] or, with the feature
/// `toml`, by [`RegionPolicy::from_toml`]; what exists is consistent. The parts
/// can be read as fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct RegionPolicy {
    parts: PolicyParts,
}

/// The parts of a policy, before they are checked against one another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyParts {
    /// The region's code.
    pub code: RegionCode,
    /// The region's name.
    pub name: String,
    /// Its time zone.
    pub zone: Tz,
    /// How often it evaluates.
    pub cadence: Cadence,
    /// The first period that is evaluated under this policy.
    pub first_period: Period,
    /// How its files write numbers.
    pub decimal: DecimalMark,
    /// The languages of its mails, the main one first.
    pub languages: Vec<Language>,
    /// Whom staff ask.
    pub contact: Contact,
    /// Its deadlines.
    pub deadlines: Deadlines,
    /// The days of the week that are worked.
    pub work_week: WorkWeekRule,
    /// The holidays that it adds to the nation's.
    pub holidays: Vec<OwnHoliday>,
    /// Deadlines that it moved for one period.
    pub extensions: Vec<Extension>,
    /// How work results become a score.
    pub work_result: WorkResultRule,
    /// How much behaviour counts.
    pub behaviour: BehaviourRule,
    /// What happens where something is missing.
    pub missing: MissingRules,
    /// Which scores propose which ratings.
    pub ratings: RatingRules,
    /// The matrix of the two ratings, where the policy has it. One that is not the
    /// region's own repeats the regulation, and [`RegionPolicy::matrix_of`] still
    /// chooses by the period.
    pub matrix: Option<MatrixRule>,
    /// The bands of the total score.
    pub bands: BandRule,
    /// Its missions.
    pub missions: Vec<Mission>,
    /// Its rules of reward and coaching.
    pub follow_ups: Vec<FollowUpRule>,
    /// How the halves of 2021 make a year, where the region says it.
    pub halves_of_2021: Option<HalvesRule>,
    /// Its performance allowance, if it has one here.
    pub allowance: Option<AllowanceRule>,
    /// How actuals are counted from daily reports, if they are.
    pub daily_reports: Option<DailyReportRule>,
    /// What raters count in the score of behaviour, if the region asks any.
    pub raters: Option<BehaviourRaters>,
    /// Its talent box, if it has one.
    pub talent: Option<TalentRule>,
    /// The quotas of a ranking, where the region checks them.
    pub ranking: Option<RankingRule>,
    /// How the segments of a person who moved become one result.
    pub segments: SegmentRules,
    /// When people are reminded.
    pub reminders: ReminderRules,
    /// When units meet after a period, if they do.
    pub meeting: Option<MeetingRule>,
    /// The rules of the nation, with the region's exceptions.
    pub rules: RuleBook,
}

impl Deref for RegionPolicy {
    type Target = PolicyParts;

    fn deref(&self) -> &PolicyParts {
        &self.parts
    }
}

impl RegionPolicy {
    /// Checks the parts against one another.
    ///
    /// # Errors
    ///
    /// Lists every contradiction, each with the key that has it.
    pub fn new(parts: PolicyParts) -> Result<Self, PolicyProblems> {
        let mut problems = contradictions(&parts);
        problems.extend(twice("mission", parts.missions.iter().map(|mission| &mission.code)));
        problems.extend(twice("follow_up", parts.follow_ups.iter().map(|rule| &rule.code)));
        let follow_ups = parts.follow_ups.iter().map(|rule| &rule.when);
        problems.extend(impossible("follow_up", follow_ups));
        problems.extend(impossible("bands.veto", parts.bands.vetoes.iter().map(|veto| &veto.when)));
        problems.extend(parts.follow_ups.iter().enumerate().flat_map(|(index, rule)| {
            let of_rule =
                move |(key, message)| Problem::new(format!("follow_up.{index}.{key}"), message);
            rule.plan_problems().into_iter().map(of_rule)
        }));
        let allowance = parts.allowance.iter().flat_map(AllowanceRule::problems);
        let talent = parts.talent.iter().flat_map(TalentRule::problems);
        let ranking = parts.ranking.iter().flat_map(RankingRule::problems);
        let below = |list: &str, (key, message): (String, String)| {
            Problem::new(format!("{list}.{key}"), message)
        };
        problems.extend(allowance.map(|found| below("allowance", found)));
        problems.extend(talent.map(|found| below("talent", found)));
        problems.extend(ranking.map(|found| below("ranking", found)));
        let segments = parts.segments.problem(parts.cadence.months());
        problems.extend(segments.map(|(key, message)| Problem::new(key.to_owned(), message)));
        problems.extend(parts.reminders.problems());
        let hour = parts.reminders.hour;
        problems.extend(parts.meeting.iter().flat_map(|rule| rule.problems(hour)));
        let policy = Self { parts };
        problems.extend(policy.timing_problems());
        if problems.is_empty() { Ok(policy) } else { Err(PolicyProblems { problems }) }
    }

    /// The matrix of the two ratings in a period: the region's own, or else that of the
    /// regulation as it was when the period began. Until 2021 bands decide and nothing
    /// rests on a matrix; then it is the first that there was.
    ///
    /// # Legal basis
    ///
    /// PermenPANRB 6/2022.
    pub fn matrix_of(&self, period: Period) -> Matrix {
        match (self.own_matrix(), self.rules.matrix.at(period.start())) {
            (Some(own), _) => own.matrix,
            (None, Some(rule)) => rule.value,
            (None, None) => Matrix::NATIONAL,
        }
    }

    /// Where the matrix of a period comes from.
    pub fn matrix_source(&self, period: Period) -> &Source {
        static UNTIL_2021: Source = Source::OWN;
        match (self.own_matrix(), self.rules.matrix.at(period.start())) {
            (Some(own), _) => &own.source,
            (None, Some(rule)) => &rule.source,
            (None, None) => &UNTIL_2021,
        }
    }

    fn own_matrix(&self) -> Option<&MatrixRule> {
        self.matrix.as_ref().filter(|rule| rule.source.origin == Origin::Own)
    }

    /// Where each rule of the policy comes from, with its key; the rules of the
    /// nation, also where the region excepts from them, are those of the rule book.
    pub fn sources(&self) -> impl Iterator<Item = (String, &Source)> {
        let deadlines = &self.deadlines;
        let always = [
            ("deadlines.plan", &deadlines.plan.source),
            ("deadlines.evidence", &deadlines.evidence.source),
            ("deadlines.evaluation", &deadlines.evaluation.source),
            ("deadlines.objection", &deadlines.objection.source),
            ("work_week", &self.work_week.source),
            ("work_result", &self.work_result.source),
            ("behaviour", &self.behaviour.source),
            ("missing", &self.missing.source),
            ("ratings", &self.ratings.source),
            ("bands", &self.bands.source),
            ("segments", &self.segments.source),
            ("reminders", &self.reminders.source),
        ];
        let named = |key: &str, source| (key.to_owned(), source);
        let matrix = self.matrix.iter().map(|rule| ("matrix", &rule.source));
        let halves = self.halves_of_2021.iter().map(|rule| ("halves_of_2021", &rule.source));
        let allowance = self.allowance.iter().map(|rule| ("allowance", &rule.source));
        let talent = self.talent.iter().map(|rule| ("talent", &rule.source));
        let reports = self.daily_reports.iter().map(|rule| ("daily_reports", &rule.source));
        let raters = self.raters.iter().map(|rule| ("raters", &rule.source));
        let ranking = self.ranking.iter().map(|rule| ("ranking", &rule.source));
        let meeting = self.meeting.iter().map(|rule| ("meeting", &rule.source));
        let optional = matrix
            .chain(halves)
            .chain(allowance)
            .chain(talent)
            .chain(reports)
            .chain(raters)
            .chain(ranking)
            .chain(meeting);
        let moved = self.extensions.iter().map(|moved| {
            let key = format!("extension {} {}", moved.deadline.code(), moved.period);
            (key, &moved.source)
        });
        let holidays =
            self.holidays.iter().map(|day| (format!("holiday {}", day.day), &day.source));
        let follow_ups =
            self.follow_ups.iter().map(|rule| (format!("follow_up {}", rule.code), &rule.source));
        always
            .into_iter()
            .chain(optional)
            .map(move |(key, source)| named(key, source))
            .chain(moved)
            .chain(holidays)
            .chain(follow_ups)
    }

    /// The main language of its mails.
    pub fn language(&self) -> Language {
        self.languages.first().copied().unwrap_or(Language::Indonesian)
    }

    /// A mission by its code.
    pub fn mission(&self, code: &Code) -> Option<&Mission> {
        self.missions.iter().find(|mission| mission.code == *code)
    }

    /// A rule of reward or coaching by its code.
    pub fn follow_up(&self, code: &Code) -> Option<&FollowUpRule> {
        self.follow_ups.iter().find(|rule| rule.code == *code)
    }
}

/// Days that a deadline may have: ten years.
const DEADLINE_DAYS_MAX: u32 = 3_660;

fn contradictions(parts: &PolicyParts) -> Vec<Problem> {
    let deadlines = &parts.deadlines;
    let (cap, top) = (parts.work_result.cap, parts.bands.bands.top());
    let too_long =
        [&deadlines.plan, &deadlines.evidence, &deadlines.evaluation, &deadlines.objection]
            .iter()
            .any(|rule| rule.days > DEADLINE_DAYS_MAX);
    let never_after = deadlines.evaluation.count == deadlines.evidence.count
        && deadlines.evaluation.days <= deadlines.evidence.days;
    let languages: BTreeSet<_> = parts.languages.iter().collect();
    let law = parts.rules.matrix.at(parts.first_period.start());
    let law = law.map_or(Matrix::NATIONAL, |rule| rule.value);
    let own_matrix = parts
        .matrix
        .as_ref()
        .is_some_and(|rule| rule.source.origin != Origin::Own && rule.matrix != law);
    let objection = &deadlines.objection;
    let by_law = parts.rules.objection_days.at(parts.first_period.start());
    // The same regulation cannot give another number of days.
    let other_days = by_law
        .filter(|rule| rule.value.days != objection.days && is_of(&objection.source, &rule.source));
    let law_days = other_days.map_or(0, |rule| rule.value.days);
    let sure_halves = parts.halves_of_2021.as_ref().is_some_and(|rule| !rule.source.assumed);
    let sure_ranking = parts.ranking.as_ref().is_some_and(|rule| !rule.source.assumed);
    #[rustfmt::skip]
    let checks = [
        (parts.name.trim().is_empty(), "name", "the name is empty".to_owned()),
        (parts.first_period.cadence() != parts.cadence, "first_period", format!("{} does not fit the cadence", parts.first_period)),
        (Regime::deciding(parts.first_period).is_none(), "first_period", format!("no rule is known for {}: begin with 2014 or later", parts.first_period)),
        (sure_halves, "halves_of_2021", "no regulation that is known says how the halves make a year: write assumed = true".to_owned()),
        (sure_ranking, "ranking", "the quotas could not be read in any text: write assumed = true".to_owned()),
        (parts.languages.is_empty() || languages.len() != parts.languages.len(), "languages", "name each language once, the main one first".to_owned()),
        (too_long, "deadlines", format!("a deadline has at most {DEADLINE_DAYS_MAX} days")),
        (never_after, "deadlines.evaluation", format!("the evaluation must come after the last day for evidence: more than {} days", deadlines.evidence.days)),
        (other_days.is_some(), "deadlines.objection", format!("that regulation gives {law_days} days: write so, or cite where {} come from", objection.days)),
        (top < cap, "bands", format!("the bands end at {top}, before the cap of {cap}")),
        (parts.ratings.result.above() > cap, "ratings.result", format!("nobody can reach {}: the cap is {cap}", parts.ratings.result.above())),
        (parts.ratings.behaviour.above() > cap, "ratings.behaviour", format!("nobody can reach {}: the cap is {cap}", parts.ratings.behaviour.above())),
        (own_matrix, "matrix", "this is not the matrix of the regulation: correct it, or write source = \"own\"".to_owned()),
    ];
    checks
        .into_iter()
        .filter(|(wrong, ..)| *wrong)
        .map(|(_, key, message)| Problem::new(key.to_owned(), message))
        .collect()
}

/// Whether a source cites the regulation, or a part of it, that another cites.
fn is_of(source: &Source, of: &Source) -> bool {
    let (Origin::Law(cited), Origin::Law(law)) = (&source.origin, &of.origin) else { return false };
    let instrument = law.as_str().split(" Pasal").next().unwrap_or_default();
    cited.as_str().starts_with(instrument)
}

/// Conditions that ask for nothing or can never hold.
fn impossible<'a>(
    list: &'static str,
    conditions: impl Iterator<Item = &'a Condition>,
) -> impl Iterator<Item = Problem> {
    conditions.enumerate().filter_map(move |(index, condition)| {
        let error = condition.check().err()?;
        Some(Problem::new(format!("{list}.{index}.when"), error.to_string()))
    })
}

fn twice<'a>(
    list: &'static str,
    codes: impl Iterator<Item = &'a Code>,
) -> impl Iterator<Item = Problem> {
    let mut seen = BTreeSet::new();
    codes.enumerate().filter(move |(_, code)| !seen.insert(*code)).map(move |(index, code)| {
        Problem::new(format!("{list}.{index}.code"), format!("the code {code} stands twice"))
    })
}

/// Everything that is wrong with a policy. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the policy has {} problem(s):\n{}", problems.len(), join_problems(problems))]
pub struct PolicyProblems {
    pub(super) problems: Vec<Problem>,
}

impl PolicyProblems {
    /// The problems, in the order of the text.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}
