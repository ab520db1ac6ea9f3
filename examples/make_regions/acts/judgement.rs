//! `capaian_organisasi`, `penilaian`, `putusan` and `keberatan`.

use chrono::{Days, NaiveDate};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::table::Objection;
use super::{Scene, filled, superior};
use crate::Outcome;
use crate::form::Level;
use crate::number::Number;
use crate::people::{Person, Rank};
use crate::sheet::{Cell, Sheet, text};

/// The day after the example's evaluation.
const FIRST_JUDGED: &str = "2026-07-21";

/// What was given to a person.
pub(super) struct Judged<'a> {
    person: &'a Person,
    evaluator: &'a str,
    on: NaiveDate,
    result: Level,
    behaviour: Level,
    why: &'static str,
}

/// What the units achieved.
pub(super) fn achievements(scene: &Scene<'_>) -> Outcome<Sheet> {
    let mut rows = Vec::new();
    for (place, (unit, word)) in scene.acts.achievements.iter().enumerate() {
        let head = scene.official(unit, Rank::Head)?;
        // Of the last unit nobody wrote who heads it.
        let known = place + 1 < scene.acts.achievements.len();
        rows.push(vec![
            text(*unit),
            scene.period(),
            text(*word),
            text(scene.acts.set_by),
            Cell::Date(scene.policy.last_day() + Days::new(8)),
            if known { text(&head.nip) } else { Cell::Empty },
        ]);
    }
    let headings =
        vec!["kode_unit", "periode", "capaian", "penetap", "tanggal_penetapan", "nip_kepala"];
    Ok(Sheet { name: "capaian_organisasi", headings, rows })
}

/// Who was rated, and about whom a decision was made: nobody is both.
pub(super) fn judged<'a>(
    scene: &Scene<'a>,
    known: &'a [Sheet],
    rng: &mut ChaCha8Rng,
) -> Outcome<(Vec<Judged<'a>>, Vec<Judged<'a>>)> {
    let first: NaiveDate = FIRST_JUDGED.parse()?;
    let both = scene.acts.rated + scene.acts.decided;
    let mut rated = Vec::new();
    for (place, person) in scene.staff(rng).into_iter().take(both).enumerate() {
        let on = first + Days::new(if place.is_multiple_of(9) { 6 } else { 0 });
        // Now and then the evaluator sees more than the figures do.
        let differs = rng.random_range(0..7) == 0 && person.form.result == Level::Meets;
        let (result, why) = match (differs, person.form.result) {
            (true, _) => {
                (Level::Above, "Melampaui harapan: menutup tugas rekan yang sakit tanpa tertunda.")
            }
            (false, Level::Above) => {
                (Level::Above, "Target terlampaui dan buktinya lengkap di arsip.")
            }
            (false, Level::Meets) => {
                (Level::Meets, "Sesuai harapan menurut laporan dan dialog kinerja.")
            }
            (false, Level::Below) => {
                (Level::Below, "Sebagian besar target tertinggal; hambatan dibahas dalam dialog.")
            }
        };
        let evaluator = evaluator(scene, known, person)?;
        let behaviour = person.form.behaviour;
        rated.push(Judged { person, evaluator, on, result, behaviour, why });
    }
    let decided = rated.split_off(scene.acts.rated.min(rated.len()));
    Ok((rated, decided))
}

/// The superior at the end of the period, as moves say: those of a person come by day.
fn evaluator<'a>(scene: &Scene<'_>, known: &'a [Sheet], person: &'a Person) -> Outcome<&'a str> {
    let moves = known.iter().filter(|sheet| sheet.name == "mutasi").flat_map(|sheet| &sheet.rows);
    let mut named = moves.filter_map(|row| match &row[..] {
        [Cell::Text(nip), Cell::Date(from), _, _, _, Cell::Text(superior), ..]
            if *nip == person.nip && *from <= scene.policy.last_day() =>
        {
            Some(superior.as_str())
        }
        _ => None,
    });
    named.next_back().map_or_else(|| superior(person), Ok)
}

/// Ratings by the evaluators.
pub(super) fn ratings(scene: &Scene<'_>, rated: &[Judged<'_>]) -> Sheet {
    let mut rows = Vec::new();
    for Judged { person, evaluator, on, result, behaviour, why } in rated {
        let mut row = vec![text(&person.nip), scene.period(), text(*evaluator)];
        row.extend([Cell::Date(*on), text(word(*result)), text(word(*behaviour)), text(*why)]);
        rows.push(row);
    }
    let headings = vec![
        "nip",
        "periode",
        "nip_penilai",
        "tanggal",
        "rating_hasil",
        "rating_perilaku",
        "alasan_penilaian",
    ];
    Sheet { name: "penilaian", headings, rows }
}

/// Decisions; the first one is revised a week later.
pub(super) fn decisions(scene: &Scene<'_>, decided: &[Judged<'_>]) -> Sheet {
    let mut rows = Vec::new();
    for judged in decided {
        rows.push(decision(scene, judged));
    }
    if let Some(first) = decided.first() {
        let result = if first.result == Level::Meets { Level::Above } else { Level::Meets };
        let revised = Judged {
            on: first.on + Days::new(8),
            result,
            why: "Bukti susulan diperiksa bersama pegawai; putusan pertama diperbaiki.",
            ..*first
        };
        rows.push(decision(scene, &revised));
    }
    let headings = vec![
        "nip",
        "periode",
        "nip_pemutus",
        "peran",
        "tanggal",
        "putusan_hasil",
        "putusan_perilaku",
        "dasar_putusan",
        "usulan_ke",
    ];
    Sheet { name: "putusan", headings, rows }
}

fn decision(scene: &Scene<'_>, judged: &Judged<'_>) -> Vec<Cell> {
    let Judged { person, evaluator, on, result, behaviour, why } = judged;
    vec![
        text(&person.nip),
        scene.period(),
        text(*evaluator),
        text("atasan_langsung"),
        Cell::Date(*on),
        text(word(*result)),
        text(word(*behaviour)),
        text(*why),
        Cell::Number(Number::new(1, 0)),
    ]
}

/// Receipts and objections of those who were rated on the first day.
pub(super) fn objections(scene: &Scene<'_>, rated: &[Judged<'_>]) -> Outcome<Sheet> {
    let mut rows = Vec::new();
    let early = rated.iter().filter(|judged| judged.result != Level::Above);
    let first: NaiveDate = FIRST_JUDGED.parse()?;
    let early = early.filter(|judged| judged.on == first);
    for (told, judged) in scene.acts.objections.iter().zip(early) {
        rows.push(objection(scene, told, judged)?);
    }
    let headings = vec![
        "nip",
        "periode",
        "tanggal_terima",
        "tanggal_keberatan",
        "isi_keberatan",
        "nip_pemutus",
        "tanggal_putusan",
        "hasil_keberatan",
        "rating_hasil_baru",
        "rating_perilaku_baru",
        "alasan_putusan",
    ];
    Ok(Sheet { name: "keberatan", headings, rows })
}

fn objection(scene: &Scene<'_>, told: &Objection, judged: &Judged<'_>) -> Outcome<Vec<Cell>> {
    let Objection(after, reasons, then, outcome, why) = told;
    let received = judged.on + Days::new(*after);
    let objected = received + Days::new(*then);
    let mut row = vec![text(&judged.person.nip), scene.period(), Cell::Date(received)];
    if reasons.is_empty() {
        row.resize(11, Cell::Empty);
        return Ok(row);
    }
    row.extend([Cell::Date(objected), text(*reasons)]);
    if outcome.is_empty() {
        row.resize(11, Cell::Empty);
        return Ok(row);
    }
    // The superior of the evaluator decides, and one step up where it is granted.
    let evaluator = scene.person(judged.evaluator)?;
    row.extend([text(superior(evaluator)?), Cell::Date(objected + Days::new(6)), text(*outcome)]);
    row.extend(if *outcome == "dikabulkan" {
        let result = if judged.result == Level::Below { Level::Meets } else { Level::Above };
        [text(word(result)), text(word(judged.behaviour))]
    } else {
        [Cell::Empty, Cell::Empty]
    });
    row.push(filled(why));
    Ok(row)
}

const fn word(level: Level) -> &'static str {
    match level {
        Level::Above => "di_atas",
        Level::Meets => "sesuai",
        Level::Below => "di_bawah",
    }
}
