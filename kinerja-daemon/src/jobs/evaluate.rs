//! Evaluates one unit for one period.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use kinerja_core::{
    consequence::FollowUp,
    evaluation::{Derivation, Document, Evaluation, evaluate},
    evidence::{Background, Evidence, Reported},
    plan::{Code, WorkPlan},
    region::RegionPolicy,
    summary::Tally,
};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::{
    policies::LoadedPolicy,
    store::{
        FollowUpRow, NewResult, NewRun, PersonInputs, Recorded, RunHead, RunKey, Store, StoreError,
        StoredActual, StoredBehaviour,
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
    let mut digest = InputsDigest::new(&request.policy.sha256);
    let (mut tally, mut results) = (Tally::default(), Vec::new());
    store
        .for_each_input(request.key, |inputs| {
            digest.add(&inputs);
            results.push(person(policy, day, &inputs, &mut tally));
        })
        .await?;
    let results = results.into_iter().collect::<Result<Vec<_>, _>>()?;
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
            tally: &tally,
            results,
        };
        if store.record_run(run).await? == Recorded::Before {
            return Ok(Outcome::Unchanged { revision });
        }
    }
    Ok(Outcome::Evaluated { revision, tally: Box::new(tally) })
}

/// What a run is computed from: the policy and the documents of its people.
/// Documents never change, so their numbers stand for them.
#[derive(Debug, Clone)]
pub struct InputsDigest(Sha256);

impl InputsDigest {
    /// Begins with the digest of the policy.
    pub fn new(policy: &str) -> Self {
        Self(Sha256::new_with_prefix(policy))
    }

    /// Adds the next person, in the order in which the store hands them out.
    pub fn add(&mut self, person: &PersonInputs) {
        let used = person.used();
        self.0.update(used.employee.to_be_bytes());
        for document in [used.plan, used.actuals, used.behaviour] {
            self.0.update(document.unwrap_or_default().to_be_bytes());
        }
    }

    /// The digest in hexadecimal.
    pub fn finish(self) -> String {
        format!("{:x}", self.0.finalize())
    }
}

fn person(
    policy: &RegionPolicy,
    day: NaiveDate,
    inputs: &PersonInputs,
    tally: &mut Tally,
) -> Result<NewResult, StoreError> {
    let mut used = inputs.used();
    let (evaluation, derivation) = match documents(inputs) {
        Ok(Some((plan, evidence))) => {
            let evaluation = evaluate(policy, &plan, &evidence);
            let derivation = Derivation::new(&plan, &evidence, &evaluation);
            (evaluation, derivation)
        }
        Ok(None) => (Evaluation::without_plan(), Derivation::without_plan()),
        // Only this person waits; who explains the result never meets the document.
        Err(record) => {
            match record {
                Document::Plan => used.plan = None,
                Document::Actuals => used.actuals = None,
                Document::Behaviour => used.behaviour = None,
            }
            (Evaluation::unreadable(record), Derivation::unreadable(record))
        }
    };
    tally.add(&evaluation);
    let proposal = evaluation.outcome.proposal();
    Ok(NewResult {
        ratings: proposal.map(|found| {
            [found.predicate.code(), found.result_rating.code(), found.behaviour_rating.code()]
        }),
        total: proposal.map(|found| found.total.to_string()),
        derivation: write(&derivation)?,
        follow_ups: evaluation.follow_ups.iter().map(|found| follow_up(found, day)).collect(),
        used,
    })
}

/// The plan and the evidence of a person who has a plan; or what cannot be read.
fn documents(inputs: &PersonInputs) -> Result<Option<(WorkPlan, Evidence)>, Document> {
    let Some(plan) = read(inputs.plan.as_ref(), Document::Plan)? else { return Ok(None) };
    let actuals: Option<BTreeMap<Code, StoredActual>> =
        read(inputs.actuals.as_ref(), Document::Actuals)?;
    let behaviour: Option<StoredBehaviour> = read(inputs.behaviour.as_ref(), Document::Behaviour)?;
    let reported = |StoredActual { actual, on, .. }| Reported { actual, on };
    let actuals = actuals.into_iter().flatten().map(|(code, stored)| (code, reported(stored)));
    let behaviour = behaviour.map(|stored| stored.behaviour);
    Ok(Some((
        plan,
        Evidence {
            actuals: actuals.collect(),
            behaviour,
            older: None,
            background: Background::NOTHING,
        },
    )))
}

fn follow_up(found: &FollowUp, day: NaiveDate) -> FollowUpRow {
    FollowUpRow {
        rule: found.rule.to_string(),
        kind: found.kind.code(),
        actor: found.actor.code(),
        due_on: day.checked_add_days(Days::new(found.due_days.into())).unwrap_or(day),
    }
}

/// Room for the derivation of an ordinary plan, so that it seldom grows.
const DERIVATION_BYTES: usize = 2_048;

fn write(derivation: &Derivation) -> Result<String, StoreError> {
    let failed = |error: &dyn std::fmt::Display| {
        StoreError::corrupt("write a derivation", &error.to_string())
    };
    let mut bytes = Vec::with_capacity(DERIVATION_BYTES);
    serde_json::to_writer(&mut bytes, derivation).map_err(|error| failed(&error))?;
    String::from_utf8(bytes).map_err(|error| failed(&error))
}

fn read<T: DeserializeOwned>(
    document: Option<&(i64, String)>,
    record: Document,
) -> Result<Option<T>, Document> {
    let Some((id, body)) = document else { return Ok(None) };
    serde_json::from_str(body).map(Some).map_err(|error| {
        tracing::error!(
            document = id,
            kind = ?error.classify(),
            column = error.column(),
            "a document on record cannot be read: its person waits, the others go on"
        );
        record
    })
}
