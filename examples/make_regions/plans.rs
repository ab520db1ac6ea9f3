//! What was agreed: the work plans.

use chrono::{Days, NaiveDate};
use rand::RngExt;
use rand::seq::{IndexedRandom, SliceRandom};
use rand_chacha::ChaCha8Rng;

use crate::Outcome;
use crate::flaw::Flaw;
use crate::form;
use crate::number::Number;
use crate::people::Person;
use crate::policy::Policy;
use crate::region::{Aspect, Level, Measure, Region, Row, Whose};
use crate::sheet::{Cell, Sheet, filled, maybe, text};

/// A person's plan.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    /// Whose.
    pub(crate) person: &'a Person,
    /// What is measured, in the order of the plan.
    pub(crate) indicators: Vec<Indicator>,
    status: &'static str,
}

/// An indicator of a plan.
#[derive(Debug)]
pub(crate) struct Indicator {
    /// Its code within the plan; within a unit, one code is one indicator.
    pub(crate) code: String,
    /// The row of the table it comes from.
    pub(crate) row: &'static Row,
    /// What was agreed.
    pub(crate) target: Target,
    // Nothing for an additional result.
    weight: Option<Number>,
}

/// What was agreed to reach.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Target {
    /// At least so much.
    Up(Number),
    /// At most so much.
    Down(Number),
    /// Between the two.
    Within(Number, Number),
    /// That it is there.
    Done,
    /// By this day.
    By(NaiveDate),
}

/// Weights in basis points, each set a whole. The thirds and sixths do not divide
/// evenly, as in the plans that people write.
const WEIGHTS: [&[i64]; 8] = [
    &[3000, 3000, 2500, 1500],
    &[4000, 2500, 2000, 1500],
    &[2500, 2500, 2000, 1500, 1500],
    &[3000, 2250, 2000, 1500, 1250],
    &[3333, 3333, 1334, 1000, 1000],
    &[2500, 2000, 2000, 1500, 1000, 1000],
    &[1667, 1667, 1667, 1667, 1666, 1666],
    &[2250, 2250, 2000, 1500, 1250, 750],
];

/// How much a person's own count may differ from the table's, in thousandths.
const PERSONAL: [i64; 6] = [800, 900, 1000, 1000, 1100, 1200];

/// The smallest count that is made personal: of a few, a tenth is nothing.
const PERSONAL_MIN: Number = Number::new(10, 0);

/// Out of a hundred people who do not excel, how many did something in addition.
const ADDITIONAL_PERCENT: u32 = 15;

/// Agrees a plan with everybody who has one.
pub(crate) fn agree<'a>(
    region: &Region,
    policy: &Policy,
    people: &'a [Person],
    rng: &mut ChaCha8Rng,
) -> Outcome<Vec<Plan<'a>>> {
    let with_plan = people.iter().filter(|person| person.flaw != Some(Flaw::NoPlan));
    with_plan.map(|person| plan(region, policy, person, rng)).collect()
}

fn plan<'a>(
    region: &Region,
    policy: &Policy,
    person: &'a Person,
    rng: &mut ChaCha8Rng,
) -> Outcome<Plan<'a>> {
    let weights = WEIGHTS.choose(rng).ok_or("no weights")?;
    let rows = main_rows(region, person, weights.len(), rng);
    if rows.len() < weights.len() {
        return Err(format!("{}: too few indicators", person.unit.code).into());
    }
    let mut indicators = Vec::new();
    for ((code, row), weight) in rows.into_iter().zip(*weights) {
        let weight = Some(Number::new(*weight, 2));
        indicators.push(Indicator { code, row, target: target(row, policy, rng)?, weight });
    }
    let excels = person.form.result == form::Level::Above;
    if excels || rng.random_range(0..100) < ADDITIONAL_PERCENT {
        let (number, row) = (1..)
            .zip(region.additional)
            .collect::<Vec<(u32, &'static Row)>>()
            .choose(rng)
            .copied()
            .ok_or("no additional results")?;
        let (code, target) = (format!("T{number}"), target(row, policy, rng)?);
        indicators.push(Indicator { code, row, target, weight: None });
    }
    Ok(Plan { person, indicators, status: status(person, policy, rng) })
}

/// Draws the rows of a plan: first the person's own work, then the unit's, then
/// what fits everybody, so that own work carries the greatest weights.
fn main_rows(
    region: &Region,
    person: &Person,
    count: usize,
    rng: &mut ChaCha8Rng,
) -> Vec<(String, &'static Row)> {
    let coded = |prefix: &'static str, rows: &'static [Row]| {
        (1..).zip(rows).map(move |(number, row): (u32, _)| (format!("{prefix}{number}"), row))
    };
    let (mut own, team): (Vec<_>, Vec<_>) =
        coded("IK", person.unit.rows).partition(|(_, row)| row.5 == Whose::Own);
    let mut common: Vec<_> = coded("U", region.common).collect();
    own.shuffle(rng);
    common.shuffle(rng);
    // The last place is for what fits everybody; a long plan has room for two of
    // the unit's goals.
    let team = team.into_iter().take(if count > 5 { 2 } else { 1 });
    own.truncate(count.saturating_sub(1 + team.len()));
    let mut rows: Vec<_> = own.into_iter().chain(team).chain(common).collect();
    rows.truncate(count);
    rows
}

fn target(row: &Row, policy: &Policy, rng: &mut ChaCha8Rng) -> Outcome<Target> {
    Ok(match row.2 {
        Measure::Up(_, _, target) => {
            let target = Number::parse(target)?;
            let personal = row.5 == Whose::Own && target.is_count() && target >= PERSONAL_MIN;
            let share = PERSONAL.choose(rng).copied().filter(|_| personal);
            Target::Up(share.map_or(target, |share| target.permille(share)))
        }
        Measure::Down(_, _, target) => Target::Down(Number::parse(target)?),
        Measure::Within(_, low, high) => Target::Within(Number::parse(low)?, Number::parse(high)?),
        Measure::Done => Target::Done,
        Measure::By(days) => Target::By(policy.last_day() - Days::new(days)),
    })
}

fn status(person: &Person, policy: &Policy, rng: &mut ChaCha8Rng) -> &'static str {
    match (person.flaw, rng.random_range(0..100)) {
        (Some(Flaw::PlanDraft), _) => "draf",
        (Some(Flaw::PlanSubmitted), _) => "diajukan",
        // Plans of a year that is over are mostly closed.
        (_, drawn) if policy.is_annual() && drawn < 75 => "selesai",
        (_, drawn) if drawn < 85 => "berjalan",
        _ => "disepakati",
    }
}

/// The sheet of plans.
pub(crate) fn sheet(policy: &Policy, plans: &[Plan<'_>]) -> Outcome<Sheet> {
    let rows = plans
        .iter()
        .flat_map(|plan| plan.indicators.iter().map(|indicator| row(policy, plan, indicator)));
    Ok(Sheet {
        name: "rencana",
        headings: vec![
            "nip",
            "periode",
            "status",
            "kode",
            "jenis_hasil",
            "hasil_kerja",
            "indikator",
            "ukuran",
            "aspek",
            "tingkat",
            "kontribusi",
            "arah",
            "satuan",
            "nilai_awal",
            "target",
            "target_atas",
            "bobot",
            "misi",
            "layanan",
        ],
        rows: rows.collect::<Outcome<_>>()?,
    })
}

fn row(policy: &Policy, plan: &Plan<'_>, indicator: &Indicator) -> Outcome<Vec<Cell>> {
    let Row(result, name, measure, aspect, level, whose, mission, service) = indicator.row;
    let (direction, unit, baseline) = measured(*measure);
    let (target, upper) = match indicator.target {
        Target::Up(target) | Target::Down(target) => (Cell::Number(target), Cell::Empty),
        Target::Within(low, high) => (Cell::Number(low), Cell::Number(high)),
        Target::Done => (text("ya"), Cell::Empty),
        Target::By(day) => (Cell::Date(day), Cell::Empty),
    };
    Ok(vec![
        text(&plan.person.nip),
        text(&policy.period),
        text(plan.status),
        text(&indicator.code),
        text(if indicator.weight.is_some() { "utama" } else { "tambahan" }),
        text(*result),
        text(*name),
        text(if *whose == Whose::Index { "indeks_kepuasan" } else { "biasa" }),
        text(aspect.word()),
        text(level.word()),
        text(if *whose == Whose::Own { "individu" } else { "kolektif" }),
        text(direction),
        text(unit),
        if baseline.is_empty() { Cell::Empty } else { Cell::Number(Number::parse(baseline)?) },
        target,
        upper,
        maybe(indicator.weight, Cell::Number),
        filled(mission),
        filled(service),
    ])
}

/// The word of the direction, the unit of measure and the baseline.
const fn measured(measure: Measure) -> (&'static str, &'static str, &'static str) {
    match measure {
        Measure::Up(unit, baseline, _) => ("naik", unit, baseline),
        Measure::Down(unit, baseline, _) => ("turun", unit, baseline),
        Measure::Within(unit, ..) => ("rentang", unit, ""),
        Measure::Done => ("ya_tidak", "ada/tidak", ""),
        Measure::By(_) => ("tanggal", "tanggal", ""),
    }
}

impl Aspect {
    const fn word(self) -> &'static str {
        match self {
            Self::Quantity => "kuantitas",
            Self::Quality => "kualitas",
            Self::Time => "waktu",
            Self::Cost => "biaya",
        }
    }
}

impl Level {
    const fn word(self) -> &'static str {
        match self {
            Self::Output => "keluaran",
            Self::Outcome => "hasil",
            Self::Impact => "dampak",
        }
    }
}
