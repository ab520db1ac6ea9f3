//! When things are due in a region: deadlines, their extensions, and the days
//! that count.
//!
//! A deadline in working days cannot be told for a year whose holidays are not
//! known: that is an error with a name, and never a guess. Whatever counts
//! calendar days is not touched by it.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{DeadlineRule, RegionPolicy};
use crate::{
    calendar::{CalendarError, Period, TimeLimit, WorkCalendar, WorkWeek, start_of_day},
    law::{Citation, Problem, Source},
};

/// Which days of the week are worked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorkWeekRule {
    /// The week.
    pub week: WorkWeek,
    /// Where the rule comes from.
    pub source: Source,
}

impl Default for WorkWeekRule {
    /// Five days.
    ///
    /// # Legal basis
    ///
    /// Perpres 21/2023.
    fn default() -> Self {
        let source = Citation::new("Perpres 21/2023").map_or(Source::OWN, Source::law);
        Self { week: WorkWeek::Five, source }
    }
}

/// One of the deadlines of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    /// For the agreement of a plan.
    Plan,
    /// For evidence.
    Evidence,
    /// The day of the evaluation.
    Evaluation,
    /// For an objection.
    Objection,
}

impl DeadlineKind {
    /// All of them, in the order of a period.
    pub const ALL: [Self; 4] = [Self::Plan, Self::Evidence, Self::Evaluation, Self::Objection];

    /// The name in code and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Evidence => "evidence",
            Self::Evaluation => "evaluation",
            Self::Objection => "objection",
        }
    }
}

/// A deadline that was moved for one period, by a letter for example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Extension {
    /// The deadline.
    pub deadline: DeadlineKind,
    /// The period.
    pub period: Period,
    /// The new day. An objection may be later still, when the result was
    /// received late.
    pub until: NaiveDate,
    /// What moved it.
    pub source: Source,
}

impl RegionPolicy {
    /// The days that are worked in the region.
    pub fn work_calendar(&self) -> WorkCalendar<'_> {
        WorkCalendar::new(self.work_week.week, &self.rules.holidays, &self.holidays)
    }

    /// The day until which a plan should be agreed.
    ///
    /// # Errors
    ///
    /// Names the year whose list of holidays is missing, where working days count.
    pub fn plan_deadline(&self, period: Period) -> Result<NaiveDate, CalendarError> {
        self.deadline(DeadlineKind::Plan, period, period.start())
    }

    /// The last day on which evidence for a period is on time.
    ///
    /// # Errors
    ///
    /// Names the year whose list of holidays is missing, where working days count.
    pub fn evidence_deadline(&self, period: Period) -> Result<NaiveDate, CalendarError> {
        self.deadline(DeadlineKind::Evidence, period, period.last_day())
    }

    /// The day on which a period is evaluated: after the last day for evidence.
    ///
    /// # Errors
    ///
    /// Names the year whose list of holidays is missing, where working days count
    /// until it or until the last day for evidence.
    pub fn evaluation_day(&self, period: Period) -> Result<NaiveDate, CalendarError> {
        self.evidence_deadline(period)?;
        self.deadline(DeadlineKind::Evaluation, period, period.last_day())
    }

    /// The last day on which an objection can be made against a result that was
    /// received on a day.
    ///
    /// # Errors
    ///
    /// Names the year whose list of holidays is missing, where working days count.
    ///
    /// # Legal basis
    ///
    /// PP 30/2019 Pasal 59: 14 days after receipt.
    pub fn objection_deadline(
        &self,
        period: Period,
        received: NaiveDate,
    ) -> Result<NaiveDate, CalendarError> {
        let kind = DeadlineKind::Objection;
        let usual = self.unextended(kind, received)?;
        Ok(self.extension(kind, period).map_or(usual, |extension| extension.until.max(usual)))
    }

    /// The instant at which a period is evaluated: the beginning of the
    /// evaluation day in the region's zone.
    ///
    /// # Errors
    ///
    /// Names the year whose list of holidays is missing, where working days count.
    pub fn evaluation_due(&self, period: Period) -> Result<DateTime<Utc>, CalendarError> {
        Ok(start_of_day(self.evaluation_day(period)?, self.zone))
    }

    /// The periods whose evaluation is due at an instant, oldest first,
    /// beginning with the policy's first. One whose day cannot be told is not
    /// due; [`RegionPolicy::evaluation_due`] says why.
    pub fn due_periods(&self, now: DateTime<Utc>) -> impl Iterator<Item = Period> + '_ {
        // Every period is evaluated after its last day; an extension may let a
        // later one come first.
        std::iter::successors(Some(self.first_period), |period| period.next())
            .take_while(move |period| start_of_day(period.end(), self.zone) <= now)
            .filter(move |period| self.evaluation_due(*period).is_ok_and(|due| due <= now))
    }

    /// What moved a deadline of a period, if anything did.
    pub fn extension(&self, deadline: DeadlineKind, period: Period) -> Option<&Extension> {
        let moves =
            |extension: &&Extension| extension.deadline == deadline && extension.period == period;
        self.extensions.iter().find(moves)
    }

    fn rule(&self, kind: DeadlineKind) -> &DeadlineRule {
        match kind {
            DeadlineKind::Plan => &self.deadlines.plan,
            DeadlineKind::Evidence => &self.deadlines.evidence,
            DeadlineKind::Evaluation => &self.deadlines.evaluation,
            DeadlineKind::Objection => &self.deadlines.objection,
        }
    }

    fn unextended(&self, kind: DeadlineKind, from: NaiveDate) -> Result<NaiveDate, CalendarError> {
        let rule = self.rule(kind);
        self.work_calendar().after(from, TimeLimit::Days(rule.days, rule.count))
    }

    fn deadline(
        &self,
        kind: DeadlineKind,
        period: Period,
        from: NaiveDate,
    ) -> Result<NaiveDate, CalendarError> {
        let extension = self.extension(kind, period);
        extension.map_or_else(|| self.unextended(kind, from), |extension| Ok(extension.until))
    }

    /// What is wrong with the deadlines, as far as the lists of holidays reach.
    pub(super) fn timing_problems(&self) -> Vec<Problem> {
        let problem = |key: &str, message| Problem::new(key.to_owned(), message);
        let mut problems: Vec<_> = (0..)
            .zip(&self.extensions)
            .flat_map(|(index, extension)| self.extension_problems(index, extension))
            .collect();
        let mut days = BTreeSet::new();
        for (index, holiday) in self.holidays.iter().enumerate() {
            if !days.insert(holiday.day) {
                let message = format!("{} stands twice", holiday.day);
                problems.push(problem(&format!("holiday.{index}.day"), message));
            }
        }
        // A list of holidays that is missing holds up what counts working days, and the
        // policy with all else stays good.
        let crossed = self.crossed().map(|message| problem("deadlines.evaluation", message));
        problems.extend(crossed);
        problems
    }

    fn extension_problems(&self, index: usize, extension: &Extension) -> Vec<Problem> {
        let Extension { deadline, period, until, .. } = extension;
        let problem = |key: &str, message| Problem::new(format!("extension.{index}{key}"), message);
        let mut problems = Vec::new();
        if period.cadence() != self.cadence || *period < self.first_period {
            let first = self.first_period;
            let message =
                format!("{period} is not a period of this policy, which begins with {first}");
            return vec![problem(".period", message)];
        }
        let twice = |other: &Extension| other.deadline == *deadline && other.period == *period;
        if self.extensions.iter().take(index).any(twice) {
            problems.push(problem("", "this deadline of this period is extended twice".to_owned()));
        }
        let from = match deadline {
            DeadlineKind::Plan => period.start(),
            DeadlineKind::Evidence | DeadlineKind::Evaluation | DeadlineKind::Objection => {
                period.last_day()
            }
        };
        match self.unextended(*deadline, from) {
            Ok(usual) if *until <= usual => {
                let message = format!("{until} extends nothing: without it the day is {usual}");
                problems.push(problem(".until", message));
            }
            Ok(_) | Err(_) => {}
        }
        problems
    }

    /// The first period that would be evaluated before its evidence is due.
    /// Where both count the same days, only an extension can bring that about.
    fn crossed(&self) -> Option<String> {
        let (evidence, evaluation) = (&self.deadlines.evidence, &self.deadlines.evaluation);
        let mixed = evidence.count != evaluation.count;
        let lists = self.rules.holidays.entries();
        let last = lists.last().map_or(0, |(_, list)| list.value.year());
        let listed = std::iter::successors(Some(self.first_period), |period| period.next())
            .take_while(|period| mixed && period.start().year() <= last);
        let extended = self.extensions.iter().map(|extension| extension.period);
        listed.chain(extended).find_map(|period| {
            let evidence = self.evidence_deadline(period).ok()?;
            let evaluation = self.evaluation_day(period).ok()?;
            (evaluation <= evidence).then(|| {
                format!("{period} would be evaluated on {evaluation}, which must come after the last day for its evidence, {evidence}")
            })
        })
    }
}
