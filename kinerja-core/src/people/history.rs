//! A person's posts through time.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Assignment, Change, HistoryError, HistoryProblem, Place};

/// A person's posts: half-open stretches of days that do not overlap, oldest
/// first. Days between them on which nothing is known are named by
/// [`History::gaps`].
///
/// ```
/// use kinerja_core::people::{Assignment, Change, Employment, History};
///
/// let first = Assignment {
///     from: "2026-01-01".parse()?,
///     until: None,
///     unit: "Dinas Kesehatan".parse()?,
///     post: "Perawat".parse()?,
///     superior: None,
///     employment: Employment::Pppk,
///     level: None,
///     absence: None,
/// };
/// let moved = Change::Transfer {
///     unit: "RSUD".parse()?,
///     post: "Perawat".parse()?,
///     superior: None,
///     level: None,
/// };
/// let history = History::of(first, vec![("2026-05-17".parse()?, moved)])?;
/// let segments = history.segments("2026-Q2".parse()?);
/// assert_eq!(segments.len(), 2);
/// assert_eq!(segments[0].until.to_string(), "2026-05-17");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Vec<Assignment>", into = "Vec<Assignment>")]
pub struct History {
    // Invariant: not empty; each ends after it begins; each begins at or after
    // the end of the one before, so that only the last may go on.
    assignments: Vec<Assignment>,
}

impl History {
    /// Makes a history of posts in any order.
    ///
    /// # Errors
    ///
    /// Names every post without days and every overlap.
    pub fn new(mut assignments: Vec<Assignment>) -> Result<Self, HistoryError> {
        assignments.sort_by_key(|one| (one.from, one.until.unwrap_or(NaiveDate::MAX)));
        let mut problems = Vec::new();
        if assignments.is_empty() {
            problems.push(HistoryProblem::Nothing);
        }
        for one in &assignments {
            if one.until.is_some_and(|until| until <= one.from) {
                problems.push(HistoryProblem::NoDays { place: Place::of(one) });
            }
        }
        for (one, next) in assignments.iter().zip(assignments.iter().skip(1)) {
            if one.until.is_none_or(|until| next.from < until) {
                let (one, other) = (Place::of(one), Place::of(next));
                problems.push(HistoryProblem::Overlap { one, other });
            }
        }
        if problems.is_empty() { Ok(Self { assignments }) } else { Err(HistoryError { problems }) }
    }

    /// Makes a history of a first post and what changed, in any order. The same
    /// change again changes nothing.
    ///
    /// # Errors
    ///
    /// Names the first change that cannot be: on a day that has another, before
    /// the person came, or when there is nothing to change.
    pub fn of(
        first: Assignment,
        mut changes: Vec<(NaiveDate, Change)>,
    ) -> Result<Self, HistoryError> {
        changes.sort_by_key(|(on, _)| *on);
        changes.dedup();
        let mut assignments = vec![first];
        for (on, change) in changes {
            change_on(&mut assignments, on, change)
                .map_err(|problem| HistoryError { problems: vec![problem] })?;
        }
        Self::new(assignments)
    }

    /// The posts, oldest first.
    pub fn assignments(&self) -> &[Assignment] {
        &self.assignments
    }

    /// The post on a day.
    pub fn on(&self, day: NaiveDate) -> Option<&Assignment> {
        self.assignments.iter().find(|one| one.contains(day))
    }

    /// The days between posts on which nothing is known: from the first up to
    /// one that is known again.
    pub fn gaps(&self) -> impl Iterator<Item = (NaiveDate, NaiveDate)> + '_ {
        let pairs = self.assignments.iter().zip(self.assignments.iter().skip(1));
        pairs.filter_map(|(one, next)| {
            one.until.filter(|until| *until < next.from).map(|until| (until, next.from))
        })
    }
}

fn change_on(
    assignments: &mut Vec<Assignment>,
    on: NaiveDate,
    change: Change,
) -> Result<(), HistoryProblem> {
    let Some(last) = assignments.last_mut() else { return Err(HistoryProblem::Nothing) };
    if on <= last.from {
        return Err(HistoryProblem::SameDay { on, place: Place::of(last) });
    }
    if last.until.is_some_and(|until| until <= on) {
        return Err(HistoryProblem::Ended { on, place: Place::of(last) });
    }
    let mut next = Assignment { from: on, ..last.clone() };
    match change {
        Change::Transfer { unit, post, superior, level } => {
            next = Assignment { unit, post, superior, level, absence: None, ..next };
        }
        Change::NewSuperior { superior } => next.superior = superior,
        Change::Absent { absence } => next.absence = Some(absence),
        Change::Return if last.absence.is_none() => return Err(HistoryProblem::NotAway { on }),
        Change::Return => next.absence = None,
        Change::End => {
            last.until = Some(on);
            return Ok(());
        }
    }
    last.until = Some(on);
    assignments.push(next);
    Ok(())
}

impl TryFrom<Vec<Assignment>> for History {
    type Error = HistoryError;

    fn try_from(assignments: Vec<Assignment>) -> Result<Self, Self::Error> {
        Self::new(assignments)
    }
}

impl From<History> for Vec<Assignment> {
    fn from(history: History) -> Self {
        history.assignments
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        people::Absence,
        testing::{any_change, any_day, assignment},
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn posts_that_overlap_or_have_no_days_are_all_named() {
        let mut first = assignment("2026-01-01", "A");
        first.until = Some(day("2026-03-02"));
        let mut second = assignment("2026-03-01", "B");
        second.until = Some(day("2026-03-01"));
        let third = assignment("2026-03-01", "C");
        let error = History::new(vec![third, second, first]).unwrap_err();
        let kinds: Vec<_> = error.problems().iter().map(std::mem::discriminant).collect();
        assert_eq!(kinds.len(), 2, "{error}");
        assert!(error.to_string().contains("`Staf` in `B` from 2026-03-01 ends before"), "{error}");
        assert!(error.to_string().contains("`Staf` in `A` from 2026-01-01 goes on"), "{error}");
        assert_eq!(History::new(vec![]).unwrap_err().problems(), [HistoryProblem::Nothing]);
    }

    #[test]
    fn days_without_a_post_are_named() {
        let mut first = assignment("2026-01-01", "A");
        first.until = Some(day("2026-03-01"));
        let history = History::new(vec![first, assignment("2026-03-15", "B")]).unwrap();
        let gaps: Vec<_> = history.gaps().collect();
        assert_eq!(gaps, [(day("2026-03-01"), day("2026-03-15"))]);
        assert!(history.on(day("2026-03-14")).is_none());
    }

    #[test]
    fn a_change_that_cannot_be_is_refused() {
        let away = || Change::Absent { absence: Absence::UnpaidLeave };
        #[rustfmt::skip]
        let table = [
            (vec![("2026-01-01", away())],                              "does not come after"),
            (vec![("2026-02-01", away()), ("2026-02-01", Change::End)], "does not come after"),
            (vec![("2026-02-01", Change::End), ("2026-03-01", away())], "had ended"),
            (vec![("2026-02-01", Change::Return)],                      "without having been away"),
        ];
        for (changes, complaint) in table {
            let changes: Vec<_> = changes.into_iter().map(|(on, what)| (day(on), what)).collect();
            let error = History::of(assignment("2026-01-01", "A"), changes).unwrap_err();
            assert!(error.to_string().contains(complaint), "{error}");
        }
    }

    proptest! {
        /// The same changes again, in any order, give the same history.
        #[test]
        fn changes_are_idempotent(changes in prop::collection::vec((any_day(), any_change()), 0..6)) {
            let first = || assignment("1970-01-01", "A");
            let once = History::of(first(), changes.clone());
            let turned = changes.iter().rev().chain(&changes).cloned().collect();
            let again = History::of(first(), turned);
            prop_assert_eq!(once.is_ok(), again.is_ok());
            if let (Ok(once), Ok(again)) = (once, again) {
                prop_assert_eq!(&once, &again);
                let text = serde_json::to_string(&once).unwrap();
                prop_assert_eq!(serde_json::from_str::<History>(&text).unwrap(), once);
            }
        }
    }
}
