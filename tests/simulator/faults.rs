//! Faults that are planted to see that the simulator finds them.

use chrono::{DateTime, Utc};
use kinerja_core::{
    calendar::HolidayYear,
    law::{Dated, Ruled},
    region::{PolicyParts, RegionPolicy},
};
use kinerja_daemon::policies::{LoadedPolicy, Policies};

use crate::{luck::Luck, promises::Promises};

/// A protection that is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The clock is always believed.
    NoGuard,
    /// What fell due is not known again by its key.
    NoKey,
    /// Nothing is on record before a body begins to leave.
    NoStamp,
    /// Of evaluations that were missed only the latest is made.
    LatestOnly,
    /// People are reminded on holidays.
    NoHolidays,
    /// What was decided is told nobody.
    NoNotice,
    /// Nobody is reminded of a step.
    NoStep,
}

const LOSES_NOTICES: &str = "CREATE TRIGGER IF NOT EXISTS loses BEFORE INSERT ON notice
    BEGIN SELECT RAISE(IGNORE); END";

const LOSES_STEPS: &str = "CREATE TRIGGER IF NOT EXISTS loses BEFORE INSERT ON occurrence
    WHEN new.kind = 'step_due' BEGIN SELECT RAISE(IGNORE); END";

impl Fault {
    /// The policies as a daemon with this fault has them.
    pub(crate) fn policies(self, right: &Policies, now: DateTime<Utc>) -> Policies {
        let with = |change: &dyn Fn(&mut PolicyParts)| {
            let changed = right.iter().map(|(code, loaded)| {
                let mut parts = (*loaded.policy).clone();
                change(&mut parts);
                let policy = RegionPolicy::new(parts).unwrap();
                (code.clone(), LoadedPolicy { policy, ..loaded.clone() })
            });
            changed.collect()
        };
        match self {
            Self::NoGuard | Self::NoKey | Self::NoStamp | Self::NoNotice | Self::NoStep => {
                right.clone()
            }
            Self::NoHolidays => with(&|parts| {
                let lists = parts.rules.holidays.entries().iter().map(|(validity, list)| {
                    let value = HolidayYear::new(list.value.year(), Vec::new()).unwrap();
                    (*validity, Ruled { value, source: list.source.clone() })
                });
                parts.rules.holidays = Dated::new(lists.collect()).unwrap();
            }),
            Self::LatestOnly => with(&|parts| {
                let due = right[&parts.code].policy.due_periods(now).last();
                parts.first_period = due.unwrap_or(parts.first_period);
            }),
        }
    }

    /// What a daemon with this fault does to its database.
    pub(crate) async fn meddle(self, promises: &Promises, luck: &Luck) {
        if self == Self::NoKey && luck.strikes(10) {
            promises.meddle("UPDATE occurrence SET subject = subject || ' '").await;
            promises.meddle("DELETE FROM looked_until").await;
        }
        if self == Self::NoNotice {
            promises.meddle(LOSES_NOTICES).await;
        }
        if self == Self::NoStep {
            promises.meddle(LOSES_STEPS).await;
        }
    }
}
