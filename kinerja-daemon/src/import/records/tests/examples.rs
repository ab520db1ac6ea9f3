//! The files of the five reference regions, read in the order of an office.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::super::{Context, Known, parse};
use super::policy;
use crate::import::headings::{Kind, kind_of};
use crate::import::table::{Limits, Table, open, read};
use crate::store::{KnownIndicator, acts::ActKind, records::Records};

/// Keeps what a store would know.
fn remember(known: &mut Known, records: &Records) -> usize {
    match records {
        Records::Employees(employees) => {
            known.people.extend(employees.iter().map(|employee| employee.nip.clone()));
            for employee in employees {
                known.units.entry(employee.unit.clone()).or_default();
            }
            employees.len()
        }
        Records::Plans(plans) => {
            for record in plans {
                let key = (record.nip.clone(), record.plan.period());
                let targets = record.plan.indicators().iter();
                let targets = targets.map(|one| (one.code.clone(), KnownIndicator::of(one)));
                known.targets.insert(key, targets.collect());
            }
            plans.len()
        }
        Records::Actuals(actuals) => actuals.len(),
        Records::Behaviour(behaviour) => behaviour.len(),
        Records::Acts(_, acts) => acts.len(),
    }
}

const REGIONS: [&str; 5] =
    ["samarinda", "sawahlunto", "palembang", "jayawijaya", "tangerang-selatan"];

/// What is known when a region evaluates, and what came after that.
const FOLDERS: [(&str, &str); 2] = [("", "2026-07-20"), ("setelah-evaluasi", "2026-08-06")];

const COMPLAINTS: Kind = Kind::Act(ActKind::Complaint);

/// The years before 2022, which none of the five regions looks back at.
const OLDER: &str = "../before-2022";

fn folder(region: &str, name: &str) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.join("../examples/regions").join(region).join(name)
}

/// The file of a kind, where the folder has one.
fn file(folder: &Path, kind: Kind) -> Option<PathBuf> {
    let mut paths = ["csv", "xlsx"].map(|end| folder.join(kind.name()).with_extension(end));
    paths.sort_by_key(|path| !path.exists());
    paths.into_iter().next().filter(|path| path.exists())
}

fn table_of(path: &Path) -> Table {
    let bytes = open(path, &Limits::default()).unwrap();
    read(&path.display().to_string(), &bytes, &Limits::default()).unwrap()
}

/// Takes a file whole, or fails with what is wrong in it.
fn take(path: &Path, kind: Kind, context: &Context<'_>) -> (Records, usize) {
    let (table, path) = (table_of(path), path.display());
    assert_eq!(kind_of(&table), Some(kind), "{path}");
    let given = parse(&table, kind, context);
    if let Some(problems) = &given.problems {
        panic!("{path}:\n{problems}");
    }
    assert_eq!(given.bad, [], "{path}");
    (given.records, table.rows().len())
}

#[test]
fn the_files_of_all_examples_are_taken_whole() {
    let mut everywhere = BTreeSet::new();
    for region in REGIONS {
        let (policy, mut known, mut acts) = (policy(region), Known::default(), 0);
        for (name, today) in FOLDERS {
            let (folder, today) = (folder(region, name), today.parse().unwrap());
            for kind in Kind::ALL {
                let Some(path) = file(&folder, kind) else { continue };
                let context = Context { policy: &policy, today, known: &known };
                let (records, rows) = take(&path, kind, &context);
                let is_act = matches!(records, Records::Acts(..));
                let taken = remember(&mut known, &records);
                let path = path.display();
                // Each of the first four kinds tells something of nearly everybody.
                assert!(is_act || taken * 10 > known.people.len() * 9, "{path}: {taken}");
                if is_act || kind == Kind::Employees || kind == Kind::Actuals {
                    assert_eq!(taken, rows, "{path}");
                }
                acts += usize::from(is_act);
                everywhere.insert(kind.name());
            }
        }
        assert!(acts >= 5, "{region} has only {acts} kinds of acts");
    }
    let (policy, mut known) = (policy(OLDER), Known::default());
    for (name, today) in FOLDERS {
        let (folder, today) = (folder(OLDER, name), today.parse().unwrap());
        for kind in Kind::ALL {
            let Some(path) = file(&folder, kind) else { continue };
            let context = Context { policy: &policy, today, known: &known };
            let (records, _) = take(&path, kind, &context);
            remember(&mut known, &records);
            everywhere.insert(kind.name());
        }
    }
    assert_eq!(everywhere, Kind::ALL.map(Kind::name).into(), "each kind is somewhere");
}

#[test]
fn complaints_that_tell_who_complained_are_refused_until_they_are_corrected() {
    let (policy, mut known) = (policy("palembang"), Known::default());
    let today = "2026-07-20".parse().unwrap();
    let people = file(&folder("palembang", ""), Kind::Employees).unwrap();
    let context = Context { policy: &policy, today, known: &known };
    let (records, _) = take(&people, Kind::Employees, &context);
    remember(&mut known, &records);
    let context = Context { policy: &policy, today, known: &known };
    let corrected = file(&folder("palembang", ""), COMPLAINTS).unwrap();
    let refused = file(&folder("palembang", "ditolak"), COMPLAINTS).unwrap();
    let refused = table_of(&refused);
    let given = parse(&refused, COMPLAINTS, &context);
    let problems = given.problems.unwrap().to_string();
    assert!(problems.contains("E-PRIVATE") && !problems.contains("warga@"), "{problems}");
    take(&corrected, COMPLAINTS, &context);
}
