//! The schema of policies against their reader, key by key.

use std::{collections::BTreeSet, fs, path::Path};

use kinerja_core::{region::RegionPolicy, schema::SchemaOf};
use serde_json::Value;
use toml::Table;

use crate::Judge;

/// The example policies and the one that ends the reference.
fn policies() -> Vec<(String, Table)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let regions = ["jayawijaya", "palembang", "samarinda", "sawahlunto", "tangerang-selatan"];
    let regions = regions.map(|region| format!("examples/regions/{region}/policy.toml"));
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    let mut texts: Vec<_> = regions.map(|path| (path.clone(), read(&path))).into();
    let older = "examples/before-2022/policy.toml";
    texts.push((older.to_owned(), read(older)));
    let reference = read("docs/policy.md");
    let whole = reference
        .split("```")
        .filter_map(|block| block.strip_prefix("toml\n"))
        .find(|block| RegionPolicy::from_toml(block).is_ok());
    texts.push(("docs/policy.md".to_owned(), whole.unwrap().to_owned()));
    texts.into_iter().map(|(path, text)| (path, text.parse().unwrap())).collect()
}

/// A way to a table: keys, and the places of lists.
type Way = Vec<String>;

/// The ways to all tables of a value.
fn tables(value: &toml::Value, at: &Way, found: &mut Vec<Way>) {
    let further = |name: String| [at.as_slice(), &[name]].concat();
    if let Some(table) = value.as_table() {
        found.push(at.clone());
        // What stands there has the form of its rule, which the schema leaves open.
        let open = at.first().is_some_and(|key| key == "exception");
        for (key, value) in table.iter().filter(|(key, _)| !(open && *key == "value")) {
            tables(value, &further(key.clone()), found);
        }
    }
    for (index, value) in value.as_array().into_iter().flatten().enumerate() {
        tables(value, &further(index.to_string()), found);
    }
}

fn table<'a>(policy: &'a mut toml::Value, way: &Way) -> &'a mut Table {
    let found = way.iter().fold(policy, |value, step| match step.parse::<usize>() {
        Ok(index) => &mut value[index],
        Err(_) => &mut value[step.as_str()],
    });
    found.as_table_mut().unwrap()
}

/// The schema of the table to which a way leads.
fn described<'a>(schema: &'a Value, way: &Way) -> (&'a str, &'a Value) {
    let followed = |name: &mut &'a str, value: &'a Value| match value["$ref"].as_str() {
        Some(to) => {
            *name = to.rsplit('/').next().unwrap();
            &schema["$defs"][*name]
        }
        None => value,
    };
    let (mut name, mut at) = ("Policy", schema);
    for step in way {
        let next = if step.parse::<usize>().is_ok() {
            &at["items"]
        } else {
            &at["properties"][step.as_str()]
        };
        at = followed(&mut name, next);
    }
    (name, at)
}

fn names<'a>(keys: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    keys.into_iter().map(str::to_owned).collect()
}

/// What the reader says of a policy.
fn complaint(policy: &toml::Value) -> String {
    let text = toml::to_string(policy).unwrap();
    RegionPolicy::from_toml(&text).map_or_else(|error| error.to_string(), |_| String::new())
}

/// The keys that the reader asks for in a table.
fn asked(policy: &toml::Value, way: &Way) -> BTreeSet<String> {
    let mut more = policy.clone();
    table(&mut more, way).insert("zzz".to_owned(), true.into());
    let said = complaint(&more);
    let (_, list) = said.split_once("unknown key: expected one of `").unwrap();
    names(list.split_once("`\n").map_or(list, |(list, _)| list).trim_end_matches('`').split("`, `"))
}

/// The keys of a table without which the reader says that they are missing.
fn needed(policy: &toml::Value, way: &Way) -> BTreeSet<String> {
    let keys: Vec<_> = table(&mut policy.clone(), way).keys().cloned().collect();
    let is_needed = |key: &String| {
        let mut less = policy.clone();
        table(&mut less, way).remove(key);
        complaint(&less).contains(&format!("`{key}` is missing"))
    };
    keys.into_iter().filter(is_needed).collect()
}

#[test]
fn every_example_policy_holds_to_the_schema() {
    let judge = Judge::of(SchemaOf::Policy);
    for (path, policy) in policies() {
        let value = serde_json::to_value(&policy).unwrap();
        assert_eq!(judge.judge(&value), Ok(()), "{path}");
    }
}

#[test]
fn the_schema_has_the_keys_that_the_reader_asks_for_and_no_others() {
    let schema: Value = serde_json::from_str(&SchemaOf::Policy.to_json()).unwrap();
    let mut seen = BTreeSet::new();
    for (path, policy) in policies() {
        let (policy, mut ways) = (toml::Value::Table(policy), Vec::new());
        tables(&policy, &Vec::new(), &mut ways);
        for way in ways {
            let (name, schema) = described(&schema, &way);
            if !seen.insert(format!("{name} {:?}", needed(&policy, &way))) {
                continue;
            }
            let keys = names(schema["properties"].as_object().unwrap().keys().map(String::as_str));
            assert_eq!(asked(&policy, &way), keys, "{path}: {way:?}");
            let required = schema["required"].as_array().into_iter().flatten();
            let required = names(required.map(|key| key.as_str().unwrap()));
            assert_eq!(needed(&policy, &way), required, "{path}: {way:?}");
            assert_eq!(schema["additionalProperties"], false, "{path}: {way:?}");
        }
    }
    let seen = names(seen.iter().map(|name| name.split(' ').next().unwrap()));
    let all = schema["$defs"].as_object().unwrap().iter();
    let all = names(all.filter(|(_, one)| one["type"] == "object").map(|(name, _)| name.as_str()));
    let unseen: Vec<_> = all.difference(&seen).collect();
    assert!(unseen.is_empty(), "no example has {unseen:?}");
}

#[test]
fn the_schema_refuses_no_less_than_its_words_say() {
    let judge = Judge::of(SchemaOf::Policy);
    let good = serde_json::to_value(&policies()[0].1).unwrap();
    #[rustfmt::skip]
    let broken: [(&str, Value); 9] = [
        ("/cadence",              "weekly".into()),
        ("/code",                 "Kota".into()),
        ("/first_period",         "2026-Q5".into()),
        ("/languages",            "id".into()),
        ("/deadlines/plan/days",  "31".into()),
        ("/deadlines/plan/days",  (-1).into()),
        ("/deadlines/plan/source","my uncle".into()),
        ("/work_result/cap",      120.into()),
        ("/work_result/cap",      "120,5".into()),
    ];
    for (place, wrong) in broken {
        let mut policy = good.clone();
        *policy.pointer_mut(place).unwrap() = wrong.clone();
        assert!(judge.judge(&policy).is_err(), "{place}: {wrong}");
        let text = toml::to_string(&policy).unwrap();
        assert!(RegionPolicy::from_toml(&text).is_err(), "{place}: {wrong}");
    }
}
