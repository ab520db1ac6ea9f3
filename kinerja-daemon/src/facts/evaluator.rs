//! Who decides about a result, as people are told.

use std::{cell::RefCell, collections::BTreeMap};

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
        Evaluators::default().read(store, region, (nip, period), kept).await
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

/// Evaluators of many people: whoever leads several is looked up once.
#[derive(Debug, Default)]
pub struct Evaluators {
    /// By region, superior and period; as long as there are superiors.
    known: RefCell<BTreeMap<(RegionCode, Nip, Period), Evaluator>>,
}

impl Evaluators {
    /// As [`Evaluator::read`].
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn read(
        &self,
        store: &Store,
        region: &RegionCode,
        (nip, period): (&Nip, Period),
        kept: Option<&Nip>,
    ) -> Result<Evaluator, StoreError> {
        if let Some(kept) = kept {
            return Ok(Evaluator::of(store.name_of(region, kept).await?));
        }
        let mut superiors = Superiors::default();
        superiors.read_one(store, region, (nip, period)).await?;
        let Some(superior) = superiors.on(nip, period.last_day()).cloned() else {
            return Ok(Evaluator::Unnamed);
        };
        // Whether he has left is told by his own acts, whoever stands below him.
        let key = (region.clone(), superior.clone(), period);
        let known = self.known.borrow().get(&key).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        superiors.read_one(store, region, (&superior, period)).await?;
        let found = match superiors.at_end(nip, period) {
            Some(evaluator) => Evaluator::of(store.name_of(region, evaluator).await?),
            None => Evaluator::Left,
        };
        self.known.borrow_mut().insert(key, found.clone());
        Ok(found)
    }
}
