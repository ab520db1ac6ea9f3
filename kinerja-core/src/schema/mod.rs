//! What policies, inputs and results look like, as JSON Schema.
//!
//! A schema says what a text may look like: keys, types, words, and the form of
//! numbers and days, with their units. What else must hold (weights that are a
//! whole, bands without gaps) the readers say, each with its place.

mod policy;
mod text;

use schemars::{JsonSchema, Schema, generate::SchemaSettings, transform::RecursiveTransform};

use crate::{
    evaluation::{Act, Combined, Derivation, Evaluation, Record},
    evidence::Evidence,
    people::History,
    plan::WorkPlan,
};

/// A text that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemaOf {
    /// The policy of a region, a TOML text.
    Policy,
    /// A work plan.
    WorkPlan,
    /// What was reached, and how the person behaved.
    Evidence,
    /// Where a person served through time.
    History,
    /// What a person or the engine does about a result.
    Act,
    /// What the engine answers.
    Evaluation,
    /// What the engine answers about a person who moved.
    Combined,
    /// How the numbers came about.
    Derivation,
    /// Where a decision stands, and what led there.
    Record,
}

impl SchemaOf {
    /// Every text that has a schema.
    pub const ALL: &'static [Self] = &[
        Self::Policy,
        Self::WorkPlan,
        Self::Evidence,
        Self::History,
        Self::Act,
        Self::Evaluation,
        Self::Combined,
        Self::Derivation,
        Self::Record,
    ];

    /// The name of its file, without the ending: `work_plan`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::WorkPlan => "work_plan",
            Self::Evidence => "evidence",
            Self::History => "history",
            Self::Act => "act",
            Self::Evaluation => "evaluation",
            Self::Combined => "combined",
            Self::Derivation => "derivation",
            Self::Record => "record",
        }
    }

    /// The schema (draft 2020-12) as JSON.
    ///
    /// ```
    /// use kinerja_core::schema::SchemaOf;
    ///
    /// assert!(SchemaOf::Policy.to_json().contains("\"first_period\""));
    /// ```
    pub fn to_json(self) -> String {
        let schema = match self {
            Self::Policy => policy::schema(),
            Self::WorkPlan => read::<WorkPlan>(),
            Self::Evidence => read::<Evidence>(),
            Self::History => read::<History>(),
            Self::Act => read::<Act>(),
            Self::Evaluation => written::<Evaluation>(),
            Self::Combined => written::<Combined>(),
            Self::Derivation => written::<Derivation>(),
            Self::Record => written::<Record>(),
        };
        format!("{:#}\n", schema.to_value())
    }
}

/// The schema of what a reader takes.
fn read<T: JsonSchema>() -> Schema {
    of::<T>(SchemaSettings::draft2020_12().for_deserialize())
}

/// The schema of what is written.
fn written<T: JsonSchema>() -> Schema {
    of::<T>(SchemaSettings::draft2020_12().for_serialize())
}

fn of<T: JsonSchema>(settings: SchemaSettings) -> Schema {
    settings
        .with_transform(RecursiveTransform(in_words))
        .into_generator()
        .into_root_schema_for::<T>()
}

/// Makes a description of what stands in the code: without examples of code, a
/// paragraph in one line.
fn in_words(schema: &mut Schema) {
    let Some(text) = schema.get("description").and_then(|text| text.as_str()) else { return };
    let prose = text.split("```").step_by(2).collect::<String>();
    let paragraphs = prose.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    let lines: Vec<_> = paragraphs
        .map(|part| part.trim_start_matches("# ").replace('\n', " "))
        .map(|part| part.replace("[`", "`").replace("`]", "`"))
        .collect();
    schema.insert("description".to_owned(), lines.join("\n").into());
}
