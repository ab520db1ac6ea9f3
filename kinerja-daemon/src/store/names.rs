//! Who is behind the numbers of the database.

use std::collections::BTreeMap;

use kinerja_core::region::RegionCode;

use super::{Store, StoreError, failed};

const NAMES: &str = "SELECT id, nip, name FROM employee WHERE region = $1";

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
}
