//! What of a derivation people are told where raters answered.
//!
//! The exact numbers count. Told exactly, they would give an answer away as soon as
//! one more came: four times the mean of four less three times the mean of three.
//! So nobody is told how many answered, and every number in which answers are is
//! told in whole points.

use std::borrow::Cow;

use super::{Derivation, MotionStep, Step, Subject, motion::Weighed};
use crate::{consequence::Because, evidence::RatedBehaviour, number::Ratio};

impl Derivation {
    /// Whether answers of raters are in the score of behaviour.
    pub fn counts_raters(&self) -> bool {
        any_raters(self.steps())
    }

    /// The derivation as people are told it: where raters count, without how many
    /// answered, and in whole points wherever their answers are in a number.
    pub fn told(&self) -> Self {
        Self::of(self.told_steps().into_owned())
    }

    /// Its steps as people are told them: most are told as they are.
    pub(super) fn told_steps(&self) -> Cow<'_, [Step]> {
        if self.counts_raters() {
            Cow::Owned(self.steps().iter().cloned().map(told).collect())
        } else {
            Cow::Borrowed(self.steps())
        }
    }

    /// A total of this derivation as people are told it.
    #[must_use]
    pub fn told_total(&self, total: Ratio) -> Ratio {
        if self.counts_raters() { total.whole_points() } else { total }
    }
}

fn any_raters(steps: &[Step]) -> bool {
    steps.iter().any(|step| {
        if let Step::Part { steps, .. } = step {
            any_raters(steps)
        } else {
            matches!(step, Step::Raters(rated) if rated.raters.overall.is_some())
        }
    })
}

fn told(mut step: Step) -> Step {
    if let Step::Raters(rated) = &mut step {
        without_answers(rated);
    } else if let Step::Total { behaviour, value, .. } = &mut step {
        blur([behaviour, value]);
    } else if let Step::Rating { of: Subject::Behaviour, value, .. } | Step::Band { value, .. } =
        &mut step
    {
        blur([value]);
    } else if let Step::Veto { because, .. } | Step::FollowUp { because, .. } = &mut step {
        reasons(because);
    } else if let Step::Motion(MotionStep::Mean { of, parts, value }) = &mut step
        && *of != Weighed::Work
    {
        blur(parts.iter_mut().map(|(_, part)| part).chain([value]));
    } else if let Step::Part { steps, .. } = &mut step {
        *steps = std::mem::take(steps).into_iter().map(told).collect();
    }
    step
}

fn blur<'r>(values: impl IntoIterator<Item = &'r mut Ratio>) {
    for value in values {
        *value = value.whole_points();
    }
}

fn without_answers(rated: &mut RatedBehaviour) {
    rated.raters.answers = None;
    for view in rated.raters.classes.values_mut().flatten() {
        (view.answers, view.mean) = (None, view.mean.whole_points());
    }
    blur(rated.raters.overall.iter_mut().chain([&mut rated.value]));
}

fn reasons(because: &mut [Because]) {
    for reason in because {
        if let Because::FeedbackBelow { mean, .. } = reason {
            blur([mean]);
        }
    }
}
