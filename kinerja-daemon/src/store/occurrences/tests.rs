//! What is open is looked at again only when something came in.

use super::*;
use crate::store::Access;

const OPEN_ONE: &str = "
    PRAGMA foreign_keys = 0;
    INSERT INTO employee (id, region, nip, name, employment, unit, post)
    VALUES (5, 'samarinda', '197006201994011003', 'Ani', 'pns', 'setda', 'Kepala');
    INSERT INTO occurrence (region, period, kind, subject, event, revision, employee_id,
        hears, due_at, useful_until, state, opened_at)
    VALUES ('samarinda', '2026-Q2', 'plan_missing', 'person/5', 'responsible+1', 1, 5,
        'responsible', 1, 9000000000000000, 'open', 1)";
const PLAN: &str = "
    INSERT INTO document (employee_id, period, kind, body, sha256, is_current)
    VALUES (5, '2026-Q2', 'plan', 'x', 'x', 1)";
const FILE: &str = "
    INSERT INTO imported_file (region, sha256, name, kind, records, day)
    VALUES ('samarinda', 'x', 'rencana.csv', 'rencana', 1, '2026-04-02')";

/// A pass that follows on one that changed nothing reads no document.
#[tokio::test]
async fn what_is_open_is_held_against_documents_only_when_something_came_in() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("kinerja.db"), Access::Write).await.unwrap();
    let run = async |statement| {
        let mut pen = store.pen(RECORD).await.unwrap();
        sqlx::query(statement).execute(&mut *pen).await.unwrap();
    };
    let finished = async |counting: &[&str]| {
        let counting = counting.iter().map(|region| region.parse().unwrap()).collect();
        let now = DateTime::from_timestamp(9, 0).unwrap();
        store.finish_occurrences(now, ["late", "ended"], &counting).await.unwrap()
    };
    for statement in OPEN_ONE.split(';') {
        run(statement).await;
    }
    assert_eq!(finished(&[]).await, 0);
    run(PLAN).await;
    assert_eq!(finished(&[]).await, 0, "no file came in");
    run(FILE).await;
    assert_eq!(finished(&[]).await, 1);
    run("UPDATE occurrence SET state = 'open', reason = NULL, finished_at = NULL").await;
    assert_eq!(finished(&[]).await, 0);
    assert_eq!(finished(&["samarinda"]).await, 1, "reports are counted otherwise");
}
