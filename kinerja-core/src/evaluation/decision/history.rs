//! The acts about one result, put together to where it stands.
//!
//! Acts are only ever added. Their order is by day and sequence, but for the first
//! proposal of a period before 2022; the same act again changes nothing; an act that
//! does not fit is refused by name.

use chrono::NaiveDate;

use super::{
    Act, ActError, ActProblem, Actor, Decided, Deed, DeedKind, Entry, FinalBecause, Objection,
    Official, Officials, Record, State, Undecided,
    steps::Receipt,
    wants::{proposed, wanted},
};
use crate::{
    calendar::Period,
    consequence::Role,
    people::Nip,
    region::RegionPolicy,
    scheme::{Basis, Matrix, Regime},
};

/// The result of one person and period that acts are about.
#[derive(Debug, Clone)]
pub struct Case<'a> {
    policy: &'a RegionPolicy,
    period: Period,
    officials: Officials,
}

/// Why nothing can be decided about a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no rule is known for {period}, so nothing is decided: begin with 2014 or later")]
pub struct CaseError {
    period: Period,
}

impl<'a> Case<'a> {
    /// Names the result.
    ///
    /// # Errors
    ///
    /// Fails for a period that no regime governs.
    ///
    /// # Legal basis
    ///
    /// PermenPANRB 6/2022: ratings and their matrix hold for periods from 2022. Before,
    /// PP 46/2011 and PP 30/2019 give the predicate by the bands of a total.
    pub fn new(
        policy: &'a RegionPolicy,
        period: Period,
        officials: Officials,
    ) -> Result<Self, CaseError> {
        match Regime::deciding(period) {
            Some(_) => Ok(Self { policy, period, officials }),
            None => Err(CaseError { period }),
        }
    }

    /// The first day on which people may decide about a period: its last one, which
    /// closes it. What they do earlier does not count.
    ///
    /// # Legal basis
    ///
    /// PP 46/2011: an assessment is made at the end of the year. Its forms are in practice
    /// dated on 31 December, the last day of the period; that the practice is so is
    /// assumed, not verified.
    pub fn first_day(period: Period) -> NaiveDate {
        period.last_day()
    }

    /// Where the result stands at the end of a day, in the region's zone. Acts
    /// after that day are not looked at.
    ///
    /// # Errors
    ///
    /// Names the first act that does not fit, and says what to do instead.
    ///
    /// ```
    /// # #[cfg(feature = "toml")] {
    /// use kinerja_core::{
    ///     evaluation::{Act, Actor, Case, Deed, Judgement, Officials, Ratings, Standing},
    ///     language::Language,
    ///     region::RegionPolicy,
    ///     scheme::Rating,
    /// };
    ///
    /// let policy = RegionPolicy::from_toml(include_str!("../../region/sample.toml"))?;
    /// let given = Ratings { result: Rating::Above, behaviour: Rating::Meets };
    /// let officials = Officials::new("198501012010011001".parse()?, None, None)?;
    /// let case = Case::new(&policy, "2026-Q2".parse()?, officials)?;
    /// let proposal = Act {
    ///     on: "2026-07-15".parse()?,
    ///     sequence: 1,
    ///     by: Actor::Engine,
    ///     deed: Deed::Propose {
    ///         revision: 1,
    ///         judgement: Some(Judgement::Ratings(given)),
    ///         reason: None,
    ///     },
    /// };
    /// let record = case.on("2026-07-20".parse()?, &[proposal.clone(), proposal])?;
    /// let standing = record.state().map(|state| state.standing());
    /// assert_eq!(standing, Some(Standing::Proposal));
    /// assert_eq!(Standing::Proposal.name(Language::Indonesian), "usulan");
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Legal basis
    ///
    /// PermenPANRB 6/2022 (the evaluator decides); PP 30/2019 Pasal 59
    /// (objection).
    pub fn on(&self, day: NaiveDate, acts: &[Act]) -> Result<Record, ActError> {
        let (mut state, mut entries) = (None, Vec::new());
        let mut done: Vec<&Act> = Vec::new();
        for act in self.in_order(acts, day)? {
            let same_kind = done.iter().rev().find(|one| one.deed.kind() == act.deed.kind());
            if !same_kind.is_some_and(|one| one.repeats(act)) {
                let next = self.apply(state.take(), act).map_err(|problem| act.error(problem))?;
                entries.extend(self.entry(act, &next));
                state = Some(next);
            }
            done.push(act);
        }
        let state = state.map(|state| at(state, day));
        Ok(Record { state, entries })
    }

    fn apply(&self, state: Option<State>, act: &Act) -> Result<State, ActProblem> {
        let first = match act.deed.kind() {
            DeedKind::Propose => self.period.end(),
            DeedKind::Decide
            | DeedKind::Revise
            | DeedKind::Receive
            | DeedKind::Object
            | DeedKind::Uphold
            | DeedKind::Reject => Self::first_day(self.period),
        };
        if act.on < first {
            return Err(ActProblem::BeforeEnd { period: self.period });
        }
        let basis = Basis::of(self.period.start());
        if act.deed.judgement().is_some_and(|given| given.basis() != basis) {
            return Err(ActProblem::OtherBasis { period: self.period });
        }
        let by = self.may(act)?;
        match state.map(|state| at(state, act.on)) {
            None => match proposed(act) {
                Some(first) => Undecided::new(first).map(State::Undecided),
                None => Err(ActProblem::NotProposed),
            },
            Some(State::Undecided(undecided)) => self.before_decision(undecided, act, by),
            Some(State::Decided(decided)) => self.after_decision(decided, act, by),
            Some(State::Final(last)) => Err(match (&act.deed, last.decided().receipt()) {
                (Deed::Object { .. }, Some(receipt))
                    if last.because() == FinalBecause::TimeOver =>
                {
                    ActProblem::LateObjection { received: receipt.on, deadline: receipt.deadline }
                }
                _ => ActProblem::AlreadyFinal { since: last.since() },
            }),
        }
    }

    /// The acts up to a day in their order, each once. Nothing was computed when people
    /// decided about a period before 2022: what is proposed for it now stands before
    /// whatever they did, on whichever day it was computed. From 2022 on it stands before
    /// what they did on the last day, on which nothing can be proposed yet.
    fn in_order<'b>(&self, acts: &'b [Act], day: NaiveDate) -> Result<Vec<&'b Act>, ActError> {
        let mut acts = by_day(acts, day)?;
        let is_first = |act: &&Act| matches!(act.deed, Deed::Propose { revision: 1, .. });
        if let Some(first) = acts.iter().position(is_first)
            && let Some(before) = acts.get_mut(..=first)
        {
            let end = self.period.end();
            match Basis::of(self.period.start()) {
                Basis::Bands => before.rotate_right(1),
                Basis::Matrix => before.rotate_left(before.partition_point(|act| act.on < end)),
            }
        }
        Ok(acts)
    }

    fn matrix(&self) -> Matrix {
        self.policy.matrix_of(self.period)
    }

    fn before_decision(
        &self,
        undecided: Undecided,
        act: &Act,
        by: Option<&Official>,
    ) -> Result<State, ActProblem> {
        if let Some(next) = proposed(act) {
            return undecided.propose(next).map(State::Undecided);
        }
        match (act.deed.kind(), wanted(act, by, 0)) {
            (DeedKind::Decide, Some(wanted)) => {
                undecided.decide(wanted, self.matrix()).map(State::Decided)
            }
            _ => Err(ActProblem::NotDecided),
        }
    }

    fn after_decision(
        &self,
        decided: Decided,
        act: &Act,
        by: Option<&Official>,
    ) -> Result<State, ActProblem> {
        let newest = decided.decisions().current().proposal;
        match (&act.deed, wanted(act, by, newest)) {
            (Deed::Propose { .. }, _) => match proposed(act) {
                Some(next) => decided.propose(next).map(State::Decided),
                None => Err(ActProblem::NotProposed),
            },
            (Deed::Revise { .. }, Some(wanted)) => {
                decided.revise(wanted, self.matrix()).map(State::Decided)
            }
            (Deed::Uphold { .. }, Some(wanted)) => {
                decided.uphold(wanted, self.matrix()).map(State::Final)
            }
            (Deed::Receive, _) => {
                let deadline = self
                    .policy
                    .objection_deadline(self.period, act.on)
                    .map_err(ActProblem::Deadline)?;
                decided.receive(Receipt { on: act.on, deadline }).map(State::Decided)
            }
            (Deed::Object { reasons }, _) => {
                let objection = Objection { on: act.on, reasons: reasons.clone() };
                decided.object(objection).map(State::Decided)
            }
            (Deed::Reject { .. }, _) => decided.reject(act.on).map(State::Final),
            (Deed::Decide { .. } | Deed::Revise { .. } | Deed::Uphold { .. }, _) => {
                Err(ActProblem::AlreadyDecided { on: decided.decisions().current().on })
            }
        }
    }

    /// What an act that counted is called in the history.
    fn entry(&self, act: &Act, next: &State) -> Option<Entry> {
        let on = act.on;
        let decision = next.decision();
        Some(match &act.deed {
            Deed::Propose { revision, judgement, reason } => Entry::Proposed {
                on,
                revision: *revision,
                proposal: judgement.map(|given| (given, given.predicate(self.matrix()))),
                reason: reason.clone(),
            },
            Deed::Decide { .. } | Deed::Revise { .. } | Deed::Uphold { .. } => {
                let decision = decision?;
                Entry::Decided {
                    on,
                    number: number(next),
                    by: decision.by.role,
                    proposal: decision.proposal,
                    decision: (decision.judgement, decision.predicate),
                    reason: decision.reason.clone(),
                }
            }
            Deed::Receive => Entry::Received { on, deadline: deadline(next)? },
            Deed::Object { reasons } => Entry::Objected { on, reasons: reasons.clone() },
            Deed::Reject { reason } => Entry::Rejected { on, reason: reason.clone() },
        })
    }

    /// Whether the one who acts is the one who must.
    fn may<'b>(&self, act: &'b Act) -> Result<Option<&'b Official>, ActProblem> {
        let official = match (&act.by, act.deed.kind()) {
            (Actor::Engine, DeedKind::Propose) => return Ok(None),
            (Actor::Person(_), DeedKind::Propose) | (Actor::Engine, _) => {
                return Err(ActProblem::WrongKindOfActor);
            }
            (Actor::Person(official), _) => official,
        };
        let (role, who) = match act.deed.kind() {
            DeedKind::Decide | DeedKind::Revise => (Role::Superior, self.officials.evaluator()),
            DeedKind::Uphold | DeedKind::Reject => {
                (Role::EvaluatorSuperior, self.officials.evaluator_superior())
            }
            // The personnel office may hand a result over on paper.
            DeedKind::Receive if official.role == Role::Hr => return Ok(Some(official)),
            DeedKind::Receive | DeedKind::Object | DeedKind::Propose => {
                (Role::Employee, Some(self.officials.employee()))
            }
        };
        self.is(official, role, who)?;
        Ok(Some(official))
    }

    fn is(&self, found: &Official, role: Role, who: Option<&Nip>) -> Result<(), ActProblem> {
        if role != Role::Employee && found.nip == *self.officials.employee() {
            return Err(ActProblem::BySelf { role });
        }
        match who {
            None => Err(ActProblem::Nobody { role }),
            Some(who) if found.role == role && found.nip == *who => Ok(()),
            Some(_) => Err(ActProblem::WrongOfficial { role }),
        }
    }
}

/// The acts up to a day by day and sequence, each once.
fn by_day(acts: &[Act], day: NaiveDate) -> Result<Vec<&Act>, ActError> {
    let mut acts: Vec<_> = acts.iter().filter(|act| act.on <= day).collect();
    acts.sort_by_key(|act| (act.on, act.sequence, act.deed.kind()));
    acts.dedup();
    // Before anything else, so that the answer does not depend on which of the
    // two was handed over first.
    let place = |act: &Act| (act.on, act.sequence);
    let twice = acts.iter().zip(acts.iter().skip(1)).find(|(one, next)| place(one) == place(next));
    match twice {
        Some((_, act)) => Err(act.error(ActProblem::SameSequence)),
        None => Ok(acts),
    }
}

/// A state on a later day: time alone makes a result final.
fn at(state: State, day: NaiveDate) -> State {
    match state {
        State::Decided(decided) => decided.on(day),
        State::Undecided(_) | State::Final(_) => state,
    }
}

/// The last day for an objection.
fn deadline(state: &State) -> Option<NaiveDate> {
    let receipt = match state {
        State::Undecided(_) => None,
        State::Decided(decided) => decided.receipt(),
        State::Final(last) => last.decided().receipt(),
    };
    receipt.map(|receipt| receipt.deadline)
}

/// How many decisions there were.
fn number(state: &State) -> u32 {
    let before = match state {
        State::Undecided(_) => 0,
        State::Decided(decided) => decided.decisions().superseded().len(),
        State::Final(last) => last.decided().decisions().superseded().len(),
    };
    u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
}
