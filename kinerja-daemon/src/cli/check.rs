//! `check`: is everything that the daemon reads in order?

use std::{cmp::Reverse, collections::BTreeMap};

use kinerja_core::{
    calendar::DayCount,
    language::Language,
    region::{RegionPolicy, RuleBook},
};

use super::{Failure, exit::say};
use crate::{
    app::App,
    mail::{ComposeError, Composer},
    obligation::next_evaluation,
};

/// Reads the templates of mails and makes every kind of mail of every region from
/// made-up people.
pub(super) fn templates(app: &App) -> Result<(), Failure> {
    let wrong = |error: ComposeError| Failure::config(format!("mail templates: {error}"));
    let composer = Composer::new(app.config.mail.templates.as_deref()).map_err(wrong)?;
    for loaded in app.policies.values() {
        composer.try_out(&loaded.policy).map_err(|error| {
            // Only people who are made up can stand in what the engine says.
            let said = std::error::Error::source(&error);
            let said = said.map_or_else(String::new, |said| format!(": {said}"));
            Failure::config(format!("mail templates of {}: {error}{said}", loaded.policy.code))
        })?;
    }
    Ok(())
}

pub(super) fn run(app: &App) -> Result<(), Failure> {
    templates(app)?;
    let regions: Vec<_> = app
        .policies
        .values()
        .map(|loaded| (loaded.policy.code.as_str(), assumptions(&loaded.policy)))
        .collect();
    let told = Told::of(&regions);
    for (loaded, (_, assumed)) in app.policies.values().zip(&regions) {
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
        for exception in exceptions(policy) {
            say(format!("  exception: {exception}"))?;
        }
        for own in assumed.iter().filter(|one| told.together(one).is_none()) {
            say(format!("  assumed: {own}"))?;
        }
    }
    for (of, assumed) in told.groups(&regions) {
        say(of)?;
        for one in assumed {
            say(format!("  assumed: {one}"))?;
        }
    }
    say(format!("mail: {}", app.config.mail.route.name()))
}

/// Which assumptions are told once for several regions: those that they make word
/// for word.
struct Told<'a> {
    /// The regions that make each assumption.
    regions: BTreeMap<&'a str, Vec<&'a str>>,
    /// How many regions there are.
    count: usize,
}

impl<'a> Told<'a> {
    fn of(regions: &'a [(&'a str, Vec<String>)]) -> Self {
        let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (code, assumed) in regions {
            for one in assumed {
                found.entry(one).or_default().push(code);
            }
        }
        Self { regions: found, count: regions.len() }
    }

    /// The regions of which an assumption is told together; nothing where it is
    /// one region's own.
    fn together(&self, one: &str) -> Option<String> {
        let codes = self.regions.get(one).filter(|codes| codes.len() > 1)?;
        let all = codes.len() == self.count;
        Some(if all { "all regions".to_owned() } else { codes.join(", ") })
    }

    /// What is told together, by its regions: more regions first.
    fn groups(&self, regions: &'a [(&'a str, Vec<String>)]) -> Vec<(String, Vec<&'a str>)> {
        let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
        for one in regions.iter().flat_map(|(_, assumed)| assumed) {
            let Some(of) = self.together(one) else { continue };
            match groups.iter_mut().find(|(name, _)| *name == of) {
                Some((_, found)) if found.contains(&one.as_str()) => {}
                Some((_, found)) => found.push(one),
                None => groups.push((of, vec![one])),
            }
        }
        groups.sort_by_key(|(_, found)| {
            let regions = found.first().and_then(|one| self.regions.get(one));
            Reverse(regions.map(Vec::len))
        });
        groups
    }
}

/// The rules of the nation that the region does not follow, and since when.
fn exceptions(policy: &RegionPolicy) -> Vec<String> {
    let Ok(national) = RuleBook::national() else { return Vec::new() };
    let own = policy.rules.exceptions_from(&national).into_iter();
    own.map(|(id, validity, source)| {
        let note = source.note.as_deref().map_or_else(String::new, |note| format!(" – {note}"));
        format!("{id}, {validity}: {}{note}", source.show(Language::English))
    })
    .collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_several_regions_assume_is_told_once_and_the_rest_with_its_region() {
        let regions = [
            ("a", vec!["own".to_owned(), "some".to_owned(), "all".to_owned()]),
            ("b", vec!["all".to_owned()]),
            ("c", vec!["some".to_owned(), "all".to_owned()]),
        ];
        let told = Told::of(&regions);
        assert_eq!(told.together("own"), None);
        let expected = [("all regions".to_owned(), vec!["all"]), ("a, c".to_owned(), vec!["some"])];
        assert_eq!(told.groups(&regions), expected);
        let alone = &regions[..1];
        assert!(Told::of(alone).groups(alone).is_empty());
    }
}
