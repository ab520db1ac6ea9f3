//! Until when it is known what fell due: lists of holidays may come late.

use chrono::{DateTime, Days, NaiveDate, Utc};
use kinerja_core::{
    calendar::{CalendarError, Period, start_of_day},
    region::{NoReminder, RegionPolicy},
};

use super::{
    Kind,
    due::{begun, window},
};

/// Days after the beginning of a year for which its list of holidays is waited for:
/// then nothing of it is of use any more.
const WAIT_DAYS: u64 = 500;
/// Days by which free days in a row can move a reminder at most: more than a fortnight
/// of joint leave has never been given.
const MOVED_DAYS: u64 = 31;

/// The instant until which everybody knows what fell due. Where a date or a reminder is
/// counted in working days and lies in a year whose holidays are not known yet, what
/// comes around it is looked at again when they are, for 500 days from its beginning.
pub fn known_until(policy: &RegionPolicy, now: DateTime<Utc>) -> DateTime<Utc> {
    let unknown = begun(policy, now).flat_map(|period| {
        Kind::ALL.into_iter().filter_map(move |kind| {
            let year = unknown_year(policy, kind, period)?;
            let begins = NaiveDate::from_ymd_opt(year, 1, 1)?;
            let is_waited_for = now < start_of_day(begins + Days::new(WAIT_DAYS), policy.zone);
            is_waited_for.then(|| before_all(policy, kind, begins))?
        })
    });
    unknown.min().map_or(now, |unknown| unknown.min(now))
}

/// The first year whose holidays have to be known to tell when people are reminded of
/// something.
fn unknown_year(policy: &RegionPolicy, kind: Kind, period: Period) -> Option<i32> {
    let year = |error| if let CalendarError::NoList { year } = error { Some(year) } else { None };
    let window = match window(policy, kind, period)? {
        Ok(window) => window,
        Err(error) => return year(error),
    };
    let reminders = policy.reminders_of(kind.reminder()?, window).into_iter();
    reminders
        .filter_map(|reminder| match reminder.day {
            Err(NoReminder::Calendar(error)) => year(error),
            Err(_) | Ok(_) => None,
        })
        .min()
}

/// An instant before all reminders of something whose date is this one or a later one.
fn before_all(policy: &RegionPolicy, kind: Kind, date: NaiveDate) -> Option<DateTime<Utc>> {
    let offsets = policy.reminders.of(kind.reminder()?);
    let days = offsets.before.into_iter().max().unwrap_or(0);
    // Working days are fewer than days, and a free day moves a reminder.
    let early = Days::new(u64::from(days) * 2 + MOVED_DAYS);
    Some(start_of_day(date.checked_sub_days(early)?, policy.zone))
}
