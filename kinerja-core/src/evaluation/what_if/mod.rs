//! What would change under another policy, for whom, and why.
//!
//! Everyone is evaluated under both policies; whoever gets the same is only
//! counted. Nothing is recorded: this is a question, not a run.

mod assessed;
mod beyond;
mod deadlines;
mod terms;
#[cfg(test)]
mod tests;

pub use assessed::Assessed;
pub use beyond::Circumstances;
pub use deadlines::{DeadlineChange, deadline_changes};
pub use terms::{TermsChange, TermsPart};

use chrono::NaiveDate;
use serde::Serialize;

use super::{Consequence, ConsequenceKind, Gap, Line, NotEvaluated, ObstacleKind};
use crate::{
    evidence::Evidence,
    language::Language,
    number::Ratio,
    plan::{Code, WorkPlan},
    region::RegionPolicy,
    scheme::{Predicate, Rating},
};
use assessed::{Proposed, View};
use beyond::Beyond;

/// Steps that are named as the reason of a change, at most: the first ones lead
/// to all others.
const STEPS_MAX: usize = 3;

/// A value under the present policy and under the other; none where nothing is
/// proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Pair<T> {
    /// Under the present policy.
    pub present: Option<T>,
    /// Under the other policy.
    pub other: Option<T>,
}

impl<T: PartialEq> Pair<T> {
    fn of(
        present: Option<Proposed>,
        other: Option<Proposed>,
        value: impl Fn(Proposed) -> T,
    ) -> Self {
        Self { present: present.map(&value), other: other.map(&value) }
    }

    fn differs(&self) -> bool {
        self.present != self.other
    }
}

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// The predicate.
    Predicate(Pair<Predicate>),
    /// The rating of results.
    ResultRating(Pair<Rating>),
    /// The rating of behaviour.
    BehaviourRating(Pair<Rating>),
    /// The total score.
    Score(Pair<Ratio>),
    /// Follow-ups, by the codes of their rules.
    FollowUps {
        /// Those that fall away.
        gone: Vec<Code>,
        /// Those that come.
        new: Vec<Code>,
    },
    /// What follow-ups ask that both policies propose: actor, days, steps, exit.
    FollowUpTerms(Vec<TermsChange>),
    /// What the result brings, if what is proposed were decided as it is.
    Consequence {
        /// What kind of thing.
        kind: ConsequenceKind,
        /// Under the present policy.
        present: Vec<Consequence>,
        /// Under the other policy.
        other: Vec<Consequence>,
    },
    /// The last day for an objection against the result that was received; none where
    /// it cannot be told.
    Objection(Pair<NaiveDate>),
    /// What is missing or late, or how it is treated.
    Gaps {
        /// Those that fall away.
        gone: Vec<Gap>,
        /// Those that come.
        new: Vec<Gap>,
    },
    /// What else keeps a person who moved from being evaluated, with the number of the
    /// segment.
    Obstacles {
        /// Those that fall away.
        gone: Vec<(Option<u32>, ObstacleKind)>,
        /// Those that come.
        new: Vec<(Option<u32>, ObstacleKind)>,
    },
    /// Why there is nothing to evaluate.
    NotEvaluated(Pair<NotEvaluated>),
}

/// A step that is not the same under both policies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepChange {
    /// The step under the present policy, if it is taken.
    pub present: Option<Line>,
    /// The step under the other policy, if it is taken.
    pub other: Option<Line>,
}

/// Somebody for whom something changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Changed<K> {
    /// The caller's name for the person.
    pub key: K,
    /// What differs. Never empty.
    pub differences: Vec<Difference>,
    /// The first steps that differ, in words; then what differs beyond the evaluation.
    pub why: Vec<StepChange>,
}

/// For how many people something changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ChangeCounts {
    /// Everyone who was evaluated.
    pub people: usize,
    /// Those for whom anything changes.
    pub changed: usize,
    /// Those with a better predicate under the other policy.
    pub better: usize,
    /// Those with a worse one.
    pub worse: usize,
    /// Those for whom only the other policy proposes something.
    pub unblocked: usize,
    /// Those for whom only the present policy does.
    pub blocked: usize,
}

/// What would change under another policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
#[must_use]
pub struct WhatIf<K> {
    /// The people for whom something changes, in the order of the question.
    pub changes: Vec<Changed<K>>,
    /// How many they are.
    pub counts: ChangeCounts,
}

/// Evaluates everyone under two policies and lists who changes, and why.
///
/// The same question gives the same answer; keys are the caller's own and are
/// only handed back.
///
/// # Legal basis
///
/// None: it asks what a rule would do. The rules keep their own sources, which
/// stand beside the steps.
///
/// ```
/// # #[cfg(feature = "toml")] {
/// use kinerja_core::{
///     evaluation::what_if,
///     evidence::Evidence,
///     language::Language,
///     region::RegionPolicy,
/// };
///
/// let text = include_str!("../../region/sample.toml");
/// let policy = RegionPolicy::from_toml(text)?;
/// let nobody: [(u32, _, &Evidence); 0] = [];
/// let answer = what_if((&policy, &policy), nobody, Language::Indonesian);
/// assert_eq!(answer.counts.changed, 0);
/// # }
/// # Ok::<(), kinerja_core::region::PolicyProblems>(())
/// ```
pub fn what_if<'a, K>(
    (present, other): (&RegionPolicy, &RegionPolicy),
    people: impl IntoIterator<Item = (K, &'a WorkPlan, &'a Evidence)>,
    language: Language,
) -> WhatIf<K> {
    let people = people.into_iter().map(|(key, plan, evidence)| {
        let of = |policy| Assessed::stayed(policy, plan, evidence);
        (key, [of(present), of(other)], None)
    });
    compare((present, other), people, language)
}

/// Compares what was found of everyone under two policies and lists who changes,
/// and why: [`what_if`] for those who moved, too, and with what a result brings to
/// those whose circumstances are known.
pub fn compare<'a, K>(
    (present, other): (&RegionPolicy, &RegionPolicy),
    people: impl IntoIterator<Item = (K, [Assessed<'a>; 2], Option<Circumstances<'a>>)>,
    language: Language,
) -> WhatIf<K> {
    let mut answer = WhatIf { changes: Vec::new(), counts: ChangeCounts::default() };
    for (key, [before, after], known) in people {
        answer.counts.people += 1;
        let (one, two) = (before.view(), after.view());
        let beyond = [(present, &one), (other, &two)]
            .map(|(policy, view)| Beyond::of(policy, view, known.as_ref()));
        let mut differences = differences(&one, &two);
        differences.extend(beyond::differences(&beyond));
        if differences.is_empty() {
            continue;
        }
        answer.counts.add(one.proposed, two.proposed);
        let lines = [before.lines(present, language), after.lines(other, language)];
        let mut why = first_changes(lines);
        why.extend(first_changes(beyond::lines(&beyond, language)));
        answer.changes.push(Changed { key, differences, why });
    }
    answer
}

impl ChangeCounts {
    fn add(&mut self, before: Option<Proposed>, after: Option<Proposed>) {
        self.changed += 1;
        match (before, after) {
            (Some(before), Some(after)) if before.predicate < after.predicate => self.better += 1,
            (Some(before), Some(after)) if before.predicate > after.predicate => self.worse += 1,
            (None, Some(_)) => self.unblocked += 1,
            (Some(_), None) => self.blocked += 1,
            (Some(_), Some(_)) | (None, None) => {}
        }
    }
}

fn differences(before: &View<'_>, after: &View<'_>) -> Vec<Difference> {
    let (one, other) = (before.proposed, after.proposed);
    let predicate = Pair::of(one, other, |found| found.predicate);
    let result = Pair::of(one, other, |found| found.result_rating);
    let behaviour = Pair::of(one, other, |found| found.behaviour_rating);
    let score = Pair::of(one, other, |found| found.total);
    let mut found = Vec::new();
    found.extend(predicate.differs().then_some(Difference::Predicate(predicate)));
    found.extend(result.differs().then_some(Difference::ResultRating(result)));
    found.extend(behaviour.differs().then_some(Difference::BehaviourRating(behaviour)));
    found.extend(score.differs().then_some(Difference::Score(score)));
    let codes = |view: &View<'_>| -> Vec<Code> {
        view.follow_ups.iter().map(|follow_up| follow_up.rule.clone()).collect()
    };
    let (gone, new) = exchanged(&codes(before), &codes(after));
    let same = gone.is_empty() && new.is_empty();
    found.extend((!same).then_some(Difference::FollowUps { gone, new }));
    let (gone, new) = exchanged(&before.gaps, &after.gaps);
    let same = gone.is_empty() && new.is_empty();
    found.extend((!same).then_some(Difference::Gaps { gone, new }));
    let (gone, new) = exchanged(&before.obstacles, &after.obstacles);
    let same = gone.is_empty() && new.is_empty();
    found.extend((!same).then_some(Difference::Obstacles { gone, new }));
    let pair = Pair { present: before.not_evaluated, other: after.not_evaluated };
    found.extend(pair.differs().then_some(Difference::NotEvaluated(pair)));
    found
}

/// What only the first list has, and what only the second has.
fn exchanged<T: Clone + PartialEq>(before: &[T], after: &[T]) -> (Vec<T>, Vec<T>) {
    let without = |all: &[T], others: &[T]| -> Vec<T> {
        all.iter().filter(|one| !others.contains(one)).cloned().collect()
    };
    (without(before, after), without(after, before))
}

/// The first steps that differ. A step is found again by its name; what one
/// policy alone does has no partner.
fn first_changes([before, mut after]: [Vec<Line>; 2]) -> Vec<StepChange> {
    let mut changes = Vec::new();
    for line in before {
        let place = after.iter().position(|other| other.id == line.id && other.text == line.text);
        let place = place.or_else(|| after.iter().position(|other| other.id == line.id));
        let other = place.map(|place| after.remove(place));
        if other.as_ref() != Some(&line) {
            changes.push(StepChange { present: Some(line), other });
        }
    }
    changes.extend(after.into_iter().map(|line| StepChange { present: None, other: Some(line) }));
    // Steps that say the same from another source stand behind those that changed.
    let says = |line: &Option<Line>| line.as_ref().map(|line| line.text.clone());
    changes.sort_by_key(|change| says(&change.present) == says(&change.other));
    changes.truncate(STEPS_MAX);
    changes
}
