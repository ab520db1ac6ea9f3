//! Evaluates the people of a unit, some hundreds of them together.

use chrono::NaiveDate;
use kinerja_core::{
    evaluation::{Document, Evaluation, evaluate},
    evidence::Evidence,
    plan::WorkPlan,
    population::evaluate_all,
    region::RegionPolicy,
};

use super::person::{Counts, Known, Ready, Work, one, ready, result, told};
use crate::{
    facts::UnitFacts,
    store::{NewResult, PersonInputs, StoreError, Used, acts::PersonActs},
};

/// People who are evaluated together: so many that it pays, and so few that their
/// documents are little memory.
const TOGETHER: usize = 64;

/// The people of a unit, as they come from the store.
pub(super) struct People<'a> {
    policy: &'a RegionPolicy,
    day: NaiveDate,
    unit: &'a UnitFacts,
    waiting: Vec<Waiting>,
    results: Vec<NewResult>,
    counts: Counts,
}

/// A person whose documents were read.
struct Waiting {
    used: Used,
    work: Work,
    ready: Ready,
}

impl Waiting {
    /// What the engine is asked next.
    fn question(&self) -> Option<(&WorkPlan, &Evidence)> {
        match &self.ready {
            Ready::Evidence(evidence) => Some((self.work.plan()?, evidence)),
            Ready::Found(_) => None,
        }
    }
}

impl<'a> People<'a> {
    /// Nobody yet, evaluated as of a day.
    pub(super) fn new(policy: &'a RegionPolicy, day: NaiveDate, unit: &'a UnitFacts) -> Self {
        let (waiting, results, counts) = (Vec::new(), Vec::new(), Counts::default());
        Self { policy, day, unit, waiting, results, counts }
    }

    /// Reads the documents of the next person, and evaluates all who wait when they
    /// are many.
    pub(super) fn add(
        &mut self,
        inputs: &PersonInputs,
        acts: Option<&PersonActs>,
    ) -> Result<(), StoreError> {
        let known = Known { policy: self.policy, unit: self.unit, acts };
        let (mut used, work) = (inputs.used(), Work::of(inputs));
        let ready = ready(&known, inputs, &work).unwrap_or_else(|record| {
            forget(&mut used, record);
            Ready::Found(told(Evaluation::unreadable(record)))
        });
        self.waiting.push(Waiting { used, work, ready });
        if self.waiting.len() < TOGETHER { Ok(()) } else { self.evaluate() }
    }

    /// What goes on record, in the order in which the people came.
    pub(super) fn finish(mut self) -> Result<(Vec<NewResult>, Counts), StoreError> {
        self.evaluate()?;
        Ok((self.results, self.counts))
    }

    fn evaluate(&mut self) -> Result<(), StoreError> {
        let waiting = std::mem::take(&mut self.waiting);
        let questions: Vec<_> = waiting.iter().filter_map(Waiting::question).collect();
        let mut answers = evaluate_all(self.policy, &questions).into_iter();
        for Waiting { used, work, ready } in waiting {
            let (found, derivation) = match (ready, work.plan()) {
                (Ready::Found(found), _) => found,
                (Ready::Evidence(evidence), Some(plan)) => {
                    let alone = || evaluate(self.policy, plan, &evidence);
                    one(plan, &evidence, answers.next().unwrap_or_else(alone))
                }
                (Ready::Evidence(_), None) => told(Evaluation::without_plan()),
            };
            let counts = &mut self.counts;
            let result = result(self.day, (used, &work), (&found, &derivation), counts)?;
            self.results.push(result);
        }
        Ok(())
    }
}

/// Only this person waits for a document that cannot be read; who explains the result
/// never meets it.
fn forget(used: &mut Used, record: Document) {
    match record {
        Document::Plan => used.plan = None,
        Document::Actuals => used.actuals = None,
        Document::Behaviour => used.behaviour = None,
        Document::Movements => {}
    }
}
