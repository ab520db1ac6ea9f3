//! The one door through which time comes in.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

/// How far after the host's clock a rehearsal may take place: beyond the next
/// annual evaluation.
const AHEAD_MAX: TimeDelta = TimeDelta::days(400);

/// A rehearsal lies too far ahead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "--as-of {asked} lies more than {days} days after the host's clock ({now}): every period until then \
     would be evaluated without its evidence and stay on record; give an earlier instant",
    days = AHEAD_MAX.num_days()
)]
pub struct TooFarAhead {
    asked: DateTime<Utc>,
    now: DateTime<Utc>,
}

/// Tells the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The host's clock.
    System,
    /// Always the same instant: for rehearsals and tests.
    At(DateTime<Utc>),
}

impl Clock {
    /// A clock that stands at an instant, for a rehearsal.
    ///
    /// # Errors
    ///
    /// Fails when it lies so far ahead that it would ruin the database: what is
    /// evaluated is not taken back.
    pub fn rehearsal(asked: DateTime<Utc>) -> Result<Self, TooFarAhead> {
        let now = Self::System.now();
        if asked.signed_duration_since(now) > AHEAD_MAX {
            return Err(TooFarAhead { asked, now });
        }
        Ok(Self::At(asked))
    }

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
    fn a_rehearsal_is_at_most_400_days_ahead() {
        let in_days = |days| Clock::rehearsal(Clock::System.now() + TimeDelta::days(days));
        assert!(in_days(-9_000).is_ok() && in_days(0).is_ok() && in_days(399).is_ok());
        for days in [401, 80_000] {
            let error = in_days(days).unwrap_err().to_string();
            assert!(error.contains("more than 400 days after the host's clock"), "{error}");
        }
    }

    #[test]
    fn the_new_year_reaches_jayapura_before_jakarta() {
        let clock = Clock::At("2024-12-31T16:30:00Z".parse().unwrap());
        assert_eq!(clock.today(Tz::Asia__Jakarta).to_string(), "2024-12-31");
        assert_eq!(clock.today(Tz::Asia__Jayapura).to_string(), "2025-01-01");
    }
}
