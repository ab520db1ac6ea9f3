//! The keys of a policy, table by table, as its reader asks for them.
//!
//! The types here are never made: they are the reader's keys written down once
//! more, so that an editor can complete them. A test compares both, key by key.
#![expect(dead_code, reason = "the tables are described and never made")]

mod follows;
mod reminders;
mod value;

use chrono::NaiveDate;
use follows::{Allowance, Condition, FollowUp, Raters, Talent};
use reminders::{Meeting, Reminders};
use schemars::{
    Schema,
    transform::{RecursiveTransform, Transform},
};
use value::{AsTheRule, FiveOrSix, From, RuleId, Whole, Words, Zone};

use crate::{
    calendar::{Cadence, DayCount, Period},
    evidence::{Preferred, ReportsOf},
    language::Language,
    number::{DecimalMark, Score, Share},
    people::Absence,
    plan::Code,
    region::{Combine, DeadlineKind, LateRule, MissingRule, RegionCode},
    scheme::Predicate,
};

/// The schema of the TOML text.
pub(super) fn schema() -> Schema {
    let mut schema = super::read::<Policy>();
    RecursiveTransform(without_null).transform(&mut schema);
    schema
}

/// TOML has no null: a key that may be left out is left out.
fn without_null(schema: &mut Schema) {
    if let Some(types) = schema.get_mut("type").and_then(|types| types.as_array_mut()) {
        types.retain(|one| one != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(ways) = schema.get_mut("anyOf").and_then(|ways| ways.as_array_mut()) {
        ways.retain(|one| one.get("type").is_none_or(|kind| kind != "null"));
        if let [only] = ways.as_slice()
            && let Some(only) = only.as_object().cloned()
        {
            schema.remove("anyOf");
            for (key, value) in only {
                schema.insert(key, value);
            }
        }
    }
}

/// Tables of a policy. Those before which `rule` stands say where they come from.
macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $key:ident: $value:ty,)+ })+) => {
        $(
            $(#[$doc])*
            #[derive(schemars::JsonSchema)]
            #[schemars(deny_unknown_fields)]
            pub(super) struct $name {
                $($(#[$about])* $key: $value,)+
            }
        )+
    };
}

/// Tables that say where they come from.
macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $key:ident: $value:ty,)* })+) => {
        tables! {
            $($(#[$doc])* $name {
                $($(#[$about])* $key: $value,)*
                /// Where the rule comes from: a provision, or `own`.
                source: From,
                /// Whether the rule is assumed and not verified.
                assumed: Option<bool>,
                /// What the reader should know about it.
                note: Option<Words>,
            })+
        }
    };
}

use {rules, tables};

tables! {
    /// The policy of a region, `policy.toml`.
    Policy {
        /// The region's short name; never change it.
        code: RegionCode,
        /// The name that people read.
        name: Words,
        /// The IANA zone in which its days begin and end.
        zone: Zone,
        /// How often it evaluates.
        cadence: Cadence,
        /// The first period that is evaluated.
        first_period: Period,
        /// How numbers are written in the region's files, exports and pages.
        decimal: DecimalMark,
        /// The languages of its mails, the main one first.
        languages: Vec<Language>,
        /// The office that people ask.
        contact: Contact,
        /// Until when things are due.
        deadlines: Deadlines,
        /// How many days of a week are worked; five where it is left out.
        work_week: Option<WorkWeek>,
        /// Days of the region's own on which nobody works.
        holiday: Option<Vec<Holiday>>,
        /// Deadlines that one period has later.
        extension: Option<Vec<Extension>>,
        /// How achievements become the score of work results.
        work_result: WorkResult,
        /// How much behaviour counts in the total.
        behaviour: Behaviour,
        /// What is done about what is missing or late.
        missing: Missing,
        /// From which score on a rating is proposed.
        ratings: Ratings,
        /// Which predicate two ratings give; the national one where it is left out.
        matrix: Option<Matrix>,
        /// From which total on a band gives which predicate.
        bands: Bands,
        /// What the region wants to reach.
        mission: Option<Vec<Mission>>,
        /// What follows from a predicate, a rating or a score.
        follow_up: Option<Vec<FollowUp>>,
        /// How the two halves of 2021 make its predicate.
        halves_of_2021: Option<HalvesOf2021>,
        /// The performance allowance.
        allowance: Option<Allowance>,
        /// The talent box.
        talent: Option<Talent>,
        /// What is counted of daily reports.
        daily_reports: Option<DailyReports>,
        /// Several raters of behaviour.
        raters: Option<Raters>,
        /// The quotas of a ranking before 2022.
        ranking: Option<Ranking>,
        /// How the segments of a person who moved become one result.
        segments: Option<Segments>,
        /// When people are reminded.
        reminders: Option<Reminders>,
        /// When the units meet after a period; they do not where it is left out.
        meeting: Option<Meeting>,
        /// National rules that the region has otherwise.
        exception: Option<Vec<Exception>>,
    }

    /// The office that people ask.
    Contact {
        /// Its name.
        name: Words,
        /// Where answers to mails go.
        email: Words,
    }

    /// Until when things are due.
    Deadlines {
        /// From the first day of the period: until when a plan should be agreed.
        plan: Deadline,
        /// From the last day of the period: until when evidence is on time.
        evidence: Deadline,
        /// From the last day of the period: the day of the evaluation.
        evaluation: Deadline,
        /// From the receipt of a result: until when an objection can be made.
        objection: Deadline,
    }

    /// The ratings of a score, worst first.
    Thresholds {
        /// From this score on: as expected.
        meets: Score,
        /// From this score on: above expectation.
        above: Score,
    }

    /// A row of the matrix: the predicate by the rating of behaviour.
    MatrixRow {
        /// Behaviour below expectation.
        below: Predicate,
        /// Behaviour as expected.
        meets: Predicate,
        /// Behaviour above expectation.
        above: Predicate,
    }

    /// A band of the total.
    Band {
        /// The predicate that it gives.
        predicate: Predicate,
        /// The first score of the band.
        from: Score,
        /// The score at which the next band begins.
        to: Score,
    }

    /// What keeps the predicate low, whatever the band says.
    Veto {
        /// When it holds.
        when: Condition,
        /// The best predicate that is left.
        at_most: Predicate,
    }

    /// Something that the region wants to reach.
    Mission {
        /// Its code, which indicators name.
        code: Code,
        /// What it is.
        text: Texts,
    }

    /// A text in both languages.
    Texts {
        /// Indonesian.
        id: Words,
        /// English.
        en: Words,
    }
}

rules! {
    /// Until when something is due.
    Deadline {
        /// Days, not below 0.
        days: Whole,
        /// Which days count; calendar days where it is left out.
        count: Option<DayCount>,
    }

    /// The days of a week that are worked.
    WorkWeek {
        /// Five, Monday to Friday, or six, to Saturday.
        days: FiveOrSix,
    }

    /// A day of the region's own on which nobody works.
    Holiday {
        /// The day.
        day: NaiveDate,
        /// What people call it.
        name: Words,
    }

    /// A deadline that one period has later.
    Extension {
        /// The deadline.
        deadline: DeadlineKind,
        /// The period.
        period: Period,
        /// The last day.
        until: NaiveDate,
    }

    /// How achievements become the score of work results.
    WorkResult {
        /// The most that one indicator counts, in points.
        cap: Score,
        /// The points that each day of delay loses.
        late_day_loss: Score,
        /// The points of one additional result.
        additional_points: Score,
        /// The most points of all additional results together.
        additional_points_max: Score,
    }

    /// How much behaviour counts.
    Behaviour {
        /// Its share of the total, in percent.
        share: Share,
    }

    /// What is done about what is missing or late.
    Missing {
        /// About an actual.
        actual: MissingRule,
        /// About a score of behaviour.
        behaviour: MissingRule,
        /// About what came late.
        late: LateRule,
    }

    /// From which score on a rating is proposed.
    Ratings {
        /// Of work results.
        result: Thresholds,
        /// Of behaviour.
        behaviour: Thresholds,
    }

    /// Which predicate two ratings give, by the rating of results.
    Matrix {
        /// Results below expectation.
        below: MatrixRow,
        /// Results as expected.
        meets: MatrixRow,
        /// Results above expectation.
        above: MatrixRow,
    }

    /// From which total on a band gives which predicate.
    Bands {
        /// The bands, each of which begins where another ends.
        band: Option<Vec<Band>>,
        /// What keeps the predicate low.
        veto: Option<Vec<Veto>>,
    }

    /// How the two halves of 2021 make its predicate.
    HalvesOf2021 {
        /// The share of the second half, in percent.
        second_half: Share,
    }

    /// What is counted of daily reports.
    DailyReports {
        /// Which reports count.
        reports: ReportsOf,
        /// What counts where something was reported by hand too.
        prefer: Preferred,
    }

    /// The quotas of a ranking before 2022.
    Ranking {
        /// From this predicate on a person counts as above expectation.
        above_from: Predicate,
        /// From this predicate on a person counts as meeting it.
        meets_from: Predicate,
        /// The most people above, in percent.
        above_at_most: Share,
        /// The fewest people who meet it, in percent.
        meets_at_least: Share,
        /// The most people who meet it, in percent.
        meets_at_most: Share,
        /// The most people below, in percent.
        below_at_most: Share,
    }

    /// How the segments of a person who moved become one result.
    Segments {
        /// How.
        combine: Combine,
        /// The fewest days of a segment that counts.
        minimum_days: Whole,
        /// The absences in which nobody is evaluated.
        suspends: Vec<Absence>,
    }

    /// A national rule that the region has otherwise.
    Exception {
        /// The rule.
        id: RuleId,
        /// The first day on which it holds.
        from: NaiveDate,
        /// The day after the last.
        until: Option<NaiveDate>,
        /// Its value, in the form that the rule has.
        value: AsTheRule,
    }
}
