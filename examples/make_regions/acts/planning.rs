//! `mutasi`, `usulan_rencana` and `dukungan`.

use chrono::Days;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::table::{Move, Proposal, Support};
use super::{Scene, before_day, filled, superior};
use crate::Outcome;
use crate::flaw::Flaw;
use crate::people::{Person, Rank};
use crate::sheet::{Cell, Sheet, text};

/// Days before the period in which plans are spoken about.
const SPOKEN: std::ops::RangeInclusive<u64> = 4..=20;

/// Who moved, was away or has another superior.
pub(super) fn moves(scene: &Scene<'_>, rng: &mut ChaCha8Rng) -> Outcome<Sheet> {
    let without = scene.people.iter().filter(|person| person.flaw == Some(Flaw::NoPlan));
    let movers: Vec<&Person> = without.take(1).chain(scene.staff(rng)).collect();
    let mut rows = Vec::new();
    for Move(who, from, kind, unit, post, letter) in scene.acts.moves {
        let person = movers.get(*who).ok_or("too few people to move")?;
        let superior = match *kind {
            "pindah" => Some(scene.official(unit, Rank::Section)?),
            "atasan_baru" => Some(other_superior(scene, person)?),
            _ => None,
        };
        rows.push(vec![
            text(&person.nip),
            Cell::Date(from.parse()?),
            text(*kind),
            filled(unit),
            filled(post),
            superior.map_or(Cell::Empty, |found| text(&found.nip)),
            Cell::Empty,
            filled(letter),
        ]);
    }
    let headings = vec![
        "nip",
        "mulai",
        "jenis_mutasi",
        "kode_unit",
        "jabatan",
        "nip_atasan",
        "jenjang",
        "nomor_surat",
    ];
    Ok(Sheet { name: "mutasi", headings, rows })
}

/// Who else in the unit heads a section.
fn other_superior<'a>(scene: &Scene<'a>, person: &Person) -> Outcome<&'a Person> {
    let here = scene.people.iter().filter(|found| found.unit.code == person.unit.code);
    let mut heads = here.filter(|found| found.rank == Rank::Section);
    heads
        .find(|found| Some(&found.nip) != person.superior.as_ref())
        .ok_or_else(|| format!("{}: no other superior", person.unit.code).into())
}

/// What staff proposed for their plans.
pub(super) fn proposals(scene: &Scene<'_>, rng: &mut ChaCha8Rng) -> Outcome<Sheet> {
    let (staff, first) = (scene.staff(rng), scene.policy.first_day());
    let (mut rows, mut staff) = (Vec::new(), staff.into_iter());
    let mut refused: Option<&Person> = None;
    for Proposal(what, answer, why) in scene.acts.proposals {
        // Whoever was refused proposes again, under a code of its own.
        let again = refused.take();
        let person = match again {
            Some(person) => person,
            None => staff.next().ok_or("too few staff to propose")?,
        };
        let indicator = scene.plan(person)?.indicators.first().ok_or("a plan of nothing")?;
        let code =
            if again.is_some() { format!("{}-B", indicator.code) } else { indicator.code.clone() };
        // The first of them came when the period had begun.
        let on = match (rows.is_empty(), again.is_some()) {
            (true, _) => first + Days::new(2),
            (false, true) => before_day(first, 2),
            (false, false) => before_day(first, rng.random_range(SPOKEN)),
        };
        let answered = on + Days::new(1);
        let mut row = vec![text(&person.nip), scene.period(), text(code), text(*what)];
        row.extend([Cell::Date(on), filled(answer), filled(why)]);
        row.extend(if answer.is_empty() {
            [Cell::Empty, Cell::Empty]
        } else {
            [Cell::Date(answered), text(superior(person)?)]
        });
        rows.push(row);
        refused = (*answer == "ditolak").then_some(person);
    }
    let headings = vec![
        "nip",
        "periode",
        "kode",
        "usulan",
        "tanggal_usulan",
        "jawaban",
        "alasan_jawaban",
        "tanggal_jawaban",
        "nip_penjawab",
    ];
    Ok(Sheet { name: "usulan_rencana", headings, rows })
}

/// The means that were asked for.
pub(super) fn support(scene: &Scene<'_>, rng: &mut ChaCha8Rng) -> Sheet {
    let (staff, first) = (scene.staff(rng), scene.policy.first_day());
    let mut rows = Vec::new();
    for (number, (Support(what, given), person)) in (1..).zip(scene.acts.support.iter().zip(staff))
    {
        let asked = first + Days::new(rng.random_range(0..=40));
        let answered = asked + Days::new(rng.random_range(5..=60));
        rows.push(vec![
            text(&person.nip),
            scene.period(),
            text(format!("D{number}")),
            text(*what),
            Cell::Date(asked),
            filled(given),
            if given.is_empty() { Cell::Empty } else { Cell::Date(answered) },
        ]);
    }
    let headings = vec![
        "nip",
        "periode",
        "kode_dukungan",
        "dukungan_diminta",
        "tanggal_diminta",
        "diberikan",
        "tanggal_diberikan",
    ];
    Sheet { name: "dukungan", headings, rows }
}
