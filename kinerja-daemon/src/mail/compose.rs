//! The mail that tells a person what is proposed, and why.
//!
//! Words stand in templates, one for each language and form; what they may show
//! is the view that `view` makes of a result. All values that people wrote are
//! data: they are escaped in HTML and never read as a template.

mod decision;
mod explain;
mod invitation;
mod reminder;
mod rows;
mod samples;
mod templates;
mod view;
mod words;
mod wrap;

use std::path::Path;

use chrono::{DateTime, Utc};
use kinerja_core::{
    evaluation::Derivation, language::Language, plan::WorkPlan, region::RegionPolicy,
};
use minijinja::{Value, context, value::Serde};
use serde::Serialize;
use thiserror::Error;

pub use decision::DecisionMail;
pub use explain::explain_text;

use crate::{facts::Evaluator, reminder::Telling, store::StoredResult};
use templates::Templates;
use view::View;

/// Bytes that text and HTML may have on their way: with headers a mail stays below
/// 60 kB.
const WEIGHT_MAX: usize = 56_000;

/// What is left out of a mail that would be too long, one after the other: the steps
/// in all languages but the first, all steps, and all rows but so many.
const SHORTER: [(bool, Option<usize>); 5] =
    [(false, None), (true, None), (true, Some(20)), (true, Some(10)), (true, Some(5))];

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
    /// The entry for a calendar, if it invites to something.
    pub event: Option<Event>,
}

impl Composed {
    /// At most how many bytes text and HTML have when they are encoded for their way.
    fn weight(&self) -> usize {
        // A line that is too long is broken by three bytes for each 70.
        let broken = |bytes: usize| bytes + bytes.div_ceil(70) * 3;
        // No byte becomes more than three; most mails need not be looked through.
        let most = broken(3 * (self.text.len() + self.html.len()));
        if most <= WEIGHT_MAX {
            return most;
        }
        let weight = |text: &str| {
            let encoded = text.bytes().filter(|byte| *byte == b'=' || !byte.is_ascii()).count();
            let lines = text.bytes().filter(|byte| *byte == b'\n').count();
            broken(text.len() + 2 * encoded + lines)
        };
        weight(&self.text) + weight(&self.html)
    }
}

/// An entry for a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When it begins.
    pub begins: DateTime<Utc>,
    /// When it ends.
    pub ends: DateTime<Utc>,
    /// What it is.
    pub summary: String,
    /// The agenda.
    pub description: String,
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
    /// A region's own template cannot be used.
    #[error("the mail template {path}: {problem}")]
    Own {
        /// Where it is.
        path: String,
        /// What is wrong, and what to do.
        problem: String,
    },
    /// A sample for trying templates out cannot be made.
    #[error("a sample of a mail cannot be made: {0}")]
    Sample(String),
    /// The predicate on record is not the one that the derivation gives.
    #[error(
        "the result on record and its derivation disagree; evaluate the period again with `--revise`"
    )]
    Disagrees,
}

/// Makes mails from results.
#[derive(Debug)]
pub struct Composer {
    templates: Templates,
}

impl Composer {
    /// Reads the templates, and from a folder those that regions have of their own:
    /// `REGION/NAME` in the place of the template of that name.
    ///
    /// # Errors
    ///
    /// Fails when one of them is malformed, or stands for none that there is.
    pub fn new(own: Option<&Path>) -> Result<Self, ComposeError> {
        Ok(Self { templates: Templates::read(own)? })
    }

    /// Composes the mail about a result, in all the languages of the policy.
    ///
    /// # Errors
    ///
    /// Fails when a template asks for what is not there, or when the result and
    /// its derivation disagree.
    pub fn compose(&self, mail: &ResultMail<'_>) -> Result<Composed, ComposeError> {
        let languages = &mail.policy.languages;
        let mut views: Vec<_> = languages
            .iter()
            .map(|language| View::new(mail, *language))
            .collect::<Result<_, _>>()?;
        let subject = words::subject(mail, mail.policy.language());
        let mut composed = self.put_together(mail.policy, subject.clone(), &views)?;
        for (also_first, rows) in SHORTER {
            if composed.weight() <= WEIGHT_MAX {
                break;
            }
            for view in views.iter_mut().skip(usize::from(!also_first)) {
                view.shorten(rows);
            }
            composed = self.put_together(mail.policy, subject.clone(), &views)?;
        }
        Ok(composed)
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

    /// Composes a mail that reminds or invites, in all the languages of the policy.
    ///
    /// # Errors
    ///
    /// Fails when a template asks for what is not there.
    pub fn compose_telling(
        &self,
        policy: &RegionPolicy,
        telling: &Telling,
    ) -> Result<Composed, ComposeError> {
        let (languages, first) = (policy.languages.iter(), policy.language());
        match telling {
            Telling::Reminder(about) => {
                let views: Vec<_> =
                    languages.map(|one| reminder::View::new(about, policy, *one)).collect();
                self.put_together(policy, reminder::subject(about, first), &views)
            }
            Telling::Invitation(to) => {
                let views: Vec<_> =
                    languages.map(|one| invitation::View::new(to, policy, *one)).collect();
                let composed = self.put_together(policy, invitation::subject(to, first), &views)?;
                Ok(Composed { event: Some(invitation::event(to, policy, first)), ..composed })
            }
        }
    }

    fn put_together<V: Serialize>(
        &self,
        policy: &RegionPolicy,
        subject: String,
        views: &[V],
    ) -> Result<Composed, ComposeError> {
        let languages = &policy.languages;
        let views: Vec<_> = views.iter().map(|view| Value::from(Serde(view))).collect();
        let parts = languages
            .iter()
            .zip(&views)
            .map(|(language, view)| self.text(policy, *language, view))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Composed {
            subject,
            text: joined(languages, parts),
            html: self.templates.render(&policy.code, "layout.html", context! { views })?,
            language: languages.iter().map(|one| one.code()).collect::<Vec<_>>().join(","),
            event: None,
        })
    }

    /// The text of a view, by the template of its kind.
    fn text(
        &self,
        policy: &RegionPolicy,
        language: Language,
        view: &Value,
    ) -> Result<String, ComposeError> {
        let kind = view.get_attr("kind").map_err(failed("(kind)"))?;
        let name = format!("{kind}.{}.txt", language.code());
        let values = context! { view => view.clone() };
        Ok(wrap::wrap(&self.templates.render(&policy.code, &name, values)?))
    }
}

/// The parts of a text, separated; the first line says that another part follows.
fn joined(languages: &[Language], parts: Vec<String>) -> String {
    let parts = match <[String; 1]>::try_from(parts) {
        Ok([only]) => return only,
        Err(parts) => parts,
    };
    let others: Vec<_> =
        languages.iter().skip(1).map(|language| words::follows_below(*language)).collect();
    let rule = "=".repeat(wrap::COLUMNS_MAX);
    others.join(" ") + "\n\n" + &parts.join(&format!("\n\n{rule}\n\n\n"))
}

fn failed(template: &str) -> impl Fn(minijinja::Error) -> ComposeError {
    move |source| ComposeError::Template { template: template.to_owned(), source }
}
