//! The arithmetic of the present law on whole numbers of 64 bits.
//!
//! It gives what [`crate::evaluation::evaluate`] gives, and a property says so. No
//! product ends beyond 64 bits: a weight is at most 10^4, a score 10^9, seven scores
//! 7 * 10^9 and a share 10^4, so a total stays below 10^18 over 7 * 10^8.

use chrono::NaiveDate;

use super::{
    NOT_GIVEN,
    person::SCORE_MAX,
    row::{FULL, OTHER, Row},
};
use crate::{
    calendar::Period,
    evaluation::Treatment,
    number::Score,
    region::{LateRule, RegionPolicy},
    scheme::{Predicate, Rating, Regime, Thresholds},
};

/// Basis points that the weights of a person make.
pub(super) const WHOLE: u16 = 10_000;

/// A score above every total.
const UNREACHABLE: u64 = 2_000_000_000;

/// What a policy says of a period, as numbers.
#[derive(Debug, Clone)]
pub(super) struct Kernel {
    cap: u64,
    late_day_loss: u64,
    points: u64,
    points_most: u64,
    share: u16,
    missing_actual: Treatment,
    missing_behaviour: Treatment,
    late_is_missing: bool,
    deadline: NaiveDate,
    result: Limits,
    behaviour: Limits,
    // Where each band begins; unreachable where there are fewer.
    bands: [u64; 5],
    // By result rating, behaviour rating and how many bands were reached.
    verdicts: [[[Option<Verdict>; 6]; 3]; 3],
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

/// What is weighed against each other.
#[derive(Debug, Clone, Copy)]
struct Sums {
    /// With its divisor.
    work: (u64, u16),
    points: u32,
    weight: u16,
    /// With how many values there are.
    behaviour: (u64, u8),
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
    /// Over 10,000 times the divisors of both numbers.
    pub(super) total: u64,
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
    pub(super) points: u32,
    pub(super) work_divisor: u16,
    pub(super) weight: u16,
    /// Of behaviour in the total, in basis points.
    pub(super) share: u16,
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

    /// The place of the rating among [`Rating::ALL`]: how many thresholds were reached.
    #[inline]
    fn reached(self, numerator: u64, divisor: u64) -> usize {
        // Counted and not asked one after the other, since nobody can foresee the
        // answer.
        usize::from(numerator >= self.meets * divisor)
            + usize::from(numerator >= self.above * divisor)
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
        let mut bands = [UNREACHABLE; 5];
        for (from, band) in bands.iter_mut().zip(policy.bands.bands.bands()) {
            *from = micros(band.from);
        }
        let rule = &policy.work_result;
        Some(Self {
            cap: micros(rule.cap),
            late_day_loss: micros(rule.late_day_loss),
            points: micros(rule.additional_points),
            points_most: micros(rule.additional_points_max),
            share: u16::try_from(policy.behaviour.share.basis_points()).ok()?,
            missing_actual: policy.missing.actual.into(),
            missing_behaviour: policy.missing.behaviour.into(),
            late_is_missing: policy.missing.late == LateRule::AsMissing,
            deadline: policy.evidence_deadline(period).ok()?,
            result: Limits::of(policy.ratings.result),
            behaviour: Limits::of(policy.ratings.behaviour),
            bands,
            verdicts: verdicts(policy, period),
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

    /// The most that counts of a result or a value.
    pub(super) fn cap(&self) -> u32 {
        // A score is at most 10^9.
        u32::try_from(self.cap).unwrap_or(OTHER - 1)
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

    /// The sum of what counts of seven scores; none where one is missing or off the
    /// scale.
    #[inline]
    pub(super) fn whole_behaviour(&self, given: &[u32; 7]) -> Option<u64> {
        let (highest, cap) =
            (given.iter().fold(0, |highest, score| highest.max(*score)), self.cap());
        (highest <= SCORE_MAX).then(|| given.iter().map(|score| u64::from(*score.min(&cap))).sum())
    }

    /// The sum and the number of the scores that count; none where one that is
    /// missing blocks.
    pub(super) fn behaviour(&self, given: &[u32; 7]) -> Option<(u64, u8)> {
        let scores = given.iter().filter(|score| **score != NOT_GIVEN);
        let (sum, count) = scores
            .fold((0, 0), |(sum, count), score| (sum + u64::from(*score).min(self.cap), count + 1));
        match self.missing_behaviour {
            _ if count == 7 => Some((sum, 7)),
            Treatment::Blocks => None,
            Treatment::Zero => Some((sum, 7)),
            Treatment::Excluded | Treatment::Accepted | Treatment::NoPoints => Some((sum, count)),
        }
    }

    /// What results and behaviour make together where all weights and all seven values
    /// count, and no result is additional.
    #[inline]
    pub(super) fn make_whole(&self, sum: u64, scores: u64) -> Option<Made> {
        // Nothing is above the cap, since no row is.
        self.conclude(
            Sums { work: (sum, WHOLE), points: 0, weight: WHOLE, behaviour: (scores, 7) },
            None,
        )
    }

    /// What results and behaviour make together; none where something blocks or
    /// there is nothing to weigh.
    pub(super) fn make(
        &self,
        work: Work,
        behaviour: Option<(u64, u8)>,
        head: Option<Rating>,
    ) -> Option<Made> {
        let behaviour = behaviour.filter(|(_, count)| *count > 0)?;
        let weight = u16::try_from(work.weight).ok().filter(|weight| *weight > 0)?;
        if work.blocked {
            return None;
        }
        let points = (work.additional * self.points).min(self.points_most);
        let sum = work.sum + points * work.weight;
        let capped = sum > self.cap * work.weight;
        let work = if capped { (self.cap, 1) } else { (sum, weight) };
        let points = u32::try_from(points).ok()?;
        self.conclude(Sums { work, points, weight, behaviour }, head)
    }

    #[inline]
    fn conclude(&self, sums: Sums, head: Option<Rating>) -> Option<Made> {
        let Sums { work: (work, work_divisor), points, weight, behaviour: (behaviour, count) } =
            sums;
        let (divisor, values, share) =
            (u64::from(work_divisor), u64::from(count), u64::from(self.share));
        let total = (10_000 - share) * work * values + share * behaviour * divisor;
        let results = match head {
            Some(rating) => Rating::ALL.iter().position(|one| *one == rating)?,
            None => self.result.reached(work, divisor),
        };
        let values_reached = self.behaviour.reached(behaviour, values);
        // Counted without a branch, like the ratings.
        let band = |from: &u64| usize::from(total >= from * (10_000 * divisor * values));
        let bands = self.bands.iter().map(band).sum::<usize>();
        let verdict = *self.verdicts.get(results)?.get(values_reached)?.get(bands)?;
        let share = self.share;
        let numbers = Numbers { work, behaviour, points, work_divisor, weight, share, count };
        Some(Made { verdict: verdict?, total, numbers })
    }
}

/// What every pair of ratings gives, with every number of bands that were reached;
/// none where a total is below all bands.
fn verdicts(policy: &RegionPolicy, period: Period) -> [[[Option<Verdict>; 6]; 3]; 3] {
    let matrix = policy.matrix_of(period);
    Rating::ALL.map(|result_rating| {
        Rating::ALL.map(|behaviour_rating| {
            let predicate = matrix.predicate(result_rating, behaviour_rating);
            let mut found = [None; 6];
            let reached = found.iter_mut().skip(1);
            for (verdict, band) in reached.zip(policy.bands.bands.bands()) {
                let band = band.predicate;
                *verdict = Some(Verdict { predicate, band, result_rating, behaviour_rating });
            }
            found
        })
    })
}
