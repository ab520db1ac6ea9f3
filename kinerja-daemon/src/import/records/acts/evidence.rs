//! `laporan_harian`, `umpan_balik`, `survei` and `pengaduan`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kinerja_core::{calendar::Period, number::Score, people::Nip, plan};

use super::{Draft, NAME_MAX, Person, Said, part, private, said};
use crate::import::problem::Code;
use crate::import::records::Context;
use crate::import::records::line::{Line, Sheet, TEXT_MAX, Told};
use crate::import::records::report::{Report, reason};
use crate::import::table::Cell;
use crate::import::value::{self, ValueError};
use crate::store::acts::{
    Act, Subject,
    evidence::{
        Complaint, ComplaintKind, DailyReport, Feedback, FeedbackDirection, RaterClass,
        ReportState, SurveyAnswers, SurveyElement,
    },
};

/// Minutes of a day: nobody works longer.
const MINUTES_MAX: u32 = 24 * 60;
/// Activities that one person reports of one day.
const ACTIVITIES_MAX: u32 = 99;
/// Characters of feedback.
const FEEDBACK_MAX: usize = 2_000;
/// Characters of the number of a complaint.
const NUMBER_MAX: usize = 60;
/// The highest score of feedback, in millionths.
const SCORE_MICROS_MAX: i128 = 100_000_000;
/// Answers of one kind: more than a region has people.
const ANSWERS_MAX: u32 = 9_999_999;

const STATES: &[(&str, ReportState)] =
    &[("ya", ReportState::Accepted), ("tidak", ReportState::Returned)];

const RATERS: &[(&str, RaterClass)] = &[
    ("atasan", RaterClass::Superior),
    ("rekan", RaterClass::Peer),
    ("bawahan", RaterClass::Subordinate),
    ("masyarakat", RaterClass::Public),
    ("diri_sendiri", RaterClass::Oneself),
];

const DIRECTIONS: &[(&str, FeedbackDirection)] = &[
    ("apresiasi", FeedbackDirection::Praise),
    ("koreksi", FeedbackDirection::Correction),
    ("netral", FeedbackDirection::Neutral),
];

const ELEMENTS: &[(&str, (&str, SurveyElement))] = &[
    ("persyaratan", ("requirements", SurveyElement::Requirements)),
    ("prosedur", ("procedure", SurveyElement::Procedure)),
    ("waktu", ("time", SurveyElement::Time)),
    ("biaya", ("cost", SurveyElement::Cost)),
    ("produk", ("product", SurveyElement::Product)),
    ("kompetensi", ("competence", SurveyElement::Competence)),
    ("perilaku_pelaksana", ("conduct", SurveyElement::Conduct)),
    ("sarana", ("facilities", SurveyElement::Facilities)),
    ("pengaduan", ("complaints", SurveyElement::Complaints)),
];

const COMPLAINTS: &[(&str, ComplaintKind)] = &[
    ("pengaduan", ComplaintKind::Complaint),
    ("kritik", ComplaintKind::Criticism),
    ("saran", ComplaintKind::Suggestion),
];

/// One row a person, day and number. The day tells the period.
pub(super) fn daily_report(line: &mut Line<'_, '_>) -> Said {
    const DAY: &str = "tanggal_laporan";
    let nip = line.known_nip();
    let on = line.past_day(DAY);
    let period = on.and_then(|day| line.period_of(DAY, day));
    let number = line.whole("urutan", 1..=ACTIVITIES_MAX);
    let activity = line.text("kegiatan", TEXT_MAX);
    let minutes = line.whole("menit", 1..=MINUTES_MAX);
    let code = if line.cell("kode").is_empty() {
        Ok(None)
    } else {
        indicator(line, nip.as_ref().ok().cloned().zip(period.ok())).map(Some)
    };
    let state = line.word_or_none("diterima", STATES);
    let parts = [part(&on), part(&number)];
    let act = (|| {
        Ok(DailyReport {
            activity: activity?,
            minutes: minutes?,
            code: code?,
            state: state?.unwrap_or(ReportState::Submitted),
        })
    })();
    said(nip.map(Subject::Person), period.map(Some), parts, on, act.map(Act::DailyReport))
}

/// The indicator of a person's plan; whose plan is told elsewhere when it is not
/// known.
fn indicator(line: &mut Line<'_, '_>, whose: Option<(Nip, Period)>) -> Result<plan::Code, Told> {
    let code = line.code()?;
    let known = line.sheet.context.known;
    match whose.map(|key| known.targets.get(&key)) {
        Some(None) => {
            let repair = "belum ada rencana orang ini untuk periode hari itu: impor `rencana` dulu \
                          atau kosongkan";
            Err(line.tell("kode", Code::PlanUnknown, repair))
        }
        Some(Some(plan)) if !plan.contains_key(&code) => {
            let repair = "kode ini tidak ada di rencana orang ini: lihat kolom `kode` di `rencana`";
            Err(line.tell("kode", Code::CodeUnknown, repair))
        }
        Some(Some(_)) | None => Ok(code),
    }
}

/// Tells the days that have more minutes than a day has. Nobody can say which row
/// is wrong, so none of that day is taken.
pub(super) fn check_days<'t>(sheet: &Sheet<'_, 't>, report: &mut Report<'t>, drafts: &[Draft<'t>]) {
    const HEADING: &str = "menit";
    let mut days: BTreeMap<(&Subject, NaiveDate), (u32, Vec<&Draft<'t>>)> = BTreeMap::new();
    for draft in drafts.iter().filter(|draft| report.is_good(draft.row)) {
        let Some(record) = &draft.said.record else { continue };
        if record.withdrawn.is_some() {
            continue;
        }
        if let Act::DailyReport(daily) = &record.act {
            let (minutes, rows) = days.entry((&record.about, record.on)).or_default();
            *minutes = minutes.saturating_add(daily.minutes);
            rows.push(draft);
        }
    }
    for (minutes, rows) in days.into_values() {
        let Some(last) = rows.last().filter(|_| MINUTES_MAX < minutes) else { continue };
        let repair = format!(
            "hari itu berisi {minutes} menit, paling banyak {MINUTES_MAX}: periksa semua baris hari \
             itu"
        );
        let error = ValueError::new(Code::DayMinutes, sheet.cell(last.row, HEADING), repair);
        report.problem(last.row, HEADING, &error);
        for draft in &rows {
            report.leave_out(draft.row, reason(HEADING, &error));
        }
    }
}

/// One row a person, period and number.
pub(super) fn feedback(line: &mut Line<'_, '_>) -> Said {
    let person = Person::of(line);
    let number = feedback_number(line);
    let on = line.day_within("tanggal_umpan_balik", person.period());
    let from = line.word("dari", RATERS);
    let direction = line.word("arah_umpan_balik", DIRECTIONS);
    let context = line.sheet.context;
    let score = line.read("skor", |cell| score(cell, context));
    let text = line.text_or_none("catatan", FEEDBACK_MAX);
    let act =
        (|| Ok(Feedback { from: from?, direction: direction?, score: score?, text: text? }))();
    person.said([part(&number)], on, act.map(Act::Feedback))
}

/// The number of feedback, which never tells who gave it.
fn feedback_number(line: &mut Line<'_, '_>) -> Result<plan::Code, Told> {
    let number = line.code_of("nomor")?;
    if private::tells_a_person(number.as_str()) {
        return Err(line.tell_private("nomor"));
    }
    Ok(number)
}

pub(super) fn score(cell: &Cell, context: &Context<'_>) -> Result<Option<Score>, ValueError> {
    let Some(text) = value::number(cell, context.policy.decimal)? else { return Ok(None) };
    let score = text.parse().ok().filter(|score: &Score| score.micros() <= SCORE_MICROS_MAX);
    score.map(Some).ok_or_else(|| {
        ValueError::new(Code::Score, cell, "skor 0 sampai 100, atau kosong: perbaiki")
    })
}

/// The service of a unit.
fn service(line: &mut Line<'_, '_>) -> Result<Subject, Told> {
    let unit = line.known_unit();
    let service = line.code_of("layanan");
    Ok(Subject::Service { unit: unit?, service: service? })
}

/// One row a service, period and element.
pub(super) fn survey(line: &mut Line<'_, '_>) -> Said {
    let about = service(line);
    let period = line.period();
    let element = line.word("unsur", ELEMENTS);
    let answers = ["jawaban_1", "jawaban_2", "jawaban_3", "jawaban_4"]
        .map(|heading| line.whole(heading, 0..=ANSWERS_MAX));
    let named = about.as_ref().ok().and_then(Subject::service).map(ToString::to_string);
    let parts = [named, part(&period), part(&element.map(|(code, _)| code))];
    let act = (|| {
        let [one, two, three, four] = answers;
        let (_, element) = element?;
        Ok(SurveyAnswers { element, answers: [one?, two?, three?, four?] })
    })();
    // The answers of a period are complete when it is over.
    let on = period.map(Period::last_day);
    said(about, period.map(Some), parts, on, act.map(Act::SurveyAnswers))
}

/// One row a unit and number, about a service and never about a person.
pub(super) fn complaint(line: &mut Line<'_, '_>) -> Said {
    let about = service(line);
    let period = line.period();
    let number = line.public_text("nomor", NUMBER_MAX);
    let kind = line.word("jenis_pengaduan", COMPLAINTS);
    let on = line.day_within("tanggal_pengaduan", period.as_ref().ok().copied());
    let channel = line.public_text("saluran", NAME_MAX);
    let summary = line.public_text("ringkasan", TEXT_MAX);
    let answered = if line.cell("selesai").is_empty() {
        Ok(None)
    } else {
        line.day_after("selesai", ("tanggal_pengaduan", on)).map(Some)
    };
    let parts = [part(&number)];
    let act = (|| {
        Ok(Complaint {
            kind: kind?,
            number: number?,
            channel: channel?,
            summary: summary?,
            answered: answered?,
        })
    })();
    said(about, period.map(Some), parts, on, act.map(Act::Complaint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_have_the_names_of_their_bodies() {
        for (_, (code, element)) in ELEMENTS {
            assert_eq!(serde_json::to_string(element).unwrap(), format!("\"{code}\""));
        }
    }
}
