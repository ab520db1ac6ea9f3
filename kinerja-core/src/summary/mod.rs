//! Many people together, without showing any of them.
//!
//! A [`Tally`] counts the people of a unit; tallies add up. A [`PublicSummary`]
//! is what may be published: small units are pooled, small counts are hidden,
//! and with them as many others as it takes that nobody finds the hidden ones
//! by subtraction.

mod public;
mod services;
mod suppress;
mod tally;

pub use public::{PublicRow, PublicSummary};
pub use services::{
    PublicAchievement, PublicComplaints, PublicServices, PublicSurvey, ServiceFacts,
};
pub use suppress::{CATEGORIES, SMALL_GROUP, Suppressed, suppress};
pub use tally::{Mean, Tally};
