//! Acts that a file withdraws: what can be, and what is said where it cannot.

use super::super::{Change, Known, file, known, parsed, problems};
use super::evidence::{COMPLAINT, DAILY};
use crate::import::headings::{Kind, WITHDRAWN};
use crate::store::acts::ActKind;
use crate::store::records::Records;

/// What is known when everything of these rows is on record.
fn on_record(kind: ActKind, usual: &[Change<'_>], rows: &[&[Change<'_>]]) -> Known {
    let given = file(usual, rows);
    let Records::Acts(_, acts) = parsed(&given, Kind::Act(kind), &known()).records else {
        panic!("acts")
    };
    let mut known = known();
    known.withdrawable.on_record.extend(acts.into_iter().map(|act| act.key));
    known
}

#[test]
fn a_row_on_record_is_withdrawn_with_its_reason_and_its_minutes_count_no_more() {
    let rows: [&[Change<'_>]; 2] = [&[("menit", "1000")], &[("menit", "1000"), ("urutan", "2")]];
    let known = on_record(ActKind::DailyReport, DAILY, &[rows[0], &[("urutan", "2")]]);
    let both = parsed_rows(&known, &rows);
    assert_eq!(both.1.len(), 1, "too many minutes for a day: {both:?}");
    let first = [("menit", "1000"), (WITHDRAWN, "Salah hari")];
    let (reasons, told) = parsed_rows(&known, &[&first, rows[1]]);
    assert_eq!(told, [""; 0]);
    assert_eq!(reasons, [Some("Salah hari".to_owned()), None]);
}

/// The reasons of the rows that were taken, and what was said.
fn parsed_rows(known: &Known, rows: &[&[Change<'_>]]) -> (Vec<Option<String>>, Vec<String>) {
    let table = file(DAILY, rows);
    let given = parsed(&table, Kind::Act(ActKind::DailyReport), known);
    let told = given.problems.iter().map(ToString::to_string).collect();
    let Records::Acts(_, acts) = given.records else { panic!("acts") };
    (acts.into_iter().map(|act| act.withdrawn).collect(), told)
}

#[test]
fn what_is_not_on_record_or_was_told_is_not_withdrawn() {
    let row: &[Change<'_>] = &[(WITHDRAWN, "Salah hari")];
    let (taken, told) = parsed_rows(&known(), &[row]);
    assert!(taken.is_empty() && told[0].contains("E-WITHDRAWN"), "{told:?}");
    let mut known = on_record(ActKind::DailyReport, DAILY, &[&[]]);
    known.withdrawable.told.clone_from(&known.withdrawable.on_record);
    let (taken, told) = parsed_rows(&known, &[row]);
    assert!(taken.is_empty() && told[0].contains("koreksi dengan `putusan`"), "{told:?}");
}

#[test]
fn why_a_complaint_is_withdrawn_tells_nobody() {
    let known = on_record(ActKind::Complaint, COMPLAINT, &[&[]]);
    let kind = Kind::Act(ActKind::Complaint);
    let table = file(COMPLAINT, &[&[(WITHDRAWN, "Dikirim Bu Ani 198501012010012001")]]);
    let told = parsed(&table, kind, &known).problems.unwrap().to_string();
    assert!(told.contains("E-PRIVATE") && !told.contains("Ani"), "{told}");
    let table = file(COMPLAINT, &[&[(WITHDRAWN, "Tercatat dua kali")]]);
    assert_eq!(problems(&parsed(&table, kind, &known)), [""; 0]);
}
