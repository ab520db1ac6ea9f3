//! Which level of a functional post a person held when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::JobLevel;

/// What is known of the level that a person holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldLevel {
    /// There is no functional post.
    Nothing,
    /// Nobody knows which level it is.
    Unknown,
    /// This one.
    Level(JobLevel),
}

impl HeldLevel {
    /// The level, where there is one and it is known.
    pub const fn known(self) -> Option<JobLevel> {
        match self {
            Self::Nothing | Self::Unknown => None,
            Self::Level(level) => Some(level),
        }
    }
}

impl From<Option<JobLevel>> for HeldLevel {
    fn from(level: Option<JobLevel>) -> Self {
        level.map_or(Self::Nothing, Self::Level)
    }
}

/// From when a person holds a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelSince {
    /// The first day.
    pub from: NaiveDate,
    /// The level.
    pub level: HeldLevel,
}

impl LevelSince {
    /// What is held on a day; of several from the same day, the last. Nothing is held
    /// before the first.
    pub fn on(levels: &[Self], day: NaiveDate) -> HeldLevel {
        let held = levels.iter().filter(|held| held.from <= day);
        held.max_by_key(|held| held.from).map_or(HeldLevel::Nothing, |held| held.level)
    }
}
