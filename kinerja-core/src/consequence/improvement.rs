//! The way from a poor predicate to an improvement or a sanction.
//!
//! Every step is taken by a person with the power to take it; this room only
//! knows the order of the steps and their dates.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{calendar::long_date, language::Language, scheme::Predicate};

/// Months that a time on the way can have.
const MONTHS_MAX: u32 = 60;

/// How long the times on the way are.
///
/// # Legal basis
///
/// PP 30/2019 Pasal 56, 57 and 58.
///
/// ```
/// use kinerja_core::{region::RuleBook, scheme::Predicate};
///
/// let day = "2026-08-31".parse()?;
/// let rules = RuleBook::national()?;
/// let rule = rules.improvement.at(day).ok_or("no rule")?.value;
/// let stage = rule.begin(Predicate::Poor, day)?;
/// assert_eq!(stage.until(), Some("2027-02-28".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawRule")]
pub struct ImprovementRule {
    months: u32,
    temporary_post_months: u32,
    enough: Predicate,
}

/// The rule as it is written, before it is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    months: u32,
    temporary_post_months: u32,
    enough: Predicate,
}

impl TryFrom<RawRule> for ImprovementRule {
    type Error = ImprovementError;

    fn try_from(raw: RawRule) -> Result<Self, Self::Error> {
        let RawRule { months, temporary_post_months, enough } = raw;
        let sound = |months| (1..=MONTHS_MAX).contains(&months);
        if sound(months) && sound(temporary_post_months) {
            Ok(Self { months, temporary_post_months, enough })
        } else {
            Err(ImprovementError::Months)
        }
    }
}

/// What kind of post a person has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostKind {
    /// A senior leader ("JPT").
    SeniorLeader,
    /// An administrative post ("JA").
    Administrative,
    /// A functional post ("JF").
    Functional,
}

/// Where a person stands on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImprovementStage {
    /// Time to improve, up to and with a day.
    Improving {
        /// The last day.
        until: NaiveDate,
    },
    /// The work improved: the way ends.
    Improved {
        /// The day on which that was found.
        on: NaiveDate,
    },
    /// The competency test is to be taken again.
    CompetencyTest {
        /// The day on which no improvement was found.
        since: NaiveDate,
    },
    /// A fitting or lower post is sought.
    Placement {
        /// The day of the test.
        since: NaiveDate,
    },
    /// A fitting or lower post was given: the way ends.
    Placed {
        /// The first day in the post.
        on: NaiveDate,
    },
    /// No post is vacant: a temporary one, up to and with a day.
    TemporaryPost {
        /// The last day.
        until: NaiveDate,
    },
    /// Honourable dismissal is to be reviewed: the way ends.
    DismissalReview {
        /// The day on which still no post was vacant.
        since: NaiveDate,
    },
}

/// What happened on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ImprovementEvent {
    /// The work was assessed again.
    Assessed {
        /// The predicate.
        predicate: Predicate,
        /// The day.
        on: NaiveDate,
    },
    /// The competency test was taken.
    Tested {
        /// The day.
        on: NaiveDate,
    },
    /// A post was given.
    Placed {
        /// The first day in the post.
        on: NaiveDate,
    },
    /// No fitting or lower post is vacant.
    NoVacancy {
        /// The day on which that was found.
        on: NaiveDate,
        /// The kind of the person's post.
        post: PostKind,
    },
}

impl ImprovementEvent {
    /// The day of it.
    pub const fn on(self) -> NaiveDate {
        match self {
            Self::Assessed { on, .. }
            | Self::Tested { on }
            | Self::Placed { on }
            | Self::NoVacancy { on, .. } => on,
        }
    }
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImprovementError {
    /// The predicate is good enough: there is nothing to improve.
    #[error("the predicate `{}` needs no improvement", predicate.code())]
    NotNeeded {
        /// The predicate.
        predicate: Predicate,
    },
    /// The time has not passed.
    #[error("the time runs until {until}: wait for the day after it")]
    TooEarly {
        /// The last day.
        until: NaiveDate,
    },
    /// The day lies before the stage began.
    #[error("the stage began on {since}: the day must not lie before it")]
    BeforeStage {
        /// The first day.
        since: NaiveDate,
    },
    /// Only administrative and functional posts have a temporary one.
    #[error("only administrative and functional posts have a temporary post")]
    NoTemporaryPost,
    /// The event does not belong to the stage.
    #[error("this step does not follow from where the person stands")]
    NotNow,
    /// A number of months that cannot be.
    #[error("months must be from 1 to {MONTHS_MAX}")]
    Months,
    /// The day lies beyond the end of the calendar.
    #[error("no date is that late")]
    TooLate,
}

impl ImprovementRule {
    /// Months to improve.
    pub const fn months(self) -> u32 {
        self.months
    }

    /// From this predicate on there is nothing to improve.
    pub const fn enough(self) -> Predicate {
        self.enough
    }

    /// The first stage, from the day on which a person decided to begin. The end
    /// is the same day of a later month, or its last where it is shorter.
    ///
    /// # Errors
    ///
    /// Fails when the predicate is good enough.
    ///
    /// # Legal basis
    ///
    /// PP 30/2019 Pasal 56 and 57: 6 months to improve.
    pub fn begin(
        self,
        predicate: Predicate,
        on: NaiveDate,
    ) -> Result<ImprovementStage, ImprovementError> {
        if predicate >= self.enough {
            return Err(ImprovementError::NotNeeded { predicate });
        }
        Ok(ImprovementStage::Improving { until: later(on, self.months)? })
    }

    /// The stage after an event.
    ///
    /// # Errors
    ///
    /// Fails when the event does not belong to the stage, comes too early, or
    /// lies before the stage began. The stage stays what it was.
    ///
    /// # Legal basis
    ///
    /// PP 30/2019 Pasal 57 and 58.
    pub fn advance(
        self,
        stage: ImprovementStage,
        event: ImprovementEvent,
    ) -> Result<ImprovementStage, ImprovementError> {
        use ImprovementEvent as Event;
        use ImprovementStage as Stage;
        match (stage, event) {
            (Stage::Improving { until }, Event::Assessed { predicate, on }) => {
                if predicate >= self.enough {
                    Ok(Stage::Improved { on })
                } else {
                    past(until, on).map(|()| Stage::CompetencyTest { since: on })
                }
            }
            (Stage::CompetencyTest { since }, Event::Tested { on }) => {
                not_before(since, on).map(|()| Stage::Placement { since: on })
            }
            (Stage::Placement { since }, Event::Placed { on }) => {
                not_before(since, on).map(|()| Stage::Placed { on })
            }
            (Stage::Placement { since }, Event::NoVacancy { on, post }) => {
                not_before(since, on)?;
                match post {
                    PostKind::SeniorLeader => Err(ImprovementError::NoTemporaryPost),
                    PostKind::Administrative | PostKind::Functional => {
                        Ok(Stage::TemporaryPost { until: later(on, self.temporary_post_months)? })
                    }
                }
            }
            (Stage::TemporaryPost { .. }, Event::Placed { on }) => Ok(Stage::Placed { on }),
            (Stage::TemporaryPost { until }, Event::NoVacancy { on, .. }) => {
                past(until, on).map(|()| Stage::DismissalReview { since: on })
            }
            (
                Stage::Improving { .. }
                | Stage::Improved { .. }
                | Stage::CompetencyTest { .. }
                | Stage::Placement { .. }
                | Stage::Placed { .. }
                | Stage::TemporaryPost { .. }
                | Stage::DismissalReview { .. },
                Event::Assessed { .. }
                | Event::Tested { .. }
                | Event::Placed { .. }
                | Event::NoVacancy { .. },
            ) => Err(ImprovementError::NotNow),
        }
    }
}

fn later(on: NaiveDate, months: u32) -> Result<NaiveDate, ImprovementError> {
    on.checked_add_months(Months::new(months)).ok_or(ImprovementError::TooLate)
}

fn past(until: NaiveDate, on: NaiveDate) -> Result<(), ImprovementError> {
    if on > until { Ok(()) } else { Err(ImprovementError::TooEarly { until }) }
}

fn not_before(since: NaiveDate, on: NaiveDate) -> Result<(), ImprovementError> {
    if on >= since { Ok(()) } else { Err(ImprovementError::BeforeStage { since }) }
}

impl ImprovementStage {
    /// The last day of the time that runs, if one does.
    pub const fn until(self) -> Option<NaiveDate> {
        match self {
            Self::Improving { until } | Self::TemporaryPost { until } => Some(until),
            Self::Improved { .. }
            | Self::CompetencyTest { .. }
            | Self::Placement { .. }
            | Self::Placed { .. }
            | Self::DismissalReview { .. } => None,
        }
    }

    /// The stage for people.
    pub fn show(self, language: Language) -> String {
        let (words, day) = match self {
            Self::Improving { until } => {
                (language.pick("masa perbaikan kinerja sampai", "time to improve until"), until)
            }
            Self::Improved { on } => {
                (language.pick("kinerja membaik pada", "the work improved on"), on)
            }
            Self::CompetencyTest { since } => {
                (language.pick("uji kompetensi ulang sejak", "competency test due since"), since)
            }
            Self::Placement { since } => (
                language.pick(
                    "penempatan pada jabatan yang sesuai atau lebih rendah sejak",
                    "a fitting or lower post is sought since",
                ),
                since,
            ),
            Self::Placed { on } => (language.pick("ditempatkan pada", "placed on"), on),
            Self::TemporaryPost { until } => {
                (language.pick("penempatan sementara sampai", "temporary post until"), until)
            }
            Self::DismissalReview { since } => (
                language.pick(
                    "tinjauan pemberhentian dengan hormat sejak",
                    "honourable dismissal under review since",
                ),
                since,
            ),
        };
        format!("{words} {}", long_date(day, language))
    }
}

#[cfg(test)]
mod tests;
