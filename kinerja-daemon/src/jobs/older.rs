//! What is on record of a person for a regime before 2022.

use std::collections::BTreeSet;

use kinerja_core::{calendar::Period, evidence::OlderEvidence, people::Nip};

use crate::store::acts::{Act, PersonActs, older::OlderAssessment};

/// What was said of a person who stayed with the superior of the file of staff.
pub(super) fn of_staff(acts: Option<&PersonActs>, period: Period) -> Option<Box<OlderEvidence>> {
    acts.and_then(|acts| facts(acts, period, acts.staff.superior.as_ref(), &BTreeSet::new()))
}

/// What the superior said for the regime of the period; or the latest of another
/// official who is not among `others`, the superiors of other segments. Nothing
/// where nobody said anything.
pub(super) fn facts(
    acts: &PersonActs,
    period: Period,
    superior: Option<&Nip>,
    others: &BTreeSet<&Nip>,
) -> Option<Box<OlderEvidence>> {
    let said: Vec<&OlderAssessment> = acts
        .acts
        .iter()
        .filter_map(|found| {
            let stored = found.act.as_ref().filter(|stored| stored.period == Some(period))?;
            if let Act::OlderAssessment(said) = &stored.act { Some(said) } else { None }
        })
        .collect();
    let own = said.iter().find(|one| superior == Some(&one.evaluator));
    let delegated = || said.iter().rev().find(|one| !others.contains(&one.evaluator));
    own.or_else(delegated).map(|one| Box::new(one.facts.clone()))
}
