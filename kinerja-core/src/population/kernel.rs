//! The arithmetic of the present law on whole numbers of 64 bits.
//!
//! It gives what [`crate::evaluation::evaluate`] gives, and a property says so. No
//! product ends beyond 64 bits: a weight is at most 10^4, a score 10^9, seven scores
//! 7 * 10^9 and a share 10^4, so a total stays below 10^18 over 7 * 10^8.

use chrono::NaiveDate;

use super::{
    NOT_GIVEN,
    row::{FULL, Row},
};
use crate::{
    calendar::Period,
    evaluation::Treatment,
    number::Score,
    region::{LateRule, RegionPolicy},
    scheme::{Matrix, Predicate, Rating, Regime, Thresholds},
};

/// A score above every total.
const UNREACHABLE: u64 = 2_000_000_000;

/// What a policy says of a period, as numbers.
#[derive(Debug, Clone)]
pub(super) struct Kernel {
    cap: u64,
    late_day_loss: u64,
    points: u64,
    points_most: u64,
    behaviour_share: u64,
    missing_actual: Treatment,
    missing_behaviour: Treatment,
    late_is_missing: bool,
    deadline: NaiveDate,
    result: Limits,
    behaviour: Limits,
    // Where each band begins, and the band; unreachable where there are fewer.
    bands: [(u64, Predicate); 5],
    matrix: Matrix,
}

/// Two thresholds in millionths of a point.
#[derive(Debug, Clone, Copy)]
struct Limits {
    meets: u64,
    above: u64,
}

/// The sums of a person's results.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Work {
    /// Weight times what counts.
    sum: u64,
    /// The weight that counts.
    weight: u64,
    /// Additional results that reached their targets.
    additional: u64,
    blocked: bool,
}

/// Whether an actual counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Report {
    /// It does.
    InTime,
    /// It came too late.
    Late,
    /// It was not reported.
    Missing,
}

/// What the numbers of one person make.
#[derive(Debug, Clone, Copy)]
pub(super) struct Made {
    pub(super) verdict: Verdict,
    pub(super) numbers: Numbers,
}

/// What is proposed for one person.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verdict {
    pub(super) predicate: Predicate,
    pub(super) band: Predicate,
    pub(super) result_rating: Rating,
    pub(super) behaviour_rating: Rating,
}

/// The exact numbers behind it in few bytes: large columns cost time.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Numbers {
    /// Over `work_divisor`.
    pub(super) work: u64,
    /// Over `count`.
    pub(super) behaviour: u64,
    /// Over 10,000 times both divisors.
    pub(super) total: u64,
    pub(super) points: u32,
    pub(super) work_divisor: u16,
    pub(super) weight: u16,
    pub(super) count: u8,
}

fn micros(score: Score) -> u64 {
    u64::try_from(score.micros()).unwrap_or(u64::MAX)
}

impl Work {
    /// The weight that counts so far.
    pub(super) const fn weight(&self) -> u64 {
        self.weight
    }
}

impl Limits {
    fn of(thresholds: Thresholds) -> Self {
        Self { meets: micros(thresholds.meets()), above: micros(thresholds.above()) }
    }

    #[inline]
    fn propose(self, numerator: u64, divisor: u64) -> Rating {
        // Counted and not asked one after the other, since nobody can foresee the
        // answer.
        let reached = u8::from(numerator >= self.meets * divisor)
            + u8::from(numerator >= self.above * divisor);
        match reached {
            0 => Rating::Below,
            1 => Rating::Meets,
            _ => Rating::Above,
        }
    }
}

impl Kernel {
    /// The numbers of a policy for a period, where they are all that decides: from
    /// 2022, without raters, before vetoes, and with a known last day for evidence.
    pub(super) fn of(policy: &RegionPolicy, period: Period) -> Option<Self> {
        let present = match Regime::of(period) {
            Ok(Regime::Permenpanrb6 | Regime::Permenpanrb6WithSe3) => true,
            Ok(Regime::Pp46 | Regime::Pp30) | Err(_) => false,
        };
        if !present || policy.raters.is_some() {
            return None;
        }
        let mut bands = [(UNREACHABLE, Predicate::Excellent); 5];
        for (place, band) in bands.iter_mut().zip(policy.bands.bands.bands()) {
            *place = (micros(band.from), band.predicate);
        }
        let rule = &policy.work_result;
        Some(Self {
            cap: micros(rule.cap),
            late_day_loss: micros(rule.late_day_loss),
            points: micros(rule.additional_points),
            points_most: micros(rule.additional_points_max),
            behaviour_share: u64::try_from(policy.behaviour.share.basis_points()).ok()?,
            missing_actual: policy.missing.actual.into(),
            missing_behaviour: policy.missing.behaviour.into(),
            late_is_missing: policy.missing.late == LateRule::AsMissing,
            deadline: policy.evidence_deadline(period).ok()?,
            result: Limits::of(policy.ratings.result),
            behaviour: Limits::of(policy.ratings.behaviour),
            bands,
            matrix: policy.matrix_of(period),
        })
    }

    /// Whether what was reported on a day counts, if it was.
    pub(super) fn report(&self, day: Option<NaiveDate>) -> Report {
        match day {
            Some(day) if self.counts(day) => Report::InTime,
            Some(_) => Report::Late,
            None => Report::Missing,
        }
    }

    /// The last day for evidence.
    pub(super) const fn deadline(&self) -> NaiveDate {
        self.deadline
    }

    /// Whether what was reported on the day counts.
    pub(super) fn counts(&self, reported: NaiveDate) -> bool {
        !(self.late_is_missing && reported > self.deadline)
    }

    /// Adds a row that counts, by its achievement.
    #[inline]
    pub(super) fn add(&self, work: Work, weight: u16, achievement: u32) -> Work {
        let weight = u64::from(weight);
        Work {
            sum: work.sum + weight * u64::from(achievement).min(self.cap),
            weight: work.weight + weight,
            additional: work.additional + u64::from(weight == 0 && achievement >= FULL),
            ..work
        }
    }

    /// The achievement of a row that is not ordinary but holds.
    pub(super) fn achievement(&self, row: &Row) -> u32 {
        row.achievement(self.late_day_loss)
    }

    /// Adds a row of which nothing counts.
    pub(super) fn add_missing(&self, work: Work, row: &Row) -> Work {
        if row.weight == 0 {
            return work;
        }
        match self.missing_actual {
            Treatment::Blocks => Work { blocked: true, ..work },
            Treatment::Zero => Work { weight: work.weight + u64::from(row.weight), ..work },
            Treatment::Excluded | Treatment::Accepted | Treatment::NoPoints => work,
        }
    }

    /// The sum and the number of the scores that count; none where one that is
    /// missing blocks.
    #[inline]
    pub(super) fn behaviour(&self, given: &[u32; 7]) -> Option<(u64, u8)> {
        let highest = given.iter().fold(0, |highest, score| highest.max(*score));
        if highest != NOT_GIVEN {
            return Some((given.iter().map(|score| u64::from(*score).min(self.cap)).sum(), 7));
        }
        self.some_behaviour(given)
    }

    #[cold]
    fn some_behaviour(&self, given: &[u32; 7]) -> Option<(u64, u8)> {
        let scores = given.iter().filter(|score| **score != NOT_GIVEN);
        let (sum, count) = scores
            .fold((0, 0), |(sum, count), score| (sum + u64::from(*score).min(self.cap), count + 1));
        match self.missing_behaviour {
            Treatment::Blocks => None,
            Treatment::Zero => Some((sum, 7)),
            Treatment::Excluded | Treatment::Accepted | Treatment::NoPoints => Some((sum, count)),
        }
    }

    /// What results and behaviour make together; none where something blocks or
    /// there is nothing to weigh.
    #[inline]
    pub(super) fn make(
        &self,
        work: Work,
        behaviour: Option<(u64, u8)>,
        head: Option<Rating>,
    ) -> Option<Made> {
        let (scores, count) = behaviour.filter(|(_, count)| *count > 0)?;
        let weight = u16::try_from(work.weight).ok().filter(|weight| *weight > 0)?;
        if work.blocked {
            return None;
        }
        let points = (work.additional * self.points).min(self.points_most);
        let sum = work.sum + points * work.weight;
        let capped = sum > self.cap * work.weight;
        let (sum, work_divisor) = if capped { (self.cap, 1) } else { (sum, weight) };
        let (divisor, values) = (u64::from(work_divisor), u64::from(count));
        let share = self.behaviour_share;
        let total = (10_000 - share) * sum * values + share * scores * divisor;
        let proposed = self.result.propose(sum, divisor);
        let result_rating = head.unwrap_or(proposed);
        let behaviour_rating = self.behaviour.propose(scores, values);
        let verdict = Verdict {
            predicate: self.matrix.predicate(result_rating, behaviour_rating),
            band: self.band(total, 10_000 * divisor * values)?,
            result_rating,
            behaviour_rating,
        };
        let points = u32::try_from(points).ok()?;
        let numbers =
            Numbers { work: sum, behaviour: scores, total, points, work_divisor, weight, count };
        Some(Made { verdict, numbers })
    }

    #[inline]
    fn band(&self, total: u64, divisor: u64) -> Option<Predicate> {
        // Counted without a branch, like the ratings.
        let reached = |(from, _): &(u64, Predicate)| usize::from(total >= from * divisor);
        let reached = self.bands.iter().map(reached).sum::<usize>();
        self.bands.get(reached.checked_sub(1)?).map(|(_, predicate)| *predicate)
    }
}
