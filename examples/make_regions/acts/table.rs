//! What the table of a region's acts holds. An empty list makes no file.

/// What people of a region did, said and decided.
#[derive(Debug)]
pub(crate) struct Acts {
    /// What stands in daily reports.
    pub(crate) daily: &'static [Daily],
    /// How many days with an accepted report those who report daily agreed on, where
    /// the region counts them.
    pub(crate) reported_days: Option<i64>,
    /// What was said as feedback.
    pub(crate) feedback: &'static [Voice],
    /// The services whose users were asked.
    pub(crate) services: &'static [Service],
    /// What the public complained about.
    pub(crate) complaints: &'static [Complaint],
    /// What staff proposed for their plans.
    pub(crate) proposals: &'static [Proposal],
    /// The means that were asked for.
    pub(crate) support: &'static [Support],
    /// Who moved.
    pub(crate) moves: &'static [Move],
    /// Attendance in a month: class of the post, events.
    pub(crate) attendance: &'static [(&'static str, &'static str)],
    /// Potential, in tenths of points.
    pub(crate) potential: &'static [i64],
    /// What the units achieved: unit and word.
    pub(crate) achievements: &'static [(&'static str, &'static str)],
    /// Who set it.
    pub(crate) set_by: &'static str,
    /// The trainings that were given: name, hours, the follow-up they answer.
    pub(crate) trainings: &'static [(&'static str, i64, &'static str)],
    /// What evaluation meetings agreed: units, steps.
    pub(crate) meetings: (&'static [&'static str], &'static [Step]),
    /// The steps of coaching, and the follow-up they belong to.
    pub(crate) coaching: (&'static str, &'static [Step]),
    /// How many people their evaluator rated.
    pub(crate) rated: usize,
    /// How many people a decision was made about.
    pub(crate) decided: usize,
    /// What those who were rated answered.
    pub(crate) objections: &'static [Objection],
}

impl Acts {
    /// A region of which nothing is told.
    pub(crate) const NOTHING: Self = Self {
        daily: &[],
        reported_days: None,
        feedback: &[],
        services: &[],
        complaints: &[],
        proposals: &[],
        support: &[],
        moves: &[],
        attendance: &[],
        potential: &[],
        achievements: &[],
        set_by: "",
        trainings: &[],
        meetings: (&[], &[]),
        coaching: ("", &[]),
        rated: 0,
        decided: 0,
        objections: &[],
    };
}

/// An activity: unit, what was done, minutes.
#[derive(Debug)]
pub(crate) struct Daily(pub(crate) &'static str, pub(crate) &'static str, pub(crate) i64);

/// Feedback: as whom, what it asks for, what was said.
#[derive(Debug)]
pub(crate) struct Voice(pub(crate) &'static str, pub(crate) &'static str, pub(crate) &'static str);

/// A service: unit, service, the element that nobody was asked about (or nothing),
/// how good it is in percent of the best answers.
#[derive(Debug)]
pub(crate) struct Service(
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) i64,
);

/// A complaint: unit, service, kind, way, what it says, days until it was answered.
#[derive(Debug)]
pub(crate) struct Complaint(
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) Option<u64>,
);

/// A proposal for a plan: what, the answer (or nothing), why.
#[derive(Debug)]
pub(crate) struct Proposal(
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) &'static str,
);

/// Means: what is asked for, whether it was given (or nothing).
#[derive(Debug)]
pub(crate) struct Support(pub(crate) &'static str, pub(crate) &'static str);

/// A move: the mover's number (0 has no plan), the first day, the kind, the new unit
/// and post, the letter.
#[derive(Debug)]
pub(crate) struct Move(
    pub(crate) usize,
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) &'static str,
);

/// A step: what, the last day, the day on which it was done (or nothing), who.
#[derive(Debug)]
pub(crate) struct Step(
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) &'static str,
);

/// What became of a result: received so many days after it was given, the objection
/// (or nothing) and so many days after the receipt, the outcome (or nothing), why.
#[derive(Debug)]
pub(crate) struct Objection(
    pub(crate) u64,
    pub(crate) &'static str,
    pub(crate) u64,
    pub(crate) &'static str,
    pub(crate) &'static str,
);
