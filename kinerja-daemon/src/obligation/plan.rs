//! What a year holds for a region, and how each of its periods stands.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use kinerja_core::{
    calendar::{CalendarError, Period},
    region::RegionPolicy,
};

use super::{
    Event, Kind, RegionFacts, Subject,
    due::{number, of_window, window, window_of},
};

/// The first period whose evaluation is not due yet, with the instant at which
/// it will be, or the reason why nobody can tell.
pub fn next_evaluation(
    policy: &RegionPolicy,
    now: DateTime<Utc>,
) -> Option<(Period, Result<DateTime<Utc>, CalendarError>)> {
    periods(policy)
        .map(|period| (period, policy.evaluation_due(period)))
        .find(|(_, due)| !due.is_ok_and(|due| due <= now))
}

/// All periods of a policy.
fn periods(policy: &RegionPolicy) -> impl Iterator<Item = Period> {
    std::iter::successors(Some(policy.first_period), |period| period.next())
}

/// Something that happens in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned<'a> {
    /// The kind.
    pub kind: Kind,
    /// The period.
    pub period: Period,
    /// Whose it is.
    pub subject: Subject<'a>,
    /// What happens, where the kind has several.
    pub event: Option<Event>,
    /// When, or why not.
    pub at: Result<DateTime<Utc>, String>,
}

/// What a year of the region's own calendar holds, in order; what has no date
/// comes last.
pub fn planned<'a>(
    policy: &'a RegionPolicy,
    facts: &'a RegionFacts,
    year: i32,
) -> Vec<Planned<'a>> {
    let mut found = Vec::new();
    // A period reaches into the year with the next one's day of evaluation.
    for period in periods(policy)
        .skip_while(|period| period.end().year() < year)
        .take_while(|period| period.start().year() <= year)
    {
        for kind in Kind::ALL {
            of_period(policy, kind, period, &mut found);
        }
    }
    for act in &facts.dated {
        let Some((kind, window)) = window_of(policy, act) else { continue };
        let whose = (act.period, Subject::Person(act.employee), act.number);
        found.extend(of_window(policy, kind, whose, window).map(Planned::from));
    }
    let local = |at: &DateTime<Utc>| at.with_timezone(&policy.zone).year();
    found.retain(|planned| match &planned.at {
        Ok(at) => local(at) == year,
        Err(_) => planned.period.start().year() == year,
    });
    found.sort_by_key(|planned| {
        (planned.at.is_err(), planned.at.clone().ok(), planned.period, planned.kind)
    });
    found
}

impl<'a> From<super::Occurrence<'a>> for Planned<'a> {
    fn from(occurrence: super::Occurrence<'a>) -> Self {
        let super::Key { kind, period, subject, event, .. } = occurrence.key;
        let at = occurrence.skipped.map_or(Ok(occurrence.due), |skip| Err(skip.to_string()));
        Self { kind, period, subject, event: Some(event), at }
    }
}

fn of_period<'a>(
    policy: &'a RegionPolicy,
    kind: Kind,
    period: Period,
    found: &mut Vec<Planned<'a>>,
) {
    let plain = |event, at| Planned { kind, period, subject: Subject::Region, event, at };
    match kind {
        Kind::Evaluation | Kind::ResultReady | Kind::SummaryDue => {
            let due = policy.evaluation_due(period).map_err(|error| error.to_string());
            found.push(plain(None, due));
        }
        Kind::Meeting => match policy.meeting_of(period) {
            Some(Ok(meeting)) => {
                let invited = policy.reminder_instant(meeting.invited_on).min(meeting.begins);
                found.push(plain(Some(Event::Invitation), Ok(invited)));
                found.push(plain(None, Ok(meeting.begins)));
            }
            Some(Err(error)) => found.push(plain(None, Err(error.to_string()))),
            None => {}
        },
        Kind::PlanDue
        | Kind::PlanMissing
        | Kind::ReportDue
        | Kind::EvidenceLate
        | Kind::RatingDue
        | Kind::DecisionOpen
        | Kind::ObjectionClosing
        | Kind::StepDue => match window(policy, kind, period) {
            Some(Ok(window)) => {
                let whose = (period, Subject::Region, number(window.date));
                found.extend(of_window(policy, kind, whose, window).map(Planned::from));
            }
            Some(Err(error)) => found.push(plain(None, Err(error.to_string()))),
            None => {}
        },
    }
}

/// How a period of a region stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Every unit is evaluated, or stands on record with the reason why not.
    Done {
        /// Units that are not evaluated.
        excused: usize,
        /// All units.
        of: usize,
    },
    /// It is due, and so many units of all are not evaluated.
    Open {
        /// Units that are not evaluated.
        open: usize,
        /// All units.
        of: usize,
    },
    /// It is evaluated on a day to come.
    Due(NaiveDate),
    /// Its day cannot be told.
    NoDay(CalendarError),
    /// It is due, and the region has no units.
    NoUnits,
}

/// The periods that begin in a year, each with how it stands.
pub fn cells<'a>(
    policy: &'a RegionPolicy,
    facts: &'a RegionFacts,
    year: i32,
    now: DateTime<Utc>,
) -> impl Iterator<Item = (Period, Cell)> + 'a {
    let of_year = periods(policy)
        .skip_while(move |period| period.start().year() < year)
        .take_while(move |period| period.start().year() == year);
    of_year.map(move |period| (period, cell(policy, facts, period, now)))
}

/// How one period stands.
pub fn cell(
    policy: &RegionPolicy,
    facts: &RegionFacts,
    period: Period,
    now: DateTime<Utc>,
) -> Cell {
    let of = facts.units.len();
    let open = facts.units.values().filter(|done| !done.contains(&period)).count();
    match (policy.evaluation_due(period), policy.evaluation_day(period)) {
        (Err(error), _) | (_, Err(error)) => Cell::NoDay(error),
        (Ok(due), Ok(day)) if now < due => Cell::Due(day),
        (Ok(_), Ok(_)) if of == 0 => Cell::NoUnits,
        (Ok(_), Ok(_)) if open == 0 => {
            Cell::Done { excused: facts.excused.iter().filter(|(of, _)| *of == period).count(), of }
        }
        (Ok(_), Ok(_)) => Cell::Open { open, of },
    }
}
