//! Who can be told something, and where.

use std::collections::BTreeMap;

use kinerja_core::{people::Nip, region::RegionCode};
use sqlx::Row;

use super::{Store, StoreError, corrupt, failed};

const EVERYBODY: &str = "
    SELECT employee.nip, employee.id, employee.name, employee.post, employee.unit, unit.name,
        employee.email IS NOT NULL
    FROM employee
    JOIN unit ON unit.region = employee.region AND unit.code = employee.unit
    WHERE employee.region = $1";

/// A person of a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The number in the database.
    pub employee: i64,
    /// The name.
    pub name: String,
    /// The post.
    pub post: String,
    /// The code of the unit.
    pub unit: String,
    /// The name of the unit.
    pub unit_name: String,
    /// Whether mail can reach the person.
    pub has_address: bool,
}

impl Store {
    /// The people of a region, as the file of staff has them.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn directory(
        &self,
        region: &RegionCode,
    ) -> Result<BTreeMap<Nip, Listed>, StoreError> {
        let action = "look up whom to tell";
        let rows = sqlx::query(EVERYBODY).bind(region.as_str()).fetch_all(&self.reader).await;
        rows.map_err(failed(action))?
            .iter()
            .map(|row| {
                let nip = row.get::<&str, _>(0).parse().map_err(corrupt(action))?;
                let listed = Listed {
                    employee: row.get(1),
                    name: row.get(2),
                    post: row.get(3),
                    unit: row.get(4),
                    unit_name: row.get(5),
                    has_address: row.get(6),
                };
                Ok((nip, listed))
            })
            .collect()
    }
}
