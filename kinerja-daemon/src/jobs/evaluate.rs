//! Evaluates one unit for one period.

use chrono::{DateTime, Utc};
use kinerja_core::{calendar::Period, people::Nip, summary::Tally};
use sha2::{Digest, Sha256};

use super::{
    history::{has_moved, is_relevant},
    people::People,
    person::Counts,
};
use crate::{
    facts::UnitFacts,
    policies::LoadedPolicy,
    store::{
        NewRun, PersonInputs, Recorded, RunHead, RunKey, Store, StoreError,
        acts::{DailyReports, NumberedAct, PersonActs, RunActs, Staff},
    },
};

/// How a unit is to be evaluated.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The region's policy.
    pub policy: &'a LoadedPolicy,
    /// What is to be evaluated.
    pub key: &'a RunKey,
    /// The instant at which it stands.
    pub as_of: DateTime<Utc>,
    /// The instant at which it is put on record.
    pub now: DateTime<Utc>,
    /// Why there should be a new revision, if there should.
    pub revise: Option<&'a str>,
    /// Whether nothing is put on record.
    pub dry_run: bool,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was evaluated and put on record (or would be, when rehearsed).
    Evaluated {
        /// The revision, from 1.
        revision: u32,
        /// Counts of its people.
        tally: Box<Tally>,
    },
    /// It was evaluated before on the same inputs.
    Unchanged {
        /// The revision that stands.
        revision: u32,
    },
    /// The inputs have changed since it was evaluated; a new revision needs a
    /// reason.
    NeedsReason {
        /// The revision that stands.
        revision: u32,
    },
    /// Nobody is there to evaluate.
    Nobody,
}

/// Evaluates a unit and puts results, follow-ups and mails on record together.
/// The same inputs again change nothing.
///
/// # Errors
///
/// Fails when the database does.
pub async fn run(store: &Store, request: Request<'_>) -> Result<Outcome, StoreError> {
    let latest = store.latest_run(request.key).await?;
    let policy = &request.policy.policy;
    let day = request.as_of.with_timezone(&policy.zone).date_naive();
    let acts = store.acts_of_run(request.key, DailyReports::of([policy])).await?;
    let unit = UnitFacts::of(policy, request.key, &acts);
    let mut digest = InputsDigest::new(&request.policy.sha256, request.key.period);
    let (mut people, mut added) = (People::new(policy, day, &unit), Ok(()));
    store
        .for_each_input(request.key, |inputs| {
            let acts = acts.people.get(&inputs.employee);
            digest.add(&inputs, acts);
            if added.is_ok() {
                added = people.add(&inputs, acts);
            }
        })
        .await?;
    added?;
    digest.add_unit(&acts);
    let (results, Counts { tally, services }) = people.finish()?;
    if results.is_empty() {
        return Ok(Outcome::Nobody);
    }
    let inputs_sha256 = digest.finish();
    let revision = match (&latest, request.revise) {
        (Some(RunHead { revision, inputs_sha256: before, .. }), _) if *before == inputs_sha256 => {
            return Ok(Outcome::Unchanged { revision: *revision });
        }
        (Some(RunHead { revision, .. }), None) => {
            return Ok(Outcome::NeedsReason { revision: *revision });
        }
        (Some(RunHead { revision, .. }), Some(_)) => revision + 1,
        (None, _) => 1,
    };
    if !request.dry_run {
        let run = NewRun {
            key: request.key,
            revision,
            policy: (&request.policy.sha256, &request.policy.text),
            inputs_sha256: &inputs_sha256,
            reason: if revision > 1 { request.revise } else { None },
            as_of: request.as_of,
            enqueued_at: request.now,
            tally: &tally,
            services: services.text()?,
            results,
        };
        if store.record_run(run).await? == Recorded::Before {
            return Ok(Outcome::Unchanged { revision });
        }
    }
    Ok(Outcome::Evaluated { revision, tally: Box::new(tally) })
}

/// What a run is computed from: the policy, the documents of its people and what
/// they did. Documents and acts never change, so their numbers stand for them.
#[derive(Debug, Clone)]
pub struct InputsDigest {
    sha256: Sha256,
    period: Period,
}

impl InputsDigest {
    /// Begins with the digest of the policy.
    pub fn new(policy: &str, period: Period) -> Self {
        Self { sha256: Sha256::new_with_prefix(policy), period }
    }

    /// Adds the next person, in the order in which the store hands them out, with
    /// the acts about that person that the period rests on.
    pub fn add(&mut self, person: &PersonInputs, acts: Option<&PersonActs>) {
        let used = person.used();
        self.sha256.update(used.employee.to_be_bytes());
        for document in [used.plan, used.actuals, used.behaviour] {
            self.sha256.update(document.unwrap_or_default().to_be_bytes());
        }
        let Some(acts) = acts else { return };
        let period = self.period;
        let relevant = acts.acts.iter().filter(|act| is_relevant(act, period));
        relevant.for_each(|act| self.add_act(act));
        for (period, evaluator) in &acts.evaluators {
            self.add_text(&period.to_string());
            self.add_text(evaluator.as_str());
        }
        // Whose word counts depends on who the superior is.
        if acts.acts.iter().any(|act| ["penilaian", "penilaian_lama"].contains(&&*act.kind)) {
            self.add_text(acts.staff.superior.as_ref().map_or("", Nip::as_str));
        }
        if has_moved(acts, self.period) {
            let Staff { unit, post, superior, .. } = &acts.staff;
            let superior = superior.as_ref().map_or("", Nip::as_str);
            for text in [unit, post, superior] {
                self.add_text(text);
            }
            for document in &acts.documents {
                self.sha256.update(document.number.to_be_bytes());
            }
        }
    }

    /// Adds the acts about the unit, after all people.
    pub fn add_unit(&mut self, acts: &RunActs) {
        acts.unit.iter().for_each(|act| self.add_act(act));
    }

    fn add_text(&mut self, text: &str) {
        self.sha256.update(text);
        self.sha256.update([0]);
    }

    fn add_act(&mut self, act: &NumberedAct) {
        self.sha256.update(b"act");
        self.sha256.update(act.number.to_be_bytes());
    }

    /// The digest in hexadecimal.
    pub fn finish(self) -> String {
        format!("{:x}", self.sha256.finalize())
    }
}
