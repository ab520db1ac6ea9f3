//! `laporan_harian`, `umpan_balik`, `survei` and `pengaduan`.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::table::{Complaint, Daily, Service, Voice};
use super::{Scene, before_day};
use crate::Outcome;
use crate::form::Level;
use crate::number::Number;
use crate::people::Person;
use crate::sheet::{Cell, Sheet, maybe, text};

/// How many people's daily reports the example has.
const REPORTERS: usize = 14;

/// Over how many days before the period's end they go.
const REPORT_DAYS: u64 = 10;

/// About how many people feedback was given.
const HEARD: usize = 24;

/// The nine elements of a survey.
const ELEMENTS: [&str; 9] = [
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku_pelaksana",
    "sarana",
    "pengaduan",
];

/// What people did on the last working days of the period.
pub(super) fn daily(scene: &Scene<'_>, rng: &mut ChaCha8Rng) -> Outcome<Sheet> {
    let mut rows = Vec::new();
    let of = |person: &Person| {
        let told = scene.acts.daily.iter();
        told.filter(|told| told.0 == person.unit.code).collect::<Vec<_>>()
    };
    let staff = scene.staff(rng).into_iter().filter(|person| !of(person).is_empty());
    for person in staff.take(REPORTERS) {
        let activities = of(person);
        let first = scene.plan(person)?.indicators.first().ok_or("a plan of nothing")?;
        for back in (0..REPORT_DAYS).rev() {
            let on = before_day(scene.policy.last_day(), back);
            // Now and then a day is missing.
            if is_weekend(on) || rng.random_range(0..8) == 0 {
                continue;
            }
            let Daily(_, activity, minutes) = activities.choose(rng).ok_or("no activity")?;
            let minutes = minutes - 15 * rng.random_range(0..=3);
            let code = (rng.random_range(0..10) < 6).then_some(&first.code);
            // What came on the last day nobody has read yet.
            let sent_back = back > 0 && rng.random_range(0..12) == 0;
            let state = match (back, sent_back) {
                (0, _) => Cell::Empty,
                (_, true) => text("tidak"),
                (_, false) => text("ya"),
            };
            let mut report = |number, activity: String, state| {
                rows.push(vec![
                    text(&person.nip),
                    Cell::Date(on),
                    Cell::Number(Number::new(number, 0)),
                    text(activity),
                    Cell::Number(Number::new(minutes, 0)),
                    maybe(code, text),
                    state,
                ]);
            };
            report(1, (*activity).to_owned(), state);
            if sent_back {
                report(2, format!("{activity} (diperbaiki: bukti foto dilampirkan)"), text("ya"));
            }
        }
    }
    let headings =
        vec!["nip", "tanggal_laporan", "urutan", "kegiatan", "menit", "kode", "diterima"];
    Ok(Sheet { name: "laporan_harian", headings, rows })
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// What others said about people. Of many a class is too small to be shown.
pub(super) fn feedback(scene: &Scene<'_>, rng: &mut ChaCha8Rng) -> Outcome<Sheet> {
    let mut rows = Vec::new();
    let heard = if scene.acts.feedback.is_empty() { 0 } else { HEARD };
    for person in scene.staff(rng).into_iter().take(heard) {
        for _ in 0..rng.random_range(3..=6) {
            let Voice(from, wants, told) = scene.acts.feedback.choose(rng).ok_or("nobody spoke")?;
            let number = format!("UB-{:04}", rows.len() + 1);
            let on = before_day(scene.policy.last_day(), rng.random_range(0..=25));
            let points = match (person.form.behaviour, *wants) {
                (Level::Below, _) => rng.random_range(48..=69),
                (_, "koreksi") => rng.random_range(60..=76),
                _ => rng.random_range(76..=98),
            };
            let score = (rng.random_range(0..10) < 8).then(|| Number::new(points, 0));
            rows.push(vec![
                text(&person.nip),
                scene.period(),
                text(number),
                Cell::Date(on),
                text(*from),
                text(*wants),
                maybe(score, Cell::Number),
                super::filled(told),
            ]);
        }
    }
    let headings = vec![
        "nip",
        "periode",
        "nomor",
        "tanggal_umpan_balik",
        "dari",
        "arah_umpan_balik",
        "skor",
        "catatan",
    ];
    Ok(Sheet { name: "umpan_balik", headings, rows })
}

/// How many gave each answer about each element of each service.
pub(super) fn survey(scene: &Scene<'_>, rng: &mut ChaCha8Rng) -> Sheet {
    let mut rows = Vec::new();
    for Service(unit, service, unasked, quality) in scene.acts.services {
        let people: i64 = rng.random_range(90..=260);
        for element in ELEMENTS.iter().filter(|element| *element != unasked) {
            let happy = people * (quality + rng.random_range(-6..=6)) / 100;
            let best = happy * rng.random_range(35..=60) / 100;
            let unhappy = people - happy;
            let worst = unhappy * rng.random_range(10..=30) / 100;
            let answers = [worst, unhappy - worst, happy - best, best];
            let mut row = vec![text(*unit), text(*service), scene.period(), text(*element)];
            row.extend(answers.map(|count| Cell::Number(Number::new(count, 0))));
            rows.push(row);
        }
    }
    let headings = vec![
        "kode_unit",
        "layanan",
        "periode",
        "unsur",
        "jawaban_1",
        "jawaban_2",
        "jawaban_3",
        "jawaban_4",
    ];
    Sheet { name: "survei", headings, rows }
}

/// What the public complained about.
pub(super) fn complaints(scene: &Scene<'_>, rng: &mut ChaCha8Rng) -> Sheet {
    let mut rows = Vec::new();
    for (number, complaint) in (1..).zip(scene.acts.complaints) {
        let Complaint(unit, service, kind, channel, told, answered): &Complaint = complaint;
        let on = before_day(scene.policy.last_day(), rng.random_range(0..=28));
        let number: u32 = number;
        rows.push(vec![
            text(*unit),
            text(*service),
            scene.period(),
            text(format!("ADU-{number:03}/{}", scene.policy.period)),
            text(*kind),
            Cell::Date(on),
            text(*channel),
            text(*told),
            maybe(answered.map(|days| on + Days::new(days)), Cell::Date),
        ]);
    }
    let headings = vec![
        "kode_unit",
        "layanan",
        "periode",
        "nomor",
        "jenis_pengaduan",
        "tanggal_pengaduan",
        "saluran",
        "ringkasan",
        "selesai",
    ];
    Sheet { name: "pengaduan", headings, rows }
}
