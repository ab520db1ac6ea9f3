//! Which missions of a region have indicators, and which indicators a mission.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::IndicatorName;
use crate::{
    plan::{Code, Indicator, WorkPlan},
    region::Mission,
};

/// How the plans of a unit serve missions: small enough to be kept beside the
/// counts of the unit, however many plans it has.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServedMissions {
    /// Missions that indicators name, with the number of plans.
    missions: BTreeMap<Code, u32>,
    /// Indicators that name no mission, by what is measured.
    without_mission: BTreeMap<String, Vec<Open>>,
}

/// An indicator without a mission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Open {
    measure: String,
    plans: u32,
}

impl ServedMissions {
    /// Looks at one plan more. A mission, or an indicator without one, counts once
    /// a plan, however often the plan has it.
    pub fn add(&mut self, plan: &WorkPlan) {
        let indicators = plan.indicators();
        for (place, indicator) in indicators.iter().enumerate() {
            let before = indicators.get(..place).unwrap_or_default();
            if before.iter().any(|other| is_same(other, indicator)) {
                continue;
            }
            match &indicator.mission {
                Some(code) => add(self.missions.entry(code.clone()).or_default(), 1),
                None => self.add_open(&indicator.title, &indicator.unit, 1),
            }
        }
    }

    /// Adds the plans of another unit.
    pub fn merge(&mut self, other: &Self) {
        for (code, plans) in &other.missions {
            add(self.missions.entry(code.clone()).or_default(), *plans);
        }
        for (title, open) in &other.without_mission {
            for open in open {
                self.add_open(title, &open.measure, open.plans);
            }
        }
    }

    fn add_open(&mut self, title: &str, measure: &str, plans: u32) {
        let known = match self.without_mission.get_mut(title) {
            Some(known) => known,
            None => self.without_mission.entry(title.to_owned()).or_default(),
        };
        match known.iter_mut().find(|open| open.measure == measure) {
            Some(open) => add(&mut open.plans, plans),
            None => known.push(Open { measure: measure.to_owned(), plans }),
        }
    }
}

/// Whether two indicators of a plan serve the same mission, or are the same one
/// that serves none.
fn is_same(one: &Indicator, other: &Indicator) -> bool {
    match (&one.mission, &other.mission) {
        (Some(one), Some(other)) => one == other,
        (None, None) => one.title == other.title && one.unit == other.unit,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// Adds plans; there are fewer than people on earth.
const fn add(count: &mut u32, more: u32) {
    *count = count.saturating_add(more);
}

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
    /// Holds what plans serve against the missions of a policy.
    ///
    /// ```
    /// use kinerja_core::{
    ///     language::Text,
    ///     organisation::{MissionCoverage, ServedMissions},
    ///     region::Mission,
    /// };
    ///
    /// let text = Text { id: "Layanan yang cepat".to_owned(), en: "Quick services".to_owned() };
    /// let mission = Mission { code: "M1".parse()?, text };
    /// let served = ServedMissions::default();
    /// let coverage = MissionCoverage::new(std::slice::from_ref(&mission), &served);
    /// assert_eq!(coverage.without_indicator().collect::<Vec<_>>(), [&mission.code]);
    /// # Ok::<(), kinerja_core::plan::CodeError>(())
    /// ```
    pub fn new(missions: &[Mission], served: &ServedMissions) -> Self {
        let plans = |code: &Code| served.missions.get(code).copied().unwrap_or_default();
        let known = |code: &Code| missions.iter().any(|mission| mission.code == *code);
        let unknown = served.missions.iter().filter(|(code, _)| !known(code));
        let open = served.without_mission.iter().flat_map(|(title, open)| {
            open.iter().map(|open| {
                let name = IndicatorName { title: title.clone(), unit: open.measure.clone() };
                (name, open.plans)
            })
        });
        Self {
            missions: missions
                .iter()
                .map(|mission| (mission.code.clone(), plans(&mission.code)))
                .collect(),
            without_mission: open.collect(),
            unknown: unknown.map(|(code, plans)| (code.clone(), *plans)).collect(),
        }
    }

    /// Missions that no indicator serves, in the policy's order.
    pub fn without_indicator(&self) -> impl Iterator<Item = &Code> {
        self.missions.iter().filter(|(_, plans)| *plans == 0).map(|(mission, _)| mission)
    }
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
        // Two units, of which the second has one of the plans.
        let served = |plans: &[WorkPlan]| {
            let mut served = ServedMissions::default();
            for plan in plans {
                served.add(plan);
            }
            served
        };
        let mut region = served(&plans[..2]);
        region.merge(&served(&plans[2..]));
        assert_eq!(region, served(&plans));
        let coverage =
            MissionCoverage::new(&[mission("M3"), mission("M2"), mission("M1")], &region);
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
