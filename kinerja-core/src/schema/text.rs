//! Values that are texts: the form of each, its unit, and an example.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::{
    calendar::{Period, TimeLimit},
    evaluation::Reason,
    evidence::PrivateText,
    law::Citation,
    number::{Money, Percent, Quantity, Ratio, Score, Share, Weight},
    people::{Label, Nip},
    plan::Code,
    region::RegionCode,
};

/// A percent in basis points: what follows the second decimal is zeros.
const HUNDREDTHS: &str = "^[0-9]{1,18}([.][0-9]{1,2}0{0,4})?$";

/// Texts of whatever content, from one character to `most`.
fn prose(description: &str, most: u16) -> Schema {
    json_schema!({
        "type": "string",
        "description": description,
        "minLength": 1,
        "maxLength": most,
        "pattern": "\\S",
    })
}

/// Texts of one form.
fn form(description: &str, pattern: &str, example: &str) -> Schema {
    json_schema!({
        "type": "string",
        "description": description,
        "pattern": pattern,
        "examples": [example],
    })
}

/// Gives a value the schema of its text.
macro_rules! text {
    ($($name:ident: $schema:expr;)+) => {
        $(impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_id() -> Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($name)).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        })+
    };
}

text! {
    Citation: prose(
        "A provision: instrument and article, like `PP 30/2019 Pasal 41`. It has a number.",
        200,
    );
    Code: form(
        "A code: 1 to 40 letters, digits, `-`, `_` or `.`.",
        "^[A-Za-z0-9._-]{1,40}$",
        "IKI-1",
    );
    Label: prose("The name or code of a unit, a post or a job level.", 200);
    Money: form("An amount in whole rupiah, digits only.", "^[0-9]{1,13}$", "4500000");
    Nip: form(
        "The number of an official (NIP): 18 digits, of which 1 to 8 are the day of birth.",
        "^[0-9]{14}[12][0-9]{3}$",
        "198501012010011001",
    );
    Percent: form(
        "A percent, not below zero, with at most six decimals, without the sign.",
        "^[0-9]+([.][0-9]{1,6})?$",
        "97.5",
    );
    Period: form(
        "A year, semester, quarter or month: `2026`, `2026-S1`, `2026-Q3`, `2026-11`.",
        "^(19[7-9]|2[01][0-9])[0-9](-(S[12]|Q[1-4]|0[1-9]|1[0-2]))?$",
        "2026-Q3",
    );
    PrivateText: prose("A text about a person, which is told to nobody else.", 2_000);
    Quantity: form(
        "An amount in the unit of its indicator, with at most six decimals.",
        "^-?[0-9]{1,18}([.][0-9]{1,6})?$",
        "12.5",
    );
    Ratio: form(
        "An exact number: millionths over a divisor, so that `262500000/3` is 87.5.",
        "^-?[0-9]{1,39}/[0-9]{1,39}$",
        "262500000/3",
    );
    Reason: prose("Why somebody decided so, in words.", 4_000);
    RegionCode: form(
        "The code of a region: 1 to 40 lower-case letters, digits and `-`.",
        "^[a-z0-9][a-z0-9-]{0,39}$",
        "tangerang-selatan",
    );
    Score: form(
        "A score in points from 0 to 1000, with at most six decimals.",
        "^[0-9]{1,18}([.][0-9]{1,6})?$",
        "87.5",
    );
    Share: form(
        "A share of a score in percent, from 0 to 100, with at most two decimals.",
        HUNDREDTHS,
        "40",
    );
    TimeLimit: form(
        "How long something may take: `14 calendar days`, `14 working days` or `6 months`.",
        "^[0-9]{1,5} (calendar days?|working days?|months?)$",
        "14 working days",
    );
    Weight: form(
        "A share of a plan in percent, above 0 up to 100, with at most two decimals.",
        HUNDREDTHS,
        "33.34",
    );
}
