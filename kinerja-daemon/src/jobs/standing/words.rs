//! How plans stand, in words and for programs.

use std::{collections::BTreeMap, fmt::Write as _};

use chrono::NaiveDate;
use kinerja_core::{
    calendar::{Period, long_date},
    language::Language,
    organisation::IndicatorName,
    plan::PlanStatus,
};
use serde::Serialize;

use super::{Counts, Person, PlanState, Standing};

const ID: Language = Language::Indonesian;

/// The states of a plan in their order.
const STATES: [PlanState; 7] = [
    PlanState::None,
    PlanState::Unreadable,
    PlanState::Status(PlanStatus::Draft),
    PlanState::Status(PlanStatus::Submitted),
    PlanState::Status(PlanStatus::Agreed),
    PlanState::Status(PlanStatus::Running),
    PlanState::Status(PlanStatus::Closed),
];

const fn state_name(state: &PlanState) -> &'static str {
    match state {
        PlanState::None => "belum ada",
        PlanState::Unreadable => "tidak terbaca",
        PlanState::Status(PlanStatus::Draft) => "draf",
        PlanState::Status(PlanStatus::Submitted) => "diajukan",
        PlanState::Status(PlanStatus::Agreed) => "disepakati",
        PlanState::Status(PlanStatus::Running) => "berjalan",
        PlanState::Status(PlanStatus::Closed) => "ditutup",
    }
}

/// How plans stand, with what the reader must know about it.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// The region's name.
    pub region: &'a str,
    /// The period.
    pub period: Period,
    /// The day, in the region's zone.
    pub today: NaiveDate,
    /// Whose plans these are, in words.
    pub whose: &'a str,
    /// The last day for a plan to be agreed; none where its holidays are not known.
    pub plan_by: Option<NaiveDate>,
    /// How they stand.
    pub standing: &'a Standing,
    /// Whether people are named.
    pub names: bool,
}

/// The same for programs.
#[derive(Serialize)]
struct Document<'a> {
    region: &'a str,
    period: Period,
    today: NaiveDate,
    people: usize,
    plans: BTreeMap<&'static str, usize>,
    /// The last day for a plan; none where it cannot be said.
    plans_by: Option<NaiveDate>,
    /// How many people have no agreed plan after that day.
    plans_late: Option<usize>,
    unreported: Vec<Unreported<'a>>,
    without_behaviour: usize,
    /// People whose superior has left: somebody must be named.
    superior_left: usize,
    acts: Counts,
    #[serde(skip_serializing_if = "Option::is_none")]
    names: Option<&'a [Person]>,
}

#[derive(Serialize)]
struct Unreported<'a> {
    indicator: &'a str,
    unit: &'a str,
    people: usize,
}

impl<'a> Progress<'a> {
    fn plans(&self) -> impl Iterator<Item = (&'static str, usize)> {
        let people = &self.standing.people;
        STATES.iter().map(|state| {
            (state_name(state), people.iter().filter(|person| person.plan == *state).count())
        })
    }

    /// The indicators that were not reported, each with its number of people.
    fn unreported(&self) -> BTreeMap<&'a IndicatorName, usize> {
        let mut found = BTreeMap::new();
        for (_, name) in self.standing.people.iter().flat_map(|person| &person.unreported) {
            *found.entry(name).or_default() += 1;
        }
        found
    }

    /// Whether the last day for plans has passed; none where it cannot be said.
    fn plans_are_due(&self) -> Option<bool> {
        self.plan_by.map(|last_day| last_day < self.today)
    }

    /// Whether a person's plan is late: not agreed although its last day has passed.
    fn is_late(&self, person: &Person) -> bool {
        let agreed = match person.plan {
            PlanState::None | PlanState::Unreadable => false,
            PlanState::Status(status) => status.is_agreed(),
        };
        !agreed && self.plans_are_due() == Some(true)
    }

    fn late(&self) -> Option<usize> {
        self.plans_are_due()?;
        Some(self.standing.people.iter().filter(|person| self.is_late(person)).count())
    }

    /// How many plans are late against which day.
    fn plan_line(&self) -> String {
        match (self.plan_by, self.late()) {
            (Some(last_day), Some(late)) => {
                let last_day = long_date(last_day, ID);
                format!("Batas rencana kerja {last_day}: {late} pegawai terlambat.")
            }
            (_, _) => "Batas rencana kerja: hari libur tahun itu belum diketahui.".to_owned(),
        }
    }

    fn without_behaviour(&self) -> usize {
        self.standing.people.iter().filter(|person| person.behaviour == 0).count()
    }

    fn superior_left(&self) -> usize {
        self.standing.people.iter().filter(|person| person.superior_left).count()
    }

    /// How plans stand, as JSON.
    ///
    /// # Errors
    ///
    /// Fails when a value cannot be written; one that was once always can.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        let unreported = self.unreported();
        let unreported = unreported.into_iter().map(|(name, people)| Unreported {
            indicator: &name.title,
            unit: &name.unit,
            people,
        });
        serde_json::to_string_pretty(&Document {
            region: self.region,
            period: self.period,
            today: self.today,
            people: self.standing.people.len(),
            plans: self.plans().collect(),
            plans_by: self.plan_by,
            plans_late: self.late(),
            unreported: unreported.collect(),
            without_behaviour: self.without_behaviour(),
            superior_left: self.superior_left(),
            acts: self.standing.acts,
            names: self.names.then_some(self.standing.people.as_slice()),
        })
    }

    /// How plans stand, in words.
    pub fn text(&self) -> String {
        let people = &self.standing.people;
        let mut lines = vec![
            format!("{}, {}: {}", self.region, self.period.name(ID), self.whose),
            format!("Keadaan per {}: {} pegawai.", long_date(self.today, ID), people.len()),
        ];
        let plans: Vec<_> = self.plans().map(|(state, count)| format!("{count} {state}")).collect();
        lines.push(format!("Rencana kerja (SKP): {}.", plans.join(", ")));
        lines.push(self.plan_line());
        let waiting = people.iter().filter(|person| !person.unreported.is_empty()).count();
        let unreported = self.unreported();
        let indicators: usize = unreported.values().sum();
        lines.push(format!(
            "Realisasi belum dilaporkan: {waiting} pegawai, {indicators} indikator."
        ));
        for (name, people) in unreported {
            lines.push(format!("  {} ({}): {people} pegawai", name.title, name.unit));
        }
        let without = self.without_behaviour();
        lines.push(format!("Nilai perilaku belum ada: {without} pegawai."));
        match self.superior_left() {
            0 => {}
            people => lines.push(format!(
                "Atasan sudah keluar dan belum ada penggantinya: {people} pegawai; pengelola \
                 kepegawaian menulis `atasan_baru` dalam `mutasi`."
            )),
        }
        lines.extend(acts(self.standing.acts));
        if self.names {
            lines.push(String::new());
            lines.extend(people.iter().map(|person| one(person, self.is_late(person))));
        }
        lines.join("\n")
    }
}

fn acts(counts: Counts) -> [String; 4] {
    [
        format!(
            "Usulan rencana: {} dijawab, {} menunggu jawaban.",
            counts.proposals_answered, counts.proposals_waiting
        ),
        format!(
            "Dukungan: {} diminta, {} diberikan, {} menunggu jawaban.",
            counts.means_asked, counts.means_granted, counts.means_waiting
        ),
        format!(
            "Langkah pembinaan dan rapat evaluasi: {} belum selesai, {} di antaranya lewat batas.",
            counts.steps_open, counts.steps_late
        ),
        format!("Laporan harian: {} hari.", counts.report_days),
    ]
}

/// One person in one line.
fn one(person: &Person, is_late: bool) -> String {
    let mut line = format!(
        "{} ({}), {}: SKP {}",
        person.name,
        person.nip.as_str(),
        person.unit,
        state_name(&person.plan)
    );
    let mut add = |told: std::fmt::Arguments<'_>| {
        // Writing to a text cannot fail.
        let written = line.write_fmt(told);
        debug_assert!(written.is_ok());
    };
    if is_late {
        add(format_args!(" (terlambat)"));
    }
    if !person.unreported.is_empty() {
        let codes: Vec<_> = person.unreported.iter().map(|(code, _)| code.as_str()).collect();
        add(format_args!("; belum melapor {}", codes.join(", ")));
    }
    if person.superior_left {
        add(format_args!("; atasannya sudah keluar"));
    }
    match person.behaviour {
        0 => add(format_args!("; perilaku belum dinilai")),
        all if all == person.values => {}
        some => add(format_args!("; perilaku baru {some} dari {} nilai", person.values)),
    }
    let counts = person.acts;
    for (count, what) in [
        (counts.proposals_waiting, "usulan menunggu jawaban"),
        (counts.means_waiting, "dukungan menunggu jawaban"),
        (counts.steps_open, "langkah belum selesai"),
        (counts.steps_late, "langkah lewat batas"),
        (counts.report_days, "hari laporan harian"),
    ] {
        if count > 0 {
            add(format_args!("; {count} {what}"));
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, plan: PlanState) -> Person {
        Person {
            nip: "198501012010011001".parse().unwrap(),
            name: name.to_owned(),
            unit: "setda".to_owned(),
            plan,
            indicators: 0,
            unreported: Vec::new(),
            behaviour: 7,
            values: 7,
            superior_left: name == "Budi",
            acts: Counts::default(),
        }
    }

    fn told(today: &str, plan_by: Option<&str>) -> (String, serde_json::Value) {
        let people = vec![
            person("Ani", PlanState::None),
            person("Budi", PlanState::Status(PlanStatus::Submitted)),
            person("Cici", PlanState::Status(PlanStatus::Agreed)),
            person("Dedi", PlanState::Unreadable),
        ];
        let standing = Standing { people, acts: Counts::default() };
        let progress = Progress {
            region: "Kota Contoh",
            period: "2026-Q2".parse().unwrap(),
            today: today.parse().unwrap(),
            whose: "seluruh unit kerja",
            plan_by: plan_by.map(|day| day.parse().unwrap()),
            standing: &standing,
            names: true,
        };
        (progress.text(), serde_json::from_str(&progress.json().unwrap()).unwrap())
    }

    #[test]
    fn a_plan_that_is_not_agreed_is_late_from_the_day_after_its_last_day() {
        let (text, json) = told("2026-05-01", Some("2026-05-01"));
        assert!(
            text.contains("\nBatas rencana kerja 1 Mei 2026: 0 pegawai terlambat.\n"),
            "{text}"
        );
        assert!(!text.contains("(terlambat)"), "{text}");
        assert_eq!((&json["plans_by"], &json["plans_late"]), (&"2026-05-01".into(), &0.into()));
        let (text, json) = told("2026-05-02", Some("2026-05-01"));
        assert!(
            text.contains("\nBatas rencana kerja 1 Mei 2026: 3 pegawai terlambat.\n"),
            "{text}"
        );
        for (name, is_late) in [("Ani", true), ("Budi", true), ("Cici", false), ("Dedi", true)] {
            let line = text.lines().find(|line| line.starts_with(name)).unwrap();
            assert_eq!(line.contains("(terlambat)"), is_late, "{line}");
        }
        assert_eq!(json["plans_late"], 3);
    }

    #[test]
    fn whoever_stands_below_somebody_who_has_left_is_told_with_who_must_act() {
        let (text, json) = told("2026-05-01", None);
        assert!(
            text.contains("belum ada penggantinya: 1 pegawai; pengelola kepegawaian"),
            "{text}"
        );
        let line = text.lines().find(|line| line.starts_with("Budi")).unwrap();
        assert!(line.contains("; atasannya sudah keluar"), "{line}");
        assert_eq!(json["superior_left"], 1);
    }

    #[test]
    fn where_the_holidays_are_not_known_no_plan_is_called_late() {
        let (text, json) = told("2026-12-31", None);
        assert!(text.contains("\nBatas rencana kerja: hari libur tahun itu belum diketahui.\n"));
        assert!(!text.contains("terlambat"), "{text}");
        assert_eq!(json["plans_late"], serde_json::Value::Null);
    }
}
