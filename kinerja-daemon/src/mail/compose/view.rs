//! What a template may show of a result, in one language.
//!
//! Everything is text that is ready to be read; a template chooses and arranges,
//! and computes nothing.

mod says;

use kinerja_core::{
    evaluation::{Derivation, MotionStep, Step},
    language::Language,
    scheme::Predicate,
};
use serde::Serialize;

use super::{ComposeError, ResultMail, rows::Rows, words};
use crate::facts::Evaluator;
use says::{Says, as_predicate};
use words::plain;

/// A result as a mail shows it; first what templates ask for most, because the engine
/// looks at one name after the other.
#[derive(Debug, Serialize)]
pub(super) struct View {
    proposal: Option<Proposed>,
    contact: Contact,
    objection: Objection,
    /// The indicators, and what became of them.
    indicators: Rows,
    /// The values of behaviour.
    behaviours: Rows,
    steps: Rows,
    follow_ups: Vec<FollowUpRow>,
    region: String,
    /// What the values of behaviour are called together, where they have a name.
    values: Option<&'static str>,
    deadline: Option<Deadline>,
    superior: Option<String>,
    noted: Vec<GapRow>,
    language: &'static str,
    heading: String,
    revision: Option<Revision>,
    /// Whether the superior has left and nobody else was named.
    superior_left: bool,
    name: String,
    post: String,
    unit: String,
    kind: &'static str,
    as_of: String,
    below: &'static str,
    period: String,
    /// Why there was nothing to evaluate.
    not_evaluated: Option<&'static str>,
    blocking: Vec<GapRow>,
    /// How many rows and steps are left out because the mail would be too long.
    left_out: usize,
}

/// What a new revision replaces, and why.
#[derive(Debug, Serialize)]
struct Revision {
    number: u32,
    replaces: u32,
    reason: Option<String>,
}

/// What is proposed.
#[derive(Debug, Serialize)]
struct Proposed {
    predicate: String,
    result_rating: &'static str,
    behaviour_rating: &'static str,
    work: String,
    behaviour: String,
    total: String,
    /// Whether the score only advises: so under every regime without arithmetic.
    advisory: bool,
}

/// Something missing or late.
#[derive(Debug, Serialize)]
struct GapRow {
    what: String,
    done: &'static str,
    /// Who can change it, and how; none where nothing is to be done.
    act: Option<Act>,
}

/// Who must do what.
#[derive(Debug, Serialize)]
struct Act {
    who: String,
    what: &'static str,
}

/// Until when evidence was on time, and what happens with what came later.
#[derive(Debug, Serialize)]
struct Deadline {
    day: String,
    late_counts: bool,
    source: String,
}

/// A follow-up that is proposed.
#[derive(Debug, Serialize)]
pub(super) struct FollowUpRow {
    kind: &'static str,
    text: String,
    actor: String,
    /// The last day; none where it lies beyond every calendar.
    by: Option<String>,
    /// The steps of a plan, and what ends it.
    plan: Vec<String>,
    source: String,
}

/// How long an objection can be made.
#[derive(Debug, Serialize)]
struct Objection {
    days: u32,
    /// Which days count.
    count: &'static str,
    source: String,
}

/// Whom to ask.
#[derive(Debug, Serialize)]
pub(super) struct Contact {
    name: String,
    email: String,
}

/// Whether there was nothing to evaluate.
pub(super) fn is_not_evaluated(derivation: &Derivation) -> bool {
    let steps = derivation.steps().iter();
    steps.into_iter().any(|step| matches!(step, Step::Motion(MotionStep::NotEvaluated(_))))
}

/// The predicate that a derivation ends with, if it proposes one.
pub(super) fn predicate(derivation: &Derivation) -> Option<Predicate> {
    derivation.steps().iter().find_map(as_predicate).map(|(.., predicate)| predicate)
}

impl View {
    /// Makes the view of a result.
    ///
    /// # Errors
    ///
    /// Fails when the derivation gives another predicate than the result, or
    /// names a follow-up that the policy does not have.
    pub(super) fn new(mail: &ResultMail<'_>, language: Language) -> Result<Self, ComposeError> {
        let &ResultMail { result, policy, derivation, .. } = mail;
        let on_record = result.ratings.as_ref().map(|[predicate, ..]| predicate.as_str());
        if on_record != predicate(derivation).map(Predicate::code) {
            return Err(ComposeError::Disagrees);
        }
        let told = derivation.counts_raters().then(|| derivation.told());
        let mail = &ResultMail { derivation: told.as_ref().unwrap_or(derivation), ..*mail };
        let says = Says { mail, language };
        let (blocking, noted) = says.gaps();
        Ok(Self {
            kind: "result",
            language: language.code(),
            heading: words::subject(mail, language),
            below: words::follows_below(language),
            region: plain(&policy.name),
            period: result.period.name(language),
            as_of: words::as_of(mail, language),
            name: plain(&result.name),
            post: plain(&result.post),
            unit: plain(&result.unit_name),
            superior: says.superior(),
            superior_left: *mail.evaluator == Evaluator::Left,
            revision: (result.revision > 1).then(|| Revision {
                number: result.revision,
                replaces: result.revision - 1,
                reason: result.reason.as_deref().map(plain).filter(|reason| !reason.is_empty()),
            }),
            proposal: says.proposal(),
            not_evaluated: says.not_evaluated(),
            indicators: says.indicators(),
            behaviours: says.behaviours(),
            values: says.values(),
            blocking,
            noted,
            deadline: says.deadline(),
            follow_ups: says.follow_ups()?,
            steps: says.steps(),
            left_out: 0,
            objection: Objection {
                days: policy.deadlines.objection.days,
                count: policy.deadlines.objection.count.name(language),
                source: policy.deadlines.objection.source.show(language),
            },
            contact: Contact {
                name: plain(&policy.contact.name),
                email: plain(&policy.contact.email),
            },
        })
    }

    /// Leaves out the steps, and of rows all but so many.
    pub(super) fn shorten(&mut self, rows: Option<usize>) {
        self.left_out += self.steps.len();
        self.steps.truncate(0);
        let Some(most) = rows else { return };
        let Self { indicators, blocking, noted, .. } = self;
        let before = indicators.len() + blocking.len() + noted.len();
        indicators.truncate(most);
        blocking.truncate(most);
        noted.truncate(most);
        self.left_out += before - indicators.len() - blocking.len() - noted.len();
    }
}
