//! Derivations are kept short, and read back to the letter.

use kinerja_core::{
    evaluation::{Derivation, Step, evaluate},
    number::Ratio,
    testing::{any_plan_and_evidence, evidence, higher, indicator, plan, policy},
};
use kinerja_daemon::store::trail::{read, write};
use proptest::prelude::*;

use crate::world::World;

fn ordinary() -> Derivation {
    let plan = plan(
        "2026-Q2",
        vec![indicator("A", "60", higher("8.5")), indicator("B", "40", higher("1"))],
    );
    let evidence = evidence("2026-Q2", &[("A", "7.25"), ("B", "90")], ["90"; 7]);
    Derivation::new(&plan, &evidence, &evaluate(&policy(), &plan, &evidence))
}

#[test]
fn an_ordinary_trail_is_short_and_a_person_can_read_it() {
    let text = write(&ordinary()).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[0], "a A >8.5 7.25 85.294118");
    assert_eq!(lines[1], "a B >1 90 9000 120");
    assert!(lines.contains(&"p matrix meets meets good"), "{text}");
    assert!(text.len() < 400, "{text}");
}

#[test]
fn what_was_written_is_read_back_to_the_letter() {
    let derivation = ordinary();
    let text = write(&derivation).unwrap();
    let back = read(&text).unwrap();
    assert_eq!(back, derivation);
    assert_eq!(write(&back).unwrap(), text);
    // Ratios that are equal may be written in two ways: the JSON tells.
    let json = serde_json::to_string(&derivation).unwrap();
    assert_eq!(serde_json::to_string(&back).unwrap(), json);
    assert_eq!(read(&json).unwrap(), derivation, "as it was kept before");
}

#[test]
fn a_value_that_differs_from_the_one_before_is_kept_whole() {
    let mut steps = ordinary().steps().to_vec();
    for step in &mut steps {
        if let Step::Band { value, .. } | Step::Rating { value, .. } = step {
            *value = Ratio::new(2 * value.numerator(), 2 * value.divisor()).unwrap();
        }
    }
    let json = serde_json::to_string(&Derivation::of(steps.clone())).unwrap();
    let back = read(&write(&Derivation::of(steps)).unwrap()).unwrap();
    assert_eq!(serde_json::to_string(&back).unwrap(), json);
}

#[test]
fn every_damaged_line_is_an_error_and_no_guess() {
    #[rustfmt::skip]
    let table = ["x", "a A", "a A =5 1 20", "a A >0 1 20", "a A >5 1 20 120 1", "w 0", "t 5/1", "r meets",
        "b 90 90 90 90 90 90 - 6", "p matrix meets meets best", "p other meets meets good", "", "{\"gap\":1}", "[1]"];
    for line in table {
        let text = format!("{line}\n");
        assert!(read(&text).is_err(), "{line}");
    }
}

#[tokio::test]
async fn every_derivation_of_the_five_regions_is_kept_and_read_back() {
    let regions = ["jayawijaya", "palembang", "samarinda", "sawahlunto", "tangerang-selatan"];
    let world = World::of(&regions).await;
    world.evaluate().await;
    let texts = world.sql().await.texts("SELECT derivation FROM result").await;
    assert!(texts.len() > 900);
    for text in &texts {
        assert_eq!(write(&read(text).unwrap()).unwrap(), *text);
    }
    let bytes = texts.iter().map(String::len).sum::<usize>() / texts.len();
    assert!(bytes < 700, "{bytes} bytes a person");
}

proptest! {
    #[test]
    fn how_a_result_came_about_is_kept_as_it_was((plan, evidence) in any_plan_and_evidence()) {
        let derivation = Derivation::new(&plan, &evidence, &evaluate(&policy(), &plan, &evidence));
        let back = read(&write(&derivation).unwrap()).unwrap();
        let json = |derivation| serde_json::to_string(derivation).unwrap();
        prop_assert_eq!(json(&back), json(&derivation));
    }
}

#[tokio::test]
async fn a_revision_after_an_upgrade_tells_nobody_what_has_not_changed() {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let sql = world.sql().await;
    let rows = "SELECT employee_id || ' ' || derivation FROM result ORDER BY employee_id";
    let short = sql.texts(rows).await;
    for row in &short {
        let (employee, text) = row.split_once(' ').unwrap();
        let long = serde_json::to_string(&read(text).unwrap()).unwrap().replace('\'', "''");
        sql.run(&format!("UPDATE result SET derivation = '{long}' WHERE employee_id = {employee}"))
            .await;
    }
    sql.run("DELETE FROM setting WHERE key = 'derivations'").await;
    assert!(sql.texts(rows).await != short);

    let behaviour = "nip;periode;nip_penilai;tanggal;berorientasi_pelayanan;akuntabel;kompeten;\
        harmonis;loyal;adaptif;kolaboratif\n\
        197006201994011003;2026-Q2;197307192003012003;2026-07-02;99;99;99;99;99;99;99\n";
    world.import_text("perilaku.csv", behaviour).await;
    assert_eq!(sql.texts(rows).await, short, "opening it makes the same short ones");
    let queued = "SELECT COUNT(*) FROM mail";
    let before = sql.number(queued).await;
    let evaluate =
        ["evaluate", "--region", "samarinda", "--period", "2026-Q2", "--revise", "koreksi"];
    world.command(&evaluate).await.unwrap();
    assert_eq!(sql.number(queued).await, before + 1, "only the one who is judged anew is told");
}
