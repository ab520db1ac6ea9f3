//! Scales of others, written as whole policies with the keys of a region.

use std::path::PathBuf;

use kinerja_core::{
    evaluation::evaluate,
    region::RegionPolicy,
    scheme::Predicate,
    testing::{evidence, higher, indicator, plan},
};

fn senior_executives() -> RegionPolicy {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/scales/us_ses.toml");
    let text = std::fs::read_to_string(path).unwrap();
    RegionPolicy::from_toml(&text).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Five critical elements of which one weighs 1 %, so that each side of each edge
/// can be reached: the total in points, the predicate of the bands, and whether the
/// veto made it.
fn found(levels: [u32; 5]) -> (String, Predicate, bool) {
    let codes = ["E1", "E2", "E3", "E4", "E5"];
    let weights = ["25", "24", "25", "25", "1"];
    let elements = codes.iter().zip(weights);
    // The target is one level, so that level 5 is 500 %.
    let elements = elements.map(|(code, weight)| indicator(code, weight, higher("1"))).collect();
    let levels = levels.map(|level| level.to_string());
    let actuals: Vec<_> = codes.into_iter().zip(levels.iter().map(String::as_str)).collect();
    let given = evidence("2026", &actuals, ["90"; 7]);
    let found = evaluate(&senior_executives(), &plan("2026", elements), &given);
    let proposal = found.outcome.proposal().unwrap();
    let points = proposal.total.show(kinerja_core::number::DecimalMark::Point);
    (points, proposal.band, found.vetoed.is_some())
}

#[test]
fn the_scale_of_senior_executives_is_a_policy_that_holds_on_each_side_of_every_edge() {
    use Predicate::{Excellent, Good, NeedsImprovement, Poor, VeryPoor};
    #[rustfmt::skip]
    let table = [
        ([5, 5, 5, 5, 5], "500.00", Excellent,        false),
        ([4, 5, 5, 5, 5], "475.00", Excellent,        false),
        ([4, 5, 5, 5, 4], "474.00", Good,             false),
        ([4, 4, 4, 4, 4], "400.00", Good,             false),
        ([4, 4, 4, 4, 3], "399.00", NeedsImprovement, false),
        ([3, 3, 3, 3, 3], "300.00", NeedsImprovement, false),
        ([3, 3, 3, 3, 2], "299.00", Poor,             false),
        ([2, 2, 2, 2, 2], "200.00", Poor,             false),
        // One element at level 1, however little it weighs and however good the rest is.
        ([5, 5, 5, 5, 1], "496.00", VeryPoor,         true),
        ([4, 4, 4, 4, 1], "397.00", VeryPoor,         true),
        // Below 200 the bands say the same, and nothing is left to a veto.
        ([2, 2, 2, 2, 1], "199.00", VeryPoor,         false),
        ([1, 1, 1, 1, 1], "100.00", VeryPoor,         false),
    ];
    for (levels, points, predicate, vetoed) in table {
        assert_eq!(found(levels), (points.to_owned(), predicate, vetoed), "{levels:?}");
    }
}
