//! The key of this database, by which people and mails are known to others.

use sha2::{Digest, Sha256};

use super::{Store, StoreError, failed};

const SETTING: &str = "instance_key";

const FILE: &str = "SELECT file FROM pragma_database_list WHERE name = 'main'";

impl Store {
    /// The file of this database.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn file(&self) -> Result<String, StoreError> {
        let found = sqlx::query_scalar(FILE)
            .fetch_one(&mut *self.pen("find the file of the database").await?)
            .await;
        found.map_err(failed("find the file of the database"))
    }

    /// The key that nobody can guess: made once, then always the same.
    ///
    /// # Errors
    ///
    /// Fails when the database does, or when the host has no randomness to make
    /// a key of.
    pub async fn instance_key(&self) -> Result<String, StoreError> {
        let mut fresh = [0_u8; 32];
        getrandom::fill(&mut fresh).map_err(|error| {
            let error = std::io::Error::other(error.to_string());
            failed("make the key of the database")(sqlx::Error::Io(error))
        })?;
        self.keep_setting(SETTING, &format!("{:x}", Sha256::digest(fresh))).await
    }
}
