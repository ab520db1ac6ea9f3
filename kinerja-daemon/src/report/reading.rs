//! How a page is to be read: the rules behind it, each with its source.

mod older;

use chrono::NaiveDate;
use kinerja_core::{
    calendar::{CalendarError, DayCount, Period, long_date},
    consequence::FollowUpKind,
    language::Language,
    law::Source,
    number::Score,
    region::{LateRule, MissingRule, RegionPolicy},
    scheme::{Basis, Predicate, Rating},
};
use serde::Serialize;

use older::Older;

use super::{
    RegionReport,
    page::Cell,
    words::{HIDDEN_MEANS, PROPOSAL_MEANS},
};

const ID: Language = Language::Indonesian;

/// What the last part of a page says.
#[derive(Serialize)]
pub(super) struct Reading<'a> {
    proposal: &'static str,
    hidden: &'static str,
    /// Whether a score only advises, and the matrix decides.
    advisory: bool,
    columns: [&'static str; 3],
    matrix: Vec<MatrixRow>,
    bands: Vec<Band>,
    missing: String,
    dates: Vec<(&'static str, String)>,
    sources: Vec<(&'static str, String)>,
    contact: &'a str,
    email: &'a str,
}

#[derive(Serialize)]
struct MatrixRow {
    rating: &'static str,
    predicates: Vec<Named>,
}

#[derive(Serialize)]
struct Named {
    code: &'static str,
    name: &'static str,
}

#[derive(Serialize)]
struct Band {
    predicate: Named,
    scores: String,
}

/// The follow-ups of one kind and the rules that propose them.
#[derive(Serialize)]
pub(super) struct FollowUps<'a> {
    name: &'static str,
    count: Cell,
    rules: Vec<FollowUp<'a>>,
}

#[derive(Serialize)]
struct FollowUp<'a> {
    text: &'a str,
    actor: &'static str,
    days: u32,
    source: String,
}

/// The follow-ups of each kind that the region knows or that were proposed.
pub(super) fn follow_ups<'a>(report: &'a RegionReport<'_>) -> Vec<FollowUps<'a>> {
    let rules = |kind: FollowUpKind| -> Vec<FollowUp<'a>> {
        let of_kind = report.policy.follow_ups.iter().filter(|rule| rule.kind == kind);
        of_kind
            .map(|rule| FollowUp {
                text: rule.text.in_language(ID),
                actor: rule.actor.name(ID),
                days: rule.due_days,
                source: rule.source.show(ID),
            })
            .collect()
    };
    report
        .summary
        .follow_ups
        .iter()
        .map(|(kind, count)| (*kind, *count, rules(*kind)))
        .filter(|(_, count, rules)| !rules.is_empty() || count.is_some_and(|count| count > 0))
        .map(|(kind, count, rules)| FollowUps {
            name: kind.name(ID),
            count: Cell::count(count, report.policy.decimal),
            rules,
        })
        .collect()
}

impl<'a> Reading<'a> {
    /// How the page of a report is to be read.
    pub(super) fn new(report: &'a RegionReport<'_>) -> Self {
        let policy = report.policy;
        let ruled = Older::of(policy, report.period);
        Self {
            proposal: PROPOSAL_MEANS,
            hidden: HIDDEN_MEANS,
            advisory: match Basis::of(report.period.start()) {
                Basis::Matrix => true,
                Basis::Bands => false,
            },
            columns: Rating::ALL.map(|rating| rating.name(ID)),
            matrix: if ruled.is_none() { matrix(policy, report.period) } else { Vec::new() },
            bands: ruled.as_ref().map_or_else(|| bands(policy), |older| older.bands(policy)),
            missing: missing(policy),
            dates: dates(report),
            sources: match &ruled {
                None => rating_sources(policy, report.period)
                    .into_iter()
                    .chain(sources(policy))
                    .collect(),
                Some(older) => older.sources().into_iter().chain(sources(policy)).collect(),
            },
            contact: &policy.contact.name,
            email: &policy.contact.email,
        }
    }
}

fn named(predicate: Predicate) -> Named {
    Named { code: predicate.code(), name: predicate.name(ID) }
}

fn matrix(policy: &RegionPolicy, period: Period) -> Vec<MatrixRow> {
    let matrix = policy.matrix_of(period);
    let predicate = |result, behaviour| named(matrix.predicate(result, behaviour));
    let row = |result: Rating| MatrixRow {
        rating: result.name(ID),
        predicates: Rating::ALL.map(|behaviour| predicate(result, behaviour)).into(),
    };
    Rating::ALL.into_iter().rev().map(row).collect()
}

fn points(policy: &RegionPolicy, score: Score) -> String {
    score.to_string().replace('.', &policy.decimal.mark().to_string())
}

fn bands(policy: &RegionPolicy) -> Vec<Band> {
    let bands = &policy.bands.bands;
    let scores = |from, to| {
        let (from, end) = (points(policy, from), points(policy, to));
        if to == bands.top() {
            format!("{from} sampai {end}")
        } else {
            format!("{from} sampai di bawah {end}")
        }
    };
    bands
        .bands()
        .iter()
        .rev()
        .map(|band| Band { predicate: named(band.predicate), scores: scores(band.from, band.to) })
        .collect()
}

fn missing(policy: &RegionPolicy) -> String {
    let rule = |rule: MissingRule| match rule {
        MissingRule::Block => "usulan ditahan sampai dilengkapi",
        MissingRule::ExcludeAndReweight => "tidak diikutkan dan bobotnya dibagi ke yang lain",
        MissingRule::Zero => "dihitung nol",
    };
    let rules = &policy.missing;
    let late = match rules.late {
        LateRule::Accept => "tetap diterima dan disebut terlambat",
        LateRule::AsMissing => "diperlakukan sebagai tidak ada",
    };
    format!(
        "Realisasi yang tidak ada: {}. Nilai perilaku yang tidak ada: {}. Yang terlambat: {late}.",
        rule(rules.actual),
        rule(rules.behaviour)
    )
}

/// A day, or why there is none.
fn told(day: Result<NaiveDate, CalendarError>) -> String {
    day.map_or_else(|reason| reason.show(ID), |day| long_date(day, ID))
}

fn dates(report: &RegionReport<'_>) -> Vec<(&'static str, String)> {
    let (policy, period) = (report.policy, report.period);
    let (plan, objection) = (&policy.deadlines.plan, &policy.deadlines.objection);
    let span =
        format!("{} sampai {}", long_date(period.start(), ID), long_date(period.last_day(), ID));
    vec![
        ("Periode", span),
        (
            "Batas rencana kerja",
            match plan.count {
                DayCount::Calendar => format!("{} hari sejak hari pertama periode", plan.days),
                DayCount::Working => {
                    format!("{} hari kerja sejak hari pertama periode", plan.days)
                }
            },
        ),
        ("Batas pelaporan bukti", told(policy.evidence_deadline(period))),
        ("Hari evaluasi", told(policy.evaluation_day(period))),
        (
            "Batas keberatan",
            format!(
                "{} {} sejak keputusan diterima pegawai",
                objection.days,
                objection.count.name(ID)
            ),
        ),
    ]
}

/// Where the rules come from by which ratings and the score are proposed.
fn rating_sources(policy: &RegionPolicy, period: Period) -> Vec<(&'static str, String)> {
    let ratings = &policy.ratings;
    let from = |score| points(policy, score);
    let thresholds = format!(
        "Hasil kerja: sesuai mulai {}, di atas mulai {}; perilaku: sesuai mulai {}, di atas mulai {}",
        from(ratings.result.meets()),
        from(ratings.result.above()),
        from(ratings.behaviour.meets()),
        from(ratings.behaviour.above())
    );
    let share = format!("{} %.", policy.behaviour.share.show(policy.decimal));
    let cited = |text: String, source: &Source| format!("{text} Sumber: {}.", source.show(ID));
    let only = |source: &Source| source.show(ID);
    vec![
        ("Ambang usulan rating", cited(format!("{thresholds}."), &ratings.source)),
        ("Matriks predikat", only(policy.matrix_source(period))),
        ("Rentang nilai", only(&policy.bands.source)),
        ("Nilai hasil kerja", only(&policy.work_result.source)),
        ("Bobot perilaku kerja", cited(share, &policy.behaviour.source)),
    ]
}

/// Where the rules come from that hold in every period.
fn sources(policy: &RegionPolicy) -> Vec<(&'static str, String)> {
    let only = |source: &Source| source.show(ID);
    vec![
        ("Data tidak ada atau terlambat", only(&policy.missing.source)),
        ("Batas rencana kerja", only(&policy.deadlines.plan.source)),
        ("Batas pelaporan bukti", only(&policy.deadlines.evidence.source)),
        ("Hari evaluasi", only(&policy.deadlines.evaluation.source)),
        ("Batas keberatan", only(&policy.deadlines.objection.source)),
    ]
}
