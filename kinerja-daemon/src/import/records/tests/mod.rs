//! Tests of the records: what is said about each way to be wrong.

mod acts;
mod actuals;
mod behaviour;
mod employees;
mod examples;
mod never;
mod plans;

use kinerja_core::{people::Nip, plan::Direction, region::RegionPolicy};

use super::{Context, Known, Parsed, parse};
use crate::import::headings::Kind;
use crate::import::table::Table;
use crate::import::tests::{read_file, told};
use crate::store::{KnownIndicator, KnownUnit};

const ANI: &str = "198501012010012001";
const BUDI: &str = "198001012005011001";
const CICI: &str = "199002022015032002";
/// Belongs to another region.
const DIAN: &str = "197501012000012001";
/// Is known nowhere.
const EKO: &str = "197001011995011001";

/// A unit that is on record.
const UNIT: &str = "unit-tercatat";

/// A cell that is not as in the usual row.
type Change<'a> = (&'a str, &'a str);

fn policy(region: &str) -> RegionPolicy {
    let root = env!("CARGO_MANIFEST_DIR");
    let path = format!("{root}/../examples/regions/{region}/policy.toml");
    RegionPolicy::from_toml(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn nip(text: &str) -> Nip {
    text.parse().unwrap()
}

/// Three people and a unit; one of them has a plan with an indicator of each
/// direction.
fn known() -> Known {
    let mut known = Known::default();
    known.people.extend([ANI, BUDI, CICI].map(nip));
    known.elsewhere.insert(nip(DIAN));
    known.units.insert(UNIT.to_owned(), KnownUnit::default());
    let directions = [
        ("NAIK", Direction::Higher),
        ("TURUN", Direction::Lower),
        ("RENTANG", Direction::Range),
        ("YA", Direction::YesNo),
        ("TGL", Direction::ByDate),
    ];
    let known_as = |direction| KnownIndicator { direction, is_main: true };
    let plan = directions.map(|(code, direction)| (code.parse().unwrap(), known_as(direction)));
    let plan = plan.into();
    known.targets.insert((nip(ANI), "2026-Q2".parse().unwrap()), plan);
    known
}

/// A file in which each row is the usual one with some cells changed. A change
/// of an unusual heading adds the column.
fn file(usual: &[Change<'_>], rows: &[&[Change<'_>]]) -> Table {
    let mut headings: Vec<&str> = usual.iter().map(|(heading, _)| *heading).collect();
    for (heading, _) in rows.iter().copied().flatten() {
        if !headings.contains(heading) {
            headings.push(heading);
        }
    }
    let mut text = headings.join(";");
    for changes in rows {
        let cell = |heading: &&str| {
            let all = usual.iter().chain(*changes);
            let value = all.rev().find(|(name, _)| name == heading).map_or("", |(_, value)| value);
            format!("\"{}\"", value.replace('"', "\"\""))
        };
        text.push('\n');
        text.push_str(&headings.iter().map(cell).collect::<Vec<_>>().join(";"));
    }
    read_file(text).unwrap()
}

/// What is given for a file in Samarinda, which writes commas and evaluates
/// every quarter.
fn parsed<'t>(table: &'t Table, kind: Kind, known: &Known) -> Parsed<'t> {
    let policy = policy("samarinda");
    let today = "2026-07-20".parse().unwrap();
    parse(table, kind, &Context { policy: &policy, today, known })
}

/// Each problem as `row:column CODE`.
fn problems(parsed: &Parsed<'_>) -> Vec<String> {
    parsed.problems.as_ref().map(told).unwrap_or_default()
}

/// The numbers of the rows that were not taken.
fn bad(parsed: &Parsed<'_>) -> Vec<u32> {
    parsed.bad.iter().map(|(row, _)| row.number).collect()
}

/// Checks a table of cases: changes of a file's rows, the problems that are
/// told, and the rows that are not taken.
fn check_cases(kind: Kind, usual: &[Change<'_>], cases: &[Case<'_>]) {
    let known = known();
    for (rows, expected, left_out) in cases {
        let table = file(usual, rows);
        let parsed = parsed(&table, kind, &known);
        assert_eq!(problems(&parsed), *expected, "{rows:?}");
        assert_eq!(bad(&parsed), *left_out, "{rows:?}: {:?}", parsed.bad);
    }
}

/// Checks a table of single rows: changes of the usual row, and the problems
/// that are told, for which the row is not taken.
fn check_rows(kind: Kind, usual: &[Change<'_>], cases: &[RowCase<'_>]) {
    for (changes, expected) in cases {
        let left_out: &[u32] = if expected.is_empty() { &[] } else { &[2] };
        check_cases(kind, usual, &[(&[changes], expected, left_out)]);
    }
}

type RowCase<'a> = (&'a [Change<'a>], &'a [&'a str]);
type Case<'a> = (&'a [&'a [Change<'a>]], &'a [&'a str], &'a [u32]);

#[test]
fn a_file_of_another_region_or_with_wrong_headings_gives_nothing() {
    let usual = [("nip", ANI), ("periode", "2026-Q2"), ("kode", "NAIK"), ("realisasi", "1")];
    let table = file(&usual, &[&[("tangal", "2026-07-01")], &[]]);
    let given = parsed(&table, Kind::Actuals, &known());
    assert_eq!(problems(&given), ["1:tanggal E-HEADING-MISSING", "1:tangal E-HEADING-UNKNOWN"]);
    assert_eq!(bad(&given), [2, 3]);
    #[rustfmt::skip]
    let cases: [Case<'_>; 1] = [(
        &[&[("tanggal", "2026-07-01"), ("wilayah", "samarinda")],
          &[("tanggal", "2026-07-01"), ("kode", "TURUN"), ("wilayah", "palembang")],
          &[("tanggal", "2026-07-01"), ("kode", "RENTANG"), ("wilayah", "")]],
        &["3:wilayah E-REGION", "4:wilayah E-EMPTY"],
        &[3, 4],
    )];
    check_cases(Kind::Actuals, &usual, &cases);
}
