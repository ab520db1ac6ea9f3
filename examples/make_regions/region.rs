//! What the table of a region holds.

use crate::Outcome;
use crate::acts::table::Acts;
use crate::policy::Policy;

/// A region: its units, the names of its people and the habits of its HR office.
#[derive(Debug)]
pub(crate) struct Region {
    /// Its code, as in the policy.
    pub(crate) code: &'static str,
    /// What its HR office works with.
    pub(crate) office: Office,
    /// Whether its files carry the column `wilayah`.
    pub(crate) names_itself: bool,
    /// Where names are drawn from.
    pub(crate) names: Names,
    /// Its units. The head of the first one is the regional secretary.
    pub(crate) units: &'static [Unit],
    /// Indicators that fit every unit.
    pub(crate) common: &'static [Row],
    /// Additional results.
    pub(crate) additional: &'static [Row],
    /// What its people did.
    pub(crate) acts: &'static Acts,
    /// Whether its complaints were sent in twice, because the first file was refused.
    pub(crate) sends_twice: bool,
}

/// What an HR office works with.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Office {
    /// Text files.
    Csv(CsvHabit),
    /// Workbooks, one for each kind.
    Xlsx,
}

/// How an office's program saves text files.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CsvHabit {
    /// What stands between two cells.
    pub(crate) delimiter: u8,
    /// Whether the file begins with a byte order mark and its lines end in CR LF,
    /// as a spreadsheet on Windows saves it.
    pub(crate) windows: bool,
}

/// Where names are drawn from.
#[derive(Debug)]
pub(crate) struct Names {
    /// First names of men.
    pub(crate) men: &'static [&'static str],
    /// First names of women.
    pub(crate) women: &'static [&'static str],
    /// Second names, of either.
    pub(crate) second: &'static [&'static str],
}

/// A unit.
#[derive(Debug)]
pub(crate) struct Unit {
    /// Its code.
    pub(crate) code: &'static str,
    /// Its name.
    pub(crate) name: &'static str,
    /// The post of its head.
    pub(crate) head: &'static str,
    /// Its sections; each has a head. Without any, all report to the unit's head.
    pub(crate) sections: &'static [&'static str],
    /// The posts of its staff.
    pub(crate) posts: &'static [&'static str],
    /// The titles its people bear.
    pub(crate) titles: &'static [&'static str],
    /// How many work there, the heads included.
    pub(crate) people: usize,
    /// What its people are measured by.
    pub(crate) rows: &'static [Row],
}

/// An indicator as a row of a table: planned result, indicator, how it is measured,
/// aspect, level, whose it is, the code of the mission it serves, and that of the
/// service it measures: nothing for what an office does for itself.
#[derive(Debug)]
pub(crate) struct Row(
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) Measure,
    pub(crate) Aspect,
    pub(crate) Level,
    pub(crate) Whose,
    pub(crate) &'static str,
    pub(crate) &'static str,
);

/// How an indicator is measured. The decimals of a target are those of the actuals.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Measure {
    /// More is better: unit of measure, baseline (or nothing), target.
    Up(&'static str, &'static str, &'static str),
    /// Less is better: unit of measure, baseline (or nothing), target.
    Down(&'static str, &'static str, &'static str),
    /// Between two ends: unit of measure, low, high.
    Within(&'static str, &'static str, &'static str),
    /// It is there or it is not.
    Done,
    /// By a date, so many days before the period ends.
    By(u64),
}

/// The aspect of an indicator.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Aspect {
    /// "Kuantitas"
    Quantity,
    /// "Kualitas"
    Quality,
    /// "Waktu"
    Time,
    /// "Biaya"
    Cost,
}

/// The level of an indicator.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Level {
    /// "Keluaran"
    Output,
    /// "Hasil"
    Outcome,
    /// "Dampak"
    Impact,
}

/// Whose achievement an indicator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// The person's own.
    Own,
    /// The unit's.
    Team,
    /// The unit's, and it is a satisfaction index.
    Index,
}

impl Region {
    /// Refuses a table that serves a mission which the policy does not know.
    pub(crate) fn check_missions(&self, policy: &Policy) -> Outcome<()> {
        let rows = self.units.iter().flat_map(|unit| unit.rows);
        for Row(_, indicator, .., mission, _) in rows.chain(self.common).chain(self.additional) {
            if !mission.is_empty() && !policy.missions.iter().any(|known| known.code == *mission) {
                return Err(format!("{}: `{indicator}` serves no mission", self.code).into());
            }
        }
        Ok(())
    }
}
