//! The files of the five reference regions, read in the order of an office.

use super::super::{Context, Known, parse};
use super::policy;
use crate::import::headings::{Kind, kind_of};
use crate::import::table::{Limits, open, read};
use crate::store::records::Records;

/// Keeps what a store would know.
fn remember(known: &mut Known, records: &Records) -> usize {
    match records {
        Records::Employees(employees) => {
            known.people.extend(employees.iter().map(|employee| employee.nip.clone()));
            employees.len()
        }
        Records::Plans(plans) => {
            for record in plans {
                let key = (record.nip.clone(), record.plan.period());
                let targets = record.plan.indicators().iter();
                let targets = targets.map(|one| (one.code.clone(), one.target.direction()));
                known.targets.insert(key, targets.collect());
            }
            plans.len()
        }
        Records::Actuals(actuals) => actuals.len(),
        Records::Behaviour(behaviour) => behaviour.len(),
        Records::Acts(_, acts) => acts.len(),
    }
}

#[test]
fn the_files_of_the_five_regions_are_taken_whole() {
    let regions = ["samarinda", "sawahlunto", "palembang", "jayawijaya", "tangerang-selatan"];
    for region in regions {
        let policy = policy(region);
        let today = "2026-07-20".parse().unwrap();
        let mut known = Known::default();
        for kind in [Kind::Employees, Kind::Plans, Kind::Actuals, Kind::Behaviour] {
            let root = env!("CARGO_MANIFEST_DIR");
            let folder = format!("{root}/../examples/regions/{region}");
            let end = if region == "tangerang-selatan" { "xlsx" } else { "csv" };
            let path = format!("{folder}/{}.{end}", kind.name());
            let bytes = open(path.as_ref(), &Limits::default()).unwrap();
            let table = read(&path, &bytes, &Limits::default()).unwrap();
            assert_eq!(kind_of(&table), Some(kind), "{path}");
            let given = parse(&table, kind, &Context { policy: &policy, today, known: &known });
            if let Some(problems) = &given.problems {
                panic!("{path}:\n{problems}");
            }
            assert_eq!(given.bad, [], "{path}");
            let taken = remember(&mut known, &given.records);
            // Each kind tells something of nearly everybody.
            assert!(taken * 10 > known.people.len() * 9, "{path}: {taken}");
            if kind == Kind::Employees || kind == Kind::Actuals {
                assert_eq!(taken, table.rows().len(), "{path}");
            }
        }
    }
}
