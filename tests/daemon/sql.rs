//! The database seen from outside, for what no method of the store tells.

use std::{fmt::Write as _, path::Path};

use sqlx::{
    AssertSqlSafe, SqlitePool,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions},
};

/// A connection of one's own.
pub(crate) struct Sql(SqlitePool);

impl Sql {
    pub(crate) async fn open(path: &Path) -> Self {
        let options = SqliteConnectOptions::new().filename(path).foreign_keys(true);
        Self(SqlitePoolOptions::new().max_connections(1).connect_with(options).await.unwrap())
    }

    /// Runs a statement that changes something.
    pub(crate) async fn run(&self, statement: &str) {
        sqlx::query(AssertSqlSafe(statement)).execute(&self.0).await.unwrap();
    }

    /// The number that a query finds.
    pub(crate) async fn number(&self, query: &str) -> i64 {
        sqlx::query_scalar(AssertSqlSafe(query)).fetch_one(&self.0).await.unwrap()
    }

    /// The texts that a query finds.
    pub(crate) async fn texts(&self, query: &str) -> Vec<String> {
        sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(&self.0).await.unwrap()
    }

    /// Mails by state, like `3 queued, 1 sent`.
    pub(crate) async fn states(&self) -> String {
        self.states_of("id = id").await
    }

    /// The same of the mails for which a condition holds.
    pub(crate) async fn states_of(&self, condition: &str) -> String {
        let query = format!(
            "SELECT COUNT(*) || ' ' || state FROM mail WHERE {condition}
            GROUP BY state ORDER BY state"
        );
        self.texts(&query).await.join(", ")
    }

    /// Every row of every table.
    pub(crate) async fn dump(&self) -> String {
        let tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
        let mut dump = String::new();
        for table in self.texts(tables).await {
            dump.push_str(&self.table(&table).await);
        }
        dump
    }

    /// Every row of one table.
    pub(crate) async fn table(&self, table: &str) -> String {
        let columns = format!("SELECT '\"' || name || '\"' FROM pragma_table_info('{table}')");
        let columns = self.texts(&columns).await;
        // A blob, which only the list of migrations has, is no JSON.
        let columns: Vec<&String> = columns.iter().filter(|name| *name != "\"checksum\"").collect();
        let columns = columns.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        // In the order in which they were written, or in that of the table's key.
        let plain = format!("SELECT 1 - wr FROM pragma_table_list WHERE name = '{table}'");
        let order = if self.number(&plain).await == 1 { "ORDER BY rowid" } else { "" };
        let rows = format!("SELECT json_array({columns}) FROM \"{table}\" {order}");
        let mut text = String::new();
        for row in self.texts(&rows).await {
            writeln!(text, "{table} {row}").unwrap();
        }
        text
    }
}
