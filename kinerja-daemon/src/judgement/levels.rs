//! Which levels of functional posts people held: as their moves say, and as the file
//! of staff says where none does.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kinerja_core::{
    consequence::{HeldLevel, JobLevel, LevelSince},
    people::Nip,
};

use super::Dossier;
use crate::store::{
    StaffPost,
    acts::{
        Act, StoredAct, Subject,
        planning::{Change, Movement, Post},
    },
};

/// Puts the levels to people, from the moves among acts, which come by day.
pub(super) fn add(people: &mut BTreeMap<i64, Dossier>, acts: &[StoredAct]) {
    let mut moves: BTreeMap<&Nip, Vec<(NaiveDate, &Movement)>> = BTreeMap::new();
    for stored in acts {
        if let (Subject::Person(nip), Act::Movement(movement)) = (&stored.about, &stored.act) {
            moves.entry(nip).or_default().push((stored.on, movement));
        }
    }
    for dossier in people.values_mut() {
        let own = moves.get(&dossier.nip).map_or(&[][..], Vec::as_slice);
        dossier.levels = levels(&dossier.staff, own);
    }
}

/// The levels of a person, each from its first day. A move that says no level leaves it
/// as it was, unless the file of staff tells its post.
fn levels(staff: &StaffPost, moves: &[(NaiveDate, &Movement)]) -> Vec<LevelSince> {
    let unsaid = unsaid(staff, moves);
    let from_start = moves.iter().find_map(|(_, movement)| match &movement.change {
        Change::Start(_) => Some(true),
        Change::Transfer(_) => Some(false),
        Change::NewSuperior { .. } | Change::Absent { .. } | Change::Return | Change::End => None,
    });
    let before = if from_start == Some(true) { HeldLevel::Nothing } else { unsaid };
    let mut found = vec![LevelSince { from: NaiveDate::MIN, level: before }];
    for (on, movement) in moves {
        let level = match &movement.change {
            Change::Start(post) => Some(said(post).unwrap_or(unsaid)),
            Change::Transfer(post) => {
                said(post).or_else(|| tells(staff, post).then(|| staff.level.into()))
            }
            Change::End => Some(HeldLevel::Nothing),
            Change::NewSuperior { .. } | Change::Absent { .. } | Change::Return => None,
        };
        found.extend(level.map(|level| LevelSince { from: *on, level }));
    }
    found
}

/// The level of the time of which no move says one: that of the file of staff, unless
/// it already tells where a move led that did say its level.
fn unsaid(staff: &StaffPost, moves: &[(NaiveDate, &Movement)]) -> HeldLevel {
    let level = HeldLevel::from(staff.level);
    let led = |movement: &Movement| match &movement.change {
        Change::Start(post) | Change::Transfer(post) => {
            said(post) == Some(level) && tells(staff, post)
        }
        Change::NewSuperior { .. } | Change::Absent { .. } | Change::Return | Change::End => false,
    };
    if moves.iter().any(|(_, movement)| led(movement)) { HeldLevel::Unknown } else { level }
}

/// Whether the file of staff tells the post of a move.
fn tells(staff: &StaffPost, post: &Post) -> bool {
    post.unit == staff.unit && post.post == staff.post
}

/// The level that a move says; unknown where its word is no level.
fn said(post: &Post) -> Option<HeldLevel> {
    let word = post.level.as_deref()?.trim().to_lowercase().replace(' ', "_");
    Some(word.parse::<JobLevel>().map_or(HeldLevel::Unknown, HeldLevel::Level))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staff(post: &str, level: Option<JobLevel>) -> StaffPost {
        StaffPost { unit: "dlh".to_owned(), post: post.to_owned(), level }
    }

    fn post(post: &str, level: &str) -> Post {
        let level = (!level.is_empty()).then(|| level.to_owned());
        Post { unit: "dlh".to_owned(), post: post.to_owned(), superior: None, level }
    }

    /// The level before every move, and after each that changes it.
    fn held(staff: &StaffPost, moves: &[Change]) -> Vec<HeldLevel> {
        let moves: Vec<_> =
            moves.iter().map(|change| Movement { change: change.clone(), letter: None }).collect();
        let dated = NaiveDate::from_ymd_opt(2026, 5, 1).unwrap().iter_days().zip(&moves);
        let dated: Vec<_> = dated.collect();
        levels(staff, &dated).into_iter().map(|since| since.level).collect()
    }

    #[test]
    fn a_level_is_that_of_the_last_move_and_of_the_staff_file_where_none_says_it() {
        use HeldLevel::{Level, Nothing, Unknown};
        use JobLevel::{Mahir, Terampil};
        let (start, transfer) = (Change::Start, Change::Transfer);
        let (old, new) = (staff("A", Some(Terampil)), staff("B", Some(Mahir)));
        #[rustfmt::skip]
        let table: [(&str, &StaffPost, &[Change], &[HeldLevel]); 11] = [
            ("no move",               &old, &[],                                       &[Level(Terampil)]),
            ("no functional post",    &staff("A", None), &[],                          &[Nothing]),
            ("the file is not new",   &old, &[transfer(post("B", "mahir"))],           &[Level(Terampil), Level(Mahir)]),
            ("the same post's name",  &old, &[transfer(post("A", "mahir"))],           &[Level(Terampil), Level(Mahir)]),
            ("the file is new",       &new, &[transfer(post("B", "mahir"))],           &[Unknown, Level(Mahir)]),
            ("also the level before", &new, &[start(post("A", "terampil")), transfer(post("B", "Mahir"))], &[Nothing, Level(Terampil), Level(Mahir)]),
            ("a start without one",   &new, &[start(post("B", ""))],                   &[Nothing, Level(Mahir)]),
            ("a move without one",    &old, &[transfer(post("C", ""))],                &[Level(Terampil)]),
            ("it leads out",          &staff("C", None), &[start(post("A", "mahir")), transfer(post("C", ""))], &[Nothing, Level(Mahir), Nothing]),
            ("an end",                &old, &[Change::End],                            &[Level(Terampil), Nothing]),
            ("a word of old",         &old, &[transfer(post("B", "eselon II"))],       &[Level(Terampil), Unknown]),
        ];
        for (name, staff, moves, expected) in table {
            assert_eq!(held(staff, moves), expected, "{name}");
        }
    }
}
