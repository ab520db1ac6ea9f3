//! The policies that everything is evaluated by.

use std::{fs, path::PathBuf, sync::LazyLock};

use kinerja_core::{
    consequence::Condition,
    region::{LateRule, MissingRule, RegionPolicy, Veto},
    scheme::Predicate,
    testing::{policy, policy_with},
};

pub(crate) fn read(path: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The texts of the example policies.
pub(crate) static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let regions = ["jayawijaya", "palembang", "samarinda", "sawahlunto", "tangerang-selatan"];
    let regions = regions.map(|region| read(&format!("examples/regions/{region}/policy.toml")));
    regions.into_iter().chain([read("examples/before-2022/policy.toml")]).collect()
});

/// The example policies, and one of each way with what is missing, late or vetoed.
pub(crate) static POLICIES: LazyLock<Vec<RegionPolicy>> = LazyLock::new(|| {
    let missing = |rule| {
        policy_with(|parts| {
            (parts.missing.actual, parts.missing.behaviour) = (rule, rule);
            parts.missing.late = LateRule::AsMissing;
        })
    };
    let vetoed = policy_with(|parts| {
        let when =
            Condition { any_indicator_below: Some("70".parse().unwrap()), ..Condition::default() };
        parts.bands.vetoes = vec![Veto { when, at_most: Predicate::VeryPoor }];
    });
    let ways = [MissingRule::Block, MissingRule::ExcludeAndReweight, MissingRule::Zero];
    let examples = TEXTS.iter().map(|text| RegionPolicy::from_toml(text).unwrap());
    examples.chain(ways.map(missing)).chain([policy(), vetoed]).collect()
});
