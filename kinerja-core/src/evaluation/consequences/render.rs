//! Consequences in words.

use chrono::NaiveDate;

use super::{CREDIT_DECIMALS, Consequence, Consequences, Credit, CreditLack, TalentLack};
use crate::{
    calendar::{Period, long_date},
    consequence::{
        Allowance, AllowanceLack, AllowancePartKind, JobLevel, Role, TalentBox, TalentLevel,
    },
    evaluation::{Line, PastDecision},
    language::Language,
    law::Source,
    number::{DecimalMark, Quantity, Ratio},
    region::RegionPolicy,
    scheme::{Predicate, Regime},
};

/// What a consequence needs to become words.
#[derive(Clone, Copy)]
struct Says<'a> {
    policy: &'a RegionPolicy,
    period: Period,
    language: Language,
    mark: DecimalMark,
}

impl Consequences {
    /// The consequences of a period in words, one line each, with the source of the
    /// rule.
    pub fn lines(&self, policy: &RegionPolicy, period: Period, language: Language) -> Vec<Line> {
        let says = Says { policy, period, language, mark: language.decimal_mark() };
        self.found.iter().map(|one| says.line(one)).collect()
    }
}

impl Consequence {
    /// A stable name, like `allowance.2026-04`.
    pub fn id(&self) -> String {
        match self {
            Self::Credit(_) | Self::CreditUnknown(_) => "credit_points".to_owned(),
            Self::CreditYear { year, .. } => format!("credit_points.{year}"),
            Self::CreditAim { .. } => "credit_points.aim".to_owned(),
            Self::Allowance { month, .. } | Self::AllowanceUnknown { month, .. } => {
                format!("allowance.{month}")
            }
            Self::Talent(_) | Self::TalentUnknown(_) => "talent".to_owned(),
            Self::Improvement { .. } | Self::ImprovementProposed { .. } => "improvement".to_owned(),
            Self::Promotion(_) => "promotion".to_owned(),
        }
    }
}

impl Says<'_> {
    fn pick<'b>(self, indonesian: &'b str, english: &'b str) -> &'b str {
        self.language.pick(indonesian, english)
    }

    fn line(self, one: &Consequence) -> Line {
        let text = match one {
            Consequence::Credit(credit) => self.credit(credit),
            Consequence::CreditUnknown(lack) => self.credit_unknown(*lack),
            Consequence::CreditYear { year, periods, exact, .. } => format!(
                "{} {year}: {periods} {} = {}",
                self.pick("Angka kredit tahun", "Credit points of the year"),
                self.pick(
                    "periode yang diputuskan, dijumlahkan tanpa pembulatan dan dibulatkan sekali",
                    "decided periods, added unrounded and rounded once"
                ),
                exact.show(CREDIT_DECIMALS, self.mark).unwrap_or_default()
            ),
            Consequence::CreditAim { level, rank, next } => self.credit_aim(*level, *rank, *next),
            Consequence::Allowance { month, allowance } => self.allowance(*month, allowance),
            Consequence::AllowanceUnknown { month, lacks } => {
                let label = self.allowance_label(*month);
                let lacks = lacks.iter().map(|lack| (lack.name(self.language), lack.actor()));
                self.unknown(&label, lacks)
            }
            Consequence::Talent(place) => self.talent(place),
            Consequence::TalentUnknown(lacks) => {
                let label = self.pick("Kotak talenta", "Talent box");
                let lacks = lacks.iter().map(|lack| (self.talent_lack(*lack), lack.actor()));
                self.unknown(label, lacks)
            }
            Consequence::Improvement { began, stage, enough, unfit } => format!(
                "{}: {}; {}{}",
                self.improvement_label(),
                stage.show(self.language),
                self.way(began, *enough),
                self.unfit(unfit)
            ),
            Consequence::ImprovementProposed { months, enough } => format!(
                "{} ({}): {months} {}; {} {}",
                self.improvement_label(),
                self.pick("usulan", "proposal"),
                self.pick("bulan sejak predikat ini diputuskan", "months from the decision on"),
                self.ends(),
                Regime::name_in(self.period, *enough, self.language)
            ),
            Consequence::Promotion(readiness) => format!(
                "{}: {}",
                self.pick("Kenaikan pangkat reguler", "Regular promotion"),
                readiness.show(self.language)
            ),
        };
        Line { id: one.id(), source: self.source(one).show(self.language), text }
    }

    fn source(self, one: &Consequence) -> Source {
        let rules = &self.policy.rules;
        let day = self.period.start();
        let own = |source: Option<&Source>| source.cloned();
        let found = match one {
            Consequence::Credit(_)
            | Consequence::CreditYear { .. }
            | Consequence::CreditUnknown(_) => {
                own(rules.credit_rates.at(day).map(|ruled| &ruled.source))
            }
            Consequence::CreditAim { .. } => {
                own(rules.credit_thresholds.at(day).map(|ruled| &ruled.source))
            }
            Consequence::Allowance { .. } | Consequence::AllowanceUnknown { .. } => {
                own(self.policy.allowance.as_ref().map(|rule| &rule.source))
            }
            Consequence::Talent(_) | Consequence::TalentUnknown(_) => {
                own(self.policy.talent.as_ref().map(|rule| &rule.source))
            }
            Consequence::Improvement { .. } | Consequence::ImprovementProposed { .. } => {
                own(rules.improvement.at(day).map(|ruled| &ruled.source))
            }
            Consequence::Promotion(_) => own(rules.promotion.at(day).map(|ruled| &ruled.source)),
        };
        found.unwrap_or(Source::OWN)
    }

    /// That something is not known, and why, each reason with who must act.
    fn unknown(self, label: &str, lacks: impl Iterator<Item = (String, Role)>) -> String {
        let act = self.pick("yang harus bertindak", "who must act");
        let lacks: Vec<_> = lacks
            .map(|(lack, actor)| format!("{lack} ({act}: {})", actor.name(self.language)))
            .collect();
        let because = self.pick("belum diketahui, karena", "not known, because");
        format!("{label}: {because} {}", lacks.join("; "))
    }

    fn credit(self, credit: &Credit) -> String {
        let stands = if credit.decided {
            self.pick("menurut putusan", "by the decision")
        } else {
            self.pick("usulan", "proposal")
        };
        let points = credit.exact.show(CREDIT_DECIMALS, self.mark).unwrap_or_default();
        let parts = credit.parts.iter().map(|part| {
            format!(
                "{} {} / 12 × {}% ({}) × {} ({} {})",
                part.months,
                self.pick("bulan", "months"),
                credit.percent.show(self.mark),
                credit.predicate.name(self.language),
                part.coefficient.show(self.mark),
                self.pick("jenjang", "level"),
                part.level.name()
            )
        });
        let parts: Vec<_> = parts.collect();
        let label = self.pick("Angka kredit", "Credit points");
        format!("{label} ({stands}): {} = {points}", parts.join(" + "))
    }

    fn credit_unknown(self, lack: CreditLack) -> String {
        let (why, actor) = match lack {
            CreditLack::NoPredicate => (
                self.pick("belum ada usulan atau putusan predikat", "no predicate is there"),
                Role::Superior,
            ),
            CreditLack::NoRule => {
                (self.pick("tidak ada aturan pada periode ini", "no rule holds then"), Role::Hr)
            }
            CreditLack::NoLevel => (
                self.pick(
                    "jenjang pada sebagian periode ini tidak tercatat: catat dengan `jenjang` pada `mutasi`",
                    "the level in a part of this period is not on record: put it on record with `jenjang` in `mutasi`",
                ),
                Role::Hr,
            ),
        };
        let label = self.pick("Angka kredit", "Credit points");
        self.unknown(label, [(why.to_owned(), actor)].into_iter())
    }

    fn credit_aim(self, level: JobLevel, rank: Quantity, next: Option<Quantity>) -> String {
        let for_next = next.map_or_else(String::new, |next| {
            let words = self.pick("untuk jenjang berikutnya", "for the next level");
            format!(", {} {words}", next.show(self.mark))
        });
        format!(
            "{} {}: {} {}{for_next}; {}",
            self.pick("Angka kredit kumulatif pada jenjang", "Cumulative credit points at level"),
            level.name(),
            rank.show(self.mark),
            self.pick("untuk pangkat berikutnya", "for the next rank"),
            self.pick(
                "yang terkumpul sebelum periode ini tidak tercatat di sini",
                "what was gathered before this period is not on record here"
            )
        )
    }

    fn allowance_label(self, month: Period) -> String {
        let label = self.pick("Tambahan penghasilan (TPP)", "Performance allowance (TPP),");
        format!("{label} {}", month.name(self.language))
    }

    fn allowance(self, month: Period, allowance: &Allowance) -> String {
        let part = |index: usize| {
            allowance.parts.get(index).map_or_else(String::new, |part| {
                let kind = match part.kind {
                    AllowancePartKind::Productivity => self.pick("produktivitas", "productivity"),
                    AllowancePartKind::Discipline => self.pick("disiplin", "discipline"),
                };
                let taken = part.deducted.iter().map(|one| {
                    format!(" − {} × {}% {}", one.count, one.percent.show(self.mark), one.code)
                });
                let taken: String = taken.collect();
                let before = part.before.show(self.mark);
                let (share, percent) = (part.share.show(self.mark), part.percent.show(self.mark));
                if taken.is_empty() {
                    format!("{share}% {kind} × {percent}%")
                } else {
                    format!("{share}% {kind} × ({before}%{taken} = {percent}%)")
                }
            })
        };
        format!(
            "{}: {} × [{} + {}] = {} ({})",
            self.allowance_label(month),
            allowance.base.show(self.mark),
            part(0),
            part(1),
            allowance.amount.show(self.mark),
            self.pick("sebelum pajak dan iuran", "before taxes and contributions")
        )
    }

    fn talent(self, place: &TalentBox) -> String {
        let rule = self.policy.talent.as_ref();
        let share = rule.map_or_else(String::new, |rule| rule.share.show(self.mark));
        format!(
            "{}: {} {} ({}), {} {}; {} {} ({} {share}%)",
            self.pick("Kotak talenta", "Talent box"),
            self.pick("kinerja", "performance"),
            Ratio::whole(place.points.micros()).show(self.mark),
            place.performance.name(self.language),
            self.pick("potensi", "potential"),
            place.potential.name(self.language),
            self.pick("nilai talenta", "talent value"),
            place.value.show(self.mark),
            self.pick("bagian kinerja", "share of performance"),
        )
    }

    fn talent_lack(self, lack: TalentLack) -> String {
        match lack {
            TalentLack::NoDecision => {
                self.pick("belum ada predikat yang diputuskan", "no predicate was decided")
            }
            TalentLack::NoPotential => {
                self.pick("potensi belum dinilai", "the potential was not assessed")
            }
        }
        .to_owned()
    }

    fn improvement_label(self) -> &'static str {
        self.language.pick("Perbaikan kinerja", "Improvement")
    }

    fn ends(self) -> &'static str {
        self.language.pick("selesai bila predikat paling rendah", "it ends with at least")
    }

    /// That steps do not count, where there are any.
    fn unfit(self, days: &[NaiveDate]) -> String {
        if days.is_empty() {
            return String::new();
        }
        let days: Vec<_> = days.iter().map(|day| long_date(*day, self.language)).collect();
        format!(
            "; {} {} {} ({}: {})",
            self.pick("langkah", "the step of"),
            days.join(", "),
            self.pick(
                "tidak dihitung, karena tidak mengikuti tahap saat itu",
                "does not count, because it does not follow from the stage of then"
            ),
            self.pick("yang harus bertindak", "who must act"),
            Role::Hr.name(self.language)
        )
    }

    /// With which decision the way began, and what ends it.
    fn way(self, began: &PastDecision, enough: Predicate) -> String {
        format!(
            "{} {} {} {}; {} {}",
            self.pick("dimulai dengan putusan", "it began with the decision"),
            Regime::name_in(began.period, began.predicate, self.language),
            self.pick("pada", "of"),
            long_date(began.on, self.language),
            self.ends(),
            Regime::name_in(self.period, enough, self.language)
        )
    }
}

impl TalentLevel {
    /// The third for people.
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Low => language.pick("rendah", "low"),
            Self::Middle => language.pick("menengah", "middle"),
            Self::High => language.pick("tinggi", "high"),
        }
    }
}

impl AllowanceLack {
    /// What is missing, for people.
    pub fn name(&self, language: Language) -> String {
        match self {
            Self::NoDecision => language
                .pick("belum ada predikat yang diputuskan", "no predicate was decided")
                .to_owned(),
            Self::NoAttendance => language
                .pick("catatan kehadiran belum ada", "there is no record of attendance")
                .to_owned(),
            Self::NoClass => language
                .pick("kelas jabatan belum dicatat", "the class of the post is not on record")
                .to_owned(),
            Self::NoBase { class } => format!(
                "{} {class}",
                language.pick(
                    "kebijakan tidak punya besaran untuk kelas jabatan",
                    "the policy has no base amount for class"
                )
            ),
            Self::UnknownEvent { code } => format!(
                "{} {code}",
                language.pick("kebijakan tidak mengenal kejadian", "the policy knows no event")
            ),
            Self::TooLarge => language
                .pick("besaran dalam kebijakan terlalu besar", "the amounts are far too large")
                .to_owned(),
        }
    }
}
