//! The templates: those of the program, and those that a region has of its own.

use std::{collections::BTreeMap, fmt::Write, path::Path, sync::OnceLock};

use kinerja_core::region::RegionCode;
use minijinja::{
    AutoEscape, Environment, Error, Output, State, UndefinedBehavior, Value, escape_formatter,
    syntax::SyntaxConfig,
};

use super::{ComposeError, failed, rows, words};

/// Steps that the template engine may take for one text: a hundred times what a
/// plan with the most indicators needs, so that no template runs for ever.
const FUEL_MAX: u64 = 5_000_000;

/// Bytes of a region's own template, at most: twenty times the longest of ours.
const SIZE_MAX: usize = 500_000;

/// Names and sources of the templates.
const TEMPLATES: [(&str, &str); 17] = [
    ("layout.html", include_str!("../../../templates/mail/layout.html")),
    ("decision.id.html", include_str!("../../../templates/mail/decision.id.html")),
    ("decision.en.html", include_str!("../../../templates/mail/decision.en.html")),
    ("decision.id.txt", include_str!("../../../templates/mail/decision.id.txt")),
    ("decision.en.txt", include_str!("../../../templates/mail/decision.en.txt")),
    ("result.id.html", include_str!("../../../templates/mail/result.id.html")),
    ("result.en.html", include_str!("../../../templates/mail/result.en.html")),
    ("result.id.txt", include_str!("../../../templates/mail/result.id.txt")),
    ("result.en.txt", include_str!("../../../templates/mail/result.en.txt")),
    ("meeting.id.html", include_str!("../../../templates/mail/meeting.id.html")),
    ("meeting.en.html", include_str!("../../../templates/mail/meeting.en.html")),
    ("meeting.id.txt", include_str!("../../../templates/mail/meeting.id.txt")),
    ("meeting.en.txt", include_str!("../../../templates/mail/meeting.en.txt")),
    ("reminder.id.html", include_str!("../../../templates/mail/reminder.id.html")),
    ("reminder.en.html", include_str!("../../../templates/mail/reminder.en.html")),
    ("reminder.id.txt", include_str!("../../../templates/mail/reminder.id.txt")),
    ("reminder.en.txt", include_str!("../../../templates/mail/reminder.en.txt")),
];

/// All templates, by region.
#[derive(Debug)]
pub(super) struct Templates {
    common: Environment<'static>,
    /// The common ones with those of the region in their places.
    own: BTreeMap<RegionCode, Environment<'static>>,
}

impl Templates {
    pub(super) fn read(own: Option<&Path>) -> Result<Self, ComposeError> {
        let common = common()?;
        let own = own.map(|folder| regions(folder, &common)).transpose()?.unwrap_or_default();
        Ok(Self { common, own })
    }

    pub(super) fn render(
        &self,
        region: &RegionCode,
        name: &str,
        values: Value,
    ) -> Result<String, ComposeError> {
        let templates = self.own.get(region).unwrap_or(&self.common);
        let template = templates.get_template(name).map_err(failed(name))?;
        template.render(values).map_err(failed(name))
    }
}

/// Those of the program, which are read once in its life.
fn common() -> Result<Environment<'static>, ComposeError> {
    static READ: OnceLock<Environment<'static>> = OnceLock::new();
    if let Some(read) = READ.get() {
        return Ok(read.clone());
    }
    let mut common = environment().map_err(failed("(syntax)"))?;
    for (name, source) in TEMPLATES {
        common.add_template(name, source).map_err(failed(name))?;
    }
    Ok(READ.get_or_init(|| common).clone())
}

/// The folders of regions, each with its templates.
fn regions(
    folder: &Path,
    common: &Environment<'static>,
) -> Result<BTreeMap<RegionCode, Environment<'static>>, ComposeError> {
    let mut found = BTreeMap::new();
    for path in files(folder)? {
        let code: Option<RegionCode> = name(&path).parse().ok();
        let Some(code) = code.filter(|_| path.is_dir()) else {
            return Err(own(&path, "is no folder of a region: name one like the policy's `code`"));
        };
        let mut templates = common.clone();
        for path in files(&path)? {
            let bytes = std::fs::read(&path).map_err(|error| own(&path, error))?;
            if bytes.len() > SIZE_MAX {
                return Err(own(&path, format!("is longer than {SIZE_MAX} bytes: shorten it")));
            }
            let source = String::from_utf8(bytes)
                .map_err(|_| own(&path, "is no UTF-8 text: save it as UTF-8"))?;
            let Some((known, _)) = TEMPLATES.iter().find(|(known, _)| *known == name(&path)) else {
                let known = TEMPLATES.map(|(known, _)| known).join("`, `");
                return Err(own(&path, format!("stands for no template: use `{known}`")));
            };
            templates
                .add_template_owned(*known, source)
                .map_err(|error| own(&path, describe(&error)))?;
        }
        found.insert(code, templates);
    }
    Ok(found)
}

/// What stands in a folder, by name.
fn files(folder: &Path) -> Result<Vec<std::path::PathBuf>, ComposeError> {
    let read = || -> std::io::Result<Vec<_>> {
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
    };
    let mut paths = read().map_err(|error| own(folder, error))?;
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

/// What is wrong with a template, with its line.
fn describe(error: &Error) -> String {
    let line = error.line().map_or_else(String::new, |line| format!("line {line}: "));
    format!("{line}{}", error.detail().unwrap_or("cannot be read"))
}

fn own(path: &Path, problem: impl std::fmt::Display) -> ComposeError {
    ComposeError::Own { path: path.display().to_string(), problem: problem.to_string() }
}

/// The styles of a notice and of a card, for mail programs that leave out the head.
const NOTICE: &str = "margin:16px 0;padding:12px 14px;border-left:4px solid #c98a00;background-color:#fff6db;color:#3d2f00";
const CARD: &str =
    "margin:0 0 12px;padding:12px 14px;border-left:4px solid #1a6fb5;background-color:#eaf3fb";

/// Columns that a text can be filled up to.
const PAD_MAX: usize = 200;

/// The engine as all our templates expect it.
pub(super) fn environment() -> Result<Environment<'static>, Error> {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_fuel(Some(FUEL_MAX));
    // What the engine tells in this mode has the values, which are personal.
    templates.set_debug(false);
    templates.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    templates.set_formatter(write);
    templates.add_global("notice", NOTICE);
    templates.add_global("card", CARD);
    templates.add_filter("pad", |text: &str, columns: usize| {
        text.to_owned() + &blanks_after(text, columns)
    });
    templates.add_filter("capital", words::capital);
    templates.add_filter("rows", rows::write);
    Ok(templates)
}

/// What fills a text up to so many columns.
pub(super) fn blanks_after(text: &str, columns: usize) -> String {
    " ".repeat(columns.min(PAD_MAX).saturating_sub(text.chars().count()))
}

/// Writes a value into a text: as the engine would, and strings without its detours.
fn write(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let Some(text) = value.as_str() else { return escape_formatter(out, state, value) };
    if *state.auto_escape() == AutoEscape::Html && !value.is_safe() {
        Ok(escape(out, text)?)
    } else {
        Ok(out.write_str(text)?)
    }
}

/// Writes a string so that HTML shows it.
pub(super) fn escape(out: &mut impl Write, text: &str) -> std::fmt::Result {
    let reference = |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\'' => Some("&#x27;"),
        _ => None,
    };
    // Most strings have none of these; to look at all is faster than to stop at the first.
    let special = |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    if !text.bytes().fold(false, |found, byte| found | special(byte)) {
        return out.write_str(text);
    }
    let mut from = 0;
    for (place, byte) in text.bytes().enumerate() {
        let Some(reference) = reference(byte) else { continue };
        out.write_str(text.get(from..place).unwrap_or_default())?;
        out.write_str(reference)?;
        from = place + 1;
    }
    out.write_str(text.get(from..).unwrap_or_default())
}

#[cfg(test)]
mod tests;
