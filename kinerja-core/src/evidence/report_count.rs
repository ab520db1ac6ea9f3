//! Actuals that a region counts from daily reports instead of asking for them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{CountSources, Counted, DailyReport, DailyReports, Evidence, ReportState, Reported};
use crate::{
    law::Source,
    plan::{Code, Indicator, WorkPlan},
};

/// Which daily reports an indicator counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportsOf {
    /// Those that name it.
    Indicator,
    /// All of the person.
    Person,
}

/// Which of two actuals is taken: the one that was reported by hand or the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Preferred {
    /// The one that was reported by hand.
    Reported,
    /// The count.
    Counted,
}

/// How a region counts actuals from daily reports ("laporan harian"). It holds for
/// the indicators whose measure asks for it.
///
/// # Legal basis
///
/// None: PermenPANRB 6/2022 asks for continuous monitoring and counts nothing. The
/// rule is the region's own unless it cites one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DailyReportRule {
    /// Which reports an indicator counts.
    pub reports: ReportsOf,
    /// Which actual is taken where there are two.
    pub prefer: Preferred,
    /// Where the rule comes from.
    pub source: Source,
}

/// What the daily reports say of one indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportCount {
    /// What is counted.
    pub counted: Counted,
    /// The count, on the day of the last report that the superior looked at; none
    /// while the superior has looked at none. Where all were sent back it is zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<Reported>,
    /// Reports that the superior has not looked at. They do not count.
    pub waiting: u32,
    /// Which actual is taken where there are two.
    pub prefer: Preferred,
}

impl ReportCount {
    /// What the reports of a period say of an indicator; none where it counts no
    /// reports, or no report is for it: then its actual is missing, and not zero.
    fn of(rule: &DailyReportRule, indicator: &Indicator, reports: &DailyReports) -> Option<Self> {
        let counted = Counted::of(indicator.measure)?;
        let mine = reports.only(|report| match rule.reports {
            ReportsOf::Indicator => report.serves.as_ref() == Some(&indicator.code),
            ReportsOf::Person => true,
        });
        let (waiting, seen): (Vec<_>, Vec<_>) =
            mine.reports().iter().partition(|report| report.state == ReportState::Submitted);
        if mine.reports().is_empty() {
            return None;
        }
        let sources = CountSources { reports: Some(&mine), complaints: None };
        let last = seen.iter().map(|report: &&DailyReport| report.day).max();
        let found = last.and_then(|on| {
            let actual = counted.actual(indicator.contribution, mine.period(), sources);
            Some(Reported { actual: actual.ok()??, on })
        });
        let waiting = u32::try_from(waiting.len()).unwrap_or(u32::MAX);
        Some(Self { counted, found, waiting, prefer: rule.prefer })
    }

    /// The actual that is taken, beside the one that was reported by hand.
    pub const fn taken(&self, given: Option<Reported>) -> Option<Reported> {
        match (self.prefer, given, self.found) {
            (Preferred::Reported, Some(given), _) | (Preferred::Counted, Some(given), None) => {
                Some(given)
            }
            (Preferred::Counted, _, found) | (Preferred::Reported, None, found) => found,
        }
    }

    /// Whether the count is what is taken.
    pub const fn is_taken(&self, given: bool) -> bool {
        match self.prefer {
            Preferred::Reported => self.found.is_some() && !given,
            Preferred::Counted => self.found.is_some(),
        }
    }
}

/// What the daily reports of a person say, by the indicator. Empty where the region
/// counts none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct ReportCounts(BTreeMap<Code, ReportCount>);

impl ReportCounts {
    /// What they say of an indicator, if anything.
    pub fn count(&self, code: &Code) -> Option<&ReportCount> {
        self.0.get(code)
    }

    /// Whether nothing is counted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Evidence {
    /// What the daily reports say of the indicators of a plan, by the region's rule.
    pub fn counts(&self, rule: Option<&DailyReportRule>, plan: &WorkPlan) -> ReportCounts {
        let (Some(rule), Some(reports)) = (rule, &self.reports) else {
            return ReportCounts::default();
        };
        let counted = |indicator: &Indicator| {
            Some((indicator.code.clone(), ReportCount::of(rule, indicator, reports)?))
        };
        ReportCounts(plan.indicators().iter().filter_map(counted).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        evaluation::{Derivation, Evaluation, Step, evaluate},
        language::Language,
        plan::Measure,
        region::RegionPolicy,
        testing::{evidence, higher, indicator, plan, policy_parts},
    };

    fn report(day: &str, minutes: u32, state: ReportState, serves: &str) -> DailyReport {
        let serves = (!serves.is_empty()).then(|| serves.parse().unwrap());
        DailyReport { day: day.parse().unwrap(), minutes, state, serves }
    }

    fn three_days() -> Vec<DailyReport> {
        use ReportState::{Accepted, Returned, Submitted};
        vec![
            report("2026-04-01", 60, Accepted, "A"),
            report("2026-04-01", 30, Accepted, "A"),
            report("2026-04-02", 45, Returned, "A"),
            report("2026-04-03", 15, Accepted, ""),
            report("2026-04-06", 99, Submitted, "A"),
        ]
    }

    fn policy(reports: ReportsOf, prefer: Preferred) -> RegionPolicy {
        let rule = DailyReportRule { reports, prefer, source: Source::OWN };
        RegionPolicy::new(crate::region::PolicyParts {
            daily_reports: Some(rule),
            ..policy_parts()
        })
        .unwrap()
    }

    fn agreed(measure: Measure) -> WorkPlan {
        let one = Indicator { measure, ..indicator("A", "100", higher("2")) };
        plan("2026-Q2", vec![one])
    }

    fn given(by_hand: &[(&str, &str)], reports: Option<Vec<DailyReport>>) -> Evidence {
        let period = "2026-Q2".parse().unwrap();
        let reports = reports.map(|reports| DailyReports::new(period, reports).unwrap());
        Evidence { reports, ..evidence("2026-Q2", by_hand, ["100"; 7]) }
    }

    /// What is taken as the actual, and what the derivation says of the count.
    fn found(
        policy: &RegionPolicy,
        measure: Measure,
        evidence: &Evidence,
    ) -> (Evaluation, Option<String>, Option<String>) {
        let plan = agreed(measure);
        let found = evaluate(policy, &plan, evidence);
        let derivation = Derivation::new(&plan, evidence, &found);
        let actual = derivation.steps().iter().find_map(|step| {
            let Step::Achievement { actual, .. } = step else { return None };
            Some(actual.show(Language::Indonesian))
        });
        let lines = derivation.lines(policy, Some(&plan), Language::Indonesian);
        let counted = lines.into_iter().find(|line| line.id == "counted.A").map(|line| line.text);
        (found, actual, counted)
    }

    #[test]
    fn reports_days_and_minutes_are_counted_for_the_indicator_that_they_name_or_for_all() {
        use Measure::{AcceptedDays, AcceptedMinutes, AcceptedReports};
        #[rustfmt::skip]
        let table = [
            (ReportsOf::Indicator, AcceptedReports, "2"),
            (ReportsOf::Indicator, AcceptedDays,    "1"),
            (ReportsOf::Indicator, AcceptedMinutes, "90"),
            (ReportsOf::Person,    AcceptedReports, "3"),
            (ReportsOf::Person,    AcceptedDays,    "2"),
            (ReportsOf::Person,    AcceptedMinutes, "105"),
        ];
        let evidence = given(&[], Some(three_days()));
        for (reports, measure, expected) in table {
            let policy = policy(reports, Preferred::Reported);
            let (_, actual, counted) = found(&policy, measure, &evidence);
            assert_eq!(actual.as_deref(), Some(expected), "{reports:?} {measure:?}");
            assert!(counted.unwrap().contains("1 belum diperiksa"), "{reports:?} {measure:?}");
        }
    }

    #[test]
    fn an_actual_that_was_reported_wins_or_loses_as_the_policy_says() {
        use Preferred::{Counted, Reported};
        let evidence = given(&[("A", "7")], Some(three_days()));
        for (prefer, expected, said) in [
            (Reported, "7", "yang dilaporkan (7) yang dipakai"),
            (Counted, "2", "menggantikan yang dilaporkan (7)"),
        ] {
            let policy = policy(ReportsOf::Indicator, prefer);
            let (_, actual, counted) = found(&policy, Measure::AcceptedReports, &evidence);
            assert_eq!(actual.as_deref(), Some(expected));
            let counted = counted.unwrap();
            assert!(counted.contains(said), "{counted}");
        }
    }

    #[test]
    fn what_nobody_reported_is_missing_and_what_was_sent_back_is_zero() {
        use ReportState::{Returned, Submitted};
        let policy = policy(ReportsOf::Indicator, Preferred::Counted);
        let of = |evidence: &Evidence| {
            let (found, actual, _) = found(&policy, Measure::AcceptedReports, evidence);
            (found.gaps.first().map(|gap| gap.missing.code()), actual)
        };
        let one = |state, serves| Some(vec![report("2026-04-01", 60, state, serves)]);
        let zero = Some("0".to_owned());
        assert_eq!(of(&given(&[], None)), (Some("actual_missing"), None));
        assert_eq!(of(&given(&[], one(Returned, ""))), (Some("actual_missing"), None));
        assert_eq!(of(&given(&[], one(Submitted, "A"))), (Some("reports_waiting"), None));
        assert_eq!(of(&given(&[], one(Returned, "A"))), (None, zero));
        let by_hand = given(&[("A", "5")], one(Submitted, "A"));
        assert_eq!(of(&by_hand), (None, Some("5".to_owned())));
    }

    #[test]
    fn nothing_is_counted_where_the_policy_or_the_plan_does_not_say_so() {
        let evidence = given(&[], Some(three_days()));
        let without = RegionPolicy::new(policy_parts()).unwrap();
        let with = policy(ReportsOf::Person, Preferred::Counted);
        for (policy, measure) in [(&without, Measure::AcceptedReports), (&with, Measure::Ordinary)]
        {
            let (found, actual, counted) = found(policy, measure, &evidence);
            assert_eq!((actual, counted), (None, None));
            assert_eq!(found.gaps.first().unwrap().missing.code(), "actual_missing");
        }
    }

    #[test]
    fn reports_are_one_persons_own_and_are_counted() {
        use crate::plan::{Contribution, IndicatorProblem, Target};
        let sound =
            Indicator { measure: Measure::AcceptedDays, ..indicator("A", "100", higher("2")) };
        assert_eq!(sound.problem(), None);
        let of_all = Indicator { contribution: Contribution::Collective, ..sound.clone() };
        assert_eq!(of_all.problem(), Some(IndicatorProblem::CollectiveReports));
        let done = Indicator { target: Target::yes(), ..sound };
        assert_eq!(done.problem(), Some(IndicatorProblem::CountWithoutAmount));
    }
}
