//! What the store knows that decides what is due: for all regions at once.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, TimeDelta, Utc};
use kinerja_core::{calendar::Period, region::RegionCode};

use crate::store::{DatedAct, Done, Store, StoreError};

/// What is on record of all regions.
pub type Facts = BTreeMap<RegionCode, RegionFacts>;

/// What is on record of a region.
#[derive(Debug, Clone, Default)]
pub struct RegionFacts {
    /// Its units, each with the periods for which it was evaluated or need not be.
    pub units: BTreeMap<String, BTreeSet<Period>>,
    /// Of these the periods and units that had nobody to evaluate.
    pub excused: BTreeSet<(Period, String)>,
    /// The instant until which its reminders were looked at; none before the first
    /// look.
    pub looked: Option<DateTime<Utc>>,
    /// What has a date of its own: steps that are not done, results that were
    /// received and can be objected to.
    pub dated: Vec<DatedAct>,
}

/// Days for which acts with a date of their own are looked at: a year and a month.
const DATED_DAYS: u64 = 400;
/// Days after which a region in which nothing was looked at may have acts that are older
/// than that and were never looked at: where the daemon was down for so long.
const NEGLECT_DAYS: i64 = 366;

/// Reads what decides what is due at an instant: three queries, however many regions
/// there are.
///
/// # Errors
///
/// Fails when the database does.
pub async fn read_at(store: &Store, now: DateTime<Utc>) -> Result<Facts, StoreError> {
    let since = now.date_naive().checked_sub_days(Days::new(DATED_DAYS)).unwrap_or_default();
    let mut facts = Facts::new();
    store
        .for_each_evaluated_unit(|region, unit, done| {
            let of = facts.entry(region).or_default();
            let periods = of.units.entry(unit.clone()).or_default();
            match done {
                None => {}
                Some(Done::Evaluated(period)) => {
                    periods.insert(period);
                }
                Some(Done::Excused(period)) => {
                    periods.insert(period);
                    of.excused.insert((period, unit));
                }
            }
        })
        .await?;
    for (region, looked) in store.looked_until().await? {
        facts.entry(region).or_default().looked = Some(looked);
    }
    let neglected = now - TimeDelta::days(NEGLECT_DAYS);
    for (region, act) in store.dated_acts((since, neglected)).await? {
        facts.entry(region).or_default().dated.push(act);
    }
    Ok(facts)
}
