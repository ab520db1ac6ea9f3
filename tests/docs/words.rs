//! `docs/files.md` and `docs/glossary.md` against the code.

use std::{collections::BTreeSet, fs, path::Path};

use kinerja_daemon::import::headings::Kind;

use crate::page::{assert_same, keys, quoted, read, root, rows, section};

#[test]
fn every_heading_of_a_file_is_on_the_page_and_no_other() {
    let page = read("docs/files.md");
    let titles = page.lines().filter_map(|line| line.strip_prefix("## "));
    let sections: Vec<_> =
        titles.map(|title| (title, section(&page, &format!("## {title}")))).collect();
    for kind in Kind::ALL {
        let named = format!("{} — ", kind.name());
        let (title, text) = sections.iter().find(|(title, _)| title.starts_with(&named)).unwrap();
        let documented = rows(text).iter().flat_map(|row| keys(row[0])).collect();
        let known = kind.headings().iter().map(|heading| heading.name.to_owned());
        let known = known.filter(|name| name != "wilayah").collect();
        assert_same(&format!("docs/files.md, {title}"), &documented, &known);
    }
    assert!(page.contains("`wilayah`"));
}

/// The words of the two crates' sources.
fn words(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            words(&path, found);
        } else {
            let text = fs::read_to_string(&path).unwrap();
            let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            found.extend(words.map(str::to_owned));
        }
    }
}

#[test]
fn every_word_of_the_glossary_is_a_word_of_the_code() {
    let mut known = BTreeSet::new();
    for folder in ["kinerja-core/src", "kinerja-daemon/src"] {
        words(&root().join(folder), &mut known);
    }
    let page = read("docs/glossary.md");
    let rows = rows(&page);
    assert!(rows.len() > 20, "only {} rows were found", rows.len());
    for row in rows {
        let [indonesian, code, meaning] = row[..] else { panic!("three cells: {row:?}") };
        assert!(!indonesian.is_empty() && !meaning.is_empty(), "{row:?}");
        assert!(code.contains('`'), "{row:?}");
        for word in quoted(code).flat_map(|path| path.split("::")) {
            assert!(known.contains(word), "{indonesian}: the code has no `{word}`");
        }
    }
}
