//! The rules behind a page about a period before 2022.

use chrono::NaiveDate;
use kinerja_core::{
    calendar::Period,
    law::Dated,
    region::RegionPolicy,
    scheme::{Basis, Floors, Predicate, Regime},
};

use super::{Band, ID, Named, points};

/// The regulation that a period before 2022 ends with.
pub(super) struct Older<'a> {
    policy: &'a RegionPolicy,
    regime: Regime,
    /// The day whose rules hold.
    day: NaiveDate,
}

impl<'a> Older<'a> {
    /// The regulation of a period; nothing from 2022, and where none is known.
    pub(super) fn of(policy: &'a RegionPolicy, period: Period) -> Option<Self> {
        let (regime, day) = Regime::deciding(period)?;
        match regime.basis() {
            Basis::Bands => Some(Self { policy, regime, day }),
            Basis::Matrix => None,
        }
    }

    /// The bands of the regulation, the best first.
    pub(super) fn bands(&self, policy: &RegionPolicy) -> Vec<Band> {
        let rules = &self.policy.rules;
        let floors = if self.regime == Regime::Pp46 {
            rules.pp46_2011_bands.at(self.day).map(|ruled| (ruled.value, None))
        } else {
            let bands = rules.pp30_2019_bands.at(self.day).map(|ruled| &ruled.value);
            bands.map(|bands| (bands.floors(), Some(bands.maximum())))
        };
        let Some((floors, maximum)) = floors else { return Vec::new() };
        let [poor, needs_improvement, good, excellent] =
            Floors::all(floors).map(|floor| points(policy, floor));
        let best = match maximum {
            Some(top) => {
                let top = points(policy, top);
                format!("{excellent} sampai {top}, dengan ide baru; tanpa ide baru: Baik")
            }
            None => format!("{excellent} ke atas"),
        };
        let between = |from: &str, to: &str| format!("{from} sampai di bawah {to}");
        [
            (Predicate::Excellent, best),
            (Predicate::Good, between(&good, &excellent)),
            (Predicate::NeedsImprovement, between(&needs_improvement, &good)),
            (Predicate::Poor, between(&poor, &needs_improvement)),
            (Predicate::VeryPoor, format!("di bawah {poor}")),
        ]
        .map(|(predicate, scores)| {
            let name = self.regime.predicate_name(predicate, ID);
            Band { predicate: Named { code: predicate.code(), name }, scores }
        })
        .into()
    }

    /// Where the rules come from by which the predicate is proposed.
    pub(super) fn sources(&self) -> Vec<(&'static str, String)> {
        let rules = &self.policy.rules;
        let found = if self.regime == Regime::Pp46 {
            [
                self.source(&rules.pp46_2011_bands),
                self.source(&rules.pp46_2011_aspects),
                self.source(&rules.pp46_2011_shares),
            ]
        } else {
            [
                self.source(&rules.pp30_2019_bands),
                self.source(&rules.permenpanrb8_2021_conversion),
                self.source(&rules.pp30_2019_shares),
            ]
        };
        let names = ["Rentang nilai", "Nilai hasil kerja", "Bobot perilaku kerja"];
        names.into_iter().zip(found).filter_map(|(name, source)| Some((name, source?))).collect()
    }

    fn source<T>(&self, rule: &Dated<T>) -> Option<String> {
        rule.at(self.day).map(|ruled| ruled.source.show(ID))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn bands(period: &str) -> Vec<(&'static str, String)> {
        let policy = sample::policy();
        let older = Older::of(&policy, period.parse().unwrap()).unwrap();
        assert_eq!(older.sources().len(), 3, "{period}");
        let bands = older.bands(&policy).into_iter();
        bands.map(|band| (band.predicate.name, band.scores)).collect()
    }

    #[test]
    fn a_page_about_an_older_period_tells_the_bands_of_its_regulation() {
        let of_2020 = bands("2020-Q4");
        assert_eq!(of_2020[0], ("Sangat Baik", "91 ke atas".to_owned()));
        assert_eq!(of_2020[2], ("Cukup", "61 sampai di bawah 76".to_owned()));
        assert_eq!(of_2020[4], ("Buruk", "di bawah 51".to_owned()));
        let of_2021 = bands("2021-Q4");
        let best = "110 sampai 120, dengan ide baru; tanpa ide baru: Baik";
        assert_eq!(of_2021[0], ("Sangat Baik", best.to_owned()));
        assert_eq!(of_2021[4], ("Sangat Kurang", "di bawah 50".to_owned()));
        let policy = sample::policy();
        assert!(Older::of(&policy, "2022-Q1".parse().unwrap()).is_none());
        assert!(Older::of(&policy, "2013-Q1".parse().unwrap()).is_none());
    }
}
