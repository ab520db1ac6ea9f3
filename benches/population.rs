//! A nation in columns, beside the limit and beside what one would use instead.
//!
//!     cargo bench --bench population -- [PEOPLE] [RUNS]      (1000000 7)
//!
//! Makes the population of benches/rivals/gen.py (fixed seed; numpy and pyarrow) with
//! 10 indicators and 7 values of behaviour a person, and then in turn, RUNS times:
//!
//! - h: benches/rivals/h.rs, floating point, as fast as a plain loop goes
//! - ours: exact columns from the same raw ones, in chunks into the aggregates; the
//!   conversion of the raw columns is timed on its own
//! - Polars (best and default form), `DuckDB`, and Python objects, where they are
//!   installed: `python3 -m venv target/rivals && target/rivals/bin/pip install -r
//!   benches/rivals/requirements.txt`
//!
//! With `--alone` only h and ours run. All must find the same counts. Prints medians of CPU and their ratios to ours.
//!
//!     cargo bench --bench population -- --memory [PEOPLE]...   (100000 1000000 5700000)
//!
//! Prints what ours takes beyond its columns, and the cost a person.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::needless_bitwise_bool,
    clippy::many_single_char_names,
    reason = "a bench that cannot be set up should stop, and it prints what it measured"
)]

#[path = "rivals/h.rs"]
mod h;
#[path = "rivals/raw.rs"]
mod raw;

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use kinerja_core::{
    plan::Direction,
    population::{
        Aggregates, Aggregator, Chunking, ColumnParts, Columns, PeopleColumns, RowColumns, Scorer,
    },
    region::RegionPolicy,
    testing,
};
use raw::Raw;
use rustix::time::{ClockId, clock_gettime};

fn main() {
    let asked: Vec<_> = env::args().skip(1).filter(|one| one != "--bench").collect();
    let number = |text: &String| text.parse::<usize>().expect("a number");
    match asked.split_first() {
        Some((first, others)) if first == "--memory" => {
            let sizes: Vec<_> = others.iter().map(number).collect();
            memory(if sizes.is_empty() { &[100_000, 1_000_000, 5_700_000] } else { &sizes });
        }
        Some((first, others)) if first == "--memory-of" => memory_of(number(&others[0])),
        _ => {
            let (alone, sizes): (Vec<_>, Vec<_>) =
                asked.into_iter().partition(|one| one == "--alone");
            let people = sizes.first().map_or(1_000_000, number);
            race(people, sizes.get(1).map_or(7, number), alone.is_empty());
        }
    }
}

/// Where the population is; made when it is not there.
fn population(people: usize) -> PathBuf {
    let target =
        env::var("CARGO_TARGET_DIR").map_or_else(|_| PathBuf::from("target"), PathBuf::from);
    let folder = target.join(format!("population/{people}"));
    if !folder.join("raw/unit_region_i32.bin").exists() {
        let made = Command::new(python())
            .args([Path::new("benches/rivals/gen.py"), Path::new(&people.to_string()), &folder])
            .status();
        assert!(made.is_ok_and(|made| made.success()), "gen.py needs numpy and pyarrow");
    }
    folder
}

/// The interpreter that has the rivals, if it was made.
fn python() -> PathBuf {
    let own = PathBuf::from("target/rivals/bin/python");
    if own.exists() { own } else { PathBuf::from("python3") }
}

/// The scale of the rivals: 60 % results and 40 % behaviour, at most 120.
fn policy() -> RegionPolicy {
    testing::policy()
}

/// Our columns, made from the raw ones.
struct Ours {
    offsets: Vec<u32>,
    weights: Vec<u16>,
    directions: Vec<Direction>,
    behaviour: Vec<[u32; 7]>,
}

impl Ours {
    fn of(raw: &Raw) -> Self {
        let direction = |kind: &u8| match kind {
            0 => Direction::Higher,
            1 => Direction::Lower,
            _ => Direction::Range,
        };
        let people = raw.behaviour.as_chunks::<7>().0;
        Self {
            offsets: (0..=raw.people()).map(|person| Raw::offset(person) as u32).collect(),
            weights: raw.weight.iter().map(|percent| u16::from(*percent) * 100).collect(),
            directions: raw.direction.iter().map(direction).collect(),
            behaviour: people
                .iter()
                .map(|one| one.map(|score| u32::from(score) * 1_000_000))
                .collect(),
        }
    }

    fn columns<'a>(&'a self, raw: &'a Raw) -> Columns<'a> {
        Columns::new(ColumnParts {
            period: "2026-Q2".parse().unwrap(),
            offsets: &self.offsets,
            rows: RowColumns {
                weights: &self.weights,
                directions: &self.directions,
                low: &raw.target,
                high: &raw.high,
                actual: &raw.real,
                decimals: 2,
                ..RowColumns::default()
            },
            people: PeopleColumns { behaviour: &self.behaviour, ..PeopleColumns::default() },
        })
        .unwrap()
    }
}

fn score(policy: &RegionPolicy, raw: &Raw, columns: &Columns<'_>, threads: usize) -> Aggregates {
    let scorer = Scorer::new(policy, columns.period());
    let mut aggregator = Aggregator::new(&raw.unit, &raw.unit_region).unwrap();
    scorer.for_each_chunk(columns, Chunking::on(threads), |chunk| {
        assert!(chunk.errors.is_empty(), "{:?}", chunk.errors.first());
        aggregator.add(&chunk);
    });
    aggregator.finish()
}

/// CPU seconds of this thread.
fn cpu() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// CPU of this thread and wall, in seconds.
fn timed<T>(work: impl FnOnce() -> T) -> (f64, f64, T) {
    let (before, began) = (cpu(), Instant::now());
    let found = work();
    let wall = began.elapsed().as_secs_f64();
    (cpu() - before, wall, found)
}

#[derive(Default)]
struct Figures(BTreeMap<&'static str, Vec<f64>>);

impl Figures {
    fn add(&mut self, of: &'static str, seconds: f64) {
        self.0.entry(of).or_default().push(seconds);
    }

    fn median(&self, of: &str) -> Option<f64> {
        let mut all = self.0.get(of)?.clone();
        all.sort_by(f64::total_cmp);
        Some(all[all.len() / 2])
    }
}

fn race(people: usize, runs: usize, with_others: bool) {
    let folder = population(people);
    let raw = Raw::read(&folder, true);
    let policy = policy();
    let mut out = h::Out {
        work: vec![1.0; people],
        behaviour: vec![1.0; people],
        total: vec![1.0; people],
        predicate: vec![1; people],
        action: vec![1; people],
    };
    let mut figures = Figures::default();
    for run in 0..=runs {
        let mut turn = Figures::default();
        let (seconds, _, limit) = timed(|| {
            h::score(&raw, 1, &mut out);
            h::aggregate(&raw, &out)
        });
        turn.add("h", seconds);
        let (seconds, _, ours) = timed(|| Ours::of(&raw));
        turn.add("our conversion", seconds);
        let columns = ours.columns(&raw);
        let (seconds, wall, found) = timed(|| score(&policy, &raw, &columns, 1));
        turn.add("ours", seconds);
        turn.add("ours, wall", wall);
        let (_, wall, again) = timed(|| score(&policy, &raw, &columns, 2));
        turn.add("ours on two threads, wall", wall);
        assert_eq!(found, again, "threads changed a digit");
        agree(&found, &limit);
        if with_others {
            others(&folder, people, found.all.bands, &mut turn);
        }
        // The first run warms everything up.
        if run > 0 {
            for (of, seconds) in turn.0 {
                figures.0.entry(of).or_default().extend(seconds);
            }
        }
    }
    report(&figures, people, runs);
}

/// Every engine counts the same people, in every unit.
fn agree(
    ours: &Aggregates,
    (units, regions, all): &(Vec<h::Aggregate>, Vec<h::Aggregate>, h::Aggregate),
) {
    assert_eq!(ours.all.bands, all.predicates);
    assert_eq!(ours.units.len(), units.len());
    for (ours, region) in ours.regions.iter().zip(regions) {
        assert_eq!((ours.people, ours.bands), (region.people, region.predicates));
        let far = |a: kinerja_core::number::Ratio, b: f64| {
            (a.numerator() as f64 / a.divisor() as f64 / 1e6 - b).abs()
        };
        assert!(far(ours.mean().unwrap(), region.sum / f64::from(region.people)) < 1e-5);
        for (ours, limit) in ours.percentiles().unwrap().into_iter().zip(region.ranks) {
            assert!(far(ours, limit) < 1e-5);
        }
    }
}

/// The rivals in Python, one process each.
fn others(folder: &Path, people: usize, counts: [u32; 5], turn: &mut Figures) {
    let few = people.min(100_000).to_string();
    let folder = folder.to_str().unwrap();
    let scripts: [(&str, &[&str]); 4] = [
        ("Polars, best form", &["p_polars.py", "reshape", "1", folder, "1"]),
        ("Polars, default", &["p_polars.py", "default", "1", folder, "1"]),
        ("DuckDB", &["p_duckdb.py", "table", "1", folder, "1"]),
        ("Python objects", &["p_pyloop.py", folder, &few, "1"]),
    ];
    for (of, arguments) in scripts {
        let script = format!("benches/rivals/{}", arguments[0]);
        let run = Command::new(python()).arg(script).args(&arguments[1..]).output().unwrap();
        let text = String::from_utf8(run.stdout).unwrap();
        let Some(line) = text.lines().next() else { continue };
        let found: serde_json::Value = serde_json::from_str(line).unwrap();
        let scored = found["n"].as_u64().unwrap() as usize;
        if scored == people {
            let theirs: Vec<_> = found["counts"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one.as_u64().unwrap() as u32)
                .collect();
            assert_eq!(theirs, counts, "{of}");
        }
        let seconds = found["user"].as_f64().unwrap() + found["sys"].as_f64().unwrap();
        turn.add(of, seconds * people as f64 / scored as f64);
    }
}

fn report(figures: &Figures, people: usize, runs: usize) {
    let ours = figures.median("ours").unwrap();
    println!(
        "{people} people, medians of {runs} runs in turn, seconds of CPU and the ratio to ours"
    );
    for (of, seconds) in &figures.0 {
        let (low, high) = seconds
            .iter()
            .fold((f64::MAX, 0_f64), |(low, high), one| (low.min(*one), high.max(*one)));
        let median = figures.median(of).unwrap();
        println!("{of:28} {median:.4} ({low:.4} to {high:.4})  {:.2}", median / ours);
    }
    let ratio = |a: &str, b: &str| figures.median(a).unwrap() / figures.median(b).unwrap();
    let converted = ours + figures.median("our conversion").unwrap();
    println!(
        "ours against h: {:.2}x, with the conversion {:.2}x",
        ratio("ours", "h"),
        converted / figures.median("h").unwrap()
    );
    println!(
        "two threads against one, wall: {:.2}",
        ratio("ours on two threads, wall", "ours, wall")
    );
}

/// Runs each size in a process of its own, so that its peak is its own.
fn memory(sizes: &[usize]) {
    for people in sizes {
        population(*people);
        let program = env::current_exe().unwrap();
        let run = Command::new(program).args(["--memory-of", &people.to_string()]).status();
        assert!(run.unwrap().success());
    }
}

fn memory_of(people: usize) {
    let raw = Raw::read(&population(people), false);
    let ours = Ours::of(&raw);
    let (policy, columns) = (policy(), ours.columns(&raw));
    // Forgets the peak of reading.
    fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = status("VmRSS");
    let (seconds, _, found) = timed(|| score(&policy, &raw, &columns, 1));
    let beyond = (status("VmHWM") - before) / 1024.0;
    println!(
        "{people} people: {beyond:.1} MB beyond the columns, {:.1} ns of CPU a person, counts {:?}",
        seconds * 1e9 / people as f64,
        found.all.bands
    );
}

/// A line of the system's account of this process, in kB.
fn status(key: &str) -> f64 {
    let account = fs::read_to_string("/proc/self/status").unwrap();
    let line = account.lines().find(|line| line.starts_with(key)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
