//! `rencana`: one row an indicator; the rows of a person and period are a plan.
//!
//! A plan is taken as a whole: with an indicator left out it would be another
//! plan than the one that was agreed.

use std::collections::BTreeMap;

use kinerja_core::{
    number::Weight,
    plan::{self, PlanError, PlanProblem, PlanStatus, ResultKind, WorkPlan},
};

use super::groups::{Draft, Group, group};
use super::indicators;
use super::line::{Line, Sheet, nip};
use super::report::Report;
use super::weights;
use crate::import::problem::Code;
use crate::import::value::ValueError;
use crate::store::records::PlanRecord;

const STATUSES: &[(&str, PlanStatus)] = &[
    ("draf", PlanStatus::Draft),
    ("diajukan", PlanStatus::Submitted),
    ("disepakati", PlanStatus::Agreed),
    ("berjalan", PlanStatus::Running),
    ("selesai", PlanStatus::Closed),
];

/// Reads the plans.
pub(super) fn read<'t>(sheet: &Sheet<'_, 't>, report: &mut Report<'t>) -> Vec<PlanRecord> {
    let rows = sheet.table.rows().iter();
    let groups = group(rows.map(|row| draft(&mut sheet.line(row, report))));
    let mut plans = Vec::with_capacity(groups.len());
    for group in groups {
        check_codes(sheet, report, &group);
        check_status(sheet, report, &group);
        check_weights(sheet, report, &group);
        plans.extend(finish(sheet, report, group));
    }
    plans
}

fn draft<'t>(line: &mut Line<'_, 't>) -> Draft<'t> {
    let nip = line.need("nip", nip);
    let known = nip.as_ref().is_ok_and(|nip| line.check_known(nip).is_ok());
    let period = line.period();
    let status = line.word("status", STATUSES);
    let code = line.code();
    let kind = indicators::kind(line);
    Draft {
        row: line.row,
        nip: nip.ok(),
        known,
        period: period.ok(),
        status: status.ok(),
        code: code.as_ref().ok().cloned(),
        kind: kind.as_ref().ok().copied(),
        indicator: indicators::read(line, code, kind).ok(),
    }
}

fn check_codes<'t>(sheet: &Sheet<'_, 't>, report: &mut Report<'t>, group: &Group<'t>) {
    let mut firsts: BTreeMap<&plan::Code, u32> = BTreeMap::new();
    for draft in &group.rows {
        let Some(code) = &draft.code else { continue };
        if let Some(first) = firsts.get(code) {
            let row = draft.row.number;
            let repair = format!("baris {first} dan {row} berkode sama dalam satu rencana: ganti");
            let error = ValueError::new(Code::CodeTwice, sheet.cell(draft.row, "kode"), repair);
            report.problem(draft.row, "kode", &error);
        } else {
            firsts.insert(code, draft.row.number);
        }
    }
}

fn check_status<'t>(sheet: &Sheet<'_, 't>, report: &mut Report<'t>, group: &Group<'t>) {
    const HEADING: &str = "status";
    let mut told = group.rows.iter().filter_map(|draft| Some((draft.status?, draft.row)));
    let Some((status, first)) = told.next() else { return };
    for (other, row) in told {
        if other != status {
            let first = first.number;
            let repair = format!("status harus sama dengan baris {first}, awal rencana ini");
            let error = ValueError::new(Code::StatusDiffers, sheet.cell(row, HEADING), repair);
            report.problem(row, HEADING, &error);
        }
    }
}

/// Tells weights that do not make the whole, unless a row could not be read
/// that may hold the rest.
fn check_weights<'t>(sheet: &Sheet<'_, 't>, report: &mut Report<'t>, group: &Group<'t>) {
    let kinds: Option<Vec<ResultKind>> = group.rows.iter().map(|draft| draft.kind).collect();
    let known = group.rows.iter().all(|draft| draft.known);
    let (Some(kinds), Some(first), true, None) = (kinds, group.rows.first(), known, group.stray)
    else {
        return;
    };
    let weights: Vec<Weight> = kinds
        .into_iter()
        .filter_map(|kind| match kind {
            ResultKind::Main(weight) => Some(weight),
            ResultKind::Additional => None,
        })
        .collect();
    if let Some((found, repair)) = weights::problem(&weights, sheet.context.policy.decimal) {
        let error = ValueError { code: Code::WeightSum, found, repair };
        report.problem(first.row, "bobot", &error);
    }
}

/// The plan, when all its rows are good; else none of its rows is taken.
fn finish<'t>(
    sheet: &Sheet<'_, 't>,
    report: &mut Report<'t>,
    group: Group<'t>,
) -> Option<PlanRecord> {
    let bad = group.rows.iter().find(|draft| !report.is_good(draft.row));
    let bad = bad.map(|draft| draft.row.number).or(group.stray);
    if let Some(bad) = bad {
        for draft in &group.rows {
            let reason = format!("rencana diambil utuh: perbaiki dulu baris {bad}");
            report.leave_out(draft.row, reason);
        }
        return None;
    }
    let rows: Vec<_> = group.rows.iter().map(|draft| draft.row).collect();
    let first = group.rows.first()?;
    let (row, status) = (first.row, first.status?);
    let indicators = group.rows.into_iter().map(|draft| draft.indicator).collect::<Option<_>>()?;
    match WorkPlan::new(group.period, status, indicators) {
        Ok(plan) => Some(PlanRecord { nip: group.nip, plan }),
        Err(error) => {
            let cell = sheet.cell(row, "kode");
            report.problem(row, "kode", &ValueError::new(Code::Plan, cell, plan_repair(&error)));
            for row in rows {
                report.leave_out(row, plan_repair(&error));
            }
            None
        }
    }
}

/// How to repair a plan of which each row is good.
fn plan_repair(error: &PlanError) -> String {
    let too_many = error.problems().iter().find_map(|problem| {
        if let PlanProblem::TooMany { found, most } = problem {
            Some(format!("rencana ini punya {found} indikator, paling banyak {most}: gabungkan"))
        } else {
            None
        }
    });
    too_many.unwrap_or_else(|| "rencana ini tidak bisa dinilai: periksa semua barisnya".to_owned())
}
