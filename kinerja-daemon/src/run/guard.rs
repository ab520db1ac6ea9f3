//! Whether the clock can be believed. While it cannot, nothing is evaluated and
//! nobody is told anything: what is evaluated is not taken back, and neither is mail.

use std::{
    hash::{BuildHasher, Hasher, RandomState},
    sync::LazyLock,
    time::Duration,
};

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    clock::Clock,
    store::{Store, StoreError},
};

/// How far the wall clock may move against the monotonic one within a process:
/// beyond a correction of the date by hand, which a day and half a night allow.
const JUMP_MAX: TimeDelta = TimeDelta::hours(36);
/// How far a start may lie before the last instant: clocks are corrected.
const BACK_MAX: TimeDelta = TimeDelta::minutes(5);
/// How far a start may lie after it: a year of rest and the month after.
const AHEAD_MAX: TimeDelta = TimeDelta::days(400);
/// How far the wall clock may move against the monotonic one between two looks of the
/// loop: far beyond what a time server corrects at once.
const DRIFT_MAX: TimeDelta = TimeDelta::minutes(1);
/// The years in which a clock can be right.
const YEARS: std::ops::RangeInclusive<i32> = 2020..=2100;

/// A reading of both clocks by a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The wall clock.
    pub wall: DateTime<Utc>,
    /// A number that the process drew. The host's number of it would come again: in a
    /// container each first process is number 1.
    pub process: u32,
    /// Microseconds for which the process has been up, by the monotonic clock.
    pub up_micros: u64,
}

/// What is known of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The last reading that was believed.
    pub last: Reading,
    /// Whether the clock jumped under that process since.
    pub jumped: bool,
}

/// Why the clock is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Doubt {
    /// A year in which nobody uses this program.
    #[error("the clock shows {now}: a year before {} or after {}", YEARS.start(), YEARS.end())]
    Year {
        /// What it shows.
        now: DateTime<Utc>,
    },
    /// It moved while the process ran.
    #[error("the clock jumped to {now} while the daemon was up; before, it showed {last}")]
    Jump {
        /// What it showed.
        last: DateTime<Utc>,
        /// What it shows.
        now: DateTime<Utc>,
    },
    /// It shows less than before.
    #[error("the clock shows {now}, which lies before {last}, when the daemon last worked")]
    Back {
        /// When the daemon last worked.
        last: DateTime<Utc>,
        /// What it shows.
        now: DateTime<Utc>,
    },
    /// It shows much more than before.
    #[error(
        "the clock shows {now}, more than {} days after {last}, when the daemon last worked",
        AHEAD_MAX.num_days()
    )]
    Ahead {
        /// When the daemon last worked.
        last: DateTime<Utc>,
        /// What it shows.
        now: DateTime<Utc>,
    },
}

/// What is to be done about a doubt.
pub const REMEDY: &str = "nothing is evaluated and nobody is told anything; correct the clock, or, if it is right, \
     say so with `kinerja-daemon clock accept --by NAME`";

/// Whether a reading can be believed.
///
/// # Errors
///
/// Says why not.
pub fn judge(known: Option<Known>, now: Reading) -> Result<(), Doubt> {
    if !YEARS.contains(&now.wall.year()) {
        return Err(Doubt::Year { now: now.wall });
    }
    let Some(Known { last, jumped }) = known else { return Ok(()) };
    let (before, now_at) = (last.wall, now.wall);
    let passed = now_at.signed_duration_since(before);
    if last.process == now.process && last.up_micros <= now.up_micros {
        return if moved(last, now).abs() > JUMP_MAX {
            Err(Doubt::Jump { last: before, now: now_at })
        } else {
            Ok(())
        };
    }
    // A clock that was corrected shows what follows what was believed last.
    if jumped && !(-BACK_MAX..=JUMP_MAX).contains(&passed) {
        Err(Doubt::Jump { last: before, now: now_at })
    } else if passed < -BACK_MAX {
        Err(Doubt::Back { last: before, now: now_at })
    } else if AHEAD_MAX < passed {
        Err(Doubt::Ahead { last: before, now: now_at })
    } else {
        Ok(())
    }
}

/// Whether the wall clock was set between two readings by one process.
pub fn was_set(before: Reading, now: Reading) -> bool {
    moved(before, now).abs() > DRIFT_MAX
}

/// How far the wall clock moved against the monotonic one.
fn moved(before: Reading, now: Reading) -> TimeDelta {
    let up = Duration::from_micros(now.up_micros.saturating_sub(before.up_micros));
    let up = TimeDelta::from_std(up).unwrap_or(TimeDelta::MAX);
    now.wall.signed_duration_since(before.wall) - up
}

/// The number of this process.
static PROCESS: LazyLock<u32> = LazyLock::new(|| {
    // The standard library keys each map with numbers of the host's random source.
    let drawn = RandomState::new().build_hasher().finish();
    u32::try_from(drawn >> 32).unwrap_or_default()
});

/// A reading of the clocks by this process; none in a rehearsal, which names its
/// instant itself.
pub fn read(clock: Clock) -> Option<Reading> {
    let up_micros = u64::try_from(clock.steady().as_micros()).unwrap_or(u64::MAX);
    let rehearsal = matches!(clock, Clock::At(_));
    let wall = clock.now();
    (!rehearsal).then(|| Reading { wall, process: *PROCESS, up_micros })
}

impl Reading {
    /// The clock that was read, as it goes on from here by the monotonic one.
    pub const fn goes_on(self, clock: Clock) -> Clock {
        clock.since((self.wall, Duration::from_micros(self.up_micros)))
    }
}

/// What is known of the clock. What cannot be read back is not known.
///
/// # Errors
///
/// Fails when the database does.
pub async fn known(store: &Store) -> Result<Option<Known>, StoreError> {
    let known = store.known_clock().await?;
    Ok(known.and_then(|known| serde_json::from_str(&known).ok()))
}

/// Looks at the clock before work, and remembers what it shows if it can be
/// believed.
///
/// # Errors
///
/// Fails when the database does.
pub async fn watch(store: &Store, now: Reading) -> Result<Option<Doubt>, StoreError> {
    let before = known(store).await?;
    let doubt = judge(before, now).err();
    let jumped = matches!(doubt, Some(Doubt::Jump { .. }));
    let after = match (doubt, before) {
        (None, _) => Some(Known { last: now, jumped: false }),
        (Some(_), Some(before)) if jumped => Some(Known { jumped, ..before }),
        (Some(_), _) => None,
    };
    if let Some(after) = after {
        store.know_clock(&written(after)?).await?;
    }
    Ok(doubt)
}

/// Believes a reading because somebody says that it is right.
///
/// # Errors
///
/// Fails when the database does.
pub async fn accept(store: &Store, by: &str, now: Reading) -> Result<(), StoreError> {
    let last = known(store).await?.map(|known| known.last.wall);
    let known = written(Known { last: now, jumped: false })?;
    store.accept_clock(by, (last, now.wall), &known).await
}

fn written(known: Known) -> Result<String, StoreError> {
    serde_json::to_string(&known).map_err(|error| StoreError::corrupt("keep the time", &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(wall: &str, process: u32, hours_up: u64) -> Reading {
        Reading { wall: wall.parse().unwrap(), process, up_micros: hours_up * 3_600_000_000 }
    }

    fn said(known: Option<Known>, now: Reading) -> &'static str {
        match judge(known, now) {
            Ok(()) => "",
            Err(Doubt::Year { .. }) => "year",
            Err(Doubt::Jump { .. }) => "jump",
            Err(Doubt::Back { .. }) => "back",
            Err(Doubt::Ahead { .. }) => "ahead",
        }
    }

    #[test]
    fn believes_each_clock_up_to_its_edge() {
        let last = reading("2026-07-20T01:00:00Z", 7, 10);
        let known = Some(Known { last, jumped: false });
        #[rustfmt::skip]
        let table = [
            // Another process.
            ("2026-07-20T00:55:00Z", 8, 0, ""),
            ("2026-07-20T00:54:59Z", 8, 0, "back"),
            ("2027-08-24T01:00:00Z", 8, 0, ""),
            ("2027-08-24T01:00:01Z", 8, 0, "ahead"),
            ("1970-01-01T00:00:00Z", 8, 0, "year"),
            ("2019-12-31T23:59:59Z", 8, 0, "year"),
            ("2038-01-19T03:14:07Z", 8, 0, "ahead"),
            ("2100-02-28T00:00:00Z", 8, 0, "ahead"),
            ("2101-01-01T00:00:00Z", 8, 0, "year"),
            // A number may come again.
            ("2026-07-20T00:54:59Z", 7, 9, "back"),
            // The same process, an hour later by the monotonic clock.
            ("2026-07-20T02:00:00Z", 7, 11, ""),
            ("2026-07-21T14:00:00Z", 7, 11, ""),
            ("2026-07-21T14:00:01Z", 7, 11, "jump"),
            ("2026-07-18T14:00:00Z", 7, 11, ""),
            ("2026-07-18T13:59:59Z", 7, 11, "jump"),
            // Both clocks say that two months have passed.
            ("2026-09-20T01:00:00Z", 7, 10 + 62 * 24, ""),
        ];
        for (wall, process, hours_up, doubt) in table {
            assert_eq!(said(known, reading(wall, process, hours_up)), doubt, "{wall} {process}");
        }
        assert_eq!(said(None, reading("2026-07-20T01:00:00Z", 7, 0)), "");
        assert_eq!(said(None, reading("1970-01-01T00:00:00Z", 7, 0)), "year");
    }

    #[test]
    fn a_process_draws_its_number() {
        let read = || read(Clock::System).unwrap().process;
        assert_eq!(read(), read());
        assert_ne!(read(), std::process::id(), "in a container that is always 1");
    }

    #[test]
    fn a_restart_does_not_make_a_jump_good() {
        let last = reading("2026-07-20T01:00:00Z", 7, 10);
        let known = Some(Known { last, jumped: true });
        assert_eq!(said(known, reading("2026-09-20T01:00:00Z", 8, 0)), "jump");
        assert_eq!(said(known, reading("2026-07-20T00:54:59Z", 8, 0)), "jump");
        assert_eq!(said(known, reading("2026-07-21T13:00:01Z", 8, 0)), "jump");
        // It was corrected before the restart.
        assert_eq!(said(known, reading("2026-07-20T00:55:00Z", 8, 0)), "");
        assert_eq!(said(known, reading("2026-07-21T13:00:00Z", 8, 0)), "");
        // The clock came back under the process that saw it jump.
        assert_eq!(said(known, reading("2026-07-20T02:00:00Z", 7, 11)), "");
    }
}
