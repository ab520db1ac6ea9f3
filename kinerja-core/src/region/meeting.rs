//! The evaluation meeting of each unit after a period ("rapat evaluasi").

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde::Serialize;

use super::RegionPolicy;
use crate::{
    calendar::{CalendarError, DayCount, Period, TimeLimit, at_hour},
    law::{Problem, Source},
};

/// Days after a period within which a meeting may lie: a year.
const MEETING_DAYS_MAX: u32 = 366;
/// Minutes that a meeting may take: a day of work.
const MINUTES_MAX: u32 = 480;

/// When the units meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MeetingRule {
    /// So many days after the last day of the period.
    pub days: u32,
    /// Which days count.
    pub count: DayCount,
    /// The hour at which it begins, in the region's zone.
    pub hour: u32,
    /// How many minutes it takes.
    pub minutes: u32,
    /// How many calendar days before it people are invited.
    pub invite_days: u32,
    /// Where the rule comes from.
    pub source: Source,
}

impl MeetingRule {
    /// What is wrong with the rule, each with its key, where people are written to from
    /// an hour on.
    pub(super) fn problems(&self, reminders_hour: u32) -> Vec<Problem> {
        #[rustfmt::skip]
        let checks = [
            (!(1..=MEETING_DAYS_MAX).contains(&self.days), "meeting.days", format!("the meeting comes 1 to {MEETING_DAYS_MAX} days after the period")),
            (self.hour > 23, "meeting.hour", format!("{} is no hour of the day: 0 to 23", self.hour)),
            (!(1..=MINUTES_MAX).contains(&self.minutes), "meeting.minutes", format!("a meeting takes 1 to {MINUTES_MAX} minutes")),
            (self.invite_days > MEETING_DAYS_MAX, "meeting.invite_days", format!("people are invited at most {MEETING_DAYS_MAX} days before")),
            (self.invite_days == 0 && self.hour <= reminders_hour, "meeting.invite_days", format!("people are written to from {reminders_hour}:00 on and the meeting begins at {}:00: invite a day before or earlier", self.hour)),
        ];
        let wrong = checks.into_iter().filter(|(wrong, ..)| *wrong);
        wrong.map(|(_, key, message)| Problem::new(key.to_owned(), message)).collect()
    }
}

/// A meeting of one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meeting {
    /// The day.
    pub day: NaiveDate,
    /// The instant at which it begins.
    pub begins: DateTime<Utc>,
    /// The instant at which it ends.
    pub ends: DateTime<Utc>,
    /// The day on which people are invited.
    pub invited_on: NaiveDate,
}

impl RegionPolicy {
    /// The meeting after a period; none where the region has no meetings. A day
    /// that is not worked moves it to the next that is; the day of the invitation to
    /// the one before that is.
    ///
    /// # Errors
    ///
    /// Names the year whose list of holidays is missing, where working days count.
    pub fn meeting_of(&self, period: Period) -> Option<Result<Meeting, CalendarError>> {
        let rule = self.meeting.as_ref()?;
        let limit = TimeLimit::Days(rule.days, rule.count);
        Some(self.work_calendar().after(period.last_day(), limit).map(|wanted| {
            let day = self.next_worked(wanted);
            let begins = at_hour(day, rule.hour, self.zone);
            let early = day.checked_sub_days(Days::new(rule.invite_days.into())).unwrap_or(day);
            Meeting {
                day,
                begins,
                ends: begins + TimeDelta::minutes(rule.minutes.into()),
                invited_on: self.last_worked(early),
            }
        }))
    }

    fn next_worked(&self, wanted: NaiveDate) -> NaiveDate {
        wanted.iter_days().find(|day| self.may_be_worked(*day)).unwrap_or(wanted)
    }

    fn last_worked(&self, wanted: NaiveDate) -> NaiveDate {
        let mut days = std::iter::successors(Some(wanted), NaiveDate::pred_opt);
        days.find(|day| self.may_be_worked(*day)).unwrap_or(wanted)
    }
}
