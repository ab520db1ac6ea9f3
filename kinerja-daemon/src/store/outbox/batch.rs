//! Several statements over many rows, sent to the database at once: what a statement
//! costs on its way there is more than what it does.

use std::sync::Arc;

use sqlx::{Arguments, Row, sqlite::SqliteArguments};

use super::{super::writer::Pen, MailId};

/// A value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Number(i64),
    Text(Arc<str>),
    Missing,
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Missing, Into::into)
    }
}

/// Statements, and the rows that they are about.
#[derive(Debug, Default)]
pub(super) struct Batch {
    text: String,
    /// One for each `?`, in their order: a number beside it would have to be looked up.
    values: Vec<Value>,
}

impl Batch {
    /// Adds a statement that reads rows as a table `one`.
    ///
    /// The rows are filled up to a power of two with rows of nothing, so that few texts
    /// are enough, which the database then knows: the statement has to pass over them.
    pub(super) fn over<const N: usize>(
        &mut self,
        columns: [&str; N],
        rows: impl ExactSizeIterator<Item = [Value; N]>,
        statement: &str,
    ) {
        if rows.len() == 0 {
            return;
        }
        let padded = rows.len().next_power_of_two();
        let missing = padded - rows.len();
        let row = format!("({})", ["?"; N].join(", "));
        let (all, columns) = (vec![row; padded].join(", "), columns.join(", "));
        for piece in ["WITH one (", &columns, ") AS (VALUES ", &all, ") ", statement, ";"] {
            self.text.push_str(piece);
        }
        self.values.extend(rows.flatten());
        self.values.extend(std::iter::repeat_n(Value::Missing, missing * N));
    }

    /// Runs them in their order as one transaction; gives back the mails that they return,
    /// and what they say of each.
    pub(super) async fn run(self, pen: &mut Pen<'_>) -> Result<Vec<(MailId, bool)>, sqlx::Error> {
        if self.text.is_empty() {
            return Ok(Vec::new());
        }
        // A value too few would be read as a missing one.
        debug_assert_eq!(self.text.matches('?').count(), self.values.len());
        let mut values = SqliteArguments::default();
        for value in self.values {
            let added = match value {
                Value::Number(number) => values.add(number),
                Value::Text(text) => values.add(text),
                Value::Missing => values.add(None::<i64>),
            };
            added.map_err(sqlx::Error::Encode)?;
        }
        let rows = pen.whole((&self.text, values)).await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Access, Store};

    #[tokio::test]
    async fn statements_are_about_their_own_rows_and_nothing_is_taken_for_a_row() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("kinerja.db"), Access::Write).await.unwrap();
        let mut pen = store.pen("write").await.unwrap();
        let table = "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)";
        sqlx::query(table).execute(&mut *pen).await.unwrap();
        let mut batch = Batch::default();
        let insert = "INSERT INTO t SELECT id, name FROM one WHERE id IS NOT NULL RETURNING id, name IS NULL";
        let rows = [(1, Some("satu")), (2, None), (3, Some("';--"))];
        let rows = rows.map(|(id, name)| [Value::from(id), name.into()]);
        batch.over(["id", "name"], rows.into_iter(), insert);
        batch.over(["id"], std::iter::empty(), insert);
        let delete = "DELETE FROM t WHERE id IN (SELECT id FROM one) RETURNING -id, 0";
        let change = "UPDATE t SET name = 'x' FROM one WHERE t.id = one.id RETURNING 10 * t.id, 1";
        for statement in [change, delete] {
            batch.over(["id"], [[Value::from(2)]].into_iter(), statement);
        }
        let said = batch.run(&mut pen).await.unwrap();
        assert_eq!(said, [(1, false), (2, true), (3, false), (20, true), (-2, false)]);
        let left = sqlx::query_scalar("SELECT name FROM t ORDER BY id");
        let left: Vec<String> = left.fetch_all(&mut *pen).await.unwrap();
        assert_eq!(left, ["satu", "';--"]);
        assert_eq!(Batch::default().run(&mut pen).await.unwrap(), []);
    }
}
