//! What a name means where it stands, and by which path a user of the crate
//! finds it.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Item, Path, PathArguments, UseTree, Visibility, visit_mut::VisitMut};

use crate::source::{Modules, Names, features, name};

/// A way by which users reach an item or a module.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Way {
    pub(crate) path: Names,
    pub(crate) features: BTreeSet<String>,
}

/// The names of a crate: those of each module, and the ways to what is public.
pub(crate) struct Scope<'a> {
    modules: &'a Modules,
    imports: BTreeMap<Names, BTreeMap<String, Names>>,
    pub(crate) public: BTreeMap<Names, BTreeSet<Way>>,
}

impl<'a> Scope<'a> {
    pub(crate) fn of(modules: &'a Modules) -> Self {
        let imports = modules.iter().map(|(at, items)| {
            let uses = items.iter().filter_map(|gated| match &gated.item {
                Item::Use(item) => Some(&item.tree),
                _ => None,
            });
            (at.clone(), uses.flat_map(leaves).collect())
        });
        let mut scope = Self { modules, imports: imports.collect(), public: BTreeMap::new() };
        scope.walk(&Vec::new(), &Way { path: Vec::new(), features: BTreeSet::new() });
        scope
    }

    /// Follows what a public module shows.
    fn walk(&mut self, at: &Names, way: &Way) {
        let modules = self.modules;
        for gated in &modules[at] {
            let shown = |name: &String| {
                let mut way = way.clone();
                way.path.push(name.clone());
                way.features.extend(gated.features.iter().cloned());
                way
            };
            match &gated.item {
                Item::Use(item) if matches!(item.vis, Visibility::Public(_)) => {
                    for (name, to) in leaves(&item.tree) {
                        assert_ne!(name, "*", "a glob is beyond this list");
                        let to = self.resolve(at, &to).unwrap();
                        let way = shown(&name);
                        self.show(&to, way);
                    }
                }
                item => {
                    if let Some((name, Visibility::Public(_))) = name(item) {
                        let way = shown(&name);
                        self.show(&[at.as_slice(), &[name]].concat(), way);
                    }
                }
            }
        }
    }

    fn show(&mut self, to: &Names, way: Way) {
        if self.modules.contains_key(to) {
            self.walk(to, &way);
        }
        self.public.entry(to.clone()).or_default().insert(way);
    }

    /// The item of this crate that a path means, by where it is defined.
    fn resolve(&self, at: &Names, path: &[String]) -> Option<Names> {
        let (first, rest) = path.split_first()?;
        let mut base = match first.as_str() {
            "crate" => Vec::new(),
            "self" => at.clone(),
            "super" => at[..at.len() - 1].to_vec(),
            _ => return self.found(at, first).and_then(|at| self.within(at, rest)),
        };
        let mut rest = rest;
        while let Some((next, after)) = rest.split_first().filter(|(next, _)| *next == "super") {
            assert_eq!(next, "super");
            base.pop();
            rest = after;
        }
        self.within(base, rest)
    }

    fn within(&self, mut at: Names, rest: &[String]) -> Option<Names> {
        for name in rest {
            at = self.found(&at, name)?;
        }
        Some(at)
    }

    /// What a single name means in a module.
    fn found(&self, at: &Names, wanted: &str) -> Option<Names> {
        let here = [at.as_slice(), &[wanted.to_owned()]].concat();
        let mut items = self.modules.get(at)?.iter().filter_map(|gated| name(&gated.item));
        if self.modules.contains_key(&here) || items.any(|(name, _)| name == wanted) {
            return Some(here);
        }
        let to = self.imports[at].get(wanted)?;
        if to.len() == 1 && to[0] == wanted { None } else { self.resolve(at, to) }
    }

    /// A path as users write it: without `crate` for what is public here, from
    /// its crate on for what is imported. Nothing for what is private here.
    pub(crate) fn path(&self, at: &Names, path: &Path) -> Option<Path> {
        let names: Names = path.segments.iter().map(|part| part.ident.to_string()).collect();
        // The longest beginning that is an item; what follows is of that item.
        for length in (1..=names.len()).rev() {
            let Some(item) = self.resolve(at, &names[..length]) else { continue };
            let way = self.public.get(&item)?.first()?;
            return Some(spelt(&way.path, path, length));
        }
        match names.first().and_then(|first| self.imports[at].get(first)) {
            Some(to) => Some(spelt(to, path, 1)),
            None => Some(path.clone()),
        }
    }

    /// Rewrites every path of a piece of code as users write it.
    pub(crate) fn rewrite(&self, at: &'a Names) -> Rewriter<'_> {
        Rewriter { scope: self, at, private: false }
    }
}

/// A path whose first segments are replaced by others.
fn spelt(names: &[String], path: &Path, replaced: usize) -> Path {
    let mut spelt: Path = syn::parse_str(&names.join("::")).unwrap();
    let (old, after) = (&path.segments[replaced - 1], path.segments.iter().skip(replaced));
    if let Some(last) = spelt.segments.last_mut() {
        last.arguments = old.arguments.clone();
    }
    spelt.segments.extend(after.cloned());
    spelt
}

/// See [`Scope::rewrite`].
pub(crate) struct Rewriter<'a> {
    scope: &'a Scope<'a>,
    at: &'a Names,
    /// Whether something private was met.
    pub(crate) private: bool,
}

impl VisitMut for Rewriter<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        match self.scope.path(self.at, path) {
            Some(public) => *path = public,
            None => self.private = true,
        }
        for part in &mut path.segments {
            if let PathArguments::AngleBracketed(arguments) = &mut part.arguments {
                self.visit_angle_bracketed_generic_arguments_mut(arguments);
            }
            if let PathArguments::Parenthesized(arguments) = &mut part.arguments {
                self.visit_parenthesized_generic_arguments_mut(arguments);
            }
        }
    }
}

/// The names that a `use` brings, and the path of each.
fn leaves(tree: &UseTree) -> Vec<(String, Names)> {
    match tree {
        UseTree::Path(path) => {
            let head = path.ident.to_string();
            let mut found = leaves(&path.tree);
            for (name, to) in &mut found {
                if to.len() == 1 && to[0] == "self" {
                    name.clone_from(&head);
                    to.clear();
                }
                to.insert(0, head.clone());
            }
            found
        }
        UseTree::Name(name) => vec![(name.ident.to_string(), vec![name.ident.to_string()])],
        UseTree::Rename(name) => vec![(name.rename.to_string(), vec![name.ident.to_string()])],
        UseTree::Glob(_) => vec![("*".to_owned(), vec!["*".to_owned()])],
        UseTree::Group(group) => group.items.iter().flat_map(leaves).collect(),
    }
}

/// The features that a part of an item asks for.
pub(crate) fn gates(way: &Way, attributes: &[syn::Attribute]) -> Option<BTreeSet<String>> {
    let mut all = way.features.clone();
    all.extend(features(attributes)?);
    Some(all)
}
