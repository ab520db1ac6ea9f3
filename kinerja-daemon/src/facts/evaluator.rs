//! Who decides about a result, as people are told.

use kinerja_core::{calendar::Period, people::Nip, region::RegionCode};

use super::Superiors;
use crate::store::{Store, StoreError};

/// Who decides about the result of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evaluator {
    /// The person of this name.
    Named(String),
    /// The superior had left by the end of the period, and nobody else was named.
    Left,
    /// Nothing on record names anybody: so at the top.
    Unnamed,
}

impl Evaluator {
    /// The one whom the rules of decisions name: who was kept when the result was
    /// first decided, else the superior at the end of the period.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn read(
        store: &Store,
        region: &RegionCode,
        (nip, period): (&Nip, Period),
        kept: Option<&Nip>,
    ) -> Result<Self, StoreError> {
        if let Some(kept) = kept {
            return Ok(Self::of(store.name_of(region, kept).await?));
        }
        let mut superiors = Superiors::default();
        superiors.read_one(store, region, (nip, period)).await?;
        let Some(superior) = superiors.on(nip, period.last_day()).cloned() else {
            return Ok(Self::Unnamed);
        };
        superiors.read_one(store, region, (&superior, period)).await?;
        match superiors.at_end(nip, period) {
            Some(evaluator) => Ok(Self::of(store.name_of(region, evaluator).await?)),
            None => Ok(Self::Left),
        }
    }

    fn of(name: Option<String>) -> Self {
        name.map_or(Self::Unnamed, Self::Named)
    }

    /// The name, where there is one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Left | Self::Unnamed => None,
        }
    }
}
