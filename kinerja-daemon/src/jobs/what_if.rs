//! What another policy would change for the people of a unit: a question, not a
//! run.

use chrono::NaiveDate;
use kinerja_core::{
    calendar::Period,
    consequence::ImprovementEvent,
    evaluation::{Assessed, Circumstances, Document, ResultPredicate, WhatIf, compare},
    evidence::Evidence,
    plan::WorkPlan,
    region::RegionPolicy,
};

use super::person::{Found, Known, Work, documents, find, is_in_motion};
use crate::{
    facts::{UnitFacts, background},
    judgement::{Dossier, Dossiers, Judged, Means},
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

/// What is on record of the people of a region besides plans and evidence: of those who
/// were evaluated, because only then is there a result that brings something.
#[derive(Debug)]
pub struct Beyond {
    means: Means,
    dossiers: Dossiers,
    today: NaiveDate,
}

impl Beyond {
    /// Reads it for a period, as it stands on a day.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn read(
        store: &Store,
        present: &RegionPolicy,
        period: Period,
        today: NaiveDate,
    ) -> Result<Self, StoreError> {
        let region = &present.code;
        let means = Means::read(store, present, period, None).await?;
        let dossiers = Dossiers::of_everybody(store, region, period, present.zone).await?;
        Ok(Self { means, dossiers, today })
    }

    fn of(&self, employee: i64) -> Option<Person<'_>> {
        let (dossier, policy) = self.dossiers.of(employee)?;
        let judged = (!dossier.is_silent()).then(|| dossier.judge(policy, self.today));
        let judged = judged.and_then(Result::ok);
        let found = match judged.as_ref().and_then(Judged::decision) {
            Some(decision) => {
                ResultPredicate::Decided { predicate: decision.predicate, on: decision.on }
            }
            // What each policy proposes is taken for it.
            None => ResultPredicate::Nothing,
        };
        let received = judged.as_ref().and_then(Judged::receipt).map(|receipt| receipt.on);
        Some(Person { dossier, steps: self.means.steps(dossier), found, received })
    }
}

/// What is known of a person beyond plan and evidence.
struct Person<'a> {
    dossier: &'a Dossier,
    steps: Vec<ImprovementEvent>,
    found: ResultPredicate,
    received: Option<NaiveDate>,
}

impl Person<'_> {
    fn circumstances<'a>(&'a self, means: &'a Means) -> Circumstances<'a> {
        let facts = means.facts(self.dossier, &self.steps, self.found);
        Circumstances { facts, received: self.received }
    }
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
        both.each_ref().map(|(policy, unit)| Known { policy, unit, acts })
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
    beyond: &Beyond,
) -> Result<Answer, StoreError> {
    let acts = store.acts_of_run(key, DailyReports::of([present, other])).await?;
    let both = Both([present, other].map(|policy| (policy, UnitFacts::again(policy, key, &acts))));
    let mut people = Vec::new();
    let mut not_compared = 0;
    store
        .for_each_input(key, |inputs| match both.ask(&inputs, acts.people.get(&inputs.employee)) {
            Ok(Some(asked)) => {
                people.push((inputs.employee, asked, beyond.of(inputs.employee)));
            }
            Ok(None) | Err(_) => not_compared += 1,
        })
        .await?;
    let asked = people.iter().map(|(key, asked, known)| {
        let both = match asked {
            Asked::Stayed(one) => {
                let (plan, [before, after]) = one.as_ref();
                [Assessed::stayed(present, plan, before), Assessed::stayed(other, plan, after)]
            }
            Asked::Moved(both) => both.clone(),
        };
        (*key, both, known.as_ref().map(|known| known.circumstances(&beyond.means)))
    });
    Ok(Answer { changes: compare((present, other), asked, present.language()), not_compared })
}
