//! The modules of a crate, read from its sources as the compiler reads them.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{Attribute, Item, Visibility};

use crate::expand::Macros;

/// Where a module or an item stands: the names from the root down.
pub(crate) type Names = Vec<String>;

/// An item and the features that it asks for.
pub(crate) struct Gated {
    pub(crate) item: Item,
    pub(crate) features: Vec<String>,
}

/// Every module that is not only for tests, with what its macros expand to.
pub(crate) type Modules = BTreeMap<Names, Vec<Gated>>;

/// Reads a crate from its files, by their path below `src`.
pub(crate) fn load(files: &BTreeMap<String, String>) -> Modules {
    let mut modules = Modules::new();
    let mut macros = Macros::default();
    // Twice, because a macro may be used in a file that is read before its own.
    for complete in [false, true] {
        modules.clear();
        macros.complete = complete;
        let items = parse(&files["lib.rs"]);
        take(files, &mut macros, &mut modules, &mut Vec::new(), (items, &[]));
    }
    modules
}

fn parse(text: &str) -> Vec<Item> {
    syn::parse_file(text).unwrap().items
}

fn take(
    files: &BTreeMap<String, String>,
    macros: &mut Macros,
    modules: &mut Modules,
    at: &mut Names,
    (items, gates): (Vec<Item>, &[String]),
) {
    let mut found = Vec::new();
    for item in macros.expand(items) {
        let Some(mut features) = features(attributes(&item)) else { continue };
        features.extend(gates.iter().cloned());
        if let Item::Mod(module) = &item {
            at.push(module.ident.to_string());
            let inside = match &module.content {
                Some((_, items)) => items.clone(),
                None => parse(file(files, at)),
            };
            take(files, macros, modules, at, (inside, &features));
            at.pop();
        }
        found.push(Gated { item, features });
    }
    modules.insert(at.clone(), found);
}

fn file<'a>(files: &'a BTreeMap<String, String>, at: &Names) -> &'a str {
    let path = at.join("/");
    let ways = [format!("{path}.rs"), format!("{path}/mod.rs")];
    let found = ways.iter().find_map(|way| files.get(way));
    found.unwrap_or_else(|| panic!("no file for the module {path}"))
}

/// The features that attributes ask for; nothing where they ask for a test.
pub(crate) fn features(attributes: &[Attribute]) -> Option<Vec<String>> {
    let mut found = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")) {
        let condition = attribute.meta.require_list().unwrap().tokens.to_string();
        assert!(!condition.contains("not"), "`{condition}` is beyond this list");
        if condition == "test" {
            return None;
        }
        found.extend(quoted(&condition));
    }
    Some(found)
}

/// The texts in quotes of a condition.
pub(crate) fn quoted(condition: &str) -> impl Iterator<Item = String> {
    condition.split('"').skip(1).step_by(2).map(str::to_owned)
}

pub(crate) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        other => panic!("this list does not know `{}`", other.to_token_stream()),
    }
}

/// The name and the visibility of an item that has both.
pub(crate) fn name(item: &Item) -> Option<(String, &Visibility)> {
    let (ident, visibility) = match item {
        Item::Const(item) => (&item.ident, &item.vis),
        Item::Enum(item) => (&item.ident, &item.vis),
        Item::Fn(item) => (&item.sig.ident, &item.vis),
        Item::Mod(item) => (&item.ident, &item.vis),
        Item::Static(item) => (&item.ident, &item.vis),
        Item::Struct(item) => (&item.ident, &item.vis),
        Item::Trait(item) => (&item.ident, &item.vis),
        Item::Type(item) => (&item.ident, &item.vis),
        _ => return None,
    };
    Some((ident.to_string(), visibility))
}
