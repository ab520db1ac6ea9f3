//! The mail that tells a person what is proposed, and why.
//!
//! Words stand in templates, one for each language and form; what they may show
//! is the view that `view` makes of a result. All values that people wrote are
//! data: they are escaped in HTML and never read as a template.

mod decision;
mod explain;
mod view;
mod words;
mod wrap;

use kinerja_core::{
    evaluation::Derivation, language::Language, plan::WorkPlan, region::RegionPolicy,
};
use minijinja::{Environment, UndefinedBehavior, context, syntax::SyntaxConfig, value::Serde};
use serde::Serialize;
use thiserror::Error;

pub use decision::DecisionMail;
pub use explain::explain_text;

use crate::{facts::Evaluator, store::StoredResult};
use view::View;

/// Steps that the template engine may take for one text: a hundred times what a
/// plan with the most indicators needs, so that no template runs for ever.
const FUEL_MAX: u64 = 5_000_000;

/// Names and sources of the templates.
const TEMPLATES: [(&str, &str); 10] = [
    ("layout.html", include_str!("../../templates/mail/layout.html")),
    ("pieces.html", include_str!("../../templates/mail/pieces.html")),
    ("decision.id.html", include_str!("../../templates/mail/decision.id.html")),
    ("decision.en.html", include_str!("../../templates/mail/decision.en.html")),
    ("decision.id.txt", include_str!("../../templates/mail/decision.id.txt")),
    ("decision.en.txt", include_str!("../../templates/mail/decision.en.txt")),
    ("result.id.html", include_str!("../../templates/mail/result.id.html")),
    ("result.en.html", include_str!("../../templates/mail/result.en.html")),
    ("result.id.txt", include_str!("../../templates/mail/result.id.txt")),
    ("result.en.txt", include_str!("../../templates/mail/result.en.txt")),
];

/// What a mail about a result is made from.
#[derive(Debug, Clone, Copy)]
pub struct ResultMail<'a> {
    /// The result.
    pub result: &'a StoredResult,
    /// The policy under which it was found.
    pub policy: &'a RegionPolicy,
    /// The plan that was evaluated, if there was one.
    pub plan: Option<&'a WorkPlan>,
    /// How it came about.
    pub derivation: &'a Derivation,
    /// Who decides about it.
    pub evaluator: &'a Evaluator,
}

/// A mail in words, not yet addressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// The subject, on one line: neither predicate nor NIP.
    pub subject: String,
    /// The mail for readers without HTML.
    pub text: String,
    /// The same mail as HTML.
    pub html: String,
    /// The languages of both, the main one first, such as `id,en`.
    pub language: String,
}

/// Why a mail cannot be composed. No message has anything about the person.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ComposeError {
    /// A template is malformed, or asks for what is not there.
    #[error("the mail template `{template}` failed; correct the template")]
    Template {
        /// Which one.
        template: String,
        /// What the engine said.
        source: minijinja::Error,
    },
    /// The predicate on record is not the one that the derivation gives.
    #[error(
        "the result on record and its derivation disagree; evaluate the period again with `--revise`"
    )]
    Disagrees,
}

/// Makes mails from results.
#[derive(Debug)]
pub struct Composer {
    templates: Environment<'static>,
}

impl Composer {
    /// Reads the templates.
    ///
    /// # Errors
    ///
    /// Fails when one of them is malformed.
    pub fn new() -> Result<Self, ComposeError> {
        let mut templates = environment().map_err(failed("(syntax)"))?;
        for (name, source) in TEMPLATES {
            templates.add_template(name, source).map_err(failed(name))?;
        }
        Ok(Self { templates })
    }

    /// Composes the mail about a result, in all the languages of the policy.
    ///
    /// # Errors
    ///
    /// Fails when a template asks for what is not there, or when the result and
    /// its derivation disagree.
    pub fn compose(&self, mail: &ResultMail<'_>) -> Result<Composed, ComposeError> {
        let languages = &mail.policy.languages;
        let views: Vec<_> = languages
            .iter()
            .map(|language| View::new(mail, *language))
            .collect::<Result<_, _>>()?;
        self.put_together(mail.policy, words::subject(mail, mail.policy.language()), &views)
    }

    /// Composes the mail about a decision, in all the languages of the policy.
    ///
    /// # Errors
    ///
    /// Fails when a template asks for what is not there, or when the decision
    /// names a follow-up that the policy does not have.
    pub fn compose_decision(&self, mail: &DecisionMail<'_>) -> Result<Composed, ComposeError> {
        let languages = mail.policy.languages.iter();
        let views: Vec<_> = languages
            .map(|language| decision::View::new(mail, *language))
            .collect::<Result<_, _>>()?;
        self.put_together(mail.policy, decision::subject(mail, mail.policy.language()), &views)
    }

    fn put_together<V: Serialize>(
        &self,
        policy: &RegionPolicy,
        subject: String,
        views: &[V],
    ) -> Result<Composed, ComposeError> {
        let languages = &policy.languages;
        let parts = languages
            .iter()
            .zip(views)
            .map(|(language, view)| self.text(*language, view))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Composed {
            subject,
            text: joined(languages, &parts),
            html: self.render("layout.html", context! { views => Serde(views) })?,
            language: languages.iter().map(|one| one.code()).collect::<Vec<_>>().join(","),
        })
    }

    /// The text of a view, by the template of its kind.
    fn text<V: Serialize>(&self, language: Language, view: &V) -> Result<String, ComposeError> {
        let values = context! { view => Serde(view) };
        let kind = values.get_attr("view").and_then(|view| view.get_attr("kind"));
        let kind = kind.map_err(failed("(kind)"))?;
        Ok(wrap::wrap(&self.render(&format!("{kind}.{}.txt", language.code()), values)?))
    }

    fn render(&self, name: &str, values: minijinja::Value) -> Result<String, ComposeError> {
        let template = self.templates.get_template(name).map_err(failed(name))?;
        template.render(values).map_err(failed(name))
    }
}

/// The parts of a text, separated; the first line says that another part follows.
fn joined(languages: &[Language], parts: &[String]) -> String {
    let others: Vec<_> =
        languages.iter().skip(1).map(|language| words::follows_below(*language)).collect();
    let notice = if others.is_empty() { String::new() } else { others.join(" ") + "\n\n" };
    let rule = "=".repeat(wrap::COLUMNS_MAX);
    notice + &parts.join(&format!("\n\n{rule}\n\n\n"))
}

fn failed(template: &str) -> impl Fn(minijinja::Error) -> ComposeError {
    let template = template.to_owned();
    move |source| ComposeError::Template { template: template.clone(), source }
}

/// The engine as all our templates expect it.
fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_fuel(Some(FUEL_MAX));
    // What the engine tells in this mode has the values, which are personal.
    templates.set_debug(false);
    templates.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    templates.add_filter("pad", |text: &str, columns: usize| format!("{text:<columns$}"));
    templates.add_filter("capital", words::capital);
    Ok(templates)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(name: &'static str, source: &'static str) -> Result<String, minijinja::Error> {
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
    fn a_template_that_never_ends_is_stopped() {
        let source = "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}";
        assert!(render("a.txt", source).is_err());
    }
}
