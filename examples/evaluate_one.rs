//! Evaluates one person: what is proposed, what is missing, and why, step by step:
//! `cargo run --example evaluate_one`.
#![expect(clippy::print_stdout, reason = "an example shows its result")]

use std::error::Error;

use kinerja_core::{
    evaluation::{Derivation, evaluate},
    evidence::{Background, Behaviour, Evidence, Reported},
    language::Language,
    plan::{
        Actual, Aspect, Contribution, Indicator, Level, Measure, PlanStatus, ResultKind, Target,
        WorkPlan,
    },
    region::RegionPolicy,
    scheme::{Predicate, Rating},
};

fn main() -> Result<(), Box<dyn Error>> {
    let policy = RegionPolicy::from_toml(include_str!("regions/tangerang-selatan/policy.toml"))?;
    let waiting_time = Indicator {
        code: "IKI-1".parse()?,
        kind: ResultKind::Main("60".parse()?),
        result: "Warga dilayani tanpa antre lama".into(),
        title: "Rata-rata waktu tunggu di loket".into(),
        measure: Measure::Ordinary,
        aspect: Aspect::Time,
        level: Level::Outcome,
        contribution: Contribution::Individual,
        unit: "menit".into(),
        baseline: Some("22".parse()?),
        target: Target::lower("15".parse()?)?,
        mission: None,
        service: None,
    };
    let satisfaction = Indicator {
        code: "IKI-2".parse()?,
        kind: ResultKind::Main("40".parse()?),
        title: "Indeks kepuasan masyarakat".into(),
        measure: Measure::SatisfactionIndex,
        aspect: Aspect::Quality,
        contribution: Contribution::Collective,
        unit: "indeks".into(),
        baseline: None,
        target: Target::higher("85".parse()?)?,
        ..waiting_time.clone()
    };
    let indicators = vec![waiting_time, satisfaction];
    let plan = WorkPlan::new("2026-Q2".parse()?, PlanStatus::Running, indicators)?;

    let on = "2026-07-03".parse()?;
    let reported = |amount: &str| -> Result<Reported, Box<dyn Error>> {
        Ok(Reported { actual: Actual::Amount(amount.parse()?), on })
    };
    let evidence = Evidence {
        actuals: [("IKI-1".parse()?, reported("12.5")?), ("IKI-2".parse()?, reported("83.1")?)]
            .into(),
        behaviour: Some(Behaviour { scores: [Some("92".parse()?); 7], on }),
        older: None,
        background: Background::NOTHING,
        reports: None,
    };

    let found = evaluate(&policy, &plan, &evidence);
    let proposal = found.outcome.proposal().ok_or("something blocks: see `gaps`")?;
    println!("Usulan: {}", proposal.predicate.name(Language::Indonesian));
    assert_eq!(proposal.result_rating, Rating::Above);
    assert_eq!(proposal.predicate, Predicate::Good);

    let derivation = Derivation::new(&plan, &evidence, &found);
    for line in derivation.lines(&policy, Some(&plan), Language::Indonesian) {
        println!("{}\n    [{}]", line.text, line.source);
    }

    // What nobody reported is missing and never zero; who must act is named with it.
    let nothing = evaluate(&policy, &plan, &Evidence::default());
    assert!(nothing.outcome.proposal().is_none());
    for gap in &nothing.gaps {
        println!("{}: {} must act", gap.missing.code(), gap.missing.actor().code());
    }
    Ok(())
}
