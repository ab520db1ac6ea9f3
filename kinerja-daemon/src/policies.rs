//! The policies of the regions that the daemon serves.

use std::{collections::BTreeMap, path::Path};

use kinerja_core::region::{PolicyProblems, RegionCode, RegionPolicy};
use sha2::{Digest, Sha256};

use crate::store::acts::steps::Step;

/// A policy as it was read: checked, with its text and digest for the record.
#[derive(Debug, Clone)]
pub struct LoadedPolicy {
    /// The checked policy.
    pub policy: RegionPolicy,
    /// Its text.
    pub text: String,
    /// The SHA-256 of its text, in hexadecimal.
    pub sha256: String,
}

/// The policies by region.
pub type Policies = BTreeMap<RegionCode, LoadedPolicy>;

/// Why policies cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// A file cannot be read.
    #[error("the policy {path} cannot be read: {source}; correct `policies` in the configuration")]
    Read {
        /// Which file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A policy is wrong.
    #[error("{path}: {source}")]
    Wrong {
        /// Which file.
        path: String,
        /// Everything that is wrong.
        source: PolicyProblems,
    },
    /// Rules have codes by which the file `tindak_lanjut` knows something else.
    #[error(
        "{path}: `{codes}` in `[[follow_up]]` stands for steps of officials in the file `tindak_lanjut`: give the rule another code"
    )]
    Reserved {
        /// Which file.
        path: String,
        /// The codes.
        codes: String,
    },
    /// Two policies are for one region.
    #[error("{path}: the region `{region}` has a policy already: keep one of the two")]
    Twice {
        /// The second file.
        path: String,
        /// The region.
        region: RegionCode,
    },
}

impl LoadedPolicy {
    /// Reads a policy from its text.
    ///
    /// # Errors
    ///
    /// Lists everything that is wrong.
    pub fn parse(text: String) -> Result<Self, PolicyProblems> {
        let policy = RegionPolicy::from_toml(&text)?;
        let sha256 = format!("{:x}", Sha256::digest(&text));
        Ok(Self { policy, text, sha256 })
    }
}

/// Reads every policy; problems of all files come together.
///
/// # Errors
///
/// Lists every file that cannot be used.
pub fn read<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Result<Policies, Vec<PolicyError>> {
    let (mut policies, mut errors) = (Policies::new(), Vec::new());
    for path in paths {
        match read_one(path) {
            Ok(loaded) => {
                let region = loaded.policy.code.clone();
                if policies.insert(region.clone(), loaded).is_some() {
                    errors.push(PolicyError::Twice { path: path.display().to_string(), region });
                }
            }
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(policies) } else { Err(errors) }
}

fn read_one(path: &Path) -> Result<LoadedPolicy, PolicyError> {
    let shown = || path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|source| PolicyError::Read { path: shown(), source })?;
    let loaded =
        LoadedPolicy::parse(text).map_err(|source| PolicyError::Wrong { path: shown(), source })?;
    let codes = loaded.policy.follow_ups.iter().map(|rule| rule.code.as_str());
    let reserved: Vec<_> = codes.filter(|code| Step::RESERVED.contains(code)).collect();
    if reserved.is_empty() {
        Ok(loaded)
    } else {
        Err(PolicyError::Reserved { path: shown(), codes: reserved.join("`, `") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_has_no_code_that_stands_for_a_step_of_officials() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("policy.toml");
        let text = include_str!("../../examples/regions/samarinda/policy.toml");
        std::fs::write(&path, text).unwrap();
        let good = read([path.as_path()]).unwrap();
        let code = good.values().next().unwrap().policy.follow_ups[0].code.clone();
        for reserved in Step::RESERVED {
            let text = text.replace(&format!("\"{code}\""), &format!("\"{reserved}\""));
            std::fs::write(&path, text).unwrap();
            let errors = read([path.as_path()]).unwrap_err();
            let said = errors.iter().map(ToString::to_string).collect::<Vec<_>>().concat();
            assert!(said.contains(&format!("`{reserved}` in `[[follow_up]]`")), "{said}");
        }
    }
}
