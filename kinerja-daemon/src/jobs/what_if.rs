//! What another policy would change for the people of a unit: a question, not a
//! run.

use chrono::NaiveDate;
use kinerja_core::{
    evaluation::{Assessed, Document, WhatIf, compare},
    evidence::Evidence,
    plan::WorkPlan,
    region::RegionPolicy,
};

use super::person::{Found, Known, Work, documents, find, is_in_motion};
use crate::{
    facts::{UnitFacts, background},
    store::{
        PersonInputs, RunKey, Store, StoreError,
        acts::{DailyReports, PersonActs},
    },
};

/// What would change in a unit.
#[derive(Debug)]
pub struct Answer {
    /// For whom and why, by their number in the database.
    pub changes: WhatIf<i64>,
    /// People who cannot be compared: without a plan, or with a document or a move
    /// that cannot be read.
    pub not_compared: usize,
}

/// Who is compared.
enum Asked {
    /// Somebody with one plan all period, and the evidence under each policy: what
    /// lies behind a person is read by its rules.
    Stayed(Box<(WorkPlan, [Evidence; 2])>),
    /// Somebody who moved, was away or came late, under each policy.
    Moved([Assessed<'static>; 2]),
}

/// Both policies with what they say of the unit.
struct Both<'a>([(&'a RegionPolicy, UnitFacts); 2]);

impl Both<'_> {
    fn known<'k>(&'k self, acts: Option<&'k PersonActs>) -> [Known<'k>; 2] {
        let Self(both) = self;
        both.each_ref().map(|(policy, unit)| Known { policy, day: NaiveDate::MIN, unit, acts })
    }

    /// A person with both policies; nothing for one without a plan.
    fn ask(
        &self,
        inputs: &PersonInputs,
        acts: Option<&PersonActs>,
    ) -> Result<Option<Asked>, Document> {
        let [present, other] = self.known(acts);
        if is_in_motion(&present) {
            let both = [moved(&present, inputs)?, moved(&other, inputs)?];
            return Ok(Some(Asked::Moved(both)));
        }
        let Some((plan, evidence)) = documents(&present, inputs)? else { return Ok(None) };
        let background = background(other.policy, other.unit, inputs.employee, acts);
        let other = Evidence { background, ..evidence.clone() };
        Ok(Some(Asked::Stayed(Box::new((plan, [evidence, other])))))
    }
}

fn moved(known: &Known<'_>, inputs: &PersonInputs) -> Result<Assessed<'static>, Document> {
    let (found, derivation) = find(known, inputs, &Work::of(inputs))?;
    Ok(match found {
        Found::One(evaluation) => Assessed::Unclear(evaluation),
        Found::Segments(combined) => Assessed::Moved { combined, derivation },
    })
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
    let both = Both([present, other].map(|policy| (policy, UnitFacts::again(policy, key, &acts))));
    let mut people: Vec<(i64, Asked)> = Vec::new();
    let mut not_compared = 0;
    store
        .for_each_input(key, |inputs| match both.ask(&inputs, acts.people.get(&inputs.employee)) {
            Ok(Some(asked)) => people.push((inputs.employee, asked)),
            Ok(None) | Err(_) => not_compared += 1,
        })
        .await?;
    let asked = people.iter().map(|(key, asked)| {
        let both = match asked {
            Asked::Stayed(one) => {
                let (plan, [before, after]) = one.as_ref();
                [Assessed::stayed(present, plan, before), Assessed::stayed(other, plan, after)]
            }
            Asked::Moved(both) => both.clone(),
        };
        (*key, both)
    });
    Ok(Answer { changes: compare((present, other), asked, present.language()), not_compared })
}
