//! The raw columns from which every side starts, as benches/rivals/gen.py writes them.

use std::{fs, path::Path};

/// Rows of each person.
const ROWS: usize = 10;

/// Columns as they lie on disk.
pub(crate) struct Raw {
    pub(crate) weight_f64: Vec<f64>,
    pub(crate) target_f64: Vec<f64>,
    pub(crate) high_f64: Vec<f64>,
    pub(crate) real_f64: Vec<f64>,
    pub(crate) weight: Vec<u8>,
    pub(crate) target: Vec<i64>,
    pub(crate) high: Vec<i64>,
    pub(crate) real: Vec<i64>,
    pub(crate) direction: Vec<u8>,
    pub(crate) behaviour: Vec<u8>,
    pub(crate) unit: Vec<u32>,
    pub(crate) unit_region: Vec<u32>,
}

impl Raw {
    /// Reads them; without the columns of floating point where only ours run.
    pub(crate) fn read(folder: &Path, with_floats: bool) -> Self {
        let floats = |name: &str| {
            if with_floats { read(folder, name, f64::from_le_bytes) } else { Vec::new() }
        };
        let integers = |name: &str| read(folder, name, i64::from_le_bytes);
        let places = |name: &str| read(folder, name, u32::from_le_bytes);
        let bytes = |name: &str| read(folder, name, |[byte]: [u8; 1]| byte);
        Self {
            weight_f64: floats("weight_f64"),
            target_f64: floats("target_f64"),
            high_f64: floats("hi_f64"),
            real_f64: floats("real_f64"),
            weight: bytes("weight_u8"),
            target: integers("target_i64"),
            high: integers("hi_i64"),
            real: integers("real_i64"),
            direction: bytes("dir_u8"),
            behaviour: bytes("beh_u8"),
            unit: places("emp_unit_i32"),
            unit_region: places("unit_region_i32"),
        }
    }

    pub(crate) fn people(&self) -> usize {
        self.unit.len()
    }

    /// Where the rows of a person begin.
    pub(crate) const fn offset(person: usize) -> usize {
        person * ROWS
    }
}

fn read<T, const N: usize>(folder: &Path, name: &str, value: fn([u8; N]) -> T) -> Vec<T> {
    let bytes = fs::read(folder.join(format!("raw/{name}.bin"))).expect("gen.py made the column");
    bytes.as_chunks::<N>().0.iter().map(|bytes| value(*bytes)).collect()
}
