//! Plans and actuals are kept as short lines, and read back to the letter in every
//! form in which they were ever kept.

use std::collections::BTreeMap;

use kinerja_core::{
    evidence::{BehaviourValue, PrivateText},
    plan::{Code, Indicator, WorkPlan},
    testing::{any_plan_and_evidence, higher, indicator, plan},
};
use kinerja_daemon::store::{
    Kept, KeptError, StoredActual, StoredBehaviour, StoredReports,
    kept::{KeptPlan, write_actuals, write_behaviour, write_plan},
};
use proptest::prelude::*;

use crate::world::World;

fn two() -> Vec<Indicator> {
    vec![indicator("A", "60", higher("8.5")), indicator("B", "40", higher("1"))]
}

fn with(change: impl Fn(&mut Indicator)) -> WorkPlan {
    let mut indicators = two();
    indicators.iter_mut().for_each(change);
    plan("2026-Q2", indicators)
}

#[test]
fn a_line_of_a_plan_says_only_what_the_line_above_does_not() {
    let text = write_plan(&with(|one| {
        one.result = "Layanan cepat".into();
        one.unit = "menit".into();
        one.title = format!("Waktu tunggu {}", one.code);
        one.service = Some("ktp".parse().unwrap());
    }))
    .unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[0], "2026-Q2 agreed");
    assert_eq!(lines[1], "A\t60\t>8.5\tonoi\tmenit\tLayanan cepat\tWaktu tunggu A\t\t\tktp");
    assert_eq!(lines[2], "B\t40\t>1\tonoi\t\"\t\"\tWaktu tunggu B\t\t\tktp");
}

#[test]
fn a_plan_that_has_no_lines_is_kept_all_the_same() {
    let special = PrivateText::new("Menjawab warga pada hari yang sama.").unwrap();
    let expectations = [(BehaviourValue::Akuntabel, special)].into_iter().collect();
    #[rustfmt::skip]
    let table = [
        with(|one| one.title = "Waktu\ttunggu".into()),
        with(|one| one.result = "Layanan\ncepat".into()),
        with(|one| one.unit = "menit\r".into()),
        with(|one| one.unit = "\"".into()),
        plan("2026-Q2", two()).with_expectations(expectations),
    ];
    for plan in table {
        let text = write_plan(&plan).unwrap();
        assert!(text.starts_with('['), "{text}");
        assert_eq!(WorkPlan::read(&text).unwrap(), plan);
    }
}

#[test]
fn an_evidence_with_a_tab_is_kept_all_the_same() {
    let body = "A\t27.5\t2026-06-30\tdrive/a\nB\ty\t\"\nC\t@2026-05-01\t2026-06-29";
    let mut actuals = <BTreeMap<Code, StoredActual>>::read(body).unwrap();
    assert_eq!(write_actuals(&actuals).unwrap(), body);
    actuals.get_mut("A").unwrap().evidence = Some("drive\ta".into());
    let text = write_actuals(&actuals).unwrap();
    assert!(text.starts_with('{'), "{text}");
    assert_eq!(<BTreeMap<Code, StoredActual>>::read(&text).unwrap(), actuals);
    assert_eq!(StoredReports::read(&text).unwrap().0.len(), 3);
    assert_eq!(write_actuals(&BTreeMap::new()).unwrap(), "{}");
    assert_eq!(StoredReports::read("{}").unwrap(), StoredReports::default());
}

#[test]
fn every_damaged_line_is_an_error_that_says_where_and_not_what() {
    let head = "2026-Q2 agreed";
    let good = "A\t100\t>8.5\tonoi\tmenit\tLayanan\tWaktu";
    assert!(WorkPlan::read(&format!("{head}\n{good}")).is_ok());
    #[rustfmt::skip]
    let table = ["", "A", "A\t100", "A\t0\t>8.5\tonoi\tmenit\tLayanan\tWaktu", "A\t100\t=8.5\tonoi\tmenit\tLayanan\tWaktu",
        "A\t100\t>0\tonoi\tmenit\tLayanan\tWaktu", "A\t100\t@2026-02-30\tonoi\tmenit\tLayanan\tWaktu",
        "A\t100\t>8.5\txnoi\tmenit\tLayanan\tWaktu", "A\t100\t>8.5\tono\tmenit\tLayanan\tWaktu",
        "A\t100\t>8.5\tonoi\t\"\tLayanan\tWaktu", "A\t100\t>8.5\tonoi\tmenit\tLayanan",
        "A\t100\t>8.5\tonoi\tmenit\tLayanan\tWaktu\tlama", "\u{fe}\t100\t>8.5\tonoi\tmenit\tLayanan\tWaktu"];
    for line in table {
        let error = WorkPlan::read(&format!("{head}\n{line}")).unwrap_err();
        assert_eq!(error.to_string(), "line 2 cannot be read", "{line}");
    }
    for head in ["", "2026-Q2", "2026-Q9 agreed", "2026-Q2 done"] {
        let error = WorkPlan::read(&format!("{head}\n{good}")).unwrap_err();
        assert_eq!(error.to_string(), "line 1 cannot be read", "{head}");
    }
    assert!(matches!(WorkPlan::read(head), Err(KeptError::Plan(_))));
    for line in ["", "A", "A\t1", "A\t1\t\"", "A\t1,5\t2026-06-30", "A\ty\t2026-06-31"] {
        assert!(StoredReports::read(line).is_err(), "{line}");
    }
}

#[test]
fn behaviour_is_one_line_and_a_missing_score_stays_missing() {
    let line = "196501011990011001\t2026-06-30\t90\t-\t87.5\t0\t100\t120\t-";
    let stored = StoredBehaviour::read(line).unwrap();
    assert_eq!(stored.behaviour.scores.iter().flatten().count(), 5);
    assert_eq!(write_behaviour(&stored).unwrap(), line);
    let json = serde_json::to_string(&stored).unwrap();
    assert_eq!(StoredBehaviour::read(&json).unwrap(), stored, "as it was kept before");
    for cut in
        ["", "1965", "196501011990011001", line.trim_end_matches("\t-"), &line.replace("87.5", "x")]
    {
        assert!(StoredBehaviour::read(cut).is_err(), "{cut}");
    }
}

proptest! {
    #[test]
    fn what_is_kept_is_what_was((plan, evidence) in any_plan_and_evidence(), place in "[a-z/ ]{0,9}") {
        let text = write_plan(&plan).unwrap();
        prop_assert_eq!(&WorkPlan::read(&text).unwrap(), &plan);
        for json in [serde_json::to_string(&KeptPlan(&plan)), serde_json::to_string(&plan)] {
            prop_assert_eq!(&WorkPlan::read(&json.unwrap()).unwrap(), &plan, "as it was kept before");
        }
        let place = (!place.is_empty()).then_some(place);
        let stored = evidence.actuals.iter().map(|(code, reported)| {
            let evidence = place.clone();
            (code.clone(), StoredActual { actual: reported.actual, on: reported.on, evidence })
        });
        let stored: BTreeMap<_, _> = stored.collect();
        let json = serde_json::to_string(&stored).unwrap();
        for text in [write_actuals(&stored).unwrap(), json] {
            prop_assert_eq!(&<BTreeMap<Code, StoredActual>>::read(&text).unwrap(), &stored);
            prop_assert_eq!(&StoredReports::read(&text).unwrap().0, &evidence.actuals);
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[A-Za-z0-9.\t\n\"@+<>:~{}\\[ -]{0,80}") {
        let _ = WorkPlan::read(&text);
        let _ = StoredReports::read(&text);
        let _ = <BTreeMap<Code, StoredActual>>::read(&text);
    }
}

#[tokio::test]
async fn a_document_that_an_older_version_kept_is_the_same_document() {
    let world = World::of_one_unit().await;
    let sql = world.sql().await;
    for row in sql.texts("SELECT id || ' ' || kind || ' ' || body FROM document").await {
        let [id, kind, body] = row.splitn(3, ' ').collect::<Vec<_>>().try_into().unwrap();
        let old = match kind {
            "plan" => serde_json::to_string(&WorkPlan::read(body).unwrap()).unwrap(),
            "actuals" => {
                let stored = <BTreeMap<Code, StoredActual>>::read(body).unwrap();
                serde_json::to_string(&stored).unwrap()
            }
            "behaviour" => serde_json::to_string(&StoredBehaviour::read(body).unwrap()).unwrap(),
            other => panic!("{other}"),
        };
        assert_ne!(old, body);
        let old = old.replace('\'', "''");
        sql.run(&format!("UPDATE document SET body = '{old}', sha256 = 'old' WHERE id = {id}"))
            .await;
    }
    let before = sql.table("document").await;
    for file in ["rencana.csv", "realisasi.csv", "perilaku.csv"] {
        world.import_text(&format!("lagi-{file}"), &(world.text_of(file) + "\n")).await;
    }
    assert!(sql.table("document").await == before, "the same documents made new versions");
}
