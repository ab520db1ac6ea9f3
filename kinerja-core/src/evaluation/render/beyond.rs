//! What comes from a person's unit, vetoes, and the steps of a segment, in words.

use super::{Line, Words, line};
use crate::{
    consequence::Because,
    evaluation::{HeadRating, Step},
    evidence::UnitIndex,
    law::{Dated, Source},
    number::Ratio,
    plan::{Code, WorkPlan},
    region::RuleBook,
    scheme::Predicate,
};

impl Words<'_> {
    /// The source of a rule in the plan's period; of the latest without a plan.
    fn rule_source<T>(&self, rule: impl Fn(&RuleBook) -> &Dated<T>) -> Source {
        let rule = rule(&self.policy.rules);
        let found = match self.plan {
            Some(plan) => rule.at(plan.period().start()),
            None => rule.entries().last().map(|(_, ruled)| ruled),
        };
        found.map_or(Source::OWN, |ruled| ruled.source.clone())
    }

    /// The achievement of a unit as its head's rating.
    pub(super) fn head(&self, head: HeadRating) -> (String, Source, String) {
        let text = format!(
            "{} {} → {} {}",
            self.pick("Capaian organisasi yang dipimpin:", "Achievement of the unit that is led:"),
            head.achievement.name(self.language),
            self.pick("rating hasil kerja", "rating of results"),
            head.rating.name(self.language)
        );
        ("rating.result".to_owned(), self.rule_source(|rules| &rules.head_result_rating), text)
    }

    /// The index of surveys as an actual.
    pub(super) fn survey(&self, code: &Code, index: UnitIndex) -> (String, Source, String) {
        let services = match index.services {
            1 => self.pick("1 layanan", "1 service").to_owned(),
            many => format!("{many} {}", self.pick("layanan digabung", "services together")),
        };
        let text = format!(
            "{}: {} ({services}) {} = {} ({}), {}",
            self.title(code),
            self.pick("survei kepuasan unit", "survey of the unit"),
            self.pick("IKM", "index"),
            Ratio::whole(index.value.micros()).show(self.mark),
            index.grade.code(),
            self.pick("dipakai sebagai realisasi", "taken as the actual")
        );
        (format!("survey.{code}"), self.rule_source(|rules| &rules.survey_index), text)
    }

    /// What a veto leaves, and why.
    pub(super) fn veto(&self, because: &[Because], predicate: Predicate) -> String {
        let reasons: Vec<_> = because.iter().map(|reason| self.because(reason)).collect();
        format!(
            "Veto: {} → {} {}",
            reasons.join("; "),
            self.pick("paling tinggi", "at most"),
            predicate.name(self.language)
        )
    }

    /// The steps of a segment: under its number, with its own plan.
    pub(super) fn part(&self, number: u32, plan: &WorkPlan, steps: &[Step]) -> Vec<Line> {
        let words = Words { steps, plan: Some(plan), ..*self };
        let label = self.pick("Bagian", "Segment");
        let lines = steps.iter().flat_map(|step| line(step, &words));
        let of_part = |found: Line| Line {
            id: format!("segment.{number}.{}", found.id),
            text: format!("{label} {number}: {}", found.text),
            ..found
        };
        lines.map(of_part).collect()
    }
}
