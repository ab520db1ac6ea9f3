//! What people did: the fifteen kinds of file besides plans and evidence.
//!
//! Read [`table`] first (what a region's table of acts holds), then the tables,
//! then [`planning`], [`voices`], [`judgement`], [`means`] and [`steps`] (a file each kind).

pub(crate) mod jayawijaya;
mod judgement;
mod means;
pub(crate) mod palembang;
mod planning;
pub(crate) mod samarinda;
pub(crate) mod sawahlunto;
mod steps;
pub(crate) mod table;
pub(crate) mod tangerang_selatan;
mod voices;

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::Outcome;
use crate::number::Number;
use crate::people::{Person, Rank};
use crate::plans::Plan;
use crate::policy::Policy;
use crate::sheet::{Cell, Sheet, filled, text};
use table::Acts;

/// Who could have done something.
pub(crate) struct Scene<'a> {
    /// The region's policy.
    pub(crate) policy: &'a Policy,
    /// Everybody.
    pub(crate) people: &'a [Person],
    /// Their plans.
    pub(crate) plans: &'a [Plan<'a>],
    /// What the region's table says.
    pub(crate) acts: &'a Acts,
}

/// What was known when the region evaluated.
pub(crate) fn before(scene: &Scene<'_>, rng: &mut ChaCha8Rng) -> Outcome<Vec<Sheet>> {
    let sheets = [
        judgement::achievements(scene)?,
        planning::moves(scene, rng)?,
        planning::proposals(scene, rng)?,
        planning::support(scene, rng),
        voices::daily(scene, rng)?,
        voices::feedback(scene, rng)?,
        voices::survey(scene, rng),
        voices::complaints(scene, rng),
        steps::trainings(scene, rng),
        means::attendance(scene),
        means::potential(scene),
    ];
    Ok(sheets.into_iter().filter(|sheet| !sheet.rows.is_empty()).collect())
}

/// What came after the evaluation, and after what was known before it.
pub(crate) fn after(
    scene: &Scene<'_>,
    known: &[Sheet],
    rng: &mut ChaCha8Rng,
) -> Outcome<Vec<Sheet>> {
    let (rated, decided) = judgement::judged(scene, known, rng)?;
    let sheets = [
        judgement::ratings(scene, &rated),
        judgement::decisions(scene, &decided),
        judgement::objections(scene, &rated)?,
        steps::steps(scene)?,
    ];
    Ok(sheets.into_iter().filter(|sheet| !sheet.rows.is_empty()).collect())
}

/// Gives whoever reports daily an additional result that is counted from the
/// reports, where the region counts them: nobody reports it by hand.
pub(crate) fn count_daily_reports(acts: &Acts, sheets: &mut [Sheet]) {
    let Some(target) = acts.reported_days else { return };
    let daily = sheets.iter().find(|sheet| sheet.name == "laporan_harian");
    let first = |row: &Vec<Cell>| row.first().and_then(Cell::as_text).map(str::to_owned);
    let reporters: BTreeSet<String> =
        daily.into_iter().flat_map(|sheet| &sheet.rows).filter_map(first).collect();
    let Some(plans) = sheets.iter_mut().find(|sheet| sheet.name == "rencana") else { return };
    for nip in reporters {
        let of_plan = |row: &Vec<Cell>| first(row).as_ref() == Some(&nip);
        let Some(last) = plans.rows.iter().rposition(of_plan) else { continue };
        let Some(mut row) = plans.rows.get(last).cloned() else { continue };
        let said = [
            text("LH"),
            text("tambahan"),
            text("Terekamnya pekerjaan setiap hari"),
            text("Hari dengan laporan harian yang diterima atasan"),
            text("hari_laporan"),
            text("kuantitas"),
            text("keluaran"),
            text("individu"),
            text("naik"),
            text("hari"),
            Cell::Empty,
            Cell::Number(Number::new(target, 0)),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ];
        // Whose plan it is, the period and the status are those of the other rows.
        row.truncate(3);
        row.extend(said);
        plans.rows.insert(last + 1, row);
    }
}

/// The complaints as they were sent in first: one tells who complained, so the file
/// is refused. Nothing where the region has none.
pub(crate) fn refused(sheets: &[Sheet]) -> Option<Sheet> {
    const SUMMARY: &str = "ringkasan";
    let complaints = sheets.iter().find(|sheet| sheet.name == "pengaduan")?;
    let place = complaints.headings.iter().position(|heading| *heading == SUMMARY)?;
    let mut sheet = Sheet {
        rows: complaints.rows.clone(),
        headings: complaints.headings.clone(),
        ..*complaints
    };
    if let Some(Cell::Text(told)) = sheet.rows.first_mut().and_then(|row| row.get_mut(place)) {
        told.push_str(" Balas ke warga@contoh.example.id.");
    }
    Some(sheet)
}

impl<'a> Scene<'a> {
    /// The staff of whom nothing is missing, in an order of their own. Nobody of the
    /// secretariat: it is the example of a unit without acts.
    fn staff(&self, rng: &mut ChaCha8Rng) -> Vec<&'a Person> {
        let ordinary = |person: &&'a Person| {
            person.rank == Rank::Staff
                && person.flaw.is_none()
                && person.superior.is_some()
                && !person.unit.sections.is_empty()
                && person.unit.code != "setda"
        };
        let mut staff: Vec<&'a Person> = self.people.iter().filter(ordinary).collect();
        staff.shuffle(rng);
        staff
    }

    /// A person by number.
    fn person(&self, nip: &str) -> Outcome<&'a Person> {
        let found = self.people.iter().find(|person| person.nip == nip);
        found.ok_or_else(|| format!("nobody has the number {nip}").into())
    }

    /// The first of a rank in a unit.
    fn official(&self, unit: &str, rank: Rank) -> Outcome<&'a Person> {
        let mut found = self.people.iter();
        found
            .find(|person| person.unit.code == unit && person.rank == rank)
            .ok_or_else(|| format!("{unit}: no such official").into())
    }

    /// The plan of a person.
    fn plan(&self, person: &Person) -> Outcome<&'a Plan<'a>> {
        let found = self.plans.iter().find(|plan| plan.person.nip == person.nip);
        found.ok_or_else(|| format!("{}: no plan", person.nip).into())
    }

    /// The period, as a cell.
    fn period(&self) -> Cell {
        text(&self.policy.period)
    }
}

/// The superior of a person who has one.
fn superior(person: &Person) -> Outcome<&str> {
    person.superior.as_deref().ok_or_else(|| format!("{}: no superior", person.nip).into())
}

/// A day so many days before another.
fn before_day(day: NaiveDate, days: u64) -> NaiveDate {
    day - Days::new(days)
}

/// A cell with the day of a table, or an empty one.
fn day(told: &str) -> Outcome<Cell> {
    if told.is_empty() { Ok(Cell::Empty) } else { Ok(Cell::Date(told.parse()?)) }
}
