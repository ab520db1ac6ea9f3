//! Which rows of `rencana` make one plan.

use std::collections::BTreeMap;

use kinerja_core::{
    calendar::Period,
    people::Nip,
    plan::{self, Indicator, PlanStatus, ResultKind},
};

use crate::import::table::Row;

/// One row as far as it could be read.
pub(super) struct Draft<'t> {
    pub(super) row: &'t Row,
    pub(super) nip: Option<Nip>,
    /// Whether the region knows the person.
    pub(super) known: bool,
    pub(super) period: Option<Period>,
    pub(super) status: Option<PlanStatus>,
    pub(super) code: Option<plan::Code>,
    pub(super) kind: Option<ResultKind>,
    pub(super) indicator: Option<Indicator>,
}

/// The rows of one person and period.
pub(super) struct Group<'t> {
    pub(super) nip: Nip,
    pub(super) period: Period,
    /// Never empty.
    pub(super) rows: Vec<Draft<'t>>,
    /// A row that may belong to the plan and does not say whose it is or for
    /// when.
    pub(super) stray: Option<u32>,
}

/// Puts rows together, plans in the order of their first rows.
pub(super) fn group<'t>(drafts: impl Iterator<Item = Draft<'t>>) -> Vec<Group<'t>> {
    let mut groups: Vec<Group<'t>> = Vec::new();
    let mut places: BTreeMap<Nip, Vec<(Period, usize)>> = BTreeMap::new();
    let mut strays = Vec::new();
    // The plan of the row above, and the rows since then that have none.
    let mut above = None;
    let mut waiting: Vec<u32> = Vec::new();
    for draft in drafts {
        let row = draft.row.number;
        let (nip, period) = match (&draft.nip, draft.period) {
            (Some(nip), Some(period)) => (nip.clone(), period),
            (Some(nip), None) => {
                strays.push((nip.clone(), row));
                continue;
            }
            (None, Some(_) | None) => {
                stray(&mut groups, above, row);
                waiting.push(row);
                continue;
            }
        };
        let plans = places.entry(nip.clone()).or_default();
        let known = plans.iter().find(|(other, _)| *other == period).map(|(_, place)| *place);
        let place = known.unwrap_or(groups.len());
        if let Some(group) = groups.get_mut(place) {
            group.rows.push(draft);
        } else {
            plans.push((period, place));
            groups.push(Group { nip, period, rows: vec![draft], stray: None });
        }
        for row in waiting.drain(..) {
            stray(&mut groups, Some(place), row);
        }
        above = Some(place);
    }
    for (nip, row) in strays {
        for (_, place) in places.get(&nip).into_iter().flatten() {
            stray(&mut groups, Some(*place), row);
        }
    }
    groups
}

/// Notes at a plan that a row may belong to it.
fn stray(groups: &mut [Group<'_>], place: Option<usize>, row: u32) {
    if let Some(group) = place.and_then(|place| groups.get_mut(place)) {
        group.stray.get_or_insert(row);
    }
}
