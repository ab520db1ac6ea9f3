//! What another policy would change for the people of a unit: a question, not a
//! run.

use chrono::NaiveDate;
use kinerja_core::{
    evaluation::{WhatIf, what_if},
    evidence::Evidence,
    plan::WorkPlan,
    region::RegionPolicy,
};

use super::{
    background::UnitFacts,
    person::{Known, documents, is_in_motion},
};
use crate::store::{RunKey, Store, StoreError, acts::DailyReports};

/// What would change in a unit.
#[derive(Debug)]
pub struct Answer {
    /// For whom and why, by their number in the database.
    pub changes: WhatIf<i64>,
    /// People who cannot be compared: without a plan that can be read, or who
    /// moved or were away.
    pub not_compared: usize,
}

/// Compares a unit under two policies and writes nothing.
///
/// # Errors
///
/// Fails when the database does.
pub async fn ask(
    store: &Store,
    key: &RunKey,
    (present, other): (&RegionPolicy, &RegionPolicy),
) -> Result<Answer, StoreError> {
    let acts = store.acts_of_run(key, DailyReports::of([present, other])).await?;
    let unit = UnitFacts::of(present, key, &acts);
    let mut people: Vec<(i64, WorkPlan, Evidence)> = Vec::new();
    let mut not_compared = 0;
    store
        .for_each_input(key, |inputs| {
            let acts = acts.people.get(&inputs.employee);
            let known = Known { policy: present, day: NaiveDate::MIN, unit: &unit, acts };
            match documents(&known, &inputs) {
                Ok(Some((plan, evidence))) if !is_in_motion(&known) => {
                    people.push((inputs.employee, plan, evidence));
                }
                _ => not_compared += 1,
            }
        })
        .await?;
    let asked = people.iter().map(|(key, plan, evidence)| (*key, plan, evidence));
    Ok(Answer { changes: what_if((present, other), asked, present.language()), not_compared })
}
