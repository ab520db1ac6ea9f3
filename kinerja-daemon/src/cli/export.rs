//! `export`: results and follow-ups for other programs.

mod tables;

use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};
use kinerja_core::{
    calendar::Period,
    consequence::FollowUp,
    evaluation::{CREDIT_DECIMALS, Consequences, Credit, Derivation, Line},
    language::Language,
    number::Ratio,
    region::{RegionCode, RegionPolicy},
    scheme::Basis,
};
use serde::Serialize;
use tables::{consequences_csv, follow_ups_csv, results_csv};

use super::{Failure, evaluate::policy, exit::say, explain::predicate};
use crate::{
    app::App,
    facts::Backgrounds,
    judgement::{Dossier, Dossiers, Judged, Means, Problem},
    policies::LoadedPolicy,
    private_file, pseudonym,
    store::{ExportRow, Store, StoreError, trail},
};

/// The file with what results bring: it names people.
const CONSEQUENCES: &str = "konsekuensi.csv";

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The region's code.
    #[arg(long)]
    region: RegionCode,
    /// The period, like 2026, 2026-S1, 2026-Q3 or 2026-11.
    #[arg(long)]
    period: Period,
    /// The folder to write `hasil.csv`, `tindak_lanjut.csv` and `hasil.json` to, and
    /// with `--names` `konsekuensi.csv` (allowance, talent box, improvement, promotion).
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Write NIP and name too; without it people are known by a number only.
    #[arg(long)]
    names: bool,
}

/// A result for other programs.
#[derive(Serialize)]
struct Exported {
    number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    nip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    unit: String,
    unit_name: String,
    revision: u32,
    status: &'static str,
    predicate: Option<String>,
    result_rating: Option<String>,
    behaviour_rating: Option<String>,
    total: Option<String>,
    /// `saran` where the total only advises, as under every regulation without
    /// arithmetic, or `menentukan`.
    total_is: Option<&'static str>,
    missing: Vec<&'static str>,
    follow_ups: Vec<ExportedFollowUp>,
    decided_predicate: Option<&'static str>,
    decided_result_rating: Option<&'static str>,
    decided_behaviour_rating: Option<&'static str>,
    objection_deadline: Option<NaiveDate>,
    decision_problems: Vec<String>,
    /// Credit points of a functional post, by the predicate that is decided, or
    /// proposed while none is.
    credit_points: Option<String>,
    /// What else the result brings; only with names, because it is for the
    /// personnel office alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    consequences: Option<Brought>,
}

/// What a result brings, as values and in words.
#[derive(Serialize)]
struct Brought {
    values: Consequences,
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct ExportedFollowUp {
    rule: String,
    kind: String,
    actor: String,
    due_on: String,
}

pub(super) async fn run(app: &App, args: Args) -> Result<(), Failure> {
    let policy = policy(app, &args.region)?;
    let store = super::read_store(app).await?;
    let rows = store.results(&args.region, args.period).await?;
    let zone = policy.policy.zone;
    let dossiers = Dossiers::of_everybody(&store, &args.region, args.period, zone).await?;
    let means = Means::read(&store, &policy.policy, args.period, None).await?;
    let today = app.clock.today(zone);
    let key = store.instance_key().await?;
    if rows.is_empty() {
        store.close().await;
        return Err(Failure::data(format!(
            "{} {}: nothing was evaluated; run `evaluate` first",
            args.region, args.period
        )));
    }
    let export = Export {
        store: &store,
        policy,
        dossiers: &dossiers,
        means: &means,
        names: args.names,
        basis: Basis::of(args.period.start()),
        key,
        today,
    };
    let written = export.of(rows).await;
    store.close().await;
    let mut rows = written?;
    // The order of the database is that of the file of staff and tells who is who.
    rows.sort_by(|one, other| (&one.unit, &one.number).cmp(&(&other.unit, &other.number)));
    let json = serde_json::to_string_pretty(&rows).map_err(Failure::unavailable)? + "\n";
    std::fs::create_dir_all(&args.out)
        .map_err(|error| Failure::unavailable(format!("{}: {error}", args.out.display())))?;
    write(&args.out, "hasil.json", json.as_bytes())?;
    write(&args.out, "hasil.csv", &results_csv(&rows, args.names)?)?;
    write(&args.out, "tindak_lanjut.csv", &follow_ups_csv(&rows, args.names)?)?;
    if args.names {
        write(&args.out, CONSEQUENCES, &consequences_csv(&rows)?)?;
    } else {
        // What an export with names left there must not be handed on by mistake.
        forget(&args.out, CONSEQUENCES)?;
    }
    say(format!("{} results written to {}", rows.len(), args.out.display()))
}

/// What results are exported with.
struct Export<'a> {
    store: &'a Store,
    policy: &'a LoadedPolicy,
    dossiers: &'a Dossiers,
    means: &'a Means,
    names: bool,
    /// What the predicates of the period rest on.
    basis: Basis,
    /// What the numbers of people are made with.
    key: String,
    today: NaiveDate,
}

impl Export<'_> {
    async fn of(&self, rows: Vec<ExportRow>) -> Result<Vec<Exported>, Failure> {
        let mut backgrounds = Backgrounds::new(self.store);
        let mut written = Vec::with_capacity(rows.len());
        for row in rows {
            let (employee, proposal) = (row.employee, row.ratings[0].clone());
            let number = pseudonym::number(&self.key, &self.policy.policy.code, employee);
            let proposed = derivation(&row.derivation)?;
            let of = (self.names, self.basis, &proposed);
            let found = exported(row, number, self.policy, of)?;
            let Some((dossier, rules)) = self.dossiers.of(employee) else {
                written.push(found);
                continue;
            };
            let judged = (!dossier.is_silent()).then(|| dossier.judge(rules, self.today));
            let so_far = judged.as_ref().and_then(|judged| judged.as_ref().ok());
            let predicate = proposal.as_deref().and_then(predicate);
            let brought = self.means.consequences(dossier, rules, (so_far, predicate));
            let found = found.bringing(brought, (dossier.period, rules), self.names);
            written.push(match judged {
                Some(Ok(judged)) => {
                    let of = (dossier, rules);
                    let follow_ups =
                        self.follow_ups(&mut backgrounds, of, &judged, &proposed).await?;
                    found.with(&judged, follow_ups)
                }
                Some(Err(problem)) => found.with_problem(&problem),
                None => found,
            });
        }
        Ok(written)
    }

    /// What follows from the decision, if there is one. It rests on the proposal that
    /// was decided on, which may not be the newest.
    async fn follow_ups(
        &self,
        backgrounds: &mut Backgrounds<'_>,
        (dossier, policy): (&Dossier, &RegionPolicy),
        judged: &Judged,
        newest: &Derivation,
    ) -> Result<Vec<FollowUp>, Failure> {
        let Some(decision) = judged.decision() else { return Ok(Vec::new()) };
        let Some(proposed) = dossier.proposal(decision.proposal) else { return Ok(Vec::new()) };
        let background = dossier.background(backgrounds, policy, proposed).await?;
        if dossier.proposals.last() == Some(proposed) {
            return Ok(decision.follow_ups(policy, newest, &background));
        }
        let of = self.store.result_of_run(dossier.employee, proposed.run).await?;
        Ok(decision.follow_ups(policy, &derivation(&of.derivation)?, &background))
    }
}

fn exported(
    row: ExportRow,
    number: String,
    policy: &LoadedPolicy,
    (names, basis, derivation): (bool, Basis, &Derivation),
) -> Result<Exported, Failure> {
    let corrupt = |reason: String| Failure::from(StoreError::corrupt("export a result", &reason));
    let missing = derivation.lacks();
    let total: Option<Ratio> = row
        .total
        .map(|total| total.parse().map_err(|error| corrupt(format!("{error}"))))
        .transpose()?;
    let [predicate, result_rating, behaviour_rating] = row.ratings;
    Ok(Exported {
        number,
        nip: names.then_some(row.nip),
        name: names.then_some(row.name),
        unit: row.unit.0,
        unit_name: row.unit.1,
        revision: row.revision,
        status: "usulan",
        predicate,
        result_rating,
        behaviour_rating,
        total: total.map(|total| derivation.told_total(total).show(policy.policy.decimal)),
        total_is: total.map(|_| match basis {
            Basis::Matrix => "saran",
            Basis::Bands => "menentukan",
        }),
        missing,
        follow_ups: row
            .follow_ups
            .into_iter()
            .map(|[rule, kind, actor, due_on]| ExportedFollowUp { rule, kind, actor, due_on })
            .collect(),
        decided_predicate: None,
        decided_result_rating: None,
        decided_behaviour_rating: None,
        objection_deadline: None,
        decision_problems: Vec::new(),
        credit_points: None,
        consequences: None,
    })
}

fn derivation(body: &str) -> Result<Derivation, Failure> {
    Ok(trail::read(body)?)
}

impl Exported {
    /// The same with why nothing can be decided.
    fn with_problem(self, problem: &Problem) -> Self {
        Self { decision_problems: vec![problem.to_string()], ..self }
    }

    /// The same with what the result brings.
    fn bringing(
        self,
        brought: Consequences,
        (period, policy): (Period, &RegionPolicy),
        names: bool,
    ) -> Self {
        let points = |credit: &Credit| credit.exact.show(CREDIT_DECIMALS, policy.decimal).ok();
        let told = |brought: Consequences| {
            let lines = brought.lines(policy, period, policy.language());
            Brought { values: brought, lines }
        };
        Self {
            credit_points: brought.credit().and_then(points),
            consequences: names.then(|| told(brought)),
            ..self
        }
    }

    /// The same with what was decided; the follow-ups are those of the decision.
    fn with(self, judged: &Judged, follow_ups: Vec<FollowUp>) -> Self {
        let decision_problems = judged.problems.iter().map(ToString::to_string).collect();
        let Some(decision) = judged.decision() else { return Self { decision_problems, ..self } };
        let ratings = decision.judgement.ratings();
        let due = |days: u32| decision.on.checked_add_days(Days::new(days.into()));
        Self {
            status: judged.standing().name(Language::Indonesian),
            decided_predicate: Some(decision.predicate.code()),
            decided_result_rating: ratings.map(|given| given.result.code()),
            decided_behaviour_rating: ratings.map(|given| given.behaviour.code()),
            objection_deadline: judged.objection_deadline(),
            decision_problems,
            follow_ups: follow_ups
                .into_iter()
                .map(|found| ExportedFollowUp {
                    rule: found.rule.to_string(),
                    kind: found.kind.code().to_owned(),
                    actor: found.actor.code().to_owned(),
                    due_on: due(found.due_days).unwrap_or(decision.on).to_string(),
                })
                .collect(),
            ..self
        }
    }
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let path = folder.join(name);
    private_file::replace(&path, bytes)
        .map_err(|error| Failure::unavailable(format!("{}: {error}", path.display())))
}

fn forget(folder: &Path, name: &str) -> Result<(), Failure> {
    let path = folder.join(name);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::unavailable(format!("{}: {error}", path.display())))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}
