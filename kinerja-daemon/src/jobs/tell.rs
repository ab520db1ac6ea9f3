//! Looks at what was decided, and puts on record what people are to be told.
//!
//! The acts themselves say what is due, however they came in: a daemon that
//! stopped between an act and its mail finds it at the next pass, and what was
//! told already is not told again.

use chrono::NaiveDate;
use kinerja_core::{evaluation::Consequences, region::RegionPolicy};

use crate::{
    clock::Clock,
    facts::Backgrounds,
    judgement::{Dossier, Judged, Means, Notice, Telling, dossier},
    policies::LoadedPolicy,
    run::Stop,
    store::{Deciders, NewNotice, PendingJudgement, Store, StoreError, trail},
};

/// What became of the decisions of one pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Told {
    /// Decisions and outcomes that are new.
    pub notices: u32,
    /// People with an act that does not count.
    pub problems: u32,
    /// People of whom a result, a policy or an official cannot be read back.
    pub unreadable: u32,
}

/// Looks at the decisions of a region that nobody has looked at yet. A person of
/// whom something cannot be read back waits; the others do not.
///
/// # Errors
///
/// Fails when the database does.
pub async fn run(
    store: &Store,
    region: &LoadedPolicy,
    (clock, stop): (Clock, &Stop),
) -> Result<Told, StoreError> {
    let mut told = Told::default();
    let policy = &region.policy;
    let mut backgrounds = Backgrounds::new(store);
    for pending in store.pending_judgements(&policy.code).await? {
        // The next pass goes on with the others.
        if stop.is_asked() {
            break;
        }
        match look_at(store, region, &pending, (&mut backgrounds, clock)).await {
            Ok(looked) => {
                told.notices += u32::from(looked.has_news);
                told.problems += u32::from(looked.has_problems);
            }
            Err(error) if error.is_about_one_value() => {
                told.unreadable += 1;
                // What cannot be read may tell of people: only where it is, is told.
                tracing::error!(region = %policy.code, period = %pending.period,
                    person = pending.employee, action = error.action(),
                    "a decision cannot be told because something it rests on cannot be read back");
            }
            Err(error) => return Err(error),
        }
    }
    if told.problems > 0 {
        tracing::warn!(region = %policy.code, people = told.problems,
            "acts about decisions do not count; `explain` says why");
    }
    Ok(told)
}

/// What was seen of one person.
#[derive(Debug, Clone, Copy, Default)]
struct Looked {
    has_news: bool,
    has_problems: bool,
}

async fn look_at(
    store: &Store,
    region: &LoadedPolicy,
    pending: &PendingJudgement,
    (backgrounds, clock): (&mut Backgrounds<'_>, Clock),
) -> Result<Looked, StoreError> {
    let policy = &region.policy;
    let of = (pending.period, policy.zone);
    // Nothing was proposed yet: it waits for the evaluation.
    let Some((dossier, loaded)) = dossier(store, &policy.code, &pending.nip, of).await? else {
        return Ok(Looked::default());
    };
    let today = clock.today(policy.zone);
    let Ok(judged) = dossier.judge(&loaded.policy, today) else {
        return Ok(Looked { has_news: false, has_problems: true });
    };
    let found = Found { pending, dossier: &dossier, judged: &judged, today };
    let has_news = tell(store, (&loaded, backgrounds), found, clock).await?;
    Ok(Looked { has_news, has_problems: !judged.problems.is_empty() })
}

/// What is on record about one person.
#[derive(Clone, Copy)]
struct Found<'a> {
    pending: &'a PendingJudgement,
    dossier: &'a Dossier,
    judged: &'a Judged,
    today: NaiveDate,
}

impl Found<'_> {
    /// Whether all that is on record was looked at. What does not count yet may count
    /// when its cause is mended, and what is dated later is told when its day comes.
    fn is_whole(&self) -> bool {
        self.judged.problems.is_empty() && !self.dossier.goes_beyond(self.today)
    }
}

/// Says whether there is something new to tell.
async fn tell(
    store: &Store,
    (policy, backgrounds): (&LoadedPolicy, &mut Backgrounds<'_>),
    found: Found<'_>,
    clock: Clock,
) -> Result<bool, StoreError> {
    let Found { pending, dossier, judged, today } = found;
    let last = store.last_notice(dossier.employee, dossier.period).await?;
    // One that cannot be read back was told, and what it told is not known.
    let before = last.as_ref().and_then(|(_, body)| serde_json::from_str::<Notice>(body).ok());
    let is_new = |telling: &Telling| {
        before
            .as_ref()
            .is_none_or(|before| before.telling != *telling && !before.telling.is_after(today))
    };
    let new = Telling::of(judged).filter(is_new);
    let (Some(telling), Some(evaluator)) = (new, &dossier.evaluator) else {
        if found.is_whole() {
            store.look_at_judgement(pending, None, clock.now()).await?;
        }
        return Ok(false);
    };
    let Some(proposed) = dossier.proposal(telling.decision.proposal) else { return Ok(false) };
    let result = store.result_of_run(dossier.employee, proposed.run).await?;
    let unreadable = |error: serde_json::Error| StoreError::corrupt("tell a decision", &error);
    let derivation = trail::read(&result.derivation)?;
    let background = dossier.background(backgrounds, &policy.policy, proposed).await?;
    let number = last.map_or(0, |(number, _)| number);
    let event = telling.event(number.saturating_add(1));
    let policy = &policy.policy;
    let means = means(store, policy, dossier).await?;
    let behind = (&derivation, &background);
    let notice = Notice::new(telling, (dossier, judged), (policy, &means), behind);
    let body = serde_json::to_string(&notice).map_err(unreadable)?;
    let new = NewNotice { before: number, event: &event, run: proposed.run, body: &body };
    let deciders = Deciders { evaluator, superior: dossier.evaluator_superior.as_ref() };
    let act = if found.is_whole() { pending.act } else { 0 };
    let looked = PendingJudgement { act, ..pending.clone() };
    store.look_at_judgement(&looked, Some((new, deciders)), clock.now()).await?;
    Ok(true)
}

/// What a notice needs to know of the years before. Only the way to an improvement
/// looks at them, so nothing is read where no result can lead to one.
async fn means(
    store: &Store,
    policy: &RegionPolicy,
    dossier: &Dossier,
) -> Result<Means, StoreError> {
    if Consequences::may_improve(policy, dossier.period, dossier.employment) {
        Means::read(store, policy, dossier.period, Some(&dossier.nip)).await
    } else {
        Ok(Means::default())
    }
}
