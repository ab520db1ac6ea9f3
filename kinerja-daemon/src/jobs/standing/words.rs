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
    unreported: Vec<Unreported<'a>>,
    without_behaviour: usize,
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

    fn without_behaviour(&self) -> usize {
        self.standing.people.iter().filter(|person| person.behaviour == 0).count()
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
            unreported: unreported.collect(),
            without_behaviour: self.without_behaviour(),
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
        lines.extend(acts(self.standing.acts));
        if self.names {
            lines.push(String::new());
            lines.extend(people.iter().map(one));
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
fn one(person: &Person) -> String {
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
    if !person.unreported.is_empty() {
        let codes: Vec<_> = person.unreported.iter().map(|(code, _)| code.as_str()).collect();
        add(format_args!("; belum melapor {}", codes.join(", ")));
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
