//! Links between the pages.

use std::{fs, path::Path};

use crate::page::{read, root};

/// The pages, by their path from the top.
fn pages() -> Vec<String> {
    let entries = fs::read_dir(root().join("docs")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let pages = names.filter(|name| Path::new(name).extension().is_some_and(|kind| kind == "md"));
    pages.map(|name| format!("docs/{name}")).chain(["README.md".to_owned()]).collect()
}

/// Where the links and pictures of a page lead.
fn targets(page: &str) -> impl Iterator<Item = &str> {
    let ends = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    ends.filter(|target| !target.contains("://") && !target.starts_with("mailto:"))
}

/// What a heading is called in a link.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// The links of a page that lead nowhere.
fn broken(path: &str, page: &str) -> Vec<String> {
    let folder = Path::new(path).parent().unwrap_or(Path::new(""));
    let leads_nowhere = |target: &&str| {
        let (file, place) = target.split_once('#').map_or((*target, None), |(f, p)| (f, Some(p)));
        let there =
            if file.is_empty() { root().join(path) } else { root().join(folder).join(file) };
        let has = |place: &str, text: &str| {
            text.lines().any(|line| line.starts_with('#') && anchor(line) == place)
        };
        match place {
            None => !there.exists(),
            Some(place) if file.is_empty() => !has(place, page),
            Some(place) => !fs::read_to_string(&there).is_ok_and(|text| has(place, &text)),
        }
    };
    targets(page).filter(leads_nowhere).map(|target| format!("{path}: {target}")).collect()
}

#[test]
fn every_link_leads_somewhere() {
    let broken: Vec<_> = pages().iter().flat_map(|path| broken(path, &read(path))).collect();
    assert!(broken.is_empty(), "{} link(s) lead nowhere:\n  {}", broken.len(), broken.join("\n  "));
}

#[test]
fn the_start_page_names_every_page() {
    let start = read("docs/README.md");
    for page in pages().iter().filter_map(|page| page.strip_prefix("docs/")) {
        let named = page == "README.md" || targets(&start).any(|target| target == page);
        assert!(named, "docs/README.md does not name {page}");
    }
}

#[test]
fn a_link_that_leads_nowhere_is_found() {
    let page = "# Here we are\n[a](policy.md) [b](nowhere.md) [c](#here-we-are) [d](#there)
[e](policy.md#keys) [f](policy.md#locks) [g](https://example.org/nowhere)";
    assert_eq!(
        broken("docs/page.md", page),
        ["docs/page.md: nowhere.md", "docs/page.md: #there", "docs/page.md: policy.md#locks"]
    );
}
