//! What another policy would change of what a result brings, by what is on record.

use std::path::Path;

use kinerja_core::{
    evaluation::{ConsequenceKind, Difference, Pair},
    region::RegionPolicy,
};
use kinerja_daemon::{
    jobs::what_if::{Answer, Beyond, ask},
    store::{RunKey, Store},
};

use crate::{
    motion::{BAMBANG, MARIA},
    world::World,
};

/// What is on record of the second quarter besides plans and evidence.
pub(crate) async fn beyond(store: &Store, present: &RegionPolicy) -> Beyond {
    let (period, today) = ("2026-Q2".parse().unwrap(), "2026-07-20".parse().unwrap());
    Beyond::read(store, present, period, today).await.unwrap()
}

/// The policy of an example region, and the same with something replaced.
fn policies(region: &str, changes: &[(&str, &str)]) -> [RegionPolicy; 2] {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/regions");
    let text = std::fs::read_to_string(root.join(region).join("policy.toml")).unwrap();
    let other = changes.iter().fold(text.clone(), |text, (from, to)| {
        assert!(text.contains(from), "{region} does not have {from}");
        text.replace(from, to)
    });
    [text, other].map(|text| RegionPolicy::from_toml(&text).unwrap())
}

/// What would change in all units of a region.
async fn asked(world: &World, period: &str, [present, other]: &[RegionPolicy; 2]) -> Vec<Answer> {
    let store = world.store().await;
    let (region, period) = (present.code.clone(), period.parse().unwrap());
    let today = "2026-07-20".parse().unwrap();
    let beyond = Beyond::read(&store, present, period, today).await.unwrap();
    let mut answers = Vec::new();
    for unit in store.units(&region).await.unwrap() {
        let key = RunKey { region: region.clone(), period, unit: unit.code };
        answers.push(ask(&store, &key, (present, other), &beyond).await.unwrap());
    }
    store.close().await;
    answers
}

/// How many people have a difference.
fn count(answers: &[Answer], is: impl Fn(&Difference) -> bool) -> usize {
    let people = answers.iter().flat_map(|answer| &answer.changes.changes);
    people.filter(|changed| changed.differences.iter().any(&is)).count()
}

fn brings(kind: ConsequenceKind) -> impl Fn(&Difference) -> bool {
    move |one| matches!(one, Difference::Consequence { kind: found, .. } if *found == kind)
}

#[tokio::test]
async fn a_table_of_allowances_or_a_talent_box_changes_whoever_it_is_about() {
    let world = World::of(&["palembang", "tangerang-selatan"]).await;
    world.evaluate().await;
    let both = policies("palembang", &[("good = \"90\", needs", "good = \"85\", needs")]);
    let found = asked(&world, "2026-06", &both).await;
    let allowances = count(&found, brings(ConsequenceKind::Allowance));
    assert!(allowances > 5, "{allowances}");
    assert_eq!(count(&found, |_| true), allowances, "nothing else changes");
    let changed = found.iter().flat_map(|answer| &answer.changes.changes).next().unwrap();
    let why = changed.why.first().unwrap();
    let [before, after] = [&why.present, &why.other].map(|line| line.as_ref().unwrap());
    assert!(before.text.contains("90,00%") && after.text.contains("85,00%"), "{why:?}");
    let both = policies("tangerang-selatan", &[("middle = \"60\"", "middle = \"75\"")]);
    let found = asked(&world, "2026-Q2", &both).await;
    let placed = count(&found, brings(ConsequenceKind::Talent));
    assert!(placed > 0 && count(&found, |_| true) == placed, "{placed}");
}

#[tokio::test]
async fn a_decision_stays_and_its_time_to_object_moves() {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let of = ["--region", "samarinda", "--nip", MARIA, "--period", "2026-Q2"];
    let given = ["--result", "below", "--behaviour", "below", "--by", BAMBANG, "--reason", "Bukti"];
    world.command(&[&["decide"], &of[..], &given].concat()).await.unwrap();
    world.command(&[&["object"], &of[..], &["--received", "2026-07-20"]].concat()).await.unwrap();
    let longer = [(
        "[deadlines.objection]\ndays = 14\nsource = \"PP 30/2019 Pasal 59\"",
        "[deadlines.objection]\ndays = 21\nsource = \"own\"",
    )];
    let found = asked(&world, "2026-Q2", &policies("samarinda", &longer)).await;
    let [day, later] = ["2026-08-03", "2026-08-10"].map(|day| Some(day.parse().unwrap()));
    let objection = Difference::Objection(Pair { present: day, other: later });
    assert_eq!(count(&found, |one| *one == objection), 1);
    assert_eq!(count(&found, |_| true), 1, "nobody else has received anything");
    // Of others the way to an improvement would begin; hers was decided.
    let stricter = [(
        "result = { above = \"105\", meets = \"90\" }",
        "result = { above = \"119\", meets = \"118\" }",
    )];
    let found = asked(&world, "2026-Q2", &policies("samarinda", &stricter)).await;
    let improvement = brings(ConsequenceKind::Improvement);
    assert!(count(&found, &improvement) > 5);
    let number = format!("SELECT id FROM employee WHERE nip = '{MARIA}'");
    let maria = world.sql().await.number(&number).await;
    let hers = found.iter().flat_map(|answer| &answer.changes.changes);
    let hers: Vec<_> = hers.filter(|changed| changed.key == maria).collect();
    assert!(hers.iter().all(|changed| !changed.differences.iter().any(&improvement)), "{hers:?}");
}
