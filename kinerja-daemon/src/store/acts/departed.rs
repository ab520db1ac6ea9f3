//! What people said of earlier periods although they had left by the end of them.

use std::collections::{BTreeMap, BTreeSet};

use kinerja_core::{calendar::Period, people::Nip, region::RegionCode};

use super::{Act, NumberedAct, PersonActs, Presences};
use crate::store::{Store, StoreError};

impl Store {
    /// Leaves out what officials said of other periods who had left by the end of them:
    /// it does not count as a decision there, so that it is no history here. Whoever was
    /// kept as the evaluator when a result was decided stays.
    pub(super) async fn leave_out_the_departed(
        &self,
        region: &RegionCode,
        people: &mut BTreeMap<i64, PersonActs>,
    ) -> Result<(), StoreError> {
        let said = people.values().flat_map(|PersonActs { acts, evaluators, .. }| {
            acts.iter().filter_map(|act| open(act, evaluators))
        });
        let officials: BTreeSet<&str> = said.map(|(official, _)| official.as_str()).collect();
        if officials.is_empty() {
            return Ok(());
        }
        let moves = self.moves_of(region, &officials).await?.acts;
        let presences = Presences::of(&moves);
        for PersonActs { acts, evaluators, .. } in people.values_mut() {
            acts.retain(|act| {
                open(act, evaluators).is_none_or(|(official, period)| {
                    !presences.has_left(official, period.last_day())
                })
            });
        }
        Ok(())
    }
}

/// Who said something of a period of which no evaluator was kept.
fn open<'a>(act: &'a NumberedAct, evaluators: &BTreeMap<Period, Nip>) -> Option<(&'a Nip, Period)> {
    let stored = act.act.as_ref()?;
    let period = stored.period.filter(|period| !evaluators.contains_key(period))?;
    let official = if let Act::Ratings(given) = &stored.act {
        &given.evaluator
    } else if let Act::Decision(decision) = &stored.act {
        &decision.official
    } else if let Act::Objection(found) = &stored.act {
        &found.objected.as_ref()?.outcome.as_ref()?.official
    } else {
        return None;
    };
    Some((official, period))
}
