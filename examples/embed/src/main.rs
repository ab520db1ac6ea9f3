//! A stranger's program: reads a policy, a plan and what was reached, evaluates,
//! explains, lets the superior decide, and prints it all as JSON.

use std::error::Error;

use kinerja_core::{
    consequence::Role,
    evaluation::{
        Act, Actor, Case, Deed, Derivation, Judgement, Official, Officials, Ratings, evaluate,
    },
    evidence::Evidence,
    language::Language,
    people::Nip,
    plan::WorkPlan,
    region::RegionPolicy,
    scheme::{Predicate, Rating},
};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let policy = RegionPolicy::from_toml(include_str!("../policy.toml"))?;
    let plan: WorkPlan = serde_json::from_str(include_str!("../plan.json"))?;
    let evidence: Evidence = serde_json::from_str(include_str!("../evidence.json"))?;

    // The engine proposes, and says why.
    let found = evaluate(&policy, &plan, &evidence);
    let proposal = found.outcome.proposal().ok_or("something is missing: see `gaps`")?;
    let lines = Derivation::new(&plan, &evidence, &found);
    let lines = lines.lines(&policy, Some(&plan), Language::English);
    let why: Vec<_> = lines.iter().map(|one| format!("{} [{}]", one.text, one.source)).collect();

    // The superior decides: otherwise than was proposed only with a reason.
    let superior: Nip = "198001012005011001".parse()?;
    let officials = Officials::new("199001012015011001".parse()?, Some(superior.clone()), None)?;
    let case = Case::new(&policy, plan.period(), officials)?;
    let ratings = Ratings { result: proposal.result_rating, behaviour: proposal.behaviour_rating };
    let proposed =
        Deed::Propose { revision: 1, judgement: Some(Judgement::Ratings(ratings)), reason: None };
    let decided = Deed::Decide {
        proposal: 1,
        judgement: Judgement::Ratings(Ratings { behaviour: Rating::Above, ..ratings }),
        reason: Some("Memimpin layanan darurat selama banjir.".parse()?),
    };
    let by = Actor::Person(Official { role: Role::Superior, nip: superior });
    let acts = [
        Act { on: "2026-07-15".parse()?, sequence: 1, by: Actor::Engine, deed: proposed },
        Act { on: "2026-07-16".parse()?, sequence: 1, by, deed: decided },
    ];
    let record = case.on("2026-07-20".parse()?, &acts)?;
    let decision = record.state().and_then(|state| state.decision()).ok_or("it was decided")?;
    assert_eq!((proposal.predicate, decision.predicate), (Predicate::Good, Predicate::Excellent));

    let all = json!({ "evaluation": found, "why": why, "acts": acts, "record": record });
    println!("{}", serde_json::to_string_pretty(&all)?);
    Ok(())
}
