//! What was reached: actuals and behaviour scores.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::Outcome;
use crate::flaw::Flaw;
use crate::form::Level;
use crate::number::Number;
use crate::people::Person;
use crate::plans::{Indicator, Plan, Target};
use crate::policy::Policy;
use crate::region::{Measure, Whose};
use crate::sheet::{Cell, Sheet, maybe, text};

/// What the people of one unit reached together: each reports the same.
type Together = BTreeMap<(&'static str, String), Cell>;

/// Out of a hundred reports, how many say where the evidence is.
const DOCUMENTED_PERCENT: u32 = 70;

/// Out of a hundred ordinary deadlines, how many are missed.
const ORDINARY_DELAY_PERCENT: u32 = 15;

/// The seven values of BerAKHLAK, as headings.
const VALUES: [&str; 7] = [
    "berorientasi_pelayanan",
    "akuntabel",
    "kompeten",
    "harmonis",
    "loyal",
    "adaptif",
    "kolaboratif",
];

/// The sheet of actuals.
pub(crate) fn actuals(policy: &Policy, plans: &[Plan<'_>], rng: &mut ChaCha8Rng) -> Outcome<Sheet> {
    let mut together = Together::new();
    let mut rows = Vec::new();
    // Nobody reports on a draft.
    for plan in plans.iter().filter(|plan| plan.person.flaw != Some(Flaw::PlanDraft)) {
        // What is wrong is wrong with the first indicator, the person's own.
        let mut flaw = plan.person.flaw;
        for indicator in &plan.indicators {
            let reached = reached(plan.person, indicator, &mut together, rng);
            let day = report_day(policy, flaw == Some(Flaw::ActualLate), rng)?;
            let (reached, day) = match flaw.take() {
                Some(Flaw::ActualAbsent) => continue,
                Some(Flaw::ActualEmpty) => (Cell::Empty, Cell::Empty),
                Some(_) | None => (reached, Cell::Date(day)),
            };
            let documented =
                matches!(day, Cell::Date(_)) && rng.random_range(0..100) < DOCUMENTED_PERCENT;
            let place = format!("arsip/{}/{}", plan.person.unit.code, indicator.code);
            rows.push(vec![
                text(&plan.person.nip),
                text(&policy.period),
                text(&indicator.code),
                reached,
                day,
                maybe(documented.then_some(place), text),
            ]);
        }
    }
    let headings = vec!["nip", "periode", "kode", "realisasi", "tanggal", "bukti"];
    Ok(Sheet { name: "realisasi", headings, rows })
}

/// What was reached for an indicator.
fn reached(
    person: &Person,
    indicator: &Indicator,
    together: &mut Together,
    rng: &mut ChaCha8Rng,
) -> Cell {
    match indicator.row.5 {
        Whose::Own => one_reached(indicator, person.form.result, rng),
        Whose::Team | Whose::Index => together
            .entry((person.unit.code, indicator.code.clone()))
            .or_insert_with(|| one_reached(indicator, Level::Meets, rng))
            .clone(),
    }
}

fn one_reached(indicator: &Indicator, level: Level, rng: &mut ChaCha8Rng) -> Cell {
    // How far above (or under, where less is better) the target, in thousandths.
    let permille = match level {
        Level::Above => rng.random_range(1140..=1300),
        Level::Meets => rng.random_range(940..=1050),
        Level::Below => rng.random_range(480..=860),
    };
    let far = level == Level::Below;
    match indicator.target {
        Target::Up(target) => Cell::Number(at_most_all(indicator, target.permille(permille))),
        Target::Down(target) => Cell::Number(target.permille(2000 - permille)),
        Target::Within(low, _) if far => Cell::Number(low.permille(permille)),
        Target::Within(low, high) => Cell::Number(low.towards(high, rng.random_range(0..=1000))),
        Target::Done => text(if far && rng.random_range(0..100) < 40 { "tidak" } else { "ya" }),
        Target::By(day) => Cell::Date(day_reached(day, level, rng)),
    }
}

/// The day on which something due on `day` was done. Every such day lies more than
/// a week before the period's end, so a delay stays within the period.
fn day_reached(day: NaiveDate, level: Level, rng: &mut ChaCha8Rng) -> NaiveDate {
    let delayed = match level {
        Level::Above => false,
        Level::Meets => rng.random_range(0..100) < ORDINARY_DELAY_PERCENT,
        Level::Below => true,
    };
    match (delayed, level) {
        (false, _) => day - Days::new(rng.random_range(0..=4)),
        (true, Level::Below) => day + Days::new(rng.random_range(3..=7)),
        (true, Level::Above | Level::Meets) => day + Days::new(rng.random_range(1..=2)),
    }
}

/// A share of all, or an index, ends at 100.
fn at_most_all(indicator: &Indicator, number: Number) -> Number {
    match indicator.row.2 {
        Measure::Up("persen" | "indeks", ..) => number.at_most(100),
        Measure::Up(..)
        | Measure::Down(..)
        | Measure::Within(..)
        | Measure::Done
        | Measure::By(_) => number,
    }
}

/// The day of a report.
fn report_day(policy: &Policy, late: bool, rng: &mut ChaCha8Rng) -> Outcome<NaiveDate> {
    let days = if late {
        policy.late_days().ok_or("nobody can be late yet")?
    } else {
        policy.report_days()
    };
    Ok(policy.last_day() + Days::new(rng.random_range(days)))
}

/// The sheet of behaviour scores. Nobody in the region evaluates the secretary.
pub(crate) fn behaviours(
    policy: &Policy,
    people: &[Person],
    rng: &mut ChaCha8Rng,
) -> Outcome<Sheet> {
    let mut rows = Vec::new();
    for person in people.iter().filter(|person| person.flaw != Some(Flaw::BehaviourAbsent)) {
        let Some(evaluator) = &person.superior else { continue };
        let day = report_day(policy, person.flaw == Some(Flaw::BehaviourLate), rng)?;
        let mut row =
            vec![text(&person.nip), text(&policy.period), text(evaluator), Cell::Date(day)];
        // Which of the seven is forgotten, if one is.
        let forgotten = rng.random_range(0..VALUES.len());
        for place in 0..VALUES.len() {
            let score = score(person.form.behaviour, rng);
            let missing = person.flaw == Some(Flaw::BehaviourIncomplete) && place == forgotten;
            row.push(if missing { Cell::Empty } else { Cell::Number(score) });
        }
        rows.push(row);
    }
    let mut headings = vec!["nip", "periode", "nip_penilai", "tanggal"];
    headings.extend(VALUES);
    Ok(Sheet { name: "perilaku", headings, rows })
}

/// A score in whole points, or in halves.
fn score(level: Level, rng: &mut ChaCha8Rng) -> Number {
    let points = match level {
        Level::Above => rng.random_range(100..=113),
        Level::Meets => rng.random_range(79..=100),
        Level::Below => rng.random_range(60..=80),
    };
    if rng.random_range(0..4) == 0 {
        Number::new(points * 10 + 5, 1)
    } else {
        Number::new(points, 0)
    }
}
