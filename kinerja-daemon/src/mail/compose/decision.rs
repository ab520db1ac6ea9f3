//! What a template may show of a decision, in one language.

use chrono::{Days, NaiveDate};
use kinerja_core::{
    calendar::long_date,
    consequence::{FollowUp, LevelSince, Role},
    evaluation::{self, CREDIT_DECIMALS, FinalBecause, Judgement},
    language::Language,
    region::RegionPolicy,
};
use serde::Serialize;

use super::{ComposeError, words, words::plain};
use crate::{facts::Evaluator, judgement::Notice, store::StoredResult};

/// What a mail about a decision is made from.
#[derive(Debug, Clone, Copy)]
pub struct DecisionMail<'a> {
    /// The result that was decided on.
    pub result: &'a StoredResult,
    /// The policy under which it was found.
    pub policy: &'a RegionPolicy,
    /// What is told.
    pub notice: &'a Notice,
    /// Who decides about the result.
    pub evaluator: &'a Evaluator,
}

/// A decision as a mail shows it.
#[derive(Debug, Serialize)]
pub(super) struct View {
    kind: &'static str,
    language: &'static str,
    heading: String,
    below: &'static str,
    region: String,
    period: String,
    name: String,
    post: String,
    unit: String,
    number: u32,
    decided: Rated,
    by: String,
    on: String,
    reason: Option<String>,
    /// The proposal; none where something blocked it.
    proposed: Option<Rated>,
    differs: bool,
    outcome: Option<Outcome>,
    objection: Objection,
    follow_ups: Vec<FollowUpRow>,
    credit: Option<Credit>,
    improvement: Option<Improvement>,
    contact: [String; 2],
}

/// A predicate, from 2022 with its ratings.
#[derive(Debug, Serialize)]
struct Rated {
    predicate: String,
    result: Option<&'static str>,
    behaviour: Option<&'static str>,
}

/// What became of the objection.
#[derive(Debug, Serialize)]
struct Outcome {
    upheld: bool,
    on: String,
    reason: Option<String>,
}

/// Until when and to whom an objection can be made.
#[derive(Debug, Serialize)]
struct Objection {
    received: Option<String>,
    deadline: Option<String>,
    zone: String,
    days: u32,
    count: &'static str,
    source: String,
}

/// A follow-up of the decided predicate.
#[derive(Debug, Serialize)]
struct FollowUpRow {
    kind: &'static str,
    text: String,
    actor: String,
    by: Option<String>,
    /// The steps of a plan, and what ends it.
    plan: Vec<String>,
    source: String,
}

/// Months at one level.
#[derive(Debug, Serialize)]
struct CreditPart {
    level: &'static str,
    months: usize,
    coefficient: String,
}

/// Credit points of functional posts.
#[derive(Debug, Serialize)]
struct Credit {
    parts: Vec<CreditPart>,
    percent: String,
    points: String,
    source: String,
}

/// The way to an improvement.
#[derive(Debug, Serialize)]
struct Improvement {
    stage: String,
    began: String,
    enough: &'static str,
    source: String,
}

/// The subject of the mail: what it is about, and not how it turned out.
pub(super) fn subject(mail: &DecisionMail<'_>, language: Language) -> String {
    let period = mail.result.period.name(language);
    let telling = &mail.notice.telling;
    let about = if telling.outcome.is_some() {
        language.pick("Putusan final hasil evaluasi kinerja", "Final performance decision,")
    } else {
        language.pick("Putusan hasil evaluasi kinerja", "Performance decision,")
    };
    if telling.outcome.is_none() && telling.number > 1 {
        let word = language.pick("putusan ke-", "decision ");
        format!("{about} {period} ({word}{})", telling.number)
    } else {
        format!("{about} {period}")
    }
}

/// A decision and the language in which it is told.
#[derive(Clone, Copy)]
struct Says<'a> {
    mail: &'a DecisionMail<'a>,
    language: Language,
}

impl View {
    /// Makes the view of a decision.
    ///
    /// # Errors
    ///
    /// Fails when it names a follow-up that the policy does not have.
    pub(super) fn new(mail: &DecisionMail<'_>, language: Language) -> Result<Self, ComposeError> {
        let &DecisionMail { result, policy, notice, .. } = mail;
        let says = Says { mail, language };
        let decision = &notice.telling.decision;
        Ok(Self {
            kind: "decision",
            language: language.code(),
            heading: subject(mail, language),
            below: words::follows_below(language),
            region: plain(&policy.name),
            period: result.period.name(language),
            name: plain(&result.name),
            post: plain(&result.post),
            unit: plain(&result.unit_name),
            number: notice.telling.number,
            decided: says.rated(decision.judgement),
            by: says.by(decision.by.role),
            on: long_date(decision.on, language),
            reason: decision.reason.as_ref().map(|reason| plain(reason.as_str())),
            proposed: notice.proposed.map(|given| says.rated(given)),
            differs: notice.proposed != Some(decision.judgement),
            outcome: says.outcome(),
            objection: says.objection(),
            follow_ups: notice
                .follow_ups
                .iter()
                .map(|found| says.follow_up(found).ok_or(ComposeError::Disagrees))
                .collect::<Result<_, _>>()?,
            credit: says.credit(),
            improvement: says.improvement(),
            contact: [plain(&policy.contact.name), plain(&policy.contact.email)],
        })
    }
}

impl Says<'_> {
    fn day(self, day: NaiveDate) -> String {
        long_date(day, self.language)
    }

    fn by(self, role: Role) -> String {
        role.name(self.language).to_owned()
    }

    fn rated(self, given: Judgement) -> Rated {
        let predicate = given.predicate(self.mail.policy.matrix_of(self.mail.result.period));
        let ratings = given.ratings();
        Rated {
            predicate: words::predicate(predicate, self.mail.result.period, self.language),
            result: ratings.map(|given| given.result.name(self.language)),
            behaviour: ratings.map(|given| given.behaviour.name(self.language)),
        }
    }

    fn outcome(self) -> Option<Outcome> {
        let outcome = self.mail.notice.telling.outcome.as_ref()?;
        Some(Outcome {
            upheld: outcome.because == FinalBecause::Upheld,
            on: self.day(outcome.on),
            reason: outcome.reason.as_deref().map(plain),
        })
    }

    fn objection(self) -> Objection {
        let policy = self.mail.policy;
        let rule = &policy.deadlines.objection;
        let [received, deadline] =
            self.mail.notice.received.map_or([None, None], |days| days.map(Some));
        Objection {
            received: received.map(|day| self.day(day)),
            deadline: deadline.map(|day| self.day(day)),
            zone: kinerja_core::calendar::zone_label(policy.zone).to_string(),
            days: rule.days,
            count: rule.count.name(self.language),
            source: rule.source.show(self.language),
        }
    }

    fn follow_up(self, found: &FollowUp) -> Option<FollowUpRow> {
        let rule = self.mail.policy.follow_up(&found.rule)?;
        let from = self.mail.notice.telling.decision.on;
        Some(FollowUpRow {
            kind: rule.kind.name(self.language),
            text: plain(rule.text.in_language(self.language)),
            actor: words::actor(found.actor, self.mail.evaluator, self.language),
            by: from.checked_add_days(Days::new(found.due_days.into())).map(|day| self.day(day)),
            plan: words::plan(rule, (self.mail.result.period, from), self.language),
            source: rule.source.show(self.language),
        })
    }

    /// The credit points of the months of the period, by the decided predicate.
    fn credit(self) -> Option<Credit> {
        let DecisionMail { result, policy, notice, .. } = *self.mail;
        let predicate = notice.telling.decision.predicate;
        let whole = [LevelSince { from: result.period.start(), level: notice.level.into() }];
        let levels = if notice.levels.is_empty() { &whole } else { notice.levels.as_slice() };
        let credit =
            evaluation::Credit::of(policy, result.period, levels, (predicate, true)).ok()?;
        if credit.parts.is_empty() {
            return None;
        }
        let rates = policy.rules.credit_rates.at(result.period.start())?;
        let mark = self.language.decimal_mark();
        Some(Credit {
            parts: credit
                .parts
                .iter()
                .map(|part| CreditPart {
                    level: part.level.name(),
                    months: part.months,
                    coefficient: part.coefficient.show(mark),
                })
                .collect(),
            percent: credit.percent.show(mark),
            points: credit.exact.show(CREDIT_DECIMALS, mark).ok()?,
            source: rates.source.show(self.language),
        })
    }

    /// The way to an improvement that the decision begins or ends.
    fn improvement(self) -> Option<Improvement> {
        let DecisionMail { result, policy, notice, .. } = *self.mail;
        let path = notice.improvement?;
        let rule = policy.rules.improvement.at(result.period.start())?;
        Some(Improvement {
            stage: path.stage.show(self.language),
            began: self.day(path.began),
            enough: rule.value.enough().name(self.language),
            source: rule.source.show(self.language),
        })
    }
}
