//! `realisasi`: one row an indicator and period.

use std::collections::BTreeSet;

use kinerja_core::{
    calendar::Period,
    evidence::Reported,
    number::Quantity,
    people::Nip,
    plan::{self, Actual, Direction},
};

use super::line::{Line, Sheet, TEXT_MAX, Told, quantity, text};
use super::report::Report;
use crate::import::problem::Code;
use crate::import::table::Row;
use crate::import::value;
use crate::store::records::ActualRecord;

const ANSWERS: &[(&str, bool)] = &[("ya", true), ("tidak", false)];

/// One row as far as it could be read.
struct Draft<'t> {
    row: &'t Row,
    key: Option<(Nip, Period, plan::Code)>,
    record: Option<ActualRecord>,
}

/// Reads the actuals.
pub(super) fn read<'t>(sheet: &Sheet<'_, 't>, report: &mut Report<'t>) -> Vec<ActualRecord> {
    let mut without_plan = BTreeSet::new();
    let mut drafts: Vec<Draft<'t>> = Vec::new();
    for row in sheet.table.rows() {
        drafts.push(draft(&mut sheet.line(row, report), &mut without_plan));
    }
    let keyed = drafts.iter().filter_map(|draft| Some((draft.key.as_ref()?, draft.row)));
    sheet.check_twice(report, ("kode", Code::RowTwice), keyed);
    let good = drafts.into_iter().filter(|draft| report.is_good(draft.row));
    good.filter_map(|draft| draft.record).collect()
}

fn draft<'t>(line: &mut Line<'_, 't>, without_plan: &mut BTreeSet<(Nip, Period)>) -> Draft<'t> {
    let nip = line.known_nip().ok();
    let period = line.period().ok();
    let code = line.code().ok();
    let on = line.reported_on("tanggal", period);
    let evidence = line.read("bukti", |cell| text(cell, TEXT_MAX));
    let key = nip.zip(period).zip(code).map(|((nip, period), code)| (nip, period, code));
    let actual = match &key {
        Some((nip, period, code)) => direction(line, (nip, *period), code, without_plan)
            .and_then(|direction| actual(line, direction)),
        None => Err(Told),
    };
    let reported = match (actual, on) {
        (Ok(Some(actual)), Ok(Some(on))) => Ok(Some(Reported { actual, on })),
        (Ok(Some(_)), Ok(None)) => {
            Err(line.tell("tanggal", Code::Empty, "isi hari realisasi ini dilaporkan"))
        }
        (Ok(None), Ok(_)) => Ok(None),
        (Err(Told), _) | (_, Err(Told)) => Err(Told),
    };
    let record = match (&key, reported, evidence) {
        (Some((nip, period, code)), Ok(reported), Ok(evidence)) => Some(ActualRecord {
            nip: nip.clone(),
            period: *period,
            code: code.clone(),
            reported,
            evidence,
        }),
        (None, ..) | (_, Err(Told), _) | (_, _, Err(Told)) => None,
    };
    Draft { row: line.row, key, record }
}

/// What is better for the indicator of a row. A missing plan is told once: it is
/// repaired once.
fn direction(
    line: &mut Line<'_, '_>,
    (nip, period): (&Nip, Period),
    code: &plan::Code,
    without_plan: &mut BTreeSet<(Nip, Period)>,
) -> Result<Direction, Told> {
    let key = (nip.clone(), period);
    let Some(plan) = line.sheet.context.known.targets.get(&key) else {
        let repair = "belum ada rencana orang ini untuk periode ini: impor `rencana` dulu";
        return Err(if without_plan.insert(key) {
            line.tell("periode", Code::PlanUnknown, repair)
        } else {
            line.leave_out(&format!("periode {} -> {repair}", Code::PlanUnknown))
        });
    };
    plan.get(code).map(|known| known.direction).ok_or_else(|| {
        let repair = "kode ini tidak ada di rencana orang ini: lihat kolom `kode` di `rencana`";
        line.tell("kode", Code::CodeUnknown, repair)
    })
}

/// What was reached, in the kind that the indicator asks for.
fn actual(line: &mut Line<'_, '_>, direction: Direction) -> Result<Option<Actual>, Told> {
    const HEADING: &str = "realisasi";
    let context = line.sheet.context;
    match direction {
        Direction::Higher | Direction::Lower | Direction::Range => {
            let amount = line.read(HEADING, |cell| quantity(cell, context))?;
            // Below zero is worst where more is better, and would be best elsewhere.
            if direction != Direction::Higher && amount.is_some_and(|one| one < Quantity::ZERO) {
                let repair = "di bawah nol pada indikator yang makin kecil makin baik atau berentang: periksa tandanya; bila memang negatif, susun indikatornya dengan arah `naik`";
                return Err(line.tell(HEADING, Code::ActualNegative, repair));
            }
            Ok(amount.map(Actual::Amount))
        }
        Direction::YesNo if line.cell(HEADING).is_empty() => Ok(None),
        Direction::YesNo => line.word(HEADING, ANSWERS).map(Actual::Answer).map(Some),
        Direction::ByDate => {
            let day = line.read(HEADING, value::date)?;
            day.map_or(Ok(()), |day| line.not_in_the_future(HEADING, day))?;
            Ok(day.map(Actual::Day))
        }
    }
}
