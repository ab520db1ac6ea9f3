//! What is wrong with a person's posts.

use std::fmt;

use chrono::NaiveDate;

use super::Assignment;

/// A post as messages name it: by unit, post and first day, never by a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    unit: String,
    post: String,
    from: NaiveDate,
}

impl Place {
    pub(super) fn of(assignment: &Assignment) -> Self {
        let Assignment { unit, post, from, .. } = assignment;
        Self { unit: unit.to_string(), post: post.to_string(), from: *from }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` in `{}` from {}", self.post, self.unit, self.from)
    }
}

/// Everything that is wrong with a history. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the posts have {} problem(s): {}", problems.len(), join(problems))]
pub struct HistoryError {
    pub(super) problems: Vec<HistoryProblem>,
}

impl HistoryError {
    /// The problems.
    pub fn problems(&self) -> &[HistoryProblem] {
        &self.problems
    }

    /// The day to look at first; none where there is no post at all.
    pub fn day(&self) -> Option<NaiveDate> {
        self.problems.iter().find_map(HistoryProblem::day)
    }
}

fn join(problems: &[HistoryProblem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

impl HistoryProblem {
    /// The day on which it shows; none where there is no post at all.
    pub const fn day(&self) -> Option<NaiveDate> {
        match self {
            Self::Nothing => None,
            Self::NoDays { place } | Self::Overlap { other: place, .. } => Some(place.from),
            Self::SameDay { on, .. } | Self::Ended { on, .. } | Self::NotAway { on } => Some(*on),
        }
    }
}

/// One thing that is wrong with a history.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HistoryProblem {
    /// There is no post.
    #[error("there is no post: name the first")]
    Nothing,
    /// A post ends before it has a day.
    #[error("{place} ends before it has a day: `until` is the first day after it")]
    NoDays {
        /// The post.
        place: Place,
    },
    /// Two posts have the same days.
    #[error("{one} goes on when {other} begins: let one end on the day on which the next begins")]
    Overlap {
        /// The earlier.
        one: Place,
        /// The later.
        other: Place,
    },
    /// A change does not come after the one before.
    #[error(
        "the change on {on} does not come after {place}: one change a day, and none before the person came"
    )]
    SameDay {
        /// The day of the change.
        on: NaiveDate,
        /// The post that begins then or later.
        place: Place,
    },
    /// The person had left.
    #[error("on {on} nothing can change: {place} had ended; write when the person came back")]
    Ended {
        /// The day of the change.
        on: NaiveDate,
        /// The last post.
        place: Place,
    },
    /// The person returns without having been away.
    #[error("on {on} the person returns without having been away: write the absence first")]
    NotAway {
        /// The day of the change.
        on: NaiveDate,
    },
}
