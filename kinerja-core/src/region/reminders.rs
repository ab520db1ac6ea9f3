//! When people are reminded of what they have to do, and who else hears of it.
//!
//! A reminder comes so many days before or after a date, at the hour that the
//! region chose, and never on a day that is not worked. A year without a list of
//! holidays blocks only what counts working days; for the rest only the free days
//! of the week are known there.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::RegionPolicy;
use crate::{
    calendar::{CalendarError, DayCount, TimeLimit, at_hour},
    law::{Origin, Problem, Source},
};

/// What is assumed where a policy says nothing.
const DEFAULT_NOTE: &str =
    "No regulation says when people are reminded; write [reminders] to decide it.";
/// Days that a reminder may come before or after its date: a year.
const OFFSET_DAYS_MAX: u32 = 366;
/// Reminders of one kind before and after one date, each: more is no help.
const OFFSETS_MAX: usize = 10;

/// What people are reminded of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReminderKind {
    /// The plan is to be agreed.
    PlanDue,
    /// There is no plan at all, and somebody else has to write it.
    PlanMissing,
    /// What was reached is to be reported.
    ReportDue,
    /// Nothing was reported in time.
    EvidenceLate,
    /// The evaluator has to rate.
    RatingDue,
    /// The evaluator has to decide.
    DecisionOpen,
    /// The time to object ends.
    ObjectionClosing,
    /// A step of coaching is to be done.
    StepDue,
}

impl ReminderKind {
    /// All of them, in the order of a period.
    pub const ALL: [Self; 8] = [
        Self::PlanDue,
        Self::PlanMissing,
        Self::ReportDue,
        Self::EvidenceLate,
        Self::RatingDue,
        Self::DecisionOpen,
        Self::ObjectionClosing,
        Self::StepDue,
    ];

    /// The name in code and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PlanDue => "plan_due",
            Self::PlanMissing => "plan_missing",
            Self::ReportDue => "report_due",
            Self::EvidenceLate => "evidence_late",
            Self::RatingDue => "rating_due",
            Self::DecisionOpen => "decision_open",
            Self::ObjectionClosing => "objection_closing",
            Self::StepDue => "step_due",
        }
    }

    /// Whether others hear of it when nothing happens. A report that did not come
    /// is told as late evidence, of a missing plan all three hear at once, and an
    /// objection is a right and no duty.
    pub const fn escalates(self) -> bool {
        match self {
            Self::PlanDue
            | Self::EvidenceLate
            | Self::RatingDue
            | Self::DecisionOpen
            | Self::StepDue => true,
            Self::PlanMissing | Self::ReportDue | Self::ObjectionClosing => false,
        }
    }

    /// Who hears on the days of the kind itself.
    ///
    /// # Legal basis
    ///
    /// PermenPANRB 8/2021 Lampiran E.5: that there is no plan is told to the employee,
    /// the evaluator and the head of the unit.
    pub const fn hears(self) -> &'static [Hears] {
        match self {
            Self::PlanMissing => &[Hears::Responsible, Hears::Superior, Hears::UnitHead],
            Self::PlanDue
            | Self::ReportDue
            | Self::EvidenceLate
            | Self::RatingDue
            | Self::DecisionOpen
            | Self::ObjectionClosing
            | Self::StepDue => &[Hears::Responsible],
        }
    }

    fn default_offsets(self) -> Offsets {
        let (before, after): (&[u32], &[u32]) = match self {
            Self::PlanDue | Self::StepDue => (&[7], &[0, 7]),
            Self::PlanMissing => (&[], &[1]),
            Self::ReportDue => (&[5], &[0]),
            Self::EvidenceLate => (&[], &[1, 3]),
            Self::RatingDue => (&[3], &[1]),
            Self::DecisionOpen => (&[], &[3, 10]),
            Self::ObjectionClosing => (&[3], &[]),
        };
        Offsets { before: before.into(), after: after.into(), count: DayCount::Calendar }
    }
}

/// How many days before and after its date people are reminded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Offsets {
    /// So many days before, each from 1.
    pub before: Vec<u32>,
    /// So many days after; 0 is the day itself.
    pub after: Vec<u32>,
    /// Which days count.
    pub count: DayCount,
}

/// How many days after the date others hear that nothing was done; not before whoever
/// has to act, and at the latest on the last day on which it is of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Escalation {
    /// The superior of whoever has to act.
    pub superior: u32,
    /// The head of the unit.
    pub unit_head: u32,
    /// Which days count.
    pub count: DayCount,
}

impl Default for Escalation {
    /// After three and seven calendar days.
    fn default() -> Self {
        Self { superior: 3, unit_head: 7, count: DayCount::Calendar }
    }
}

/// When people are reminded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReminderRules {
    /// The hour of the day in the region's zone, 0 to 23.
    pub hour: u32,
    /// The kinds that the region has otherwise than [`ReminderRules::of`] says.
    pub own: BTreeMap<ReminderKind, Offsets>,
    /// When others hear.
    pub escalation: Escalation,
    /// Where the rules come from.
    pub source: Source,
}

impl Default for ReminderRules {
    /// At eight in the morning, each kind as it is by default.
    fn default() -> Self {
        let note = Some(DEFAULT_NOTE.to_owned());
        let source = Source { origin: Origin::Own, assumed: true, note };
        Self { hour: 8, own: BTreeMap::new(), escalation: Escalation::default(), source }
    }
}

impl ReminderRules {
    /// The days of a kind: the region's own, or the default.
    pub fn of(&self, kind: ReminderKind) -> Offsets {
        self.own.get(&kind).cloned().unwrap_or_else(|| kind.default_offsets())
    }

    /// What is wrong with the rules, each with its key.
    pub(super) fn problems(&self) -> Vec<Problem> {
        let Escalation { superior, unit_head, .. } = self.escalation;
        let order = unit_head < superior || unit_head > OFFSET_DAYS_MAX;
        #[rustfmt::skip]
        let checks = [
            (self.hour > 23, "reminders.hour", format!("{} is no hour of the day: 0 to 23", self.hour)),
            (order, "reminders.escalation", format!("the head of the unit hears after the superior, and within {OFFSET_DAYS_MAX} days")),
        ];
        let own = self.own.iter().flat_map(|(kind, offsets)| offsets.problems(*kind));
        let whole = checks.into_iter().filter(|(wrong, ..)| *wrong);
        whole.map(|(_, key, message)| Problem::new(key.to_owned(), message)).chain(own).collect()
    }
}

impl Offsets {
    fn problems(&self, kind: ReminderKind) -> impl Iterator<Item = Problem> {
        let lists = [("before", &self.before, 1), ("after", &self.after, 0)];
        lists.into_iter().filter_map(move |(list, days, least)| {
            let once: BTreeSet<_> = days.iter().collect();
            let good = once.len() == days.len()
                && days.len() <= OFFSETS_MAX
                && days.iter().all(|days| (least..=OFFSET_DAYS_MAX).contains(days));
            let message = format!(
                "name at most {OFFSETS_MAX} numbers of days from {least} to {OFFSET_DAYS_MAX}, each once"
            );
            (!good).then(|| Problem::new(format!("reminders.{}.{list}", kind.code()), message))
        })
    }
}

/// Who hears of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hears {
    /// Whoever has to act.
    Responsible,
    /// That person's superior.
    Superior,
    /// The head of the unit.
    UnitHead,
}

impl Hears {
    /// The name in code and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Responsible => "responsible",
            Self::Superior => "superior",
            Self::UnitHead => "unit_head",
        }
    }
}

/// The days of something that people are reminded of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first day on which it is of use.
    pub opens: NaiveDate,
    /// Its date.
    pub date: NaiveDate,
    /// The last day on which it is of use.
    pub last: NaiveDate,
}

/// One reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminder {
    /// Who hears.
    pub hears: Hears,
    /// How many days after the date the policy wants it; below 0 before it.
    pub offset: i64,
    /// The day, or why there is none.
    pub day: Result<NaiveDate, NoReminder>,
}

/// Why there is no reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoReminder {
    /// Its day cannot be told.
    #[error(transparent)]
    Calendar(CalendarError),
    /// It would come when it is of no use any more, or only on free days.
    #[error("no day is left that is worked and on which it would be of use")]
    NoDay,
}

impl RegionPolicy {
    /// The reminders of something, in the order of the policy. The day of others is so
    /// many days after the date, and after the first reminder of whoever has to act, of
    /// those on the date and after it: on the same day only where no later one is of
    /// use. Where so many days are more than it is of use, it is the last day of use that
    /// is worked. Of a kind of which that person is never reminded nobody hears.
    pub fn reminders_of(&self, kind: ReminderKind, window: Window) -> Vec<Reminder> {
        let Offsets { before, after, count } = self.reminders.of(kind);
        let first = after.iter().min().copied();
        let told = before.into_iter().map(|days| -i64::from(days));
        let told: Vec<_> = told.chain(after.into_iter().map(i64::from)).collect();
        let escalates = kind.escalates() && !told.is_empty();
        let own = told.into_iter().flat_map(|offset| {
            let day = self.reminder_day(window, offset, count);
            kind.hears().iter().map(move |hears| Reminder { hears: *hears, offset, day })
        });
        let first = first.map(|days| self.reminder_day(window, i64::from(days), count));
        let Escalation { superior, unit_head, .. } = self.reminders.escalation;
        let others = [(Hears::Superior, superior), (Hears::UnitHead, unit_head)];
        let others = others.into_iter().filter(|_| escalates).map(|(hears, days)| {
            let offset = i64::from(days);
            Reminder { hears, offset, day: self.escalation_day(window, offset, first) }
        });
        own.chain(others).collect()
    }

    /// The day of others, where whoever has to act is first reminded on this one.
    fn escalation_day(
        &self,
        window: Window,
        offset: i64,
        first: Option<Result<NaiveDate, NoReminder>>,
    ) -> Result<NaiveDate, NoReminder> {
        let not_before = |opens: NaiveDate| {
            let window = Window { opens: window.opens.max(opens), ..window };
            let day = self.reminder_day(window, offset, self.reminders.escalation.count);
            day.or_else(|error| match error {
                NoReminder::NoDay => self.last_day(window, offset),
                // So many working days end in a year after it is of use.
                NoReminder::Calendar(CalendarError::NoList { year })
                    if year > window.last.year() =>
                {
                    self.last_day(window, offset)
                }
                NoReminder::Calendar(_) => Err(error),
            })
        };
        match first {
            Some(Err(error @ NoReminder::Calendar(_))) => Err(error),
            Some(Ok(first)) => {
                let later = not_before(first.succ_opt().unwrap_or(first));
                later.or_else(|error| match error {
                    NoReminder::NoDay => not_before(first),
                    NoReminder::Calendar(_) => Err(error),
                })
            }
            Some(Err(NoReminder::NoDay)) | None => not_before(window.opens),
        }
    }

    /// The last day of use that is worked; after the date, for what comes after it.
    fn last_day(&self, window: Window, offset: i64) -> Result<NaiveDate, NoReminder> {
        let is_early = |day: NaiveDate| day < window.opens || (offset > 0 && day <= window.date);
        let mut days = window.last.iter_days().rev().take_while(|day| !is_early(*day));
        days.find(|day| self.may_be_worked(*day)).ok_or(NoReminder::NoDay)
    }

    /// The next day that is worked; for what comes before its date or on it, else
    /// the last one before.
    fn reminder_day(
        &self,
        window: Window,
        offset: i64,
        count: DayCount,
    ) -> Result<NaiveDate, NoReminder> {
        let calendar = self.work_calendar();
        let days = u32::try_from(offset.unsigned_abs()).unwrap_or(u32::MAX);
        let limit = TimeLimit::Days(days, count);
        let wanted = match offset {
            ..0 => calendar.before(window.date, limit),
            0.. => calendar.after(window.date, limit),
        };
        let wanted = wanted.map_err(NoReminder::Calendar)?.max(window.opens);
        let later = wanted.iter_days().take_while(|day| *day <= window.last);
        let earlier = window.opens.iter_days().take_while(|day| *day < wanted.min(window.last));
        let earlier = earlier.filter(|_| offset <= 0);
        let mut later = later.filter(|day| self.may_be_worked(*day));
        let found = later.next().or_else(|| earlier.filter(|day| self.may_be_worked(*day)).last());
        found.ok_or(NoReminder::NoDay)
    }

    /// Whether the day is worked as far as anybody knows.
    pub(super) fn may_be_worked(&self, day: NaiveDate) -> bool {
        self.work_calendar().is_working_day(day).unwrap_or(true)
    }

    /// The instant at which people are reminded on a day.
    pub fn reminder_instant(&self, day: NaiveDate) -> DateTime<Utc> {
        at_hour(day, self.reminders.hour, self.zone)
    }
}
