//! `perilaku`: one row a person and period, the seven values as scores.

use kinerja_core::{
    calendar::Period, evidence::Behaviour, number::Score, people::Nip, scheme::Basis,
};

use super::Context;
use super::line::{Line, Sheet, Told};
use super::officials::EVALUATOR;
use super::report::Report;
use crate::import::problem::Code;
use crate::import::table::{Cell, Row};
use crate::import::value::{self, ValueError};
use crate::store::records::BehaviourRecord;

/// The headings of the seven values, in the order of the core.
const VALUES: [&str; 7] = [
    "berorientasi_pelayanan",
    "akuntabel",
    "kompeten",
    "harmonis",
    "loyal",
    "adaptif",
    "kolaboratif",
];

/// The highest score of behaviour, in millionths.
const SCORE_MICROS_MAX: i128 = 120_000_000;

/// One row as far as it could be read.
struct Draft<'t> {
    row: &'t Row,
    key: Option<(Nip, Period)>,
    record: Option<BehaviourRecord>,
}

/// Reads the scores of behaviour.
pub(super) fn read<'t>(sheet: &Sheet<'_, 't>, report: &mut Report<'t>) -> Vec<BehaviourRecord> {
    let rows = sheet.table.rows().iter();
    let drafts: Vec<Draft<'t>> = rows.map(|row| draft(&mut sheet.line(row, report))).collect();
    let keyed = drafts.iter().filter_map(|draft| Some((draft.key.as_ref()?, draft.row)));
    sheet.check_twice(report, ("periode", Code::RowTwice), keyed);
    let good = drafts.into_iter().filter(|draft| report.is_good(draft.row));
    good.filter_map(|draft| draft.record).collect()
}

fn draft<'t>(line: &mut Line<'_, 't>) -> Draft<'t> {
    let nip = line.known_nip();
    let period = period(line);
    let evaluator = line.official(&EVALUATOR, nip.as_ref().ok());
    let on = line.reported_on("tanggal", period.as_ref().ok().copied());
    let context = line.sheet.context;
    let scores = VALUES.map(|heading| line.read(heading, |cell| score(cell, context)));
    let key = nip.as_ref().ok().cloned().zip(period.ok());
    let behaviour = behaviour(line, scores, on);
    let record = match (key.clone(), evaluator, behaviour) {
        (Some((nip, period)), Ok(evaluator), Ok(Some(behaviour))) => {
            Some(BehaviourRecord { nip, period, evaluator, behaviour })
        }
        (None, ..) | (_, Err(Told), _) | (_, _, Ok(None) | Err(Told)) => None,
    };
    Draft { row: line.row, key, record }
}

/// A period from 2022 on: before it, behaviour had other aspects.
fn period(line: &mut Line<'_, '_>) -> Result<Period, Told> {
    let period = line.period()?;
    match Basis::of(period.start()) {
        Basis::Matrix => Ok(period),
        Basis::Bands => {
            let repair =
                "sebelum 2022 perilaku ditulis dalam `penilaian_lama`: pindahkan baris ini";
            Err(line.tell("periode", Code::PeriodRegime, repair))
        }
    }
}

/// The scores and their day; nothing when there is neither, which is missing.
fn behaviour(
    line: &mut Line<'_, '_>,
    scores: [Result<Option<Score>, Told>; 7],
    on: Result<Option<chrono::NaiveDate>, Told>,
) -> Result<Option<Behaviour>, Told> {
    let mut given = [None; 7];
    for (given, score) in given.iter_mut().zip(scores) {
        *given = score?;
    }
    match on? {
        Some(on) => Ok(Some(Behaviour { scores: given, on })),
        None if given.iter().all(Option::is_none) => Ok(None),
        None => Err(line.tell("tanggal", Code::Empty, "isi hari nilai perilaku ini diberikan")),
    }
}

fn score(cell: &Cell, context: &Context<'_>) -> Result<Option<Score>, ValueError> {
    let Some(text) = value::number(cell, context.policy.decimal)? else { return Ok(None) };
    let score = text.parse().ok().filter(|score: &Score| score.micros() <= SCORE_MICROS_MAX);
    score
        .map(Some)
        .ok_or_else(|| ValueError::new(Code::Score, cell, "nilai perilaku 0 sampai 120: perbaiki"))
}
