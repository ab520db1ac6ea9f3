//! `check`: is everything that the daemon reads in order?

use kinerja_core::calendar::DayCount;

use super::{Failure, exit::say};
use crate::{app::App, mail::Composer, obligation::next_evaluation};

pub(super) fn run(app: &App) -> Result<(), Failure> {
    Composer::new().map_err(|error| Failure::config(format!("mail templates: {error}")))?;
    for loaded in app.policies.values() {
        let policy = &loaded.policy;
        say(format!("{}: {}, in order", policy.code, policy.name))?;
        if let Some((period, due)) = next_evaluation(policy, app.clock.now()) {
            say(match due {
                Ok(due) => {
                    let local = due.with_timezone(&policy.zone).format("%Y-%m-%d %H:%M %:z");
                    format!("  next evaluation: {period}, due {local}")
                }
                Err(reason) => format!("  next evaluation: {period}, no day: {reason}"),
            })?;
        }
        for note in assumptions(policy) {
            say(format!("  assumed: {note}"))?;
        }
    }
    say(format!("mail: {}", app.config.mail.route.name()))
}

/// The rules that rest on facts nobody has verified.
fn assumptions(policy: &kinerja_core::region::RegionPolicy) -> Vec<String> {
    let deadlines = &policy.deadlines;
    let counts_working_days =
        [&deadlines.plan, &deadlines.evidence, &deadlines.evaluation, &deadlines.objection]
            .iter()
            .any(|rule| rule.count == DayCount::Working);
    let lists = policy.rules.holidays.entries().iter().filter(|_| counts_working_days);
    let lists = lists.map(|(_, list)| ("calendar.holidays", &list.source));
    let allowance = policy.allowance.iter().map(|rule| ("allowance", &rule.source));
    let talent = policy.talent.iter().map(|rule| ("talent", &rule.source));
    let extensions = policy.extensions.iter().map(|moved| ("extension", &moved.source));
    let rules = [
        ("deadlines.plan", &deadlines.plan.source),
        ("deadlines.evidence", &deadlines.evidence.source),
        ("deadlines.evaluation", &deadlines.evaluation.source),
        ("deadlines.objection", &deadlines.objection.source),
        ("work_week", &policy.work_week.source),
        ("work_result", &policy.work_result.source),
        ("behaviour", &policy.behaviour.source),
        ("missing", &policy.missing.source),
        ("ratings", &policy.ratings.source),
        ("matrix", &policy.matrix.source),
        ("bands", &policy.bands.source),
        ("segments", &policy.segments.source),
    ];
    rules
        .into_iter()
        .chain(lists)
        .chain(allowance)
        .chain(talent)
        .chain(extensions)
        .filter(|(_, source)| source.assumed)
        .map(|(key, source)| {
            format!("{key} – {}", source.note.as_deref().unwrap_or("no note says why"))
        })
        .collect()
}
