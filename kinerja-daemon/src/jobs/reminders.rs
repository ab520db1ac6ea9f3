//! Turns what is open into mails: one for each person and day, and of their own those
//! that invite or tell of the end of a time to object.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Timelike, Utc};
use kinerja_core::{
    calendar::Period,
    people::Nip,
    region::{Hears, RegionPolicy},
};

use super::digests::{Audiences, Recipient, Telling, tellings};
use crate::{
    obligation::{Kind, RegionFacts, date_of},
    policies::LoadedPolicy,
    reminder::{
        Actor, Addressee, Capacity, Concerned, Facts, Invitation, Matter, OpenStep, Reminder,
        Telling as Tells,
    },
    store::{DatedKind, NewReminder, OpenOccurrence, Store, StoreError, Undone},
};

/// Hours from the policy's hour on in which people are written to on a day.
const HOURS: u32 = 10;
/// Days after which a mail that could not leave reminds nobody any more.
const DAYS_MAX: i64 = 7;

/// Queues the mails of a region, if people are written to at this hour; says how many.
///
/// # Errors
///
/// Fails when the database does.
pub async fn run(
    store: &Store,
    loaded: &LoadedPolicy,
    facts: &RegionFacts,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let policy = &loaded.policy;
    if !is_hour(policy, now) {
        return Ok(0);
    }
    let mut open = store.open_today(&policy.code).await?;
    open.retain(|one| one.due <= now && now < one.useful_until);
    if open.is_empty() {
        return Ok(0);
    }
    let today = now.with_timezone(&policy.zone).date_naive();
    let audiences = Audiences::read(store, &policy.code, today).await?;
    let writer = Writer {
        loaded,
        dated: facts.dated.iter().map(|act| (act.number, act.kind)).collect(),
        now,
        today,
        audiences: &audiences,
        units: store.units(&policy.code).await?.into_iter().map(|u| (u.code, u.name)).collect(),
        steps: store.open_steps(&policy.code).await?,
        bounced: bounced(store, policy, &audiences).await?,
    };
    let tellings = tellings(&open, &audiences);
    let mut mails = Vec::new();
    for (recipient, about) in &tellings.digests {
        mails.extend(writer.digest(recipient, about));
    }
    for (recipient, telling) in &tellings.singles {
        mails.extend(writer.single(recipient, telling));
    }
    store.queue_reminders(&policy.code, (&loaded.sha256, &loaded.text), &mails, now).await
}

/// Whether people are written to now: on a day that is worked, from the policy's hour
/// on, and not at night.
fn is_hour(policy: &RegionPolicy, now: DateTime<Utc>) -> bool {
    let local = now.with_timezone(&policy.zone);
    let from = policy.reminders.hour;
    let is_worked = policy.work_calendar().is_working_day(local.date_naive()).unwrap_or(true);
    is_worked && (from..from + HOURS).contains(&local.hour())
}

/// The names of staff whose address failed, by the superior.
async fn bounced(
    store: &Store,
    policy: &RegionPolicy,
    audiences: &Audiences,
) -> Result<BTreeMap<Nip, Vec<String>>, StoreError> {
    let mut found: BTreeMap<Nip, Vec<String>> = BTreeMap::new();
    for bounced in store.bounced(&policy.code).await? {
        let superior = audiences.superior(&bounced.nip);
        if let (Some(superior), Some(person)) = (superior, audiences.person(&bounced.nip)) {
            found.entry(superior.clone()).or_default().push(person.name.clone());
        }
    }
    Ok(found)
}

/// What the mails of a region are made from.
struct Writer<'a> {
    loaded: &'a LoadedPolicy,
    /// What has a date of its own, by the number of the act.
    dated: BTreeMap<i64, DatedKind>,
    now: DateTime<Utc>,
    today: NaiveDate,
    audiences: &'a Audiences,
    /// The names of units, by code.
    units: BTreeMap<String, String>,
    /// What is not done, by the number of the act.
    steps: BTreeMap<i64, Undone>,
    /// The names of staff whose address failed, by the superior.
    bounced: BTreeMap<Nip, Vec<String>>,
}

impl Writer<'_> {
    fn policy(&self) -> &RegionPolicy {
        &self.loaded.policy
    }

    /// The number of a recipient in keys, and of a person in the database.
    fn number(&self, recipient: &Recipient) -> Option<i64> {
        match recipient {
            Recipient::Person(nip) => Some(self.audiences.person(nip)?.employee),
            Recipient::Hr => None,
        }
    }

    fn addressee(&self, recipient: &Recipient) -> Option<Addressee> {
        Some(match recipient {
            Recipient::Person(nip) => {
                let person = self.audiences.person(nip)?;
                let post = [person.post.clone(), person.unit_name.clone()];
                Addressee { name: person.name.clone(), post: Some(post) }
            }
            Recipient::Hr => Addressee { name: self.policy().contact.name.clone(), post: None },
        })
    }

    /// The mail of a day; nothing where the recipient is gone or the facts cannot be
    /// written.
    fn digest(&self, recipient: &Recipient, about: &[Telling<'_>]) -> Option<NewReminder> {
        let bounced = match recipient {
            Recipient::Person(nip) => self.bounced.get(nip).cloned().unwrap_or_default(),
            Recipient::Hr => Vec::new(),
        };
        self.reminder(recipient, about, bounced).and_then(|tells| {
            let whom = self.whom(recipient);
            let key = format!("{}/{}/{whom}/digest/1", self.policy().code, self.today);
            self.mail(recipient, (key, "digest"), (about, tells))
        })
    }

    /// A mail about one thing.
    fn single(&self, recipient: &Recipient, telling: &Telling<'_>) -> Option<NewReminder> {
        let about = std::slice::from_ref(telling);
        let OpenOccurrence { period, event, subject, revision, .. } = telling.open;
        let region = &self.policy().code;
        if telling.kind == Kind::Meeting {
            let key = format!("{region}/{period}/{subject}/meeting/{revision}");
            let tells = self.invitation(recipient, telling)?;
            return self.mail(recipient, (key, "meeting"), (about, tells));
        }
        let whom = self.whom(recipient);
        let kind = telling.kind.code();
        let key = format!("{region}/{period}/{whom}/{kind}.{event}/{revision}");
        let tells = self.reminder(recipient, about, Vec::new())?;
        self.mail(recipient, (key, kind), (about, tells))
    }

    fn whom(&self, recipient: &Recipient) -> String {
        self.number(recipient).map_or_else(|| "office".to_owned(), |number| number.to_string())
    }

    fn mail(
        &self,
        recipient: &Recipient,
        (key, event): (String, &'static str),
        (about, tells): (&[Telling<'_>], Tells),
    ) -> Option<NewReminder> {
        let facts = Facts { policy: self.loaded.sha256.clone(), tells };
        Some(NewReminder {
            key,
            period: about.iter().map(|one| one.open.period).max_by_key(|period| period.end())?,
            employee: self.number(recipient),
            event,
            facts: serde_json::to_string(&facts).ok()?,
            useful_until: about
                .iter()
                .map(|one| one.open.useful_until)
                .max()?
                .min(self.now + TimeDelta::days(DAYS_MAX)),
            tells: about
                .iter()
                .flat_map(|one| one.same.iter().copied().chain([one.open.id]))
                .collect(),
        })
    }

    fn reminder(
        &self,
        recipient: &Recipient,
        about: &[Telling<'_>],
        bounced: Vec<String>,
    ) -> Option<Tells> {
        let mut matters: BTreeMap<(Capacity, Option<NaiveDate>, Kind, Period), Matter> =
            BTreeMap::new();
        for telling in about {
            let (kind, period) = (telling.kind, telling.open.period);
            let capacity = capacity(recipient, telling);
            let last = (!is_of_act(kind)).then(|| self.last_day(telling.open.useful_until));
            let matter = matters.entry((capacity, last, kind, period)).or_insert_with(|| Matter {
                kind,
                period,
                capacity,
                date: date_of(self.policy(), kind, period),
                last,
                people: Vec::new(),
            });
            matter.people.extend(self.concerned(telling, capacity));
        }
        let mut matters: Vec<_> = matters.into_values().collect();
        let missing: Vec<_> =
            matters.iter().filter(|one| one.kind == Kind::PlanMissing).cloned().collect();
        for matter in &mut matters {
            // Where there is no plan at all, nobody hears too that it is not agreed.
            let same =
                |one: &&Matter| (one.capacity, one.period) == (matter.capacity, matter.period);
            if matter.kind == Kind::PlanDue
                && let Some(missing) = missing.iter().find(same)
            {
                matter.people.retain(|person| !missing.people.contains(person));
            }
            matter.people.sort();
        }
        matters.retain(|matter| !matter.people.is_empty());
        let to = self.addressee(recipient)?;
        Some(Tells::Reminder(Reminder { to, day: self.today, matters, bounced }))
    }

    /// The last day on which something is of use that ends at an instant.
    fn last_day(&self, until: DateTime<Utc>) -> NaiveDate {
        (until - TimeDelta::seconds(1)).with_timezone(&self.policy().zone).date_naive()
    }

    fn concerned(&self, telling: &Telling<'_>, capacity: Capacity) -> Option<Concerned> {
        let OpenOccurrence { person, revision, .. } = telling.open;
        let person = person.as_ref()?;
        let nip: Nip = person.nip.parse().ok()?;
        // What else falls due rests on no act.
        let act = Some(revision).filter(|_| is_of_act(telling.kind));
        let by = match act.and_then(|act| self.dated.get(act)) {
            Some(DatedKind::Step { due, .. }) => Some(*due),
            Some(DatedKind::Received { on }) => {
                self.policy().objection_deadline(telling.open.period, *on).ok()
            }
            None => None,
        };
        let own = matches!(capacity, Capacity::Own | Capacity::Evaluator);
        let actor = match (own, telling.kind.is_of_evaluator()) {
            (true, _) => None,
            (false, false) => Some(Actor::Named(person.name.clone())),
            (false, true) => {
                let superior = self.audiences.superior(&nip);
                let named = superior.and_then(|nip| self.audiences.person(nip));
                Some(named.map_or(Actor::Unknown, |person| Actor::Named(person.name.clone())))
            }
        };
        Some(Concerned {
            unit: self.units.get(&person.unit).unwrap_or(&person.unit).clone(),
            name: person.name.clone(),
            about: act.and_then(|act| self.steps.get(act)).map(|undone| undone.step.text.clone()),
            by,
            actor: actor.filter(|actor| *actor != Actor::Named(person.name.clone())),
        })
    }

    fn invitation(&self, recipient: &Recipient, telling: &Telling<'_>) -> Option<Tells> {
        let period = telling.open.period;
        let meeting = self.policy().meeting_of(period)?.ok()?;
        let unit = telling.open.subject.strip_prefix("unit/")?;
        let of_unit = || self.steps.values().filter(|undone| undone.unit == unit);
        let steps = of_unit().filter(|undone| undone.is_of_unit);
        let mut steps: Vec<_> = steps
            .map(|Undone { step, .. }| OpenStep { due: step.due, text: step.text.clone() })
            .collect();
        steps.sort();
        Some(Tells::Invitation(Invitation {
            to: self.addressee(recipient)?,
            unit: self.units.get(unit)?.clone(),
            period,
            begins: meeting.begins,
            ends: meeting.ends,
            steps,
            coaching: of_unit().filter(|undone| !undone.is_of_unit).count(),
        }))
    }
}

/// Whether it rests on an act, which has a day of its own.
const fn is_of_act(kind: Kind) -> bool {
    matches!(kind, Kind::StepDue | Kind::ObjectionClosing)
}

/// In what capacity somebody hears of something.
fn capacity(recipient: &Recipient, telling: &Telling<'_>) -> Capacity {
    let hears = |hears: Hears| telling.open.hears == hears.code();
    match recipient {
        Recipient::Hr => Capacity::Office,
        Recipient::Person(_) if hears(Hears::UnitHead) => Capacity::UnitHead,
        Recipient::Person(_) if hears(Hears::Superior) => Capacity::Superior,
        Recipient::Person(_) if telling.kind.is_of_evaluator() => Capacity::Evaluator,
        Recipient::Person(_) => Capacity::Own,
    }
}
