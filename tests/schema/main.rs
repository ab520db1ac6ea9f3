//! The JSON Schemas in `docs/schema` are those of the code, real values hold to
//! them, and broken ones do not.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests may panic")]

mod policy;
mod values;

use std::{fs, path::Path};

use boon::{Compiler, Draft, SchemaIndex, Schemas};
use kinerja_core::schema::SchemaOf;
use serde_json::Value;

/// A schema that is ready to judge.
struct Judge {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Judge {
    fn of(which: SchemaOf) -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.set_default_draft(Draft::V2020_12);
        compiler.enable_format_assertions();
        let place = format!("mem:///{}.json", which.name());
        let schema = serde_json::from_str(&which.to_json()).unwrap();
        compiler.add_resource(&place, schema).unwrap();
        let index = compiler.compile(&place, &mut schemas).unwrap();
        Self { schemas, index }
    }

    /// What is wrong with a value, in words; nothing where nothing is.
    fn judge(&self, value: &Value) -> Result<(), String> {
        self.schemas.validate(value, self.index).map_err(|error| format!("{error:#}"))
    }
}

#[test]
fn the_files_are_those_of_the_code() {
    let bless = std::env::var_os("KINERJA_BLESS").is_some_and(|value| value == "1");
    for which in SchemaOf::ALL.iter().copied() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("docs/schema")
            .join(which.name())
            .with_extension("json");
        let now = which.to_json();
        if bless {
            fs::write(&path, now).unwrap();
            continue;
        }
        let file = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(file, now, "{}: KINERJA_BLESS=1 rewrites it", path.display());
    }
}
