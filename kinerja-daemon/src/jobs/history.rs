//! From what happened in a person's work to the posts of a period.

use chrono::NaiveDate;
use kinerja_core::{
    calendar::Period,
    people::{Absence, Assignment, Change, History, HistoryError, Label, LabelError, Nip},
};

use crate::store::acts::{
    Act, NumberedAct, PersonActs, Staff,
    planning::{self, Movement, Post},
};

/// What a unit or post is called of which only the next one is on record.
const UNKNOWN_BEFORE: &str = "unit kerja sebelum mutasi";

/// Why there is no history.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoHistory {
    /// What is on record cannot all be true.
    #[error(transparent)]
    Contradictory(#[from] HistoryError),
    /// A unit or post has no name.
    #[error(transparent)]
    Label(#[from] LabelError),
}

impl NoHistory {
    /// The day to look at first, where one tells it.
    pub(super) fn day(&self) -> Option<NaiveDate> {
        match self {
            Self::Contradictory(error) => error.day().filter(|day| *day > NaiveDate::MIN),
            Self::Label(_) => None,
        }
    }
}

/// Whether the evaluation of a period rests on an act.
pub(super) fn is_relevant(act: &NumberedAct, period: Period) -> bool {
    match &act.act {
        Some(found) => found
            .period
            .map_or(found.on < period.end(), |of| of == period || of.start() < period.start()),
        // What it says is not known, so it may matter.
        None => true,
    }
}

/// Whether something changed in a person's work before a period ended.
pub(super) fn has_moved(acts: &PersonActs, period: Period) -> bool {
    movements(acts).any(|(on, _)| on < period.end())
}

/// Whether a change is on record that cannot be read back.
pub(super) fn is_unreadable(acts: &PersonActs) -> bool {
    acts.acts.iter().any(|act| act.kind == "mutasi" && act.act.is_none())
}

fn movements(acts: &PersonActs) -> impl DoubleEndedIterator<Item = (NaiveDate, &Movement)> {
    acts.acts.iter().filter_map(|found| {
        let stored = found.act.as_ref()?;
        if let Act::Movement(movement) = &stored.act { Some((stored.on, movement)) } else { None }
    })
}

/// The posts of a person up to the end of a period: what the file of staff says,
/// changed by acts.
///
/// # Errors
///
/// Fails when what is on record cannot all be true.
pub(super) fn history(acts: &PersonActs, period: Period) -> Result<History, NoHistory> {
    let mut all: Vec<Assignment> = Vec::new();
    let mut first = Some(first(acts)?);
    let (mut changes, mut absent) = (Vec::new(), false);
    let close = |first: Option<Assignment>, changes| match first {
        Some(first) => History::of(first, changes).map(Vec::from),
        None => Ok(Vec::new()),
    };
    for (on, movement) in movements(acts).filter(|(on, _)| *on < period.end()) {
        if let planning::Change::Start(post) = &movement.change {
            // Who comes (back) had no post before, or has left it.
            let began = first.take().filter(|one| one.from > NaiveDate::MIN || !changes.is_empty());
            all.extend(close(began, std::mem::take(&mut changes))?);
            first = Some(assignment(&acts.staff, on, post)?);
            absent = false;
        } else if let Some(change) = change(&movement.change, &mut absent)? {
            changes.push((on, change));
        }
    }
    all.extend(close(first, changes)?);
    Ok(History::new(all)?)
}

/// The post before every change. The file of staff tells it unless it already
/// tells where a change led.
fn first(acts: &PersonActs) -> Result<Assignment, LabelError> {
    let staff = &acts.staff;
    let reached = |movement: &Movement| match &movement.change {
        planning::Change::Start(post) | planning::Change::Transfer(post) => {
            post.unit == staff.unit && post.post == staff.post
        }
        planning::Change::NewSuperior { .. }
        | planning::Change::Absent { .. }
        | planning::Change::Return
        | planning::Change::End => false,
    };
    let known = !movements(acts).any(|(_, movement)| reached(movement));
    let led = movements(acts).rev().find_map(|(_, movement)| match &movement.change {
        planning::Change::Start(post) | planning::Change::Transfer(post) => {
            Some(post.superior.as_ref())
        }
        planning::Change::NewSuperior { superior } => Some(Some(superior)),
        planning::Change::Absent { .. } | planning::Change::Return | planning::Change::End => None,
    });
    let is_later = led.is_some_and(|led: Option<&Nip>| led == staff.superior.as_ref());
    Ok(Assignment {
        from: NaiveDate::MIN,
        until: None,
        unit: if known { &staff.unit } else { UNKNOWN_BEFORE }.parse()?,
        post: if known { &staff.post } else { UNKNOWN_BEFORE }.parse()?,
        superior: staff.superior.clone().filter(|_| known && !is_later),
        employment: staff.employment,
        level: None,
        absence: None,
    })
}

fn assignment(staff: &Staff, from: NaiveDate, post: &Post) -> Result<Assignment, LabelError> {
    Ok(Assignment {
        from,
        until: None,
        unit: post.unit.parse()?,
        post: post.post.parse()?,
        superior: post.superior.clone(),
        employment: staff.employment,
        level: level(post)?,
        absence: None,
    })
}

fn level(post: &Post) -> Result<Option<Label>, LabelError> {
    post.level.as_deref().map(str::parse).transpose()
}

/// What changes; nothing where only paid leave begins or ends, because a person
/// on leave keeps post, plan and superior.
fn change(change: &planning::Change, absent: &mut bool) -> Result<Option<Change>, LabelError> {
    let was_absent = std::mem::replace(absent, false);
    Ok(match change {
        planning::Change::Start(post) | planning::Change::Transfer(post) => {
            Some(Change::Transfer {
                unit: post.unit.parse()?,
                post: post.post.parse()?,
                superior: post.superior.clone(),
                level: level(post)?,
            })
        }
        planning::Change::NewSuperior { superior } => {
            *absent = was_absent;
            Some(Change::NewSuperior { superior: Some(superior.clone()) })
        }
        planning::Change::Absent { absence } => match suspended(*absence) {
            Some(absence) => {
                *absent = true;
                Some(Change::Absent { absence })
            }
            None => was_absent.then_some(Change::Return),
        },
        planning::Change::Return => was_absent.then_some(Change::Return),
        planning::Change::End => Some(Change::End),
    })
}

/// The absence; none for paid leave.
const fn suspended(absence: planning::Absence) -> Option<Absence> {
    match absence {
        planning::Absence::Leave => None,
        planning::Absence::UnpaidLeave => Some(Absence::UnpaidLeave),
        planning::Absence::StudyAssignment => Some(Absence::StudyAssignment),
        planning::Absence::PreRetirement => Some(Absence::PreRetirement),
        planning::Absence::TemporaryDismissal => Some(Absence::TemporaryDismissal),
        planning::Absence::StateOfficial => Some(Absence::StateOfficial),
    }
}
