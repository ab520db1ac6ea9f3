//! `import`: takes in files.

use std::path::PathBuf;

use kinerja_core::region::RegionCode;
use sha2::{Digest, Sha256};

use super::{Failure, exit::say, left_over};
use crate::{
    app::App,
    facts::Superiors,
    import::{
        error_file,
        headings::{Kind, WITHDRAWN, kind_of, unknown_kind},
        problem::{Code, Problem, Problems},
        records::{Context, Parsed, parse},
        table::{Cell, Limits, Row, Table, open, read},
    },
    policies::LoadedPolicy,
    run::InstanceLock,
    store::{
        Access, Store, Taken,
        acts::{ActKind, Presences},
        records::FileStamp,
    },
};

/// Arguments of `import`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files, or folders whose CSV and XLSX files are taken.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The region, for files without a column `wilayah`.
    #[arg(long)]
    region: Option<RegionCode>,
    /// Take the good rows and write the others, with the reasons, to a file
    /// beside this one that ends in `.salah.csv` or, where that is there
    /// already, `.salah-2.csv` and so on.
    #[arg(long)]
    keep_good_rows: bool,
}

/// A file that was read and is understood.
struct Ready<'a> {
    path: PathBuf,
    kind: Kind,
    policy: &'a LoadedPolicy,
    table: Table,
    sha256: String,
}

pub(super) async fn run(app: &App, args: Args) -> Result<(), Failure> {
    let mut files = prepare_all(app, &args)?;
    // People come before their plans, and plans before what was reached.
    files.sort_by_key(|file| Kind::ALL.iter().position(|kind| *kind == file.kind));
    let _lock = InstanceLock::take(&app.config.database)?;
    let store =
        Store::open(&app.config.database, Access::Write).await.map_err(Failure::unavailable)?;
    // The database gets its key when it is made, so that those who only look
    // need not write.
    let done = match store.instance_key().await {
        Ok(_) => take_in_all(app, &store, &files, args.keep_good_rows).await,
        Err(error) => Err(error.into()),
    };
    store.close().await;
    done
}

/// Takes in files until one is refused: the later ones rest on it.
async fn take_in_all(
    app: &App,
    store: &Store,
    files: &[Ready<'_>],
    keep_good_rows: bool,
) -> Result<(), Failure> {
    let mut rest = files.iter();
    while let Some(file) = rest.next() {
        if let Err(failure) = take_in(app, store, file, keep_good_rows).await {
            let later: Vec<_> = rest.map(|file| file.path.display().to_string()).collect();
            if later.is_empty() {
                return Err(failure);
            }
            return Err(failure.and(format!(
                "belum diambil karena bergantung padanya: {}; perbaiki, lalu impor semuanya lagi",
                later.join(", ")
            )));
        }
    }
    Ok(())
}

/// Reads every file; what makes files unreadable comes together.
fn prepare_all<'a>(app: &'a App, args: &Args) -> Result<Vec<Ready<'a>>, Failure> {
    let (mut files, mut failed) = (Vec::new(), None::<Failure>);
    for path in all_files(&args.paths)? {
        match prepare(app, args, path) {
            Ok(file) => files.push(file),
            Err(failure) => {
                failed = Some(match failed {
                    Some(before) => before.and(failure),
                    None => failure,
                });
            }
        }
    }
    failed.map_or(Ok(files), |failure| Err(failure.and("tidak ada berkas yang diambil")))
}

/// The files that are named, and those in the folders that are named, by name.
fn all_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let failed = |error| {
            Failure::unavailable(format!(
                "{}: folder tidak dapat dibaca ({error}): periksa nama dan izinnya",
                path.display()
            ))
        };
        let mut found = Vec::new();
        for entry in std::fs::read_dir(path).map_err(failed)? {
            let entry = entry.map_err(failed)?.path();
            let kind = entry.extension().unwrap_or_default().to_string_lossy().to_lowercase();
            if ["csv", "xlsx"].contains(&kind.as_str()) && !left_over::is_left_over(&entry) {
                found.push(entry);
            }
        }
        if found.is_empty() {
            return Err(Failure::data(format!(
                "{}: tidak ada berkas CSV atau XLSX",
                path.display()
            )));
        }
        found.sort();
        files.extend(found);
    }
    Ok(files)
}

fn prepare<'a>(app: &'a App, args: &Args, path: PathBuf) -> Result<Ready<'a>, Failure> {
    let limits = Limits::default();
    let bytes = open(&path, &limits).map_err(|problems| not_read(&problems))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let table = read(&name, &bytes, &limits).map_err(Failure::data)?;
    let kind =
        kind_of(&table).ok_or_else(|| Failure::data(Problems::from(unknown_kind(&table))))?;
    let policy = region(app, args, &table)?;
    let sha256 = format!("{:x}", Sha256::digest(&bytes));
    Ok(Ready { path, kind, policy, table, sha256 })
}

/// A file that is not there is another matter than one with problems.
fn not_read(problems: &Problems) -> Failure {
    let absent =
        |problem: &Problem| matches!(problem.code(), Code::FileMissing | Code::FileUnreadable);
    if problems.iter().all(absent) {
        Failure::unavailable(problems)
    } else {
        Failure::data(problems)
    }
}

/// The region of a file: its column `wilayah`, else `--region`, else the only
/// one there is.
fn region<'a>(app: &'a App, args: &Args, table: &Table) -> Result<&'a LoadedPolicy, Failure> {
    let column = table.headings().iter().position(|heading| heading == "wilayah");
    let named = column.and_then(|column| match table.rows().first()?.cells.get(column)? {
        Cell::Text(text) => Some(text.trim().to_owned()),
        Cell::Empty | Cell::Number(_) | Cell::Date(_) | Cell::Bool(_) | Cell::Bad(..) => None,
    });
    let known = || app.policies.keys().map(RegionCode::as_str).collect::<Vec<_>>().join(", ");
    let code = match (named, &args.region) {
        (Some(named), Some(asked)) if named != asked.as_str() => {
            return Err(Failure::data(format!(
                "{}: kolom `wilayah` berisi `{named}`, tetapi --region menyebut `{asked}`: samakan keduanya",
                table.file()
            )));
        }
        (Some(named), _) => named,
        (None, Some(asked)) => asked.to_string(),
        (None, None) if app.policies.len() == 1 => known(),
        (None, None) => {
            return Err(Failure::usage(format!(
                "{}: wilayah tidak disebut: tambahkan kolom `wilayah` atau --region (yang dikenal: {})",
                table.file(),
                known()
            )));
        }
    };
    app.policies.values().find(|loaded| loaded.policy.code.as_str() == code).ok_or_else(|| {
        let repair = format!("wilayah ini tidak dikenal; yang dikenal: {}", known());
        let problem = Problem::new(table.file(), Code::RegionUnknown, &code, repair);
        let problem = match table.rows().first().filter(|_| column.is_some()) {
            Some(row) => problem.in_sheet(table.sheet()).at_row(row.number).at_column("wilayah"),
            None => problem.at_column("--region"),
        };
        Failure::data(Problems::from(problem))
    })
}

async fn take_in(
    app: &App,
    store: &Store,
    file: &Ready<'_>,
    keep_good_rows: bool,
) -> Result<(), Failure> {
    let policy = &file.policy.policy;
    let shown = file.path.display();
    let before = store.taken_before(&policy.code, file.kind.name(), &file.sha256).await?;
    if let Some(day) = before {
        return say(format!("{shown}: sudah diambil pada {day}; tidak ada yang berubah"));
    }
    let mut known = store.known(&policy.code).await?;
    if let Kind::Act(kind) = file.kind
        && file.table.headings().iter().any(|heading| heading == WITHDRAWN)
    {
        known.withdrawable = store.withdrawable(&policy.code, kind).await?;
    }
    if let Kind::Employees | Kind::Act(ActKind::Movement) = file.kind {
        let moves =
            store.acts_of_region(&policy.code, policy.first_period, ActKind::Movement).await?;
        known.presences = Presences::of(&moves.acts);
        let superiors = Superiors::of(known.superiors, &moves.acts);
        (known.superiors, known.moved) = (superiors.latest(), superiors.last_moves());
    }
    let today = app.clock.today(policy.zone);
    let parsed = parse(&file.table, file.kind, &Context { policy, today, known: &known });
    let Parsed { records, problems, bad } = parsed;
    let whole = problems.is_none();
    if let Some(problems) = problems {
        refuse_or_set_aside(file, keep_good_rows, &problems, &bad)?;
    }
    // What was set aside may be good once other files are: the file counts as
    // taken in only when it was whole.
    let sha256 = whole.then(|| file.sha256.clone());
    let stamp = FileStamp { name: file.table.file().to_owned(), sha256, day: today };
    match store.take_in(&policy.code, &stamp, &records).await? {
        Taken::Now { records, changed } => say(format!(
            "{shown}: {} {}, {records} catatan diambil, {changed} baru atau berubah",
            file.kind.name(),
            policy.code
        )),
        Taken::Before { day } => {
            say(format!("{shown}: sudah diambil pada {day}; tidak ada yang berubah"))
        }
    }
}

/// Refuses a file with problems or, when good rows are to be kept, writes the
/// others beside it.
fn refuse_or_set_aside(
    file: &Ready<'_>,
    keep_good_rows: bool,
    problems: &Problems,
    bad: &[(&Row, String)],
) -> Result<(), Failure> {
    if !keep_good_rows {
        return Err(Failure::data(format!(
            "{problems}\n{}: tidak ada yang disimpan",
            file.path.display()
        )));
    }
    let bytes = error_file::write(&file.table, bad, file.policy.policy.decimal);
    let path = left_over::write(&file.path, &bytes).map_err(Failure::unavailable)?;
    say(format!(
        "{}: {} baris tidak diambil, lihat {}",
        file.path.display(),
        bad.len(),
        path.display()
    ))
}
