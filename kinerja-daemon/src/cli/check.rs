//! `check`: is everything that the daemon reads in order?

use kinerja_core::{calendar::DayCount, region::RegionPolicy};

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

/// The rules that rest on facts nobody has verified: the region's own, and those
/// of the nation that hold from its first period on.
fn assumptions(policy: &RegionPolicy) -> Vec<String> {
    let deadlines = &policy.deadlines;
    let counts_working_days =
        [&deadlines.plan, &deadlines.evidence, &deadlines.evaluation, &deadlines.objection]
            .iter()
            .any(|rule| rule.count == DayCount::Working);
    let first = policy.first_period.start();
    let national = policy.rules.sources().into_iter().filter(|(id, validity, _)| {
        validity.until().is_none_or(|until| first < until)
            && (counts_working_days || *id != "calendar.holidays")
    });
    let national = national.map(|(id, validity, source)| (format!("{id}, {validity}"), source));
    policy
        .sources()
        .chain(national)
        .filter(|(_, source)| source.assumed)
        .map(|(key, source)| {
            format!("{key} – {}", source.note.as_deref().unwrap_or("no note says why"))
        })
        .collect()
}
