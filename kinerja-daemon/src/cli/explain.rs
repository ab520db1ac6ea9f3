//! `explain`: how a person's result came about.

use kinerja_core::{
    calendar::Period,
    evaluation::{Derivation, Line},
    language::Language,
    people::Nip,
    plan::WorkPlan,
    region::RegionCode,
};
use serde::Serialize;

use super::{Failure, exit::say};
use crate::{
    app::App,
    mail::{ResultMail, explain_text},
    policies::LoadedPolicy,
    store::{StoreError, StoredResult},
};

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The region's code.
    #[arg(long)]
    region: RegionCode,
    /// The person's NIP.
    #[arg(long)]
    nip: Nip,
    /// The period, like 2026, 2026-S1, 2026-Q3 or 2026-11.
    #[arg(long)]
    period: Period,
    /// Print JSON, in both languages.
    #[arg(long)]
    json: bool,
}

/// A result for other programs.
#[derive(Serialize)]
struct Explained<'a> {
    region: &'a RegionCode,
    period: Period,
    revision: u32,
    /// Nothing here is decided.
    status: &'static str,
    predicate: Option<&'a str>,
    result_rating: Option<&'a str>,
    behaviour_rating: Option<&'a str>,
    total: Option<&'a str>,
    policy_sha256: &'a str,
    steps: &'a Derivation,
    id: Vec<Line>,
    en: Vec<Line>,
}

pub(super) async fn run(app: &App, args: Args) -> Result<(), Failure> {
    let store = super::read_store(app).await?;
    let found = store.result_of(&args.region, &args.nip, args.period).await;
    store.close().await;
    let result = found?.ok_or_else(|| {
        Failure::data(format!(
            "{} {}: nobody with this NIP was evaluated; check all three, or run `evaluate` first",
            args.region, args.period
        ))
    })?;
    let policy = LoadedPolicy::parse(result.policy.clone()).map_err(Failure::unavailable)?;
    let derivation: Derivation = read(&result.derivation)?;
    let plan: Option<WorkPlan> = result.plan.as_deref().map(read).transpose()?;
    if args.json {
        return say(json(&args, &result, &policy, &derivation, plan.as_ref())?);
    }
    let mail = ResultMail {
        result: &result,
        policy: &policy.policy,
        plan: plan.as_ref(),
        derivation: &derivation,
    };
    say(explain_text(&mail, policy.policy.language()))
}

fn read<T: serde::de::DeserializeOwned>(body: &str) -> Result<T, Failure> {
    serde_json::from_str(body)
        .map_err(|error| StoreError::corrupt("explain a result", &error).into())
}

fn json(
    args: &Args,
    result: &StoredResult,
    policy: &LoadedPolicy,
    derivation: &Derivation,
    plan: Option<&WorkPlan>,
) -> Result<String, Failure> {
    let lines = |language| derivation.lines(&policy.policy, plan, language);
    let rating = |index| Some(result.ratings.as_ref()?.get::<usize>(index)?.as_str());
    serde_json::to_string_pretty(&Explained {
        region: &args.region,
        period: args.period,
        revision: result.revision,
        status: "usulan",
        predicate: rating(0),
        result_rating: rating(1),
        behaviour_rating: rating(2),
        total: result.total.as_deref(),
        policy_sha256: &policy.sha256,
        steps: derivation,
        id: lines(Language::Indonesian),
        en: lines(Language::English),
    })
    .map_err(Failure::unavailable)
}
