//! The one door through which time comes in.

use std::{
    sync::{
        LazyLock,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

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

/// When this process first asked how much time has passed.
static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Tells the time.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// The host's clock.
    System,
    /// Always the same instant: for rehearsals and tests.
    At(DateTime<Utc>),
    /// What the hands show: for tests and simulations that let time pass.
    Moving(&'static Hands),
    /// What was shown once, and the time that has passed since.
    Since(Shown),
}

/// What a clock showed once.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    wall: DateTime<Utc>,
    steady: Duration,
    hands: Option<&'static Hands>,
}

/// The hands of a clock that whoever holds them moves. Nothing else moves them.
#[derive(Debug)]
pub struct Hands {
    /// Microseconds since 1970, as the host's clock counts them.
    wall: AtomicI64,
    /// Microseconds that have really passed.
    steady: AtomicU64,
}

impl Hands {
    /// Hands that stand at an instant.
    pub const fn at(instant: DateTime<Utc>) -> Self {
        Self { wall: AtomicI64::new(instant.timestamp_micros()), steady: AtomicU64::new(0) }
    }

    /// Lets time pass.
    pub fn pass(&self, time: Duration) {
        let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        self.steady.fetch_add(micros, Ordering::SeqCst);
        self.wall.fetch_add(i64::try_from(micros).unwrap_or(i64::MAX), Ordering::SeqCst);
    }

    /// Sets the host's clock to another instant, in no time.
    pub fn set(&self, instant: DateTime<Utc>) {
        self.wall.store(instant.timestamp_micros(), Ordering::SeqCst);
    }
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

    /// This clock as it goes on from what it showed when so much time had passed,
    /// whatever it is set to later. While the host sleeps, no time passes for it.
    #[must_use]
    pub const fn since(self, (wall, steady): (DateTime<Utc>, Duration)) -> Self {
        let hands = match self {
            Self::At(_) => return self,
            Self::System => None,
            Self::Moving(hands) => Some(hands),
            Self::Since(shown) => shown.hands,
        };
        Self::Since(Shown { wall, steady, hands })
    }

    /// The current instant.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that may")]
    pub fn now(self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now(),
            Self::At(instant) => instant,
            Self::Moving(hands) => {
                DateTime::from_timestamp_micros(hands.wall.load(Ordering::SeqCst))
                    .unwrap_or(DateTime::<Utc>::MAX_UTC)
            }
            Self::Since(shown) => shown.wall + self.steady().saturating_sub(shown.steady),
        }
    }

    /// How much time has passed since a fixed moment, whatever the host's clock
    /// was set to meanwhile. It never goes back.
    pub fn steady(self) -> Duration {
        match self {
            Self::System => BEGAN.elapsed(),
            Self::At(_) => Duration::ZERO,
            Self::Moving(hands) => Duration::from_micros(hands.steady.load(Ordering::SeqCst)),
            Self::Since(Shown { hands: None, .. }) => Self::System.steady(),
            Self::Since(Shown { hands: Some(hands), .. }) => Self::Moving(hands).steady(),
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
    fn time_that_passes_and_a_clock_that_is_set_are_told_apart() {
        static HANDS: Hands = Hands::at(DateTime::<Utc>::UNIX_EPOCH);
        let (clock, day) = (Clock::Moving(&HANDS), Duration::from_hours(24));
        HANDS.pass(day);
        assert_eq!(
            (clock.now().to_string().as_str(), clock.steady()),
            ("1970-01-02 00:00:00 UTC", day)
        );
        HANDS.set("2038-01-19T03:14:08Z".parse().unwrap());
        assert_eq!(
            (clock.now().to_string().as_str(), clock.steady()),
            ("2038-01-19 03:14:08 UTC", day)
        );
        assert!(Clock::System.steady() <= Clock::System.steady());
    }

    #[test]
    fn a_clock_goes_on_from_what_it_showed_and_does_not_see_what_it_is_set_to() {
        static HANDS: Hands = Hands::at(DateTime::<Utc>::UNIX_EPOCH);
        let clock = Clock::Moving(&HANDS);
        HANDS.pass(Duration::from_mins(1));
        let since = clock.since((clock.now(), clock.steady()));
        HANDS.set("2038-01-19T03:14:08Z".parse().unwrap());
        HANDS.pass(Duration::from_mins(1));
        assert_eq!(since.now().to_string(), "1970-01-01 00:02:00 UTC");
        assert_eq!(since.steady(), clock.steady());
        assert_eq!(clock.now().to_string(), "2038-01-19 03:15:08 UTC");
        let instant = Clock::At(DateTime::<Utc>::UNIX_EPOCH);
        let same = instant.since((clock.now(), clock.steady()));
        assert_eq!(same.now(), instant.now(), "a rehearsal takes no time");
    }

    #[test]
    fn the_new_year_reaches_jayapura_before_jakarta() {
        let clock = Clock::At("2024-12-31T16:30:00Z".parse().unwrap());
        assert_eq!(clock.today(Tz::Asia__Jakarta).to_string(), "2024-12-31");
        assert_eq!(clock.today(Tz::Asia__Jayapura).to_string(), "2025-01-01");
    }
}
