//! What stands behind the keys of a policy.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::region::RuleBook;

/// A whole number, as the reader takes it.
pub(super) struct Whole;
/// Five or six.
pub(super) struct FiveOrSix;
/// A text that says something.
pub(super) struct Words;
/// An IANA zone.
pub(super) struct Zone;
/// Where a rule comes from.
pub(super) struct From;
/// The id of a national rule.
pub(super) struct RuleId;
/// A value whose form its rule gives.
pub(super) struct AsTheRule;

/// Gives a value its schema, in place of a name.
macro_rules! inline {
    ($($name:ident: $schema:expr;)+) => {
        $(impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        })+
    };
}

inline! {
    Whole: json_schema!({ "type": "integer", "minimum": 0, "maximum": 1_000_000 });
    FiveOrSix: json_schema!({ "enum": [5, 6] });
    Words: json_schema!({ "type": "string", "minLength": 1, "pattern": "\\S" });
    Zone: json_schema!({
        "type": "string",
        "pattern": "^[A-Za-z0-9_+/-]+$",
        "examples": ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"],
    });
    From: json_schema!({
        "type": "string",
        "maxLength": 200,
        "pattern": "^own$|[0-9]",
        "examples": ["own", "PP 30/2019 Pasal 41"],
    });
    RuleId: json_schema!({ "enum": RuleBook::IDS });
    AsTheRule: json_schema!({});
}
