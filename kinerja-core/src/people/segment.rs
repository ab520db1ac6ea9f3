//! The stretches of a period that one person spent on one post.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Absence, Assignment, History, Label, Nip};
use crate::{calendar::Period, language::Language};

/// Why a segment begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Beginning {
    /// The period begins.
    Period,
    /// The person came during the period, or came back after days on which
    /// nothing is known.
    Start,
    /// Another unit or post.
    Transfer,
    /// Another superior.
    NewSuperior,
    /// The person went away.
    Absent,
    /// The person returned.
    Return,
    /// Another work plan on the same post.
    NewPlan,
}

impl Beginning {
    /// Why the segment begins, for people.
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Period => language.pick("awal periode", "beginning of the period"),
            Self::Start => language.pick("mulai bertugas", "start of work"),
            Self::Transfer => language.pick("pindah tugas", "transfer"),
            Self::NewSuperior => language.pick("ganti atasan", "new superior"),
            Self::Absent => language.pick("mulai tidak bertugas", "beginning of absence"),
            Self::Return => language.pick("kembali bertugas", "return to work"),
            Self::NewPlan => language.pick("ganti rencana kerja (SKP)", "new work plan"),
        }
    }
}

/// Days of a period on one post under one superior, the end not included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Segment {
    /// The first day.
    pub from: NaiveDate,
    /// The day after the last.
    pub until: NaiveDate,
    /// The unit.
    pub unit: Label,
    /// The post.
    pub post: Label,
    /// The direct superior, who evaluates.
    pub superior: Option<Nip>,
    /// Why the person did not work.
    pub absence: Option<Absence>,
    /// Why it begins.
    pub begins: Beginning,
}

impl History {
    /// The segments of a period, oldest first. A change of level or of the kind
    /// of employment alone begins no segment: plan and evaluator stay.
    pub fn segments(&self, period: Period) -> Vec<Segment> {
        let mut segments: Vec<Segment> = Vec::new();
        for one in self.assignments() {
            let from = one.from.max(period.start());
            let until = one.until.unwrap_or(NaiveDate::MAX).min(period.end());
            if until <= from {
                continue;
            }
            match segments.last_mut() {
                Some(last) if last.until == from && goes_on(last, one) => last.until = until,
                last => {
                    let begins = beginning(last.as_deref(), one, period);
                    segments.push(Segment {
                        from,
                        until,
                        unit: one.unit.clone(),
                        post: one.post.clone(),
                        superior: one.superior.clone(),
                        absence: one.absence,
                        begins,
                    });
                }
            }
        }
        segments
    }
}

fn goes_on(last: &Segment, next: &Assignment) -> bool {
    (&last.unit, &last.post, &last.superior, last.absence)
        == (&next.unit, &next.post, &next.superior, next.absence)
}

fn beginning(last: Option<&Segment>, next: &Assignment, period: Period) -> Beginning {
    let Some(last) = last else {
        let before = next.from <= period.start();
        return if before { Beginning::Period } else { Beginning::Start };
    };
    if last.until != next.from {
        Beginning::Start
    } else if (&last.unit, &last.post) != (&next.unit, &next.post) {
        Beginning::Transfer
    } else if last.absence != next.absence {
        if next.absence.is_some() { Beginning::Absent } else { Beginning::Return }
    } else {
        Beginning::NewSuperior
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{any_history, assignment};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn each_change_begins_a_segment_with_its_reason() {
        let (a, b) = (assignment("2020-01-01", "A"), assignment("2026-04-20", "B"));
        let mut away = assignment("2026-05-10", "B");
        away.absence = Some(Absence::UnpaidLeave);
        let back = assignment("2026-06-01", "B");
        let mut under = assignment("2026-06-15", "B");
        under.superior = Some(crate::testing::official_nip(1));
        let mut posts = vec![a, b, away, back, under];
        for index in 0..4 {
            posts[index].until = Some(posts[index + 1].from);
        }
        let history = History::new(posts).unwrap();
        let found: Vec<_> = history
            .segments("2026-Q2".parse().unwrap())
            .iter()
            .map(|segment| (segment.from.to_string(), segment.begins))
            .collect();
        #[rustfmt::skip]
        let expected = [
            ("2026-04-01", Beginning::Period),
            ("2026-04-20", Beginning::Transfer),
            ("2026-05-10", Beginning::Absent),
            ("2026-06-01", Beginning::Return),
            ("2026-06-15", Beginning::NewSuperior),
        ];
        assert_eq!(found, expected.map(|(from, begins)| (from.to_owned(), begins)));
    }

    #[test]
    fn a_late_start_is_no_beginning_of_the_period() {
        let history = History::new(vec![assignment("2026-04-02", "A")]).unwrap();
        let segments = history.segments("2026-Q2".parse().unwrap());
        assert_eq!(segments[0].begins, Beginning::Start);
        assert_eq!((segments[0].from, segments[0].until), (day("2026-04-02"), day("2026-07-01")));
        assert!(history.segments("2026-Q1".parse().unwrap()).is_empty());
    }

    #[test]
    fn a_new_level_alone_begins_no_segment() {
        let mut first = assignment("2026-01-01", "A");
        first.until = Some(day("2026-05-01"));
        let mut second = assignment("2026-05-01", "A");
        second.level = Some("Ahli Muda".parse().unwrap());
        let history = History::new(vec![first, second]).unwrap();
        assert_eq!(history.segments("2026-Q2".parse().unwrap()).len(), 1);
    }

    proptest! {
        /// Segments and days without a post tile the part of the period that
        /// the person served.
        #[test]
        fn segments_never_overlap_and_stay_in_the_period(history in any_history()) {
            let period: Period = "2026-Q2".parse().unwrap();
            let segments = history.segments(period);
            for segment in &segments {
                prop_assert!(segment.from < segment.until);
                prop_assert!(period.start() <= segment.from && segment.until <= period.end());
            }
            prop_assert!(segments.windows(2).all(|pair| pair[0].until <= pair[1].from));
            let covered = |day| segments.iter().any(|one| one.from <= day && day < one.until);
            for day in period.start().iter_days().take_while(|day| period.contains(*day)) {
                prop_assert_eq!(covered(day), history.on(day).is_some());
            }
        }
    }
}
