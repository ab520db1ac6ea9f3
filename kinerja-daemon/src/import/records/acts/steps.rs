//! `pelatihan` and `tindak_lanjut`.

use kinerja_core::{consequence::Role, plan};

use super::{NAME_MAX, Said, part, said};
use crate::import::cell::Cell;
use crate::import::problem::Code;
use crate::import::records::line::{Line, TEXT_MAX, Told};
use crate::import::value;
use crate::store::acts::{
    Act, Subject,
    judgement::ActingAs,
    steps::{Step, Training},
};

/// Hours of one training: more than a year has is a slip.
const HOURS_MAX: u32 = 8_784;
/// Steps of one follow-up.
const STEPS_MAX: u32 = 99;

const ROLES: &[(&str, ActingAs)] = &[
    ("pegawai", ActingAs::Role(Role::Employee)),
    ("atasan_langsung", ActingAs::Role(Role::Superior)),
    ("atasan_penilai", ActingAs::Role(Role::EvaluatorSuperior)),
    ("kepala_unit", ActingAs::Role(Role::UnitHead)),
    ("pengelola_kepegawaian", ActingAs::Role(Role::Hr)),
    ("pejabat_lain", ActingAs::OTHER),
];

/// One row a person, day and training. The day tells the period.
pub(super) fn training(line: &mut Line<'_, '_>) -> Said {
    const DAY: &str = "tanggal_selesai";
    let nip = line.known_nip();
    let name = line.text("pelatihan", NAME_MAX);
    let on = line.past_day(DAY);
    let period = on.and_then(|day| line.period_of(DAY, day));
    let hours = line.whole("jam", 1..=HOURS_MAX);
    let rule = line.rule_or_none();
    let parts = [part(&on), part(&name)];
    let act = (|| Ok(Training { name: name?, hours: hours?, rule: rule? }))();
    said(nip.map(Subject::Person), period.map(Some), parts, on, act.map(Act::Training))
}

/// One row a person or unit, period, rule and number.
pub(super) fn step(line: &mut Line<'_, '_>) -> Said {
    let about = person_or_unit(line);
    let period = line.period();
    let rule = rule(line, about.as_ref().ok());
    let number = line.whole("langkah", 1..=STEPS_MAX);
    let text = line.text("uraian", TEXT_MAX);
    let due = line.need("batas", value::date);
    let done =
        if line.cell("selesai").is_empty() { Ok(None) } else { line.past_day("selesai").map(Some) };
    let actor = line.word("pelaksana", ROLES);
    let parts = [part(&period), part(&rule), part(&number)];
    let act = (|| {
        Ok(Step { rule: rule?, number: number?, text: text?, due: due?, done: done?, role: actor? })
    })();
    said(about, period.map(Some), parts, due, act.map(Act::Step))
}

/// Whom a step is about: exactly one of the two columns says it.
fn person_or_unit(line: &mut Line<'_, '_>) -> Result<Subject, Told> {
    match (line.cell("nip").is_empty(), line.cell("kode_unit").is_empty()) {
        (false, true) => line.known_nip().map(Subject::Person),
        (true, false) => line.known_unit().map(Subject::Unit),
        (true, true) => Err(line.tell("nip", Code::Empty, "isi `nip` atau `kode_unit`")),
        (false, false) => {
            let repair = "isi hanya satu dari `nip` dan `kode_unit`";
            Err(line.tell("kode_unit", Code::NotEmpty, repair))
        }
    }
}

/// The rule that a step answers: one of the policy or a step of an improvement for a
/// person, the evaluation meeting for a unit.
fn rule(line: &mut Line<'_, '_>, about: Option<&Subject>) -> Result<plan::Code, Told> {
    match about {
        Some(Subject::Unit(_) | Subject::Service { .. }) => {
            let rule = line.code_of("aturan")?;
            if rule.as_str() == Step::MEETING {
                return Ok(rule);
            }
            let repair = format!("untuk unit tulis `{}`", Step::MEETING);
            Err(line.tell("aturan", Code::RuleUnknown, repair))
        }
        Some(Subject::Person(_)) if of_improvement(line.cell("aturan")) => line.code_of("aturan"),
        Some(Subject::Person(_)) => match line.rule_or_none()? {
            Some(rule) => Ok(rule),
            None => Err(line.tell("aturan", Code::Empty, "sel ini wajib diisi")),
        },
        None => line.code_of("aturan"),
    }
}

/// Whether a cell says a step of officials on the way to an improvement.
fn of_improvement(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if Step::OF_IMPROVEMENT.contains(&text.trim()))
}
