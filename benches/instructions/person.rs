//! One person: 10 indicators and 7 scores of behaviour.

use kinerja_core::{
    evidence::Evidence,
    plan::{Target, WorkPlan},
    region::RegionPolicy,
    testing,
};

/// What the evaluation of one person takes.
pub(crate) type Person = (RegionPolicy, WorkPlan, Evidence);

pub(crate) fn person() -> Person {
    let codes = ["I0", "I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9"];
    let target = |index: usize| match index % 4 {
        0 | 1 => testing::higher("95.5"),
        2 => Target::lower(15.into()).unwrap(),
        _ => Target::range(80.into(), 90.into()).unwrap(),
    };
    let indicators = codes
        .iter()
        .enumerate()
        .map(|(index, code)| testing::indicator(code, "10", target(index)))
        .collect();
    let actuals: Vec<_> = codes
        .iter()
        .zip(["93.25", "97", "14", "85"].into_iter().cycle())
        .map(|(c, a)| (*c, a))
        .collect();
    let behaviour = ["90", "88.5", "92", "95", "79", "90", "91"];
    let evidence = testing::evidence("2026-Q2", &actuals, behaviour);
    (testing::policy(), testing::plan("2026-Q2", indicators), evidence)
}
