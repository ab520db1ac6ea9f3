//! What may be published of a region and a period.

use serde::Serialize;

use super::{CATEGORIES, Mean, SMALL_GROUP, Suppressed, Tally, suppress};
use crate::consequence::FollowUpKind;

/// One row of a published table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicRow {
    /// The unit's name; none for the units that were pooled because they are
    /// small.
    pub unit: Option<String>,
    /// Its people.
    pub people: Option<u32>,
    /// Its people by predicate, best first, then those without a proposal.
    pub counts: [Option<u32>; CATEGORIES],
    /// The mean total score, where enough people have one.
    pub mean: Option<Mean>,
}

/// What may be published of a region and a period: no names, no small groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
#[must_use]
pub struct PublicSummary {
    /// The units in the order of their names, then the pooled ones.
    pub units: Vec<PublicRow>,
    /// The whole region.
    pub region: PublicRow,
    /// The mean score of each value of behaviour, where enough people have one.
    pub behaviour: [Option<Mean>; 7],
    /// People by what is missing or late, to the nearest five; hidden where they
    /// are few.
    pub gaps: Vec<(String, Option<u32>)>,
    /// People by kind of follow-up, to the nearest five; hidden where they are few.
    pub follow_ups: Vec<(FollowUpKind, Option<u32>)>,
}

impl PublicSummary {
    /// What may be published of units, each with its name.
    pub fn new(units: &[(String, Tally)]) -> Self {
        let (groups, pool) = pool(units);
        let pooled = pool.as_ref().map(|tally| (None, tally));
        let rows: Vec<(Option<&String>, &Tally)> =
            groups.iter().map(|(name, tally)| (Some(name), tally)).chain(pooled).collect();
        let counts: Vec<_> = rows.iter().map(|(_, tally)| tally.categories()).collect();
        let shown = suppress(&counts);
        let mut region = Tally::default();
        for (_, tally) in units {
            region.merge(tally);
        }
        // A count of follow-ups may tell a predicate that is hidden above, and the
        // difference of two exact counts may be a single person.
        let safe = shown.totals.iter().all(Option::is_some);
        let few = |count: u32| {
            let rounded = (count + SMALL_GROUP / 2) / SMALL_GROUP * SMALL_GROUP;
            (safe && (count == 0 || count >= SMALL_GROUP)).then_some(rounded)
        };
        Self {
            units: public_rows(&rows, &shown),
            region: PublicRow {
                unit: None,
                people: shown.all,
                counts: shown.totals,
                mean: enough(region.total),
            },
            behaviour: region.behaviour.map(enough),
            gaps: region.gaps.iter().map(|(code, count)| (code.clone(), few(*count))).collect(),
            follow_ups: FollowUpKind::ALL
                .into_iter()
                .map(|kind| (kind, few(region.follow_ups.get(&kind).copied().unwrap_or_default())))
                .collect(),
        }
    }
}

fn enough(mean: Mean) -> Option<Mean> {
    (mean.count >= SMALL_GROUP).then_some(mean)
}

fn public_rows(rows: &[(Option<&String>, &Tally)], shown: &Suppressed) -> Vec<PublicRow> {
    rows.iter()
        .zip(shown.rows.iter().zip(&shown.row_totals))
        .map(|((name, tally), (counts, people))| PublicRow {
            unit: name.cloned(),
            people: *people,
            counts: *counts,
            mean: enough(tally.total),
        })
        .collect()
}

/// Pools the units that are too small to be shown. Where they are too small even
/// together, the next smallest joins them.
fn pool(units: &[(String, Tally)]) -> (Vec<(String, Tally)>, Option<Tally>) {
    let mut by_size: Vec<&(String, Tally)> = units.iter().collect();
    by_size.sort_by_key(|(name, tally)| (tally.people, name.clone()));
    let mut pooled = Tally::default();
    let mut rest = Vec::new();
    for (name, tally) in by_size {
        let small = tally.people < SMALL_GROUP;
        if small || (0 < pooled.people && pooled.people < SMALL_GROUP) {
            pooled.merge(tally);
        } else {
            rest.push((name.clone(), tally.clone()));
        }
    }
    rest.sort_by(|(one, _), (other, _)| one.cmp(other));
    (rest, (pooled.people > 0).then_some(pooled))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(name: &str, predicates: [u32; 5], blocked: u32) -> (String, Tally) {
        let people = predicates.iter().sum::<u32>() + blocked;
        let total =
            Mean { micros: 90_000_000 * i64::from(people - blocked), count: people - blocked };
        (name.to_owned(), Tally { people, predicates, blocked, total, ..Tally::default() })
    }

    #[test]
    fn a_small_unit_is_pooled_with_the_next_smallest() {
        let units = [
            unit("A", [0, 30, 0, 0, 0], 0),
            unit("B", [0, 12, 0, 0, 0], 0),
            unit("C", [0, 3, 0, 0, 0], 0),
        ];
        let summary = PublicSummary::new(&units);
        let rows: Vec<_> =
            summary.units.iter().map(|row| (row.unit.as_deref(), row.people)).collect();
        assert_eq!(rows, [(Some("A"), Some(30)), (None, Some(15))]);
        assert_eq!(summary.region.people, Some(45));
    }

    #[test]
    fn follow_ups_are_hidden_where_they_would_tell_a_hidden_predicate() {
        let mut one = unit("A", [3, 30, 0, 0, 0], 0);
        one.1.follow_ups.insert(FollowUpKind::Training, 22);
        let summary = PublicSummary::new(&[one.clone()]);
        assert_eq!(summary.region.counts[0], None);
        assert!(summary.follow_ups.iter().all(|(_, count)| count.is_none()));
        one.1.predicates = [0, 33, 0, 0, 0];
        let summary = PublicSummary::new(&[one]);
        assert!(summary.follow_ups.contains(&(FollowUpKind::Training, Some(20))));
    }

    #[test]
    fn the_order_in_which_units_come_changes_nothing() {
        let mut units = vec![
            unit("A", [9, 30, 6, 2, 0], 5),
            unit("B", [0, 12, 7, 0, 0], 1),
            unit("C", [1, 3, 0, 0, 0], 0),
        ];
        let summary = PublicSummary::new(&units);
        units.reverse();
        assert_eq!(PublicSummary::new(&units), summary);
    }
}
