//! A result and how it came about, for other programs.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kinerja_core::{
    calendar::Period,
    evaluation::{Consequences, Derivation, Line},
    evidence::{DirectionCounts, RaterClass},
    language::Language,
    region::RegionCode,
};
use serde::Serialize;

use super::{Args, Told, plans::Planned};
use crate::{
    cli::Failure,
    judgement::{EarlierRatings, TooLate},
};

/// A result for other programs.
#[derive(Serialize)]
struct Explained<'a> {
    region: &'a RegionCode,
    period: Period,
    revision: u32,
    /// Whether it is a proposal, a decision, or final.
    status: &'static str,
    predicate: Option<&'a str>,
    result_rating: Option<&'a str>,
    behaviour_rating: Option<&'a str>,
    total: Option<String>,
    policy_sha256: &'a str,
    steps: Derivation,
    id: Vec<Line>,
    en: Vec<Line>,
    decision: Option<Decided<'a>>,
    /// What the superiors of earlier days of the period said.
    earlier_ratings: &'a [EarlierRatings],
    /// The day of the evaluator's ratings that the decision stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    ratings_passed_over: Option<NaiveDate>,
    /// Proposals that were computed when the result was final, and change nothing of it.
    #[serde(skip_serializing_if = "<[TooLate]>::is_empty")]
    too_late: &'a [TooLate],
    /// Acts that are withdrawn, and why.
    withdrawn: Vec<Withdrawn<'a>>,
    /// How often who gave which feedback, where enough did.
    feedback: &'a BTreeMap<RaterClass, DirectionCounts>,
    consequences: Brought<'a>,
    /// What the guide says of values of behaviour below expectation.
    guidance: Vec<Line>,
    /// The plans of coaching and counselling, and how they stand.
    plans: &'a [Planned],
    /// Acts that do not count, and what to do.
    decision_problems: Vec<String>,
}

/// An act that is withdrawn, for other programs.
#[derive(Serialize)]
struct Withdrawn<'a> {
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<NaiveDate>,
    reason: &'a str,
}

/// A decision for other programs.
#[derive(Serialize)]
struct Decided<'a> {
    predicate: &'static str,
    /// The ratings; none before 2022.
    result_rating: Option<&'static str>,
    behaviour_rating: Option<&'static str>,
    on: NaiveDate,
    by: &'static str,
    objection_deadline: Option<NaiveDate>,
    history: &'a Derivation,
    follow_ups: &'a Derivation,
    id: Vec<Line>,
    en: Vec<Line>,
}

/// What a result brings, for other programs.
#[derive(Serialize)]
struct Brought<'a> {
    values: &'a Consequences,
    id: Vec<Line>,
    en: Vec<Line>,
}

impl Told {
    pub(super) fn json(&self, args: &Args) -> Result<String, Failure> {
        let lines =
            |language| self.derivation.lines(&self.policy.policy, self.plan.as_ref(), language);
        let rating = |index| Some(self.result.ratings.as_ref()?.get::<usize>(index)?.as_str());
        serde_json::to_string_pretty(&Explained {
            region: &args.region,
            period: args.period,
            revision: self.result.revision,
            status: self.standing().name(Language::Indonesian),
            predicate: rating(0),
            result_rating: rating(1),
            behaviour_rating: rating(2),
            total: self.total()?,
            policy_sha256: &self.policy.sha256,
            steps: self.derivation.told(),
            id: lines(Language::Indonesian),
            en: lines(Language::English),
            decision: self.decided(),
            earlier_ratings: &self.earlier,
            too_late: self.judged.as_ref().map_or(&[], |judged| &judged.too_late),
            ratings_passed_over: self.judged.as_ref().and_then(|judged| judged.passed_over),
            withdrawn: self
                .withdrawn
                .iter()
                .map(|act| Withdrawn { kind: &act.kind, on: act.on, reason: &act.reason })
                .collect(),
            feedback: &self.feedback,
            consequences: self.brought(),
            guidance: self.derivation.guidance(
                &self.policy.policy,
                self.result.period,
                Language::Indonesian,
            ),
            plans: &self.plans,
            decision_problems: self.problems.clone(),
        })
        .map_err(Failure::unavailable)
    }

    fn brought(&self) -> Brought<'_> {
        let lines =
            |language| self.consequences.lines(&self.policy.policy, self.result.period, language);
        Brought {
            values: &self.consequences,
            id: lines(Language::Indonesian),
            en: lines(Language::English),
        }
    }

    fn decided(&self) -> Option<Decided<'_>> {
        let judged = self.judged.as_ref()?;
        let decision = judged.decision()?;
        let ratings = decision.judgement.ratings();
        Some(Decided {
            predicate: decision.predicate.code(),
            result_rating: ratings.map(|given| given.result.code()),
            behaviour_rating: ratings.map(|given| given.behaviour.code()),
            on: decision.on,
            by: decision.by.role.code(),
            objection_deadline: judged.objection_deadline(),
            history: &self.history,
            follow_ups: &self.follow_ups,
            id: self.lines(Language::Indonesian),
            en: self.lines(Language::English),
        })
    }
}
