//! Many people at once: columns in, columns out.
//!
//! [`Columns`] borrow what was agreed and reached, one row an indicator, person after
//! person, in plain integers as a data frame or a Parquet file has them. A [`Scorer`]
//! is a policy made ready for their period; it gives [`Scores`], chunk by chunk on
//! any number of threads, and they are those of [`crate::evaluation::evaluate`], bit
//! for bit. An [`Aggregator`] adds them up by unit and region. Each number can be
//! explained: [`Columns::person`] gives back the plan and the evidence, and a [`Trail`]
//! keeps them in about a hundred bytes a person.
//!
//! Who has plans and evidence instead gathers them ([`Gathered`]) or has them
//! evaluated whole ([`evaluate_all`]).
//!
//! ```
//! use kinerja_core::{
//!     evaluation::{Derivation, evaluate},
//!     plan::Direction,
//!     population::{Chunking, ColumnParts, Columns, PeopleColumns, RowColumns, Scorer},
//!     region::RegionPolicy,
//!     scheme::Predicate,
//! };
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let policy = RegionPolicy::from_toml(include_str!("../region/sample.toml"))?;
//! // Two people. The first has two indicators: at least 80.0 % and at most 6.5 days;
//! // the second has one.
//! let columns = Columns::new(ColumnParts {
//!     period: "2026-Q2".parse()?,
//!     offsets: &[0, 2, 3],
//!     rows: RowColumns {
//!         weights: &[60_00, 40_00, 100_00],
//!         directions: &[Direction::Higher, Direction::Lower, Direction::Higher],
//!         low: &[80_0, 6_5, 12_0],
//!         high: &[80_0, 6_5, 12_0],
//!         actual: &[84_0, 6_0, 7_0],
//!         decimals: 1,
//!         ..RowColumns::default()
//!     },
//!     people: PeopleColumns {
//!         behaviour: &[[95_000_000; 7], [88_500_000; 7]],
//!         ..PeopleColumns::default()
//!     },
//! })?;
//! let mut predicates = Vec::new();
//! Scorer::new(&policy, columns.period()).for_each_chunk(&columns, Chunking::on(2), |chunk| {
//!     predicates.extend(chunk.scores.predicates());
//! });
//! assert_eq!(predicates.len(), 2);
//! assert!(predicates[0] > predicates[1]);
//!
//! // Why? The second person, explained.
//! let (plan, evidence) = columns.person(1)?;
//! let found = evaluate(&policy, &plan, &evidence);
//! let derivation = Derivation::new(&plan, &evidence, &found);
//! assert_eq!(found.outcome.proposal().map(|one| one.predicate), predicates[1]);
//! assert!(!derivation.steps().is_empty());
//! # Ok(())
//! # }
//! ```

mod aggregate;
mod block;
mod by_numbers;
mod bytes;
mod chunks;
mod columns;
mod error;
mod evaluate_all;
mod gathered;
mod kernel;
mod person;
mod row;
mod scorer;
mod scores;
mod small;
#[cfg(test)]
mod tests;
mod trail;

pub use aggregate::{Aggregate, Aggregates, Aggregator};
pub use chunks::{Chunk, Chunking};
pub use columns::{ColumnParts, Columns, DECIMALS_MAX, NOT_GIVEN, PeopleColumns, RowColumns};
pub use error::{Column, ColumnError, ColumnProblem};
pub use evaluate_all::evaluate_all;
pub use gathered::{GatherError, Gathered};
pub use scorer::Scorer;
pub use scores::Scores;
pub use trail::{Trail, TrailError};
