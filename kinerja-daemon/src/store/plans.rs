//! How SQLite goes about a statement: each pass asks, and a database keeps years.

use sqlx::{AssertSqlSafe, Row};

use super::{Access, Store};

/// The steps of a statement.
pub(super) async fn steps(statement: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("kinerja.db"), Access::Write).await.unwrap();
    let plan = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
    let rows = sqlx::query(plan).fetch_all(&store.reader).await.unwrap();
    rows.iter().map(|row| row.get("detail")).collect()
}

/// Refuses a statement that has not this step.
pub(super) async fn has(statement: &str, step: &str) {
    let steps = steps(statement).await;
    assert!(steps.iter().any(|found| found.contains(step)), "{step}: {steps:#?}");
}
