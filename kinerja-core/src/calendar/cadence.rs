//! How often periods follow one another.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Period;

/// How often work is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cadence {
    /// Every year.
    Annual,
    /// Every six months.
    Semester,
    /// Every three months ("triwulan").
    Quarterly,
    /// Every month.
    Monthly,
}

impl Cadence {
    /// The four, the longest first.
    pub const ALL: [Self; 4] = [Self::Annual, Self::Semester, Self::Quarterly, Self::Monthly];

    /// Months in a period.
    pub const fn months(self) -> u32 {
        match self {
            Self::Annual => 12,
            Self::Semester => 6,
            Self::Quarterly => 3,
            Self::Monthly => 1,
        }
    }

    /// The period that has the day; none outside [`Period::YEARS`].
    pub fn period_of(self, day: NaiveDate) -> Option<Period> {
        let first_month = day.month0() / self.months() * self.months() + 1;
        Period::starting(self, day.year(), first_month).ok()
    }

    /// The periods that ended by `today`, beginning with the one that has
    /// `since`, oldest first.
    ///
    /// Pass the end of the last evaluated period to learn what is still to be
    /// done, however long nobody asked.
    pub fn ended(self, since: NaiveDate, today: NaiveDate) -> impl Iterator<Item = Period> {
        std::iter::successors(self.period_of(since), |period| period.next())
            .take_while(move |period| period.end() <= today)
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (0_u64..80_000)
            .prop_map(|days| NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + Days::new(days))
    }

    proptest! {
        /// Every day lies in exactly one period of each cadence, and the periods
        /// tile the calendar.
        #[test]
        fn periods_tile_the_calendar(day in any_day()) {
            for cadence in Cadence::ALL {
                let period = cadence.period_of(day).unwrap();
                prop_assert!(period.contains(day));
                prop_assert_eq!(period.to_string().parse::<Period>().unwrap(), period);
                if let Some(next) = period.next() {
                    prop_assert_eq!(next.start(), period.end());
                    prop_assert!(!next.contains(day));
                }
            }
        }

        /// However rarely or often anyone looks, every period is done once, in order.
        #[test]
        fn none_is_skipped_or_done_twice(
            first in any_day(),
            pauses in prop::collection::vec(0_u64..500, 1..30),
        ) {
            for cadence in Cadence::ALL {
                let (mut today, mut done) = (first, Vec::new());
                let mut since = cadence.period_of(first).unwrap().start();
                for pause in &pauses {
                    today = today.checked_add_days(Days::new(*pause)).unwrap();
                    for period in cadence.ended(since, today) {
                        since = period.end();
                        done.push(period);
                    }
                }
                prop_assert!(done.windows(2).all(|pair| pair[0].end() == pair[1].start()));
                prop_assert!(cadence.period_of(since).is_none_or(|open| open.end() > today));
            }
        }
    }
}
