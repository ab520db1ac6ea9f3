//! Who decides about a result, as people are told.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    panic::AssertUnwindSafe,
};

use futures_util::FutureExt;
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
    /// Of some people of one region, who their superiors are.
    ahead: RefCell<Option<Ahead>>,
}

/// What was read of some people at once.
#[derive(Debug)]
struct Ahead {
    region: RegionCode,
    people: BTreeSet<Nip>,
    superiors: Superiors,
}

impl Evaluators {
    /// Reads of several people at once what [`Self::read`] would read of each. What
    /// cannot be read in this way is left to it: it only saves time.
    ///
    /// # Errors
    ///
    /// Fails when the disk does.
    pub async fn read_ahead(
        &self,
        store: &Store,
        region: RegionCode,
        people: BTreeSet<Nip>,
    ) -> Result<(), StoreError> {
        let nips = people.iter().map(Nip::as_str).collect();
        let superiors = Superiors::of_some(store, &region, &nips);
        let ahead = match AssertUnwindSafe(superiors).catch_unwind().await {
            Ok(Ok(superiors)) => Some(Ahead { region, people, superiors }),
            Ok(Err(error)) if error.is_of_disk() => return Err(error),
            Ok(Err(error)) => {
                tracing::debug!(%error, "superiors are looked up one by one");
                None
            }
            Err(_) => None,
        };
        self.ahead.replace(ahead);
        Ok(())
    }

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
        let day = period.last_day();
        let ahead = self.ahead.borrow().as_ref().and_then(|ahead| {
            let has = ahead.region == *region && ahead.people.contains(nip);
            has.then(|| ahead.superiors.on(nip, day).cloned())
        });
        let mut superiors = Superiors::default();
        let superior = if let Some(superior) = ahead {
            superior
        } else {
            superiors.read_one(store, region, (nip, period)).await?;
            superiors.on(nip, day).cloned()
        };
        let Some(superior) = superior else { return Ok(Evaluator::Unnamed) };
        // Whether he has left is told by his own acts, whoever stands below him.
        let key = (region.clone(), superior.clone(), period);
        let known = self.known.borrow().get(&key).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        superiors.read_one(store, region, (&superior, period)).await?;
        let found = if superiors.has_left(&superior, day) {
            Evaluator::Left
        } else {
            Evaluator::of(store.name_of(region, &superior).await?)
        };
        self.known.borrow_mut().insert(key, found.clone());
        Ok(found)
    }
}
