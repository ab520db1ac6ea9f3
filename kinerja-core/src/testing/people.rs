//! Posts and changes for tests.

use chrono::Days;
use proptest::prelude::*;

use crate::people::{Absence, Assignment, Change, Employment, History};

/// A post without an end.
pub fn assignment(from: &str, unit: &str) -> Assignment {
    Assignment {
        from: super::value(from),
        until: None,
        unit: super::value(unit),
        post: super::value("Staf"),
        superior: None,
        employment: Employment::Pns,
        level: None,
        absence: None,
    }
}

/// Any change of a person's work.
pub fn any_change() -> impl Strategy<Value = Change> {
    let person = || prop::option::of((1_u32..4).prop_map(super::official_nip));
    prop_oneof![
        ("[A-D]", person()).prop_map(|(unit, superior)| Change::Transfer {
            unit: super::value(&unit),
            post: super::value("Staf"),
            superior,
            level: None,
        }),
        person().prop_map(|superior| Change::NewSuperior { superior }),
        prop::sample::select(Absence::ALL.to_vec()).prop_map(|absence| Change::Absent { absence }),
        Just(Change::Return),
        Just(Change::End),
    ]
}

/// A history with changes in the first eight months of 2026. What cannot be
/// done is left out.
pub fn any_history() -> impl Strategy<Value = History> {
    let changes = prop::collection::vec((0_u64..240, any_change()), 0..6);
    (changes, 0_u64..200).prop_map(|(mut changes, start)| {
        let january = super::value::<chrono::NaiveDate>("2026-01-01");
        let mut first = assignment("2026-01-01", "A");
        first.from = january + Days::new(start);
        changes.sort_by_key(|(days, _)| *days);
        let mut done = Vec::new();
        for (days, change) in changes {
            done.push((january + Days::new(days), change));
            if History::of(first.clone(), done.clone()).is_err() {
                done.pop();
            }
        }
        match History::of(first, done) {
            Ok(history) => history,
            Err(error) => panic!("each change was tried: {error}"),
        }
    })
}
