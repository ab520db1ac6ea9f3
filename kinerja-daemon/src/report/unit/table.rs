//! A unit's report as a spreadsheet reads it: one line for each thing that is
//! told, with the part of the report that it belongs to.

use kinerja_core::language::Language;

use super::view::View;
use crate::{
    formula::guard_formula,
    report::{ReportError, csv},
};

const HEADINGS: [&str; 6] =
    ["kode_unit", "periode", "bagian", "uraian", "keterangan", "jumlah_pegawai"];

/// The report as CSV.
pub(super) fn table(view: &View<'_>) -> Result<Vec<u8>, ReportError> {
    let mut writer = csv::writer();
    writer.write_record(HEADINGS)?;
    for (part, what, note, people) in lines(view) {
        let texts = [view.unit_code, &view.period, part, &what, &note, &people];
        writer.write_record(texts.map(|text| guard_formula(text).into_owned()))?;
    }
    csv::finish(writer)
}

type Line = (&'static str, String, String, String);

fn lines(view: &View<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    for row in &view.predicates {
        let count =
            |part, count: u32| (part, row.name.to_owned(), String::new(), count.to_string());
        lines.push(count("usulan", row.proposed));
        lines.push(count("putusan", row.decided));
    }
    for (what, count) in
        [("Belum ada usulan", view.without_proposal), ("Belum ada putusan", view.undecided)]
    {
        lines.push(("predikat", what.to_owned(), String::new(), count.to_string()));
    }
    if let Some(found) = &view.distribution {
        let note = format!("Penetap: {}. Sumber: {}", found.set_by, found.source);
        let told = found.lines.iter();
        lines.extend(told.map(|line| ("distribusi", line.clone(), note.clone(), String::new())));
    }
    if let Some(found) = &view.ranking {
        let note = format!("Sumber: {}", found.source);
        let told = found.lines.iter();
        lines.extend(told.map(|line| ("pemeringkatan", line.clone(), note.clone(), String::new())));
    }
    for row in &view.waiting {
        let note = format!("{}: {}", row.actor, row.blocked.join(", "));
        lines.push(("belum_melapor", row.what.clone(), note, row.people.to_string()));
    }
    for (part, rows) in [("tindak_lanjut", &view.follow_ups), ("langkah", &view.steps)] {
        for row in rows {
            let note = format!("{}, paling lambat {}", row.actor, row.by);
            lines.push((part, row.what.to_owned(), note, row.people.to_string()));
        }
    }
    lines.extend(view.achievements.iter().map(|row| {
        let mean = row.mean.as_ref().map_or("–".to_owned(), |mean| format!("{mean} %"));
        let note = format!("rata-rata capaian {mean}; {} belum ada", row.missing);
        ("capaian", format!("{} ({})", row.indicator, row.unit), note, row.reached.to_string())
    }));
    lines.extend(view.feedback.iter().map(|row| {
        ("umpan_balik", row.name.to_owned(), row.counts.show(Language::Indonesian), String::new())
    }));
    lines.extend(services(view));
    lines
}

fn services<'v>(view: &'v View<'_>) -> impl Iterator<Item = Line> + 'v {
    let surveys = view.surveys.iter().map(|row| {
        let index = row.index.clone().unwrap_or_default();
        ("survei", row.service.to_string(), format!("{index} {}", row.grade), String::new())
    });
    let complaints = view.complaints.iter().map(|row| {
        let counts = row.counts;
        let note = format!(
            "pengaduan {}, kritik {}, saran {}, dijawab {}",
            counts.complaints, counts.criticism, counts.suggestions, counts.answered
        );
        ("pengaduan", row.service.to_string(), note, String::new())
    });
    let findings = view.findings.iter().map(|found| {
        let (what, note) = found.in_words();
        ("temuan", what, note, String::new())
    });
    surveys.chain(complaints).chain(findings)
}
