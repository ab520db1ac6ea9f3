//! What is on record, read from the store.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use kinerja_core::{
    calendar::Period,
    evaluation::Ratings,
    people::Nip,
    region::{RegionCode, RegionPolicy},
    scheme::Rating,
};

use super::{Dossier, Proposed};
use crate::{
    policies::LoadedPolicy,
    store::{
        ProposalRow, Store, StoreError,
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
}

impl Dossiers {
    /// Reads everybody's.
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
        let mut people = dossiers(store.proposals(region, period, None).await?, period, zone)?;
        for kind in KINDS {
            add(&mut people, store.acts_of_region(region, period, kind).await?);
        }
        let mut policies = BTreeMap::new();
        for dossier in people.values() {
            if !policies.contains_key(&dossier.policy_sha256) {
                let loaded = policy(store, region, &dossier.policy_sha256).await?;
                policies.insert(dossier.policy_sha256.clone(), loaded);
            }
        }
        Ok(Self { people, policies })
    }

    /// What is on record about each person, with the policy of the newest
    /// proposal.
    pub fn iter(&self) -> impl Iterator<Item = (&Dossier, &RegionPolicy)> {
        let policy = |dossier: &Dossier| self.policies.get(&dossier.policy_sha256);
        self.people.values().filter_map(move |dossier| Some((dossier, &policy(dossier)?.policy)))
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
    let rows = store.proposals(region, period, Some(nip)).await?;
    let mut people = dossiers(rows, period, zone)?;
    add(&mut people, store.acts_of_person(region, nip, period).await?);
    let Some((_, dossier)) = people.pop_first() else { return Ok(None) };
    let policy = policy(store, region, &dossier.policy_sha256).await?;
    Ok(Some((dossier, policy)))
}

async fn policy(
    store: &Store,
    region: &RegionCode,
    sha256: &str,
) -> Result<LoadedPolicy, StoreError> {
    let text = store.policy_text(region, sha256).await?;
    LoadedPolicy::parse(text).map_err(|error| StoreError::corrupt(ACTION, &error))
}

fn dossiers(
    rows: Vec<ProposalRow>,
    period: Period,
    zone: Tz,
) -> Result<BTreeMap<i64, Dossier>, StoreError> {
    let mut people: BTreeMap<i64, Dossier> = BTreeMap::new();
    for row in rows {
        let dossier = people.entry(row.employee).or_insert_with(|| Dossier {
            employee: row.employee,
            nip: row.nip.clone(),
            period,
            policy_sha256: String::new(),
            proposals: Vec::new(),
            evaluator: row.evaluator.clone(),
            evaluator_superior: row.evaluator_superior.clone(),
            level: row.level,
            employment: row.employment,
            acts: Vec::new(),
            unreadable: Vec::new(),
        });
        dossier.policy_sha256.clone_from(&row.policy_sha256);
        match dossier.proposals.last_mut() {
            Some(same) if !row.is_news => same.until = row.revision,
            _ => dossier.proposals.push(Proposed {
                run: row.run,
                revision: row.revision,
                until: row.revision,
                on: row.as_of.with_timezone(&zone).date_naive(),
                ratings: row
                    .ratings
                    .map(|[result, behaviour]| {
                        Ok::<_, StoreError>(Ratings {
                            result: rating(&result)?,
                            behaviour: rating(&behaviour)?,
                        })
                    })
                    .transpose()?,
                reason: row.reason,
            }),
        }
    }
    Ok(people)
}

fn rating(code: &str) -> Result<Rating, StoreError> {
    let found = Rating::ALL.into_iter().find(|rating| rating.code() == code);
    found.ok_or_else(|| StoreError::corrupt(ACTION, &"a rating is none of ours"))
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
    // Whose act it is that cannot be read is known only where one person's were
    // asked for.
    if let (1, Some((_, dossier))) = (people.len(), people.iter_mut().next()) {
        let mine = |act: &crate::store::acts::UnreadableAct| {
            KINDS.iter().any(|kind| kind.name() == act.kind)
        };
        dossier.unreadable.extend(found.unreadable.into_iter().filter(mine));
    }
}
