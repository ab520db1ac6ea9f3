//! The mails that remind and invite, one for each way in which somebody hears.

use kinerja_core::region::RegionPolicy;
use kinerja_daemon::{
    mail::{Composed, Composer, Mailbox, Outgoing, calendar::Invite},
    obligation::{Kind, date_of},
    reminder::{
        Actor, Addressee, Capacity, Concerned, Invitation, Matter, OpenStep, Reminder, Telling,
    },
};

use crate::{cases::policy, golden::assert_golden};

fn mailbox(name: &str, address: &str) -> Mailbox {
    Mailbox { name: Some(name.to_owned()), address: address.parse().unwrap() }
}

/// A mail in words, addressed.
pub(crate) fn outgoing(composed: Composed) -> Outgoing {
    let (from, to) = (
        mailbox("Kinerja", "kinerja@kinerja.example.go.id"),
        mailbox("Ani", "ani@kinerja.example.go.id"),
    );
    let date = "2026-07-20T01:00:00Z".parse().unwrap();
    let calendar = composed.event.map(|event| {
        let uid = "abc@kinerja.example.go.id";
        Invite { uid, stamp: date, event: &event, organizer: &from, attendee: &to }.text()
    });
    Outgoing {
        message_id: "<abc@kinerja.example.go.id>".to_owned(),
        date,
        return_path: from.address.clone(),
        from,
        to,
        reply_to: None,
        subject: composed.subject,
        text: composed.text,
        html: composed.html,
        language: composed.language,
        calendar,
    }
}

fn person(name: &str, post: &str, unit: &str) -> Addressee {
    Addressee { name: name.to_owned(), post: Some([post.to_owned(), unit.to_owned()]) }
}

fn concerned(name: &str, actor: Option<Actor>) -> Concerned {
    let unit = "Dinas Kesehatan".to_owned();
    Concerned { unit, name: name.to_owned(), about: None, by: None, actor }
}

fn matter(
    policy: &RegionPolicy,
    (kind, period): (Kind, &str),
    capacity: Capacity,
    people: Vec<Concerned>,
) -> Matter {
    let period = period.parse().unwrap();
    let last = Some("2026-07-14".parse().unwrap());
    Matter { kind, period, capacity, date: date_of(policy, kind, period), last, people }
}

fn reminder(to: Addressee, day: &str, matters: Vec<Matter>, bounced: &[&str]) -> Telling {
    let bounced = bounced.iter().map(|name| (*name).to_owned()).collect();
    Telling::Reminder(Reminder { to, day: day.parse().unwrap(), matters, bounced })
}

/// What an employee hears of her own work.
fn own(policy: &RegionPolicy) -> Telling {
    let ani = concerned("Ani Lestari", None);
    let step = Concerned {
        about: Some("Laporan harian dibaca bersama atasan".to_owned()),
        by: Some("2026-07-10".parse().unwrap()),
        ..ani.clone()
    };
    let of = |kind, period, people| matter(policy, (kind, period), Capacity::Own, people);
    let matters = vec![
        of(Kind::EvidenceLate, "2026-Q2", vec![ani.clone()]),
        of(Kind::PlanMissing, "2026-Q3", vec![ani.clone()]),
        of(Kind::PlanDue, "2026-Q3", vec![ani]),
        Matter { date: None, ..of(Kind::StepDue, "2026-Q1", vec![step]) },
    ];
    reminder(
        person("Ani Lestari", "Perawat Ahli Muda", "Dinas Kesehatan"),
        "2026-07-13",
        matters,
        &[],
    )
}

/// What a superior hears of her staff, once for all.
fn superior(policy: &RegionPolicy) -> Telling {
    let staff = || vec![concerned("Ani Lestari", None), concerned("Budi Santoso", None)];
    let evaluator = Some(Actor::Named("Citra Dewi".to_owned()));
    let matters = vec![
        matter(policy, (Kind::RatingDue, "2026-Q2"), Capacity::Evaluator, staff()),
        matter(policy, (Kind::EvidenceLate, "2026-Q2"), Capacity::Superior, staff()),
        matter(policy, (Kind::PlanDue, "2026-Q3"), Capacity::Superior, staff()),
        matter(
            policy,
            (Kind::DecisionOpen, "2026-Q1"),
            Capacity::Superior,
            // Of another unit, which is therefore named.
            vec![Concerned {
                unit: "UPTD Laboratorium".to_owned(),
                ..concerned("Dedi Kurnia", evaluator)
            }],
        ),
    ];
    let to = person("Eka Putri", "Kepala Bidang", "Dinas Kesehatan");
    reminder(to, "2026-07-13", matters, &["Budi Santoso"])
}

/// What the head of a unit hears of what was not done in spite of reminders.
fn unit_head(policy: &RegionPolicy) -> Telling {
    let of = |kind, period, actor| {
        let people = vec![concerned("Ani Lestari", actor)];
        matter(policy, (kind, period), Capacity::UnitHead, people)
    };
    let evaluator = Some(Actor::Named("Eka Putri".to_owned()));
    let matters =
        vec![of(Kind::DecisionOpen, "2026-Q2", evaluator), of(Kind::PlanMissing, "2026-Q3", None)];
    reminder(person("Fajar Nugroho", "Kepala Dinas", "Dinas Kesehatan"), "2026-07-24", matters, &[])
}

/// What the personnel office hears where nobody else can.
fn office(policy: &RegionPolicy) -> Telling {
    let of = |kind, actor| {
        let people = vec![concerned("Ani Lestari", actor)];
        matter(policy, (kind, "2026-Q2"), Capacity::Office, people)
    };
    let matters = vec![of(Kind::RatingDue, Some(Actor::Unknown)), of(Kind::EvidenceLate, None)];
    let to = Addressee { name: policy.contact.name.clone(), post: None };
    reminder(to, "2026-07-13", matters, &[])
}

/// What a person hears who can still object.
fn objection(policy: &RegionPolicy) -> Telling {
    let ani =
        Concerned { by: Some("2026-08-03".parse().unwrap()), ..concerned("Ani Lestari", None) };
    let about = matter(policy, (Kind::ObjectionClosing, "2026-Q2"), Capacity::Own, vec![ani]);
    let to = person("Ani Lestari", "Perawat Ahli Muda", "Dinas Kesehatan");
    reminder(to, "2026-07-31", vec![about], &[])
}

fn invitation(steps: Vec<OpenStep>) -> Telling {
    Telling::Invitation(Invitation {
        to: person("Yulian Wenda", "Kepala Dinas", "Dinas Kesehatan"),
        unit: "Dinas Kesehatan".to_owned(),
        period: "2026-S1".parse().unwrap(),
        begins: "2026-07-20T00:00:00Z".parse().unwrap(),
        ends: "2026-07-20T02:30:00Z".parse().unwrap(),
        steps,
        coaching: 3,
    })
}

/// The invitation to a meeting, with what is left of the last one.
fn meeting(_: &RegionPolicy) -> Telling {
    let step =
        |due: &str, text: &str| OpenStep { due: due.parse().unwrap(), text: text.to_owned() };
    invitation(vec![
        step("2026-03-01", "Membacakan capaian di hadapan warga"),
        step("2026-05-15", "Menata ulang jadwal puskesmas keliling; termasuk Walesi"),
    ])
}

#[test]
fn each_way_to_hear_of_something_reads_as_it_was_reviewed() {
    type Make = fn(&RegionPolicy) -> Telling;
    // Tangerang Selatan has English too.
    let cases: [(&str, &str, Make); 7] = [
        ("own", "samarinda", own),
        ("own_in_two_languages", "tangerang-selatan", own),
        ("superior", "samarinda", superior),
        ("unit_head", "samarinda", unit_head),
        ("office", "samarinda", office),
        ("objection", "palembang", objection),
        ("meeting", "jayawijaya", meeting),
    ];
    for (name, region, make) in cases {
        let policy = policy(region);
        let mail = Composer::new(None).unwrap().compose_telling(&policy, &make(&policy)).unwrap();
        let text = format!("Subject: {}\n\n{}", mail.subject, mail.text);
        assert_golden(&format!("mail/reminder_{name}.txt"), text);
        assert_golden(&format!("mail/reminder_{name}.html"), &mail.html);
        if let Some(entry) = outgoing(mail).calendar {
            assert_golden(&format!("mail/reminder_{name}.ics"), entry.replace("\r\n", "\n"));
        }
    }
}

#[test]
fn a_mail_stays_below_60_kb_however_many_people_it_is_about() {
    let policy = policy("tangerang-selatan");
    assert_eq!(policy.languages.len(), 2, "the longest mails have two languages");
    let long = |number: usize| {
        let name = format!("{number} Prof. Dr. Ir. H. {} M.Si., M.T.", "Ézékièl ".repeat(12));
        Concerned {
            about: Some("Langkah ".repeat(30)),
            by: Some("2026-07-10".parse().unwrap()),
            ..concerned(&name, Some(Actor::Named(name.clone())))
        }
    };
    let people: Vec<_> = (0..5_000).map(long).collect();
    let names: Vec<_> = people.iter().map(|person| person.name.as_str()).collect();
    let kinds = [
        Kind::PlanDue,
        Kind::PlanMissing,
        Kind::EvidenceLate,
        Kind::RatingDue,
        Kind::DecisionOpen,
        Kind::StepDue,
    ];
    let capacities = [Capacity::Own, Capacity::Superior, Capacity::UnitHead];
    let matters = kinds.iter().flat_map(|kind| {
        let mut people = people.clone();
        if *kind != Kind::StepDue {
            // Only steps have words of their own.
            for person in &mut people {
                person.about = None;
            }
        }
        capacities.map(|capacity| matter(&policy, (*kind, "2026-Q2"), capacity, people.clone()))
    });
    let to = person("Ani", "Kepala", "Dinas");
    let most = reminder(to.clone(), "2026-07-20", matters.collect(), &names);
    let one = matter(&policy, (Kind::PlanDue, "2026-Q2"), Capacity::Superior, people.clone());
    let one = reminder(to, "2026-07-20", vec![one], &[]);
    let due = "2026-03-01".parse().unwrap();
    let steps =
        (0..5_000).map(|number| OpenStep { due, text: format!("{number} {}", "é".repeat(900)) });
    let composer = Composer::new(None).unwrap();
    for telling in [most, one, invitation(steps.collect())] {
        let bytes = outgoing(composer.compose_telling(&policy, &telling).unwrap()).build().unwrap();
        let size = bytes.len();
        assert!(size < 60_000, "{size} bytes");
        assert!(size > 10_000, "{size} bytes: names are left out for nothing");
    }
}

#[test]
fn only_the_person_is_told_how_to_object() {
    let policy = policy("palembang");
    let Telling::Reminder(mut reminder) = objection(&policy) else { panic!("no reminder") };
    let text = |reminder: &Reminder| {
        let telling = Telling::Reminder(reminder.clone());
        Composer::new(None).unwrap().compose_telling(&policy, &telling).unwrap().text
    };
    assert!(text(&reminder).contains("ajukan keberatan"));
    // The personnel office, where the person has no address.
    reminder.matters[0].capacity = Capacity::Office;
    let office = text(&reminder);
    assert!(!office.contains("ajukan keberatan") && office.contains("Ani Lestari"), "{office}");
}

#[test]
fn no_header_tells_of_whom_a_reminder_is() {
    let policy = policy("samarinda");
    for make in [own, superior, unit_head, office, objection] {
        let mail = Composer::new(None).unwrap().compose_telling(&policy, &make(&policy)).unwrap();
        for name in ["Ani", "Budi", "Dedi"] {
            assert!(!mail.subject.contains(name), "{}", mail.subject);
        }
    }
}
