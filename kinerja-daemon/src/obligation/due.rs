//! What is due: pure, from policies, the instant and what the store knows.
//!
//! Nothing is remembered by a timer. Whoever asks after a month finds the same
//! evaluations as one who asked every minute, and of the reminders those that are
//! still of use.

use std::fmt;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use kinerja_core::{
    calendar::{CalendarError, Period, end_of_day},
    region::{Hears, RegionCode, RegionPolicy, Reminder, Window},
};

use super::{
    Facts, Kind, RegionFacts,
    catch_up::{Skip, keep_the_latest},
};
use crate::{
    policies::Policies,
    store::{DatedAct, DatedKind},
};

/// The day of a period by whose end a plan has to be drafted: the end of the
/// second week.
///
/// # Legal basis
///
/// PermenPANRB 8/2021 Lampiran E.5: without a draft in the second week of January
/// the performance manager writes the plan and tells employee, evaluator and head
/// of the unit. That it holds for every first period and after 2022 is assumed.
const DRAFT_DAYS: u64 = 13;
/// Days after its date for which people are told of a step that was not done.
const STEP_DAYS: u64 = 90;

/// Whose obligation it is, within region and period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject<'a> {
    /// Everybody's in the region for whom it is open when it is looked at.
    Region,
    /// A unit's.
    Unit(&'a str),
    /// A person's, by the number in the database.
    Person(i64),
}

impl fmt::Display for Subject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Region => f.write_str("region"),
            Self::Unit(unit) => write!(f, "unit/{unit}"),
            Self::Person(employee) => write!(f, "person/{employee}"),
        }
    }
}

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// A unit is evaluated.
    Evaluation,
    /// People are invited.
    Invitation,
    /// People are reminded.
    Reminder {
        /// Who hears.
        hears: Hears,
        /// How many days after the date; below 0 before it.
        offset: i64,
    },
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Evaluation => f.write_str("evaluation"),
            Self::Invitation => f.write_str("invitation"),
            Self::Reminder { hears, offset } => write!(f, "{}{offset:+}", hears.code()),
        }
    }
}

/// What makes an occurrence one and the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key<'a> {
    /// The period.
    pub period: Period,
    /// The region.
    pub region: &'a RegionCode,
    /// The kind.
    pub kind: Kind,
    /// Whose it is.
    pub subject: Subject<'a>,
    /// What happens.
    pub event: Event,
    /// What it rests on: an act, by number, or a day, as 20260710 stands for 10 July;
    /// another one is another key. Of an evaluation 1.
    pub revision: i64,
}

/// Something that is due once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence<'a> {
    /// Its key.
    pub key: Key<'a>,
    /// The instant from which it is due.
    pub due: DateTime<Utc>,
    /// The instant from which it is of no use any more; none where it always is.
    pub useful_until: Option<DateTime<Utc>>,
    /// Why it is not done, if it is not.
    pub skipped: Option<Skip>,
}

/// Everything that is due and not on record, evaluations first, the oldest period
/// first: what is to be done, and what is skipped, with the reason.
pub fn due<'a>(
    facts: &'a Facts,
    policies: &'a Policies,
    now: DateTime<Utc>,
) -> Vec<Occurrence<'a>> {
    let known = policies.values().filter_map(|loaded| {
        let policy = &loaded.policy;
        Some((policy, facts.get(&policy.code)?))
    });
    let mut found = Vec::new();
    for (policy, facts) in known.clone() {
        evaluations(policy, facts, now, &mut found);
    }
    found.sort_by_key(|occurrence| (occurrence.key.period.end(), occurrence.due));
    for (policy, facts) in known {
        reminders(policy, facts, now, &mut found);
    }
    found
}

fn evaluations<'a>(
    policy: &'a RegionPolicy,
    facts: &'a RegionFacts,
    now: DateTime<Utc>,
    found: &mut Vec<Occurrence<'a>>,
) {
    for period in begun(policy, now) {
        // Most periods were evaluated long ago: nobody asks for their dates.
        let open: Vec<_> = facts.units.iter().filter(|(_, done)| !done.contains(&period)).collect();
        let due = if open.is_empty() { None } else { policy.evaluation_due(period).ok() };
        let Some(due) = due.filter(|due| *due <= now) else { continue };
        found.extend(open.into_iter().map(|(unit, _)| Occurrence {
            key: Key {
                period,
                region: &policy.code,
                kind: Kind::Evaluation,
                subject: Subject::Unit(unit),
                event: Event::Evaluation,
                revision: 1,
            },
            due,
            useful_until: None,
            skipped: None,
        }));
    }
}

/// The periods that have begun.
pub(super) fn begun(policy: &RegionPolicy, now: DateTime<Utc>) -> impl Iterator<Item = Period> {
    let today = now.with_timezone(&policy.zone).date_naive();
    std::iter::successors(Some(policy.first_period), |period| period.next())
        .take_while(move |period| period.start() <= today)
}

/// The reminders of a region since it was looked at, and those of acts that were
/// not made before.
fn reminders<'a>(
    policy: &'a RegionPolicy,
    facts: &'a RegionFacts,
    now: DateTime<Utc>,
    found: &mut Vec<Occurrence<'a>>,
) {
    // What was of no use any more when it was looked at last is on record.
    let looked = facts.looked.map(|looked| looked.min(now));
    let since = looked.unwrap_or(now);
    let is_new = |occurrence: &Occurrence<'_>| match looked {
        Some(looked) => looked < occurrence.due,
        // Before the first look nobody owed anybody a reminder.
        None => occurrence.useful_until.is_none_or(|until| now < until),
    };
    for period in begun(policy, now) {
        if is_over(policy, period, since) {
            continue;
        }
        for kind in Kind::ALL {
            let Some(Ok(window)) = window(policy, kind, period) else { continue };
            if end_of_day(window.last, policy.zone) <= since {
                continue;
            }
            let whose = (period, Subject::Region, number(window.date));
            let of = of_window(policy, kind, whose, window);
            settle(of, is_new, now, found);
        }
        let invitations = invitations(policy, facts, period);
        settle(invitations, is_new, now, found);
    }
    for act in &facts.dated {
        let Some((kind, window)) = window_of(policy, act) else { continue };
        let of = of_window(
            policy,
            kind,
            (act.period, Subject::Person(act.employee), act.number),
            window,
        );
        // An act may come after its days; once something of it is on record, other
        // offsets change only what comes.
        let is_new = |occurrence: &Occurrence<'_>| {
            !act.made.contains(&occurrence.key.event.to_string())
                && (act.made.is_empty() || looked.is_none_or(|looked| looked < occurrence.due))
        };
        settle(of, is_new, now, found);
    }
}

/// Whether all of a period that a whole region is reminded of was of no use any more
/// at an instant: of use for longest is a decision or a meeting.
pub(super) fn is_over(policy: &RegionPolicy, period: Period, since: DateTime<Utc>) -> bool {
    let Some(Ok(window)) = window(policy, Kind::DecisionOpen, period) else { return false };
    let met = policy.meeting_of(period).and_then(Result::ok).map(|meeting| meeting.begins);
    end_of_day(window.last, policy.zone).max(met.unwrap_or(since)) <= since
}

/// Adds those that are new and due, each with why it is not done, if it is not.
fn settle<'a>(
    of: impl Iterator<Item = Occurrence<'a>>,
    is_new: impl Fn(&Occurrence<'_>) -> bool,
    now: DateTime<Utc>,
    found: &mut Vec<Occurrence<'a>>,
) {
    let first = found.len();
    found.extend(of.filter(|occurrence| occurrence.due <= now && is_new(occurrence)));
    if let Some(new) = found.get_mut(first..) {
        keep_the_latest(new, now);
    }
}

/// The days of a kind that has the same for a whole region; none where it has not,
/// or where nobody can tell them.
pub(super) fn window(
    policy: &RegionPolicy,
    kind: Kind,
    period: Period,
) -> Option<Result<Window, CalendarError>> {
    let before = |day: NaiveDate| day.pred_opt().unwrap_or(day);
    let found = match kind {
        Kind::PlanDue => policy.plan_deadline(period).map(|date| Window {
            opens: period.start(),
            date,
            last: period.last_day(),
        }),
        Kind::PlanMissing => Ok(Window {
            opens: period.start(),
            date: period.start() + Days::new(DRAFT_DAYS),
            last: period.last_day(),
        }),
        Kind::ReportDue => policy.evidence_deadline(period).map(|date| Window {
            opens: period.start(),
            date,
            last: date,
        }),
        Kind::EvidenceLate => policy.evidence_deadline(period).and_then(|date| {
            let last = before(policy.evaluation_day(period)?);
            Ok(Window { opens: date.succ_opt().unwrap_or(date), date, last })
        }),
        Kind::RatingDue => policy.evidence_deadline(period).and_then(|date| {
            let last = before(policy.evaluation_day(period)?);
            Ok(Window { opens: period.last_day(), date, last })
        }),
        Kind::DecisionOpen => policy.evaluation_day(period).map(|date| {
            let next = date.checked_add_months(Months::new(policy.cadence.months()));
            Window { opens: date, date, last: next.map_or(date, before) }
        }),
        Kind::Evaluation
        | Kind::ResultReady
        | Kind::ObjectionClosing
        | Kind::StepDue
        | Kind::SummaryDue
        | Kind::Meeting => return None,
    };
    Some(found)
}

/// The day by which something should be done that a whole region does by the same day.
pub fn date_of(policy: &RegionPolicy, kind: Kind, period: Period) -> Option<NaiveDate> {
    Some(window(policy, kind, period)?.ok()?.date)
}

/// A day as the number that it is read as.
pub(super) fn number(day: NaiveDate) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month() * 100 + day.day())
}

/// The days of what has a date of its own.
pub(super) fn window_of(policy: &RegionPolicy, act: &DatedAct) -> Option<(Kind, Window)> {
    match act.kind {
        DatedKind::Received { on } => {
            let date = policy.objection_deadline(act.period, on).ok()?;
            Some((Kind::ObjectionClosing, Window { opens: on, date, last: date }))
        }
        DatedKind::Step { on, due } => {
            let last = due.checked_add_days(Days::new(STEP_DAYS))?;
            Some((Kind::StepDue, Window { opens: on, date: due.max(on), last }))
        }
    }
}

/// The reminders of something with these days. One that has no day stands on its
/// last, with the reason.
pub(super) fn of_window<'a>(
    policy: &'a RegionPolicy,
    kind: Kind,
    (period, subject, revision): (Period, Subject<'a>, i64),
    window: Window,
) -> impl Iterator<Item = Occurrence<'a>> {
    let useful_until = end_of_day(window.last, policy.zone);
    let made = kind.reminder().map(|kind| policy.reminders_of(kind, window)).unwrap_or_default();
    made.into_iter().map(move |Reminder { hears, offset, day }| Occurrence {
        key: Key {
            period,
            region: &policy.code,
            kind,
            subject,
            event: Event::Reminder { hears, offset },
            revision,
        },
        due: policy.reminder_instant(day.unwrap_or(window.last)),
        useful_until: Some(useful_until),
        skipped: day.err().map(Skip::from),
    })
}

/// The invitations of units to the meeting after a period.
fn invitations<'a>(
    policy: &'a RegionPolicy,
    facts: &'a RegionFacts,
    period: Period,
) -> impl Iterator<Item = Occurrence<'a>> {
    let meeting = policy.meeting_of(period).and_then(Result::ok);
    meeting.into_iter().flat_map(move |meeting| {
        let due = policy.reminder_instant(meeting.invited_on).min(meeting.begins);
        facts.units.keys().map(move |unit| Occurrence {
            key: Key {
                period,
                region: &policy.code,
                kind: Kind::Meeting,
                subject: Subject::Unit(unit),
                event: Event::Invitation,
                revision: number(meeting.day),
            },
            due,
            useful_until: Some(meeting.begins),
            skipped: None,
        })
    })
}
