//! Whose data is missing or late, and how.

use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::people::{Person, Rank};
use crate::policy::Policy;

/// A way in which a person's data is missing or late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// There is no plan.
    NoPlan,
    /// The plan is still a draft.
    PlanDraft,
    /// The plan was submitted and never agreed.
    PlanSubmitted,
    /// One indicator has no row among the actuals.
    ActualAbsent,
    /// One indicator has a row, and nothing in it.
    ActualEmpty,
    /// One actual came after the deadline.
    ActualLate,
    /// Nobody gave behaviour scores.
    BehaviourAbsent,
    /// One of the seven scores is empty.
    BehaviourIncomplete,
    /// The scores came after the deadline.
    BehaviourLate,
    /// No e-mail address is known.
    NoEmail,
    /// No superior is known.
    NoSuperior,
}

impl Flaw {
    const ALL: [Self; 11] = [
        Self::NoPlan,
        Self::PlanDraft,
        Self::PlanSubmitted,
        Self::ActualAbsent,
        Self::ActualEmpty,
        Self::ActualLate,
        Self::BehaviourAbsent,
        Self::BehaviourIncomplete,
        Self::BehaviourLate,
        Self::NoEmail,
        Self::NoSuperior,
    ];

    const fn is_late(self) -> bool {
        matches!(self, Self::ActualLate | Self::BehaviourLate)
    }
}

/// How many people each flaw is given to.
const EACH: usize = 3;

/// Gives every flaw to a few people. One flaw a person, so that each can be seen on
/// its own; none for those who evaluate others, and none in a unit so small that
/// its summary is suppressed anyway.
pub(crate) fn scatter(people: &mut [Person], policy: &Policy, rng: &mut ChaCha8Rng) {
    let flaws =
        Flaw::ALL.into_iter().filter(|flaw| policy.late_days().is_some() || !flaw.is_late());
    let mut staff: Vec<&mut Person> = people
        .iter_mut()
        .filter(|person| person.rank == Rank::Staff && !person.unit.sections.is_empty())
        .collect();
    staff.shuffle(rng);
    let flaws = flaws.flat_map(|flaw| [flaw; EACH]);
    for (person, flaw) in staff.into_iter().zip(flaws) {
        person.flaw = Some(flaw);
    }
}
