//! What holds for any acts.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::testing::{any_act, official_nip as nip, policy};

const PERIOD: &str = "2026-Q2";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn officials() -> Officials {
    Officials::new(nip(0), Some(nip(1)), Some(nip(2))).unwrap()
}

proptest! {
    /// Whatever people do in whatever order, the answer is a state or a typed
    /// error, and never depends on the order in which the acts are handed over.
    #[test]
    fn any_acts_give_a_state_or_an_error(acts in prop::collection::vec(any_act(), 0..12), until in 0_u64..120) {
        let policy = policy();
        let case = Case::new(&policy, PERIOD.parse().unwrap(), officials()).unwrap();
        let until = day("2026-06-25") + chrono::Days::new(until);
        let found = case.on(until, &acts);
        let mut turned = acts.clone();
        turned.reverse();
        prop_assert_eq!(&found, &case.on(until, &turned));
        let twice: Vec<_> = acts.iter().chain(&acts).cloned().collect();
        prop_assert_eq!(&found, &case.on(until, &twice));
    }

    /// What was final stays as it is, whatever is done after; and what a day saw
    /// is a beginning of what a later day sees.
    #[test]
    fn the_past_does_not_change(acts in prop::collection::vec(any_act(), 0..12), early in 0_u64..60, more in 0_u64..60) {
        let policy = policy();
        let case = Case::new(&policy, PERIOD.parse().unwrap(), officials()).unwrap();
        let early = day("2026-06-25") + chrono::Days::new(early);
        if let (Ok(before), Ok(after)) = (case.on(early, &acts), case.on(early + chrono::Days::new(more), &acts)) {
            prop_assert!(after.entries().starts_with(before.entries()));
            if let Some(State::Final(last)) = before.state() {
                prop_assert_eq!(after.state(), Some(&State::Final(last.clone())));
            }
        }
    }

    /// A stored act is the same when it is read.
    #[test]
    fn an_act_is_read_as_it_was_written(act in any_act()) {
        let text = serde_json::to_string(&act).unwrap();
        prop_assert_eq!(serde_json::from_str::<Act>(&text).unwrap(), act);
    }

    /// Any text is a reason or is refused.
    #[test]
    fn any_text_is_a_reason_or_is_refused(text: String) {
        if let Ok(reason) = text.parse::<Reason>() {
            prop_assert_eq!(reason.as_str(), text.trim());
        }
    }
}
