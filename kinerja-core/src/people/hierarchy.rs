//! Who is whose superior in a period.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::{History, Label, Nip};
use crate::calendar::Period;

/// A post as messages name it: never by a number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The post.
    pub post: Label,
    /// Its unit.
    pub unit: Label,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ({})", self.post, self.unit)
    }
}

/// The superiors of a period, as they were at its end: of a person who left
/// before, on his last day. Every superior serves in the period, and nobody is
/// above himself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hierarchy {
    // Invariant: every superior is a key; following superiors always ends.
    superiors: BTreeMap<Nip, Option<Nip>>,
}

impl Hierarchy {
    /// Looks up the superiors of everyone who serves in the period.
    ///
    /// # Errors
    ///
    /// Names every superior who does not serve, and every cycle, by posts.
    ///
    /// # Legal basis
    ///
    /// PermenPANRB 6/2022 Pasal 1: the evaluator is the direct superior.
    pub fn of(period: Period, people: &BTreeMap<Nip, History>) -> Result<Self, HierarchyError> {
        let (mut superiors, mut positions) = (BTreeMap::new(), BTreeMap::new());
        for (nip, history) in people {
            if let Some(last) = history.segments(period).pop() {
                superiors.insert(nip.clone(), last.superior);
                positions.insert(nip, Position { post: last.post, unit: last.unit });
            }
        }
        let position = |nip: &Nip| positions.get(nip).cloned();
        let unknown = superiors.iter().filter_map(|(nip, superior)| {
            let missing = superior.as_ref().is_some_and(|one| !superiors.contains_key(one));
            position(nip).filter(|_| missing).map(|of| HierarchyProblem::Unknown { of })
        });
        let mut problems: Vec<_> = unknown.collect();
        problems.extend(cycles(&superiors).into_iter().map(|cycle| HierarchyProblem::Cycle {
            positions: cycle.into_iter().filter_map(position).collect(),
        }));
        if problems.is_empty() { Ok(Self { superiors }) } else { Err(HierarchyError { problems }) }
    }

    /// Whether the person serves in the period.
    pub fn has(&self, person: &Nip) -> bool {
        self.superiors.contains_key(person)
    }

    /// The direct superior of a person; none at the top or for a stranger.
    pub fn superior(&self, person: &Nip) -> Option<&Nip> {
        self.superiors.get(person)?.as_ref()
    }
}

/// Every cycle once, beginning with its smallest number.
fn cycles(superiors: &BTreeMap<Nip, Option<Nip>>) -> Vec<Vec<&Nip>> {
    let (mut done, mut found) = (BTreeSet::new(), Vec::new());
    for start in superiors.keys() {
        let (mut path, mut next) = (Vec::new(), Some(start));
        let mut on_path = BTreeSet::new();
        while let Some(person) = next.filter(|person| !done.contains(person)) {
            if !on_path.insert(person) {
                found.push(path.iter().skip_while(|one| **one != person).copied().collect());
                break;
            }
            path.push(person);
            next = superiors.get(person).and_then(Option::as_ref);
        }
        done.extend(path);
    }
    found
}

/// Everything that is wrong with the superiors. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the superiors have {} problem(s): {}", problems.len(), list(problems, "; "))]
pub struct HierarchyError {
    problems: Vec<HierarchyProblem>,
}

impl HierarchyError {
    /// The problems: superiors who do not serve, then cycles.
    pub fn problems(&self) -> &[HierarchyProblem] {
        &self.problems
    }
}

fn list<T: ToString>(of: &[T], between: &str) -> String {
    of.iter().map(ToString::to_string).collect::<Vec<_>>().join(between)
}

/// One thing that is wrong with the superiors.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HierarchyProblem {
    /// The superior does not serve in the period.
    #[error(
        "the superior of {of} does not serve in the period: add him to the staff data or name another"
    )]
    Unknown {
        /// Whose superior it is.
        of: Position,
    },
    /// People are above themselves.
    #[error(
        "the superiors go in a circle: {} → again: name another superior for one of them",
        list(positions, " → ")
    )]
    Cycle {
        /// The posts, each below the next and the last below the first.
        positions: Vec<Position>,
    },
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{assignment, official_nip as nip};

    fn people(superiors: &[(u32, Option<u32>)]) -> BTreeMap<Nip, History> {
        let one = |(person, superior): &(u32, Option<u32>)| {
            let mut post = assignment("2026-01-01", "Dinas");
            post.post = format!("Post {person}").parse().unwrap();
            post.superior = superior.map(nip);
            (nip(*person), History::new(vec![post]).unwrap())
        };
        superiors.iter().map(one).collect()
    }

    fn of(superiors: &[(u32, Option<u32>)]) -> Result<Hierarchy, HierarchyError> {
        Hierarchy::of("2026-Q2".parse().unwrap(), &people(superiors))
    }

    #[test]
    fn a_circle_is_named_by_posts_and_never_by_numbers() {
        let error = of(&[(0, Some(1)), (1, Some(2)), (2, Some(1)), (3, Some(3))]).unwrap_err();
        assert_eq!(error.problems().len(), 2);
        let text = error.to_string();
        assert!(text.contains("`Post 1` (Dinas) → `Post 2` (Dinas) → again"), "{text}");
        assert!(text.contains("circle: `Post 3` (Dinas) → again"), "{text}");
        assert!(!text.contains("1985"), "{text}");
    }

    #[test]
    fn a_superior_who_does_not_serve_is_named() {
        let error = of(&[(0, Some(1))]).unwrap_err();
        assert!(matches!(error.problems(), [HierarchyProblem::Unknown { .. }]), "{error}");
        let mut gone = people(&[(0, Some(1)), (1, None)]);
        let mut post = assignment("2020-01-01", "Dinas");
        post.until = Some("2026-04-01".parse().unwrap());
        gone.insert(nip(1), History::new(vec![post]).unwrap());
        assert!(Hierarchy::of("2026-Q2".parse().unwrap(), &gone).is_err());
    }

    #[test]
    fn the_superior_is_that_of_the_end_of_the_period() {
        let mut all = people(&[(0, Some(1)), (1, None), (2, None)]);
        let first = all[&nip(0)].assignments()[0].clone();
        let change = super::super::Change::NewSuperior { superior: Some(nip(2)) };
        let moved = History::of(first, vec![("2026-06-30".parse().unwrap(), change)]).unwrap();
        all.insert(nip(0), moved);
        let of = |period: &str| Hierarchy::of(period.parse().unwrap(), &all).unwrap();
        assert_eq!(of("2026-Q1").superior(&nip(0)), Some(&nip(1)));
        assert_eq!(of("2026-Q2").superior(&nip(0)), Some(&nip(2)));
        assert!(!of("2026-Q2").has(&nip(7)));
    }

    /// Whom each person reaches by going up, step by step, as often as there are people.
    fn above(superiors: &[(u32, Option<u32>)], start: u32) -> BTreeSet<u32> {
        let up = |person: u32| superiors.iter().find(|(one, _)| *one == person)?.1;
        let mut next = up(start);
        let mut found = BTreeSet::new();
        for _ in superiors {
            let Some(person) = next else { break };
            found.insert(person);
            next = up(person);
        }
        found
    }

    proptest! {
        /// Whoever is whose superior: each circle is named once, and each superior who
        /// does not serve; where there is neither, everybody has the superior given.
        #[test]
        fn any_superiors_are_taken_or_their_circles_and_strangers_named(
            given in prop::collection::btree_map(0_u32..8, prop::option::of(0_u32..10), 0..8),
        ) {
            let superiors: Vec<_> = given.into_iter().collect();
            let known = |person: u32| superiors.iter().any(|(one, _)| *one == person);
            let strangers = superiors.iter().filter(|(_, one)| one.is_some_and(|one| !known(one)));
            // Whoever is above himself; those of one circle have the same people above them.
            let around = superiors.iter().map(|(person, _)| (*person, above(&superiors, *person)));
            let circles: BTreeSet<_> =
                around.filter(|(person, above)| above.contains(person)).map(|(_, above)| above).collect();
            match of(&superiors) {
                Ok(hierarchy) => {
                    prop_assert_eq!((strangers.count(), circles.len()), (0, 0));
                    for (person, superior) in &superiors {
                        prop_assert_eq!(hierarchy.superior(&nip(*person)).cloned(), superior.map(nip));
                    }
                }
                Err(error) => {
                    let (mut unknown, mut named) = (0, BTreeSet::new());
                    for problem in error.problems() {
                        match problem {
                            HierarchyProblem::Unknown { .. } => unknown += 1,
                            HierarchyProblem::Cycle { positions } => {
                                let posts = positions.iter().map(|one| one.post.to_string());
                                prop_assert!(named.insert(posts.collect::<BTreeSet<_>>()), "told twice");
                            }
                        }
                    }
                    let post = |person: &u32| format!("Post {person}");
                    let circles: BTreeSet<BTreeSet<_>> =
                        circles.iter().map(|circle| circle.iter().map(post).collect()).collect();
                    prop_assert_eq!((unknown, named), (strangers.count(), circles));
                    prop_assert!(!error.to_string().contains("1985"));
                }
            }
        }
    }
}
