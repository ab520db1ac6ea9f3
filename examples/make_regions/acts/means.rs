//! `kehadiran` and `potensi`.

use super::{Scene, filled};
use crate::number::Number;
use crate::people::{Person, Rank};
use crate::sheet::{Cell, Sheet, text};

/// Attendance in the month of the period.
pub(super) fn attendance(scene: &Scene<'_>) -> Sheet {
    let months = scene.acts.attendance.iter().cycle();
    let rows = people(scene).zip(months).map(|(person, (class, events))| {
        vec![text(&person.nip), scene.period(), filled(class), filled(events)]
    });
    let headings = vec!["nip", "bulan", "kelas_jabatan", "kejadian"];
    Sheet { name: "kehadiran", headings, rows: rows.collect() }
}

/// What an assessment said of the potential.
pub(super) fn potential(scene: &Scene<'_>) -> Sheet {
    let scores = scene.acts.potential.iter().cycle();
    let rows = people(scene).zip(scores).map(|(person, score)| {
        let day = Cell::Date(scene.policy.first_day());
        vec![text(&person.nip), day, Cell::Number(Number::new(*score, 1))]
    });
    let headings = vec!["nip", "tanggal_asesmen", "skor_potensi"];
    Sheet { name: "potensi", headings, rows: rows.collect() }
}

/// Staff of whom nothing is missing, in the order of the file.
fn people<'a>(scene: &Scene<'a>) -> impl Iterator<Item = &'a Person> {
    let ordinary = |person: &&Person| person.rank == Rank::Staff && person.flaw.is_none();
    scene.people.iter().filter(ordinary)
}
