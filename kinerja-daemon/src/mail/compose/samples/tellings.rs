//! Made-up reminders and invitations: of every kind, in every capacity, with and
//! without people.

use chrono::{Days, NaiveDate};
use kinerja_core::{calendar::Period, region::RegionPolicy};

use crate::{
    obligation::{Form, Kind, date_of},
    reminder::{
        Actor, Addressee, Capacity, Concerned, Invitation, Matter, OpenStep, Reminder, Telling,
    },
};

const CAPACITIES: [Capacity; 5] =
    [Capacity::Own, Capacity::Evaluator, Capacity::Superior, Capacity::UnitHead, Capacity::Office];

/// A reminder of everything to a person and to the office, one of one thing, and an
/// invitation with and without steps.
pub(super) fn tellings(policy: &RegionPolicy, period: Period) -> Vec<Telling> {
    let day = period.last_day();
    let person = Addressee {
        name: "Contoh Pegawai".to_owned(),
        post: Some(["Contoh Jabatan".to_owned(), "Contoh Unit".to_owned()]),
    };
    let office = Addressee { name: "Contoh Kantor".to_owned(), post: None };
    let kinds = Kind::ALL.into_iter().filter(|kind| kind.form() != Form::Shown);
    let matters: Vec<_> = kinds
        .flat_map(|kind| CAPACITIES.map(|capacity| matter(policy, (kind, capacity), period, day)))
        .collect();
    let bounced = vec!["Contoh Pegawai".to_owned()];
    let remind = |to: &Addressee, matters: &[Matter], bounced: &[String]| {
        Telling::Reminder(Reminder {
            to: to.clone(),
            day,
            matters: matters.to_vec(),
            bounced: bounced.to_vec(),
        })
    };
    let one = matters.first().map(std::slice::from_ref).unwrap_or_default();
    let steps = vec![OpenStep { due: day, text: "Contoh langkah".to_owned() }];
    vec![
        remind(&person, &matters, &bounced),
        remind(&office, &matters, &[]),
        remind(&person, one, &[]),
        invitation(policy, (&person, period), steps),
        invitation(policy, (&office, period), Vec::new()),
    ]
}

fn matter(
    policy: &RegionPolicy,
    (kind, capacity): (Kind, Capacity),
    period: Period,
    day: NaiveDate,
) -> Matter {
    let concerned = |actor| Concerned {
        unit: "Contoh Unit".to_owned(),
        name: "Contoh Pegawai".to_owned(),
        about: Some("Contoh langkah".to_owned()),
        by: Some(day),
        actor,
    };
    Matter {
        kind,
        period,
        capacity,
        date: date_of(policy, kind, period),
        last: day.checked_add_days(Days::new(10)),
        people: [None, Some(Actor::Unknown), Some(Actor::Named("Contoh Atasan".to_owned()))]
            .map(concerned)
            .to_vec(),
    }
}

fn invitation(
    policy: &RegionPolicy,
    (to, period): (&Addressee, Period),
    steps: Vec<OpenStep>,
) -> Telling {
    let begins = policy.reminder_instant(period.end());
    Telling::Invitation(Invitation {
        to: to.clone(),
        unit: "Contoh Unit".to_owned(),
        period,
        begins,
        ends: begins + chrono::TimeDelta::hours(2),
        steps,
        coaching: 1,
    })
}
