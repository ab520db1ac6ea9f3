//! A scale of one's own as a policy: weighted elements, bands, and a veto. Here that
//! of the senior executives of the United States: `cargo run --example custom_scheme`.
#![expect(clippy::print_stdout, reason = "an example shows its result")]

use std::error::Error;

use kinerja_core::{
    evaluation::{Derivation, Evaluation, evaluate},
    evidence::{Background, Behaviour, Evidence, Reported},
    language::Language,
    number::DecimalMark,
    plan::{
        Actual, Aspect, Contribution, Indicator, Level, Measure, PlanStatus, ResultKind, Target,
        WorkPlan,
    },
    region::RegionPolicy,
    scheme::Predicate,
};

/// Levels 1 to 5 of each critical element by their weights make 100 to 500. An element
/// at level 1 makes the whole level 1. From 2022 Indonesian law knows no such numbers:
/// the band is the level of the scale, and the predicate is still that of the matrix.
const SCALE: &str = r#"
code = "us-ses"
name = "Senior Executive Service"
zone = "Asia/Jakarta"
cadence = "annual"
first_period = "2026"
decimal = "point"
languages = ["en"]
contact = { name = "Personnel office", email = "kinerja@contoh.example.go.id" }
deadlines.plan = { days = 31, source = "own" }
deadlines.evidence = { days = 10, source = "own" }
deadlines.evaluation = { days = 15, source = "own" }
deadlines.objection = { days = 14, source = "PP 30/2019 Pasal 59" }
missing = { actual = "block", behaviour = "block", late = "accept", source = "own" }
behaviour = { share = "0", source = "5 CFR 430.305" }

[work_result]
cap = "500"
late_day_loss = "0"
additional_points = "0"
additional_points_max = "0"
source = "5 CFR 430.305"

[ratings]
result = { meets = "300", above = "475" }
behaviour = { meets = "80", above = "100" }
source = "own"

[bands]
source = "5 CFR 430.305"
band = [
    { predicate = "very_poor", from = "0", to = "200" },
    { predicate = "poor", from = "200", to = "300" },
    { predicate = "needs_improvement", from = "300", to = "400" },
    { predicate = "good", from = "400", to = "475" },
    { predicate = "excellent", from = "475", to = "500" },
]
veto = [{ when = { any_indicator_below = "200" }, at_most = "very_poor" }]
"#;

/// The critical elements and their weights in percent.
const ELEMENTS: [(&str, &str, &str); 5] = [
    ("LC", "Leading change", "15"),
    ("LP", "Leading people", "20"),
    ("BA", "Business acumen", "15"),
    ("BC", "Building coalitions", "10"),
    ("RD", "Results driven", "40"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let policy = RegionPolicy::from_toml(SCALE)?;
    #[rustfmt::skip]
    let table = [
        // Levels,          total,    level of the scale
        ([5, 5, 5, 5, 5], "500.00", Predicate::Excellent),
        ([5, 5, 5, 4, 5], "490.00", Predicate::Excellent),
        ([4, 5, 4, 5, 5], "470.00", Predicate::Good),
        ([4, 4, 4, 4, 4], "400.00", Predicate::Good),
        ([3, 3, 3, 3, 3], "300.00", Predicate::NeedsImprovement),
        ([2, 2, 2, 2, 2], "200.00", Predicate::Poor),
        ([5, 5, 5, 1, 5], "460.00", Predicate::VeryPoor),
    ];
    for (levels, total, level) in table {
        let (found, because) = assess(&policy, levels)?;
        let proposal = found.outcome.proposal().ok_or("nothing is missing")?;
        println!("{levels:?} = {total}: {}", level.name(Language::English));
        assert_eq!(proposal.total.show(DecimalMark::Point), total);
        assert_eq!(proposal.band, level);
        assert_eq!(found.vetoed.is_some(), levels.contains(&1));
        if let Some(veto) = because {
            println!("    {veto}");
        }
    }
    Ok(())
}

/// Evaluates somebody with these levels; the text of the veto, where there is one.
fn assess(
    policy: &RegionPolicy,
    levels: [u32; 5],
) -> Result<(Evaluation, Option<String>), Box<dyn Error>> {
    let indicators = ELEMENTS.into_iter().map(indicator).collect::<Result<Vec<_>, _>>()?;
    let plan = WorkPlan::new("2026".parse()?, PlanStatus::Agreed, indicators)?;
    let on = "2027-01-08".parse()?;
    let reported = plan.indicators().iter().zip(levels).map(|(element, level)| {
        (element.code.clone(), Reported { actual: Actual::Amount(level.into()), on })
    });
    let evidence = Evidence {
        actuals: reported.collect(),
        // It counts nothing here, and it is asked all the same.
        behaviour: Some(Behaviour { scores: [Some("90".parse()?); 7], on }),
        older: None,
        background: Background::NOTHING,
        reports: None,
    };
    let found = evaluate(policy, &plan, &evidence);
    let derivation = Derivation::new(&plan, &evidence, &found);
    let lines = derivation.lines(policy, Some(&plan), Language::English);
    let veto = lines.into_iter().find(|line| line.id == "veto").map(|line| line.text);
    Ok((found, veto))
}

fn indicator((code, title, weight): (&str, &str, &str)) -> Result<Indicator, Box<dyn Error>> {
    Ok(Indicator {
        code: code.parse()?,
        kind: ResultKind::Main(weight.parse()?),
        result: title.into(),
        title: title.into(),
        measure: Measure::Ordinary,
        aspect: Aspect::Quality,
        level: Level::Outcome,
        contribution: Contribution::Individual,
        unit: "level".into(),
        baseline: None,
        target: Target::higher(1.into())?,
        mission: None,
        service: None,
    })
}
