//! Scores a nation from two CSV files in batches, adds it up by region and explains one
//! person: `cargo run --release --example nation_from_csv [PEOPLE.csv INDICATORS.csv]`.
//!
//! `PEOPLE.csv`: `person,region,unit` and the seven scores of behaviour. `INDICATORS.csv`:
//! `person,weight,direction,low,high,actual`, the people in the same order. What stays in
//! memory is a batch of people and, of everybody, the number of the unit and the total.
#![expect(clippy::print_stdout, reason = "an example shows its result")]

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fmt::Write,
    fs::File,
    io::{BufReader, Read},
};

use csv::{Reader, StringRecord};
use kinerja_core::{
    calendar::Period,
    evaluation::{Derivation, evaluate},
    language::Language,
    number::{DecimalMark, Quantity, Score, Weight},
    plan::Direction,
    population::{
        Aggregate, Aggregates, Aggregator, Chunking, ColumnError, ColumnParts, Columns,
        DECIMALS_MAX, NOT_GIVEN, PeopleColumns, RowColumns, Scorer,
    },
    region::RegionPolicy,
    scheme::Predicate,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;
type Csv = Reader<Box<dyn Read>>;

const POLICY: &str = include_str!("regions/tangerang-selatan/policy.toml");

const PERIOD: &str = "2026-Q2";

/// People of the nation that is made where no files are given.
const MADE: usize = 2_000;

fn main() -> Result<()> {
    let policy = RegionPolicy::from_toml(POLICY)?;
    let paths: Vec<_> = env::args().skip(1).collect();
    let nation = match paths.as_slice() {
        [people, indicators] => Nation::Files([people.clone(), indicators.clone()]),
        _ => Nation::Made([people(), indicators()?]),
    };
    let units = Units::read(nation.open(0)?)?;
    let (found, refused) = score(&policy, &nation, &units, Chunking::on(2), 100_000)?;
    for (region, number) in &units.regions {
        print(region, found.regions.get(index(*number)?).ok_or("a region has a number")?);
    }
    print("Nation", &found.all);
    for error in &refused {
        println!("left out: {error}");
    }
    println!("The first person:");
    explain(&policy, &nation)?;

    if matches!(nation, Nation::Made(_)) {
        // One person's weights do not make the whole: he is named and left out.
        assert_eq!(index(found.all.proposed())?, MADE - 1);
        assert_eq!(refused.iter().map(|error| error.person).collect::<Vec<_>>(), [1_234]);
        // The digits do not depend on batches, chunks or threads.
        assert_eq!(score(&policy, &nation, &units, Chunking::on(1), 7)?, (found, refused));
    }
    Ok(())
}

fn print(name: &str, found: &Aggregate) {
    let mean = found.mean().map(|mean| mean.show(DecimalMark::Point));
    let counts = Predicate::BEST_FIRST.into_iter().zip(found.predicates);
    let counts = counts.map(|(predicate, count)| format!("{} {count}", predicate.code()));
    let counts = counts.collect::<Vec<_>>().join(", ");
    println!("{name}: {} people, mean {}: {counts}", found.people, mean.unwrap_or_default());
}

/// Scores batch after batch, each in chunks on some threads.
fn score(
    policy: &RegionPolicy,
    nation: &Nation,
    units: &Units,
    chunking: Chunking,
    batch_people: usize,
) -> Result<(Aggregates, Vec<ColumnError>)> {
    let scorer = Scorer::new(policy, PERIOD.parse()?);
    let mut aggregator = Aggregator::new(&units.unit_of, &units.region_of)?;
    let (mut people, mut rows) = (nation.open(0)?, Rows::new(nation.open(1)?)?);
    let (mut batch, mut start, mut refused) = (Batch::default(), 0, Vec::new());
    while batch.fill(&mut people, &mut rows, batch_people)? {
        let columns = batch.columns(scorer.period())?;
        scorer.for_each_chunk(&columns, chunking, |chunk| {
            // Chunks and errors count people from the batch on, the nation from its first.
            let of_nation =
                |error: &ColumnError| ColumnError { person: start + error.person, ..error.clone() };
            refused.extend(chunk.errors.iter().map(of_nation));
            aggregator.add(&chunk.moved(start));
        });
        start += columns.len();
    }
    if !rows.is_over {
        return Err(format!("{:?} is out of order: nobody is left for it", rows.next).into());
    }
    Ok((aggregator.finish(), refused))
}

/// Why the first person has the result that he has: plan and evidence come back from
/// the columns.
fn explain(policy: &RegionPolicy, nation: &Nation) -> Result<()> {
    let mut batch = Batch::default();
    batch.fill(&mut nation.open(0)?, &mut Rows::new(nation.open(1)?)?, 1)?;
    let (plan, evidence) = batch.columns(PERIOD.parse()?)?.person(0)?;
    let found = evaluate(policy, &plan, &evidence);
    let derivation = Derivation::new(&plan, &evidence, &found);
    for line in derivation.lines(policy, Some(&plan), Language::English) {
        println!("  {} [{}]", line.text, line.source);
    }
    Ok(())
}

/// Some people as columns; the room is used again for the next.
#[derive(Default)]
struct Batch {
    offsets: Vec<u32>,
    weights: Vec<u16>,
    directions: Vec<Direction>,
    low: Vec<i64>,
    high: Vec<i64>,
    actual: Vec<i64>,
    behaviour: Vec<[u32; 7]>,
}

impl Batch {
    /// Reads the next people; false where there are no more.
    fn fill(&mut self, people: &mut Csv, rows: &mut Rows, most: usize) -> Result<bool> {
        self.clear();
        let mut record = StringRecord::new();
        while self.behaviour.len() < most && people.read_record(&mut record)? {
            let person = field(&record, 0)?;
            let mut scores = [NOT_GIVEN; 7];
            for (score, text) in scores.iter_mut().zip(record.iter().skip(3)) {
                // An empty cell is a score that nobody gave, and never zero.
                if !text.is_empty() {
                    *score = u32::try_from(text.parse::<Score>()?.micros())?;
                }
            }
            self.behaviour.push(scores);
            while let Some(row) = rows.of(person) {
                self.push(row)?;
                rows.advance()?;
            }
            self.offsets.push(u32::try_from(self.weights.len())?);
        }
        Ok(!self.behaviour.is_empty())
    }

    fn clear(&mut self) {
        self.offsets.clear();
        self.offsets.push(0);
        self.weights.clear();
        self.directions.clear();
        self.low.clear();
        self.high.clear();
        self.actual.clear();
        self.behaviour.clear();
    }

    fn push(&mut self, row: &StringRecord) -> Result<()> {
        let micros = |place| -> Result<i64> {
            Ok(i64::try_from(field(row, place)?.parse::<Quantity>()?.micros())?)
        };
        let weight: Weight = field(row, 1)?.parse()?;
        self.weights.push(u16::try_from(weight.basis_points())?);
        self.directions.push(match field(row, 2)? {
            "higher" => Direction::Higher,
            "lower" => Direction::Lower,
            "range" => Direction::Range,
            other => return Err(format!("`{other}` is no direction").into()),
        });
        self.low.push(micros(3)?);
        self.high.push(micros(4)?);
        self.actual.push(micros(5)?);
        Ok(())
    }

    fn columns(&self, period: Period) -> Result<Columns<'_>> {
        Ok(Columns::new(ColumnParts {
            period,
            offsets: &self.offsets,
            rows: RowColumns {
                weights: &self.weights,
                directions: &self.directions,
                low: &self.low,
                high: &self.high,
                actual: &self.actual,
                // Amounts in millionths.
                decimals: DECIMALS_MAX,
                ..RowColumns::default()
            },
            people: PeopleColumns { behaviour: &self.behaviour, ..PeopleColumns::default() },
        })?)
    }
}

/// The rows of `INDICATORS.csv`, of which the next is looked at before it is taken.
struct Rows {
    csv: Csv,
    next: StringRecord,
    is_over: bool,
}

impl Rows {
    fn new(csv: Csv) -> Result<Self> {
        let mut rows = Self { csv, next: StringRecord::new(), is_over: false };
        rows.advance()?;
        Ok(rows)
    }

    fn advance(&mut self) -> Result<()> {
        self.is_over = !self.csv.read_record(&mut self.next)?;
        Ok(())
    }

    /// The next row, where it is this person's.
    fn of(&self, person: &str) -> Option<&StringRecord> {
        (!self.is_over && self.next.get(0) == Some(person)).then_some(&self.next)
    }
}

/// The units and regions in numbers, as an aggregator wants them.
#[derive(Default)]
struct Units {
    unit_of: Vec<u32>,
    region_of: Vec<u32>,
    regions: BTreeMap<String, u32>,
}

impl Units {
    fn read(mut people: Csv) -> Result<Self> {
        let (mut found, mut units) = (Self::default(), BTreeMap::new());
        let mut record = StringRecord::new();
        while people.read_record(&mut record)? {
            let (region, unit) = (field(&record, 1)?, field(&record, 2)?);
            let next = u32::try_from(found.regions.len())?;
            let region = *found.regions.entry(region.to_owned()).or_insert(next);
            let next = u32::try_from(units.len())?;
            let unit = *units.entry((region, unit.to_owned())).or_insert(next);
            if unit == next {
                found.region_of.push(region);
            }
            found.unit_of.push(unit);
        }
        Ok(found)
    }
}

/// Where the two files come from.
enum Nation {
    Files([String; 2]),
    Made([String; 2]),
}

impl Nation {
    fn open(&self, place: usize) -> Result<Csv> {
        let (Self::Files(both) | Self::Made(both)) = self;
        let one = both.get(place).ok_or("there are two files")?;
        let source: Box<dyn Read> = match self {
            Self::Files(_) => Box::new(BufReader::new(File::open(one)?)),
            Self::Made(_) => Box::new(std::io::Cursor::new(one.clone())),
        };
        Ok(Reader::from_reader(source))
    }
}

fn field(record: &StringRecord, place: usize) -> Result<&str> {
    Ok(record.get(place).ok_or_else(|| format!("{record:?} has no column {}", place + 1))?)
}

fn index(number: u32) -> Result<usize> {
    Ok(usize::try_from(number)?)
}

fn people() -> String {
    let people = (0..MADE).map(|person| {
        let (region, unit, score) = (person % 3, person % 10, 75 + person % 31);
        format!("P{person},Region {region},Unit {unit}{}\n", format!(",{score}.5").repeat(7))
    });
    format!("person,region,unit{}\n{}", ",behaviour".repeat(7), people.collect::<String>())
}

fn indicators() -> Result<String> {
    let mut text = "person,weight,direction,low,high,actual\n".to_owned();
    for person in 0..MADE {
        let weight = if person == 1_234 { "50" } else { "60" };
        let (coverage, days) = (70 + person % 41, 3 + person % 7);
        writeln!(text, "P{person},{weight},higher,90,90,{coverage}.25")?;
        writeln!(text, "P{person},40,lower,6.5,6.5,{days}")?;
    }
    Ok(text)
}
