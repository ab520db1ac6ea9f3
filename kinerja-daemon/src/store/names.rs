//! Who is behind the numbers of the database.

use std::collections::BTreeMap;

use kinerja_core::{people::Nip, region::RegionCode};

use super::{Store, StoreError, failed};

const NAMES: &str = "SELECT id, nip, name FROM employee WHERE region = $1";

const NAME: &str = "SELECT name FROM employee WHERE nip = $2 ORDER BY region = $1 DESC LIMIT 1";

impl Store {
    /// NIP and name of the people of a region, by their number in the database.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn names(
        &self,
        region: &RegionCode,
    ) -> Result<BTreeMap<i64, (String, String)>, StoreError> {
        let rows = sqlx::query_as::<_, (i64, String, String)>(NAMES)
            .bind(region.as_str())
            .fetch_all(&self.reader)
            .await
            .map_err(failed("look up names"))?;
        Ok(rows.into_iter().map(|(id, nip, name)| (id, (nip, name))).collect())
    }

    /// The name of one person, where it is known; an official may be of another region.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn name_of(
        &self,
        region: &RegionCode,
        nip: &Nip,
    ) -> Result<Option<String>, StoreError> {
        sqlx::query_scalar(NAME)
            .bind(region.as_str())
            .bind(nip.as_str())
            .fetch_optional(&self.reader)
            .await
            .map_err(failed("look up a name"))
    }
}
