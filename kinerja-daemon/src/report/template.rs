//! The pages' templates.

use std::sync::OnceLock;

use minijinja::{
    AutoEscape, Environment, Error, UndefinedBehavior, Value, syntax::SyntaxConfig, value::Serde,
};
use serde::Serialize;

/// The templates of the pages, each with its name.
const TEMPLATES: [(&str, &str); 8] = [
    ("base.html", include_str!("../../templates/page/base.html")),
    ("style.css", include_str!("../../templates/page/style.css")),
    ("tables.html", include_str!("../../templates/page/tables.html")),
    ("reading.html", include_str!("../../templates/page/reading.html")),
    ("region.html", include_str!("../../templates/page/region.html")),
    ("services.html", include_str!("../../templates/page/services.html")),
    ("unit.html", include_str!("../../templates/page/unit.html")),
    ("index.html", include_str!("../../templates/page/index.html")),
];

/// Read once: a region has a page for each unit.
static PAGES: OnceLock<Environment<'static>> = OnceLock::new();

/// Fills a template. A value that is missing is an error, and every text is
/// escaped.
pub(super) fn render(name: &str, values: impl Serialize) -> Result<Vec<u8>, Error> {
    let environment = if let Some(read) = PAGES.get() {
        read
    } else {
        let read = pages()?;
        PAGES.get_or_init(|| read)
    };
    let text = environment.get_template(name)?.render(Value::from(Serde(values)))?;
    Ok(text.into_bytes())
}

fn pages() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    environment.set_syntax(syntax.build()?);
    for (name, source) in TEMPLATES {
        environment.add_template(name, source)?;
    }
    Ok(environment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_is_missing_is_an_error() {
        let error = render("index.html", std::collections::BTreeMap::<&str, &str>::new());
        assert_eq!(error.unwrap_err().kind(), minijinja::ErrorKind::UndefinedError);
    }
}
