//! What people did: one row an act, known by what it is about and never by its
//! place in a file.

mod cells;
mod evidence;
mod judgement;
mod older;
mod planning;
mod private;
mod steps;

use std::fmt::Display;

use chrono::NaiveDate;
use kinerja_core::{calendar::Period, people::Nip};

use super::line::{Line, Sheet, Told};
use super::report::Report;
use crate::import::problem::Code;
use crate::import::table::Row;
use crate::store::acts::{Act, ActKind, ActRecord, Subject};

/// Characters of a reason: a page of text.
const REASON_MAX: usize = 4_000;
/// Characters of a name, an office or a post.
const NAME_MAX: usize = 200;

/// What a row says, as far as it could be read.
struct Said {
    key: Option<String>,
    record: Option<ActRecord>,
}

/// A row and what it says.
struct Draft<'t> {
    row: &'t Row,
    said: Said,
}

/// Reads the acts of a kind.
pub(super) fn read<'t>(
    kind: ActKind,
    sheet: &Sheet<'_, 't>,
    report: &mut Report<'t>,
) -> Vec<ActRecord> {
    let (reader, heading) = reader(kind);
    let mut drafts: Vec<Draft<'t>> = Vec::with_capacity(sheet.table.rows().len());
    for row in sheet.table.rows() {
        drafts.push(Draft { row, said: reader(&mut sheet.line(row, report)) });
    }
    let keyed = drafts.iter().filter_map(|draft| Some((draft.said.key.as_deref()?, draft.row)));
    sheet.check_twice(report, (heading, Code::RowTwice), keyed);
    if kind == ActKind::DailyReport {
        evidence::check_days(sheet, report, &drafts);
    }
    let good = drafts.into_iter().filter(|draft| report.is_good(draft.row));
    good.filter_map(|draft| draft.said.record).collect()
}

/// What reads a row, and the column at which a second row about the same is told.
fn reader(kind: ActKind) -> (fn(&mut Line<'_, '_>) -> Said, &'static str) {
    match kind {
        ActKind::Achievement => (judgement::achievement, "kode_unit"),
        ActKind::Movement => (planning::movement, "mulai"),
        ActKind::Proposal => (planning::proposal, "kode"),
        ActKind::Support => (planning::support, "kode_dukungan"),
        ActKind::DailyReport => (evidence::daily_report, "urutan"),
        ActKind::Feedback => (evidence::feedback, "nomor"),
        ActKind::SurveyAnswers => (evidence::survey, "unsur"),
        ActKind::Complaint => (evidence::complaint, "nomor"),
        ActKind::Ratings => (judgement::ratings, "periode"),
        ActKind::Decision => (judgement::decision, "tanggal"),
        ActKind::Objection => (judgement::objection, "periode"),
        ActKind::Training => (steps::training, "pelatihan"),
        ActKind::Step => (steps::step, "langkah"),
        ActKind::OlderAssessment => (older::assessment, "periode"),
    }
}

/// The person and the period that a row is about.
struct Person {
    nip: Result<Nip, Told>,
    period: Result<Period, Told>,
}

impl Person {
    fn of(line: &mut Line<'_, '_>) -> Self {
        Self { nip: line.known_nip(), period: line.period() }
    }

    fn nip(&self) -> Option<&Nip> {
        self.nip.as_ref().ok()
    }

    fn period(&self) -> Option<Period> {
        self.period.as_ref().ok().copied()
    }

    /// What a row says of the person in the period; `parts` tell it from what
    /// other rows say.
    fn said<const N: usize>(
        self,
        parts: [Option<String>; N],
        on: Result<NaiveDate, Told>,
        act: Result<Act, Told>,
    ) -> Said {
        let period = self.period().map(|period| period.to_string());
        let parts = [period].into_iter().chain(parts);
        said(self.nip.map(Subject::Person), self.period.map(Some), parts, on, act)
    }
}

/// What a row says: whom or what it is about, its period, the parts of its key,
/// its day, and what was done. Whatever is missing was told.
fn said(
    about: Result<Subject, Told>,
    period: Result<Option<Period>, Told>,
    parts: impl IntoIterator<Item = Option<String>>,
    on: Result<NaiveDate, Told>,
    act: Result<Act, Told>,
) -> Said {
    let parts: Option<Vec<String>> = parts.into_iter().collect();
    let key = about.as_ref().ok().zip(parts).map(|(about, parts)| about.key(parts));
    let record = (|| {
        Ok::<_, Told>(ActRecord {
            about: about?,
            period: period?,
            key: key.clone().ok_or(Told)?,
            on: on?,
            act: act?,
        })
    })();
    Said { key, record: record.ok() }
}

/// What a value shows, as a part of a key.
fn part<T: Display>(value: &Result<T, Told>) -> Option<String> {
    value.as_ref().ok().map(ToString::to_string)
}
