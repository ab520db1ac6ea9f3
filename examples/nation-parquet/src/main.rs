//! Scores a nation from a Parquet file: `cargo run --release [-- NATION.parquet]`.
//!
//! One row a person: `region` and `unit` (numbers from 0, a unit in one region), the
//! seven scores of `behaviour` in millionths, and a list of `indicators`. The columns
//! of a row group are lent to the scorer as they are; no object is made for a row.

mod made;
mod nation;

use std::{
    env,
    error::Error,
    fs::{self, File},
    path::Path,
    process,
};

use kinerja_core::{
    number::{DecimalMark, Ratio},
    population::{Aggregate, Aggregates, Aggregator, Chunking, ColumnError, Scorer},
    region::RegionPolicy,
    scheme::Predicate,
};

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

const POINT: DecimalMark = DecimalMark::Point;

/// People of the nation that is made where no file is given.
const MADE: u32 = 20_000;

fn main() -> Result<()> {
    let policy = RegionPolicy::from_toml(include_str!("../policy.toml"))?;
    let (found, refused) = match env::args().nth(1) {
        Some(path) => score(&policy, Path::new(&path), Chunking::on(2))?,
        None => {
            let path = env::temp_dir().join(format!("nation-{}.parquet", process::id()));
            made::write(&path, MADE)?;
            let once = score(&policy, &path, Chunking::on(2))?;
            let again = score(&policy, &path, Chunking::on(1))?;
            fs::remove_file(&path)?;
            assert_eq!(once, again, "the digits do not depend on threads");
            // Of one person the weights do not make the whole.
            assert_eq!((once.0.all.proposed(), once.1.len()), (MADE - 1, 1));
            once
        }
    };
    for (number, region) in found.regions.iter().enumerate() {
        print(&format!("Region {number}"), region);
    }
    print("Nation", &found.all);
    for error in &refused {
        println!("left out: {error}");
    }
    Ok(())
}

/// Scores row group after row group, each in chunks on some threads; also who was left
/// out, because the numbers do not hold.
fn score(
    policy: &RegionPolicy,
    path: &Path,
    chunking: Chunking,
) -> Result<(Aggregates, Vec<ColumnError>)> {
    let units = nation::units(File::open(path)?)?;
    let mut aggregator = Aggregator::new(&units.unit_of, &units.region_of)?;
    let scorer = Scorer::new(policy, "2026-Q2".parse()?);
    let (mut start, mut refused) = (0, Vec::new());
    for group in nation::groups(File::open(path)?)? {
        let group = group?;
        let columns = group.columns(scorer.period())?;
        scorer.for_each_chunk(&columns, chunking, |chunk| {
            // Chunks and errors count people from the row group on, the nation from its
            // first.
            let of_nation =
                |error: &ColumnError| ColumnError { person: start + error.person, ..error.clone() };
            refused.extend(chunk.errors.iter().map(of_nation));
            aggregator.add(&chunk.moved(start));
        });
        start += columns.len();
    }
    Ok((aggregator.finish(), refused))
}

fn print(name: &str, found: &Aggregate) {
    let show = |number: Option<Ratio>| number.map_or_else(String::new, |one| one.show(POINT));
    let mean = show(found.mean());
    let median = show(found.percentiles().map(|[_, median, _]| median));
    let counts = Predicate::BEST_FIRST.into_iter().zip(found.predicates);
    let counts: Vec<_> =
        counts.map(|(predicate, count)| format!("{} {count}", predicate.code())).collect();
    let (people, counts) = (found.people, counts.join(", "));
    println!("{name}: {people} people, mean {mean}, median {median}: {counts}");
}
