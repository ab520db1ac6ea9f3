//! Who is to be told what today: one digest for each person who hears, never one mail
//! for each of whom it is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use kinerja_core::{
    calendar::Period,
    people::Nip,
    region::{Hears, RegionCode},
};

use super::services::readable;
use crate::{
    facts::Superiors,
    obligation::{Form, Kind},
    store::{
        Listed, OpenOccurrence, Store, StoreError,
        acts::{Act, ActKind, Presences, StoredAct, Subject},
    },
};

/// Who is told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recipient {
    /// A person.
    Person(Nip),
    /// The personnel office: nobody else is known who must act.
    Hr,
}

/// One thing that somebody is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telling<'o> {
    /// What is open.
    pub open: &'o OpenOccurrence,
    /// Its kind.
    pub kind: Kind,
    /// What else is open and told by the same words, by number.
    pub same: Vec<i64>,
}

/// What is to be told today.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tellings<'o> {
    /// What each person is told in one mail, each thing once.
    pub digests: BTreeMap<Recipient, Vec<Telling<'o>>>,
    /// What has a mail of its own.
    pub singles: Vec<(Recipient, Telling<'o>)>,
}

impl Tellings<'_> {
    /// How many people hear of anything.
    pub fn recipients(&self) -> usize {
        let singles = self.singles.iter().map(|(recipient, _)| recipient);
        self.digests.keys().chain(singles).collect::<BTreeSet<_>>().len()
    }
}

/// Who stands above whom in a region today, and who can be told something.
#[derive(Debug, Clone)]
pub struct Audiences {
    superiors: Superiors,
    presences: Presences,
    heads: BTreeMap<String, Nip>,
    people: BTreeMap<Nip, Listed>,
    today: NaiveDate,
}

impl Audiences {
    /// Reads who hears of what is open in a region.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn read(
        store: &Store,
        region: &RegionCode,
        today: NaiveDate,
    ) -> Result<Self, StoreError> {
        let moves = store.all_acts_of_region(region, ActKind::Movement).await?;
        let moves = readable(&moves);
        let achievements = store.all_acts_of_region(region, ActKind::Achievement).await?;
        let people = store.directory(region).await?;
        let superiors = Superiors::of(store.superiors(region).await?, moves);
        let presences = Presences::of(moves);
        let here = |nip: &Nip| !presences.has_left(nip, today);
        let heads = heads(readable(&achievements), &people, (&superiors, today), here);
        Ok(Self { superiors, presences, heads, people, today })
    }

    /// A person of the region.
    pub fn person(&self, nip: &Nip) -> Option<&Listed> {
        self.people.get(nip)
    }

    /// Everybody of the region, with the superior of today.
    pub fn everybody(&self) -> impl Iterator<Item = (&Listed, Option<&Nip>)> {
        self.people.iter().map(|(nip, listed)| (listed, self.superior(nip)))
    }

    /// The superior of today, who evaluates.
    pub fn superior(&self, nip: &Nip) -> Option<&Nip> {
        self.superiors.on(nip, self.today)
    }

    fn is_here(&self, nip: &Nip) -> bool {
        !self.presences.has_left(nip, self.today)
    }

    /// Who hears; none where it is about somebody who has left.
    fn recipient(&self, kind: Kind, open: &OpenOccurrence) -> Option<Recipient> {
        let Some(person) = &open.person else {
            let head = open.subject.strip_prefix("unit/").and_then(|unit| self.heads.get(unit));
            return Some(self.or_office(head));
        };
        let nip: Nip = person.nip.parse().ok()?;
        if !self.is_here(&nip) {
            return None;
        }
        // Who must act: of a rating and a decision the superior, of all else the person.
        let responsible = if kind.is_of_evaluator() { self.superior(&nip) } else { Some(&nip) };
        let hears = |hears: Hears| open.hears == hears.code();
        Some(self.or_office(if hears(Hears::UnitHead) {
            // Nobody watches over himself.
            self.heads.get(&person.unit).filter(|head| **head != nip)
        } else if hears(Hears::Superior) {
            responsible.and_then(|responsible| self.superior(responsible))
        } else {
            responsible
        }))
    }

    /// A person whom mail can reach; else the personnel office.
    fn or_office(&self, nip: Option<&Nip>) -> Recipient {
        let reachable = |nip: &Nip| self.people.get(nip).is_some_and(|person| person.has_address);
        let told = nip.filter(|nip| self.is_here(nip) && reachable(nip));
        told.map_or(Recipient::Hr, |nip| Recipient::Person(nip.clone()))
    }
}

/// The heads of units: the person whom the latest achievement of the unit names; else
/// the one person of the unit who has not left and whose superior is not in it.
fn heads(
    achievements: &[StoredAct],
    people: &BTreeMap<Nip, Listed>,
    (superiors, today): (&Superiors, NaiveDate),
    is_here: impl Fn(&Nip) -> bool,
) -> BTreeMap<String, Nip> {
    let mut tops: BTreeMap<&String, Vec<&Nip>> = BTreeMap::new();
    for (nip, Listed { unit, .. }) in people.iter().filter(|(nip, _)| is_here(nip)) {
        let above = superiors.on(nip, today).and_then(|superior| people.get(superior));
        if above.is_none_or(|above| above.unit != *unit) {
            tops.entry(unit).or_default().push(nip);
        }
    }
    let mut heads: BTreeMap<String, Nip> = BTreeMap::new();
    for (unit, tops) in tops {
        if let [only] = tops.as_slice() {
            heads.insert(unit.clone(), (*only).clone());
        }
    }
    let mut named: Vec<_> = achievements.iter().collect();
    named.sort_by_key(|act| (act.period.map(Period::end), act.on));
    for act in named {
        if let (Subject::Unit(unit), Act::Achievement(set)) = (&act.about, &act.act)
            && let Some(head) = &set.head
        {
            heads.insert(unit.clone(), head.clone());
        }
    }
    heads
}

/// Who is told what of that which is open.
pub fn tellings<'o>(open: &'o [OpenOccurrence], audiences: &Audiences) -> Tellings<'o> {
    let mut told: BTreeMap<_, Telling<'o>> = BTreeMap::new();
    let mut order = Vec::new();
    for one in open {
        let Some(kind) = Kind::of(&one.kind) else { continue };
        let Some(recipient) = audiences.recipient(kind, one) else { continue };
        // Whoever is both superior and head hears of a thing once.
        let key = (recipient, kind, one.period, &one.subject, one.revision);
        if let Some(telling) = told.get_mut(&key) {
            telling.same.push(one.id);
            continue;
        }
        order.push(key.clone());
        told.insert(key, Telling { open: one, kind, same: Vec::new() });
    }
    let mut found = Tellings::default();
    for key in order {
        let Some(telling) = told.remove(&key) else { continue };
        let (recipient, kind, ..) = key;
        match (kind.form(), &recipient, kind) {
            // What a person cannot be told is one matter of the office among others.
            (Form::Digest, ..) | (Form::Single, Recipient::Hr, Kind::ObjectionClosing) => {
                found.digests.entry(recipient).or_default().push(telling);
            }
            (Form::Single, ..) => found.singles.push((recipient, telling)),
            (Form::Shown, ..) => {}
        }
    }
    found
}
