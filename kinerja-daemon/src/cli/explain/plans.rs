//! The plans of coaching and counselling that a result brings: dated steps, which of
//! them were reported as done, and whether what ends them was reached.

use chrono::NaiveDate;
use kinerja_core::{
    calendar::{Period, long_date},
    consequence::{ExitState, FollowUpRule},
    language::Language,
    plan::Code,
    region::RegionPolicy,
    scheme::Predicate,
};
use serde::Serialize;

use crate::{
    judgement::{Dossier, Judged, dossier},
    store::{
        Store, StoreError,
        acts::{Act, steps::Step},
    },
};

/// A plan and how it stands.
#[derive(Debug, Serialize)]
pub(super) struct Planned {
    /// The rule's code.
    rule: Code,
    /// The follow-up, its steps with their days and what ends it, in words.
    lines: Vec<String>,
    /// The steps that were reported, with the day on which each was done.
    reported: Vec<Reported>,
    /// Whether the predicate that ends it was reached by a decision since; none while
    /// nobody has decided that the plan begins.
    state: Option<ExitState>,
}

/// A step that was reported.
#[derive(Debug, Serialize)]
struct Reported {
    number: u32,
    done: Option<NaiveDate>,
}

/// What is asked for.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) policy: &'a RegionPolicy,
    pub(super) period: Period,
    /// The day from which the steps count.
    pub(super) from: NaiveDate,
    pub(super) decided: bool,
}

/// The plans of rules, in their order; rules without one have none.
pub(super) async fn plans(
    store: &Store,
    asked: Asked<'_>,
    dossier: &Dossier,
    rules: impl Iterator<Item = &Code>,
) -> Result<Vec<Planned>, StoreError> {
    let Asked { policy, period, from, decided } = asked;
    let rules: Vec<&FollowUpRule> = rules.filter_map(|code| policy.follow_up(code)).collect();
    let longest = rules.iter().filter_map(|rule| rule.exit).map(|exit| exit.periods).max();
    let later = match longest {
        Some(periods) if decided => later(store, policy, dossier, periods).await?,
        _ => Vec::new(),
    };
    let steps = steps(store, policy, dossier).await?;
    let language = policy.language();
    let planned = |rule: &FollowUpRule| {
        let plan = rule.plan(period, from)?;
        let head = format!("{}: {}", rule.kind.name(language), rule.text.in_language(language));
        let reported = steps.iter().filter(|step| step.rule == rule.code);
        Some(Planned {
            rule: rule.code.clone(),
            lines: [head].into_iter().chain(plan.lines(language)).collect(),
            reported: reported.map(|one| Reported { number: one.number, done: one.done }).collect(),
            state: rule.exit.filter(|_| decided).map(|exit| exit.state(&later)),
        })
    };
    Ok(rules.into_iter().filter_map(planned).collect())
}

/// What was decided about the periods after one, the next first.
async fn later(
    store: &Store,
    policy: &RegionPolicy,
    of: &Dossier,
    periods: u32,
) -> Result<Vec<Option<Predicate>>, StoreError> {
    let mut found = Vec::new();
    let mut period = of.period;
    for _ in 0..periods {
        let Some(next) = period.next() else { break };
        period = next;
        let known = dossier(store, &policy.code, &of.nip, (period, policy.zone)).await?;
        let judged =
            known.and_then(|(later, loaded)| later.judge(&loaded.policy, NaiveDate::MAX).ok());
        found.push(judged.as_ref().and_then(Judged::decision).map(|decision| decision.predicate));
    }
    Ok(found)
}

/// The steps that were reported of a person and period.
async fn steps(
    store: &Store,
    policy: &RegionPolicy,
    of: &Dossier,
) -> Result<Vec<Step>, StoreError> {
    let found = store.acts_of_person(&policy.code, &of.nip, of.period).await?;
    let of_period = found.acts.into_iter().filter(|stored| stored.period == Some(of.period));
    let step = |act| if let Act::Step(step) = act { Some(step) } else { None };
    Ok(of_period.filter_map(|stored| step(stored.act)).collect())
}

impl Planned {
    /// In words: the follow-up, and below it its steps and how it stands.
    pub(super) fn text(&self, language: Language) -> String {
        let mut lines = self.lines.clone();
        lines.extend(self.reported.iter().map(|step| {
            let word = language.pick("langkah", "step");
            let done = step.done.map_or_else(
                || language.pick("dilaporkan, belum selesai", "reported, not done").to_owned(),
                |day| {
                    let done = language.pick("selesai", "done on");
                    format!("{done} {}", long_date(day, language))
                },
            );
            format!("{word} {}: {done}", step.number)
        }));
        let word = language.pick("predikat yang mengakhirinya", "the predicate that ends it");
        lines.extend(self.state.map(|state| format!("{word}: {}", state.name(language))));
        lines.join("\n   - ")
    }
}
