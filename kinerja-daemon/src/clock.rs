//! The one door through which time comes in.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// Tells the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The host's clock.
    System,
    /// Always the same instant: for rehearsals and tests.
    At(DateTime<Utc>),
}

impl Clock {
    /// The current instant.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that may")]
    pub fn now(self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now(),
            Self::At(instant) => instant,
        }
    }

    /// The current day in a zone.
    pub fn today(self, zone: Tz) -> NaiveDate {
        self.now().with_timezone(&zone).date_naive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_new_year_reaches_jayapura_before_jakarta() {
        let clock = Clock::At("2024-12-31T16:30:00Z".parse().unwrap());
        assert_eq!(clock.today(Tz::Asia__Jakarta).to_string(), "2024-12-31");
        assert_eq!(clock.today(Tz::Asia__Jayapura).to_string(), "2025-01-01");
    }
}
