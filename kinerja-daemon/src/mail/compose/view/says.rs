//! What a derivation says, part by part.

use chrono::Days;
use kinerja_core::{
    calendar::long_date,
    consequence::Role,
    evaluation::{Line, Missing, OlderStep, Step, Treatment},
    evidence::BehaviourValue,
    language::Language,
    number::{Ratio, Score},
    plan::{Code, Indicator, ResultKind, WorkPlan},
    region::LateRule,
    scheme::{Basis, Predicate, Rating},
};

use super::{Act, BehaviourRow, Deadline, FollowUpRow, GapRow, IndicatorRow, Proposed};
use crate::mail::compose::{ComposeError, ResultMail, words, words::plain};

/// A result and the language in which it is told.
#[derive(Clone, Copy)]
pub(super) struct Says<'a> {
    pub(super) mail: &'a ResultMail<'a>,
    pub(super) language: Language,
}

impl<'a> Says<'a> {
    fn all_steps(self) -> &'a [Step] {
        self.mail.derivation.steps()
    }

    pub(super) fn superior(self) -> Option<String> {
        self.mail.result.superior.as_deref().map(plain).filter(|name| !name.is_empty())
    }

    fn actor(self, role: Role) -> String {
        words::actor(role, self.superior().as_deref(), self.language)
    }

    pub(super) fn proposal(self) -> Option<Proposed> {
        let rated = self.all_steps().iter().find_map(as_predicate)?;
        let scores = self.all_steps().iter().find_map(as_total)?;
        let (basis, result, behaviour, predicate) = rated;
        let [work, conduct, total] = scores.map(|score| score.show(self.language.decimal_mark()));
        Some(Proposed {
            predicate: words::predicate(predicate, self.language),
            result_rating: result.name(self.language),
            behaviour_rating: behaviour.name(self.language),
            work,
            behaviour: conduct,
            total,
            advisory: basis == Basis::Matrix,
        })
    }

    pub(super) fn indicators(self, plan: &WorkPlan) -> Vec<IndicatorRow> {
        plan.indicators().iter().map(|indicator| self.indicator(indicator)).collect()
    }

    fn indicator(self, indicator: &Indicator) -> IndicatorRow {
        let mark = self.language.decimal_mark();
        let unit = plain(&indicator.unit);
        let amount = indicator.target.is_amount();
        let with_unit = |text: String| if amount { format!("{text} {unit}") } else { text };
        let mut row = IndicatorRow {
            title: plain(&indicator.title),
            target: with_unit(indicator.target.show(self.language)),
            actual: self.lack_of(&indicator.code),
            achievement: None,
            counted: None,
            weight: match indicator.kind {
                ResultKind::Main(weight) => Some(weight.show(mark)),
                ResultKind::Additional => None,
            },
        };
        for step in self.all_steps() {
            if let Step::Achievement { code, actual, achievement, capped, .. } = step
                && *code == indicator.code
            {
                row.actual = with_unit(actual.show(self.language));
                row.achievement = Some(achievement.show(mark));
                row.counted = capped.map(|capped| capped.show(mark));
            }
            if let Step::Older(OlderStep::Aspect { code, actual, value, .. }) = step
                && *code == indicator.code
            {
                row.actual = with_unit(actual.show(self.language));
                row.achievement = Some(value.show(mark));
            }
        }
        row
    }

    /// Why an indicator has no achievement.
    fn lack_of(self, wanted: &Code) -> String {
        let lack = self.all_steps().iter().find_map(|step| {
            let Step::Gap { missing: Missing::Actual(code, lack), .. } = step else { return None };
            (code == wanted).then_some(*lack)
        });
        lack.map_or_else(|| "–".to_owned(), |lack| lack.show(self.language))
    }

    pub(super) fn behaviours(self) -> Vec<BehaviourRow> {
        let mark = self.language.decimal_mark();
        let scores = self.all_steps().iter().find_map(as_behaviour);
        let values =
            scores.into_iter().flat_map(|scores| BehaviourValue::ALL.into_iter().zip(scores));
        values
            .map(|(value, score)| BehaviourRow {
                name: value.name(),
                score: score.map(|score| score.show(mark)),
            })
            .collect()
    }

    /// What blocks, and what was late or left out without blocking.
    pub(super) fn gaps(self) -> (Vec<GapRow>, Vec<GapRow>) {
        let (mut blocking, mut noted) = (Vec::new(), Vec::new());
        for step in self.all_steps() {
            let Step::Gap { missing, treatment } = step else { continue };
            match treatment {
                Treatment::Blocks => blocking.push(self.gap(missing, *treatment, true)),
                Treatment::Excluded | Treatment::Zero => {
                    noted.push(self.gap(missing, *treatment, true));
                }
                Treatment::Accepted | Treatment::NoPoints => {
                    noted.push(self.gap(missing, *treatment, false));
                }
            }
        }
        (blocking, noted)
    }

    fn gap(self, missing: &Missing, treatment: Treatment, to_do: bool) -> GapRow {
        GapRow {
            what: plain(&missing.show(self.mail.plan, self.language)),
            done: treatment.name(self.language),
            act: to_do.then(|| Act {
                who: self.actor(missing.actor()),
                what: words::to_do(missing, self.language),
            }),
        }
    }

    pub(super) fn deadline(self) -> Option<Deadline> {
        let evidence = self.all_steps().iter().any(is_evidence_gap);
        let policy = self.mail.policy;
        let day = policy.evidence_deadline(self.mail.result.period).ok().filter(|_| evidence);
        day.map(|day| Deadline {
            day: long_date(day, self.language),
            late_counts: policy.missing.late == LateRule::Accept,
            source: policy.missing.source.show(self.language),
        })
    }

    pub(super) fn follow_ups(self) -> Result<Vec<FollowUpRow>, ComposeError> {
        let rules = self.all_steps().iter().filter_map(as_follow_up);
        rules.map(|code| self.follow_up(code).ok_or(ComposeError::Disagrees)).collect()
    }

    fn follow_up(self, code: &Code) -> Option<FollowUpRow> {
        let policy = self.mail.policy;
        let rule = policy.follow_up(code)?;
        let from = self.mail.result.as_of.with_timezone(&policy.zone).date_naive();
        let by = from.checked_add_days(Days::new(rule.due_days.into()));
        Some(FollowUpRow {
            kind: rule.kind.name(self.language),
            text: plain(rule.text.in_language(self.language)),
            actor: self.actor(rule.actor),
            by: by.map(|day| long_date(day, self.language)),
            source: rule.source.show(self.language),
        })
    }

    pub(super) fn steps(self) -> Vec<Line> {
        let ResultMail { policy, plan, derivation, .. } = *self.mail;
        let lines = derivation.lines(policy, plan, self.language);
        lines
            .into_iter()
            .map(|line| Line { text: plain(&line.text), source: plain(&line.source), ..line })
            .collect()
    }
}

fn is_evidence_gap(step: &Step) -> bool {
    matches!(
        step,
        Step::Gap {
            missing: Missing::Actual(..) | Missing::Behaviour(..) | Missing::AllBehaviour(_),
            ..
        }
    )
}

pub(super) fn as_predicate(step: &Step) -> Option<(Basis, Rating, Rating, Predicate)> {
    if let Step::Predicate { basis, result, behaviour, predicate } = step {
        Some((*basis, *result, *behaviour, *predicate))
    } else {
        None
    }
}

fn as_total(step: &Step) -> Option<[Ratio; 3]> {
    if let Step::Total { work, behaviour, value } = step {
        Some([*work, *behaviour, *value])
    } else {
        None
    }
}

fn as_behaviour(step: &Step) -> Option<[Option<Score>; 7]> {
    if let Step::Behaviour { scores, .. } = step { Some(*scores) } else { None }
}

fn as_follow_up(step: &Step) -> Option<&Code> {
    if let Step::FollowUp { rule, .. } = step { Some(rule) } else { None }
}
