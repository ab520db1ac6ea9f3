//! Reads the national rules and a region's exceptions from TOML.

use std::sync::LazyLock;

use super::rule_book::{Entries, RuleBook};
use crate::law::{
    Dated, Entry, Problem, RuleProblem, RuleProblems,
    reading::{Report, Section},
};

/// One file for each instrument.
const FILES: &[(&str, &str)] = &[
    ("pp46_2011.toml", include_str!("../../rules/pp46_2011.toml")),
    ("pp30_2019.toml", include_str!("../../rules/pp30_2019.toml")),
    ("permenpanrb8_2021.toml", include_str!("../../rules/permenpanrb8_2021.toml")),
    ("holidays_2026.toml", include_str!("../../rules/holidays_2026.toml")),
    ("holidays_2027.toml", include_str!("../../rules/holidays_2027.toml")),
    ("peraturan_bkn_4_2025.toml", include_str!("../../rules/peraturan_bkn_4_2025.toml")),
    ("permenpanrb_1_2023.toml", include_str!("../../rules/permenpanrb_1_2023.toml")),
    ("permenpanrb_14_2017.toml", include_str!("../../rules/permenpanrb_14_2017.toml")),
    ("permenpanrb_6_2022.toml", include_str!("../../rules/permenpanrb_6_2022.toml")),
    ("se_menpanrb_3_2023.toml", include_str!("../../rules/se_menpanrb_3_2023.toml")),
];

static NATIONAL: LazyLock<Result<RuleBook, RuleProblems>> =
    LazyLock::new(|| RuleBook::from_toml(FILES));

impl RuleBook {
    /// The rules of the nation, as they ship with the crate; read once.
    ///
    /// # Errors
    ///
    /// Lists what is wrong with the files. Those that ship are in order.
    ///
    /// ```
    /// use kinerja_core::region::RuleBook;
    ///
    /// let rules = RuleBook::national()?;
    /// let rule = rules.pp46_2011_bands.at("2020-01-01".parse().unwrap());
    /// assert_eq!(rule.map(|found| found.value.excellent().to_string()).as_deref(), Some("91"));
    /// # Ok::<(), kinerja_core::law::RuleProblems>(())
    /// ```
    pub fn national() -> Result<Self, RuleProblems> {
        NATIONAL.clone()
    }

    /// Reads rule files: pairs of a name and a text.
    ///
    /// # Errors
    ///
    /// Lists every problem of every file, with line and column: an unknown key or
    /// rule, a value that is wrong by itself, and, once the texts are in order, a
    /// rule without a value, with a gap, or with two values on one day.
    pub fn from_toml(files: &[(&str, &str)]) -> Result<Self, RuleProblems> {
        let mut entries = Entries::default();
        let mut problems = Vec::new();
        for (file, text) in files {
            let report = Report::new(text);
            if let Some(mut root) = report.root() {
                rule_file(&mut root, &mut entries);
            }
            let found = report.into_problems().into_iter();
            problems.extend(found.map(|problem| RuleProblem { file: (*file).to_owned(), problem }));
        }
        if !problems.is_empty() {
            return Err(RuleProblems { problems });
        }
        let several = |problem| RuleProblem { file: String::new(), problem };
        entries
            .book()
            .map_err(|found| RuleProblems { problems: found.into_iter().map(several).collect() })
    }
}

fn rule_file(root: &mut Section<'_, '_>, entries: &mut Entries) {
    root.citation("instrument");
    for mut section in root.sections("rule") {
        let id = section.text("id");
        let validity = section.validity();
        let source = section.provision();
        entries.take(&id.unwrap_or_default(), &mut section, validity.zip(source));
    }
}

/// The exceptions of a policy.
pub(super) fn exceptions(root: &mut Section<'_, '_>) -> Entries {
    let mut entries = Entries::default();
    for mut section in root.sections("exception") {
        let id = section.text("id");
        let validity = section.validity();
        let source = section.source();
        entries.take(&id.unwrap_or_default(), &mut section, validity.zip(source));
    }
    entries
}

/// The ids that begin as an unknown one does; where none does, all.
pub(super) fn ids_like(unknown: &str) -> Vec<&'static str> {
    let room = |id: &str| id.split_once('.').map(|(room, _)| room.to_owned());
    let same = |id: &&&str| room(id) == room(unknown);
    let alike: Vec<_> = RuleBook::IDS.iter().filter(same).copied().collect();
    if alike.is_empty() { RuleBook::IDS.to_vec() } else { alike }
}

/// A rule of its entries.
pub(super) fn rule<T>(
    id: &str,
    entries: Vec<Entry<T>>,
    problems: &mut Vec<Problem>,
) -> Option<Dated<T>> {
    let entries = entries.into_iter().map(|(_, validity, ruled)| (validity, ruled)).collect();
    Dated::new(entries)
        .map_err(|error| problems.push(Problem::new(id.to_owned(), error.to_string())))
        .ok()
}

/// A rule with exceptions. A problem stands where the last of them stands.
pub(super) fn except<T: Clone>(
    id: &str,
    rule: &Dated<T>,
    entries: Vec<Entry<T>>,
    problems: &mut Vec<Problem>,
) -> Dated<T> {
    let place = entries.last().map(|(key, ..)| key.clone()).unwrap_or_default();
    let entries = entries.into_iter().map(|(_, validity, ruled)| (validity, ruled)).collect();
    rule.except(entries).unwrap_or_else(|error| {
        problems.push(Problem::new(place, format!("{id}: {error}")));
        rule.clone()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FILE: &str = FILES[0].1;

    fn complaint(text: &str) -> String {
        let files: Vec<_> =
            [("spoiled.toml", text)].into_iter().chain(FILES.iter().copied().skip(1)).collect();
        RuleBook::from_toml(&files).map_or_else(|error| error.to_string(), |_| String::new())
    }

    #[test]
    fn the_rules_that_ship_are_in_order() {
        let book = RuleBook::national().unwrap();
        assert_eq!(book, RuleBook::from_toml(FILES).unwrap());
    }

    #[test]
    fn each_way_to_be_wrong_is_named_with_its_place() {
        #[rustfmt::skip]
        let table = [
            ("instrument = \"PP 46/2011\"", "instrument = \"PP\"",  "spoiled.toml line 4, column 14: instrument: `PP` names no provision"),
            ("id = \"pp46_2011.bands\"", "id = \"pp46.bands\"",     "rule.0.id: `pp46.bands` is no rule: use one of `"),
            ("from = \"2014-01-01\"", "from = \"2014-13-01\"",      "rule.0.from: "),
            ("until = \"2021-07-01\"", "until = \"2014-01-01\"",    "rule.0: `until` (2014-01-01) must come after `from`"),
            ("cites = \"PP 46/2011\"", "cites = \"own\"",           "rule.0.cites: `own` names no provision"),
            ("note = ", "remark = ",                                "rule.0.remark: unknown key"),
            ("note = ", "remark = ",                                "rule.0: `note` is missing: say what about it is assumed"),
            ("good = \"76\"", "good = \"60\"",                      "rule.0.value: the lowest scores must rise"),
            ("good = \"76\"", "good = \"76\", best = \"1\"",        "rule.0.value: unknown field `best`"),
            ("poor = \"51\"", "poor = 51",                          "rule.0.value: invalid type: integer `51`, expected a score"),
        ];
        for (from, to, expected) in table {
            assert!(FILE.contains(from), "{from}");
            let found = complaint(&FILE.replacen(from, to, 1));
            assert!(found.contains(expected), "{to}: {found}");
        }
    }

    proptest! {
        /// No text makes the reader fail, and one that is spoiled anywhere is read
        /// or refused with a place.
        #[test]
        fn no_text_panics(text in ".{0,200}", at in 0_usize..2_000, with in "[a-z0-9=\\[\\]{}\"., -]{0,8}") {
            prop_assert!(RuleBook::from_toml(&[("any.toml", &text)]).is_err());
            let spoiled: String = FILE.chars().take(at).chain(with.chars()).chain(FILE.chars().skip(at + 1)).collect();
            if let Err(error) = RuleBook::from_toml(&[("spoiled.toml", &spoiled)]) {
                prop_assert!(!error.problems().is_empty());
            }
        }
    }

    #[test]
    fn a_rule_has_exactly_one_value_on_each_day() {
        let (_, first) = FILE.split_once("[[rule]]").unwrap();
        let twice = format!("{FILE}\n[[rule]]{first}");
        assert!(complaint(&twice).contains("pp46_2011.bands: two values hold on 2014-01-01"));
        let later = first.replace("2021-07-01", "2030-01-01").replace("2014", "2022");
        let gap = complaint(&format!("{FILE}\n[[rule]]{later}"));
        assert!(gap.contains("no value holds from 2021-07-01 up to 2022-01-01"), "{gap}");
        let none = complaint("instrument = \"PP 46/2011\"");
        assert!(none.contains("pp46_2011.bands: no value is given"), "{none}");
    }
}
