//! Older databases are taken over.

use super::*;
use sha2::{Digest, Sha256};

use crate::store::{MAIL_STATES, MailName};

/// A database as the first so many migrations made it.
async fn made_by(migrations: usize, path: &Path) -> SqlitePool {
    let pool = SqlitePool::connect_with(options(path).create_if_missing(true)).await.unwrap();
    let mut all: Vec<Migration> = migrator().migrations.to_vec();
    all.truncate(migrations);
    Migrator::with_migrations(all).run(&pool).await.unwrap();
    pool
}

/// A new database, its path, and another connection to it that waits for nobody.
async fn with_another() -> (tempfile::TempDir, Store, SqlitePool) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kinerja.db");
    let store = Store::open(&path, Access::Write).await.unwrap();
    let impatient = options(&path).busy_timeout(Duration::ZERO);
    let other = SqlitePoolOptions::new().max_connections(1).connect_with(impatient).await.unwrap();
    (folder, store, other)
}

#[test]
fn a_library_that_can_corrupt_databases_is_refused() {
    for found in ["3.7.0", "3.46.0", "3.51.2", "3.51", "2.99.9", "", "unknown"] {
        let error = is_safe(found.to_owned()).unwrap_err().to_string();
        assert!(error.starts_with(&format!("SQLite {found} can corrupt databases: ")), "{error}");
    }
    for found in ["3.51.3", "3.51.10", "3.52.0", "3.52", "4.0.0"] {
        assert!(is_safe(found.to_owned()).is_ok(), "{found}");
    }
}

#[tokio::test]
async fn the_library_that_is_linked_is_asked_for_its_version() {
    let (_folder, _store, other) = with_another().await;
    assert!(check_version(&other).await.unwrap().is_ok());
}

/// What is acknowledged survives a power cut, and whoever finds it locked waits.
#[tokio::test]
async fn every_connection_is_set_up_to_be_durable_and_patient() {
    let (_folder, store, _other) = with_another().await;
    let expected = [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("busy_timeout", "60000"),
    ];
    for (setting, value) in expected {
        let pragma = format!("SELECT CAST({setting} AS TEXT) FROM pragma_{setting}");
        let pragma = pragma.replace("CAST(busy_timeout", "CAST(timeout");
        let asked = || sqlx::query_scalar(AssertSqlSafe(pragma.clone()));
        let mut pen = store.pen("look").await.unwrap();
        let written: String = asked().fetch_one(&mut *pen).await.unwrap();
        let read: String = asked().fetch_one(&store.reader).await.unwrap();
        assert_eq!((written.as_str(), read.as_str()), (value, value), "{setting}");
    }
    let writes = sqlx::query("INSERT INTO setting VALUES ('x', 'y')").execute(&store.reader).await;
    assert!(writes.unwrap_err().to_string().contains("readonly"), "a reader writes");
}

/// It never finds out halfway that another has written: nobody else can.
#[tokio::test]
async fn a_transaction_that_may_write_keeps_others_from_writing_from_its_beginning() {
    let (_folder, store, other) = with_another().await;
    let writes = || sqlx::query("INSERT INTO setting VALUES ('x', 'y')").execute(&other);
    let mut pen = store.pen("write").await.unwrap();
    let begun = pen.begin("write").await.unwrap();
    let error = writes().await.unwrap_err().to_string();
    assert!(error.contains("database is locked"), "{error}");
    begun.rollback().await.unwrap();
    // One of one text, in which nothing is written, waits for another that has begun.
    let others = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    sqlx::query("PRAGMA busy_timeout = 1").execute(&mut *pen).await.unwrap();
    let none = sqlx::sqlite::SqliteArguments::default();
    let error = pen.whole(("SELECT 1;", none)).await.err().unwrap().to_string();
    assert!(error.contains("database is locked"), "{error}");
    others.rollback().await.unwrap();
    // Control: a transaction that only may become one that writes keeps nobody out.
    sqlx::query("BEGIN").execute(&mut *pen).await.unwrap();
    assert!(writes().await.is_ok());
}

#[tokio::test]
async fn whoever_writes_waits_for_another_that_has_not_ended() {
    let (_folder, store, other) = with_another().await;
    let others = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let ends = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        others.rollback().await.unwrap();
    };
    let writes = async { store.keep_setting("x", "y").await };
    let (written, ()) = tokio::join!(writes, ends);
    assert_eq!(written.unwrap(), "y");
}

/// A migration that has run somewhere never changes: another one follows it.
#[test]
fn migrations_are_frozen() {
    let digests: Vec<String> = MIGRATIONS
        .iter()
        .map(|(version, _, sql)| format!("{version} {:x}", Sha256::digest(sql)))
        .collect();
    let frozen = [
        "1 a51d030d15b27943671d68191732b31818c8b48bd11ecb84176e451b0a9f8760",
        "2 e78aafdee0cd31e406e547db1780714d6e0a114d7ff5fa9457cc8222b775fdc9",
        "3 656d7b8b010ed9b070796d814be041a57e7cdda3846e934caa3a50684a0c3cae",
        "4 53a43689eb84595b098edbab22ffc6a308fc497d61b8305daa3d8e3c99751df8",
        "5 995c8eaf87250b5cae8fbb0e43218cd5d4486f1b4510dca5e2ffbea5623afa00",
        "6 279ee7c3e941f80b711e8eaa4a4bab3c0fd6e6a6c542e3b0fce0e4598bdd5e20",
        "7 25e380b4551c88f2af8118f9e9efcdb5894eedec0798ccb7556fe8aa019140ad",
        "8 d749127180957858afd77933d76ab450b463ce9b2c1aacf056b90e72f02f1240",
        "9 432aaf9ee62faef5c536638de5d99158a0728c510e61b47b7295dc943efdc1dd",
        "10 ce8b9f498ecdedc0721bf39b92ae42a75022bc07adec4883b1cfca7748b864ea",
        "11 0164247b5582f2340594d8ad7adeda1a8e90a922873072a908ee079a3ae355f1",
        "12 d38c3367f5a52a22ea2d07504561cff63d759b905e8bc150120c5fb6400e4023",
        "13 0dc0ab6bce11ae2ed7699bfbf0317cea417915d7f8c40c00ddf79dbd588049f8",
        "14 00465df8cd0dd2df2acc3b2d74305093a2e0439624a1c3622fcff96bab03cc1f",
        "15 b90f5aeaae635dbcf5f7682c1f424f4c379ec61aad5e77da7ed675d4b80530e5",
        "16 490a32be0c67a66de8b17937f8c312c0fa15e0190695a1ec226101b1856a38f4",
        "17 ad4ad2ef2b0d3029820dd39200bcdd2f7e8f9e081f50277e728a6a8c035894a3",
        "18 18043ba920ab835d68988a0bf3a3e047b9d5cfdc27f28fbcce64ea983865aa18",
        "19 f83cc699464528f8988e42e957d300825c0e2ad95f64da45d5598c9a4bbae486",
    ];
    assert_eq!(digests, frozen);
}

#[tokio::test]
async fn mails_of_older_databases_are_taken_over_without_loss() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kinerja.db");
    let old = made_by(10, &path).await;
    let before = "
        INSERT INTO unit VALUES ('samarinda', 'setda', 'Setda');
        INSERT INTO policy VALUES ('samarinda', 'digest', 'text', 0);
        INSERT INTO employee (id, region, nip, name, employment, unit, post)
        VALUES (5, 'samarinda', '197006201994011003', 'Ani', 'pns', 'setda', 'Kepala');
        INSERT INTO run (id, kind, region, period, unit, revision, policy_sha256, inputs_sha256,
            as_of, tally, services)
        VALUES (3, 'evaluate', 'samarinda', '2026-Q2', 'setda', 2, 'digest', 'inputs', 1, '{}', '{}')";
    for statement in before.split(';') {
        sqlx::query(statement).execute(&old).await.unwrap();
    }
    let states: Vec<_> = MAIL_STATES.into_iter().filter(|state| *state != "expired").collect();
    for (number, state) in (1_i64..).zip(&states) {
        let mail = "
            INSERT INTO mail (employee_id, run_id, event, state, enqueued_at, due_at, attempts,
                copies, sha256, last_reply)
            VALUES (5, 3, 'decision.' || $1, $2, $1 * 10, $1 * 100, $1 + 1, $1 % 3, 'sha' || $1,
                CASE WHEN $1 > 1 THEN 'reply ' || $1 END)";
        sqlx::query(mail).bind(number).bind(state).execute(&old).await.unwrap();
    }
    let all = "SELECT json_array(id, employee_id, run_id, event, state, enqueued_at, due_at,
        attempts, copies, sha256, last_reply) FROM mail ORDER BY id";
    let kept: Vec<String> = sqlx::query_scalar(all).fetch_all(&old).await.unwrap();
    assert_eq!(kept.len(), 9);
    old.close().await;

    let store = Store::open(&path, Access::Write).await.unwrap();
    let found: Vec<String> = sqlx::query_scalar(all).fetch_all(&store.reader).await.unwrap();
    assert_eq!(found, kept);
    let listed = store.mails().await.unwrap();
    assert!(listed.iter().all(|mail| mail.region.as_str() == "samarinda"
        && mail.period.to_string() == "2026-Q2"));
    let key = MailName::Key("samarinda/2026-Q2/5/decision.4/2".to_owned());
    let known = store.mail_evidence(&key).await.unwrap().unwrap();
    assert_eq!((known.id, known.state.as_str(), known.attempts.len()), (4, "sent", 0));
    // What the older version left on its way is found like anything else.
    let now = known.enqueued_at;
    store.recover_mails(now).await.unwrap();
    let states: Vec<String> =
        sqlx::query_scalar("SELECT state FROM mail WHERE id IN (2, 3) ORDER BY id")
            .fetch_all(&store.reader)
            .await
            .unwrap();
    // Two copies of the first may have left before.
    assert_eq!(states, ["held", "unknown"]);
    // Nobody is told the same twice, by run or by key.
    for twice in [
        "INSERT INTO mail (key, region, period, employee_id, run_id, event, state, enqueued_at, due_at)
        SELECT 'another', region, period, employee_id, run_id, event, 'queued', 0, 0 FROM mail WHERE id = 1",
        "INSERT INTO mail (key, region, period, employee_id, facts, event, state, enqueued_at, due_at)
        SELECT key, region, period, employee_id, '{}', event, 'queued', 0, 0 FROM mail WHERE id = 1",
    ] {
        let mut pen = store.pen("queue a mail").await.unwrap();
        let error = sqlx::query(twice).execute(&mut *pen).await.unwrap_err();
        assert!(error.to_string().contains("UNIQUE"), "{error}");
    }
}

/// Its condition on states was changed in place.
#[tokio::test]
async fn a_mail_is_in_one_of_the_known_states_and_is_found_where_that_puts_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kinerja.db");
    let condition = "
        SELECT substr(sql, instr(sql, 'state TEXT'), 60) FROM sqlite_schema WHERE name = 'mail'";
    let old = made_by(18, &path).await;
    let before: String = sqlx::query_scalar(condition).fetch_one(&old).await.unwrap();
    old.close().await;
    let store = Store::open(&path, Access::Write).await.unwrap();
    let mut pen = store.pen("look").await.unwrap();
    let after: String = sqlx::query_scalar(condition).fetch_one(&mut *pen).await.unwrap();
    let (listed, compared) = ("CHECK (state IN", "CHECK (state = 'queued' OR");
    assert!(before.contains(listed) && after.contains(compared), "{before} {after}");
    let mail = "
        INSERT INTO mail (key, region, period, facts, event, state, enqueued_at, due_at)
        VALUES ($1, 'samarinda', '2026-Q2', '{}', 'digest', $1, 0, 0)";
    for state in MAIL_STATES {
        sqlx::query(mail).bind(state).execute(&mut *pen).await.unwrap();
    }
    for state in ["", "Queued", "lost"] {
        let error = sqlx::query(mail).bind(state).execute(&mut *pen).await.unwrap_err();
        assert!(error.to_string().contains("CHECK constraint failed"), "{state:?} {error}");
    }
    for (column, expected) in [
        ("waits", &["deferred", "queued", "unknown"][..]),
        ("in_hand", &["claimed", "data_started"]),
    ] {
        let found = format!("SELECT state FROM mail WHERE {column} ORDER BY state");
        let found = sqlx::query_scalar(AssertSqlSafe(found)).fetch_all(&mut *pen).await;
        let found: Vec<String> = found.unwrap();
        assert_eq!(found, expected, "{column}");
    }
    let whole: String =
        sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut *pen).await.unwrap();
    assert_eq!(whole, "ok");
}

#[tokio::test]
async fn a_database_of_the_first_version_keeps_its_files_and_takes_each_in_once_more() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kinerja.db");
    let old = made_by(1, &path).await;
    let files = "INSERT INTO imported_file (region, sha256, name, kind, records, day) VALUES
        ('samarinda', 'b', 'b.csv', 'pegawai', 2, '2026-07-02'),
        ('samarinda', 'a', 'a.csv', 'pegawai', 1, '2026-07-01')";
    sqlx::query(files).execute(&old).await.unwrap();
    old.close().await;

    let store = Store::open(&path, Access::Write).await.unwrap();
    let names = "SELECT name FROM imported_file ORDER BY id";
    let names: Vec<String> = sqlx::query_scalar(names).fetch_all(&store.reader).await.unwrap();
    assert_eq!(names, ["a.csv", "b.csv"]);
    let region = "samarinda".parse().unwrap();
    for sha256 in ["a", "b"] {
        let before = store.taken_before(&region, "pegawai", sha256).await.unwrap();
        assert_eq!(before, None, "{sha256}");
    }
}
