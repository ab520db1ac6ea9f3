//! What many people agreed, reported and were scored, in one query each.

use futures_util::TryStreamExt;
use kinerja_core::{calendar::Period, people::Nip, region::RegionCode};
use sqlx::{Row, sqlite::SqliteRow};

use super::{Store, StoreError, corrupt, failed};

const EVALUATED: &str = "
    SELECT plan.body, actuals.body, result.derivation
    FROM result
    LEFT JOIN document plan ON plan.id = result.plan_id
    LEFT JOIN document actuals ON actuals.id = result.actuals_id
    WHERE result.run_id = $1";

/// The people for whom a condition holds, with their current documents.
macro_rules! standings {
    ($condition:literal) => {
        concat!(
            "SELECT employee.nip, employee.name, COALESCE(membership.unit, employee.unit),
                plan.body, actuals.body, behaviour.body
            FROM employee
            LEFT JOIN membership ON membership.employee_id = employee.id
                AND membership.period = $2
            LEFT JOIN document plan ON plan.employee_id = employee.id AND plan.period = $2
                AND plan.kind = 'plan' AND plan.is_current = 1
            LEFT JOIN document actuals ON actuals.employee_id = employee.id
                AND actuals.period = $2
                AND actuals.kind = 'actuals' AND actuals.is_current = 1
            LEFT JOIN document behaviour ON behaviour.employee_id = employee.id
                AND behaviour.period = $2
                AND behaviour.kind = 'behaviour' AND behaviour.is_current = 1
            WHERE employee.region = $1 AND ",
            $condition,
            " ORDER BY 3, employee.name, employee.nip"
        )
    };
}

const OF_REGION: &str = standings!("$3 = $3");

const OF_UNIT: &str = standings!("COALESCE(membership.unit, employee.unit) = $3");

// Of those who moved the caller knows who their superior is.
const OF_SUPERIOR: &str = standings!(
    "(employee.superior_nip = $3 OR employee.id IN (SELECT act.employee_id FROM act
        WHERE act.region = $1 AND act.kind = 'mutasi' AND act.is_current = 1
            AND act.withdrawn IS NULL))"
);

/// The documents of one person that an evaluation used, as they are kept.
#[derive(Debug, Clone)]
pub struct EvaluatedPerson {
    /// The work plan.
    pub plan: Option<String>,
    /// What was reached.
    pub actuals: Option<String>,
    /// What the evaluation found, as it is kept.
    pub derivation: String,
}

/// Whose standing is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Everybody's in the region.
    Region,
    /// That of a unit's people.
    Unit(String),
    /// That of a superior's direct staff, as the file of staff says, and of everybody
    /// who ever moved.
    StaffOf(Nip),
}

/// What stands on record of one person today, documents as they are kept.
#[derive(Debug, Clone)]
pub struct PersonStanding {
    /// The number.
    pub nip: Nip,
    /// The name.
    pub name: String,
    /// The code of the unit.
    pub unit: String,
    /// The work plan.
    pub plan: Option<String>,
    /// What was reached.
    pub actuals: Option<String>,
    /// The scores of behaviour.
    pub behaviour: Option<String>,
}

fn standing(row: &SqliteRow) -> Result<PersonStanding, StoreError> {
    let nip: String = row.get(0);
    Ok(PersonStanding {
        nip: nip.parse().map_err(corrupt("read how plans stand"))?,
        name: row.get(1),
        unit: row.get(2),
        plan: row.get(3),
        actuals: row.get(4),
        behaviour: row.get(5),
    })
}

impl Store {
    /// Hands out the documents that a run used, person by person, while the next is
    /// being read.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn for_each_evaluated(
        &self,
        run: i64,
        mut take: impl FnMut(EvaluatedPerson),
    ) -> Result<(), StoreError> {
        let failed = failed("read what was evaluated");
        let mut rows = sqlx::query(EVALUATED).bind(run).fetch(&self.reader);
        while let Some(row) = rows.try_next().await.map_err(failed)? {
            take(EvaluatedPerson { plan: row.get(0), actuals: row.get(1), derivation: row.get(2) });
        }
        Ok(())
    }

    /// Hands out what stands on record of people for a period, by unit and name,
    /// while the next is being read.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn for_each_standing(
        &self,
        (region, period): (&RegionCode, Period),
        whose: &Whose,
        mut take: impl FnMut(PersonStanding),
    ) -> Result<(), StoreError> {
        let (statement, of) = match whose {
            Whose::Region => (OF_REGION, ""),
            Whose::Unit(unit) => (OF_UNIT, unit.as_str()),
            Whose::StaffOf(nip) => (OF_SUPERIOR, nip.as_str()),
        };
        let failed = failed("read how plans stand");
        let mut rows = sqlx::query(statement)
            .bind(region.as_str())
            .bind(period.to_string())
            .bind(of)
            .fetch(&self.reader);
        while let Some(row) = rows.try_next().await.map_err(failed)? {
            take(standing(&row)?);
        }
        Ok(())
    }
}
