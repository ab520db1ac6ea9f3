//! A small nation as a Parquet file.

use std::{fs::File, path::Path, sync::Arc};

use arrow_array::{
    Array, ArrayRef, FixedSizeListArray, Int64Array, ListArray, RecordBatch, StructArray,
    UInt8Array, UInt16Array, UInt32Array,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field};
use parquet::{arrow::ArrowWriter, basic::Compression, file::properties::WriterProperties};

use crate::Result;

/// People of a row group.
const GROUP: usize = 8_192;

/// Units, ten of them in each region.
const UNITS: u32 = 50;

/// The person whose weights do not make the whole.
const WRONG: u32 = 1_234;

/// Writes so many people, each with two indicators: coverage of at least 90.00, and at
/// most 6.50 days.
pub(crate) fn write(path: &Path, people: u32) -> Result<()> {
    let unit = (0..people).map(|person| person % UNITS);
    let region = unit.clone().map(|unit| unit / 10);
    let score = (0..people).flat_map(|person| [(75 + person % 31) * 1_000_000; 7]);
    let behaviour = FixedSizeListArray::try_new(
        Arc::new(Field::new("item", DataType::UInt32, false)),
        7,
        Arc::new(UInt32Array::from_iter_values(score)),
        None,
    )?;
    let columns: [(&str, ArrayRef); 4] = [
        ("region", Arc::new(UInt32Array::from_iter_values(region))),
        ("unit", Arc::new(UInt32Array::from_iter_values(unit))),
        ("behaviour", Arc::new(behaviour)),
        ("indicators", Arc::new(indicators(people)?)),
    ];
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.map(|(name, column)| (name, column, false)),
    )?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(GROUP))
        .build();
    let mut writer = ArrowWriter::try_new(File::create(path)?, batch.schema(), Some(properties))?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(())
}

fn indicators(people: u32) -> Result<ListArray> {
    let weight = |person| if person == WRONG { [50_00, 40_00] } else { [60_00, 40_00] };
    let actual = |person| {
        let person = i64::from(person);
        [(70 + person % 41) * 100 + 25, (3 + person % 7) * 100]
    };
    let target: Vec<i64> = (0..people).flat_map(|_| [90_00, 6_50]).collect();
    let columns: [(&str, ArrayRef); 5] = [
        ("weight", Arc::new(UInt16Array::from_iter_values((0..people).flat_map(weight)))),
        ("direction", Arc::new(UInt8Array::from_iter_values((0..people).flat_map(|_| [0, 1])))),
        ("low", Arc::new(Int64Array::from(target.clone()))),
        ("high", Arc::new(Int64Array::from(target))),
        ("actual", Arc::new(Int64Array::from_iter_values((0..people).flat_map(actual)))),
    ];
    let fields = columns
        .each_ref()
        .map(|(name, column)| Arc::new(Field::new(*name, column.data_type().clone(), false)));
    let rows = columns.map(|(_, column)| column).to_vec();
    let rows = StructArray::try_new(fields.to_vec().into(), rows, None)?;
    let item = Arc::new(Field::new("item", rows.data_type().clone(), false));
    let offsets = OffsetBuffer::from_lengths((0..people).map(|_| 2));
    Ok(ListArray::try_new(item, offsets, Arc::new(rows), None)?)
}
