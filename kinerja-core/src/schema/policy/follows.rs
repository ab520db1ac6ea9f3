//! The keys of what follows from an evaluation, and of what others say.

use super::{
    Texts, rules, tables,
    value::{From, Whole, Words},
};
use crate::{
    consequence::{AllowancePartKind, FollowUpKind, Role},
    evidence::RaterClass,
    number::{Money, Percent, Score, Share, Weight},
    plan::Code,
    scheme::{Predicate, Rating},
};

tables! {
    /// When something holds: all that is given, and at least one thing is given.
    Condition {
        /// The predicate is one of these.
        predicates: Option<Vec<Predicate>>,
        /// The rating of results is one of these.
        result_ratings: Option<Vec<Rating>>,
        /// The rating of behaviour is one of these.
        behaviour_ratings: Option<Vec<Rating>>,
        /// The total reaches this score.
        score_from: Option<Score>,
        /// The total lies below this score.
        score_below: Option<Score>,
        /// At least one achievement lies below this percent.
        any_indicator_below: Option<Percent>,
        /// At least one score of behaviour lies below this.
        any_behaviour_below: Option<Score>,
        /// The predicate is one of these in so many periods, this one and those
        /// before it: 2 to 120.
        periods_in_a_row: Option<Whole>,
        /// The mean of feedback lies below this score.
        feedback_below: Option<Score>,
        /// At least one of these trainings was done.
        training_done: Option<Vec<Code>>,
        /// At least one of these trainings was not done.
        training_missing: Option<Vec<Code>>,
    }

    /// A step of a follow-up.
    Step {
        /// What is to be done.
        text: Texts,
        /// Until when, in days from the proposal.
        due_days: Whole,
    }

    /// When a follow-up ends.
    Exit {
        /// The predicate to reach.
        predicate_from: Predicate,
        /// In how many periods it is to be reached.
        periods: Whole,
    }

    /// A percent for each predicate.
    PercentByPredicate {
        /// "Sangat Baik".
        excellent: Percent,
        /// "Baik".
        good: Percent,
        /// "Butuh Perbaikan" or "Cukup".
        needs_improvement: Percent,
        /// "Kurang".
        poor: Percent,
        /// "Sangat Kurang".
        very_poor: Percent,
    }

    /// A score for each predicate.
    ScoreByPredicate {
        /// "Sangat Baik".
        excellent: Score,
        /// "Baik".
        good: Score,
        /// "Butuh Perbaikan" or "Cukup".
        needs_improvement: Score,
        /// "Kurang".
        poor: Score,
        /// "Sangat Kurang".
        very_poor: Score,
    }

    /// The full allowance of a class of posts.
    Base {
        /// The class.
        class: Code,
        /// Whole rupiah in a month.
        amount: Money,
    }

    /// What an event of attendance takes from the allowance.
    Deduction {
        /// The event.
        code: Code,
        /// The part from which it takes.
        part: AllowancePartKind,
        /// What one event takes, in percent.
        percent: Percent,
        /// What it is.
        text: Texts,
    }

    /// A class of raters.
    Class {
        /// The class.
        of: RaterClass,
        /// Its weight among the classes, in percent.
        weight: Weight,
        /// The fewest answers with which it counts.
        answers_min: Whole,
    }
}

rules! {
    /// What follows from a predicate, a rating or a score.
    FollowUp {
        /// Its code, which never changes.
        code: Code,
        /// What kind it is.
        kind: FollowUpKind,
        /// When it is proposed.
        when: Condition,
        /// What people read.
        text: Texts,
        /// Who must act.
        actor: Role,
        /// Until when, in days from the proposal.
        due_days: Whole,
        /// The steps of coaching or counselling.
        step: Option<Vec<Step>>,
        /// When it ends.
        exit: Option<Exit>,
    }

    /// The performance allowance.
    Allowance {
        /// The share of productivity, in percent; the rest is discipline.
        productivity: Share,
        /// What a predicate gives of productivity.
        percent: PercentByPredicate,
        /// The full allowance by class of posts.
        base: Option<Vec<Base>>,
        /// What events of attendance take.
        deduction: Option<Vec<Deduction>>,
    }

    /// The talent box.
    Talent {
        /// From this score on: high.
        high: Score,
        /// From this score on: middle.
        middle: Score,
        /// The points of performance by predicate.
        performance: ScoreByPredicate,
        /// The share of performance, in percent; the rest is potential.
        share: Share,
    }

    /// Several raters of behaviour.
    Raters {
        /// Their share of the score of behaviour, in percent.
        share: Share,
        /// The classes of raters.
        class: Option<Vec<Class>>,
    }
}
