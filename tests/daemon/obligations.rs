//! What falls due, put on record by the real store: each once, and what the failures
//! of other schedules (F12 to F17) do to it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
};

use chrono::{DateTime, TimeDelta, Utc};
use kinerja_core::region::{PolicyParts, RegionPolicy};
use kinerja_daemon::{
    app::App,
    clock::{Clock, Hands},
    config::Route,
    jobs::digests::{Audiences, Recipient, tellings},
    policies::Policies,
    run::{InstanceLock, Pass, Stop, guard, pass},
};

use crate::{
    sql::Sql,
    world::{NOW, World},
};

/// Reminders by kind, who hears and state.
const BY_STATE: &str = "
    SELECT kind || ' ' || hears || ' ' || state || ' ' || COUNT(*) FROM occurrence
    WHERE subject LIKE 'person/%' GROUP BY kind, hears, state ORDER BY kind, hears, state";

/// So many regions with the policy of Samarinda, each with one unit of one person.
async fn regions(world: &World, sql: &Sql, count: usize) -> App {
    let mut app = world.app(Route::Off, NOW);
    let template = app.policies.values().next().unwrap().clone();
    let mut policies = Policies::new();
    let (mut units, mut people) = (Vec::new(), Vec::new());
    for number in 0..count {
        let region = format!("wilayah-{number}");
        let mut loaded = template.clone();
        let parts = PolicyParts { code: region.parse().unwrap(), ..(*template.policy).clone() };
        loaded.policy = RegionPolicy::new(parts).unwrap();
        policies.insert(region.parse().unwrap(), loaded);
        units.push(format!("('{region}', 'u', 'Unit')"));
        let (month, serial) = (1 + number / 999, 1 + number % 999);
        let nip = format!("197307192004{month:02}2{serial:03}");
        people.push(format!("('{region}', '{nip}', 'Nama', 'pns', 'u', 'Analis')"));
    }
    sql.run(&format!("INSERT INTO unit (region, code, name) VALUES {}", units.join(", "))).await;
    let people = people.join(", ");
    sql.run(&format!(
        "INSERT INTO employee (region, nip, name, employment, unit, post) VALUES {people}"
    ))
    .await;
    app.policies = Arc::new(policies);
    app
}

async fn pass_at(world: &World, app: &App, now: &str) -> Pass {
    let store = world.store().await;
    let app = App { clock: Clock::At(now.parse().unwrap()), ..app.clone() };
    let done = pass(&app, &store, &Stop::default()).await.unwrap();
    store.close().await;
    assert_eq!(done.faults, [""; 0]);
    done
}

#[tokio::test]
async fn a_late_evaluation_stands_as_of_the_day_on_which_it_was_due() {
    let world = World::of_one_unit().await.reminds().await;
    world.pass_at("2026-07-20T01:00:00Z").await;
    let as_of = world.sql().await.number("SELECT as_of FROM run").await;
    let as_of = DateTime::<Utc>::from_timestamp_micros(as_of).unwrap();
    assert_eq!(as_of.to_rfc3339(), "2026-07-14T16:00:00+00:00");
}

#[tokio::test]
async fn people_are_reminded_once_of_what_they_lack_and_no_more_when_it_is_there() {
    let nips = |row: &str| row.split(';').next().unwrap().to_owned();
    // Nobody has reported anything.
    let world = World::of_one_unit().await.reminds().await;
    let sql = world.sql().await;
    sql.run("DELETE FROM document WHERE kind = 'actuals'").await;
    let states = async || sql.texts(BY_STATE).await;
    let done = world.pass_at("2026-07-05T01:00:00Z").await;
    assert_eq!(done.reminders, 0, "{:?}", states().await);
    // The fifth is a Sunday: five days before the tenth, at eight in Samarinda.
    let done = world.pass_at("2026-07-06T00:00:00Z").await;
    let of = |kind: &str, all: Vec<String>| -> Vec<String> {
        all.into_iter().filter(|line| line.starts_with(kind)).collect()
    };
    assert_eq!(of("report_due", states().await), ["report_due responsible done 22"]);
    assert_eq!(done.reminders, 22);
    assert_eq!(world.pass_at("2026-07-06T00:05:00Z").await.reminders, 0);
    world.pass_at("2026-07-10T02:00:00Z").await;
    assert_eq!(of("report_due", states().await), ["report_due responsible done 44"]);
    // One person reports, and is not told of late evidence any more.
    let actuals = world.text_of("realisasi.csv");
    let (heading, rows) = actuals.split_once('\n').unwrap();
    let reporter = nips(rows);
    let mine: Vec<_> = rows.lines().filter(|row| nips(row) == reporter).collect();
    // In the evening it is too late to write to anybody.
    world.pass_at("2026-07-13T11:00:00Z").await;
    let late = of("evidence_late responsible", states().await);
    assert_eq!(late, ["evidence_late responsible open 22"]);
    // Not with a part of it.
    world.import_text("realisasi.csv", &format!("{heading}\n{}", mine[0])).await;
    world.pass_at("2026-07-13T11:30:00Z").await;
    let late = of("evidence_late responsible", states().await);
    assert_eq!(late, ["evidence_late responsible open 22"]);
    world.import_text("realisasi.csv", &format!("{heading}\n{}", mine.join("\n"))).await;
    world.pass_at("2026-07-13T12:00:00Z").await;
    let late = of("evidence_late responsible", states().await);
    assert_eq!(late, ["evidence_late responsible open 21", "evidence_late responsible skipped 1"]);
    // The evaluation makes the rest useless, by name.
    world.pass_at("2026-07-14T16:00:00Z").await;
    let late = of("evidence_late responsible", states().await);
    assert_eq!(late, ["evidence_late responsible skipped 22"]);
    let nameless = "SELECT COUNT(*) FROM occurrence WHERE state = 'skipped' AND reason = ''";
    assert_eq!(sql.number(nameless).await, 0);
}

#[tokio::test]
async fn each_person_has_one_digest_a_day_however_many_people_it_is_about() {
    let world = World::of_one_unit().await.reminds().await;
    // In the evening nobody is written to.
    world.pass_at("2026-07-23T11:00:00Z").await;
    let (region, today) = ("samarinda".parse().unwrap(), "2026-07-23".parse().unwrap());
    let store = world.store().await;
    let told = async || {
        let open = store.open_today(&region).await.unwrap();
        let audiences = Audiences::read(&store, &region, today).await.unwrap();
        let tellings = tellings(&open, &audiences);
        assert_eq!(tellings.singles, []);
        let digests = tellings.digests.into_iter().map(|(recipient, about)| {
            let decisions = about.iter().filter(|one| one.open.kind == "decision_open");
            let of: Vec<_> = decisions.map(|one| one.open.subject.clone()).collect();
            let once: BTreeSet<_> = of.iter().collect();
            assert_eq!(once.len(), of.len(), "{recipient:?} hears twice");
            (recipient, of.len())
        });
        digests.collect::<BTreeMap<_, _>>()
    };
    let digests = told().await;
    // Everybody of the unit who has an address, and the office: also for the one at the
    // top, who has no superior.
    assert_eq!(digests.len(), 21 + 1);
    let sql = world.sql().await;
    let head = "197006201994011003";
    let below = format!(
        "SELECT COUNT(DISTINCT employee_id) FROM occurrence JOIN employee
        ON employee.id = employee_id WHERE kind = 'decision_open' AND nip <> '{head}'"
    );
    let below = usize::try_from(sql.number(&below).await).unwrap();
    assert!(below > 10, "{below}");
    let head = Recipient::Person(head.parse().unwrap());
    // The head hears as superior and as head of the unit, of each once.
    assert_eq!(digests[&head], below);
    let all = sql.number("SELECT COUNT(*) FROM occurrence WHERE state = 'open'").await;
    assert!(all > 100, "{all} reminders in 23 digests");

    // Whoever has left is told nothing, and nobody is told of him.
    let last = "SELECT MAX(nip) FROM occurrence JOIN employee ON employee.id = employee_id
        WHERE kind = 'decision_open'";
    let last = sql.texts(last).await.concat();
    let heading = "nip;mulai;jenis_mutasi;kode_unit;jabatan;nip_atasan";
    let gone = format!("{heading}\n{last};2026-07-16;keluar;;;\n");
    world.import_text("mutasi.csv", &gone).await;
    let after = told().await;
    assert!(!after.contains_key(&Recipient::Person(last.parse().unwrap())));
    assert_eq!(after[&head], below - 1);
}

#[tokio::test]
async fn f13_down_over_the_due_instant_a_while_changes_no_result() {
    let due: DateTime<Utc> = "2026-07-14T16:00:00Z".parse().unwrap();
    let results = async |late: TimeDelta| {
        let world = World::of_one_unit().await;
        assert_eq!(world.pass_at("2026-07-14T15:59:59Z").await.units, 0);
        assert_eq!(world.pass_at(&(due + late).to_rfc3339()).await.units, 1);
        let results = "SELECT run.as_of || ' ' || run.inputs_sha256 || ' ' || result.employee_id ||
            ' ' || COALESCE(predicate, '') || ' ' || COALESCE(total, '') || ' ' || derivation
            FROM run JOIN result ON result.run_id = run.id ORDER BY result.employee_id";
        world.sql().await.texts(results).await
    };
    let in_time = results(TimeDelta::zero()).await;
    assert_eq!(in_time.len(), 22);
    for late in [TimeDelta::seconds(30), TimeDelta::days(1), TimeDelta::days(40)] {
        assert_eq!(results(late).await, in_time, "{late} late");
    }
}

#[tokio::test]
async fn f13_years_that_were_missed_are_evaluated_oldest_first_and_people_hear_once() {
    let world = World::of_one_unit().await.reminds().await;
    let sql = world.sql().await;
    let app = regions(&world, &sql, 12).await;
    assert_eq!(pass_at(&world, &app, "2026-07-01T00:00:00Z").await.units, 0);
    let now = "2029-06-30T12:00:00Z";
    assert_eq!(pass_at(&world, &app, now).await.units, 12 * 12);
    let runs = "SELECT COUNT(*) FROM (SELECT DISTINCT region, period, unit FROM run)";
    assert_eq!((sql.number(runs).await, sql.number("SELECT COUNT(*) FROM run").await), (144, 144));
    let disorder = "SELECT COUNT(*) FROM run JOIN run before ON before.id = run.id - 1
        WHERE before.as_of > run.as_of";
    assert_eq!(sql.number(disorder).await, 0);
    let twice = "SELECT COUNT(*) FROM (SELECT 1 FROM occurrence WHERE state = 'open'
        GROUP BY employee_id, hears, kind, period HAVING COUNT(*) > 1)";
    assert_eq!(sql.number(twice).await, 0);
    // Whoever has no plan hears of it, once for each thing that is open.
    let heard = "SELECT DISTINCT kind || ' ' || period || ' ' || event FROM occurrence
        WHERE state = 'open' AND hears = 'responsible' ORDER BY 1";
    assert_eq!(
        sql.texts(heard).await,
        ["plan_due 2029-Q2 responsible+7", "plan_missing 2029-Q2 responsible+1"]
    );
    let store = world.store().await;
    for (region, loaded) in app.policies.iter() {
        let open = store.open_today(region).await.unwrap();
        let today = Clock::At(now.parse().unwrap()).today(loaded.policy.zone);
        let audiences = Audiences::read(&store, region, today).await.unwrap();
        let tellings = tellings(&open, &audiences);
        // The office, in place of the person without an address and of the superior and
        // head who are not there.
        assert_eq!((tellings.digests.len(), tellings.singles.len()), (1, 0));
    }
    store.close().await;
    let (before, again) = (sql.dump().await, pass_at(&world, &app, now).await);
    assert_eq!((again.units, again.reminders), (0, 0));
    assert_eq!(sql.dump().await, before);
}

#[tokio::test]
async fn f14_all_regions_ten_times_over_that_are_due_in_one_second_all_run() {
    let world = World::of_one_unit().await;
    let sql = world.sql().await;
    let mut app = regions(&world, &sql, 5_520).await;
    // What is published is not what this is about, and a disk is slow.
    let memory = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    app.config.summaries = memory.path().join("summaries");
    app.config.reports = memory.path().join("reports");
    assert_eq!(pass_at(&world, &app, "2026-07-01T00:00:00Z").await.units, 0);
    let due = "2026-07-14T16:00:00Z";
    let done = pass_at(&world, &app, due).await;
    assert_eq!((done.units, done.summaries), (5_520, 5_520));
    assert_eq!(sql.number("SELECT COUNT(DISTINCT region) FROM run").await, 5_520);
    assert_eq!(sql.number("SELECT COUNT(*) FROM run").await, 5_520);
    let again = pass_at(&world, &app, due).await;
    assert_eq!((again.units, again.summaries), (0, 0));
}

#[tokio::test]
async fn f13_all_regions_down_for_three_years_wait_for_a_person_and_then_miss_nothing() {
    let world = World::of_one_unit().await;
    let sql = world.sql().await;
    let app = regions(&world, &sql, 552).await;
    let reading = |wall: &str, up_micros| guard::Reading {
        wall: wall.parse().unwrap(),
        process: std::process::id(),
        up_micros,
    };
    let (before, now) = ("2026-07-01T00:00:00Z", "2029-06-30T12:00:00Z");
    let store = world.store().await;
    // Another process had worked for an hour when the power went.
    guard::accept(&store, "a test", reading(before, 3_600_000_000)).await.unwrap();
    let hands: &'static Hands = Box::leak(Box::new(Hands::at(now.parse().unwrap())));
    let app = App { clock: Clock::Moving(hands), ..app };
    let held = pass(&app, &store, &Stop::default()).await.unwrap();
    assert!(matches!(held.held, Some(guard::Doubt::Ahead { .. })), "{held:?}");
    assert_eq!(sql.number("SELECT COUNT(*) FROM run").await, 0);
    guard::accept(&store, "Siti", reading(now, 0)).await.unwrap();
    let done = pass(&app, &store, &Stop::default()).await.unwrap();
    assert_eq!((done.held, done.units, done.faults), (None, 6_624, Vec::new()));
    let distinct = "SELECT COUNT(*) FROM (SELECT DISTINCT region, period, unit FROM run)";
    assert_eq!(sql.number(distinct).await, 6_624);
    assert_eq!(sql.number("SELECT COUNT(*) FROM run").await, 6_624);
    let twice = "SELECT COUNT(*) FROM (SELECT 1 FROM occurrence WHERE state = 'open'
        GROUP BY employee_id, hears, kind, period HAVING COUNT(*) > 1)";
    assert_eq!(sql.number(twice).await, 0);
    let again = pass(&app, &store, &Stop::default()).await.unwrap();
    assert_eq!((again.units, again.reminders), (0, 0));
    // Control: what was taken away is found missing and made again.
    sql.run("DELETE FROM result WHERE run_id = 7").await;
    sql.run("DELETE FROM mail WHERE run_id = 7").await;
    sql.run("DELETE FROM run WHERE id = 7").await;
    assert_eq!(pass(&app, &store, &Stop::default()).await.unwrap().units, 1);
    store.close().await;
}

#[tokio::test]
async fn f15_two_passes_at_once_make_nothing_twice() {
    let world = World::of_one_unit().await.reminds().await;
    let sql = world.sql().await;
    let app = regions(&world, &sql, 6).await;
    pass_at(&world, &app, "2026-07-01T00:00:00Z").await;
    let app = App { clock: Clock::At(NOW.parse().unwrap()), ..app };
    let (one, two, stop) = (world.store().await, world.store().await, Stop::default());
    let (first, second) = tokio::join!(pass(&app, &one, &stop), pass(&app, &two, &stop));
    assert_eq!(first.unwrap().units + second.unwrap().units, 6);
    let keys = "SELECT COUNT(*) - COUNT(DISTINCT region || period || kind || subject || event
        || revision) FROM occurrence";
    assert_eq!(sql.number(keys).await, 0);
    assert!(sql.number("SELECT COUNT(*) FROM occurrence").await > 0);

    // Control: without its key a second look would make everything again.
    sql.run("CREATE TABLE loose AS SELECT * FROM occurrence").await;
    sql.run("INSERT INTO loose SELECT * FROM occurrence").await;
    assert!(sql.number(&keys.replace("occurrence", "loose")).await > 0);
    let refused =
        "INSERT OR IGNORE INTO occurrence (region, period, kind, subject, event, revision,
            employee_id, hears, due_at, useful_until, state, reason, opened_at, finished_at)
        SELECT region, period, kind, subject, event, revision, employee_id, hears, due_at,
            useful_until, state, reason, opened_at, finished_at FROM occurrence";
    sql.run(refused).await;
    assert_eq!(sql.number(keys).await, 0);
}

#[tokio::test]
async fn f12_what_a_dead_process_left_keeps_nobody_from_starting() {
    let world = World::of_one_unit().await.reminds().await;
    for name in ["kinerja.lock", "kinerja.run.lock"] {
        let database: PathBuf = world.app(Route::Off, NOW).config.database;
        std::fs::write(database.with_file_name(name), "4194304").unwrap();
    }
    world.command(&["run", "--once"]).await.unwrap();
    assert_eq!(world.sql().await.number("SELECT COUNT(*) FROM run").await, 1);
    // Control: what a living process holds does keep others out.
    let alive = InstanceLock::take_for_life(&world.app(Route::Off, NOW).config.database).unwrap();
    assert_eq!(world.command(&["run", "--once"]).await.unwrap_err().code(), 75);
    drop(alive);
}

/// The daemon by the host's own clock, which showed something else when it last
/// worked.
async fn held(world: &World, last: &str) -> Pass {
    let reading = guard::Reading { wall: last.parse().unwrap(), process: 0, up_micros: 0 };
    let store = world.store().await;
    let known = guard::Known { last: reading, jumped: false };
    store.know_clock(&serde_json::to_string(&known).unwrap()).await.unwrap();
    let app = App { clock: Clock::System, ..world.app(Route::Off, NOW) };
    let done = pass(&app, &store, &Stop::default()).await.unwrap();
    store.close().await;
    done
}

#[tokio::test]
async fn f17_with_a_clock_that_cannot_be_right_nothing_is_done_until_somebody_says_so() {
    let world = World::of_one_unit().await.reminds().await;
    let sql = world.sql().await;
    // As if the clock had gone back from there, and forward from here.
    for last in ["2100-02-28T00:00:00Z", "2038-01-19T03:14:07Z", "2024-01-01T00:00:00Z"] {
        let done = held(&world, last).await;
        assert!(done.held.is_some(), "{last}");
        assert_eq!(Pass { held: None, ..done }, Pass::default());
        let work = "SELECT (SELECT COUNT(*) FROM run) + (SELECT COUNT(*) FROM mail)
            + (SELECT COUNT(*) FROM occurrence)";
        assert_eq!(sql.number(work).await, 0, "{last}");
    }
    let dispatch = async |words: &[&str]| world.command_by_the_host(words).await;
    for words in [&["status"][..], &["run", "--once"], &["clock", "show"]] {
        let error = dispatch(words).await.unwrap_err();
        assert_eq!(error.code(), 75, "{words:?}");
        assert!(error.to_string().contains("`kinerja-daemon clock accept --by NAME`"), "{error}");
    }
    dispatch(&["clock", "accept", "--by", "Siti"]).await.unwrap();
    let by = sql.texts("SELECT accepted_by FROM clock_accepted").await;
    assert_eq!(by, ["Siti"]);
    dispatch(&["run", "--once"]).await.unwrap();
    // Control: with the guard content, the same pass evaluates.
    assert!(sql.number("SELECT COUNT(*) FROM run").await > 0);
    dispatch(&["status"]).await.unwrap();
}
