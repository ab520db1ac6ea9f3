//! From a proposal to a decision, an objection and its outcome, by command and
//! by file; each told once.

use kinerja_daemon::{
    config::Route,
    run::{Stop, pass},
};

use crate::{
    sql::Sql,
    world::{NOW, World},
};

const BUDI: &str = "197307192003012003";
const SYAHRUL: &str = "197810112003051009";
const CHIEF: &str = "197006201994011003";
/// Ratings that nobody proposed.
const OTHER: [&str; 2] = ["above", "below"];
const LATER: &str = "2026-07-22T01:00:00Z";
const OF: [&str; 6] = ["--region", "samarinda", "--nip", BUDI, "--period", "2026-Q2"];
const NOTICES: &str = "SELECT event FROM notice ORDER BY number";
const MAILS: &str = "SELECT event || ' ' || state FROM mail WHERE event <> 'result' ORDER BY id";

/// A world with an evaluated unit, and the superior of the evaluator.
async fn world() -> (World, Sql, String) {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let sql = world.sql().await;
    // Her superior has a superior, as in a larger office.
    sql.run(&format!("UPDATE employee SET superior_nip = '{SYAHRUL}' WHERE nip = '{BUDI}'")).await;
    (world, sql, CHIEF.to_owned())
}

async fn decide(
    world: &World,
    now: &str,
    ratings: [&str; 2],
    reason: &[&str],
) -> Result<(), String> {
    let [result, behaviour] = ratings;
    let words = ["--result", result, "--behaviour", behaviour, "--by", SYAHRUL];
    let words = [&["decide"], &OF[..], &words, reason].concat();
    told(world.command_at(now, &words).await)
}

async fn object(world: &World, now: &str, words: &[&str]) -> Result<(), String> {
    told(world.command_at(now, &[&["object"], &OF[..], words].concat()).await)
}

fn told(done: Result<(), kinerja_daemon::cli::Failure>) -> Result<(), String> {
    done.map_err(|failure| {
        assert_eq!(failure.code(), 65, "{failure}");
        failure.to_string()
    })
}

/// What the engine proposed.
async fn proposed(sql: &Sql) -> [String; 2] {
    let column = |name: &str| {
        format!(
            "SELECT {name} FROM result JOIN employee ON employee.id = result.employee_id
            WHERE employee.nip = '{BUDI}'"
        )
    };
    [
        sql.texts(&column("result_rating")).await.remove(0),
        sql.texts(&column("behaviour_rating")).await.remove(0),
    ]
}

const WHY: [&str; 2] = ["--reason", "Bukti baru"];

#[tokio::test]
async fn a_decision_is_put_on_record_once_and_told_once() {
    let (world, sql, _) = world().await;
    let found = proposed(&sql).await;
    let same = [found[0].as_str(), found[1].as_str()];
    let before = sql.dump().await;
    decide(&world, NOW, same, &["--dry-run"]).await.unwrap();
    assert!(sql.dump().await == before, "a rehearsal wrote");
    decide(&world, NOW, same, &[]).await.unwrap();
    decide(&world, NOW, same, &[]).await.unwrap();
    assert_eq!(sql.number("SELECT COUNT(*) FROM act").await, 1);
    assert_eq!(sql.texts(NOTICES).await, [""; 0], "the mail is owed by the next pass");
    assert_eq!(world.pass_at(NOW).await.notices, 1);
    assert_eq!(world.pass_at(LATER).await.notices, 0);
    assert_eq!(sql.texts(MAILS).await, ["decision.1 queued"]);
    // A body that differs from the proposal needs a reason; and so does a revision.
    let error = decide(&world, LATER, OTHER, &[]).await.unwrap_err();
    assert!(error.contains("to change it, revise it with a reason"), "{error}");
    let error = decide(&world, NOW, OTHER, &WHY).await.unwrap_err();
    assert!(error.contains("revise it on a later day"), "{error}");
    decide(&world, LATER, OTHER, &WHY).await.unwrap();
    assert_eq!(world.pass_at(LATER).await.notices, 1);
    assert_eq!(sql.texts(NOTICES).await, ["decision.1", "decision.2"]);
    assert_eq!(sql.texts(MAILS).await, ["decision.1 cancelled", "decision.2 queued"]);
    assert_eq!(sql.number("SELECT COUNT(*) FROM act WHERE is_current = 1").await, 2);
}

#[tokio::test]
async fn who_must_not_decide_is_refused_with_what_to_do() {
    let (world, sql, chief) = world().await;
    let before = sql.dump().await;
    #[rustfmt::skip]
    let table = [
        (["above", "above"], chief.as_str(), &WHY[..], "somebody else must act: superior"),
        (["above", "above"], BUDI,           &WHY[..], "nobody decides about himself: superior must act"),
        (OTHER, SYAHRUL,        &[][..],  "a reason is missing: the decision differs from the proposal"),
    ];
    for ([result, behaviour], by, reason, expected) in table {
        let words = ["--result", result, "--behaviour", behaviour, "--by", by];
        let error = told(world.command(&[&["decide"], &OF[..], &words, reason].concat()).await);
        let error = error.unwrap_err();
        assert!(error.contains(expected), "{error}");
    }
    let error = object(&world, NOW, &["--received", "2026-07-20", WHY[0], WHY[1]]).await;
    assert!(error.unwrap_err().contains("there is no decision yet"));
    let error = object(&world, NOW, &["--received", "2026-07-21"]).await.unwrap_err();
    assert!(error.contains("has not come yet"), "{error}");
    assert!(sql.dump().await == before, "something refused was recorded");
}

#[tokio::test]
async fn an_objection_in_time_is_heard_and_its_outcome_is_final_and_told() {
    for (outcome, ratings) in
        [("--reject", &[][..]), ("--uphold", &["--result", "above", "--behaviour", "above"])]
    {
        let (world, sql, chief) = world().await;
        decide(&world, NOW, OTHER, &WHY).await.unwrap();
        object(&world, NOW, &["--received", "2026-07-20"]).await.unwrap();
        world.pass_at(NOW).await;
        let by = |nip| [&[outcome], ratings, &["--by", nip, "--reason", "Didengar"]].concat();
        let error = object(&world, LATER, &by(&chief)).await.unwrap_err();
        assert!(error.contains("no objection waits"), "{error}");
        object(&world, LATER, &WHY).await.unwrap();
        object(&world, LATER, &WHY).await.unwrap();
        let error = object(&world, LATER, &["--reason", "Lain"]).await.unwrap_err();
        assert!(error.contains("waits: the superior of the evaluator decides"), "{error}");
        let error = decide(&world, LATER, ["meets", "meets"], &WHY).await.unwrap_err();
        assert!(error.contains("nobody else changes the result"), "{error}");
        let error = object(&world, LATER, &by(SYAHRUL)).await.unwrap_err();
        assert!(error.contains("somebody else must act: evaluator_superior"), "{error}");
        assert_eq!(world.pass_at(LATER).await.notices, 0, "an objection is no news to who objects");
        object(&world, LATER, &by(&chief)).await.unwrap();
        assert_eq!(world.pass_at(LATER).await.notices, 1);
        object(&world, LATER, &WHY).await.unwrap();
        assert_eq!(world.pass_at(LATER).await.notices, 0);
        assert_eq!(sql.texts(NOTICES).await, ["decision.1", "final.2"], "{outcome}");
        // Receipt, objection and outcome are one row that has grown, all kept.
        let rows = "SELECT COUNT(*) FROM act WHERE kind = 'keberatan'";
        assert_eq!(sql.number(rows).await, 3);
        world.command(&[&["explain"], &OF[..], &["--json"]].concat()).await.unwrap();
    }
}

#[tokio::test]
async fn an_objection_that_comes_late_is_refused_and_the_result_is_final() {
    let (world, sql, _) = world().await;
    decide(&world, NOW, OTHER, &WHY).await.unwrap();
    object(&world, NOW, &["--received", "2026-07-20"]).await.unwrap();
    let before = sql.dump().await;
    let error = object(&world, "2026-09-20T01:00:00Z", &WHY).await.unwrap_err();
    assert!(error.contains("the result is final"), "{error}");
    assert!(sql.dump().await == before, "a late objection was recorded");
    let error = decide(&world, "2026-09-20T01:00:00Z", ["meets", "meets"], &WHY).await;
    assert!(error.unwrap_err().contains("final since"));
}

#[tokio::test]
async fn a_file_says_the_same_as_a_command_and_twice_the_same_is_told_once() {
    let (world, sql, _) = world().await;
    let file = format!(
        "nip;periode;nip_pemutus;peran;tanggal;putusan_hasil;putusan_perilaku;dasar_putusan;usulan_ke\n\
        {BUDI};2026-Q2;{SYAHRUL};atasan_langsung;2026-07-20;di_atas;di_bawah;Bukti baru;1\n"
    );
    world.import_text("putusan.csv", &file).await;
    let body = "SELECT key || body FROM act";
    let by_file = sql.texts(body).await;
    assert_eq!(world.pass_at(NOW).await.notices, 1);
    world.import_text("putusan-lagi.csv", &file.replace(';', ",")).await;
    assert_eq!(world.pass_at(LATER).await.notices, 0);
    assert_eq!(sql.texts(MAILS).await, ["decision.1 queued"]);
    let other = self::world().await;
    decide(&other.0, NOW, OTHER, &WHY).await.unwrap();
    assert_eq!(other.1.texts(body).await, by_file);
}

#[tokio::test]
async fn ratings_of_the_evaluator_are_a_decision_and_an_act_that_does_not_fit_takes_nothing_away() {
    let (world, sql, chief) = world().await;
    let [result, behaviour] = proposed(&sql).await.map(|rating| match rating.as_str() {
        "above" => "di_atas",
        "meets" => "sesuai",
        _ => "di_bawah",
    });
    // Given before the evaluation: it counts from the proposal on.
    let ratings = format!(
        "nip;periode;nip_penilai;tanggal;rating_hasil;rating_perilaku\n\
        {BUDI};2026-Q2;{SYAHRUL};2026-07-08;{result};{behaviour}\n"
    );
    world.import_text("penilaian.csv", &ratings).await;
    let file = format!(
        "nip;periode;nip_pemutus;peran;tanggal;putusan_hasil;putusan_perilaku;dasar_putusan\n\
        {BUDI};2026-Q2;{chief};atasan_penilai;2026-07-20;di_atas;di_bawah;Lain\n"
    );
    world.import_text("putusan.csv", &file).await;
    assert_eq!(world.pass_at(NOW).await.notices, 1);
    assert_eq!(world.pass_at(LATER).await.notices, 0);
    assert_eq!(sql.texts(NOTICES).await, ["decision.1"]);
    let bodies = sql.texts("SELECT body FROM notice").await;
    assert!(bodies[0].contains(r#""number":1"#) && bodies[0].contains(SYAHRUL), "{bodies:?}");
    world.command(&["status"]).await.unwrap();
}

#[tokio::test]
async fn a_decision_after_one_that_does_not_count_is_the_first() {
    let (world, sql, chief) = world().await;
    let file = format!(
        "nip;periode;nip_pemutus;peran;tanggal;putusan_hasil;putusan_perilaku;dasar_putusan\n\
        {BUDI};2026-Q2;{chief};atasan_penilai;2026-07-18;sesuai;sesuai;Lain\n\
        {BUDI};2026-Q2;{SYAHRUL};atasan_langsung;2026-07-19;di_atas;di_bawah;\n\
        {BUDI};2026-Q2;{SYAHRUL};atasan_langsung;2026-07-20;di_atas;di_bawah;Bukti\n"
    );
    world.import_text("putusan.csv", &file).await;
    assert_eq!(world.pass_at(NOW).await.notices, 1);
    let body = sql.texts("SELECT body FROM notice").await.remove(0);
    assert!(body.contains(r#""number":1,"#) && body.contains("Bukti"), "{body}");
}

#[tokio::test]
async fn a_pass_as_of_a_day_leaves_what_is_dated_after_it_to_be_told_later() {
    let (world, sql, chief) = world().await;
    decide(&world, NOW, OTHER, &WHY).await.unwrap();
    object(&world, NOW, &["--received", "2026-07-20"]).await.unwrap();
    object(&world, LATER, &WHY).await.unwrap();
    object(&world, LATER, &["--reject", "--by", &chief, "--reason", "Didengar"]).await.unwrap();
    assert_eq!(world.pass_at(NOW).await.notices, 1);
    assert_eq!(world.pass_at(NOW).await.notices, 0, "the decision is told once");
    assert_eq!(sql.texts(NOTICES).await, ["decision.1"]);
    assert_eq!(world.pass_at(LATER).await.notices, 1);
    assert_eq!(sql.texts(NOTICES).await, ["decision.1", "final.2"]);
    // What is told already is not told again as it was before.
    sql.run("UPDATE looked_at SET act_id = 0").await;
    assert_eq!(world.pass_at(NOW).await.notices, 0);
    assert_eq!(world.pass_at(LATER).await.notices, 0);
    assert_eq!(sql.number("SELECT COUNT(*) FROM looked_at WHERE act_id > 0").await, 1);
}

#[tokio::test]
async fn a_daemon_that_was_killed_between_act_and_mail_tells_it_at_the_next_pass() {
    let (world, sql, _) = world().await;
    decide(&world, NOW, OTHER, &WHY).await.unwrap();
    sql.run(
        "CREATE TRIGGER kill BEFORE INSERT ON mail WHEN NEW.event <> 'result'
        BEGIN SELECT RAISE(ABORT, 'killed'); END",
    )
    .await;
    let before = [sql.table("notice").await, sql.table("mail").await];
    assert_eq!(world.pass_at(NOW).await.faults.len(), 1);
    let after = [sql.table("notice").await, sql.table("mail").await];
    assert!(after == before, "half a notice was recorded");
    sql.run("DROP TRIGGER kill").await;
    assert_eq!(world.pass_at(NOW).await.notices, 1);
    assert_eq!(sql.texts(MAILS).await, ["decision.1 queued"]);
}

#[tokio::test]
async fn who_moves_later_changes_nothing_of_what_was_decided() {
    let (world, sql, _) = world().await;
    decide(&world, NOW, OTHER, &WHY).await.unwrap();
    sql.run(&format!("UPDATE employee SET superior_nip = NULL WHERE nip = '{BUDI}'")).await;
    assert_eq!(world.pass_at(NOW).await.notices, 1);
}

#[tokio::test]
async fn a_new_revision_of_the_unit_cancels_no_mail_about_a_decision() {
    let (world, sql, _) = world().await;
    decide(&world, NOW, OTHER, &WHY).await.unwrap();
    world.pass_at(NOW).await;
    let file = format!(
        "nip;periode;nip_penilai;tanggal;berorientasi_pelayanan;akuntabel;kompeten;harmonis;loyal;adaptif;kolaboratif\n\
        {BUDI};2026-Q2;{SYAHRUL};2026-07-01;120;120;120;120;120;120;120\n"
    );
    world.import_text("perilaku.csv", &file).await;
    let words = ["evaluate", "--region", "samarinda", "--period", "2026-Q2", "--revise", "Koreksi"];
    world.command_at(LATER, &words).await.unwrap();
    assert_eq!(sql.texts(MAILS).await, ["decision.1 queued"]);
    assert_eq!(world.pass_at(LATER).await.notices, 0, "the decision stands");
}

#[tokio::test]
async fn the_mail_about_a_decision_leaves_with_the_word_for_it() {
    let (world, sql, _) = world().await;
    decide(&world, NOW, OTHER, &WHY).await.unwrap();
    let folder = world.summaries().with_file_name("surel");
    let store = world.store().await;
    let app = world.app(Route::Maildir(folder.clone()), NOW);
    for _ in 0..2 {
        let done = pass(&app, &store, &Stop::default()).await.unwrap();
        assert_eq!(done.faults, [""; 0]);
    }
    store.close().await;
    assert_eq!(sql.texts(MAILS).await, ["decision.1 sent"]);
    let mails = std::fs::read_dir(folder.join("new")).unwrap();
    let texts = mails.map(|mail| std::fs::read_to_string(mail.unwrap().path()).unwrap());
    let about: Vec<String> = texts.filter(|text| text.contains("INI PUTUSAN")).collect();
    assert_eq!(about.len(), 1);
    assert!(!about[0].contains(BUDI) && !about[0].contains(SYAHRUL));
}

#[tokio::test]
async fn what_follows_from_a_decision_looks_at_the_periods_before_and_at_feedback() {
    let (world, sql, _) = world().await;
    let feedback = |number: u32| {
        format!("{BUDI};2026-Q2;U{number};2026-05-0{number};masyarakat;koreksi;40;\n")
    };
    let rows: String = (1..=9).map(feedback).collect();
    let heading = "nip;periode;nomor;tanggal_umpan_balik;dari;arah_umpan_balik;skor;catatan\n";
    world.import_text("umpan_balik.csv", &(heading.to_owned() + &rows)).await;
    let before = format!(
        "nip;periode;nip_pemutus;peran;tanggal;putusan_hasil;putusan_perilaku;dasar_putusan\n\
        {BUDI};2026-Q1;{SYAHRUL};atasan_langsung;2026-04-20;di_bawah;di_bawah;Bukti\n"
    );
    world.import_text("putusan.csv", &before).await;
    decide(&world, NOW, ["below", "below"], &WHY).await.unwrap();
    assert_eq!(world.pass_at(NOW).await.notices, 1);
    let body = sql.texts("SELECT body FROM notice").await.remove(0);
    let out = world.summaries().with_file_name("keluar");
    let words = ["export", "--region", "samarinda", "--period", "2026-Q2", "--names", "--out"];
    world.command(&[&words[..], &[out.to_str().unwrap()]].concat()).await.unwrap();
    let csv = std::fs::read_to_string(out.join("tindak_lanjut.csv")).unwrap();
    for rule in ["konseling-berturut", "dialog-umpan-balik"] {
        assert!(body.contains(rule), "{body}");
        let row = |line: &&str| line.contains(BUDI) && line.contains(rule);
        assert_eq!(csv.lines().filter(row).count(), 1, "{csv}");
    }
    world.command(&[&["explain"], &OF[..]].concat()).await.unwrap();
}

#[tokio::test]
async fn a_result_that_cannot_be_read_back_keeps_only_its_person_waiting() {
    let rating =
        ["UPDATE result SET result_rating = 'x'", "UPDATE result SET result_rating = 'above'"];
    let derivation = [
        "UPDATE result SET derivation = '{' || derivation",
        "UPDATE result SET derivation = substr(derivation, 2)",
    ];
    for [damage, mend] in [rating, derivation] {
        let (world, sql, _) = world().await;
        let other = "SELECT nip FROM employee WHERE superior_nip IS NOT NULL ORDER BY nip DESC";
        let other = sql.texts(other).await.remove(0);
        let by = format!("SELECT superior_nip FROM employee WHERE nip = '{other}'");
        let by = sql.texts(&by).await.remove(0);
        let row = |nip: &str, by: &str| {
            format!("{nip};2026-Q2;{by};atasan_langsung;2026-07-20;di_atas;di_atas;Bukti\n")
        };
        let file =
            "nip;periode;nip_pemutus;peran;tanggal;putusan_hasil;putusan_perilaku;dasar_putusan\n";
        let file = [file, &row(BUDI, SYAHRUL), &row(&other, &by)].concat();
        world.import_text("putusan.csv", &file).await;
        let of = format!(" WHERE employee_id = (SELECT id FROM employee WHERE nip = '{BUDI}')");
        sql.run(&(damage.to_owned() + &of)).await;
        let done = world.pass_at(NOW).await;
        assert_eq!(done.notices, 1, "{damage}");
        let fault = &done.faults[0];
        assert!(fault.contains("1 people have a decision that cannot be told"), "{fault}");
        assert!(!fault.contains(BUDI), "{fault}");
        world.command(&["status"]).await.unwrap();
        sql.run(&(mend.to_owned() + &of)).await;
        let done = world.pass_at(NOW).await;
        assert_eq!((done.notices, done.faults.len()), (1, 0), "{mend}");
    }
}
