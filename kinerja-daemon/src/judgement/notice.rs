//! What a person is told of a decision.

use chrono::NaiveDate;
use kinerja_core::{
    consequence::{FollowUp, ImprovementStage, JobLevel, LevelSince},
    evaluation::{
        Consequence, Consequences, Decision, Derivation, Entry, FinalBecause, Judgement, State,
    },
    evidence::Background,
    region::RegionPolicy,
};
use serde::{Deserialize, Serialize};

use super::{Dossier, Judged, Means};

/// What is told: the same is never told twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Telling {
    /// Which decision it is, counted from 1.
    pub number: u32,
    /// The decision that holds.
    pub decision: Decision,
    /// What became of the objection, if somebody heard one.
    pub outcome: Option<Outcome>,
}

/// What became of an objection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Whether the result was set anew or stays.
    pub because: FinalBecause,
    /// The day.
    pub on: NaiveDate,
    /// Why.
    pub reason: Option<String>,
}

/// All that the mail about a decision rests on and that may change later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// What is told.
    pub telling: Telling,
    /// What was proposed; none where something blocked it.
    pub proposed: Option<Judgement>,
    /// The days of receipt and of the last objection, where the result was
    /// received.
    pub received: Option<[NaiveDate; 2]>,
    /// What follows from the decided predicate.
    pub follow_ups: Vec<FollowUp>,
    /// The level of the person's functional post at the end of the period.
    pub level: Option<JobLevel>,
    /// The levels that were held, each from its first day. Empty in what was told
    /// before they were kept: then the one level holds for the whole period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<LevelSince>,
    /// Where the decision leaves the person on the way to an improvement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub improvement: Option<Path>,
}

/// The way to an improvement that a decision begins, leaves running or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Path {
    /// The day of the decision with which it began.
    pub began: NaiveDate,
    /// Where the person stands.
    pub stage: ImprovementStage,
}

impl Path {
    /// The way among what a result brings.
    pub fn of(consequences: &Consequences) -> Option<Self> {
        consequences.iter().find_map(|one| {
            let Consequence::Improvement { began, stage, .. } = one else { return None };
            Some(Self { began: began.on, stage: *stage })
        })
    }
}

impl Telling {
    /// What is to be told; nothing while nobody has decided.
    pub fn of(judged: &Judged) -> Option<Self> {
        let (decided, outcome) = match judged.record.state()? {
            State::Undecided(_) => return None,
            State::Decided(decided) => (decided, None),
            State::Final(last) => {
                let outcome = Outcome {
                    because: last.because(),
                    on: last.since(),
                    reason: rejected(judged.record.entries()),
                };
                let heard = last.because() != FinalBecause::TimeOver;
                (last.decided(), heard.then_some(outcome))
            }
        };
        let decisions = decided.decisions();
        let before = u32::try_from(decisions.superseded().len()).unwrap_or(u32::MAX);
        Some(Self {
            number: before.saturating_add(1),
            decision: decisions.current().clone(),
            outcome,
        })
    }

    /// Whether it tells what was done after a day.
    pub fn is_after(&self, day: NaiveDate) -> bool {
        self.outcome.as_ref().map_or(self.decision.on, |outcome| outcome.on) > day
    }

    /// The event of the mail that tells it.
    pub fn event(&self, number: u32) -> String {
        let word = if self.outcome.is_some() { "final" } else { "decision" };
        format!("{word}.{number}")
    }
}

fn last_day(dossier: &Dossier) -> NaiveDate {
    dossier.period.end().pred_opt().unwrap_or(dossier.period.start())
}

fn rejected(entries: &[Entry]) -> Option<String> {
    entries.iter().find_map(|entry| {
        if let Entry::Rejected { reason, .. } = entry { Some(reason.to_string()) } else { None }
    })
}

impl Notice {
    /// Puts together what the mail rests on.
    pub fn new(
        telling: Telling,
        (dossier, judged): (&Dossier, &Judged),
        (policy, means): (&RegionPolicy, &Means),
        (derivation, background): (&Derivation, &Background),
    ) -> Self {
        let brought = means.consequences(dossier, policy, (Some(judged), None));
        Self {
            proposed: dossier
                .proposal(telling.decision.proposal)
                .and_then(|proposed| proposed.judgement),
            received: judged.receipt().map(|receipt| [receipt.on, receipt.deadline]),
            follow_ups: telling.decision.follow_ups(policy, derivation, background),
            level: LevelSince::on(&dossier.levels, last_day(dossier)).known(),
            levels: dossier.levels.clone(),
            improvement: Path::of(&brought),
            telling,
        }
    }
}
