//! What people did: one row an act, known by what it is about and never by its
//! place in a file.

mod cells;
mod decided;
mod evidence;
mod judgement;
mod means;
mod older;
mod planning;
mod private;
mod steps;

use std::fmt::Display;

use chrono::NaiveDate;
use kinerja_core::{calendar::Period, people::Nip};

use super::line::{Line, Sheet, Told};
use super::report::Report;
use crate::import::headings::WITHDRAWN;
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
        let mut line = sheet.line(row, report);
        let said = reader(&mut line);
        drafts.push(Draft { row, said: withdrawn(kind, &mut line, said) });
    }
    let keyed = drafts.iter().filter_map(|draft| Some((draft.said.key.as_deref()?, draft.row)));
    sheet.check_twice(report, (heading, Code::RowTwice), keyed);
    if kind == ActKind::DailyReport {
        evidence::check_days(sheet, report, &drafts);
    }
    if kind == ActKind::Movement {
        planning::check_circles(sheet, report, &drafts);
        planning::check_returns(sheet, report, &drafts);
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
        ActKind::Attendance => (means::attendance, "bulan"),
        ActKind::Potential => (means::potential, "tanggal_asesmen"),
    }
}

/// What a row says, withdrawn where it says why.
fn withdrawn(kind: ActKind, line: &mut Line<'_, '_>, said: Said) -> Said {
    // Where nobody is told of, nobody is told of.
    let reason = if kind == ActKind::Complaint && !line.cell(WITHDRAWN).is_empty() {
        line.public_text(WITHDRAWN, REASON_MAX).map(Some)
    } else {
        line.text_or_none(WITHDRAWN, REASON_MAX)
    };
    let key = said.key.as_deref();
    let reason = reason.and_then(|reason| match (&reason, key) {
        (Some(_), Some(key)) => line.check_withdrawable(key).map(|()| reason),
        (None, _) | (_, None) => Ok(reason),
    });
    let record = match (said.record, reason) {
        (Some(record), Ok(withdrawn)) => Some(ActRecord { withdrawn, ..record }),
        (None, _) | (_, Err(Told)) => None,
    };
    Said { record, ..said }
}

impl Line<'_, '_> {
    /// Tells an act that cannot be withdrawn.
    fn check_withdrawable(&mut self, key: &str) -> Result<(), Told> {
        let known = &self.sheet.context.known.withdrawable;
        let (on_record, is_told) = (known.on_record.contains(key), known.told.contains(key));
        if is_told {
            let repair = "penilaian ini sudah disampaikan kepada pegawai sebagai putusan: \
                          koreksi dengan `putusan`, atau lewat `keberatan`";
            return Err(self.tell(WITHDRAWN, Code::Withdrawn, repair));
        }
        if !on_record {
            let repair = "tidak ada catatan seperti baris ini yang dapat dicabut: samakan kolom \
                          pengenalnya dengan baris yang pernah diimpor";
            return Err(self.tell(WITHDRAWN, Code::Withdrawn, repair));
        }
        Ok(())
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
            withdrawn: None,
        })
    })();
    Said { key, record: record.ok() }
}

/// What a value shows, as a part of a key.
fn part<T: Display>(value: &Result<T, Told>) -> Option<String> {
    value.as_ref().ok().map(ToString::to_string)
}
