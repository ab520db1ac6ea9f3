//! `progress`: how plans stand today.

use kinerja_core::{calendar::Period, people::Nip, region::RegionCode};

use super::{Failure, evaluate::policy, exit::say};
use crate::{
    app::App,
    jobs::standing::{Progress, standing},
    policies::LoadedPolicy,
    store::{Store, Whose},
};

/// Arguments of `progress`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The region's code; without it every region, each by itself.
    #[arg(long)]
    region: Option<RegionCode>,
    /// The period, like 2026, 2026-S1, 2026-Q3 or 2026-11; without it the one
    /// that today lies in.
    #[arg(long)]
    period: Option<Period>,
    /// Only the people of the unit with this code, as counts.
    #[arg(long, conflicts_with = "superior")]
    unit: Option<String>,
    /// Only the direct staff of the person with this NIP, by name.
    #[arg(long, value_name = "NIP")]
    superior: Option<Nip>,
    /// Name people also where only counts are shown.
    #[arg(long)]
    names: bool,
    /// Print JSON, one document for each region.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(app: &App, args: Args) -> Result<(), Failure> {
    let policies: Vec<&LoadedPolicy> = match &args.region {
        Some(region) => vec![policy(app, region)?],
        None => app.policies.values().collect(),
    };
    if policies.len() > 1 && (args.unit.is_some() || args.superior.is_some()) {
        return Err(Failure::usage(
            "there are several regions: say with --region in which one the unit or superior is",
        ));
    }
    let store = super::read_store(app).await?;
    let mut told = Vec::new();
    for policy in policies {
        told.push(region(app, &store, policy, &args).await?);
    }
    store.close().await;
    say(told.join("\n\n"))
}

async fn region(
    app: &App,
    store: &Store,
    loaded: &LoadedPolicy,
    args: &Args,
) -> Result<String, Failure> {
    let policy = &loaded.policy;
    let today = app.clock.today(policy.zone);
    let period = match args.period {
        Some(period) if period.cadence() == policy.cadence => period,
        Some(period) => {
            return Err(Failure::data(format!(
                "{period} is no period of {}: its periods are written like {}",
                policy.code, policy.first_period
            )));
        }
        None => std::iter::successors(Some(policy.first_period), |period| period.next())
            .find(|period| today < period.end())
            .unwrap_or(policy.first_period),
    };
    let (whose, words) = whose(store, policy.code.clone(), args).await?;
    let found = standing(store, (policy, period), &whose, today).await?;
    if found.people.is_empty() {
        return Err(Failure::data(format!(
            "{}: nobody is on record for {words}; import `pegawai` first, or check the code",
            policy.code
        )));
    }
    let progress = Progress {
        region: &policy.name,
        period,
        today,
        whose: &words,
        plan_by: policy.plan_deadline(period).ok(),
        standing: &found,
        names: args.names || args.superior.is_some(),
    };
    if args.json { progress.json().map_err(Failure::unavailable) } else { Ok(progress.text()) }
}

/// Whose standing is asked for, also in words.
async fn whose(store: &Store, region: RegionCode, args: &Args) -> Result<(Whose, String), Failure> {
    if let Some(nip) = &args.superior {
        let words = format!("staf langsung {}", nip.as_str());
        return Ok((Whose::StaffOf(nip.clone()), words));
    }
    let Some(code) = &args.unit else {
        return Ok((Whose::Region, "seluruh unit kerja".to_owned()));
    };
    let units = store.units(&region).await?;
    let Some(unit) = units.iter().find(|unit| unit.code == *code) else {
        let known: Vec<_> = units.iter().map(|unit| unit.code.as_str()).collect();
        return Err(Failure::data(format!(
            "no unit of {region} has the code `{code}`; there are: {}",
            known.join(", ")
        )));
    };
    Ok((Whose::Unit(code.clone()), unit.name.clone()))
}
