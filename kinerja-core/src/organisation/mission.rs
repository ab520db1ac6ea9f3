//! Which missions of a region have indicators, and which indicators a mission.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::IndicatorName;
use crate::{
    plan::{Code, WorkPlan},
    region::Mission,
};

/// How the plans of a period serve the missions of the region. It is about plans
/// and says nothing of how anybody did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissionCoverage {
    /// Missions with the number of plans that serve them, in the policy's order.
    pub missions: Vec<(Code, u32)>,
    /// Indicators that name no mission, with the number of plans that have them.
    pub without_mission: BTreeMap<IndicatorName, u32>,
    /// Missions that plans name and the policy does not know, with the number of
    /// such plans.
    pub unknown: BTreeMap<Code, u32>,
}

impl MissionCoverage {
    /// Looks at plans.
    ///
    /// ```
    /// use kinerja_core::{language::Text, organisation::MissionCoverage, region::Mission};
    ///
    /// let text = Text { id: "Layanan yang cepat".to_owned(), en: "Quick services".to_owned() };
    /// let mission = Mission { code: "M1".parse()?, text };
    /// let coverage = MissionCoverage::new(std::slice::from_ref(&mission), []);
    /// assert_eq!(coverage.without_indicator().collect::<Vec<_>>(), [&mission.code]);
    /// # Ok::<(), kinerja_core::plan::CodeError>(())
    /// ```
    pub fn new<'p>(missions: &[Mission], plans: impl IntoIterator<Item = &'p WorkPlan>) -> Self {
        let missions = missions.iter().map(|mission| (mission.code.clone(), 0)).collect();
        let mut coverage =
            Self { missions, without_mission: BTreeMap::new(), unknown: BTreeMap::new() };
        for plan in plans {
            coverage.add(plan);
        }
        coverage
    }

    /// Looks at one plan more.
    pub fn add(&mut self, plan: &WorkPlan) {
        let indicators = plan.indicators();
        let named: BTreeSet<&Code> =
            indicators.iter().filter_map(|indicator| indicator.mission.as_ref()).collect();
        for code in named {
            let known = self.missions.iter_mut().find(|(mission, _)| mission == code);
            add_one(match known {
                Some((_, plans)) => plans,
                None => self.unknown.entry(code.clone()).or_default(),
            });
        }
        let open: BTreeSet<IndicatorName> = indicators
            .iter()
            .filter(|indicator| indicator.mission.is_none())
            .map(IndicatorName::from)
            .collect();
        for name in open {
            add_one(self.without_mission.entry(name).or_default());
        }
    }

    /// Missions that no indicator serves, in the policy's order.
    pub fn without_indicator(&self) -> impl Iterator<Item = &Code> {
        self.missions.iter().filter(|(_, plans)| *plans == 0).map(|(mission, _)| mission)
    }
}

/// Counts one plan more; there are fewer plans than people on earth.
fn add_one(count: &mut u32) {
    *count = count.saturating_add(1);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Text, plan::Indicator, testing};

    #[test]
    fn both_ends_of_a_missing_link_are_told() {
        let mission = |code: &str| Mission {
            code: code.parse().unwrap(),
            text: Text { id: code.to_owned(), en: code.to_owned() },
        };
        let indicator = |code: &str, mission: &str| Indicator {
            mission: (!mission.is_empty()).then(|| mission.parse().unwrap()),
            ..testing::indicator(code, "50", testing::higher("8"))
        };
        let plan = |one, other| testing::plan("2026-Q2", vec![one, other]);
        let plans = [
            plan(indicator("A", "M2"), indicator("B", "M2")),
            plan(indicator("C", "M9"), indicator("D", "")),
            plan(indicator("A", ""), indicator("D", "")),
        ];
        let coverage = MissionCoverage::new(&[mission("M3"), mission("M2"), mission("M1")], &plans);
        let code = |text: &str| text.parse::<Code>().unwrap();
        assert_eq!(coverage.missions, [(code("M3"), 0), (code("M2"), 1), (code("M1"), 0)]);
        assert_eq!(
            coverage.without_indicator().cloned().collect::<Vec<_>>(),
            [code("M3"), code("M1")]
        );
        let titles: Vec<_> = coverage
            .without_mission
            .iter()
            .map(|(name, plans)| (name.title.as_str(), *plans))
            .collect();
        assert_eq!(titles, [("Indikator A", 1), ("Indikator D", 2)]);
        assert_eq!(coverage.unknown, BTreeMap::from([(code("M9"), 1)]));
    }
}
