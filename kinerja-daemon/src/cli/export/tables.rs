//! Results and what follows from them as tables for office programs.

use super::{Exported, Failure};
use crate::formula::guard_formula;

/// Semicolons and a byte order mark, as office programs here expect.
fn csv(rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, Failure> {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer("\u{feff}".into());
    for row in rows {
        writer.write_record(row).map_err(Failure::unavailable)?;
    }
    writer.into_inner().map_err(Failure::unavailable)
}

fn person(row: &Exported) -> Vec<String> {
    let who =
        [&row.nip, &row.name].into_iter().flatten().map(|text| guard_formula(text).into_owned());
    [row.number.clone()].into_iter().chain(who).collect()
}

fn headings(names: bool, rest: &[&str]) -> Vec<String> {
    let who: &[&str] = if names { &["nomor", "nip", "nama"] } else { &["nomor"] };
    who.iter().chain(rest).map(ToString::to_string).collect()
}

pub(super) fn results_csv(rows: &[Exported], names: bool) -> Result<Vec<u8>, Failure> {
    let rest = [
        "kode_unit",
        "unit_kerja",
        "revisi",
        "status",
        "predikat",
        "rating_hasil_kerja",
        "rating_perilaku",
        "nilai_akhir",
        "sifat_nilai",
        "belum_lengkap",
        "putusan_predikat",
        "putusan_hasil_kerja",
        "putusan_perilaku",
        "batas_keberatan",
        "putusan_bermasalah",
        "angka_kredit",
    ];
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let lines = rows.iter().map(|row| {
        let mut line = person(row);
        line.extend([
            row.unit.clone(),
            guard_formula(&row.unit_name).into_owned(),
            row.revision.to_string(),
            row.status.to_owned(),
            text(&row.predicate),
            text(&row.result_rating),
            text(&row.behaviour_rating),
            text(&row.total),
            row.total_is.unwrap_or_default().to_owned(),
            row.missing.join(" "),
            row.decided_predicate.unwrap_or_default().to_owned(),
            row.decided_result_rating.unwrap_or_default().to_owned(),
            row.decided_behaviour_rating.unwrap_or_default().to_owned(),
            row.objection_deadline.map(|day| day.to_string()).unwrap_or_default(),
            row.decision_problems.join("; "),
            text(&row.credit_points),
        ]);
        line
    });
    csv([headings(names, &rest)].into_iter().chain(lines))
}

pub(super) fn follow_ups_csv(rows: &[Exported], names: bool) -> Result<Vec<u8>, Failure> {
    let rest = ["kode_unit", "status", "aturan", "jenis", "pelaku", "paling_lambat"];
    let lines = rows.iter().flat_map(|row| {
        row.follow_ups.iter().map(move |found| {
            let mut line = person(row);
            line.extend([
                row.unit.clone(),
                row.status.to_owned(),
                found.rule.clone(),
                found.kind.clone(),
                found.actor.clone(),
                found.due_on.clone(),
            ]);
            line
        })
    });
    csv([headings(names, &rest)].into_iter().chain(lines))
}

/// What results bring to people, in words: only ever with names.
pub(super) fn consequences_csv(rows: &[Exported]) -> Result<Vec<u8>, Failure> {
    let rest = ["kode_unit", "status", "hal", "isi", "sumber"];
    let lines = rows.iter().flat_map(|row| {
        row.consequences.iter().flat_map(|found| &found.lines).map(move |found| {
            let mut line = person(row);
            line.extend([row.unit.clone(), row.status.to_owned(), found.id.clone()]);
            let words = [&found.text, &found.source];
            line.extend(words.map(|text| guard_formula(text).into_owned()));
            line
        })
    });
    csv([headings(true, &rest)].into_iter().chain(lines))
}
