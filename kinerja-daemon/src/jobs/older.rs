//! What is on record of a person for a regime before 2022.

use std::collections::BTreeSet;

use kinerja_core::{
    calendar::Period,
    evidence::OlderEvidence,
    people::{Employment, Nip},
};

use crate::store::acts::{Act, PersonActs, older::OlderAssessment};

/// What was said of a person who stayed with the superior of the file of staff.
pub(super) fn of_staff(acts: Option<&PersonActs>, period: Period) -> Option<Box<OlderEvidence>> {
    acts.and_then(|acts| facts(acts, period, acts.staff.superior.as_ref(), &BTreeSet::new()))
}

/// What the superior said for the regime of the period; or the latest of another
/// official who is not among `others`, the superiors of other segments; and that
/// the person is no PNS. Nothing where nobody said anything.
pub(super) fn facts(
    acts: &PersonActs,
    period: Period,
    superior: Option<&Nip>,
    others: &BTreeSet<&Nip>,
) -> Option<Box<OlderEvidence>> {
    let said: Vec<&OlderAssessment> = acts
        .acts
        .iter()
        .filter_map(|found| {
            let stored = found.act.as_ref().filter(|stored| stored.period == Some(period))?;
            if let Act::OlderAssessment(said) = &stored.act { Some(said) } else { None }
        })
        .collect();
    let own = said.iter().find(|one| superior == Some(&one.evaluator));
    let delegated = || said.iter().rev().find(|one| !others.contains(&one.evaluator));
    let mut facts = own.or_else(delegated).map(|one| Box::new(one.facts.clone()))?;
    let employment = acts.staff.employment;
    facts.employment = (employment != Employment::Pns).then_some(employment);
    Some(facts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::acts::{ActKind, NumberedAct, Staff, StoredAct, Subject};

    const ANI: &str = "198501012010012001";
    const BUDI: &str = "198001012005011001";
    const CICI: &str = "199002022015032002";
    const DEDI: &str = "197801122003121002";

    fn nip(text: &str) -> Nip {
        text.parse().unwrap()
    }

    /// What evaluators said of Ani; the number of tasks tells who.
    fn acts(said: &[(&str, &str, u32)]) -> PersonActs {
        let act = |(period, evaluator, tasks): &(&str, &str, u32)| {
            let additional_tasks = Some(*tasks);
            let facts = OlderEvidence { additional_tasks, ..OlderEvidence::default() };
            let act = Act::OlderAssessment(OlderAssessment { evaluator: nip(evaluator), facts });
            let (period, on) = (Some(period.parse().unwrap()), "2021-01-08".parse().unwrap());
            let stored =
                StoredAct { about: Subject::Person(nip(ANI)), period, on, revision: 1, act };
            let kind = ActKind::OlderAssessment.name().to_owned();
            NumberedAct { number: 1, act: Some(stored), kind }
        };
        let staff = Staff {
            unit: "arsip".to_owned(),
            post: "Arsiparis".to_owned(),
            superior: Some(nip(BUDI)),
            employment: Employment::Pns,
        };
        PersonActs {
            staff,
            acts: said.iter().map(act).collect(),
            documents: Vec::new(),
            evaluators: std::collections::BTreeMap::new(),
        }
    }

    #[test]
    fn the_superior_speaks_first_then_the_latest_other_official_and_never_of_another_period() {
        let period = "2020".parse().unwrap();
        let tasks = |said: &[(&str, &str, u32)]| {
            of_staff(Some(&acts(said)), period).and_then(|found| found.additional_tasks)
        };
        assert_eq!(tasks(&[("2020", BUDI, 1), ("2020", CICI, 2)]), Some(1));
        assert_eq!(tasks(&[("2020", CICI, 2), ("2020", DEDI, 3)]), Some(3));
        assert_eq!(tasks(&[("2019", BUDI, 1)]), None);
        assert_eq!(of_staff(None, period), None);
    }

    #[test]
    fn whoever_is_no_pns_is_told_of_as_such() {
        let period = "2020".parse().unwrap();
        let mut acts = acts(&[("2020", BUDI, 1)]);
        let employment =
            |acts: &PersonActs| of_staff(Some(acts), period).and_then(|found| found.employment);
        assert_eq!(employment(&acts), None);
        acts.staff.employment = Employment::Pppk;
        assert_eq!(employment(&acts), Some(Employment::Pppk));
    }

    #[test]
    fn the_superior_of_one_segment_says_nothing_of_another() {
        let (budi, cici) = (nip(BUDI), nip(CICI));
        let (period, both) = ("2020".parse().unwrap(), [&budi, &cici].into());
        let said = acts(&[("2020", BUDI, 1), ("2020", CICI, 2)]);
        let of = |superior| {
            let found = facts(&said, period, superior, &both);
            found.and_then(|found| found.additional_tasks)
        };
        assert_eq!([of(Some(&budi)), of(Some(&cici)), of(None)], [Some(1), Some(2), None]);
    }
}
