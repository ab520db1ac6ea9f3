//! Checks and findings in words, as people read them.

use super::{Distribution, DistributionCheck, Infeasible, ServiceFinding, Trend, Violation};
use crate::{language::Language, number::Ratio, scheme::Predicate};

impl DistributionCheck {
    /// The check for the head of the unit, one sentence a line: the first says how
    /// many of the people have a predicate that was decided, the last that the check
    /// changes nothing.
    ///
    /// ```
    /// use kinerja_core::{
    ///     language::Language,
    ///     organisation::{OrgAchievement, PredicateCounts},
    ///     region::RuleBook,
    /// };
    ///
    /// let rules = RuleBook::national()?;
    /// let Some(rule) = rules.distribution_patterns.at("2026-04-01".parse()?) else { panic!() };
    /// let counts = PredicateCounts::best_first([2, 8, 0, 0, 0]);
    /// let lines = rule.value.check(OrgAchievement::Good, counts).lines(4, Language::Indonesian);
    /// assert_eq!(lines[1], "Baik: 8 pegawai, paling banyak 7.");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn lines(&self, decided: u64, language: Language) -> Vec<String> {
        let (achievement, people) = (self.achievement.name(language), self.people);
        let proposed = people.saturating_sub(decided);
        let mut lines = vec![match language {
            Language::Indonesian => format!(
                "Capaian kinerja organisasi: {achievement}; {people} pegawai diperiksa: {decided} putusan, {proposed} usulan."
            ),
            Language::English => format!(
                "Achievement of the organisation: {achievement}; {people} people checked: {decided} decided, {proposed} proposed."
            ),
        }];
        match &self.outcome {
            Distribution::Fits => lines.push(
                language
                    .pick(
                        "Sebaran predikat sesuai pola distribusi.",
                        "The predicates fit the pattern.",
                    )
                    .to_owned(),
            ),
            Distribution::Violated(found) => {
                lines.extend(found.iter().map(|violation| violation.show(language)));
            }
            Distribution::Infeasible(reason) => lines.push(reason.show(language)),
        }
        if let Some(warning) = self.warning {
            let (mode, majority) = (warning.mode.name(language), warning.majority.name(language));
            let (mode_has, has) = (warning.mode_has, warning.has);
            lines.push(match language {
                Language::Indonesian => format!(
                    "Perhatian: predikat terbanyak {mode} ({mode_has}), bukan {majority} ({has})."
                ),
                Language::English => {
                    format!("Note: most people have {mode} ({mode_has}), not {majority} ({has}).")
                }
            });
        }
        lines.push(
            language
                .pick(
                    "Pola distribusi adalah bahan pertimbangan dan tidak mengubah rating siapa pun.",
                    "The pattern is a consideration and changes nobody's rating.",
                )
                .to_owned(),
        );
        lines
    }
}

fn names(of: &[Predicate], language: Language) -> String {
    let names: Vec<_> = of.iter().map(|predicate| predicate.name(language)).collect();
    names.join(language.pick(" dan/atau ", " and/or "))
}

impl Violation {
    fn show(&self, language: Language) -> String {
        let people = language.pick("pegawai", "people");
        match self {
            Self::TooMany { of, at_most, found } => {
                let most = language.pick("paling banyak", "at most");
                format!("{}: {found} {people}, {most} {at_most}.", names(of, language))
            }
            Self::TooFew { of, at_least, found } => {
                let least = language.pick("paling sedikit", "at least");
                format!("{}: {found} {people}, {least} {at_least}.", names(of, language))
            }
        }
    }
}

impl Infeasible {
    fn show(self, language: Language) -> String {
        match self {
            Self::NoPeople => language
                .pick("Belum ada pegawai yang berpredikat.", "Nobody has a predicate yet.")
                .to_owned(),
            Self::MajorityHasNoRoom { predicate } => {
                let name = predicate.name(language);
                match language {
                    Language::Indonesian => format!(
                        "Unit terlalu kecil untuk pola ini: {name} tidak dapat diberikan kepada siapa pun."
                    ),
                    Language::English => {
                        format!("The unit is too small for this pattern: nobody could have {name}.")
                    }
                }
            }
            Self::LimitsContradict { .. } => language
                .pick(
                    "Batas-batas pola ini tidak dapat dipenuhi bersama oleh unit sebesar ini.",
                    "A unit of this size cannot meet the limits of this pattern together.",
                )
                .to_owned(),
        }
    }
}

impl ServiceFinding {
    /// The finding in one line: what, how much, against which target, in how many
    /// units, and the change. Numbers have two decimals, half up.
    pub fn line(&self, language: Language) -> String {
        let show = |ratio: Ratio| ratio.show(language.decimal_mark());
        let measure = if self.target.is_amount() {
            self.indicator.unit.as_str()
        } else {
            language.pick("persen tepat", "percent done in time")
        };
        let target = self.target.show(language);
        let reached = format!("{} {measure}, target {target}", show(self.actual));
        let (below, measured) = (self.below.len(), self.measured);
        let units = match language {
            Language::Indonesian => format!("{below} dari {measured} unit belum memenuhi target"),
            Language::English => format!("{below} of {measured} units miss the target"),
        };
        let mut parts = vec![reached, units];
        if self.missing > 0 {
            let missing = language.pick("unit belum melapor", "units have not reported");
            parts.push(format!("{} {missing}", self.missing));
        }
        if let Some(change) = self.change {
            let trend = match change.trend {
                Trend::Worse => language.pick("memburuk", "worse"),
                Trend::Same => language.pick("tetap", "unchanged"),
                Trend::Better => language.pick("membaik", "better"),
            };
            let before = language.pick("periode lalu", "before");
            parts.push(format!("{trend} ({before} {})", show(change.before)));
        }
        format!("{}: {}: {}.", self.service, self.indicator.title, parts.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        organisation::{Agreed, Change, IndicatorName, NotTheMode, OrgAchievement},
        plan::Target,
    };

    fn check(outcome: Distribution, warning: Option<NotTheMode>) -> DistributionCheck {
        DistributionCheck { achievement: OrgAchievement::Excellent, people: 10, outcome, warning }
    }

    #[test]
    fn a_check_says_what_is_wrong_and_that_it_changes_nothing() {
        let of = vec![Predicate::NeedsImprovement, Predicate::Poor];
        let violated =
            Distribution::Violated(vec![Violation::TooFew { of, at_least: 1, found: 0 }]);
        let (majority, mode) = (Predicate::Excellent, Predicate::Good);
        let warning = NotTheMode { majority, has: 4, mode, mode_has: 6 };
        assert_eq!(
            check(violated, Some(warning)).lines(4, Language::Indonesian),
            [
                "Capaian kinerja organisasi: Istimewa; 10 pegawai diperiksa: 4 putusan, 6 usulan.",
                "Butuh Perbaikan dan/atau Kurang: 0 pegawai, paling sedikit 1.",
                "Perhatian: predikat terbanyak Baik (6), bukan Sangat Baik (4).",
                "Pola distribusi adalah bahan pertimbangan dan tidak mengubah rating siapa pun.",
            ]
        );
        assert_eq!(
            check(Distribution::Fits, None).lines(10, Language::English),
            [
                "Achievement of the organisation: outstanding; 10 people checked: 10 decided, 0 proposed.",
                "The predicates fit the pattern.",
                "The pattern is a consideration and changes nobody's rating.",
            ]
        );
    }

    #[test]
    fn each_reason_for_being_infeasible_has_its_own_words() {
        let reasons = [
            Infeasible::NoPeople,
            Infeasible::MajorityHasNoRoom { predicate: Predicate::Good },
            Infeasible::LimitsContradict { at_least: 3, at_most: None },
        ];
        for language in [Language::Indonesian, Language::English] {
            let [none, room, limits] = reasons.map(|reason| {
                check(Distribution::Infeasible(reason), None).lines(0, language)[1].clone()
            });
            assert!(room.contains(Predicate::Good.name(language)), "{room}");
            assert!(none != room && room != limits && limits != none);
        }
    }

    #[test]
    fn a_finding_is_one_line_with_all_that_was_found() {
        let finding = ServiceFinding {
            service: "ktp".parse().unwrap(),
            indicator: IndicatorName { title: "Waktu tunggu".into(), unit: "menit".into() },
            target: Agreed::Same(Target::lower(15.into()).unwrap()),
            actual: Ratio::new(50_500_000, 3).unwrap(),
            below: vec!["a".parse().unwrap(), "b".parse().unwrap()],
            measured: 3,
            missing: 1,
            change: Some(Change {
                before: Ratio::new(16_000_000, 1).unwrap(),
                by: Ratio::new(2_500_000, 3).unwrap(),
                trend: Trend::Worse,
            }),
        };
        assert_eq!(
            finding.line(Language::Indonesian),
            "ktp: Waktu tunggu: 16,83 menit, target ≤ 15; 2 dari 3 unit belum memenuhi target; 1 unit belum melapor; memburuk (periode lalu 16,00)."
        );
        let done = ServiceFinding {
            target: Agreed::Same(Target::yes()),
            missing: 0,
            change: None,
            ..finding
        };
        assert_eq!(
            done.line(Language::English),
            "ktp: Waktu tunggu: 16.83 percent done in time, target yes; 2 of 3 units miss the target."
        );
    }
}
