//! `pelatihan` and `tindak_lanjut`.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::table::Step;
use super::{Scene, before_day, day, filled};
use crate::Outcome;
use crate::form::Level;
use crate::number::Number;
use crate::people::{Person, Rank};
use crate::sheet::{Cell, Sheet, text};

/// How many did each training.
const TRAINED: usize = 6;

/// How many people's coaching the example has.
const COACHED: usize = 8;

/// The trainings that were done.
pub(super) fn trainings(scene: &Scene<'_>, rng: &mut ChaCha8Rng) -> Sheet {
    let mut rows = Vec::new();
    for (name, hours, rule) in scene.acts.trainings {
        let on = before_day(scene.policy.last_day(), rng.random_range(3..=80));
        for person in scene.staff(rng).into_iter().take(TRAINED) {
            rows.push(vec![
                text(&person.nip),
                text(*name),
                Cell::Date(on),
                Cell::Number(Number::new(*hours, 0)),
                filled(rule),
            ]);
        }
    }
    let headings = vec!["nip", "pelatihan", "tanggal_selesai", "jam", "aturan"];
    Sheet { name: "pelatihan", headings, rows }
}

/// The steps of evaluation meetings and of coaching.
pub(super) fn steps(scene: &Scene<'_>) -> Outcome<Sheet> {
    let (units, meeting) = scene.acts.meetings;
    let (rule, coaching) = scene.acts.coaching;
    let mut rows = Vec::new();
    for (place, unit) in units.iter().enumerate() {
        for (number, Step(what, due, done, who)) in (1..).zip(meeting) {
            // The last agency has met late, and nothing is done yet.
            let done = if place + 1 == units.len() { "" } else { done };
            let step = Step(what, due, done, who);
            rows.push(row(scene, (None, Some(unit)), ("rapat_evaluasi", number), &step)?);
        }
    }
    let low = |person: &&Person| {
        person.rank == Rank::Staff && person.flaw.is_none() && person.form.result == Level::Below
    };
    for person in scene.people.iter().filter(low).take(COACHED) {
        for (number, step) in (1..).zip(coaching) {
            rows.push(row(scene, (Some(person), None), (rule, number), step)?);
        }
    }
    let headings = vec![
        "nip",
        "kode_unit",
        "periode",
        "aturan",
        "langkah",
        "uraian",
        "batas",
        "selesai",
        "pelaksana",
    ];
    Ok(Sheet { name: "tindak_lanjut", headings, rows })
}

fn row(
    scene: &Scene<'_>,
    about: (Option<&Person>, Option<&str>),
    which: (&str, i64),
    step: &Step,
) -> Outcome<Vec<Cell>> {
    let (person, unit) = about;
    let (rule, number) = which;
    let Step(what, due, done, who) = step;
    Ok(vec![
        person.map_or(Cell::Empty, |person| text(&person.nip)),
        unit.map_or(Cell::Empty, text),
        scene.period(),
        text(rule),
        Cell::Number(Number::new(number, 0)),
        text(*what),
        day(due)?,
        day(done)?,
        text(*who),
    ])
}
