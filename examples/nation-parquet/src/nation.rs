//! Row groups of a Parquet file as the columns of a population.

use std::fs::File;

use arrow_array::{
    Array, FixedSizeListArray, Int64Array, ListArray, PrimitiveArray, RecordBatch, StructArray,
    UInt8Array, UInt16Array, UInt32Array, types::ArrowPrimitiveType,
};
use kinerja_core::{
    calendar::Period,
    plan::Direction,
    population::{ColumnParts, Columns, PeopleColumns, RowColumns},
};
use parquet::arrow::{ProjectionMask, arrow_reader::ParquetRecordBatchReaderBuilder};

use crate::Result;

/// Decimals of the amounts in the file.
pub(crate) const DECIMALS: u8 = 2;

/// The unit of each person and the region of each unit.
#[derive(Default)]
pub(crate) struct Units {
    pub(crate) unit_of: Vec<u32>,
    pub(crate) region_of: Vec<u32>,
}

/// Reads the two columns that say where people are, and no other.
pub(crate) fn units(file: File) -> Result<Units> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(file)?;
    let mask = ProjectionMask::columns(reader.parquet_schema(), ["region", "unit"]);
    let mut found = Units::default();
    for batch in reader.with_projection(mask).build()? {
        let batch = batch?;
        let units: &UInt32Array = column(&batch, "unit")?;
        let regions: &UInt32Array = column(&batch, "region")?;
        found.unit_of.extend_from_slice(units.values());
        for (unit, region) in units.values().iter().zip(regions.values()) {
            let unit = usize::try_from(*unit)?;
            if unit >= found.region_of.len() {
                found.region_of.resize(unit + 1, 0);
            }
            found.region_of[unit] = *region;
        }
    }
    Ok(found)
}

/// The people, as many at a time as the largest row group has.
pub(crate) fn groups(file: File) -> Result<impl Iterator<Item = Result<Group>>> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(file)?;
    let people = reader.metadata().row_groups().iter().map(|group| group.num_rows()).max();
    let people = usize::try_from(people.unwrap_or_default())?;
    let batches = reader.with_batch_size(people.max(1)).build()?;
    Ok(batches.map(|batch| Group::new(&batch?)))
}

/// The columns of some people: most as they came, two in another form.
pub(crate) struct Group {
    offsets: Vec<u32>,
    directions: Vec<Direction>,
    weights: UInt16Array,
    low: Int64Array,
    high: Int64Array,
    actual: Int64Array,
    behaviour: UInt32Array,
}

impl Group {
    fn new(batch: &RecordBatch) -> Result<Self> {
        let lists: &ListArray = column(batch, "indicators")?;
        let offsets = lists.value_offsets().iter().map(|offset| u32::try_from(*offset));
        let rows: &StructArray =
            lists.values().as_any().downcast_ref().ok_or("rows are structs")?;
        let behaviour: &FixedSizeListArray = column(batch, "behaviour")?;
        let directions: UInt8Array = field(rows, "direction")?;
        // The file has places in the list of directions.
        let direction = |number: &u8| Direction::ALL.get(usize::from(*number)).copied();
        Ok(Self {
            offsets: offsets.collect::<std::result::Result<_, _>>()?,
            directions: directions
                .values()
                .iter()
                .map(direction)
                .collect::<Option<_>>()
                .ok_or("a direction is a number from 0 to 4")?,
            weights: field(rows, "weight")?,
            low: field(rows, "low")?,
            high: field(rows, "high")?,
            actual: field(rows, "actual")?,
            behaviour: primitive(behaviour.values().as_ref(), "behaviour")?,
        })
    }

    /// The columns, lent.
    pub(crate) fn columns(&self, period: Period) -> Result<Columns<'_>> {
        Ok(Columns::new(ColumnParts {
            period,
            offsets: &self.offsets,
            rows: RowColumns {
                weights: self.weights.values(),
                directions: &self.directions,
                low: self.low.values(),
                high: self.high.values(),
                actual: self.actual.values(),
                decimals: DECIMALS,
                ..RowColumns::default()
            },
            people: PeopleColumns {
                behaviour: self.behaviour.values().as_chunks().0,
                ..PeopleColumns::default()
            },
        })?)
    }
}

/// A column of the batch, which every person has.
fn column<'a, T: Array + 'static>(batch: &'a RecordBatch, name: &str) -> Result<&'a T> {
    let found = batch.column_by_name(name).and_then(|found| found.as_any().downcast_ref::<T>());
    let found =
        found.ok_or_else(|| format!("there is no column `{name}` of the type that is asked"))?;
    if found.null_count() > 0 {
        return Err(format!("`{name}` has nulls").into());
    }
    Ok(found)
}

fn field<T: ArrowPrimitiveType>(rows: &StructArray, name: &str) -> Result<PrimitiveArray<T>> {
    let found = rows.column_by_name(name).ok_or_else(|| format!("there is no `{name}`"))?;
    primitive(found.as_ref(), name)
}

/// A column of numbers, without copying it; a null is refused and never becomes a 0.
fn primitive<T: ArrowPrimitiveType>(found: &dyn Array, name: &str) -> Result<PrimitiveArray<T>> {
    let numbers = found.as_any().downcast_ref::<PrimitiveArray<T>>();
    let numbers = numbers.ok_or_else(|| format!("`{name}` is {}", found.data_type()))?;
    if numbers.null_count() > 0 {
        return Err(format!("`{name}` has nulls").into());
    }
    Ok(numbers.clone())
}
