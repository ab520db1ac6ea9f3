//! Columns that bytes make: whole ones, of which a few values are then broken.

use arbtest::arbitrary::{Result, Unstructured};
use chrono::{Days, NaiveDate};
use kinerja_core::{
    calendar::Period,
    evidence::{Background, BehaviourAspect, OlderBehaviour, OlderEvidence},
    number::{Ratio, Score},
    organisation::OrgAchievement,
    people::Employment,
    plan::{Aspect, Direction, PlanStatus},
    population::{
        ColumnError, ColumnParts, Columns, DECIMALS_MAX, NOT_GIVEN, PeopleColumns, RowColumns,
    },
    scheme::{Predicate, permenpanrb8_2021::PostGroup, pp46_2011::Creativity},
};

use crate::{any_number, one_of};

/// Periods of every regime and cadence.
pub(crate) const PERIODS: [&str; 9] =
    ["2026-Q2", "2026-Q2", "2024", "2022-S1", "2027-01", "2021-S2", "2021", "2019-Q1", "2012"];

/// Columns that own their values.
#[derive(Debug)]
pub(crate) struct Owned {
    pub(crate) period: Period,
    pub(crate) offsets: Vec<u32>,
    weights: Vec<u16>,
    directions: Vec<Direction>,
    low: Vec<i64>,
    high: Vec<i64>,
    actual: Vec<i64>,
    decimals: u8,
    reported: Option<Vec<Option<NaiveDate>>>,
    aspects: Option<Vec<Aspect>>,
    results: Option<Vec<u16>>,
    behaviour: Vec<[u32; 7]>,
    behaviour_on: Option<Vec<NaiveDate>>,
    statuses: Option<Vec<PlanStatus>>,
    backgrounds: Option<Vec<Background>>,
    older: Option<Vec<OlderEvidence>>,
}

impl Owned {
    pub(crate) fn any(bytes: &mut Unstructured<'_>) -> Result<Self> {
        let mut made = Self::whole(bytes)?;
        for _ in 0..bytes.int_in_range(0..=4)? {
            made.break_something(bytes)?;
        }
        Ok(made)
    }

    pub(crate) fn columns(&self) -> std::result::Result<Columns<'_>, ColumnError> {
        Columns::new(ColumnParts {
            period: self.period,
            offsets: &self.offsets,
            rows: RowColumns {
                weights: &self.weights,
                directions: &self.directions,
                low: &self.low,
                high: &self.high,
                actual: &self.actual,
                decimals: self.decimals,
                reported: self.reported.as_deref(),
                aspects: self.aspects.as_deref(),
                results: self.results.as_deref(),
            },
            people: PeopleColumns {
                behaviour: &self.behaviour,
                behaviour_on: self.behaviour_on.as_deref(),
                statuses: self.statuses.as_deref(),
                backgrounds: self.backgrounds.as_deref(),
                older: self.older.as_deref(),
            },
        })
    }

    /// Whether the columns have one shape, looked at in another way.
    pub(crate) fn has_shape(&self) -> bool {
        let people = self.offsets.len().wrapping_sub(1);
        let rows = usize::try_from(self.offsets.last().copied().unwrap_or(0)).unwrap();
        let of_rows = [
            self.weights.len(),
            self.directions.len(),
            self.low.len(),
            self.high.len(),
            self.actual.len(),
            self.reported.as_ref().map_or(rows, Vec::len),
            self.aspects.as_ref().map_or(rows, Vec::len),
            self.results.as_ref().map_or(rows, Vec::len),
        ];
        let of_people = [
            self.behaviour.len(),
            self.behaviour_on.as_ref().map_or(people, Vec::len),
            self.statuses.as_ref().map_or(people, Vec::len),
            self.backgrounds.as_ref().map_or(people, Vec::len),
            self.older.as_ref().map_or(people, Vec::len),
        ];
        self.offsets.first() == Some(&0)
            && self.offsets.is_sorted()
            && self.decimals <= DECIMALS_MAX
            && of_rows.into_iter().all(|length| length == rows)
            && of_people.into_iter().all(|length| length == people)
    }

    /// Columns of one shape, whose weights make the whole.
    fn whole(bytes: &mut Unstructured<'_>) -> Result<Self> {
        let period: Period = one_of(bytes, &PERIODS)?.parse().unwrap();
        let (mut offsets, mut weights) = (vec![0], Vec::new());
        for _ in 0..bytes.int_in_range(0..=5)? {
            weights.extend(any_weights(bytes)?);
            offsets.push(u32::try_from(weights.len()).unwrap());
        }
        let (rows, people) = (weights.len(), offsets.len() - 1);
        let aim = column(bytes, rows, any_aim)?;
        Ok(Self {
            period,
            offsets,
            weights,
            directions: aim.iter().map(|one| one.0).collect(),
            low: aim.iter().map(|one| one.1[0]).collect(),
            high: aim.iter().map(|one| one.1[1]).collect(),
            actual: aim.iter().map(|one| one.1[2]).collect(),
            decimals: bytes.int_in_range(0..=DECIMALS_MAX)?,
            reported: given(bytes, rows, |bytes| {
                Ok(if bytes.ratio(1, 30)? { None } else { Some(any_day(bytes, period)?) })
            })?,
            aspects: given(bytes, rows, |bytes| one_of(bytes, &Aspect::ALL))?,
            results: given(bytes, rows, |bytes| {
                Ok(if bytes.arbitrary()? {
                    bytes.int_in_range(0..=2)?
                } else {
                    bytes.arbitrary()?
                })
            })?,
            behaviour: column(bytes, people, |bytes| {
                let mut scores = [0; 7];
                for score in &mut scores {
                    *score = any_score(bytes)?;
                }
                Ok(scores)
            })?,
            behaviour_on: given(bytes, people, |bytes| any_day(bytes, period))?,
            statuses: given(bytes, people, |bytes| {
                let agreed = bytes.ratio(4, 5)?;
                if agreed { Ok(PlanStatus::Agreed) } else { one_of(bytes, &PlanStatus::ALL) }
            })?,
            backgrounds: given(bytes, people, any_background)?,
            older: given(bytes, people, |bytes| any_older(bytes, period))?,
        })
    }

    fn break_something(&mut self, bytes: &mut Unstructured<'_>) -> Result<()> {
        match bytes.int_in_range(0..=9)? {
            0 => put(bytes, &mut self.low, any_number)?,
            1 => put(bytes, &mut self.high, any_number)?,
            2 => put(bytes, &mut self.actual, any_number)?,
            3 => put(bytes, &mut self.weights, |bytes| bytes.int_in_range(0..=u16::MAX))?,
            4 => put(bytes, &mut self.offsets, |bytes| {
                Ok(if bytes.arbitrary()? {
                    bytes.int_in_range(0..=9)?
                } else {
                    bytes.arbitrary()?
                })
            })?,
            5 => put(bytes, &mut self.directions, |bytes| one_of(bytes, &Direction::ALL))?,
            6 => {
                let score = bytes.arbitrary()?;
                put(bytes, &mut self.behaviour, |bytes| {
                    let mut scores = [90_000_000; 7];
                    scores[bytes.int_in_range(0..=6)?] = score;
                    Ok(scores)
                })?;
            }
            7 => self.decimals = bytes.arbitrary()?,
            8 => {
                // More rows than a plan has, of a person who is added.
                let rows = bytes.int_in_range(100..=103)?;
                self.grow_by(rows);
            }
            _ => self.shorten(bytes)?,
        }
        Ok(())
    }

    /// Adds a person with so many rows, of which the first has all the weight.
    fn grow_by(&mut self, rows: usize) {
        let end = self.weights.len() + rows;
        self.weights.push(10_000);
        self.weights.resize(end, 0);
        self.directions.resize(end, Direction::Higher);
        for column in [&mut self.low, &mut self.high, &mut self.actual] {
            column.resize(end, 7);
        }
        self.offsets.push(u32::try_from(end).unwrap());
        self.behaviour.push([NOT_GIVEN; 7]);
        (self.reported, self.aspects, self.results) = (None, None, None);
        (self.behaviour_on, self.statuses) = (None, None);
        (self.backgrounds, self.older) = (None, None);
    }

    /// Takes the last values of a column away.
    fn shorten(&mut self, bytes: &mut Unstructured<'_>) -> Result<()> {
        fn cut<T>(column: &mut Vec<T>) {
            column.pop();
        }
        match bytes.int_in_range(0..=12)? {
            0 => cut(&mut self.weights),
            1 => cut(&mut self.directions),
            2 => cut(&mut self.low),
            3 => cut(&mut self.high),
            4 => cut(&mut self.actual),
            5 => cut(&mut self.behaviour),
            6 => cut(&mut self.offsets),
            7 => drop(self.reported.as_mut().map(cut)),
            8 => drop(self.aspects.as_mut().map(cut)),
            9 => drop(self.behaviour_on.as_mut().map(cut)),
            10 => drop(self.backgrounds.as_mut().map(cut)),
            11 => self.offsets.clear(),
            _ => drop(self.older.as_mut().map(cut)),
        }
        Ok(())
    }
}

fn column<T>(
    bytes: &mut Unstructured<'_>,
    length: usize,
    mut one: impl FnMut(&mut Unstructured<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    (0..length).map(|_| one(bytes)).collect()
}

/// A column that need not be there.
fn given<T>(
    bytes: &mut Unstructured<'_>,
    length: usize,
    one: impl FnMut(&mut Unstructured<'_>) -> Result<T>,
) -> Result<Option<Vec<T>>> {
    Ok(if bytes.ratio(2, 3)? { Some(column(bytes, length, one)?) } else { None })
}

/// Puts another value anywhere into a column.
fn put<T>(
    bytes: &mut Unstructured<'_>,
    column: &mut [T],
    one: impl FnOnce(&mut Unstructured<'_>) -> Result<T>,
) -> Result<()> {
    let value = one(bytes)?;
    if !column.is_empty() {
        let place = bytes.choose_index(column.len())?;
        column[place] = value;
    }
    Ok(())
}

/// Weights that make the whole, with additional results here and there.
fn any_weights(bytes: &mut Unstructured<'_>) -> Result<Vec<u16>> {
    let mut left = 10_000;
    let mut weights = Vec::new();
    for _ in 0..bytes.int_in_range(0..=5)? {
        let weight = if bytes.ratio(1, 5)? { 0 } else { bytes.int_in_range(0..=left)? };
        left -= weight;
        weights.push(weight);
    }
    weights.push(left);
    Ok(weights)
}

/// What is better, and low, high and actual that mostly hold.
fn any_aim(bytes: &mut Unstructured<'_>) -> Result<(Direction, [i64; 3])> {
    let direction = one_of(bytes, &Direction::ALL)?;
    let numbers = match direction {
        Direction::YesNo => [1, 1, bytes.int_in_range(0..=1)?],
        Direction::ByDate => {
            let day = bytes.int_in_range(-100_000..=800_000)?;
            [day, day, day + bytes.int_in_range(-400..=400)?]
        }
        Direction::Higher | Direction::Lower | Direction::Range => {
            let (one, other) = (any_number(bytes)?, any_number(bytes)?);
            let low = one.min(other).max(0);
            [low, one.max(other).max(1), any_number(bytes)?]
        }
    };
    Ok((direction, numbers))
}

fn any_score(bytes: &mut Unstructured<'_>) -> Result<u32> {
    Ok(match bytes.int_in_range(0..=49)? {
        0 => NOT_GIVEN,
        1..=5 => bytes.int_in_range(0..=1_000_000_000)?,
        _ => bytes.int_in_range(0..=120)? * 1_000_000,
    })
}

/// A day: mostly soon after the period, sometimes as far off as days go.
fn any_day(bytes: &mut Unstructured<'_>, period: Period) -> Result<NaiveDate> {
    Ok(match bytes.int_in_range(0..=30)? {
        0 => NaiveDate::MIN,
        1 => NaiveDate::MAX,
        2 => NaiveDate::from_num_days_from_ce_opt(bytes.arbitrary()?).unwrap_or_default(),
        _ => period.end() + Days::new(bytes.int_in_range(0..=20)?),
    })
}

fn any_background(bytes: &mut Unstructured<'_>) -> Result<Background> {
    if bytes.arbitrary()? {
        return Ok(Background::NOTHING);
    }
    let count = bytes.int_in_range(0..=4)?;
    Ok(Background {
        history: column(bytes, count, |bytes| {
            let one = one_of(bytes, &Predicate::BEST_FIRST)?;
            Ok(bytes.arbitrary::<bool>()?.then_some(one))
        })?,
        feedback: Ratio::new(bytes.arbitrary()?, bytes.arbitrary()?),
        heads: if bytes.arbitrary()? {
            Some(one_of(bytes, &OrgAchievement::BEST_FIRST)?)
        } else {
            None
        },
        ..Background::NOTHING
    })
}

fn any_older(bytes: &mut Unstructured<'_>, period: Period) -> Result<OlderEvidence> {
    use BehaviourAspect::{Cooperation, Discipline, Integrity, Leadership, ServiceOrientation};
    let score = |bytes: &mut Unstructured<'_>| {
        Ok(Score::from_micros(bytes.int_in_range(0..=1_000_000_000)?).unwrap())
    };
    let mut behaviour = OlderBehaviour {
        scores: [].into(),
        leads: bytes.arbitrary()?,
        on: any_day(bytes, period)?,
    };
    for aspect in [ServiceOrientation, Integrity, Discipline, Cooperation, Leadership] {
        behaviour.scores.insert(aspect, score(bytes)?);
    }
    let codes = |bytes: &mut Unstructured<'_>| {
        let count = bytes.int_in_range(0..=2)?;
        let codes = column(bytes, count, |bytes| one_of(bytes, &["1", "2", "9", "IKI"]))?;
        Ok(codes.into_iter().map(|code| code.parse().unwrap()).collect())
    };
    Ok(OlderEvidence {
        behaviour: bytes.ratio(4, 5)?.then_some(behaviour),
        additional_tasks: bytes.arbitrary()?,
        creativity: Some(one_of(bytes, &[Creativity::None, Creativity::Unit, Creativity::State])?),
        new_idea: bytes.arbitrary()?,
        peer_opinion: bytes.arbitrary()?,
        employment: Some(one_of(bytes, &[Employment::Pns, Employment::Pppk])?),
        post: Some(one_of(bytes, &[PostGroup::Leader, PostGroup::Staff])?),
        highest_targets: codes(bytes)?,
        action_plan: codes(bytes)?,
        indirect: codes(bytes)?,
        first_half_of_2021: if bytes.arbitrary()? { Some(score(bytes)?) } else { None },
    })
}
