//! Numbers of civil servants.

use std::collections::BTreeSet;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Kind of employment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// "Pegawai Negeri Sipil"
    Pns,
    /// "Pegawai Pemerintah dengan Perjanjian Kerja"
    Pppk,
}

/// Sex, as the fifteenth digit says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sex {
    /// 1
    Male,
    /// 2
    Female,
}

/// The register of all NIPs that were given.
#[derive(Debug, Default)]
pub(crate) struct Nips {
    given: BTreeSet<String>,
}

/// The youngest age at which anybody in the tables was appointed.
const APPOINTED_AGE_MIN: u32 = 22;

/// The years in which contracts of PPPK began.
const CONTRACT_YEARS: std::ops::RangeInclusive<u32> = 2021..=2025;

/// The last year of an appointment: everybody has worked through the period.
const APPOINTED_YEAR_MAX: u32 = 2024;

impl Nips {
    /// Gives a NIP that nobody has: day of birth, month of appointment (or year and
    /// number of the contract), sex, serial number.
    pub(crate) fn give(
        &mut self,
        kind: Kind,
        sex: Sex,
        born: std::ops::RangeInclusive<u32>,
        rng: &mut ChaCha8Rng,
    ) -> String {
        let born_year = rng.random_range(born);
        let (month, day) = (rng.random_range(1..=12), rng.random_range(1..=28));
        let appointed = match kind {
            Kind::Pns => {
                let age = APPOINTED_AGE_MIN + rng.random_range(0..10);
                let year = (born_year + age).min(APPOINTED_YEAR_MAX);
                format!("{year}{:02}", rng.random_range(1..=12))
            }
            Kind::Pppk => format!("{}21", rng.random_range(CONTRACT_YEARS)),
        };
        let sex = match sex {
            Sex::Male => 1,
            Sex::Female => 2,
        };
        let mut serial = rng.random_range(1..=9);
        loop {
            let nip = format!("{born_year}{month:02}{day:02}{appointed}{sex}{serial:03}");
            if self.given.insert(nip.clone()) {
                return nip;
            }
            serial += 1;
        }
    }
}
