//! Writes the input files of the five example regions, the same bytes every time.
//!
//! `cargo run --example make_regions` writes `pegawai`, `rencana`, `realisasi`,
//! `perilaku` and what people did next to each `examples/regions/<code>/policy.toml`;
//! with `--check` it writes nothing and fails when a file differs. What came after
//! the evaluation is in `setelah-evaluasi/`, a file that is refused in `ditolak/`.
//! All people are invented. Headings and vocabularies are those of docs/files.md.
//!
//! Read the modules in this order: [`region`] (what a region's table holds),
//! `samarinda` and its four siblings (the tables), [`policy`] (what is taken from
//! the region's policy), [`people`] with [`nip`] (who works there), [`flaw`] and
//! [`form`] (whose data is missing and who does well), [`plans`] and [`evidence`]
//! (what was agreed and reached), [`acts`] (what people did), [`sheet`] with [`csv_file`] and [`xlsx_file`]
//! (how it is written down).

mod acts;
mod csv_file;
mod evidence;
mod flaw;
mod form;
mod jayawijaya;
mod nip;
mod number;
mod palembang;
mod people;
mod plans;
mod policy;
mod region;
mod samarinda;
mod sawahlunto;
mod sheet;
mod tangerang_selatan;
mod xlsx_file;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use acts::Scene;
use nip::Nips;
use policy::Policy;
use region::{Office, Region};
use sheet::Sheet;

/// What a step gives, or why it could not.
type Outcome<T> = Result<T, Box<dyn Error>>;

/// Chosen once. Another seed gives other people.
const SEED: u64 = 20_260_720;

/// One file of a region, ready to be written.
struct File {
    path: PathBuf,
    bytes: Vec<u8>,
}

fn main() -> Outcome<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let files = all_files()?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => write(&files),
        ["--check"] => Ok(check(&files)),
        other => Err(format!("unknown arguments {other:?}: give none, or `--check`").into()),
    }
}

/// The files of all regions. NIPs are unique in the whole country, so the
/// regions share one register of them.
fn all_files() -> Outcome<Vec<File>> {
    let regions = [
        samarinda::REGION,
        sawahlunto::REGION,
        palembang::REGION,
        jayawijaya::REGION,
        tangerang_selatan::REGION,
    ];
    let mut nips = Nips::default();
    let mut files = Vec::new();
    for (stream, region) in (0..).zip(&regions) {
        // A stream of its own: a change in one region leaves the others as they are.
        let mut rng = ChaCha8Rng::seed_from_u64(SEED);
        rng.set_stream(stream);
        // And another for its acts: they came after everything else.
        let mut acts_rng = ChaCha8Rng::seed_from_u64(SEED);
        acts_rng.set_stream(ACTS_STREAM + stream);
        files.extend(region_files(region, &mut nips, (&mut rng, &mut acts_rng))?);
    }
    Ok(files)
}

/// Where the streams of the acts begin.
const ACTS_STREAM: u64 = 100;

fn region_files(
    region: &Region,
    nips: &mut Nips,
    (rng, acts_rng): (&mut ChaCha8Rng, &mut ChaCha8Rng),
) -> Outcome<Vec<File>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/regions").join(region.code);
    let policy = Policy::read(&folder.join("policy.toml"))?;
    region.check_missions(&policy)?;
    let people = people::hire(region, &policy, nips, rng)?;
    let plans = plans::agree(region, &policy, &people, rng)?;
    // Where points, money or talent follow from a result, the levels are on record.
    let leveled = !(region.acts.attendance.is_empty() && region.acts.potential.is_empty());
    let staff = people::sheet(&people);
    let mut sheets = vec![
        if leveled { people::with_levels(staff, &people) } else { staff },
        plans::sheet(&policy, &plans)?,
        evidence::actuals(&policy, &plans, rng)?,
        evidence::behaviours(&policy, &people, rng)?,
    ];
    let scene = Scene { policy: &policy, people: &people, plans: &plans, acts: region.acts };
    sheets.extend(acts::before(&scene, acts_rng)?);
    acts::count_daily_reports(region.acts, &mut sheets);
    let after = acts::after(&scene, &sheets, acts_rng)?;
    let refused = if region.sends_twice { acts::refused(&sheets) } else { None };
    let folders = [
        (folder.clone(), sheets),
        (folder.join("setelah-evaluasi"), after),
        (folder.join("ditolak"), refused.into_iter().collect()),
    ];
    let mut files = Vec::new();
    for (folder, sheets) in folders {
        for sheet in sheets {
            files.push(file(region, &policy, &folder, sheet)?);
        }
    }
    Ok(files)
}

fn file(region: &Region, policy: &Policy, folder: &Path, sheet: Sheet) -> Outcome<File> {
    let sheet = if region.names_itself { sheet.with_region(region.code) } else { sheet };
    match region.office {
        Office::Csv(habit) => Ok(File {
            path: folder.join(sheet.name).with_extension("csv"),
            bytes: csv_file::render(&sheet, habit, policy.decimal)?,
        }),
        Office::Xlsx => Ok(File {
            path: folder.join(sheet.name).with_extension("xlsx"),
            bytes: xlsx_file::render(&sheet)?,
        }),
    }
}

#[expect(clippy::print_stdout, reason = "a program that writes files says which")]
fn write(files: &[File]) -> Outcome<ExitCode> {
    for File { path, bytes } in files {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))?;
        println!("{} ({} bytes)", path.display(), bytes.len());
    }
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::print_stdout, reason = "a check that fails says where")]
fn check(files: &[File]) -> ExitCode {
    let mut different = 0;
    for File { path, bytes } in files {
        // A file that cannot be read differs as much as one that is not there.
        if fs::read(path).ok().as_ref() != Some(bytes) {
            different += 1;
            println!("{} differs: run `cargo run --example make_regions`", path.display());
        }
    }
    println!("{} of {} files are as generated", files.len() - different, files.len());
    if different == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
