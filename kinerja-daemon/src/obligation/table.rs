//! The table of obligations, as `docs/obligations.md` shows it.

use super::Kind;

/// What the words of a row say: whose it is within region and period, when it is
/// due, until when it is of use, and what ends it.
struct Words(&'static str, &'static str, &'static str, &'static str);

const fn words(kind: Kind) -> Words {
    match kind {
        Kind::PlanDue => {
            Words("person", "`deadlines.plan`", "last day of the period", "a plan that is agreed")
        }
        Kind::PlanMissing => {
            Words("person", "14th day of the period", "last day of the period", "any plan")
        }
        Kind::ReportDue => {
            Words("person", "`deadlines.evidence`", "that day", "a report of every indicator")
        }
        Kind::EvidenceLate => Words(
            "person",
            "`deadlines.evidence`",
            "day before the evaluation",
            "a report of every indicator",
        ),
        Kind::RatingDue => Words(
            "person",
            "`deadlines.evidence`",
            "day before the evaluation",
            "scores of behaviour",
        ),
        Kind::Evaluation => {
            Words("unit", "`deadlines.evaluation`, midnight", "always", "a run on record")
        }
        Kind::DecisionOpen => Words(
            "person",
            "`deadlines.evaluation`",
            "one cadence after it",
            "a `putusan` on record",
        ),
        Kind::ResultReady => Words(
            "person, run",
            "when the result is on record",
            "until a newer result",
            "its mail has left",
        ),
        Kind::ObjectionClosing => Words(
            "person, act",
            "`deadlines.objection` after receipt",
            "that day",
            "an objection on record",
        ),
        Kind::StepDue => {
            Words("person, act", "its `batas`", "90 days after it", "the step is done")
        }
        Kind::SummaryDue => Words(
            "region",
            "when its units are evaluated",
            "until a newer period",
            "the summary is published",
        ),
        Kind::Meeting => Words("unit", "`meeting.days`", "it begins", "the invitation has left"),
    }
}

/// The row of a kind: code, Indonesian name, key beside region and period, due,
/// useful until, audience, mail, ended by, catch-up.
pub fn row(kind: Kind) -> [String; 9] {
    let Words(key, due, until, ends) = words(kind);
    let audience: Vec<_> = kind.audience().iter().map(|audience| audience.code()).collect();
    [
        format!("`{}`", kind.code()),
        kind.name().to_owned(),
        key.to_owned(),
        due.to_owned(),
        until.to_owned(),
        audience.join(", "),
        kind.form().code().to_owned(),
        ends.to_owned(),
        kind.catch_up().code().to_owned(),
    ]
}
