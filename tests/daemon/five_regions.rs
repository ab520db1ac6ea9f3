//! Five regions from their files to results, mails and summaries.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::Path,
};

use kinerja_core::{scheme::Predicate, summary::Tally};
use kinerja_daemon::{
    config::Route,
    jobs::evaluate::{self, Outcome, Request},
    store::{RunKey, Store},
};

use crate::{
    golden::assert_golden,
    world::{NOW, World},
};

/// Each region with the period that is due.
const REGIONS: [(&str, &str); 5] = [
    ("jayawijaya", "2026-S1"),
    ("palembang", "2026-06"),
    ("samarinda", "2026-Q2"),
    ("sawahlunto", "2025"),
    ("tangerang-selatan", "2026-Q2"),
];

/// Every way to be missing or late that a file can bring about.
const GAPS: [&str; 9] = [
    "plan_missing",
    "plan_draft",
    "plan_not_agreed",
    "actual_missing",
    "actual_late",
    "behaviour_missing",
    "behaviour_value_missing",
    "behaviour_late",
    "nothing_to_weigh",
];

async fn world() -> World {
    World::of(&REGIONS.map(|(region, _)| region)).await
}

async fn tally(store: &Store, region: &str, period: &str) -> Tally {
    let found = store
        .publication(&region.parse().unwrap(), period.parse().unwrap())
        .await
        .unwrap()
        .unwrap();
    let mut total = Tally::default();
    for unit in &found.units {
        total.merge(&unit.tally);
    }
    total
}

fn show(region: &str, period: &str, tally: &Tally) -> String {
    let mut text = format!("{region} {period}\n  people {}\n", tally.people);
    for (predicate, count) in Predicate::BEST_FIRST.iter().zip(tally.predicates) {
        writeln!(text, "  predicate {} {count}", predicate.code()).unwrap();
    }
    writeln!(text, "  blocked {}", tally.blocked).unwrap();
    for (code, count) in &tally.gaps {
        writeln!(text, "  gap {code} {count}").unwrap();
    }
    for (kind, count) in &tally.follow_ups {
        writeln!(text, "  follow-up {} {count}", kind.code()).unwrap();
    }
    text
}

/// What readers of the published folder see, with where each link points.
fn published(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut seen = BTreeMap::new();
    seen.insert("index.html".to_owned(), fs::read(folder.join("index.html")).unwrap());
    for (region, _) in REGIONS {
        let link = fs::read_link(folder.join(region)).unwrap();
        seen.insert(format!("{region} ->"), link.to_str().unwrap().into());
        for entry in fs::read_dir(folder.join(region)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            seen.insert(format!("{region}/{name}"), fs::read(&path).unwrap());
        }
    }
    seen
}

/// Evaluates every unit of every region by hand, and counts what becomes of it.
async fn by_hand(world: &World, revise: Option<&str>) -> BTreeMap<String, u32> {
    let (app, store) = (world.app(Route::Off, NOW), world.store().await);
    let mut outcomes = BTreeMap::new();
    for (region, period) in REGIONS {
        let policy = &app.policies[&region.parse().unwrap()];
        for unit in store.units(&policy.policy.code).await.unwrap() {
            let (region, period) = (policy.policy.code.clone(), period.parse().unwrap());
            let key = RunKey { region, period, unit: unit.code };
            let as_of = app.clock.now();
            let request = Request { policy, key: &key, as_of, now: as_of, revise, dry_run: false };
            let outcome = match evaluate::run(&store, request).await.unwrap() {
                Outcome::Evaluated { revision, .. } => format!("evaluated {revision}"),
                Outcome::Unchanged { revision } => format!("unchanged {revision}"),
                Outcome::NeedsReason { revision } => format!("{} needs {revision}", key.unit),
                Outcome::Nobody => "nobody".to_owned(),
            };
            *outcomes.entry(outcome).or_default() += 1;
        }
    }
    store.close().await;
    outcomes
}

#[tokio::test]
async fn five_regions_are_evaluated_once_and_counted() {
    let world = world().await;
    let first = world.evaluate().await;
    let (sql, store) = (world.sql().await, world.store().await);
    let (mut text, mut gaps, mut people) = (String::new(), BTreeSet::new(), 0);
    for (region, period) in REGIONS {
        let tally = tally(&store, region, period).await;
        text.push_str(&show(region, period, &tally));
        assert_eq!(tally.categories().iter().sum::<u32>(), tally.people, "{region}");
        people += tally.people;
        gaps.extend(tally.gaps.into_keys());
    }
    assert_golden("regions/tallies.txt", &text);
    let missing: Vec<_> = GAPS.iter().filter(|gap| !gaps.contains(**gap)).collect();
    assert!(missing.is_empty(), "no example person shows {missing:?}");
    assert_eq!((first.people, first.summaries, first.mails), (people, 5, None));

    // Each person has one result; whoever has an address has one mail.
    for (query, expected) in [
        ("SELECT COUNT(*) FROM employee", people.into()),
        ("SELECT COUNT(*) FROM result", people.into()),
        ("SELECT COUNT(DISTINCT employee_id) FROM result", people.into()),
        (
            "SELECT COUNT(*) FROM mail",
            sql.number("SELECT COUNT(*) FROM employee WHERE email IS NOT NULL").await,
        ),
    ] {
        assert_eq!(sql.number(query).await, expected, "{query}");
    }

    let (rows, pages) = (sql.dump().await, published(world.summaries()));
    let second = world.evaluate().await;
    assert_eq!((second.units, second.people, second.summaries), (0, 0, 0));
    assert_eq!(by_hand(&world, None).await, BTreeMap::from([("unchanged 1".into(), first.units)]));
    assert!(sql.dump().await == rows, "a second pass changed the database");
    assert!(published(world.summaries()) == pages, "a second pass changed what is published");
}

/// What the head of Samarinda's first unit reached, corrected.
const CORRECTED: &str = "nip;periode;kode;realisasi;tanggal;bukti\n\
    197006201994011003;2026-Q2;IK5;20;2026-07-02;arsip/setda/IK5\n";

#[tokio::test]
async fn a_changed_actual_makes_a_new_revision_for_a_reason() {
    let world = world().await;
    let units = world.evaluate().await.units;
    let (sql, pages) = (world.sql().await, published(world.summaries()));
    let results = sql.table("result").await;
    let mails = sql.number("SELECT COUNT(*) FROM mail").await;

    world.import_text("koreksi.csv", CORRECTED).await;
    let outcomes = by_hand(&world, None).await;
    let expected = [("setda needs 1".into(), 1), ("unchanged 1".into(), units - 1)];
    assert_eq!(outcomes, BTreeMap::from(expected));
    assert_eq!(world.evaluate().await.units, 0, "nothing is revised without a reason");
    let evaluate = ["evaluate", "--region", "samarinda", "--period", "2026-Q2"];
    assert_eq!(world.command(&evaluate).await.unwrap_err().code(), 65);
    assert!(sql.table("result").await == results, "results changed without a reason");

    let reason = "Salah ketik realisasi IK5";
    let revise: Vec<&str> = evaluate.into_iter().chain(["--revise", reason]).collect();
    world.command(&revise).await.unwrap();
    assert_eq!(
        sql.texts("SELECT unit || ': ' || reason FROM run WHERE revision = 2").await,
        [format!("setda: {reason}")]
    );
    assert!(sql.table("result").await.starts_with(&results), "the first results stay");
    // Only the person whose result has changed is told again.
    assert_eq!(sql.states().await, format!("1 cancelled, {mails} queued"));
    let queued = "SELECT COUNT(*) FROM mail JOIN run ON run.id = run_id
        WHERE state = 'queued' AND revision = 2";
    assert_eq!(sql.number(queued).await, 1);

    assert_eq!(world.evaluate().await.summaries, 1);
    let now = published(world.summaries());
    let changed: BTreeSet<_> =
        now.keys().filter(|name| now.get(*name) != pages.get(*name)).cloned().collect();
    assert!(changed.contains("samarinda ->"), "{changed:?}");
    let of_samarinda = |name: &String| name.starts_with("samarinda") || name == "index.html";
    assert!(changed.iter().all(of_samarinda), "{changed:?}");
    let rest = [("unchanged 1".into(), units - 1), ("unchanged 2".into(), 1)];
    assert_eq!(by_hand(&world, Some(reason)).await, BTreeMap::from(rest));
}
