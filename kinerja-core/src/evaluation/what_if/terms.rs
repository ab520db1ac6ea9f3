//! What follow-ups ask: two policies may propose the same and ask something else.

use serde::Serialize;

use crate::{
    consequence::FollowUpRule, evaluation::Line, language::Language, plan::Code,
    region::RegionPolicy,
};

/// A part of what a follow-up asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TermsPart {
    /// What kind of thing it is.
    Kind,
    /// What is proposed, in words.
    Text,
    /// Who must act.
    Actor,
    /// Within how many days.
    DueDays,
    /// The steps of its plan.
    Steps,
    /// What ends its plan.
    Exit,
}

/// A follow-up of both policies that does not ask the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TermsChange {
    /// The code of its rule.
    pub rule: Code,
    /// What differs. Never empty.
    pub parts: Vec<TermsPart>,
}

impl TermsChange {
    /// What differs between two rules of the same code; nothing where all is the same.
    pub(super) fn of(present: &FollowUpRule, other: &FollowUpRule) -> Option<Self> {
        let compared = [
            (TermsPart::Kind, present.kind == other.kind),
            (TermsPart::Text, present.text == other.text),
            (TermsPart::Actor, present.actor == other.actor),
            (TermsPart::DueDays, present.due_days == other.due_days),
            (TermsPart::Steps, present.steps == other.steps),
            (TermsPart::Exit, present.exit == other.exit),
        ];
        let parts: Vec<_> =
            compared.iter().filter(|(_, same)| !same).map(|(one, _)| *one).collect();
        (!parts.is_empty()).then(|| Self { rule: present.code.clone(), parts })
    }
}

/// What a follow-up asks, in words.
pub(super) fn line(policy: &RegionPolicy, rule: &FollowUpRule, language: Language) -> Line {
    let days = language.pick("hari", "days");
    let mut text = format!(
        "{} – {} ({} {}, {} {} {days})",
        rule.kind.name(language),
        rule.text.in_language(language),
        language.pick("yang harus bertindak:", "who must act:"),
        rule.actor.name(language),
        language.pick("paling lambat", "within"),
        rule.due_days,
    );
    for step in &rule.steps {
        let step = (step.due_days, step.text.in_language(language));
        text = format!("{text}; {} {days}: {}", step.0, step.1);
    }
    if let Some(exit) = rule.exit {
        text = format!(
            "{text}; {} {} {} {} {}",
            language.pick(
                "selesai bila predikat paling rendah",
                "it ends with a predicate of at least"
            ),
            exit.predicate_from.name(language),
            language.pick("dalam", "within"),
            exit.periods,
            language.pick("periode", "periods"),
        );
    }
    let source = policy.follow_up(&rule.code).map(|rule| rule.source.show(language));
    Line { id: format!("follow_up.{}.terms", rule.code), source: source.unwrap_or_default(), text }
}
