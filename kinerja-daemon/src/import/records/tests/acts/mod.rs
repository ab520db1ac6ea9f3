//! The files of acts: what is read, and what is said of each way to be wrong.

mod decided;
mod evidence;
mod judgement;
mod means;
mod older;
mod planning;
mod steps;
mod withdrawn;

use super::{Change, file, known, parsed, problems};
use crate::import::headings::Kind;
use crate::store::acts::{ActKind, ActRecord};
use crate::store::records::Records;

/// The acts of a file that is wholly good.
fn taken(kind: ActKind, usual: &[Change<'_>], rows: &[&[Change<'_>]]) -> Vec<ActRecord> {
    let table = file(usual, rows);
    let given = parsed(&table, Kind::Act(kind), &known());
    assert_eq!(problems(&given), [""; 0]);
    let Records::Acts(found, acts) = given.records else { panic!("acts") };
    assert_eq!((found, acts.len()), (kind, rows.len()));
    assert!(acts.iter().all(|record| record.act.kind() == kind));
    acts
}

/// The only act of a file with one row.
fn one(kind: ActKind, usual: &[Change<'_>], changes: &[Change<'_>]) -> ActRecord {
    taken(kind, usual, &[changes]).remove(0)
}

#[test]
fn what_is_refused_as_private_is_not_shown_again() {
    let table = file(evidence::COMPLAINT, &[&[("ringkasan", "Bu Ani 198501012010012001 lambat")]]);
    let given = parsed(&table, Kind::Act(ActKind::Complaint), &known());
    let said = given.problems.unwrap().to_string();
    assert!(said.contains("E-PRIVATE") && !said.contains("Ani"), "{said}");
    assert!(!given.bad[0].1.contains("Ani"), "{:?}", given.bad);
}
