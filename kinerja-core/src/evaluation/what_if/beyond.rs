//! What another policy changes beyond the evaluation: what follow-ups ask, what a
//! result brings, and until when somebody may object.

use chrono::NaiveDate;

use super::{Difference, Pair, assessed::View, terms, terms::TermsChange};
use crate::{
    calendar::long_date,
    consequence::FollowUpRule,
    evaluation::{Consequence, ConsequenceKind, Consequences, Line, PersonFacts, ResultPredicate},
    language::Language,
    region::RegionPolicy,
};

/// What is known of a person beside plan and evidence.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    /// What a result rests on that brings something. A predicate that somebody decided
    /// stays under every policy; where nobody did, each policy's proposal is taken.
    pub facts: PersonFacts<'a>,
    /// The day on which the person received the result.
    pub received: Option<NaiveDate>,
}

/// What one policy says beyond the evaluation.
pub(super) struct Beyond<'p> {
    policy: &'p RegionPolicy,
    rules: Vec<&'p FollowUpRule>,
    brought: Consequences,
    known: Option<Circumstances<'p>>,
}

impl<'p> Beyond<'p> {
    pub(super) fn of(
        policy: &'p RegionPolicy,
        view: &View<'_>,
        known: Option<&Circumstances<'p>>,
    ) -> Self {
        let rules = view.follow_ups.iter().filter_map(|found| policy.follow_up(&found.rule));
        let brought = known.map_or_else(Consequences::default, |known| {
            let proposed = view.proposed.map(|found| ResultPredicate::Proposed(found.predicate));
            let found = match known.facts.found {
                decided @ ResultPredicate::Decided { .. } => decided,
                ResultPredicate::Nothing | ResultPredicate::Proposed(_) => {
                    proposed.unwrap_or(ResultPredicate::Nothing)
                }
            };
            Consequences::supposing(policy, &PersonFacts { found, ..known.facts })
        });
        Self { policy, rules: rules.collect(), brought, known: known.copied() }
    }

    fn brings(&self, kind: ConsequenceKind) -> Vec<Consequence> {
        self.brought.iter().filter(|one| one.kind() == kind).cloned().collect()
    }

    /// The last day for an objection.
    fn objection(&self) -> Option<NaiveDate> {
        let Circumstances { facts, received } = self.known?;
        self.policy.objection_deadline(facts.period, received?).ok()
    }

    /// The rule of a follow-up that is proposed.
    fn rule(&self, like: &FollowUpRule) -> Option<&'p FollowUpRule> {
        self.rules.iter().find(|rule| rule.code == like.code).copied()
    }
}

/// What differs.
pub(super) fn differences([present, other]: &[Beyond<'_>; 2]) -> Vec<Difference> {
    let terms = present.rules.iter();
    let terms = terms.filter_map(|rule| TermsChange::of(rule, other.rule(rule)?));
    let terms: Vec<_> = terms.collect();
    let mut found = Vec::new();
    found.extend((!terms.is_empty()).then_some(Difference::FollowUpTerms(terms)));
    for kind in ConsequenceKind::ALL {
        let (present, other) = (present.brings(kind), other.brings(kind));
        if present != other {
            found.push(Difference::Consequence { kind, present, other });
        }
    }
    let objection = Pair { present: present.objection(), other: other.objection() };
    found.extend(objection.differs().then_some(Difference::Objection(objection)));
    found
}

/// What each policy says, in words.
pub(super) fn lines(both: &[Beyond<'_>; 2], language: Language) -> [Vec<Line>; 2] {
    let [present, other] = both;
    [(present, other), (other, present)].map(|(one, beside)| {
        let mut lines = Vec::new();
        // A follow-up of one policy alone is told as a step.
        let shared = one.rules.iter().filter(|rule| beside.rule(rule).is_some());
        lines.extend(shared.map(|rule| terms::line(one.policy, rule, language)));
        if let Some(known) = &one.known {
            lines.extend(one.brought.lines(one.policy, known.facts.period, language));
        }
        lines.extend(one.objection().map(|day| Line {
            id: "objection".to_owned(),
            source: one.policy.deadlines.objection.source.show(language),
            text: format!(
                "{} {}",
                language.pick("Keberatan paling lambat", "An objection is possible until"),
                long_date(day, language)
            ),
        }));
        lines
    })
}
