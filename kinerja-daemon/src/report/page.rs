//! The page that people read.

use kinerja_core::{
    calendar::{long_date, zone_label},
    evidence::BehaviourValue,
    language::Language,
    number::DecimalMark,
    region::RegionPolicy,
    scheme::Basis,
    summary::{CATEGORIES, Mean, PublicRow},
};
use minijinja::Value;
use serde::Serialize;

use super::{
    RegionReport, ReportError, charts,
    reading::{Reading, follow_ups},
    services::Services,
    template,
    words::{self, ALL_UNITS, Category, HIDDEN, Shown, row_mean, unit_name},
};

/// A number in a table.
#[derive(Debug, Serialize)]
pub(super) struct Cell {
    text: String,
    /// Whether it is not shown because the group is small.
    hidden: bool,
}

impl Cell {
    pub(super) fn new(text: Option<String>) -> Self {
        let hidden = text.is_none();
        Self { text: text.unwrap_or_else(|| HIDDEN.to_owned()), hidden }
    }

    pub(super) fn count(count: Option<u32>, mark: DecimalMark) -> Self {
        Self::new(count.map(|count| words::count(count, mark)))
    }

    fn mean(mean: Shown<Mean>, mark: DecimalMark) -> Self {
        match mean {
            Shown::Value(mean) => Self::new(mean.show(mark)),
            Shown::Hidden => Self::new(None),
            Shown::Nothing => Self::new(Some("–".to_owned())),
        }
    }
}

#[derive(Serialize)]
struct Page<'a> {
    region: &'a str,
    period: String,
    as_of: String,
    revision: u32,
    tiles: Vec<Tile>,
    columns: Vec<Column>,
    distribution: Distribution,
    units: Units,
    /// The seven values; none before 2022, when others were asked.
    behaviour: Option<Behaviour>,
    gaps: Vec<Gap>,
    follow_ups: Vec<super::reading::FollowUps<'a>>,
    services: Services<'a>,
    reading: Reading<'a>,
}

#[derive(Serialize)]
struct Tile {
    label: &'static str,
    value: Cell,
    note: String,
}

#[derive(Serialize)]
struct Column {
    code: &'static str,
    name: &'static str,
    short: &'static str,
}

#[derive(Serialize)]
struct Distribution {
    chart: Value,
    rows: Vec<Portion>,
    people: Cell,
}

#[derive(Serialize)]
struct Portion {
    name: &'static str,
    people: Cell,
    share: Cell,
}

#[derive(Serialize)]
struct Units {
    chart: Value,
    rows: Vec<Unit>,
    total: Unit,
}

#[derive(Serialize)]
struct Unit {
    name: String,
    people: Cell,
    counts: Vec<Cell>,
    mean: Cell,
}

#[derive(Serialize)]
struct Behaviour {
    chart: Value,
    rows: Vec<(&'static str, Cell)>,
}

#[derive(Serialize)]
struct Gap {
    what: String,
    actor: &'static str,
    people: Cell,
}

/// The page of a region.
pub(super) fn page(report: &RegionReport<'_>) -> Result<Vec<u8>, ReportError> {
    Ok(template::render("region.html", content(report))?)
}

fn content<'a>(report: &'a RegionReport<'_>) -> Page<'a> {
    let (policy, summary) = (report.policy, &report.summary);
    let mark = policy.decimal;
    let columns = words::columns(report.period);
    let column =
        |column: &Category| Column { code: column.code, name: column.name, short: column.short };
    let gap = |(code, people): &(String, Option<u32>)| {
        let (what, actor) = words::gap(code);
        Gap { what, actor, people: Cell::count(*people, mark) }
    };
    Page {
        region: &policy.name,
        period: report.period.name(Language::Indonesian),
        as_of: instant(report),
        revision: report.revision,
        tiles: tiles(report),
        columns: columns.iter().map(column).collect(),
        distribution: distribution(&summary.region, &columns, mark),
        units: units(report, &columns),
        behaviour: (Basis::of(report.period.start()) == Basis::Matrix)
            .then(|| behaviour(&summary.behaviour, policy)),
        gaps: summary.gaps.iter().map(gap).collect(),
        follow_ups: follow_ups(report),
        services: Services::new(report),
        reading: Reading::new(report),
    }
}

/// The instant of the evaluation on the region's clock.
fn instant(report: &RegionReport<'_>) -> String {
    let zone = report.policy.zone;
    let local = report.as_of.with_timezone(&zone);
    let day = long_date(local.date_naive(), Language::Indonesian);
    format!("{day} pukul {} {}", local.format("%H.%M"), zone_label(zone))
}

/// The four numbers at the top of the page.
fn tiles(report: &RegionReport<'_>) -> Vec<Tile> {
    let region = &report.summary.region;
    let mark = report.policy.decimal;
    let [excellent, good, .., blocked] = region.counts;
    let part = |part: Option<u32>| words::share(part?, region.people?, mark);
    let proposed = region.people.zip(blocked).map(|(people, blocked)| people - blocked);
    let well = excellent.zip(good).map(|(excellent, good)| excellent + good);
    let of_all = |share: Option<String>| {
        share.map_or_else(String::new, |share| format!("{share} dari seluruh pegawai"))
    };
    let tile = |label, value, note| Tile { label, value, note };
    vec![
        tile("Pegawai", Cell::count(region.people, mark), "yang termasuk evaluasi ini".to_owned()),
        tile("Sudah ada usulan", Cell::count(proposed, mark), of_all(part(proposed))),
        tile("Diusulkan Baik atau Sangat Baik", Cell::count(well, mark), of_all(part(well))),
        tile(
            "Rata-rata nilai",
            Cell::mean(row_mean(region), mark),
            match Basis::of(report.period.start()) {
                Basis::Matrix => "nilai bersifat bahan pertimbangan".to_owned(),
                Basis::Bands => "usulan predikat mengikuti nilai".to_owned(),
            },
        ),
    ]
}

fn distribution(
    region: &PublicRow,
    columns: &[Category; CATEGORIES],
    mark: DecimalMark,
) -> Distribution {
    let share = |people: Option<u32>| words::share(people?, region.people?, mark);
    let portion = |(column, people): (&Category, Option<u32>)| Portion {
        name: column.name,
        people: Cell::count(people, mark),
        share: Cell::new(share(people)),
    };
    Distribution {
        chart: Value::from_safe_string(charts::distribution(region, columns, mark)),
        rows: columns.iter().zip(region.counts).map(portion).collect(),
        people: Cell::count(region.people, mark),
    }
}

fn units(report: &RegionReport<'_>, columns: &[Category; CATEGORIES]) -> Units {
    let mark = report.policy.decimal;
    let unit = |name: &str, row: &PublicRow| Unit {
        name: name.to_owned(),
        people: Cell::count(row.people, mark),
        counts: row.counts.into_iter().map(|count| Cell::count(count, mark)).collect(),
        mean: Cell::mean(row_mean(row), mark),
    };
    let rows = &report.summary.units;
    Units {
        chart: Value::from_safe_string(charts::units(rows, columns, mark)),
        rows: rows.iter().map(|row| unit(unit_name(row), row)).collect(),
        total: unit(ALL_UNITS, &report.summary.region),
    }
}

fn behaviour(means: &[Option<Mean>; 7], policy: &RegionPolicy) -> Behaviour {
    let mean = |mean: Option<Mean>| Cell::new(mean.and_then(|mean| mean.show(policy.decimal)));
    let rows = BehaviourValue::ALL.into_iter().zip(means);
    Behaviour {
        chart: Value::from_safe_string(charts::behaviour(means, policy)),
        rows: rows.map(|(value, number)| (value.name(), mean(*number))).collect(),
    }
}
