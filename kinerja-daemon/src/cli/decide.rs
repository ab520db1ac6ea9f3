//! `decide`: the evaluator's word on a proposal.

use chrono::NaiveDate;
use clap::{
    builder::{PossibleValuesParser, TypedValueParser},
    value_parser,
};
use kinerja_core::{
    calendar::Period,
    consequence::Role,
    evaluation::{Act, Actor, Judgement, Official, Ratings},
    language::Language,
    people::Nip,
    region::{RegionCode, RegionPolicy},
    scheme::{Predicate, Rating, Regime},
};

use super::{Failure, evaluate::policy, exit::say};
use crate::{
    app::App,
    judgement::{Dossier, Judged, deed, dossier, reason},
    run::InstanceLock,
    store::{
        Access, Deciders, Store,
        acts::{
            self, ActRecord, Subject,
            judgement::{ActingAs, Decision},
        },
    },
};

/// Arguments of `decide`.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("decided").args(["result", "predicate"]).required(true))]
pub struct Args {
    #[command(flatten)]
    of: Of,
    #[command(flatten)]
    given: Given,
    /// The NIP of the evaluator: the direct superior at the end of the period, as
    /// moves or the staff data say.
    #[arg(long, value_name = "NIP")]
    by: Nip,
    /// Why: needed where the decision differs from the proposal, nothing could be
    /// proposed, or an earlier decision is revised. The employee reads it.
    #[arg(long)]
    reason: Option<String>,
}

/// What is decided: two ratings from 2022, before it a predicate.
#[derive(Debug, clap::Args)]
pub(super) struct Given {
    /// The rating of work results, from 2022.
    #[arg(long, value_name = "RATING", value_parser = ratings(), requires = "behaviour")]
    result: Option<Rating>,
    /// The rating of behaviour, from 2022.
    #[arg(long, value_name = "RATING", value_parser = ratings(), requires = "result")]
    behaviour: Option<Rating>,
    /// The predicate of a period before 2022, which has no ratings.
    #[arg(long, value_name = "PREDICATE", value_parser = predicates(), conflicts_with_all = ["result", "behaviour"])]
    predicate: Option<Predicate>,
}

impl Given {
    /// What is decided, if anything is.
    pub(super) fn judgement(&self) -> Option<Judgement> {
        let Self { result, behaviour, predicate } = *self;
        let ratings =
            result.zip(behaviour).map(|(result, behaviour)| Ratings { result, behaviour });
        ratings.map(Judgement::Ratings).or_else(|| predicate.map(Judgement::Predicate))
    }
}

/// Whose result of which period.
#[derive(Debug, clap::Args)]
pub(super) struct Of {
    /// The region's code.
    #[arg(long)]
    region: RegionCode,
    /// The person's NIP.
    #[arg(long)]
    nip: Nip,
    /// The period, like 2026, 2026-S1, 2026-Q3 or 2026-11.
    #[arg(long, value_parser = value_parser!(Period))]
    period: Period,
    /// Check everything and say what would be recorded, and record nothing.
    #[arg(long)]
    dry_run: bool,
}

/// The ratings by their names on the command line, best first.
fn ratings() -> impl TypedValueParser<Value = Rating> {
    let mut best_first = Rating::ALL;
    best_first.reverse();
    one_of(best_first.map(|rating| (rating.code(), rating)))
}

/// The predicates by their names on the command line.
fn predicates() -> impl TypedValueParser<Value = Predicate> {
    one_of(Predicate::BEST_FIRST.map(|predicate| (predicate.code(), predicate)))
}

/// One of some values by its name; any other word is refused.
fn one_of<T, const N: usize>(values: [(&'static str, T); N]) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    PossibleValuesParser::new(values.map(|(name, _)| name)).try_map(move |word| {
        let found = values.iter().find(|(name, _)| *name == word);
        found.map(|(_, value)| *value).ok_or_else(|| format!("`{word}` is none of the names"))
    })
}

/// A result with all that is on record about its decision, ready to be acted on.
pub(super) struct Matter<'a> {
    of: &'a Of,
    pub(super) dossier: Dossier,
    pub(super) policy: RegionPolicy,
    pub(super) today: NaiveDate,
}

/// What an act does, in the core's words and as it is put on record.
pub(super) struct Wanted {
    pub(super) acts: Vec<Act>,
    pub(super) act: acts::Act,
    pub(super) on: NaiveDate,
    pub(super) parts: Vec<String>,
}

pub(super) async fn run(app: &App, args: Args) -> Result<(), Failure> {
    let Args { of, given, by, reason } = args;
    let judgement = given.judgement().ok_or_else(|| Failure::usage("say what is decided"))?;
    act(app, &of, |matter| wanted(matter, judgement, by, reason.as_deref())).await
}

fn wanted(
    matter: &Matter<'_>,
    judgement: Judgement,
    by: Nip,
    why: Option<&str>,
) -> Result<Wanted, Failure> {
    let Matter { dossier, today, .. } = matter;
    let on = *today;
    let again = matter.judged()?.decision().is_some();
    let same_day = dossier.acts.iter().find_map(|stored| {
        let acts::Act::Decision(decision) = &stored.act else { return None };
        (stored.on == on).then_some(decision)
    });
    let number = dossier.newest_on(on);
    let decision = Decision {
        official: by.clone(),
        role: ActingAs::Role(Role::Superior),
        proposal: dossier.proposal(number).map(|proposed| proposed.revision),
        judgement,
        reason: why.map(str::to_owned),
    };
    let parts = vec![dossier.period.to_string(), on.to_string()];
    let act = Act {
        on,
        sequence: 0,
        by: Actor::Person(Official { role: Role::Superior, nip: by }),
        deed: deed(number, judgement, why.and_then(reason), again),
    };
    let acts = match same_day {
        Some(before) if *before == decision => Vec::new(),
        // One decision a day, so that nothing is overwritten.
        Some(_) => {
            return Err(Failure::data(format!(
                "it was decided on {on}, and a day has one decision: revise it on a later day, with --reason"
            )));
        }
        None => vec![act],
    };
    Ok(Wanted { acts, act: acts::Act::Decision(decision), on, parts })
}

impl Matter<'_> {
    /// Where the result stands today.
    pub(super) fn judged(&self) -> Result<Judged, Failure> {
        self.dossier.judge(&self.policy, self.today).map_err(Failure::data)
    }
}

/// Does what is wanted, unless the core refuses it or it is only rehearsed.
pub(super) async fn act(
    app: &App,
    of: &Of,
    wanted: impl FnOnce(&Matter<'_>) -> Result<Wanted, Failure>,
) -> Result<(), Failure> {
    policy(app, &of.region)?;
    let found = super::read_store(app).await?;
    let (_lock, store) = if of.dry_run {
        (None, found)
    } else {
        found.close().await;
        let lock = InstanceLock::take(&app.config.database)?;
        let store = Store::open(&app.config.database, Access::Write).await;
        (Some(lock), store.map_err(Failure::unavailable)?)
    };
    let done = on_record(app, &store, of, wanted).await;
    store.close().await;
    say(done?)
}

async fn on_record(
    app: &App,
    store: &Store,
    of: &Of,
    wanted: impl FnOnce(&Matter<'_>) -> Result<Wanted, Failure>,
) -> Result<String, Failure> {
    let zone = policy(app, &of.region)?.policy.zone;
    let found = dossier(store, &of.region, &of.nip, (of.period, zone)).await?;
    let (dossier, loaded) = found.ok_or_else(|| {
        Failure::data(format!(
            "{} {}: nobody with this NIP was evaluated; check all three, or run `evaluate` first",
            of.region, of.period
        ))
    })?;
    let matter = Matter { of, dossier, policy: loaded.policy, today: app.clock.today(zone) };
    let wanted = wanted(&matter)?;
    let stands = matter
        .dossier
        .try_acts(&matter.policy, matter.today, wanted.acts.clone())
        .map_err(Failure::data)?;
    matter.record(store, wanted, &stands).await
}

impl Matter<'_> {
    /// Puts on record what the core has allowed, and says how the result stands.
    async fn record(
        &self,
        store: &Store,
        wanted: Wanted,
        stands: &Judged,
    ) -> Result<String, Failure> {
        let Of { region, nip, period, dry_run } = self.of;
        let about = Subject::Person(nip.clone());
        let record = ActRecord {
            key: about.key(wanted.parts),
            about,
            period: Some(*period),
            on: wanted.on,
            act: wanted.act,
            withdrawn: None,
        };
        let deciders = self.dossier.evaluator.as_ref().map(|evaluator| Deciders {
            evaluator,
            superior: self.dossier.evaluator_superior.as_ref(),
        });
        let recorded = match deciders {
            _ if *dry_run => "would be recorded",
            Some(deciders) => {
                let employee = self.dossier.employee;
                if store.record_judgement(region, employee, deciders, &record).await? {
                    "recorded; the next pass of `run` tells the employee what is new"
                } else {
                    "on record already, nothing changed"
                }
            }
            None => {
                return Err(Failure::data(
                    "nobody is superior of this person: name the superior in the staff data or by `mutasi` first",
                ));
            }
        };
        let standing = stands.standing().name(Language::Indonesian);
        let predicate = stands.decision().map_or_else(String::new, |decision| {
            let name = Regime::name_in(*period, decision.predicate, Language::Indonesian);
            format!(": {name}")
        });
        let deadline = stands
            .objection_deadline()
            .map_or_else(String::new, |day| format!("; objection until {day}"));
        Ok(format!("{region} {period}: {standing}{predicate}{deadline}; {recorded}"))
    }
}

#[cfg(test)]
mod tests {
    use clap::{Arg, Command};

    use super::*;

    /// What a word means to a parser; nothing where it is refused.
    fn meant<T>(parser: impl TypedValueParser<Value = T>, word: &str) -> Option<T>
    where
        T: Clone + Send + Sync + 'static,
    {
        let command = Command::new("test").arg(Arg::new("word").value_parser(parser));
        let found = command.try_get_matches_from(["test", word]).ok()?;
        found.get_one::<T>("word").cloned()
    }

    #[test]
    fn every_name_means_its_own_value_and_any_other_word_is_refused() {
        for rating in Rating::ALL {
            assert_eq!(meant(ratings(), rating.code()), Some(rating));
        }
        for predicate in Predicate::BEST_FIRST {
            assert_eq!(meant(predicates(), predicate.code()), Some(predicate));
        }
        for word in ["", "Good", "baik", "meet", "good "] {
            assert_eq!(meant(ratings(), word), None, "{word}");
            assert_eq!(meant(predicates(), word), None, "{word}");
        }
        // What is listed and what is found are one list.
        assert_eq!(meant(one_of([("one", 1)]), "one"), Some(1));
        assert_eq!(meant(one_of([("one", 1)]), "two"), None);
    }
}
