//! One line for each item that users of a crate can name.

use std::collections::BTreeSet;

use quote::{ToTokens, quote};
use syn::{
    Attribute, Fields, GenericArgument, Generics, ImplItem, Item, ItemImpl, Meta, PathArguments,
    Signature, Token, TraitItem, Type, Visibility, punctuated::Punctuated, visit_mut::VisitMut,
};

use crate::{
    names::{Scope, Way, gates},
    source::{Gated, Modules, Names, name, quoted},
};

/// The lines of a crate, sorted.
pub(crate) fn list(modules: &Modules) -> BTreeSet<String> {
    let scope = Scope::of(modules);
    let mut lines = Lines { scope: &scope, found: BTreeSet::new() };
    for (at, items) in modules {
        for gated in items {
            if let Item::Impl(block) = &gated.item {
                lines.block(at, gated, block);
            } else if let Some((name, _)) = name(&gated.item) {
                let definition = [at.as_slice(), &[name]].concat();
                for way in scope.public.get(&definition).into_iter().flatten() {
                    lines.item(at, &gated.item, way);
                }
            }
        }
    }
    lines.found
}

struct Lines<'a> {
    scope: &'a Scope<'a>,
    found: BTreeSet<String>,
}

impl Lines<'_> {
    fn put(&mut self, way: &Way, inside: &str, attributes: &[Attribute], text: &str) {
        let Some(features) = gates(way, attributes) else { return };
        let mut line = way.path.join("::");
        if !inside.is_empty() {
            line = format!("{line}::{inside}");
        }
        line = format!("{line}: {text}");
        for mark in ["non_exhaustive", "must_use", "deprecated"] {
            if attributes.iter().any(|attribute| attribute.path().is_ident(mark)) {
                line = format!("{line} #[{mark}]");
            }
        }
        for feature in features {
            line = format!("{line} (feature {feature})");
        }
        self.found.insert(line);
    }

    /// Code as users read it, with the names that they use.
    fn code(&self, at: &Names, mut code: Signature) -> String {
        self.scope.rewrite(at).visit_signature_mut(&mut code);
        tidy(&code)
    }

    fn ty(&self, at: &Names, ty: &Type) -> String {
        let mut ty = ty.clone();
        self.scope.rewrite(at).visit_type_mut(&mut ty);
        tidy(&ty)
    }

    fn generics(&self, at: &Names, generics: &Generics) -> String {
        let mut generics = generics.clone();
        self.scope.rewrite(at).visit_generics_mut(&mut generics);
        let clause = &generics.where_clause;
        tidy(&quote!(#generics #clause))
    }

    fn item(&mut self, at: &Names, item: &Item, way: &Way) {
        match item {
            Item::Const(item) => {
                self.put(way, "", &item.attrs, &format!("const {}", self.ty(at, &item.ty)));
            }
            Item::Fn(item) => {
                self.put(way, "", &item.attrs, &self.code(at, bare(&item.sig)));
            }
            Item::Mod(item) => self.put(way, "", &item.attrs, "mod"),
            Item::Static(item) => {
                self.put(way, "", &item.attrs, &format!("static {}", self.ty(at, &item.ty)));
            }
            Item::Type(item) => {
                let to = self.ty(at, &item.ty);
                let text = format!("type{} = {to}", self.generics(at, &item.generics));
                self.put(way, "", &item.attrs, &text);
            }
            Item::Struct(item) => {
                let text = format!("struct{}", self.generics(at, &item.generics));
                let hidden = item.fields.iter().any(|field| !is_public(&field.vis));
                let text = if hidden { format!("{text}, private fields") } else { text };
                self.put(way, "", &item.attrs, &text);
                self.fields(at, way, "", &item.fields);
                self.derives(way, &item.attrs);
            }
            Item::Enum(item) => {
                let text = format!("enum{}", self.generics(at, &item.generics));
                self.put(way, "", &item.attrs, &text);
                for variant in &item.variants {
                    let name = variant.ident.to_string();
                    self.put(way, &name, &variant.attrs, "variant");
                    self.fields(at, way, &name, &variant.fields);
                }
                self.derives(way, &item.attrs);
            }
            Item::Trait(item) => self.interface(at, way, item),
            other => panic!("this list does not know `{}`", other.to_token_stream()),
        }
    }

    fn interface(&mut self, at: &Names, way: &Way, item: &syn::ItemTrait) {
        let mut above = item.supertraits.clone();
        for bound in &mut above {
            self.scope.rewrite(at).visit_type_param_bound_mut(bound);
        }
        let text = format!("trait{}: {}", self.generics(at, &item.generics), tidy(&above));
        self.put(way, "", &item.attrs, text.trim_end_matches(": "));
        for part in &item.items {
            let mut part = part.clone();
            if let TraitItem::Fn(method) = &mut part {
                method.default = method.default.as_ref().map(|_| syn::parse_quote!({}));
                method.attrs.clear();
            }
            self.scope.rewrite(at).visit_trait_item_mut(&mut part);
            self.put(way, "", &[], &format!("has {}", tidy(&part)));
        }
    }

    /// The fields of a struct, or of the variant with that name, all of which
    /// are public.
    fn fields(&mut self, at: &Names, way: &Way, variant: &str, fields: &Fields) {
        let shown = |field: &syn::Field| !variant.is_empty() || is_public(&field.vis);
        for (index, field) in fields.iter().enumerate().filter(|(_, field)| shown(field)) {
            let name = field.ident.as_ref().map_or(index.to_string(), ToString::to_string);
            let name = if variant.is_empty() { name } else { format!("{variant}::{name}") };
            self.put(way, &name, &field.attrs, &format!("field {}", self.ty(at, &field.ty)));
        }
    }

    /// The traits that are derived, also those of a feature.
    fn derives(&mut self, way: &Way, attributes: &[Attribute]) {
        for attribute in attributes {
            let mut way = way.clone();
            let mut given = vec![attribute.meta.clone()];
            if attribute.path().is_ident("cfg_attr") {
                given = listed(&attribute.meta);
                let condition = given.remove(0);
                way.features.extend(quoted(&condition.to_token_stream().to_string()));
            }
            for meta in given.iter().filter(|meta| meta.path().is_ident("derive")) {
                let last = |path: &syn::Path| path.segments.last().unwrap().ident.to_string();
                let mut names: Vec<_> = listed(meta).iter().map(last).collect();
                names.sort();
                self.put(&way, "", &[], &format!("derives {}", names.join(", ")));
            }
        }
    }

    /// What an `impl` adds to a type, or a type of others to a trait.
    fn block(&mut self, at: &Names, gated: &Gated, block: &ItemImpl) {
        let mut block = block.clone();
        let mut rewriter = self.scope.rewrite(at);
        rewriter.visit_type_mut(&mut block.self_ty);
        if let Some((path, _)) = &mut block.trait_ {
            rewriter.visit_path_mut(path);
        }
        rewriter.visit_generics_mut(&mut block.generics);
        if rewriter.private {
            return;
        }
        let path = vec![owner(&block.self_ty)];
        let way = Way { path, features: gated.features.iter().cloned().collect() };
        if let Some((path, _)) = &block.trait_ {
            let (generics, clause) = (&block.generics, &block.generics.where_clause);
            let text = format!("impl{} {} {}", tidy(generics), tidy(path), tidy(clause));
            self.put(&way, "", &block.attrs, text.trim_end());
        }
        for item in &block.items {
            self.member(at, &way, block.trait_.is_some(), item);
        }
    }

    fn member(&mut self, at: &Names, way: &Way, of_trait: bool, item: &ImplItem) {
        match item {
            ImplItem::Fn(item) if is_public(&item.vis) => {
                let name = item.sig.ident.to_string();
                self.put(way, &name, &item.attrs, &self.code(at, bare(&item.sig)));
            }
            ImplItem::Const(item) if is_public(&item.vis) => {
                let text = format!("const {}", self.ty(at, &item.ty));
                self.put(way, &item.ident.to_string(), &item.attrs, &text);
            }
            ImplItem::Type(item) if of_trait => {
                let text = format!("type {} = {}", item.ident, self.ty(at, &item.ty));
                self.put(way, "", &item.attrs, &text);
            }
            _ => {}
        }
    }
}

/// What an attribute lists.
fn listed<T: syn::parse::Parse>(meta: &Meta) -> Vec<T> {
    let parse = Punctuated::<T, Token![,]>::parse_terminated;
    let list = meta.require_list().unwrap();
    list.parse_args_with(parse).unwrap().into_iter().collect()
}

/// A type as its items name it: without its lifetimes.
fn owner(ty: &Type) -> String {
    let mut ty = ty.clone();
    if let Type::Path(path) = &mut ty
        && let Some(last) = path.path.segments.last_mut()
        && let PathArguments::AngleBracketed(given) = &last.arguments
        && given.args.iter().all(|one| matches!(one, GenericArgument::Lifetime(_)))
    {
        last.arguments = PathArguments::None;
    }
    tidy(&ty)
}

/// A signature without the name, which stands in the path.
fn bare(signature: &Signature) -> Signature {
    let mut signature = signature.clone();
    signature.ident = syn::parse_quote!(__);
    for argument in &mut signature.inputs {
        if let syn::FnArg::Typed(argument) = argument
            && let syn::Pat::Ident(name) = &mut *argument.pat
        {
            name.mutability = None;
        }
    }
    signature
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Tokens with the blanks that people write.
fn tidy(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    #[rustfmt::skip]
    let blanks = [
        (" __ ", ""), (" :: ", "::"), (":: ", "::"), (" < ", "<"), ("< ", "<"), (" >", ">"),
        (" ,", ","), ("& ", "&"), (" ;", ";"), (" :", ":"), ("( ", "("), (" )", ")"), ("[ ", "["),
        (" ]", "]"), (" (", "("), ("->", " -> "), ("  ", " "), (",(", ", ("), ("=(", "= ("),
        ("<(", "<("), (",)", ")"), (":(", ": ("),
    ];
    for (from, to) in blanks {
        text = text.replace(from, to);
    }
    text.trim().to_owned()
}
