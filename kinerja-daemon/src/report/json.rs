//! The summary as a program reads it.
//!
//! The order of the keys is that of the fields below. A mean carries no count:
//! with the number of people it would tell a hidden one.

use chrono::SecondsFormat;
use kinerja_core::{
    evidence::BehaviourValue,
    language::Language,
    number::DecimalMark,
    summary::{Mean, PublicRow},
};
use serde::{Deserialize, Serialize};

use super::{
    RegionReport, ReportError, services,
    words::{HIDDEN_MEANS, PROPOSAL_MEANS, gap, plain, unit_name},
};

/// What the list of regions needs of a published summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) region: Region,
    pub(super) period: PeriodHead,
    /// In the region's zone, with its distance from UTC.
    pub(super) as_of: String,
    pub(super) revision: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Region {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) zone: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PeriodHead {
    pub(super) code: String,
    pub(super) name: String,
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: Head,
    basis: &'static str,
    basis_means: &'static str,
    hidden_means: String,
    total: Row<'a>,
    units: Vec<Row<'a>>,
    behaviour: Vec<Behaviour>,
    missing: Vec<Gap<'a>>,
    follow_ups: Vec<FollowUps>,
    services: services::Document<'a>,
}

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    /// Whether small units stand here together.
    pooled: bool,
    people: Option<u32>,
    proposals: Proposals,
    mean_score: Option<String>,
}

/// People by proposed predicate; what is hidden is null.
#[derive(Serialize)]
struct Proposals {
    excellent: Option<u32>,
    good: Option<u32>,
    needs_improvement: Option<u32>,
    poor: Option<u32>,
    very_poor: Option<u32>,
    without_proposal: Option<u32>,
}

#[derive(Serialize)]
struct Behaviour {
    value: BehaviourValue,
    name: &'static str,
    mean_score: Option<String>,
}

#[derive(Serialize)]
struct Gap<'a> {
    code: &'a str,
    text: String,
    actor: &'static str,
    people: Option<u32>,
}

#[derive(Serialize)]
struct FollowUps {
    kind: &'static str,
    name: &'static str,
    count: Option<u32>,
}

/// The summary as JSON.
pub(super) fn json(report: &RegionReport<'_>) -> Result<Vec<u8>, ReportError> {
    let mut bytes = serde_json::to_vec_pretty(&document(report))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn document<'a>(report: &'a RegionReport<'_>) -> Document<'a> {
    let summary = &report.summary;
    let value = |(value, mean): (BehaviourValue, Option<Mean>)| Behaviour {
        value,
        name: value.name(),
        mean_score: score(mean),
    };
    let missing = |(code, people): &'a (String, Option<u32>)| {
        let (text, actor) = gap(code);
        Gap { code, text, actor, people: *people }
    };
    Document {
        head: head(report),
        basis: "usulan",
        basis_means: PROPOSAL_MEANS,
        hidden_means: format!("null: disembunyikan. {HIDDEN_MEANS}"),
        total: Row { pooled: false, ..row(&report.policy.name, &summary.region) },
        units: summary.units.iter().map(|unit| row(unit_name(unit), unit)).collect(),
        behaviour: BehaviourValue::ALL.into_iter().zip(summary.behaviour).map(value).collect(),
        missing: summary.gaps.iter().map(missing).collect(),
        follow_ups: summary
            .follow_ups
            .iter()
            .map(|(kind, count)| FollowUps {
                kind: kind.code(),
                name: kind.name(Language::Indonesian),
                count: *count,
            })
            .collect(),
        services: services::Document::new(&report.services),
    }
}

fn head(report: &RegionReport<'_>) -> Head {
    let policy = report.policy;
    let local = report.as_of.with_timezone(&policy.zone);
    Head {
        region: Region {
            code: policy.code.to_string(),
            name: policy.name.clone(),
            zone: policy.zone.name().to_owned(),
        },
        period: PeriodHead {
            code: report.period.to_string(),
            name: report.period.name(Language::Indonesian),
        },
        as_of: local.to_rfc3339_opts(SecondsFormat::Secs, false),
        revision: report.revision,
    }
}

fn row<'a>(name: &'a str, row: &PublicRow) -> Row<'a> {
    let [excellent, good, needs_improvement, poor, very_poor, without_proposal] = row.counts;
    Row {
        name,
        pooled: row.unit.is_none(),
        people: row.people,
        proposals: Proposals {
            excellent,
            good,
            needs_improvement,
            poor,
            very_poor,
            without_proposal,
        },
        mean_score: score(row.mean),
    }
}

fn score(mean: Option<Mean>) -> Option<String> {
    plain(mean?, DecimalMark::Point)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn the_evaluation_is_dated_as_the_region_lives_it() {
        let policy = sample::policy();
        let json: serde_json::Value =
            serde_json::from_slice(&json(&sample::report(&policy)).unwrap()).unwrap();
        assert_eq!(json["as_of"], "2026-07-15T00:00:00+08:00");
        assert_eq!(json["period"]["name"], "Triwulan II 2026");
    }

    #[test]
    fn no_mean_tells_how_many_people_have_a_score() {
        let policy = sample::policy();
        let text = String::from_utf8(json(&sample::report(&policy)).unwrap()).unwrap();
        assert!(!text.contains("micros"));
        assert!(text.contains("\"mean_score\": \"98.60\""), "{text}");
        assert!(text.ends_with("}\n"));
    }
}
