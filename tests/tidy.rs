//! What the repository promises about itself: who may use what, how long a file
//! may be, and what stands at the top.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use toml::{Table, Value};

/// Lines of a file: what one person reads in one go.
const LINES_MAX: usize = 400;

/// The visible entries at the top.
const TOP: [&str; 14] = [
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "SECURITY.md",
    "benches",
    "docs",
    "examples",
    "kinerja-core",
    "kinerja-daemon",
    "rust-toolchain.toml",
    "tests",
];

const TOOLCHAIN: &str = "[toolchain]\nchannel = \"1.95.0\"\n";

/// What the core may depend on, and whether only by a feature.
const CORE_NEEDS: [(&str, bool); 7] = [
    ("chrono", false),
    ("chrono-tz", false),
    ("proptest", true),
    ("schemars", true),
    ("serde", false),
    ("thiserror", false),
    ("toml", true),
];

/// Words of the two crates' sources and the only places that may have them.
const FENCES: [(&str, &[&str]); 8] = [
    ("Utc::now", &["kinerja-daemon/src/clock.rs"]),
    ("Local::now", &["kinerja-daemon/src/clock.rs"]),
    ("SystemTime::now", &["kinerja-daemon/src/clock.rs"]),
    ("Instant::now", &["kinerja-daemon/src/clock.rs"]),
    ("sqlx::", &["kinerja-daemon/src/store/"]),
    ("AsyncSmtp", &["kinerja-daemon/src/mail/"]),
    ("lettre::transport", &["kinerja-daemon/src/mail/"]),
    ("lettre::", &["kinerja-daemon/src/mail/", "kinerja-daemon/src/address.rs"]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files of the repository: those that git knows, or, in a copy without
/// git's records, all but what is built.
fn files() -> Vec<String> {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output();
    let mut found: Vec<String> = match listed {
        Ok(output) if output.status.success() && root().join(".git").exists() => {
            String::from_utf8(output.stdout).unwrap().split('\0').map(str::to_owned).collect()
        }
        _ => walk(&root()),
    };
    found.retain(|path| root().join(path).is_file());
    assert!(found.len() > TOP.len(), "only {} files were found", found.len());
    found
}

fn walk(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let inside = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        if path.is_file() {
            found.push(inside);
        } else if !["target", "examples/out", ".git"].contains(&inside.as_str()) {
            found.extend(walk(&path));
        }
    }
    found
}

/// What is wrong with the form of a source file.
fn form(path: &str, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if !text.starts_with("//! ") {
        wrong.push(format!("{path}: the first line must be `//! ` and what the file is"));
    }
    let lines = text.lines().count();
    if lines > LINES_MAX {
        wrong.push(format!("{path}: {lines} lines, at most {LINES_MAX}: split it"));
    }
    wrong
}

/// The lines of code, with their numbers; comments may speak of anything.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    numbered.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// The words that stand outside their fences.
fn fences(path: &str, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for (word, rooms) in FENCES {
        if rooms.iter().any(|room| path.starts_with(room)) {
            continue;
        }
        for (number, _) in code(text).filter(|(_, line)| line.contains(word)) {
            wrong.push(format!("{path}:{number}: `{word}` only in {}", rooms.join(", ")));
        }
    }
    wrong
}

/// The floating-point types and literals of a file.
fn floats(path: &str, text: &str) -> Vec<String> {
    let is_float = |word: &str| {
        let rest = word.strip_suffix("f64").or_else(|| word.strip_suffix("f32"));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    code(text)
        .filter(|(_, line)| {
            line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(is_float)
        })
        .map(|(number, _)| format!("{path}:{number}: the core has no floating point"))
        .collect()
}

/// What is wrong with the dependencies of the core, whose versions stand in the
/// manifest of the workspace.
fn core_needs(core: &str, workspace: &str) -> Vec<String> {
    let (core, workspace): (Table, Table) = (core.parse().unwrap(), workspace.parse().unwrap());
    let optional = |need: &Value| need.get("optional").and_then(Value::as_bool) == Some(true);
    let needs = core.get("dependencies").and_then(Value::as_table).into_iter().flatten();
    let found: Vec<_> = needs.map(|(name, need)| (name.as_str(), optional(need))).collect();
    let mut wrong = Vec::new();
    if found != CORE_NEEDS {
        wrong.push(format!("the core needs {found:?}, not exactly {CORE_NEEDS:?}"));
    }
    for table in ["build-dependencies", "target"] {
        if core.contains_key(table) {
            wrong.push(format!("the core has [{table}]"));
        }
    }
    let chrono =
        workspace.get("workspace").and_then(|found| found.get("dependencies")?.get("chrono"));
    let features = chrono.and_then(|chrono| chrono.get("features")?.as_array());
    let with_clock =
        features.into_iter().flatten().any(|feature| feature.as_str() == Some("clock"));
    let defaults = chrono.and_then(|chrono| chrono.get("default-features")?.as_bool());
    if with_clock || defaults != Some(false) {
        wrong.push("chrono brings a clock into the core".to_owned());
    }
    wrong
}

/// Whether a manifest takes the lints of the workspace.
fn lints(path: &str, manifest: &str) -> Vec<String> {
    let manifest: Table = manifest.parse().unwrap();
    let inherits = manifest.get("lints").and_then(|lints| lints.get("workspace")?.as_bool());
    if inherits == Some(true) {
        return Vec::new();
    }
    vec![format!("{path}: `[lints] workspace = true` is missing")]
}

/// What is too much and what is missing at the top.
fn top<'a>(files: impl Iterator<Item = &'a str>) -> Vec<String> {
    let entries = files.filter_map(|path| path.split('/').next());
    let found: BTreeSet<_> = entries.filter(|entry| !entry.starts_with('.')).collect();
    let wanted = BTreeSet::from(TOP);
    let extra = found.difference(&wanted).map(|name| format!("{name} does not belong at the top"));
    let missing = wanted.difference(&found).map(|name| format!("{name} is missing at the top"));
    extra.chain(missing).collect()
}

fn hold(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} thing(s) are wrong:\n  {}", wrong.len(), wrong.join("\n  "));
}

/// The source files that lie below one of the folders, and what a check says.
fn over(folders: &[&str], check: fn(&str, &str) -> Vec<String>) -> Vec<String> {
    let files = files();
    let sources = files.iter().filter(|path| {
        Path::new(path).extension().is_some_and(|kind| kind == "rs")
            && folders.iter().any(|folder| path.starts_with(folder))
    });
    sources.flat_map(|path| check(path, &read(path))).collect()
}

#[test]
fn every_source_file_says_what_it_is_and_is_short() {
    hold(&over(&[""], form));
}

#[test]
fn clock_database_and_mail_stay_in_their_rooms() {
    hold(&over(&["kinerja-core/src/", "kinerja-daemon/src/"], fences));
}

#[test]
fn the_core_has_no_floating_point() {
    hold(&over(&["kinerja-core/src/"], floats));
}

#[test]
fn the_core_needs_seven_crates_and_no_clock() {
    hold(&core_needs(&read("kinerja-core/Cargo.toml"), &read("Cargo.toml")));
}

#[test]
fn every_crate_takes_the_lints_of_the_workspace_and_none_is_unsafe() {
    let manifests = ["Cargo.toml", "kinerja-core/Cargo.toml", "kinerja-daemon/Cargo.toml"];
    hold(&manifests.iter().flat_map(|path| lints(path, &read(path))).collect::<Vec<_>>());
    let workspace: Table = read("Cargo.toml").parse().unwrap();
    let level = workspace["workspace"]["lints"]["rust"]["unsafe_code"].as_str();
    assert_eq!(level, Some("forbid"));
}

#[test]
fn the_top_holds_what_it_should_and_nothing_else() {
    hold(&top(files().iter().map(String::as_str)));
    assert_eq!(read("rust-toolchain.toml"), TOOLCHAIN);
}

#[test]
fn each_check_finds_what_it_is_for() {
    let (here, clock) = ("kinerja-daemon/src/jobs/a.rs", "kinerja-daemon/src/clock.rs");
    assert_eq!(form("a.rs", "//! A file.\n"), [""; 0]);
    assert_eq!(form("a.rs", "use std::fs;\n").len(), 1);
    assert_eq!(form("a.rs", &format!("//! A file.\n{}", "\n".repeat(LINES_MAX))).len(), 1);

    let now = "//! `Utc::now` is a comment.\nlet now = Utc::now();\n";
    assert_eq!(fences(clock, now), [""; 0]);
    let found = fences(here, now);
    assert_eq!(found, [format!("{here}:2: `Utc::now` only in {clock}")]);
    for (word, _) in FENCES {
        assert!(!fences(here, &format!("use {word};")).is_empty(), "{word}");
    }

    for bad in ["fn a(b: f64) {}", "let a = 1.5_f32;", "Vec<f32>"] {
        assert_eq!(floats("a.rs", bad).len(), 1, "{bad}");
    }
    assert_eq!(floats("a.rs", "// f64\nlet buf64 = crc_f32(of64);"), [""; 0]);

    let (core, workspace) = (read("kinerja-core/Cargo.toml"), read("Cargo.toml"));
    let more = core.replace("[dependencies]", "[dependencies]\nrand = \"1\"");
    let always =
        core.replace("toml = { workspace = true, optional = true }", "toml.workspace = true");
    let clock = workspace.replace("features = [\"std\", \"serde\"]", "features = [\"clock\"]");
    for (core, workspace) in [(&more, &workspace), (&always, &workspace), (&core, &clock)] {
        assert_eq!(core_needs(core, workspace).len(), 1);
    }
    assert_eq!(lints("Cargo.toml", "[lints]\nworkspace = false").len(), 1);

    let with = TOP.into_iter().chain([".ci/run", "src/main.rs"]);
    assert_eq!(top(with), ["src does not belong at the top"]);
    assert_eq!(top(TOP.into_iter().skip(1)), ["CHANGELOG.md is missing at the top"]);
}
