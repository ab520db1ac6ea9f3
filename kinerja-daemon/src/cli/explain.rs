//! `explain`: how a person's result came about.

mod json;
mod notes;
mod plans;

use std::collections::BTreeMap;

use kinerja_core::{
    calendar::{Period, long_date},
    evaluation::{Consequences, Derivation, Line, Standing, Step},
    evidence::{DirectionCounts, RaterClass, count_feedback},
    language::Language,
    number::Ratio,
    people::Nip,
    plan::WorkPlan,
    region::{RegionCode, RegionPolicy},
    scheme::Predicate,
};

use plans::{Asked, Planned, plans};

use super::{Failure, exit::say};
use crate::{
    app::App,
    facts::{Backgrounds, Evaluator},
    judgement::{Dossier, EarlierRatings, Judged, Means, dossier},
    mail::{ResultMail, explain_text},
    policies::LoadedPolicy,
    store::{
        Kept, Store, StoreError, StoredResult,
        acts::{Act, WithdrawnAct},
        trail,
    },
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

/// What is on record of a result, read back.
struct Told {
    result: StoredResult,
    policy: LoadedPolicy,
    evaluator: Evaluator,
    derivation: Derivation,
    plan: Option<WorkPlan>,
    judged: Option<Judged>,
    earlier: Vec<EarlierRatings>,
    problems: Vec<String>,
    withdrawn: Vec<WithdrawnAct>,
    feedback: BTreeMap<RaterClass, DirectionCounts>,
    history: Derivation,
    follow_ups: Derivation,
    consequences: Consequences,
    plans: Vec<Planned>,
}

pub(super) async fn run(app: &App, args: Args) -> Result<(), Failure> {
    let store = super::read_store(app).await?;
    let told = told(app, &store, &args).await;
    store.close().await;
    let told = told?;
    if args.json {
        return say(told.json(&args)?);
    }
    say(told.text())
}

async fn told(app: &App, store: &Store, args: &Args) -> Result<Told, Failure> {
    let found = store.result_of(&args.region, &args.nip, args.period).await?;
    let result = found.ok_or_else(|| {
        Failure::data(format!(
            "{} {}: nobody with this NIP was evaluated; check all three, or run `evaluate` first",
            args.region, args.period
        ))
    })?;
    let policy = LoadedPolicy::parse(result.policy.clone()).map_err(Failure::unavailable)?;
    let zone = policy.policy.zone;
    let found = dossier(store, &args.region, &args.nip, (args.period, zone)).await?;
    let of = (&args.nip, args.period);
    let kept = result.evaluator.as_ref();
    let evaluator = Evaluator::read(store, &args.region, of, kept).await?;
    let mut told = Told {
        evaluator,
        derivation: trail::read(&result.derivation)?,
        plan: result.plan.as_deref().map(plan).transpose()?,
        judged: None,
        earlier: Vec::new(),
        problems: Vec::new(),
        withdrawn: withdrawn(store, args, found.as_ref()).await?,
        feedback: feedback(store, args, &policy.policy).await?,
        history: Derivation::of_follow_ups(&[]),
        follow_ups: Derivation::of_follow_ups(&[]),
        consequences: Consequences::default(),
        plans: Vec::new(),
        result,
        policy,
    };
    let Some((dossier, _)) = found else { return Ok(told) };
    if !dossier.is_silent() {
        told.judge(app, store, &dossier).await?;
    }
    let means = Means::read(store, &told.policy.policy, args.period, Some(&args.nip)).await?;
    let proposed = told.result.ratings.as_ref().and_then(|[code, ..]| predicate(code));
    told.consequences =
        means.consequences(&dossier, &told.policy.policy, (told.judged.as_ref(), proposed));
    told.plans = told.planned(store, &dossier).await?;
    Ok(told)
}

/// How often who gave which feedback in the period, where enough did.
async fn feedback(
    store: &Store,
    args: &Args,
    policy: &RegionPolicy,
) -> Result<BTreeMap<RaterClass, DirectionCounts>, StoreError> {
    let found = store.acts_of_person(&args.region, &args.nip, args.period).await?;
    let given = found.acts.iter().filter(|stored| stored.period == Some(args.period));
    let given = given.filter_map(|stored| {
        let Act::Feedback(given) = &stored.act else { return None };
        Some((given.from, given.direction))
    });
    Ok(count_feedback(given, policy.raters.as_ref().map(|raters| &raters.classes)))
}

/// What is withdrawn of what the result might have rested on.
async fn withdrawn(
    store: &Store,
    args: &Args,
    found: Option<&(Dossier, LoadedPolicy)>,
) -> Result<Vec<WithdrawnAct>, StoreError> {
    let newest = found.and_then(|(dossier, _)| dossier.proposals.last());
    let unit = newest.map_or("", |proposed| proposed.unit.as_str());
    store.withdrawn_acts(&args.region, (&args.nip, unit), args.period).await
}

/// The predicate of a code.
pub(super) fn predicate(code: &str) -> Option<Predicate> {
    serde_json::from_value(code.into()).ok()
}

impl Told {
    async fn judge(&mut self, app: &App, store: &Store, dossier: &Dossier) -> Result<(), Failure> {
        let today = app.clock.today(self.policy.policy.zone);
        self.earlier = dossier.earlier_ratings();
        match dossier.judge(&self.policy.policy, today) {
            Err(problem) => self.problems.push(problem.to_string()),
            Ok(judged) => {
                self.problems.extend(judged.problems.iter().map(ToString::to_string));
                self.history = judged.record.derivation();
                if let Some(decision) = judged.decision()
                    && let Some(proposed) = dossier.proposal(decision.proposal)
                {
                    let of = store.result_of_run(dossier.employee, proposed.run).await?;
                    let (policy, mut behind) = (&self.policy.policy, Backgrounds::new(store));
                    let background = dossier.background(&mut behind, policy, proposed).await?;
                    let derivation = trail::read(&of.derivation)?;
                    let follow_ups = decision.follow_ups(policy, &derivation, &background);
                    self.follow_ups = Derivation::of_follow_ups(&follow_ups);
                }
                self.judged = Some(judged);
            }
        }
        Ok(())
    }
}

fn plan(body: &str) -> Result<WorkPlan, Failure> {
    WorkPlan::read(body).map_err(|error| StoreError::corrupt("explain a result", &error).into())
}

impl Told {
    fn standing(&self) -> Standing {
        self.judged.as_ref().map_or(Standing::Proposal, Judged::standing)
    }

    /// The plans of the follow-ups that were decided, or else of those proposed.
    async fn planned(&self, store: &Store, dossier: &Dossier) -> Result<Vec<Planned>, StoreError> {
        let policy = &self.policy.policy;
        let decision = self.judged.as_ref().and_then(Judged::decision);
        let (from, of) = match decision {
            Some(decision) => (decision.on, &self.follow_ups),
            None => (self.result.as_of.with_timezone(&policy.zone).date_naive(), &self.derivation),
        };
        let (period, decided) = (self.result.period, decision.is_some());
        let rules = of.steps().iter().filter_map(|step| {
            if let Step::FollowUp { rule, .. } = step { Some(rule) } else { None }
        });
        plans(store, Asked { policy, period, from, decided }, dossier, rules).await
    }

    /// History and follow-ups of the decision, in words.
    fn lines(&self, language: Language) -> Vec<Line> {
        let of = (self.result.period, self.plan.as_ref());
        let lines = |steps: &Derivation| steps.lines_of(&self.policy.policy, of, language);
        lines(&self.history).into_iter().chain(lines(&self.follow_ups)).collect()
    }

    fn text(&self) -> String {
        let Self { result, policy, plan, derivation, evaluator, .. } = self;
        let policy = &policy.policy;
        let language = policy.language();
        let mail = ResultMail { result, policy, plan: plan.as_ref(), derivation, evaluator };
        let mut text = explain_text(&mail, self.standing(), language);
        let mut add = |line: String| text.extend([line.as_str(), "\n"]);
        let lines = self.lines(language);
        if !lines.is_empty() {
            add(format!(
                "\n{}",
                language.pick("Putusan dan tindak lanjutnya", "The decision and what follows")
            ));
        }
        let source = language.pick("sumber", "source");
        for (index, line) in lines.into_iter().enumerate() {
            add(format!("{}. {} [{source}: {}]", index + 1, line.text, line.source));
        }
        for note in self.notes(language) {
            add(note);
        }
        for WithdrawnAct { kind, on, reason } in &self.withdrawn {
            let word = language.pick("Dicabut", "Withdrawn");
            let on = on.map_or_else(String::new, |on| format!(" {}", long_date(on, language)));
            add(format!("{word}: {kind}{on}: {reason}"));
        }
        for (from, counts) in &self.feedback {
            let word = language.pick("Umpan balik dari", "Feedback from");
            add(format!("{word} {}: {}", from.name(language), counts.show(language)));
        }
        if !self.plans.is_empty() {
            let word = language.pick("Rencana bimbingan dan konseling", "Coaching and counselling");
            add(format!("\n{word}"));
        }
        for (index, plan) in self.plans.iter().enumerate() {
            add(format!("{}. {}", index + 1, plan.text(language)));
        }
        let guidance = derivation.guidance(policy, result.period, language);
        let guide =
            ("Panduan perilaku yang belum terpenuhi", "Behaviour below expectation: the guide");
        let brings = ("Yang mengikuti hasil ini", "What the result brings");
        let brought = self.consequences.lines(policy, result.period, language);
        for ((id, en), lines) in [(guide, guidance), (brings, brought)] {
            if !lines.is_empty() {
                add(format!("\n{}", language.pick(id, en)));
            }
            for (index, line) in lines.into_iter().enumerate() {
                add(format!("{}. {} [{source}: {}]", index + 1, line.text, line.source));
            }
        }
        for problem in &self.problems {
            let word = language.pick("Tidak diperhitungkan", "Does not count");
            add(format!("{word}: {problem}"));
        }
        text
    }

    /// The total as people are told it.
    fn total(&self) -> Result<Option<String>, Failure> {
        let read = |total: &String| {
            let exact: Ratio =
                total.parse().map_err(|error| StoreError::corrupt("explain a result", &error))?;
            Ok(self.derivation.told_total(exact).to_string())
        };
        self.result.total.as_ref().map(read).transpose()
    }
}
