//! Who was a person's superior when: as moves on record say, and as the file of
//! staff says where none do.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use kinerja_core::{calendar::Period, people::Nip, region::RegionCode};

use crate::store::{
    Store, StoreError,
    acts::{
        Act, Presences, StoredAct, Subject,
        planning::{Change, Movement},
    },
};

/// The superior whom a move names.
#[derive(Debug, Clone, Copy)]
enum Named<'m> {
    /// This person.
    Superior(&'m Nip),
    /// Nobody: the post is at the top.
    Nobody,
}

impl<'m> Named<'m> {
    /// What a move says; nothing where it leaves the superior as he was.
    fn by(movement: &'m Movement) -> Option<Self> {
        match &movement.change {
            Change::Start(post) | Change::Transfer(post) => {
                Some(post.superior.as_ref().map_or(Self::Nobody, Self::Superior))
            }
            Change::NewSuperior { superior } => Some(Self::Superior(superior)),
            Change::Absent { .. } | Change::Return | Change::End => None,
        }
    }

    const fn nip(self) -> Option<&'m Nip> {
        match self {
            Self::Superior(nip) => Some(nip),
            Self::Nobody => None,
        }
    }
}

/// The superior whom the last move before a day names; nothing at the top, and where
/// no move names one. The moves come by day. Whether he had left by then is not asked
/// here: what he said then is not among the acts of a run.
pub(super) fn named_before<'m>(
    moves: impl IntoIterator<Item = (NaiveDate, &'m Movement)>,
    day: NaiveDate,
) -> Option<&'m Nip> {
    let before = moves.into_iter().filter(|(on, _)| *on < day);
    before.filter_map(|(_, movement)| Named::by(movement)).last().and_then(Named::nip)
}

/// Days of a period under one superior, the end not included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The first day.
    pub from: NaiveDate,
    /// The day after the last.
    pub until: NaiveDate,
    /// The superior; none at the top, and where nothing on record names him any
    /// more.
    pub superior: Option<Nip>,
}

/// Who is and was whose superior.
#[derive(Debug, Clone, Default)]
pub struct Superiors {
    staff: BTreeMap<Nip, Nip>,
    /// By day: whom the moves of a person name.
    moves: BTreeMap<Nip, Vec<(NaiveDate, Option<Nip>)>>,
    /// Who has left.
    presences: Presences,
}

impl Superiors {
    /// Those whom the file of staff names, and the moves among acts, which come by day.
    pub fn of(staff: BTreeMap<Nip, Nip>, acts: &[StoredAct]) -> Self {
        let mut found = Self { staff, ..Self::default() };
        found.add(acts);
        found
    }

    /// Reads that of one person, and adds it.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn read_one(
        &mut self,
        store: &Store,
        region: &RegionCode,
        (nip, period): (&Nip, Period),
    ) -> Result<(), StoreError> {
        if let Some(superior) = store.superior_of(region, nip).await? {
            self.staff.insert(nip.clone(), superior);
        }
        self.add(&store.acts_of_person(region, nip, period).await?.acts);
        Ok(())
    }

    /// Reads that of some people at once.
    ///
    /// # Errors
    ///
    /// Fails when the database does, and when one of them cannot be read back.
    pub async fn of_some(
        store: &Store,
        region: &RegionCode,
        nips: &BTreeSet<&str>,
    ) -> Result<Self, StoreError> {
        let staff = store.superiors_of_some(region, nips).await?;
        Ok(Self::of(staff, &store.moves_of(region, nips).await?.acts))
    }

    /// Adds the moves among acts, which come by day.
    fn add(&mut self, acts: &[StoredAct]) {
        self.presences.add(acts);
        for stored in acts {
            let (Subject::Person(nip), Act::Movement(movement)) = (&stored.about, &stored.act)
            else {
                continue;
            };
            if let Some(superior) = Named::by(movement) {
                let moves = self.moves.entry(nip.clone()).or_default();
                moves.push((stored.on, superior.nip().cloned()));
            }
        }
    }

    /// The superior at the end of a period; none at the top, where the first move came
    /// later and the file of staff tells only where it led, and where he had left by
    /// then: whoever has left decides nothing, and another must be named.
    ///
    /// # Legal basis
    ///
    /// PermenPANRB 6/2022 Pasal 1: the evaluator is the direct superior.
    pub fn at_end(&self, nip: &Nip, period: Period) -> Option<&Nip> {
        let superior = self.before(nip, period.end())?;
        (!self.has_left(superior, period.last_day())).then_some(superior)
    }

    /// Whether a person has left by a day.
    pub fn has_left(&self, nip: &Nip, day: NaiveDate) -> bool {
        self.presences.has_left(nip, day)
    }

    /// Whether a person who has not left stands below somebody who has, on a day.
    pub fn is_led_by_nobody(&self, nip: &Nip, day: NaiveDate) -> bool {
        let has_left = |one: &Nip| self.has_left(one, day);
        self.on(nip, day).is_some_and(has_left) && !has_left(nip)
    }

    /// The superior of everybody who has one, after all moves.
    pub fn latest(&self) -> BTreeMap<Nip, Nip> {
        let mut latest = self.staff.clone();
        for (nip, moves) in &self.moves {
            match moves.last() {
                Some((_, Some(superior))) => latest.insert(nip.clone(), superior.clone()),
                Some((_, None)) => latest.remove(nip),
                None => None,
            };
        }
        latest
    }

    /// The day of the last move of everybody whose superior a move names.
    pub fn last_moves(&self) -> BTreeMap<Nip, NaiveDate> {
        let last = |(nip, moves): (&Nip, &Vec<(NaiveDate, Option<Nip>)>)| {
            moves.last().map(|(on, _)| (nip.clone(), *on))
        };
        self.moves.iter().filter_map(last).collect()
    }

    /// The superior on a day, as moves or the file of staff name him, also where he has
    /// left.
    pub fn on(&self, nip: &Nip, day: NaiveDate) -> Option<&Nip> {
        self.before(nip, day.succ_opt().unwrap_or(day))
    }

    /// The superior on the last day before one.
    fn before(&self, nip: &Nip, day: NaiveDate) -> Option<&Nip> {
        let mut moves = self.moves.get(nip).into_iter().flatten().rev();
        match moves.find(|(on, _)| *on < day) {
            Some((_, superior)) => superior.as_ref(),
            None => self.before_moves(nip),
        }
    }

    /// The days of a period under each superior, oldest first; never empty.
    pub fn stretches(&self, nip: &Nip, period: Period) -> Vec<Stretch> {
        let moves: &[_] = self.moves.get(nip).map_or(&[], Vec::as_slice);
        let first = match moves.iter().rev().find(|(on, _)| *on <= period.start()) {
            Some((_, superior)) => superior.clone(),
            None => self.before_moves(nip).cloned(),
        };
        let (from, until) = (period.start(), period.end());
        let mut found = vec![Stretch { from, until, superior: first }];
        for (on, superior) in moves.iter().filter(|(on, _)| from < *on && *on < until) {
            let Some(last) = found.last_mut() else { continue };
            if last.superior != *superior {
                last.until = *on;
                found.push(Stretch { from: *on, until, superior: superior.clone() });
            }
        }
        found
    }

    /// The superior before all moves: the file of staff tells him, unless it tells
    /// already where the moves led.
    fn before_moves(&self, nip: &Nip) -> Option<&Nip> {
        let staff = self.staff.get(nip);
        let last = self.moves.get(nip).and_then(|moves| moves.last());
        let led = last.is_some_and(|(_, superior)| superior.as_ref() == staff);
        staff.filter(|_| !led)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: &str = "197307192003012003";
    const FIRST: &str = "197810112003051009";
    const SECOND: &str = "197006201994011003";

    fn nip(text: &str) -> Nip {
        text.parse().unwrap()
    }

    fn superiors(staff: &str, moves: &[(&str, &str)]) -> Superiors {
        let moves = moves.iter().map(|(on, to)| (on.parse().unwrap(), Some(nip(to)))).collect();
        Superiors {
            staff: [(nip(PERSON), nip(staff))].into(),
            moves: [(nip(PERSON), moves)].into(),
            presences: Presences::default(),
        }
    }

    #[test]
    fn the_evaluator_is_whom_the_last_move_before_the_end_names() {
        let period = "2026-Q2".parse().unwrap();
        #[rustfmt::skip]
        let table = [
            (FIRST,  &[][..],                                          Some(FIRST)),
            (FIRST,  &[("2026-05-17", SECOND)],                        Some(SECOND)),
            (FIRST,  &[("2026-06-30", SECOND)],                        Some(SECOND)),
            (FIRST,  &[("2026-07-01", SECOND)],                        Some(FIRST)),
            (SECOND, &[("2026-07-01", SECOND)],                        None),
            (SECOND, &[("2026-02-01", FIRST), ("2026-07-01", SECOND)], Some(FIRST)),
        ];
        for (staff, moves, expected) in table {
            let found = superiors(staff, moves);
            let expected = expected.map(nip);
            assert_eq!(found.at_end(&nip(PERSON), period), expected.as_ref(), "{moves:?}");
        }
    }

    #[test]
    fn whoever_has_left_by_the_end_of_a_period_decides_nothing_of_it() {
        let period = "2026-Q2".parse().unwrap();
        let day = |text: &str| text.parse().unwrap();
        let person = nip(PERSON);
        #[rustfmt::skip]
        let table = [
            ("2026-06-30", None,        true),
            ("2026-07-01", Some(FIRST), true),
            ("2026-08-01", Some(FIRST), false),
        ];
        for (left, expected, by_july) in table {
            let mut found = superiors(FIRST, &[]);
            found.presences.set(&nip(FIRST), day(left), Some(&Change::End));
            assert_eq!(found.at_end(&person, period), expected.map(nip).as_ref(), "{left}");
            assert_eq!(found.is_led_by_nobody(&person, day("2026-07-15")), by_july, "{left}");
            // Another one was named.
            found.moves.insert(person.clone(), vec![(day("2026-06-15"), Some(nip(SECOND)))]);
            assert_eq!(found.at_end(&person, period), Some(&nip(SECOND)));
            assert!(!found.is_led_by_nobody(&person, day("2026-07-15")));
        }
        let mut found = superiors(FIRST, &[]);
        for left in [FIRST, PERSON] {
            found.presences.set(&nip(left), day("2026-06-01"), Some(&Change::End));
        }
        assert!(!found.is_led_by_nobody(&person, day("2026-07-15")), "the person left too");
    }

    #[test]
    fn each_superior_has_the_days_until_the_next_one() {
        let period = "2026-Q2".parse().unwrap();
        let of = |staff: &str, moves: &[(&str, &str)]| -> Vec<(String, Option<Nip>)> {
            let stretches = superiors(staff, moves).stretches(&nip(PERSON), period);
            assert!(stretches.windows(2).all(|pair| pair[0].until == pair[1].from));
            stretches.into_iter().map(|one| (one.from.to_string(), one.superior)).collect()
        };
        let start = || "2026-04-01".to_owned();
        assert_eq!(of(FIRST, &[]), [(start(), Some(nip(FIRST)))]);
        let moved = [("2026-05-17", SECOND)];
        let second = ("2026-05-17".to_owned(), Some(nip(SECOND)));
        assert_eq!(of(FIRST, &moved), [(start(), Some(nip(FIRST))), second.clone()]);
        // The file of staff tells the second one already: the first is not known.
        assert_eq!(of(SECOND, &moved), [(start(), None), second]);
    }
}
