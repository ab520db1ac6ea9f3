//! Whether the predicates of people fit the quotas of a ranking ("pemeringkatan
//! kinerja").
//!
//! PP 30/2019 ranks people by status: above, as and below expectation. The
//! quotas that are commonly quoted could not be read in any text, so there are
//! none until a region's policy writes them, and they are always assumed. A check
//! reports and never changes a rating; it names counts of single people and is
//! never published.

use chrono::NaiveDate;
use serde::Serialize;

use super::PredicateCounts;
use crate::{
    calendar::Period,
    language::Language,
    law::Source,
    number::Share,
    scheme::{Predicate, Rating, Regime},
};

/// The quotas of a ranking, as a region writes them.
///
/// # Legal basis
///
/// PP 30/2019 Pasal 50 (the quotas and which predicate has which status are
/// assumed).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RankingRule {
    /// From this predicate on a person counts as above expectation.
    pub above_from: Predicate,
    /// From this predicate on a person counts as meeting it; with a worse one as
    /// below.
    pub meets_from: Predicate,
    /// The most people above, of all.
    pub above_at_most: Share,
    /// The fewest people who meet it.
    pub meets_at_least: Share,
    /// The most people who meet it.
    pub meets_at_most: Share,
    /// The most people below.
    pub below_at_most: Share,
    /// Where the rule comes from.
    pub source: Source,
}

/// What a check of the ranking found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
#[must_use]
pub struct RankingCheck {
    /// The people above, as and below expectation.
    pub people: [u64; 3],
    /// Whether the counts fit.
    pub outcome: Ranking,
}

/// Whether counts fit the quotas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ranking {
    /// All quotas are met.
    Fits,
    /// The quotas that are not met. Never empty.
    Violated(Vec<QuotaViolation>),
    /// No counts of so few people could meet all quotas, or there are none.
    Infeasible,
}

impl Ranking {
    /// The name in code and files: `ok`, `violation` or `infeasible`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Fits => "ok",
            Self::Violated(_) => "violation",
            Self::Infeasible => "infeasible",
        }
    }
}

/// A quota that is not met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum QuotaViolation {
    /// More people than are allowed.
    TooMany {
        /// The status.
        of: Rating,
        /// The most that are allowed.
        at_most: u64,
        /// The people that were found.
        found: u64,
    },
    /// Fewer people than are asked for.
    TooFew {
        /// The status.
        of: Rating,
        /// The fewest that are asked for.
        at_least: u64,
        /// The people that were found.
        found: u64,
    },
}

/// The most and the fewest people of one status in a group of so many.
struct Limits {
    of: Rating,
    at_least: u64,
    at_most: u64,
}

impl RankingRule {
    /// What is wrong with the rule: the key below `ranking`, and why.
    pub(crate) fn problems(&self) -> Vec<(String, String)> {
        let whole = Share::WHOLE.basis_points();
        let most = [self.above_at_most, self.meets_at_most, self.below_at_most];
        let most: i128 = most.into_iter().map(Share::basis_points).sum();
        let checks = [
            (
                self.above_from <= self.meets_from,
                "above_from",
                "must be a better predicate than `meets_from`",
            ),
            (
                self.meets_at_least > self.meets_at_most,
                "meets_at_least",
                "must not be more than `meets_at_most`",
            ),
            (most < whole, "below_at_most", "the three maxima together leave out some people"),
        ];
        let found = checks.into_iter().filter(|(wrong, ..)| *wrong);
        found.map(|(_, key, message)| (key.to_owned(), message.to_owned())).collect()
    }

    /// Checks the people of a unit or region; nothing for a period before PP
    /// 30/2019 was applied. Whole people count: a maximum is rounded down and a
    /// minimum up.
    ///
    /// # Legal basis
    ///
    /// PP 30/2019 Pasal 50.
    pub fn check(&self, period: Period, counts: PredicateCounts) -> Option<RankingCheck> {
        let (regime, _): (Regime, NaiveDate) = Regime::deciding(period)?;
        if regime < Regime::Pp30 {
            return None;
        }
        let status = |predicate: Predicate| match predicate {
            best if best >= self.above_from => Rating::Above,
            good if good >= self.meets_from => Rating::Meets,
            _ => Rating::Below,
        };
        let of = |rating: Rating| {
            let ours = Predicate::BEST_FIRST.into_iter().filter(|one| status(*one) == rating);
            ours.map(|predicate| u64::from(counts.of(predicate))).sum::<u64>()
        };
        let people = STATUSES.map(of);
        let outcome = self.outcome(people, counts.people());
        Some(RankingCheck { people, outcome })
    }

    fn outcome(&self, people: [u64; 3], all: u64) -> Ranking {
        let Some(limits) = self.limits(all) else { return Ranking::Infeasible };
        let least = limits.iter().map(|limit| limit.at_least).sum::<u64>();
        let most = limits.iter().map(|limit| limit.at_most).sum::<u64>();
        let contradict = limits.iter().any(|limit| limit.at_least > limit.at_most);
        if all == 0 || contradict || least > all || most < all {
            return Ranking::Infeasible;
        }
        let violations: Vec<_> = limits
            .into_iter()
            .zip(people)
            .filter_map(|(Limits { of, at_least, at_most }, found)| match found {
                many if many > at_most => Some(QuotaViolation::TooMany { of, at_most, found }),
                few if few < at_least => Some(QuotaViolation::TooFew { of, at_least, found }),
                _ => None,
            })
            .collect();
        if violations.is_empty() { Ranking::Fits } else { Ranking::Violated(violations) }
    }

    fn limits(&self, all: u64) -> Option<[Limits; 3]> {
        let whole = Share::WHOLE.basis_points();
        let part = |share: Share| i128::from(all).checked_mul(share.basis_points());
        let down = |share| u64::try_from(part(share)?.checked_div(whole)?).ok();
        let up = |share| {
            let more = part(share)?.checked_add(whole - 1)?;
            u64::try_from(more.checked_div(whole)?).ok()
        };
        let most = |of, share| Some(Limits { of, at_least: 0, at_most: down(share)? });
        let [above, meets, below] = STATUSES;
        Some([
            most(above, self.above_at_most)?,
            Limits { at_least: up(self.meets_at_least)?, ..most(meets, self.meets_at_most)? },
            most(below, self.below_at_most)?,
        ])
    }
}

/// The statuses in the order in which they are counted.
const STATUSES: [Rating; 3] = [Rating::Above, Rating::Meets, Rating::Below];

impl RankingCheck {
    /// The check for the head of the unit, one sentence a line; the last says that
    /// it changes nothing.
    pub fn lines(&self, language: Language) -> Vec<String> {
        let counts = STATUSES
            .into_iter()
            .zip(self.people)
            .map(|(status, people)| format!("{} {people}", status.name(language)))
            .collect::<Vec<_>>();
        let ranked = language.pick("Status kinerja", "Status");
        let mut lines = vec![format!("{ranked}: {}.", counts.join(", "))];
        match &self.outcome {
            Ranking::Fits => lines.push(
                language
                    .pick("Pemeringkatan sesuai kuota.", "The ranking fits its quotas.")
                    .to_owned(),
            ),
            Ranking::Violated(found) => {
                lines.extend(found.iter().map(|violation| violation.show(language)));
            }
            Ranking::Infeasible => lines.push(
                language
                    .pick(
                        "Kelompok ini terlalu kecil untuk memenuhi semua kuota.",
                        "This group is too small to meet all quotas.",
                    )
                    .to_owned(),
            ),
        }
        lines.push(
            language
                .pick(
                    "Kuota adalah bahan pertimbangan dan tidak mengubah rating siapa pun.",
                    "The quotas are a consideration and change nobody's rating.",
                )
                .to_owned(),
        );
        lines
    }
}

impl QuotaViolation {
    fn show(self, language: Language) -> String {
        let people = language.pick("pegawai", "people");
        match self {
            Self::TooMany { of, at_most, found } => {
                let most = language.pick("paling banyak", "at most");
                format!("{}: {found} {people}, {most} {at_most}.", of.name(language))
            }
            Self::TooFew { of, at_least, found } => {
                let least = language.pick("paling sedikit", "at least");
                format!("{}: {found} {people}, {least} {at_least}.", of.name(language))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn share(text: &str) -> Share {
        text.parse().unwrap()
    }

    /// The quotas that are commonly quoted.
    fn rule() -> RankingRule {
        RankingRule {
            above_from: Predicate::Excellent,
            meets_from: Predicate::Good,
            above_at_most: share("20"),
            meets_at_least: share("60"),
            meets_at_most: share("70"),
            below_at_most: share("20"),
            source: Source { assumed: true, ..Source::OWN },
        }
    }

    fn check(counts: [u32; 5]) -> RankingCheck {
        let period = "2021-S2".parse().unwrap();
        rule().check(period, PredicateCounts::best_first(counts)).unwrap()
    }

    #[test]
    fn each_quota_is_met_at_its_limit_and_broken_one_person_beyond() {
        use QuotaViolation::{TooFew, TooMany};
        let [above, meets, below] = STATUSES;
        #[rustfmt::skip]
        let table = [
            ([20, 60, 20, 0, 0], vec![]),
            ([10, 70, 10, 5, 5], vec![]),
            ([21, 60, 19, 0, 0], vec![TooMany { of: above, at_most: 20, found: 21 }]),
            ([20, 59, 20, 1, 0], vec![TooFew { of: meets, at_least: 60, found: 59 }, TooMany { of: below, at_most: 20, found: 21 }]),
            ([9, 71, 20, 0, 0],  vec![TooMany { of: meets, at_most: 70, found: 71 }]),
        ];
        for (counts, expected) in table {
            let outcome = check(counts).outcome;
            let wanted =
                if expected.is_empty() { Ranking::Fits } else { Ranking::Violated(expected) };
            assert_eq!(outcome, wanted, "{counts:?}");
        }
    }

    #[test]
    fn a_group_that_no_split_could_fit_is_said_to_be_too_small() {
        for counts in [[0; 5], [0, 1, 0, 0, 0], [1, 3, 0, 0, 0]] {
            assert_eq!(check(counts).outcome, Ranking::Infeasible, "{counts:?}");
        }
        // Five people: one above, three who meet it, one below.
        assert_eq!(check([1, 3, 1, 0, 0]).outcome, Ranking::Fits);
    }

    #[test]
    fn nobody_was_ranked_before_the_second_half_of_2021() {
        let counts = PredicateCounts::best_first([9, 0, 0, 0, 0]);
        let of = |period: &str| rule().check(period.parse().unwrap(), counts);
        assert_eq!(of("2021-S1"), None);
        assert_eq!(of("2013"), None);
        for period in ["2021-S2", "2021", "2026-Q2"] {
            assert_eq!(of(period).unwrap().people, [9, 0, 0], "{period}");
        }
    }

    #[test]
    fn a_check_reads_as_sentences_and_says_that_it_changes_nothing() {
        let lines = check([21, 60, 19, 0, 0]).lines(Language::Indonesian);
        let expected = [
            "Status kinerja: di atas ekspektasi 21, sesuai ekspektasi 60, di bawah ekspektasi 19.",
            "di atas ekspektasi: 21 pegawai, paling banyak 20.",
            "Kuota adalah bahan pertimbangan dan tidak mengubah rating siapa pun.",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_rule_that_contradicts_itself_is_refused_by_key() {
        let keys = |change: fn(&mut RankingRule)| {
            let mut rule = rule();
            change(&mut rule);
            rule.problems().into_iter().map(|(key, _)| key).collect::<Vec<_>>()
        };
        assert_eq!(keys(|_| ()), [""; 0]);
        assert_eq!(keys(|rule| rule.above_from = Predicate::Good), ["above_from"]);
        assert_eq!(keys(|rule| rule.meets_at_least = share("70.01")), ["meets_at_least"]);
        assert_eq!(keys(|rule| rule.below_at_most = share("9.99")), ["below_at_most"]);
    }

    proptest! {
        /// Nobody is counted twice or not at all, and a group is told to be too
        /// small only where no split of it fits.
        #[test]
        fn infeasible_means_that_no_split_fits(all in 0_u32..40) {
            let splits = (0..=all).flat_map(|a| (0..=all - a).map(move |b| [a, b, all - a - b, 0, 0]));
            let outcomes: Vec<_> = splits.map(|counts| {
                let found = check(counts);
                assert_eq!(found.people.iter().sum::<u64>(), u64::from(all));
                found.outcome
            }).collect();
            let fits = outcomes.contains(&Ranking::Fits);
            prop_assert_eq!(fits, !outcomes.contains(&Ranking::Infeasible));
        }
    }
}
