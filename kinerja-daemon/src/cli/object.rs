//! `object`: the receipt of a result, an objection to it, and its outcome.

use chrono::NaiveDate;
use kinerja_core::{
    consequence::Role,
    evaluation::{Act, Actor, Deed, Official, Reason},
    people::Nip,
};

use super::{
    Failure,
    decide::{Given, Matter, Of, Wanted, act},
};
use crate::{
    app::App,
    judgement::reason,
    store::acts::{
        self,
        judgement::{Objected, Objection, Outcome, Ruling},
    },
};

/// Arguments of `object`.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("outcome").args(["uphold", "reject"]).requires_all(["by", "reason"]))]
#[command(group = clap::ArgGroup::new("decided").args(["result", "predicate"]).requires("uphold"))]
#[command(group = clap::ArgGroup::new("what").args(["received", "reason"]).required(true).multiple(true))]
pub struct Args {
    #[command(flatten)]
    of: Of,
    /// The day on which the person received the result, like 2026-07-20; alone it
    /// records the receipt, from which the days for an objection run.
    #[arg(long, value_name = "DAY", conflicts_with = "outcome")]
    received: Option<NaiveDate>,
    /// Why the person objects; with --uphold or --reject why it was decided so.
    #[arg(long)]
    reason: Option<String>,
    /// The objection is upheld, and what is given with it holds from now on.
    #[arg(long, requires = "decided")]
    uphold: bool,
    /// The objection is rejected, and the decision stays.
    #[arg(long)]
    reject: bool,
    #[command(flatten)]
    given: Given,
    /// The NIP of the superior of the evaluator, who decides the objection.
    #[arg(long, value_name = "NIP", requires = "outcome")]
    by: Option<Nip>,
}

pub(super) async fn run(app: &App, args: Args) -> Result<(), Failure> {
    let Args { of, received, reason, reject, given, by, .. } = args;
    let ruling = match given.judgement() {
        Some(judgement) => Some(Ruling::Uphold(judgement)),
        None => reject.then_some(Ruling::Reject),
    };
    match (ruling, by, reason) {
        (Some(ruling), Some(by), Some(reason)) => {
            act(app, &of, |matter| ruled(matter, ruling, by, &reason)).await
        }
        (_, _, reason) => {
            act(app, &of, |matter| objected(matter, received, reason.as_deref())).await
        }
    }
}

fn readable(text: &str) -> Result<Reason, Failure> {
    reason(text).ok_or_else(|| Failure::usage("--reason needs a reason that people can read"))
}

/// The row that is on record.
fn on_record(matter: &Matter<'_>) -> Option<Objection> {
    matter.dossier.acts.iter().find_map(|stored| {
        let acts::Act::Objection(objection) = &stored.act else { return None };
        Some(objection.clone())
    })
}

fn wanted(matter: &Matter<'_>, acts: Vec<Act>, objection: Objection) -> Wanted {
    Wanted {
        acts,
        on: objection.received,
        act: acts::Act::Objection(objection),
        parts: vec![matter.dossier.period.to_string()],
    }
}

fn objected(
    matter: &Matter<'_>,
    received: Option<NaiveDate>,
    why: Option<&str>,
) -> Result<Wanted, Failure> {
    let employee =
        || Actor::Person(Official { role: Role::Employee, nip: matter.dossier.nip.clone() });
    let before = on_record(matter);
    if let Some(day) = received.filter(|day| *day > matter.today) {
        return Err(Failure::data(format!("{day} has not come yet: say when it was received")));
    }
    let day = received.or_else(|| before.as_ref().map(|row| row.received)).ok_or_else(|| {
        Failure::data(
            "no receipt is on record: say with --received when the person received the result",
        )
    })?;
    let mut acts = Vec::new();
    if received.is_some() {
        acts.push(Act { on: day, sequence: 0, by: employee(), deed: Deed::Receive });
    }
    let objected = match why {
        Some(why) => {
            let (on, reasons) = (matter.today, readable(why)?);
            let objected = Objected { on, reasons: reasons.to_string(), outcome: None };
            acts.push(Act { on, sequence: 0, by: employee(), deed: Deed::Object { reasons } });
            // The same objection again keeps what became of it.
            let same = |known: &Objected| (known.on, &known.reasons) == (on, &objected.reasons);
            Some(before.and_then(|row| row.objected).filter(same).unwrap_or(objected))
        }
        None => before.and_then(|row| row.objected),
    };
    Ok(wanted(matter, acts, Objection { received: day, objected }))
}

fn ruled(matter: &Matter<'_>, ruling: Ruling, by: Nip, why: &str) -> Result<Wanted, Failure> {
    let (on, reason) = (matter.today, readable(why)?);
    let nothing =
        || Failure::data("no objection waits: the employee objects first, with `object --reason`");
    let mut row = on_record(matter).ok_or_else(nothing)?;
    let objected = row.objected.as_mut().ok_or_else(nothing)?;
    let outcome = Outcome { official: by.clone(), on, ruling, reason: reason.to_string() };
    if objected.outcome.as_ref() == Some(&outcome) {
        return Ok(wanted(matter, Vec::new(), row));
    }
    let deed = match ruling {
        Ruling::Uphold(judgement) => Deed::Uphold { judgement, reason },
        Ruling::Reject => Deed::Reject { reason },
    };
    objected.outcome = Some(outcome);
    let by = Actor::Person(Official { role: Role::EvaluatorSuperior, nip: by });
    let act = Act { on, sequence: 0, by, deed };
    Ok(wanted(matter, vec![act], row))
}
