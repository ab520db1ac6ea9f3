//! Who works, is away, or has left: as moves on record say.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kinerja_core::people::Nip;

use super::{
    Act, StoredAct, Subject,
    planning::{Change, Presence},
};

/// Whether people work, each from which day on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Presences {
    people: BTreeMap<Nip, BTreeMap<NaiveDate, Option<Presence>>>,
}

impl Presences {
    /// What the moves among acts say.
    pub fn of(acts: &[StoredAct]) -> Self {
        let mut found = Self::default();
        found.add(acts);
        found
    }

    /// Adds the moves among acts.
    pub fn add(&mut self, acts: &[StoredAct]) {
        for stored in acts {
            if let (Subject::Person(nip), Act::Movement(movement)) = (&stored.about, &stored.act) {
                self.set(nip, stored.on, Some(&movement.change));
            }
        }
    }

    /// What a day's move says, in place of what it said before; nothing where it is
    /// withdrawn.
    pub fn set(&mut self, nip: &Nip, on: NaiveDate, change: Option<&Change>) {
        let days = self.people.entry(nip.clone()).or_default();
        days.insert(on, change.and_then(Change::presence));
    }

    /// Whether a person works on the last day before one. Of whom no move says
    /// otherwise works.
    pub fn before(&self, nip: &Nip, day: NaiveDate) -> Presence {
        let days = self.people.get(nip);
        let mut said = days.into_iter().flat_map(|days| days.range(..day)).rev();
        said.find_map(|(_, presence)| *presence).unwrap_or(Presence::Working)
    }

    /// Whether a person has left by a day.
    pub fn has_left(&self, nip: &Nip, day: NaiveDate) -> bool {
        self.before(nip, day.succ_opt().unwrap_or(day)) == Presence::Left
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::acts::planning::Absence;

    #[test]
    fn the_last_move_that_says_it_tells_whether_somebody_works() {
        let nip: Nip = "197307192003012003".parse().unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let mut found = Presences::default();
        assert_eq!(found.before(&nip, day("2026-01-01")), Presence::Working);
        let superior = "197810112003051009".parse().unwrap();
        found.set(&nip, day("2026-02-01"), Some(&Change::Absent { absence: Absence::Leave }));
        found.set(&nip, day("2026-03-01"), Some(&Change::NewSuperior { superior }));
        found.set(&nip, day("2026-06-01"), Some(&Change::End));
        #[rustfmt::skip]
        let table = [
            ("2026-02-01", Presence::Working), ("2026-02-02", Presence::Away),
            ("2026-06-01", Presence::Away),    ("2026-06-02", Presence::Left),
        ];
        for (on, expected) in table {
            assert_eq!(found.before(&nip, day(on)), expected, "{on}");
        }
        assert!(
            found.has_left(&nip, day("2026-06-01")) && !found.has_left(&nip, day("2026-05-31"))
        );
        found.set(&nip, day("2026-06-01"), None);
        assert_eq!(found.before(&nip, day("2026-12-31")), Presence::Away, "it was withdrawn");
    }
}
