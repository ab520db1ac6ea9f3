//! Who works in a region, and for whom.

use std::collections::BTreeSet;

use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use crate::Outcome;
use crate::flaw::{self, Flaw};
use crate::form::Form;
use crate::nip::{Kind, Nips, Sex};
use crate::policy::Policy;
use crate::region::{Region, Unit};
use crate::sheet::{Cell, Sheet, maybe, text};

/// A person.
#[derive(Debug)]
pub(crate) struct Person {
    /// The number of the civil servant.
    pub(crate) nip: String,
    /// The unit.
    pub(crate) unit: &'static Unit,
    /// Where in the unit.
    pub(crate) rank: Rank,
    /// The superior, who gives the behaviour scores. Nobody for the secretary.
    pub(crate) superior: Option<String>,
    /// How well the person does.
    pub(crate) form: Form,
    /// What is missing or late.
    pub(crate) flaw: Option<Flaw>,
    name: String,
    kind: Kind,
    post: String,
    email: String,
}

/// Where in a unit a person stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rank {
    /// At its head.
    Head,
    /// At the head of a section.
    Section,
    /// On its staff.
    Staff,
}

/// Out of a hundred of the staff, how many are PPPK.
const PPPK_PERCENT: u32 = 22;

/// Out of a hundred of the staff, how many bear a title.
const TITLED_PERCENT: u32 = 75;

/// Hires everybody. Heads of units report to the secretary, heads of sections to
/// the head of the unit, staff to the head of their section.
pub(crate) fn hire(
    region: &Region,
    policy: &Policy,
    nips: &mut Nips,
    rng: &mut ChaCha8Rng,
) -> Outcome<Vec<Person>> {
    let mut hiring = Hiring { region, nips, rng, names: BTreeSet::new(), people: Vec::new() };
    let mut secretary = None;
    for unit in region.units {
        let head = hiring.one(unit, Rank::Head, unit.head.to_owned(), secretary.clone())?;
        secretary.get_or_insert_with(|| head.clone());
        hiring.staff(unit, &head)?;
    }
    let mut people = hiring.people;
    flaw::scatter(&mut people, policy, rng);
    Ok(people)
}

/// What hiring keeps in mind.
struct Hiring<'a> {
    region: &'a Region,
    nips: &'a mut Nips,
    rng: &'a mut ChaCha8Rng,
    // Two people of one name would also want the same address.
    names: BTreeSet<String>,
    people: Vec<Person>,
}

impl Hiring<'_> {
    /// Hires everybody below the head of a unit.
    fn staff(&mut self, unit: &'static Unit, head: &str) -> Outcome<()> {
        let mut bosses = Vec::new();
        for section in unit.sections {
            let post = format!("Kepala {section}");
            bosses.push(self.one(unit, Rank::Section, post, Some(head.to_owned()))?);
        }
        if bosses.is_empty() {
            bosses.push(head.to_owned());
        }
        let staff = unit.people.saturating_sub(1 + unit.sections.len());
        let bosses: Vec<String> = bosses.iter().cycle().take(staff).cloned().collect();
        for boss in bosses {
            let post = (*unit.posts.choose(self.rng).ok_or("a unit without posts")?).to_owned();
            self.one(unit, Rank::Staff, post, Some(boss))?;
        }
        Ok(())
    }

    /// Hires one person and gives the NIP.
    fn one(
        &mut self,
        unit: &'static Unit,
        rank: Rank,
        post: String,
        superior: Option<String>,
    ) -> Outcome<String> {
        let rng = &mut *self.rng;
        let pppk = rank == Rank::Staff && rng.random_range(0..100) < PPPK_PERCENT;
        let kind = if pppk { Kind::Pppk } else { Kind::Pns };
        let sex = if rng.random() { Sex::Male } else { Sex::Female };
        let born = match rank {
            Rank::Head => 1968..=1979,
            Rank::Section => 1970..=1988,
            Rank::Staff => 1972..=2001,
        };
        let nip = self.nips.give(kind, sex, born, rng);
        let form = Form::draw(rng);
        let name = self.name(sex)?;
        let email = address(&name, self.region.code);
        let name = self.titled(&name, unit, rank)?;
        self.people.push(Person {
            nip: nip.clone(),
            unit,
            rank,
            superior,
            form,
            flaw: None,
            name,
            kind,
            post,
            email,
        });
        Ok(nip)
    }

    /// Draws a name that nobody has.
    fn name(&mut self, sex: Sex) -> Outcome<String> {
        let names = &self.region.names;
        let first = match sex {
            Sex::Male => names.men,
            Sex::Female => names.women,
        };
        loop {
            let first = first.choose(self.rng).ok_or("a region without first names")?;
            let second = names.second.choose(self.rng).ok_or("a region without second names")?;
            let name = format!("{first} {second}");
            if self.names.insert(name.clone()) {
                return Ok(name);
            }
        }
    }

    /// Puts the titles to a name: a physician's before it, the others after it.
    fn titled(&mut self, name: &str, unit: &Unit, rank: Rank) -> Outcome<String> {
        if rank == Rank::Staff && self.rng.random_range(0..100) >= TITLED_PERCENT {
            return Ok(name.to_owned());
        }
        // A diploma of three years leads nobody to the head of anything, and no
        // physician works as one of the staff's posts.
        let fits = |title: &&&str| match rank {
            Rank::Head | Rank::Section => !title.starts_with("A.Md."),
            Rank::Staff => !title.starts_with("dr"),
        };
        let titles: Vec<&str> = unit.titles.iter().filter(fits).copied().collect();
        let title = titles.choose(self.rng).ok_or("a unit without titles")?;
        let name = match title.strip_prefix("dr") {
            Some(_) => format!("{title} {name}"),
            None => format!("{name}, {title}"),
        };
        Ok(if rank == Rank::Head { format!("{name}, M.Si.") } else { name })
    }
}

/// A work address made of the letters of a name.
fn address(name: &str, region: &str) -> String {
    let words = name.to_lowercase();
    let words: Vec<String> = words
        .split(' ')
        .map(|word| word.chars().filter(char::is_ascii_alphabetic).collect())
        .collect();
    format!("{}@{region}.example.go.id", words.join("."))
}

/// The sheet of employees.
pub(crate) fn sheet(people: &[Person]) -> Sheet {
    Sheet {
        name: "pegawai",
        headings: vec![
            "nip",
            "nama",
            "jenis",
            "kode_unit",
            "unit_kerja",
            "jabatan",
            "email",
            "nip_atasan",
        ],
        rows: people.iter().map(row).collect(),
    }
}

fn row(person: &Person) -> Vec<Cell> {
    let known = |flaw| person.flaw != Some(flaw);
    let email = known(Flaw::NoEmail).then_some(&person.email);
    let superior = person.superior.as_ref().filter(|_| known(Flaw::NoSuperior));
    vec![
        text(&person.nip),
        text(&person.name),
        text(match person.kind {
            Kind::Pns => "PNS",
            Kind::Pppk => "PPPK",
        }),
        text(person.unit.code),
        text(person.unit.name),
        text(&person.post),
        maybe(email, text),
        maybe(superior, text),
    ]
}

/// The posts that are functional ones, each with the level at which it is entered
/// and the one that a few years later is held.
const FUNCTIONAL: [(&str, &str, &str); 12] = [
    ("Analis Kebijakan", "ahli_pertama", "ahli_muda"),
    ("Apoteker", "ahli_pertama", "ahli_muda"),
    ("Bidan", "terampil", "mahir"),
    ("Epidemiolog Kesehatan", "ahli_pertama", "ahli_muda"),
    ("Pamong Budaya", "ahli_pertama", "ahli_madya"),
    ("Pengawas Sekolah", "ahli_muda", "ahli_madya"),
    ("Pengendali Dampak Lingkungan", "ahli_pertama", "ahli_muda"),
    ("Perancang Peraturan", "ahli_pertama", "ahli_muda"),
    ("Perawat", "terampil", "mahir"),
    ("Perekam Medis", "terampil", "penyelia"),
    ("Pranata Humas", "ahli_pertama", "ahli_muda"),
    ("Pranata Komputer", "ahli_pertama", "ahli_muda"),
];

/// From the year on in which a person joined, the level is the one of entry.
const NEW_SINCE: &str = "2012";

/// The same sheet with the levels of functional posts.
pub(crate) fn with_levels(mut sheet: Sheet, people: &[Person]) -> Sheet {
    sheet.headings.push("jenjang");
    for (row, person) in sheet.rows.iter_mut().zip(people) {
        let post = FUNCTIONAL.iter().find(|(post, ..)| *post == person.post);
        // The year of entry stands in the number, after the day of birth.
        let is_new = person.nip.get(8..12).is_some_and(|year| year >= NEW_SINCE);
        let level = post.map(|(_, entry, later)| if is_new { *entry } else { *later });
        row.push(maybe(level, text));
    }
    sheet
}
