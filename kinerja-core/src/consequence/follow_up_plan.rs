//! The plan of a coaching or counselling: its dated steps and what ends it.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{FollowUpKind, FollowUpRule};
use crate::{
    calendar::{Period, long_date},
    language::{Language, Text},
    scheme::Predicate,
};

/// Periods after which a plan ends at the latest.
const PERIODS_MAX: u32 = 12;

/// A step of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FollowUpStep {
    /// The step in words.
    pub text: Text,
    /// Calendar days from the evaluation until it should be done.
    pub due_days: u32,
}

/// What ends a plan: a predicate that is reached within a number of periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ExitRule {
    /// The lowest predicate that ends it.
    pub predicate_from: Predicate,
    /// Within how many periods after the one that was evaluated: 1 to 12.
    pub periods: u32,
}

/// A step with its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DatedStep<'a> {
    /// The step in words.
    pub text: &'a Text,
    /// The last day.
    pub due: NaiveDate,
}

/// What ends a plan, and in which period at the latest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PlannedExit {
    /// The rule.
    pub rule: ExitRule,
    /// The last period that counts.
    pub last: Period,
}

/// A coaching or counselling plan with its dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FollowUpPlan<'a> {
    /// The steps, in order.
    pub steps: Vec<DatedStep<'a>>,
    /// What ends it, if anything is asked for.
    pub exit: Option<PlannedExit>,
}

/// How a plan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ExitState {
    /// Not every period that counts has a predicate yet.
    Open,
    /// The predicate was reached.
    Met,
    /// Every period has a predicate and none reached it.
    NotMet,
}

impl ExitState {
    /// How the plan stands, for people.
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Open => language.pick("masih berjalan", "still open"),
            Self::Met => language.pick("tercapai", "reached"),
            Self::NotMet => language.pick("tidak tercapai", "not reached"),
        }
    }
}

impl FollowUpPlan<'_> {
    /// The plan in words: a line for each step with its last day, and one for what
    /// ends it.
    ///
    /// ```
    /// use kinerja_core::{
    ///     consequence::{DatedStep, FollowUpPlan},
    ///     language::{Language, Text},
    /// };
    ///
    /// let text = Text { id: "Dialog kinerja.".to_owned(), en: "A dialogue.".to_owned() };
    /// let step = DatedStep { text: &text, due: "2026-07-27".parse()? };
    /// let plan = FollowUpPlan { steps: vec![step], exit: None };
    /// assert_eq!(plan.lines(Language::English), ["by 27 July 2026: A dialogue."]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn lines(&self, language: Language) -> Vec<String> {
        let step = |step: &DatedStep<'_>| {
            let by = language.pick("paling lambat", "by");
            format!("{by} {}: {}", long_date(step.due, language), step.text.in_language(language))
        };
        let exit = |exit: &PlannedExit| {
            let predicate = exit.rule.predicate_from.name(language);
            let last = exit.last.name(language);
            match language {
                Language::Indonesian => format!(
                    "Selesai bila predikat paling rendah {predicate} tercapai paling lambat pada {last}."
                ),
                Language::English => {
                    format!(
                        "It ends when a predicate of at least {predicate} is reached by {last}."
                    )
                }
            }
        };
        self.steps.iter().map(step).chain(self.exit.iter().map(exit)).collect()
    }
}

impl ExitRule {
    /// How a plan stands, by the predicates of the periods after it, oldest
    /// first. A missing one leaves it open.
    pub fn state(self, later: &[Option<Predicate>]) -> ExitState {
        let periods = usize::try_from(self.periods).unwrap_or(usize::MAX);
        let known = later.iter().take(periods).flatten();
        if known.clone().any(|found| *found >= self.predicate_from) {
            ExitState::Met
        } else if known.count() == periods {
            ExitState::NotMet
        } else {
            ExitState::Open
        }
    }
}

impl FollowUpRule {
    /// The plan for a period that was evaluated on a day; none where the rule has
    /// neither steps nor an exit, or a day lies beyond the calendar.
    ///
    /// # Legal basis
    ///
    /// PP 30/2019: "bimbingan kinerja" and "konseling kinerja"; the steps are the
    /// region's own.
    pub fn plan(&self, period: Period, evaluated: NaiveDate) -> Option<FollowUpPlan<'_>> {
        if self.steps.is_empty() && self.exit.is_none() {
            return None;
        }
        let dated =
            |step: &'_ FollowUpStep| evaluated.checked_add_days(Days::new(step.due_days.into()));
        let steps =
            self.steps.iter().map(|step| Some(DatedStep { text: &step.text, due: dated(step)? }));
        let exit = match self.exit {
            Some(rule) => {
                let last = (0..rule.periods).try_fold(period, |period, _| period.next())?;
                Some(PlannedExit { rule, last })
            }
            None => None,
        };
        Some(FollowUpPlan { steps: steps.collect::<Option<_>>()?, exit })
    }

    /// What is wrong with steps and exit: the key below the rule, and why.
    pub(crate) fn plan_problems(&self) -> Vec<(&'static str, String)> {
        let mut problems = Vec::new();
        let planned = match self.kind {
            FollowUpKind::Coaching | FollowUpKind::Counselling => true,
            FollowUpKind::Reward
            | FollowUpKind::Recognition
            | FollowUpKind::Training
            | FollowUpKind::SanctionReview => false,
        };
        if !planned && (!self.steps.is_empty() || self.exit.is_some()) {
            let message = "only coaching and counselling have `step` and `exit`";
            problems.push(("kind", message.to_owned()));
        }
        if !self.steps.is_sorted_by_key(|step| step.due_days) {
            problems.push(("step", "a step is due before the one that it follows".to_owned()));
        }
        if self.exit.is_some_and(|exit| !(1..=PERIODS_MAX).contains(&exit.periods)) {
            let message = format!("`periods` must be from 1 to {PERIODS_MAX}");
            problems.push(("exit", message));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::policy_parts;

    fn rule() -> FollowUpRule {
        let mut rule = policy_parts().follow_ups.remove(0);
        let step = |due_days| FollowUpStep {
            text: Text { id: "Langkah.".into(), en: "A step.".into() },
            due_days,
        };
        rule.kind = FollowUpKind::Coaching;
        rule.steps = vec![step(14), step(30)];
        rule.exit = Some(ExitRule { predicate_from: Predicate::Good, periods: 2 });
        rule
    }

    #[test]
    fn steps_have_days_and_the_exit_a_last_period() {
        let rule = rule();
        let day = "2026-07-15".parse().unwrap();
        let plan = rule.plan("2026-Q3".parse().unwrap(), day).unwrap();
        let due: Vec<_> = plan.steps.iter().map(|step| step.due.to_string()).collect();
        assert_eq!(due, ["2026-07-29", "2026-08-14"]);
        assert_eq!(plan.exit.unwrap().last.to_string(), "2027-Q1");
        let last =
            "Selesai bila predikat paling rendah Baik tercapai paling lambat pada Triwulan I 2027.";
        let lines = plan.lines(Language::Indonesian);
        assert_eq!(
            (lines[0].as_str(), lines[2].as_str()),
            ("paling lambat 29 Juli 2026: Langkah.", last)
        );
        assert_eq!(plan.lines(Language::English)[1], "by 14 August 2026: A step.");
        let without = FollowUpRule { steps: Vec::new(), exit: None, ..rule };
        assert_eq!(without.plan("2026-Q3".parse().unwrap(), day), None);
    }

    #[test]
    fn a_plan_ends_when_the_predicate_is_reached_and_a_missing_one_leaves_it_open() {
        use Predicate::{Excellent, Good, NeedsImprovement, Poor};
        let exit = rule().exit.unwrap();
        #[rustfmt::skip]
        let table: [(&[Option<Predicate>], ExitState); 7] = [
            (&[],                                     ExitState::Open),
            (&[Some(Good)],                           ExitState::Met),
            (&[Some(Poor), Some(Excellent)],          ExitState::Met),
            (&[Some(Poor)],                           ExitState::Open),
            (&[None, Some(Poor)],                     ExitState::Open),
            (&[Some(Poor), Some(NeedsImprovement)],   ExitState::NotMet),
            (&[Some(Poor), Some(Poor), Some(Good)],   ExitState::NotMet),
        ];
        for (later, state) in table {
            assert_eq!(exit.state(later), state, "{later:?}");
        }
    }

    #[test]
    fn a_plan_that_cannot_be_followed_is_refused_by_its_key() {
        let keys = |change: fn(&mut FollowUpRule)| -> Vec<&str> {
            let mut rule = rule();
            change(&mut rule);
            rule.plan_problems().into_iter().map(|(key, _)| key).collect()
        };
        assert_eq!(keys(|_| ()), [""; 0]);
        assert_eq!(keys(|rule| rule.kind = FollowUpKind::Reward), ["kind"]);
        assert_eq!(keys(|rule| rule.steps.reverse()), ["step"]);
        let none = |rule: &mut FollowUpRule| {
            rule.exit = Some(ExitRule { predicate_from: Predicate::Good, periods: 0 });
        };
        assert_eq!(keys(none), ["exit"]);
    }
}
