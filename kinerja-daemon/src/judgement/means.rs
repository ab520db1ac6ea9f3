//! What a result brings to people, from what is on record.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kinerja_core::{
    calendar::Period,
    consequence::{Attendance, ImprovementEvent, PostKind},
    evaluation::{Consequences, PastDecision, PersonFacts, ResultPredicate},
    number::Score,
    people::Nip,
    region::{RegionCode, RegionPolicy},
    scheme::Predicate,
};

use super::{Dossier, Dossiers, Judged};
use crate::store::{
    Store, StoreError,
    acts::{Act, ActKind, Acts, Subject, steps::Step},
};

/// Years before a period whose decisions may matter: a way to an improvement with
/// its temporary post, and the years of a promotion.
const YEARS_BACK: u32 = 3;

/// What is on record of people besides their results. Whoever has nothing is not
/// here.
#[derive(Debug, Clone, Default)]
pub struct Means {
    people: BTreeMap<Nip, Mean>,
}

#[derive(Debug, Clone, Default)]
struct Mean {
    past: Vec<PastDecision>,
    steps: Vec<Taken>,
    attendance: Vec<(Period, Attendance)>,
    potential: Option<Score>,
}

/// A step on the way to an improvement that was taken.
#[derive(Debug, Clone, Copy)]
enum Taken {
    Test(NaiveDate),
    Placement(NaiveDate),
    NoVacancy(NaiveDate),
}

impl Taken {
    /// What a step on record says; nothing where it is not done, and where it answers
    /// a rule of the policy.
    fn of(step: &Step) -> Option<Self> {
        let on = step.done?;
        match step.rule.as_str() {
            Step::TEST => Some(Self::Test(on)),
            Step::PLACEMENT => Some(Self::Placement(on)),
            Step::NO_VACANCY => Some(Self::NoVacancy(on)),
            _ => None,
        }
    }

    /// The event. Senior leaders have no temporary post, and none is said of them.
    const fn event(self, post: PostKind) -> ImprovementEvent {
        match self {
            Self::Test(on) => ImprovementEvent::Tested { on },
            Self::Placement(on) => ImprovementEvent::Placed { on },
            Self::NoVacancy(on) => ImprovementEvent::NoVacancy { on, post },
        }
    }
}

impl Means {
    /// Reads what a period rests on: of everybody, or of one person.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn read(
        store: &Store,
        policy: &RegionPolicy,
        period: Period,
        whose: Option<&Nip>,
    ) -> Result<Self, StoreError> {
        let mut means = Self::default();
        let judged = store.judged_periods(&policy.code, whose).await?;
        for before in before(period, judged) {
            means.add_decisions(store, policy, (before, whose)).await?;
            let steps = store.acts_of_region(&policy.code, before, ActKind::Step).await?;
            means.add_steps(steps, whose);
        }
        let region = &policy.code;
        means.add_steps(store.acts_of_region(region, period, ActKind::Step).await?, whose);
        if let Some(nip) = whose {
            means.add_acts(store.acts_of_person(region, nip, period).await?, period);
        } else {
            for kind in [ActKind::Attendance, ActKind::Potential] {
                means.add_acts(store.acts_of_region(region, period, kind).await?, period);
            }
        }
        Ok(means)
    }

    /// What was decided about a period before. A decision of which nobody can say
    /// where it stands is none.
    async fn add_decisions(
        &mut self,
        store: &Store,
        policy: &RegionPolicy,
        (before, whose): (Period, Option<&Nip>),
    ) -> Result<(), StoreError> {
        let (region, zone): (&RegionCode, _) = (&policy.code, policy.zone);
        let mut add = |dossier: &Dossier, rules: &RegionPolicy| {
            // Whatever is on record is done; what can still come changes no decision
            // by itself.
            let judged = dossier.judge(rules, NaiveDate::MAX).ok();
            if let Some(decision) = judged.as_ref().and_then(Judged::decision) {
                let past =
                    PastDecision { period: before, on: decision.on, predicate: decision.predicate };
                self.people.entry(dossier.nip.clone()).or_default().past.push(past);
            }
        };
        if let Some(nip) = whose {
            if let Some((dossier, loaded)) =
                super::dossier(store, region, nip, (before, zone)).await?
            {
                add(&dossier, &loaded.policy);
            }
        } else {
            let all = Dossiers::read(store, region, before, zone).await?;
            all.iter().for_each(|(dossier, rules)| add(dossier, rules));
        }
        Ok(())
    }

    /// Attendance by month, and the newest potential of before the period's end, so
    /// that a later assessment changes no old period: acts come in the order of their
    /// days.
    fn add_acts(&mut self, found: Acts, period: Period) {
        for stored in found.acts {
            let Subject::Person(nip) = stored.about else { continue };
            if let Act::Attendance(found) = stored.act {
                let attendance = Attendance { class: found.class, events: found.events };
                let of = self.people.entry(nip).or_default();
                of.attendance.push((found.month, attendance));
            } else if let Act::Potential(found) = stored.act
                && stored.on < period.end()
            {
                self.people.entry(nip).or_default().potential = Some(found.score);
            }
        }
    }

    /// The steps of officials: of everybody, or of one person.
    fn add_steps(&mut self, found: Acts, whose: Option<&Nip>) {
        for stored in found.acts {
            let (Subject::Person(nip), Act::Step(step)) = (stored.about, &stored.act) else {
                continue;
            };
            if whose.is_none_or(|whose| *whose == nip)
                && let Some(taken) = Taken::of(step)
            {
                self.people.entry(nip).or_default().steps.push(taken);
            }
        }
    }

    /// What the result of a person brings. The predicate that was proposed is given
    /// where nobody has decided.
    pub fn consequences(
        &self,
        dossier: &Dossier,
        policy: &RegionPolicy,
        (judged, proposed): (Option<&Judged>, Option<Predicate>),
    ) -> Consequences {
        let found = match (judged.and_then(Judged::decision), proposed) {
            (Some(decision), _) => {
                ResultPredicate::Decided { predicate: decision.predicate, on: decision.on }
            }
            (None, Some(predicate)) => ResultPredicate::Proposed(predicate),
            (None, None) => ResultPredicate::Nothing,
        };
        let steps = self.steps(dossier);
        Consequences::of(policy, &self.facts(dossier, &steps, found))
    }

    /// The steps that officials took on the way of a person to an improvement.
    pub fn steps(&self, dossier: &Dossier) -> Vec<ImprovementEvent> {
        let functional = dossier.levels.last().is_some_and(|last| last.level.known().is_some());
        let post = if functional { PostKind::Functional } else { PostKind::Administrative };
        let of = self.people.get(&dossier.nip);
        of.iter().flat_map(|of| &of.steps).map(|step| step.event(post)).collect()
    }

    /// What the consequences of a result rest on.
    pub fn facts<'a>(
        &'a self,
        dossier: &'a Dossier,
        steps: &'a [ImprovementEvent],
        found: ResultPredicate,
    ) -> PersonFacts<'a> {
        let of = self.people.get(&dossier.nip);
        PersonFacts {
            period: dossier.period,
            employment: dossier.employment,
            levels: &dossier.levels,
            found,
            past: of.map_or(&[], |of| &of.past),
            steps,
            attendance: of.map_or(&[], |of| &of.attendance),
            potential: of.and_then(|of| of.potential),
        }
    }
}

/// The periods before one that may matter, oldest first.
fn before(period: Period, mut judged: Vec<Period>) -> Vec<Period> {
    let years = chrono::Months::new(12 * YEARS_BACK);
    let oldest = period.start().checked_sub_months(years).unwrap_or(period.start());
    judged.retain(|one| oldest <= one.start() && one.start() < period.start());
    judged.sort_unstable_by_key(|one| one.start());
    judged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::acts::{StoredAct, means::Potential};

    #[test]
    fn the_newest_potential_of_before_the_end_of_a_period_counts() {
        let nip: Nip = "198001012005011001".parse().unwrap();
        let assessed = |on: &str, score: &str| StoredAct {
            about: Subject::Person(nip.clone()),
            period: None,
            on: on.parse().unwrap(),
            revision: 1,
            act: Act::Potential(Potential { score: score.parse().unwrap() }),
        };
        let all = || vec![assessed("2026-06-30", "60"), assessed("2026-07-01", "90")];
        for (period, expected) in
            [("2026-Q1", None), ("2026-Q2", Some("60")), ("2026-Q3", Some("90"))]
        {
            let mut means = Means::default();
            means.add_acts(Acts { acts: all(), unreadable: vec![] }, period.parse().unwrap());
            let found = means.people.get(&nip).and_then(|mean| mean.potential);
            assert_eq!(found, expected.map(|score| score.parse().unwrap()), "{period}");
        }
    }

    #[test]
    fn three_years_are_looked_back_at_in_their_order() {
        let periods = ["2026-Q1", "2026-Q2", "2026-Q3", "2023-Q2", "2023-Q1", "2025-Q4"];
        let judged = periods.map(|period| period.parse().unwrap()).to_vec();
        let found = before("2026-Q2".parse().unwrap(), judged);
        let found: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found, ["2023-Q2", "2025-Q4", "2026-Q1"]);
    }
}
