//! The policy that a region writes.

mod meeting;
#[cfg(feature = "toml")]
mod national;
mod policy;
mod reminders;
#[cfg(test)]
mod reminders_tests;
mod rule_book;
mod rules;
mod segments;
#[cfg(test)]
mod tests;
mod timing;
#[cfg(test)]
mod timing_tests;
#[cfg(feature = "toml")]
mod toml;

pub use meeting::{Meeting, MeetingRule};
pub use policy::{PolicyParts, PolicyProblems, RegionPolicy};
pub use reminders::{
    Escalation, Hears, NoReminder, Offsets, Reminder, ReminderKind, ReminderRules, Window,
};
pub use rule_book::RuleBook;
pub use rules::{
    BandRule, BehaviourRule, Contact, DeadlineRule, Deadlines, HalvesRule, LateRule, MatrixRule,
    MissingRule, MissingRules, Mission, ObjectionDays, RatingRules, RegionCode, RegionCodeError,
    Veto, WorkResultRule,
};
pub use segments::{Combine, SegmentRules};
pub use timing::{DeadlineKind, Extension, WorkWeekRule};
