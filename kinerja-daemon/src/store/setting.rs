//! Settings of the database that are made once and kept.

use super::{Store, StoreError, failed};

const FIND_SETTING: &str = "SELECT value FROM setting WHERE key = $1";
const KEEP_SETTING: &str =
    "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING";

impl Store {
    /// A setting, if it was made.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        let found = sqlx::query_scalar(FIND_SETTING).bind(key).fetch_optional(&self.reader).await;
        found.map_err(failed("read a setting"))
    }

    /// A setting that is made once and kept: the same after every restart and
    /// from every restored backup.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn keep_setting(&self, key: &str, fresh: &str) -> Result<String, StoreError> {
        let action = "keep a setting";
        sqlx::query(KEEP_SETTING)
            .bind(key)
            .bind(fresh)
            .execute(&mut *self.pen(action).await?)
            .await
            .map_err(failed(action))?;
        sqlx::query_scalar(FIND_SETTING)
            .bind(key)
            .fetch_one(&mut *self.pen(action).await?)
            .await
            .map_err(failed(action))
    }
}
