//! The list itself, on small sources.

use std::collections::BTreeMap;

use crate::{lister::list, source::load};

/// The lines of a crate of which these are the files.
fn lines(files: &[(&str, &str)]) -> Vec<String> {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    list(&load(&files.collect::<BTreeMap<_, _>>())).into_iter().collect()
}

const NUMBER: &str = "
    mod score;
    pub use score::Score;
    pub(crate) use score::Hidden;
    pub const MICROS: i128 = 1;";

const SCORE: &str = "
    use std::fmt;
    use crate::law::Source as Origin;

    #[derive(Debug, Clone)]
    pub struct Score(u32);

    pub struct Hidden;

    impl Score {
        pub const MAX: Self = Self(120);
        #[must_use]
        pub const fn new(micros: u32, source: &Origin) -> Option<Self> { None }
        fn secret(self) {}
    }

    impl fmt::Display for Score {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { Ok(()) }
    }

    impl From<Hidden> for Score { fn from(hidden: Hidden) -> Self { Self(0) } }
    impl Hidden { pub fn unreachable(self) {} }

    #[cfg(test)]
    mod tests { pub fn helper() {} }";

const LAW: &str = "
    #[non_exhaustive]
    #[cfg_attr(feature = \"schema\", derive(schemars::JsonSchema))]
    pub enum Source { Own, Law { citation: String, year: u16 } }
    #[cfg(feature = \"toml\")]
    pub fn read<'a, T>(text: &'a str) -> Result<T, Source> where T: From<&'a str> { todo!() }";

fn small(number: &str, score: &str, law: &str) -> Vec<String> {
    let root = "pub mod law; pub mod number;";
    lines(&[
        ("lib.rs", root),
        ("law.rs", law),
        ("number/mod.rs", number),
        ("number/score.rs", score),
    ])
}

#[test]
fn every_public_item_has_its_line_and_no_other_has() {
    let expected = "\
law: mod
law::Source: derives JsonSchema (feature schema)
law::Source: enum #[non_exhaustive]
law::Source::Law: variant
law::Source::Law::citation: field String
law::Source::Law::year: field u16
law::Source::Own: variant
law::read: fn<'a, T>(text: &'a str) -> Result<T, law::Source> where T: From<&'a str> (feature toml)
number: mod
number::MICROS: const i128
number::Score: derives Clone, Debug
number::Score: impl std::fmt::Display
number::Score: struct, private fields
number::Score::MAX: const Self
number::Score::new: const fn(micros: u32, source: &law::Source) -> Option<Self> #[must_use]";
    assert_eq!(small(NUMBER, SCORE, LAW).join("\n"), expected);
}

#[test]
fn what_is_added_removed_or_changed_changes_the_list() {
    let before = small(NUMBER, SCORE, LAW);
    #[rustfmt::skip]
    let changes = [
        ("a new method",      "fn secret",               "pub fn secret"),
        ("a method less",     "pub const fn new",        "const fn new"),
        ("another argument",  "micros: u32",             "micros: u64"),
        ("another answer",    "-> Option<Self>",         "-> Self"),
        ("no constant",       "pub const MAX",           "const MAX"),
        ("a field shown",     "Score(u32)",              "Score(pub u32)"),
        ("a trait less",      "derive(Debug, Clone)",    "derive(Debug)"),
        ("another trait",     "fmt::Display for",        "fmt::LowerHex for"),
        ("no must_use",       "#[must_use]",             ""),
        ("a type renamed",    "pub use score::Score;",   "pub use score::Score as Points;"),
        ("a type hidden",     "pub use score::Score;",   "pub(crate) use score::Score;"),
        ("a module shown",    "mod score;",              "pub mod score;"),
        ("a variant less",    "Own, ",                   ""),
        ("a variant's field", "year: u16",               "year: u32"),
        ("an open enum",      "#[non_exhaustive]",       ""),
        ("another bound",     "T: From<&'a str>",        "T: Copy"),
        ("another feature",   "feature = \"toml\"",      "feature = \"json\""),
    ];
    for (what, from, to) in changes {
        let [number, score, law] = [NUMBER, SCORE, LAW].map(|text| text.replace(from, to));
        assert_ne!(small(&number, &score, &law), before, "{what}");
    }
}

#[test]
fn what_users_cannot_see_does_not_change_it() {
    let before = small(NUMBER, SCORE, LAW);
    #[rustfmt::skip]
    let changes = [
        ("a private method",   "fn secret(self)",        "fn secret(self, more: u8)"),
        ("a body",             "{ None }",               "{ Some(Self(micros)) }"),
        ("a private item",     "unreachable(self)",      "unreachable(&self)"),
        ("a test",             "pub fn helper()",        "pub fn helper(more: u8)"),
        ("a name as imported", "crate::law::Source as Origin", "crate::law::{self, Source as Origin}"),
        ("the order of derives", "Debug, Clone",         "Clone, Debug"),
    ];
    for (what, from, to) in changes {
        let [number, score, law] = [NUMBER, SCORE, LAW].map(|text| text.replace(from, to));
        assert_eq!(small(&number, &score, &law), before, "{what}");
    }
}

#[test]
fn what_macros_write_is_listed_as_if_it_were_written_out() {
    let expected = "\
Book: impl Default
Book: struct
Book::ids: field Vec<u8>
Book::rules: field Option<u16>
Book::sources: fn(&self) -> u8";
    let root = "
        macro_rules! book {
            ($($(#[$doc:meta])* $field:ident: $value:ty = $id:literal;)+) => {
                pub struct Book { $($(#[$doc])* pub $field: $value,)+ }
                impl Book { pub fn sources(&self) -> u8 { [$($id),+].len(); $crate::a::b(1) } }
                fallback!(Book);
            };
        }
        book! {
            /// Documented.
            ids: Vec<u8> = \"ids\";
            rules: Option<u16> = \"rules\";
        }
        mod late;";
    let late = "macro_rules! fallback {
        ($name:ident) => { impl Default for $name { fn default() -> Self { loop {} } } };
    }";
    assert_eq!(lines(&[("lib.rs", root), ("late.rs", late)]).join("\n"), expected);
}
