//! The instants at which a region's days begin and end, and dates for people.
//!
//! A deadline is a day in the region's own zone: at 15:30 UTC on 31 January it
//! is already 1 February in Jayapura and still 31 January in Jakarta.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::language::Language;

const MONTHS: [(&str, &str); 12] = [
    ("Januari", "January"),
    ("Februari", "February"),
    ("Maret", "March"),
    ("April", "April"),
    ("Mei", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("Agustus", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Desember", "December"),
];

/// The instant at which a day begins in a zone.
pub fn start_of_day(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    // Zones that skip midnight on some day begin it an hour later.
    at_hour(day, 0, zone)
}

/// The instant at which the clocks of a zone first show an hour of a day; where
/// they skip it, the hour after.
pub fn at_hour(day: NaiveDate, hour: u32, zone: Tz) -> DateTime<Utc> {
    let wanted = day.and_time(NaiveTime::MIN) + TimeDelta::hours(hour.into());
    (0..=3)
        .find_map(|later| zone.from_local_datetime(&(wanted + TimeDelta::hours(later))).earliest())
        .map_or_else(|| wanted.and_utc(), |local| local.with_timezone(&Utc))
}

/// The instant at which a day has ended in a zone: the beginning of the next.
pub fn end_of_day(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    start_of_day(day.checked_add_days(Days::new(1)).unwrap_or(day), zone)
}

/// A date for people: `5 Januari 2026`, `5 January 2026`.
pub fn long_date(day: NaiveDate, language: Language) -> String {
    [&day.day().to_string(), " ", month_name(day, language), " ", &day.year().to_string()].concat()
}

/// How Indonesians call a zone: WIB, WITA, WIT; else its IANA name.
pub fn zone_label(zone: Tz) -> &'static str {
    let wib = [Tz::Asia__Jakarta, Tz::Asia__Pontianak];
    if wib.contains(&zone) {
        "WIB"
    } else if zone == Tz::Asia__Makassar {
        "WITA"
    } else if zone == Tz::Asia__Jayapura {
        "WIT"
    } else {
        zone.name()
    }
}

pub(super) fn month_name(day: NaiveDate, language: Language) -> &'static str {
    let index = usize::try_from(day.month0()).unwrap_or_default();
    MONTHS.get(index).map_or("", |(indonesian, english)| language.pick(indonesian, english))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_ends_in_jayapura_two_hours_before_jakarta() {
        let end = |zone| end_of_day(day("2026-01-31"), zone).to_rfc3339();
        assert_eq!(end(Tz::Asia__Jayapura), "2026-01-31T15:00:00+00:00");
        assert_eq!(end(Tz::Asia__Makassar), "2026-01-31T16:00:00+00:00");
        assert_eq!(end(Tz::Asia__Jakarta), "2026-01-31T17:00:00+00:00");
    }

    #[test]
    fn a_day_without_midnight_begins_an_hour_later() {
        // Clocks in Beirut went forward at midnight.
        assert_eq!(
            start_of_day(day("2022-03-27"), Tz::Asia__Beirut).to_rfc3339(),
            "2022-03-26T22:00:00+00:00"
        );
    }

    #[test]
    fn dates_are_written_out() {
        assert_eq!(long_date(day("2026-05-05"), Language::Indonesian), "5 Mei 2026");
        assert_eq!(long_date(day("2026-12-31"), Language::English), "31 December 2026");
    }
}
