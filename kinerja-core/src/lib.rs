//! Performance evaluation of Indonesian civil servants, as a pure library.
//!
//! Work plans with measurable indicators and weights, evidence, behaviour, the
//! policy of a region, and an evaluation that proposes a predicate and explains
//! every number with its rule. The crate reads no clock, file, network or
//! environment: the same input gives the same answer on any computer, on any day.
//!
//! Read the modules in this order: [`number`] (exact numbers), [`law`] (where a
//! rule comes from), [`calendar`] (periods), [`plan`] (what was agreed),
//! [`evidence`] (what was reached), [`region`] (the policy), [`scheme`] (how
//! numbers become a predicate), [`consequence`] (what follows), [`evaluation`]
//! (all of it together), [`organisation`] (units, what they achieved and what was
//! found out about their services), [`summary`] (many people, without showing any),
//! [`population`] (millions of them at once, in columns).
//!
//! Enums that name errors, reasons, consequences and rules will grow and are
//! `#[non_exhaustive]`. The law's own scales are not, nor is what whoever keeps or
//! tells a result must handle case by case: the steps of a derivation, what is
//! missing and what was done about it. A new one of those is a breaking change, so
//! that nobody passes over it.
#![deny(clippy::float_arithmetic, missing_docs)]

pub mod calendar;
pub mod consequence;
pub mod evaluation;
pub mod evidence;
pub mod language;
pub mod law;
pub mod number;
pub mod organisation;
pub mod people;
pub mod plan;
pub mod population;
pub mod region;
#[cfg(feature = "schema")]
pub mod schema;
pub mod scheme;
pub mod summary;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

/// The page that comes with the crate: its program is compiled and run.
#[cfg(all(doctest, feature = "toml"))]
#[doc = include_str!("../README.md")]
pub struct Readme;
