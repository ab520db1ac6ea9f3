//! What a derivation says, part by part.

use chrono::Days;
use kinerja_core::{
    calendar::long_date,
    consequence::Role,
    evaluation::{
        Line, Missing, MotionStep, Obstacle, ObstacleKind, OlderGap, OlderStep, Step, Treatment,
        Weighed,
    },
    evidence::{BehaviourAspect, BehaviourValue},
    language::Language,
    number::{Ratio, Score},
    plan::{Code, Indicator, ResultKind, WorkPlan},
    region::LateRule,
    scheme::{Basis, Predicate, Rating},
};

use super::{Act, Deadline, FollowUpRow, GapRow, Proposed};
use crate::mail::compose::{
    ComposeError, ResultMail,
    rows::{Cell, Rows},
    words,
    words::plain,
};

/// What a row tells of an indicator: what it counts where that is less than its
/// achievement, and its weight, or that its result is an additional one.
const INDICATOR: [&str; 7] =
    ["title", "target", "actual", "achieved", "counted_as", "share", "share_in_words"];

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
        self.mail.evaluator.name().map(plain).filter(|name| !name.is_empty())
    }

    fn actor(self, role: Role) -> String {
        words::actor(role, self.mail.evaluator, self.language)
    }

    pub(super) fn proposal(self) -> Option<Proposed> {
        let rated = self.all_steps().iter().find_map(as_predicate)?;
        let scores = self.all_steps().iter().find_map(as_total).or_else(|| self.combined())?;
        let (basis, result, behaviour, predicate) = rated;
        let [work, conduct, total] = scores;
        let total = self.all_steps().iter().find_map(as_year).unwrap_or(total);
        let mark = self.language.decimal_mark();
        let [work, conduct, total] = [work, conduct, total].map(|score| score.show(mark));
        Some(Proposed {
            predicate: words::predicate(predicate, self.mail.result.period, self.language),
            result_rating: result.name(self.language),
            behaviour_rating: behaviour.name(self.language),
            work,
            behaviour: conduct,
            total,
            advisory: basis == Basis::Matrix,
        })
    }

    /// The weighed scores of the segments: work results, behaviour, total.
    fn combined(self) -> Option<[Ratio; 3]> {
        let mean = |wanted| {
            self.all_steps().iter().find_map(|step| {
                let Step::Motion(MotionStep::Mean { of, value, .. }) = step else { return None };
                (*of == wanted).then_some(*value)
            })
        };
        Some([mean(Weighed::Work)?, mean(Weighed::Behaviour)?, mean(Weighed::Total)?])
    }

    /// The indicators of the plan; of every segment where there are segments.
    pub(super) fn indicators(self) -> Rows {
        let of_plan = |plan: &WorkPlan, part, steps: &[Step]| -> Vec<_> {
            plan.indicators().iter().map(|one| self.indicator(one, part, steps)).collect()
        };
        let steps = self.all_steps();
        let rows = if steps.iter().any(|step| matches!(step, Step::Motion(_))) {
            let of_part = |step: &Step| {
                let Step::Part { number, plan, steps } = step else { return None };
                Some(of_plan(plan, Some(*number), steps))
            };
            steps.iter().filter_map(of_part).flatten().collect()
        } else {
            self.mail.plan.map(|plan| of_plan(plan, None, steps)).unwrap_or_default()
        };
        Rows::new(&INDICATOR, rows)
    }

    fn indicator(self, indicator: &Indicator, part: Option<u32>, steps: &[Step]) -> [Cell; 7] {
        let (mark, unit) = (self.language.decimal_mark(), plain(&indicator.unit));
        let amount = indicator.target.is_amount();
        let with_unit = |text: String| if amount { [&text, " ", &unit].concat() } else { text };
        let percent = |number: String| number + "%";
        let found = steps.iter().rev().find_map(|step| {
            if let Step::Achievement { code, actual, achievement, capped, .. } = step
                && *code == indicator.code
            {
                let counted = capped.map(|capped| percent(capped.show(mark)));
                Some((actual, achievement.show(mark), counted))
            } else if let Step::Older(OlderStep::Aspect { code, actual, value, .. }) = step
                && *code == indicator.code
            {
                Some((actual, value.show(mark), None))
            } else {
                None
            }
        });
        let (actual, achieved, counted_as) = match found {
            Some((actual, achievement, counted)) => (
                with_unit(actual.show(self.language)).into(),
                percent(achievement).into(),
                counted.map_or("".into(), |counted| {
                    let counts = self.language.pick(" (dihitung ", " (counted as ");
                    [counts, &counted, ")"].concat().into()
                }),
            ),
            None => (self.lack_of(&indicator.code, steps), "–".into(), "".into()),
        };
        let (share, share_in_words) = match indicator.kind {
            ResultKind::Main(weight) => {
                let weight = percent(weight.show(mark));
                let in_words = [self.language.pick("bobot ", "weight "), &weight].concat();
                (weight.into(), in_words.into())
            }
            ResultKind::Additional => {
                let in_words = self.language.pick("hasil kerja tambahan", "additional result");
                (self.language.pick("tambahan", "additional").into(), in_words.into())
            }
        };
        let mut title = plain(&indicator.title);
        if let Some(number) = part {
            title = self.in_part(number, &title);
        }
        let target = with_unit(indicator.target.show(self.language)).into();
        [title.into(), target, actual, achieved, counted_as, share, share_in_words]
    }

    /// Why an indicator has no achievement.
    fn lack_of(self, wanted: &Code, steps: &[Step]) -> Cell {
        let lack = steps.iter().find_map(|step| {
            let Step::Gap { missing: Missing::Actual(code, lack), .. } = step else { return None };
            (code == wanted).then_some(*lack)
        });
        lack.map_or("–".into(), |lack| lack.show(self.language).into())
    }

    pub(super) fn behaviours(self) -> Rows {
        let mark = self.language.decimal_mark();
        let scores = self.all_steps().iter().find_map(as_behaviour);
        let values =
            scores.into_iter().flat_map(|scores| BehaviourValue::ALL.into_iter().zip(scores));
        let older = self.all_steps().iter().find_map(as_older_behaviour).unwrap_or_default();
        let older = older.iter().map(|(aspect, score)| (aspect.name(self.language), *score));
        let none = self.language.pick("tidak ada nilai", "no score");
        let rows = values.map(|(value, score)| (value.name(), score)).chain(older).map(
            |(name, score): (_, Option<Score>)| {
                [name.into(), score.map_or(none.into(), |score| score.show(mark).into())]
            },
        );
        Rows::new(&["name", "score"], rows.collect())
    }

    /// What the values of behaviour are called together: those from 2022 on.
    pub(super) fn values(self) -> Option<&'static str> {
        self.all_steps().iter().find_map(as_behaviour).map(|_| "BerAKHLAK")
    }

    /// What blocks, and what was late or left out without blocking.
    pub(super) fn gaps(self) -> (Vec<GapRow>, Vec<GapRow>) {
        let (mut blocking, mut noted) = (Vec::new(), Vec::new());
        for step in self.all_steps() {
            if let Step::Motion(MotionStep::Obstacle(obstacle)) = step {
                blocking.push(self.obstacle(obstacle));
            }
            // What blocks in a segment is told by the obstacles.
            let Step::Part { number, steps, .. } = step else { continue };
            for step in steps {
                let Step::Gap { missing, treatment } = step else { continue };
                if *treatment != Treatment::Blocks {
                    let to_do = matches!(treatment, Treatment::Excluded | Treatment::Zero);
                    let row = self.gap(missing, *treatment, to_do);
                    noted.push(GapRow { what: self.in_part(*number, &row.what), ..row });
                }
            }
        }
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

    fn in_part(self, number: u32, text: &str) -> String {
        format!("{} {number}: {text}", self.language.pick("Bagian", "Segment"))
    }

    /// What keeps the segments from being put together.
    fn obstacle(self, obstacle: &Obstacle) -> GapRow {
        let row = match &obstacle.what {
            ObstacleKind::Missing(missing) => self.gap(missing, Treatment::Blocks, true),
            ObstacleKind::PlanOpen | ObstacleKind::NoPost { .. } => {
                let (what, to_do) = words::obstacle(&obstacle.what, self.language);
                GapRow {
                    what: what.to_owned(),
                    done: Treatment::Blocks.name(self.language),
                    act: Some(Act { who: self.actor(obstacle.actor()), what: to_do }),
                }
            }
        };
        let what = obstacle.part.map(|number| self.in_part(number, &row.what));
        GapRow { what: what.unwrap_or(row.what), ..row }
    }

    /// Why there was nothing to evaluate, if that is so.
    pub(super) fn not_evaluated(self) -> Option<&'static str> {
        self.all_steps().iter().find_map(|step| {
            let Step::Motion(MotionStep::NotEvaluated(why)) = step else { return None };
            Some(why.name(self.language))
        })
    }

    fn gap(self, missing: &Missing, treatment: Treatment, to_do: bool) -> GapRow {
        GapRow {
            what: words::into_plain(missing.show(self.mail.plan, self.language)),
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
            plan: words::plan(rule, (self.mail.result.period, from), self.language),
            source: rule.source.show(self.language),
        })
    }

    pub(super) fn steps(self) -> Rows {
        let ResultMail { policy, plan, derivation, .. } = *self.mail;
        let lines = derivation.lines(policy, plan, self.language).into_iter();
        let rows = lines.map(|Line { source, text, .. }| {
            [words::into_plain(text).into(), words::into_plain(source).into()]
        });
        Rows::new(&["text", "source"], rows.collect())
    }
}

fn is_evidence_gap(step: &Step) -> bool {
    matches!(
        step,
        Step::Gap {
            missing: Missing::Actual(..)
                | Missing::Behaviour(..)
                | Missing::AllBehaviour(_)
                | Missing::Older(OlderGap::Behaviour(..) | OlderGap::AllBehaviour(_)),
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

/// The total of the year 2021, which has that of its second half beside it.
fn as_year(step: &Step) -> Option<Ratio> {
    if let Step::Older(OlderStep::Halves { value, .. }) = step { Some(*value) } else { None }
}

fn as_behaviour(step: &Step) -> Option<[Option<Score>; 7]> {
    if let Step::Behaviour { scores, .. } = step { Some(*scores) } else { None }
}

fn as_older_behaviour(step: &Step) -> Option<&[(BehaviourAspect, Option<Score>)]> {
    if let Step::Older(OlderStep::Behaviour { scores, .. }) = step { Some(scores) } else { None }
}

fn as_follow_up(step: &Step) -> Option<&Code> {
    if let Step::FollowUp { rule, .. } = step { Some(rule) } else { None }
}
