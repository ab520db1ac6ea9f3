//! A unit's report in the words of its reader.

use kinerja_core::{
    calendar::{long_date, zone_label},
    evidence::{ComplaintCounts, DirectionCounts, RaterClass, SatisfactionIndex},
    language::Language,
    number::DecimalMark,
    organisation::{AchievementMean, IndicatorName},
    plan::Code,
    scheme::{Predicate, Regime},
    summary::PublicRow,
};
use minijinja::Value;
use serde::Serialize;

use super::{Checked, Due, Ranked, UnitReport, Waiting};
use crate::report::{charts, services::Finding, words};

const ID: Language = Language::Indonesian;

/// Everything that the page, the table and the document say.
#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    pub(super) region: &'a str,
    pub(super) period: String,
    pub(super) as_of: String,
    pub(super) revision: u32,
    /// Nobody has decided what is only proposed.
    pub(super) status: &'static str,
    pub(super) unit_code: &'a str,
    pub(super) unit: &'a str,
    pub(super) people: u32,
    pub(super) predicates: Vec<Row>,
    pub(super) without_proposal: u32,
    pub(super) undecided: u32,
    pub(super) distribution: Option<Distribution<'a>>,
    pub(super) ranking: Option<Ranking<'a>>,
    pub(super) waiting: Vec<WaitingRow<'a>>,
    pub(super) follow_ups: Vec<DueRow<'a>>,
    pub(super) steps: Vec<DueRow<'a>>,
    pub(super) achievements: Vec<AchievementRow<'a>>,
    pub(super) feedback: Vec<FeedbackRow>,
    pub(super) surveys: Vec<SurveyRow<'a>>,
    pub(super) complaints: Vec<ComplaintRow<'a>>,
    pub(super) findings: Vec<Finding<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) proposed: u32,
    pub(super) decided: u32,
}

#[derive(Debug, Serialize)]
pub(super) struct Distribution<'a> {
    pub(super) outcome: &'static str,
    /// Of those who were checked, whose predicate is decided, and whose is not.
    pub(super) decided: u64,
    pub(super) proposed: u64,
    pub(super) lines: Vec<String>,
    pub(super) set_by: &'a str,
    pub(super) source: &'a str,
}

#[derive(Debug, Serialize)]
pub(super) struct Ranking<'a> {
    pub(super) outcome: &'static str,
    pub(super) lines: Vec<String>,
    pub(super) source: &'a str,
}

#[derive(Debug, Serialize)]
pub(super) struct WaitingRow<'a> {
    pub(super) what: String,
    pub(super) actor: &'static str,
    pub(super) people: u32,
    pub(super) blocked: &'a [String],
}

#[derive(Debug, Serialize)]
pub(super) struct DueRow<'a> {
    pub(super) by: String,
    pub(super) what: &'a str,
    pub(super) actor: &'static str,
    pub(super) people: u32,
}

#[derive(Debug, Serialize)]
pub(super) struct AchievementRow<'a> {
    pub(super) indicator: &'a str,
    pub(super) unit: &'a str,
    /// In percent; none where all are missing.
    pub(super) mean: Option<String>,
    pub(super) reached: u32,
    pub(super) missing: u32,
}

#[derive(Debug, Serialize)]
pub(super) struct FeedbackRow {
    pub(super) from: RaterClass,
    pub(super) name: &'static str,
    #[serde(flatten)]
    pub(super) counts: DirectionCounts,
}

#[derive(Debug, Serialize)]
pub(super) struct SurveyRow<'a> {
    pub(super) service: &'a Code,
    pub(super) index: Option<String>,
    pub(super) grade: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct ComplaintRow<'a> {
    pub(super) service: &'a Code,
    #[serde(flatten)]
    pub(super) counts: &'a ComplaintCounts,
    /// Days until an answer on average.
    pub(super) mean_days: Option<String>,
}

impl<'a> View<'a> {
    pub(super) fn new(report: &'a UnitReport<'_>) -> Self {
        let mark = report.policy.decimal;
        let local = report.as_of.with_timezone(&report.policy.zone);
        let people = report.proposed.iter().sum::<u32>() + report.blocked;
        let counts = Predicate::BEST_FIRST.into_iter().zip(report.proposed).zip(report.decided);
        let due = |due: &'a Due| DueRow {
            by: long_date(due.by, ID),
            what: &due.what,
            actor: due.actor,
            people: due.people,
        };
        let survey = |(service, index): &'a (Code, Option<SatisfactionIndex>)| SurveyRow {
            service,
            index: index.map(|index| index.show(mark)),
            grade: index.map_or("belum lengkap", |index| index.grade().name(ID)),
        };
        let complaints = |(service, counts): &'a (Code, ComplaintCounts)| ComplaintRow {
            service,
            counts,
            mean_days: counts.mean_days().map(|days| days.show(mark)),
        };
        Self {
            region: &report.policy.name,
            period: report.period.name(ID),
            as_of: format!(
                "{} pukul {} {}",
                long_date(local.date_naive(), ID),
                local.format("%H.%M"),
                zone_label(report.policy.zone)
            ),
            revision: report.revision,
            status: "usulan",
            unit_code: &report.unit.code,
            unit: &report.unit.name,
            people,
            predicates: counts
                .map(|((of, proposed), decided)| Row {
                    name: Regime::name_in(report.period, of, ID),
                    proposed,
                    decided,
                })
                .collect(),
            without_proposal: report.blocked,
            undecided: people.saturating_sub(report.decided.iter().sum()),
            distribution: report
                .check
                .as_ref()
                .map(|checked| distribution(checked, report.decided)),
            ranking: report.ranking.as_ref().map(ranking),
            waiting: report.waiting.iter().map(waiting).collect(),
            follow_ups: report.follow_ups.iter().map(due).collect(),
            steps: report.steps.iter().map(due).collect(),
            achievements: report.achievements.iter().map(|of| achievement(of, mark)).collect(),
            feedback: report.feedback.iter().map(feedback).collect(),
            surveys: report.surveys.iter().map(survey).collect(),
            complaints: report.complaints.iter().map(complaints).collect(),
            findings: report.findings.iter().map(|found| Finding::new(found, mark)).collect(),
        }
    }
}

fn achievement(
    (of, mean): &(IndicatorName, AchievementMean),
    mark: DecimalMark,
) -> AchievementRow<'_> {
    AchievementRow {
        indicator: &of.title,
        unit: &of.unit,
        mean: mean.value().map(|mean| mean.show(mark)),
        reached: mean.count(),
        missing: mean.missing(),
    }
}

fn feedback((from, counts): (&RaterClass, &DirectionCounts)) -> FeedbackRow {
    FeedbackRow { from: *from, name: from.name(ID), counts: *counts }
}

/// The check, with how many of those who were checked have been decided on.
fn distribution(checked: &Checked, decided: [u32; 5]) -> Distribution<'_> {
    let decided = decided.into_iter().map(u64::from).sum();
    Distribution {
        outcome: checked.check.outcome.code(),
        decided,
        proposed: checked.check.people.saturating_sub(decided),
        lines: checked.check.lines(decided, ID),
        set_by: &checked.set_by,
        source: &checked.source,
    }
}

fn ranking(ranked: &Ranked) -> Ranking<'_> {
    Ranking {
        outcome: ranked.check.outcome.code(),
        lines: ranked.check.lines(ID),
        source: &ranked.source,
    }
}

fn waiting(waiting: &Waiting) -> WaitingRow<'_> {
    let (what, actor) = words::gap(&waiting.code);
    WaitingRow { what, actor, people: waiting.people, blocked: &waiting.blocked }
}

/// What only the page has.
#[derive(Serialize)]
pub(super) struct Page<'a> {
    chart: Value,
    /// Whether predicates have a pattern in the period.
    has_pattern: bool,
    contact: &'a str,
    email: &'a str,
    report: &'a View<'a>,
}

impl<'a> Page<'a> {
    pub(super) fn new(report: &'a UnitReport<'_>, view: &'a View<'a>) -> Self {
        let [excellent, good, needs_improvement, poor, very_poor] = report.proposed.map(Some);
        let blocked = Some(report.blocked);
        let row = PublicRow {
            unit: None,
            people: Some(view.people),
            counts: [excellent, good, needs_improvement, poor, very_poor, blocked],
            mean: None,
        };
        let columns = words::columns(report.period);
        let chart = charts::distribution(&row, &columns, report.policy.decimal);
        let contact = &report.policy.contact;
        let patterns = &report.policy.rules.distribution_patterns;
        Self {
            has_pattern: patterns.at(report.period.start()).is_some(),
            chart: Value::from_safe_string(chart),
            contact: &contact.name,
            email: &contact.email,
            report: view,
        }
    }
}
