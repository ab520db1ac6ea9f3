//! The keys of when people are reminded and when they meet.

use super::{
    rules, tables,
    value::{From, Whole, Words},
};
use crate::calendar::DayCount;

tables! {
    /// How many days before and after its date people are reminded.
    Offsets {
        /// So many days before, each from 1.
        before: Option<Vec<Whole>>,
        /// So many days after; 0 is the day itself.
        after: Option<Vec<Whole>>,
        /// Which days count; calendar days where it is left out.
        count: Option<DayCount>,
    }

    /// After how many days others hear that nothing was done.
    Escalation {
        /// The superior; three days where it is left out.
        superior: Option<Whole>,
        /// The head of the unit; seven days where it is left out.
        unit_head: Option<Whole>,
        /// Which days count; calendar days where it is left out.
        count: Option<DayCount>,
    }
}

rules! {
    /// When people are reminded.
    Reminders {
        /// The hour of the day, 0 to 23; eight where it is left out.
        hour: Option<Whole>,
        /// That a plan is to be agreed.
        plan_due: Option<Offsets>,
        /// That there is no plan at all.
        plan_missing: Option<Offsets>,
        /// That what was reached is to be reported.
        report_due: Option<Offsets>,
        /// That nothing was reported in time.
        evidence_late: Option<Offsets>,
        /// That the evaluator has to rate.
        rating_due: Option<Offsets>,
        /// That the evaluator has to decide.
        decision_open: Option<Offsets>,
        /// That the time to object ends.
        objection_closing: Option<Offsets>,
        /// That a step of coaching is to be done.
        step_due: Option<Offsets>,
        /// When others hear.
        escalation: Option<Escalation>,
    }

    /// When the units meet after a period.
    Meeting {
        /// So many days after the last day of the period.
        days: Whole,
        /// Which days count; calendar days where it is left out.
        count: Option<DayCount>,
        /// The hour at which it begins, 0 to 23; nine where it is left out.
        hour: Option<Whole>,
        /// How many minutes it takes; 120 where it is left out.
        minutes: Option<Whole>,
        /// How many calendar days before it people are invited; seven where it is
        /// left out.
        invite_days: Option<Whole>,
    }
}
