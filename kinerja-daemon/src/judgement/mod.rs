//! Where a result stands: what was proposed, decided, received and objected to,
//! put together by the core from what is on record.
//!
//! An act that does not fit does not count; it is told by name with what to do,
//! and takes nothing away from the others.

mod acts;
mod levels;
mod load;
mod means;
mod notice;

use chrono::NaiveDate;
use kinerja_core::{
    calendar::Period,
    consequence::LevelSince,
    evaluation::{
        Act, ActError, ActProblem, Case, CaseError, Decision, DeedKind, Judgement, Officials,
        OfficialsError, Receipt, Record, Standing, State,
    },
    evidence::Background,
    people::{Employment, Nip},
    region::RegionPolicy,
};
use serde::Serialize;

use acts::EvaluatorRatings;
pub use acts::{EarlierRatings, deed, reason};
pub use load::{Dossiers, dossier};
pub use means::Means;
pub use notice::{Notice, Outcome, Path, Telling};

use crate::{
    facts::{Backgrounds, Stretch},
    store::{
        RunKey, StaffPost, StoreError,
        acts::{StoredAct, UnreadableAct},
    },
};

/// What is on record about the result of one person.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The person's number in the database.
    pub employee: i64,
    /// The NIP.
    pub nip: Nip,
    /// The period.
    pub period: Period,
    /// The digest of the policy of the newest proposal.
    pub policy_sha256: String,
    /// What was proposed, oldest first; never empty.
    pub proposals: Vec<Proposed>,
    /// The evaluator: the superior at the end of the period.
    pub evaluator: Option<Nip>,
    /// The superior of the evaluator, then.
    pub evaluator_superior: Option<Nip>,
    /// The days under each superior.
    pub stretches: Vec<Stretch>,
    /// The post that the file of staff tells, or told when the result was first decided.
    pub staff: StaffPost,
    /// The levels of the person's functional posts, each from its first day.
    pub levels: Vec<LevelSince>,
    /// The kind of employment.
    pub employment: Employment,
    /// Ratings, decisions, receipt and objection.
    pub acts: Vec<StoredAct>,
    /// Those that cannot be read back.
    pub unreadable: Vec<UnreadableAct>,
}

/// What a run proposed for the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// The run's number in the database.
    pub run: i64,
    /// The unit that evaluated.
    pub unit: String,
    /// The revision of the run that proposed it.
    pub revision: u32,
    /// The last revision of the run that left it as it was.
    pub until: u32,
    /// The day on which it was proposed, in the region's zone.
    pub on: NaiveDate,
    /// What was proposed; nothing where something blocks.
    pub judgement: Option<Judgement>,
    /// Why it replaces the one before.
    pub reason: Option<String>,
}

/// Why an act does not count, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// No rule is known for the period.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// One person has two roles.
    #[error(transparent)]
    Officials(#[from] OfficialsError),
    /// It does not fit what was done before. Its place among the acts of its day is
    /// ours and would tell nobody anything.
    #[error("`{}` of {}: {}", .0.kind.code(), .0.on, .0.problem)]
    Act(ActError),
    /// Somebody decided in the place of the evaluator.
    #[error(
        "the decision of {on} is by another official: whoever acts for the superior is named as superior in the staff data or by `mutasi` first, and decides in that role"
    )]
    OtherOfficial {
        /// The day of the decision.
        on: NaiveDate,
    },
    /// Somebody rated who was not the superior on any day of the period.
    #[error(
        "the ratings of {on} are by somebody who was not the superior in this period: the superior of the staff data or of a move (`mutasi`) rates"
    )]
    OtherEvaluator {
        /// The day of the ratings.
        on: NaiveDate,
    },
    /// It cannot be read back.
    #[error(transparent)]
    Unreadable(#[from] UnreadableAct),
}

impl From<ActError> for Problem {
    fn from(error: ActError) -> Self {
        Self::Act(error)
    }
}

/// Where a result stands, and what does not count.
#[derive(Debug, Clone)]
pub struct Judged {
    /// What counts.
    pub record: Record,
    /// What does not, and why.
    pub problems: Vec<Problem>,
    /// The day of the evaluator's ratings that a decision stands for, because they do not
    /// count by themselves.
    pub passed_over: Option<NaiveDate>,
    /// Proposals that were computed when the result was final.
    pub too_late: Vec<TooLate>,
}

/// A proposal that was computed when the result was final. It changes nothing, nobody has
/// to do anything about it, and what is new goes into the next period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TooLate {
    /// Which proposal it is.
    pub number: u32,
    /// Its day.
    pub on: NaiveDate,
    /// The first day on which the result was final.
    pub final_since: NaiveDate,
}

impl TooLate {
    /// What an act is that was refused, if it is one.
    fn of(error: &ActError) -> Option<Self> {
        let ActProblem::AlreadyFinal { since } = error.problem else { return None };
        (error.kind == DeedKind::Propose).then_some(Self {
            number: error.sequence / acts::STEP,
            on: error.on,
            final_since: since,
        })
    }
}

impl Judged {
    /// Whether it is a proposal, a decision, or final.
    pub fn standing(&self) -> Standing {
        self.record.state().map_or(Standing::Proposal, State::standing)
    }

    /// The decision that holds, if there is one.
    pub fn decision(&self) -> Option<&Decision> {
        self.record.state().and_then(State::decision)
    }

    /// When the result was received, and until when an objection is possible.
    pub fn receipt(&self) -> Option<Receipt> {
        match self.record.state()? {
            State::Undecided(_) => None,
            State::Decided(decided) => decided.receipt(),
            State::Final(last) => last.decided().receipt(),
        }
    }

    /// The last day for an objection, where the receipt is known.
    pub fn objection_deadline(&self) -> Option<NaiveDate> {
        self.receipt().map(|receipt| receipt.deadline)
    }

    /// Whether an objection waits for its outcome.
    pub fn is_contested(&self) -> bool {
        match self.record.state() {
            Some(State::Decided(decided)) => decided.objection().is_some(),
            Some(State::Undecided(_) | State::Final(_)) | None => false,
        }
    }
}

impl Dossier {
    /// What the evaluation that made a proposal knows of the person beyond plan and
    /// evidence: follow-ups of a decision rest on the same.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn background(
        &self,
        backgrounds: &mut Backgrounds<'_>,
        policy: &RegionPolicy,
        proposed: &Proposed,
    ) -> Result<Background, StoreError> {
        let region = policy.code.clone();
        let key = RunKey { region, period: self.period, unit: proposed.unit.clone() };
        backgrounds.of(policy, &key, self.employee).await
    }

    /// Whether anybody has done anything about the proposal.
    pub fn is_silent(&self) -> bool {
        self.acts.is_empty() && self.unreadable.is_empty()
    }

    /// Whether something about the result is dated after a day, as an objection's outcome
    /// may be that stands in the row of its receipt.
    pub fn goes_beyond(&self, day: NaiveDate) -> bool {
        acts::of(self, EvaluatorRatings::Count).0.iter().any(|act| act.on > day)
    }

    fn case<'p>(&self, policy: &'p RegionPolicy) -> Result<Case<'p>, Problem> {
        let officials = Officials::new(
            self.nip.clone(),
            self.evaluator.clone(),
            self.evaluator_superior.clone(),
        )?;
        Ok(Case::new(policy, self.period, officials)?)
    }

    /// Where the result stands on a day.
    ///
    /// # Errors
    ///
    /// Fails where no rule is known for the period, or the staff data gives one
    /// person two roles.
    pub fn judge(&self, policy: &RegionPolicy, day: NaiveDate) -> Result<Judged, Problem> {
        self.read(&self.case(policy)?, day).map(|(_, judged)| judged)
    }

    /// Where the result would stand on a day with more acts, which are put in
    /// their order after those of their days.
    ///
    /// # Errors
    ///
    /// Gives the core's reason why an act does not fit, with what to do.
    pub fn try_acts(
        &self,
        policy: &RegionPolicy,
        day: NaiveDate,
        more: Vec<Act>,
    ) -> Result<Judged, Problem> {
        let case = self.case(policy)?;
        let (mut acts, judged) = self.read(&case, day)?;
        let numbered = (acts::NEW..).zip(more);
        acts.extend(numbered.map(|(sequence, act)| Act { sequence, ..act }));
        Ok(Judged { record: case.on(day, &acts)?, ..judged })
    }

    /// The acts that count, and where the result stands with them.
    fn read(&self, case: &Case<'_>, day: NaiveDate) -> Result<(Vec<Act>, Judged), Problem> {
        let with = self.fold(case, day, EvaluatorRatings::Count)?;
        let given = |problem: &Problem| match problem {
            Problem::Act(error) => error.sequence % acts::STEP == acts::RATINGS,
            Problem::Case(_)
            | Problem::Officials(_)
            | Problem::OtherOfficial { .. }
            | Problem::OtherEvaluator { .. }
            | Problem::Unreadable(_) => false,
        };
        // A decision that counts stands for ratings that did not.
        if with.1.problems.iter().any(given) && self.has_decision() {
            let (acts, mut without) = self.fold(case, day, EvaluatorRatings::Ignore)?;
            if without.decision().is_some() {
                without.passed_over = self.day_of_ratings();
                return Ok((acts, without));
            }
        }
        Ok(with)
    }

    fn fold(
        &self,
        case: &Case<'_>,
        day: NaiveDate,
        ratings: EvaluatorRatings,
    ) -> Result<(Vec<Act>, Judged), Problem> {
        let (mut acts, mut problems) = acts::of(self, ratings);
        let mut too_late = Vec::new();
        problems.extend(self.unreadable.iter().cloned().map(Problem::Unreadable));
        loop {
            match case.on(day, &acts) {
                Ok(record) => {
                    let judged = Judged { record, problems, passed_over: None, too_late };
                    return Ok((acts, judged));
                }
                Err(error) => {
                    let refused = |act: &Act| (act.on, act.sequence) == (error.on, error.sequence);
                    // After a decision that does not count, the next one is the first.
                    if error.problem == ActProblem::NotDecided
                        && let Some(act) = acts.iter_mut().find(|act| refused(act))
                        && let Some(first) = acts::as_first(&act.deed)
                    {
                        act.deed = first;
                        continue;
                    }
                    let before = acts.len();
                    acts.retain(|act| !refused(act));
                    if acts.len() == before {
                        return Err(error.into());
                    }
                    match TooLate::of(&error) {
                        Some(proposal) => too_late.push(proposal),
                        None => problems.push(error.into()),
                    }
                }
            }
        }
    }
}
