//! What comes from a person's unit, vetoes, and the steps of a segment, in words.

use super::{Line, Words};
use crate::{
    consequence::Because,
    evaluation::{HeadRating, Step},
    evidence::{BehaviourRaters, Counted, RatedBehaviour, ReportCount, UnitIndex},
    law::{Dated, Source},
    number::{Ratio, Score},
    plan::{Actual, Code, WorkPlan},
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
        // The region may have limits of its own for the grades.
        let source = self.rule_source(|rules| &rules.survey_index);
        let grades = self.rule_source(|rules| &rules.survey_grades).show(self.language);
        let text = if grades == source.show(self.language) {
            text
        } else {
            let word = self.pick("batas mutu", "limits of the grades");
            format!("{text}; {word}: {grades}")
        };
        (format!("survey.{code}"), source, text)
    }

    /// What was counted of the daily reports, and which actual is taken.
    pub(super) fn counted_reports(
        &self,
        code: &Code,
        count: &ReportCount,
        reported: Option<Actual>,
    ) -> (String, Source, String) {
        let of = match count.counted {
            Counted::AcceptedReports => {
                self.pick("laporan harian yang diterima", "daily reports that were accepted")
            }
            Counted::AcceptedDays => self.pick(
                "hari dengan laporan harian yang diterima",
                "days with a daily report that was accepted",
            ),
            Counted::AcceptedMinutes => self.pick(
                "menit laporan harian yang diterima",
                "minutes of daily reports that were accepted",
            ),
            Counted::AnsweredComplaints => {
                self.pick("pengaduan yang dijawab", "complaints that were answered")
            }
        };
        let found = count.found.map_or_else(
            || self.pick("belum ada", "none yet").to_owned(),
            |found| found.actual.show(self.language),
        );
        let waiting = match count.waiting {
            0 => String::new(),
            many => format!(
                " ({many} {})",
                self.pick(
                    "belum diperiksa atasan, tidak dihitung",
                    "not looked at by the superior, not counted"
                )
            ),
        };
        let given = reported.map(|given| given.show(self.language));
        let taken = match (given, count.is_taken(reported.is_some())) {
            (None, _) => self.pick("dipakai sebagai realisasi", "taken as the actual").to_owned(),
            (Some(given), true) => format!(
                "{} ({given})",
                self.pick(
                    "dipakai sebagai realisasi, menggantikan yang dilaporkan",
                    "taken as the actual, instead of what was reported"
                )
            ),
            (Some(given), false) => format!(
                "{} ({given}) {}",
                self.pick("realisasi yang dilaporkan", "the actual that was reported"),
                self.pick("yang dipakai", "is taken")
            ),
        };
        let source = self.policy.daily_reports.as_ref().map(|rule| rule.source.clone());
        let text = format!("{}: {of} {found}{waiting}, {taken}", self.title(code));
        (format!("counted.{code}"), source.unwrap_or(Source::OWN), text)
    }

    /// How evaluator and raters made the score of behaviour. A class that has too few
    /// answers is told by its name and its minimum alone.
    pub(super) fn raters(&self, rated: &RatedBehaviour) -> (String, Source, String) {
        let rule = self.policy.raters.as_ref();
        let value = rated.value;
        let label = self.pick("Umpan balik", "Feedback");
        let behaviour = self.pick("nilai perilaku", "score of behaviour");
        let text = if let (Some(overall), Some(rule)) = (rated.raters.overall, rule) {
            let (shown, hidden) = self.classes(rated, rule);
            let (overall, whole) = (overall.show_whole(self.mark), rated.raters.counted());
            let sum = self.over(&shown.join(" + "), whole);
            format!(
                "{label}: {sum} ≈ {overall}{}; {behaviour}: {}% × {} + {}% × {overall} ≈ {} ({})",
                hidden.concat(),
                rule.share.rest().show(self.mark),
                rated.evaluator.show(self.mark),
                rule.share.show(self.mark),
                value.show_whole(self.mark),
                self.pick(
                    "ditampilkan dalam angka bulat, juga di bawah ini, agar jawaban siapa pun tidak \
                     dapat dihitung balik; yang dihitung adalah nilai persisnya",
                    "shown in whole points, also below, so that nobody's answer can be worked out; \
                     the exact value is what counts"
                ),
            )
        } else {
            let none = self
                .pick("belum ada kelas dengan jawaban cukup", "no class has enough answers yet");
            let alone = self.pick("dari penilai saja", "by the evaluator alone");
            format!("{label}: {none}; {behaviour} {alone}: {}", value.show(self.mark))
        };
        let source = rule.map_or(Source::OWN, |rule| rule.source.clone());
        ("raters".to_owned(), source, text)
    }

    /// The classes that are shown, and those that are not.
    fn classes(
        &self,
        rated: &RatedBehaviour,
        rule: &BehaviourRaters,
    ) -> (Vec<String>, Vec<String>) {
        let (mut shown, mut hidden) = (Vec::new(), Vec::new());
        for (class, view) in &rated.raters.classes {
            let name = class.name(self.language);
            if let Some(view) = view {
                shown.push(format!(
                    "{}% × {name} {}",
                    view.weight.show(self.mark),
                    view.mean.show_whole(self.mark)
                ));
            } else if let Some(asked) = rule.classes.class(*class) {
                hidden.push(format!(
                    ", {name}: {} ({} {}), {}",
                    self.pick("belum cukup jawaban", "not enough answers"),
                    self.pick("paling sedikit", "at least"),
                    asked.answers_min,
                    self.pick("tidak ditampilkan dan tidak dihitung", "not shown and not counted")
                ));
            }
        }
        (shown, hidden)
    }

    /// The mean of feedback; in whole points where classes of raters made it.
    pub(super) fn feedback(&self, mean: Ratio, below: Score) -> String {
        if self.policy.raters.is_some() {
            mean.show_whole(self.mark)
        } else {
            mean.show_below(&[below], self.mark)
        }
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
        let period = Some(plan.period());
        let words = Words { steps, period, plan: Some(plan), ..*self };
        let label = self.pick("Bagian", "Segment");
        let lines = words.lines().into_iter();
        let of_part = |found: Line| Line {
            id: format!("segment.{number}.{}", found.id),
            text: format!("{label} {number}: {}", found.text),
            ..found
        };
        lines.map(of_part).collect()
    }
}
