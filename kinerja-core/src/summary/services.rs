//! What may be published of the services of a region and a period.

use std::collections::BTreeMap;

use serde::Serialize;

use super::SMALL_GROUP;
use crate::{
    evidence::{ComplaintCounts, GradeBounds, IndexRule, SatisfactionIndex, Survey},
    number::Ratio,
    organisation::{
        AchievementMean, FindingError, IndicatorName, MissionCoverage, RollUp, RollUpError,
        ServiceFinding, UnitReadings, service_findings,
    },
    plan::Code,
};

/// What is known of the services of a region and a period.
#[derive(Debug, Clone)]
pub struct ServiceFacts {
    /// What the units reached in this period.
    pub now: Vec<(Code, UnitReadings)>,
    /// The period before it; empty where there is none.
    pub before: Vec<(Code, UnitReadings)>,
    /// What the people of each unit achieved in this period, by indicator.
    pub achieved: Vec<(Code, RollUp)>,
    /// How plans serve the missions.
    pub coverage: MissionCoverage,
    /// The surveys of the period.
    pub surveys: Vec<Survey>,
    /// What the public complained about, by unit and service.
    pub complaints: BTreeMap<(Code, Code), ComplaintCounts>,
}

impl ServiceFacts {
    /// Everything that was found out about services: for those who lead them,
    /// never for the public.
    ///
    /// # Errors
    ///
    /// As [`service_findings`].
    pub fn findings(&self) -> Result<Vec<ServiceFinding>, FindingError> {
        service_findings(&self.now, &self.before)
    }

    /// What the units achieved together: for those who lead them, never for the
    /// public.
    ///
    /// # Errors
    ///
    /// As [`RollUp::merge`].
    pub fn region(&self) -> Result<RollUp, RollUpError> {
        together(self.achieved.iter().map(|(_, of)| of))
    }

    /// What may be published of it: readings that tell of no single person, and
    /// no count from 1 to 4. Without rules for surveys none has an index.
    ///
    /// # Errors
    ///
    /// As [`service_findings`].
    ///
    /// # Legal basis
    ///
    /// UU 14/2008 Pasal 17 huruf h and UU 27/2022: results of a person's evaluation
    /// are not public.
    pub fn public(
        &self,
        rules: Option<(&IndexRule, &GradeBounds)>,
    ) -> Result<PublicServices, FindingError> {
        let publishable = |units: &[(Code, UnitReadings)]| -> Vec<_> {
            units.iter().map(|(unit, of)| (unit.clone(), of.publishable())).collect()
        };
        let people: BTreeMap<_, _> =
            self.now.iter().map(|(unit, of)| (unit, of.people())).collect();
        let large = |unit: &Code| people.get(unit).is_some_and(|people| *people >= SMALL_GROUP);
        let survey = |survey: &Survey| PublicSurvey {
            unit: survey.unit.clone(),
            service: survey.service.clone(),
            index: (large(&survey.unit) && has_enough_answers(survey))
                .then(|| rules.and_then(|(rule, bounds)| survey.index(rule, bounds).ok()))
                .flatten(),
        };
        let complaints = |((unit, service), counts): (&(Code, Code), &ComplaintCounts)| {
            let large = large(unit);
            let shown = |number: u32| large.then(|| few_hidden(number)).flatten();
            PublicComplaints {
                unit: unit.clone(),
                service: service.clone(),
                complaints: shown(counts.complaints),
                criticism: shown(counts.criticism),
                suggestions: shown(counts.suggestions),
            }
        };
        let missions = self.coverage.missions.iter();
        let open = self.coverage.without_mission.iter();
        let achieved = self.achieved.iter().filter(|(unit, _)| large(unit));
        let achieved: Vec<_> = achieved.map(|(_, of)| of.publishable()).collect();
        let achievement = |(indicator, mean): (IndicatorName, AchievementMean)| {
            let missing = few_hidden(mean.missing());
            Some(PublicAchievement {
                indicator,
                mean: mean.value()?,
                reached: mean.count(),
                missing,
            })
        };
        Ok(PublicServices {
            achievements: together(&achieved)?.means().filter_map(achievement).collect(),
            findings: service_findings(&publishable(&self.now), &publishable(&self.before))?,
            missions: missions.map(|(code, plans)| (code.clone(), few_hidden(*plans))).collect(),
            without_mission: open
                .filter(|(_, plans)| **plans >= SMALL_GROUP)
                .map(|(name, plans)| (name.clone(), *plans))
                .collect(),
            surveys: self.surveys.iter().map(survey).collect(),
            complaints: self.complaints.iter().map(complaints).collect(),
        })
    }
}

fn together<'r>(units: impl IntoIterator<Item = &'r RollUp>) -> Result<RollUp, RollUpError> {
    let mut all = RollUp::default();
    units.into_iter().try_for_each(|unit| all.merge(unit))?;
    Ok(all)
}

/// A count that tells of nobody.
fn few_hidden(count: u32) -> Option<u32> {
    (count == 0 || count >= SMALL_GROUP).then_some(count)
}

fn has_enough_answers(survey: &Survey) -> bool {
    let answers = |given: &[u32; 4]| given.iter().map(|count| u64::from(*count)).sum::<u64>();
    survey.answers.values().all(|given| answers(given) >= SMALL_GROUP.into())
}

/// What may be published of services.
///
/// ```
/// use std::collections::BTreeMap;
/// use kinerja_core::{
///     organisation::{MissionCoverage, ServedMissions},
///     region::RuleBook,
///     summary::ServiceFacts,
/// };
///
/// let facts = ServiceFacts {
///     now: Vec::new(),
///     before: Vec::new(),
///     achieved: Vec::new(),
///     coverage: MissionCoverage::new(&[], &ServedMissions::default()),
///     surveys: Vec::new(),
///     complaints: BTreeMap::new(),
/// };
/// let rules = RuleBook::national()?;
/// let day = "2026-04-01".parse()?;
/// let (Some(rule), Some(bounds)) = (rules.survey_index.at(day), rules.survey_grades.at(day))
/// else {
///     panic!()
/// };
/// assert!(facts.public(Some((&rule.value, &bounds.value)))?.findings.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PublicServices {
    /// What five or more people of a unit achieved, units together, by indicator.
    pub achievements: Vec<PublicAchievement>,
    /// What got worse or is below its target.
    pub findings: Vec<ServiceFinding>,
    /// The missions with the number of plans that serve them, in the policy's
    /// order; hidden where they are few.
    pub missions: Vec<(Code, Option<u32>)>,
    /// Indicators of five or more plans that name no mission, with their number.
    pub without_mission: Vec<(IndicatorName, u32)>,
    /// The surveys, in the order of units and services.
    pub surveys: Vec<PublicSurvey>,
    /// The complaints, in the order of units and services.
    pub complaints: Vec<PublicComplaints>,
}

/// What was achieved for an indicator as it may be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicAchievement {
    /// The indicator.
    pub indicator: IndicatorName,
    /// The mean in percent, exact and not capped.
    pub mean: Ratio,
    /// How many achievements are in the mean.
    pub reached: u32,
    /// How many are missing in the same units; hidden where they are few.
    pub missing: Option<u32>,
}

/// The survey of a service as it may be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicSurvey {
    /// The unit.
    pub unit: Code,
    /// The service.
    pub service: Code,
    /// The index; none where fewer than five people answered an element, or the
    /// unit has fewer than five people, or an element has no answer, or no rule
    /// says how it is computed.
    pub index: Option<SatisfactionIndex>,
}

/// What the public said of a service as it may be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicComplaints {
    /// The unit.
    pub unit: Code,
    /// The service.
    pub service: Code,
    /// Matters to be put right; this and the others are hidden where they are few.
    pub complaints: Option<u32>,
    /// Criticism.
    pub criticism: Option<u32>,
    /// Suggestions.
    pub suggestions: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        evidence::SurveyElement,
        number::Percent,
        organisation::ServiceReading,
        plan::{Actual, Contribution, Target},
        testing,
    };

    fn code(text: &str) -> Code {
        text.parse().unwrap()
    }

    fn unit(name: &str, people: u32, actual: u32) -> (Code, UnitReadings) {
        let mut readings = UnitReadings::default();
        (1..people).for_each(|_| readings.add_person(&[]).unwrap());
        let reading = ServiceReading {
            service: &code("ktp"),
            title: "Waktu",
            measure: "menit",
            contribution: Contribution::Collective,
            target: Target::lower(15.into()).unwrap(),
            actual: Some(Actual::Amount(actual.into())),
        };
        readings.add_person(&[reading]).unwrap();
        (code(name), readings)
    }

    fn achieved(unit: &str, people: usize) -> (Code, RollUp) {
        let indicator = testing::indicator("A", "100", testing::higher("60"));
        let plan = testing::plan("2026-Q2", vec![indicator]);
        let mut all = RollUp::default();
        (0..people).for_each(|_| all.add_person(&plan, |_| Some(Percent::FULL)).unwrap());
        (0..3).for_each(|_| all.add_person(&plan, |_| None).unwrap());
        (code(unit), all)
    }

    fn survey(unit: &str, answers: u32) -> Survey {
        Survey {
            unit: code(unit),
            service: code("ktp"),
            period: "2026-Q2".parse().unwrap(),
            answers: SurveyElement::ALL.into_iter().map(|of| (of, [0, 0, answers, 0])).collect(),
        }
    }

    fn facts() -> ServiceFacts {
        let counts = ComplaintCounts { complaints: 5, criticism: 4, ..ComplaintCounts::default() };
        ServiceFacts {
            before: vec![unit("kecil", 4, 1)],
            achieved: vec![achieved("besar", 5), achieved("kecil", 9)],
            now: vec![unit("besar", 5, 20), unit("kecil", 4, 90)],
            coverage: MissionCoverage {
                missions: vec![(code("M1"), 4), (code("M2"), 5), (code("M3"), 0)],
                without_mission: [("Sendiri", 4), ("Bersama", 5)]
                    .map(|(title, plans)| {
                        (IndicatorName { title: title.into(), unit: "x".into() }, plans)
                    })
                    .into(),
                unknown: BTreeMap::new(),
            },
            surveys: vec![survey("besar", 5), survey("besar", 4), survey("kecil", 9)],
            complaints: [("besar", counts), ("kecil", counts)]
                .map(|(unit, counts)| ((code(unit), code("ktp")), counts))
                .into(),
        }
    }

    fn public() -> PublicServices {
        let bounds = ["88.31", "76.61", "65"].map(|text| text.parse().unwrap());
        facts().public(Some((&IndexRule::EXACT, &GradeBounds::new(bounds).unwrap()))).unwrap()
    }

    #[test]
    fn a_small_unit_has_no_part_in_what_is_published_but_its_head_sees_it() {
        let shown = public();
        let [finding] = shown.findings.as_slice() else { panic!("{shown:?}") };
        assert_eq!((finding.below.as_slice(), finding.measured), ([code("besar")].as_slice(), 1));
        assert_eq!(finding.change, None);
        let all = facts().findings().unwrap();
        assert_eq!((all[0].measured, all[0].change.is_some()), (2, true));
        assert_eq!(shown.complaints[1].complaints, None);
    }

    #[test]
    fn achievements_of_a_unit_of_four_are_for_leaders_and_few_missing_are_hidden() {
        let shown = public();
        let [row] = shown.achievements.as_slice() else { panic!("{shown:?}") };
        assert_eq!((row.reached, row.missing), (5, None));
        assert_eq!(row.mean, Ratio::new(500_000_000, 5).unwrap());
        let region = facts().region().unwrap();
        let counts: Vec<_> = region.means().map(|(_, mean)| mean.count()).collect();
        assert_eq!(counts, [14]);
    }

    #[test]
    fn counts_below_five_are_hidden_and_none_is_told_as_none() {
        let shown = public();
        let plans: Vec<_> = shown.missions.iter().map(|(_, plans)| *plans).collect();
        assert_eq!(plans, [None, Some(5), Some(0)]);
        assert_eq!(shown.without_mission.len(), 1);
        let counts = &shown.complaints[0];
        let counts = [counts.complaints, counts.criticism, counts.suggestions];
        assert_eq!(counts, [Some(5), None, Some(0)]);
    }

    #[test]
    fn an_index_needs_five_answers_to_each_element_and_a_unit_of_five() {
        let shown: Vec<_> = public().surveys.iter().map(|row| row.index.is_some()).collect();
        assert_eq!(shown, [true, false, false]);
    }
}
