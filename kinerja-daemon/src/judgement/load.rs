//! What is on record, read from the store.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;
use kinerja_core::{
    calendar::Period,
    evaluation::{Judgement, Ratings},
    people::Nip,
    region::{RegionCode, RegionPolicy},
    scheme::{Basis, Predicate, Rating},
};

use super::{Dossier, Proposed, levels};
use crate::{
    facts::Superiors,
    policies::LoadedPolicy,
    store::{
        ProposalRow, Proposals, Store, StoreError,
        acts::{ActKind, Acts, Subject},
    },
};

/// The kinds of act that are about a decision.
const KINDS: [ActKind; 3] = [ActKind::Ratings, ActKind::Decision, ActKind::Objection];

const ACTION: &str = "put a decision together";

/// What is on record about the results of a region in a period.
#[derive(Debug, Clone)]
pub struct Dossiers {
    people: BTreeMap<i64, Dossier>,
    policies: BTreeMap<String, LoadedPolicy>,
    unreadable: usize,
}

impl Dossiers {
    /// Reads what is on record about people about whom somebody rated, decided or
    /// objected. Whoever has a rating or a policy that cannot be read back is left out
    /// and counted.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn read(
        store: &Store,
        region: &RegionCode,
        period: Period,
        zone: Tz,
    ) -> Result<Self, StoreError> {
        let rows = store.proposals(region, period, Proposals::Judged).await?;
        Self::put_together(store, rows, (region, period, zone)).await
    }

    /// Reads everybody's, also of those about whom nobody did anything.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn of_everybody(
        store: &Store,
        region: &RegionCode,
        period: Period,
        zone: Tz,
    ) -> Result<Self, StoreError> {
        let rows = store.proposals(region, period, Proposals::Everybody).await?;
        Self::put_together(store, rows, (region, period, zone)).await
    }

    async fn put_together(
        store: &Store,
        rows: Vec<ProposalRow>,
        (region, period, zone): (&RegionCode, Period, Tz),
    ) -> Result<Self, StoreError> {
        let (mut people, unreadable) = dossiers(rows, period, zone);
        if people.is_empty() {
            let (people, policies) = (people, BTreeMap::new());
            return Ok(Self { people, policies, unreadable: unreadable.len() });
        }
        let moves = store.acts_of_region(region, period, ActKind::Movement).await?;
        let superiors = Superiors::of(store.superiors(region).await?, &moves.acts);
        for dossier in people.values_mut() {
            dossier.name_officials(&superiors);
        }
        levels::add(&mut people, &moves.acts);
        for kind in KINDS {
            add(&mut people, store.acts_of_region(region, period, kind).await?);
        }
        add(&mut people, moves);
        let mut policies = BTreeMap::new();
        for dossier in people.values() {
            if !policies.contains_key(&dossier.policy_sha256) {
                match policy(store, region, &dossier.policy_sha256).await {
                    Ok(loaded) => {
                        policies.insert(dossier.policy_sha256.clone(), loaded);
                    }
                    Err(error) if error.is_about_one_value() => {}
                    Err(error) => return Err(error),
                }
            }
        }
        let all = people.len();
        people.retain(|_, dossier| policies.contains_key(&dossier.policy_sha256));
        let unreadable = unreadable.len() + all - people.len();
        Ok(Self { people, policies, unreadable })
    }

    /// What is on record about each person, with the policy of the newest
    /// proposal.
    pub fn iter(&self) -> impl Iterator<Item = (&Dossier, &RegionPolicy)> {
        let policy = |dossier: &Dossier| self.policies.get(&dossier.policy_sha256);
        self.people.values().filter_map(move |dossier| Some((dossier, &policy(dossier)?.policy)))
    }

    /// How many people are left out because something about them cannot be read back.
    pub const fn unreadable(&self) -> usize {
        self.unreadable
    }

    /// What is on record about a person, by the number in the database.
    pub fn of(&self, employee: i64) -> Option<(&Dossier, &RegionPolicy)> {
        let dossier = self.people.get(&employee)?;
        Some((dossier, &self.policies.get(&dossier.policy_sha256)?.policy))
    }
}

/// What is on record about the result of one person, with the policy of the
/// newest proposal; nothing where nobody evaluated the person.
///
/// # Errors
///
/// Fails when the database does.
pub async fn dossier(
    store: &Store,
    region: &RegionCode,
    nip: &Nip,
    (period, zone): (Period, Tz),
) -> Result<Option<(Dossier, LoadedPolicy)>, StoreError> {
    let rows = store.proposals(region, period, Proposals::Of(nip)).await?;
    let (mut people, unreadable) = dossiers(rows, period, zone);
    if !unreadable.is_empty() {
        return Err(StoreError::corrupt(ACTION, &"a rating is none of ours"));
    }
    let found = store.acts_of_person(region, nip, period).await?;
    levels::add(&mut people, &found.acts);
    add(&mut people, found);
    let Some((_, mut dossier)) = people.pop_first() else { return Ok(None) };
    let mut superiors = Superiors::default();
    superiors.read_one(store, region, (nip, period)).await?;
    if let Some(evaluator) = dossier.evaluator_by(&superiors) {
        superiors.read_one(store, region, (&evaluator, period)).await?;
        if let Some(above) = superiors.at_end(&evaluator, period).cloned() {
            superiors.read_one(store, region, (&above, period)).await?;
        }
    }
    dossier.name_officials(&superiors);
    let policy = policy(store, region, &dossier.policy_sha256).await?;
    Ok(Some((dossier, policy)))
}

impl Dossier {
    /// The evaluator who was kept when the result was first decided, else the superior
    /// at the end of the period.
    fn evaluator_by(&self, superiors: &Superiors) -> Option<Nip> {
        let known = || superiors.at_end(&self.nip, self.period).cloned();
        self.evaluator.clone().or_else(known)
    }

    /// Names those who decide, as they stood at the end of the period.
    fn name_officials(&mut self, superiors: &Superiors) {
        self.stretches = superiors.stretches(&self.nip, self.period);
        self.evaluator = self.evaluator_by(superiors);
        if let (None, Some(evaluator)) = (&self.evaluator_superior, &self.evaluator) {
            self.evaluator_superior = superiors.at_end(evaluator, self.period).cloned();
        }
    }
}

async fn policy(
    store: &Store,
    region: &RegionCode,
    sha256: &str,
) -> Result<LoadedPolicy, StoreError> {
    let text = store.policy_text(region, sha256).await?;
    LoadedPolicy::parse(text).map_err(|error| StoreError::corrupt(ACTION, &error))
}

/// What was proposed to each person; and who is left out because a rating is none
/// of ours.
fn dossiers(
    rows: Vec<ProposalRow>,
    period: Period,
    zone: Tz,
) -> (BTreeMap<i64, Dossier>, BTreeSet<i64>) {
    let mut people: BTreeMap<i64, Dossier> = BTreeMap::new();
    let mut unreadable = BTreeSet::new();
    for row in rows {
        let judgement = match row.ratings.as_ref().map(|words| judgement(words, period)) {
            Some(None) => {
                unreadable.insert(row.employee);
                continue;
            }
            read => read.flatten(),
        };
        let dossier = people.entry(row.employee).or_insert_with(|| Dossier {
            employee: row.employee,
            nip: row.nip.clone(),
            period,
            policy_sha256: String::new(),
            proposals: Vec::new(),
            evaluator: row.evaluator.clone(),
            evaluator_superior: row.evaluator_superior.clone(),
            stretches: Vec::new(),
            staff: row.staff.clone(),
            levels: Vec::new(),
            employment: row.employment,
            acts: Vec::new(),
            unreadable: Vec::new(),
        });
        dossier.policy_sha256.clone_from(&row.policy_sha256);
        match dossier.proposals.last_mut() {
            Some(same) if !row.is_news => same.until = row.revision,
            _ => dossier.proposals.push(Proposed {
                run: row.run,
                unit: row.unit,
                revision: row.revision,
                until: row.revision,
                on: row.as_of.with_timezone(&zone).date_naive(),
                judgement,
                reason: row.reason,
            }),
        }
    }
    people.retain(|employee, _| !unreadable.contains(employee));
    (people, unreadable)
}

/// What was proposed, where its words are ours.
fn judgement([result, behaviour, predicate]: &[String; 3], period: Period) -> Option<Judgement> {
    let rating = |code: &str| Rating::ALL.into_iter().find(|rating| rating.code() == code);
    Some(match Basis::of(period.start()) {
        Basis::Matrix => {
            let (result, behaviour) = (rating(result)?, rating(behaviour)?);
            Judgement::Ratings(Ratings { result, behaviour })
        }
        Basis::Bands => {
            let mut known = Predicate::BEST_FIRST.into_iter();
            Judgement::Predicate(known.find(|known| known.code() == predicate)?)
        }
    })
}

/// Puts acts to the people whom they are about.
fn add(people: &mut BTreeMap<i64, Dossier>, found: Acts) {
    let numbers: BTreeMap<Nip, i64> =
        people.iter().map(|(number, dossier)| (dossier.nip.clone(), *number)).collect();
    for stored in found.acts {
        let Subject::Person(nip) = &stored.about else { continue };
        if !KINDS.contains(&stored.act.kind()) {
            continue;
        }
        if let Some(dossier) = numbers.get(nip).and_then(|number| people.get_mut(number)) {
            dossier.acts.push(stored);
        }
    }
    for act in found.unreadable {
        // A move says who decides.
        let mut kinds = KINDS.iter().chain([&ActKind::Movement]);
        let of = act.about.as_deref().and_then(|nip| numbers.get(&nip.parse::<Nip>().ok()?));
        if kinds.any(|kind| kind.name() == act.kind)
            && let Some(dossier) = of.and_then(|number| people.get_mut(number))
        {
            dossier.unreadable.push(act);
        }
    }
}
