//! One row of `rencana`: an indicator, what was agreed for it and its weight.

use kinerja_core::{
    number::{Quantity, Weight},
    plan::{
        self, Aspect, Contribution, Direction, Indicator, Level, Measure, ResultKind, Target,
        TargetError,
    },
    region::RegionPolicy,
};

use super::line::{Line, TEXT_MAX, Told, code, quantity, text};
use crate::import::near::nearest;
use crate::import::problem::Code;
use crate::import::value::{self, ValueError};

/// Characters that the core allows in the code of a mission.
const MISSION_MAX: usize = 40;
/// Characters of the code of a service.
const SERVICE_MAX: usize = 40;

const MEASURES: &[(&str, Measure)] = &[
    ("biasa", Measure::Ordinary),
    ("indeks_kepuasan", Measure::SatisfactionIndex),
    ("laporan_diterima", Measure::AcceptedReports),
    ("hari_laporan", Measure::AcceptedDays),
    ("menit_laporan", Measure::AcceptedMinutes),
];
const ASPECTS: &[(&str, Aspect)] = &[
    ("kuantitas", Aspect::Quantity),
    ("kualitas", Aspect::Quality),
    ("waktu", Aspect::Time),
    ("biaya", Aspect::Cost),
];
const LEVELS: &[(&str, Level)] =
    &[("keluaran", Level::Output), ("hasil", Level::Outcome), ("dampak", Level::Impact)];
const CONTRIBUTIONS: &[(&str, Contribution)] =
    &[("individu", Contribution::Individual), ("kolektif", Contribution::Collective)];
const DIRECTIONS: &[(&str, Direction)] = &[
    ("naik", Direction::Higher),
    ("turun", Direction::Lower),
    ("rentang", Direction::Range),
    ("ya_tidak", Direction::YesNo),
    ("tanggal", Direction::ByDate),
];

/// Whether a result carries weight, before the weight is read.
#[derive(Clone, Copy)]
enum Part {
    Main,
    Additional,
}

const PARTS: &[(&str, Part)] = &[("utama", Part::Main), ("tambahan", Part::Additional)];

/// The indicator of a row, given its code and its weight.
pub(super) fn read(
    line: &mut Line<'_, '_>,
    code: Result<plan::Code, Told>,
    kind: Result<ResultKind, Told>,
) -> Result<Indicator, Told> {
    let result = line.text("hasil_kerja", TEXT_MAX);
    let title = line.text("indikator", TEXT_MAX);
    let measure = line.word("ukuran", MEASURES);
    let aspect = line.word("aspek", ASPECTS);
    let level = line.word("tingkat", LEVELS);
    let contribution = contribution(line, measure);
    let unit = line.text("satuan", TEXT_MAX);
    let context = line.sheet.context;
    let baseline = line.read("nilai_awal", |cell| quantity(cell, context));
    let target = target(line).and_then(|target| countable(line, measure, target));
    let mission = mission(line);
    let service = service(line);
    Ok(Indicator {
        code: code?,
        kind: kind?,
        result: result?,
        title: title?,
        measure: measure?,
        aspect: aspect?,
        level: level?,
        contribution: contribution?,
        unit: unit?,
        baseline: baseline?,
        target: target?,
        mission: mission?,
        service: service?,
    })
}

/// Main with its weight, or additional without one.
pub(super) fn kind(line: &mut Line<'_, '_>) -> Result<ResultKind, Told> {
    match line.word("jenis_hasil", PARTS)? {
        Part::Main => weight(line).map(ResultKind::Main),
        Part::Additional => {
            let repair = "hasil kerja `tambahan` tidak berbobot: kosongkan";
            empty(line, "bobot", repair).map(|()| ResultKind::Additional)
        }
    }
}

fn weight(line: &mut Line<'_, '_>) -> Result<Weight, Told> {
    let mark = line.sheet.context.policy.decimal;
    line.need("bobot", |cell| {
        let Some(text) = value::number(cell, mark)? else { return Ok(None) };
        text.parse().map(Some).map_err(|_| {
            let repair = "di atas 0 sampai 100, paling banyak dua desimal: perbaiki bobot";
            ValueError::new(Code::Weight, cell, repair)
        })
    })
}

/// Tells a cell that is not empty.
fn empty(line: &mut Line<'_, '_>, heading: &str, repair: &str) -> Result<(), Told> {
    if line.cell(heading).is_empty() {
        Ok(())
    } else {
        Err(line.tell(heading, Code::NotEmpty, repair))
    }
}

fn contribution(
    line: &mut Line<'_, '_>,
    measure: Result<Measure, Told>,
) -> Result<Contribution, Told> {
    let contribution = line.word("kontribusi", CONTRIBUTIONS)?;
    match (measure, contribution) {
        (Ok(Measure::SatisfactionIndex), Contribution::Individual) => {
            let repair = "indeks kepuasan milik unit, bukan satu orang: isi `kolektif`";
            Err(line.tell("kontribusi", Code::SatisfactionIndex, repair))
        }
        (Ok(measure), Contribution::Collective) if measure.counts_reports() => {
            let repair = "laporan harian milik satu orang, bukan unit: isi `individu`";
            Err(line.tell("kontribusi", Code::CollectiveReports, repair))
        }
        (Ok(_) | Err(Told), _) => Ok(contribution),
    }
}

/// Tells a target that is no amount where daily reports are counted.
fn countable(
    line: &mut Line<'_, '_>,
    measure: Result<Measure, Told>,
    target: Target,
) -> Result<Target, Told> {
    if measure.is_ok_and(Measure::counts_reports) && !target.is_amount() {
        let repair = "laporan harian dihitung: pakai arah `naik`, `turun`, atau `rentang`";
        return Err(line.tell("arah", Code::CountTarget, repair));
    }
    Ok(target)
}

fn target(line: &mut Line<'_, '_>) -> Result<Target, Told> {
    let direction = line.word("arah", DIRECTIONS)?;
    let upper = match direction {
        Direction::Range => Ok(()),
        Direction::Higher | Direction::Lower | Direction::YesNo | Direction::ByDate => {
            empty(line, "target_atas", "hanya untuk arah `rentang`: kosongkan")
        }
    };
    let target = match direction {
        Direction::Higher => {
            amount(line, "target").and_then(|at| made(line, "target", Target::higher(at)))
        }
        Direction::Lower => {
            amount(line, "target").and_then(|at| made(line, "target", Target::lower(at)))
        }
        Direction::Range => {
            let (low, high) = (amount(line, "target"), amount(line, "target_atas"));
            let (low, high) = (low?, high?);
            made(line, "target_atas", Target::range(low, high))
        }
        Direction::YesNo => line.word("target", &[("ya", Target::yes())]),
        Direction::ByDate => line.need("target", value::date).map(Target::by_date),
    };
    upper.and(target)
}

fn amount(line: &mut Line<'_, '_>, heading: &str) -> Result<Quantity, Told> {
    let context = line.sheet.context;
    line.need(heading, |cell| quantity(cell, context))
}

/// Tells why there is no such target; `zero` is the heading of the cell that
/// may not be zero.
fn made(
    line: &mut Line<'_, '_>,
    zero: &str,
    target: Result<Target, TargetError>,
) -> Result<Target, Told> {
    target.map_err(|error| match error {
        TargetError::NotPositive { target } if target == Quantity::ZERO => {
            let repair = "target 0 tidak bisa dibagi: isi angka di atas 0, atau pakai arah \
                          `ya_tidak` untuk \"tidak ada sama sekali\"";
            line.tell(zero, Code::TargetZero, repair)
        }
        TargetError::NotPositive { .. } => {
            line.tell("target", Code::Target, "target di bawah 0 tidak bisa dinilai: perbaiki")
        }
        TargetError::Reversed { .. } => {
            let repair = "`target` di atas `target_atas`: tukar keduanya";
            line.tell("target", Code::TargetRange, repair)
        }
        // The core may learn to refuse more.
        _ => line.tell("target", Code::Target, "target ini tidak bisa dinilai: perbaiki"),
    })
}

fn service(line: &mut Line<'_, '_>) -> Result<Option<plan::Code>, Told> {
    line.read("layanan", |cell| code(cell, SERVICE_MAX))
}

fn mission(line: &mut Line<'_, '_>) -> Result<Option<plan::Code>, Told> {
    let policy = line.sheet.context.policy;
    line.read("misi", |cell| {
        let Some(typed) = text(cell, TEXT_MAX)? else { return Ok(None) };
        // A text that is no code at all is one that the policy does not have.
        let found = code(cell, MISSION_MAX).ok().flatten();
        let found = found.filter(|code| policy.mission(code).is_some());
        found.map(Some).ok_or_else(|| {
            ValueError::new(Code::MissionUnknown, cell, mission_repair(policy, &typed))
        })
    })
}

fn mission_repair(policy: &RegionPolicy, typed: &str) -> String {
    let codes = || policy.missions.iter().map(|mission| mission.code.as_str());
    match (nearest(typed, codes()), codes().next()) {
        (Some(near), _) => format!("maksud Anda `{near}`? Kalau bukan, kosongkan"),
        (None, Some(_)) => {
            let list = codes().collect::<Vec<_>>().join("`, `");
            format!("kebijakan wilayah mengenal `{list}`: pilih satu atau kosongkan")
        }
        (None, None) => "kebijakan wilayah tidak punya misi: kosongkan".to_owned(),
    }
}
