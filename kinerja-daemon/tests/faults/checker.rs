//! The checker finds what it is for: whatever is planted is named.

use std::{fs, path::Path};

use crate::region::{Look, Region, check, said};

/// A region that is done.
fn done() -> Region {
    let mut region = Region::of(4);
    region.finish();
    assert_eq!(region.broken(&Look::default()), "");
    region
}

#[test]
fn the_checker_finds_nothing_wrong_where_nothing_is() {
    let region = done();
    assert_eq!(region.broken(&Look { settled: true, events: Some(0), pages: true }), "");
}

#[test]
fn the_checker_names_each_promise_that_a_planted_row_breaks() {
    #[rustfmt::skip]
    let table = [
        ("I1",  "DELETE FROM result WHERE employee_id = 2"),
        ("I1",  "DELETE FROM membership WHERE employee_id = 2; DELETE FROM result WHERE employee_id = 2"),
        ("I1",  "UPDATE result SET derivation = ' ', predicate = NULL WHERE employee_id = 2"),
        ("I1",  "INSERT INTO run SELECT 99, kind, region, period, 'dinkes', revision, policy_sha256,
                 inputs_sha256, reason, as_of, tally, services FROM run;
                 UPDATE result SET run_id = 99 WHERE employee_id = 2;
                 INSERT INTO result SELECT 1, 2, plan_id, actuals_id, behaviour_id, predicate,
                 result_rating, behaviour_rating, total, derivation FROM result WHERE run_id = 99"),
        ("I2",  "DELETE FROM mail WHERE id = 4"),
        ("I2",  "UPDATE mail SET employee_id = 1, event = 'x' WHERE id = 2"),
        ("I2",  "UPDATE mail SET run_id = 77 WHERE id = 2"),
        ("I3",  "DELETE FROM mail WHERE id = 2"),
        ("I3",  "UPDATE mail SET state = 'unknown' WHERE id = 2"),
        ("I4",  "UPDATE mail SET sha256 = 'other' WHERE id = 2"),
        ("I5",  "UPDATE mail SET sha256 = 'other', state = 'held' WHERE id = 2"),
        ("I5",  "UPDATE mail SET employee_id = 77 WHERE id = 2"),
        ("I9",  "UPDATE published SET files_sha256 = 'other'"),
        ("I9",  "INSERT INTO imported_file SELECT 99, region, kind, 'x', name, records, day
                 FROM imported_file LIMIT 1"),
        ("I9",  "DELETE FROM published"),
        ("I10", "UPDATE result SET total = '1' WHERE employee_id = 2"),
        ("I10", "UPDATE follow_up SET due_on = '2026-01-01'"),
        ("I11", "INSERT INTO attempt (mail_id, number, at, reply) VALUES (99, 1, 1, 'x')"),
        ("I12", "INSERT INTO unit (region, code, name) VALUES ('samarinda', 'baru', 'Baru');
                 UPDATE employee SET unit = 'baru' WHERE id = 2"),
        ("I13", "UPDATE mail SET expires_at = 1 WHERE id = 2"),
        (
            "I13",
            "UPDATE mail SET expires_at = 1 WHERE id = 2;
            UPDATE attempt SET code = NULL WHERE mail_id = 2",
        ),
    ];
    let region = done();
    let database = region.path("kinerja.db");
    let whole = fs::read(&database).unwrap();
    for (promise, sql) in table {
        fs::write(&database, &whole).unwrap();
        region.sql(sql);
        let found = judge(&region, &database);
        assert!(is_named(&found, promise), "{promise} is not broken by {sql}:\n{found}");
    }
}

#[test]
fn the_checker_misses_each_reminder_that_is_lost_or_never_told() {
    let mut region = Region::of(4).reminding();
    region.finish();
    let look = Look { settled: true, events: Some(0), pages: true };
    assert_eq!(region.broken(&look), "");
    assert!(region.count("SELECT COUNT(*) FROM mail WHERE run_id IS NULL") > 0);
    let database = region.path("kinerja.db");
    let whole = fs::read(&database).unwrap();
    let is_told = "kind <> 'evaluation' AND state = 'done'";
    for sql in [
        format!("DELETE FROM occurrence WHERE {is_told}"),
        format!(
            "UPDATE occurrence SET state = 'open', mail_id = NULL, finished_at = NULL WHERE {is_told}"
        ),
    ] {
        let unsent = "PRAGMA foreign_keys = 0; DELETE FROM attempt WHERE mail_id IN
            (SELECT id FROM mail WHERE run_id IS NULL); DELETE FROM mail WHERE run_id IS NULL";
        fs::write(&database, &whole).unwrap();
        region.sql(&format!("{unsent}; {sql}"));
        let found = judge(&region, &database);
        assert!(is_named(&found, "I10"), "{sql}:\n{found}");
    }
}

/// The checker with all but a database made anew.
fn judge(region: &Region, database: &Path) -> String {
    let mut command = check(database);
    command.arg("--settled").arg("--relay").arg(region.path("relay.jsonl"));
    command.args(["--everyone", "uji@kinerja.example.go.id", "--events", "0"]);
    command.arg("--undisturbed").arg(region.path("undisturbed/kinerja.db"));
    command.arg("--published").arg(region.path("")).arg("--log").arg(region.path("log"));
    said(&command.output().unwrap())
}

fn is_named(found: &str, promise: &str) -> bool {
    let broken = found.lines().find_map(|line| line.strip_prefix("broken: "));
    broken.is_some_and(|broken| broken.split(' ').any(|name| name == promise))
}

/// Changes a line of what the relay took, and gives what the checker says.
fn with_relay(region: &Region, change: impl Fn(Vec<String>) -> Vec<String>) -> String {
    let path = region.path("relay.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    let lines = change(text.lines().map(str::to_owned).collect());
    fs::write(&path, lines.join("\n")).unwrap();
    let found = judge(region, &region.path("kinerja.db"));
    fs::write(&path, text).unwrap();
    found
}

fn is_took(line: &str) -> bool {
    line.contains("\"took\"")
}

#[test]
fn the_checker_names_each_promise_that_the_relay_contradicts() {
    let region = done();
    let lost = |mut lines: Vec<String>| {
        let first = lines.iter().position(|line| is_took(line)).unwrap();
        lines.remove(first);
        lines
    };
    let again = |times| {
        move |mut lines: Vec<String>| {
            let first = lines.iter().find(|line| is_took(line)).unwrap().clone();
            lines.extend(vec![first; times]);
            lines
        }
    };
    let other = |from: &'static str, to: &'static str| {
        move |mut lines: Vec<String>| {
            let first = lines.iter().find(|line| is_took(line)).unwrap();
            lines.push(first.replace(from, to));
            lines
        }
    };
    for (promise, found) in [
        ("I4", with_relay(&region, lost)),
        ("I5", with_relay(&region, other("\"message_id\":\"<", "\"message_id\":\"<x"))),
        ("I5", with_relay(&region, other("<uji@", "<lain@"))),
        ("I6", with_relay(&region, again(2))),
        ("I6", with_relay(&region, other("\"sha256\":\"", "\"sha256\":\"0"))),
        ("I7", with_relay(&region, again(1))),
    ] {
        assert!(is_named(&found, promise), "{promise}:\n{found}");
    }
    // A copy more than things broke, also where each was in doubt.
    region.sql(
        "INSERT INTO attempt (mail_id, number, at, phase, reply)
        SELECT id, 9, 1, 'body', 'x' FROM mail",
    );
    let found = with_relay(&region, again(1));
    assert!(is_named(&found, "I7") && found.contains("of 0 events"), "{found}");
}

#[test]
fn the_checker_sees_changed_files_broken_pages_and_words_in_logs() {
    let region = done();
    let database = region.path("kinerja.db");
    let page = region.path("summaries/samarinda/ringkasan.csv");
    let before = fs::read(&page).unwrap();
    fs::write(&page, "lain").unwrap();
    assert!(is_named(&judge(&region, &database), "I9"));
    fs::write(&page, before).unwrap();

    // Half of a folder is none, also while work goes on.
    let whole = region.path("undisturbed");
    let halfway = || {
        let mut command = check(&database);
        command.arg("--published").arg(region.path("")).arg("--rebuilt").arg(&whole);
        said(&command.output().unwrap())
    };
    assert_eq!(halfway(), "");
    fs::remove_file(&page).unwrap();
    assert!(is_named(&halfway(), "I9"));
    fs::remove_dir_all(region.path("summaries")).unwrap();
    assert_eq!(halfway(), "");

    let log = region.path("log");
    let before = fs::read_to_string(&log).unwrap();
    fs::write(&log, format!("{before}\nmail to bambang.basri@samarinda.example.go.id")).unwrap();
    assert!(is_named(&judge(&region, &database), "I14"));
    fs::write(&log, format!("{before}\npassword=rahasia")).unwrap();
    let mut command = check(&database);
    command.arg("--log").arg(&log).args(["--secret", "rahasia"]);
    assert!(is_named(&said(&command.output().unwrap()), "I14"));
    fs::write(&log, before).unwrap();

    let whole = fs::read(&database).unwrap();
    fs::write(&database, &whole[..whole.len() - 8_192 * 2]).unwrap();
    assert!(judge(&region, &database).contains("I11"));
    fs::write(&database, "no database").unwrap();
    assert!(judge(&region, &database).contains("I11 broken"));
}
