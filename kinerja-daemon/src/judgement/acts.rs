//! Acts on record as the core knows them.

use chrono::NaiveDate;
use kinerja_core::{
    consequence::Role,
    evaluation::{Act, Actor, Deed, Judgement, Official, Ratings, Reason},
    people::Nip,
};
use serde::Serialize;

use super::{Dossier, Problem, Proposed};
use crate::facts::Stretch;
use crate::store::acts::{
    self,
    judgement::{ActingAs, Decision, Objected, Objection, Outcome, Ruling},
};

/// Places that a proposal leaves for what is done about it on the same day.
pub(super) const STEP: u32 = 4;
/// The place of the evaluator's ratings after the proposal.
pub(super) const RATINGS: u32 = 1;
const DECISION: u32 = 2;
/// What comes after all decisions of a day.
const RECEIPT: u32 = u32::MAX - 13;
const OBJECTION: u32 = u32::MAX - 12;
const OUTCOME: u32 = u32::MAX - 11;
/// What is new comes last.
pub(super) const NEW: u32 = u32::MAX - 10;

/// Characters of a reason that the core takes.
const REASON_MAX: usize = 4_000;

/// Whether the evaluator's ratings count as the first decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EvaluatorRatings {
    Count,
    Ignore,
}

/// A text as a reason, if it says anything.
pub fn reason(text: &str) -> Option<Reason> {
    let clean = |c: char| if c.is_control() && c != '\n' { ' ' } else { c };
    let text: String = text.trim().chars().map(clean).take(REASON_MAX).collect();
    text.parse().ok()
}

/// Ratings by the superior of earlier days of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EarlierRatings {
    /// The first day under him.
    pub from: NaiveDate,
    /// The day after the last.
    pub until: NaiveDate,
    /// The day on which he rated.
    pub on: NaiveDate,
    /// The ratings.
    pub ratings: Ratings,
    /// Why.
    pub reason: Option<String>,
}

fn person(role: Role, nip: &Nip) -> Actor {
    Actor::Person(Official { role, nip: nip.clone() })
}

impl Dossier {
    /// Whether there is a decision besides the evaluator's ratings.
    pub(super) fn has_decision(&self) -> bool {
        self.acts.iter().any(|stored| matches!(stored.act, acts::Act::Decision(_)))
    }

    /// Ratings that evaluators gave, each with its day.
    fn ratings(&self) -> impl Iterator<Item = (NaiveDate, &acts::judgement::Ratings)> {
        self.acts.iter().filter_map(|stored| {
            let acts::Act::Ratings(given) = &stored.act else { return None };
            Some((stored.on, given))
        })
    }

    /// The day of the ratings that decide where nothing else does.
    pub(super) fn day_of_ratings(&self) -> Option<NaiveDate> {
        self.ratings().find(|(_, given)| self.rates_last(given)).map(|(on, _)| on)
    }

    /// Whether ratings are those of the evaluator at the end of the period, which
    /// decide. Where nobody is, the core says so.
    fn rates_last(&self, given: &acts::judgement::Ratings) -> bool {
        self.evaluator.as_ref().is_none_or(|evaluator| *evaluator == given.evaluator)
    }

    /// The days of the period whose superior gave the ratings, of whoever had several
    /// superiors; or the earlier days of which nobody knows any more whose they were.
    fn stretch_of(&self, given: &acts::judgement::Ratings) -> Option<&Stretch> {
        let (_, earlier) = self.stretches.split_last()?;
        let own = |one: &&Stretch| one.superior.as_ref() == Some(&given.evaluator);
        // Moves that came after the decision change nothing of who decides.
        let own = self.stretches.iter().filter(|_| !earlier.is_empty()).find(own);
        own.or_else(|| earlier.iter().find(|one| one.superior.is_none()))
    }

    /// What the superiors of other days of the period said: for the evaluator to
    /// weigh, not a decision.
    pub fn earlier_ratings(&self) -> Vec<EarlierRatings> {
        let others = self.ratings().filter(|(_, given)| !self.rates_last(given));
        let earlier = others.filter_map(|(on, given)| {
            let Stretch { from, until, .. } = self.stretch_of(given)?;
            Some(EarlierRatings {
                from: *from,
                until: *until,
                on,
                ratings: Ratings { result: given.result, behaviour: given.behaviour },
                reason: given.reason.clone(),
            })
        });
        let mut found: Vec<_> = earlier.collect();
        found.sort_by_key(|one| (one.from, one.on));
        found
    }

    /// The number of the proposal that stood at a revision; that of none where
    /// the revision is not on record.
    fn proposal_of(&self, revision: u32) -> u32 {
        let found =
            self.proposals.iter().position(|one| one.revision <= revision && revision <= one.until);
        number(found.unwrap_or(self.proposals.len()))
    }

    /// The number of the newest proposal on a day.
    pub fn newest_on(&self, day: NaiveDate) -> u32 {
        let known = self.proposals.iter().filter(|one| one.on <= day).count();
        number(known.saturating_sub(1))
    }

    /// The proposal with a number.
    pub fn proposal(&self, number: u32) -> Option<&Proposed> {
        self.proposals.get(usize::try_from(number).ok()?.checked_sub(1)?)
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX - 1).saturating_add(1)
}

/// The acts in the core's words, and what cannot be said in them.
pub(super) fn of(dossier: &Dossier, ratings: EvaluatorRatings) -> (Vec<Act>, Vec<Problem>) {
    let mut list: Vec<Act> = dossier.proposals.iter().zip(1..).map(proposal).collect();
    let mut problems: Vec<Problem> = of_nobodys_days(dossier).collect();
    let given = match ratings {
        EvaluatorRatings::Count => given(dossier),
        EvaluatorRatings::Ignore => None,
    };
    let mut decisions: Vec<_> = dossier
        .acts
        .iter()
        .filter_map(|stored| {
            let acts::Act::Decision(decision) = &stored.act else { return None };
            Some((stored.on, decision))
        })
        .collect();
    decisions.sort_by_key(|(on, _)| *on);
    let mut before = given.as_ref().map(|(_, judgement)| *judgement);
    list.extend(given.map(|(act, _)| act));
    for (index, (on, decision)) in decisions.into_iter().enumerate() {
        let wanted = decision.judgement;
        // Whoever decides as the evaluator rated confirms it.
        if index == 0 && before == Some(wanted) {
            continue;
        }
        match decided(dossier, on, decision, before.is_some()) {
            Ok(act) => {
                before = Some(wanted);
                list.push(act);
            }
            Err(problem) => problems.push(problem),
        }
    }
    for stored in &dossier.acts {
        if let acts::Act::Objection(objection) = &stored.act {
            list.extend(heard(dossier, objection));
        }
    }
    (list, problems)
}

fn proposal((proposed, number): (&Proposed, u32)) -> Act {
    Act {
        on: proposed.on,
        sequence: number.saturating_mul(STEP),
        by: Actor::Engine,
        deed: Deed::Propose {
            revision: number,
            judgement: proposed.judgement,
            reason: proposed.reason.as_deref().and_then(reason).filter(|_| number > 1),
        },
    }
}

/// Those ratings of others that belong to no days of the period.
fn of_nobodys_days(dossier: &Dossier) -> impl Iterator<Item = Problem> {
    let others = dossier.ratings().filter(|(_, given)| !dossier.rates_last(given));
    let strange = others.filter(|(_, given)| dossier.stretch_of(given).is_none());
    strange.map(|(on, _)| Problem::OtherEvaluator { on })
}

/// The evaluator's ratings as the decision that they are. Those that were given
/// before anything was proposed count from the day of the first proposal.
fn given(dossier: &Dossier) -> Option<(Act, Judgement)> {
    let (on, given) = dossier.ratings().find(|(_, given)| dossier.rates_last(given))?;
    let first = dossier.proposals.first()?.on;
    let on = on.max(first);
    let decided = dossier.acts.iter().any(|stored| {
        matches!(stored.act, acts::Act::Decision(_)) && first <= stored.on && stored.on < on
    });
    if decided {
        return None;
    }
    let proposal = dossier.newest_on(on);
    let ratings = Ratings { result: given.result, behaviour: given.behaviour };
    let (judgement, why) = (Judgement::Ratings(ratings), given.reason.as_deref());
    let act = Act {
        on,
        sequence: proposal.saturating_mul(STEP).saturating_add(RATINGS),
        by: person(Role::Superior, &given.evaluator),
        deed: Deed::Decide { proposal, judgement, reason: why.and_then(reason) },
    };
    Some((act, judgement))
}

fn decided(
    dossier: &Dossier,
    on: NaiveDate,
    decision: &Decision,
    again: bool,
) -> Result<Act, Problem> {
    let role = match decision.role {
        ActingAs::Role(role) => role,
        ActingAs::Other(_) => return Err(Problem::OtherOfficial { on }),
    };
    let proposal =
        decision.proposal.map_or_else(|| dossier.newest_on(on), |seen| dossier.proposal_of(seen));
    let reason = decision.reason.as_deref().and_then(reason);
    Ok(Act {
        on,
        sequence: proposal.saturating_mul(STEP).saturating_add(DECISION),
        by: person(role, &decision.official),
        deed: deed(proposal, decision.judgement, reason, again),
    })
}

/// The first decision decides; a later one revises, and says why.
pub fn deed(proposal: u32, judgement: Judgement, reason: Option<Reason>, again: bool) -> Deed {
    match reason {
        Some(reason) if again => Deed::Revise { proposal, judgement, reason },
        reason => Deed::Decide { proposal, judgement, reason },
    }
}

/// A revision as the first decision.
pub(super) fn as_first(deed: &Deed) -> Option<Deed> {
    let Deed::Revise { proposal, judgement, reason } = deed else { return None };
    Some(Deed::Decide { proposal: *proposal, judgement: *judgement, reason: Some(reason.clone()) })
}

/// Receipt, objection and outcome.
fn heard(dossier: &Dossier, objection: &Objection) -> Vec<Act> {
    let employee = || person(Role::Employee, &dossier.nip);
    let mut list = vec![Act {
        on: objection.received,
        sequence: RECEIPT,
        by: employee(),
        deed: Deed::Receive,
    }];
    let Some(Objected { on, reasons, outcome }) = &objection.objected else { return list };
    let Some(reasons) = reason(reasons) else { return list };
    list.push(Act { on: *on, sequence: OBJECTION, by: employee(), deed: Deed::Object { reasons } });
    list.extend(outcome.as_ref().and_then(ruled));
    list
}

fn ruled(outcome: &Outcome) -> Option<Act> {
    let reason = reason(&outcome.reason)?;
    Some(Act {
        on: outcome.on,
        sequence: OUTCOME,
        by: person(Role::EvaluatorSuperior, &outcome.official),
        deed: match outcome.ruling {
            Ruling::Uphold(judgement) => Deed::Uphold { judgement, reason },
            Ruling::Reject => Deed::Reject { reason },
        },
    })
}
