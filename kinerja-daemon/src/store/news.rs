//! Whether anything came in since something was last looked for: where nothing did, it
//! is not looked for again.

use std::{collections::BTreeMap, sync::Arc};

use sqlx::SqliteConnection;
use tokio::sync::Mutex;

use super::{Store, StoreError, failed};

// The first tells of other connections only, the others also of this one.
const STAND: &str = "
    SELECT data_version, (SELECT MAX(id) FROM imported_file), (SELECT MAX(id) FROM run)
    FROM pragma_data_version";

/// How the database stood: what others have written, the latest file and the latest run;
/// and by which rule it was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stand {
    database: (i64, Option<i64>, Option<i64>),
    rule: String,
}

/// How the database stood when each thing was last looked for in this process.
#[derive(Debug, Clone, Default)]
pub(super) struct Looked(Arc<Mutex<BTreeMap<&'static str, Stand>>>);

impl Looked {
    /// Everything is to be looked for again.
    pub(super) async fn forget(&self) {
        self.0.lock().await.clear();
    }
}

impl Store {
    /// How the database stands; none where something was looked for as it stands.
    pub(super) async fn news(
        &self,
        connection: &mut SqliteConnection,
        (of, rule): (&'static str, String),
    ) -> Result<Option<Stand>, StoreError> {
        let stand = sqlx::query_as(STAND).fetch_one(connection).await;
        let database = stand.map_err(failed("look whether anything came in"))?;
        let stand = Stand { database, rule };
        Ok((self.looked.0.lock().await.get(of) != Some(&stand)).then_some(stand))
    }

    /// Something was looked for as the database stood.
    pub(super) async fn looked_for(&self, of: &'static str, stand: Stand) {
        self.looked.0.lock().await.insert(of, stand);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Access;

    const FILE: &str = "
        INSERT INTO imported_file (region, sha256, name, kind, records, day)
        VALUES ('samarinda', 'a', 'a.csv', 'pegawai', 1, '2026-07-01')";
    const LIFE: &str = "INSERT INTO looked_until VALUES ('samarinda', 1)";

    #[tokio::test]
    async fn nothing_is_looked_for_again_before_something_came_in() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kinerja.db");
        let store = Store::open(&path, Access::Write).await.unwrap();
        let other = Store::open(&path, Access::Write).await.unwrap();
        let is_new_by = async |rule: &str| {
            let mut pen = store.pen("look").await.unwrap();
            let stand = store.news(&mut pen, ("mails", rule.to_owned())).await.unwrap();
            let is_new = stand.is_some();
            if let Some(stand) = stand {
                store.looked_for("mails", stand).await;
            }
            is_new
        };
        let is_new = async || is_new_by("").await;
        assert!(is_new().await, "it was never looked for");
        assert!(!is_new().await);
        for (by, what, expected) in [
            (&store, LIFE, false),
            (&store, FILE, true),
            (&other, "UPDATE looked_until SET instant = 2", true),
        ] {
            sqlx::query(what).execute(&mut *by.pen("write").await.unwrap()).await.unwrap();
            assert_eq!(is_new().await, expected, "{what}");
            assert!(!is_new().await);
        }
        // Also where the rule that holds again has looked at it before.
        for rule in ["another", ""] {
            assert!(is_new_by(rule).await && !is_new_by(rule).await, "{rule}");
        }
        let mut pen = store.pen("look").await.unwrap();
        let other = ("reports", String::new());
        assert!(store.news(&mut pen, other).await.unwrap().is_some(), "another thing");
    }
}
