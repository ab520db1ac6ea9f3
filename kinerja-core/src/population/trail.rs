//! What a derivation is computed from, in about a hundred bytes a person.

use chrono::{Datelike, Days, NaiveDate};

use super::{
    Columns, DECIMALS_MAX, Gathered, NOT_GIVEN,
    bytes::{Reader, Writer},
    gathered::{Cells, Person},
    row::Row,
};
use crate::{
    calendar::{Cadence, Period},
    evidence::{Background, Evidence, OlderEvidence},
    plan::{Aspect, Direction, PlanStatus, WorkPlan},
    scheme::Basis,
};

/// The form of the bytes.
const VERSION: u8 = 1;

/// Basis points of a whole percent, and millionths of a whole point.
const PERCENT: u16 = 100;
const POINT: u32 = 1_000_000;

/// The numbers of one person, from which the derivation is computed again whenever it
/// is asked for, with the policy: ten indicators and seven scores of behaviour take
/// about a hundred bytes. What it is about is not among them: the codes are `1`, `2`,
/// `3` as in [`Columns::person`].
///
/// ```
/// # #[cfg(feature = "testing")] {
/// use kinerja_core::{
///     evaluation::{Derivation, evaluate},
///     population::{Gathered, Trail},
///     testing,
/// };
///
/// let indicators = vec![testing::indicator("A", "100", testing::higher("40"))];
/// let plan = testing::plan("2026-Q2", indicators);
/// let evidence = testing::evidence("2026-Q2", &[("A", "42")], ["90"; 7]);
/// let mut gathered = Gathered::new(plan.period());
/// gathered.push(None, &plan, &evidence)?;
/// let trail = Trail::of(&gathered.columns(), 0)?;
/// assert!(trail.as_bytes().len() < 30);
///
/// let (plan, evidence) = Trail::from_bytes(trail.as_bytes())?.person()?;
/// let found = evaluate(&testing::policy(), &plan, &evidence);
/// assert!(Derivation::new(&plan, &evidence, &found).steps().len() > 3);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Trail(Vec<u8>);

/// Why there is no trail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TrailError {
    /// Nobody is there, or a value does not hold.
    #[error("there is no person {person} (from 0) whose values hold")]
    Nobody {
        /// The person that was asked for.
        person: usize,
    },
    /// More than numbers decides.
    #[error("more than numbers decides about person {person} (from 0): keep the derivation itself")]
    NotNumbers {
        /// The person.
        person: usize,
    },
    /// The bytes are not a trail.
    #[error("the bytes are not a whole trail of version {VERSION}")]
    Malformed,
}

impl Trail {
    /// Keeps the numbers of a person.
    ///
    /// # Errors
    ///
    /// Fails where nobody is there or a value does not hold, and where more than
    /// numbers decides: before 2022, and where something is on record beyond the
    /// period.
    pub fn of(columns: &Columns<'_>, person: usize) -> Result<Self, TrailError> {
        let behaviour = columns.parts().people.behaviour.get(person);
        let (Some(scores), Ok(())) = (behaviour, columns.check(person)) else {
            return Err(TrailError::Nobody { person });
        };
        let is_present = Basis::of(columns.period().start()) == Basis::Matrix;
        if !is_present || !columns.background(person).is_nothing() {
            return Err(TrailError::NotNumbers { person });
        }
        let mut to = Writer::default();
        to.byte(VERSION);
        write_period(&mut to, columns.period());
        to.byte(columns.parts().rows.decimals);
        to.byte(place(&PlanStatus::ALL, columns.status(person)));
        to.signed(days_after(columns.period(), columns.behaviour_on(person)));
        write_scores(&mut to, scores);
        for (row, day) in columns.reported_rows(person) {
            write_row(&mut to, &row, day.map(|day| days_after(columns.period(), day)));
        }
        // An amount may be too large for the columns that are made of it.
        Self::from_bytes(&to.finish()).map_err(|_| TrailError::NotNumbers { person })
    }

    /// The bytes, to be kept.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Takes the bytes of a trail.
    ///
    /// # Errors
    ///
    /// Fails on bytes that are no whole trail.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TrailError> {
        read(bytes).ok_or(TrailError::Malformed)?;
        Ok(Self(bytes.to_owned()))
    }

    /// The plan and the evidence, as [`crate::evaluation::evaluate`] and
    /// [`crate::evaluation::Derivation::new`] take them.
    ///
    /// # Errors
    ///
    /// None for a trail that was made by this version.
    pub fn person(&self) -> Result<(WorkPlan, Evidence), TrailError> {
        read(&self.0).ok_or(TrailError::Malformed)
    }
}

fn read(bytes: &[u8]) -> Option<(WorkPlan, Evidence)> {
    let mut from = Reader::new(bytes);
    if from.byte()? != VERSION {
        return None;
    }
    let period = read_period(&mut from)?;
    let decimals = from.byte().filter(|decimals| *decimals <= DECIMALS_MAX)?;
    let unit = 10_i64.pow((DECIMALS_MAX - decimals).into());
    let status = *PlanStatus::ALL.get(usize::from(from.byte()?))?;
    let behaviour_on = day_after(period, from.signed()?)?;
    let behaviour = read_scores(&mut from)?;
    let mut rows = Vec::new();
    while !from.is_at_end() {
        let number = u16::try_from(rows.len()).ok()?;
        let (weight, cells) = read_row(&mut from, period, unit)?;
        rows.push((weight, Aspect::Quantity, number, cells));
    }
    let (background, older) = (Background::NOTHING, OlderEvidence::default());
    let mut gathered = Gathered::new(period);
    let person = Person { rows, behaviour, behaviour_on, status, background, older };
    gathered.push_person(person).ok()?;
    gathered.columns().person(0).ok()
}

/// Kept bytes hold the place in the list, so a list may only grow, at its end.
fn place<T: PartialEq + Copy>(all: &[T], one: T) -> u8 {
    let place = all.iter().position(|other| *other == one);
    place.and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX)
}

fn write_period(to: &mut Writer, period: Period) {
    to.byte(place(&Cadence::ALL, period.cadence()));
    to.signed(period.start().year().into());
    to.number(period.start().month().into());
}

fn read_period(from: &mut Reader<'_>) -> Option<Period> {
    let cadence = *Cadence::ALL.get(usize::from(from.byte()?))?;
    let year = i32::try_from(from.signed()?).ok()?;
    let month = u32::try_from(from.number()?).ok()?;
    let begins = month.checked_sub(1)?.is_multiple_of(cadence.months());
    Period::starting(cadence, year, month).ok().filter(|_| begins)
}

fn days_after(period: Period, day: NaiveDate) -> i64 {
    (day - period.start()).num_days()
}

fn day_after(period: Period, days: i64) -> Option<NaiveDate> {
    let ahead = Days::new(days.unsigned_abs());
    if days < 0 {
        period.start().checked_sub_days(ahead)
    } else {
        period.start().checked_add_days(ahead)
    }
}

/// The scores in whole points where all are, with one more for none.
fn write_scores(to: &mut Writer, scores: &[u32; 7]) {
    let given = scores.iter().filter(|score| **score != NOT_GIVEN);
    let unit = if given.clone().all(|score| score % POINT == 0) { POINT } else { 1 };
    to.byte(u8::from(unit == POINT));
    for score in scores {
        let shown = if *score == NOT_GIVEN { 0 } else { u64::from(score / unit) + 1 };
        to.number(shown);
    }
}

fn read_scores(from: &mut Reader<'_>) -> Option<[u32; 7]> {
    let unit = match from.byte()? {
        0 => 1,
        1 => POINT,
        _ => return None,
    };
    let mut scores = [NOT_GIVEN; 7];
    for score in &mut scores {
        if let Some(found) = from.number()?.checked_sub(1) {
            *score = u32::try_from(found).ok()?.checked_mul(unit)?;
        }
    }
    Some(scores)
}

/// A row: what it is in one byte, and its numbers, each by its distance from the one
/// before.
fn write_row(to: &mut Writer, row: &Row, reported: Option<i64>) {
    let Row { weight, direction, low, high, actual } = *row;
    let in_percent = weight % PERCENT == 0;
    let marks = [in_percent, low == high, reported.is_some()];
    let bits = marks.iter().zip([3, 4, 5]).map(|(mark, bit)| u8::from(*mark) << bit);
    to.byte(bits.fold(place(&Direction::ALL, direction), |byte, bit| byte | bit));
    to.number(u64::from(if in_percent { weight / PERCENT } else { weight }));
    to.signed(low);
    if low != high {
        to.signed(high.wrapping_sub(low));
    }
    if let Some(days) = reported {
        to.signed(actual.wrapping_sub(low));
        to.signed(days);
    }
}

fn read_row(from: &mut Reader<'_>, period: Period, unit: i64) -> Option<(u16, Cells)> {
    let byte = from.byte()?;
    let direction = *Direction::ALL.get(usize::from(byte & 0b111))?;
    let [in_percent, is_one, is_reported] = [3, 4, 5].map(|bit| byte & (1 << bit) != 0);
    let weight = u16::try_from(from.number()?).ok()?;
    let weight = weight.checked_mul(if in_percent { PERCENT } else { 1 })?;
    let low = from.signed()?;
    let high = if is_one { low } else { low.wrapping_add(from.signed()?) };
    let (actual, reported) = if is_reported {
        let actual = low.wrapping_add(from.signed()?);
        (actual, Some(day_after(period, from.signed()?)?))
    } else {
        (0, None)
    };
    // Days and answers have no decimals.
    let is_amount = !matches!(direction, Direction::YesNo | Direction::ByDate);
    let unit = if is_amount { unit } else { 1 };
    let [low, high, actual] = [low, high, actual].map(|number| number.checked_mul(unit));
    let cells = Cells { direction, low: low?, high: high?, actual: actual?, reported };
    (byte < 1 << 6).then_some((weight, cells))
}
