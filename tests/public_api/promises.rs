//! What the compiler promises about the main types: that they may be sent to
//! another thread and shared between threads, and shown in a log.

use std::fmt::Debug;

use kinerja_core::{
    calendar::{Period, WorkCalendar},
    consequence::{Condition, FollowUp, FollowUpRule},
    evaluation::{
        Act, ActError, Case, Combined, Consequences, Derivation, Evaluation, MotionError, Record,
        WhatIf,
    },
    evidence::{DailyReports, Evidence, PrivateText},
    law::{Citation, RuleProblems, Source},
    number::{Money, NumberError, Percent, Quantity, Ratio, Score, Share, Weight},
    organisation::{RollUp, ServiceFinding, UnitReadings},
    people::{Hierarchy, History, Nip},
    plan::{Code, Indicator, PlanError, WorkPlan},
    population::{Aggregates, Aggregator, ColumnError, Columns, Gathered, Scorer, Scores},
    region::{PolicyParts, PolicyProblems, RegionPolicy, RuleBook},
    scheme::{Bands, Matrix, Predicate, Rating},
    summary::{PublicSummary, Suppressed, Tally},
};

const fn shared<T: Send + Sync + Debug>() {}
const fn error<T: std::error::Error + Send + Sync + Clone + PartialEq + 'static>() {}

/// Names each type once.
macro_rules! promised {
    ($promise:ident: $($kind:ty),+ $(,)?) => {
        const _: () = { $($promise::<$kind>();)+ };
    };
}

promised! {
    shared: Act, Aggregates, Aggregator<'_>, Bands, Case<'_>, Citation, Code, Columns<'_>, Combined,
    Condition, Consequences, DailyReports, Derivation, Evaluation, Evidence, FollowUp, FollowUpRule,
    Gathered, Hierarchy, History, Indicator, Matrix, Money, Nip, Percent, Period, PolicyParts,
    Predicate, PrivateText, PublicSummary, Quantity, Ratio, Rating, Record, RegionPolicy, RollUp,
    RuleBook, Score, Scorer<'_>, Scores, ServiceFinding, Share, Source, Suppressed, Tally,
    UnitReadings, Weight, WhatIf<String>, WorkCalendar<'_>, WorkPlan,
}

promised! {
    error: ActError, ColumnError, MotionError, NumberError, PlanError, PolicyProblems, RuleProblems,
}
