//! Macros by example, as far as a library uses them for its public items: one
//! arm, fragments and repetitions.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, Ident, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Item, ItemMacro, parse::Parser};

/// The macros that were defined so far, by name.
#[derive(Debug, Default)]
pub(crate) struct Macros {
    known: BTreeMap<String, (Vec<Part>, TokenStream)>,
    /// Whether every definition was seen.
    pub(crate) complete: bool,
}

/// What a macro expects or writes.
#[derive(Debug, Clone)]
enum Part {
    /// A token as it stands.
    Token(TokenTree),
    /// `$name`, in a matcher with its kind.
    Hole(String, String),
    /// `$( ... ) separator *`.
    Repeat(Vec<Self>, Option<char>),
    /// Parts in brackets.
    Group(Delimiter, Vec<Self>),
}

/// What stands for the holes: one text, or one binding for each repetition.
#[derive(Debug, Clone)]
enum Bound {
    One(TokenStream),
    Many(Vec<Bindings>),
}

type Bindings = BTreeMap<String, Bound>;

impl Macros {
    /// Items with what their macros write in place of the macros. Until every
    /// definition was seen, a macro that is not known writes nothing.
    pub(crate) fn expand(&mut self, items: Vec<Item>) -> Vec<Item> {
        let mut found = Vec::new();
        for item in items {
            match item {
                Item::Macro(ItemMacro { ident: Some(name), mac, .. }) => {
                    self.learn(&name, mac.tokens);
                }
                Item::Macro(call) => {
                    let name = call.mac.path.segments.last().unwrap().ident.to_string();
                    let Some((matcher, writer)) = self.known.get(&name) else {
                        assert!(!self.complete, "`{name}!` is defined nowhere");
                        continue;
                    };
                    let file: syn::File =
                        syn::parse2(written(matcher, writer, call.mac.tokens)).unwrap();
                    found.extend(self.expand(file.items));
                }
                other => found.push(other),
            }
        }
        found
    }

    fn learn(&mut self, name: &Ident, tokens: TokenStream) {
        let mut arms = tokens.into_iter();
        let mut group = || {
            arms.find_map(|token| match token {
                TokenTree::Group(group) => Some(group.stream()),
                _ => None,
            })
        };
        let (matcher, writer) = (group().unwrap(), group().unwrap());
        assert!(group().is_none(), "`{name}!` has two arms, which is beyond this list");
        self.known.insert(name.to_string(), (parts(matcher, true), writer));
    }
}

fn written(matcher: &[Part], writer: &TokenStream, call: TokenStream) -> TokenStream {
    let mut bindings = Bindings::new();
    let mut given: Vec<TokenTree> = call.into_iter().collect();
    given.reverse();
    bind(matcher, &mut given, &mut bindings);
    assert!(given.is_empty(), "a macro is called with more than it expects: {given:?}");
    write(&parts(writer.clone(), false), &bindings)
}

/// Takes a matcher or a writer apart.
fn parts(tokens: TokenStream, matcher: bool) -> Vec<Part> {
    let mut tokens = tokens.into_iter().peekable();
    let mut found = Vec::new();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(dollar) if dollar.as_char() == '$' => match tokens.next() {
                Some(TokenTree::Ident(name)) if name == "crate" => {
                    found.push(Part::Token(TokenTree::Ident(name)));
                }
                Some(TokenTree::Ident(name)) => {
                    let kind =
                        if matcher { tokens.nth(1).unwrap().to_string() } else { String::new() };
                    found.push(Part::Hole(name.to_string(), kind));
                }
                Some(TokenTree::Group(group)) => {
                    let sign = |token: TokenTree| token.to_string().chars().next().unwrap();
                    let next = sign(tokens.next().unwrap());
                    let separator = (!"*+?".contains(next)).then(|| {
                        tokens.next();
                        next
                    });
                    found.push(Part::Repeat(parts(group.stream(), matcher), separator));
                }
                other => panic!("`$` before {other:?} is beyond this list"),
            },
            TokenTree::Group(group) => {
                found.push(Part::Group(group.delimiter(), parts(group.stream(), matcher)));
            }
            token => found.push(Part::Token(token)),
        }
    }
    found
}

/// Takes from what is given, last token first, what the parts expect.
fn bind(parts: &[Part], given: &mut Vec<TokenTree>, bindings: &mut Bindings) {
    for part in parts {
        match part {
            Part::Token(expected) => {
                let found = given.pop().map(|token| token.to_string());
                assert_eq!(found, Some(expected.to_string()), "a macro expects a token");
            }
            Part::Hole(name, kind) => {
                bindings.insert(name.clone(), Bound::One(fragment(kind, given)));
            }
            Part::Group(_, inside) => {
                let Some(TokenTree::Group(group)) = given.pop() else { panic!("no brackets") };
                let mut tokens: Vec<TokenTree> = group.stream().into_iter().collect();
                tokens.reverse();
                bind(inside, &mut tokens, bindings);
            }
            Part::Repeat(inside, separator) => {
                let many = repeated(inside, *separator, given);
                let names = many.iter().flat_map(Bindings::keys).cloned().collect::<Vec<_>>();
                for name in names {
                    bindings.insert(name, Bound::Many(many.clone()));
                }
            }
        }
    }
}

fn repeated(inside: &[Part], separator: Option<char>, given: &mut Vec<TokenTree>) -> Vec<Bindings> {
    let mut many = Vec::new();
    while let Some(next) = given.last() {
        let begins = match inside.first() {
            Some(Part::Token(token)) => token.to_string() == next.to_string(),
            // A documented part begins with its comment.
            Some(Part::Repeat(..) | Part::Hole(..)) => true,
            Some(Part::Group(..)) | None => false,
        };
        if !begins {
            break;
        }
        let mut one = Bindings::new();
        bind(inside, given, &mut one);
        many.push(one);
        if separator.is_some() && given.pop().is_none() {
            break;
        }
    }
    many
}

/// The tokens of one fragment.
fn fragment(kind: &str, given: &mut Vec<TokenTree>) -> TokenStream {
    if !["expr", "meta", "ty"].contains(&kind) {
        return given.pop().into_iter().collect();
    }
    let all: TokenStream = given.iter().rev().cloned().collect();
    let parser = |input: syn::parse::ParseStream<'_>| {
        let found = match kind {
            "expr" => input.parse::<syn::Expr>()?.to_token_stream(),
            "ty" => input.parse::<syn::Type>()?.to_token_stream(),
            _ => input.parse::<syn::Meta>()?.to_token_stream(),
        };
        Ok((found, input.parse::<TokenStream>()?))
    };
    let (found, rest) = parser.parse2(all).unwrap();
    *given = rest.into_iter().collect();
    given.reverse();
    found
}

fn write(parts: &[Part], bindings: &Bindings) -> TokenStream {
    let mut text = TokenStream::new();
    for part in parts {
        match part {
            Part::Token(token) => text.extend([token.clone()]),
            Part::Hole(name, _) => match bindings.get(name) {
                Some(Bound::One(found)) => text.extend(found.clone()),
                other => panic!("`${name}` is {other:?}"),
            },
            Part::Group(delimiter, inside) => {
                let group = Group::new(*delimiter, write(inside, bindings));
                text.extend([TokenTree::Group(group)]);
            }
            Part::Repeat(inside, separator) => {
                let turns = turns(inside, bindings);
                for (index, one) in turns.iter().enumerate() {
                    if let (Some(separator), 1..) = (separator, index) {
                        let sign = proc_macro2::Punct::new(*separator, Spacing::Alone);
                        text.extend([TokenTree::Punct(sign)]);
                    }
                    let mut all = bindings.clone();
                    all.retain(|name, _| turns.iter().all(|turn| !turn.contains_key(name)));
                    all.extend(one.clone());
                    text.extend(write(inside, &all));
                }
            }
        }
    }
    text
}

/// The bindings of each turn of a repetition: those of its first hole that
/// repeats.
fn turns(inside: &[Part], bindings: &Bindings) -> Vec<Bindings> {
    let of = |part: &Part| match part {
        Part::Hole(name, _) => match bindings.get(name) {
            Some(Bound::Many(many)) => Some(many.clone()),
            _ => None,
        },
        Part::Group(_, inside) | Part::Repeat(inside, _) => {
            let found = turns(inside, bindings);
            (!found.is_empty()).then_some(found)
        }
        Part::Token(_) => None,
    };
    inside.iter().find_map(of).unwrap_or_default()
}
