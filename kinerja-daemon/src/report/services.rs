//! What is published of services: findings, missions, surveys, complaints.

use kinerja_core::{
    language::Language,
    law::Source,
    number::DecimalMark,
    organisation::{ServiceFinding, Trend},
    plan::Code,
    region::RegionPolicy,
    summary::{PublicAchievement, PublicComplaints, PublicServices, PublicSurvey},
};
use serde::Serialize;

use super::{RegionReport, ReportError, csv, page::Cell};
use crate::formula::guard_formula;

const ID: Language = Language::Indonesian;

const HEADINGS: [&str; 11] = [
    "wilayah",
    "periode",
    "layanan",
    "indikator",
    "satuan",
    "target",
    "realisasi",
    "unit_di_bawah_target",
    "unit_melapor",
    "unit_belum_melapor",
    "periode_lalu",
];

/// A finding as people and programs read it.
#[derive(Debug, Serialize)]
pub(super) struct Finding<'a> {
    service: &'a Code,
    indicator: &'a str,
    unit: &'a str,
    target: String,
    actual: String,
    below: &'a [Code],
    below_count: usize,
    measured: u32,
    missing: u32,
    before: Option<String>,
    trend: Option<Trend>,
    trend_name: &'static str,
}

impl<'a> Finding<'a> {
    pub(super) fn new(finding: &'a ServiceFinding, mark: DecimalMark) -> Self {
        let amount = finding.target.is_amount();
        let trend = finding.change.map(|change| change.trend);
        Self {
            service: &finding.service,
            indicator: &finding.indicator.title,
            unit: if amount { &finding.indicator.unit } else { "persen tepat" },
            target: finding.target.show(ID),
            actual: finding.actual.show(mark),
            below: &finding.below,
            below_count: finding.below.len(),
            measured: finding.measured,
            missing: finding.missing,
            before: finding.change.map(|change| change.before.show(mark)),
            trend,
            trend_name: trend.map_or("belum dapat dibandingkan", |trend| match trend {
                Trend::Worse => "memburuk",
                Trend::Same => "tetap",
                Trend::Better => "membaik",
            }),
        }
    }

    /// What it is about, and what was found.
    pub(super) fn in_words(&self) -> (String, String) {
        let what = format!("{}: {}", self.service, self.indicator);
        let found =
            format!("{} {}, target {}; {}", self.actual, self.unit, self.target, self.trend_name);
        (what, found)
    }

    /// The finding as cells of a table, after region and period.
    fn cells(&self) -> [String; 9] {
        [
            self.service.to_string(),
            guard_formula(self.indicator).into_owned(),
            guard_formula(self.unit).into_owned(),
            guard_formula(&self.target).into_owned(),
            self.actual.clone(),
            self.below_count.to_string(),
            self.measured.to_string(),
            self.missing.to_string(),
            self.before.clone().unwrap_or_default(),
        ]
    }
}

/// The services of a page.
#[derive(Serialize)]
pub(super) struct Services<'a> {
    achievements: Vec<AchievementRow<'a>>,
    findings: Vec<Finding<'a>>,
    missions: Vec<MissionRow<'a>>,
    without_mission: Vec<(&'a str, u32)>,
    /// Where the index comes from, and whether that is assumed.
    index_source: String,
    grade_source: String,
    surveys: Vec<SurveyRow<'a>>,
    complaints: Vec<ComplaintRow<'a>>,
}

#[derive(Serialize)]
struct AchievementRow<'a> {
    indicator: &'a str,
    unit: &'a str,
    mean: String,
    reached: u32,
    missing: Cell,
}

#[derive(Serialize)]
struct MissionRow<'a> {
    code: &'a Code,
    text: &'a str,
    plans: Cell,
    unserved: bool,
}

#[derive(Serialize)]
struct SurveyRow<'a> {
    unit: &'a Code,
    service: &'a Code,
    index: Cell,
    grade: &'static str,
}

#[derive(Serialize)]
struct ComplaintRow<'a> {
    unit: &'a Code,
    service: &'a Code,
    counts: [Cell; 3],
}

impl<'a> Services<'a> {
    pub(super) fn new(report: &'a RegionReport<'_>) -> Self {
        let (policy, services) = (report.policy, &report.services);
        let (mark, day) = (policy.decimal, report.period.start());
        let (index, grades) =
            (policy.rules.survey_index.at(day), policy.rules.survey_grades.at(day));
        let told = |source: Option<&Source>| {
            source.map_or_else(|| "belum ada aturan".to_owned(), |source| source.show(ID))
        };
        let achievement = |row: &'a PublicAchievement| AchievementRow {
            indicator: &row.indicator.title,
            unit: &row.indicator.unit,
            mean: row.mean.show(mark),
            reached: row.reached,
            missing: Cell::count(row.missing, mark),
        };
        Self {
            achievements: services.achievements.iter().map(achievement).collect(),
            findings: services.findings.iter().map(|found| Finding::new(found, mark)).collect(),
            missions: missions(policy, services),
            without_mission: services
                .without_mission
                .iter()
                .map(|(name, plans)| (name.title.as_str(), *plans))
                .collect(),
            index_source: told(index.map(|rule| &rule.source)),
            grade_source: told(grades.map(|rule| &rule.source)),
            surveys: services.surveys.iter().map(|survey| survey_row(survey, mark)).collect(),
            complaints: services.complaints.iter().map(|row| complaint_row(row, mark)).collect(),
        }
    }
}

fn missions<'a>(policy: &'a RegionPolicy, services: &'a PublicServices) -> Vec<MissionRow<'a>> {
    let row = |(code, plans): &'a (Code, Option<u32>)| MissionRow {
        code,
        text: policy.mission(code).map_or("", |mission| mission.text.in_language(ID)),
        plans: Cell::count(*plans, policy.decimal),
        unserved: *plans == Some(0),
    };
    services.missions.iter().map(row).collect()
}

fn survey_row(survey: &PublicSurvey, mark: DecimalMark) -> SurveyRow<'_> {
    SurveyRow {
        unit: &survey.unit,
        service: &survey.service,
        index: Cell::new(survey.index.map(|index| index.show(mark))),
        grade: survey.index.map_or("", |index| index.grade().name(ID)),
    }
}

fn complaint_row(row: &PublicComplaints, mark: DecimalMark) -> ComplaintRow<'_> {
    let counts = [row.complaints, row.criticism, row.suggestions];
    ComplaintRow {
        unit: &row.unit,
        service: &row.service,
        counts: counts.map(|count| Cell::count(count, mark)),
    }
}

/// The findings as CSV.
pub(super) fn findings_csv(report: &RegionReport<'_>) -> Result<Vec<u8>, ReportError> {
    let mut writer = csv::writer();
    writer.write_record(HEADINGS)?;
    let about = [report.policy.code.to_string(), report.period.to_string()];
    for found in &report.services.findings {
        let cells = Finding::new(found, report.policy.decimal).cells();
        writer.write_record(about.iter().chain(&cells))?;
    }
    csv::finish(writer)
}

/// The services as a program reads them; what is hidden is null.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    achievements: Vec<Achievement<'a>>,
    findings: Vec<Finding<'a>>,
    missions: Vec<Mission<'a>>,
    without_mission: Vec<WithoutMission<'a>>,
    surveys: Vec<Survey<'a>>,
    complaints: &'a [PublicComplaints],
}

#[derive(Serialize)]
struct Achievement<'a> {
    indicator: &'a str,
    unit: &'a str,
    /// In percent.
    mean: String,
    reached: u32,
    missing: Option<u32>,
}

#[derive(Serialize)]
struct Mission<'a> {
    code: &'a Code,
    plans: Option<u32>,
}

#[derive(Serialize)]
struct WithoutMission<'a> {
    indicator: &'a str,
    unit: &'a str,
    plans: u32,
}

#[derive(Serialize)]
struct Survey<'a> {
    unit: &'a Code,
    service: &'a Code,
    index: Option<String>,
    grade: Option<&'static str>,
}

impl<'a> Document<'a> {
    pub(super) fn new(services: &'a PublicServices) -> Self {
        let mark = DecimalMark::Point;
        let achievement = |row: &'a PublicAchievement| Achievement {
            indicator: &row.indicator.title,
            unit: &row.indicator.unit,
            mean: row.mean.show(mark),
            reached: row.reached,
            missing: row.missing,
        };
        let survey = |survey: &'a PublicSurvey| Survey {
            unit: &survey.unit,
            service: &survey.service,
            index: survey.index.map(|index| index.show(mark)),
            grade: survey.index.map(|index| index.grade().code()),
        };
        Self {
            achievements: services.achievements.iter().map(achievement).collect(),
            findings: services.findings.iter().map(|found| Finding::new(found, mark)).collect(),
            missions: services
                .missions
                .iter()
                .map(|(code, plans)| Mission { code, plans: *plans })
                .collect(),
            without_mission: services
                .without_mission
                .iter()
                .map(|(name, plans)| WithoutMission {
                    indicator: &name.title,
                    unit: &name.unit,
                    plans: *plans,
                })
                .collect(),
            surveys: services.surveys.iter().map(survey).collect(),
            complaints: &services.complaints,
        }
    }
}
