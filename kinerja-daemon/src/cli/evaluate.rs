//! `evaluate`: one region, one period.

use kinerja_core::{
    calendar::Period,
    language::Language,
    region::RegionCode,
    scheme::{Predicate, Regime},
    summary::Tally,
};

use super::{Failure, exit::say};
use crate::{
    app::App,
    jobs::evaluate::{self, Outcome, Request},
    policies::LoadedPolicy,
    progress::Progress,
    run::InstanceLock,
    store::{Access, RunKey, Store},
};

/// Arguments of `evaluate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The region's code.
    #[arg(long)]
    region: RegionCode,
    /// The period, like 2026, 2026-S1, 2026-Q3 or 2026-11.
    #[arg(long)]
    period: Period,
    /// Show what would be recorded and queued, and do neither.
    #[arg(long)]
    dry_run: bool,
    /// Make a new revision of units whose inputs have changed, for this reason.
    /// Everybody whose result changes is told, and reads the reason.
    #[arg(long, value_name = "REASON")]
    revise: Option<String>,
}

/// A region's policy by its code.
pub(super) fn policy<'a>(app: &'a App, region: &RegionCode) -> Result<&'a LoadedPolicy, Failure> {
    app.policies.get(region).ok_or_else(|| {
        let known = app.policies.keys().map(RegionCode::as_str).collect::<Vec<_>>().join(", ");
        Failure::data(format!("no policy is for the region `{region}`; there are: {known}"))
    })
}

/// Checks that a period is one of the region's, within its policy, and has ended.
fn check_period(app: &App, policy: &LoadedPolicy, period: Period) -> Result<(), Failure> {
    let policy = &policy.policy;
    if period.cadence() != policy.cadence {
        let own = policy.first_period;
        return Err(Failure::data(format!(
            "{period} is no period of {}: its periods are written like {own}",
            policy.code
        )));
    }
    let first = policy.first_period;
    if period.start() < first.start() {
        return Err(Failure::data(format!(
            "{period} lies before the first period of {}, {first}: nobody can have a plan for it",
            policy.code
        )));
    }
    if period.end() > app.clock.today(policy.zone) {
        let last = period.last_day();
        return Err(Failure::data(format!("{period} has not ended: its last day is {last}")));
    }
    // What comes before its deadline is not late, so nobody may be held to it yet.
    let unknown = |reason| Failure::data(format!("{period} has no day of evaluation: {reason}"));
    if app.clock.now() < policy.evaluation_due(period).map_err(unknown)? {
        let day = policy.evaluation_day(period).map_err(unknown)?;
        let until = policy.evidence_deadline(period).map_err(unknown)?;
        return Err(Failure::data(format!(
            "{period} is evaluated from {day} on: evidence is in time until {until}"
        )));
    }
    Ok(())
}

pub(super) async fn run(app: &App, args: Args) -> Result<(), Failure> {
    let policy = policy(app, &args.region)?;
    check_period(app, policy, args.period)?;
    if args.revise.as_ref().is_some_and(|reason| reason.trim().is_empty()) {
        return Err(Failure::usage("--revise needs a reason that people can read"));
    }
    let found = super::read_store(app).await?;
    if let Some(doubt) = super::clock::doubt(app, &found).await? {
        return Err(doubt);
    }
    let (_lock, store) = if args.dry_run {
        (None, found)
    } else {
        found.close().await;
        let lock = InstanceLock::take(&app.config.database)?;
        let store = Store::open(&app.config.database, Access::Write).await;
        (Some(lock), store.map_err(Failure::unavailable)?)
    };
    let done = evaluate_units(app, &store, policy, &args).await;
    store.close().await;
    let (lines, total, stale) = done?;
    for line in lines {
        say(line)?;
    }
    if total.people > 0 {
        let what = if args.dry_run { "would be evaluated" } else { "evaluated" };
        say(format!("{} {}: {what}: {}", args.region, args.period, counts(&total, args.period)))?;
    }
    if stale > 0 {
        return Err(Failure::data(format!(
            "{stale} units have inputs that changed since they were evaluated: say why with --revise REASON"
        )));
    }
    Ok(())
}

async fn evaluate_units(
    app: &App,
    store: &Store,
    policy: &LoadedPolicy,
    args: &Args,
) -> Result<(Vec<String>, Tally, u32), Failure> {
    let units = store.units(&args.region).await?;
    if units.is_empty() {
        return Err(Failure::data(format!(
            "{} has no people yet: import `pegawai` first",
            args.region
        )));
    }
    let progress = Progress::of("evaluating", units.len());
    let (mut lines, mut total, mut stale) = (Vec::new(), Tally::default(), 0);
    for unit in units {
        let key = RunKey { region: args.region.clone(), period: args.period, unit: unit.code };
        let request = Request {
            policy,
            key: &key,
            as_of: app.clock.now(),
            now: app.clock.now(),
            revise: args.revise.as_deref(),
            dry_run: args.dry_run,
        };
        let unit = &key.unit;
        match evaluate::run(store, request).await? {
            Outcome::Evaluated { revision, tally } => {
                lines.push(format!("{unit}: revision {revision}: {}", counts(&tally, args.period)));
                total.merge(&tally);
            }
            Outcome::Unchanged { revision } => {
                lines.push(format!("{unit}: nothing has changed since revision {revision}"));
            }
            Outcome::NeedsReason { revision } => {
                stale += 1;
                lines.push(format!("{unit}: inputs have changed since revision {revision}"));
            }
            Outcome::Nobody => lines.push(format!("{unit}: nobody to evaluate")),
        }
        progress.step();
    }
    Ok((lines, total, stale))
}

/// Counts in words: people, proposed predicates, people without a proposal.
fn counts(tally: &Tally, period: Period) -> String {
    let name = |predicate| Regime::name_in(period, predicate, Language::Indonesian);
    let predicates: Vec<_> = Predicate::BEST_FIRST
        .into_iter()
        .zip(tally.predicates)
        .map(|(predicate, count)| format!("{count} {}", name(predicate)))
        .collect();
    format!("{} people: usulan {}; {} blocked", tally.people, predicates.join(", "), tally.blocked)
}
