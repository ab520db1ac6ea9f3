//! The acts that an evaluation rests on.

use std::collections::{BTreeMap, btree_map::Entry};

use kinerja_core::{
    calendar::Period,
    people::{Employment, Nip},
    region::RegionPolicy,
};
use sqlx::{Row, sqlite::SqliteRow};

use super::{Act, LOOK_UP, StoredAct, read};
use crate::store::{RunKey, Store, StoreError, corrupt, failed};

/// The people whom a run may evaluate: those of the unit, and those whom it has
/// evaluated before.
macro_rules! candidates {
    () => {
        "SELECT id FROM employee WHERE region = $1 AND unit = $3
        UNION
        SELECT membership.employee_id FROM membership
        WHERE membership.period = $2 AND membership.unit = $3"
    };
}

/// Acts about these people.
macro_rules! acts_of_candidates {
    () => {
        concat!(
            "SELECT act.id, act.kind, act.revision, employee.nip, act.unit, act.service,
                act.period, act.day, act.body, act.employee_id, employee.unit, employee.post,
                employee.superior_nip, employee.employment, officials.evaluator
            FROM (",
            candidates!(),
            ") candidate
            JOIN employee ON employee.id = candidate.id
            JOIN act ON act.employee_id = candidate.id AND act.is_current = 1
                AND act.withdrawn IS NULL
            LEFT JOIN officials ON officials.employee_id = act.employee_id
                AND officials.period = act.period
            WHERE act.region = $1 "
        )
    };
}

// Moves and trainings belong to days and hold from then on; what was decided in
// other periods is asked for by conditions.
const OF_RUN: &str = concat!(
    acts_of_candidates!(),
    "   AND (act.kind IN ('mutasi', 'pelatihan')
            OR (act.kind IN ('umpan_balik', 'penilaian_lama') AND act.period = $2)
            OR (act.kind IN ('penilaian', 'putusan', 'keberatan') AND act.period <> $2))
    UNION ALL
    SELECT act.id, act.kind, act.revision, NULL, act.unit, act.service, act.period,
        act.day, act.body, NULL, NULL, NULL, NULL, NULL, NULL
    FROM act
    WHERE act.region = $1 AND act.unit = $3 AND act.period = $2 AND act.is_current = 1
        AND act.withdrawn IS NULL
        AND act.kind IN ('survei', 'capaian_organisasi')
    ORDER BY 2, 8, 1"
);

// They are many, so they are asked for only where a rule counts them.
const DAILY_REPORTS: &str = concat!(
    acts_of_candidates!(),
    "AND act.kind = 'laporan_harian' AND act.period = $2 ORDER BY act.day, act.id"
);

const HEAD: &str = "SELECT id FROM employee WHERE region = $1 AND nip = $2";

// Earlier documents are the plans of posts that were left, and what other
// superiors said of behaviour.
const DOCUMENTS: &str = concat!(
    "SELECT document.employee_id, document.id, document.kind, document.body
    FROM document
    WHERE document.period = $2 AND document.kind IN ('plan', 'behaviour')
        AND document.employee_id IN (SELECT act.employee_id FROM act
            WHERE act.region = $1 AND act.kind = 'mutasi' AND act.is_current = 1
                AND act.withdrawn IS NULL)
        AND document.employee_id IN (",
    candidates!(),
    ") ORDER BY document.id"
);

/// Whether a run rests on daily reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DailyReports {
    /// The region counts them.
    Counted,
    /// It does not, and they are not asked for.
    Left,
}

impl DailyReports {
    /// What the policies ask for.
    pub fn of<'p>(policies: impl IntoIterator<Item = &'p RegionPolicy>) -> Self {
        if policies.into_iter().any(|policy| policy.daily_reports.is_some()) {
            Self::Counted
        } else {
            Self::Left
        }
    }
}

/// An act with its number, which stands for what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedAct {
    /// Its number in the database.
    pub number: i64,
    /// The act; none where it cannot be read back.
    pub act: Option<StoredAct>,
    /// The kind under which it is on record.
    pub kind: String,
}

/// What the file of staff says of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// The code of the unit.
    pub unit: String,
    /// The post.
    pub post: String,
    /// The direct superior.
    pub superior: Option<Nip>,
    /// The kind of employment.
    pub employment: Employment,
}

/// A document of a person, current or replaced since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldDocument {
    /// Its number in the database.
    pub number: i64,
    /// Whether it is a plan; if not, it is behaviour.
    pub is_plan: bool,
    /// What it says.
    pub body: String,
}

/// The acts about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonActs {
    /// What the file of staff says now.
    pub staff: Staff,
    /// The acts by kind and day; not what officials said of other periods who had left
    /// by the end of them.
    pub acts: Vec<NumberedAct>,
    /// Plans and behaviour of the period, oldest first, of those who have moved.
    pub documents: Vec<OldDocument>,
    /// Who evaluated in periods that were decided before.
    pub evaluators: BTreeMap<Period, Nip>,
}

/// The acts that the evaluation of a unit rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunActs {
    /// Those about people, by the person's number in the database. Whoever has
    /// none is not here.
    pub people: BTreeMap<i64, PersonActs>,
    /// Those about the unit and its services.
    pub unit: Vec<NumberedAct>,
    /// The number of the person who heads the unit, as its achievement says.
    pub head: Option<i64>,
}

impl Store {
    /// The acts that a run rests on: one question for the whole unit, and more only
    /// where daily reports are counted, or somebody has moved or heads it.
    ///
    /// # Errors
    ///
    /// Fails when the database does, or when what it says of staff cannot be read
    /// back. An act that cannot be read back is handed out by its number.
    pub async fn acts_of_run(
        &self,
        key: &RunKey,
        daily_reports: DailyReports,
    ) -> Result<RunActs, StoreError> {
        let mut found = RunActs::default();
        let mut rows = self.rows_of(key, OF_RUN).await?;
        if daily_reports == DailyReports::Counted {
            rows.extend(self.rows_of(key, DAILY_REPORTS).await?);
        }
        for row in rows {
            let kind: String = row.get(1);
            let number = row.get(0);
            let act = NumberedAct { number, act: read(&row), kind };
            match row.get::<Option<i64>, _>(9) {
                Some(employee) => {
                    let person = match found.people.entry(employee) {
                        Entry::Occupied(known) => known.into_mut(),
                        Entry::Vacant(new) => {
                            let staff = staff(&row)?;
                            let (acts, documents) = (Vec::new(), Vec::new());
                            let evaluators = BTreeMap::new();
                            new.insert(PersonActs { staff, acts, documents, evaluators })
                        }
                    };
                    let period = act.act.as_ref().and_then(|stored| stored.period);
                    if let (Some(period), Some(evaluator)) = (period, evaluator(&row)?) {
                        person.evaluators.insert(period, evaluator);
                    }
                    person.acts.push(act);
                }
                None => found.unit.push(act),
            }
        }
        let mut acts = found.people.values().flat_map(|person| &person.acts);
        if acts.any(|act| act.kind == "mutasi") {
            for row in self.rows_of(key, DOCUMENTS).await? {
                let Some(person) = found.people.get_mut(&row.get(0)) else { continue };
                let is_plan = row.get::<&str, _>(2) == "plan";
                let document = OldDocument { number: row.get(1), is_plan, body: row.get(3) };
                person.documents.push(document);
            }
        }
        self.leave_out_the_departed(&key.region, &mut found.people).await?;
        found.head = self.head(key, &found.unit).await?;
        Ok(found)
    }

    async fn head(&self, key: &RunKey, unit: &[NumberedAct]) -> Result<Option<i64>, StoreError> {
        let nip = unit.iter().find_map(|found| {
            let Act::Achievement(achievement) = &found.act.as_ref()?.act else { return None };
            achievement.head.clone()
        });
        let Some(nip) = nip else { return Ok(None) };
        sqlx::query_scalar(HEAD)
            .bind(key.region.as_str())
            .bind(nip.as_str())
            .fetch_optional(&self.reader)
            .await
            .map_err(failed(LOOK_UP))
    }

    async fn rows_of(
        &self,
        key: &RunKey,
        statement: &'static str,
    ) -> Result<Vec<SqliteRow>, StoreError> {
        sqlx::query(statement)
            .bind(key.region.as_str())
            .bind(key.period.to_string())
            .bind(&key.unit)
            .fetch_all(&self.reader)
            .await
            .map_err(failed(LOOK_UP))
    }
}

/// Who evaluated in the period of an act, where something was decided in it.
fn evaluator(row: &SqliteRow) -> Result<Option<Nip>, StoreError> {
    let nip: Option<String> = row.get(14);
    nip.map(|nip| nip.parse().map_err(corrupt(LOOK_UP))).transpose()
}

fn staff(row: &SqliteRow) -> Result<Staff, StoreError> {
    let superior: Option<String> = row.get(12);
    let employment: String = row.get(13);
    Ok(Staff {
        unit: row.get(10),
        post: row.get(11),
        superior: superior.map(|nip| nip.parse()).transpose().map_err(corrupt(LOOK_UP))?,
        employment: serde_json::from_value(employment.into()).map_err(corrupt(LOOK_UP))?,
    })
}
