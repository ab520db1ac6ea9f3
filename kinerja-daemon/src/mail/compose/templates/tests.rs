//! Templates of the program, and of regions.

use kinerja_core::region::RegionPolicy;
use minijinja::context;

use super::*;
use crate::mail::Composer;

fn render(name: &'static str, source: &'static str) -> Result<String, Error> {
    let mut templates = environment()?;
    templates.add_template(name, source)?;
    templates.get_template(name)?.render(context! { view => context! { name => "<b>&" } })
}

#[test]
fn a_template_that_asks_for_what_is_not_there_fails() {
    for source in ["{{ nobody }}", "{{ view.nobody }}", "{% if view.nobody %}x{% endif %}"] {
        assert!(render("a.txt", source).is_err(), "{source}");
    }
}

#[test]
fn only_html_is_escaped() {
    assert_eq!(render("a.html", "{{ view.name }}").unwrap(), "&lt;b&gt;&amp;");
    assert_eq!(render("a.txt", "{{ view.name }}").unwrap(), "<b>&");
}

#[test]
fn what_html_would_obey_is_shown_wherever_it_stands() {
    let all = r#"{{ "é&–<x>'y'" }}{{ '"' }}{{ "ab" }}{{ "" }}{{ 12 }}{{ none }}{{ "<b>" | safe }}"#;
    let escaped = "é&amp;–&lt;x&gt;&#x27;y&#x27;&quot;ab12None<b>";
    assert_eq!(render("a.html", all).unwrap(), escaped);
    let once = "{% macro x(name) %}{{ name }}{% endmacro %}{{ x(view.name) }}";
    assert_eq!(render("a.html", once).unwrap(), "&lt;b&gt;&amp;");
}

#[test]
fn a_template_that_never_ends_is_stopped() {
    let source = "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}";
    assert!(render("a.txt", source).is_err());
}

/// A folder with one template of Samarinda's.
fn folder(name: &str, source: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("samarinda")).unwrap();
    std::fs::write(folder.path().join("samarinda").join(name), source).unwrap();
    folder
}

fn policy(region: &str) -> RegionPolicy {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/regions");
    let text = std::fs::read_to_string(path.join(region).join("policy.toml")).unwrap();
    RegionPolicy::from_toml(&text).unwrap()
}

#[test]
fn every_mail_of_every_region_can_be_made_from_samples() {
    let composer = Composer::new(None).unwrap();
    for region in ["samarinda", "sawahlunto", "palembang", "jayawijaya", "tangerang-selatan"] {
        assert_eq!(composer.try_out(&policy(region)).unwrap(), 136, "{region}");
    }
    let older =
        RegionPolicy::from_toml(include_str!("../../../../../examples/before-2022/policy.toml"));
    assert_eq!(composer.try_out(&older.unwrap()).unwrap(), 136);
}

/// A copy of a template of an earlier version, whose cells had other names and no percent
/// sign, and one that names a column that was never there.
#[test]
fn a_template_that_asks_for_a_cell_of_another_name_is_refused() {
    for source in [
        "{% for row in view.indicators %}{{ row.title }}: {{ row.achievement }}%{% endfor %}",
        "{{ view.indicators | rows('{title}: {weight}%') }}",
    ] {
        let own = folder("result.id.txt", source.as_bytes());
        let composer = Composer::new(Some(own.path())).unwrap();
        let error = composer.try_out(&policy("samarinda")).unwrap_err().to_string();
        assert!(error.contains("result.id.txt"), "{error}");
    }
}

#[test]
fn a_region_says_it_in_its_own_words_and_the_others_do_not() {
    let own = folder("result.id.txt", b"Salam dari Samarinda, {{ view.name }}!");
    let composer = Composer::new(Some(own.path())).unwrap();
    composer.try_out(&policy("samarinda")).unwrap();
    let render = |region: &str, name: &str| {
        let values = context! { view => context! { name => "Ani" } };
        composer.templates.render(&region.parse().unwrap(), name, values)
    };
    assert_eq!(render("samarinda", "result.id.txt").unwrap(), "Salam dari Samarinda, Ani!");
    assert!(render("palembang", "result.id.txt").is_err(), "ours asks for more");
}

#[test]
fn a_template_that_asks_for_what_is_not_there_is_found_by_the_samples() {
    let own = folder("decision.id.txt", b"{% if view.outcome %}{{ view.nilai }}{% endif %}");
    let composer = Composer::new(Some(own.path())).unwrap();
    let error = composer.try_out(&policy("samarinda")).unwrap_err().to_string();
    assert!(error.contains("`decision.id.txt` failed"), "{error}");
    composer.try_out(&policy("palembang")).unwrap();
}

#[test]
fn what_stands_for_no_template_or_cannot_be_read_is_refused_with_its_place() {
    let long = vec![b'x'; 500_001];
    #[rustfmt::skip]
    let table: [(&str, &[u8], &str); 4] = [
        ("hasil.id.txt",  b"x",             "hasil.id.txt: stands for no template: use `layout.html`"),
        ("result.id.txt", b"a\n{% if %}",   "result.id.txt: line 2: "),
        ("result.id.txt", b"\xff",          "is no UTF-8 text"),
        ("result.id.txt", &long,             "is longer than 500000 bytes"),
    ];
    for (name, source, complaint) in table {
        let own = folder(name, source);
        let error = Composer::new(Some(own.path())).unwrap_err().to_string();
        assert!(error.contains(complaint), "{error}");
    }
    let own = tempfile::tempdir().unwrap();
    std::fs::write(own.path().join("catatan.txt"), "x").unwrap();
    let error = Composer::new(Some(own.path())).unwrap_err().to_string();
    assert!(error.contains("catatan.txt: is no folder of a region"), "{error}");
    let error = Composer::new(Some(&own.path().join("hilang"))).unwrap_err().to_string();
    assert!(error.contains("hilang"), "{error}");
}
